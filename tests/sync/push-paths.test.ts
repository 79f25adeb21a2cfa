import fc from 'fast-check'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { mergeChange, type RowChange } from '#shared/contract/merge.ts'
import type { WireEntry, WireRow } from '#shared/contract/wire.ts'
import type { Json } from '#shared/kernel/result.ts'
import { testDatabase, type TestDatabase } from '#tests/support/postgres.ts'
import {
  changeOf,
  DOCS,
  foundShop,
  insertOf,
  MINUTE,
  openCentre,
  outcomes,
  type Place,
  type Shop,
  START_AT,
  type TestCentre,
  type TestDevice,
} from './push-shop.ts'

/*
 * Whatever devices send, it comes to the same whether a request is written at once, in halves because something in it is refused, or
 * entry by entry. Each way has rows of its own in one database; names and clocks are made the same before they are compared.
 */
let base: TestDatabase
let centre: TestCentre
let founder: TestDevice
let shop: Shop
beforeAll(async () => {
  base = await testDatabase()
  centre = await openCentre(base.db)
  founder = await centre.device()
  shop = await foundShop(centre, founder)
})
afterAll(() => base.drop())

const DEEDS = [
  'edit',
  'edit',
  'delete',
  'create',
  'book',
  'book',
  'move',
  'cancel',
  'start',
  'occupy',
  'badValue',
  'badReference',
  'unknownTable',
  'ahead',
] as const
interface Deed {
  readonly deed: (typeof DEEDS)[number]
  readonly device: 0 | 1
  readonly which: number
  readonly value: number
}
const deeds = fc.array(fc.record({ deed: fc.constantFrom(...DEEDS), device: fc.constantFrom(0 as const, 1 as const), which: fc.nat(3), value: fc.nat(5) }), {
  minLength: 4,
  maxLength: 24,
})

/** One way's own rows and devices, and what each device saw last of each row: the first state, and its own changes. */
interface World {
  readonly place: Place
  readonly ids: Record<'customer' | 'order' | 'booking', string[]>
  readonly devices: readonly [TestDevice, TestDevice]
  readonly seen: readonly [Map<string, WireRow>, Map<string, WireRow>]
  readonly names: Map<string, string>
}

async function newWorld(): Promise<World> {
  const [shared] = shop.places
  const many = (count: number) => Array.from({ length: count }, () => v7())
  const place: Place = { ...shared, bays: many(2), technicians: many(2) }
  const ids = { customer: many(4), order: many(4), booking: [] as string[] }
  const changes = [
    ...ids.customer.map((id, i) => insertOf('customer', id, DOCS.customer(`Customer ${i}`))),
    ...place.technicians.map((id) => insertOf('employee', id, DOCS.employee('Tech'))),
    ...place.bays.map((id, i) => insertOf('bay', id, DOCS.bay(place.location, i))),
    ...ids.order.map((id) => insertOf('work_order', id, DOCS.order(place, id))),
  ]
  const devices = [await centre.device(), await centre.device()] as const
  const entry = devices[0].entry(changes)
  expect(outcomes(await centre.push(devices[0], [entry]))).toEqual(['applied'])
  const world: World = { place, ids, devices, seen: [new Map(), new Map()], names: new Map() }
  for (const seen of world.seen) for (const change of changes) see(seen, change, entry)
  for (const [kind, list] of Object.entries({ ...ids, bay: place.bays, tech: place.technicians })) list.forEach((id, i) => world.names.set(id, `${kind} ${i}`))
  devices.forEach(({ deviceId }, i) => world.names.set(deviceId, `device ${i}`))
  return world
}

function see(seen: Map<string, WireRow>, change: RowChange, { hlc, at }: WireEntry): void {
  const rule = centre.desk.rules[change.table]
  const merged = rule && mergeChange(rule, seen.get(change.id), change, hlc, at, false)
  if (merged && 'row' in merged)
    seen.set(change.id, { kind: change.table, id: change.id, scope: '', rev: 0, deleted: false, clk: { ...merged.row.clk }, doc: { ...merged.row.doc } })
}

/** The entry of a deed as its device makes it, if it can: a device keeps the rules on what it sees. */
function entryOf(world: World, { deed, device: d, which, value }: Deed, touched: Set<string>): WireEntry | undefined {
  const [device, seen] = [world.devices[d], world.seen[d]]
  const changes = changesOf(world, seen, { deed, device: d, which, value }, touched)
  if (!changes) return undefined
  if (deed === 'ahead') device.skewMs = 10 * MINUTE
  const entry = device.entry(changes)
  device.skewMs = 0
  if (!['badValue', 'badReference', 'unknownTable', 'ahead'].includes(deed)) for (const change of changes) see(seen, change, entry)
  return entry
}

