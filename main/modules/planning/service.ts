import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import { addDays, atLocal, DAY_MS, localDate, MINUTE_MS } from '#shared/kernel/time.ts'
import { type AppointmentView, type Booked, isBooked, LIVE_STATES } from '#shared/modules/appointments/model.ts'
import type { Booking } from '#shared/modules/appointments/rules.ts'
import type { Capacity } from '#shared/modules/appointments/rules/days.ts'
import { misfitOf } from '#shared/modules/appointments/rules/reasons.ts'
import { type planningContract, planningFails } from '#shared/modules/planning/contract.ts'
import { type Cause, MAX_MOVES, PLAN_DAYS, type Planned, type Seat } from '#shared/modules/planning/model.ts'
import { type Grown, grow, grownEnd } from '#shared/modules/planning/rules/grow.ts'
import { type Mover, replan } from '#shared/modules/planning/rules/replan.ts'
import * as appointments from '../appointments/service.ts'
import * as workOrders from '../work-orders/service.ts'
import * as store from './store.ts'

type C = typeof planningContract

/** Any number does; it is what makes two devices with the same bookings propose the same plan. */
const SEED = 1

export function pending(ctx: ReadCtx, { locationId }: In<C, 'pending'>): Out<C, 'pending'> {
  const capacity = appointments.capacityFrom(ctx.db, locationId, ctx.now)
  if (!capacity) return planningFails.unknownLocation({ locationId })
  const all = misplaced(ctx, locationId, capacity)
  return ok({ count: all.length + outgrown(ctx, store.laborOfBookings(ctx.db, locationId), all).length })
}

export function growth(ctx: ReadCtx, { appointmentId }: In<C, 'growth'>): Out<C, 'growth'> {
  const locationId = appointments.findAppointment(ctx.db, appointmentId)?.locationId
  const grown = outgrown(ctx, store.laborOfBooking(ctx.db, appointmentId), [])
  const capacity = locationId && grown.length > 0 ? appointments.capacityFrom(ctx.db, locationId, ctx.now) : undefined
  if (!capacity) return ok(null)
  const [one] = grow(capacity, grown, (other) => mayPush(ctx, other)).growths
  const names = (one?.pushes ?? []).map(({ id }) => appointments.findView(ctx.db, id)?.customerName ?? '')
  return ok({ endAt: one?.endAt ?? null, pushes: names })
}

export function proposal(ctx: ReadCtx, { locationId }: In<C, 'proposal'>): Out<C, 'proposal'> {
  const known = appointments.capacityFrom(ctx.db, locationId, ctx.now)
  if (!known) return planningFails.unknownLocation({ locationId })
  const all = misplaced(ctx, locationId, known)
  const { growths, stuck, capacity } = grow(known, outgrown(ctx, store.laborOfBookings(ctx.db, locationId), all), (other) => mayPush(ctx, other))
  const pushed = growths.flatMap(({ pushes }) => pushes).filter(({ id }) => !all.some(({ booking }) => booking.id === id))
  const movers = [
    ...all.slice(0, MAX_MOVES),
    ...pushed.map((booking) => ({ booking, cause: 'pushed' as const })),
    ...(all.some(({ cause }) => cause === 'held') ? waiting(ctx, capacity, all) : []),
  ]
    .slice(0, MAX_MOVES)
    .map(({ booking, cause }) => moverOf(ctx, capacity, booking, cause))
  const moves = replan(capacity, movers, SEED).flatMap(({ mover, slot, whyNotEarlier }): Planned[] => {
    const view = appointments.findView(ctx.db, mover.booking.id)
    if (!view || !isBooked(view) || (mover.cause === 'pulled' && !slot)) return []
    const { why = [], ...after } = slot ?? {}
    return [
      {
        ...plannedOf(view, mover.cause),
        after: slot ? { ...(after as Omit<typeof slot, 'why'>) } : null, // the slot without its reasons
        why,
        whyNotEarlier: [...whyNotEarlier],
      },
    ]
  })
  const ends = [...growths, ...stuck.map((one) => ({ ...one, pushes: null }))].flatMap(({ booking, endAt, pushes }): Planned[] => {
    const view = appointments.findView(ctx.db, booking.id)
    if (!view || !isBooked(view)) return []
    const plan = plannedOf(view, 'grown')
    if (pushes === null) return [plan]
    const hasRoom = pushes.every(({ id }) => moves.some(({ appointmentId, after }) => appointmentId === id && after !== null))
    const names = moves.filter(({ appointmentId }) => pushes.some(({ id }) => id === appointmentId)).map(({ customerName }) => customerName)
    return [{ ...plan, after: hasRoom ? { ...plan.before, endAt } : null, pushes: names }]
  })
  return ok({ moves: [...moves, ...ends].slice(0, MAX_MOVES), isAll: all.length + pushed.length + ends.length <= MAX_MOVES })
}

/** A booking as it stands, for a plan. */
const plannedOf = (view: Booked<AppointmentView>, cause: Cause): Planned => {
  const { id: appointmentId, customerName, vehicleLabel, state, startAt, endAt, bayId, technicianId, bayName, technicianName } = view
  const before = { startAt, endAt, bayId, technicianId, bayName, technicianName }
  return { appointmentId, customerName, vehicleLabel, state, cause, before, after: null, why: [], whyNotEarlier: [], pushes: [] }
}

