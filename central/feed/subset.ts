import type { FeedDatabase } from './epochs.ts'
import { AS_PROTOCOL } from './log.ts'
import { type FeedAnswer, type Offset, invalid, json, offsetText, Refusal } from './protocol.ts'
import type { Shape } from './shape.ts'
import { messageSql, rowsSql, snapshotFields } from './snapshot.ts'
import { checkOrder, checkWhere, inlined } from './where.ts'

/** Rows of a shape as they stand now, beside its log. */
export interface Subset {
  readonly where: string
  readonly params: readonly string[]
  readonly orderBy: string
  readonly limit: number | undefined
  readonly offset: number | undefined
}

const PREFIX = 'subset__'
const NAMES = ['where', 'params', 'order_by', 'limit', 'offset'] as const
export const isSubset = (query: URLSearchParams): boolean => NAMES.some((name) => query.has(PREFIX + name))
const wrong = (field: string, message: string) => invalid({ subset: { [field]: [message] } })

/** From the query, or from the body of a POST; undefined where neither asks for one. */
export function subsetOf(source: URLSearchParams | string | undefined): Subset | undefined {
  const values = typeof source === 'object' ? fromQuery(source) : fromBody(source ?? '')
  if (!values) return undefined
  const number = (name: 'limit' | 'offset', least: number) => {
    const value = values[name]
    if (value === undefined) return undefined
    const parsed = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value
    if (typeof parsed !== 'number' || !Number.isSafeInteger(parsed)) throw wrong(name, 'is invalid')
    if (parsed < least) throw wrong(name, least === 1 ? 'must be greater than 0' : 'must be greater than or equal to 0')
    return parsed
  }
  const subset: Subset = {
    where: text(values['where']),
    params: listOf(values['params']),
    orderBy: text(values['order_by']),
    limit: number('limit', 1),
    offset: number('offset', 0),
  }
  if (subset.orderBy === '' && (subset.limit !== undefined || subset.offset !== undefined))
    throw wrong('order_by', 'order_by is required when limit or offset is present')
  return subset
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

function fromQuery(query: URLSearchParams): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const name of NAMES) if (query.has(PREFIX + name)) values[name] = query.getAll(PREFIX + name).at(-1)
  if (typeof values['params'] === 'string') {
    try {
      values['params'] = JSON.parse(values['params'])
    } catch {
      throw wrong('params', 'params must be valid JSON')
    }
  }
  return values
}

const UNCACHED = { 'cache-control': 'max-age=0, private, must-revalidate' }
function fromBody(body: string): Record<string, unknown> | undefined {
  if (body.trim() === '') return undefined
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch (error) {
    const details = error instanceof Error ? error.message : ''
    throw new Refusal(json(400, JSON.stringify({ error: 'Invalid JSON in request body', details }), UNCACHED))
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Refusal(json(400, JSON.stringify({ error: 'Request body must be a JSON object' }), UNCACHED))
  const { subset } = value as { subset?: unknown }
  const values = (typeof subset === 'object' && subset !== null ? subset : value) as Record<string, unknown> // an object by the tests above
  return NAMES.some((name) => values[name] !== undefined) ? values : undefined
}

/** `{"1": "a", "2": "b"}`. */
function listOf(value: unknown): string[] {
  if (value === undefined) return []
  if (typeof value !== 'object' || value === null) throw wrong('params', 'is invalid')
  const keys = Object.keys(value).map(Number)
  if (keys.some((key) => !Number.isInteger(key))) throw wrong('params', 'Parameters can only use numbers as keys')
  if (keys.some((key) => key < 1 || key > keys.length)) throw wrong('params', 'Parameters must be numbered sequentially, starting from 1')
  return keys.sort((a, b) => a - b).map((key) => String((value as Record<string, unknown>)[key]))
}

export interface SubsetOptions {
  readonly db: Pick<FeedDatabase, 'tx'>
  readonly shape: Shape
  readonly asked: Subset
  readonly offset: Offset
  readonly scopes: readonly string[]
  readonly head: () => number
}

/** Reads the rows with the snapshot that they are of, so that the reader knows which changes of the log they contain already. */
export async function subsetAnswer({ db, shape, asked, offset, scopes }: SubsetOptions): Promise<FeedAnswer> {
  const { definition } = shape
  const { relation } = definition
  const where = asked.where === '' ? undefined : await checkWhere(db, relation, asked.where, asked.params)
  if (where && !where.ok) throw wrong('where', where.message)
  const order = asked.orderBy === '' ? undefined : await checkOrder(db, relation, asked.orderBy)
  if (order && !order.ok) throw wrong('order_by', order.message)
  const mark = Math.floor(Math.random() * 2 ** 31)
  const both = [definition.filter && `(${inlined(definition.filter)}\n)`, where?.ok && `(${inlined(where.value)}\n)`].filter(Boolean).join(' AND ')
  const from = `${rowsSql({ ...definition, filter: null })}${both && ` WHERE ${both}`}`
  const rows = `SELECT ${messageSql(definition, `,"snapshot_mark":${mark}`)} AS row ${from}${order ? ` ORDER BY ${order.value}\n` : ''} LIMIT $1 OFFSET $2`
  const read = await db.tx(scopes, async (q) => {
    await q(AS_PROTOCOL)
    const [one] = await q<{ snapshot: string; epoch: number; rows: string[] }>(
      `SELECT pg_current_snapshot()::text AS snapshot, (SELECT max(epoch) FROM feed_epoch) AS epoch, ARRAY(${rows}) AS rows`,
      [asked.limit ?? null, asked.offset ?? 0],
    )
    return one
  })
  // What the rows contain is in the log by the end of the next epoch.
  const metadata = { snapshot_mark: mark, database_lsn: String((read?.epoch ?? 0) + 1), ...snapshotFields(read?.snapshot ?? '') }
  return json(200, `{"metadata":${JSON.stringify(metadata)}, "data": [${(read?.rows ?? []).join(',')}]}`, {
    'cache-control': 'no-cache',
    'electric-snapshot': 'true',
    'electric-handle': shape.handle,
    'electric-schema': definition.schema,
    'electric-offset': offset.kind === 'start' ? '0_0' : offset.kind === 'now' ? '0_inf' : offset.kind === 'chunk' ? `0_${offset.no}` : offsetText(offset),
  })
}
