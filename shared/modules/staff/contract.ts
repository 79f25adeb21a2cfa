import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission } from '../../kernel/permission.ts'
import { filled } from '../../kernel/text.ts'
import { epochMs, localDay } from '../../kernel/time.ts'
import { absence, absenceFields, employee, employeeFields, holiday, holidayFields, skill } from './model.ts'

/** What people cost is nobody's business but the managers'. */
const read = permission('staff.read', 'manager')
const write = permission('staff.write', 'manager')

export const staffFails = failures('staff', {
  unknown: 'notFound',
  unknownUser: 'notFound',
  userTaken: 'conflict',
  endsBeforeStart: 'invalid',
  unknownSkill: 'notFound',
  /** Another skill has that name. */
  skillTaken: 'conflict',
  unknownAbsence: 'notFound',
  absenceEndsBeforeStart: 'invalid',
  unknownHoliday: 'notFound',
  unknownLocation: 'notFound',
})

const ofSkill = z.strictObject({ skillId: id('skill') })
const ofAbsence = z.strictObject({ absenceId: id('absence') })
const ofHoliday = z.strictObject({ holidayId: id('holiday') })
const ofEmployee = z.strictObject({ employeeId: id('employee') })

export const staffContract = contract('staff', {
  list: query({
    input: z.strictObject({ ...pageInput, technician: z.boolean().optional(), active: z.boolean().optional(), deleted: z.boolean().default(false) }),
    output: page(employee.extend({ userName: z.string().nullable() })),
    needs: read,
  }),
  get: query({ input: ofEmployee, output: employee, needs: read, fails: ['staff.unknown'] }),
  /** Who can be given a job today: names for pickers, without what only managers see. */
  technicians: query({
    input: z.strictObject({}),
    output: z.array(z.object({ id: id('employee'), name: z.string(), userId: id('user').nullable(), skillIds: z.array(id('skill')) })),
    needs: 'session',
  }),
  create: command({
    input: employeeFields.partial().required({ name: true }).strict(),
    output: employee,
    needs: write,
    fails: ['staff.unknownUser', 'staff.userTaken', 'staff.endsBeforeStart'],
  }),
  update: command({
    input: employeeFields
      .partial()
      .extend({ employeeId: id('employee') })
      .strict(),
    output: employee,
    needs: write,
    fails: ['staff.unknown', 'staff.unknownUser', 'staff.userTaken', 'staff.endsBeforeStart'],
  }),
  remove: command({ input: ofEmployee, output: employee, needs: write, fails: ['staff.unknown'] }),
  restore: command({ input: ofEmployee, output: employee, needs: write, fails: ['staff.unknown', 'staff.userTaken'] }),

  /** By name. */
  skills: query({ input: z.strictObject({}), output: z.array(skill), needs: 'session' }),
  /** The name of a removed skill brings that one back. */
  addSkill: command({ input: z.strictObject({ name: filled(60) }), output: skill, needs: write, fails: ['staff.skillTaken'] }),
  renameSkill: command({ input: ofSkill.extend({ name: filled(60) }), output: skill, needs: write, fails: ['staff.unknownSkill', 'staff.skillTaken'] }),
  removeSkill: command({ input: ofSkill, output: skill, needs: write, fails: ['staff.unknownSkill'] }),

  /** Those that have not ended at `fromAt`, by end. */
  absences: query({
    input: z.strictObject({ ...pageInput, employeeId: id('employee').optional(), fromAt: epochMs.optional() }),
    output: page(absence),
    needs: read,
  }),
  addAbsence: command({ input: absenceFields.strict(), output: absence, needs: write, fails: ['staff.unknown', 'staff.absenceEndsBeforeStart'] }),
  updateAbsence: command({
    input: absenceFields.omit({ employeeId: true }).partial().extend(ofAbsence.shape).strict(),
    output: absence,
    needs: write,
    fails: ['staff.unknownAbsence', 'staff.absenceEndsBeforeStart'],
  }),
  removeAbsence: command({ input: ofAbsence, output: absence, needs: write, fails: ['staff.unknownAbsence'] }),

  /** From a day on, the next 200, by day. */
  holidays: query({ input: z.strictObject({ fromOn: localDay }), output: z.array(holiday), needs: 'session' }),
  addHoliday: command({ input: holidayFields.strict(), output: holiday, needs: write, fails: ['staff.unknownLocation'] }),
  removeHoliday: command({ input: ofHoliday, output: holiday, needs: write, fails: ['staff.unknownHoliday'] }),
})
