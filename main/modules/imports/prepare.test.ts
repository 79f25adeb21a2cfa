import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import writeXlsx from 'write-excel-file/node'
import { describe, expect, it } from 'vitest'
import { repack, unpack } from '#main/platform/tables/archive.ts'
import { csvOf } from '#main/platform/tables/write.ts'
import { ENCODINGS, PENDING_MS } from '#shared/modules/imports/model.ts'
import { chooseHeader, columnNames, suggestMapping } from '#shared/modules/imports/rules.ts'
import { openShop } from '#tests/support/core.ts'
import { allRows, DATA, journalLength, type Plan, planOf, sendFile } from '#tests/support/imports.ts'
import { signedIn } from '#tests/support/people.ts'

describe('damaged and hostile files', () => {
  it.each([
    ['messy/spreadsheets/encrypted_no_password.xls', 'imports.fileEncrypted'],
    ['messy/spreadsheets/simple.zip', 'imports.fileNoWorkbook'],
    ['messy/spreadsheets/simple.unknown', 'imports.fileEmpty'],
    ['messy/xlsx/invalid-xml.xlsx', 'imports.fileDamaged'],
    ['messy/xlsx/missing-bits.xlsx', 'imports.fileNoWorkbook'],
    ['messy/xlsx/test-issue-771.xlsx', 'imports.fileEmpty'],
  ])('IMP-EXCEL: refuses %s and says why', async (file, code) => {
    const shop = await openShop()
    expect(
      await shop.refused('imports.read', { fileName: file.slice(-20), base64: readFileSync(join(DATA, file)).toString('base64') }, shop.owner),
    ).toMatchObject({ code, kind: 'invalid' })
    expect(existsSync(join(shop.platform.config.dataDir, 'pending'))).toBe(false)
  })

  it('IMP-EXCEL: refuses what is no base64 and what is no table', async () => {
    const shop = await openShop()
    expect(await shop.refused('imports.read', { fileName: 'x', base64: 'not base64!' }, shop.owner)).toMatchObject({ code: 'imports.fileDamaged' })
    expect(
      await shop.refused('imports.read', { fileName: 'x.csv', base64: Buffer.from([0, 1, 2, 3, 4, 5, 6, 7, 8]).toString('base64') }, shop.owner),
    ).toMatchObject({ code: 'imports.fileNotATable' })
    expect(
      await shop.refused('imports.read', { fileName: 'x.csv', base64: Buffer.from(`a${',b'.repeat(2000)}`).toString('base64') }, shop.owner),
    ).toMatchObject({ code: 'imports.fileTooManyColumns' })
  })

  it('IMP-EXCEL TAB-2: a damaged list brings all its sound rows in and lists the damaged one', async () => {
    const shop = await openShop()
    const ready = await planOf(shop, 'items', 'row_less_sep_row32_col1.csv', readFileSync(join(DATA, 'messy/pollock/csv/row_less_sep_row32_col1.csv')))
    const done = await shop.get(
      'imports.run',
      {
        ...ready,
        mapping: [
          { field: 'sku', column: 3 },
          { field: 'name', column: 5 },
          { field: 'price', column: 4 },
        ],
      },
      shop.owner,
    )
    expect(done).toMatchObject({ rows: 83, bad: 1, added: 82, unchanged: 0 })
    expect(
      (await shop.get('imports.get', { importRunId: done.id }, shop.owner)).problems.filter(({ code }) => code === 'fewFields').map(({ line }) => line),
    ).toEqual([33])
  })

  it('IMP-1: when the deed fails at its last row, no row is in', async () => {
    const shop = await openShop()
    const ready = await planOf(shop, 'customers', 'x.csv', 'Name,Phone\nAda,030 1234567\nBob,030 1234568\nFull,030 1234569\n')
    shop.platform.store.connection.raw.exec("CREATE TRIGGER full BEFORE INSERT ON customer WHEN new.name = 'Full' BEGIN SELECT RAISE(ABORT, 'disk'); END")
    const before = journalLength(shop)
    expect(await shop.refused('imports.run', ready, shop.owner)).toMatchObject({ code: 'platform.internal' })
    expect([journalLength(shop), allRows(shop, 'SELECT id FROM customer'), allRows(shop, 'SELECT id FROM import_run')]).toEqual([before, [], []])
  })
})

