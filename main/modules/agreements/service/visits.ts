import type { ReadCtx, WriteCtx } from '#main/platform/context.ts'
import { idOf } from '#main/platform/clock.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { addDays, atLocal, localDate, MINUTE_MS } from '#shared/kernel/time.ts'
import type { Slot } from '#shared/modules/appointments/model.ts'
import { type Agreement, MAX_VISITS_AT_ONCE, type VisitFacts } from '#shared/modules/agreements/model.ts'
import * as rules from '#shared/modules/agreements/rules.ts'
import { occurrences } from '#shared/modules/agreements/rules/occurrences.ts'
import * as appointments from '../../appointments/service.ts'
import * as customers from '../../customers/service.ts'
import * as vehicles from '../../vehicles/service.ts'
import * as workspace from '../../workspace/service.ts'
import * as store from '../store.ts'
import { agreementVisit } from '../tables.ts'

type Visit = Pick<VisitFacts, 'id' | 'vehicleId' | 'occurrenceOn' | 'dueAt' | 'round'>

/** Holds AGR-1. */
const visitId = (agreementId: Id<'agreement'>, vehicleId: Id<'vehicle'>, on: string): Id<'agreementVisit'> =>
  idOf(Date.parse(on), 'agreementVisit', agreementId, vehicleId, on)

/**
 * Makes the visits of an active agreement that are due from today until its lead is over, each once however often and wherever it
 * runs, and looks again for slots for those that found none. What a change of the agreement took back comes again where its day is
 * still one of the rule. Answers how many were booked and how many wait for a person.
 */
export function makeVisits(ctx: WriteCtx, agreement: Agreement): { booked: number; unplaced: number } {
  const made = { booked: 0, unplaced: 0 }
  if (agreement.state !== 'active') return made
  const { zone } = workspace.theCompany(ctx.db)
  const today = localDate(ctx.now, zone)
  const days = occurrences(agreement.rule, agreement.startOn, today, addDays(today, agreement.leadDays + 1))
  const isServed = customers.findCustomer(ctx.db, agreement.customerId)?.deleted === false
  const present = (isServed ? agreement.vehicleIds : []).filter((id) => vehicles.findVehicle(ctx.db, id)?.deleted === false)
  for (const on of days) {
    for (const vehicleId of present) {
      const id = visitId(agreement.id, vehicleId, on)
      const known = store.findVisit(ctx.db, id)
      if (known ? known.state !== 'withdrawn' && known.state !== 'unplaced' : hasBegun(ctx.db, agreement, vehicleId, on)) continue
      if (made.booked + made.unplaced >= MAX_VISITS_AT_ONCE) return made
      const dueAt = known?.state === 'unplaced' ? known.dueAt : atLocal(on, agreement.startMinutes, zone)
      const visit = { id, vehicleId, occurrenceOn: on, dueAt, round: (known?.round ?? 0) + (known?.state === 'withdrawn' ? 1 : 0) }
      const booked = bookVisit(ctx, agreement, visit)
      if (known) ctx.db.update(agreementVisit, id, { dueAt, round: visit.round, ...booked })
      else ctx.db.insert(agreementVisit, { ...visit, agreementId: agreement.id, locationId: agreement.locationId, ...booked })
      made[booked.state]++
    }
  }
  return made
}

/** True where a series that this one goes on with has a visit of that vehicle and day still: it had begun when the series was changed. */
function hasBegun(db: ReadDb, { continuesId }: Agreement, vehicleId: Id<'vehicle'>, on: string): boolean {
  const before = continuesId && store.findAgreement(db, continuesId)
  if (!before) return false
  return store.findVisit(db, visitId(before.id, vehicleId, on))?.state === 'booked' || hasBegun(db, before, vehicleId, on)
}

