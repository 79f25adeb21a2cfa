import { type Failure, ok, type Result } from '../../kernel/result.ts'
import { type EpochMs, type LocalDate, MINUTE_MS } from '../../kernel/time.ts'
import type { Appointment, Slot } from '../appointments/model.ts'
import { SLOT_STEP_MS } from '../appointments/model.ts'
import { agreementsFails } from './contract.ts'
import { type Agreement, agreementMachine, REACH_DAYS, type VisitFacts, visitMachine } from './model.ts'
import { LAST_DAY, occurrences } from './rules/occurrences.ts'
import { repeatOf, ruleOf } from './rules/repeat.ts'

type Event = keyof (typeof agreementMachine)['draft']
type VisitEvent = keyof (typeof visitMachine)['booked']

/** The state after `event`. */
export function step(agreement: Pick<Agreement, 'id' | 'state'>, event: Event): Result<Agreement['state'], Failure<'agreements.wrongState'>> {
  const next = agreementMachine[agreement.state][event]
  return next === 'refused' ? agreementsFails.wrongState({ agreementId: agreement.id, state: agreement.state, event }) : ok(next)
}

export function visitStep(visit: Pick<VisitFacts, 'id' | 'state'>, event: VisitEvent): Result<VisitFacts['state'], Failure<'agreements.wrongState'>> {
  const next = visitMachine[visit.state][event]
  return next === 'refused' ? agreementsFails.wrongState({ visitId: visit.id, state: visit.state, event }) : ok(next)
}

/** A rule in its plain form; refused where visits cannot follow it, or where it has no day at all. */
export function plainRule(rule: string, startOn: LocalDate): Result<string, Failure<'agreements.badRule'>> {
  const repeat = repeatOf(rule)
  const plain = repeat && ruleOf(repeat)
  return plain !== null && startOn < LAST_DAY && occurrences(plain, startOn, startOn, LAST_DAY, 1).length > 0 ? ok(plain) : agreementsFails.badRule()
}

/** True for a booking that an agreement may still move or take back: nobody has come, and it is not over. */
export const isUntouched = ({ state }: Pick<Appointment, 'state'>): boolean => state === 'pending' || state === 'confirmed' || state === 'clash'
/** True for a booking that did not take place: its visit may be booked again. */
export const isLost = ({ state }: Pick<Appointment, 'state'>): boolean => state === 'cancelled' || state === 'noShow'

/**
 * The free slot nearest to when a visit is due: at that time, or else the soonest after it, unless one earlier on the same day is
 * nearer. None of them begins before `earliestAt`, or more than REACH_DAYS late; then a person decides.
 * `search` gives the first free slot that begins at an instant or later; `midnightAt` begins the day of `dueAt`.
 */
export function nearestSlot(search: (fromAt: EpochMs) => Slot | null, dueAt: EpochMs, earliestAt: EpochMs, midnightAt: EpochMs): Slot | null {
  const after = search(Math.max(dueAt, earliestAt))
  const latest = Math.max(dueAt, earliestAt) + REACH_DAYS * 24 * 60 * MINUTE_MS
  let best = after !== null && after.startAt <= latest ? after : null
  if (best !== null && best.startAt === dueAt) return best
  for (let at = Math.max(midnightAt, earliestAt); at < dueAt; ) {
    const slot = search(at)
    if (slot === null || slot.startAt >= dueAt) break
    if (best === null || dueAt - slot.startAt < Math.abs(best.startAt - dueAt)) best = slot
    at = slot.startAt + SLOT_STEP_MS
  }
  return best
}
