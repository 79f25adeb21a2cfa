import { v7 } from 'uuid'
import { type CentreClock, openClock } from '#central/clock.ts'
import type { Database } from '#central/db/database.ts'
import { createPush, type PushOptions } from '#central/push/push.ts'
import { type Desk, writeAsCentre } from '#central/push/write.ts'
import { PERMISSIONS, RULES } from '#central/rules.ts'
import { clockIn, type RowChange } from '#shared/contract/merge.ts'
import { COMPANY_SCOPE, clockOf, type SyncRules } from '#shared/contract/sync.ts'
import type { PushAnswer, WireEntry, WireResult, WireRow } from '#shared/contract/wire.ts'
import { formatHlc, type Hlc, type HlcState, tick } from '#shared/kernel/hlc.ts'
import type { Json } from '#shared/kernel/result.ts'
import { silentLog } from '#tests/support/postgres.ts'

export const SCHEMA_VERSION = 20
export const START_AT = Date.UTC(2026, 2, 2, 6)
export const MINUTE = 60_000

type Doc = Readonly<Record<string, Json>>
type Values = Record<string, Json>

/** A centre that is pushed to directly, on a clock that the test turns. */
export interface TestCentre {
  readonly db: Database
  readonly desk: Desk
  readonly clock: CentreClock
  readonly time: { now: number }
  /** Sends as a device does. */
  push(device: TestDevice, entries: readonly WireEntry[], ackedThrough?: number, centreEpoch?: number, had?: number): Promise<PushAnswer>
  /** A device that is approved, for all locations or some. */
  device(locations?: readonly string[]): Promise<TestDevice>
}

export interface CentreSettings extends Partial<Pick<PushOptions, 'db' | 'log' | 'onRepeated'>> {
  readonly rules?: SyncRules
  readonly time?: { now: number }
}
let devices = 0

export async function openCentre(db: Database, { rules = RULES, time = { now: START_AT }, ...more }: CentreSettings = {}): Promise<TestCentre> {
  const clock = await openClock(db, () => time.now)
  const desk: Desk = { rules, schema: db.schema, schemaVersion: SCHEMA_VERSION, clock }
  const take = createPush({ ...desk, db, permissions: PERMISSIONS, log: silentLog, ...more })
  return {
    db,
    desk,
    clock,
    time,
    push: (device, entries, ackedThrough = 0, centreEpoch, had = 0) =>
      take(device, { sentAt: time.now, ackedThrough, centreEpoch, entries: [...entries] }, had),
    async device(locations) {
      const n = (++devices).toString()
      const identity = { deviceId: n.padStart(16, '0'), enrolmentId: v7() }
      const clockTag = `d${n.padStart(7, '0')}`
      await db.tx([COMPANY_SCOPE], async (q) => {
        await q('INSERT INTO device_identity (device_id, enrolment_id, tag, clock_tag, epoch, created_at) VALUES ($1, $2, $3, $4, 1, 0)', [
          identity.deviceId,
          identity.enrolmentId,
          n.padStart(4, '0'),
          clockTag,
        ])
        const row = {
          name: `Device ${n}`,
          state: 'active',
          codeHash: '',
          codeEndsAt: 0,
          deviceId: identity.deviceId,
          tag: '',
          checkText: '',
          appVersion: '',
          lastSeenAt: 0,
          clockOffsetMs: 0,
        }
        await writeAsCentre(desk, q, [insertOf('sync_device', identity.enrolmentId, { ...row, ...(locations && { locations }) })])
      })
      return new TestDevice({ ...identity, scopes: [COMPANY_SCOPE, ...(locations ?? [])], everywhere: locations === undefined }, clockTag, time)
    },
  }
}

export const insertOf = (table: string, id: string, values: Doc): RowChange => ({
  table,
  id,
  insert: true,
  fields: Object.fromEntries(Object.entries(values).flatMap(([field, value]) => (value === null ? [] : [[field, [value] as const]]))),
})

/** Makes entries as a device does, from rows as it saw them. */
export class TestDevice {
  readonly deviceId: string
  readonly enrolmentId: string
  readonly scopes: string[]
  readonly everywhere: boolean
  /** Offset of its clock, ms. */
  skewMs = 0
  user: { id: string | null; name: string } = { id: null, name: 'Nobody' }
  #seq = 0
  #last: HlcState = { atMs: 0, counter: 0 }
  readonly #tag: string
  readonly #time: { now: number }

