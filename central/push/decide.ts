import { type Clash, clockIn, mergeChange, type RowChange, valueAfter } from '#shared/contract/merge.ts'
import { COMPANY_SCOPE, clockOf, scopeOf, type TableSync } from '#shared/contract/sync.ts'
import type { WireEntry, WireResult, WireRow } from '#shared/contract/wire.ts'
import { type Hlc, parseHlc } from '#shared/kernel/hlc.ts'
import type { Json } from '#shared/kernel/result.ts'
import { checkAdmissible } from './admit.ts'
import { newestOf, wholeBirth, withFallbacks } from './fields.ts'
import { mayRestOnLost, tellsOfLost } from './mending.ts'
import { CENTRE, type Conflict, type Decision, type History, keyOf, type Refusal, type Situation, type State, type Taken } from './state.ts'

/** A stamp this far ahead of the centre's time is replaced. Source: reference of the sync design, 5.1. */
export const AHEAD_MS = 60_000

/**
 * Decides what becomes of entries that the centre has not seen yet, in their order, each whole or not at all; ends before one that
 * must wait. Pure: no clock, no I/O; constraints that only a database can hold are found when the decision is written.
 */
export function decideEntries(situation: Situation, before: State, entries: readonly WireEntry[]): Decision {
  const rows = new Map<string, WireRow>()
  const series = new Map<string, number>()
  const now = { rows: new Map(before.rows), series: new Map(before.series) }
  const taken: Taken[] = []
  const history: History[] = []
  const conflicts: Conflict[] = []
  for (const entry of entries) {
    const hlc = clockFor(situation, now, entry)
    const deed = attempt(situation, now, entry, hlc)
    if (mayRestOnLost(situation, entry) && tellsOfLost(situation.rules, now.rows, entry, deed)) break
    if ('reason' in deed) {
      const refused = refuse(situation, now, entry, hlc, deed)
      taken.push(refused.taken)
      history.push(...refused.history)
      continue
    }
    for (const [key, row] of deed.rows) {
      rows.set(key, row)
      now.rows.set(key, row)
    }
    for (const [key, last] of deed.series) {
      series.set(key, last)
      now.series.set(key, last)
    }
    history.push(...deed.history)
    conflicts.push(...deed.conflicts)
    taken.push({ entry, hlc, result: resultOf(entry, hlc, { outcome: deed.outcome }) })
  }
  return { rows, series, taken, history, conflicts }
}

/** An entry that is not applied: its author is told why and goes back to the rows as they stand; its values are kept as lost. */
export function refuse(situation: Situation, state: State, entry: WireEntry, hlc: Hlc, refusal: Refusal): { taken: Taken; history: History[] } {
  const { rules, fields, device } = situation
  const keys = new Set(entry.changes.map(({ table, id }) => keyOf(table, id)))
  const rows = [...keys].map((key) => state.rows.get(key)).filter((row) => row !== undefined && device.scopes.includes(row.scope)) as WireRow[] // undefined is left out
  const history = entry.changes.flatMap((change) => {
    const rule = fields.has(change.table) ? rules[change.table] : undefined
    if (!rule) return []
    const after = Object.fromEntries(Object.entries(change.fields).map(([field, values]) => [field, valueAfter(values)]))
    const scope = state.rows.get(keyOf(change.table, change.id))?.scope ?? scopeOf(rule, after)
    // What is of no scope of the device is kept with the entry only.
    return device.scopes.includes(scope) ? [historyOf(situation, entry, change, hlc, scope, clocksOf(rule, change))] : []
  })
  return { taken: { entry, hlc, result: resultOf(entry, hlc, { ...refusal, rows }) }, history }
}

interface Deed extends State {
  readonly outcome: 'applied' | 'merged' | 'conflict'
  readonly history: readonly History[]
  readonly conflicts: readonly Conflict[]
}

