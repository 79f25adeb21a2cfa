import { canonical, clockIn, valueAfter } from '#shared/contract/merge.ts'
import { clockOf, COMPANY_SCOPE, scopeOf } from '#shared/contract/sync.ts'
import type { WireRow } from '#shared/contract/wire.ts'
import type { Json } from '#shared/kernel/result.ts'
import type { SyncedJournal } from '#main/platform/sync/changes.ts'
import type { LinkStore } from '#main/platform/sync/link.ts'
import { CENTRAL, type Entry, keyOf, type Past } from './postgres.ts'
import { FIELDS, RULES } from './rules.ts'
import type { Saved, Station } from './station.ts'

/** A device as it stands when all has come to rest: simulated, or a process's file. */
export interface Witness {
  readonly name: string
  readonly disk: { readonly connection: { readonly raw: Station['disk']['connection']['raw'] } }
  readonly replica: { readonly link: Pick<LinkStore, 'get'>; readonly ground: { readonly journal: Pick<SyncedJournal, 'entry'> } }
  /** What people were told is saved. */
  readonly saved: readonly Saved[]
  readonly scopes: readonly string[]
  readonly everScopes: ReadonlySet<string>
  readonly identities: readonly string[]
}
type Answered = Pick<Entry, 'deviceId' | 'seq' | 'outcome' | 'hlc' | 'at'>
/** What the centre holds then. */
export interface Holdings {
  /** It was put back, and nobody told it: what was refused before it noticed may have lacked what it had lost. */
  readonly wasPutBackUnseen?: boolean
  readonly tables: {
    readonly rows: ReadonlyMap<string, WireRow>
    readonly entries: ReadonlyMap<string, Answered>
    readonly history: readonly Pick<Past, 'deviceId' | 'scope' | 'kind' | 'recordId'>[]
  }
}

const normal = (value: Json | undefined): string => canonical(value ?? null)

/** A record as a device shows it. */
interface Shown {
  readonly doc: Readonly<Record<string, Json>>
  readonly clk: Readonly<Record<string, string>>
}
function shownOf(station: Pick<Witness, 'disk'>, kind: string, id: string): Shown | undefined {
  const row = station.disk.connection.raw.prepare(`SELECT * FROM "${kind}" WHERE id = ?`).get(id) as Record<string, unknown> | undefined // a whole row
  return row && decode(kind, row)
}
const decode = (kind: string, row: Record<string, unknown>): Shown => ({
  doc: Object.fromEntries((FIELDS.get(kind) ?? []).map(({ key, column, decode: read }) => [key, read(row[column])])),
  clk: JSON.parse(row['clk'] as string) as Record<string, string>, // written by the program
})

/** Rows of one seed that a device has been seen with, to tell whether anything goes back. */
const seen = new WeakMap<Station, { revs: Map<string, number>; epochFrom: number }>()

/**
 * After everything that happens to a device. It shows what its own people wrote until somebody newer wrote or the centre refused it;
 * it goes from newer rows to older ones only where the centre itself did; it holds no row of a scope that it never had.
 */
