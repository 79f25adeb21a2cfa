import { valueAfter } from '#shared/contract/merge.ts'
import { scopeOf } from '#shared/contract/sync.ts'
import type { WireEntry, WireRow } from '#shared/contract/wire.ts'
import type { Query } from '../db/database.ts'
import { keyOf, type Rows, type Situation, type State } from './state.ts'
import { kept, loadRows } from './write.ts'

export const setScopes = (q: Query, scopes: readonly string[]): Promise<unknown> =>
  q("SELECT set_config('bayline.scopes', ($1::text[])::text, true)", [scopes], 'push_scopes')

/**
 * Reads, within the transaction, rows of whatever scope: to tell a row of another location from none, and to find who holds a slot.
 * What is found so never goes to the device whole.
 */
export async function inEveryScope<T>(q: Query, { device }: Situation, work: () => Promise<T>): Promise<T> {
  await q("SELECT set_config('bayline.scopes', (SELECT array_append(array_agg(id), 'company') FROM location)::text, true)", [], 'push_scopes_all')
  const value = await work()
  await setScopes(q, device.scopes)
  return value
}

/** All that decisions on these entries look at, locked. */
export async function loadState(q: Query, situation: Situation, entries: readonly WireEntry[]): Promise<State> {
  const { rules } = situation
  const keys = new Map<string, { kind: string; id: string }>()
  for (const { changes } of entries) for (const { table, id } of changes) keys.set(keyOf(table, id), { kind: table, id })
  const guarded = entries.filter(({ changes }) => changes.some(({ table }) => rules[table]?.needs !== undefined))
  for (const { userId } of guarded) if (userId !== null) keys.set(keyOf('user', userId), { kind: 'user', id: userId })
  const rows = await loadRows(q, [...keys.values()])
  if (guarded.length > 0) for (const row of await q<WireRow>(RIGHTS_SQL, [], 'push_rights')) rows.set(keyOf(row.kind, row.id), row)
  const inserted = new Set<string>()
  const missing: { kind: string; id: string }[] = []
  for (const { changes } of entries)
    for (const { table, id, insert } of changes) {
      const key = keyOf(table, id)
      if (insert) inserted.add(key)
      else if (!rows.has(key) && !inserted.has(key)) missing.push({ kind: table, id })
    }
  if (missing.length > 0) for (const [key, row] of await inEveryScope(q, situation, () => loadRows(q, missing))) rows.set(key, row)
  return { rows, series: await loadSeries(q, situation, entries, rows) }
}

const RIGHTS_SQL = "SELECT kind, id, scope, rev, deleted, clk, doc FROM sync_row WHERE kind = 'role_permission'"

/** Counters of the documents that these entries may bring, locked: a number is given once the entry stands, and by one transaction at a time. */
async function loadSeries(q: Query, { rules }: Situation, entries: readonly WireEntry[], rows: Rows): Promise<Map<string, number>> {
  const wanted = new Map<string, { series: string; location: string }>()
  for (const { changes } of entries)
    for (const { table, id, insert, fields } of changes) {
      const rule = rules[table]
      if (!rule?.official || !insert || rows.has(keyOf(table, id))) continue
      const location = scopeOf(rule, Object.fromEntries(Object.entries(fields).map(([field, values]) => [field, valueAfter(values)])))
      wanted.set(`${rule.official.series}/${location}`, { series: rule.official.series, location })
    }
  if (wanted.size === 0) return new Map()
  const found = await q<{ series: string; location_id: string; last: number }>(SERIES_SQL, [kept([...wanted.values()])], 'push_series')
  return new Map(found.map(({ series, location_id, last }) => [`${series}/${location_id}`, last]))
}

const SERIES_SQL = `INSERT INTO number_series AS n (series, location_id, last)
SELECT series, location, 0 FROM json_to_recordset($1::json) AS w(series text, location text COLLATE "C") ORDER BY series, location
ON CONFLICT (series, location_id) DO UPDATE SET last = n.last RETURNING series, location_id, last`
