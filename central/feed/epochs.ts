import type { Database, Query } from '../db/database.ts'
import { factsOf, type Log } from '../log.ts'

export type FeedDatabase = Pick<Database, 'tx' | 'listen'>

/** What an epoch brought. */
export interface Epoch {
  readonly epoch: number
  /** Tables with changes. */
  readonly relations: readonly number[]
  /** Handles that ended. */
  readonly ended: readonly string[]
}

export interface Epochs {
  /** Newest epoch that everybody here was told of. */
  head(): number
  /** Changes up to this epoch are gone. */
  base(): number
  /** A reader who stands no further than here, though nothing is behind it, moves on: else the base would overtake it. */
  ageing(): number
  /** Resolves when all that was committed before the call is in an epoch that everybody here was told of. */
  fresh(): Promise<void>
  /** Closes an epoch that ends with the snapshot which `take` takes meanwhile; returns its number. */
  closeAt(take: () => Promise<string>): Promise<number>
  /** Ends the handles that `remove` removes, for all gateways. */
  end(remove: (q: Query) => Promise<string[]>): Promise<void>
  /** Time since the log was last read, ms. */
  lagMs(): number
  /** Forgets epochs older than `days`. */
  trim(days: number): Promise<void>
  close(): Promise<void>
}

export interface EpochsOptions {
  readonly db: FeedDatabase
  readonly log: Log
  /** Epochs close no faster than this while changes come, ms. */
  readonly pauseMs: number
  /** How often to look without a notice, ms. */
  readonly lookMs: number
  /** How long triggers go on logging after the last sign of this feed, days. */
  readonly retainDays: number
  /** Told of new epochs before they count as read; the second call runs when they do, in the same turn. */
  readonly prepare: (epochs: readonly Epoch[], from: number) => Promise<() => void>
  /** Nobody reads: what comes is left for later. */
  readonly isIdle: () => boolean
}

const CHANNEL = 'bayline_feed'
/** One closer at a time; the number is ours alone. The lock ends with the transaction. */
const LOCK = 'SELECT pg_advisory_xact_lock(7203615)'
/** The log is read by its index on xid, whatever the planner thinks of a table that it has not analysed. */
const LOCK_AND_PLAN = `${LOCK}; SET LOCAL enable_seqscan = off`

/**
 * Closes an epoch if there is anything for one. Everything in one statement, thus under one snapshot: the one kept with the epoch.
 *
 * An epoch is the difference of two snapshots, and within it the order is that of `seq`. Reading by `seq` alone would miss who took
 * his number early and committed late; by xid, it would put one row's writes backwards; up to the oldest open xid, likewise (B waits
 * for A's commit on a row while C stays open: B is below that horizon later than C allows); and waiting for gaps would wait for those
 * who rolled back. Whoever wrote a row after another's commit is seen by no snapshot that does not see the other: so each row's order
 * holds, and nobody waits for an open transaction (reference: sync, 5.4).
 *
 * `$1`: a snapshot taken under the lock a moment ago, to end with; null: now.
 */
const CLOSE = `
  WITH last AS MATERIALIZED (SELECT epoch, snapshot FROM feed_epoch ORDER BY epoch DESC LIMIT 1),
  fresh AS MATERIALIZED (
    SELECT c.seq, c.relation, ((row_number() OVER (ORDER BY c.seq) - 1) * 2)::int AS position, c.truncated
    FROM last JOIN feed_change c ON c.xid >= pg_snapshot_xmin(last.snapshot)
    WHERE NOT pg_visible_in_snapshot(c.xid, last.snapshot) AND ($1::pg_snapshot IS NULL OR pg_visible_in_snapshot(c.xid, $1::pg_snapshot))
  ),
  touched AS MATERIALIZED (SELECT relation, bool_or(truncated) AS truncated, feed_layout(relation, NULL) AS whole FROM fresh GROUP BY relation),
  entered AS (INSERT INTO feed_entry (relation, epoch, position, seq) SELECT relation, last.epoch + 1, position, seq FROM fresh, last),
  ended AS (
    DELETE FROM feed_shape s USING touched t
    WHERE s.relation = t.relation
      AND (t.truncated OR CASE WHEN s.whole = t.whole THEN false ELSE s.layout IS DISTINCT FROM feed_layout(s.relation, s.columns) END)
    RETURNING s.handle
  )
  INSERT INTO feed_epoch (epoch, snapshot, relations, ended)
  SELECT epoch + 1, coalesce($1::pg_snapshot, pg_current_snapshot()), ARRAY(SELECT relation FROM touched), ARRAY(SELECT handle FROM ended)
  FROM last WHERE $2 OR EXISTS (SELECT FROM fresh)
  RETURNING epoch, pg_notify('${CHANNEL}', 'epoch ' || epoch)`
