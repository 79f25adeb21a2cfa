import { type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import { DAY_MS, localDate } from '#shared/kernel/time.ts'
import type { Grouping } from '#shared/modules/reports/model.ts'
import { added, dueAge } from '#shared/modules/reports/rules.ts'
import { type Group, pageOf, type Question, type ReportSource, type SummedRecord } from './source.ts'

/** Invoices of which something is due now. */
interface Row {
  id: string
  number: string
  dueOn: string
  customerId: string
  name: string
  locationId: string
  locationName: string | null
  due: number
}
const open = sqlQuery<Row, []>(`
  SELECT open.invoice_id AS id, open.number, open.due_on AS dueOn, open.customer_id AS customerId, coalesce(customer.name, '') AS name, open.location_id AS locationId, location.name AS locationName, open.due_minor AS due
  FROM invoice_open AS open INDEXED BY invoice_open_due LEFT JOIN customer ON customer.id = open.customer_id LEFT JOIN location ON location.id = open.location_id ORDER BY open.due_on, open.invoice_id`)

type Aged = Row & { age: string }
function rows({ db, narrowed, now, zone }: Question): Aged[] {
  const today = Date.parse(localDate(now, zone))
  return open
    .all(db)
    .map((row) => ({ ...row, age: dueAge((today - Date.parse(row.dueOn)) / DAY_MS) }))
    .filter(
      ({ locationId, customerId, age }) =>
        (narrowed.locationId ?? locationId) === locationId && (narrowed.customer ?? customerId) === customerId && (narrowed.age ?? age) === age,
    )
}
const sumsOf = ({ due }: Row) => ({ documents: 1, due })

function groups(question: Question, by: Grouping, most: number): Group[] {
  const keyOf = (row: Aged) => (by === 'age' ? row.age : by === 'customer' ? row.customerId : row.locationId)
  const labelOf = (row: Aged) => (by === 'age' ? null : by === 'customer' ? row.name : row.locationName)
  const found = [...Map.groupBy(rows(question), keyOf)].map(([key, own]) => ({ key, label: own[0] ? labelOf(own[0]) : null, sums: added(own.map(sumsOf)) }))
  return by === 'age' ? found : found.sort((a, b) => (b.sums.due ?? 0) - (a.sums.due ?? 0) || (a.key < b.key ? -1 : 1)).slice(0, most)
}

export const dues: ReportSource = {
  groups,
  total: (question) => added(rows(question).map(sumsOf)),
  records: (question, after, limit) =>
    pageOf(
      rows(question).map(
        (row): SummedRecord => ({
          kind: 'invoice',
          id: row.id,
          opens: row.id,
          number: row.number,
          name: row.name,
          on: row.dueOn,
          sums: sumsOf(row),
          cursor: [row.dueOn, row.id],
        }),
      ),
      after,
      limit,
    ),
}

const openSums = sqlQuery<{ count: number; due: number; lateCount: number; late: number }, { today: string; locationId: string | null }[]>(`
  SELECT count(*) AS count, coalesce(sum(due_minor), 0) AS due, count(*) FILTER (WHERE due_on < @today) AS lateCount, coalesce(sum(due_minor) FILTER (WHERE due_on < @today), 0) AS late
  FROM invoice_open WHERE @locationId IS NULL OR location_id = @locationId`)
/** What is due in all, and of it what should have been paid before today. */
export const openDues = (db: ReadDb, locationId: string | undefined, today: string) =>
  openSums.get(db, { today, locationId: locationId ?? null }) ?? { count: 0, due: 0, lateCount: 0, late: 0 }
