import { createHash } from 'node:crypto'
import { COMPANY_SCOPE } from '#shared/contract/sync.ts'
import { DAY_MS } from '#shared/kernel/time.ts'
import { LONGEST_MS } from '#shared/modules/appointments/model.ts'
import { FEED_DAYS, type FeedKind } from '#shared/modules/calendar/model.ts'
import { type Booked, entryOf } from '#shared/modules/calendar/rules/entry.ts'
import { calendarText } from '#shared/modules/calendar/rules/write.ts'
import type { Language } from '#shared/modules/workspace/model.ts'
import type { Database } from './db/database.ts'
import { scopesOf } from './devices/records.ts'

const FEED_SQL = `SELECT f.kind, f.of_id, coalesce(CASE f.kind WHEN 'bay' THEN b.name ELSE e.name END, '') AS name,
  coalesce((SELECT language FROM company LIMIT 1), 'en') AS language
FROM calendar_feed f LEFT JOIN bay b ON b.id = f.of_id LEFT JOIN employee e ON e.id = f.of_id
WHERE f.token_hash = $1 AND NOT f.deleted`
const BOOKED_SQL = (
  column: 'bay_id' | 'technician_id',
) => `SELECT a.id, a.start_at AS "startAt", a.end_at AS "endAt", a.updated_at AS "updatedAt", a.state, a.concern,
  coalesce(c.name, '') AS "customerName", coalesce(c.phone, '') AS "customerPhone", trim(coalesce(v.make, '') || ' ' || coalesce(v.model, '')) AS vehicle,
  coalesce(v.plate, '') AS plate, coalesce(b.name, '') AS "bayName", coalesce(e.name, '') AS "technicianName",
  coalesce(l.name, '') AS "locationName", coalesce(l.address, '') AS "locationAddress", a.purpose, a.note
FROM appointment a LEFT JOIN customer c ON c.id = a.customer_id LEFT JOIN vehicle v ON v.id = a.vehicle_id LEFT JOIN bay b ON b.id = a.bay_id
  LEFT JOIN employee e ON e.id = a.technician_id LEFT JOIN location l ON l.id = a.location_id
WHERE a.${column} = $1 AND a.start_at < $3 AND a.start_at > $4 AND a.end_at > $2 AND NOT a.deleted AND a.state NOT IN ('cancelled', 'noShow')
ORDER BY a.start_at, a.id`
const OF: Readonly<Record<FeedKind, { readonly sql: string; readonly name: string }>> = {
  bay: { sql: BOOKED_SQL('bay_id'), name: 'calendar_bay' },
  technician: { sql: BOOKED_SQL('technician_id'), name: 'calendar_technician' },
}

/** The calendar of the feed that a token opens, as a device would write it; undefined where it opens none, or one that was revoked. Holds CAL-1. */
export async function calendarOf(db: Pick<Database, 'tx'>, token: string, now: number): Promise<string | undefined> {
  const hash = createHash('sha256').update(token).digest('hex')
  const scopes = await db.tx([COMPANY_SCOPE], (q) => scopesOf(q, null))
  return await db.tx(scopes, async (q) => {
    const [feed] = await q<{ kind: FeedKind; of_id: string; name: string; language: Language }>(FEED_SQL, [hash], 'calendar_feed')
    if (!feed) return undefined
    const fromAt = now - FEED_DAYS.back * DAY_MS
    const { sql, name } = OF[feed.kind]
    const booked = await q<Booked>(sql, [feed.of_id, fromAt, now + FEED_DAYS.ahead * DAY_MS, fromAt - LONGEST_MS], name)
    return calendarText(
      feed.name,
      booked.map((one) => entryOf(one, feed.language)),
    )
  })
}
