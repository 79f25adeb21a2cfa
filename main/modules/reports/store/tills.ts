import { sqlQuery } from '#main/platform/db/read.ts'
import { addDays, atLocal, localDate } from '#shared/kernel/time.ts'
import type { Grouping } from '#shared/modules/reports/model.ts'
import { added, keyOf } from '#shared/modules/reports/rules.ts'
import { type Group, pageOf, type Question, type ReportSource, type SummedRecord } from './source.ts'

/** Tills that were counted and closed: what they should have held, and did. */
interface Row {
  id: string
  number: string
  deviceTag: string
  deviceName: string
  locationId: string
  locationName: string | null
  closedAt: number
  expected: number
  counted: number
}
const closed = sqlQuery<Row, [fromAt: number, toAt: number]>(`
  SELECT till.id, till.number, till.device_tag AS deviceTag, till.device_name AS deviceName, till.location_id AS locationId, location.name AS locationName,
    till.closed_at AS closedAt, till.expected_minor AS expected, till.counted_minor AS counted
  FROM till LEFT JOIN location ON location.id = till.location_id
  WHERE till.closed_at >= ? AND till.closed_at < ?`)

function rows({ db, period, narrowed, zone }: Question): (Row & { on: string })[] {
  const [fromAt, toAt] = [atLocal(period.fromOn, 0, zone), atLocal(addDays(period.toOn, 1), 0, zone)]
  return closed
    .all(db, fromAt, toAt)
    .filter(({ locationId, deviceTag }) => (narrowed.locationId ?? locationId) === locationId && (narrowed.device ?? deviceTag) === deviceTag)
    .map((row) => ({ ...row, on: localDate(row.closedAt, zone) }))
    .sort((a, b) => b.closedAt - a.closedAt || (a.id < b.id ? 1 : -1))
}
const sumsOf = ({ expected, counted }: Row) => ({ closings: 1, expected, counted })

function groups(question: Question, by: Grouping, most: number): Group[] {
  const keyOfRow = (row: Row & { on: string }) => (by === 'device' ? row.deviceTag : by === 'location' ? row.locationId : keyOf(by, row.on))
  const labelOf = (row: Row) => (by === 'device' ? `${row.deviceName} ${row.deviceTag}` : by === 'location' ? row.locationName : null)
  return [...Map.groupBy(rows(question), keyOfRow)]
    .map(([key, own]) => ({ key, label: own[0] ? labelOf(own[0]) : null, sums: added(own.map(sumsOf)) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .slice(0, most)
}

export const tills: ReportSource = {
  groups,
  total: (question) => added(rows(question).map(sumsOf)),
  records: (question, after, limit) =>
    pageOf(
      rows(question).map(
        (row): SummedRecord => ({
          kind: 'till',
          id: row.id,
          opens: row.id,
          number: row.number,
          name: `${row.deviceName} ${row.deviceTag}`,
          on: row.on,
          sums: sumsOf(row),
          cursor: [row.closedAt, row.id],
        }),
      ),
      after,
      limit,
    ),
}
