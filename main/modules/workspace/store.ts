import { asc, eq, sql } from 'drizzle-orm'
import { query, type ReadDb } from '#main/platform/db/read.ts'
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

export const findCompany = (db: ReadDb) => theCompany.get(db)
export const findLetterhead = (db: ReadDb) => theLetterhead.get(db)
export const locations = (db: ReadDb) => allLocations.all(db)
export const findLocation = (db: ReadDb, id: Id<'location'>) => oneLocation.get(db, { id })
