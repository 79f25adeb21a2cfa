import type { In, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { invoicingFails } from '#shared/modules/invoicing/contract.ts'
import { type posContract, posFails } from '#shared/modules/pos/contract.ts'
import * as rules from '#shared/modules/pos/rules.ts'
import * as inventory from '../../inventory/service.ts'
import * as invoicing from '../../invoicing/service.ts'
import * as purchasing from '../../purchasing/service.ts'
import * as store from '../store.ts'
import { soldLine, viewOf } from './view.ts'

type Input = In<typeof posContract, 'sell'>

type Old = { saleId: Id<'sale'>; itemId: Id<'item'>; qtyMilli: number }
interface ComingBack {
  readonly lines: readonly rules.NewLine[]
  /** Of which sales. */
  readonly sales: readonly Id<'sale'>[]
  readonly old: readonly Old[]
  readonly depositMinor: number
  /** Of goods that a declined card did not pay, and that nobody owes by name. */
  readonly declinedMinor: number
  /** Of goods whose invoices are not paid yet. */
  readonly owedMinor: number
}
type Refused = Failure<`pos.${'unknownLine' | 'returnTooMuch' | 'notTooMuch' | 'lotNotSold' | 'customerNeeded'}` | 'invoicing.writtenOff'>

/** What comes back of earlier sales, and what of it is charged again; a deposit only to who paid it. */
export function comingBack(db: ReadDb, { returns, again, customerId }: Input): Result<ComingBack, Refused> {
  const wanted = new Map<string, Input['returns'][number]>()
  for (const one of returns) {
    const key = `${one.lineId} ${one.disposition}`
    const same = wanted.get(key)
    wanted.set(key, same ? { ...same, qtyMilli: same.qtyMilli + one.qtyMilli, lots: [...same.lots, ...one.lots] } : one)
  }
  const sales = new Set<Id<'sale'>>()
  const lines: rules.NewLine[] = []
  const old: Old[] = []
  let depositMinor = 0
  const enter = (known: store.LineRow, line: rules.NewLine): boolean => {
    if (line.kind === 'deposit') {
      if (known.customerId !== customerId) return false
      depositMinor -= line.netMinor
    }
    lines.push(line)
    sales.add(known.saleId)
    if (line.itemId !== null && line.qtyMilli < 0) old.push({ saleId: known.saleId, itemId: line.itemId, qtyMilli: -line.qtyMilli })
    return true
  }
  const before = new Map<Id<'saleLine'>, rules.NewLine[]>()
  const goods = new Map<Id<'sale'>, number>()
  for (const { lineId, qtyMilli, ...how } of wanted.values()) {
    const known = store.findLine(db, lineId)
    if (!known) return posFails.unknownLine({ lineId })
    const earlier = before.get(lineId) ?? []
    const taken = rules.takenBack(rules.afterReturns(soldLine(known), earlier), qtyMilli, how)
    if (!taken.ok) return taken
    before.set(lineId, [...earlier, taken.value])
    if (!enter(known, taken.value)) return posFails.customerNeeded()
    if (rules.isGoods(taken.value)) goods.set(known.saleId, (goods.get(known.saleId) ?? 0) - taken.value.netMinor - taken.value.taxMinor)
  }
  let declinedMinor = 0
  let owedMinor = 0
  for (const [saleId, backMinor] of goods) {
    const invoice = invoicing.invoiceOfSale(db, saleId)
    if (invoice && invoice.writtenOffMinor !== 0) return invoicingFails.writtenOff({ invoiceId: invoice.id })
    if (invoice) owedMinor += Math.max(0, Math.min(backMinor, invoicing.withDue(invoice).dueMinor))
    else declinedMinor += Math.min(backMinor, rules.unowed(viewOf(db, saleId)))
  }
  const excess = new Map<Id<'saleLine'>, number>()
  for (const { lineId, qtyMilli } of again) excess.set(lineId, (excess.get(lineId) ?? 0) + qtyMilli)
  for (const [lineId, qtyMilli] of excess) {
    const known = store.findLine(db, lineId)
    if (!known) return posFails.unknownLine({ lineId })
    const charged = rules.chargedAgain(soldLine(known), qtyMilli)
    if (!charged.ok) return charged
    if (!enter(known, charged.value)) return posFails.customerNeeded()
  }
  return ok({ lines, sales: [...sales], old, depositMinor, declinedMinor, owedMinor })
}

type Returning = inventory.TakingDocument & { readonly id: Id<'sale'> }
/** Goods go where they are meant to: an earlier sale has taken from stock what of it did not come back, and what is damaged or the supplier's leaves the shelf again. */
export function putAway(ctx: WriteCtx, document: Returning, back: ComingBack): Result<null, Failure<'pos.noSupplier'>> {
  for (const { saleId, itemId, qtyMilli } of back.old) purchasing.bringInCores(ctx, saleId, itemId, qtyMilli)
  const given = inventory.bringTo(
    ctx,
    document,
    back.sales.flatMap((saleId) => restock(ctx, saleId, document.number)),
  )
  const parts = (disposition: rules.NewLine['disposition']) =>
    back.lines
      .filter((line) => line.disposition === disposition)
      .map(({ itemId, qtyMilli, description, lots }) => ({ itemId, qtyMilli: -qtyMilli, description, lots }))
  inventory.writeOff(ctx, document, given, parts('damaged'), '')
  for (const { itemId, description, ...line } of parts('supplier')) {
    if (itemId === null) continue
    const sent = purchasing.returnToSupplier(ctx, document, { itemId, ...line })
    if (!sent) return posFails.noSupplier({ itemId, description })
  }
  return ok(null)
}

function restock(ctx: WriteCtx, saleId: Id<'sale'>, number: string): inventory.Given[] {
  const original = store.findSale(ctx.db, saleId)
  if (!original) throw new Error(`a line names sale ${saleId}, which is not there`)
  const kept = store.linesOf(ctx.db, saleId).filter(({ kind, qtyMilli, againLineId }) => kind === 'part' && qtyMilli > 0 && againLineId === null)
  return inventory.settleUse(
    ctx,
    { kind: 'sale', id: saleId, number, locationId: original.locationId, customerId: original.customerId },
    kept.map((line) => ({ itemId: line.itemId, qtyMilli: Math.max(0, line.qtyMilli - line.backQtyMilli), lots: soldLine(line).leftLots })),
  )
}
