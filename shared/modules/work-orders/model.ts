import { z } from 'zod'
import { id } from '../../kernel/ids.ts'
import { type Machine, states } from '../../kernel/machine.ts'
import { MAX_MINOR } from '../../kernel/money.ts'
import { filled, line as textLine, paragraph } from '../../kernel/text.ts'
import { epochMs } from '../../kernel/time.ts'
import { type ItemKind, TRACKINGS } from '../catalog/model.ts'
import { GATES, TAXED_KINDS } from '../workspace/model.ts'

/*
 * WO-1: an order in progress has a bay and a technician (rule, CHECK).
 * WO-2: an order in progress, or on hold with a bay, occupies that bay and no other order does (rule, unique index, bays).
 * WO-3: a technician has one order in progress at most (rule, unique index).
 * WO-4: a finished, invoiced or cancelled order occupies no bay (service).
 * WO-5: lines of an invoiced or cancelled order do not change (rule, trigger).
 * WO-6: a line's amount is rounded once; discounts of services and orders, and the tax of each rate, are divided to the minor unit; the
 *   order's sums are those of its lines and stand nowhere else (rule).
 * WO-7: work on an estimate does not begin before it is approved (rule).
 * WO-8: what was approved or declined is sealed and never changes (append, triggers, hash); a line whose price differs from its seal is
 *   not approved any more (rule).
 * WO-9: a declined line is not charged; it waits as deferred work until it is taken over into another order of the vehicle (rule).
 *   Work that is set aside waits no more, and is kept with the reason.
 * WO-10: a job is finished only when every gate that the shop has switched on is passed (rule).
 * WO-11: a line under warranty costs the customer nothing; after the invoice its warranty changes only between states that charge nothing (rule, trigger).
 */

type OrderState = 'estimate' | 'open' | 'inProgress' | 'onHold' | 'done' | 'invoiced' | 'cancelled'
type OrderEvent = 'edit' | 'remove' | 'approve' | 'quote' | 'start' | 'hold' | 'resume' | 'finish' | 'invoice' | 'uninvoice' | 'cancel' | 'reopen'

/**
 * An estimate waits for the customer's word; `approve` lets the work begin and, later, records a word on more work; `quote` turns an order on
 * which work has not begun back into an estimate.
 * `edit` is a change of the order's fields or lines, `remove` hides the order in the state it has; `uninvoice` follows when
 * the last of its invoices is voided. An order is `invoiced` from its first
 * invoice on; what is not on one yet can follow.
 */