function changesOf(world: World, seen: Map<string, WireRow>, { deed, device, which, value }: Deed, touched: Set<string>): RowChange[] | undefined {
  const { ids, place, names } = world
  const named = (kind: string): string => {
    const id = v7()
    names.set(id, `${kind} of ${device}, ${names.size}`)
    return id
  }
  const row = (id: string | undefined): WireRow | undefined => seen.get(id ?? '')
  const change = (of: WireRow | undefined, patch: Record<string, Json>) => of && [changeOf(of, patch)]
  switch (deed) {
    case 'edit':
      return change(row(ids.customer[which]), { [['note', 'email', 'phone', 'city'][value % 4] ?? 'note']: `${value}` })
    case 'ahead':
      return [insertOf('customer', named('ahead'), DOCS.customer(`Ahead ${value}`))]
    case 'delete':
      return change(row(ids.customer[which]), { deleted: value % 2 === 0 })
    case 'create':
      return [insertOf('customer', named('new'), DOCS.customer(`New ${value}`)), ...(change(row(ids.customer[which]), { note: `with ${value}` }) ?? [])]
    case 'badValue':
      return [...(change(row(ids.customer[which]), { note: 'never' }) ?? []), insertOf('customer', named('bad'), { ...DOCS.customer('Bad'), kind: 'robot' })]
    case 'badReference':
      return [insertOf('vehicle', named('bad'), DOCS.vehicle('nobody', 'HB 0'))]
    case 'unknownTable':
      return [insertOf('spaceship', named('bad'), {})]
    case 'book': {
      const doc = DOCS.appointment(place, START_AT + value * 30 * MINUTE, 60, which % 2, (which >> 1) % 2)
      if (isTaken(seen, '', doc)) return undefined
      const id = named('booking')
      ids.booking.push(id)
      touched.add(id)
      return [insertOf('appointment', id, doc)]
    }
    case 'move':
    case 'cancel': {
      const own = ids.booking.filter((id) => seen.has(id) && !touched.has(id))
      const of = row(own[which % Math.max(1, own.length)])
      if (of?.doc['state'] !== 'pending') return undefined
      const startAt = START_AT + value * 30 * MINUTE
      const patch: Record<string, Json> = deed === 'cancel' ? { state: 'cancelled', cancelledReason: 'ill' } : { startAt, endAt: startAt + 60 * MINUTE }
      if (deed === 'move' && isTaken(seen, of.id, { ...of.doc, ...patch })) return undefined
      touched.add(of.id)
      return change(of, patch)
    }
    case 'start':
    case 'occupy': {
      const [order, bay] = [row(ids.order[which]), row(place.bays[value % 2])]
      if (order?.doc['state'] !== 'open' || bay?.doc['state'] !== 'free' || touched.has(order.id) || touched.has(bay.id)) return undefined
      const busy = [...seen.values()].some(({ kind, doc }) => kind === 'work_order' && doc['technicianId'] === place.technicians[value % 2])
      if (busy) return undefined
      touched.add(order.id).add(bay.id)
      const started = { state: 'inProgress', bayId: bay.id, technicianId: place.technicians[value % 2] ?? '', startedAt: START_AT, runningSinceAt: START_AT }
      const occupied = change(bay, { state: 'occupied', workOrderId: order.id }) ?? []
      return deed === 'start' ? [...(change(order, started) ?? []), ...occupied] : occupied
    }
  }
}

const isTaken = (seen: Map<string, WireRow>, id: string, doc: Record<string, Json>): boolean =>
  [...seen.values()].some(
    ({ kind, id: other, doc: of }) =>
      kind === 'appointment' &&
      other !== id &&
      of['state'] === 'pending' &&
      (of['bayId'] === doc['bayId'] || of['technicianId'] === doc['technicianId']) &&
      Number(of['startAt']) < Number(doc['endAt']) &&
      Number(doc['startAt']) < Number(of['endAt']),
  )

/** `poison`: an entry that the database refuses, between the others, so that nothing is written at once. */
type Way = 'together' | 'poison' | 'single'

