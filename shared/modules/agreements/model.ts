import { z } from 'zod'
import { id } from '../../kernel/ids.ts'
import { type Machine, states } from '../../kernel/machine.ts'
import { MAX_MINOR } from '../../kernel/money.ts'
import { filled, line, paragraph } from '../../kernel/text.ts'
import { epochMs, localDay } from '../../kernel/time.ts'
import { APPOINTMENT_STATES } from '../appointments/model.ts'

/*
 * AGR-1: of an agreement, a vehicle and a day of the rule there is one visit on every device: its id is made of them (service).
 * AGR-2: a visit is booked at most once at a time: its booking's id is made of the visit and of how often it was taken back (service).
 * AGR-3: what was changed for one visit stays; a change of all that follow ends the series and begins another (service).
 * AGR-4: a paused or ended agreement, and a series that was changed, keep no booking that has not begun (service).
 */

type AgreementState = 'draft' | 'active' | 'paused' | 'ended'
type AgreementEvent = 'edit' | 'activate' | 'pause' | 'end' | 'book'
/** `book` is said of one of its visits, which is put into a slot. */
export const agreementMachine: Machine<AgreementState, AgreementEvent> = {
  draft: { edit: 'draft', activate: 'active', pause: 'refused', end: 'ended', book: 'refused' },
  active: { edit: 'active', activate: 'refused', pause: 'paused', end: 'ended', book: 'active' },
  paused: { edit: 'paused', activate: 'active', pause: 'refused', end: 'ended', book: 'refused' },
  ended: { edit: 'refused', activate: 'refused', pause: 'refused', end: 'refused', book: 'refused' },
}
export const AGREEMENT_STATES = states(agreementMachine)

type VisitState = 'unplaced' | 'booked' | 'skipped' | 'withdrawn'
type VisitEvent = 'place' | 'miss' | 'move' | 'skip' | 'withdraw'
/**
 * `unplaced` waits for a person: no slot was free near its time. `skipped` is left out by a person, `withdrawn` by a change of the
 * agreement, which may bring it back.
 */
export const visitMachine: Machine<VisitState, VisitEvent> = {
  unplaced: { place: 'booked', miss: 'unplaced', move: 'unplaced', skip: 'skipped', withdraw: 'withdrawn' },
  booked: { place: 'refused', miss: 'unplaced', move: 'booked', skip: 'skipped', withdraw: 'withdrawn' },
  skipped: { place: 'booked', miss: 'unplaced', move: 'refused', skip: 'refused', withdraw: 'refused' },
  withdrawn: { place: 'booked', miss: 'unplaced', move: 'refused', skip: 'refused', withdraw: 'refused' },
}
export const VISIT_STATES = states(visitMachine)

export const REPEAT_UNITS = ['day', 'week', 'month', 'year'] as const
/** A rule as a person says it: every so many days, weeks (on weekdays), months (on a day, or on the nth weekday), years. */
export interface Repeat {
  readonly unit: (typeof REPEAT_UNITS)[number]
  readonly every: number
  /** Of weekly rules; 0 is Sunday. None: that of the first day. */
  readonly weekdays: readonly number[]
  /** Of monthly rules: 1 to 31, -1 is the last day. A month without that day has no visit. */
  readonly monthDay: number | null
  /** Of monthly rules: the first to fourth (1 to 4) or last (-1) such weekday. */
  readonly nth: { readonly which: number; readonly weekday: number } | null
  readonly count: number | null
  readonly untilOn: string | null
}

/** Days around its time within which a visit is put into a free slot; beyond them a person decides. */
export const REACH_DAYS = 14
/** Visits made in one deed, so that none takes long; the next run makes the rest. */
export const MAX_VISITS_AT_ONCE = 100

export const agreementFields = z.object({
  locationId: id('location'),
  customerId: id('customer'),
  vehicleIds: z.array(id('vehicle')).min(1).max(50),
  title: filled(120),
  /** Saved services that each visit is for. */
  cannedJobIds: z.array(id('cannedJob')).max(10),
  bookingTypeId: id('bookingType').nullable(),
  minutes: z.number().int().min(5).max(1440),
  /** RFC 5545, as `ruleOf` writes it. */
  rule: z.string().max(200),
  startOn: localDay,
  /** Time of day of the visits, in minutes after midnight of the shop's wall clock. */
  startMinutes: z.number().int().min(0).max(1439),
  /** How many days ahead visits are booked. */
  leadDays: z.number().int().min(1).max(180),
  bayId: id('bay').nullable(),
  technicianId: id('employee').nullable(),
  /** Agreed for one visit of one vehicle; null: as the work comes out. */
  priceMinor: z.number().int().min(0).max(MAX_MINOR).nullable(),
  terms: line(200),
  note: paragraph(2000),
})
export const agreement = agreementFields.extend({
  id: id('agreement'),
  number: z.string(),
  state: z.enum(AGREEMENT_STATES),
  /** The agreement whose series this one goes on with. */
  continuesId: id('agreement').nullable(),
})
export type Agreement = z.infer<typeof agreement>
export const agreementCard = agreement.extend({ customerName: z.string(), locationName: z.string() })

export const visitFacts = z.object({
  id: id('agreementVisit'),
  agreementId: id('agreement'),
  locationId: id('location'),
  vehicleId: id('vehicle'),
  /** The day that the rule gives; it names the visit, also after that was moved. */
  occurrenceOn: z.string(),
  /** When it is due: by the rule, or as it was changed. */
  dueAt: epochMs,
  /** How often its booking was taken back. */
  round: z.number().int(),
  state: z.enum(VISIT_STATES),
  appointmentId: id('appointment').nullable(),
})
export type VisitFacts = z.infer<typeof visitFacts>
export const visitView = visitFacts.extend({
  title: z.string(),
  number: z.string(),
  customerName: z.string(),
  vehicleLabel: z.string(),
  plate: z.string(),
  /** Of its booking; null without one. */
  startAt: z.number().int().nullable(),
  appointmentState: z.enum(APPOINTMENT_STATES).nullable(),
  bayName: z.string().nullable(),
  technicianName: z.string().nullable(),
})
export type VisitView = z.infer<typeof visitView>
