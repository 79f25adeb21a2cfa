import type { WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { err, type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { appointmentsFails } from '#shared/modules/appointments/contract.ts'
import type { Appointment, AppointmentView } from '#shared/modules/appointments/model.ts'
import * as rules from '#shared/modules/appointments/rules.ts'
import * as staff from '../../staff/service.ts'
import * as sync from '../../sync/service.ts'
import * as store from '../store.ts'
import { appointment } from '../tables.ts'
import { typesOf } from './types.ts'

export type Taken = Failure<'appointments.bayTaken' | 'appointments.technicianTaken'>
type Unfit = Failure<'appointments.unknownReference' | 'appointments.wrongTimes'>

/** What a row has that was made plain. */
export const PLAIN = {
  customerId: null,
  vehicleId: null,
  bayId: null,
  technicianId: null,
  concern: '',
  note: '',
  bookingTypeId: null,
  partsAt: null,
  approvalAt: null,
  cancelledReason: '',
  purpose: null,
  partOfId: null,
} as const

/** Writes a new row of the schedule if its slot is free. */
export function add(ctx: WriteCtx, booked: Appointment): Result<AppointmentView, Unfit | Taken> {
  const valid = check(ctx.db, booked)
  if (!valid.ok) return valid
  const saved = save(() => ctx.db.insert(appointment, booked))
  return saved.ok ? ok(viewOf(ctx.db, booked.id)) : inTheWay(ctx.db, booked, saved)
}

/** Changes where, when or for whom a row stands. */
export function change(ctx: WriteCtx, known: Appointment, patch: Partial<Appointment>): Result<AppointmentView, Unfit | Taken> {
  const valid = check(ctx.db, { ...known, ...patch }, known)
  return valid.ok ? put(ctx, known, patch) : valid
}

/** Writes a row that holds its slot from here on, if the slot is free. */
export function put(ctx: WriteCtx, known: Appointment, patch: Partial<Appointment>): Result<AppointmentView, Taken> {
  const saved = save(() => ctx.db.update(appointment, known.id, patch))
  if (!saved.ok) return inTheWay(ctx.db, { ...known, ...patch }, saved)
  settleClash(ctx, known)
  return ok(viewOf(ctx.db, known.id))
}

/** Whatever a person does with a booking that lost its slot decides the clash. */
export function settleClash(ctx: WriteCtx, known: Pick<Appointment, 'id' | 'state'>): void {
  if (known.state === 'clash') sync.settleClash(ctx, 'appointment', known.id)
}

/** Times, and references that are new. */
function check(db: ReadDb, booked: Appointment, before?: Appointment): Result<null, Unfit> {
  const times = rules.checkTimes(booked)
  if (!times.ok) return times
  const field = deadReference(db, booked, before)
  return field === null ? ok(null) : appointmentsFails.unknownReference({ field })
}

/** The first field whose id leads to nothing, or to something that takes no bookings. What was booked before may stay. */
function deadReference(db: ReadDb, booked: Appointment, before?: Appointment): keyof Appointment | null {
  const isFresh = (key: keyof Appointment) => booked[key] !== null && booked[key] !== before?.[key]
  const found = store.referencesOf(db, booked)
  const dead = (['locationId', 'customerId', 'vehicleId', 'bayId'] as const).find((key) => isFresh(key) && !found?.[key])
  if (dead) return dead
  const { technicianId, bookingTypeId, startAt } = booked
  if (technicianId !== null && (isFresh('technicianId') || isFresh('startAt')) && !staff.isTechnicianOn(db, technicianId, startAt)) return 'technicianId'
  return isFresh('bookingTypeId') && !typesOf(db).some(({ id }) => id === bookingTypeId) ? 'bookingTypeId' : null
}

/** What the triggers refused, with what is in the way: a slot is free nearly always, so it is looked for only then. */
function inTheWay(db: ReadDb, wanted: Appointment, refused: Result<never, Taken>): Result<never, Taken> {
  const free = rules.checkFree(wanted, store.meeting(db, wanted))
  return free.ok ? refused : free
}

/** The triggers decide; what they say is an answer, not a bug. */
export function save(write: () => void): Result<null, Taken> {
  try {
    write()
    return ok(null)
  } catch (error) {
    const refusal = error instanceof Error ? rules.refusalOfDatabase(error.message) : null
    if (refusal) return err(refusal)
    throw error
  }
}

export function viewOf(db: ReadDb, id: Id<'appointment'>): AppointmentView {
  const view = store.findView(db, id)
  if (!view) throw new Error(`appointment ${id} was written and is not there`)
  return view
}
