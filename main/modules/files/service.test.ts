import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { createHash, randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import * as sheetjs from '@e965/xlsx'
import { describe, expect, it } from 'vitest'
import { v7 } from 'uuid'
import { HOUR_MS } from '#shared/kernel/time.ts'
import { MAX_FILE_BYTES } from '#shared/modules/files/model.ts'
import { around } from '#tests/support/around.ts'
import { openShop } from '#tests/support/core.ts'
import { openDiskShop, reopen } from '#tests/support/disk.ts'
import { closeShops, linked } from '#tests/support/linked-shop.ts'
import { signedIn } from '#tests/support/people.ts'

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const workbook = (bookType: 'xlsx' | 'ods'): Buffer => {
  const book = sheetjs.utils.book_new()
  sheetjs.utils.book_append_sheet(book, sheetjs.utils.aoa_to_sheet([['a', 1]]), 'S')
  return sheetjs.write(book, { type: 'buffer', bookType }) as Buffer // what that type means
}
const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic'), Buffer.alloc(4), Buffer.from('mif1heic')])
const GOOD: [string, string, Buffer][] = [
  ['a.png', 'image/png', PNG],
  ['a.jpg', 'image/jpeg', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(60)])],
  ['a.gif', 'image/gif', Buffer.from('GIF89a' + '\u0001'.repeat(20), 'latin1')],
  ['a.webp', 'image/webp', Buffer.concat([Buffer.from('RIFF'), Buffer.alloc(4), Buffer.from('WEBPVP8 '), Buffer.alloc(20)])],
  ['a.heic', 'image/heic', heic],
  ['a.pdf', 'application/pdf', Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n')],
  ['a.csv', 'text/csv', Buffer.from('name;phone\nZoë;1\n')],
  ['a.txt', 'text/plain', Buffer.from('M\xfcller', 'latin1')],
  ['a.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', workbook('xlsx')],
  ['a.ods', 'application/vnd.oasis.opendocument.spreadsheet', workbook('ods')],
]
const BAD: [string, Buffer][] = [
  ['svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')],
  ['html', Buffer.from('<!doctype html><script>1</script>')],
  ['html in UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('<html>', 'utf16le')])],
  ['zip', Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4, 10, 0, 0, 0, 0, 0]), Buffer.alloc(40)])],
  ['program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(100)])],
  ['elf', Buffer.concat([Buffer.from([0x7f]), Buffer.from('ELF'), Buffer.alloc(100)])],
  ['noise', randomBytes(500)],
]
const storedIn = (dataDir: string) =>
  existsSync(join(dataDir, 'files'))
    ? readdirSync(join(dataDir, 'files'), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name, parentPath }) => join(parentPath, name))
    : []

describe('an upload', () => {
  it.each(GOOD)('FILE-UPLOAD FILE-1 FILE-2 FILE-3: %s is kept as %s, whole, under its id', async (fileName, mediaType, bytes) => {
    const shop = await openShop()
    const saved = await shop.get(
      'files.upload',
      { fileName: 'what I call it', base64: bytes.toString('base64'), recordTable: 'vehicle', recordId: 'v1' },
      shop.owner,
    )
    const isText = mediaType.startsWith('text/')
    expect(saved).toMatchObject({
      mediaType: isText ? 'text/plain' : mediaType,
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      recordTable: 'vehicle',
      recordId: 'v1',
    })
    expect((await shop.get('files.upload', { fileName, base64: bytes.toString('base64') }, shop.owner)).mediaType).toBe(mediaType)
    const path = join(shop.platform.config.dataDir, 'files', saved.id.slice(-4, -2), saved.id.slice(-2), saved.id)
    expect(readFileSync(path)).toEqual(bytes)
    expect(await shop.get('files.read', { attachmentId: saved.id }, shop.owner)).toEqual({ ...saved, base64: bytes.toString('base64') })
  })

  it.each(BAD)('FILE-UPLOAD FILE-1: %s is refused whatever it is called, and nothing is kept', async (_name, bytes) => {
    const shop = await openShop()
    for (const fileName of ['photo.png', 'list.csv', 'x.svg']) {
      expect(await shop.refused('files.upload', { fileName, base64: bytes.toString('base64') }, shop.owner)).toMatchObject({ code: 'files.typeNotAllowed' })
    }
    expect(storedIn(shop.platform.config.dataDir)).toEqual([])
    expect((await shop.get('files.list', {}, shop.owner)).total).toBe(0)
  })

  it('FILE-UPLOAD SEC-INPUT: nothing, too much, half a record and what is no base64 are refused; 10 MB to the byte is kept', async () => {
    const shop = await openShop()
    const refused = async (input: { base64: string; recordId?: string }) =>
      (await shop.refused('files.upload', { fileName: 'x.png', ...input }, shop.owner)).code
    expect(await refused({ base64: '' })).toBe('files.empty')
    expect(await refused({ base64: 'not base 64!' })).toBe('files.notBase64')
    expect(await refused({ base64: PNG.toString('base64'), recordId: 'alone' })).toBe('files.halfRecord')
    const large = Buffer.concat([PNG, Buffer.alloc(MAX_FILE_BYTES + 1 - PNG.length)])
    expect(await refused({ base64: large.toString('base64') })).toBe('files.tooLarge')
    expect(await refused({ base64: 'A'.repeat(14_600_000) })).toBe('platform.tooLarge')
    expect(storedIn(shop.platform.config.dataDir)).toEqual([])
    const saved = await shop.get('files.upload', { fileName: 'x.png', base64: large.subarray(0, MAX_FILE_BYTES).toString('base64') }, shop.owner)
    expect(saved.sizeBytes).toBe(MAX_FILE_BYTES)
  })

  it('FILE-UPLOAD: attachments are refused first when the disk runs low, records are still saved', async () => {
    const shop = await openShop({ freeBytes: () => 499 * 1024 * 1024 })
    expect(await shop.refused('files.upload', { fileName: 'x.png', base64: PNG.toString('base64') }, shop.owner)).toMatchObject({
      code: 'files.diskLow',
      kind: 'unavailable',
    })
    await shop.get('workspace.update', { phone: '1' }, shop.owner)
  })

  it('FILE-UPLOAD: the same call again keeps one file and one row', async () => {
    const shop = await openShop()
    const input = { fileName: 'x.png', base64: PNG.toString('base64') }
    const answers = await Promise.all([1, 2].map(() => shop.ask('files.upload', input, shop.owner, 'call-number-1')))
    expect(answers[0]).toEqual(answers[1])
    expect(storedIn(shop.platform.config.dataDir)).toHaveLength(1)
    expect((await shop.get('audit.list', { command: 'files.upload' }, shop.owner)).total).toBe(1)
  })
})

