import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { Sale, SoldLine, SoldLot } from '#shared/modules/pos/model.ts'
import * as rules from '#shared/modules/pos/rules.ts'
import * as store from '../store.ts'

/** A line with what of it came back, and what still can. */
export function soldLine({
  backQtyMilli,
  backNetMinor,
  backTaxMinor,
  backLots,
  lots: known,
  saleId: _saleId,
  customerId: _customerId,
  ...line
}: store.LineRow): SoldLine {
  const lots = known ?? []
  const sold = { ...line, lots, back: { qtyMilli: backQtyMilli, netMinor: backNetMinor, taxMinor: backTaxMinor } }
  return { ...sold, leftMilli: rules.leftOf(sold), leftLots: rules.lotsLess(lots, (JSON.parse(backLots) as SoldLot[][]).flat()) } // written by sales
}

/** Everything that a sale says, for its screen and its receipt. */
export function findView(db: ReadDb, id: Id<'sale'>): Sale | undefined {
  const known = store.findSale(db, id)
  if (!known) return undefined
  const payments = store.paymentsOf(db, id)
  const lines = store.linesOf(db, id).map(soldLine)
  const declinedMinor = payments.reduce((sum, { standing, amountMinor }) => sum + (standing === 'declined' ? amountMinor : 0), 0)
  return {
    ...known,
    lines,
    payments,
    changeMinor: rules.change(payments),
    declinedMinor: declinedMinor === 0 ? 0 : Math.max(0, declinedMinor - store.setOffOf(db, id)),
  }
}

export function viewOf(db: ReadDb, id: Id<'sale'>): Sale {
  const view = findView(db, id)
  if (!view) throw new Error(`sale ${id} was written and is not there`)
  return view
}
