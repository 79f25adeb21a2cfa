import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { addDays, atLocal, localDate } from '#shared/kernel/time.ts'
import { type appointmentsContract, appointmentsFails } from '#shared/modules/appointments/contract.ts'
import { type Appointment, type AppointmentView, type Booked, bookingOf, isBooked, LIVE_STATES } from '#shared/modules/appointments/model.ts'
import * as rules from '#shared/modules/appointments/rules.ts'
import * as workspace from '../workspace/service.ts'
import * as store from './store.ts'
import { add, change, PLAIN, put, save, settleClash, type Taken, viewOf } from './service/place.ts'
import { appointment } from './tables.ts'

export * from './service/blocks.ts'
export * from './service/slots.ts'
export * from './service/types.ts'

type C = typeof appointmentsContract
type Step = Failure<'appointments.unknownAppointment' | 'appointments.wrongState'>

export function range(ctx: ReadCtx, { locationId, fromAt, toAt }: In<C, 'range'>): Out<C, 'range'> {
  return ok(store.range(ctx.db, locationId, fromAt, toAt))
}

export function list(ctx: ReadCtx, { sort, after, limit, ...filters }: In<C, 'list'>): Out<C, 'list'> {
  return ok(store.appointments(ctx.db, { filters, sort, after, limit }))
}

export function get(ctx: ReadCtx, { appointmentId }: In<C, 'get'>): Out<C, 'get'> {
  const known = store.findView(ctx.db, appointmentId)
  return known ? ok(known) : appointmentsFails.unknownAppointment({ appointmentId })
}

export function create(ctx: WriteCtx, fields: In<C, 'create'>): Out<C, 'create'> {
  return book(ctx, ctx.newId<'appointment'>(), fields)
}

/** A booking under an id that its maker knows already: one that several devices make, each on its own account. */
export function book(ctx: WriteCtx, id: Id<'appointment'>, { confirmed, ...fields }: In<C, 'create'>): Out<C, 'create'> {
  return add(ctx, { ...PLAIN, ...fields, id, state: confirmed ? 'confirmed' : 'pending' })
}

/** What is said of the customer and the work holds for every time of the booking; where and when, for this one. */
export function update(ctx: WriteCtx, { appointmentId, ...patch }: In<C, 'update'>): Out<C, 'update'> {
  const known = store.findAppointment(ctx.db, appointmentId)
  if (!known) return appointmentsFails.unknownAppointment({ appointmentId })
  if (!isBooked(known)) return appointmentsFails.notABooking({ appointmentId })
  const next = rules.step(known, 'edit')
  if (!next.ok) return next
  const changed = change(ctx, known, { ...patch, state: next.value })
  if (!changed.ok) return changed
  const { startAt: _startAt, endAt: _endAt, bayId: _bayId, technicianId: _technicianId, ...shared } = patch
  for (const other of timesOf(ctx.db, known).slice(1)) ctx.db.update(appointment, other.id, shared)
  return ok(viewOf(ctx.db, appointmentId))
}

export function confirm(ctx: WriteCtx, { appointmentId }: In<C, 'confirm'>): Out<C, 'confirm'> {
  return enter(ctx, appointmentId, 'confirm')
}

/** Also called when a work order is opened from the booking. */
export function arrive(ctx: WriteCtx, { appointmentId }: In<C, 'arrive'>): Out<C, 'arrive'> {
  return enter(ctx, appointmentId, 'arrive')
}

export function cancel(ctx: WriteCtx, { appointmentId, reason }: In<C, 'cancel'>): Out<C, 'cancel'> {
  return leave(ctx, appointmentId, 'cancel', { cancelledReason: reason })
}

export function noShow(ctx: WriteCtx, { appointmentId }: In<C, 'noShow'>): Out<C, 'noShow'> {
  return leave(ctx, appointmentId, 'noShow')
}

/**
 * Calls the next booking of a bay on the shop's present day; null when nobody waits or one is called already. `except` are
 * bookings whose cars are being worked on.
 */
export function callNext(ctx: WriteCtx, { bayId, except = [] }: { bayId: Id<'bay'>; except?: readonly Id<'appointment'>[] }): AppointmentView | null {
  const { zone } = workspace.theCompany(ctx.db)
  const today = localDate(ctx.now, zone)
  const ofDay = store.startingIn(ctx.db, bayId, atLocal(today, 0, zone), atLocal(addDays(today, 1), 0, zone))
  const next = rules.nextToCall(ofDay.filter((booked) => !except.includes(bookingOf(booked))))
  if (!next) return null
  // Another device's booking may stand in the same slot until the centre has decided: nobody is called then, and the bay is free all the same.
  return save(() => ctx.db.update(appointment, next.id, { state: 'called' })).ok ? viewOf(ctx.db, next.id) : null
}