describe('attachments of a record', () => {
  it('LIST-PAGE LIST-FILTER DB-SOFTDEL: are listed newest first, removed from the list and restored, and the file stays', async () => {
    const shop = await openShop()
    const base64 = PNG.toString('base64')
    const ids: string[] = []
    for (let i = 0; i < 5; i++) {
      shop.clock.at += 1
      ids.unshift((await shop.get('files.upload', { fileName: `${i}.png`, base64, recordTable: 'vehicle', recordId: 'v1' }, shop.owner)).id)
    }
    await shop.get('files.upload', { fileName: 'other.png', base64, recordTable: 'vehicle', recordId: 'v2' }, shop.owner)
    const ofVehicle = { recordTable: 'vehicle', recordId: 'v1' }
    const first = await shop.get('files.list', { ...ofVehicle, limit: 3 }, shop.owner)
    const second = await shop.get('files.list', { ...ofVehicle, limit: 3, after: first.next ?? '' }, shop.owner)
    expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual(ids)
    expect(first.total).toBe(5)
    expect(await shop.refused('files.list', { recordId: 'v1' }, shop.owner)).toMatchObject({ code: 'files.halfRecord' })

    const [row] = first.rows
    if (!row) throw new Error('there are rows')
    await shop.get('files.remove', { attachmentId: row.id }, shop.owner)
    expect((await shop.get('files.list', ofVehicle, shop.owner)).total).toBe(4)
    expect((await shop.get('files.list', { ...ofVehicle, deleted: true }, shop.owner)).rows.map(({ id }) => id)).toEqual([row.id])
    expect((await shop.get('files.read', { attachmentId: row.id }, shop.owner)).base64).toBe(base64)
    await shop.get('files.restore', { attachmentId: row.id }, shop.owner)
    expect((await shop.get('files.list', ofVehicle, shop.owner)).total).toBe(5)
    const nobody = { attachmentId: '01900000-0000-7000-8000-000000000000' as never }
    for (const name of ['files.read', 'files.remove', 'files.restore'] as const)
      expect(await shop.refused(name, nobody, shop.owner)).toMatchObject({ code: 'files.unknown' })
  })

  it('AUTH-RBAC: a viewer reads and does not upload', async () => {
    const shop = await openShop()
    const viewer = (await signedIn(shop, 'viewer')).token
    await shop.get('files.list', {}, viewer)
    expect(await shop.refused('files.upload', { fileName: 'x.png', base64: PNG.toString('base64') }, viewer)).toMatchObject({ code: 'platform.notAllowed' })
  })

  it('DB-INDEX: the list of a record comes from an index', async () => {
    const shop = await openShop()
    const plan = shop.platform.store.connection.raw
      .prepare(
        'EXPLAIN QUERY PLAN SELECT * FROM attachment WHERE record_table = ? AND record_id = ? AND deleted = ? ORDER BY created_at DESC, id DESC LIMIT 51',
      )
      .all('', '', 0) as { detail: string }[] // the columns of a plan
    expect(plan.map(({ detail }) => detail)).toEqual(['SEARCH attachment USING INDEX attachment_record (record_table=? AND record_id=? AND deleted=?)'])
  })
})

