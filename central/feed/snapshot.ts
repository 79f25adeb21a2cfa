import { setTimeout as wait } from 'node:timers/promises'
import { createHash } from 'node:crypto'
import type { Database, Query } from '../db/database.ts'
import { codeOf } from '../db/errors.ts'
import type { Epochs } from './epochs.ts'
import { AS_PROTOCOL } from './log.ts'
import { literal, quoted } from './names.ts'
import { unavailable } from './protocol.ts'
import { keyPrefix, type Relation } from './relation.ts'
import type { Definition } from './shape.ts'
import { inlined } from './where.ts'

/** migrated: the tables that are read have their triggers. onDemand: they get them at the first request; the login owns them. */
export type Attach = 'migrated' | 'onDemand'

const LOCK_MS = 5_000
const ROWS = 1_000

/** Puts the triggers on a table, once all who are writing it are through: what they write is not logged. */
export async function attach(db: Pick<Database, 'tx'>, { oid, sql }: Relation): Promise<void> {
  // Those of a partition's root are there, too, and log for the root alone.
  const isThere = async (q: Query) => (await q("SELECT FROM pg_trigger WHERE tgrelid = $1 AND tgparentid = 0 AND tgname LIKE 'feed_record%'", [oid])).length > 0
  try {
    await db.tx([], async (q) => {
      if (await isThere(q)) return
      await q(`SET LOCAL lock_timeout = ${LOCK_MS}`)
      await q(`LOCK TABLE ${sql} IN SHARE ROW EXCLUSIVE MODE`)
      // Another gateway may have done it while we waited.
      if (await isThere(q)) return
      await q(`CREATE TRIGGER feed_record_${oid} AFTER INSERT OR UPDATE OR DELETE ON ${sql} FOR EACH ROW EXECUTE FUNCTION feed_record('${oid}')`)
      await q(`CREATE TRIGGER feed_truncated AFTER TRUNCATE ON ${sql} FOR EACH STATEMENT EXECUTE FUNCTION feed_truncated()`)
    })
  } catch (error) {
    if (codeOf(error) === '55P03' || (error instanceof Error && codeOf(error.cause) === '55P03'))
      throw unavailable('Snapshot timed out while waiting for a table lock', 10, true)
    throw error
  }
}

/** Condition of the rows that a shape holds. */
export const rowsSql = ({ relation, filter }: Definition): string =>
  `FROM ${relation.sql} AS ${quoted(relation.table)}${filter ? ` WHERE (${inlined(filter)}\n)` : ''}`

/** A row as an insert message. `headers`: as JSON, within the braces. */
export function messageSql({ relation, columns, key }: Definition, headers = ''): string {
  const { schema, table } = relation
  const texts = new Map(relation.columns.map(({ name, text }) => [name, text]))
  const parts = key.map((name) => `'/' || coalesce('"' || replace(${texts.get(name)}, '/', '//') || '"', '_')`)
  const of = JSON.stringify([schema, table])
  const values = columns.map(({ name, text }) => `${text} AS ${quoted(name)}`).join(', ')
  return `'{"key":' || to_json(${literal(keyPrefix(schema, table))} || ${parts.join(' || ')})::text || ',"value":' || (SELECT row_to_json(feed_row) FROM (SELECT ${values}) AS feed_row)::text || ${literal(`,"headers":{"relation":${of},"operation":"insert"${headers}}}`)}`
}

/** As Postgres writes a snapshot: `xmin:xmax:xip,xip`. */
export function snapshotFields(text: string): { readonly xmin: string; readonly xmax: string; readonly xip_list: readonly string[] } {
  const [xmin = '', xmax = '', xip = ''] = text.split(':')
  return { xip_list: xip === '' ? [] : xip.split(','), xmax, xmin }
}

let lastMicros = 0
/** Never given twice, as its time only rises; two gateways that meet in one microsecond meet on the primary key. */
function newHandle(definition: string): string {
  const hash = createHash('sha256').update(definition).digest().readUInt32BE() >>> 4
  lastMicros = Math.max(lastMicros + 1, Math.floor((performance.timeOrigin + performance.now()) * 1000))
  return `${hash}-${lastMicros}`
}

export interface Made {
  readonly handle: string
  readonly startEpoch: number
  readonly chunks: number
}
export const FIND_CURRENT = 'SELECT handle, start_epoch AS "startEpoch", chunks FROM feed_shape WHERE md5(definition) = md5($1) AND superseded_at IS NULL'

/**
 * Makes a new handle for a definition, unless somebody just did: `stale` is the one that is not wanted any more. Its rows are kept in
 * pieces of `bytes`, as of the end of an epoch: a cursor sees what its snapshot sees, however long it is read, while the closer is
 * held up for a moment only.
 */
export async function makeShape(
  db: Pick<Database, 'tx'>,
  epochs: Pick<Epochs, 'closeAt'>,
  definition: Definition,
  { scopes, bytes, stale }: { readonly scopes: readonly string[]; readonly bytes: number; readonly stale: string | undefined },
): Promise<Made> {
  const { relation, text } = definition
  // A condition may look at columns that are not read.
  const names = definition.filter ? null : definition.names
  return await db.tx(scopes, async (q) => {
    await q('SELECT pg_advisory_xact_lock(7203616, hashtext($1))', [text])
    const [current] = await q<Made>(FIND_CURRENT, [text])
    if (current && current.handle !== stale) return current
    await q(AS_PROTOCOL)
    const rows = definition.log === 'full' ? `UNION ALL SELECT ${messageSql(definition)} ${rowsSql(definition)}` : ''
    let snapshot = ''
    const startEpoch = await epochs.closeAt(async () => {
      await q(`DECLARE feed_rows NO SCROLL CURSOR FOR SELECT pg_current_snapshot()::text AS row ${rows}`)
      const [first] = await q<{ row: string }>('FETCH 1 FROM feed_rows')
      snapshot = first?.row ?? ''
      return snapshot
    })
    const handle = newHandle(text)
    const chunks = await keepRows(q, handle, bytes, JSON.stringify({ headers: { control: 'snapshot-end', ...snapshotFields(snapshot) } }))
    if (current) await q('UPDATE feed_shape SET superseded_at = now() WHERE handle = $1', [current.handle])
    await q(
      `INSERT INTO feed_shape (handle, definition, relation, columns, layout, whole, start_epoch, chunks)
       VALUES ($1, $2, $3, $4, feed_layout($3, $4), feed_layout($3, NULL), $5, $6)`,
      [handle, text, relation.oid, names, startEpoch, chunks],
    )
    return { handle, startEpoch, chunks }
  })
}

async function keepRows(q: Query, handle: string, bytes: number, end: string): Promise<number> {
  let [parts, size, no]: [string[], number, number] = [[], 0, 0]
  const keep = async () => {
    await q('INSERT INTO feed_chunk (handle, no, body) VALUES ($1, $2, $3)', [handle, no++, `[${parts.join(',\n')}]`], 'feed_keep')
    parts = []
    size = 0
  }
  for (;;) {
    const rows = await q<{ row: string }>(`FETCH ${ROWS} FROM feed_rows`)
    for (const { row } of rows) {
      parts.push(row)
      size += Buffer.byteLength(row)
      if (size >= bytes) await keep()
    }
    if (rows.length < ROWS) break
    // Others of this process want their turn.
    await wait(0)
  }
  parts.push(end)
  await keep()
  return no
}