export function checkStation(station: Station): string | null {
  const { raw } = station.disk.connection
  const { epochFrom } = station
  const known = seen.get(station)
  const memory = known?.epochFrom === epochFrom ? known : { revs: new Map<string, number>(), epochFrom }
  seen.set(station, memory)
  // A row that is gone, as a centre that was put back has it no more, may come again from its beginning.
  const revs = new Map<string, number>()
  for (const [kind, id, scope, rev, gen] of raw.prepare('SELECT kind, id, scope, rev, gen FROM sync_row_local').raw().all() as [
    string,
    string,
    string,
    number,
    number,
  ][]) {
    if (!station.everScopes.has(scope) && !station.scopes.includes(scope)) return `O4 ${station.name} has ${kind} ${id} of ${scope}`
    if (gen < epochFrom) continue
    const key = keyOf(kind, id)
    const before = memory.revs.get(key) ?? 0
    if (rev < before) return `${station.name} went back from revision ${before} to ${rev} of ${kind} ${id}`
    revs.set(key, rev)
  }
  memory.revs = revs
  if (station.isForgotten) return null
  const isRefused = ({ seq }: Saved) => raw.prepare("SELECT 1 FROM sync_entry WHERE seq = ? AND outcome IN ('rejected', 'parked')").get(seq) !== undefined
  // Read your writes, of the last few deeds.
  for (const saved of station.saved.slice(-6)) {
    if (isRefused(saved)) continue
    for (const change of changesOf(station, saved)) {
      const shown = shownOf(station, change.table, change.id)
      // Rows of a location that it no longer works for are gone.
      if (!shown && station.isMoved) continue
      // What was done to a record that was refused at its birth is refused as well, once it is asked.
      if (!shown && station.saved.some((born) => isRefused(born) && bears(station, born, change))) continue
      if (!shown) return `${station.name} does not show ${change.table} ${change.id}, which ${saved.command} (${saved.seq}) wrote`
      const lost = lostOf(change, saved.hlc, shown)
      if (lost !== null) return `${station.name} does not show what ${saved.command} (${saved.seq}) wrote: ${lost}`
    }
  }
  return null
}
/** A station that was put back begins anew. */
export const forget = (station: Station): void => {
  seen.delete(station)
}

const changesOf = (station: Pick<Witness, 'replica'>, { seq, at }: Saved) => {
  const entry = station.replica.ground.journal.entry(seq)
  return entry?.head.at === at ? entry.parts.flat() : []
}

type Change = ReturnType<typeof changesOf>[number]
const bears = (station: Pick<Witness, 'replica'>, saved: Saved, { table, id }: Change): boolean =>
  changesOf(station, saved).some((one) => one.table === table && one.id === id && Object.values(one.fields).every((values) => values.length === 1))
/** What of a change the row neither shows nor has newer. */
function lostOf(change: Change, hlc: string, row: Shown): string | null {
  const rule = RULES[change.table]
  if (!rule) return null
  for (const [field, values] of Object.entries(change.fields)) {
    const clock = clockIn(row.clk, clockOf(rule, field))
    const value = values.length === 1 ? values[0] : values[1]
    const isOther = normal(row.doc[field]) !== normal(value)
    // A row that is only ever added may come under the centre's clock before the answer tells of it.
    if (rule.merge === 'append' ? isOther : clock < hlc || (clock === hlc && isOther))
      return `${change.table} ${change.id} ${field} is ${normal(row.doc[field])} of ${clock}, not ${normal(value)} of ${hlc}`
  }
  return null
}

/** When all has come to rest. */
export function checkAll(centre: Holdings, stations: readonly Witness[]): string | null {
  const rows = [...centre.tables.rows.values()]
  for (const station of stations) {
    const found = checkKept(centre, station) ?? checkReplica(rows, station) ?? checkScopes(centre, station)
    if (found !== null) return found
  }
  return checkShop(rows)
}

const isTaken = ({ outcome }: Answered): boolean => outcome !== 'rejected' && outcome !== 'parked'

/** O1: each saved deed is at the centre, or refused in sight, or waits on its device. */
function checkKept(centre: Holdings, station: Witness): string | null {
  const { raw } = station.disk.connection
  const link = station.replica.link.get()
  const entries = Map.groupBy(centre.tables.entries.values(), ({ seq }) => seq)
  for (const saved of station.saved) {
    const changes = changesOf(station, saved)
    const own = (entries.get(saved.seq) ?? []).filter((entry: Answered) => station.identities.includes(entry.deviceId) && entry.at === saved.at)
    const taken = own.find(isTaken)
    // A deed's clock is its own: two numbers under one clock are one deed.
    const again = [...centre.tables.entries.values()].filter((entry) => isTaken(entry) && entry.deviceId === taken?.deviceId && entry.hlc === taken.hlc)
    if (new Set(again.map(({ seq }) => seq)).size > 1) return `O1 ${saved.command} (${station.name} ${saved.seq}) was taken more than once`
    if (taken) {
      for (const change of changes) {
        const row = centre.tables.rows.get(keyOf(change.table, change.id))
        const lost = row ? lostOf(change, taken.hlc, row) : `${change.table} ${change.id} is not there`
        if (lost !== null) return `O1 ${saved.command} (${station.name} ${saved.seq}) was taken, and at the centre ${lost}`
      }
      continue
    }
    if (own.length > 0) {
      const refused = raw.prepare("SELECT reason, facts FROM sync_entry WHERE seq = ? AND outcome IN ('rejected', 'parked')").get(saved.seq) as
        | { reason: string; facts: string }
        | undefined // the columns named
      // A centre that was put back has what it lost from its makers again before it decides what rests on it.
      const missed = refused?.reason === 'unknownRecord' ? missedBy(changes, JSON.parse(refused.facts) as Missed) : undefined // as the centre told
      if (missed !== undefined && centre.tables.rows.has(missed) && centre.wasPutBackUnseen !== true)
        return `O1 ${saved.command} (${station.name} ${saved.seq}) was refused for want of ${missed}, which is there`
      if (!refused && link?.state === 'active') return `O1 ${saved.command} (${station.name} ${saved.seq}) was ${own[0]?.outcome}, and nobody sees it`
      continue
    }
    const isWaiting = link?.state !== 'active' && changes.length > 0 && (link?.ackedSeq ?? 0) < saved.seq
    if (!isWaiting) return `O1 ${saved.command} (${station.name} ${saved.seq}) is nowhere`
  }
  return null
}

