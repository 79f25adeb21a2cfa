import type { WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { Item } from '#shared/modules/catalog/model.ts'
import { unitCostOf } from '#shared/modules/catalog/rules/packs.ts'
import { codeKeyOf, type ListedPrice } from '#shared/modules/purchasing/rules/prices.ts'
import * as catalog from '../../catalog/service.ts'
import { findByCode } from '../store/offers.ts'
import { purchaseCost, supplierOffer } from '../tables.ts'
import { offerOf } from './offers.ts'
import { findSupplier } from './suppliers.ts'

interface PriceList {
  readonly supplierId: Id<'supplier'>
  /** What no item is known for becomes one. */
  readonly createItems: boolean
  readonly fileName: string
  /** Items that an earlier row of the list spoke of: the first one counts, so that the same list again changes nothing. */
  readonly taken: Set<Id<'item'>>
}
/** What a row did; the price of a pack before, null where the supplier did not sell it so far. */
type Taken = 'notListed' | 'unchanged' | { readonly name: string; readonly beforeMinor: number | null; readonly afterMinor: number; readonly isNew: boolean }

/**
 * A row of a supplier's price list: the item is found by the supplier's number, the shop's own, or a barcode. A price that changed is
 * written down in the cost history; the same row again changes nothing. Safe for very many rows in one deed. Called by imports.
 */
export function takePrice(ctx: WriteCtx, { supplierId, createItems, fileName, taken }: PriceList, listed: ListedPrice): Taken {
  if (!findSupplier(ctx.db, supplierId)) return 'notListed'
  const found = itemOf(ctx.db, supplierId, listed)
  const made = found ? undefined : createItems ? create(ctx, listed) : undefined
  const item = found ?? made
  if (!item || item.deleted || item.kind !== 'part') return 'notListed'
  if (taken.has(item.id)) return 'unchanged'
  taken.add(item.id)
  const known = offerOf(ctx.db, supplierId, item.id)
  const terms = {
    code: listed.code || (known?.code ?? ''),
    packUnit: listed.packUnit || (known?.packUnit ?? ''),
    packMilli: listed.packMilli ?? known?.packMilli ?? 1000,
    packMinor: listed.packMinor,
  }
  if (known && (Object.keys(terms) as (keyof typeof terms)[]).every((key) => known[key] === terms[key])) return 'unchanged'
  const fields = { ...terms, codeKey: codeKeyOf(terms.code) }
  if (known) ctx.db.update(supplierOffer, known.id, fields)
  else ctx.db.insert(supplierOffer, { id: ctx.newId<'offer'>(), supplierId, itemId: item.id, ...fields, preferred: made !== undefined })
  const beforeMinor = known?.packMinor ?? null
  ctx.db.insert(purchaseCost, {
    id: ctx.newId<'cost'>(),
    itemId: item.id,
    supplierId,
    source: 'list',
    orderId: null,
    lineId: null,
    documentNumber: fileName.slice(0, 60),
    qtyMilli: null,
    packMilli: terms.packMilli,
    beforeMinor,
    packMinor: terms.packMinor,
    landedMinor: 0,
    userName: ctx.actor.name,
    at: ctx.now,
  })
  // Where it is bought first decides what it costs.
  if (known?.preferred || made) catalog.setCost(ctx, item.id, unitCostOf(terms.packMinor, terms.packMilli))
  return { name: item.name, beforeMinor, afterMinor: terms.packMinor, isNew: made !== undefined }
}

function itemOf(db: ReadDb, supplierId: Id<'supplier'>, { code, sku, barcode }: ListedPrice): Item | undefined {
  const offer = code === '' ? undefined : findByCode(db, supplierId, codeKeyOf(code))
  if (offer) return catalog.findItem(db, offer.itemId)
  for (const own of [sku, barcode]) {
    const hits = own === '' ? [] : catalog.itemsWithCode(db, own)
    if (hits.length === 1) return hits[0]?.item
  }
  return undefined
}

function create(ctx: WriteCtx, { name, code, sku, barcode, packMilli, packMinor }: ListedPrice): Item | undefined {
  const made = catalog.create(ctx, { name: name || code || sku || barcode, sku, barcode, costMinor: unitCostOf(packMinor, packMilli ?? 1000) })
  return made.ok ? made.value : undefined
}
