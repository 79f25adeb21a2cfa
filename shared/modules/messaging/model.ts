import { z } from 'zod'
import { id } from '../../kernel/ids.ts'
import { type Machine, states } from '../../kernel/machine.ts'
import { LANGUAGES } from '../workspace/model.ts'

/*
 * MSG-1: one message about one thing: its id is made from what it is about, on every device the same (service).
 * MSG-2: of the messages with one supersede key at most one is queued; a newer one takes its place (service).
 * MSG-3: nothing is queued for a customer who wants no messages, or whom no channel reaches (rule).
 * MSG-4: a message never goes out in its quiet hours, and not after it has expired (rule).
 */

type MessageState = 'queued' | 'superseded' | 'expired' | 'cancelled' | 'sent' | 'failed'
type MessageEvent = 'queue' | 'again' | 'supersede' | 'expire' | 'cancel' | 'send' | 'fail' | 'retry'

const OVER = {
  queue: 'refused',
  again: 'refused',
  supersede: 'refused',
  expire: 'refused',
  cancel: 'refused',
  send: 'refused',
  fail: 'refused',
  retry: 'refused',
} as const
/**
 * `queue` is said of a message that two devices put down, each on its own; one that is over by then is not queued anew. `again` is said
 * of one that two devices took back or let run out, each on its own: the program does so everywhere, and neither is refused. `send` and
 * `fail` are what the centre, which does the sending, makes of a queued message.
 */
export const messageMachine: Machine<MessageState, MessageEvent> = {
  queued: { ...OVER, queue: 'queued', supersede: 'superseded', expire: 'expired', cancel: 'cancelled', send: 'sent', fail: 'failed' },
  superseded: { ...OVER, again: 'superseded' },
  expired: { ...OVER, again: 'expired' },
  cancelled: { ...OVER, again: 'cancelled' },
  sent: OVER,
  failed: { ...OVER, retry: 'queued', cancel: 'cancelled' },
}
export const MESSAGE_STATES = states(messageMachine)

export const MESSAGE_KINDS = ['serviceReminder'] as const
export const MESSAGE_CHANNELS = ['sms', 'email'] as const

/** Hours of the shop's wall clock in which nobody is written to: from the evening until the morning. */
export const QUIET = { fromMinutes: 20 * 60, untilMinutes: 8 * 60 } as const

/** A message as it waits to be sent: everything that the sender must know stands on the row. */
export const message = z.object({
  id: id('outgoingMessage'),
  kind: z.enum(MESSAGE_KINDS),
  customerId: id('customer'),
  vehicleId: id('vehicle').nullable(),
  channel: z.enum(MESSAGE_CHANNELS),
  /** Phone in international form, or e-mail. */
  recipient: z.string(),
  language: z.enum(LANGUAGES),
  /** Empty for channels without one. */
  subject: z.string(),
  body: z.string(),
  /** Minutes after midnight of the shop's wall clock between which it is not sent; `from` after `until` goes over midnight. */
  quietFromMinutes: z.number().int(),
  quietUntilMinutes: z.number().int(),
  /** Not before, and not after. */
  notBeforeAt: z.number().int(),
  expiresAt: z.number().int(),
  supersedeKey: z.string(),
  state: z.enum(MESSAGE_STATES),
  createdAt: z.number().int(),
})
export type Message = z.infer<typeof message>
export const messageView = message.extend({ customerName: z.string(), vehicleLabel: z.string().nullable() })
export type MessageView = z.infer<typeof messageView>