function attempt(situation: Situation, before: State, entry: WireEntry, hlc: Hlc): Deed | Refusal {
  const { rules, device, nowMs, fields } = situation
  const rows = new Map<string, WireRow>()
  const series = new Map<string, number>()
  const history: History[] = []
  const conflicts: Conflict[] = []
  const seen = new Set<string>()
  let outcome: Deed['outcome'] = 'applied'
  // Before anything of the entry is in: an author must hold the permission beforehand.
  for (const change of entry.changes) {
    const refusal = checkAdmissible(situation, before, entry, change)
    if (refusal) return refusal
  }
  const atMs = Math.min(entry.at, nowMs + AHEAD_MS)
  for (const change of entry.changes) {
    const { table, id } = change
    const key = keyOf(table, id)
    const rule = rules[table] as TableSync // admissible
    const row = rows.get(key) ?? before.rows.get(key)
    // A device says each row once: what comes twice under one clock counts once, and would be lost without a trace.
    if (seen.has(key)) return rejected('invalid', { table, id })
    seen.add(key)
    if (row && !device.scopes.includes(row.scope)) return rejected('outOfScope', { table, id })
    const merged = mergeChange(rule, row, row ? wholeBirth(change, fields.get(table)) : change, hlc, atMs, true)
    if (merged.outcome === 'missing') return rejected('unknownRecord', { table, id })
    if (merged.outcome === 'sealed') return rejected('sealed', { table, id })
    if (merged.outcome === 'illegal') return rejected('stateChanged', { table, id, field: merged.field, from: merged.from, to: merged.to })
    const doc: Record<string, Json> = row ? { ...merged.row.doc } : withFallbacks(merged.row.doc, fields.get(table))
    const clk: Record<string, Hlc> = { ...merged.row.clk }
    const scope = scopeOf(rule, doc)
    if (!device.scopes.includes(scope)) return rejected('outOfScope', { table, id })
    history.push(historyOf(situation, entry, change, hlc, scope, row ? clocksOf(rule, change).filter((clock) => clockIn(clk, clock) !== hlc) : []))
    if (merged.outcome === 'merged' && outcome === 'applied') outcome = 'merged'
    // Two persons who decided one conflict at once make no further one.
    if (table !== 'sync_conflict')
      for (const clash of merged.clashes) {
        conflicts.push(fieldConflict(situation, rule, { table, recordId: id, scope }, clash))
        outcome = 'conflict'
      }
    if (!merged.changed) continue

    const stamps: Record<string, readonly [Json, Json, Hlc]> = {}
    const stamp = (field: string, value: Json): Hlc => {
      const clock = clockOf(rule, field)
      const was = clockIn(clk, clock)
      stamps[field] = [doc[field] ?? null, value, was]
      doc[field] = value
      clk[clock] = situation.nextHlc(was > hlc ? was : hlc)
      return clk[clock]
    }
    const holder = situation.holders?.get(key)
    if (holder && rule.exclusive && holdsSlot(rule.exclusive, doc)) {
      const named = { table, recordId: id, scope }
      const conflict = slotConflict(situation, rule, rule.exclusive, named, doc, hlc, holder)
      let last = hlc
      for (const [field, value] of Object.entries(rule.exclusive.clash)) last = stamp(field, value)
      conflicts.push({ ...conflict, hlc: situation.nextHlc(last) })
      outcome = 'conflict'
    }
    if (rule.official && !row) {
      const of = `${rule.official.series}/${scope}`
      const number = (series.get(of) ?? before.series.get(of) ?? 0) + 1
      series.set(of, number)
      stamp(rule.official.field, fields.get(table)?.[rule.official.field]?.type === 'text' ? String(number) : number)
    }
    for (const [field, values] of Object.entries(stamps))
      history.push({
        kind: table,
        recordId: id,
        scope,
        hlc: clockIn(clk, clockOf(rule, field)),
        sentHlc: null,
        deviceId: CENTRE,
        seq: 0,
        fields: { [field]: values },
        lost: [],
      })
    rows.set(key, { kind: table, id, scope, rev: (row?.rev ?? 0) + 1, deleted: doc['deleted'] === true, clk, doc })
  }
  return { outcome, rows, series, history, conflicts }
}

