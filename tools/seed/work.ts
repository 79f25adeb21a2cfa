import type Database from 'better-sqlite3'
import { appointment } from '#main/modules/appointments/tables.ts'
import { invoice, invoiceLine, payment } from '#main/modules/invoicing/tables.ts'
import { workOrder, workOrderLine } from '#main/modules/work-orders/tables.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { DAY_MS, HOUR_MS } from '#shared/kernel/time.ts'
import { NO_PROMISE, type Order } from '#shared/modules/work-orders/model.ts'
import { sumUp } from '#shared/modules/work-orders/rules.ts'
import type { Company, Location } from '#shared/modules/workspace/model.ts'
import { sellerOf } from '#shared/modules/workspace/rules.ts'
import { filler } from './fill.ts'
import { inspectionsInto, ORDERS_PER_INSPECTION } from './inspections.ts'
import { type Car, END_AT, type Good, type Grow, type Person, spread, START_AT, type Stall, type Worker } from './people.ts'
import { type Chance, chance, idAt } from './random.ts'
import { CONCERNS } from './words.ts'

const KIND = { order: 3, line: 4, appointment: 9, invoice: 10, invoiceLine: 11, payment: 12 } as const
/** Leads the numbers of seeded documents; a device draws its own. */
const TAG = 'B7K2'
const LINES_PER_ORDER = 5
const TAX_BP = 1900

export interface World {
  readonly company: Company
  readonly locations: readonly Location[]
  readonly advisorId: Id<'user'>
  readonly people: readonly Person[]
  readonly cars: readonly Car[]
  readonly goods: readonly Good[]
  readonly workers: readonly Worker[]
  readonly stalls: readonly Stall[]
}

const number = (i: number) => `${TAG}-${String(i).padStart(6, '0')}`
const day = (at: number) => new Date(at).toISOString().slice(0, 10)

/** All but the newest 3 % are invoiced; of those, one in each bay is under way. */
function stateOf(i: number, count: number, stalls: number, c: Chance): Order['state'] {
  if (count - i <= stalls) return 'inProgress'
  if (i < count * 0.97) return 'invoiced'
  return c.pick(['open', 'open', 'open', 'onHold', 'done', 'cancelled'] as const)
}

/** Work orders with their lines, invoices and payments. */
export function ordersOf(world: World, raw: Database.Database, lineCount: number): Grow {
  const c = chance(13)
  const { company, locations, people, cars, goods, workers, stalls } = world
  const put = {
    order: filler(raw, workOrder),
    line: filler(raw, workOrderLine),
    invoice: filler(raw, invoice),
    invoiceLine: filler(raw, invoiceLine),
    payment: filler(raw, payment),
  }
  const occupy = raw.prepare("UPDATE bay SET state = 'occupied', work_order_id = ? WHERE id = ?")
  const inspect = inspectionsInto(raw)
  const sellers = new Map(locations.map((location) => [location.id, sellerOf(company, location)]))
  const count = Math.ceil(lineCount / LINES_PER_ORDER)
  let written = 0
  const make = (i: number) => {
    const createdAt = spread(i, count)
    const state = stateOf(i, count, stalls.length, c)
    const isUnderWay = state === 'inProgress'
    const place = isUnderWay ? count - 1 - i : c.int(0, stalls.length)
    const { id: bayId = null, locationId } = stalls[place] ?? {}
    const technicianId = workers[place]?.id ?? null
    const car = cars[c.int(0, cars.length)]
    const owner = car && people[car.owner]
    if (!locationId || !car || !owner) throw new Error('the shop has no bays, no cars or no people')

    const workOrderId = idAt<'workOrder'>(KIND.order, i, createdAt, c)
    const lines = Array.from({ length: Math.min(LINES_PER_ORDER, lineCount - written) }, (_, position) => {
      const good = goods[c.int(0, goods.length)]
      if (!good) throw new Error('the shop has no goods')
      const priced = { qtyMilli: 500 * c.int(1, 9), unitPriceMinor: good.priceMinor, discountBp: c.next() < 0.05 ? 1000 : 0 }
      return {
        position,
        kind: good.kind,
        itemId: good.id,
        description: good.name,
        ...priced,
        taxRateBp: TAX_BP,
        taxExempt: false,
        technicianId: good.kind === 'labor' ? technicianId : null,
        isFlat: false,
        serviceId: null,
        taxSource: 'item' as const,
        taxRule: '',
        disposition: 'open' as const,
        warranty: 'none' as const,
        declined: false,
        fromLineId: null,
        id: idAt<'workOrderLine'>(KIND.line, written++, createdAt, c),
      }
    })
    const head = { taxInclusive: false, discountBp: 0, discountMinor: 0 }
    const { totals, lines: sumsOfLines } = sumUp(head, [], lines)
    const { taxes, ...sums } = totals
    const isFinished = state === 'done' || state === 'invoiced'
    const promisedAt = c.next() < 0.7 ? createdAt + c.int(4, 72) * HOUR_MS : null
    const startedAt = state === 'open' || state === 'cancelled' ? null : createdAt + HOUR_MS
    const finishedAt = isFinished ? createdAt + c.int(2, 30) * HOUR_MS : null
    const mileageKm = c.int(100, 300_000)
    // Lines first: once the order says that it is invoiced, its lines are sealed.
    for (const line of lines) put.line({ ...line, createdAt, workOrderId, locationId })
    put.order({
      id: workOrderId,
      createdAt,
      number: number(i),
      locationId,
      customerId: owner.id,
      vehicleId: car.id,
      appointmentId: null,
      advisorId: world.advisorId,
      bayId: state === 'onHold' || state === 'open' ? null : bayId,
      technicianId,
      state,
      concern: c.pick(CONCERNS),
      note: '',
      mileageKm,
      promisedAt,
      dueAt: promisedAt ?? NO_PROMISE,
      startedAt,
      finishedAt,
      workedMs: startedAt === null || isUnderWay ? 0 : HOUR_MS,
      runningSinceAt: isUnderWay ? startedAt : null,
      holdReason: state === 'onHold' ? 'Waits for parts' : '',
      cancelledReason: state === 'cancelled' ? 'Customer changed their mind' : '',
      comebackOfId: null,
      ...head,
    })
    if (isUnderWay) occupy.run(workOrderId, bayId)
    if (i % ORDERS_PER_INSPECTION === 0) inspect({ workOrderId, locationId, customerId: owner.id, vehicleId: car.id, technicianId, createdAt, isFinished })
    const seller = sellers.get(locationId)
    if (state !== 'invoiced' || finishedAt === null || !seller) return

    const invoiceId = idAt<'invoice'>(KIND.invoice, i, finishedAt, c)
    const isPaid = c.next() < 0.96
    put.invoice({
      id: invoiceId,
      createdAt: finishedAt,
      number: number(i),
      workOrderId,
      workOrderNumber: number(i),
      saleNumber: '',
      settledMinor: 0,
      locationId,
      customerId: owner.id,
      issuedAt: finishedAt,
      issuedOn: day(finishedAt),
      dueOn: day(finishedAt + 14 * DAY_MS),
      currency: company.currency,
      ...sums,
      taxes,
      note: '',
      taxInclusive: false,
      seller,
      customer: { name: owner.name, company: '', address: `${owner.street}\n${owner.postcode} ${owner.city}\nDE`, phone: owner.phone, email: owner.email },
      vehicle: { label: car.label, plate: car.plate, vin: car.vin, mileageKm },
      state: isPaid ? 'paid' : 'issued',
      voidReason: '',
    })
    for (const { position, kind, description, qtyMilli, unitPriceMinor, discountBp, id } of lines) {
      const own = sumsOfLines.get(id)
      put.invoiceLine({
        id: idAt<'invoiceLine'>(KIND.invoiceLine, i * LINES_PER_ORDER + position, finishedAt, c),
        createdAt: finishedAt,
        invoiceId,
        locationId,
        position,
        turn: 0,
        service: '',
        kind,
        description,
        qtyMilli,
        unitPriceMinor,
        isFlat: false,
        discountBp,
        sharedDiscountMinor: 0,
        taxRateBp: TAX_BP,
        taxExempt: false,
        underWarranty: false,
        netMinor: own?.netMinor ?? 0,
        taxMinor: own?.taxMinor ?? 0,
      })
    }
    if (isPaid)
      put.payment({
        id: idAt<'payment'>(KIND.payment, i, finishedAt, c),
        createdAt: finishedAt,
        invoiceId,
        locationId,
        method: c.pick(['cash', 'card', 'transfer'] as const),
        amountMinor: sums.totalMinor,
        tenderedMinor: null,
        receivedAt: finishedAt,
        receivedBy: 'Ada Owner',
        reference: '',
        reversesId: null,
        reason: '',
      })
  }
  return counted(make)
}

