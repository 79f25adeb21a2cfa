import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { Invoice, InvoiceHead } from '#shared/modules/invoicing/model.ts'
import * as rules from '#shared/modules/invoicing/rules.ts'
import * as store from '../store.ts'

/** With what follows from its sums. */
export const withDue = <Head extends store.HeadRow>(head: Head) => ({ ...head, ...rules.standing(head.state, head) })

export function findHead(db: ReadDb, id: Id<'invoice'>): InvoiceHead | undefined {
  const known = store.findHead(db, id)
  return known && withDue(known)
}

/** Everything that an invoice says, for its screen and for its printing. */
export function findInvoice(db: ReadDb, id: Id<'invoice'>): Invoice | undefined {
  const known = store.findInvoice(db, id)
  if (!known) return undefined
  return {
    ...withDue(known),
    lines: store.linesOf(db, id),
    payments: store.paymentsOf(db, id),
    allocations: store.allocationsOf(db, id),
    creditNotes: store.creditNotesOf(db, id).map(({ invoiceId: _invoiceId, ...note }) => ({ ...note, lines: store.creditNoteLines(db, note.id) })),
    writeOffs: store.writeOffsOf(db, id).map(({ invoiceId: _invoiceId, ...off }) => off),
  }
}

export function viewOf(db: ReadDb, id: Id<'invoice'>): Invoice {
  const view = findInvoice(db, id)
  if (!view) throw new Error(`invoice ${id} was written and is not there`)
  return view
}
