import { v7 } from 'uuid'
import type { Ask } from '#main/platform/context.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { posContract } from '#shared/modules/pos/contract.ts'
import { openWorkshop } from './workshop.ts'

export type SellCall = Ask<typeof posContract, 'sell'>
export const saleId = (): Id<'sale'> => v7() as Id<'sale'> // made by the window

/** The first of a list that has one. */
export function firstOf<T>(list: readonly T[]): T {
  const [one] = list
  if (one === undefined) throw new Error('the list is empty')
  return one
}

/** A shop with two parts in stock, a service, and a till that opened with 100.00. */
export async function openCounter(options: Parameters<typeof openWorkshop>[0] = {}) {
  const workshop = await openWorkshop(options)
  const { shop, owner, locationId } = workshop
  const placeId = (await shop.get('inventory.createPlace', { locationId, name: 'Shelf' }, owner)).id
  const item = async (name: string, own: object) => (await shop.get('catalog.create', { name, sku: name.toUpperCase(), ...own }, owner)).id
  const pads = await item('pads', { priceMinor: 4990, costMinor: 2000, barcode: '4006381333931' })
  const oil = await item('oil', { priceMinor: 1295, costMinor: 700, unit: 'l', taxRateBp: 700, barcode: '036000291452' })
  const fitting = await item('fitting', { kind: 'service', priceMinor: 2500 })
  await shop.get(
    'inventory.receive',
    {
      placeId,
      lines: [
        { itemId: pads, qtyMilli: 10_000, unitCostMinor: 2000 },
        { itemId: oil, qtyMilli: 20_000, unitCostMinor: 700 },
      ],
    },
    owner,
  )
  const till = await shop.get('pos.openTill', { locationId, counts: [{ worthMinor: 5000, pieces: 2 }] }, owner)
  const line = (itemId: Id<'item'> | null, qtyMilli: number, unitPriceMinor: number, own: object = {}) => ({ itemId, qtyMilli, unitPriceMinor, ...own })
  return {
    ...workshop,
    placeId,
    pads,
    oil,
    fitting,
    till,
    line,
    sell: (own: Omit<SellCall, 'saleId'>, token = owner, id = saleId()) => shop.get('pos.sell', { saleId: id, ...own }, token),
    refusedSale: (own: Omit<SellCall, 'saleId'>, token = owner, id = saleId()) => shop.refused('pos.sell', { saleId: id, ...own }, token),
    stock: async (itemId: Id<'item'>) => (await shop.get('inventory.ofItem', { itemId }, owner)).qtyMilli,
    cash: async () => (await shop.get('pos.till', {}, owner))?.balanceMinor,
  }
}
