import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import { addDays, atLocal, DAY_MS, localDate } from '#shared/kernel/time.ts'
import type { Booking } from '#shared/modules/appointments/rules.ts'
import type { Capacity } from '#shared/modules/appointments/rules/days.ts'
import { misfitOf } from '#shared/modules/appointments/rules/reasons.ts'
import { type planningContract, planningFails } from '#shared/modules/planning/contract.ts'
import { type Cause, MAX_MOVES, PLAN_DAYS, type Planned, type Seat } from '#shared/modules/planning/model.ts'
import { type Mover, replan } from '#shared/modules/planning/rules/replan.ts'
import * as appointments from '../appointments/service.ts'
import * as workOrders from '../work-orders/service.ts'
import * as store from './store.ts'

type C = typeof planningContract

/** Any number does; it is what makes two devices with the same bookings propose the same plan. */
const SEED = 1

export function pending(ctx: ReadCtx, { locationId }: In<C, 'pending'>): Out<C, 'pending'> {
  const capacity = appointments.capacityFrom(ctx.db, locationId, ctx.now)
  return capacity ? ok({ count: misplaced(ctx, locationId, capacity).length }) : planningFails.unknownLocation({ locationId })
}

export function proposal(ctx: ReadCtx, { locationId }: In<C, 'proposal'>): Out<C, 'proposal'> {
  const capacity = appointments.capacityFrom(ctx.db, locationId, ctx.now)
  if (!capacity) return planningFails.unknownLocation({ locationId })
  const all = misplaced(ctx, locationId, capacity)
  const movers = [...all.slice(0, MAX_MOVES), ...(all.some(({ cause }) => cause === 'held') ? waiting(ctx, capacity, all) : [])]
    .slice(0, MAX_MOVES)
    .map(({ booking, cause }) => moverOf(ctx, capacity, booking, cause))
  const moves = replan(capacity, movers, SEED).flatMap(({ mover, slot, whyNotEarlier }): Planned[] => {
    const view = appointments.findView(ctx.db, mover.booking.id)
    if (!view || (mover.cause === 'pulled' && !slot)) return []
    const { id: appointmentId, customerName, vehicleLabel, state, startAt, endAt, bayId, technicianId, bayName, technicianName } = view
    const { why = [], ...after } = slot ?? {}
    return [
      {
        appointmentId,
        customerName,
        vehicleLabel,
        state,
        cause: mover.cause,
        before: { startAt, endAt, bayId, technicianId, bayName, technicianName },
        after: slot ? { ...(after as Omit<typeof slot, 'why'>) } : null, // the slot without its reasons
        why,
        whyNotEarlier: [...whyNotEarlier],
      },
    ]
  })
  return ok({ moves, isAll: all.length <= MAX_MOVES })
}

export function apply(ctx: WriteCtx, { moves }: In<C, 'apply'>): Out<C, 'apply'> {
  for (const { appointmentId, before, after } of moves) {
    const known = appointments.findView(ctx.db, appointmentId)
    if (known && !isSame(known, before)) return planningFails.changed({ appointmentId, customerName: known.customerName })
    const moved = appointments.update(ctx, { appointmentId, ...after })
    if (!moved.ok) return moved
    const order = store.orderOf(ctx.db, appointmentId)
    if (order?.state !== 'open') continue
    const followed = workOrders.update(ctx, { workOrderId: order.id, bayId: after.bayId, technicianId: after.technicianId })
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
      return cause === null ? [] : [{ booking, cause }]
    })
    .sort((a, b) => a.booking.startAt - b.booking.startAt || (a.booking.id < b.booking.id ? -1 : 1))
}

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
  return capacity.live(fromAt, toAt).filter(({ id, bayId }) => here.has(bayId) || appointments.findAppointment(db, id)?.locationId === locationId)
}

/** From when on a booking may stand: not before it was agreed; a held one from the next day on, one whose car is here at once. */
function moverOf(ctx: ReadCtx, capacity: Capacity, booking: Booking, cause: Cause): Mover {
  const known = appointments.findAppointment(ctx.db, booking.id)
  if (!known) throw new Error(`booking ${booking.id} is live and is not there`)
  const tomorrow = atLocal(addDays(localDate(ctx.now, capacity.zone), 1), 0, capacity.zone)
  const fromAt = cause === 'pulled' ? ctx.now : Math.max(booking.startAt, cause === 'held' ? tomorrow : ctx.now)
  return { booking, cause, wanted: appointments.wantedFor(ctx.db, known, fromAt) }
}
