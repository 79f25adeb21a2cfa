import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { addDays, atLocal, localDate } from '#shared/kernel/time.ts'
import { appointmentsFails } from '#shared/modules/appointments/contract.ts'
import { type AppointmentView, bookingOf } from '#shared/modules/appointments/model.ts'
import { type workOrdersContract, workOrdersFails } from '#shared/modules/work-orders/contract.ts'
import { NO_PROMISE, type OrderFacts, type OrderView } from '#shared/modules/work-orders/model.ts'
import * as rules from '#shared/modules/work-orders/rules.ts'
import * as appointments from '../appointments/service.ts'
import * as bays from '../bays/service.ts'
import * as clock from '../clock/service.ts'
import * as customers from '../customers/service.ts'
import * as purchasing from '../purchasing/service.ts'
import * as staff from '../staff/service.ts'
import * as vehicles from '../vehicles/service.ts'
import * as workspace from '../workspace/service.ts'
import { carryMileage, findView, inStep, load, settleParts, toCards, viewOf } from './service/order.ts'
import * as store from './store.ts'
import { workOrder } from './tables.ts'

export { approvals, decide } from './service/approvals.ts'
export { addCannedJob, cannedJobs, removeCannedJob, restoreCannedJob, saveCannedJob, updateCannedJob } from './service/canned.ts'
export { deferred, dismissDeferred, restoreDeferred, takeDeferred } from './service/deferred.ts'
export { history } from './service/history.ts'
export { addLine, removeLine, setDisposition, setWarranty, updateLine } from './service/lines.ts'
export { inStep } from './service/order.ts'
export { partsStatesOf, waitingFor } from './service/parts.ts'
export { askForPart, cancelPart, parts, requestPart } from './service/requests.ts'
export { addService, removeService, updateService } from './service/services.ts'

type C = typeof workOrdersContract
type OutOfStep = Failure<'workOrders.outOfStep'>
type Marked = Failure<'workOrders.unknownOrder' | 'workOrders.wrongState'> | OutOfStep

export function open(ctx: WriteCtx, { appointmentId, ...input }: In<C, 'open'>): Out<C, 'open'> {
  const booked = appointmentId && appointments.findBooking(ctx.db, appointmentId)
  if (appointmentId && !booked) return appointmentsFails.unknownAppointment({ appointmentId })
  const earlier = booked && store.orderOf(ctx.db, booked.id)
  if (earlier) return workOrdersFails.alreadyOpened({ workOrderId: earlier.id, number: earlier.number })
  const locationId = booked?.locationId ?? input.locationId
  if (!locationId || !workspace.findLocation(ctx.db, locationId)) return workOrdersFails.unknownReference({ field: 'locationId' })
  const customerId = booked?.customerId ?? input.customerId
  if (!customerId || customers.findCustomer(ctx.db, customerId)?.deleted !== false) return workOrdersFails.unknownReference({ field: 'customerId' })
  const vehicleId = booked?.vehicleId ?? input.vehicleId
  if (!vehicleId) return workOrdersFails.vehicleNeeded()
  if (vehicles.findVehicle(ctx.db, vehicleId)?.deleted !== false) return workOrdersFails.unknownReference({ field: 'vehicleId' })
  const crew = { locationId, bayId: input.bayId ?? booked?.bayId ?? null, technicianId: input.technicianId ?? booked?.technicianId ?? null }
  const dead = deadReference(ctx.db, crew) ?? deadComeback(ctx.db, vehicleId, input.comebackOfId)
  if (dead) return workOrdersFails.unknownReference({ field: dead })
  if (booked && booked.state !== 'arrived') {
    const arrived = appointments.arrive(ctx, { appointmentId: booked.id })
    if (!arrived.ok) return arrived
  }

  const id = ctx.newId<'workOrder'>()
  const promisedAt = input.promisedAt ?? null
  ctx.db.insert(workOrder, {
    id,
    number: ctx.nextNumber('workOrder'),
    ...crew,
    customerId,
    vehicleId,
    appointmentId: booked?.id ?? null,
    advisorId: ctx.actor.userId,
    state: input.asEstimate === true ? 'estimate' : 'open',
    concern: input.concern ?? booked?.concern ?? '',
    note: input.note ?? booked?.note ?? '',
    mileageKm: input.mileageKm ?? null,
    promisedAt,
    dueAt: promisedAt ?? NO_PROMISE,
    startedAt: null,
    finishedAt: null,
    workedMs: 0,
    runningSinceAt: null,
    holdReason: '',
    cancelledReason: '',
    comebackOfId: input.comebackOfId ?? null,
    discountBp: input.discountBp ?? 0,
    discountMinor: input.discountMinor ?? 0,
    taxInclusive: workspace.theCompany(ctx.db).taxInclusive,
  })
  carryMileage(ctx, { vehicleId, mileageKm: input.mileageKm ?? null })
  if (booked) ctx.emit('workOrders.visitOpened', { workOrderId: id, appointmentId: booked.id })
  return ok(viewOf(ctx.db, id))
}

