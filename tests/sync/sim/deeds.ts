import * as appointments from '#main/modules/appointments/service.ts'
import * as auth from '#main/modules/auth/service.ts'
import * as bays from '#main/modules/bays/service.ts'
import * as catalog from '#main/modules/catalog/service.ts'
import * as customers from '#main/modules/customers/service.ts'
import * as inventory from '#main/modules/inventory/service.ts'
import * as invoicing from '#main/modules/invoicing/service.ts'
import * as staff from '#main/modules/staff/service.ts'
import * as vehicles from '#main/modules/vehicles/service.ts'
import * as workOrders from '#main/modules/work-orders/service.ts'
import * as workspace from '#main/modules/workspace/service.ts'
import type { WriteCtx } from '#main/platform/context.ts'
import type { Failure, Result } from '#shared/kernel/result.ts'
import { HOUR_MS } from '#shared/kernel/time.ts'
import type { Chance } from './chance.ts'

/** What a deed may look at: ids on this device, found by SQL in a fixed order. */
export interface Sight {
  readonly chance: Chance
  /** One of the ids that the statement finds; null when it finds none. */
  id(sql: string): never
  /** A location of this device; rarely one that it only knows by name. */
  place(): string
  /** Start of the day on which all bookings of the run lie. */
  readonly dayAt: number
  /** Differs at every call, and tells who wrote. */
  word(): string
}
/** Null: there is nothing to do it to. Ids lose their brands here, as they come from SQL. */
export type Deed = (ctx: WriteCtx, sight: Sight) => Result<unknown, Failure> | null

const CUSTOMER = 'SELECT id FROM customer WHERE deleted = 0 ORDER BY id'
const VEHICLE = 'SELECT id FROM vehicle WHERE deleted = 0 ORDER BY id'
const ORDER = (states: string) => `SELECT id FROM work_order WHERE deleted = 0 AND state IN (${states}) ORDER BY id`
const BAY = (location: string) => `SELECT id FROM bay WHERE deleted = 0 AND location_id = '${location}' ORDER BY id`
const EMPLOYEE = 'SELECT id FROM employee WHERE deleted = 0 AND is_technician = 1 ORDER BY id'
const BOOKING = (states: string) => `SELECT id FROM appointment WHERE state IN (${states}) ORDER BY id`
const LINE = `SELECT l.id FROM work_order_line l JOIN work_order o ON o.id = l.work_order_id WHERE l.deleted = 0 AND o.state IN ('open', 'inProgress', 'onHold') ORDER BY l.id`
const PART = `SELECT id FROM catalog_item WHERE deleted = 0 AND kind = 'part' ORDER BY id`
const STOCK = (location: string) => `SELECT id FROM stock_place WHERE deleted = 0 AND location_id = '${location}' ORDER BY id`

const slot = ({ chance, dayAt }: Sight) => {
  const startAt = dayAt + (8 + chance.int(6)) * HOUR_MS
  return { startAt, endAt: startAt + (1 + chance.int(2)) * HOUR_MS }
}
/** A deed on one row. */
const on =
  (sql: string, deed: (ctx: WriteCtx, id: never, sight: Sight) => Result<unknown, Failure> | null): Deed =>
  (ctx, sight) => {
    const id = sight.id(sql)
    return id === null ? null : deed(ctx, id, sight)
  }

