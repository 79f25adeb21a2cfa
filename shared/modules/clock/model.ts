import { z } from 'zod'
import { id } from '../../kernel/ids.ts'
import { type Machine, states } from '../../kernel/machine.ts'
import { filled } from '../../kernel/text.ts'
import { epochMs, HOUR_MS, localDay } from '../../kernel/time.ts'

/*
 * CLOCK-1: a punch says what a person does from then on, so at any instant they do exactly one thing: stretches cannot overlap,
 *          nobody has two jobs running, and no minute counts twice, in whatever order devices sent their punches (rule). What is
 *          pressed comes after what was pressed before, whatever the clock says (service).
 * CLOCK-2: a punch never changes; a correction is another punch that replaces it and says why (triggers, append).
 * CLOCK-3: a stretch of work that no punch ended within MAX_STRETCH_MS counts nothing until somebody corrects it (rule).
 */

export type Activity = 'off' | 'shift' | 'job' | 'break'
type ClockEvent = 'clockIn' | 'clockOut' | 'pause' | 'back' | 'startJob' | 'leaveJob'

/** `shift` is at work without a job. `startJob` clocks in whoever forgot to; from a job it switches. `back` returns to the job that was paused. */
export const clockMachine: Machine<Activity, ClockEvent> = {
  off: { clockIn: 'shift', clockOut: 'refused', pause: 'refused', back: 'refused', startJob: 'job', leaveJob: 'refused' },
  shift: { clockIn: 'refused', clockOut: 'off', pause: 'break', back: 'refused', startJob: 'job', leaveJob: 'refused' },
  job: { clockIn: 'refused', clockOut: 'refused', pause: 'break', back: 'refused', startJob: 'job', leaveJob: 'shift' },
  break: { clockIn: 'refused', clockOut: 'off', pause: 'refused', back: 'shift', startJob: 'job', leaveJob: 'break' },
}
export const ACTIVITIES = states(clockMachine)
/** What a person presses; the other two events follow from their work orders. */
export const PRESSED = ['clockIn', 'clockOut', 'pause', 'back'] as const
export type Pressed = (typeof PRESSED)[number]

/** `void` stands for nothing: it takes the punch that it replaces away. */
export const PUNCH_KINDS = [...ACTIVITIES, 'void'] as const
/** Who said so: the person, their badge, a step of a work order, a manager. */
export const PUNCH_SOURCES = ['person', 'badge', 'job', 'correction'] as const

/** Longest stretch that is believed: two long shifts. */
export const MAX_STRETCH_MS = 16 * HOUR_MS
/** How far a correction may move a punch: further, it is taken away and another one added. */
export const MAX_MOVE_MS = 24 * HOUR_MS
/** How far ahead a punch is believed, as of a clock that was set back since or of another device. One further ahead stands for nothing until then. */
export const MAX_AHEAD_MS = 2 * HOUR_MS
/** A device whose clock is further off than this says so. */
export const MAX_DRIFT_MS = 2 * 60_000
/** How far back missing punches are looked for. */
export const DOUBT_DAYS = 10
/** Days of one sheet. */
export const MAX_SHEET_DAYS = 62

export const punch = z.object({
  id: id('clockPunch'),
  employeeId: id('employee'),
  kind: z.enum(PUNCH_KINDS),
  /** The job of a job stretch, or the one that a break came between. */
  workOrderId: id('workOrder').nullable(),
  jobNumber: z.string(),
  /** From when on. */
  at: z.number().int(),
  source: z.enum(PUNCH_SOURCES),
  reason: z.string(),
  replacesId: id('clockPunch').nullable(),
  userName: z.string(),
  /** How far the device's clock was ahead of the centre's, in ms; null where no centre is known. */
  driftMs: z.number().int().nullable(),
  createdAt: z.number().int(),
})
export type Punch = z.infer<typeof punch>

/** What one person did between two punches. */
export const stretch = z.object({
  punchId: id('clockPunch'),
  activity: z.enum(ACTIVITIES),
  /** Of a break: the job that it came between. */
  workOrderId: id('workOrder').nullable(),
  jobNumber: z.string(),
  startAt: z.number().int(),
  /** Null: still so. */
  endAt: z.number().int().nullable(),
  /** Nobody ended it in time (CLOCK-3): it counts nothing. */
  isForgotten: z.boolean(),
})
export type Stretch = z.infer<typeof stretch>

export const sums = z.object({
  /** At work, jobs included, breaks not. */
  workedMs: z.number().int(),
  jobMs: z.number().int(),
  breakMs: z.number().int(),
})
export type Sums = z.infer<typeof sums>
export const day = sums.extend({ on: localDay, stretches: z.array(stretch) })
export type Day = z.infer<typeof day>

/** A person's clock as it stands. */
export const standing = z.object({
  employeeId: id('employee'),
  name: z.string(),
  activity: z.enum(ACTIVITIES),
  workOrderId: id('workOrder').nullable(),
  jobNumber: z.string(),
  /** Of the present stretch; null when there was no punch in living memory. */
  sinceAt: z.number().int().nullable(),
  today: sums,
})
export type Standing = z.infer<typeof standing>

/** A punch that is missing, and the time that the day's other events propose for it. */
export const doubt = z.object({ employeeId: id('employee'), name: z.string(), stretch, proposedAt: z.number().int() })
export type Doubt = z.infer<typeof doubt>

export const badgeCode = filled(40)
export const reason = filled(200)
export const punchAt = epochMs