export function get(ctx: ReadCtx, { workOrderId }: In<C, 'get'>): Out<C, 'get'> {
  const view = findView(ctx.db, workOrderId)
  return view ? ok(view) : workOrdersFails.unknownOrder({ workOrderId })
}

export function list(ctx: ReadCtx, { sort, after, limit, ...filters }: In<C, 'list'>): Out<C, 'list'> {
  const found = store.orders(ctx.db, { filters, sort, after, limit })
  return ok({ ...found, rows: toCards(ctx.db, found.rows) })
}

export function update(ctx: WriteCtx, { workOrderId, ...patch }: In<C, 'update'>): Out<C, 'update'> {
  const known = load(ctx.db, workOrderId, 'edit')
  if (!known.ok) return known
  const crew = rules.checkCrew(known.value, patch)
  if (!crew.ok) return crew
  const { vehicleId } = known.value
  const dead =
    deadReference(ctx.db, { ...known.value, ...patch }, known.value) ??
    (patch.comebackOfId === workOrderId ? 'comebackOfId' : deadComeback(ctx.db, vehicleId, patch.comebackOfId))
  if (dead) return workOrdersFails.unknownReference({ field: dead })
  ctx.db.update(workOrder, workOrderId, { ...patch, ...(patch.promisedAt !== undefined && { dueAt: patch.promisedAt ?? NO_PROMISE }) })
  carryMileage(ctx, { ...known.value, ...patch })
  return ok(viewOf(ctx.db, workOrderId))
}

export function quote(ctx: WriteCtx, { workOrderId }: In<C, 'quote'>): Out<C, 'quote'> {
  const known = load(ctx.db, workOrderId)
  if (!known.ok) return known
  const next = rules.step(known.value, 'quote')
  if (!next.ok) return next
  ctx.db.update(workOrder, workOrderId, { state: next.value })
  return ok(viewOf(ctx.db, workOrderId))
}

export function start(ctx: WriteCtx, input: In<C, 'start'>): Out<C, 'start'> {
  return begin(ctx, 'start', input)
}

export function resume(ctx: WriteCtx, input: In<C, 'resume'>): Out<C, 'resume'> {
  return begin(ctx, 'resume', input)
}

function begin(ctx: WriteCtx, event: 'start' | 'resume', input: In<C, 'start'>): Out<C, 'start'> {
  return inStep(input.workOrderId, () => take(ctx, event, input))
}

