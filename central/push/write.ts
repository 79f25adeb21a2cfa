import { mergeChange, type RowChange } from '#shared/contract/merge.ts'
import { scopeOf, type SyncRules } from '#shared/contract/sync.ts'
import type { WireResult, WireRow } from '#shared/contract/wire.ts'
import type { Hlc } from '#shared/kernel/hlc.ts'
import type { CentreClock } from '../clock.ts'
import type { CentralColumn, CentralSchema, CentralTable, Query } from '../db/database.ts'
import { arrayOf, type ElementType } from './arrays.ts'
import { fieldsOf, newestOf, withFallbacks } from './fields.ts'
import { CENTRE, type History, keyOf, type Rows, type Taken } from './state.ts'

/** JSON text that Postgres keeps: it knows neither NUL nor half a character, and what was refused for them must be kept all the same. */
export function kept(value: unknown): string {
  const text = JSON.stringify(value)
  return text.includes('\\u0000') || text.includes('\\ud')
    ? text.replace(/\\(?:(u0000|ud[89a-f][0-9a-f]{2})|.)/g, (found, bad) => (bad === undefined ? found : '\\ufffd'))
    : text
}

/** The same of a text. */
export const keptText = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd')

/** One look into the index per key: a join would have the planner read all rows of a scope. */
const LOAD_SQL = `SELECT s.kind, s.id, s.scope, s.rev, s.deleted, s.clk, s.doc FROM unnest($1::text[], $2::text[]) AS k(kind, id)
CROSS JOIN LATERAL (SELECT * FROM sync_row s WHERE s.kind = k.kind AND s.id = k.id LIMIT 1 FOR UPDATE) s`

/** Rows by kind and id, locked in the order of their keys; what the transaction's scopes do not show is left out. */
export async function loadRows(q: Query, keys: readonly { readonly kind: string; readonly id: string }[]): Promise<Map<string, WireRow>> {
  if (keys.length === 0) return new Map()
  const sorted = keys.toSorted((a, b) => (keyOf(a.kind, a.id) < keyOf(b.kind, b.id) ? -1 : 1))
  const columns = [sorted.map(({ kind }) => kind), sorted.map(({ id }) => keptText(id))]
  const rows = await q<WireRow>(
    LOAD_SQL,
    columns.map((values) => arrayOf('text', values)),
    'push_load',
  )
  return new Map(rows.map((row) => [keyOf(row.kind, row.id), row]))
}

/** What is written of a request beside its rows, once, at its end. */
export interface Finish {
  readonly deviceId: string
  readonly takenAt: number
  readonly taken: readonly (Taken & { readonly hash: Buffer })[]
  readonly history: readonly History[]
  /** Highest number of the device now. */
  readonly last: { readonly seq: number; readonly part: number }
  /** Results that the device had and has: answers between them may be forgotten. */
  readonly acked: { readonly before: number; readonly now: number }
}

export interface Writer {
  /**
   * The typed tables and the feed, from one list per kind. `before`: rows as they were read and locked. Rejects with LostRace where
   * one that is not in it is there all the same.
   */
  rows(q: Query, rows: Iterable<WireRow>, before: Rows): Promise<void>
  /** Newest number per `series/location`. */
  series(q: Query, series: ReadonlyMap<string, number>): Promise<void>
  history(q: Query, history: readonly History[]): Promise<void>
  finish(q: Query, finish: Finish): Promise<void>
}

/** Kinds in the order of `rules`, so that all transactions take their locks in one order. */
export function createWriter(schema: CentralSchema, rules: SyncRules, schemaVersion: number): Writer {
  const statements = Object.keys(rules).flatMap((kind) => {
    const table = schema.get(kind)
    return table ? [{ kind, ...rowsOf(table) }] : []
  })
  return {
    async rows(q, rows, before) {
      const byKind = Map.groupBy(rows, ({ kind }) => kind)
      for (const { kind, sql, columns } of statements) {
        const own = byKind.get(kind)
        if (!own) continue
        const [written] = await q<{ fresh: number }>(sql, [kind, schemaVersion, ...arraysOf(columns, own)], `push_rows_${kind}`)
        const fresh = own.filter(({ id }) => !before.has(keyOf(kind, id))).length
        if (written?.fresh !== fresh) throw new LostRace(kind)
      }
    },
    async series(q, series) {
      const rows = [...series].map(([key, last]) => ({ series: key.slice(0, key.indexOf('/')), location: key.slice(key.indexOf('/') + 1), last }))
      if (rows.length > 0) await q(SERIES_SQL, [kept(rows)], 'push_numbers')
    },
    async history(q, history) {
      await q(historySql(1), HISTORY.arrays(history), 'push_history')
    },
    async finish(q, { deviceId, takenAt, taken, history, last, acked }) {
      const head = [deviceId, takenAt, last.seq, last.part, acked.before, acked.now]
      await q(FINISH_SQL, [...head, ...ENTRY.arrays(taken), ...HISTORY.arrays(history)], 'push_finish')
    },
  }
}

