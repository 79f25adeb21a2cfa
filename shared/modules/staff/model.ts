import { z } from 'zod'
import { weekHours } from '../../kernel/hours.ts'
import { id } from '../../kernel/ids.ts'
import { MAX_MINOR } from '../../kernel/money.ts'
import { filled, line, paragraph } from '../../kernel/text.ts'
import { epochMs, localDay } from '../../kernel/time.ts'

/*
 * STAFF-1: a user belongs to at most one employee who is not removed.
 * STAFF-2: nobody leaves before having started.
 * STAFF-3: an absence ends after it starts (rule, CHECK).
 */

export const employeeFields = z.object({
  name: filled(80),
  jobTitle: line(80),
  email: z
    .string()
    .max(254)
    .transform((text) => text.trim().toLowerCase())
    .pipe(z.union([z.literal(''), z.email('email')])),
  phone: line(40),
  /** The account this person signs in with; null for those who have none. */
  userId: id('user').nullable(),
  /** May be given jobs. */
  isTechnician: z.boolean(),
  /** What an hour of this person costs the shop. */
  laborCostMinor: z.number().int().min(0).max(MAX_MINOR),
  hiredOn: localDay.nullable(),
  /** Last day of work; null while employed. */
  endedOn: localDay.nullable(),
  note: paragraph(2000),
  skillIds: z.array(id('skill')).max(50),
  /** When this person works; null: whenever the shop is open. */
  weekHours: weekHours.nullable(),
})
export type EmployeeFields = z.infer<typeof employeeFields>

export const employee = z.object({
  id: id('employee'),
  name: z.string(),
  jobTitle: z.string(),
  email: z.string(),
  phone: z.string(),
  userId: id('user').nullable(),
  isTechnician: z.boolean(),
  laborCostMinor: z.number().int(),
  hiredOn: z.string().nullable(),
  endedOn: z.string().nullable(),
  note: z.string(),
  skillIds: z.array(id('skill')),
  weekHours: weekHours.nullable(),
  deleted: z.boolean(),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type Employee = z.infer<typeof employee>

export const BLANK_EMPLOYEE: Omit<EmployeeFields, 'name'> = {
  jobTitle: '',
  email: '',
  phone: '',
  userId: null,
  isTechnician: false,
  laborCostMinor: 0,
  hiredOn: null,
  endedOn: null,
  note: '',
  skillIds: [],
  weekHours: null,
}

/** What a person can do that not everybody can: "high voltage", "brake test". */
export const skill = z.object({ id: id('skill'), name: filled(60) })
export type Skill = z.infer<typeof skill>

export const ABSENCE_KINDS = ['vacation', 'sick', 'training', 'other'] as const
export const absenceFields = z.object({
  employeeId: id('employee'),
  startAt: epochMs,
  endAt: epochMs,
  kind: z.enum(ABSENCE_KINDS),
  note: line(200),
})
export const absence = absenceFields.extend({ id: id('absence'), employeeName: z.string(), deleted: z.boolean() })
export type Absence = z.infer<typeof absence>

export const holidayFields = z.object({
  /** The location that is closed; null: all of them. */
  locationId: id('location').nullable(),
  closedOn: localDay,
  name: filled(80),
})
export const holiday = holidayFields.extend({ id: id('holiday') })
export type Holiday = z.infer<typeof holiday>