/** Deeds of a shop's day with how often each is done. */
export const DEEDS: Readonly<Record<string, readonly [weight: number, deed: Deed]>> = {
  'customers.create': [3, (ctx, { word }) => customers.create(ctx, { name: word() })],
  'customers.rename': [4, on(CUSTOMER, (ctx, customerId, { word }) => customers.update(ctx, { customerId, name: word() }))],
  'customers.note': [3, on(CUSTOMER, (ctx, customerId, { word }) => customers.update(ctx, { customerId, note: word() }))],
  'customers.move': [
    3,
    on(CUSTOMER, (ctx, customerId, { word, chance }) =>
      customers.update(ctx, { customerId, ...(chance.of(0.5) ? { street: word() } : { city: word(), postcode: word() }) }),
    ),
  ],
  'customers.remove': [1, on(CUSTOMER, (ctx, customerId) => customers.remove(ctx, { customerId }))],
  'customers.restore': [1, on('SELECT id FROM customer WHERE deleted = 1 ORDER BY id', (ctx, customerId) => customers.restore(ctx, { customerId }))],
  'vehicles.create': [2, on(CUSTOMER, (ctx, customerId, { word }) => vehicles.create(ctx, { customerId, plate: word(), make: 'Opel' }))],
  'vehicles.update': [
    2,
    on(VEHICLE, (ctx, vehicleId, { word, chance }) =>
      vehicles.update(ctx, { vehicleId, ...(chance.of(0.5) ? { plate: word() } : { mileageKm: chance.int(200_000) }) }),
    ),
  ],
  'catalog.update': [1, on(PART, (ctx, itemId, { chance }) => catalog.update(ctx, { itemId, priceMinor: chance.int(10_000) }))],
  // One row for everybody: here clocks meet.
  'workspace.update': [6, (ctx, { word, chance }) => workspace.update(ctx, chance.of(0.5) ? { invoiceNote: word() } : { taxRateBp: chance.int(2500) })],
  'staff.update': [1, on(EMPLOYEE, (ctx, employeeId, { word }) => staff.update(ctx, { employeeId, name: word() }))],
  'auth.setPermission': [
    1,
    (ctx, { chance }) => auth.setPermission(ctx, { role: 'viewer', permission: chance.pick(['customers.write', 'invoices.read']), granted: chance.of(0.5) }),
  ],
  'bays.update': [1, (ctx, sight) => on(BAY(sight.place()), (_, bayId) => bays.update(ctx, { bayId, name: sight.word() }))(ctx, sight)],
  'bays.toggle': [
    2,
    (ctx, sight) => on(BAY(sight.place()), (_, bayId) => (sight.chance.of(0.3) ? bays.setDown(ctx, { bayId }) : bays.setUp(ctx, { bayId })))(ctx, sight),
  ],

  'appointments.create': [
    6,
    (ctx, sight) => {
      const locationId = sight.place() as never
      const [customerId, bayId, technicianId] = [sight.id(CUSTOMER), sight.id(BAY(locationId)), sight.id(EMPLOYEE)]
      const bayOrAny = bayId ?? sight.id('SELECT id FROM bay ORDER BY id')
      if (customerId === null || bayOrAny === null || technicianId === null) return null
      return appointments.create(ctx, {
        locationId,
        customerId,
        bayId: bayOrAny,
        technicianId,
        concern: sight.word(),
        confirmed: sight.chance.of(0.3),
        ...slot(sight),
      })
    },
  ],
  'appointments.move': [
    3,
    on(BOOKING("'pending', 'confirmed', 'clash'"), (ctx, appointmentId, sight) => appointments.update(ctx, { appointmentId, ...slot(sight) })),
  ],
  'appointments.note': [
    1,
    on(BOOKING("'pending', 'confirmed', 'called', 'arrived'"), (ctx, appointmentId, { word }) => appointments.update(ctx, { appointmentId, note: word() })),
  ],
  'appointments.confirm': [2, on(BOOKING("'pending', 'clash'"), (ctx, appointmentId) => appointments.confirm(ctx, { appointmentId }))],
  'appointments.arrive': [2, on(BOOKING("'pending', 'confirmed', 'called', 'noShow'"), (ctx, appointmentId) => appointments.arrive(ctx, { appointmentId }))],
  'appointments.noShow': [1, on(BOOKING("'pending', 'confirmed'"), (ctx, appointmentId) => appointments.noShow(ctx, { appointmentId }))],
  'appointments.cancel': [
    2,
    on(BOOKING("'pending', 'confirmed', 'called', 'arrived', 'clash'"), (ctx, appointmentId, { word }) =>
      appointments.cancel(ctx, { appointmentId, reason: word() }),
    ),
  ],

  'workOrders.open': [
    5,
    (ctx, sight) => {
      const locationId = sight.place() as never
      const [customerId, vehicleId] = [sight.id(CUSTOMER), sight.id(VEHICLE)]
      return customerId === null || vehicleId === null ? null : workOrders.open(ctx, { locationId, customerId, vehicleId, concern: sight.word() })
    },
  ],
  'workOrders.openBooked': [
    3,
    on(BOOKING("'pending', 'confirmed', 'called', 'arrived'"), (ctx, appointmentId, sight) =>
      workOrders.open(ctx, { appointmentId, vehicleId: sight.id(VEHICLE) ?? undefined }),
    ),
  ],
  'workOrders.addLine': [
    6,
    on(ORDER("'open', 'inProgress', 'onHold'"), (ctx, workOrderId, { word, chance, id }) => {
      const itemId = chance.of(0.4) ? id(PART) : null
      const fee = { kind: 'fee', description: word(), unitPriceMinor: 100 + chance.int(9000) } as const
      return workOrders.addLine(ctx, { workOrderId, ...(itemId === null ? fee : { itemId }) })
    }),
  ],
  'workOrders.updateLine': [
    3,
    on(LINE, (ctx, lineId, { chance }) =>
      workOrders.updateLine(ctx, { lineId, ...(chance.of(0.5) ? { qtyMilli: 1000 * (1 + chance.int(5)) } : { unitPriceMinor: 100 + chance.int(9000) }) }),
    ),
  ],
  'workOrders.removeLine': [1, on(LINE, (ctx, lineId) => workOrders.removeLine(ctx, { lineId }))],
  'workOrders.note': [4, on(ORDER("'open', 'inProgress', 'onHold'"), (ctx, workOrderId, { word }) => workOrders.update(ctx, { workOrderId, note: word() }))],
  'workOrders.start': [
    6,
    (ctx, sight) => {
      const place = sight.place()
      const workOrderId = sight.id(`SELECT id FROM work_order WHERE deleted = 0 AND state = 'open' AND location_id = '${place}' ORDER BY id`)
      const [bayId, technicianId] = [sight.id(BAY(place)), sight.id(EMPLOYEE)]
      return workOrderId === null || bayId === null || technicianId === null ? null : workOrders.start(ctx, { workOrderId, bayId, technicianId })
    },
  ],
  'workOrders.hold': [
    2,
    on(ORDER("'inProgress'"), (ctx, workOrderId, { word, chance }) => workOrders.hold(ctx, { workOrderId, reason: word(), leavesBay: chance.of(0.5) })),
  ],
  'workOrders.resume': [
    2,
    on(ORDER("'onHold'"), (ctx, workOrderId, { id, place }) =>
      workOrders.resume(ctx, { workOrderId, bayId: id(BAY(place())) ?? undefined, technicianId: id(EMPLOYEE) ?? undefined }),
    ),
  ],
  'workOrders.finish': [
    6,
    on(ORDER("'inProgress', 'onHold'"), (ctx, workOrderId, { chance }) =>
      workOrders.finish(ctx, { workOrderId, ...(chance.of(0.3) && { mileageKm: chance.int(300_000) }) }),
    ),
  ],
  'workOrders.cancel': [
    1,
    on(ORDER("'open', 'inProgress', 'onHold'"), (ctx, workOrderId, { word }) => workOrders.cancel(ctx, { workOrderId, reason: word() })),
  ],
  'workOrders.reopen': [2, on(ORDER("'done', 'cancelled'"), (ctx, workOrderId) => workOrders.reopen(ctx, { workOrderId }))],
  'workOrders.remove': [1, on(ORDER("'open'"), (ctx, workOrderId) => workOrders.remove(ctx, { workOrderId }))],

  'invoicing.issue': [6, on(ORDER("'done'"), (ctx, workOrderId) => invoicing.issue(ctx, { workOrderId }))],
  'invoicing.part': [
    3,
    on(ORDER("'done', 'invoiced'"), (ctx, workOrderId) => {
      const [before, view] = [invoicing.ofWorkOrder(ctx, { workOrderId }), workOrders.get(ctx, { workOrderId })]
      if (!before.ok || !view.ok) return null
      const [line] = view.value.lines.filter(({ id, declined }) => !declined && !before.value.invoicedLineIds.includes(id))
      return line ? invoicing.issue(ctx, { workOrderId, lineIds: [line.id] }) : null
    }),
  ],
  'invoicing.receive': [
    2,
    on('SELECT id FROM invoice ORDER BY id', (ctx, invoiceId, { chance, word }) => {
      const known = invoicing.findInvoice(ctx.db, invoiceId)
      if (!known) return null
      const { customerId, locationId } = known
      const dueMinor = Math.max(0, known.dueMinor)
      const amountMinor = Math.max(1, dueMinor + chance.int(500) - 250)
      const allocations = dueMinor > 0 && known.state === 'issued' ? [{ invoiceId, amountMinor: Math.min(dueMinor, amountMinor) }] : []
      return invoicing.receive(ctx, { customerId, locationId, workOrderId: null, method: 'transfer', amountMinor, reference: word(), allocations })
    }),
  ],
  'invoicing.credit': [
    2,
    on('SELECT id FROM invoice ORDER BY id', (ctx, invoiceId, { chance, word }) => {
      const [line] = invoicing.findInvoice(ctx.db, invoiceId)?.lines ?? []
      return invoicing.credit(ctx, {
        invoiceId,
        reason: word(),
        goodsBack: chance.of(0.5),
        ...(line && chance.of(0.5) && { lines: [{ lineId: line.id, qtyMilli: 1 }] }),
      })
    }),
  ],
  'invoicing.free': [
    1,
    on('SELECT invoice_id AS id FROM invoice_open WHERE due_minor < 0 ORDER BY invoice_id', (ctx, invoiceId) => invoicing.freeSurplus(ctx, { invoiceId })),
  ],
  'invoicing.pay': [
    6,
    on("SELECT id FROM invoice WHERE state = 'issued' ORDER BY id", (ctx, invoiceId, { chance, word }) => {
      const due = invoicing.findInvoice(ctx.db, invoiceId)?.dueMinor ?? 0
      const amountMinor = Math.max(1, chance.of(0.5) ? due : chance.int(Math.max(1, due)))
      return invoicing.pay(ctx, { invoiceId, method: 'card', amountMinor, reference: word() })
    }),
  ],
  'invoicing.reverse': [
    1,
    on('SELECT id FROM payment WHERE reverses_id IS NULL ORDER BY id', (ctx, paymentId, { word }) =>
      invoicing.reversePayment(ctx, { paymentId, reason: word() }),
    ),
  ],
  'invoicing.void': [
    1,
    on("SELECT id FROM invoice WHERE state = 'issued' ORDER BY id", (ctx, invoiceId, { word }) => invoicing.voidInvoice(ctx, { invoiceId, reason: word() })),
  ],

  'inventory.receive': [
    3,
    (ctx, sight) => {
      const [placeId, itemId] = [sight.id(STOCK(sight.place())), sight.id(PART)]
      return placeId === null || itemId === null
        ? null
        : inventory.receive(ctx, {
            placeId,
            documentNumber: '',
            note: sight.word(),
            lines: [{ itemId, qtyMilli: 1000 * (1 + sight.chance.int(9)), unitCostMinor: 100 }],
          })
    },
  ],
  'inventory.adjust': [
    2,
    (ctx, sight) => {
      const [placeId, itemId] = [sight.id(STOCK(sight.place())), sight.id(PART)]
      return placeId === null || itemId === null
        ? null
        : inventory.adjust(ctx, { placeId, itemId, deltaMilli: sight.chance.of(0.5) ? -1000 : 1000, note: sight.word() })
    },
  ],
  'inventory.rule': [
    1,
    (ctx, sight) => {
      const [placeId, itemId] = [sight.id(STOCK(sight.place())), sight.id(PART)]
      return placeId === null || itemId === null
        ? null
        : inventory.setRule(ctx, { placeId, itemId, reorderAtMilli: 1000 * sight.chance.int(5), fillToMilli: 9000 })
    },
  ],
}

const TOTAL = Object.values(DEEDS).reduce((sum, [weight]) => sum + weight, 0)
/** Names a deed by chance. */
export function someDeed(chance: Chance): string {
  let left = chance.int(TOTAL)
  for (const [name, [weight]] of Object.entries(DEEDS)) {
    left -= weight
    if (left < 0) return name
  }
  throw new Error('the weights sum up')
}
