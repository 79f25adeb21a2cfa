import { z } from 'zod'
import { id } from '../../kernel/ids.ts'
import { epochMs } from '../../kernel/time.ts'
import { APPOINTMENT_STATES, slotReason, slotWhy } from '../appointments/model.ts'

/*
 * PLAN-1: a plan puts no two bookings into one bay or to one technician at once; its moves hold one after the other (rule, appointments' triggers).
 * PLAN-2: a plan is applied as a whole or not at all, and only to bookings that stand where it found them (service).
 */

/**
 * Why a booking must move: its bay is out of service or gone, its technician away or gone, the shop closed on that day, its job on
 * hold out of the bay. `pulled` must not: its car is here already, and what a held job gave back lets it begin sooner. `grown` stays
 * and ends later, as its job needs more time than is booked; `pushed` makes room for it.
 */
export const CAUSES = ['bayDown', 'bayGone', 'absent', 'technicianGone', 'holiday', 'held', 'pulled', 'pushed', 'grown'] as const
export type Cause = (typeof CAUSES)[number]

/** How far ahead bookings are looked at, and how many are planned at once: the soonest ones. */
export const PLAN_DAYS = 30
export const MAX_MOVES = 40

export const seat = z.object({ startAt: epochMs, endAt: epochMs, bayId: id('bay'), technicianId: id('employee') })
export type Seat = z.infer<typeof seat>
const namedSeat = seat.extend({ bayName: z.string(), technicianName: z.string() })

/** A booking that ends later, as its job needs more time: when, and which customers' bookings make room for it first; null where something cannot. */
export const growth = z.object({ endAt: z.number().int().nullable(), pushes: z.array(z.string()) })

/** One booking of a plan, before and after. `after` is null when no slot was found. */
export const planned = z.object({
  appointmentId: id('appointment'),
  customerName: z.string(),
  vehicleLabel: z.string().nullable(),
  state: z.enum(APPOINTMENT_STATES),
  cause: z.enum(CAUSES),
  before: namedSeat,
  after: namedSeat.nullable(),
  why: z.array(slotWhy),
  whyNotEarlier: z.array(slotReason),
  /** Customers whose bookings make room for this one as it grows. */
  pushes: z.array(z.string()),
})
export type Planned = z.infer<typeof planned>