const SINCE = 'SELECT epoch, relations::int8[] AS relations, ended FROM feed_epoch WHERE epoch > $1 ORDER BY epoch'

/** The tables behind `feed_change`. */
const LOGS = ['feed_image', 'feed_row'] as const
const TRIM = `WITH old AS (DELETE FROM feed_entry WHERE epoch <= $1 RETURNING seq)${LOGS.map(
  (table) => `, of_${table} AS (DELETE FROM ${table} c USING old WHERE c.seq = old.seq)`,
).join('')} SELECT`

export async function openEpochs(options: EpochsOptions): Promise<Epochs> {
  const { db, log, pauseMs, lookMs, retainDays, prepare, isIdle } = options
  await startRecording(db, retainDays, log)
  let { head, base } = await db.tx([], (q) => bounds(q))
  let ageing = 0

  /** Closes, and takes in what this and other gateways closed. */
  const advance = async (): Promise<void> => {
    const epochs = await db.tx([], async (q) => {
      await q(LOCK_AND_PLAN)
      await q(CLOSE, [null, false], 'feed_close')
      return await q<{ epoch: number; relations: (string | number)[]; ended: string[] }>(SINCE, [head], 'feed_since')
    })
    const newest = epochs.at(-1)
    if (!newest) return
    const told = epochs.map(({ epoch, relations, ended }) => ({ epoch, relations: relations.map(Number), ended }))
    const take = await prepare(told, head)
    head = newest.epoch
    take()
  }

  let running: Promise<void> | undefined
  let queued: Promise<void> | undefined
  let endedAt = 0
  let readAt = performance.now()
  const run = (): Promise<void> => {
    queued = undefined
    running = advance()
      .then(() => {
        readAt = performance.now()
      })
      .finally(() => {
        running = undefined
        endedAt = performance.now()
      })
    return running
  }
  // One that is under way may have looked too early; the next one serves all who came meanwhile.
  const fresh = (): Promise<void> => {
    if (!running) return run()
    queued ??= running.then(run, run)
    return queued
  }

  let isClosed = false
  let isFailing = false
  let timer: NodeJS.Timeout | undefined
  const look = () => {
    timer = undefined
    if (isClosed) return
    fresh().then(
      () => {
        isFailing = false
      },
      (error: unknown) => {
        if (!isFailing) log.warn('feed-not-advanced', factsOf(error))
        isFailing = true
      },
    )
  }
  const soon = () => {
    timer ??= setTimeout(look, Math.max(0, pauseMs - (performance.now() - endedAt)))
  }
  const stopListening = await db.listen(CHANNEL, (payload) => {
    const [, epoch] = payload.split(' ')
    if (isIdle() || (epoch !== undefined && Number(epoch) <= head)) return
    soon()
  })
  const fallback = setInterval(() => {
    if (!isIdle() && performance.now() - endedAt >= lookMs) soon()
  }, lookMs)
  fallback.unref()

  return {
    head: () => head,
    base: () => base,
    ageing: () => ageing,
    lagMs: () => (isIdle() ? 0 : performance.now() - readAt),
    fresh,
    closeAt: (take) =>
      db.tx([], async (q) => {
        await q(LOCK_AND_PLAN)
        const snapshot = await take()
        const [closed] = await q<{ epoch: number }>(CLOSE, [snapshot, true], 'feed_close')
        if (!closed) throw new Error('the feed has no base epoch')
        return closed.epoch
      }),
    end: (remove) =>
      db.tx([], async (q) => {
        await q(LOCK)
        const handles = await remove(q)
        if (handles.length > 0) await q(END, [handles])
      }),
    async trim(days) {
      await db.tx([], async (q) => {
        await q(LOCK)
        await q("UPDATE feed_state SET recording_until = now() + $1 * interval '1 day'", [retainDays])
        const [oldest] = await q<{ epoch: number }>(
          "SELECT epoch FROM feed_epoch WHERE closed_at < now() - $1 * interval '1 day' AND epoch < (SELECT max(epoch) FROM feed_epoch) ORDER BY epoch DESC LIMIT 1",
          [days],
        )
        if (!oldest) return
        await q(TRIM, [oldest.epoch])
        await q('DELETE FROM feed_epoch WHERE epoch < $1', [oldest.epoch])
      })
      ;({ base } = await db.tx([], (q) => bounds(q)))
      const [half] = await db.tx([], (q) =>
        q<{ epoch: number | null }>("SELECT max(epoch) AS epoch FROM feed_epoch WHERE closed_at < now() - $1 * interval '12 hours'", [days]),
      )
      ageing = half?.epoch ?? 0
    },
    async close() {
      isClosed = true
      clearInterval(fallback)
      clearTimeout(timer)
      await stopListening()
      await Promise.allSettled([running, queued])
    },
  }
}

