import { expect } from 'vitest'
import type { Id } from '#shared/kernel/ids.ts'
import type { ItemFields } from '#shared/modules/catalog/model.ts'
import { openWorkshop, type Workshop } from './workshop.ts'

type LotCall = { code: string; expiresOn?: string | null; qtyMilli: number }

/** A workshop with a parts room and a van, pads that nobody tracks, oil by lot and starters by serial number. */
export async function openStore(options: Parameters<typeof openWorkshop>[0] = {}) {
  const workshop = await openWorkshop(options)
  const { shop, owner, locationId } = workshop
  const place = async (name: string) => (await shop.get('inventory.createPlace', { locationId, name }, owner)).id
  const part = async (name: string, costMinor = 500, own: Partial<ItemFields> = {}) =>
    (await shop.get('catalog.create', { name, sku: name.toUpperCase(), costMinor, priceMinor: 1200, ...own }, owner)).id
  const [main, van] = [await place('Parts room'), await place('Van')]
  const [pads, filter] = [await part('pads'), await part('filter', 300)]
  const level = async (itemId: Id<'item'>, placeId: Id<'stockPlace'>) => {
    const { levels } = await shop.get('inventory.ofItem', { itemId }, owner)
    const found = levels.find((one) => one.placeId === placeId)
    return found && [found.qtyMilli, found.valueMinor, found.status]
  }
  return {
    ...workshop,
    main,
    van,
    pads,
    filter,
    part,
    level,
    receive: (itemId: Id<'item'>, qtyMilli: number, unitCostMinor: number, placeId = main, lots?: LotCall[]) =>
      shop.get('inventory.receive', { placeId, documentNumber: 'DN 77', lines: [{ itemId, qtyMilli, unitCostMinor, ...(lots && { lots }) }] }, owner),
    /** What lies of an item in a place by lot. */
    lots: async (itemId: Id<'item'>, placeId = main) =>
      (await shop.get('inventory.lots', { itemId, placeId }, owner)).rows.map(({ code, qtyMilli }) => [code, qtyMilli]),
    /** An order of the workshop's customer with one line of a part, begun. */
    job: async (itemId: Id<'item'>, qtyMilli: number) => {
      const { order } = await workshop.open({ bayId: workshop.bay1, technicianId: workshop.tom })
      const added = await shop.get('workOrders.addLine', { workOrderId: order.id, itemId, qtyMilli }, owner)
      return { ...added, number: order.number }
    },
    finish: async (workOrderId: Id<'workOrder'>) => {
      await shop.get('workOrders.start', { workOrderId }, owner)
      await shop.get('workOrders.finish', { workOrderId }, owner)
    },
  }
}
export type Store = Awaited<ReturnType<typeof openStore>>

/** The level of every item, place and lot against the sum of its movements. */
export function proveSums({ shop }: Pick<Workshop, 'shop'>): void {
  const { raw } = shop.platform.store.connection
  const sums = 'SELECT item_id, place_id, sum(delta_milli) AS qty, sum(value_minor) AS value FROM stock_move GROUP BY item_id, place_id ORDER BY 1, 2'
  const levels =
    'SELECT item_id, place_id, qty_milli AS qty, value_minor AS value FROM stock_level WHERE EXISTS (SELECT 1 FROM stock_move m WHERE m.item_id = stock_level.item_id AND m.place_id = stock_level.place_id) ORDER BY 1, 2'
  expect(raw.prepare(levels).all()).toEqual(raw.prepare(sums).all())
  const lotSums = 'SELECT lot_id, place_id, sum(delta_milli) AS qty FROM stock_move WHERE lot_id IS NOT NULL GROUP BY lot_id, place_id ORDER BY 1, 2'
  expect(raw.prepare('SELECT lot_id, place_id, qty_milli AS qty FROM stock_lot_level ORDER BY 1, 2').all()).toEqual(raw.prepare(lotSums).all())
}

/** What jobs reserve against the lines of their orders. */
export function proveReserved({ shop }: Pick<Workshop, 'shop'>): void {
  const { raw } = shop.platform.store.connection
  const wanted = `SELECT l.id AS line_id, o.id AS work_order_id, o.location_id, l.item_id, l.qty_milli FROM work_order_line l JOIN work_order o ON o.id = l.work_order_id
    WHERE o.deleted = 0 AND l.deleted = 0 AND l.declined = 0 AND l.kind = 'part' AND l.item_id IS NOT NULL AND o.state IN ('open', 'inProgress', 'onHold') ORDER BY 1`
  expect(raw.prepare('SELECT line_id, work_order_id, location_id, item_id, qty_milli FROM stock_reservation ORDER BY 1').all()).toEqual(
    raw.prepare(wanted).all(),
  )
}
