import { and, eq, sql } from 'drizzle-orm'
import type { Builder } from '#main/platform/db/connection.ts'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { EpochMs } from '#shared/kernel/time.ts'
import { LIVE_STATES, LONGEST_MS } from '#shared/modules/appointments/model.ts'
import type { Alert } from '#shared/modules/alerts/model.ts'
import type { CriticalLevel, ServedJob, Standing, Visit, WatchedJob } from '#shared/modules/alerts/rules.ts'
import type { Bay } from '#shared/modules/bays/model.ts'
import { alert, alertSeen } from './tables.ts'

const value = sql.placeholder

const columns = {
  id: alert.id,
  source: alert.source,
  subjectId: alert.subjectId,
  locationId: alert.locationId,
  priority: alert.priority,
  at: alert.at,
  facts: alert.facts,
  isUp: alert.isUp,
  raisedAt: alert.createdAt,
  resolvedAt: alert.resolvedAt,
  resolvedByName: alert.resolvedByName,
  resolution: alert.resolution,
}
const isOpen = sql`(${alert.isUp} = 1 AND ${alert.resolvedAt} IS NULL)`
/** Of a location, and of the whole company. */
const concerns = (locationId: unknown) => sql`coalesce(${alert.locationId}, ${locationId}) = ${locationId}`
const alertList = list({
  select: (q: Builder) =>
    q
      .select({ ...columns, createdAt: alert.createdAt })
      .from(alert)
      .$dynamic(),
  filters: {
    locationId: concerns,
    standing: (v) => sql`(CASE WHEN ${alert.resolvedAt} IS NOT NULL THEN 'resolved' WHEN ${alert.isUp} = 1 THEN 'open' ELSE 'withdrawn' END) = ${v}`,
    source: (v) => sql`+${alert.source} = ${v}`,
    priority: (v) => sql`${alert.priority} = ${v}`,
  },
  sorts: {
    urgent: { by: [alert.priority, alert.createdAt, alert.id], direction: 'desc' },
    newest: { by: [alert.createdAt, alert.id], direction: 'desc' },
  },
})
const byId = query((q) =>
  q
    .select(columns)
    .from(alert)
    .where(eq(alert.id, value('id'))),
)
/** Partial index: a handful of rows, so sorting them is nothing. */
const open = query((q) =>
  q
    .select(columns)
    .from(alert)
    .where(and(isOpen, concerns(value('locationId'))))
    .orderBy(sql`${alert.priority} DESC, ${alert.createdAt} DESC, ${alert.id} DESC`)
    .limit(200),
)
const seen = query((q) =>
  q
    .select({ alertId: alertSeen.alertId })
    .from(alertSeen)
    .where(and(eq(alertSeen.userId, value('userId')), sql`${alertSeen.alertId} IN (SELECT value FROM json_each(${value('ids')}))`)),
)

type StandingRow = Omit<Standing, 'isUp' | 'facts'> & { isUp: number; facts: string }
const STANDING = 'a.id, a.source, a.subject_id AS subjectId, a.turn, a.is_up AS isUp, a.priority, a.facts'
/** A device judges what it knows: its own clock, bays and orders that are here. */
const judged = sqlQuery<StandingRow, [deviceId: string]>(`SELECT ${STANDING} FROM alert a WHERE a.is_up = 1 AND CASE a.source
  WHEN 'clockDrift' THEN a.subject_id = ?
  WHEN 'stockCritical' THEN EXISTS (SELECT 1 FROM stock_place p WHERE p.id = substr(a.subject_id, 38))
  WHEN 'returnedTwice' THEN EXISTS (SELECT 1 FROM sale_line l WHERE l.id = a.subject_id)
  WHEN 'cardsLate' THEN EXISTS (SELECT 1 FROM sale s WHERE s.location_id = a.subject_id)
  WHEN 'bayOverfull' THEN EXISTS (SELECT 1 FROM bay b WHERE b.id = substr(a.subject_id, 1, 36))
  ELSE EXISTS (SELECT 1 FROM work_order w WHERE w.id = a.subject_id) END`)
const newest = sqlQuery<StandingRow, [source: string, subjectId: string]>(
  `SELECT ${STANDING} FROM alert a WHERE a.source = ? AND a.subject_id = ? ORDER BY a.turn DESC LIMIT 1`,
)
const jobs = sqlQuery<WatchedJob>(`SELECT w.id, w.number, w.location_id AS locationId, w.state, w.technician_id AS technicianId, w.promised_at AS promisedAt,
  w.created_at AS createdAt, coalesce(v.plate, '') AS plate FROM work_order w LEFT JOIN vehicle v ON v.id = w.vehicle_id
  WHERE w.deleted = 0 AND w.state IN ('open', 'inProgress', 'onHold') AND (w.promised_at IS NOT NULL OR w.technician_id IS NULL)`)
