import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { atLocal, localDate, weekday } from '#shared/kernel/time.ts'
import { type agreementsContract, agreementsFails } from '#shared/modules/agreements/contract.ts'
import type { Agreement } from '#shared/modules/agreements/model.ts'
import * as rules from '#shared/modules/agreements/rules.ts'
import { LAST_DAY, occurrences, splitAt } from '#shared/modules/agreements/rules/occurrences.ts'
import * as appointments from '../appointments/service.ts'
import * as bays from '../bays/service.ts'
import * as customers from '../customers/service.ts'
import * as staff from '../staff/service.ts'
import * as vehicles from '../vehicles/service.ts'
import * as workspace from '../workspace/service.ts'
import { makeVisits, withdrawAll, withdrawFrom } from './service/visits.ts'
import * as store from './store.ts'
import { agreement } from './tables.ts'

export { moveVisit, placeVisit, skipVisit, visits } from './service/visit.ts'
export { makeVisits } from './service/visits.ts'

type C = typeof agreementsContract
type Stored = NonNullable<ReturnType<typeof store.findAgreement>>
type Step = Failure<'agreements.unknownAgreement' | 'agreements.wrongState'>

export function list(ctx: ReadCtx, { after, limit, ...filters }: In<C, 'list'>): Out<C, 'list'> {
  return ok(store.agreements(ctx.db, { filters, sort: 'newest', after, limit }))
}

export function get(ctx: ReadCtx, { agreementId }: In<C, 'get'>): Out<C, 'get'> {
  const card = store.findCard(ctx.db, agreementId)
  if (!card) return agreementsFails.unknownAgreement({ agreementId })
  return ok({
    ...card,
    vehicles: card.vehicleIds.map((id) => {
      const known = vehicles.findVehicle(ctx.db, id)
      return { id, label: [known?.year, known?.make, known?.model].filter(Boolean).join(' '), plate: known?.plate ?? '' }
    }),
    services: card.cannedJobIds.flatMap((id) => store.findCanned(ctx.db, id)?.name ?? []),
    bookingTypeName: appointments.typesOf(ctx.db).find(({ id }) => id === card.bookingTypeId)?.name ?? null,
    continuesNumber: (card.continuesId && store.findAgreement(ctx.db, card.continuesId)?.number) ?? null,
  })
}

export function preview(ctx: ReadCtx, { locationId, rule, startOn, startMinutes, count }: In<C, 'preview'>): Out<C, 'preview'> {
  const plain = rules.plainRule(rule, startOn)
  if (!plain.ok) return plain
  const { zone } = workspace.theCompany(ctx.db)
  const today = localDate(ctx.now, zone)
  const days = occurrences(plain.value, startOn, startOn > today ? startOn : today, LAST_DAY, count)
  const openWeekdays = workspace.findLocation(ctx.db, locationId)?.openWeekdays ?? ''
  const closed = new Set(staff.holidaysOf(ctx.db, locationId, days[0] ?? today, days.at(-1) ?? today).map(({ closedOn }) => closedOn))
  return ok(days.map((on) => ({ on, at: atLocal(on, startMinutes, zone), isClosed: closed.has(on) || !openWeekdays.includes(String(weekday(on))) })))
}

export function create(ctx: WriteCtx, { active, ...fields }: In<C, 'create'>): Out<C, 'create'> {
  const made: Agreement = {
    id: ctx.newId<'agreement'>(),
    number: ctx.nextNumber('agreement'),
    cannedJobIds: [],
    bookingTypeId: null,
    leadDays: 30,
    bayId: null,
    technicianId: null,
    priceMinor: null,
    terms: '',
    note: '',
    ...fields,
    state: active ? 'active' : 'draft',
    continuesId: null,
  }
  const valid = check(ctx.db, made)
  return valid.ok ? ok(insert(ctx, { ...made, rule: valid.value })) : valid
}

function insert(ctx: WriteCtx, made: Agreement): Agreement {
  ctx.db.insert(agreement, made)
  makeVisits(ctx, made)
  return made
}

export function update(ctx: WriteCtx, { agreementId, ...patch }: In<C, 'update'>): Out<C, 'update'> {
  const known = load(ctx.db, agreementId, 'edit')
  if (!known.ok) return known
  const before = known.value
  const after = { ...before, ...patch }
  const valid = check(ctx.db, after, before)
  if (!valid.ok) return valid
  after.rule = valid.value
  ctx.db.update(agreement, agreementId, { ...patch, rule: after.rule })
  const isSame = SERIES.every((field) => JSON.stringify(before[field]) === JSON.stringify(after[field]))
  if (!isSame) withdrawFrom(ctx, before, today(ctx))
  makeVisits(ctx, after)
  return ok(after)
}
/** What the visits that are made hang on. */
const SERIES = [
  'customerId',
  'vehicleIds',
  'rule',
  'startOn',
  'startMinutes',
  'minutes',
  'bookingTypeId',
  'bayId',
  'technicianId',
  'cannedJobIds',
  'title',
] as const

