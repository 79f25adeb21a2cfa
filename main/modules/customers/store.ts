import { eq, sql } from 'drizzle-orm'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { customer } from './tables.ts'

const byId = query((q) =>
  q
    .select()
    .from(customer)
    .where(eq(customer.id, sql.placeholder('id'))),
)
/** By itself: every line of an order asks for it, and a whole customer takes three times as long. */
const pricingById = query((q) =>
  q
    .select({ priceGroup: customer.priceGroup, taxExempt: customer.taxExempt })
    .from(customer)
    .where(eq(customer.id, sql.placeholder('id'))),
)

const customerList = list({
  select: (q) => q.select().from(customer).$dynamic(),
  filters: {
    deleted: (v) => sql`${customer.deleted} = ${v}`,
    // Said in the words of the index that companies have of their own; persons are most rows, and passed by in the index of all.
    isCompany: () => sql`${customer.kind} = 'company'`,
    isPerson: () => sql`+${customer.kind} = 'person'`,
    createdFrom: (v) => sql`${customer.createdAt} >= ${v}`,
    createdTo: (v) => sql`${customer.createdAt} < ${v}`,
    // In another order than by age: the plus keeps SQLite from seeking by age and sorting all it found.
    alsoCreatedFrom: (v) => sql`+${customer.createdAt} >= ${v}`,
    alsoCreatedTo: (v) => sql`+${customer.createdAt} < ${v}`,
  },
  sorts: {
    name: { by: [customer.nameKey, customer.city, customer.no], direction: 'asc' },
    newest: { by: [customer.createdAt, customer.no], direction: 'desc' },
  },
})

interface Twin {
  id: Id<'customer'>
  name: string
  phone: string
  email: string
  same: 'phone' | 'email'
}
/** One seek per way of being the same; the partial indexes need their condition said again. */
const twins = sqlQuery<Twin, [phone: string, phone2: string, email: string]>(`
  SELECT id, name, phone, email, 'phone' AS same FROM customer WHERE phone = ? AND phone <> '' AND deleted = 0
  UNION ALL SELECT id, name, phone2, email, 'phone' FROM customer WHERE phone2 = ? AND phone2 <> '' AND deleted = 0
  UNION ALL SELECT id, name, phone, email, 'email' FROM customer WHERE email = ? AND email <> '' AND deleted = 0
  LIMIT 20`)
/** Equality on the whole of each index: lists hold thousands of rows with one and the same phone. */
const knownByContact = sqlQuery<{ id: Id<'customer'> }, [phone: string, nameKey: string, phone2: string, nameKey: string, email: string, nameKey: string]>(`
  SELECT id FROM customer WHERE phone = ? AND name_key = ? AND phone <> '' AND deleted = 0
  UNION ALL SELECT id FROM customer WHERE phone2 = ? AND name_key = ? AND phone2 <> '' AND deleted = 0
  UNION ALL SELECT id FROM customer WHERE email = ? AND name_key = ? AND email <> '' AND deleted = 0
  LIMIT 1`)
const namesakes = sqlQuery<{ id: Id<'customer'> }, [nameKey: string, city: string]>(
  'SELECT id FROM customer WHERE deleted = 0 AND name_key = ? AND city = ? LIMIT 1',
)

export const customers = (db: ReadDb, call: Parameters<typeof customerList>[1]) => customerList(db, call)
export const pricingOf = (db: ReadDb, id: Id<'customer'>) => pricingById.get(db, { id })
export const findCustomer = (db: ReadDb, id: Id<'customer'>) => byId.get(db, { id })
export const sameContact = (db: ReadDb, phone: string, email: string) => twins.all(db, phone, phone, email)
export const findByContact = (db: ReadDb, nameKey: string, phone: string, email: string) =>
  knownByContact.get(db, phone, nameKey, phone, nameKey, email, nameKey)?.id
export const findByName = (db: ReadDb, nameKey: string, city: string) => namesakes.get(db, nameKey, city)?.id
