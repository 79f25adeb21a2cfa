import { v7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { standingOf } from '#central/devices/standing.ts'
import { writeAsCentre } from '#central/push/write.ts'
import { COMPANY_SCOPE } from '#shared/contract/sync.ts'
import type { WireEntry } from '#shared/contract/wire.ts'
import { DAY_MS } from '#shared/kernel/time.ts'
import { testDatabase, type TestDatabase } from '#tests/support/postgres.ts'
import { changeOf, DOCS, foundShop, insertOf, openCentre, outcomes, rowOf, type TestCentre, type TestDevice } from './push-shop.ts'

let base: TestDatabase
let centre: TestCentre
let maker: TestDevice
let other: TestDevice
let epoch = 1
const known: TestDevice[] = []

const later = () => (centre.time.now += 1_000)
const push = (device: TestDevice, ...entries: readonly WireEntry[]) => centre.push(device, entries, 0, epoch)
const standing = ({ enrolmentId, deviceId }: TestDevice) =>
  base.db.tx([COMPANY_SCOPE], (q) => standingOf(q, enrolmentId, deviceId, { at: centre.time.now, mendMs: DAY_MS }))
const device = async () => {
  const made = await centre.device()
  known.push(made)
  return made
}
/** An edit of a row that this device has seen and the centre has not. */
const editOf = (author: TestDevice, birth: WireEntry, kind = 'customer') => {
  later()
  const id = birth.changes[0]?.id ?? ''
  return author.entry([changeOf({ kind, id, doc: DOCS.customer('Grace'), clk: { '*': birth.hlc } }, { note: 'seen elsewhere' })])
}

beforeAll(async () => {
  base = await testDatabase()
  centre = await openCentre(base.db)
  await foundShop(centre, await device())
})
afterAll(() => base.drop())

/** The centre is put back; every device but two has nothing to bring. */
beforeEach(async () => {
  maker = await device()
  other = await device()
  await base.ask('UPDATE centre SET epoch = epoch + 1')
  epoch++
  expect((await standing(maker))?.owes).toBe(true)
  for (const one of known) if (one !== maker && one !== other) await push(one)
})

describe('a centre that was put back to an older state', () => {
  it('SYNC-RETRY F10: answers up to what rests on a lost record, says for whom it waits, and takes it once its maker has brought the record', async () => {
    const birth = maker.insert('customer', DOCS.customer('Grace'))
    const [before, edit, after] = [other.insert('customer', DOCS.customer('Ida')), editOf(other, birth), other.insert('customer', DOCS.customer('Jo'))]
    const cut = await push(other, before, edit, after)
    expect(outcomes(cut)).toEqual(['applied'])
    expect(cut.awaits).toEqual({ until: expect.any(Number), devices: [maker.enrolmentId] })
    expect(cut.awaits?.until).toBeGreaterThan(centre.time.now + DAY_MS - 60_000)
    expect(outcomes(await push(other, edit, after))).toEqual([])
    expect(outcomes(await push(maker, birth))).toEqual(['applied'])
    const whole = await push(other, edit, after)
    expect(outcomes(whole)).toEqual(['applied', 'applied'])
    expect(whole.awaits).toBeUndefined()
    expect((await rowOf(base, 'customer', birth.changes[0]?.id ?? '')).doc).toMatchObject({ name: 'Grace', note: 'seen elsewhere' })
  })

  it('SYNC-RETRY F10: what only a constraint of the database refuses waits as well', async () => {
    const birth = maker.insert('customer', DOCS.customer('Grace'))
    later()
    const entries = [other.insert('customer', DOCS.customer('Ida')), other.insert('vehicle', DOCS.vehicle(birth.changes[0]?.id ?? '', v7()))]
    const cut = await push(other, ...entries)
    expect(outcomes(cut)).toEqual(['applied'])
    expect(cut.awaits?.devices).toEqual([maker.enrolmentId])
    await push(maker, birth)
    expect(outcomes(await push(other, ...entries))).toEqual(['applied', 'applied'])
  })

  it('SYNC-RETRY F10: an author who saw newer values than stand there waits for them, so that they come in their order', async () => {
    const id = v7()
    await push(maker, maker.entry([insertOf('customer', id, DOCS.customer('Grace'))]))
    const saw = await rowOf(base, 'customer', id)
    later()
    const lost = maker.entry([changeOf(saw, { note: 'lost' })])
    later()
    const on = other.entry([changeOf({ ...saw, doc: { ...saw.doc, note: 'lost' }, clk: { ...saw.clk, note: lost.hlc } }, { note: 'on top' })])
    expect((await push(other, on)).awaits?.devices).toEqual([maker.enrolmentId])
    expect(outcomes(await push(maker, lost))).toEqual(['applied'])
    expect(outcomes(await push(other, on))).toEqual(['applied'])
  })

  it('SYNC-RETRY F10: waits no longer than every device has something to bring; who has nothing more says so', async () => {
    const edit = editOf(other, maker.insert('customer', DOCS.customer('Nobody brings her')))
    expect(outcomes(await push(other, edit))).toEqual([])
    expect((await standing(maker))?.owes).toBe(true)
    expect(outcomes(await push(maker))).toEqual([])
    expect((await standing(maker))?.owes).toBeUndefined()
    expect(outcomes(await push(other, edit))).toEqual(['rejected unknownRecord'])
  })

  it('SYNC-RETRY F10: waits for a day at most, and not for a device that was shut out', async () => {
    const edits = [1, 2].map(() => editOf(other, maker.insert('customer', DOCS.customer('Gone'))))
    expect(outcomes(await push(other, ...edits))).toEqual([])
    const third = await device()
    await push(maker)
    expect((await push(other, ...edits)).awaits?.devices).toEqual([third.enrolmentId])
    const revoked = { table: 'sync_device', id: third.enrolmentId, insert: false, fields: { state: ['active', 'revoked', ''] } } as const
    await base.db.tx([COMPANY_SCOPE], (q) => writeAsCentre(centre.desk, q, [revoked]))
    const [first, second] = edits as [WireEntry, WireEntry] // two
    expect(outcomes(await push(other, first))).toEqual(['rejected unknownRecord'])
    await device()
    expect(outcomes(await push(other, second))).toEqual([])
    centre.time.now += DAY_MS
    expect(outcomes(await push(other, second))).toEqual(['rejected unknownRecord'])
  })

  it('SYNC-RETRY O5: of two devices that wait, the older deed never waits for the younger', async () => {
    const ghost = (await device()).insert('customer', DOCS.customer('A ghost'))
    await push(known.at(-1) as TestDevice) // it has nothing else
    const [older, younger] = [editOf(maker, ghost), editOf(other, ghost)]
    expect(outcomes(await push(other, younger))).toEqual([])
    expect(outcomes(await push(maker, older))).toEqual(['rejected unknownRecord'])
    await push(maker)
    expect(outcomes(await push(other, younger))).toEqual(['rejected unknownRecord'])
  })

  it('SYNC-RETRY F10: one that was put back, and nobody said so, learns it from the first device that had more of it', async () => {
    const [one, two] = [other.insert('customer', DOCS.customer('One')), other.insert('customer', DOCS.customer('Two'))]
    const send = (entries: WireEntry[], had: number) => centre.push(other, entries, 0, epoch, had)
    expect(outcomes(await send([one], 0))).toEqual(['applied'])
    expect(await send([two], one.seq + 1)).toMatchObject({ centreEpoch: epoch + 1, results: [] })
    epoch++
    expect(await standing(other)).toMatchObject({ centreEpoch: epoch, have: one.seq, owes: true })
    // Once is enough: who has not heard of it yet is told, and nothing is raised again.
    expect(await centre.push(other, [two], 0, epoch - 1, one.seq + 1)).toMatchObject({ centreEpoch: epoch, results: [] })
    expect(outcomes(await send([two], one.seq))).toEqual(['applied'])
  })

  it('API-VER: a device that does not know the epoch yet is told it and nothing is taken; one of an older program counts as not having spoken', async () => {
    const birth = maker.insert('customer', DOCS.customer('Grace'))
    expect(await centre.push(other, [editOf(other, birth)], 0, epoch - 1)).toMatchObject({ centreEpoch: epoch, results: [] })
    await centre.push(maker, [maker.insert('customer', DOCS.customer('Of an older program'))])
    expect((await push(other, editOf(other, birth))).awaits?.devices).toEqual([maker.enrolmentId])
  })
})