const counted = (make: (i: number) => void): Grow => {
  let made = 0
  return (upTo) => {
    while (made < upTo) make(made++)
  }
}

const SLOTS_PER_DAY = 6
const SLOT_MS = 90 * 60_000
/** The diary reaches this far beyond the shop's last day. */
const DIARY_AHEAD_DAYS = 30

/** Bookings, one slot of a bay and its technician after the other, so that none overlaps; the last ones lie ahead. */
export function appointmentsOf({ people, cars, workers, stalls }: World, raw: Database.Database, count: number): Grow {
  const c = chance(17)
  const put = filler(raw, appointment)
  const days = Math.ceil(count / (stalls.length * SLOTS_PER_DAY))
  const firstDay = Math.max(START_AT, END_AT + (DIARY_AHEAD_DAYS - days) * DAY_MS)
  return counted((i) => {
    const place = i % stalls.length
    const slot = Math.floor(i / stalls.length)
    const startAt = firstDay + Math.floor(slot / SLOTS_PER_DAY) * DAY_MS + 8 * HOUR_MS + (slot % SLOTS_PER_DAY) * SLOT_MS
    const [stall, worker, car] = [stalls[place], workers[place], cars[c.int(0, cars.length)]]
    const owner = car && people[car.owner]
    if (!stall || !worker || !owner) throw new Error('the shop has no bays, no crew or no cars')
    const createdAt = Math.max(START_AT, startAt - 7 * DAY_MS)
    const state =
      startAt >= END_AT ? c.pick(['pending', 'confirmed'] as const) : c.pick(['completed', 'completed', 'completed', 'noShow', 'cancelled'] as const)
    put({
      id: idAt<'appointment'>(KIND.appointment, i, createdAt, c),
      createdAt,
      locationId: stall.locationId,
      customerId: owner.id,
      vehicleId: car.id,
      bayId: stall.id,
      technicianId: worker.id,
      startAt,
      endAt: startAt + SLOT_MS,
      state,
      concern: c.pick(CONCERNS),
      note: '',
      bookingTypeId: null,
      partsAt: null,
      approvalAt: null,
      purpose: null,
      partOfId: null,
      cancelledReason: state === 'cancelled' ? 'Customer called' : '',
    })
  })
}
