import { z } from 'zod'
import { id } from '../../kernel/ids.ts'
import { type Machine, states } from '../../kernel/machine.ts'
import { MAX_MINOR } from '../../kernel/money.ts'
import { filled, paragraph } from '../../kernel/text.ts'
import { epochMs } from '../../kernel/time.ts'
import type { ItemKind } from '../catalog/model.ts'

/*
 * WO-1: an order in progress has a bay and a technician (rule, CHECK).
 * WO-2: an order in progress, or on hold with a bay, occupies that bay and no other order does (rule, unique index, bays).
 * WO-3: a technician has one order in progress at most (rule, unique index).
 * WO-4: a finished, invoiced or cancelled order occupies no bay (service).
 * WO-5: lines of an invoiced or cancelled order do not change (rule, trigger).
 * WO-6: a line's net is rounded once; tax is computed once per rate on the sum of that rate's nets; total = net + tax (rule).
 */

type OrderState = 'open' | 'inProgress' | 'onHold' | 'done' | 'invoiced' | 'cancelled'
type OrderEvent = 'edit' | 'remove' | 'start' | 'hold' | 'resume' | 'finish' | 'invoice' | 'uninvoice' | 'cancel' | 'reopen'

/** `edit` is a change of the order's fields or lines, `remove` hides the order in the state it has; `uninvoice` follows when its invoice is voided. */
export const orderMachine: Machine<OrderState, OrderEvent> = {
  open: {
    edit: 'open',
    remove: 'open',
    start: 'inProgress',
    hold: 'refused',
    resume: 'refused',
    finish: 'refused',
    invoice: 'refused',
    uninvoice: 'refused',
    cancel: 'cancelled',
    reopen: 'refused',
  },
  inProgress: {
    edit: 'inProgress',
    remove: 'refused',
    start: 'refused',
    hold: 'onHold',
    resume: 'refused',
    finish: 'done',
    invoice: 'refused',
    uninvoice: 'refused',
    cancel: 'cancelled',
    reopen: 'refused',
  },
  onHold: {
    edit: 'onHold',
    remove: 'refused',
    start: 'refused',
    hold: 'refused',
    resume: 'inProgress',
    finish: 'done',
    invoice: 'refused',
    uninvoice: 'refused',
    cancel: 'cancelled',
    reopen: 'refused',
  },
  done: {
    edit: 'done',
    remove: 'refused',
    start: 'refused',
    hold: 'refused',
    resume: 'refused',
    finish: 'refused',
    invoice: 'invoiced',
    uninvoice: 'refused',
    cancel: 'refused',
    reopen: 'open',
  },
  invoiced: {
    edit: 'refused',
    remove: 'refused',
    start: 'refused',
    hold: 'refused',
    resume: 'refused',
    finish: 'refused',
    invoice: 'refused',
    uninvoice: 'done',
    cancel: 'refused',
    reopen: 'refused',
  },
  cancelled: {
    edit: 'refused',
    remove: 'cancelled',
    start: 'refused',
    hold: 'refused',
    resume: 'refused',
    finish: 'refused',
    invoice: 'refused',
    uninvoice: 'refused',
    cancel: 'refused',
    reopen: 'open',
  },
}
export const ORDER_STATES = states(orderMachine)

/** Where an order without a promised time stands in the order of promises: last. */
export const NO_PROMISE = 8_640_000_000_000_000

export const LINE_KINDS = ['labor', 'part', 'fee'] as const
/** What a catalogue item becomes on an order. */
export const kindOfItem: Record<ItemKind, (typeof LINE_KINDS)[number]> = { service: 'labor', part: 'part', fee: 'fee' }
/** More lines than any real order has; keeps sums exact and screens quick. */
export const MAX_LINES = 500
/** 100,000 pieces or hours. */
export const MAX_QTY_MILLI = 100_000_000

export const orderFields = z.object({
  bayId: id('bay').nullable(),
  technicianId: id('employee').nullable(),
  concern: paragraph(2000),
  note: paragraph(4000),
  /** Odometer at reception. */
  mileageKm: z.number().int().min(0).max(9_999_999).nullable(),
  promisedAt: epochMs.nullable(),
})
export const order = orderFields.extend({
  id: id('workOrder'),
  number: z.string(),
  locationId: id('location'),
  customerId: id('customer'),
  vehicleId: id('vehicle'),
  appointmentId: id('appointment').nullable(),
  /** Null when the program itself opened it. */
  advisorId: id('user').nullable(),
  state: z.enum(ORDER_STATES),
  createdAt: z.number(),
  /** First start. */
  startedAt: z.number().nullable(),
  finishedAt: z.number().nullable(),
  /** Work done in stretches that have ended, in ms; a running stretch began at `runningSinceAt`. */
  workedMs: z.number().int(),
  runningSinceAt: z.number().nullable(),
  holdReason: z.string(),
  cancelledReason: z.string(),
  netMinor: z.number().int(),
  taxMinor: z.number().int(),
  totalMinor: z.number().int(),
  deleted: z.boolean(),
})
export type Order = z.infer<typeof order>

export const lineFields = z.object({
  kind: z.enum(LINE_KINDS),
  description: filled(300),
  /** Thousandths of an hour for labour, of a piece otherwise. */
  qtyMilli: z.number().int().min(1).max(MAX_QTY_MILLI),
  unitPriceMinor: z.number().int().min(0).max(MAX_MINOR),
  /** Hundredths of a percent, as the tax rate. */
  discountBp: z.number().int().min(0).max(10_000),
  taxRateBp: z.number().int().min(0).max(10_000),
  taxExempt: z.boolean(),
  technicianId: id('employee').nullable(),
})
export const line = lineFields.extend({
  id: id('workOrderLine'),
  workOrderId: id('workOrder'),
  position: z.number().int(),
  itemId: id('item').nullable(),
  /** After discount, before tax. */
  netMinor: z.number().int(),
})
export type Line = z.infer<typeof line>

/** Tax of one rate, explained: base times rate, rounded once. Exempt lines stand under rate 0. */
export const taxOfRate = z.object({ rateBp: z.number().int(), baseMinor: z.number().int(), taxMinor: z.number().int() })
export const totals = z.object({ netMinor: z.number().int(), taxMinor: z.number().int(), totalMinor: z.number().int(), taxes: z.array(taxOfRate) })
export type Totals = z.infer<typeof totals>

/** An order as lists, boards and kiosks show it. */
export const orderCard = order.extend({
  customerName: z.string(),
  vehicleLabel: z.string(),
  plate: z.string(),
  bayName: z.string().nullable(),
  technicianName: z.string().nullable(),
})
export type OrderCard = z.infer<typeof orderCard>

/** Everything that one order's screen needs. */
export const orderView = z.object({
  order,
  lines: z.array(line.extend({ technicianName: z.string().nullable(), itemCode: z.string().nullable() })),
  totals,
  customer: z.object({ id: id('customer'), name: z.string(), phone: z.string(), email: z.string() }),
  vehicle: z.object({ id: id('vehicle'), label: z.string(), plate: z.string(), vin: z.string(), mileageKm: z.number().int().nullable() }),
  bay: z.object({ id: id('bay'), name: z.string() }).nullable(),
  technician: z.object({ id: id('employee'), name: z.string() }).nullable(),
  advisorName: z.string(),
  appointmentStartAt: z.number().nullable(),
})
export type OrderView = z.infer<typeof orderView>

export const reason = filled(200)