function take(ctx: WriteCtx, event: 'start' | 'resume', { workOrderId, ...wanted }: In<C, 'start'>): Out<C, 'start'> {
  const known = load(ctx.db, workOrderId)
  if (!known.ok) return known
  const before = known.value
  const me = ctx.actor.userId ? staff.employeeOfUser(ctx.db, ctx.actor.userId) : undefined
  const crew = {
    locationId: before.locationId,
    bayId: wanted.bayId ?? before.bayId,
    technicianId: wanted.technicianId ?? before.technicianId ?? (me?.isTechnician ? me.id : null),
  }
  const inHand = crew.technicianId === null ? undefined : store.jobInHand(ctx.db, crew.technicianId)
  const isOwn = inHand !== undefined && me?.id === crew.technicianId
  const switched = isOwn && wanted.holdsOther !== undefined ? hold(ctx, { workOrderId: inHand.id, reason: wanted.holdsOther, leavesBay: false }) : null
  if (switched && !switched.ok) return switched
  const begun = rules.begin(before, event, crew, switched ? undefined : inHand, ctx.now)
  if (!begun.ok) return begun
  const dead = deadReference(ctx.db, crew, before)
  if (dead) return workOrdersFails.unknownReference({ field: dead })

  const stays = rules.holdsBay(before) && before.bayId === begun.value.bayId
  const left = stays ? ok(null) : leaveBay(ctx, before)
  if (!left.ok) return left
  const locked = stays ? ok(null) : bays.lock(ctx, { bayId: begun.value.bayId, workOrderId })
  if (!locked.ok) return locked
  ctx.db.update(workOrder, workOrderId, begun.value)
  clock.startJob(ctx, begun.value.technicianId, { workOrderId, jobNumber: before.number })
  if (before.appointmentId) appointments.arriveFor(ctx, { appointmentId: before.appointmentId })
  return ok(viewOf(ctx.db, workOrderId))
}

export function hold(ctx: WriteCtx, { workOrderId, reason, leavesBay }: In<C, 'hold'>): Out<C, 'hold'> {
  const known = load(ctx.db, workOrderId)
  if (!known.ok) return known
  const held = rules.stop(known.value, 'hold', reason, ctx.now)
  if (!held.ok) return held
  const freed = leavesBay ? leaveBay(ctx, known.value) : ok(null)
  if (!freed.ok) return freed
  const saved = save(ctx, workOrderId, { ...held.value, ...(leavesBay && { bayId: null }) })
  if (!saved.ok) return saved
  clock.leaveJob(ctx, workOrderId)
  if (freed.value) callNext(ctx, freed.value.id)
  return ok(viewOf(ctx.db, workOrderId))
}

export function finish(ctx: WriteCtx, { workOrderId, ...patch }: In<C, 'finish'>): Out<C, 'finish'> {
  const known = load(ctx.db, workOrderId)
  if (!known.ok) return known
  const done = rules.stop(known.value, 'finish', '', ctx.now)
  if (!done.ok) return done
  const { gates } = workspace.theCompany(ctx.db)
  if (gates.length > 0) {
    const { services, lines } = viewOf(ctx.db, workOrderId)
    const open = rules.openGates(gates, { ...known.value, ...patch }, services, lines)
    if (open.length > 0) return workOrdersFails.gatesOpen({ workOrderId, gates: open.join() })
  }
  const freed = leaveBay(ctx, known.value)
  if (!freed.ok) return freed
  const saved = save(ctx, workOrderId, { ...patch, ...done.value, finishedAt: ctx.now })
  if (!saved.ok) return saved
  clock.leaveJob(ctx, workOrderId)
  carryMileage(ctx, { ...known.value, ...patch })
  settleParts(ctx, known.value, true)
  const { appointmentId } = known.value
  if (appointmentId) appointments.completeFor(ctx, { appointmentId })
  const called = freed.value && callNext(ctx, freed.value.id)
  ctx.emit('workOrders.jobFinished', { workOrderId, bayId: freed.value?.id ?? null, calledAppointmentId: called?.id ?? null })
  return ok({ view: viewOf(ctx.db, workOrderId), called })
}

