import type { Query } from '../db/database.ts'
import { type Change, type Draft, draftsOf, type Message, messageOf } from './messages.ts'
import { quoted } from './names.ts'
import type { Position } from './protocol.ts'
import type { Relation } from './relation.ts'
import type { Shape } from './shape.ts'
import { type Filter, filterSql } from './where.ts'

/** Sets under which Postgres prints and reads values as the protocol demands, until the end of the transaction. */
export const AS_PROTOCOL =
  "SET LOCAL bytea_output = 'hex'; SET LOCAL DateStyle = 'ISO, DMY'; SET LOCAL TimeZone = 'UTC'; SET LOCAL extra_float_digits = 1; SET LOCAL IntervalStyle = 'iso_8601'"

/** The log is read by its indexes, whatever the planner thinks of tables that it has not analysed. */
const AS_LOG = `${AS_PROTOCOL}; SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off`

/** Part of a shape's log. */
export interface Page {
  readonly messages: readonly Message[]
  /** Nothing more was there up to the epoch that was asked for. */
  readonly isWhole: boolean
}

interface Row extends Omit<Change, 'old' | 'new'> {
  readonly shape: number
  readonly old: string | null
  readonly new: string | null
}

/** A row's image under the table's own name and types, so that any condition on the table reads it. */
const imageSql = ({ columns, table }: Relation, image: string): string =>
  `(SELECT ${columns.map(({ name, type }) => `(${image} -> '${name.replaceAll("'", "''")}')::${type} AS ${quoted(name)}`).join(', ')}) AS ${quoted(table)}`

function statement(relation: Relation, filter: Filter | null): string {
  const holds = (image: string) =>
    filter
      ? `(${image} IS NOT NULL AND coalesce((SELECT (${filterSql(filter, (no) => `feed_shapes.params[${no}]`)}\n) FROM ${imageSql(relation, image)}), false))`
      : `(${image} IS NOT NULL)`
  return `
    SELECT feed_shapes.no::int AS shape, e.epoch, e.position, c.xid::text AS xid, c.leaf,
      hstore_to_json(c.old)::text AS old, hstore_to_json(c.new)::text AS new, feed_sides.was, feed_sides.becomes
    FROM feed_entry e CROSS JOIN LATERAL (SELECT * FROM feed_change WHERE seq = e.seq OFFSET 0) c
      CROSS JOIN (SELECT no, ARRAY(SELECT jsonb_array_elements_text(list)) AS params FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS lists(list, no) OFFSET 0) AS feed_shapes
      CROSS JOIN LATERAL (SELECT ${holds('c.old')} AS was, ${holds('c.new')} AS becomes OFFSET 0) AS feed_sides
    WHERE e.relation = $2 AND (e.epoch, e.position) > ($3, $4) AND e.epoch <= $5 AND (feed_sides.was OR feed_sides.becomes)
    ORDER BY e.epoch, e.position LIMIT $6`
}

/** Postgres' integers end there. */
const MAX_POSITION = 2 ** 31 - 1

/** Changes of shapes with one condition behind a position, up to the end of an epoch, `limit` at most. */
async function changesOf(q: Query, shapes: readonly Shape[], from: Position, until: number, limit: number): Promise<(Change & { shape: number })[]> {
  const [first] = shapes
  if (!first) return []
  const { relation, filter } = first.definition
  const params = JSON.stringify(shapes.map(({ definition }) => definition.filter?.params ?? []))
  const at = Math.min(from.position, MAX_POSITION)
  const rows = await q<Row>(statement(relation, filter), [params, relation.oid, from.epoch, at, until, limit])
  return rows.map((row) => ({ ...row, old: image(row.old), new: image(row.new) }))
}
const image = (text: string | null): Change['old'] => (text === null ? null : (JSON.parse(text) as Change['old'])) // of hstore_to_json

/** Turns drafts into messages; each is the last of its epoch unless one of the same epoch follows. */
export const finish = (drafts: readonly Draft[], shape: Shape): Message[] =>
  drafts.map((draft, i) => messageOf(draft, shape.definition, drafts[i + 1]?.epoch !== draft.epoch))

const ROWS = 500

/** Reads a shape's log behind `from`, until `bytes` are full or `until` has ended. */
export async function readLog(q: Query, shape: Shape, from: Position, until: number, bytes: number): Promise<Page> {
  if (from.epoch > until) return { messages: [], isWhole: true }
  await q(AS_LOG)
  const messages: Message[] = []
  let held: Draft | undefined
  let size = 0
  for (let at = from; ; ) {
    const changes = await changesOf(q, [shape], at, until, ROWS)
    for (const change of changes)
      for (const draft of draftsOf(change, shape.definition)) {
        if (held) {
          const message = messageOf(held, shape.definition, held.epoch !== draft.epoch)
          messages.push(message)
          size += Buffer.byteLength(message.text)
          // A change of key is told whole.
          if (size >= bytes && draft.more?.['key_change_from'] === undefined) return { messages, isWhole: false }
        }
        held = draft
      }
    const last = changes.at(-1)
    if (!last || changes.length < ROWS) break
    at = { kind: 'log', epoch: last.epoch, position: last.position }
  }
  if (held) messages.push(messageOf(held, shape.definition, true))
  return { messages, isWhole: true }
}

/** New messages of shapes with one condition, or null where there are too many to hold. */
export async function readNews(q: Query, shapes: readonly Shape[], after: number, until: number, limit: number): Promise<Message[][] | null> {
  const from: Position = { kind: 'log', epoch: after, position: Number.POSITIVE_INFINITY }
  await q(AS_LOG)
  const changes = await changesOf(q, shapes, from, until, limit + 1)
  if (changes.length > limit) return null
  const drafts: Draft[][] = shapes.map(() => [])
  for (const change of changes) {
    const shape = shapes[change.shape - 1]
    if (shape) drafts[change.shape - 1]?.push(...draftsOf(change, shape.definition))
  }
  return drafts.map((list, i) => finish(list, shapes[i] as Shape)) // one list per shape
}

/** Where a shape's log ends: at its newest change, or at its snapshot. */
export async function endOf(q: Query, { definition, startEpoch }: Shape, until: number): Promise<Position> {
  const { relation, filter } = definition
  await q(AS_LOG)
  const text = `${statement(relation, filter).replace(/ORDER BY e\.epoch, e\.position LIMIT \$6$/, 'ORDER BY e.epoch DESC, e.position DESC LIMIT $6')}`
  const [row] = await q<Row>(text, [JSON.stringify([filter?.params ?? []]), relation.oid, startEpoch, MAX_POSITION, until, 1])
  if (!row) return { kind: 'log', epoch: 0, position: Number.POSITIVE_INFINITY }
  const drafts = draftsOf({ ...row, old: image(row.old), new: image(row.new) }, definition)
  return { kind: 'log', epoch: row.epoch, position: drafts.at(-1)?.position ?? row.position }
}
