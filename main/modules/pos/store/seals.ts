import { asc, eq, sql } from 'drizzle-orm'
import { query, type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import { cardAnswer, sale, saleLine, salePayment } from '../tables.ts'

const value = sql.placeholder

const saleById = query((q) =>
  q
    .select()
    .from(sale)
    .where(eq(sale.id, value('id'))),
)
const linesOf = query((q) =>
  q
    .select()
    .from(saleLine)
    .where(eq(saleLine.saleId, value('id')))
    .orderBy(asc(saleLine.position), asc(saleLine.id)),
)
const paymentsOf = query((q) =>
  q
    .select()
    .from(salePayment)
    .where(eq(salePayment.saleId, value('id')))
    .orderBy(asc(salePayment.position), asc(salePayment.id)),
)
const answerById = query((q) =>
  q
    .select()
    .from(cardAnswer)
    .where(eq(cardAnswer.id, value('id'))),
)

const unsealed = sqlQuery<{ deviceTag: string; recordId: string }>(`
  SELECT till.device_tag AS deviceTag, sale.id AS recordId FROM sale JOIN till ON till.id = sale.till_id WHERE sale.id NOT IN (SELECT record_id FROM pos_seal)
  LIMIT 100`)

export const saleRow = (db: ReadDb, id: string) => saleById.get(db, { id })
export const saleLineRows = (db: ReadDb, id: string) => linesOf.all(db, { id })
export const salePaymentRows = (db: ReadDb, id: string) => paymentsOf.all(db, { id })
export const answerRow = (db: ReadDb, id: string) => answerById.get(db, { id })
export const recordsWithoutSeal = (db: ReadDb) => unsealed.all(db)
