import type { In, WriteCtx } from '#main/platform/context.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import type { Item } from '#shared/modules/catalog/model.ts'
import type { Customer } from '#shared/modules/customers/model.ts'
import { type posContract, posFails } from '#shared/modules/pos/contract.ts'
import type { LotPart } from '#shared/modules/pos/model.ts'
import * as rules from '#shared/modules/pos/rules.ts'
import { kindOfItem } from '#shared/modules/work-orders/model.ts'
import { taxFor } from '#shared/modules/work-orders/rules.ts'
import * as catalog from '../../catalog/service.ts'
import * as inventory from '../../inventory/service.ts'
import * as workspace from '../../workspace/service.ts'

type Input = In<typeof posContract, 'sell'>
type NotLots = Extract<ReturnType<typeof inventory.lotsOfLines>, { ok: false }>['error']
type Refused = Failure<'pos.unknownItem' | 'pos.descriptionNeeded' | 'pos.discountTooHigh' | 'catalog.chooseVariant'> | NotLots

interface Buying {
  readonly buyer: Customer | undefined
  readonly limitBp: number
  readonly locationId: Id<'location'>
  /** May let go of what has expired. */
  readonly mayApprove: boolean
}
/** How a line came about, beside what it says. */
interface Origin {
  readonly item: Item | undefined
  readonly listPriceMinor: number
  readonly named: readonly LotPart[]
  readonly isPart: boolean
}

/** What is bought, at the prices that were shown; tax as work orders have it, lots as they were named. */
export function basket(ctx: WriteCtx, { lines }: Input, { buyer, limitBp, locationId, mayApprove }: Buying): Result<rules.NewLine[], Refused> {
  const { db } = ctx
  const company = workspace.theCompany(db)
  const unpriced: rules.Unpriced[] = []
  const origins: Origin[] = []
  for (const { itemId, description, qtyMilli, unitPriceMinor, discountBp, lots } of lines) {
    const item = itemId === null ? undefined : catalog.findItem(db, itemId)
    if (itemId !== null && (!item || item.deleted)) return posFails.unknownItem({ itemId })
    const chosen = item ? catalog.checkVariant(db, item.id) : ok(null)
    if (!chosen.ok) return chosen
    if (!item && description === '') return posFails.descriptionNeeded()
    const add = (line: Pick<rules.Unpriced, 'description' | 'qtyMilli' | 'unitPriceMinor' | 'discountBp'>, origin: Origin) => {
      const sold = origin.item
      const kind = sold ? kindOfItem[sold.kind] : 'fee'
      const { taxRateBp } = taxFor(kind, undefined, sold?.taxRateBp, company)
      unpriced.push({ kind, itemId: sold?.id ?? null, sku: sold?.sku ?? '', ...line, taxRateBp, taxExempt: buyer?.taxExempt ?? false })
      origins.push(origin)
    }
    const listPriceMinor = item ? catalog.priceNow(ctx, item, qtyMilli, buyer?.priceGroup ?? '').priceMinor : unitPriceMinor
    add({ description: description || (item?.name ?? ''), qtyMilli, unitPriceMinor, discountBp }, { item, listPriceMinor, named: lots, isPart: false })
    // The price of a kit covers its parts; core charges are in the basket by themselves.
    for (const part of item ? catalog.goesWith(db, item.id, qtyMilli).parts : [])
      add(
        { description: part.item.name, qtyMilli: part.qtyMilli, unitPriceMinor: 0, discountBp: 0 },
        { item: part.item, listPriceMinor: 0, named: [], isPart: true },
      )
  }
  const priced = rules.priced(unpriced, company.taxInclusive)
  for (const [i, line] of priced.entries()) {
    const allowed = rules.checkDiscount(line, origins[i]?.listPriceMinor ?? 0, limitBp)
    if (!allowed.ok) return allowed
  }
  return withLots(ctx, priced, origins, locationId, mayApprove)
}

/** Lines of one part are looked at together: no two of them take the same piece. */
function withLots(
  ctx: WriteCtx,
  priced: readonly rules.NewLine[],
  origins: readonly Origin[],
  locationId: Id<'location'>,
  mayApprove: boolean,
): Result<rules.NewLine[], NotLots> {
  const lots = new Map<number, rules.NewLine['lots']>()
  for (const item of new Set(origins.map((origin) => origin.item?.id))) {
    const own = origins.flatMap((origin, i) => (origin.item && origin.item.id === item ? [{ ...origin, i, item: origin.item }] : []))
    const [first] = own
    if (!first || first.item.tracking === 'none') continue
    const leaving = own.map(({ i, named, isPart }) => ({ qtyMilli: priced[i]?.qtyMilli ?? 0, named, isUnasked: isPart }))
    const taken = inventory.lotsOfLines(ctx, locationId, first.item, leaving, mayApprove)
    if (!taken.ok) return taken
    for (const [at, { i }] of own.entries()) lots.set(i, taken.value[at] ?? [])
  }
  return ok(priced.map((line, i) => ({ ...line, lots: lots.get(i) ?? [] })))
}
