import { type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import { decodeCursor } from '#shared/kernel/paging.ts'
import type { Grouping, Sums } from '#shared/modules/reports/model.ts'
import type { Group, Narrowed, Question, ReportSource, SummedRecord } from './source.ts'

/** Sales: what invoices and receipts come to. Tables are read from the sums per day, records, and what sums per day do not tell apart, from the documents themselves. */
type Bound = readonly (string | number)[]

const KEYS: Partial<Record<Grouping, string>> = {
  day: 'on_day',
  week: "date(on_day, 'weekday 0', '-6 days')",
  month: 'substr(on_day, 1, 7)',
  kind: 'kind',
  user: 'user_id',
  technician: 'technician_id',
  location: 'location_id',
  rate: 'CAST(rate_bp AS TEXT)',
}
/** Names of ids. */
const NAMES: Partial<Record<Grouping, string>> = {
  user: '(SELECT name FROM user WHERE id = key)',
  technician: '(SELECT name FROM employee WHERE id = key)',
  location: '(SELECT name FROM location WHERE id = key)',
}
const DIVIDED: readonly Grouping[] = ['kind', 'technician', 'rate']
const SUMS = `sum(documents) AS documents, sum(orders) AS orders, sum(net_minor) AS net, sum(tax_minor) AS tax, sum(cost_minor) AS cost, sum(hours_milli) AS hours,
  coalesce(sum(net_minor) FILTER (WHERE kind = 'labor' AND source <> 'sale'), 0) AS laborNet, coalesce(sum(net_minor) FILTER (WHERE source <> 'sale'), 0) AS orderNet`

/** Conditions and values in the same order. */
function where(narrowed: Narrowed, document: string, part: string): { sql: string; bound: Bound } {
  const columns: readonly (readonly [string, string | undefined])[] = [
    [`${document}.location_id`, narrowed.locationId],
    [`${document}.user_id`, narrowed.userId],
    [`${document}.id`, narrowed.job],
    [`${part}.technician_id`, narrowed.technicianId],
    [`${part}.kind`, narrowed.kind],
    [`CAST(${part}.rate_bp AS TEXT)`, narrowed.rate],
    [`${part}.category`, narrowed.category],
  ]
  const given = columns.filter((column): column is readonly [string, string] => column[1] !== undefined)
  return { sql: given.map(([column]) => ` AND ${column} = ?`).join(''), bound: given.map(([, value]) => value) }
}
const isDivided = ({ technicianId, kind, rate, category }: Narrowed) => [technicianId, kind, rate, category].some((one) => one !== undefined)
/** Of the rows per day: those that count documents belong to nobody's part of one. */
const ofDays = (question: Question, divided: boolean) => {
  const { sql, bound } = where(question.narrowed, 'day', 'day')
  const { fromOn, toOn } = question.period
  return {
    sql: `FROM report_day AS day WHERE on_day >= ? AND on_day <= ?${divided || isDivided(question.narrowed) ? " AND kind <> ''" : ''}${sql}`,
    bound: [fromOn, toOn, ...bound],
  }
}

type Row = { [K in keyof Sums]-?: number }
const ask = <T>(db: ReadDb, sql: string, bound: Bound): T[] => sqlQuery<T, Bound>(sql).all(db, ...bound)
/** Rows hold columns beside their sums. */
const sumsOf = ({ documents, orders, net, tax, cost, hours, laborNet, orderNet }: Row): Sums => ({
  documents,
  orders,
  net,
  tax,
  cost,
  hours,
  laborNet,
  orderNet,
})

function total(question: Question): Sums {
  const { sql, bound } = ofDays(question, false)
  const [row] = ask<Row>(question.db, `SELECT ${SUMS} ${sql}`, bound)
  return row ? Object.fromEntries(Object.entries(row).map(([key, value]) => [key, value ?? 0])) : {}
}

function groups(question: Question, by: Grouping, most: number): Group[] {
  if (by === 'job') return jobs(question, most)
  if (by === 'category') return categories(question, most)
  const { sql, bound } = ofDays(question, DIVIDED.includes(by))
  const found = ask<Row & { key: string; label: string | null }>(
    question.db,
    `SELECT *, ${NAMES[by] ?? 'NULL'} AS label FROM (SELECT ${KEYS[by]} AS key, ${SUMS} ${sql} GROUP BY 1 ORDER BY ${by === 'rate' ? 'rate_bp DESC' : '1'} LIMIT ?)`,
    [...bound, most],
  )
  return found.map((row) => ({ key: row.key, label: row.label, sums: sumsOf(row) }))
}

/** Of an index that begins with them the categories alone are read. */
const CATEGORIES = `WITH RECURSIVE known (category) AS (
  SELECT min(category) FROM report_category
  UNION ALL SELECT (SELECT min(next.category) FROM report_category AS next WHERE next.category > known.category) FROM known WHERE known.category IS NOT NULL)`
/** Sums per day by category tell neither users nor technicians apart: of one of them the parts themselves are read. */
function categories({ db, period, narrowed }: Question, most: number): Group[] {
  const isSummed = narrowed.userId === undefined && narrowed.technicianId === undefined
  const document = isSummed ? 'part' : 'document'
  const { sql, bound } = where(narrowed, document, 'part')
  const found = ask<{ key: string; net: number; tax: number; cost: number }>(
    db,
    `${isSummed ? CATEGORIES : ''} SELECT part.category AS key, sum(part.net_minor) AS net, sum(part.tax_minor) AS tax, sum(part.cost_minor) AS cost
    FROM ${isSummed ? 'known CROSS JOIN report_category AS part ON part.category = known.category' : 'report_document AS document CROSS JOIN report_part AS part ON part.document_no = document.no'}
    WHERE ${document}.on_day >= ? AND ${document}.on_day <= ?${sql} GROUP BY 1 ORDER BY 1 LIMIT ?`,
    [period.fromOn, period.toOn, ...bound, most],
  )
  return found.map(({ key, ...sums }) => ({ key, label: null, sums }))
}

/** Documents with what they come to, or what a part of them does. */
const DETAILS = `document.id, document.source, document.on_day AS onDay, document.no,
  CASE document.source WHEN 'creditNote' THEN (SELECT invoice_id FROM credit_note WHERE id = document.id) ELSE document.id END AS opens,
  coalesce((SELECT number FROM invoice WHERE id = document.id), (SELECT number FROM sale WHERE id = document.id), (SELECT number FROM credit_note WHERE id = document.id), '') AS number,
  coalesce((SELECT customer ->> '$.name' FROM invoice WHERE id = document.id), (SELECT customer_name FROM sale WHERE id = document.id),
    (SELECT customer.name FROM credit_note JOIN customer ON customer.id = credit_note.customer_id WHERE credit_note.id = document.id), '') AS name,
  1 AS documents, document.orders, coalesce(sum(part.net_minor), 0) AS net, coalesce(sum(part.tax_minor), 0) AS tax, coalesce(sum(part.cost_minor), 0) AS cost, coalesce(sum(part.hours_milli), 0) AS hours,
  coalesce(sum(part.net_minor) FILTER (WHERE part.kind = 'labor' AND document.source <> 'sale'), 0) AS laborNet,
  coalesce(sum(part.net_minor) FILTER (WHERE document.source <> 'sale'), 0) AS orderNet`
interface Detail extends Row {
  id: string
  source: 'invoice' | 'creditNote' | 'sale'
  opens: string
  onDay: string
  no: number
  number: string
  name: string
}

/** The jobs and sales that earned least come first: they are what one looks for. */
function jobs({ db, period, narrowed }: Question, most: number): Group[] {
  const { sql, bound } = where({ locationId: narrowed.locationId, userId: narrowed.userId }, 'report_document', '')
  const technician = narrowed.technicianId === undefined ? '' : ' AND part.technician_id = ?'
  const found = ask<Detail>(
    db,
    narrowed.technicianId === undefined
      ? `SELECT ${DETAILS} FROM (SELECT * FROM report_document WHERE on_day >= ? AND on_day <= ?${sql} ORDER BY net_minor - cost_minor, no LIMIT ?) AS document
        LEFT JOIN report_part AS part ON part.document_no = document.no GROUP BY document.no ORDER BY document.net_minor - document.cost_minor, document.no`
      : `SELECT ${DETAILS} FROM (SELECT * FROM report_document WHERE on_day >= ? AND on_day <= ?${sql}) AS document
        CROSS JOIN report_part AS part ON part.document_no = document.no${technician} GROUP BY document.no ORDER BY sum(part.net_minor) - sum(part.cost_minor), document.no LIMIT ?`,
    [period.fromOn, period.toOn, ...bound, ...(narrowed.technicianId === undefined ? [] : [narrowed.technicianId]), most],
  )
  return found.map((row) => ({ key: row.id, label: [row.number, row.name].filter((text) => text !== '').join(' · '), sums: sumsOf(row) }))
}

function records(question: Question, after: string | undefined, limit: number): SummedRecord[] {
  const { narrowed, period } = question
  const { sql, bound } = where(narrowed, 'document', 'part')
  const cursor = decodeCursor(after, 2)
  const index = narrowed.userId === undefined ? 'report_document_day' : 'report_document_user'
  const found = ask<Detail>(
    question.db,
    `SELECT ${DETAILS} FROM report_document AS document${narrowed.job === undefined ? ` INDEXED BY ${index}` : ''} ${isDivided(narrowed) ? 'CROSS JOIN' : 'LEFT JOIN'} report_part AS part ON part.document_no = document.no
    WHERE document.on_day >= ? AND document.on_day <= ?${cursor ? ' AND (document.on_day, document.no) < (?, ?)' : ''}${sql}
    GROUP BY document.on_day, document.no ORDER BY document.on_day DESC, document.no DESC LIMIT ?`,
    [period.fromOn, period.toOn, ...(cursor ?? []), ...bound, limit],
  )
  return found.map((row) => ({
    kind: row.source,
    id: row.id,
    opens: row.opens,
    number: row.number,
    name: row.name,
    on: row.onDay,
    sums: sumsOf(row),
    cursor: [row.onDay, row.no],
  }))
}

export const documents: ReportSource = { groups, total, records }
