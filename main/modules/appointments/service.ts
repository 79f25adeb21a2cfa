import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { err, type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { addDays, atLocal, localDate } from '#shared/kernel/time.ts'
import { type appointmentsContract, appointmentsFails } from '#shared/modules/appointments/contract.ts'
import { type Appointment, type AppointmentView, LIVE_STATES } from '#shared/modules/appointments/model.ts'
import * as rules from '#shared/modules/appointments/rules.ts'
import * as bays from '../bays/service.ts'
import * as customers from '../customers/service.ts'
import * as staff from '../staff/service.ts'
import * as sync from '../sync/service.ts'
import * as vehicles from '../vehicles/service.ts'
import * as workspace from '../workspace/service.ts'
import * as store from './store.ts'
import { typesOf } from './service/types.ts'
import { appointment } from './tables.ts'

export * from './service/slots.ts'
export * from './service/types.ts'

type C = typeof appointmentsContract
type Known = NonNullable<ReturnType<typeof store.findAppointment>>
type Step = Failure<'appointments.unknownAppointment' | 'appointments.wrongState'>
type Taken = Failure<'appointments.bayTaken' | 'appointments.technicianTaken'>

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

export function create(ctx: WriteCtx, { confirmed, ...fields }: In<C, 'create'>): Out<C, 'create'> {
  const booked: Appointment = {
    id: ctx.newId<'appointment'>(),
    vehicleId: null,
    concern: '',
    note: '',
    bookingTypeId: null,
    partsAt: null,
    approvalAt: null,
    ...fields,
    state: confirmed ? 'confirmed' : 'pending',
    cancelledReason: '',
  }
  const valid = check(ctx.db, booked)
  if (!valid.ok) return valid
  const free = rules.checkFree(booked, store.meeting(ctx.db, booked))
  if (!free.ok) return free
  const saved = save(() => ctx.db.insert(appointment, booked))
  return saved.ok ? ok(viewOf(ctx.db, booked.id)) : saved
}

export function update(ctx: WriteCtx, { appointmentId, ...patch }: In<C, 'update'>): Out<C, 'update'> {
  const known = store.findAppointment(ctx.db, appointmentId)
  if (!known) return appointmentsFails.unknownAppointment({ appointmentId })
  const next = rules.step(known, 'edit')
  if (!next.ok) return next
  const valid = check(ctx.db, { ...known, ...patch }, known)
  return valid.ok ? put(ctx, known, { ...patch, state: next.value }) : valid
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
  const next = rules.nextToCall(ofDay.filter(({ id }) => !except.includes(id)))
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
  const next = known && rules.step(known, event)
  // Only a live booking may settle here: it holds its slot already. What another device put into it, too, is the centre's to decide, and no reason to refuse the work.
  if (next?.ok && LIVE_STATES.some((state) => state === known?.state)) save(() => ctx.db.update(appointment, appointmentId, { state: next.value }))
}

/** A step after which the booking holds its slot: it must fit. */
function enter(ctx: WriteCtx, appointmentId: Id<'appointment'>, event: 'confirm' | 'arrive'): Result<AppointmentView, Step | Taken> {
  const known = store.findAppointment(ctx.db, appointmentId)
  if (!known) return appointmentsFails.unknownAppointment({ appointmentId })
  const next = rules.step(known, event)
  return next.ok ? put(ctx, known, { state: next.value }) : next
}

/** Writes a booking that holds its slot from here on, if the slot is free. */
function put(ctx: WriteCtx, known: Known, patch: Partial<Appointment>): Result<AppointmentView, Taken> {
  const after = { ...known, ...patch }
  const free = rules.checkFree(after, store.meeting(ctx.db, after))
  if (!free.ok) return free
  const saved = save(() => ctx.db.update(appointment, known.id, patch))
  if (!saved.ok) return saved
  settleClash(ctx, known)
  return ok(viewOf(ctx.db, known.id))
}

/** Whatever a person does with a booking that lost its slot decides the clash. */
function settleClash(ctx: WriteCtx, known: Known): void {
  if (known.state === 'clash') sync.settleClash(ctx, 'appointment', known.id)
}

/** A change after which the booking holds no slot. */
function leave(ctx: WriteCtx, appointmentId: Id<'appointment'>, event: 'cancel' | 'noShow', patch: Partial<Appointment> = {}): Result<AppointmentView, Step> {
  const known = store.findAppointment(ctx.db, appointmentId)
  if (!known) return appointmentsFails.unknownAppointment({ appointmentId })
  const next = rules.step(known, event)
  if (!next.ok) return next
  ctx.db.update(appointment, appointmentId, { ...patch, state: next.value })
  settleClash(ctx, known)
  return ok(viewOf(ctx.db, appointmentId))
}

/** Times, and references that are new. */
function check(db: ReadDb, booked: Appointment, before?: Known): Result<null, Failure<'appointments.unknownReference' | 'appointments.wrongTimes'>> {
  const times = rules.checkTimes(booked)
  if (!times.ok) return times
  const field = deadReference(db, booked, before)
  return field === null ? ok(null) : appointmentsFails.unknownReference({ field })
}

/** The first field whose id leads to nothing, or to something that takes no bookings. What was booked before may stay. */
function deadReference(db: ReadDb, booked: Appointment, before?: Known): keyof Appointment | null {
  const isNew = (field: 'customerId' | 'vehicleId' | 'bayId' | 'technicianId' | 'bookingTypeId') => booked[field] !== before?.[field]
  if (!before && !workspace.findLocation(db, booked.locationId)) return 'locationId'
  if (isNew('customerId') && customers.findCustomer(db, booked.customerId)?.deleted !== false) return 'customerId'
  if (isNew('vehicleId') && booked.vehicleId !== null && vehicles.findVehicle(db, booked.vehicleId)?.deleted !== false) return 'vehicleId'
  if (isNew('bayId') && bays.findBay(db, booked.bayId)?.locationId !== booked.locationId) return 'bayId'
  if (isNew('technicianId') && !staff.isTechnicianOn(db, booked.technicianId, booked.startAt)) return 'technicianId'
  if (isNew('bookingTypeId') && booked.bookingTypeId !== null && !typesOf(db).some(({ id }) => id === booked.bookingTypeId)) return 'bookingTypeId'
  return null
}

/** The triggers have the last word; what they say is an answer, not a bug. */
function save(write: () => void): Result<null, Taken> {
  try {
    write()
    return ok(null)
  } catch (error) {
    const refusal = error instanceof Error ? rules.refusalOfDatabase(error.message) : null
    if (refusal) return err(refusal)
    throw error
  }
}

/** A booking with the names that people know it by. */
export const findView = (db: ReadDb, id: Id<'appointment'>): AppointmentView | undefined => store.findView(db, id)
/** A booking for other modules' deeds. */
export const findAppointment = (db: ReadDb, id: Id<'appointment'>): Appointment | undefined => store.findAppointment(db, id)
/** Live bookings of a bay that have not ended, by start: the first few. */
export const comingTo = (db: ReadDb, bayId: Id<'bay'>, now: number): AppointmentView[] => store.comingTo(db, bayId, now)
/** Live bookings of a technician that touch a span, by start. */
export const liveOf = (db: ReadDb, technicianId: Id<'employee'>, fromAt: number, toAt: number): AppointmentView[] =>
  store.liveOf(db, technicianId, fromAt, toAt)

function viewOf(db: ReadDb, id: Id<'appointment'>): AppointmentView {
  const view = store.findView(db, id)
  if (!view) throw new Error(`appointment ${id} was written and is not there`)
  return view
}
