import { v7 } from 'uuid'
import type { CallOf } from '#shared/contract/define.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type EpochMs, MINUTE_MS } from '#shared/kernel/time.ts'
import { isBooked } from '#shared/modules/appointments/model.ts'
import type { OperationOf } from '#shared/modules.ts'
import { CONCERNS, FOUND, ITEMS, MEASURED, withTax } from './demo-data.ts'
import { type DemoShop, type Opening, pick } from './demo-goods.ts'

const QUARTER_MS = 15 * MINUTE_MS
/** The quarter of an hour that has begun. */
const quarterOf = (now: EpochMs): EpochMs => Math.floor(now / QUARTER_MS) * QUARTER_MS

export interface Today extends DemoShop, Opening {
  readonly now: EpochMs
  /** The instant of so many minutes on a day, 0 being today. */
  readonly at: (day: number, minutes: number) => EpochMs
  readonly checkId: Id<'inspectionTemplate'>
  /** Who does what follows. */
  readonly as: (name: 'Ada' | 'Ben') => Promise<void>
}

/** What had run low is ordered, and half of its first line has come. */
export async function reordered({ ask, day, supplierId, roomId }: Today): Promise<void> {
  const { head: wanted } = await ask('purchasing.createOrder', {
    supplierId,
    placeId: roomId,
    fillUp: true,
    expectedOn: day(1),
  })
  const { lines: ordered } = await ask('purchasing.send', { orderId: wanted.id })
  const [came] = ordered
  if (came)
    await ask('purchasing.receive', {
      orderId: wanted.id,
      documentNumber: 'DN 20511',
      freightMinor: 1250,
      lines: [{ lineId: came.id, qtyMilli: Math.ceil(came.qtyMilli / 2000) * 1000, unitCostMinor: Math.round(came.unitCostMinor * 1.04) }],
    })
}

const fill = async ({ ask, items }: Today, workOrderId: Id<'workOrder'>, i: number) => {
  await ask('workOrders.addLine', { workOrderId, itemId: pick(items, 15 + (i % 3)), qtyMilli: 500 + 500 * (i % 4) })
  await ask('workOrders.addLine', { workOrderId, itemId: pick(items, i % 15), qtyMilli: 1000 })
  await ask('workOrders.addLine', { workOrderId, itemId: pick(items, 18), qtyMilli: 1000 })
}

/** A sheet on which all is fine but for what is named: a level, or a figure. */
const inspect = async (
  { ask }: Today,
  workOrderId: Id<'workOrder'>,
  templateId: Id<'inspectionTemplate'>,
  found: Readonly<Record<string, readonly [string | number, string]>>,
) => {
  const { id: inspectionId } = await ask('inspections.start', { workOrderId, templateId })
  const { points } = await ask('inspections.get', { inspectionId })
  for (const { id, pointKey } of points) {
    const [said = MEASURED[pointKey] ?? 'good', note = ''] = found[pointKey] ?? []
    await ask('inspections.record', { pointId: id, note, ...(typeof said === 'number' ? { measuredMilli: said } : { level: said }) })
  }
  await ask('inspections.finish', { inspectionId })
}

/** A customer with terms, a deposit, an order that is invoiced in two parts, and a part that comes back. */
const onAccount = async ({ ask, locationId }: Today, workOrderId: Id<'workOrder'>) => {
  const { lines, customer } = await ask('workOrders.get', { workOrderId })
  await ask('invoicing.setTerms', { customerId: customer.id, termsDays: 30, limitMinor: 50_000 })
  await ask('invoicing.receive', { customerId: customer.id, locationId, workOrderId, method: 'transfer', amountMinor: 5000, reference: 'TR-20718' })
  const first = await ask('invoicing.issue', { workOrderId, lineIds: [pick(lines, 0).id] })
  const { lines: charged, id: invoiceId } = await ask('invoicing.issue', { workOrderId })
  await ask('invoicing.credit', { invoiceId, lines: [{ lineId: pick(charged, 0).id, qtyMilli: 250 }], reason: 'Took less time than agreed' })
  await ask('invoicing.pay', { invoiceId: first.id, method: 'card', amountMinor: 1000 })
  await ask('invoicing.receive', { customerId: customer.id, locationId, method: 'transfer', amountMinor: 2500, reference: 'TR-20733' })
}