export function activate(ctx: WriteCtx, { agreementId }: In<C, 'activate'>): Out<C, 'activate'> {
  const done = enter(ctx, agreementId, 'activate')
  if (done.ok) makeVisits(ctx, done.value)
  return done
}

export function pause(ctx: WriteCtx, { agreementId }: In<C, 'pause'>): Out<C, 'pause'> {
  const done = enter(ctx, agreementId, 'pause')
  if (done.ok) withdrawAll(ctx, done.value)
  return done
}

export function end(ctx: WriteCtx, { agreementId }: In<C, 'end'>): Out<C, 'end'> {
  const done = enter(ctx, agreementId, 'end')
  if (done.ok) withdrawAll(ctx, done.value)
  return done
}

export function changeFollowing(ctx: WriteCtx, { agreementId, fromOn, ...patch }: In<C, 'changeFollowing'>): Out<C, 'changeFollowing'> {
  const known = load(ctx.db, agreementId, 'edit')
  if (!known.ok) return known
  const before = known.value
  // Nothing of the series lies before that day: it is the series that changes.
  if (occurrences(before.rule, before.startOn, before.startOn, fromOn, 1).length === 0) return update(ctx, { agreementId, startOn: fromOn, ...patch })
  const cut = splitAt(before.rule, before.startOn, fromOn)
  const rest = cut.left === null ? before.rule : before.rule.replace(/COUNT=\d+/, `COUNT=${cut.left}`)
  const after: Agreement = {
    ...before,
    startOn: fromOn,
    rule: rest,
    ...patch,
    id: ctx.newId<'agreement'>(),
    number: ctx.nextNumber('agreement'),
    continuesId: before.id,
  }
  const valid = check(ctx.db, after, before)
  if (!valid.ok) return valid
  withdrawFrom(ctx, before, fromOn)
  ctx.db.update(agreement, before.id, { rule: cut.before })
  return ok(insert(ctx, { ...after, rule: valid.value }))
}

const today = (ctx: ReadCtx): string => localDate(ctx.now, workspace.theCompany(ctx.db).zone)

function load(db: ReadDb, agreementId: Id<'agreement'>, event: 'edit'): Result<Stored, Step> {
  const known = store.findAgreement(db, agreementId)
  if (!known) return agreementsFails.unknownAgreement({ agreementId })
  const allowed = rules.step(known, event)
  return allowed.ok ? ok(known) : allowed
}

function enter(ctx: WriteCtx, agreementId: Id<'agreement'>, event: 'activate' | 'pause' | 'end'): Result<Agreement, Step> {
  const known = store.findAgreement(ctx.db, agreementId)
  if (!known) return agreementsFails.unknownAgreement({ agreementId })
  const next = rules.step(known, event)
  if (!next.ok) return next
  ctx.db.update(agreement, agreementId, { state: next.value })
  return ok({ ...known, state: next.value })
}

/** The rule in its plain form, when it and every reference that is new are sound. */
function check(db: ReadDb, made: Agreement, before?: Stored): Result<string, Failure<'agreements.unknownReference' | 'agreements.badRule'>> {
  const field = deadReference(db, made, before)
  return field === null ? rules.plainRule(made.rule, made.startOn) : agreementsFails.unknownReference({ field })
}

/** The first field whose id leads to nothing, or to something that is gone. What stood there before may stay. */
function deadReference(db: ReadDb, made: Agreement, before?: Stored): keyof Agreement | null {
  const isNew = (field: 'customerId' | 'bookingTypeId' | 'bayId' | 'technicianId') => made[field] !== before?.[field]
  if (!before && !workspace.findLocation(db, made.locationId)) return 'locationId'
  if (isNew('customerId') && customers.findCustomer(db, made.customerId)?.deleted !== false) return 'customerId'
  const added = made.vehicleIds.filter((id) => before?.vehicleIds.includes(id) !== true)
  if (added.some((id) => vehicles.findVehicle(db, id)?.deleted !== false)) return 'vehicleIds'
  const jobs = made.cannedJobIds.filter((id) => before?.cannedJobIds.includes(id) !== true)
  if (jobs.some((id) => store.findCanned(db, id)?.deleted !== false)) return 'cannedJobIds'
  if (isNew('bookingTypeId') && made.bookingTypeId !== null && !appointments.typesOf(db).some(({ id }) => id === made.bookingTypeId)) return 'bookingTypeId'
  if (isNew('bayId') && made.bayId !== null && bays.findBay(db, made.bayId)?.locationId !== made.locationId) return 'bayId'
  const technician = made.technicianId === null ? null : staff.findEmployee(db, made.technicianId)
  if (isNew('technicianId') && technician !== null && (technician?.deleted !== false || !technician.isTechnician)) return 'technicianId'
  return null
}