export function cancel(ctx: WriteCtx, { workOrderId, reason }: In<C, 'cancel'>): Out<C, 'cancel'> {
  const known = load(ctx.db, workOrderId)
  if (!known.ok) return known
  const stopped = rules.stop(known.value, 'cancel', '', ctx.now)
  if (!stopped.ok) return stopped
  const freed = leaveBay(ctx, known.value)
  if (!freed.ok) return freed
  const saved = save(ctx, workOrderId, { ...stopped.value, cancelledReason: reason })
  if (!saved.ok) return saved
  clock.leaveJob(ctx, workOrderId)
  purchasing.dropRequests(ctx, workOrderId)
  const { appointmentId, startedAt } = known.value
  // A visit on which work began is over; a booking whose order was opened in vain can be opened again.
  if (appointmentId && startedAt !== null) appointments.completeFor(ctx, { appointmentId })
  if (freed.value) callNext(ctx, freed.value.id)
  return ok(viewOf(ctx.db, workOrderId))
}

export function reopen(ctx: WriteCtx, { workOrderId }: In<C, 'reopen'>): Out<C, 'reopen'> {
  const known = load(ctx.db, workOrderId)
  if (!known.ok) return known
  const next = rules.step(known.value, 'reopen')
  if (!next.ok) return next
  const alone = checkAlone(ctx.db, known.value)
  if (!alone.ok) return alone
  ctx.db.update(workOrder, workOrderId, { state: next.value, finishedAt: null, cancelledReason: '' })
  settleParts(ctx, known.value, false)
  return ok(viewOf(ctx.db, workOrderId))
}

export function remove(ctx: WriteCtx, { workOrderId }: In<C, 'remove'>): Out<C, 'remove'> {
  const known = load(ctx.db, workOrderId, 'remove')
  if (!known.ok) return known
  ctx.db.update(workOrder, workOrderId, { deleted: true })
  return ok(viewOf(ctx.db, workOrderId))
}

export function restore(ctx: WriteCtx, { workOrderId }: In<C, 'restore'>): Out<C, 'restore'> {
  const known = store.findOrder(ctx.db, workOrderId)
  if (!known) return workOrdersFails.unknownOrder({ workOrderId })
  const alone = checkAlone(ctx.db, known)
  if (!alone.ok) return alone
  ctx.db.update(workOrder, workOrderId, { deleted: false })
  return ok(viewOf(ctx.db, workOrderId))
}

export function myJobs(ctx: ReadCtx, { locationId }: In<C, 'myJobs'>): Out<C, 'myJobs'> {
  const me = ctx.actor.userId && staff.employeeOfUser(ctx.db, ctx.actor.userId)
  if (!me?.isTechnician) return workOrdersFails.notATechnician()
  const { zone } = workspace.theCompany(ctx.db)
  const today = localDate(ctx.now, zone)
  const [fromAt, toAt] = [atLocal(today, 0, zone), atLocal(addDays(today, 1), 0, zone)]
  const live = toCards(ctx.db, store.liveOf(ctx.db, me.id))
  return ok({
    technician: { id: me.id, name: me.name },
    inProgress: live.find(({ state }) => state === 'inProgress') ?? null,
    onHold: live.filter(({ state }) => state === 'onHold'),
    next: live.filter(({ state }) => state === 'open'),
    waiting: locationId === undefined ? [] : toCards(ctx.db, store.unassignedAt(ctx.db, locationId)),
    today: appointments.liveOf(ctx.db, me.id, fromAt, toAt),
    finishedToday: toCards(ctx.db, store.finishedBy(ctx.db, me.id, fromAt, toAt)),
  })
}

export function bayBoard(ctx: ReadCtx, { locationId }: In<C, 'bayBoard'>): Out<C, 'bayBoard'> {
  const jobs = toCards(ctx.db, store.jobsInBays(ctx.db, locationId))
  const underWay = store.bookingsUnderWay(ctx.db)
  return ok(
    bays.baysOf(ctx.db, locationId).map((bay) => {
      const job = jobs.find(({ id }) => id === bay.workOrderId) ?? null
      const next = appointments.comingTo(ctx.db, bay.id, ctx.now).find((booked) => !underWay.includes(bookingOf(booked))) ?? null
      return { bay, job, minutesRunning: job ? rules.workedMinutes(job, ctx.now) : 0, nextAppointment: next }
    }),
  )
}