/** An epoch without changes, for the handles that end with it: every gateway reads epochs, and misses none. */
const END = `
  INSERT INTO feed_epoch (epoch, snapshot, relations, ended)
  SELECT epoch + 1, snapshot, '{}', $1::text[] FROM feed_epoch ORDER BY epoch DESC LIMIT 1
  RETURNING pg_notify('${CHANNEL}', 'epoch ' || epoch)`

async function bounds(q: Query): Promise<{ head: number; base: number }> {
  const [row] = await q<{ head: number; base: number }>('SELECT max(epoch) AS head, min(epoch) AS base FROM feed_epoch')
  if (!row) throw new Error('an aggregate has a row')
  return row
}

/**
 * Turns logging on. After a time without, or in a database that was put back to an earlier state or onto another server, nothing that
 * was told counts any more: every handle ends, and numbers go on above all that were given.
 */
async function startRecording(db: FeedDatabase, days: number, log: Log): Promise<void> {
  await db.tx([], async (q) => {
    await q(LOCK)
    const [state] = await q<{ recording: boolean; earlier: boolean }>(`
      SELECT recording_until > now() AS recording, pg_snapshot_xmax(snapshot) > pg_snapshot_xmax(pg_current_snapshot()) AS earlier
      FROM feed_state, (SELECT snapshot FROM feed_epoch ORDER BY epoch DESC LIMIT 1) last`)
    const isWhole = state?.recording === true && !state.earlier
    // Who writes just now may have looked at the old state: wait until they are through.
    if (!isWhole) await q('LOCK TABLE sync_row IN SHARE ROW EXCLUSIVE MODE')
    await q("UPDATE feed_state SET recording_until = now() + $1 * interval '1 day'", [days])
    if (isWhole) return
    log.info('feed-begins', { earlier: state?.earlier ?? false })
    await q('DELETE FROM feed_entry')
    for (const table of LOGS) await q(`DELETE FROM ${table}`)
    await q(`
      WITH ended AS (DELETE FROM feed_shape RETURNING handle)
      INSERT INTO feed_epoch (epoch, snapshot, relations, ended)
      SELECT max(epoch) + 1, pg_current_snapshot(), '{}', ARRAY(SELECT handle FROM ended) FROM feed_epoch
      RETURNING pg_notify('${CHANNEL}', 'epoch ' || epoch)`)
    await q('DELETE FROM feed_epoch WHERE epoch < (SELECT max(epoch) FROM feed_epoch)')
  })
}