/** Work that is done and invoiced, some of it paid. */
export async function finishedWork(today: Today): Promise<void> {
  const { ask, locationId, cars, bays, technicians, checkId } = today
  for (let i = 0; i < 5; i++) {
    const { order } = await ask('workOrders.open', {
      locationId,
      ...pick(cars, i === 2 ? 0 : i + 9), // one of them is here again
      concern: pick(CONCERNS, i),
      mileageKm: 90_000 + i * 1111,
      technicianId: pick(technicians, i),
      bayId: pick(bays, i),
    })
    await fill(today, order.id, i)
    await ask('workOrders.start', { workOrderId: order.id })
    await inspect(today, order.id, checkId, FOUND[i] ?? {})
    await ask('workOrders.finish', { workOrderId: order.id })
    if (i === 4) continue
    if (i === 3) await onAccount(today, order.id)
    else {
      const invoice = await ask('invoicing.issue', { workOrderId: order.id })
      if (i < 2) await ask('invoicing.pay', { invoiceId: invoice.id, method: i === 0 ? 'card' : 'cash', amountMinor: invoice.totalMinor })
    }
  }
}

/** The till is open, and the counter has sold. */
export async function counterSales({ ask, locationId, items, cars }: Today): Promise<void> {
  await ask('pos.openTill', {
    locationId,
    counts: [
      { worthMinor: 2000, pieces: 5 },
      { worthMinor: 500, pieces: 8 },
      { worthMinor: 100, pieces: 10 },
    ],
  })
  const goods = (i: number, qtyMilli: number) => ({ itemId: pick(items, i), qtyMilli, unitPriceMinor: Number(ITEMS[i]?.[5] ?? 0) })
  const sell = async (own: Omit<CallOf<OperationOf<'pos.sell'>>, 'saleId'>) => ask('pos.sell', { saleId: v7() as Id<'sale'>, ...own }) // made as a window makes it
  await sell({ lines: [goods(10, 2000)], payments: [{ method: 'cash', amountMinor: withTax(3380), tenderedMinor: 5000 }] })
  await sell({ customerId: pick(cars, 2).customerId, lines: [goods(13, 1000)], payments: [{ method: 'card', amountMinor: withTax(890) }] })
  await sell({ lines: [goods(13, 2000), goods(10, 1000)], payments: [{ method: 'card', amountMinor: withTax(3470), reference: '004711' }] })
  await sell({ customerId: pick(cars, 4).customerId, lines: [goods(10, 1000)], payments: [{ method: 'account', amountMinor: withTax(1690) }] })
}

/** A job in each of three bays, one of them late. */
export async function workInBays(today: Today): Promise<void> {
  const { ask, locationId, cars, bays, technicians, now } = today
  const quarter = quarterOf(now)
  for (let i = 0; i < 3; i++) {
    const startAt = quarter - (i + 2) * 2 * QUARTER_MS
    const booked = await ask('appointments.create', {
      locationId,
      ...pick(cars, i),
      bayId: pick(bays, i),
      technicianId: pick(technicians, i),
      startAt,
      endAt: quarter + (i + 1) * 2 * QUARTER_MS,
      concern: pick(CONCERNS, i),
      confirmed: true,
    })
    const { order } = await ask('workOrders.open', { appointmentId: booked.id, mileageKm: 60_000 + i * 999, promisedAt: now + (i - 1) * 50 * MINUTE_MS })
    await fill(today, order.id, i + 3)
    await ask('workOrders.start', { workOrderId: order.id })
  }
}

/** What waits for a start, one of it with nobody to do it; the shop's labels, and what a colleague wrote. */
export async function waitingWork({ ask, locationId, items, cars, bays, technicians, now, as }: Today): Promise<void> {
  const label = async (name: string, tone: 'info' | 'waiting' | 'good' | 'active') => (await ask('board.createLabel', { name, tone })).id
  const [call, wash, drive] = [await label('Call back', 'waiting'), await label('Wash', 'info'), await label('Test drive', 'active')]
  await label('Waits here', 'good')
  const orders: Id<'workOrder'>[] = []
  for (const [i, technician, parts, promised] of [
    [11, null, [4], 90],
    [12, 0, [0, 3], 300],
    [13, 1, [12], 240],
    [14, 2, [7, 8], null],
    [15, null, [13], 420],
  ] as [number, number | null, number[], number | null][]) {
    const { order } = await ask('workOrders.open', {
      locationId,
      ...pick(cars, i),
      concern: pick(CONCERNS, i),
      technicianId: technician === null ? null : pick(technicians, technician),
      promisedAt: promised === null ? null : now + promised * MINUTE_MS,
    })
    await ask('workOrders.addLine', { workOrderId: order.id, itemId: pick(items, 15), qtyMilli: 1000 })
    for (const item of parts) await ask('workOrders.addLine', { workOrderId: order.id, itemId: pick(items, item), qtyMilli: 1000 })
    orders.push(order.id)
  }
  const give = (i: number, labelId: Id<'boardLabel'>) => ask('board.giveLabel', { workOrderId: pick(orders, i), labelId })
  await give(1, call)
  await give(3, wash)
  await give(4, drive)
  await as('Ben')
  await ask('notes.write', { kind: 'workOrder', recordId: pick(orders, 1), text: 'Customer asked for a call before noon.' })
  await ask('notes.write', { kind: 'workOrder', recordId: pick(orders, 2), text: 'Belt kit is reserved at Northside until tonight.' })
  await as('Ada')
  await ask('bays.update', { bayId: pick(bays, 0), dailyMaxJobs: 2 })
}

