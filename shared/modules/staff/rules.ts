import { type Failure, ok, type Result } from '../../kernel/result.ts'
import type { LocalDate } from '../../kernel/time.ts'
import { staffFails } from './contract.ts'

/** Holds STAFF-2. */
export const checkDates = (employee: { hiredOn: string | null; endedOn: string | null }): Result<null, Failure<'staff.endsBeforeStart'>> =>
  employee.hiredOn !== null && employee.endedOn !== null && employee.endedOn < employee.hiredOn ? staffFails.endsBeforeStart() : ok(null)

/** Whether a person is employed on a day: not before the first, not after the last one. */
export const isEmployedOn = ({ hiredOn, endedOn }: { readonly hiredOn: LocalDate | null; readonly endedOn: LocalDate | null }, on: LocalDate): boolean =>
  (hiredOn === null || hiredOn <= on) && (endedOn === null || endedOn >= on)

/** Holds STAFF-3. */
export const checkAbsence = ({ startAt, endAt }: { startAt: number; endAt: number }): Result<null, Failure<'staff.absenceEndsBeforeStart'>> =>
  endAt > startAt ? ok(null) : staffFails.absenceEndsBeforeStart()
