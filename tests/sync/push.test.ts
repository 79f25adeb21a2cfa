import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClock, openClock } from '#central/clock.ts'
import { openDatabase } from '#central/db/database.ts'
import { silentLog, testDatabase, type TestDatabase } from '#tests/support/postgres.ts'
import { DOCS, foundShop, insertOf, MINUTE, openCentre, outcomes, rowOf, type Shop, type TestCentre, type TestDevice } from './push-shop.ts'

let base: TestDatabase
let centre: TestCentre
let first: TestDevice
let shop: Shop
beforeAll(async () => {
  base = await testDatabase()
  centre = await openCentre(base.db)
  first = await centre.device()
  shop = await foundShop(centre, first)
})
afterAll(() => base.drop())

const historyOf = (id: string) =>
  base.ask<{ hlc: string; sent_hlc: string | null; device_id: string; seq: string; lost: string[] }>(
    'SELECT * FROM field_history WHERE record_id = $1 ORDER BY no',
    [id],
  )
const countOf = async (what: string) => Number((await base.ask<{ n: string }>(`SELECT count(*) AS n FROM ${what}`))[0]?.n)

describe('what is pushed', () => {
  it('A-JOURNAL: stands in the typed table, the feed, the history and the list of entries', async () => {
    const id = v7()
    const entry = first.insert('customer', { ...DOCS.customer('Omar'), phone: '030 1' }, id)
    expect(outcomes(await centre.push(first, [entry]))).toEqual(['applied'])
    const [typed] = await base.ask('SELECT * FROM customer WHERE id = $1', [id])
    expect(typed).toMatchObject({ name: 'Omar', phone: '030 1', language: null, deleted: false, clk: { '*': entry.hlc }, created_at: String(entry.at) })
    const row = await rowOf(base, 'customer', id)
    expect(row).toMatchObject({ scope: 'company', rev: 1, deleted: false, clk: { '*': entry.hlc } })
    expect(row.doc).toMatchObject({ id, createdAt: entry.at, updatedAt: entry.at, deleted: false, name: 'Omar', phone: '030 1', language: null })
    expect(await historyOf(id)).toMatchObject([{ hlc: entry.hlc, sent_hlc: null, device_id: first.deviceId, seq: String(entry.seq), lost: [] }])
    const [kept] = await base.ask('SELECT * FROM entry WHERE device_id = $1 AND seq = $2', [first.deviceId, entry.seq])
    expect(kept).toMatchObject({ outcome: 'applied', answer: null, body: null, command: 'test.deed', user_name: 'Ada', at: String(entry.at) })

    const change = first.update(row, { name: 'Omar K.', deleted: true })
    expect(outcomes(await centre.push(first, [change]))).toEqual(['applied'])
    expect(await rowOf(base, 'customer', id)).toMatchObject({ rev: 2, deleted: true, clk: { '*': entry.hlc, name: change.hlc, deleted: change.hlc } })
    expect(await base.ask('SELECT name, deleted FROM customer WHERE id = $1', [id])).toEqual([{ name: 'Omar K.', deleted: true }])
  })

  it('API-VER: a row of an older program gets what a later column stands at by itself', async () => {
    const own = await testDatabase()
    await own.ask(
      "ALTER TABLE customer ADD COLUMN nick_name text NOT NULL DEFAULT 'it''s none', ADD COLUMN visits bigint NOT NULL DEFAULT 0, ADD COLUMN likes jsonb NOT NULL DEFAULT '[]'",
    )
    const db = await openDatabase({ url: own.url, log: silentLog })
    const newer = await openCentre(db)
    const device = await newer.device()
    const id = v7()
    expect(outcomes(await newer.push(device, [device.insert('customer', DOCS.customer('Old'), id)]))).toEqual(['applied'])
    expect((await rowOf(own, 'customer', id)).doc).toMatchObject({ nickName: "it's none", visits: 0, likes: [] })
    expect(await own.ask('SELECT nick_name, visits, likes FROM customer WHERE id = $1', [id])).toEqual([{ nick_name: "it's none", visits: '0', likes: [] }])
    await db.close()
    await own.drop()
  })
})

