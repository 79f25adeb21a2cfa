import type { Id } from '#shared/kernel/ids.ts'
import { ITEMS, OFFERS, PARTS_IN_STOCK } from './demo-data.ts'
import { type DemoShop, type Opening, pick } from './demo-goods.ts'

type Items = DemoShop['items']

/** Parts and services, where the parts lie, who delivers them, and the check that offers some of them. */
export async function catalogue(opening: Opening) {
  const items = await listed(opening)
  const checkId = await vehicleCheck(opening, items)
  const roomId = await stocked(opening, items)
  const supplierId = await suppliers(opening, items)
  await related(opening, items)
  return { items, checkId, roomId, supplierId }
}

async function listed({ ask }: Opening): Promise<Items> {
  const items: Id<'item'>[] = []
  for (const [kind, sku, name, category, unit, price, cost] of ITEMS) {
    items.push(
      (
        await ask('catalog.create', {
          kind: kind as 'part',
          sku: sku ?? '',
          name: name ?? '',
          category: category ?? '',
          unit: unit ?? '',
          priceMinor: Number(price),
          costMinor: Number(cost),
        })
      ).id,
    ) // one of the kinds listed above
  }
  return items
}

async function vehicleCheck({ ask }: Opening, items: Items) {
  const check = await ask('inspections.createReady', { key: 'vehicle-check' })
  const { version } = await ask('inspections.template', { templateId: check.id })
  /** What a finding becomes on the order, as a manager would set it. */
  const offers: Readonly<Record<string, number>> = { padsFront: 0, padsRear: 1, discsFront: 2, battery: 8, airFilter: 5, wipers: 10 }
  await ask('inspections.saveTemplate', {
    templateId: check.id,
    versionId: version.id,
    content: {
      ...version.content,
      sections: version.content.sections.map((section) => ({
        ...section,
        points: section.points.map((point) => ({ ...point, itemId: items[offers[point.key] ?? -1] ?? null })),
      })),
    },
  })
  return check.id
}

async function stocked({ ask, locationId, day }: Opening, items: Items) {
  const room = await ask('inventory.createPlace', { locationId, name: 'Parts room' })
  await ask('inventory.createPlace', { locationId, name: 'Van' })
  // Coolant is told apart by lot, one that has expired among them, and belt kits by serial number.
  const [coolant, beltKit] = [pick(items, 7), pick(items, 11)]
  await ask('catalog.update', { itemId: coolant, tracking: 'lot' })
  await ask('catalog.update', { itemId: beltKit, tracking: 'serial' })
  await ask('inventory.receive', {
    placeId: room.id,
    documentNumber: 'DN 20417',
    lines: PARTS_IN_STOCK.map(([i, qtyMilli]) => ({ itemId: pick(items, i), qtyMilli, unitCostMinor: Number(ITEMS[i]?.[6] ?? 0) })),
  })
  await ask('inventory.receive', {
    placeId: room.id,
    documentNumber: 'DN 20431',
    lines: [
      {
        itemId: coolant,
        qtyMilli: 30_000,
        unitCostMinor: 370,
        lots: [
          { code: 'C2407-A', expiresOn: day(-20), qtyMilli: 6000 },
          { code: 'C2503-B', expiresOn: day(18), qtyMilli: 10_000 },
          { code: 'C2511-D', expiresOn: day(400), qtyMilli: 14_000 },
        ],
      },
      {
        itemId: beltKit,
        qtyMilli: 2000,
        unitCostMinor: 14_800,
        lots: [
          { code: 'TBK-41877', qtyMilli: 1000 },
          { code: 'TBK-41902', qtyMilli: 1000 },
        ],
      },
    ],
  })
  for (const [i, , reorderAtMilli, fillToMilli] of PARTS_IN_STOCK)
    await ask('inventory.setRule', { itemId: pick(items, i), placeId: room.id, bin: `A-${i + 1}`, criticalAtMilli: 1000, reorderAtMilli, fillToMilli })
  return room.id
}

async function suppliers({ ask }: Opening, items: Items) {
  const supplier = await ask('purchasing.createSupplier', {
    name: 'Northside Auto Parts',
    contact: 'Lena',
    phone: '+1 212 555 0188',
    accountNumber: 'HSG-2207',
  })
  const tyres = await ask('purchasing.createSupplier', { name: 'Hudson Tyre Depot', phone: '+1 212 555 0142' })
  for (const [i, code, packUnit, packMilli, packMinor] of OFFERS)
    await ask('purchasing.setOffer', { supplierId: supplier.id, itemId: pick(items, i), code, packUnit, packMilli, packMinor, preferred: true })
  await ask('purchasing.setOffer', { supplierId: tyres.id, itemId: pick(items, 12), code: 'HT-2055516', packMinor: 7400, preferred: true })
  return supplier.id
}

/** What goes together, what trade customers and buyers of many pay, and the codes by which the counter knows parts. */
async function related({ ask }: Opening, items: Items): Promise<void> {
  const extra = async (name: string, sku: string, kind: 'part' | 'fee', priceMinor: number, costMinor: number) =>
    (await ask('catalog.create', { name, sku, kind, priceMinor, costMinor, category: kind === 'fee' ? 'Fees' : 'Filters' })).id
  const charge = await extra('Core charge, battery', 'CORE-BAT', 'fee', 2200, 1800)
  await ask('catalog.relate', { itemId: pick(items, 8), kind: 'core', otherId: charge })
  const kit = await extra('Oil service kit', 'KIT-OIL', 'part', 7900, 0)
  await ask('catalog.relate', { itemId: kit, kind: 'part', otherId: pick(items, 3), qtyMilli: 4500 })
  await ask('catalog.relate', { itemId: kit, kind: 'part', otherId: pick(items, 4) })
  const longLife = await extra('Oil filter, long life', 'OIL-F-229', 'part', 1690, 640)
  await ask('catalog.relate', { itemId: pick(items, 4), kind: 'substitute', otherId: longLife })
  const rearBlade = (await ask('catalog.create', { name: 'Rear wiper blade', sku: 'WIP-R', category: 'Body', priceMinor: 1390, costMinor: 520 })).id
  for (const value of ['12"', '14"', '16"'])
    await ask('catalog.addVariant', { itemId: rearBlade, options: [{ name: 'Length', value }], sku: `WIP-R${value.slice(0, 2)}` })
  await ask('catalog.setPrice', { itemId: pick(items, 0), priceGroup: 'Trade', priceMinor: 6200 })
  await ask('catalog.setPrice', { itemId: pick(items, 12), minQtyMilli: 4000, priceMinor: 10_900 })
  await ask('catalog.moveCategory', { from: 'Filters', to: 'Engine > Filters' })
  await ask('catalog.moveCategory', { from: 'Ignition', to: 'Engine > Ignition' })
  // Wiper blades and bulbs go over the counter; their maker's codes are on them, and one is a carton of ten.
  await ask('catalog.addBarcode', { itemId: pick(items, 10), code: '4006381333931' })
  await ask('catalog.addBarcode', { itemId: pick(items, 13), code: '036000291452' })
  await ask('catalog.addBarcode', { itemId: pick(items, 13), code: '10614141000415', qtyMilli: 10_000 })
}
