import { z } from 'zod'
import { weekHours } from '../../kernel/hours.ts'
import { type Id, id } from '../../kernel/ids.ts'
import { type Machine, states } from '../../kernel/machine.ts'
import { filled, line, paragraph } from '../../kernel/text.ts'
import { DAY_MS, epochMs, MINUTE_MS } from '../../kernel/time.ts'
import type { Language } from '../workspace/model.ts'

/*
 * APPT-1: no two live bookings share an instant in one bay (rule, trigger). Intervals are half-open: 9 to 10 and 10 to 11 fit.
 * APPT-2: no two live bookings share an instant of one technician (rule, trigger).
 * APPT-3: a booking ends after it starts and lasts 14 days at most (rule, CHECK); the triggers look back no further.
 * APPT-4: a cancelled booking says why (rule, CHECK).
 * APPT-5: of one bay at most one booking of a day is called and not yet arrived (rule).
 * APPT-6: a block without a job names no customer and a bay or a technician or both; a booking names all three (rule, CHECKs).
 * APPT-7: the further times of a booking are rows of their own: they share its customer, vehicle and words, and go every step but
 * `call` and `clash` with it (service).
 */

type AppointmentState = 'pending' | 'confirmed' | 'called' | 'arrived' | 'completed' | 'noShow' | 'cancelled' | 'clash'
type AppointmentEvent = 'edit' | 'confirm' | 'call' | 'arrive' | 'complete' | 'noShow' | 'cancel' | 'clash'

/**
 * `call` tells a customer (or the yard) that the bay is theirs now; a car that already stands in the yard may be called, too.
 * `clash` is what a merge makes of the second of two bookings that met at the centre: kept, holding no slot, for a person to move.
 */
export const appointmentMachine: Machine<AppointmentState, AppointmentEvent> = {
  pending: {
    edit: 'pending',
    confirm: 'confirmed',
    call: 'called',
    arrive: 'arrived',
    complete: 'refused',
    noShow: 'noShow',
    cancel: 'cancelled',
    clash: 'clash',
  },
  confirmed: {
    edit: 'confirmed',
    confirm: 'refused',
    call: 'called',
    arrive: 'arrived',
    complete: 'refused',
    noShow: 'noShow',
    cancel: 'cancelled',
    clash: 'clash',
  },
  called: {
    edit: 'called',
    confirm: 'refused',
    call: 'refused',
    arrive: 'arrived',
    complete: 'completed',
    noShow: 'noShow',
    cancel: 'cancelled',
    clash: 'clash',
  },
  arrived: {
    edit: 'arrived',
    confirm: 'refused',
    call: 'called',
    arrive: 'refused',
    complete: 'completed',
    noShow: 'refused',
    cancel: 'cancelled',
    clash: 'clash',
  },
  completed: {
    edit: 'refused',
    confirm: 'refused',
    call: 'refused',
    arrive: 'refused',
    complete: 'refused',
    noShow: 'refused',
    cancel: 'refused',
    clash: 'refused',
  },
  noShow: {
    edit: 'refused',
    confirm: 'refused',
    call: 'refused',
    arrive: 'arrived',
    complete: 'refused',
    noShow: 'refused',
    cancel: 'refused',
    clash: 'refused',
  },
  cancelled: {
    edit: 'refused',
    confirm: 'refused',
    call: 'refused',
    arrive: 'refused',
    complete: 'refused',
    noShow: 'refused',
    cancel: 'refused',
    clash: 'refused',
  },
  clash: {
    edit: 'pending',
    confirm: 'confirmed',
    call: 'refused',
    arrive: 'refused',
    complete: 'refused',
    noShow: 'refused',
    cancel: 'cancelled',
    clash: 'refused',
  },
}
export const APPOINTMENT_STATES = states(appointmentMachine)
/** States that hold their slot. The triggers of the database name the same. */
export const LIVE_STATES = ['pending', 'confirmed', 'called', 'arrived'] as const satisfies readonly AppointmentState[]

/** What a block without a job can go through: nobody arrives for it, and it is taken away rather than cancelled. */
export const BLOCK_EVENTS: readonly AppointmentEvent[] = ['edit', 'confirm', 'clash']
/** What takes time of a bay or a technician without a job. */
export const PURPOSES = ['closed', 'cleaning', 'maintenance', 'testDrive', 'meeting', 'lunch', 'other'] as const
export type Purpose = (typeof PURPOSES)[number]
/** What a block is called on papers and in calendars, which stand in the language of the shop; screens have texts of their own. */
export const PURPOSE_NAMES: Readonly<Record<Language, Readonly<Record<Purpose, string>>>> = {
  en: {
    closed: 'Closed',
    cleaning: 'Cleaning',
    maintenance: 'Maintenance',
    testDrive: 'Test drive',
    meeting: 'Meeting',
    lunch: 'Break',
    other: 'Blocked',
  },
  ar: { closed: 'مغلق', cleaning: 'تنظيف', maintenance: 'صيانة', testDrive: 'قيادة تجريبية', meeting: 'اجتماع', lunch: 'استراحة', other: 'محجوز' },
}

export const LONGEST_MS = 14 * DAY_MS
export const SHORTEST_MS = 5 * MINUTE_MS
/** Starts that the first free slot tries. Every zone's offset is a multiple of it. */
export const SLOT_STEP_MS = 15 * MINUTE_MS
/** How far ahead the first free slot looks. */
export const SLOT_HORIZON_DAYS = 90

