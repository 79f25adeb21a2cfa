import { eq, sql } from 'drizzle-orm'
import { query, type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Cursor, decodeCursor, encodeCursor } from '#shared/kernel/paging.ts'
import type { AccountEntry, FreeMoney } from '#shared/modules/invoicing/model.ts'
import { customerAccount } from '../tables.ts'

const value = sql.placeholder

const accountById = query((q) =>
  q
    .select({
      termsDays: customerAccount.termsDays,
      limitMinor: customerAccount.limitMinor,
      aboveLimit: customerAccount.aboveLimit,
      dunningLevel: customerAccount.dunningLevel,
      dunnedAt: customerAccount.dunnedAt,
    })
    .from(customerAccount)
    .where(eq(customerAccount.id, value('id'))),
)

const freeText = `SELECT open.payment_id AS paymentId, payment.method, payment.reference, open.received_at AS receivedAt, open.free_minor AS freeMinor, open.work_order_id AS workOrderId,
  coalesce((SELECT number FROM work_order WHERE work_order.id = open.work_order_id), '') AS workOrderNumber,
  payment.amount_minor > 0 AND payment.sale_id IS NULL AND payment.invoice_id IS NULL AND NOT EXISTS (SELECT 1 FROM payment AS back WHERE back.refunds_id = payment.id) AS isReversible
  FROM payment_open AS open JOIN payment ON payment.id = open.payment_id`
type FreeRow = Omit<FreeMoney, 'isReversible'> & { isReversible: number }
const freeOfCustomer = sqlQuery<FreeRow, [customerId: string]>(`${freeText} WHERE open.customer_id = ? ORDER BY open.received_at, open.payment_id`)
const freeOfOrder = sqlQuery<FreeRow, [workOrderId: string]>(`${freeText} WHERE open.work_order_id = ? ORDER BY open.received_at, open.payment_id`)
const toFree = (rows: FreeRow[]): FreeMoney[] => rows.map((row) => ({ ...row, isReversible: row.isReversible === 1 }))

/** Everything that moved a customer's balance; void invoices say both. */
const entryText = `
  SELECT id, 'invoice' AS kind, issued_at AS at, number, id AS invoiceId, total_minor - settled_minor AS amountMinor, '' AS text FROM invoice WHERE customer_id = @customerId
  UNION ALL SELECT id || '-', 'invoice', updated_at, number, id, settled_minor - total_minor, void_reason FROM invoice WHERE customer_id = @customerId AND state = 'void'
  UNION ALL SELECT id, 'creditNote', issued_at, number, invoice_id, -total_minor, reason FROM credit_note WHERE customer_id = @customerId
  UNION ALL SELECT id, CASE WHEN amount_minor < 0 THEN 'refund' ELSE 'payment' END, received_at, reference, invoice_id, -amount_minor, CASE reason WHEN '' THEN method ELSE reason END FROM payment WHERE customer_id = @customerId
  UNION ALL SELECT payment.id, CASE WHEN amount_minor < 0 THEN 'refund' ELSE 'payment' END, received_at, reference, invoice_id, -amount_minor, CASE reason WHEN '' THEN method ELSE reason END
    FROM invoice JOIN payment ON payment.invoice_id = invoice.id WHERE invoice.customer_id = @customerId AND payment.customer_id IS NULL
  UNION ALL SELECT id, 'writeOff', written_at, '', invoice_id, -amount_minor, reason FROM write_off WHERE customer_id = @customerId`
const latest = sqlQuery<AccountEntry, { customerId: string; limit: number }[]>(`SELECT * FROM (${entryText}) ORDER BY at DESC, id DESC LIMIT @limit`)
const between = sqlQuery<AccountEntry, { customerId: string; fromAt: number; toAt: number }[]>(
  `SELECT * FROM (${entryText}) WHERE at >= @fromAt AND at < @toAt ORDER BY at, id`,
)
const before = sqlQuery<{ amountMinor: number }, { customerId: string; fromAt: number }[]>(
  `SELECT coalesce(sum(amountMinor), 0) AS amountMinor FROM (${entryText}) WHERE at < @fromAt`,
)

export interface OwedRow {
  customerId: Id<'customer'>
  customerName: string
  oldestDueOn: string | null
  invoices: number
  notDue: number
  to30: number
  to60: number
  to90: number
  over90: number
  overdueMinor: number
  creditMinor: number
  balanceMinor: number
  limitMinor: number | null
  dunningLevel: number
}
const age = (from: string, to: string | null) =>
  `coalesce(sum(due_minor) FILTER (WHERE due_minor > 0 AND ${to === null ? '' : `due_on >= date(@today, '${to}') AND `}due_on < date(@today, '${from}')), 0)`
