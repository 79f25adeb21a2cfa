import type { In, Out, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { MAX_MINOR } from '#shared/kernel/money.ts'
import type { Role } from '#shared/kernel/permission.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { HOUR_MS, localDate } from '#shared/kernel/time.ts'
import type { Item } from '#shared/modules/catalog/model.ts'
import type { Customer } from '#shared/modules/customers/model.ts'
import { exceedLimit } from '#shared/modules/invoicing/contract.ts'
import { sellerOf } from '#shared/modules/workspace/rules.ts'
import { type posContract, posFails } from '#shared/modules/pos/contract.ts'
import type { Policy } from '#shared/modules/pos/model.ts'
import { taxFor } from '#shared/modules/work-orders/rules.ts'
import * as rules from '#shared/modules/pos/rules.ts'
import { kindOfItem } from '#shared/modules/work-orders/model.ts'
import * as auth from '../../auth/service.ts'
import * as catalog from '../../catalog/service.ts'
import * as customers from '../../customers/service.ts'
import * as inventory from '../../inventory/service.ts'
import * as invoicing from '../../invoicing/service.ts'
import * as purchasing from '../../purchasing/service.ts'
import * as workspace from '../../workspace/service.ts'
import * as store from '../store.ts'
import { sale, saleLine, salePayment, saleSeller } from '../tables.ts'
import { balancesOf, toAccount } from './account.ts'
import { policyOf } from './policy.ts'
import { seal } from './seals.ts'
import { enter } from './till.ts'
import { soldLine, viewOf } from './view.ts'

type C = typeof posContract
type Input = In<C, 'sell'>

/** Longest time between the PIN and the end of its sale: a counter's busiest day. */
const PIN_LASTS_MS = 4 * HOUR_MS

export function identify(ctx: WriteCtx, { saleId, userId }: In<C, 'identify'>): Out<C, 'identify'> {
  const person = auth.findPerson(ctx, userId)
  if (!person?.permissions.has('pos.sell')) return posFails.sellerNotAllowed({ name: person?.name ?? '' })
  auth.clearGuard(ctx, userId)
  const shown = { userId, identifiedAt: ctx.now }
  if (store.sellerFor(ctx.db, saleId)) ctx.db.update(saleSeller, saleId, shown)
  else ctx.db.insert(saleSeller, { id: saleId, ...shown })
  return ok({ userId, name: person.name, role: person.role, discountBp: rules.discountLimit(policyOf(ctx.db), person.role) })
}

/** The one deed of the counter: sale, lines, payments, stock and cash, sealed. Holds POS-1. */
export function sell(ctx: WriteCtx, input: Input): Out<C, 'sell'> {
  const { saleId, customerId, payments } = input
  if (store.findSale(ctx.db, saleId)) return ok(viewOf(ctx.db, saleId))
  const till = store.openTill(ctx.db, ctx.device.tag)
  if (!till) return posFails.tillClosed()
  const policy = policyOf(ctx.db)
  const seller = sellerNow(ctx, saleId, policy)
  if (!seller.ok) return seller
  const buyer = customerId === null ? undefined : customers.findCustomer(ctx.db, customerId)
  if (customerId !== null && (!buyer || buyer.deleted)) return posFails.unknownCustomer({ customerId })

  const sold = basket(ctx, input, buyer, rules.discountLimit(policy, seller.value.role))
  if (!sold.ok) return sold
  const back = comingBack(ctx.db, input)
  if (!back.ok) return back
  const balances = balancesOf(ctx.db, customerId)
  const advance = inAdvance(input, balances.accountMinor)
  if (!advance.ok) return advance

  const lines = [...sold.value, ...back.value.lines, ...advance.value]
  if (lines.length === 0) return posFails.emptySale()
  const sums = rules.sums(lines)
  if (lines.some(({ netMinor }) => Math.abs(netMinor) > MAX_MINOR) || Math.abs(sums.totalMinor) > MAX_MINOR) return posFails.amountTooLarge()
  const pending = store.pendingCards(ctx.db, till.locationId).reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const settled = rules.settle(sums.totalMinor, payments, {
    policy,
    openMinor: pending,
    hasCustomer: customerId !== null,
    balances: { ...balances, depositMinor: balances.depositMinor - back.value.depositMinor },
    tillMinor: store.balanceOf(ctx.db, till.id),
  })
  if (!settled.ok) return settled

  const onAccountMinor = payments.reduce((sum, { method, amountMinor }) => sum + (method === 'account' ? amountMinor : 0), 0)
  if (customerId !== null && onAccountMinor > 0) {
    const allowed = invoicing.checkLimit(ctx, customerId, onAccountMinor, customerId, seller.value.mayExceed)
    if (!allowed.ok) return allowed
  }

  const company = workspace.theCompany(ctx.db)
  const { id: tillId, locationId } = till
  const number = ctx.nextNumber('sale')
  ctx.db.insert(sale, {
    id: saleId,
    number,
    locationId,
    tillId,
    customerId,
    customerName: buyer?.name ?? '',
    sellerId: seller.value.id,
    sellerName: seller.value.name,
    soldAt: ctx.now,
    soldOn: localDate(ctx.now, company.zone),
    currency: company.currency,
    ...sums,
    roundingMinor: settled.value.roundingMinor,
    shop: sellerOf(company, workspace.findLocation(ctx.db, locationId)),
    note: input.note,
  })
  for (const [i, line] of lines.entries()) ctx.db.insert(saleLine, { id: ctx.newId<'saleLine'>(), saleId, locationId, customerId, position: i + 1, ...line })
  for (const [i, { method, amountMinor, tenderedMinor, reference }] of payments.entries())
    ctx.db.insert(salePayment, {
      id: ctx.newId<'salePayment'>(),
      saleId,
      locationId,
      tillId,
      customerId,
      position: i + 1,
      method,
      amountMinor,
      tenderedMinor: tenderedMinor ?? null,
      reference,
      isPending: rules.isPending({ method, amountMinor, reference }),
    })
  const goods = sold.value.filter(({ kind }) => kind === 'part')
  if (goods.length > 0) inventory.settleUse(ctx, { kind: 'sale', id: saleId, number, locationId, customerId }, goods)
  for (const original of back.value.sales) restock(ctx, original, number)
  purchasing.settleCores(ctx, { id: saleId, number, locationId, customerId }, sold.value)
  for (const { saleId: from, itemId, qtyMilli } of back.value.old) purchasing.bringInCores(ctx, from, itemId, qtyMilli)
  if (settled.value.cashMinor !== 0) enter(ctx, till, { kind: 'sale', amountMinor: settled.value.cashMinor, sourceId: saleId, userName: seller.value.name })
  seal(ctx, 'sale', saleId, locationId)
  if (buyer) {
    const depositMinor = back.value.depositMinor + payments.reduce((sum, { method, amountMinor }) => sum + (method === 'deposit' ? amountMinor : 0), 0)
    const booked = toAccount(ctx, saleId, {
      takenMinor: input.depositMinor,
      paidMinor: input.accountMinor,
      onAccountMinor,
      spentMinor: depositMinor,
      sales: back.value.sales,
    })
    if (!booked.ok) return booked
  }
  ctx.emit('pos.sold', { saleId })
  return ok(viewOf(ctx.db, saleId))
}

interface Seller {
  readonly id: Id<'user'> | null
  readonly name: string
  readonly role: Role | 'system'
  /** May sell on account above a customer's limit. */
  readonly mayExceed: boolean
}
/** Who showed a PIN for this sale, else who is signed in. */
function sellerNow(ctx: WriteCtx, saleId: Id<'sale'>, { pinPerSale }: Policy): Result<Seller, Failure<'pos.pinNeeded' | 'pos.sellerNotAllowed'>> {
  const shown = store.sellerFor(ctx.db, saleId)
  if (!shown || ctx.now - shown.identifiedAt > PIN_LASTS_MS)
    return pinPerSale
      ? posFails.pinNeeded()
      : ok({ id: ctx.actor.userId, name: ctx.actor.name, role: ctx.actor.role, mayExceed: ctx.actor.permissions.has(exceedLimit.name) })
  const person = auth.findPerson(ctx, shown.userId)
  if (!person?.permissions.has('pos.sell')) return posFails.sellerNotAllowed({ name: person?.name ?? '' })
  ctx.signAs({ userId: person.id, name: person.name })
  return ok({ id: person.id, name: person.name, role: person.role, mayExceed: person.permissions.has(exceedLimit.name) })
}

/** What is bought, at the prices that were shown; tax as work orders have it. */
function basket(
  ctx: WriteCtx,
  { lines }: Input,
  buyer: Customer | undefined,
  limitBp: number,
): Result<rules.NewLine[], Failure<'pos.unknownItem' | 'pos.descriptionNeeded' | 'pos.discountTooHigh'>> {
  const { db } = ctx
  const company = workspace.theCompany(db)
  const unpriced: rules.Unpriced[] = []
  const listPrices: number[] = []
  for (const { itemId, description, qtyMilli, unitPriceMinor, discountBp } of lines) {
    const item = itemId === null ? undefined : catalog.findItem(db, itemId)
    if (itemId !== null && (!item || item.deleted)) return posFails.unknownItem({ itemId })
    if (!item && description === '') return posFails.descriptionNeeded()
    const add = (sold: Item | undefined, line: Pick<rules.Unpriced, 'description' | 'qtyMilli' | 'unitPriceMinor' | 'discountBp'>, listPriceMinor: number) => {
      const kind = sold ? kindOfItem[sold.kind] : 'fee'
      const { taxRateBp } = taxFor(kind, undefined, sold?.taxRateBp, company)
      unpriced.push({ kind, itemId: sold?.id ?? null, sku: sold?.sku ?? '', ...line, taxRateBp, taxExempt: buyer?.taxExempt ?? false })
      listPrices.push(listPriceMinor)
    }
    const listPriceMinor = item ? catalog.priceNow(ctx, item, qtyMilli, buyer?.priceGroup ?? '').priceMinor : unitPriceMinor
    add(item, { description: description || (item?.name ?? ''), qtyMilli, unitPriceMinor, discountBp }, listPriceMinor)
    // The price of a kit covers its parts; core charges are in the basket by themselves.
    for (const part of item ? catalog.goesWith(db, item.id, qtyMilli).parts : [])
      add(part.item, { description: part.item.name, qtyMilli: part.qtyMilli, unitPriceMinor: 0, discountBp: 0 }, 0)
  }
  const priced = rules.priced(unpriced, company.taxInclusive)
  for (const [i, line] of priced.entries()) {
    const allowed = rules.checkDiscount(line, listPrices[i] ?? 0, limitBp)
    if (!allowed.ok) return allowed
  }
  return ok(priced)
}

type Old = { saleId: Id<'sale'>; itemId: Id<'item'>; qtyMilli: number }
type ComingBack = { lines: rules.NewLine[]; sales: Id<'sale'>[]; old: Old[]; depositMinor: number }
/** What comes back of earlier sales; a deposit only to who paid it. */
function comingBack(db: ReadDb, { returns, customerId }: Input): Result<ComingBack, Failure<'pos.unknownLine' | 'pos.returnTooMuch' | 'pos.customerNeeded'>> {
  const wanted = new Map<Id<'saleLine'>, number>()
  for (const { lineId, qtyMilli } of returns) wanted.set(lineId, (wanted.get(lineId) ?? 0) + qtyMilli)
  const sales = new Set<Id<'sale'>>()
  const lines: rules.NewLine[] = []
  const old: Old[] = []
  let depositMinor = 0
  for (const [lineId, qtyMilli] of wanted) {
    const known = store.findLine(db, lineId)
    if (!known) return posFails.unknownLine({ lineId })
    const taken = rules.takenBack(soldLine(known), qtyMilli)
    if (!taken.ok) return taken
    if (known.kind === 'deposit') {
      if (known.customerId !== customerId) return posFails.customerNeeded()
      depositMinor -= taken.value.netMinor
    }
    lines.push(taken.value)
    sales.add(known.saleId)
    if (known.itemId !== null) old.push({ saleId: known.saleId, itemId: known.itemId, qtyMilli })
  }
  return ok({ lines, sales: [...sales], old, depositMinor })
}

/** Money that is paid in without goods. */
function inAdvance(
  { customerId, depositMinor, accountMinor, payments }: Input,
  owedMinor: number,
): Result<rules.NewLine[], Failure<'pos.customerNeeded' | 'pos.nothingOwed' | 'pos.wrongTender'>> {
  const amounts = { deposit: depositMinor, account: accountMinor }
  const lines: rules.NewLine[] = []
  for (const kind of ['deposit', 'account'] as const) {
    const amountMinor = amounts[kind]
    if (amountMinor === 0) continue
    if (customerId === null) return posFails.customerNeeded()
    if (payments.some(({ method }) => method === kind)) return posFails.wrongTender({ method: kind, amountMinor })
    lines.push({
      kind,
      itemId: null,
      sku: '',
      description: '',
      qtyMilli: 1000,
      unitPriceMinor: amountMinor,
      discountBp: 0,
      taxRateBp: 0,
      taxExempt: true,
      netMinor: amountMinor,
      taxMinor: 0,
      returnsLineId: null,
    })
  }
  return accountMinor > owedMinor ? posFails.nothingOwed({ owedMinor }) : ok(lines)
}

/** An earlier sale has taken from stock what of it did not come back. */
function restock(ctx: WriteCtx, saleId: Id<'sale'>, number: string): void {
  const original = store.findSale(ctx.db, saleId)
  if (!original) throw new Error(`a line names sale ${saleId}, which is not there`)
  const kept = store.linesOf(ctx.db, saleId).filter(({ kind, qtyMilli }) => kind === 'part' && qtyMilli > 0)
  inventory.settleUse(
    ctx,
    { kind: 'sale', id: saleId, number, locationId: original.locationId, customerId: original.customerId },
    kept.map(({ itemId, qtyMilli, backQtyMilli }) => ({ itemId, qtyMilli: qtyMilli - backQtyMilli })),
  )
}