export function apply(ctx: WriteCtx, { moves }: In<C, 'apply'>): Out<C, 'apply'> {
  for (const { appointmentId, before, after } of moves) {
    const known = appointments.findView(ctx.db, appointmentId)
    if (known && !(isBooked(known) && isSame(known, before))) return planningFails.changed({ appointmentId, customerName: known.customerName })
    const moved = appointments.update(ctx, { appointmentId, ...after })
    if (!moved.ok) return moved
    const order = store.orderOf(ctx.db, appointmentId)
    if (order?.state !== 'open') continue
    // As far as it stood where the booking did: what was given to somebody else since stays with him.
    const followed = workOrders.update(ctx, {
      workOrderId: order.id,
      ...(order.bayId === before.bayId && { bayId: after.bayId }),
      ...(order.technicianId === before.technicianId && { technicianId: after.technicianId }),
    })
    if (!followed.ok) throw new Error(`the order of a booking that was moved cannot follow it: ${followed.error.code}`)
  }
  return ok({ moved: moves.length })
}

const isSame = (a: Seat, b: Seat) => a.startAt === b.startAt && a.endAt === b.endAt && a.bayId === b.bayId && a.technicianId === b.technicianId

/** Bookings of the location that cannot stay where they are, soonest first. What is in work now stays: it is in people's hands. */
function misplaced(ctx: ReadCtx, locationId: Id<'location'>, capacity: Capacity): { booking: Booking; cause: Cause }[] {
  const ofLocation = liveOf(ctx.db, locationId, capacity, ctx.now, ctx.now + PLAN_DAYS * DAY_MS)
  const held = new Set(store.heldBookings(ctx.db, locationId))
  return ofLocation
    .flatMap((booking): { booking: Booking; cause: Cause }[] => {
      if (held.has(booking.id)) return [{ booking, cause: 'held' }]
      const cause = booking.startAt > ctx.now ? misfitOf(capacity, booking) : null
      return cause === null || !isJob(ctx.db, booking) ? [] : [{ booking, cause }]
    })
    .sort((a, b) => a.booking.startAt - b.booking.startAt || (a.booking.id < b.booking.id ? -1 : 1))
}

/** Bookings under way or to come whose jobs need more time than all their times give; those that move anyway are left out. */
function outgrown(ctx: ReadCtx, labor: ReturnType<typeof store.laborOfBookings>, misplacedOnes: readonly { booking: Booking }[]): Grown[] {
  return labor.flatMap(({ appointmentId, minutes }): Grown[] => {
    const times = appointments.timesOfBooking(ctx.db, appointmentId).filter(({ state }) => LIVE_STATES.some((live) => live === state))
    const last = times.at(-1)
    if (!last || last.endAt <= ctx.now || misplacedOnes.some(({ booking }) => times.some(({ id }) => id === booking.id))) return []
    const booked = times.reduce((sum, { startAt, endAt }) => sum + endAt - startAt, 0) / MINUTE_MS
    const endAt = grownEnd(last, minutes, booked)
    return endAt === null ? [] : [{ booking: last, endAt }]
  })
}

/** Only work that has not begun makes room, and no block without a job. */
const mayPush = (ctx: ReadCtx, booking: Booking): boolean => booking.startAt > ctx.now && isJob(ctx.db, booking)
const isJob = (db: ReadDb, { id }: Booking): boolean => appointments.findAppointment(db, id)?.purpose === null

/** Today's bookings whose cars are here and that could begin sooner. */
function waiting(ctx: ReadCtx, capacity: Capacity, misplacedOnes: readonly { booking: Booking }[]): { booking: Booking; cause: Cause }[] {
  const today = localDate(ctx.now, capacity.zone)
  return capacity
    .live(ctx.now, atLocal(addDays(today, 1), 0, capacity.zone))
    .filter(
      ({ id, startAt }) =>
        startAt > ctx.now && !misplacedOnes.some(({ booking }) => booking.id === id) && isHere(appointments.findAppointment(ctx.db, id)?.state),
    )
    .map((booking) => ({ booking, cause: 'pulled' as const }))
}

const isHere = (state: string | undefined) => state === 'arrived' || state === 'called'

/** Live bookings in bays of the location. A bay that was removed is found by the booking's own location. */
function liveOf(db: ReadDb, locationId: Id<'location'>, capacity: Capacity, fromAt: number, toAt: number): Booking[] {
  const here = new Set<string>(capacity.bays.map(({ id }) => id))
  return capacity
    .live(fromAt, toAt)
    .filter(({ id, bayId }) => (bayId !== null && here.has(bayId)) || appointments.findAppointment(db, id)?.locationId === locationId)
}

/** From when on a booking may stand: not before it was agreed; a held one from the next day on, one whose car is here at once. */
function moverOf(ctx: ReadCtx, capacity: Capacity, booking: Booking, cause: Cause): Mover {
  const known = appointments.findAppointment(ctx.db, booking.id)
  if (!known) throw new Error(`booking ${booking.id} is live and is not there`)
  const tomorrow = atLocal(addDays(localDate(ctx.now, capacity.zone), 1), 0, capacity.zone)
  const fromAt = cause === 'pulled' ? ctx.now : Math.max(booking.startAt, cause === 'held' ? tomorrow : ctx.now)
  return { booking, cause, wanted: appointments.wantedFor(ctx.db, known, fromAt) }
}
