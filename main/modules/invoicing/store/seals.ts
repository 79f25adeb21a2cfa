import { asc, eq, sql } from 'drizzle-orm'
import { query, type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import { creditNote, creditNoteLine, invoice, invoiceLine, payment, paymentAllocation, tillEntry, writeOff } from '../tables.ts'

const value = sql.placeholder

const invoiceById = query((q) =>
  q
    .select()
    .from(invoice)
    .where(eq(invoice.id, value('id'))),
)
const linesOf = query((q) =>
  q
    .select()
    .from(invoiceLine)
    .where(eq(invoiceLine.invoiceId, value('id')))
    .orderBy(asc(invoiceLine.position), asc(invoiceLine.id)),
)
const noteById = query((q) =>
  q
    .select()
    .from(creditNote)
    .where(eq(creditNote.id, value('id'))),
)
const linesOfNote = query((q) =>
  q
    .select()
    .from(creditNoteLine)
    .where(eq(creditNoteLine.creditNoteId, value('id')))
    .orderBy(asc(creditNoteLine.position), asc(creditNoteLine.id)),
)
const paymentById = query((q) =>
  q
    .select()
    .from(payment)
    .where(eq(payment.id, value('id'))),
)
const allocationById = query((q) =>
  q
    .select()
    .from(paymentAllocation)
    .where(eq(paymentAllocation.id, value('id'))),
)
const offById = query((q) =>
  q
    .select()
    .from(writeOff)
    .where(eq(writeOff.id, value('id'))),
)
const entryById = query((q) =>
  q
    .select()
    .from(tillEntry)
    .where(eq(tillEntry.id, value('id'))),
)
const NO_SEAL = (id: string, kind: string) => `${id} NOT IN (SELECT record_id FROM pos_seal WHERE kind = '${kind}')`
/** Rows of former versions have none; they name no line of an order, no customer. */
const unsealed = sqlQuery<{ deviceTag: string; recordId: string }>(`
  SELECT substr(number, 1, instr(number, '-') - 1) AS deviceTag, id AS recordId FROM invoice WHERE ${NO_SEAL('invoice.id', 'invoice')}
    AND (sale_id IS NOT NULL OR EXISTS (SELECT 1 FROM invoice_line WHERE invoice_id = invoice.id AND work_order_line_id IS NOT NULL))
  UNION ALL SELECT substr(number, 1, instr(number, '-') - 1), id FROM invoice WHERE state = 'void' AND ${NO_SEAL('invoice.id', 'void')} AND NOT ${NO_SEAL('invoice.id', 'invoice')}
  UNION ALL SELECT substr(number, 1, instr(number, '-') - 1), id FROM credit_note WHERE ${NO_SEAL('credit_note.id', 'creditNote')}
  UNION ALL SELECT '', id FROM payment WHERE customer_id IS NOT NULL AND ${NO_SEAL('payment.id', 'payment')}
  UNION ALL SELECT '', id FROM payment_allocation WHERE ${NO_SEAL('payment_allocation.id', 'allocation')}
  UNION ALL SELECT '', id FROM write_off WHERE ${NO_SEAL('write_off.id', 'writeOff')}
  UNION ALL SELECT till.device_tag, entry.id FROM till_entry AS entry JOIN till ON till.id = entry.till_id WHERE entry.id NOT IN (SELECT record_id FROM pos_seal)
  LIMIT 100`)

export const invoiceRow = (db: ReadDb, id: string) => invoiceById.get(db, { id })
export const invoiceLineRows = (db: ReadDb, id: string) => linesOf.all(db, { id })
export const creditNoteRow = (db: ReadDb, id: string) => noteById.get(db, { id })
export const creditNoteLineRows = (db: ReadDb, id: string) => linesOfNote.all(db, { id })
export const paymentRow = (db: ReadDb, id: string) => paymentById.get(db, { id })
export const allocationRow = (db: ReadDb, id: string) => allocationById.get(db, { id })
export const entryRow = (db: ReadDb, id: string) => entryById.get(db, { id })
export const writeOffRow = (db: ReadDb, id: string) => offById.get(db, { id })
export const recordsWithoutSeal = (db: ReadDb) => unsealed.all(db)