/** Books a visit into the slot nearest to when it is due; unplaced where none is free. Holds AGR-2. */
export function bookVisit(ctx: WriteCtx, agreement: Agreement, visit: Visit): { state: 'booked' | 'unplaced'; appointmentId: Id<'appointment'> | null } {
  const appointmentId = idOf<'appointment'>(Date.parse(visit.occurrenceOn), 'appointment', visit.id, String(visit.round))
  // Another device has booked it, and its visit has not come yet.
  if (appointments.findAppointment(ctx.db, appointmentId)) return { state: 'booked', appointmentId }
  const slot = findSlot(ctx, agreement, visit.dueAt)
  const booked =
    slot &&
    appointments.book(ctx, appointmentId, {
      locationId: agreement.locationId,
      customerId: agreement.customerId,
      vehicleId: visit.vehicleId,
      bayId: slot.bayId,
      technicianId: slot.technicianId,
      startAt: slot.startAt,
      endAt: slot.endAt,
      concern: concernOf(ctx, agreement),
      note: [agreement.number, agreement.terms].filter(Boolean).join(' · '),
      bookingTypeId: agreement.bookingTypeId,
      confirmed: false,
    })
  return booked?.ok ? { state: 'booked', appointmentId } : { state: 'unplaced', appointmentId: null }
}

const concernOf = (ctx: ReadCtx, { title, cannedJobIds }: Agreement): string =>
  [title, ...cannedJobIds.flatMap((id) => store.findCanned(ctx.db, id)?.name ?? [])].join('\n').slice(0, 2000)

/** The free slot nearest to an instant, as the agreement needs it; `movingId` is a booking that is to give up its own. */
export function findSlot(ctx: ReadCtx, agreement: Agreement, dueAt: number, movingId?: Id<'appointment'>): Slot | null {
  const { locationId, minutes, bayId, technicianId, bookingTypeId } = agreement
  const { zone } = workspace.theCompany(ctx.db)
  const search = (fromAt: number): Slot | null => {
    const found = appointments.firstFreeSlot(ctx, {
      locationId,
      minutes,
      fromAt,
      skillIds: [],
      equipmentIds: [],
      ...(bayId !== null && { bayId }),
      ...(technicianId !== null && { technicianId }),
      ...(bookingTypeId !== null && { bookingTypeId }),
      ...(movingId !== undefined && { movingId }),
    })
    return found.ok ? found.value.slot : null // a bay, a technician or a kind of booking that is gone: a person decides
  }
  const earliestAt = Math.ceil(ctx.now / MINUTE_MS) * MINUTE_MS
  return rules.nearestSlot(search, dueAt, earliestAt, atLocal(localDate(dueAt, zone), 0, zone))
}

/** Takes back what the rule gives from a day on, as far as nobody has come yet. Holds AGR-4. */
export const withdrawFrom = (ctx: WriteCtx, agreement: Agreement, fromOn: string): void =>
  withdraw(ctx, agreement, ({ occurrenceOn }) => occurrenceOn >= fromOn)

/** Takes back all that is still to come, also what the rule gave on a day before: it was put off, or found its slot later. Holds AGR-4. */
export function withdrawAll(ctx: WriteCtx, agreement: Agreement): void {
  const { zone } = workspace.theCompany(ctx.db)
  const todayAt = atLocal(localDate(ctx.now, zone), 0, zone)
  withdraw(ctx, agreement, ({ state, dueAt, appointmentId }) => {
    const booked = appointmentId && appointments.findAppointment(ctx.db, appointmentId)
    return state === 'unplaced' || Math.max(dueAt, booked ? booked.startAt : 0) >= todayAt // bookings of days past are history
  })
}

function withdraw(ctx: WriteCtx, agreement: Agreement, isMeant: (visit: VisitFacts) => boolean): void {
  for (const visit of store.visitsFrom(ctx.db, agreement.id, 0)) {
    if ((visit.state !== 'booked' && visit.state !== 'unplaced') || !isMeant(visit)) continue
    if (!freeBooking(ctx, agreement, visit)) continue
    ctx.db.update(agreementVisit, visit.id, { state: 'withdrawn', appointmentId: null })
  }
}

/** Cancels the booking of a visit. False where it has begun or is over: then it stays. */
export function freeBooking(ctx: WriteCtx, { number, title }: Agreement, { appointmentId }: Pick<VisitFacts, 'appointmentId'>): boolean {
  const booked = appointmentId && appointments.findAppointment(ctx.db, appointmentId)
  if (!booked || rules.isLost(booked)) return true
  if (!rules.isUntouched(booked)) return false
  const cancelled = appointments.cancel(ctx, { appointmentId: booked.id, reason: `${number}: ${title}` })
  if (!cancelled.ok) throw new Error(`a booking that has not begun cannot be cancelled: ${cancelled.error.code}`)
  return true
}
