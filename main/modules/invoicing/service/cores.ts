import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import { type invoicingContract, invoicingFails } from '#shared/modules/invoicing/contract.ts'
import type { CoreDeposit, Invoice } from '#shared/modules/invoicing/model.ts'
import * as rules from '#shared/modules/invoicing/rules.ts'
import { purchasingFails } from '#shared/modules/purchasing/contract.ts'
import type { Core } from '#shared/modules/purchasing/model/parts.ts'
import * as purchasing from '../../purchasing/service.ts'
import * as store from '../store.ts'
import { freeOf } from '../store/accounts.ts'
import { credit } from './credits.ts'
import { refund } from './payments.ts'
import { findInvoice } from './view.ts'

type C = typeof invoicingContract

/** One old part. */
const PIECE_MILLI = 1000

export function coreDeposits(ctx: ReadCtx, { invoiceId }: In<C, 'coreDeposits'>): Out<C, 'coreDeposits'> {
  const known = findInvoice(ctx.db, invoiceId)
  if (!known) return invoicingFails.unknownInvoice({ invoiceId })
  if (known.workOrderId === null || known.state === 'void') return ok([])
  const cores = purchasing.coresFor(ctx.db, known.workOrderId)
  const open: CoreDeposit[] = []
  for (const [, own] of Map.groupBy(cores, ({ itemId }) => itemId)) {
    const [first] = own
    const [line] = first ? chargedOn(ctx.db, known, first) : []
    const [taken] = line ? shareOf(known, line) : []
    if (!first || !line || !taken) continue
    const { out, here } = unpaid(own, rules.leftToCredit(line))
    const still = [...own.filter(({ state }) => state === 'out').slice(0, out), ...own.filter(isBack).slice(0, here)]
    for (const { id, name, state } of still) open.push({ coreId: id, name, isHere: state !== 'out', totalMinor: taken.netMinor + taken.taxMinor })
  }
  return ok(open)
}

const isBack = ({ state }: Pick<Core, 'state'>): boolean => state !== 'out' && state !== 'lost'
/** How many deposits of one kind nobody gave back: of the pieces that are not credited some are given up, some are with the customer, the others are here. */
function unpaid(own: readonly Pick<Core, 'state'>[], leftMilli: number): { out: number; here: number } {
  const count = (of: Core['state']) => own.filter(({ state }) => state === of).length
  const pieces = Math.max(0, Math.ceil(leftMilli / PIECE_MILLI) - count('lost'))
  const out = Math.min(pieces, count('out'))
  return { out, here: pieces - out }
}

/** Lines of an invoice that charge such a deposit and are not wholly credited. */
function chargedOn(db: ReadDb, { id, lines }: Invoice, { itemId }: Pick<Core, 'itemId'>): Invoice['lines'] {
  const charging = new Set(store.chargesOf(db, id, itemId))
  return lines.filter((line) => charging.has(line.id) && rules.leftToCredit(line) > 0)
}

function shareOf(known: Invoice, line: Invoice['lines'][number]): rules.Credited[] {
  const taken = rules.creditOf(rules.withTax(known.lines, known.taxes), [{ lineId: line.id, qtyMilli: Math.min(PIECE_MILLI, rules.leftToCredit(line)) }])
  return taken.ok ? taken.value : []
}

/** Part, credit note and money are one deed. Holds INV-11. */
export function refundCore(ctx: WriteCtx, { coreId, method, reference }: In<C, 'refundCore'>): Out<C, 'refundCore'> {
  const core = purchasing.findCore(ctx.db, coreId)
  if (!core) return purchasingFails.unknownCore({ coreId })
  const on = store
    .invoicesOf(ctx.db, core.documentId as Id<'workOrder'>) // of a sale there are none
    .flatMap(({ id, state }) => (state === 'void' ? [] : (findInvoice(ctx.db, id) ?? [])))
    .flatMap((invoice) => chargedOn(ctx.db, invoice, core).map((line) => ({ invoice, line })))
  const [first] = on
  const own = purchasing.coresFor(ctx.db, core.documentId).filter(({ itemId }) => itemId === core.itemId)
  const open = unpaid(
    own,
    on.reduce((sum, { line }) => sum + rules.leftToCredit(line), 0),
  )
  if (core.state === 'lost') return purchasingFails.wrongStep({ state: core.state, event: 'bringIn' })
  if (!first || (core.state === 'out' ? open.out : open.here) === 0) return invoicingFails.coreNotCharged({ name: core.name })
  if (core.state === 'out') {
    const brought = purchasing.bringInCore(ctx, { coreId })
    if (!brought.ok) return brought
  }
  const { customerId, id: invoiceId } = first.invoice
  const free = (): ReadonlyMap<Id<'payment'>, number> => new Map(freeOf(ctx.db, customerId).map(({ paymentId, freeMinor }) => [paymentId, freeMinor]))
  const before = free()
  const qtyMilli = Math.min(PIECE_MILLI, rules.leftToCredit(first.line))
  const credited = credit(ctx, { invoiceId, lines: [{ lineId: first.line.id, qtyMilli }], goodsBack: false, reason: core.name })
  if (!credited.ok) return credited
  let paidMinor = 0
  for (const [paymentId, freeMinor] of free()) {
    const amountMinor = freeMinor - (before.get(paymentId) ?? 0)
    if (amountMinor <= 0) continue
    const paid = refund(ctx, { paymentId, method, amountMinor, reference, reason: core.name })
    if (!paid.ok) return paid
    paidMinor += amountMinor
  }
  const invoice = findInvoice(ctx.db, invoiceId)
  if (!invoice) throw new Error(`invoice ${invoiceId} was credited and is not there`)
  return ok({ invoice, creditedMinor: invoice.creditedMinor - first.invoice.creditedMinor, paidMinor })
}
