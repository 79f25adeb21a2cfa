import { clockOf, type TableSync } from './sync.ts'
import { type Hlc, parseHlc } from '../kernel/hlc.ts'
import type { Json } from '../kernel/result.ts'
import type { EpochMs } from '../kernel/time.ts'

/** A row as it travels: its fields by their names in the program, and the clock of each field or clock group (`*`: of its creation). */
export interface Row {
  readonly doc: Readonly<Record<string, Json>>
  readonly clk: Readonly<Record<string, Hlc>>
}

/** What a deed changed of one row, as the journal keeps it: `[after]` of a new row, `[before, after, clock of before]` of a changed one. */
export interface RowChange {
  readonly table: string
  readonly id: string
  readonly insert: boolean
  readonly fields: Readonly<Record<string, readonly [Json] | readonly [Json, Json, Hlc]>>
}

/** Two authors changed one field or clock group without knowing of each other. */
export interface Clash {
  readonly clock: string
  readonly won: Hlc
  readonly lost: Hlc
  /** Values by field, of those that differ. */
  readonly kept: Readonly<Record<string, Json>>
  readonly dropped: Readonly<Record<string, Json>>
}

/** merged: somebody else's newer values stood and stay in part. illegal: the lifecycle allows no such step from where the row stands. */
export type Merged =
  | { readonly outcome: 'applied' | 'merged'; readonly row: Row; readonly changed: boolean; readonly clashes: readonly Clash[] }
  | { readonly outcome: 'missing' }
  | { readonly outcome: 'illegal'; readonly field: string; readonly from: Json; readonly to: Json }
  | { readonly outcome: 'sealed' }

/** The value after the change. */
export const valueAfter = (field: readonly [Json] | readonly [Json, Json, Hlc]): Json => (field.length === 1 ? field[0] : field[1])

export const clockIn = (clk: Readonly<Record<string, Hlc>>, clock: string): Hlc => clk[clock] ?? clk['*'] ?? ''

/** When a field of a row was last written, by the clock of who wrote it; what else was written of the row since makes it no newer. */
export const writtenAt = (rule: TableSync, clk: Readonly<Record<string, Hlc>>, field: string): EpochMs => parseHlc(clockIn(clk, clockOf(rule, field))).atMs

const same = (a: Json | undefined, b: Json | undefined): boolean => a === b || (typeof a === 'object' && typeof b === 'object' && canonical(a) === canonical(b))