/** An order for other modules' deeds, removed ones included. */
export const findOrder = (db: ReadDb, id: Id<'workOrder'>): OrderFacts | undefined => store.findOrder(db, id)

/** The order of a document that is issued now; its lines stay as they are from here on. Called by invoicing. */
export function markInvoiced(ctx: WriteCtx, { workOrderId }: { workOrderId: Id<'workOrder'> }): Result<OrderView, Marked> {
  return mark(ctx, workOrderId, 'invoice')
}

/** The order of a document that is taken back. Called by invoicing. */
export function unmarkInvoiced(ctx: WriteCtx, { workOrderId }: { workOrderId: Id<'workOrder'> }): Result<OrderView, Marked> {
  return mark(ctx, workOrderId, 'uninvoice')
}

function mark(ctx: WriteCtx, workOrderId: Id<'workOrder'>, event: 'invoice' | 'uninvoice'): Result<OrderView, Marked> {
  const known = load(ctx.db, workOrderId)
  if (!known.ok) return known
  const next = rules.step(known.value, event)
  if (!next.ok) return next
  const saved = save(ctx, workOrderId, { state: next.value })
  if (!saved.ok) return saved
  // Lines that another device wrote before it heard that the work was done have taken nothing yet.
  settleParts(ctx, known.value, true)
  return ok(viewOf(ctx.db, workOrderId))
}

/** An order that another device removed while work on it began is there again. */
const save = (ctx: WriteCtx, workOrderId: Id<'workOrder'>, patch: Parameters<typeof ctx.db.update<typeof workOrder>>[2]): Result<null, OutOfStep> =>
  inStep(workOrderId, () => {
    ctx.db.update(workOrder, workOrderId, { ...patch, deleted: false })
    return ok(null)
  })

/** Frees the bay that the order stands in, if any; the bay that is free now. Holds WO-4. */
function leaveBay(ctx: WriteCtx, order: OrderFacts): Result<{ id: Id<'bay'> } | null, Failure<'bays.unknownBay' | 'bays.notHeld'>> {
  return order.bayId !== null && rules.holdsBay(order) ? bays.release(ctx, { bayId: order.bayId, workOrderId: order.id }) : ok(null)
}

/** Nobody waiting is no error. */
const callNext = (ctx: WriteCtx, bayId: Id<'bay'>): AppointmentView | null => appointments.callNext(ctx, { bayId, except: store.bookingsUnderWay(ctx.db) })

/** A booking has one order that is neither cancelled nor removed. */
function checkAlone(db: ReadDb, { id, appointmentId }: OrderFacts): Result<null, Failure<'workOrders.alreadyOpened'>> {
  const other = appointmentId === null ? undefined : store.orderOf(db, appointmentId)
  return other && other.id !== id ? workOrdersFails.alreadyOpened({ workOrderId: other.id, number: other.number }) : ok(null)
}

type Crew = Pick<OrderFacts, 'locationId' | 'bayId' | 'technicianId'>

/** The field whose id leads to nothing that can be given this job. What was there before may stay. */
function deadReference(db: ReadDb, crew: Crew, before?: OrderFacts): 'bayId' | 'technicianId' | null {
  if (crew.bayId !== null && crew.bayId !== before?.bayId && bays.findBay(db, crew.bayId)?.locationId !== crew.locationId) return 'bayId'
  if (crew.technicianId === null || crew.technicianId === before?.technicianId) return null
  const technician = staff.findEmployee(db, crew.technicianId)
  return technician?.isTechnician && !technician.deleted ? null : 'technicianId'
}

/** A comeback names an earlier order of the same vehicle. */
function deadComeback(db: ReadDb, vehicleId: Id<'vehicle'>, comebackOfId: Id<'workOrder'> | null | undefined): 'comebackOfId' | null {
  return comebackOfId === null || comebackOfId === undefined || store.findOrder(db, comebackOfId)?.vehicleId === vehicleId ? null : 'comebackOfId'
}