export const orderMachine: Machine<OrderState, OrderEvent> = {
  estimate: {
    edit: 'estimate',
    remove: 'estimate',
    approve: 'open',
    quote: 'refused',
    start: 'refused',
    hold: 'refused',
    resume: 'refused',
    finish: 'refused',
    invoice: 'refused',
    uninvoice: 'refused',
    cancel: 'cancelled',
    reopen: 'refused',
  },
  open: {
    edit: 'open',
    remove: 'open',
    approve: 'open',
    quote: 'estimate',
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
    approve: 'inProgress',
    quote: 'refused',
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
    approve: 'onHold',
    quote: 'refused',
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
    approve: 'done',
    quote: 'refused',
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
    approve: 'refused',
    quote: 'refused',
    start: 'refused',
    hold: 'refused',
    resume: 'refused',
    finish: 'refused',
    invoice: 'invoiced',
    uninvoice: 'done',
    cancel: 'refused',
    reopen: 'refused',
  },
  cancelled: {
    edit: 'refused',
    remove: 'cancelled',
    approve: 'refused',
    quote: 'refused',
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

/** Sublet is work that another firm does for this order. */
export const LINE_KINDS = TAXED_KINDS
/** What a catalogue item becomes on an order. */
export const kindOfItem: Record<ItemKind, (typeof LINE_KINDS)[number]> = { service: 'labor', part: 'part', fee: 'fee' }
/** More lines than any real order has; keeps sums exact and screens quick. */
export const MAX_LINES = 500
/** 100,000 pieces or hours. */
export const MAX_QTY_MILLI = 100_000_000

/** No service of an order has a name longer than this. */
export const MAX_SERVICES = 100

const minor = z.number().int()
const discountBp = z.number().int().min(0).max(10_000)
/** A discount of a share and one of an amount; both may be given, the share is taken first. */
const discounts = { discountBp, discountMinor: minor.min(0).max(MAX_MINOR) }

export const orderFields = z.object({
  bayId: id('bay').nullable(),
  technicianId: id('employee').nullable(),
  concern: paragraph(2000),
  note: paragraph(4000),
  /** Odometer at reception. */
  mileageKm: z.number().int().min(0).max(9_999_999).nullable(),
  promisedAt: epochMs.nullable(),
  /** The earlier order of this vehicle whose work comes back. */
  comebackOfId: id('workOrder').nullable(),
  ...discounts,
})
/** What of an order is stored. */
export const orderFacts = orderFields.extend({
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
  /** Prices of its lines contain their tax. */
  taxInclusive: z.boolean(),
  deleted: z.boolean(),
})
export type OrderFacts = z.infer<typeof orderFacts>
/** With its sums, which are those of its lines. */
export const order = orderFacts.extend({ netMinor: minor, taxMinor: minor, totalMinor: minor })
export type Order = z.infer<typeof order>

/** Under warranty (`claimed` of it, `granted`, or as `goodwill` of the shop) a line costs the customer nothing. */
export const WARRANTIES = ['none', 'claimed', 'granted', 'goodwill', 'refused'] as const
/** Where the rate of a line comes from. */
export const TAX_SOURCES = ['company', 'rule', 'item', 'manual'] as const
/** How a line stands to its part: nothing is known of it, lies there, is held for this line, comes with an order, is missing, has left for it. */
export const PART_STATES = ['none', 'inStock', 'reserved', 'onOrder', 'short', 'taken'] as const
export type PartState = (typeof PART_STATES)[number]
/**
 * How an order stands to its parts: it needs none that the shop's stock knows of; some neither lie there for it nor are ordered; some
 * are ordered; all lie there; all are fitted, handed over or taken.
 */
export const PARTS_STATES = ['none', 'missing', 'ordered', 'here', 'settled'] as const
export type PartsState = (typeof PARTS_STATES)[number]
/** What became of a part: nothing said yet, put into the vehicle, given to the customer. */
export const DISPOSITIONS = ['open', 'fitted', 'handedOver'] as const

export const lineFields = z.object({
  kind: z.enum(LINE_KINDS),
  description: filled(300),
  /** Thousandths of an hour for labour, of a piece otherwise. */
  qtyMilli: z.number().int().min(1).max(MAX_QTY_MILLI),
  unitPriceMinor: z.number().int().min(0).max(MAX_MINOR),
  /** The price is that of the line whatever the quantity: hours of a flat rate are for planning. */
  isFlat: z.boolean(),
  /** Hundredths of a percent, as the tax rate. */
  discountBp,
  taxRateBp: z.number().int().min(0).max(10_000),
  taxExempt: z.boolean(),
  technicianId: id('employee').nullable(),
  /** The job of the order that this line belongs to. */
  serviceId: id('workOrderService').nullable(),
  disposition: z.enum(DISPOSITIONS),
})
/** What of a line is stored. */
export const lineFacts = lineFields.extend({
  id: id('workOrderLine'),
  workOrderId: id('workOrder'),
  position: z.number().int(),
  itemId: id('item').nullable(),
  taxSource: z.enum(TAX_SOURCES),
  /** Name of the rule, where one gave the rate. */
  taxRule: z.string(),
  warranty: z.enum(WARRANTIES),
  /** The customer does not want it now. Holds WO-9. */
  declined: z.boolean(),
  /** The deferred line that this one takes over. */
  fromLineId: id('workOrderLine').nullable(),
})
export type LineFacts = z.infer<typeof lineFacts>

/** What a line costs the customer. Amounts contain tax where the order's prices do; `netMinor` never does. */
export const lineSums = z.object({
  amountMinor: minor,
  /** Its share of the discounts of its service and of the order. */
  sharedDiscountMinor: minor,
  netMinor: minor,
  taxMinor: minor,
  /** In force: 0 where exempt, under warranty or declined. */
  rateBp: minor,
})
export type LineSums = z.infer<typeof lineSums>
/** Why the line has its rate. */
export const TAX_REASONS = [...TAX_SOURCES, 'exempt', 'warranty', 'declined'] as const
/** The customer's word on a line: none yet, given, given for another price, refused. */
export const APPROVALS = ['pending', 'approved', 'changed', 'declined'] as const
export const line = lineFacts.extend({ ...lineSums.shape, taxReason: z.enum(TAX_REASONS), approval: z.enum(APPROVALS) })
export type Line = z.infer<typeof line>

export const serviceFields = z.object({
  title: filled(160),
  note: paragraph(2000),
  technicianId: id('employee').nullable(),
  ...discounts,
})
/** A job of an order: groups its labour, parts, fees and sublet. */
export const service = serviceFields.extend({
  id: id('workOrderService'),
  workOrderId: id('workOrder'),
  position: z.number().int(),
})
export type Service = z.infer<typeof service>

/** Tax of one rate, explained: base times rate, rounded once. Exempt lines stand under rate 0. */
export const taxOfRate = z.object({ rateBp: z.number().int(), baseMinor: z.number().int(), taxMinor: z.number().int() })
export const totals = z.object({ netMinor: z.number().int(), taxMinor: z.number().int(), totalMinor: z.number().int(), taxes: z.array(taxOfRate) })
export type Totals = z.infer<typeof totals>

/** How the customer's word came. */
export const CHANNELS = ['counter', 'phone', 'message'] as const
/** A drawing as SVG path text: safe to show, small to keep. */
export const signature = z
  .string()
  .max(30_000)
  .regex(/^[ML0-9 .]*$/)
export const approvalFields = z.object({
  channel: z.enum(CHANNELS),
  /** Who spoke for the customer. */
  person: filled(120),
  /** Called or written to. */
  contact: textLine(80),
  note: paragraph(600),
  signature,
})
/** A line as it was when the customer spoke. */
export const sealedLine = lineFacts
  .pick({ id: true, serviceId: true, kind: true, description: true, qtyMilli: true, unitPriceMinor: true, isFlat: true, discountBp: true, taxExempt: true })
  .extend({ taxRateBp: minor, amountMinor: minor, taxMinor: minor, word: z.enum(['approved', 'declined', 'pending']) })
export type SealedLine = z.infer<typeof sealedLine>
/** The estimate as it was when the customer spoke. */
export const sealedContent = z.object({
  number: z.string(),
  taxInclusive: z.boolean(),
  ...discounts,
  services: z.array(service.pick({ id: true, title: true, discountBp: true, discountMinor: true })),
  lines: z.array(sealedLine),
  netMinor: minor,
  taxMinor: minor,
  totalMinor: minor,
})
export type SealedContent = z.infer<typeof sealedContent>
/** A version of the estimate with the customer's word on it. */
export const approval = approvalFields.extend({
  id: id('workOrderApproval'),
  workOrderId: id('workOrder'),
  at: z.number(),
  /** Who wrote it down. */
  takenBy: z.string(),
  content: sealedContent,
  hash: z.string(),
})
export type Approval = z.infer<typeof approval>

/** A line of an approved order that waits for a part. */
export const waitingLine = z.object({
  lineId: id('workOrderLine'),
  workOrderId: id('workOrder'),
  number: z.string(),
  state: z.enum(ORDER_STATES),
  customerName: z.string(),
  qtyMilli: z.number().int(),
  part: z.enum(PART_STATES),
})

/** An order as lists, boards and kiosks show it: pages of them cross from thread to thread, so nothing that none of these shows. */
export const orderCard = order
  .pick({
    id: true,
    number: true,
    locationId: true,
    appointmentId: true,
    bayId: true,
    technicianId: true,
    state: true,
    concern: true,
    note: true,
    mileageKm: true,
    promisedAt: true,
    createdAt: true,
    workedMs: true,
    runningSinceAt: true,
    holdReason: true,
    deleted: true,
    totalMinor: true,
  })
  .extend({
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
  services: z.array(service.extend({ technicianName: z.string().nullable(), amountMinor: minor })),
  lines: z.array(
    line.extend({
      technicianName: z.string().nullable(),
      itemCode: z.string().nullable(),
      part: z.enum(PART_STATES),
      /** The line that this one goes along with. */
      followsId: id('workOrderLine').nullable(),
      /** Where the part lies in the place that the job takes it from; empty where nobody said. */
      bin: z.string(),
      /** Of its item; null without one. */
      tracking: z.enum(TRACKINGS).nullable(),
    }),
  ),
  totals,
  /** Newest last: versions 1, 2, ... of the estimate; what was sealed is asked for by itself. */
  approvals: z.array(approval.pick({ id: true, at: true, channel: true, person: true }).extend({ totalMinor: minor })),
  customer: z.object({ id: id('customer'), name: z.string(), phone: z.string(), email: z.string() }),
  vehicle: z.object({ id: id('vehicle'), label: z.string(), plate: z.string(), vin: z.string(), mileageKm: z.number().int().nullable() }),
  bay: z.object({ id: id('bay'), name: z.string() }).nullable(),
  technician: z.object({ id: id('employee'), name: z.string() }).nullable(),
  comebackOf: z.object({ id: id('workOrder'), number: z.string() }).nullable(),
  /** Orders on which this work came back, oldest first; `warranties` are those of their lines, without `none`. */
  comebacks: z.array(
    orderFacts.pick({ id: true, number: true, state: true, concern: true, createdAt: true }).extend({ warranties: z.array(z.enum(WARRANTIES)) }),
  ),
  advisorName: z.string(),
  appointmentStartAt: z.number().nullable(),
})
export type OrderView = z.infer<typeof orderView>

/** Why deferred work is set aside: the customer never wants it, had it done elsewhere, the need is gone, it was declined by mistake. */
export const DISMISSALS = ['never', 'elsewhere', 'gone', 'mistake'] as const
export const dismissal = z.object({ reason: z.enum(DISMISSALS), note: textLine(200), at: z.number().int(), takenBy: z.string() })
/** A line that the customer did not want at an earlier visit; `dismissal` where it was set aside since. */
export const deferredLine = lineFacts
  .pick({
    id: true,
    workOrderId: true,
    kind: true,
    itemId: true,
    description: true,
    qtyMilli: true,
    unitPriceMinor: true,
    isFlat: true,
    discountBp: true,
    serviceId: true,
  })
  .extend({ number: z.string(), declinedOrderAt: z.number(), serviceTitle: z.string().nullable(), dismissal: dismissal.nullable() })
export type DeferredLine = z.infer<typeof deferredLine>

/** One visit of a vehicle: what was done, what was not wanted, what stands under warranty. */
export const visit = orderCard.extend({
  services: z.array(z.object({ id: id('workOrderService'), title: z.string() })),
  lines: z.array(
    lineFacts
      .pick({ id: true, serviceId: true, kind: true, description: true, qtyMilli: true, declined: true, warranty: true })
      .extend({ amountMinor: minor, isTakenOver: z.boolean(), dismissed: z.enum(DISMISSALS).nullable() }),
  ),
  comebackOfNumber: z.string().nullable(),
})
export type Visit = z.infer<typeof visit>

/** A line of a saved job; no price: that of its item, or the shop's, on the day. */
export const cannedLine = lineFields
  .pick({ kind: true, description: true, qtyMilli: true, isFlat: true, discountBp: true })
  .extend({ itemId: id('item').nullable(), unitPriceMinor: minor.min(0).max(MAX_MINOR).nullable() })
export type CannedLine = z.infer<typeof cannedLine>
export const cannedJob = z.object({
  id: id('cannedJob'),
  name: z.string(),
  category: z.string(),
  lines: z.array(cannedLine),
  ...discounts,
  deleted: z.boolean(),
})
export type CannedJob = z.infer<typeof cannedJob>

export const gate = z.enum(GATES)
export const reason = filled(200)
