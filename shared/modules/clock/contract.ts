import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { permission } from '../../kernel/permission.ts'
import { localDay } from '../../kernel/time.ts'
import { ACTIVITIES, badgeCode, day, doubt, PRESSED, punch, punchAt, reason, standing, sums } from './model.ts'

const own = permission('clock.punch', 'manager', 'cashier', 'technician', 'warehouse', 'staff')
const read = permission('clock.read', 'manager')
const correct = permission('clock.correct', 'manager')

export const clockFails = failures('clock', {
  /** The signed-in person is no employee. */
  notAnEmployee: 'conflict',
  unknownEmployee: 'notFound',
  unknownPunch: 'notFound',
  /** The clock stands at `activity`, where `event` means nothing. */
  refused: 'conflict',
  /** The job `workOrderId`, `number` is not finished or held. */
  jobRunning: 'conflict',
  /** Moved by more than MAX_MOVE_MS. */
  tooFar: 'invalid',
  inFuture: 'invalid',
  unknownBadge: 'notFound',
  badgeTaken: 'conflict',
  tooManyDays: 'invalid',
})

const ofEmployee = z.strictObject({ employeeId: id('employee') })
const sheet = z.object({
  employeeId: id('employee'),
  name: z.string(),
  badge: z.string(),
  days: z.array(day),
  total: sums,
  /** Every punch of those days as it was made, the replaced ones too, in order of making. */
  punches: z.array(punch),
})

export const clockContract = contract('clock', {
  punch: command({
    input: z.strictObject({ event: z.enum(PRESSED) }),
    output: standing,
    needs: own,
    fails: ['clock.notAnEmployee', 'clock.refused', 'clock.jobRunning'],
  }),
  /** A badge before the screen: in, or out again. Nobody needs to be signed in. */
  scanBadge: command({
    input: z.strictObject({ code: badgeCode }),
    output: standing,
    needs: 'anyone',
    fails: ['clock.unknownBadge', 'clock.refused', 'clock.jobRunning'],
  }),
  mine: query({ input: z.strictObject({}), output: standing, needs: own, fails: ['clock.notAnEmployee'] }),
  /** Everybody's clock now, those at work first, and the punches that are missing. `driftMs`: how far this device's clock is off, null where no centre is known. */
  board: query({
    input: z.strictObject({}),
    output: z.object({ people: z.array(standing), doubts: z.array(doubt), driftMs: z.number().nullable() }),
    needs: read,
  }),
  sheet: query({
    input: ofEmployee.extend({ fromOn: localDay, toOn: localDay }),
    output: sheet,
    needs: read,
    fails: ['clock.unknownEmployee', 'clock.tooManyDays'],
  }),
  /** Moves a punch to another time, or takes it away (`at` null). The original stays, with who corrected it and why. */
  correct: command({
    input: z.strictObject({ punchId: id('clockPunch'), at: punchAt.nullable(), reason }),
    output: punch,
    needs: correct,
    fails: ['clock.unknownPunch', 'clock.tooFar', 'clock.inFuture'],
  }),
  /** A punch that was forgotten. */
  add: command({
    input: ofEmployee.extend({ activity: z.enum(ACTIVITIES).exclude(['job']), at: punchAt, reason }),
    output: punch,
    needs: correct,
    fails: ['clock.unknownEmployee', 'clock.inFuture'],
  }),
  /** What the person's badge reads as; empty takes it away. */
  setBadge: command({
    input: ofEmployee.extend({ code: badgeCode.or(z.literal('')) }),
    output: z.null(),
    needs: correct,
    fails: ['clock.unknownEmployee', 'clock.badgeTaken'],
  }),
})
