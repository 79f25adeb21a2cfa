import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission } from '../../kernel/permission.ts'
import { filled } from '../../kernel/text.ts'
import { dueView, REMINDER_STATES, reminderView, serviceInterval, serviceIntervalFields } from './model.ts'

const read = permission('reminders.read', 'manager', 'cashier', 'technician', 'staff', 'viewer')
const write = permission('reminders.write', 'manager', 'cashier', 'staff')
const manage = permission('reminders.manage', 'manager')

export const remindersFails = failures('reminders', {
  unknownReminder: 'notFound',
  unknownInterval: 'notFound',
  unknownVehicle: 'notFound',
  /** The reminder's `state` does not allow the `event`. */
  wrongState: 'conflict',
  /** Neither months nor kilometres. */
  noInterval: 'invalid',
  /** Another service has that name. */
  nameTaken: 'conflict',
})

const ofInterval = z.strictObject({ intervalId: id('serviceInterval') })
const ofReminder = z.strictObject({ reminderId: id('serviceReminder') })
const step = ['reminders.unknownReminder', 'reminders.wrongState'] as const

export const remindersContract = contract('reminders', {
  /** What is due, longest overdue first. */
  list: query({
    input: z.strictObject({
      ...pageInput,
      state: z.enum(REMINDER_STATES).default('open'),
      /** Of open ones: overdue, due within a week, or soon. */
      status: z.enum(['overdue', 'due', 'soon']).optional(),
      customerId: id('customer').optional(),
      vehicleId: id('vehicle').optional(),
    }),
    output: page(reminderView),
    needs: read,
  }),
  /** Every service of one vehicle: when it was last done, and when it is due again. `km` is what the odometer is thought to show today. */
  ofVehicle: query({
    input: z.strictObject({ vehicleId: id('vehicle') }),
    output: z.object({ km: z.number().int().nullable(), services: z.array(dueView) }),
    needs: read,
    fails: ['reminders.unknownVehicle'],
  }),
  /** Nobody is to be reminded of it this time; a message that still waits does not go out. */
  dismiss: command({ input: ofReminder.extend({ reason: filled(200) }), output: reminderView, needs: write, fails: step }),
  reopen: command({ input: ofReminder, output: reminderView, needs: write, fails: step }),
  /** Services that come again, by name. */
  intervals: query({ input: z.strictObject({ deleted: z.boolean().default(false) }), output: z.array(serviceInterval), needs: read }),
  createInterval: command({
    input: serviceIntervalFields.partial({ words: true, everyMonths: true, everyKm: true, soonDays: true, soonKm: true }).strict(),
    output: serviceInterval,
    needs: manage,
    fails: ['reminders.noInterval', 'reminders.nameTaken'],
  }),
  updateInterval: command({
    input: serviceIntervalFields.partial().extend(ofInterval.shape).strict(),
    output: serviceInterval,
    needs: manage,
    fails: ['reminders.unknownInterval', 'reminders.noInterval', 'reminders.nameTaken'],
  }),
  removeInterval: command({ input: ofInterval, output: serviceInterval, needs: manage, fails: ['reminders.unknownInterval'] }),
  restoreInterval: command({
    input: ofInterval,
    output: serviceInterval,
    needs: manage,
    fails: ['reminders.unknownInterval', 'reminders.noInterval', 'reminders.nameTaken'],
  }),
})