/** Sums of what is open, which is few beside all that was ever invoiced. */
const owed = (place: string) => `
  WITH due AS (
    SELECT customer_id, min(due_on) FILTER (WHERE due_minor > 0) AS oldestDueOn, count(*) FILTER (WHERE due_minor > 0) AS invoices,
      coalesce(sum(due_minor) FILTER (WHERE due_minor > 0 AND due_on >= @today), 0) AS notDue, ${age('0 days', '-30 days')} AS to30, ${age('-30 days', '-60 days')} AS to60,
      ${age('-60 days', '-90 days')} AS to90, ${age('-90 days', null)} AS over90, ${age('0 days', null)} AS overdueMinor, coalesce(-sum(due_minor) FILTER (WHERE due_minor < 0), 0) AS surplus, sum(due_minor) AS due
    FROM invoice_open AS open ${place} GROUP BY customer_id
  ), free AS (SELECT customer_id, sum(free_minor) AS free FROM payment_open AS open ${place} GROUP BY customer_id),
  person AS (SELECT customer_id FROM due UNION SELECT customer_id FROM free)
  SELECT person.customer_id AS customerId, coalesce(customer.name, '') AS customerName, oldestDueOn, coalesce(invoices, 0) AS invoices, coalesce(notDue, 0) AS notDue, coalesce(to30, 0) AS to30, coalesce(to60, 0) AS to60,
    coalesce(to90, 0) AS to90, coalesce(over90, 0) AS over90, coalesce(overdueMinor, 0) AS overdueMinor, coalesce(surplus, 0) + coalesce(free, 0) AS creditMinor, coalesce(due, 0) - coalesce(free, 0) AS balanceMinor,
    account.limit_minor AS limitMinor, coalesce(account.dunning_level, 0) AS dunningLevel
  FROM person LEFT JOIN due ON due.customer_id = person.customer_id LEFT JOIN free ON free.customer_id = person.customer_id
  LEFT JOIN customer ON customer.id = person.customer_id LEFT JOIN customer_account AS account ON account.id = person.customer_id`
interface Asked extends Record<string, unknown> {
  today: string
  locationId?: string
}
const SORTS = { overdue: ['overdueMinor', 'balanceMinor'], balance: ['balanceMinor', 'overdueMinor'] } as const
export type OwedSort = keyof typeof SORTS
const pages = (place: string) =>
  Object.fromEntries(
    (Object.keys(SORTS) as OwedSort[]).map((sort) => [
      // keys of our own object
      sort,
      sqlQuery<OwedRow, (Asked & { limit: number; a: number; b: number; c: string })[]>(
        `SELECT * FROM (${owed(place)}) WHERE (${SORTS[sort].join()}, customerId) < (@a, @b, @c) ORDER BY ${SORTS[sort].map((by) => `${by} DESC`).join()}, customerId DESC LIMIT @limit`,
      ),
    ]),
  ) as Record<OwedSort, ReturnType<typeof sqlQuery<OwedRow, (Asked & { limit: number; a: number; b: number; c: string })[]>>>
type Sum = Omit<OwedRow, 'customerId' | 'customerName' | 'oldestDueOn' | 'limitMinor' | 'dunningLevel' | 'invoices'> & { people: number }
const sums = (place: string) =>
  sqlQuery<
    Sum,
    Asked[]
  >(`SELECT count(*) AS people, coalesce(sum(notDue), 0) AS notDue, coalesce(sum(to30), 0) AS to30, coalesce(sum(to60), 0) AS to60, coalesce(sum(to90), 0) AS to90,
    coalesce(sum(over90), 0) AS over90, coalesce(sum(overdueMinor), 0) AS overdueMinor, coalesce(sum(creditMinor), 0) AS creditMinor, coalesce(sum(balanceMinor), 0) AS balanceMinor FROM (${owed(place)})`)
const HERE = 'WHERE open.location_id = @locationId'
const all = { rows: pages(''), sum: sums('') }
const here = { rows: pages(HERE), sum: sums(HERE) }

const LAST: Cursor = [Number.MAX_SAFE_INTEGER, 0, '']
/** Who owes or has money free, in one keyset order. */
export function owedBy(
  db: ReadDb,
  { sort, after, limit, locationId, today }: { sort: OwedSort; after?: string | undefined; limit: number; locationId?: string | undefined; today: string },
) {
  const asked: Asked = { today, ...(locationId !== undefined && { locationId }) }
  const of = locationId === undefined ? all : here
  const [a, b, c] = decodeCursor(after, 3) ?? LAST
  const found = of.rows[sort].all(db, { ...asked, limit: limit + 1, a: Number(a), b: Number(b), c: String(c) })
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  const sum = of.sum.get(db, asked)
  if (!sum) throw new Error('an aggregate always answers')
  return { rows, next: found.length > limit && last ? encodeCursor([...SORTS[sort].map((by) => last[by]), last.customerId]) : null, sum }
}

export const termsRow = (db: ReadDb, customerId: Id<'customer'>) => accountById.get(db, { id: customerId })
export const freeOf = (db: ReadDb, customerId: Id<'customer'>) => toFree(freeOfCustomer.all(db, customerId))
export const depositsOf = (db: ReadDb, workOrderId: Id<'workOrder'>) => toFree(freeOfOrder.all(db, workOrderId))
export const entriesOf = (db: ReadDb, customerId: Id<'customer'>, limit: number) => latest.all(db, { customerId, limit })
export const entriesBetween = (db: ReadDb, customerId: Id<'customer'>, fromAt: number, toAt: number) => between.all(db, { customerId, fromAt, toAt })
export const balanceBefore = (db: ReadDb, customerId: Id<'customer'>, fromAt: number): number => before.get(db, { customerId, fromAt })?.amountMinor ?? 0
