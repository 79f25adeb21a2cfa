import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission } from '../../kernel/permission.ts'
import { employee, employeeFields } from './model.ts'

/** What people cost is nobody's business but the managers'. */
const read = permission('staff.read', 'manager')
const write = permission('staff.write', 'manager')

export const staffFails = failures('staff', {
  unknown: 'notFound',
  unknownUser: 'notFound',
  userTaken: 'conflict',
  endsBeforeStart: 'invalid',
})

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
    output: z.array(z.object({ id: id('employee'), name: z.string(), userId: id('user').nullable() })),
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
})
