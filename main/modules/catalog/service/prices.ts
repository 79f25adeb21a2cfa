import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import { localDate } from '#shared/kernel/time.ts'
import { type catalogContract, catalogFails } from '#shared/modules/catalog/contract.ts'
import type { Item, Price } from '#shared/modules/catalog/model.ts'
import { priceFor } from '#shared/modules/catalog/rules/price.ts'
import * as customers from '../../customers/service.ts'
import * as workspace from '../../workspace/service.ts'
import * as items from './items.ts'
import { findPrice, priceGroups as groups, pricesOf } from '../store/relations.ts'
import { catalogPrice } from '../tables.ts'
import { card } from './relations.ts'

type C = typeof catalogContract

const MOST_PRICES = 100

export function setPrice(ctx: WriteCtx, { itemId, priceGroup, minQtyMilli, ...terms }: In<C, 'setPrice'>): Out<C, 'setPrice'> {
  const item = items.findItem(ctx.db, itemId)
  if (!item) return catalogFails.unknown({ itemId })
  if (item.deleted) return catalogFails.removed({ itemId })
  if (terms.fromOn !== null && terms.untilOn !== null && terms.untilOn < terms.fromOn) return catalogFails.priceNeverHolds()
  const known = pricesOf(ctx.db, itemId)
  const same = known.find((row) => row.priceGroup === priceGroup && row.minQtyMilli === minQtyMilli)
  if (!same && known.length >= MOST_PRICES) return catalogFails.tooManyPrices({ most: MOST_PRICES })
  if (same) ctx.db.update(catalogPrice, same.id, terms)
  else ctx.db.insert(catalogPrice, { id: ctx.newId<'price'>(), itemId, priceGroup, minQtyMilli, ...terms })
  return card(ctx, { itemId })
}

export function removePrice(ctx: WriteCtx, { priceId }: In<C, 'removePrice'>): Out<C, 'removePrice'> {
  const known = findPrice(ctx.db, priceId)
  if (!known) return catalogFails.unknownPrice({ priceId })
  ctx.db.update(catalogPrice, priceId, { deleted: true })
  return card(ctx, { itemId: known.itemId })
}

export function priceGroups(ctx: ReadCtx, _input: In<C, 'priceGroups'>): Out<C, 'priceGroups'> {
  return ok(groups(ctx.db))
}

export function quote(ctx: ReadCtx, { customerId, lines }: In<C, 'quote'>): Out<C, 'quote'> {
  const customer = customerId === null ? undefined : customers.findCustomer(ctx.db, customerId)
  if (customerId !== null && !customer) return catalogFails.unknownCustomer({ customerId })
  const prices: Price[] = []
  for (const { itemId, qtyMilli } of lines) {
    const item = items.findItem(ctx.db, itemId)
    if (!item) return catalogFails.unknown({ itemId })
    prices.push(priceNow(ctx, item, qtyMilli, customer?.priceGroup ?? ''))
  }
  return ok(prices)
}

/** What so many of an item cost each, today, for a group of customers. Called by orders and sales: the one price of the catalogue. Holds CAT-6. */
export function priceNow(ctx: Pick<ReadCtx, 'db' | 'now'>, item: Pick<Item, 'id' | 'priceMinor'>, qtyMilli: number, group: string): Price {
  const prices = pricesOf(ctx.db, item.id)
  // Most prices hold whatever the day.
  const isDated = prices.some(({ fromOn, untilOn }) => fromOn !== null || untilOn !== null)
  const on = isDated ? localDate(ctx.now, workspace.theCompany(ctx.db).zone) : ''
  return priceFor(item.priceMinor, prices, { group, qtyMilli, on })
}

/** The group whose prices hold for a customer. */
export const groupOf = (db: ReadDb, customerId: Id<'customer'> | null): string => (customerId !== null && customers.pricingOf(db, customerId)?.priceGroup) || ''