describe('mapping and what was read', () => {
  it('IMP-EXCEL: reads again with the encoding and delimiter that a person chose', async () => {
    expect(ENCODINGS.filter((encoding) => !iconv.encodingExists(encoding))).toEqual([])
    const shop = await openShop()
    const file = await sendFile(shop, 'x.csv', Buffer.from('Name;Stadt\nM\xfcller;K\xf6ln\n', 'latin1'))
    expect(file.sheets[0]?.first[1]).toEqual(['Müller', 'Köln'])
    const other = await shop.get('imports.reread', { importId: file.importId, encoding: 'cp850', delimiter: ',' }, shop.owner)
    expect([other.importId, other.encoding, other.sheets[0]?.first[0]]).toEqual([file.importId, 'cp850', ['Name;Stadt']])
    expect(await shop.refused('imports.reread', { importId: file.importId, encoding: 'klingon' }, shop.owner)).toMatchObject({ code: 'imports.fileDamaged' })
  })

  it('IMP-EXCEL: refuses a plan that names a field, column, sheet or file that there is not', async () => {
    const shop = await openShop()
    const good = await planOf(shop, 'customers', 'x.csv', 'Name,Phone\nAda,030 1234567\n')
    const refused = async (change: Partial<Plan>) => await shop.refused('imports.run', { ...good, ...change }, shop.owner)
    expect(await refused({ mapping: [{ field: 'shoe size', column: 0 }] })).toMatchObject({ code: 'imports.badMapping', field: 'shoe size', reason: 'unknown' })
    expect(await refused({ mapping: [{ field: 'name', column: 2 }] })).toMatchObject({ code: 'imports.badMapping', reason: 'unknown' })
    expect(
      await refused({
        mapping: [
          { field: 'name', column: 0 },
          { field: 'name', column: 1 },
        ],
      }),
    ).toMatchObject({ reason: 'twice' })
    expect(await refused({ mapping: [{ field: 'phone', column: 1 }] })).toMatchObject({ reason: 'missing', field: 'name' })
    expect(await refused({ sheet: 7 })).toMatchObject({ code: 'imports.unknownSheet' })
    expect(await refused({ importId: crypto.randomUUID() })).toMatchObject({ code: 'imports.unknownFile' })
    expect(await shop.refused('imports.preview', { ...good, sheet: 7 }, shop.owner)).toMatchObject({ code: 'imports.unknownSheet' })
  })

  it('IMP-4: suggests the first sheet that is shown and holds rows', async () => {
    const shop = await openShop()
    const bytes = await writeXlsx([
      { sheet: 'Secret', data: [['Name'], ['Hidden']] },
      { sheet: 'Empty', data: [] },
      { sheet: 'People', data: [['Name'], ['Shown']] },
    ]).toBuffer()
    const parts = unpack(bytes)
    if (!(parts instanceof Map)) throw new Error(parts.refused)
    parts.set('xl/workbook.xml', Buffer.from((parts.get('xl/workbook.xml')?.toString() ?? '').replace('name="Secret"', 'name="Secret" state="hidden"')))
    const file = await sendFile(shop, 'book.xlsx', repack(parts))
    expect(file.sheets.map(({ name, hidden, rowCount }) => [name, hidden, rowCount])).toEqual([
      ['Secret', true, 2],
      ['Empty', false, 0],
      ['People', false, 2],
    ])
    expect(file.suggestions.map(({ sheet }) => sheet)).toEqual([2, 2, 2, 2])
  })

  it('IMP-5 AUTH-RBAC: what one person has read, another cannot import; a technician can import nothing', async () => {
    const shop = await openShop()
    const ready = await planOf(shop, 'customers', 'x.csv', 'Name\nAda\n')
    const manager = await signedIn(shop, 'manager')
    expect(await shop.refused('imports.run', ready, manager.token)).toMatchObject({ code: 'imports.unknownFile' })
    expect(await shop.refused('imports.reread', { importId: ready.importId }, manager.token)).toMatchObject({ code: 'imports.unknownFile' })
    const technician = await signedIn(shop, 'technician')
    expect(await shop.refused('imports.read', { fileName: 'x', base64: '' }, technician.token)).toMatchObject({
      code: 'platform.notAllowed',
      needs: 'imports.run',
    })
  })

  it('IMP-5: forgets after a day what was read and not imported', async () => {
    const shop = await openShop()
    const ready = await planOf(shop, 'customers', 'x.csv', 'Name\nAda\n')
    const kept = () => readdirSync(join(shop.platform.config.dataDir, 'pending'))
    expect(kept()).toEqual([ready.importId])
    shop.jobs.start()
    shop.clock.at += PENDING_MS / 2
    await shop.jobs.runDue()
    expect(kept()).toEqual([ready.importId])
    shop.clock.at += PENDING_MS
    await shop.jobs.runDue()
    expect(kept()).toEqual([])
    await shop.jobs.stop()
  })

  it('LIST-PAGE LIST-FILTER: lists the imports, the newest first, by target', async () => {
    const shop = await openShop()
    for (const name of ['Ada', 'Bob', 'Cyd']) {
      shop.clock.at += 1000
      await shop.get('imports.run', await planOf(shop, 'customers', `${name}.csv`, `Name\n${name}\n`), shop.owner)
    }
    shop.clock.at += 1000
    await shop.get('imports.run', await planOf(shop, 'items', 'items.csv', 'Name\nPad\n'), shop.owner)
    const page = await shop.get('imports.list', { limit: 2 }, shop.owner)
    expect([page.total, page.rows.map(({ fileName }) => fileName)]).toEqual([4, ['items.csv', 'Cyd.csv']])
    expect((await shop.get('imports.list', { limit: 2, after: page.next ?? '' }, shop.owner)).rows.map(({ fileName }) => fileName)).toEqual([
      'Bob.csv',
      'Ada.csv',
    ])
    expect((await shop.get('imports.list', { target: 'items' }, shop.owner)).rows.map(({ fileName }) => fileName)).toEqual(['items.csv'])
    const { raw } = shop.platform.store.connection
    for (const where of ['', "WHERE target = 'items'"]) {
      expect(raw.prepare(`EXPLAIN QUERY PLAN SELECT * FROM import_run ${where} ORDER BY created_at DESC, id DESC LIMIT 50`).all()).toEqual([
        expect.objectContaining({ detail: expect.stringMatching(/USING (COVERING )?INDEX import_run_(newest|target)/) as string }),
      ])
    }
  })

  it('PLAT-RESP IMP-1: other calls are answered while a long list is tried', async () => {
    const shop = await openShop()
    const ready = await planOf(
      shop,
      'items',
      'long.csv',
      csvOf(
        ['SKU', 'Name'],
        Array.from({ length: 12_000 }, (_, i) => [`S${i % 11_000}`, `Part ${i}`]),
      ),
    )
    let answered = 0
    let over = false
    const preview = shop.get('imports.preview', ready, shop.owner).finally(() => {
      over = true
    })
    while (!over) {
      await shop.get('catalog.list', {}, shop.owner)
      answered++
      await new Promise((resolve) => {
        setTimeout(resolve, 1)
      })
    }
    expect((await preview).counts).toEqual({ rows: 12_000, added: 11_000, unchanged: 1000, bad: 0, warned: 0 })
    expect(answered).toBeGreaterThan(5)
    expect(await shop.get('imports.run', ready, shop.owner)).toMatchObject({ added: 11_000, unchanged: 1000 })
  })

  it('IMP-EXCEL: finds the header of a list that begins with titles, and the fields of a list without names', () => {
    const titled = [
      ['Export of 3 March', '', ''],
      ['Kunde', 'Ort', 'Telefon'],
      ['Ada', 'Ulm', '030 1234567'],
    ]
    expect(chooseHeader(titled, null)).toEqual({ row: 1, rows: 1 })
    expect(
      chooseHeader(
        [
          ['Ada', 'Ulm'],
          ['Bob', 'Kiel'],
        ],
        null,
      ),
    ).toBeNull()
    expect(
      columnNames(
        [
          ['Name', 'Amount'],
          ['Name', 'in EUR'],
        ],
        { row: 0, rows: 2 },
      ),
    ).toEqual(['Name', 'Amount in EUR'])
    const bare = Array.from({ length: 4 }, (_, i) => ['Ford', `1FTFW5L86RFB4561${i}`, `a${i}@example.org`, `030 123456${i}`])
    expect(suggestMapping('customers', [], bare)).toEqual([
      { field: 'phone', column: 3 },
      { field: 'email', column: 2 },
      { field: 'vin', column: 1 },
    ])
    expect(suggestMapping('customers', ['Phone', 'Mobile', 'الاسم', 'رقم اللوحة'], [])).toEqual([
      { field: 'name', column: 2 },
      { field: 'phone', column: 0 },
      { field: 'phone2', column: 1 },
      { field: 'plate', column: 3 },
    ])
  })
})