const book = async ({ ask, locationId, cars, technicians }: Today, i: number, fromAt: number, minutes: number, confirmed: boolean) => {
  const { slot } = await ask('appointments.firstFreeSlot', { locationId, minutes, technicianId: pick(technicians, i), fromAt })
  if (slot)
    await ask('appointments.create', {
      locationId,
      ...pick(cars, i),
      bayId: slot.bayId,
      technicianId: slot.technicianId,
      startAt: slot.startAt,
      endAt: slot.endAt,
      concern: pick(CONCERNS, i),
      confirmed,
    })
}

/** A queue for the rest of the day and the week, time without a job, and work that goes on on another day. */
export async function bookings(today: Today): Promise<void> {
  const { ask, locationId, bays, technicians, now, at } = today
  const quarter = quarterOf(now)
  for (let i = 3; i < 9; i++) await book(today, i, quarter + i * QUARTER_MS, 60 + (i % 3) * 30, i !== 4)
  for (let day = 1; day <= 4; day++)
    for (let i = 0; i < 6; i++) await book(today, day * 6 + i, at(day, 480 + 120 * Math.floor(i / 3)), 90 + (i % 2) * 30, i % 3 !== 1)
  const free = async (minutes: number, fromAt: number, own: { bayId?: Id<'bay'>; technicianId?: Id<'employee'> }) =>
    (await ask('appointments.firstFreeSlot', { locationId, minutes, fromAt, ...own })).slot
  const cleaning = await free(45, quarter, { bayId: pick(bays, 3) })
  if (cleaning) await ask('appointments.block', { locationId, bayId: cleaning.bayId, startAt: cleaning.startAt, endAt: cleaning.endAt, purpose: 'cleaning' })
  const meeting = await free(30, at(1, 480), { technicianId: pick(technicians, 1) })
  if (meeting)
    await ask('appointments.block', { locationId, technicianId: meeting.technicianId, startAt: meeting.startAt, endAt: meeting.endAt, purpose: 'meeting' })
  const [long] = (await ask('appointments.list', { locationId, fromAt: at(1, 0), state: 'confirmed', limit: 1 })).rows.filter(isBooked)
  const rest = long && (await free(120, at(2, 480), { bayId: long.bayId, technicianId: long.technicianId }))
  if (long && rest) {
    const { startAt, endAt, bayId, technicianId } = rest
    await ask('appointments.addTime', { appointmentId: long.id, startAt, endAt, bayId, technicianId })
  }
}

/** Two cars of one owner are looked after every two weeks; another agreement is not agreed on yet. */
export async function agreements({ ask, locationId, cars, day }: Today): Promise<void> {
  const [fleet, other] = [pick(cars, 12), pick(cars, 13)]
  const second = await ask('vehicles.create', { customerId: fleet.customerId, plate: 'FLT 2', make: 'Ford', model: 'Transit', year: 2021 })
  const service = { locationId, startMinutes: 480, leadDays: 60 }
  const saved = (await ask('workOrders.cannedJobs', { limit: 1 })).rows
  await ask('agreements.create', {
    ...service,
    customerId: fleet.customerId,
    vehicleIds: [fleet.vehicleId, second.id],
    title: 'Van care',
    cannedJobIds: saved.map(({ id }) => id),
    minutes: 60,
    rule: 'FREQ=WEEKLY;INTERVAL=2',
    startOn: day(7),
    priceMinor: 14_900,
    terms: 'Parts at list price',
    active: true,
  })
  await ask('agreements.create', {
    ...service,
    customerId: other.customerId,
    vehicleIds: [other.vehicleId],
    title: 'Tyre season check',
    minutes: 90,
    rule: 'FREQ=MONTHLY;INTERVAL=6;BYDAY=1MO',
    startOn: day(30),
  })
}
