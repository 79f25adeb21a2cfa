import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { ok, type Result } from '#shared/kernel/result.ts'
import { customerFails, type customersContract } from '#shared/modules/customers/contract.ts'
import { BLANK_CUSTOMER, type Customer, type CustomerFields } from '#shared/modules/customers/model.ts'
import { checkPhone, checkPhones, keysOf } from '#shared/modules/customers/rules.ts'
import * as workspace from '../workspace/service.ts'
import * as store from './store.ts'
import { customer } from './tables.ts'

type C = typeof customersContract
type Row = NonNullable<ReturnType<typeof store.findCustomer>>

const toCustomer = ({ no: _no, clk: _clk, nameKey: _nameKey, phoneDigits: _phoneDigits, ...shown }: Row): Customer => shown

export function list(ctx: ReadCtx, { sort, after, limit, kind, createdFrom, createdTo, ...filters }: In<C, 'list'>): Out<C, 'list'> {
  const created = sort === 'newest' ? { createdFrom, createdTo } : { alsoCreatedFrom: createdFrom, alsoCreatedTo: createdTo }
  const ofKind = kind && (kind === 'company' ? { isCompany: true } : { isPerson: true })
  const found = store.customers(ctx.db, { filters: { ...filters, ...ofKind, ...created }, sort, after, limit })
  return ok({ ...found, rows: found.rows.map(toCustomer) })
}

export function get(ctx: ReadCtx, { customerId }: In<C, 'get'>): Out<C, 'get'> {
  const known = store.findCustomer(ctx.db, customerId)
  return known ? ok(toCustomer(known)) : customerFails.unknown({ customerId })
}

export function create(ctx: WriteCtx, input: In<C, 'create'>): Out<C, 'create'> {
  const fields: CustomerFields = { ...BLANK_CUSTOMER, ...input }
  const phones = checkPhones(fields, fields.country || workspace.theCompany(ctx.db).country)
  if (!phones.ok) return phones
  const kept = { ...fields, ...phones.value }
  return ok({ id: add(ctx, kept), ...kept, deleted: false, createdAt: ctx.now, updatedAt: ctx.now })
}

function add(ctx: WriteCtx, fields: CustomerFields, keys = keysOf(fields)): Id<'customer'> {
  const id = ctx.newId<'customer'>()
  ctx.db.insert(customer, { ...fields, ...keys, id })
  return id
}

export function update(ctx: WriteCtx, { customerId, ...patch }: In<C, 'update'>): Out<C, 'update'> {
  const known = store.findCustomer(ctx.db, customerId)
  if (!known) return customerFails.unknown({ customerId })
  if (known.deleted) return customerFails.removed({ customerId })
  const after = { ...known, ...patch }
  const isDialled = patch.phone !== undefined || patch.phone2 !== undefined // what is kept is international, whatever the country
  const phones = isDialled ? checkPhones(after, after.country || workspace.theCompany(ctx.db).country) : ok({})
  if (!phones.ok) return phones
  const saved = { ...after, ...phones.value }
  const keys = isDialled || patch.name !== undefined || patch.company !== undefined ? keysOf(saved) : {}
  const isChanged = ctx.db.update(customer, customerId, { ...patch, ...phones.value, ...keys })
  return ok({ ...toCustomer(saved), updatedAt: isChanged ? ctx.now : known.updatedAt })
}

export function remove(ctx: WriteCtx, { customerId }: In<C, 'remove'>): Out<C, 'remove'> {
  return setDeleted(ctx, customerId, true)
}

export function restore(ctx: WriteCtx, { customerId }: In<C, 'restore'>): Out<C, 'restore'> {
  return setDeleted(ctx, customerId, false)
}

function setDeleted(ctx: WriteCtx, customerId: Id<'customer'>, deleted: boolean): Out<C, 'remove'> {
  if (!store.findCustomer(ctx.db, customerId)) return customerFails.unknown({ customerId })
  ctx.db.update(customer, customerId, { deleted })
  return get(ctx, { customerId })
}

export function duplicates(ctx: ReadCtx, { phone, email, country, exceptId }: In<C, 'duplicates'>): Out<C, 'duplicates'> {
  const checked = checkPhone(phone, country || workspace.theCompany(ctx.db).country)
  const found = store.sameContact(ctx.db, checked.ok ? checked.value : '', email.trim().toLowerCase())
  const others = found.filter((twin) => twin.id !== exceptId)
  return ok(others.filter((twin, i) => others.findIndex(({ id }) => id === twin.id) === i))
}

/**
 * The customer of a row of a list, added unless known: by name with the same phone or e-mail, or, where the row has neither, by name
 * and city. People who share a phone are several. Holds CUST-3. Caller: fields come from `readCustomerRow`. Safe for very many rows.
 */
export function findOrAdd(ctx: WriteCtx, fields: CustomerFields): { id: Id<'customer'>; isNew: boolean } {
  const keys = keysOf(fields)
  const hasContact = fields.phone !== '' || fields.email !== ''
  const known = hasContact ? store.findByContact(ctx.db, keys.nameKey, fields.phone, fields.email) : store.findByName(ctx.db, keys.nameKey, fields.city)
  return known === undefined ? { id: add(ctx, fields, keys), isNew: true } : { id: known, isNew: false }
}

export const importRow = (ctx: WriteCtx, fields: CustomerFields): Result<'added' | 'unchanged', never> =>
  ok(findOrAdd(ctx, fields).isNew ? 'added' : 'unchanged')

/** What a customer's prices and taxes follow from, removed ones included. */
export const pricingOf = (db: ReadDb, id: Id<'customer'>): Pick<Customer, 'priceGroup' | 'taxExempt'> | undefined => store.pricingOf(db, id)
/** A customer for other modules' deeds, removed ones included. */
export const findCustomer = (db: ReadDb, id: Id<'customer'>): Customer | undefined => {
  const known = store.findCustomer(db, id)
  return known && toCustomer(known)
}