interface Missed {
  readonly table: string
  readonly id: string
  readonly constraint?: string
}
/** The record that a refused deed was told to lack. */
function missedBy(changes: readonly Change[], { table, id, constraint }: Missed): string | undefined {
  if (constraint === undefined) return keyOf(table, id)
  const reference = CENTRAL.references.get(table)?.find((one) => one.constraint === constraint)
  const named = reference && changes.find((change) => change.table === table && change.id === id)?.fields[reference.field]
  const to = named && valueAfter(named)
  return reference && typeof to === 'string' ? keyOf(reference.to, to) : undefined
}

/** O2: a device shows what the centre has of its scopes, and nothing else. */
export function checkReplica(rows: readonly WireRow[], station: Witness): string | null {
  if (station.replica.link.get()?.state !== 'active') return null
  const { raw } = station.disk.connection
  const { scopes, name } = station
  const wanted = new Map(rows.filter(({ scope }) => scopes.includes(scope)).map((row) => [keyOf(row.kind, row.id), row]))
  for (const kind of FIELDS.keys()) {
    for (const raws of raw.prepare(`SELECT * FROM "${kind}"`).all() as Record<string, unknown>[]) {
      const { doc, clk } = decode(kind, raws)
      const key = keyOf(kind, raws['id'] as string)
      const row = wanted.get(key)
      if (!row)
        return `O2 ${name} has ${key} (${scopeOf(RULES[kind] ?? { scope: 'company', merge: 'fields' }, doc).slice(-4)}), which the centre has not for it`
      wanted.delete(key)
      for (const field of Object.keys(doc))
        if (normal(doc[field]) !== normal(row.doc[field])) return `O2 ${name} has ${key} ${field} ${normal(doc[field])}, the centre ${normal(row.doc[field])}`
      if (canonical(clk) !== canonical(row.clk)) return `O2 ${name} has ${key} under ${canonical(clk)}, the centre under ${canonical(row.clk)}`
      const rev = raw.prepare('SELECT rev FROM sync_row_local WHERE kind = ? AND id = ?').pluck().get(kind, row.id)
      if (rev !== row.rev) return `O2 ${name} has revision ${String(rev)} of ${key}, the centre ${row.rev}`
    }
  }
  const [missing] = wanted.keys()
  if (missing !== undefined) return `O2 ${name} lacks ${missing}`
  for (const table of ['sync_open', 'sync_shadow']) {
    const left = raw.prepare(`SELECT kind, id FROM ${table}`).get()
    if (left !== undefined) return `O2 ${name} still keeps ${JSON.stringify(left)} in ${table}`
  }
  const levels = raw
    .prepare(
      'SELECT item_id FROM stock_level l WHERE qty_milli <> (SELECT coalesce(sum(delta_milli), 0) FROM stock_move m WHERE m.item_id = l.item_id AND m.place_id = l.place_id)',
    )
    .get()
  return levels === undefined ? null : `O3 ${name} shows a stock that is not the sum of its movements`
}