describe('what is pushed again', () => {
  it('SYNC-RETRY: is answered as before and done once, also in another order and beside new entries', async () => {
    const [a, b, c] = ['A', 'B', 'C'].map((name) => first.insert('customer', DOCS.customer(name))) as [never, never, never]
    const wrong = first.insert('customer', { ...DOCS.customer('D'), kind: 'robot' })
    const answer = await centre.push(first, [a, b, wrong])
    expect(outcomes(answer)).toEqual(['applied', 'applied', 'rejected invalid'])
    const before = [await countOf('field_history'), await countOf('entry')]
    expect((await centre.push(first, [a, b, wrong])).results).toEqual(answer.results)
    expect((await centre.push(first, [wrong, a])).results).toEqual([answer.results[2], answer.results[0]])
    expect(await countOf('field_history')).toBe(before[0])
    expect(outcomes(await centre.push(first, [b, c]))).toEqual(['applied', 'applied'])
    expect([await countOf('field_history'), await countOf('entry')]).toEqual([(before[0] ?? 0) + 1, (before[1] ?? 0) + 1])
  })

  it('SYNC-RETRY: an answer that was lost after the commit is given again', async () => {
    let cuts = 1
    const db = {
      ...base.db,
      tx: async (...args: Parameters<typeof base.db.tx>) => {
        const done = await base.db.tx(...args)
        if (cuts-- > 0) throw new Error('the connection was cut')
        return done
      },
    } as typeof base.db // the same but for the cut
    const cut = await openCentre(base.db, { db, time: centre.time })
    const row = first.insert('customer', DOCS.customer('E'))
    const bad = first.insert('vehicle', DOCS.vehicle(v7(), 'HB 9'))
    await expect(cut.push(first, [row, bad])).rejects.toThrow('cut')
    expect(outcomes(await cut.push(first, [row, bad]))).toEqual(['applied', 'rejected unknownRecord'])
    expect(await historyOf(row.changes[0]?.id ?? '')).toHaveLength(1)
  })

  it('SYNC-RETRY: twice in one request counts once', async () => {
    const id = v7()
    const entry = first.insert('customer', DOCS.customer('F'), id)
    expect(outcomes(await centre.push(first, [entry, entry]))).toEqual(['applied', 'applied'])
    expect(await historyOf(id)).toHaveLength(1)
  })

  it('SYNC-RETRY: a number that comes late is taken, not lost', async () => {
    const [early, late] = [first.insert('customer', DOCS.customer('G')), first.insert('customer', DOCS.customer('H'))]
    expect(outcomes(await centre.push(first, [late]))).toEqual(['applied'])
    expect(outcomes(await centre.push(first, [early]))).toEqual(['applied'])
    const [{ have_seq } = { have_seq: '' }] = await base.ask<{ have_seq: string }>('SELECT have_seq FROM device_identity WHERE device_id = $1', [
      first.deviceId,
    ])
    expect(have_seq).toBe(String(late.seq))
  })

  it('SYNC-RETRY: parts of one entry are numbers of their own', async () => {
    const seq = first.entry([insertOf('customer', v7(), DOCS.customer('P'))]).seq + 1
    const parts = [1, 2, 3].map((part) => first.entry([insertOf('customer', v7(), DOCS.customer(`P${part}`))], { seq, part, parts: 3 }))
    expect(outcomes(await centre.push(first, parts.slice(0, 2)))).toEqual(['applied', 'applied'])
    expect(outcomes(await centre.push(first, parts))).toEqual(['applied', 'applied', 'applied'])
    expect(await base.ask('SELECT have_seq, have_part FROM device_identity WHERE device_id = $1', [first.deviceId])).toEqual([
      { have_seq: String(seq), have_part: 3 },
    ])
  })

  it('A-JOURNAL: answers are forgotten when the device has them, that they were taken never is', async () => {
    const wrong = first.insert('customer', { ...DOCS.customer('I'), kind: 'robot' })
    await centre.push(first, [wrong])
    const stored = () =>
      base.ask('SELECT outcome, answer IS NULL AS forgotten, body IS NOT NULL AS body FROM entry WHERE device_id = $1 AND seq = $2', [
        first.deviceId,
        wrong.seq,
      ])
    expect(await stored()).toEqual([{ outcome: 'rejected', forgotten: false, body: true }])
    const next = first.insert('customer', DOCS.customer('J'))
    await centre.push(first, [next], wrong.seq)
    expect(await stored()).toEqual([{ outcome: 'rejected', forgotten: true, body: true }])
    expect((await centre.push(first, [wrong], wrong.seq)).results).toEqual([{ seq: wrong.seq, part: 1, outcome: 'rejected' }])
    // Nobody acknowledges what is still to come.
    await centre.push(first, [next], 1_000_000)
    expect(await base.ask('SELECT acked_through FROM device_identity WHERE device_id = $1', [first.deviceId])).toEqual([{ acked_through: String(next.seq) }])
  })

  it('A-JOURNAL: another entry under a used number is refused, kept in the history and told to people once', async () => {
    const device = await centre.device()
    const id = v7()
    const entry = device.insert('customer', DOCS.customer('K'), id)
    await centre.push(device, [entry])
    const row = await rowOf(base, 'customer', id)
    const other = { ...device.update(row, { name: 'Someone else' }), seq: entry.seq }
    const after = device.insert('customer', DOCS.customer('L'))
    const answer = await centre.push(device, [other, after])
    expect(outcomes(answer)).toEqual(['rejected seqReuse', 'applied'])
    expect(answer.results[0]?.rows).toEqual([row])
    expect(await historyOf(id)).toMatchObject([{ lost: [] }, { lost: ['name'], seq: String(entry.seq) }])
    const alarmed = await rowOf(base, 'sync_device', device.enrolmentId)
    expect(alarmed.doc).toMatchObject({ alarm: 'seqReuse' })
    await centre.push(device, [other])
    expect((await rowOf(base, 'sync_device', device.enrolmentId)).rev).toBe(alarmed.rev)
    expect(outcomes(await centre.push(device, [entry]))).toEqual(['applied'])
  })
})