interface Left {
  readonly came: readonly string[]
  readonly all: readonly string[]
}
async function run(plan: readonly Deed[], way: Way): Promise<Left> {
  const world = await newWorld()
  const came: unknown[] = []
  const requests: { device: TestDevice; entries: WireEntry[] }[] = []
  const touched = new Set<string>()
  for (const deed of plan) {
    centre.time.now += 1_000
    const device = world.devices[deed.device]
    if (requests.at(-1)?.device !== device) {
      requests.push({ device, entries: [] })
      touched.clear()
    }
    const entry = entryOf(world, deed, touched)
    if (entry) requests.at(-1)?.entries.push(entry)
  }
  for (const { device, entries } of requests) {
    if (entries.length === 0) continue
    const sent =
      way === 'single'
        ? entries.map((entry) => [entry])
        : [way === 'poison' ? entries.flatMap((entry, i) => (i % 3 === 0 ? [poison(device), entry] : [entry])) : entries]
    for (const request of sent) {
      const { results } = await centre.push(device, request)
      for (const { seq, part: _, hlc, ...result } of results) if (seq < POISON) came.push({ ...result, isRestamped: hlc !== undefined })
    }
  }
  const ids = [...world.names.keys()]
  const rows = await base.ask("SELECT kind, id, scope, rev, deleted, clk, doc FROM sync_row WHERE id = ANY ($1) OR doc->>'recordId' = ANY ($1)", [ids])
  const history = await base.ask('SELECT kind, record_id, hlc, sent_hlc, device_id, fields, lost FROM field_history WHERE record_id = ANY ($1)', [ids])
  const typed = await base.ask('SELECT id, state, start_at, bay_id, deleted FROM appointment WHERE id = ANY ($1)', [ids])
  const customers = await base.ask('SELECT id, name, note, email, phone, city, deleted FROM customer WHERE id = ANY ($1)', [ids])
  const orders = await base.ask('SELECT id, state, bay_id FROM work_order WHERE id = ANY ($1)', [ids])
  const text = (one: unknown) =>
    ids
      .reduce((all, id) => all.replaceAll(id, world.names.get(id) ?? ''), JSON.stringify(one, sortedKeys))
      .replace(/[0-9a-f]{16}-[0-9a-z]{8}/g, (hlc) => (hlc.includes('-d0000') ? hlc.slice(0, 16) : 'of the centre'))
  const isConflict = (row: unknown) => (row as { kind?: string }).kind === 'sync_conflict' // its id and time are the centre's own
  const said = rows.map((row) => (isConflict(row) ? { ...(row as { doc: object }).doc, id: '', createdAt: 0, updatedAt: 0 } : row))
  return { came: came.map(text), all: [...said, ...history, ...typed, ...customers, ...orders].map(text).toSorted() }
}

/** What only one of them has. */
const differences = (one: Left, other: Left): string[] =>
  (['came', 'all'] as const).flatMap((what) => {
    const [a, b] = [one[what], other[what]].map((list) => list.map((text, i) => (what === 'came' ? `${i}: ${text}` : text)))
    return a && b
      ? [...a.filter((text) => !b.includes(text)).map((text) => `+ ${text}`), ...b.filter((text) => !a.includes(text)).map((text) => `- ${text}`)]
      : []
  })

const sortedKeys = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value

const POISON = 1_000_000
let poisons = POISON
const poison = (device: TestDevice): WireEntry => ({
  ...device.entry([insertOf('customer', v7(), { ...DOCS.customer('P'), kind: 'poison' })], { seq: 1 }),
  seq: ++poisons,
})

it('SYNC-RETRY: a request written at once, in halves or entry by entry leaves the same', async () => {
  const met = new Set<string>()
  await fc.assert(
    fc.asyncProperty(deeds, async (plan) => {
      const startAt = centre.time.now
      const together = await run(plan, 'together')
      for (const text of together.came) met.add(/"outcome":"(\w+)"(?:,"reason":"(\w+)")?/.exec(text)?.slice(1).join(' ').trim() ?? text)
      centre.time.now = startAt
      expect(differences(await run(plan, 'poison'), together)).toEqual([])
      centre.time.now = startAt
      expect(differences(await run(plan, 'single'), together)).toEqual([])
    }),
    { numRuns: 20, seed: 7 },
  )
  // Or the deeds would prove nothing.
  for (const outcome of ['applied', 'merged', 'conflict', 'rejected invalid', 'rejected unknownRecord', 'rejected stateChanged', 'parked unknownTable'])
    expect(met).toContain(outcome)
})
