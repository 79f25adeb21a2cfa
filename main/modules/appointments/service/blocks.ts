import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import { ok } from '#shared/kernel/result.ts'
import { type appointmentsContract, appointmentsFails } from '#shared/modules/appointments/contract.ts'
import { bookingOf, isBooked } from '#shared/modules/appointments/model.ts'
import * as rules from '#shared/modules/appointments/rules.ts'
import * as store from '../store.ts'
import { appointment } from '../tables.ts'
import { add, change, PLAIN, settleClash } from './place.ts'

type C = typeof appointmentsContract

export function times(ctx: ReadCtx, { appointmentId }: In<C, 'times'>): Out<C, 'times'> {
  const known = store.findAppointment(ctx.db, appointmentId)
  return known ? ok(store.timesOf(ctx.db, bookingOf(known))) : appointmentsFails.unknownAppointment({ appointmentId })
}

export function addTime(ctx: WriteCtx, { appointmentId, ...slot }: In<C, 'addTime'>): Out<C, 'addTime'> {
  const named = store.findAppointment(ctx.db, appointmentId)
  const booked = named && store.findAppointment(ctx.db, bookingOf(named))
  if (!booked) return appointmentsFails.unknownAppointment({ appointmentId })
  if (!isBooked(booked)) return appointmentsFails.notABooking({ appointmentId })
  const next = rules.step(booked, 'edit')
  if (!next.ok) return next
  // It is the bay of one of its times that calls for the car: APPT-5.
  const state = next.value === 'called' ? 'confirmed' : next.value
  return add(ctx, { ...booked, ...slot, id: ctx.newId<'appointment'>(), partOfId: booked.id, state })
}

export function block(ctx: WriteCtx, input: In<C, 'block'>): Out<C, 'block'> {
  const wanted = { ...PLAIN, ...input, id: ctx.newId<'appointment'>(), state: 'confirmed' as const }
  return takesNothing(wanted) ? appointmentsFails.takesNothing() : add(ctx, wanted)
}

export function updateBlock(ctx: WriteCtx, { appointmentId, ...patch }: In<C, 'updateBlock'>): Out<C, 'updateBlock'> {
  const known = store.findAppointment(ctx.db, appointmentId)
  if (!known) return appointmentsFails.unknownAppointment({ appointmentId })
  if (isBooked(known)) return appointmentsFails.notABlock({ appointmentId })
  const next = rules.step(known, 'edit')
  if (!next.ok) return next
  if (takesNothing({ ...known, ...patch })) return appointmentsFails.takesNothing()
  return change(ctx, known, { ...patch, state: next.value })
}

export function removeBlock(ctx: WriteCtx, { appointmentId }: In<C, 'removeBlock'>): Out<C, 'removeBlock'> {
  const known = store.findAppointment(ctx.db, appointmentId)
  if (!known) return appointmentsFails.unknownAppointment({ appointmentId })
  if (isBooked(known) && known.partOfId === null) return appointmentsFails.notABlock({ appointmentId })
  ctx.db.update(appointment, appointmentId, { deleted: true })
  settleClash(ctx, known)
  return ok({ appointmentId })
}

const takesNothing = ({ bayId, technicianId }: { bayId: string | null; technicianId: string | null }) => bayId === null && technicianId === null
