import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { type agreementsContract, agreementsFails } from '#shared/modules/agreements/contract.ts'
import type { Agreement, VisitFacts, VisitView } from '#shared/modules/agreements/model.ts'
import * as rules from '#shared/modules/agreements/rules.ts'
import * as appointments from '../../appointments/service.ts'
import * as store from '../store.ts'
import { agreementVisit } from '../tables.ts'
import { bookVisit, findSlot, freeBooking } from './visits.ts'

type C = typeof agreementsContract

export function visits(ctx: ReadCtx, { after, limit, ...filters }: In<C, 'visits'>): Out<C, 'visits'> {
  return ok(store.visits(ctx.db, { filters, sort: 'due', after, limit }))
}

export function moveVisit(ctx: WriteCtx, { visitId, dueAt }: In<C, 'moveVisit'>): Out<C, 'moveVisit'> {
  const known = load(ctx, visitId)
  if (!known.ok) return known
  const { visit, agreement } = known.value
  const allowed = rules.step(agreement, 'book')
  if (!allowed.ok) return allowed
  const next = rules.visitStep(visit, 'move')
  if (!next.ok) return next
  const booked = visit.appointmentId ? appointments.findAppointment(ctx.db, visit.appointmentId) : undefined
  if (!booked || rules.isLost(booked)) return rebook(ctx, agreement, { ...visit, dueAt })
  if (!rules.isUntouched(booked)) return agreementsFails.visitBegun({ visitId })
  const slot = findSlot(ctx, agreement, dueAt, booked.id)
  if (!slot) return agreementsFails.noSlot()
  const { bayId, technicianId, startAt, endAt } = slot
  const moved = appointments.update(ctx, { appointmentId: booked.id, bayId, technicianId, startAt, endAt })
  if (!moved.ok) return agreementsFails.noSlot()
  ctx.db.update(agreementVisit, visitId, { dueAt })
  return ok(viewOf(ctx, visitId))
}

export function skipVisit(ctx: WriteCtx, { visitId }: In<C, 'skipVisit'>): Out<C, 'skipVisit'> {
  const known = load(ctx, visitId)
  if (!known.ok) return known
  const { visit, agreement } = known.value
  const next = rules.visitStep(visit, 'skip')
  if (!next.ok) return next
  if (!freeBooking(ctx, agreement, visit)) return agreementsFails.visitBegun({ visitId })
  ctx.db.update(agreementVisit, visitId, { state: next.value, appointmentId: null })
  return ok(viewOf(ctx, visitId))
}

export function placeVisit(ctx: WriteCtx, { visitId }: In<C, 'placeVisit'>): Out<C, 'placeVisit'> {
  const known = load(ctx, visitId)
  if (!known.ok) return known
  const { visit, agreement } = known.value
  const allowed = rules.step(agreement, 'book')
  if (!allowed.ok) return allowed
  const booked = visit.appointmentId ? appointments.findAppointment(ctx.db, visit.appointmentId) : undefined
  // A booking that was cancelled on the schedule, or missed, leaves its visit to be booked again.
  const next = booked && rules.isLost(booked) ? ok(null) : rules.visitStep(visit, 'place')
  return next.ok ? rebook(ctx, agreement, visit) : next
}

/** Books a visit that has no booking, or has lost it, under an id of its own. Holds AGR-2. */
function rebook(ctx: WriteCtx, agreement: Agreement, visit: VisitFacts): Result<VisitView, Failure<'agreements.noSlot'>> {
  const round = visit.state === 'unplaced' ? visit.round : visit.round + 1
  const placed = bookVisit(ctx, agreement, { ...visit, round })
  if (placed.state === 'unplaced') return agreementsFails.noSlot()
  ctx.db.update(agreementVisit, visit.id, { dueAt: visit.dueAt, round, ...placed })
  return ok(viewOf(ctx, visit.id))
}

function load(ctx: ReadCtx, visitId: Id<'agreementVisit'>): Result<{ visit: VisitFacts; agreement: Agreement }, Failure<'agreements.unknownVisit'>> {
  const visit = store.findVisit(ctx.db, visitId)
  const agreement = visit && store.findAgreement(ctx.db, visit.agreementId)
  return visit && agreement ? ok({ visit, agreement }) : agreementsFails.unknownVisit({ visitId })
}

function viewOf(ctx: ReadCtx, visitId: Id<'agreementVisit'>): VisitView {
  const view = store.findVisitView(ctx.db, visitId)
  if (!view) throw new Error(`visit ${visitId} was written and is not there`)
  return view
}