  constructor(known: { deviceId: string; enrolmentId: string; scopes: string[]; everywhere: boolean }, tag: string, time: { now: number }) {
    this.deviceId = known.deviceId
    this.enrolmentId = known.enrolmentId
    this.scopes = known.scopes
    this.everywhere = known.everywhere
    this.#tag = tag
    this.#time = time
  }

  hlc(): Hlc {
    this.#last = tick(this.#last, this.#time.now + this.skewMs)
    return formatHlc(this.#last, this.#tag)
  }

  /** One deed of these changes; numbers are left out as entries that stay on the device do. */
  entry(changes: readonly RowChange[], more: Partial<WireEntry> = {}): WireEntry {
    this.#seq = more.seq ?? this.#seq + 1
    const author = { userId: this.user.id, userName: this.user.name }
    return {
      seq: this.#seq,
      part: 1,
      parts: 1,
      txId: v7(),
      hlc: this.hlc(),
      at: this.#time.now + this.skewMs,
      command: 'test.deed',
      schemaVersion: SCHEMA_VERSION,
      ...author,
      changes: changes.map(({ fields, ...change }) => ({ ...change, fields: { ...fields } as WireEntry['changes'][number]['fields'] })), // readonly there
      ...more,
    }
  }

  insert(table: string, values: Doc, id: string = v7()): WireEntry {
    return this.entry([insertOf(table, id, values)])
  }

  update(row: Pick<WireRow, 'kind' | 'id' | 'doc' | 'clk'>, patch: Doc): WireEntry {
    return this.entry([changeOf(row, patch)])
  }
}

/** What a device writes that saw the row so: whole clock groups, with the clocks of what was there. */
export function changeOf({ kind, id, doc, clk }: Pick<WireRow, 'kind' | 'id' | 'doc' | 'clk'>, patch: Doc, rules: SyncRules = RULES): RowChange {
  const rule = rules[kind]
  if (!rule) throw new Error(`${kind} has no rule`)
  const touched = new Set(Object.keys(patch).map((field) => clockOf(rule, field)))
  const group = Object.keys(rule.groups ?? {}).filter((field) => touched.has(clockOf(rule, field)))
  const fields: Record<string, [Json, Json, Hlc]> = {}
  for (const field of new Set([...Object.keys(patch), ...group]))
    fields[field] = [doc[field] ?? null, patch[field] === undefined ? (doc[field] ?? null) : patch[field], clockIn(clk, clockOf(rule, field))]
  return { table: kind, id, insert: false, fields }
}

export const DOCS = {
  company: (): Values => ({
    name: 'Harbor Works',
    taxId: '',
    phone: '',
    email: '',
    address: '',
    currency: 'EUR',
    language: 'en',
    zone: 'Europe/Berlin',
    country: 'DE',
    taxRateBp: 1900,
    laborRateMinor: 9000,
    invoiceDueDays: 14,
    invoiceNote: '',
    sessionIdleMinutes: 30,
    kioskIdleMinutes: 5,
    isDemo: false,
  }),
  location: (name: string): Values => ({ name, address: '', phone: '', opensAtMinutes: 480, closesAtMinutes: 1080, openWeekdays: '12345' }),
  user: (role: string): Values => ({ name: `A ${role}`, email: `${role}@example.org`, role, active: true, language: 'en', hasPin: false }),
  employee: (name: string): Values => ({ name, jobTitle: '', email: '', phone: '', isTechnician: true, laborCostMinor: 0, note: '' }),
  customer: (name: string): Values => ({
    kind: 'person',
    name,
    company: '',
    nameKey: name.toLowerCase(),
    phone: '',
    phone2: '',
    phoneDigits: '',
    email: '',
    street: '',
    postcode: '',
    city: '',
    country: '',
    taxExempt: false,
    note: '',
  }),
  vehicle: (customerId: string, plate: string): Values => ({
    customerId,
    plate,
    platePlain: plate,
    vin: '',
    make: '',
    model: '',
    engine: '',
    color: '',
    note: '',
  }),
  bay: (locationId: string, position: number): Values => ({ locationId, name: `Bay ${position}`, position, state: 'free' }),
  appointment: (place: Place, startAt: number, minutes = 60, bay = 0, technician = bay): Values => ({
    locationId: place.location,
    customerId: place.customer,
    bayId: place.bays[bay] ?? '',
    technicianId: place.technicians[technician] ?? '',
    startAt,
    endAt: startAt + minutes * MINUTE,
    state: 'pending',
    concern: '',
    note: '',
    cancelledReason: '',
  }),
  order: (place: Place, number: string): Values => ({
    number,
    locationId: place.location,
    customerId: place.customer,
    vehicleId: place.vehicle,
    state: 'open',
    concern: '',
    note: '',
    dueAt: START_AT,
    workedMs: 0,
    holdReason: '',
    cancelledReason: '',
    discountBp: 0,
    discountMinor: 0,
    taxInclusive: false,
  }),
  line: (place: Place, workOrderId: string, position: number): Values => ({
    workOrderId,
    locationId: place.location,
    position,
    kind: 'labor',
    description: 'Work',
    qtyMilli: 1000,
    unitPriceMinor: 100,
    discountBp: 0,
    taxRateBp: 1900,
    taxExempt: false,
    isFlat: false,
    taxSource: 'company',
    taxRule: '',
    disposition: 'open',
    warranty: 'none',
    declined: false,
  }),
  invoice: (place: Place, workOrderId: string, number: string): Values => ({
    number,
    workOrderId,
    workOrderNumber: number,
    locationId: place.location,
    customerId: place.customer,
    issuedAt: START_AT,
    issuedOn: '2026-03-02',
    dueOn: '2026-03-16',
    currency: 'EUR',
    netMinor: 0,
    taxMinor: 0,
    totalMinor: 0,
    taxes: [],
    note: '',
    seller: {},
    customer: {},
    vehicle: {},
    state: 'issued',
    voidReason: '',
  }),
} as const

/** Ids of what every test needs at a location. */
export interface Place {
  readonly location: string
  readonly customer: string
  readonly vehicle: string
  readonly bays: readonly string[]
  readonly technicians: readonly string[]
}
export interface Shop {
  readonly owner: string
  readonly technician: string
  readonly places: readonly [Place, Place]
}

/** A company with two locations, each with bays of its own; customers and technicians are shared. */
export async function foundShop(centre: TestCentre, device: TestDevice, bays = 3): Promise<Shop> {
  const ids = { owner: v7(), technician: v7(), customer: v7(), vehicle: v7() }
  const technicians = Array.from({ length: bays }, () => v7())
  const place = (): Place => ({ location: v7(), customer: ids.customer, vehicle: ids.vehicle, bays: Array.from({ length: bays }, () => v7()), technicians })
  const places = [place(), place()] as const
  const entries = [
    device.entry([
      insertOf('company', v7(), DOCS.company()),
      ...places.map(({ location }, i) => insertOf('location', location, DOCS.location(`Place ${i}`))),
      insertOf('user', ids.owner, DOCS.user('owner')),
      insertOf('user', ids.technician, DOCS.user('technician')),
    ]),
    device.entry([
      ...technicians.map((id, i) => insertOf('employee', id, DOCS.employee(`Tech ${i}`))),
      insertOf('customer', ids.customer, DOCS.customer('Erin')),
      insertOf('vehicle', ids.vehicle, DOCS.vehicle(ids.customer, 'HB 1')),
      ...places.flatMap(({ location, bays: own }) => own.map((id, i) => insertOf('bay', id, DOCS.bay(location, i + 1)))),
    ]),
  ]
  const { results } = await centre.push(device, entries)
  if (results.some(({ outcome }) => outcome !== 'applied')) throw new Error(`the shop was not founded: ${JSON.stringify(results)}`)
  device.user = { id: ids.owner, name: 'Ada' }
  return { owner: ids.owner, technician: ids.technician, places }
}

export const outcomes = ({ results }: PushAnswer): string[] => results.map(({ outcome, reason }: WireResult) => (reason ? `${outcome} ${reason}` : outcome))

/** A row as the centre has it. */
export async function rowOf(base: { ask: (text: string, values?: unknown[]) => Promise<unknown[]> }, kind: string, id: string): Promise<WireRow> {
  const [row] = await base.ask('SELECT kind, id, scope, rev::int AS rev, deleted, clk, doc FROM sync_row WHERE kind = $1 AND id = $2', [kind, id])
  if (!row) throw new Error(`the centre has no ${kind} ${id}`)
  return row as WireRow // the columns named
}

/** Open conflicts about a record. */
export async function conflictsOf(base: { ask: (text: string, values?: unknown[]) => Promise<unknown[]> }, recordId: string): Promise<Doc[]> {
  const rows = await base.ask("SELECT doc FROM sync_row WHERE kind = 'sync_conflict' AND doc->>'recordId' = $1 ORDER BY id", [recordId])
  return rows.map((row) => (row as { doc: Doc }).doc) // the column named
}