describe('the clean-up', () => {
  const orphan = (dataDir: string, at: number, name: string = v7()): string => {
    const path = join(dataDir, 'files', name.slice(-4, -2), name.slice(-2), name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, 'orphan')
    utimesSync(path, at / 1000, at / 1000)
    return path
  }
  const clean = async (shop: Awaited<ReturnType<typeof openShop>>) => {
    shop.platform.store.connection.raw
      .prepare("INSERT INTO job (id, name, key, payload, state, attempts, run_at, detail) VALUES (?, 'files.clean', ?, 'null', 'queued', 0, 0, '')")
      .run(v7(), v7())
    await shop.jobs.runDue()
    return shop.platform.store.connection.raw
      .prepare("SELECT detail FROM job WHERE name = 'files.clean' AND state = 'completed' ORDER BY finished_at DESC, id DESC")
      .pluck()
      .get()
  }

  it('FILE-CLEAN: removes files without a row that are older than an hour, half-written ones too, and no others', async () => {
    const shop = await openShop()
    const { dataDir } = shop.platform.config
    const saved = await shop.get('files.upload', { fileName: 'x.png', base64: PNG.toString('base64') }, shop.owner)
    await shop.get('files.remove', { attachmentId: saved.id }, shop.owner)
    const old = [orphan(dataDir, shop.clock.at - HOUR_MS - 1), orphan(dataDir, shop.clock.at - HOUR_MS - 1, `${v7()}.tmp`)]
    const young = orphan(dataDir, shop.clock.at - HOUR_MS + 1000)
    expect(await clean(shop)).toBe('1 rows, 2 orphans removed, 0 kept for a database set aside, 0 files missing')
    expect(old.map((path) => existsSync(path))).toEqual([false, false])
    expect(existsSync(young)).toBe(true)
    await shop.get('files.read', { attachmentId: saved.id }, shop.owner)
  })

  it('FILE-CLEAN SYS-1: tells of a row whose file is gone, once', async () => {
    const shop = await openShop()
    const saved = await shop.get('files.upload', { fileName: 'x.png', base64: PNG.toString('base64') }, shop.owner)
    for (const path of storedIn(shop.platform.config.dataDir)) shop.platform.files.remove(path)
    expect(await shop.refused('files.read', { attachmentId: saved.id }, shop.owner)).toMatchObject({ code: 'files.missing', fileName: 'x.png' })
    await clean(shop)
    await clean(shop)
    expect(await shop.get('system.notices', {}, shop.owner)).toMatchObject([{ code: 'filesMissing', facts: { count: 1 } }])
  })

  it('FILE-CLEAN A-OFFLINE: a file that another device took is not missing here', async () => {
    const devices = [await linked(), await linked()] as const
    const [here, there] = devices
    const centre = around(devices, new Set(['attachment']))
    const { id: attachmentId } = await there.get('files.upload', { fileName: 'x.png', base64: PNG.toString('base64') }, there.owner)
    const own = await here.get('files.upload', { fileName: 'y.png', base64: PNG.toString('base64') }, here.owner)
    centre.meet()
    expect(await here.refused('files.read', { attachmentId }, here.owner)).toMatchObject({ code: 'files.missing' })
    expect(await clean(here)).toBe('2 rows, 0 orphans removed, 0 kept for a database set aside, 0 files missing')
    expect(await here.get('system.notices', {}, here.owner)).toEqual([])
    for (const path of storedIn(here.platform.config.dataDir)) here.platform.files.remove(path)
    expect(await clean(here)).toContain(', 1 files missing')
    expect(own.fileName).toBe('y.png')
    await closeShops()
  })

  it('FILE-CLEAN SYS-2: after a restore it keeps what may belong to the database that was set aside', async () => {
    const shop = await openDiskShop()
    const { dataDir } = shop.platform.config
    const backup = await shop.get('system.backupNow', {}, shop.owner)
    await shop.get('files.upload', { fileName: 'x.png', base64: PNG.toString('base64') }, shop.owner)
    for (const path of storedIn(dataDir)) utimesSync(path, shop.clock.at / 1000, shop.clock.at / 1000)
    await shop.get('system.restore', { name: backup.name }, shop.owner)
    await shop.jobs.runDue()
    await shop.shutdown()
    shop.clock.at += 5 * HOUR_MS
    const core = reopen(dataDir, shop.clock)
    expect(await clean(Object.assign(core, { owner: '' }))).toBe('0 rows, 0 orphans removed, 1 kept for a database set aside, 0 files missing')
    await core.shutdown()
  })
})
