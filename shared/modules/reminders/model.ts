import { z } from 'zod'
import { id } from '../../kernel/ids.ts'
import { type Machine, states } from '../../kernel/machine.ts'
import { filled, line } from '../../kernel/text.ts'
import { MESSAGE_STATES } from '../messaging/model.ts'

/*
 * REM-1: a service that is due to a vehicle is reminded of once: the reminder's id is made of vehicle, service and when it was last done (service).
 * REM-2: a reminder is done when the service was done since, whoever closes the order (rule, reaction, schedule).
 * REM-3: a service comes again by date, by mileage, or by what comes first of both (rule, CHECK).
 */

type ReminderState = 'open' | 'done' | 'dismissed'
type ReminderEvent = 'raise' | 'close' | 'again' | 'dismiss' | 'reopen'
/**
 * `raise` is said of one that two devices saw, each on its own, and of one whose service is due all the same: what was done since was taken off
 * its order; `again` of one that two devices closed, each on its own.
 */
export const reminderMachine: Machine<ReminderState, ReminderEvent> = {
  open: { raise: 'open', close: 'done', again: 'refused', dismiss: 'dismissed', reopen: 'refused' },
  done: { raise: 'open', close: 'refused', again: 'done', dismiss: 'refused', reopen: 'refused' },
  dismissed: { raise: 'refused', close: 'done', again: 'refused', dismiss: 'refused', reopen: 'open' },
}
export const REMINDER_STATES = states(reminderMachine)

export const serviceIntervalFields = z.object({
  name: filled(80),
  /** Words by which the service is known on work orders: one of them in the title of a service or a line. None: its name. */
  words: z.array(filled(80)).max(10),
  everyMonths: z.number().int().min(1).max(240).nullable(),
  everyKm: z.number().int().min(100).max(1_000_000).nullable(),
  /** How long before, and how far. */
  soonDays: z.number().int().min(0).max(365),
  soonKm: z.number().int().min(0).max(50_000),
})
export const serviceInterval = serviceIntervalFields.extend({ id: id('serviceInterval'), deleted: z.boolean() })
export type ServiceInterval = z.infer<typeof serviceInterval>

/** Days before its date from which a service counts as due, and no longer as due soon. */
export const DUE_DAYS = 7
export const DUE_STATUSES = ['unknown', 'later', 'soon', 'due', 'overdue'] as const
export type DueStatus = (typeof DUE_STATUSES)[number]

export const reminder = z.object({
  id: id('serviceReminder'),
  vehicleId: id('vehicle'),
  customerId: id('customer').nullable(),
  intervalId: id('serviceInterval'),
  serviceName: z.string(),
  lastOn: z.string(),
  lastKm: z.number().int().nullable(),
  /** The day on which it is due by date or, as far as the readings tell, by mileage: what comes first. */
  dueOn: z.string(),
  dueKm: z.number().int().nullable(),
  by: z.enum(['date', 'mileage']),
  state: z.enum(REMINDER_STATES),
  /** The message that tells the customer of it; null where nothing is sent. */
  messageId: id('outgoingMessage').nullable(),
  dismissedReason: line(200),
})
export type Reminder = z.infer<typeof reminder>
export const reminderView = reminder.extend({
  customerName: z.string().nullable(),
  customerPhone: z.string(),
  vehicleLabel: z.string(),
  plate: z.string(),
  messageState: z.enum(MESSAGE_STATES).nullable(),
  status: z.enum(DUE_STATUSES),
})
export type ReminderView = z.infer<typeof reminderView>

/** Where a vehicle stands with one service. */
export const dueView = z.object({
  intervalId: id('serviceInterval'),
  serviceName: z.string(),
  lastOn: z.string().nullable(),
  lastKm: z.number().int().nullable(),
  dueOn: z.string().nullable(),
  dueKm: z.number().int().nullable(),
  by: z.enum(['date', 'mileage']).nullable(),
  status: z.enum(DUE_STATUSES),
})