/** What was ordered for them has come, and nothing of it is still to come. */
const served = sqlQuery<ServedJob>(`SELECT w.id, w.number, w.location_id AS locationId, w.state, coalesce(v.plate, '') AS plate, coalesce(b.name, '') AS bay,
  coalesce(e.name, '') AS technician, group_concat(i.name, ' · ' ORDER BY i.name) AS parts, max(r.updated_at) AS cameAt
  FROM part_request r JOIN work_order w ON w.id = r.job_id LEFT JOIN vehicle v ON v.id = w.vehicle_id LEFT JOIN bay b ON b.id = w.bay_id
    LEFT JOIN employee e ON e.id = w.technician_id LEFT JOIN catalog_item i ON i.id = r.item_id
  WHERE r.state = 'received' AND r.deleted = 0 AND w.deleted = 0 AND w.state IN ('open', 'inProgress', 'onHold')
    AND NOT EXISTS (SELECT 1 FROM part_request o WHERE o.job_id = w.id AND o.state IN ('wanted', 'ordered') AND o.deleted = 0)
  GROUP BY w.id`)
/** With so many nobody looks at a bell any more. */
const MOST_CRITICAL = 200
const critical =
  sqlQuery<CriticalLevel>(`SELECT l.item_id AS itemId, l.place_id AS placeId, l.location_id AS locationId, p.name AS placeName, i.sku, i.name, i.unit,
  l.qty_milli AS qtyMilli, l.moved_at AS movedAt
  FROM stock_level l JOIN stock_place p ON p.id = l.place_id JOIN catalog_item i ON i.id = l.item_id
  WHERE l.status IN ('negative', 'critical') AND l.critical_at_milli IS NOT NULL AND i.deleted = 0 AND i.active = 1
  ORDER BY l.status, l.name_key, l.no LIMIT ${MOST_CRITICAL}`)
const limited = sqlQuery<Pick<Bay, 'id' | 'name' | 'locationId' | 'dailyMaxJobs' | 'dailyMaxMinutes'>>(
  `SELECT id, name, location_id AS locationId, daily_max_jobs AS dailyMaxJobs, daily_max_minutes AS dailyMaxMinutes FROM bay
  WHERE deleted = 0 AND (daily_max_jobs IS NOT NULL OR daily_max_minutes IS NOT NULL)`,
)
/** A visit that is over was one of its day all the same. */
const COUNTED = [...LIVE_STATES, 'completed'].map((state) => `'${state}'`).join()
const visits = sqlQuery<Visit, [toAt: EpochMs, earliest: EpochMs]>(
  `SELECT bay_id AS bayId, CASE WHEN purpose IS NULL THEN coalesce(part_of_id, id) END AS bookingId, start_at AS startAt, end_at AS endAt FROM appointment WHERE start_at < ? AND start_at > ? AND deleted = 0 AND +state IN (${COUNTED})`,
)

export const alerts = (db: ReadDb, call: Parameters<typeof alertList>[1]) => alertList(db, call)
export const findAlert = (db: ReadDb, id: Id<'alert'>) => byId.get(db, { id })
/** Open ones of a location and the whole company, the most urgent first; without a location those of the company alone. */
export const openOf = (db: ReadDb, locationId: Id<'location'> | undefined) => open.all(db, { locationId: locationId ?? '' })
/** Which of them the person has read. */
export const seenBy = (db: ReadDb, userId: Id<'user'> | null, ids: readonly Alert['id'][]): ReadonlySet<string> =>
  new Set(userId === null ? [] : seen.all(db, { userId, ids: JSON.stringify(ids) }).map(({ alertId }) => alertId))

const toStanding = ({ isUp, facts, ...row }: StandingRow): Standing => ({ ...row, isUp: isUp === 1, facts: JSON.parse(facts) as Standing['facts'] }) // as it was written
/** What is up and this device can judge. */
export const standingUp = (db: ReadDb, deviceId: string): Standing[] => judged.all(db, deviceId).map(toStanding)
export const newestOf = (db: ReadDb, { source, subjectId }: Pick<Standing, 'source' | 'subjectId'>): Standing | undefined => {
  const row = newest.get(db, source, subjectId)
  return row && toStanding(row)
}
/** Jobs that are promised for a time or that nobody is to do. */
export const watchedJobs = (db: ReadDb): WatchedJob[] => jobs.all(db)
export const servedJobs = (db: ReadDb): ServedJob[] => served.all(db)
export const criticalLevels = (db: ReadDb): CriticalLevel[] => critical.all(db)
export const limitedBays = (db: ReadDb) => limited.all(db)
/** Bookings that touch the span, or begin a little before it. */
export const visitsBetween = (db: ReadDb, fromAt: EpochMs, toAt: EpochMs) => visits.all(db, toAt, fromAt - LONGEST_MS)
