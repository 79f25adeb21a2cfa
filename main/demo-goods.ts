import type { CallOf, OutputOf } from '#shared/contract/define.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { OperationName, OperationOf } from '#shared/modules.ts'

/** The shop while it is being opened. */
export interface Opening {
  /** A call as whoever is signed in; it must succeed. */
  ask<N extends OperationName>(name: N, input: CallOf<OperationOf<N>>): Promise<OutputOf<OperationOf<N>>>
  readonly locationId: Id<'location'>
  /** The date so many days from today. */
  readonly day: (days: number) => string
}

/** What the stories of the demo tell of. */
export interface DemoShop extends Pick<Opening, 'ask' | 'locationId'> {
  readonly roomId: Id<'stockPlace'>
  readonly supplierId: Id<'supplier'>
  readonly items: readonly Id<'item'>[]
  readonly cars: readonly { customerId: Id<'customer'>; vehicleId: Id<'vehicle'> }[]
  readonly bays: readonly Id<'bay'>[]
  readonly technicians: readonly Id<'employee'>[]
}

/** One of a list, begun anew at its end; never of an empty one. */
export const pick = <T>(from: readonly T[], i: number): T => from[i % from.length] as T

/** Another branch with goods on their way to it; a bin that was counted and waits for approval, another that is being counted. */
export async function stocktaking({ ask, roomId, items }: DemoShop): Promise<void> {
  const hours = { opensAtMinutes: 480, closesAtMinutes: 1080, openWeekdays: '12345' }
  const branch = await ask('workspace.addLocation', { name: 'Uptown branch', address: '', phone: '+1 212 555 0190', ...hours })
  await ask('inventory.createPlace', { locationId: branch.id, name: 'Uptown shelf' })
  const lines = [
    { itemId: pick(items, 7), qtyMilli: 8000 },
    { itemId: pick(items, 9), qtyMilli: 4000 },
  ]
  const { head } = await ask('inventory.createTransfer', { fromPlaceId: roomId, toLocationId: branch.id, note: 'For the weekend', lines })
  await ask('inventory.sendTransfer', { transferId: head.id })
  const count = async (bin: string, found: readonly (readonly [item: number, countedMilli: number])[]) => {
    const { id: countId } = await ask('inventory.startCount', { placeId: roomId, bin })
    for (const [i, countedMilli] of found) await ask('inventory.enterCount', { countId, itemId: pick(items, i), countedMilli })
    return countId
  }
  await ask('inventory.submitCount', { countId: await count('A-10', [[9, 17_000]]) })
  await count('', [[13, 15_000]])
}

/** A job that waits for two parts and one whose part has come, a battery whose old one is back, and what goes back to the supplier. */
export async function specialOrders({ ask, locationId, roomId, supplierId, items, cars, bays, technicians }: DemoShop): Promise<void> {
  /** The supplier is asked for a part of a job, at what he wants for it. */
  const orderPart = async (lineId: Id<'workOrderLine'>, unitCostMinor: number) => {
    const { itemId } = await ask('workOrders.requestPart', { lineId, supplierId })
    const { head, lines } = await ask('purchasing.orderWanted', { supplierId, placeId: roomId, itemIds: [itemId] })
    for (const { id } of lines) await ask('purchasing.updateLine', { lineId: id, unitCostMinor })
    return ask('purchasing.send', { orderId: head.id })
  }
  const waits = await ask('workOrders.open', {
    locationId,
    ...pick(cars, 16),
    concern: 'Battery light stays on',
    bayId: pick(bays, 3),
    technicianId: pick(technicians, 2),
  })
  const alternator = await ask('workOrders.addLine', {
    workOrderId: waits.order.id,
    kind: 'part',
    description: 'Alternator, exchange',
    unitPriceMinor: 31_900,
  })
  const ordered = await orderPart(alternator.lineId, 19_400)
  await ask('purchasing.receive', {
    orderId: ordered.head.id,
    documentNumber: 'DN 20517',
    lines: ordered.lines.map(({ id, qtyMilli }) => ({ lineId: id, qtyMilli, bin: 'C-2' })),
  })
  const { order } = await ask('workOrders.open', { locationId, ...pick(cars, 12), concern: 'Grinding noise when turning', mileageKm: 71_300 })
  const workOrderId = order.id
  const bearing = await ask('workOrders.addLine', { workOrderId, itemId: pick(items, 14) })
  await ask('workOrders.requestPart', { lineId: bearing.lineId })
  const rack = await ask('workOrders.addLine', { workOrderId, kind: 'part', description: 'Steering rack, reconditioned', unitPriceMinor: 48_900 })
  await orderPart(rack.lineId, 29_500)
  const batteries = await ask('workOrders.open', {
    locationId,
    ...pick(cars, 13),
    concern: 'Battery weak in the morning',
    bayId: pick(bays, 4),
    technicianId: pick(technicians, 1),
  })
  await ask('workOrders.addLine', { workOrderId: batteries.order.id, itemId: pick(items, 8), qtyMilli: 2000 })
  await ask('workOrders.start', { workOrderId: batteries.order.id })
  await ask('workOrders.finish', { workOrderId: batteries.order.id })
  const [old] = (await ask('purchasing.cores', {})).rows
  if (old) await ask('purchasing.bringInCore', { coreId: old.id })
  const back = { locationId, supplierId: supplierId, reason: 'defective' as const }
  const { head: sent } = await ask('purchasing.createReturn', { ...back, parts: [{ itemId: pick(items, 2), qtyMilli: 1000 }] })
  await ask('purchasing.sendReturn', { returnId: sent.id })
  await ask('purchasing.createReturn', { ...back, reason: 'surplus', parts: [{ itemId: pick(items, 5), qtyMilli: 1000 }] })
}
