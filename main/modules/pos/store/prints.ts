import { asc, eq, sql } from 'drizzle-orm'
import { query, type ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { receiptPrint, receiptPrinter } from '../tables.ts'

const value = sql.placeholder

const oldestPrinter = query((q) => q.select().from(receiptPrinter).where(sql`${receiptPrinter.deleted} = 0`).orderBy(asc(receiptPrinter.id)).limit(1))
const printById = query((q) =>
  q
    .select()
    .from(receiptPrint)
    .where(eq(receiptPrint.id, value('id'))),
)
/** Said in the words of the partial index. */
const notOnPaper = query((q) =>
  q
    .select()
    .from(receiptPrint)
    .where(sql`${receiptPrint.state} <> 'printed' AND ${receiptPrint.deleted} = 0`)
    .orderBy(asc(receiptPrint.askedAt), asc(receiptPrint.id))
    .limit(50),
)

export const printerRow = (db: ReadDb) => oldestPrinter.get(db)
export const find = (db: ReadDb, id: Id<'print'>) => printById.get(db, { id })
export const open = (db: ReadDb) => notOnPaper.all(db)