/** The car is in work: the booking has arrived, whatever was clicked before. */
export function arriveFor(ctx: WriteCtx, { appointmentId }: { appointmentId: Id<'appointment'> }): void {
  settle(ctx, appointmentId, 'arrive')
}

/** The visit of a booking is over; a booking that was completed or cancelled by hand stays so. */
export function completeFor(ctx: WriteCtx, { appointmentId }: { appointmentId: Id<'appointment'> }): void {
  settle(ctx, appointmentId, 'complete')
}

function settle(ctx: WriteCtx, appointmentId: Id<'appointment'>, event: 'arrive' | 'complete'): void {
  const known = store.findAppointment(ctx.db, appointmentId)
  for (const one of known ? timesOf(ctx.db, known) : []) {
    const next = rules.step(one, event)
    // Only a live booking may settle here: it holds its slot already. What another device put into it, too, is the centre's to decide, and no reason to refuse the work.
    if (next.ok && LIVE_STATES.some((state) => state === one.state)) save(() => ctx.db.update(appointment, one.id, { state: next.value }))
  }
}

/** A step after which the booking holds its slots: they must be free. Its other times go along where they can. */
function enter(ctx: WriteCtx, appointmentId: Id<'appointment'>, event: 'confirm' | 'arrive'): Result<AppointmentView, Step | Taken> {
  return together(ctx, appointmentId, event, (one, state) => put(ctx, one, { state }))
}

/** A change after which the booking holds no slot. */
function leave(ctx: WriteCtx, appointmentId: Id<'appointment'>, event: 'cancel' | 'noShow', patch: Partial<Appointment> = {}): Result<AppointmentView, Step> {
  return together(ctx, appointmentId, event, (one, state) => {
    ctx.db.update(appointment, one.id, { ...patch, state })
    settleClash(ctx, one)
    return ok(null)
  })
}

/** Takes a step with every time of a booking; the one that is named must allow it. Holds APPT-7. */
function together<Fail extends Failure>(
  ctx: WriteCtx,
  appointmentId: Id<'appointment'>,
  event: Parameters<typeof rules.step>[1],
  write: (one: Appointment, state: Appointment['state']) => Result<unknown, Fail>,
): Result<AppointmentView, Step | Fail> {
  const known = store.findAppointment(ctx.db, appointmentId)
  if (!known) return appointmentsFails.unknownAppointment({ appointmentId })
  for (const one of timesOf(ctx.db, known)) {
    const next = rules.step(one, event)
    if (!next.ok) {
      if (one.id === appointmentId) return next
      continue
    }
    const written = write(one, next.value)
    if (!written.ok) return written
  }
  return ok(viewOf(ctx.db, appointmentId))
}

/** Every time of a row's booking, the row itself first. */
const timesOf = (db: ReadDb, known: Appointment): Appointment[] => [known, ...store.timesOf(db, bookingOf(known)).filter(({ id }) => id !== known.id)]

/** A booking with the names that people know it by. */
export const findView = (db: ReadDb, id: Id<'appointment'>): AppointmentView | undefined => store.findView(db, id)
/** A row of the schedule for other modules' deeds. */
export const findAppointment = (db: ReadDb, id: Id<'appointment'>): Appointment | undefined => store.findAppointment(db, id)
/** The booking that a row belongs to; undefined for a block without a job. */
export function findBooking(db: ReadDb, id: Id<'appointment'>): Booked | undefined {
  const named = store.findAppointment(db, id)
  const booked = named && store.findAppointment(db, bookingOf(named))
  return booked && isBooked(booked) ? booked : undefined
}
/** Every time of a booking, by start. */
export const timesOfBooking = (db: ReadDb, bookingId: Id<'appointment'>): AppointmentView[] => store.timesOf(db, bookingId)
/** Live bookings of a bay that have not ended, by start: the first few. */
export const comingTo = (db: ReadDb, bayId: Id<'bay'>, now: number): AppointmentView[] => store.comingTo(db, bayId, now)
/** Live bookings of a technician that touch a span, by start. */
export const liveOf = (db: ReadDb, technicianId: Id<'employee'>, fromAt: number, toAt: number): AppointmentView[] =>
  store.liveOf(db, technicianId, fromAt, toAt)
