import { z } from 'zod'
import { id } from '../../kernel/ids.ts'
import { MAX_MINOR } from '../../kernel/money.ts'
import { filled, line, paragraph } from '../../kernel/text.ts'

/*
 * STAFF-1: a user belongs to at most one employee who is not removed.
 * STAFF-2: nobody leaves before having started.
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
  hiredOn: z.iso.date().nullable(),
  /** Last day of work; null while employed. */
  endedOn: z.iso.date().nullable(),
  note: paragraph(2000),
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
}
