import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission } from '../../kernel/permission.ts'
import { filled } from '../../kernel/text.ts'
import { DAY_MS, epochMs, localDay } from '../../kernel/time.ts'
import {
  APPOINTMENT_STATES,
  appointmentFields,
  appointmentView,
  bayLoad,
  blockFields,
  bookingType,
  bookingTypeFields,
  slot,
  slotReason,
  timeFields,
} from './model.ts'

const read = permission('appointments.read', 'manager', 'cashier', 'technician', 'warehouse', 'staff', 'viewer')
const write = permission('appointments.write', 'manager', 'cashier', 'staff')
const manage = permission('appointments.manage', 'manager')

export const appointmentsFails = failures('appointments', {
  unknownAppointment: 'notFound',
  /** `field` names the id that leads nowhere. */
  unknownReference: 'notFound',
  /** `appointmentId`, `customerName`, `startAt`, `endAt` of what is in the way, and the bay's `name`; a block without a job says its `purpose` instead of a customer. */
  bayTaken: 'conflict',
  /** As `bayTaken`, with the technician's `name`. */
  technicianTaken: 'conflict',
  wrongTimes: 'invalid',
  /** The booking's `state` does not allow the `event`. */
  wrongState: 'conflict',
  /** A booking does only what bookings do, and a block without a job only what blocks do. */
  notABooking: 'conflict',
  notABlock: 'conflict',
  /** A block without a job takes a bay or a technician. */
  takesNothing: 'invalid',
  unknownType: 'notFound',
  /** Another kind of booking has that name. */
  typeTaken: 'conflict',
})

/** Longest span of a day view's call. */
const LONGEST_RANGE_MS = 62 * DAY_MS

const ofType = z.strictObject({ bookingTypeId: id('bookingType') })
const ofAppointment = z.strictObject({ appointmentId: id('appointment') })
const taken = ['appointments.bayTaken', 'appointments.technicianTaken'] as const
const booking = [...taken, 'appointments.unknownReference', 'appointments.wrongTimes'] as const
const step = ['appointments.unknownAppointment', 'appointments.wrongState'] as const

