import { asc, eq, sql } from 'drizzle-orm'
import { query, type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { EpochMs } from '#shared/kernel/time.ts'
import type { Card } from '#shared/modules/board/model.ts'
import { boardCard, boardLabel } from './tables.ts'

const value = sql.placeholder

type CardRow = Omit<Card, 'column' | 'parts' | 'unread' | 'deleted'> & { readonly dueAt: EpochMs; readonly labelColumn: string | null }
/**
 * The soonest are picked by narrow rows: to sort whole tiles takes a fifth of the time of reading them. Left joins: what an order leads to may come from
 * the centre after it.
 */
const shown = sqlQuery<CardRow, [locationId: string, locationId: string, fromAt: EpochMs, limit: number]>(`WITH shown AS (
  SELECT no FROM work_order WHERE deleted = 0 AND location_id = ? AND state IN ('estimate', 'open', 'inProgress', 'onHold', 'done')
  UNION SELECT o.no FROM invoice i JOIN work_order o ON o.id = i.work_order_id WHERE i.location_id = ? AND i.issued_at >= ? AND i.state <> 'void'
), soonest AS (SELECT o.no FROM shown CROSS JOIN work_order o ON o.no = shown.no ORDER BY o.due_at, o.id LIMIT ?)
SELECT w.id, w.number, w.state, w.location_id AS locationId, w.bay_id AS bayId, w.technician_id AS technicianId, w.advisor_id AS advisorId, w.note,
  w.mileage_km AS mileageKm, w.promised_at AS promisedAt, w.hold_reason AS holdReason, coalesce(c.name, '') AS customerName, coalesce(v.plate, '') AS plate,
  coalesce(trim(coalesce(v.year || ' ', '') || v.make || ' ' || v.model), '') AS vehicleLabel, b.name AS bayName, e.name AS technicianName,
  u.name AS advisorName, l.id AS labelId, k.board_column AS labelColumn, w.due_at AS dueAt
FROM soonest CROSS JOIN work_order w ON w.no = soonest.no
  LEFT JOIN customer c ON c.id = w.customer_id LEFT JOIN vehicle v ON v.id = w.vehicle_id LEFT JOIN bay b ON b.id = w.bay_id
  LEFT JOIN employee e ON e.id = w.technician_id LEFT JOIN user u ON u.id = w.advisor_id
  LEFT JOIN board_card k ON k.id = w.id LEFT JOIN board_label l ON l.id = k.label_id AND l.deleted = 0`)

const unread = sqlQuery<{ id: string; count: number }, [userId: string, userId: string, ids: string]>(`SELECT n.record_id AS id, count(*) AS count
FROM note n WHERE n.author_id <> ? AND n.text <> ''
  AND n.created_at > coalesce((SELECT max(s.seen_at) FROM note_seen s WHERE s.user_id = ? AND s.kind = 'workOrder' AND s.record_id = n.record_id), 0)
  AND NOT EXISTS (SELECT 1 FROM note r WHERE r.replaces_id = n.id AND r.replaces_id IS NOT NULL)
  AND n.kind = 'workOrder' AND n.record_id IN (SELECT value FROM json_each(?)) GROUP BY n.record_id`)

const byId = query((q) =>
  q
    .select({ id: boardCard.id })
    .from(boardCard)
    .where(eq(boardCard.id, value('id'))),
)
const every = query((q) =>
  q
    .select({ id: boardLabel.id, name: boardLabel.name, tone: boardLabel.tone, position: boardLabel.position, deleted: boardLabel.deleted })
    .from(boardLabel)
    .orderBy(asc(boardLabel.position), asc(boardLabel.id)),
)

/** Open jobs of a location and those invoiced from `fromAt` on, the soonest promised first. */
export const cards = (db: ReadDb, locationId: Id<'location'>, fromAt: EpochMs, limit: number) =>
  shown.all(db, locationId, locationId, fromAt, limit).sort((a, b) => a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1))
/** Notes by others that the person has not seen, by order. */
export const unreadNotes = (db: ReadDb, userId: Id<'user'> | null, ids: readonly string[]): ReadonlyMap<string, number> =>
  new Map(userId === null ? [] : unread.all(db, userId, userId, JSON.stringify(ids)).map(({ id, count }) => [id, count]))
export const findCard = (db: ReadDb, id: Id<'workOrder'>) => byId.get(db, { id })
/** Removed ones included: their names may be asked for again. */
export const allLabels = (db: ReadDb) => every.all(db)
