import { kindOfItem } from '#shared/modules/work-orders/model.ts'
import { followed, taxFor } from '#shared/modules/work-orders/rules.ts'
import { v7 } from 'uuid'
import { create } from 'zustand'
import type { Id } from '#shared/kernel/ids.ts'
import type { CodeHit, Item } from '#shared/modules/catalog/model.ts'
import { lotKey } from '#shared/modules/inventory/rules/lots.ts'
import type { Disposition, LotPart, ParkedBasket, Sale, SoldLine } from '#shared/modules/pos/model.ts'
import { chargedAgain, type NewLine, priced, sums, takenBack, type Sums, type Unpriced } from '#shared/modules/pos/rules.ts'

export type BasketLine = ParkedBasket['lines'][number]
/** Part of a line of an earlier sale that comes back. */
export interface Returned {
  readonly sold: SoldLine
  readonly saleId: Id<'sale'>
  readonly saleNumber: string
  readonly qtyMilli: number
  readonly disposition: Disposition
  /** Where a person said which. */
  readonly lots: readonly LotPart[]
}
/** Part of a line of an earlier sale that came back too often, and is charged again. */
export type Again = Pick<Returned, 'sold' | 'saleId' | 'saleNumber' | 'qtyMilli'>

interface Basket {
  /** Made here, once for each sale: whatever happens on the way, it is one sale. */
  readonly saleId: Id<'sale'>
  readonly customerId: string | null
  readonly lines: readonly BasketLine[]
  readonly returns: readonly Returned[]
  readonly again: readonly Again[]
  readonly depositMinor: number
  readonly accountMinor: number
  /** Who showed a PIN for this sale. */
  readonly seller: { readonly name: string; readonly discountBp: number } | null
}

const KEY = 'bayline.basket'
const newBasket = (): Basket => ({
  saleId: v7() as Id<'sale'>, // the one place that makes it
  customerId: null,
  lines: [],
  returns: [],
  again: [],
  depositMinor: 0,
  accountMinor: 0,
  seller: null,
})
function kept(): Basket {
  try {
    const basket = { ...newBasket(), ...(JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Partial<Basket>) } // written below
    // One from before core charges were kept has none.
    return { ...basket, lines: basket.lines.map((line) => ({ ...line, cores: (line as Partial<BasketLine>).cores ?? [] })) }
  } catch {
    return newBasket()
  }
}

/** The basket of this window; it outlives a look at another screen and a reload. */
export const useBasket = create<Basket>(kept)
useBasket.subscribe((state) => sessionStorage.setItem(KEY, JSON.stringify(state)))

const set = (next: Partial<Basket>): void => useBasket.setState(next)
export const setBasket = set
export const clearBasket = (): void => set(newBasket())

export const isEmpty = ({ lines, returns, again, depositMinor, accountMinor }: Basket): boolean =>
  lines.length + returns.length + again.length === 0 && depositMinor === 0 && accountMinor === 0

/** How the shop taxes. */
export type Terms = Parameters<typeof taxFor>[3]

/** One more of what is in the basket at the catalogue's price, or a new line; of a scanned serial number or lot that one. */
export function addItem({ id, kind, name, unit, priceMinor, taxRateBp, tracking }: Item, qtyMilli: number, terms: Terms, code?: string): void {
  const { lines } = useBasket.getState()
  const lots = code === undefined ? [] : [{ code, qtyMilli }]
  const isThere = (line: BasketLine) => tracking === 'serial' && line.lots.some((lot) => lotKey(lot.code) === lotKey(code ?? ''))
  if (lines.some((line) => line.itemId === id && isThere(line))) return
  const same = lines.findIndex((line) => line.itemId === id && line.unitPriceMinor === line.listPriceMinor && line.discountBp === 0)
  const added: BasketLine = {
    itemId: id,
    description: '',
    qtyMilli,
    unitPriceMinor: priceMinor,
    discountBp: 0,
    name,
    unit,
    listPriceMinor: priceMinor,
    taxRateBp: taxFor(kindOfItem[kind], undefined, taxRateBp, terms).taxRateBp,
    cores: [],
    tracking,
    lots,
  }
  set({
    lines:
      same < 0
        ? [...lines, added]
        : lines.map((line, i) => (i === same ? { ...line, qtyMilli: line.qtyMilli + qtyMilli, lots: moreOf(line.lots, lots) } : line)),
  })
}
/** Core charges go along with `qtyMilli` of an item that was added, and with whatever its quantity becomes. `cores` are those of one. */
export function addCores(itemId: Id<'item'>, qtyMilli: number, cores: readonly CodeHit[], terms: Terms): void {
  if (cores.length === 0) return
  const known = cores.map((core) => ({ itemId: core.item.id, qtyMilli: core.qtyMilli }))
  set({ lines: useBasket.getState().lines.map((line) => (line.itemId === itemId ? { ...line, cores: known } : line)) })
  for (const core of cores) addItem(core.item, followed(0, core.qtyMilli, 0, qtyMilli), terms)
}
const moreOf = (lots: readonly LotPart[], added: readonly LotPart[]): LotPart[] => {
  const same = (a: LotPart, b: LotPart) => lotKey(a.code) === lotKey(b.code)
  const grown = lots.map((lot) => ({ ...lot, qtyMilli: added.reduce((sum, one) => (same(one, lot) ? sum + one.qtyMilli : sum), lot.qtyMilli) }))
  return [...grown, ...added.filter((one) => !lots.some((lot) => same(one, lot)))]
}
/** Serial numbers that a person still has to name. Units: pieces. */
export const serialsMissing = ({ tracking, qtyMilli, lots }: BasketLine): number => (tracking === 'serial' ? Math.ceil(qtyMilli / 1000) - lots.length : 0)

