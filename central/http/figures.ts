import { COMPANY_SCOPE } from '#shared/contract/sync.ts'
import { type Database, DatabaseUnavailable } from '../db/database.ts'
import { scopesOf } from '../devices/records.ts'
import type { Gauge } from './metrics.ts'

interface Figures {
  readonly now: () => number
  readonly running: ReadonlyMap<string, number>
  readonly loopDelayNs: number
}
const LAG_SQL = `SELECT count(*) AS waiting FROM feed_change c, (SELECT snapshot FROM feed_epoch ORDER BY epoch DESC LIMIT 1) e
WHERE c.xid >= pg_snapshot_xmin(e.snapshot) AND NOT pg_visible_in_snapshot(c.xid, e.snapshot)`
type Counted = { readonly label: string; readonly count: number }

/** What is asked when it is scraped. Without the database, only what the process knows: a gateway in trouble must still be seen. */
export async function figuresOf(db: Pick<Database, 'tx'>, { now, running, loopDelayNs }: Figures): Promise<Gauge[]> {
  const one = (name: string, help: string, value: number): Gauge => ({ name, help, values: [{ value }] })
  const by = (name: string, help: string, label: string, rows: readonly Counted[]): Gauge => ({
    name,
    help,
    values: rows.map((row) => ({ labels: { [label]: row.label }, value: row.count })),
  })
  const own: Gauge[] = [
    one('bayline_held_polls', 'Feed requests that are held.', running.get('shape') ?? 0),
    one(
      'bayline_event_loop_delay_seconds',
      'Delay of the event loop since the last scrape, 99th percentile.',
      Number.isFinite(loopDelayNs) ? loopDelayNs / 1e9 : 0,
    ),
    one('bayline_memory_bytes', 'Resident memory.', process.memoryUsage.rss()),
    one('bayline_process_uptime_seconds', 'Since the start of the process.', process.uptime()),
  ]
  try {
    const scopes = await db.tx([COMPANY_SCOPE], (q) => scopesOf(q, null))
    return await db.tx(scopes, async (q) => {
      const devices = await q<Counted>("SELECT doc->>'state' AS label, count(*) FROM sync_row WHERE kind = 'sync_device' AND NOT deleted GROUP BY 1")
      const [lag] = await q<{ waiting: number }>(LAG_SQL)
      const [oldest] = await q<{ at: number | null }>(
        "SELECT min((doc->>'lastSeenAt')::bigint) AS at FROM sync_row WHERE kind = 'sync_device' AND NOT deleted AND doc->>'state' = 'active'",
      )
      const conflicts = await q<Counted>('SELECT kind AS label, count(*) FROM sync_conflict WHERE resolved_at IS NULL AND NOT deleted GROUP BY kind')
      const open = await q<Counted>("SELECT outcome AS label, count(*) FROM entry WHERE outcome IN ('parked', 'rejected') GROUP BY outcome")
      const pool = await q<Counted>(
        "SELECT coalesce(state, 'none') AS label, count(*) FROM pg_stat_activity WHERE usename = session_user AND datname = current_database() GROUP BY 1",
      )
      const slots = await q<Counted>(
        'SELECT slot_name::text AS label, coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn), 0)::bigint AS count FROM pg_replication_slots WHERE database = current_database()',
      )
      const age =
        typeof oldest?.at === 'number'
          ? [one('bayline_oldest_device_seconds', 'Since the active device that was silent longest was last seen.', Math.max(0, now() - oldest.at) / 1000)]
          : []
      return [
        ...own,
        one('bayline_database_up', 'The database answers.', 1),
        one('bayline_feed_waiting_changes', 'Changes that are committed and not yet in an epoch of the embedded feed.', lag?.waiting ?? 0),
        by('bayline_devices', 'Devices by state.', 'state', devices),
        ...age,
        by('bayline_conflicts_open', 'Conflicts that nobody has decided.', 'kind', conflicts),
        by('bayline_entries_refused', 'Entries that were not applied.', 'outcome', open),
        by('bayline_slot_lag_bytes', 'Log that PostgreSQL keeps for a replication slot, such as that of Electric.', 'slot', slots),
        by('bayline_database_connections', 'Connections of gateways by what they do.', 'state', pool),
      ]
    })
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error
    return [...own, one('bayline_database_up', 'The database answers.', 0)]
  }
}
