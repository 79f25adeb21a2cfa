import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission } from '../../kernel/permission.ts'
import { filled, line } from '../../kernel/text.ts'
import { epochMs } from '../../kernel/time.ts'
import { appointmentView } from '../appointments/model.ts'
import { bay } from '../bays/model.ts'
import { partRequest, requestFields } from '../purchasing/model/parts.ts'
import {
  approval,
  approvalFields,
  cannedJob,
  deferredLine,
  dismissal,
  lineFields,
  MAX_LINES,
  ORDER_STATES,
  orderCard,
  orderFields,
  orderView,
  reason,
  serviceFields,
  visit,
  waitingLine,
  WARRANTIES,
} from './model.ts'

const read = permission('workOrders.read', 'manager', 'cashier', 'technician', 'warehouse', 'staff', 'viewer')
const write = permission('workOrders.write', 'manager', 'cashier', 'staff')
/** Start, hold, resume, finish. */
const work = permission('workOrders.work', 'manager', 'technician', 'staff')

const decideWarranty = permission('workOrders.warranty', 'manager', 'cashier')

export const workOrdersFails = failures('workOrders', {
  unknownOrder: 'notFound',
  unknownLine: 'notFound',
  /** `field` names the id that leads nowhere. */
  unknownReference: 'notFound',
  vehicleNeeded: 'invalid',
  /** The appointment already has the order `workOrderId`, `number`. */
  alreadyOpened: 'conflict',
  /** The order's `state` does not allow the `event`. */
  wrongState: 'conflict',
  bayNeeded: 'conflict',
  technicianNeeded: 'conflict',
  /** The technician works on the order `workOrderId`, `number`. */
  technicianBusy: 'conflict',
  /** Bay and technician change only while the order does not hold the bay. */
  bayHeld: 'conflict',
  /** Of what another device did with this job or its bay only a part has come: the same may pass in a moment. */
  outOfStep: 'conflict',
  tooManyLines: 'invalid',
  amountTooLarge: 'invalid',
  unknownService: 'notFound',
  unknownCannedJob: 'notFound',
  tooManyServices: 'invalid',
  /** What must be settled before the job is finished: the open ones of the shop's gates, by name, with a comma between. */
  gatesOpen: 'conflict',
  /** The line `lineId` is no deferred work of this order's vehicle, or was taken over already. */
  notDeferred: 'conflict',
  /** The signed-in person is no employee. */
  notATechnician: 'conflict',
  /** The line `lineId` is no part. */
  notAPart: 'invalid',
  /** The line's part is asked for already. */
  alreadyRequested: 'conflict',
})

const ofService = z.strictObject({ serviceId: id('workOrderService') })
const ofCanned = z.strictObject({ cannedJobId: id('cannedJob') })
const deferredIds = z.array(id('workOrderLine')).min(1).max(MAX_LINES)
const ofOrder = z.strictObject({ workOrderId: id('workOrder') })
/** What a change of an order's contents answers with. Whoever shows the order hears of the change and reads it anew. */
const changedLine = ofOrder.extend({ lineId: id('workOrderLine') })
const changedService = ofOrder.extend({ serviceId: id('workOrderService') })
const step = ['workOrders.unknownOrder', 'workOrders.wrongState'] as const
/** With `holdsOther`, which says why, the job that the person who asks has in hand goes on hold in the same step and keeps its bay. */
const takes = ofOrder.extend({ bayId: id('bay').optional(), technicianId: id('employee').optional(), holdsOther: reason.optional() })
const takesBay = [
  ...step,
  'workOrders.unknownReference',
  'workOrders.bayNeeded',
  'workOrders.technicianNeeded',
  'workOrders.technicianBusy',
  'bays.unknownBay',
  'bays.occupied',
  'bays.down',
  'workOrders.outOfStep',
  'bays.notHeld',
] as const
const leavesBay = [...step, 'workOrders.outOfStep', 'bays.unknownBay', 'bays.notHeld'] as const
const editsLines = [...step, 'workOrders.unknownReference', 'workOrders.tooManyLines', 'workOrders.amountTooLarge'] as const

