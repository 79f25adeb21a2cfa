import { clockOf, type TableSync } from './sync.ts'
import type { Hlc } from '../kernel/hlc.ts'
import type { Json } from '../kernel/result.ts'

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
 * its author had seen another clock than the row's; if the values differ then, the losing ones are told as a clash.
 * Commutative, associative and idempotent per clock (property tests). `guard` checks lifecycles, as only the centre must.
 * Source: reference of the sync design, 5.5.
 */
export function mergeChange(rule: TableSync, row: Row | undefined, change: RowChange, hlc: Hlc, atMs: number, guard: boolean): Merged {
  if (!row) {
    if (!change.insert) return { outcome: 'missing' }
    const doc: Record<string, Json> = { id: change.id, createdAt: atMs, updatedAt: atMs, deleted: false }
    for (const [field, values] of Object.entries(change.fields)) doc[field] = valueAfter(values)
    return { outcome: 'applied', row: { doc, clk: { '*': hlc } }, changed: true, clashes: [] }
  }
  if (rule.merge === 'append' && !change.insert) return { outcome: 'sealed' }

  const byClock = new Map<string, [field: string, values: RowChange['fields'][string]][]>()
  for (const entry of Object.entries(change.fields)) {
    const clock = clockOf(rule, entry[0])
    const known = byClock.get(clock)
    if (known) known.push(entry)
    else byClock.set(clock, [entry])
  }
  const doc: Record<string, Json> = { ...row.doc }
  const clk: Record<string, Hlc> = { ...row.clk }
  const clashes: Clash[] = []
  let wins = 0
  let losses = 0
  for (const [clock, fields] of byClock) {
    const current = clockIn(row.clk, clock)
    if (current === hlc) continue
    const isNewer = hlc > current
    const differing = fields.filter(([field, values]) => !same(row.doc[field], valueAfter(values)))
    const base = fields[0]?.[1][2] ?? ''
    if (isNewer && guard && rule.lifecycle) {
      const { field, machine } = rule.lifecycle
      const step = fields.find(([name]) => name === field)
      // A step that its author took from an older state is looked at even where it ends in the same one: two orders into one bay.
      if (step && (base < current || differing.includes(step)) && !isLegal(machine, row.doc[field], valueAfter(step[1])))
        return { outcome: 'illegal', field, from: row.doc[field] ?? null, to: valueAfter(step[1]) }
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
    clk[clock] = hlc
  }
  if (wins > 0) doc['updatedAt'] = Math.max(Number(row.doc['updatedAt'] ?? 0), atMs)
  return {
    outcome: losses > 0 || clashes.length > 0 ? 'merged' : 'applied',
    row: wins > 0 ? { doc, clk } : row,
    changed: wins > 0,
    clashes,
  }
}

const isLegal = (machine: Readonly<Record<string, Readonly<Record<string, string>>>>, from: Json | undefined, to: Json): boolean =>
  typeof from === 'string' && Object.values(machine[from] ?? {}).some((next) => next === to)
