import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission } from '../../kernel/permission.ts'
import { epochMs } from '../../kernel/time.ts'
import { CUSTOMER_KINDS, customer, customerFields } from './model.ts'

export const readCustomers = permission('customers.read', 'manager', 'cashier', 'technician', 'staff', 'viewer')
const write = permission('customers.write', 'manager', 'cashier', 'staff')

export const customerFails = failures('customers', {
  unknown: 'notFound',
  removed: 'conflict',
  badPhone: 'invalid',
  badEmail: 'invalid',
  noName: 'invalid',
})

const ofCustomer = z.strictObject({ customerId: id('customer') })

export const customersContract = contract('customers', {
  list: query({
    input: z.strictObject({
      ...pageInput,
      sort: z.enum(['name', 'newest']).default('name'),
      kind: z.enum(CUSTOMER_KINDS).optional(),
      /** Created at or after, and before. */
      createdFrom: epochMs.optional(),
      createdTo: epochMs.optional(),
      deleted: z.boolean().default(false),
    }),
    output: page(customer),
    needs: readCustomers,
  }),
  get: query({ input: ofCustomer, output: customer, needs: readCustomers, fails: ['customers.unknown'] }),
  create: command({
    input: customerFields.partial().required({ name: true }).strict(),
    output: customer,
    needs: write,
    fails: ['customers.badPhone'],
  }),
  update: command({
    input: customerFields
      .partial()
      .extend({ customerId: id('customer') })
      .strict(),
    output: customer,
    needs: write,
    fails: ['customers.unknown', 'customers.removed', 'customers.badPhone'],
  }),
  remove: command({ input: ofCustomer, output: customer, needs: write, fails: ['customers.unknown'] }),
  restore: command({ input: ofCustomer, output: customer, needs: write, fails: ['customers.unknown'] }),
  /** Who has this phone or e-mail already: a warning beside the form, never a refusal. */
  duplicates: query({
    input: z.strictObject({
      phone: z.string().max(40).default(''),
      email: z.string().max(254).default(''),
      country: customerFields.shape.country.default(''),
      exceptId: id('customer').optional(),
    }),
    output: z.array(z.object({ id: id('customer'), name: z.string(), phone: z.string(), email: z.string(), same: z.enum(['phone', 'email']) })),
    needs: readCustomers,
  }),
})
