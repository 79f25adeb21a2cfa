import { addDays, atLocal, type EpochMs, localDate, localMinutes } from '../../kernel/time.ts'
import { type Failure, ok, type Result } from '../../kernel/result.ts'
import type { Customer } from '../customers/model.ts'
import { messagingFails } from './contract.ts'
import { type Message, messageMachine, QUIET } from './model.ts'

type Event = keyof (typeof messageMachine)['queued']

/** The state after `event`. */
export function step(message: Pick<Message, 'id' | 'state'>, event: Event): Result<Message['state'], Failure<'messaging.wrongState'>> {
  const next = messageMachine[message.state][event]
  return next === 'refused' ? messagingFails.wrongState({ messageId: message.id, state: message.state, event }) : ok(next)
}

/** Where a customer is reached: by phone first. Null for one who wants no messages or left no address. Holds MSG-3. */
export function addressOf({
  phone,
  email,
  wantsNoMessages,
  deleted,
}: Pick<Customer, 'phone' | 'email' | 'wantsNoMessages' | 'deleted'>): Pick<Message, 'channel' | 'recipient'> | null {
  if (wantsNoMessages || deleted) return null
  if (phone !== '') return { channel: 'sms', recipient: phone }
  return email === '' ? null : { channel: 'email', recipient: email }
}

/**
 * The first instant from `at` on that lies outside the quiet hours of a wall clock.
 * Units: minutes after midnight; `fromMinutes` after `untilMinutes` goes over midnight, equal ones are no quiet hours. Holds MSG-4.
 */
export function outOfQuiet(at: EpochMs, zone: string, { fromMinutes, untilMinutes }: { fromMinutes: number; untilMinutes: number } = QUIET): EpochMs {
  if (fromMinutes === untilMinutes) return at
  const minutes = localMinutes(at, zone)
  const isOver = fromMinutes > untilMinutes
  const isQuiet = isOver ? minutes >= fromMinutes || minutes < untilMinutes : minutes >= fromMinutes && minutes < untilMinutes
  if (!isQuiet) return at
  const today = localDate(at, zone)
  return atLocal(isOver && minutes >= fromMinutes ? addDays(today, 1) : today, untilMinutes, zone)
}

/** When a queued message goes out at the earliest; null when it will have expired by then. Holds MSG-4. */
export function sendAt(
  message: Pick<Message, 'notBeforeAt' | 'expiresAt' | 'quietFromMinutes' | 'quietUntilMinutes'>,
  now: EpochMs,
  zone: string,
): EpochMs | null {
  const at = outOfQuiet(Math.max(now, message.notBeforeAt), zone, { fromMinutes: message.quietFromMinutes, untilMinutes: message.quietUntilMinutes })
  return at < message.expiresAt ? at : null
}