/** Another transaction made the same row in the meantime: with a serialization failure's code, so that all is read and decided again. */
class LostRace extends Error {
  override name = 'LostRace'
  readonly code = '40001'
}

/** Columns of a list: how each is called, its type, and its value in one element. */
class Columns<T> {
  readonly names: string
  readonly #columns: readonly (readonly [name: string, type: ElementType, value: (one: T) => unknown])[]
  constructor(columns: readonly (readonly [name: string, type: ElementType, value: (one: T) => unknown])[]) {
    this.#columns = columns
    this.names = columns.map(([name]) => name).join(', ')
  }
  arrays(list: readonly T[]): Buffer[] {
    return this.#columns.map(([, type, value]) => arrayOf(type, list.map(value)))
  }
  /** The list as rows, its arrays being parameters from this number on. */
  from(first: number): string {
    return `unnest(${this.#columns.map(([, type], i) => `$${first + i}::${type}[]`).join(', ')})`
  }
}

const HISTORY = new Columns<History>([
  ['kind', 'text', (one) => one.kind],
  ['record_id', 'text', (one) => keptText(one.recordId)],
  ['scope', 'text', (one) => one.scope],
  ['hlc', 'text', (one) => one.hlc],
  ['sent_hlc', 'text', (one) => one.sentHlc],
  ['device_id', 'text', (one) => one.deviceId],
  ['seq', 'bigint', (one) => one.seq],
  ['fields', 'json', (one) => kept(one.fields)],
  // Clocks are names of fields and groups.
  ['lost', 'text', (one) => `{${one.lost.join()}}`],
])
const ENTRY = new Columns<Finish['taken'][number]>([
  ['seq', 'bigint', ({ entry }) => entry.seq],
  ['part', 'integer', ({ entry }) => entry.part],
  ['hash', 'bytea', ({ hash }) => hash],
  ['outcome', 'text', ({ result }) => result.outcome],
  ['answer', 'jsonb', ({ result }) => answerOf(result)],
  ['body', 'jsonb', ({ entry, result: { outcome } }) => (outcome === 'parked' || outcome === 'rejected' ? kept(entry) : null)],
  ['hlc', 'text', ({ hlc }) => hlc],
  ['command', 'text', ({ entry }) => keptText(entry.command)],
  ['user_id', 'text', ({ entry }) => (entry.userId === null ? null : keptText(entry.userId))],
  ['user_name', 'text', ({ entry }) => keptText(entry.userName)],
  ['at', 'bigint', ({ entry }) => entry.at],
])

/** What is answered beside the outcome. */
function answerOf({ seq: _seq, part: _part, outcome: _outcome, ...answer }: WireResult): string | null {
  return Object.keys(answer).length > 0 ? kept(answer) : null
}

const historySql = (first: number): string => `INSERT INTO field_history (${HISTORY.names})
SELECT kind, record_id, scope, hlc, sent_hlc, device_id, seq, fields, lost::text[] FROM ${HISTORY.from(first)} AS h(${HISTORY.names})`

const FINISH_SQL = `WITH entries AS (
  INSERT INTO entry (device_id, taken_at, ${ENTRY.names}) SELECT $1, $2, e.* FROM ${ENTRY.from(7)} AS e
), history AS (${historySql(18)}), forgotten AS (
  UPDATE entry SET answer = NULL WHERE device_id = $1 AND seq > $5 AND seq <= $6 AND answer IS NOT NULL
)
UPDATE device_identity SET have_seq = $3, have_part = $4, acked_through = $6 WHERE device_id = $1`

const SERIES_SQL = `UPDATE number_series n SET last = g.last FROM json_to_recordset($1::json) AS g(series text, location text, last bigint)
WHERE n.series = g.series AND n.location_id = g.location`

/** Columns of a typed table that the row itself, not its document, says. */
const OF_ROW: Readonly<Record<string, string>> = { id: 'g.id', deleted: 'g.deleted', clk: 'g.clk' }

/**
 * The statement that writes rows of one kind, and the columns of their documents in its order. The gateway reads documents apart, once;
 * to the feed a document goes as a whole.
 */
