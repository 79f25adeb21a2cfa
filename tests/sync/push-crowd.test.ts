import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WireEntry } from '#shared/contract/wire.ts'
import { testDatabase, type TestDatabase } from '#tests/support/postgres.ts'
import { changeOf, DOCS, foundShop, MINUTE, openCentre, outcomes, rowOf, START_AT, type Shop, type TestCentre, type TestDevice } from './push-shop.ts'

let base: TestDatabase
let centre: TestCentre
let devices: readonly TestDevice[]
let shop: Shop
beforeAll(async () => {
  base = await testDatabase()
  centre = await openCentre(base.db)
  const first = await centre.device()
  shop = await foundShop(centre, first)
  devices = [first, await centre.device(), await centre.device(), await centre.device([shop.places[0].location])]
})
afterAll(() => base.drop())

/** Each device sends its requests one after the other, all devices at once. */
const allAtOnce = (requests: ReadonlyMap<TestDevice, readonly (readonly WireEntry[])[]>): Promise<string[][]> =>
  Promise.all(
    [...requests].map(async ([device, own]) => {
      const came: string[] = []
      for (const entries of own) came.push(...outcomes(await centre.push(device, entries)))
      return came
    }),
  )

describe('many devices at once', () => {
  it('A-SLOTS: on few bays no two live bookings overlap, and each that lost is told once, with one that stands or stood', async () => {
    const [place] = shop.places
    const booked: string[] = []
    const requests = new Map(
      devices.map((device, d) => [
        device,
        Array.from({ length: 8 }, (_, r) =>
          Array.from({ length: 6 }, (_entry, e) => {
            centre.time.now += 10
            const id = v7()
            booked.push(id)
            // Everybody wants the same hours of two bays and three technicians, in half hours.
            const slot = (d * 5 + r * 7 + e * 3) % 40
            return device.insert('appointment', DOCS.appointment(place, START_AT + slot * 30 * MINUTE, 60, (r + e) % 2, (d + e) % 3), id)
          }),
        ),
      ]),
    )
    const came = (await allAtOnce(requests)).flat()
    expect(new Set(came)).toEqual(new Set(['applied', 'conflict']))
    const overlaps = await base.ask(
      `SELECT 1 FROM appointment a JOIN appointment b ON a.id < b.id AND (a.bay_id = b.bay_id OR a.technician_id = b.technician_id)
       AND a.start_at < b.end_at AND b.start_at < a.end_at WHERE a.state = 'pending' AND b.state = 'pending'`,
    )
    expect(overlaps).toEqual([])
    const rows = await base.ask<{ id: string; state: string }>('SELECT id, state FROM appointment')
    expect(rows.map(({ id }) => id).toSorted()).toEqual(booked.toSorted())
    const clashed = rows.filter(({ state }) => state === 'clash').map(({ id }) => id)
    expect(came.filter((outcome) => outcome === 'conflict')).toHaveLength(clashed.length)
    const told = await base.ask<{ record_id: string; holder: string }>("SELECT record_id, kept->>'id' AS holder FROM sync_conflict WHERE kind = 'clash'")
    expect(told.map(({ record_id }) => record_id).toSorted()).toEqual(clashed.toSorted())
    expect(told.filter(({ holder }) => !booked.includes(holder))).toEqual([])
    // A slot is free only where nobody asked for it.
    const standing = await base.ask<{ n: string }>("SELECT count(*) AS n FROM appointment WHERE state = 'pending'")
    expect(Number(standing[0]?.n)).toBeGreaterThan(10)
  })

  it('REL-SCALE: rows that all touch in any order lose no change, and nobody waits for ever', async () => {
    const ids = Array.from({ length: 12 }, () => v7())
    const [first] = devices as [TestDevice]
    await centre.push(
      first,
      ids.map((id) => first.insert('customer', DOCS.customer('Crowd'), id)),
    )
    const saw = await Promise.all(ids.map((id) => rowOf(base, 'customer', id)))
    const fields = ['note', 'email', 'phone', 'city'] as const
    const requests = new Map(
      devices.map((device, d) => [
        device,
        Array.from({ length: 6 }, (_, r) => {
          centre.time.now += 10
          const order = d % 2 === 0 ? saw : saw.toReversed()
          return [
            device.entry(order.map((row) => changeOf(row, { [fields[d] ?? 'note']: `${r}` }))),
            ...order.slice(0, 3).map((row) => device.update(row, { [fields[d] ?? 'note']: `${r}` })),
          ]
        }),
      ]),
    )
    const came = (await allAtOnce(requests)).flat()
    expect(came).toHaveLength(devices.length * 6 * 4)
    expect(came.filter((outcome) => !['applied', 'conflict'].includes(outcome))).toEqual([])
    for (const id of ids) {
      const row = await rowOf(base, 'customer', id)
      expect(row.doc).toMatchObject({ note: '5', email: '5', phone: '5', city: '5' })
      expect(await base.ask('SELECT note, email, phone, city FROM customer WHERE id = $1', [id])).toEqual([{ note: '5', email: '5', phone: '5', city: '5' }])
      // One more for every change: the one that made it, and those of each device.
      const changes = await base.ask<{ n: string }>('SELECT count(*) AS n FROM field_history WHERE record_id = $1', [id])
      expect(row.rev).toBe(Number(changes[0]?.n))
    }
  })

  it('REL-SCALE: a row that is born twice at the same moment is merged, not overwritten', async () => {
    const [one, two] = devices as [TestDevice, TestDevice]
    for (let i = 0; i < 20; i++) {
      const id = v7()
      const entries = [one, two].map((device) => {
        centre.time.now += 10
        return device.insert('customer', DOCS.customer(`Twin ${device.deviceId}`), id)
      })
      const came = await allAtOnce(new Map([one, two].map((device, d) => [device, [[entries[d] as WireEntry]]])))
      expect(came.flat().toSorted()).toEqual(['applied', 'conflict'])
      const row = await rowOf(base, 'customer', id)
      expect(row.doc).toMatchObject({ name: `Twin ${two.deviceId}` })
      expect(await base.ask('SELECT kept, dropped FROM sync_conflict WHERE record_id = $1', [id])).toMatchObject([
        { kept: { name: `Twin ${two.deviceId}` }, dropped: { name: `Twin ${one.deviceId}` } },
      ])
    }
  })

  it('SYNC-RETRY: the same request many times at once is done once', async () => {
    const [device] = devices as [TestDevice]
    const id = v7()
    const entries = [device.insert('customer', DOCS.customer('Once'), id), device.insert('customer', { ...DOCS.customer('Bad'), kind: 'robot' })]
    const answers = await Promise.all(Array.from({ length: 8 }, () => centre.push(device, entries)))
    for (const { results } of answers) expect(results).toEqual(answers[0]?.results)
    expect(await base.ask('SELECT count(*) AS n FROM field_history WHERE record_id = $1', [id])).toEqual([{ n: '1' }])
  })

  it('A-JOURNAL: official numbers are given without holes or doubles by many at once', async () => {
    const [place] = shop.places
    const rules = {
      ...centre.desk.rules,
      invoice: { ...centre.desk.rules['invoice'], official: { field: 'officialNumber', series: 'crowd' } },
    } as typeof centre.desk.rules // the rule with a series of its own
    const gateways = [await openCentre(base.db, { rules, time: centre.time }), await openCentre(base.db, { rules, time: centre.time })] as const
    const came = await Promise.all(
      devices.map(async (device, d) => {
        const own: string[] = []
        for (let r = 0; r < 6; r++) {
          const entries = Array.from({ length: 4 }, (_, e) => {
            const order = v7()
            const made = device.insert('work_order', DOCS.order(place, v7()), order)
            // One of them names an order that is nowhere.
            return [made, device.insert('invoice', DOCS.invoice(place, (r + e) % 5 === 0 ? v7() : order, v7()))]
          }).flat()
          own.push(...outcomes(await (gateways[d % 2] as TestCentre).push(device, entries)))
        }
        return own
      }),
    )
    const taken = came.flat().filter((outcome) => outcome === 'applied').length - devices.length * 24
    expect(came.flat()).toContain('rejected unknownRecord')
    const numbers = await base.ask<{ number: string }>('SELECT official_number AS number FROM invoice WHERE official_number IS NOT NULL')
    expect(numbers.map(({ number }) => Number(number)).toSorted((a, b) => a - b)).toEqual(Array.from({ length: taken }, (_, i) => i + 1))
  })
})