/** A kind of booking: how long it takes, and what bay and technician must have for it. */
export const bookingTypeFields = z.object({
  name: filled(60),
  minutes: z.number().int().min(5).max(1440),
  skillIds: z.array(id('skill')).max(20),
  equipmentIds: z.array(id('bayEquipment')).max(20),
  /** When it may be booked; null: whenever the shop is open. */
  weekHours: weekHours.nullable(),
  note: line(200),
})
export const bookingType = bookingTypeFields.extend({ id: id('bookingType'), deleted: z.boolean() })
export type BookingType = z.infer<typeof bookingType>

export const appointmentFields = z.object({
  locationId: id('location'),
  customerId: id('customer'),
  vehicleId: id('vehicle').nullable(),
  bayId: id('bay'),
  technicianId: id('employee'),
  startAt: epochMs,
  endAt: epochMs,
  /** What the customer says is wrong, in their words. */
  concern: paragraph(2000),
  /** For the shop only. */
  note: paragraph(2000),
  bookingTypeId: id('bookingType').nullable(),
  /** Work cannot begin before the parts are there and the customer has answered; null: nothing is waited for. */
  partsAt: epochMs.nullable(),
  approvalAt: epochMs.nullable(),
})
/** Where and when a booking is worked on a further time. */
export const timeFields = appointmentFields.pick({ startAt: true, endAt: true, bayId: true, technicianId: true })
/** A block without a job. */
export const blockFields = appointmentFields
  .pick({ locationId: true, startAt: true, endAt: true, note: true })
  .extend({ bayId: id('bay').nullable(), technicianId: id('employee').nullable(), purpose: z.enum(PURPOSES) })

/** A row of the schedule: a booking, a further time of one (`partOfId`), or a block without a job (`purpose`). */
export const appointment = appointmentFields.extend({
  id: id('appointment'),
  state: z.enum(APPOINTMENT_STATES),
  cancelledReason: line(200),
  customerId: id('customer').nullable(),
  bayId: id('bay').nullable(),
  technicianId: id('employee').nullable(),
  purpose: z.enum(PURPOSES).nullable(),
  /** The booking that this is a further time of. */
  partOfId: id('appointment').nullable(),
})
export type Appointment = z.infer<typeof appointment>

/** A row with the names that a calendar shows; a name is empty where there is nobody. */
export const appointmentView = appointment.extend({
  /** Times of the booking, this one included; 1 for most. */
  times: z.number().int(),
  customerName: z.string(),
  customerPhone: z.string(),
  /** Year, make and model in one line; null without a vehicle. */
  vehicleLabel: z.string().nullable(),
  plate: z.string().nullable(),
  bayName: z.string(),
  technicianName: z.string(),
  bookingTypeName: z.string().nullable(),
})
export type AppointmentView = z.infer<typeof appointmentView>

/** A booking, which names everybody, as against a block without a job. */
export type Booked<Of extends Appointment = Appointment> = Of & {
  readonly customerId: Id<'customer'>
  readonly bayId: Id<'bay'>
  readonly technicianId: Id<'employee'>
  readonly purpose: null
}
export const isBooked = <Of extends Appointment>(one: Of): one is Booked<Of> => one.purpose === null
/** The booking that a row belongs to: itself, or the one that it is a further time of. */
export const bookingOf = ({ id, partOfId }: Pick<Appointment, 'id' | 'partOfId'>): Id<'appointment'> => partOfId ?? id

/** Why this bay and technician: `equipped` and `skilled` with what is needed, `spares` those who can do more and stay free for it. */
export const slotWhy = z.object({ code: z.enum(['equipped', 'skilled', 'spares']), name: z.string(), what: z.string() })
export type SlotWhy = z.infer<typeof slotWhy>

export const slot = z.object({
  startAt: epochMs,
  endAt: epochMs,
  bayId: id('bay'),
  bayName: z.string(),
  technicianId: id('employee'),
  technicianName: z.string(),
  why: z.array(slotWhy),
})
export type Slot = z.infer<typeof slot>

/** Why a slot is not earlier, or why there is none, in order of time; `name` is what is concerned (a bay, a technician, a skill), or empty when `count` are. */
export const slotReason = z.object({
  code: z.enum([
    'closed',
    'holiday',
    'typeHours',
    'tooLong',
    'waitsForParts',
    'waitsForApproval',
    'noBay',
    'noEquipment',
    'noTechnician',
    'noSkill',
    'bayTaken',
    'bayDown',
    'bayHours',
    'technicianTaken',
    'absent',
    'offHours',
  ]),
  name: z.string(),
  count: z.number().int(),
  appointmentId: id('appointment').nullable(),
  fromAt: z.number().int(),
  untilAt: z.number().int(),
})
export type SlotReason = z.infer<typeof slotReason>

/** One bay on one day: minutes that can be booked, and that are. Booked may exceed open: hours are people's to agree on. */
export const bayLoad = z.object({
  on: z.string(),
  bayId: id('bay'),
  bayName: z.string(),
  openMinutes: z.number().int(),
  bookedMinutes: z.number().int(),
})
export type BayLoad = z.infer<typeof bayLoad>
