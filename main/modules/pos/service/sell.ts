import type { In, Out, WriteCtx } from '#main/platform/context.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { MAX_MINOR } from '#shared/kernel/money.ts'
import type { Role } from '#shared/kernel/permission.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { HOUR_MS, localDate } from '#shared/kernel/time.ts'
import { exceedLimit } from '#shared/modules/invoicing/contract.ts'
import { sellerOf } from '#shared/modules/workspace/rules.ts'
import { type posContract, posFails } from '#shared/modules/pos/contract.ts'
import type { Policy } from '#shared/modules/pos/model.ts'
import * as rules from '#shared/modules/pos/rules.ts'
import * as auth from '../../auth/service.ts'
import * as customers from '../../customers/service.ts'
import * as inventory from '../../inventory/service.ts'
import * as invoicing from '../../invoicing/service.ts'
import * as purchasing from '../../purchasing/service.ts'
import * as workspace from '../../workspace/service.ts'
import * as store from '../store.ts'
import { sale, saleLine, salePayment, saleSeller } from '../tables.ts'
import { balancesOf, toAccount } from './account.ts'
import { basket } from './basket.ts'
import { policyOf } from './policy.ts'
import { queueReceipt } from './printing.ts'
import { comingBack, putAway } from './returns.ts'
import { seal } from './seals.ts'
import { viewOf } from './view.ts'

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
  const till = invoicing.openTill(ctx.db, ctx.device.tag)
  if (!till) return posFails.tillClosed()
  const policy = policyOf(ctx.db)
  const seller = sellerNow(ctx, saleId, policy)
  if (!seller.ok) return seller
  const buyer = customerId === null ? undefined : customers.findCustomer(ctx.db, customerId)
  if (customerId !== null && (!buyer || buyer.deleted)) return posFails.unknownCustomer({ customerId })

  const sold = basket(ctx, input, {
    buyer,
    limitBp: rules.discountLimit(policy, seller.value.role),
    locationId: till.locationId,
    mayApprove: seller.value.mayApprove,
  })
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
    declinedMinor: back.value.declinedMinor,
    owedMinor: back.value.owedMinor,
    tillMinor: invoicing.balanceOf(ctx.db, till.id),
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
  for (const [i, line] of lines.entries())
    ctx.db.insert(saleLine, {
      id: ctx.newId<'saleLine'>(),
      saleId,
      locationId,
      customerId,
      position: i + 1,
      ...line,
      lots: line.lots.length === 0 ? null : line.lots,
    })
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
  const document = { kind: 'sale', id: saleId, number, locationId, customerId } as const
  if (goods.length > 0) inventory.settleUse(ctx, document, goods)
  const away = putAway(ctx, document, back.value)
  if (!away.ok) return away
  purchasing.settleCores(ctx, document, sold.value)
  if (settled.value.cashMinor !== 0)
    invoicing.moveCash(ctx, till, { kind: 'sale', amountMinor: settled.value.cashMinor, sourceId: saleId, userName: seller.value.name })
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
  queueReceipt(ctx, saleId, settled.value.cashMinor !== 0)
  ctx.emit('pos.sold', { saleId })
  return ok(viewOf(ctx.db, saleId))
}

interface Seller {
  readonly id: Id<'user'> | null
  readonly name: string
  readonly role: Role | 'system'
  /** May sell on account above a customer's limit. */
  readonly mayExceed: boolean
  /** May let go of what has expired. */
  readonly mayApprove: boolean
}
/** Who showed a PIN for this sale, else who is signed in. */
function sellerNow(ctx: WriteCtx, saleId: Id<'sale'>, { pinPerSale }: Policy): Result<Seller, Failure<'pos.pinNeeded' | 'pos.sellerNotAllowed'>> {
  const shown = store.sellerFor(ctx.db, saleId)
  const rightsOf = (permissions: ReadonlySet<string>) => ({
    mayExceed: permissions.has(exceedLimit.name),
    mayApprove: permissions.has('inventory.approve'),
  })
  if (!shown || ctx.now - shown.identifiedAt > PIN_LASTS_MS)
    return pinPerSale ? posFails.pinNeeded() : ok({ id: ctx.actor.userId, name: ctx.actor.name, role: ctx.actor.role, ...rightsOf(ctx.actor.permissions) })
  const person = auth.findPerson(ctx, shown.userId)
  if (!person?.permissions.has('pos.sell')) return posFails.sellerNotAllowed({ name: person?.name ?? '' })
  ctx.signAs({ userId: person.id, name: person.name })
  return ok({ id: person.id, name: person.name, role: person.role, ...rightsOf(person.permissions) })
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
      ...rules.NO_BACK,
    })
  }
  return accountMinor > owedMinor ? posFails.nothingOwed({ owedMinor }) : ok(lines)
}