describe('clocks', () => {
  it('SYNC-RETRY: a stamp more than a minute ahead is replaced, told, and kept beside the one that counts', async () => {
    const device = await centre.device()
    device.skewMs = 10 * MINUTE
    const id = v7()
    const entry = device.insert('customer', DOCS.customer('M'), id)
    // As seen on the device, whose own clock stands in the row.
    const saw = { kind: 'customer', id, doc: { ...DOCS.customer('M') }, clk: { '*': entry.hlc } }
    const again = device.update(saw, { note: 'later' })
    const { results, hlc } = await centre.push(device, [entry, again])
    expect(results.map(({ outcome }) => outcome)).toEqual(['applied', 'applied'])
    const [one = '', two = ''] = results.map((result) => result.hlc ?? '')
    expect(one < two && two <= hlc && two < entry.hlc).toBe(true)
    expect(await historyOf(id)).toMatchObject([
      { hlc: one, sent_hlc: entry.hlc },
      { hlc: two, sent_hlc: again.hlc },
    ])
    const row = await rowOf(base, 'customer', id)
    expect(row).toMatchObject({ clk: { '*': one, note: two }, doc: { note: 'later' } })
    expect(Number(row.doc['createdAt'])).toBeLessThanOrEqual(centre.time.now + MINUTE)
    expect((await centre.push(device, [entry])).results[0]?.hlc).toBe(one)
  })

  it('SYNC-RETRY: a stamp within a minute stands, and no later stamp of the centre is below it', async () => {
    const device = await centre.device()
    device.skewMs = MINUTE - 1
    const entry = device.insert('customer', DOCS.customer('N'))
    const { results, hlc } = await centre.push(device, [entry])
    expect(results[0]?.hlc).toBeUndefined()
    expect(hlc.slice(0, 16) >= entry.hlc.slice(0, 16)).toBe(true)
    expect(centre.clock.next() > entry.hlc).toBe(true)
  })

  it('SYNC-RETRY: a device whose clock stands ahead keeps the order of its own changes over gateways with clocks apart', async () => {
    const device = await centre.device()
    device.skewMs = 60 * MINUTE
    const behind = await openCentre(base.db, { time: { now: centre.time.now - 20_000 } })
    const id = v7()
    const entry = device.insert('customer', DOCS.customer('O'), id)
    const saw = { kind: 'customer', id, doc: { ...DOCS.customer('O') }, clk: { '*': entry.hlc } }
    await centre.push(device, [entry])
    expect(outcomes(await behind.push(device, [device.update(saw, { name: 'O2' })]))).toEqual(['applied'])
    expect((await rowOf(base, 'customer', id)).doc).toMatchObject({ name: 'O2' })
  })

  it('REL-SCALE: the clock is taken up where it was left, though the wall clock went back', async () => {
    const own = await testDatabase()
    const early = await openCentre(own.db)
    const device = await early.device()
    const { hlc } = await early.push(device, [device.insert('customer', DOCS.customer('Q'))])
    const again = await openClock(own.db, () => early.time.now - 1_000 * MINUTE)
    expect(again.newest()).toBe(hlc)
    expect(again.next() > hlc).toBe(true)
    await own.drop()
  })

  it('REL-SCALE: a clock rises whatever it is told and whatever the wall clock does', () => {
    let now = 1_000
    const clock = createClock('centre00', '0000000000000000-centre00', () => now)
    const given = [clock.next(), clock.next(), clock.next('0000000009990003-dev10000')]
    now = 10
    given.push(clock.next())
    clock.seen('0000000009990001-dev10000')
    given.push(clock.next(''))
    expect(given).toEqual([...new Set(given)].toSorted())
    expect(given[2]).toBe('0000000009990004-centre00')
  })
})

it('SYNC-OFFLINE: what a device brings of a location that it adds in the same request is taken', async () => {
  const place = v7()
  const changes = [insertOf('location', place, DOCS.location('New')), insertOf('bay', v7(), DOCS.bay(place, 1))]
  expect(
    outcomes(
      await centre.push(
        first,
        changes.map((change) => first.entry([change])),
      ),
    ),
  ).toEqual(['applied', 'applied'])
  // And by one whose scopes were looked up before.
  const other = await centre.device()
  expect(outcomes(await centre.push(other, [other.insert('bay', DOCS.bay(place, 2))]))).toEqual(['applied'])
  expect(shop.places).toHaveLength(2)
})