/** The entry's own clock, unless it is ahead of the centre's time: then one of the centre above all that it touches. */
function clockFor({ nowMs, nextHlc }: Situation, { rows }: State, { hlc, changes }: WireEntry): Hlc {
  if (parseHlc(hlc).atMs <= nowMs + AHEAD_MS) return hlc
  return nextHlc(newestOf(changes.map(({ table, id }) => rows.get(keyOf(table, id)))))
}

const rejected = (reason: Refusal['reason'], facts: Refusal['facts']): Refusal => ({ outcome: 'rejected', reason, facts })

const resultOf = (entry: WireEntry, hlc: Hlc, rest: Omit<WireResult, 'seq' | 'part' | 'hlc'>): WireResult => ({
  seq: entry.seq,
  part: entry.part,
  ...rest,
  ...(hlc === entry.hlc ? {} : { hlc }),
})

const clocksOf = (rule: TableSync, { fields }: RowChange): string[] => [...new Set(Object.keys(fields).map((field) => clockOf(rule, field)))]

const historyOf = ({ device }: Situation, entry: WireEntry, { table, id, fields }: RowChange, hlc: Hlc, scope: string, lost: readonly string[]): History => ({
  kind: table,
  recordId: id,
  scope,
  hlc,
  sentHlc: hlc === entry.hlc ? null : entry.hlc,
  deviceId: device.deviceId,
  seq: entry.seq,
  fields,
  lost,
})

interface Named {
  readonly table: string
  readonly recordId: string
  readonly scope: string
}

function fieldConflict({ nextId, nextHlc }: Situation, rule: TableSync, named: Named, { clock, won, lost, kept, dropped }: Clash): Conflict {
  const shown = (values: Readonly<Record<string, Json>>) => Object.fromEntries(Object.entries(values).filter(([field]) => !rule.secret?.includes(field)))
  return {
    ...named,
    id: nextId(),
    kind: 'field',
    clock,
    kept: shown(kept),
    dropped: shown(dropped),
    keptFrom: { recordId: named.recordId, hlc: won },
    droppedFrom: { recordId: named.recordId, hlc: lost },
    hlc: nextHlc(won),
  }
}

type Exclusive = NonNullable<TableSync['exclusive']>

/** Whether the row holds its slot: it is there and in one of the states that hold it. */
export const holdsSlot = ({ while: { field, in: values } }: Exclusive, doc: WireRow['doc']): boolean =>
  doc['deleted'] !== true && values.some((value) => value === doc[field])

/** Names both rows of one slot. Of a row of another location, only when and of what it takes: whose it is stays there. */
function slotConflict(
  { nextId }: Situation,
  rule: TableSync,
  exclusive: Exclusive,
  named: Named,
  doc: WireRow['doc'],
  hlc: Hlc,
  holder: WireRow,
): Omit<Conflict, 'hlc'> {
  const slot = [...exclusive.keys, exclusive.from, exclusive.until]
  const shown = (of: WireRow['doc'], fields: readonly string[]) => Object.fromEntries(fields.map((field) => [field, of[field] ?? null]))
  const isSeen = holder.scope === named.scope || holder.scope === COMPANY_SCOPE
  const shared = slot.filter((field) => !exclusive.keys.includes(field) || holder.doc[field] === doc[field])
  const clock = clockOf(rule, exclusive.from)
  return {
    ...named,
    id: nextId(),
    kind: 'clash',
    clock,
    kept: isSeen ? { id: holder.id, ...shown(holder.doc, slot) } : shown(holder.doc, shared),
    dropped: { id: named.recordId, ...shown(doc, slot) },
    keptFrom: { recordId: holder.id, hlc: clockIn(holder.clk, clock) },
    droppedFrom: { recordId: named.recordId, hlc },
  }
}