export const appointmentsContract = contract('appointments', {
  /** Every booking that touches the span, cancelled and missed ones included, by start: for day and week views. */
  range: query({
    input: z
      .strictObject({ locationId: id('location'), fromAt: epochMs, toAt: epochMs })
      .refine((r) => r.toAt > r.fromAt && r.toAt - r.fromAt <= LONGEST_RANGE_MS, 'range'),
    output: z.array(appointmentView),
    needs: read,
  }),
  list: query({
    input: z.strictObject({
      ...pageInput,
      locationId: id('location').optional(),
      state: z.enum(APPOINTMENT_STATES).optional(),
      technicianId: id('employee').optional(),
      bayId: id('bay').optional(),
      vehicleId: id('vehicle').optional(),
      /** Of the start. */
      fromAt: epochMs.optional(),
      toAt: epochMs.optional(),
      sort: z.enum(['start', 'latest']).default('start'),
    }),
    output: page(appointmentView),
    needs: read,
  }),
  get: query({ input: ofAppointment, output: appointmentView, needs: read, fails: ['appointments.unknownAppointment'] }),
  create: command({
    input: appointmentFields
      .partial({ vehicleId: true, concern: true, note: true, bookingTypeId: true, partsAt: true, approvalAt: true })
      .extend({ confirmed: z.boolean().default(false) })
      .strict(),
    output: appointmentView,
    needs: write,
    fails: booking,
  }),
  /** Move, resize or edit: only the fields given change. */
  update: command({
    input: appointmentFields
      .omit({ locationId: true })
      .partial()
      .extend({ appointmentId: id('appointment') })
      .strict(),
    output: appointmentView,
    needs: write,
    fails: [...booking, ...step, 'appointments.notABooking'],
  }),
  /** Every time of a booking, by start. */
  times: query({ input: ofAppointment, output: z.array(appointmentView), needs: read, fails: ['appointments.unknownAppointment'] }),
  /** A further time of the same booking: work split over two days, or two bays. It goes through the booking's steps with it. */
  addTime: command({
    input: timeFields.extend(ofAppointment.shape).strict(),
    output: appointmentView,
    needs: write,
    fails: [...booking, ...step, 'appointments.notABooking'],
  }),
  /** Time of a bay or a technician without a job. */
  block: command({
    input: blockFields.partial({ bayId: true, technicianId: true, note: true }).strict(),
    output: appointmentView,
    needs: write,
    fails: [...booking, 'appointments.takesNothing'],
  }),
  updateBlock: command({
    input: blockFields.omit({ locationId: true }).partial().extend(ofAppointment.shape).strict(),
    output: appointmentView,
    needs: write,
    fails: [...booking, ...step, 'appointments.takesNothing', 'appointments.notABlock'],
  }),
  /** Takes a block without a job, or a further time of a booking, off the schedule. */
  removeBlock: command({
    input: ofAppointment,
    output: z.object({ appointmentId: id('appointment') }),
    needs: write,
    fails: ['appointments.unknownAppointment', 'appointments.notABlock'],
  }),
  confirm: command({ input: ofAppointment, output: appointmentView, needs: write, fails: [...step, ...taken] }),
  cancel: command({ input: ofAppointment.extend({ reason: filled(200) }), output: appointmentView, needs: write, fails: step }),
  noShow: command({ input: ofAppointment, output: appointmentView, needs: write, fails: step }),
  /** A customer who comes after having been marked as missing takes the slot again if it is still free. */
  arrive: command({ input: ofAppointment, output: appointmentView, needs: write, fails: [...step, ...taken] }),
  /**
   * The earliest start at which a bay with the equipment and a technician with the skills are free together within everybody's hours,
   * and nothing is waited for. `slot` is null when there is none within 90 days.
   */
  firstFreeSlot: query({
    input: z.strictObject({
      locationId: id('location'),
      minutes: z.number().int().min(5).max(1440),
      technicianId: id('employee').optional(),
      bayId: id('bay').optional(),
      /** Asks for the type's skills, equipment and hours; more of them may be named. */
      bookingTypeId: id('bookingType').optional(),
      skillIds: z.array(id('skill')).max(20).default([]),
      equipmentIds: z.array(id('bayEquipment')).max(20).default([]),
      partsAt: epochMs.optional(),
      approvalAt: epochMs.optional(),
      /** Now, unless given. */
      fromAt: epochMs.optional(),
      /** A booking that is to move: it does not stand in its own way. */
      movingId: id('appointment').optional(),
    }),
    output: z.object({ slot: slot.nullable(), whyNotEarlier: z.array(slotReason) }),
    needs: read,
    fails: ['appointments.unknownReference'],
  }),
  /** Three slots, soonest first, to which a booking that lost its own can be moved with `update`. */
  waysOut: query({ input: ofAppointment, output: z.array(slot), needs: read, fails: ['appointments.unknownAppointment'] }),
  /** Booked against open time of every bay, for up to 62 days from a day on. */
  bayLoads: query({
    input: z.strictObject({ locationId: id('location'), fromOn: localDay, days: z.number().int().min(1).max(62) }),
    output: z.array(bayLoad),
    needs: read,
    fails: ['appointments.unknownReference'],
  }),

  /** Kinds of bookings by name. */
  types: query({ input: z.strictObject({ deleted: z.boolean().default(false) }), output: z.array(bookingType), needs: read }),
  createType: command({
    input: bookingTypeFields.partial({ skillIds: true, equipmentIds: true, weekHours: true, note: true }).strict(),
    output: bookingType,
    needs: manage,
    fails: ['appointments.typeTaken'],
  }),
  updateType: command({
    input: bookingTypeFields.partial().extend(ofType.shape).strict(),
    output: bookingType,
    needs: manage,
    fails: ['appointments.unknownType', 'appointments.typeTaken'],
  }),
  removeType: command({ input: ofType, output: bookingType, needs: manage, fails: ['appointments.unknownType'] }),
  restoreType: command({ input: ofType, output: bookingType, needs: manage, fails: ['appointments.unknownType', 'appointments.typeTaken'] }),
})