/** O4: nothing of a device was taken for a scope that it never had. */
function checkScopes(centre: Holdings, station: Witness): string | null {
  const foreign = centre.tables.history.find(
    ({ deviceId, scope }) => station.identities.includes(deviceId) && scope !== COMPANY_SCOPE && !station.everScopes.has(scope),
  )
  return foreign ? `O4 ${station.name} wrote ${foreign.kind} ${foreign.recordId} of ${foreign.scope}` : null
}

/** O3: what the shop's rules say of all rows together. */
function checkShop(rows: readonly WireRow[]): string | null {
  for (const [kind, rule] of Object.entries(RULES)) {
    const own = rows.filter((row) => row.kind === kind && !row.deleted)
    for (const [constraint, { fields, span, while: when }] of Object.entries(rule.unique ?? {})) {
      if (span) continue // what it is for is looked at below
      const holders = own.filter(({ doc }) => (!when || when.in.includes(doc[when.field] ?? null)) && fields.every((field) => (doc[field] ?? null) !== null))
      const groups = Map.groupBy(holders, ({ doc }) => canonical(fields.map((field) => doc[field] ?? null)))
      for (const [values, group] of groups) if (group.length > 1) return `O3 ${constraint} holds ${values} twice: ${group.map(({ id }) => id).join()}`
    }
    const { exclusive } = rule
    if (!exclusive) continue
    const live = own.filter(({ doc }) => exclusive.while.in.includes(doc[exclusive.while.field] ?? null))
    for (const [i, a] of live.entries())
      for (const b of live.slice(i + 1))
        if (Number(a.doc[exclusive.from]) < Number(b.doc[exclusive.until]) && Number(b.doc[exclusive.from]) < Number(a.doc[exclusive.until]))
          for (const key of exclusive.keys)
            if (a.doc[key] !== null && a.doc[key] === b.doc[key]) return `O3 ${kind} ${a.id} and ${b.id} share ${key} ${normal(a.doc[key])}`
  }
  // Money may stand on an invoice that was refused: it is the customer's then.
  const payments = Map.groupBy(
    rows.filter(({ kind, doc }) => kind === 'payment' && typeof doc['invoiceId'] === 'string'),
    ({ doc }) => doc['invoiceId'],
  )
  for (const [invoiceId, own] of payments) {
    const paid = own.reduce((sum, { doc }) => sum + Number(doc['amountMinor']), 0)
    if (paid < 0) return `O3 invoice ${normal(invoiceId)} is paid ${paid}`
  }
  const credited = Map.groupBy(
    rows.filter(({ kind }) => kind === 'credit_note_line'),
    ({ doc }) => doc['invoiceLineId'],
  )
  for (const [lineId, own] of credited) {
    const line = rows.find(({ kind, id }) => kind === 'invoice_line' && id === lineId)
    const qty = own.reduce((sum, { doc }) => sum + Number(doc['qtyMilli']), 0)
    if (qty > Number(line?.doc['qtyMilli'] ?? 0)) return `O3 of invoice line ${normal(lineId)} ${qty} is credited`
  }
  const charged = new Set<unknown>(rows.filter(({ kind, doc }) => kind === 'invoice' && doc['state'] !== 'void').map(({ id }) => id))
  const invoiced = rows.filter(({ kind, doc }) => kind === 'invoice_line' && doc['workOrderLineId'] && charged.has(doc['invoiceId']))
  for (const [lineId, own] of Map.groupBy(invoiced, ({ doc }) => doc['workOrderLineId']))
    if (own.length > 1) return `O3 line of an order ${normal(lineId)} is invoiced ${own.length} times`
  for (const [kind, { official }] of Object.entries(RULES)) {
    if (!official) continue
    const byPlace = Map.groupBy(
      rows.filter((row) => row.kind === kind),
      ({ scope }) => scope,
    )
    for (const [scope, own] of byPlace) {
      const numbers = own.map(({ doc }) => Number(doc[official.field])).sort((a, b) => a - b)
      if (numbers.some((number, at) => number !== at + 1)) return `O3 official numbers of ${kind} at ${scope}: ${numbers.join()}`
    }
  }
  return null
}
