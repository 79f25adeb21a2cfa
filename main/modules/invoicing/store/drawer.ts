import { and, asc, eq, sql } from 'drizzle-orm'
import { query, type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { till, tillColumns } from '../tables.ts'

const value = sql.placeholder

const openOf = query((q) =>
  q
    .select(tillColumns)
    .from(till)
    .where(and(eq(till.deviceTag, value('deviceTag')), sql`${till.state} = 'open'`))
    .orderBy(asc(till.id))
    .limit(1),
)
const balanceOfTill = sqlQuery<{ balanceMinor: number }, [tillId: string]>(
  'SELECT coalesce(sum(amount_minor), 0) AS balanceMinor FROM till_entry WHERE till_id = ?',
)

/** The till of a device that is open. */
export const openTill = (db: ReadDb, deviceTag: string) => openOf.get(db, { deviceTag })
/** What a till holds. Units: minor units. */
export const balanceOf = (db: ReadDb, tillId: Id<'till'>): number => balanceOfTill.get(db, tillId)?.balanceMinor ?? 0