/** JSON with its keys in order, so that equal values are equal texts wherever they were stored. */
export function canonical(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonical).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const record = value as Readonly<Record<string, Json | undefined>>
  return `{${Object.keys(record)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(record[key])}`)
    .join()}}`
}

/**
 * Merges one change into a row; the same function at the centre, on devices (rows from the feed under changes that still wait) and
 * in the simulator. Per clock: newer than the row's wins, older loses, equal is the same change again. A change is concurrent when
 * its author had seen another clock than the row's; if the values differ then, the losing ones are told as a clash. A row that was
 * born twice (one id, two authors) is a change of all its fields. Commutative, associative and idempotent per clock (property tests).
 * `guard` checks lifecycles, as only the centre must.
 * Source: reference of the sync design, 5.5.
 */
export function mergeChange(rule: TableSync, row: Row | undefined, change: RowChange, hlc: Hlc, atMs: number, guard: boolean): Merged {
  if (!row) {
    if (!change.insert) return { outcome: 'missing' }
    const doc: Record<string, Json> = { id: change.id, createdAt: atMs, updatedAt: atMs, deleted: false }
    for (const [field, values] of Object.entries(change.fields)) doc[field] = valueAfter(values)
    return { outcome: 'applied', row: { doc, clk: { '*': hlc } }, changed: true, clashes: [] }
  }
  const birth = row.clk['*'] ?? ''
  if (change.insert && birth === hlc) return { outcome: 'applied', row, changed: false, clashes: [] }
  const sent = change.insert ? withAbsent(row, change.fields) : change.fields
  if (rule.merge === 'append')
    return change.insert && differingOf(row, Object.entries(sent)).length === 0
      ? { outcome: 'applied', row, changed: false, clashes: [] }
      : { outcome: 'sealed' }

  const byClock = new Map<string, Entries>()
  for (const entry of Object.entries(sent)) {
    const clock = clockOf(rule, entry[0])
    const known = byClock.get(clock)
    if (known) known.push(entry)
    else byClock.set(clock, [entry])
  }
  const doc: Record<string, Json> = { ...row.doc }
  const clk: Record<string, Hlc> = { ...row.clk }
  const isNewerBirth = change.insert && hlc > birth
  const clashes: Clash[] = []
  let wins = 0
  let losses = 0
  for (const [clock, fields] of byClock) {
    const current = clockIn(row.clk, clock)
    if (current === hlc) continue
    const isNewer = hlc > current
    const differing = differingOf(row, fields)
    const base = fields[0]?.[1][2] ?? ''
    if (guard && rule.lifecycle) {
      const { field, machine } = rule.lifecycle
      const step = fields.find(([name]) => name === field)
      const illegal = step && { outcome: 'illegal' as const, field, from: row.doc[field] ?? null, to: valueAfter(step[1]) }
      // A step that its author took from an older state is looked at even where it ends in the same one: two orders into one bay.
      if (isNewer && illegal && (base < current || differing.includes(step)) && !isLegal(machine, illegal.from, illegal.to)) return illegal
      // An older step would be lost while the rest of its deed (the invoice of an order that was reopened) stayed.
      if (!isNewer && illegal && rule.merge === 'guarded' && !change.insert && !same(step[1][0], illegal.to)) return illegal
    }
    const isConcurrent = change.insert || (isNewer ? base < current : true)
    if (isConcurrent && differing.length > 0) {
      const ours = Object.fromEntries(differing.map(([field, values]) => [field, valueAfter(values)]))
      const theirs = Object.fromEntries(differing.map(([field]) => [field, row.doc[field] ?? null]))
      clashes.push(isNewer ? { clock, won: hlc, lost: current, kept: ours, dropped: theirs } : { clock, won: current, lost: hlc, kept: theirs, dropped: ours })
    }
    if (!isNewer) {
      losses++
      continue
    }
    wins++
    for (const [field, values] of fields) doc[field] = valueAfter(values)
    // What a birth wins stands under the birth's own clock, so that a row has one form whatever the order.
    if (isNewerBirth) delete clk[clock]
    else clk[clock] = hlc
  }
  if (isNewerBirth) {
    clk['*'] = hlc
    doc['createdAt'] = atMs
  }
  if (wins > 0) doc['updatedAt'] = Math.max(Number(row.doc['updatedAt'] ?? 0), atMs)
  const changed = wins > 0 || isNewerBirth
  return { outcome: losses > 0 || clashes.length > 0 ? 'merged' : 'applied', row: changed ? { doc, clk } : row, changed, clashes }
}

type Entries = [field: string, values: RowChange['fields'][string]][]

const differingOf = (row: Row, fields: Entries): Entries => fields.filter(([field, values]) => !same(row.doc[field] ?? null, valueAfter(values)))

const KEPT = new Set(['id', 'createdAt', 'updatedAt'])
/** A new row's change leaves out what is empty; against a row that is there, empty is a value like any other. */
function withAbsent(row: Row, fields: RowChange['fields']): RowChange['fields'] {
  const absent = Object.keys(row.doc).filter((field) => !(field in fields) && !KEPT.has(field))
  return { ...Object.fromEntries(absent.map((field) => [field, [field === 'deleted' ? false : null] as const])), ...fields }
}

const isLegal = (machine: Readonly<Record<string, Readonly<Record<string, string>>>>, from: Json | undefined, to: Json): boolean =>
  typeof from === 'string' && Object.values(machine[from] ?? {}).some((next) => next === to)
