import type { In, Out, WriteCtx } from '#main/platform/context.ts'
import { ok } from '#shared/kernel/result.ts'
import { localDate } from '#shared/kernel/time.ts'
import { type invoicingContract, invoicingFails, writeOffs } from '#shared/modules/invoicing/contract.ts'
import { invoiceMachine } from '#shared/modules/invoicing/model.ts'
import * as rules from '#shared/modules/invoicing/rules.ts'
import * as auth from '../../auth/service.ts'
import * as inventory from '../../inventory/service.ts'
import * as store from '../store.ts'
import { creditNote, creditNoteLine, writeOff as writeOffTable } from '../tables.ts'
import { release } from './payments.ts'
import { seal } from './seals.ts'
import { findHead, findInvoice, viewOf } from './view.ts'

type C = typeof invoicingContract

/** Holds INV-9. */
export function credit(ctx: WriteCtx, { invoiceId, lines, goodsBack, reason }: In<C, 'credit'>): Out<C, 'credit'> {
  const known = findInvoice(ctx.db, invoiceId)
  if (!known) return invoicingFails.unknownInvoice({ invoiceId })
  if (invoiceMachine[known.state].credit === 'refused') return invoicingFails.wrongState({ invoiceId, state: known.state, event: 'credit' })
  if (known.saleId !== null) return invoicingFails.ofSale({ invoiceId, number: known.saleNumber })
  if (known.writtenOffMinor !== 0) return invoicingFails.writtenOff({ invoiceId })
  const taken = rules.creditOf(rules.withTax(known.lines, known.taxes), lines)
  if (!taken.ok) return taken
  const { locationId, customerId } = known
  const creditNoteId = ctx.newId<'creditNote'>()
  const number = ctx.nextNumber('creditNote')
  ctx.db.insert(creditNote, {
    id: creditNoteId,
    number,
    officialNumber: null,
    invoiceId,
    locationId,
    customerId,
    issuedAt: ctx.now,
    issuedOn: localDate(ctx.now, known.seller.zone),
    issuedBy: ctx.actor.name,
    ...rules.sumsOf(taken.value),
    reason,
  })
  for (const [i, { taxRateBp: _, ...line }] of taken.value.entries())
    ctx.db.insert(creditNoteLine, { id: ctx.newId<'creditNoteLine'>(), creditNoteId, locationId, position: i + 1, ...line })
  if (goodsBack && known.workOrderId !== null)
    inventory.takeBack(
      ctx,
      { kind: 'workOrder', id: known.workOrderId, number: known.workOrderNumber, locationId, customerId, note: number },
      store.goodsOf(ctx.db, creditNoteId),
    )
  seal(ctx, 'creditNote', creditNoteId, locationId)
  release(ctx, invoiceId)
  return ok(viewOf(ctx.db, invoiceId))
}

/** Holds INV-10. */
export function writeOff(ctx: WriteCtx, { invoiceId, amountMinor, reason }: In<C, 'writeOff'>): Out<C, 'writeOff'> {
  const known = findHead(ctx.db, invoiceId)
  if (!known) return invoicingFails.unknownInvoice({ invoiceId })
  const due = rules.checkDue(known, amountMinor)
  if (!due.ok) return due
  const approved = auth.takeStepUp(ctx, writeOffs.name, invoiceId)
  if (!approved.ok) return approved
  const { locationId, customerId } = known
  const id = ctx.newId<'writeOff'>()
  const by = { writtenAt: ctx.now, writtenBy: ctx.actor.name, approvedBy: approved.value.name }
  ctx.db.insert(writeOffTable, { id, invoiceId, locationId, customerId, amountMinor, reason, ...by, reversesId: null })
  seal(ctx, 'writeOff', id, locationId)
  return ok(viewOf(ctx.db, invoiceId))
}

export function reverseWriteOff(ctx: WriteCtx, { writeOffId, reason }: In<C, 'reverseWriteOff'>): Out<C, 'reverseWriteOff'> {
  const before = store.findWriteOff(ctx.db, writeOffId)
  const known = before && findHead(ctx.db, before.invoiceId)
  if (!before || !known) return invoicingFails.unknownWriteOff({ writeOffId })
  if (before.reversesId !== null) return invoicingFails.isReversal({ id: writeOffId })
  if (before.isReversed) return invoicingFails.alreadyReversed({ id: writeOffId })
  const approved = auth.takeStepUp(ctx, writeOffs.name, known.id)
  if (!approved.ok) return approved
  const { id: invoiceId, locationId, customerId } = known
  const id = ctx.newId<'writeOff'>()
  const by = { writtenAt: ctx.now, writtenBy: ctx.actor.name, approvedBy: approved.value.name }
  ctx.db.insert(writeOffTable, { id, invoiceId, locationId, customerId, amountMinor: -before.amountMinor, reason, ...by, reversesId: writeOffId })
  seal(ctx, 'writeOff', id, locationId)
  return ok(viewOf(ctx.db, invoiceId))
}