function rowsOf({ kind, columns }: CentralTable): { sql: string; columns: readonly CentralColumn[] } {
  const written = columns.filter(({ name }) => name !== 'x')
  const ofDoc = written.filter(({ name }) => !(name in OF_ROW))
  const values = written.map(({ name }) => OF_ROW[name] ?? `g."${name}"`).join(', ')
  const updates = written.filter(({ name }) => name !== 'id').map(({ name }) => `${name} = excluded.${name}`)
  const given = [...ROW_COLUMNS, ...ofDoc.map(({ name, type }) => [name, type] as const)]
  const sql = `WITH given AS MATERIALIZED (
  SELECT * FROM unnest(${given.map(([, type], i) => `$${i + 3}::${type}[]`).join(', ')}) AS g(${given.map(([name]) => `"${name}"`).join(', ')})
), typed AS (
  INSERT INTO "${kind}" (${written.map(({ name }) => name).join(', ')}) SELECT ${values} FROM given g
  ON CONFLICT (id) DO UPDATE SET ${updates.join(', ')}
), feed AS (
  INSERT INTO sync_row (kind, id, scope, rev, schema_v, deleted, clk, doc) SELECT $1, id, "of scope", "of rev", $2, deleted, clk, "of doc" FROM given
  ON CONFLICT (kind, id) DO UPDATE SET scope = excluded.scope, rev = excluded.rev, schema_v = excluded.schema_v, deleted = excluded.deleted,
    clk = excluded.clk, doc = excluded.doc
  RETURNING xmax = 0 AS fresh
)
SELECT count(*) FILTER (WHERE fresh) AS fresh FROM feed`
  return { sql, columns: ofDoc }
}

/** Names with a space are nobody's column. */
const ROW_COLUMNS = [
  ['id', 'text'],
  ['of scope', 'text'],
  ['of rev', 'bigint'],
  ['deleted', 'boolean'],
  ['clk', 'jsonb'],
  ['of doc', 'jsonb'],
] as const satisfies readonly (readonly [string, ElementType])[]

const arraysOf = (columns: readonly CentralColumn[], rows: readonly WireRow[]): Buffer[] => [
  arrayOf(
    'text',
    rows.map(({ id }) => id),
  ),
  arrayOf(
    'text',
    rows.map(({ scope }) => scope),
  ),
  arrayOf(
    'bigint',
    rows.map(({ rev }) => rev),
  ),
  arrayOf(
    'boolean',
    rows.map(({ deleted }) => deleted),
  ),
  arrayOf(
    'jsonb',
    rows.map(({ clk }) => JSON.stringify(clk)),
  ),
  arrayOf(
    'jsonb',
    rows.map(({ doc }) => JSON.stringify(doc)),
  ),
  ...columns.map(({ key, type }) =>
    arrayOf(
      type,
      rows.map(({ doc }) => {
        const value = doc[key] ?? null
        return type === 'jsonb' && value !== null ? JSON.stringify(value) : value
      }),
    ),
  ),
]

/** With what the centre writes. */
export interface Desk {
  readonly rules: SyncRules
  readonly schema: CentralSchema
  readonly schemaVersion: number
  readonly clock: CentreClock
}

/** Its statements, which are the same each time. */
const writers = new WeakMap<Desk, Writer>()
function writerOf(desk: Desk): Writer {
  const known = writers.get(desk) ?? createWriter(desk.schema, desk.rules, desk.schemaVersion)
  writers.set(desk, known)
  return known
}

/**
 * Writes rows as the centre itself (devices, their alarms): merge, typed table, feed and history, in the caller's transaction and
 * scopes. What changes is stamped with the centre's clock, above all that the rows stood under.
 */
export async function writeAsCentre(desk: Desk, q: Query, changes: readonly RowChange[], keepsHistory = true): Promise<void> {
  const { rules, schema, clock } = desk
  const fields = fieldsOf(schema)
  const before = await loadRows(
    q,
    changes.map(({ table, id }) => ({ kind: table, id })),
  )
  const hlc: Hlc = clock.next(newestOf(before.values()))
  const rows: WireRow[] = []
  const history: History[] = []
  for (const change of changes) {
    const { table, id } = change
    const rule = rules[table]
    const row = before.get(keyOf(table, id))
    const merged = rule && mergeChange(rule, row, change, hlc, clock.now(), false)
    if (!merged || !('row' in merged)) throw new Error(`the centre cannot write ${table} ${id}`)
    if (!merged.changed) continue
    const doc = row ? merged.row.doc : withFallbacks(merged.row.doc, fields.get(table))
    const scope = scopeOf(rule, doc)
    rows.push({ kind: table, id, scope, rev: (row?.rev ?? 0) + 1, deleted: doc['deleted'] === true, clk: { ...merged.row.clk }, doc: { ...doc } })
    history.push({ kind: table, recordId: id, scope, hlc, sentHlc: null, deviceId: CENTRE, seq: 0, fields: change.fields, lost: [] })
  }
  const writer = writerOf(desk)
  await writer.rows(q, rows, before)
  // When a device was last seen changes every minute: that is nobody's deed.
  if (keepsHistory && history.length > 0) await writer.history(q, history)
}
