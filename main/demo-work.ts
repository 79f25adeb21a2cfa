import type { Id } from '#shared/kernel/ids.ts'
import { type DemoShop, pick } from './demo-goods.ts'

/** A car whose owner put one job off at its last visit, and the estimate for today's; two services saved for reuse. */
export async function estimates({ ask, locationId, items, cars, bays, technicians }: DemoShop): Promise<void> {
  await ask('workspace.update', {
    laborRates: [
      { name: 'Diagnosis', rateMinor: 14_500 },
      { name: 'Body work', rateMinor: 13_800 },
    ],
  })
  await ask('workspace.setLetterhead', {
    footer: 'Harbor Bank · IBAN DE02 1203 0000 0000 2020 51 · Open Monday to Friday, 8:00 to 18:00',
    estimateTerms: 'This estimate holds for 14 days. We ask before we do anything that it does not name.',
    orderTerms: 'I order the work above. Parts that are replaced are kept until I collect the car.',
  })
  const car = pick(cars, 7)
  const open = async (concern: string, mileageKm: number) =>
    (await ask('workOrders.open', { locationId, ...car, concern, mileageKm, asEstimate: true, technicianId: pick(technicians, 1), bayId: pick(bays, 4) })).order
      .id
  const service = async (workOrderId: Id<'workOrder'>, title: string, hoursMilli: number, parts: readonly number[]) => {
    const { serviceId } = await ask('workOrders.addService', { workOrderId, title })
    await ask('workOrders.addLine', { workOrderId, serviceId, kind: 'labor', description: title, qtyMilli: hoursMilli })
    for (const i of parts) await ask('workOrders.addLine', { workOrderId, serviceId, itemId: pick(items, i) })
    return serviceId
  }
  const first = await open('Service is due', 61_200)
  const due = await service(first, 'Service with filters', 1200, [5, 6])
  await service(first, 'Front brake pads', 1500, [0])
  await ask('workOrders.saveCannedJob', { serviceId: due, category: 'Service' })
  const { lines, services, customer } = await ask('workOrders.get', { workOrderId: first })
  const brakes = services[1]?.id
  if (brakes) await ask('workOrders.saveCannedJob', { serviceId: brakes, category: 'Brakes' })
  const words = lines.map(({ id, serviceId }) => ({ lineId: id, approved: serviceId !== brakes }))
  await ask('workOrders.decide', { workOrderId: first, words, channel: 'phone', person: customer.name, contact: customer.phone })
  await ask('workOrders.start', { workOrderId: first })
  await ask('workOrders.finish', { workOrderId: first })
  await ask('invoicing.issue', { workOrderId: first })
  const next = await open('Squeals when braking', 66_900)
  await service(next, 'Rear brake pads', 1300, [1])
  await service(next, 'Wiper blades', 200, [10])
}
