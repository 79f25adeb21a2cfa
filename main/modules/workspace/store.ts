import { asc, eq, sql } from 'drizzle-orm'
import { query, type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { company, letterhead, location } from './tables.ts'

const theCompany = query((q) => q.select().from(company).limit(1))
const theLetterhead = query((q) =>
  q
    .select({ logoBase64: letterhead.logoBase64, footer: letterhead.footer, estimateTerms: letterhead.estimateTerms, orderTerms: letterhead.orderTerms })
    .from(letterhead)
    .limit(1),
)
const allLocations = query((q) => q.select().from(location).where(eq(location.deleted, false)).orderBy(asc(location.createdAt), asc(location.id)))
const oneLocation = query((q) =>
  q
    .select()
    .from(location)
    .where(eq(location.id, sql.placeholder('id'))),
)

/** Named by its SQL alone: these tables belong to later modules. */
const money = sqlQuery<{ one: number }, []>(
  'SELECT 1 AS one WHERE EXISTS (SELECT 1 FROM invoice) OR EXISTS (SELECT 1 FROM payment) OR EXISTS (SELECT 1 FROM sale) OR EXISTS (SELECT 1 FROM purchase_cost)',
)

/** True once a document or a payment states an amount. */
export const hasMoney = (db: ReadDb): boolean => money.get(db) !== undefined
export const findCompany = (db: ReadDb) => theCompany.get(db)
export const findLetterhead = (db: ReadDb) => theLetterhead.get(db)
export const locations = (db: ReadDb) => allLocations.all(db)
export const findLocation = (db: ReadDb, id: Id<'location'>) => oneLocation.get(db, { id })