export function addFree(description: string, terms: Terms): void {
  const { taxRateBp } = taxFor('fee', undefined, null, terms)
  const line: BasketLine = {
    itemId: null,
    description,
    qtyMilli: 1000,
    unitPriceMinor: 0,
    discountBp: 0,
    lots: [],
    name: description,
    unit: '',
    listPriceMinor: 0,
    taxRateBp,
    cores: [],
    tracking: 'none',
  }
  set({ lines: [...useBasket.getState().lines, line] })
}
/** What the catalogue asks for lines in their order; a price that a person typed stays. Null: not from the catalogue. */
export function reprice(prices: readonly (number | null)[]): void {
  const { lines } = useBasket.getState()
  const next = lines.map((line, i) => {
    const listPriceMinor = prices[i] ?? line.listPriceMinor
    return { ...line, listPriceMinor, unitPriceMinor: line.unitPriceMinor === line.listPriceMinor ? listPriceMinor : line.unitPriceMinor }
  })
  if (next.some((line, i) => line.listPriceMinor !== lines[i]?.listPriceMinor)) set({ lines: next })
}
/** Core charges of a line follow its quantity. Fewer than the lots that are named: which of them stay is said anew. */
export function changeLine(at: number, patch: Partial<BasketLine>): void {
  const { lines } = useBasket.getState()
  const before = lines[at]
  const changed = (line: BasketLine): BasketLine => {
    const next = { ...line, ...patch }
    return next.lots.reduce((sum, lot) => sum + lot.qtyMilli, 0) > next.qtyMilli ? { ...next, lots: [] } : next
  }
  if (before)
    set({
      lines: following(
        lines.map((line, i) => (i === at ? changed(line) : line)),
        before,
        patch.qtyMilli ?? before.qtyMilli,
      ),
    })
}
export function removeLine(at: number): void {
  const { lines } = useBasket.getState()
  const before = lines[at]
  if (before)
    set({
      lines: following(
        lines.filter((_, i) => i !== at),
        before,
        0,
      ),
    })
}
function following(lines: readonly BasketLine[], { cores, qtyMilli }: BasketLine, afterMilli: number): BasketLine[] {
  return lines.flatMap((line) => {
    const core = cores.find(({ itemId }) => itemId === line.itemId)
    const next = core ? followed(line.qtyMilli, core.qtyMilli, qtyMilli, afterMilli) : line.qtyMilli
    return next === 0 ? [] : [{ ...line, qtyMilli: next }]
  })
}
export const removeReturn = (lineId: string): void => {
  const others = <Line extends Again>(lines: readonly Line[]) => lines.filter(({ sold }) => sold.id !== lineId)
  const { returns, again } = useBasket.getState()
  set({ returns: others(returns), again: others(again) })
}
export type Coming = Pick<Returned, 'qtyMilli' | 'disposition' | 'lots'>
export function addReturns(sale: Pick<Sale, 'id' | 'lines' | 'number' | 'customerId'>, coming: ReadonlyMap<string, Coming>): void {
  const { returns } = useBasket.getState()
  const added = sale.lines.flatMap((sold) => {
    const one = coming.get(sold.id)
    return one && one.qtyMilli > 0 ? [{ sold, saleId: sale.id, saleNumber: sale.number, ...one }] : []
  })
  const others = returns.filter(({ sold }) => !added.some((one) => one.sold.id === sold.id))
  set({ returns: [...others, ...added], ...(sale.customerId && { customerId: sale.customerId }) })
}

/** What came back too often, into a basket of its own customer. */
export function addAgain(sale: Pick<Sale, 'id' | 'number' | 'customerId'>, sold: SoldLine, qtyMilli: number): void {
  const { again } = useBasket.getState()
  const others = again.filter((one) => one.sold.id !== sold.id)
  set({ again: [...others, { sold, saleId: sale.id, saleNumber: sale.number, qtyMilli }], ...(sale.customerId && { customerId: sale.customerId }) })
}

/** What the core will charge: the same rules on the same figures. `back` and `again` in the order of the basket's own. */
export function charged(basket: Basket, taxExempt: boolean, taxInclusive: boolean): { lines: NewLine[]; back: NewLine[]; again: NewLine[]; sums: Sums } {
  const lines = priced(
    basket.lines.map((line): Unpriced => ({ ...line, kind: 'part', sku: '', taxExempt })),
    taxInclusive,
  )
  const back = basket.returns.flatMap(({ sold, qtyMilli }) => {
    const taken = takenBack(sold, qtyMilli)
    return taken.ok ? [taken.value] : []
  })
  const again = basket.again.flatMap(({ sold, qtyMilli }) => {
    const line = chargedAgain(sold, qtyMilli)
    return line.ok ? [line.value] : []
  })
  const advance = (['deposit', 'account'] as const).map((kind) => ({
    kind,
    netMinor: kind === 'deposit' ? basket.depositMinor : basket.accountMinor,
    taxMinor: 0,
    taxRateBp: 0,
    taxExempt: true,
  }))
  return { lines, back, again, sums: sums([...lines, ...back, ...again, ...advance]) }
}