export const workOrdersContract = contract(
  'workOrders',
  {
    /** From a booking (`appointmentId`, which names customer, vehicle, bay and technician and turns to arrived) or plain. */
    open: command({
      input: z.strictObject({
        appointmentId: id('appointment').optional(),
        /** These three are needed without an appointment; with one, a vehicle is needed when the booking names none. */
        locationId: id('location').optional(),
        customerId: id('customer').optional(),
        vehicleId: id('vehicle').optional(),
        /** The customer must approve it before work begins. */
        asEstimate: z.boolean().optional(),
        ...orderFields.partial().shape,
      }),
      output: orderView,
      needs: write,
      fails: [
        'workOrders.unknownReference',
        'workOrders.vehicleNeeded',
        'workOrders.alreadyOpened',
        'appointments.unknownAppointment',
        'appointments.wrongState',
        'appointments.bayTaken',
        'appointments.technicianTaken',
      ],
    }),
    get: query({ input: ofOrder, output: orderView, needs: read, fails: ['workOrders.unknownOrder'] }),
    list: query({
      input: z.strictObject({
        ...pageInput,
        locationId: id('location').optional(),
        state: z.enum(ORDER_STATES).optional(),
        customerId: id('customer').optional(),
        vehicleId: id('vehicle').optional(),
        technicianId: id('employee').optional(),
        /** Of opening. */
        fromAt: epochMs.optional(),
        toAt: epochMs.optional(),
        /** Of the promised time. */
        promisedFromAt: epochMs.optional(),
        promisedToAt: epochMs.optional(),
        deleted: z.boolean().default(false),
        /** `promised`: earliest first, orders without a promise last. */
        sort: z.enum(['newest', 'number', 'promised', 'state']).default('newest'),
      }),
      output: page(orderCard),
      needs: read,
    }),
    update: command({
      input: orderFields
        .partial()
        .extend({ workOrderId: id('workOrder') })
        .strict(),
      output: orderView,
      needs: write,
      fails: [...step, 'workOrders.unknownReference', 'workOrders.bayHeld'],
    }),
    /** Back to an estimate, before work begins. */
    quote: command({ input: ofOrder, output: orderView, needs: write, fails: step }),
    addService: command({
      input: serviceFields
        .partial()
        .required({ title: true })
        .extend({ workOrderId: id('workOrder') })
        .strict(),
      output: changedService,
      needs: write,
      fails: [...step, 'workOrders.unknownReference', 'workOrders.tooManyServices'],
    }),
    updateService: command({
      input: serviceFields
        .partial()
        .extend({ serviceId: id('workOrderService') })
        .strict(),
      output: changedService,
      needs: write,
      fails: [...step, 'workOrders.unknownService', 'workOrders.unknownReference'],
    }),
    /** With its lines. */
    removeService: command({ input: ofService, output: changedService, needs: write, fails: [...step, 'workOrders.unknownService'] }),
    /** The customer's word on some lines, sealed with the whole estimate as it stands; an estimate of which a line is approved is open for work. */
    decide: command({
      input: z.strictObject({
        workOrderId: id('workOrder'),
        words: z
          .array(z.strictObject({ lineId: id('workOrderLine'), approved: z.boolean() }))
          .min(1)
          .max(MAX_LINES),
        ...approvalFields.partial({ contact: true, note: true, signature: true }).shape,
      }),
      output: ofOrder,
      needs: write,
      fails: [...step, 'workOrders.unknownLine'],
    }),
    /** The customer's words with all that was sealed, newest last. `isIntact` is false where what is stored is not what was sealed. */
    approvals: query({
      input: ofOrder,
      output: z.array(approval.extend({ isIntact: z.boolean() })),
      needs: read,
    }),
    /** Lines that were declined on the vehicle's other orders and not taken over since; those set aside only with `dismissed`. */
    deferred: query({
      input: z.strictObject({ vehicleId: id('vehicle'), workOrderId: id('workOrder').optional(), dismissed: z.boolean().default(false) }),
      output: z.array(deferredLine),
      needs: read,
    }),
    /** Deferred lines that no visit shall speak of again, with what goes along with them. */
    dismissDeferred: command({
      input: z.strictObject({ lineIds: deferredIds, ...dismissal.pick({ reason: true, note: true }).partial({ note: true }).shape }),
      output: z.object({ dismissed: z.number().int() }),
      needs: write,
      fails: ['workOrders.notDeferred'],
    }),
    /** They wait again. */
    restoreDeferred: command({
      input: z.strictObject({ lineIds: deferredIds }),
      output: z.object({ restored: z.number().int() }),
      needs: write,
      fails: ['workOrders.notDeferred'],
    }),
    /** Puts deferred lines on this order, under their services, at their price of then, with what goes along with them. */
    takeDeferred: command({
      input: z.strictObject({ workOrderId: id('workOrder'), lineIds: deferredIds }),
      output: ofOrder,
      needs: write,
      fails: [...editsLines, 'workOrders.notDeferred', 'workOrders.tooManyServices'],
    }),
    /** Of a line; the audit list keeps who decided. */
    setWarranty: command({
      input: z.strictObject({ lineId: id('workOrderLine'), warranty: z.enum(WARRANTIES) }),
      output: changedLine,
      needs: decideWarranty,
      fails: [...step, 'workOrders.unknownLine'],
    }),
    /** Lines of approved orders that wait for a part, in the order in which they asked. */
    waitingFor: query({ input: z.strictObject({ itemId: id('item') }), output: z.array(waitingLine), needs: read }),
    /** A vehicle's visits, newest first, with what was done, declined and under warranty. */
    history: query({
      input: z.strictObject({ ...pageInput, vehicleId: id('vehicle') }),
      output: page(visit),
      needs: read,
    }),
    cannedJobs: query({ input: z.strictObject({ ...pageInput, deleted: z.boolean().default(false) }), output: page(cannedJob), needs: read }),
    /** Saves a service under a name; under the id of a saved job it takes that one's place. */
    saveCannedJob: command({
      input: z.strictObject({
        serviceId: id('workOrderService'),
        name: filled(160).optional(),
        category: line(80).default(''),
        cannedJobId: id('cannedJob').optional(),
      }),
      output: cannedJob,
      needs: write,
      fails: ['workOrders.unknownService', 'workOrders.unknownCannedJob'],
    }),
    updateCannedJob: command({
      input: ofCanned.extend({ name: filled(160).optional(), category: line(80).optional() }),
      output: cannedJob,
      needs: write,
      fails: ['workOrders.unknownCannedJob'],
    }),
    removeCannedJob: command({ input: ofCanned, output: cannedJob, needs: write, fails: ['workOrders.unknownCannedJob'] }),
    restoreCannedJob: command({ input: ofCanned, output: cannedJob, needs: write, fails: ['workOrders.unknownCannedJob'] }),
    /** Puts a saved job on the order as a service. */
    addCannedJob: command({
      input: ofOrder.extend({ cannedJobId: id('cannedJob') }),
      output: changedService,
      needs: write,
      fails: [...editsLines, 'workOrders.unknownCannedJob', 'workOrders.tooManyServices'],
    }),
    /** From a catalogue item (`itemId`; description, price, kind and tax come from it unless given) or free. */
    addLine: command({
      input: z
        .strictObject({
          workOrderId: id('workOrder'),
          itemId: id('item').optional(),
          /** Name of one of the company's rates: the price of labour that has none of its own. */
          laborRate: line(60).optional(),
          ...lineFields.partial().shape,
        })
        .refine((l) => l.itemId !== undefined || (l.kind !== undefined && l.description !== undefined), { path: ['description'], error: 'required' }),
      output: changedLine,
      needs: write,
      fails: [...editsLines, 'catalog.chooseVariant'],
    }),
    updateLine: command({
      input: lineFields
        .partial()
        .extend({ lineId: id('workOrderLine') })
        .strict(),
      output: changedLine,
      needs: write,
      fails: [...editsLines, 'workOrders.unknownLine'],
    }),
    removeLine: command({
      input: z.strictObject({ lineId: id('workOrderLine') }),
      output: changedLine,
      needs: write,
      fails: [...step, 'workOrders.unknownLine'],
    }),
    /** Parts that were asked for, for this job, with what became of them. */
    parts: query({ input: ofOrder, output: z.array(partRequest), needs: read, fails: ['workOrders.unknownOrder'] }),
    /** Asks purchasing for the part of a line; one that no catalogue knows becomes an item. */
    requestPart: command({
      input: requestFields
        .partial()
        .extend({ lineId: id('workOrderLine') })
        .strict(),
      output: partRequest,
      needs: write,
      fails: [
        ...step,
        'catalog.chooseVariant',
        'workOrders.unknownLine',
        'workOrders.notAPart',
        'workOrders.alreadyRequested',
        'inventory.unknownItem',
        'inventory.notAPart',
        'purchasing.unknownSupplier',
      ],
    }),
    /** From the bench: a part that the job turns out to need, by item or in words. It becomes a line, which waits for the customer's word, and a request. */
    askForPart: command({
      input: ofOrder
        .extend({
          itemId: id('item').optional(),
          description: filled(300).optional(),
          qtyMilli: requestFields.shape.qtyMilli.default(1000),
          note: requestFields.shape.note.default(''),
        })
        .refine(({ itemId, description }) => itemId !== undefined || description !== undefined, 'required'),
      output: partRequest,
      needs: work,
      fails: [
        ...editsLines,
        'catalog.chooseVariant',
        'workOrders.unknownLine',
        'workOrders.notAPart',
        'workOrders.alreadyRequested',
        'inventory.unknownItem',
        'inventory.notAPart',
        'purchasing.unknownSupplier',
      ],
    }),
    /** From the bench: what became of the part of a line, which a gate may ask before the job is finished. */
    setDisposition: command({
      input: z.strictObject({ lineId: id('workOrderLine'), disposition: lineFields.shape.disposition }),
      output: changedLine,
      needs: work,
      fails: [...step, 'workOrders.unknownLine', 'workOrders.notAPart'],
    }),
    /** The job does without it; what is on its way comes into stock. */
    cancelPart: command({
      input: z.strictObject({ requestId: id('partRequest') }),
      output: partRequest,
      needs: write,
      fails: ['purchasing.unknownRequest', 'purchasing.wrongStep'],
    }),
    /** Locks the bay. Bay and technician default to those of the order; the technician to the person who asks, if they are one. */
    start: command({
      input: takes,
      output: orderView,
      needs: work,
      fails: takesBay,
    }),
    /** The technician is free for another job. The car keeps its bay unless it leaves it. */
    hold: command({ input: ofOrder.extend({ reason, leavesBay: z.boolean().default(false) }), output: orderView, needs: work, fails: leavesBay }),
    resume: command({
      input: takes,
      output: orderView,
      needs: work,
      fails: takesBay,
    }),
    /** Frees the bay, completes the booking, calls the bay's next one of the day (`called`, null when nobody waits). */
    finish: command({
      input: ofOrder.extend({ mileageKm: orderFields.shape.mileageKm.optional(), note: orderFields.shape.note.optional() }),
      output: z.object({ view: orderView, called: appointmentView.nullable() }),
      needs: work,
      fails: [...leavesBay, 'workOrders.gatesOpen'],
    }),
    cancel: command({ input: ofOrder.extend({ reason }), output: orderView, needs: write, fails: leavesBay }),
    /** A done or cancelled order is open again; it holds no bay until it is started. */
    reopen: command({ input: ofOrder, output: orderView, needs: write, fails: [...step, 'workOrders.alreadyOpened'] }),
    /** Hides an order that was opened by mistake, before work on it began. */
    remove: command({ input: ofOrder, output: orderView, needs: write, fails: step }),
    restore: command({ input: ofOrder, output: orderView, needs: write, fails: [...step, 'workOrders.alreadyOpened'] }),
    /** Kiosk: what the signed-in technician works on, what is held, what comes next. */
    myJobs: query({
      input: z.strictObject({
        /** Where the kiosk stands: asks for what waits there, too. */
        locationId: id('location').optional(),
      }),
      output: z.object({
        technician: z.object({ id: id('employee'), name: z.string() }),
        inProgress: orderCard.nullable(),
        onHold: z.array(orderCard),
        /** Open orders of this technician, the promised ones first. */
        next: z.array(orderCard),
        /** Open orders of the location that nobody is to do yet, the promised ones first. */
        waiting: z.array(orderCard),
        /** Bookings of this technician that touch today. */
        today: z.array(appointmentView),
        finishedToday: z.array(orderCard),
      }),
      needs: work,
      fails: ['workOrders.notATechnician'],
    }),
    /** Bays of a location in board order with what stands in them and which booking comes next. */
    bayBoard: query({
      input: z.strictObject({ locationId: id('location') }),
      output: z.array(
        z.object({
          bay,
          job: orderCard.nullable(),
          /** Whole minutes worked on the job so far, holds left out. */
          minutesRunning: z.number().int(),
          nextAppointment: appointmentView.nullable(),
        }),
      ),
      needs: read,
    }),
  },
  {
    /** An order was opened from a booking. */
    visitOpened: z.object({ workOrderId: id('workOrder'), appointmentId: id('appointment') }),
    jobFinished: z.object({ workOrderId: id('workOrder'), bayId: id('bay').nullable(), calledAppointmentId: id('appointment').nullable() }),
  },
)
