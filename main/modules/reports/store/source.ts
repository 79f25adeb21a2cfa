import type { ReadDb } from '#main/platform/db/read.ts'
import type { Grouping, Period, RECORD_KINDS, Sums } from '#shared/modules/reports/model.ts'

/** What is narrowed to; the fields of `Own` follow from the row whose records are asked for. */
export interface Narrowed {
  readonly locationId?: string | undefined
  readonly userId?: string | undefined
  readonly technicianId?: string | undefined
  readonly kind?: string | undefined
  readonly rate?: string | undefined
  readonly job?: string | undefined
  readonly device?: string | undefined
  readonly place?: string | undefined
  readonly category?: string | undefined
  readonly age?: string | undefined
  readonly customer?: string | undefined
}
export interface Question {
  readonly db: ReadDb
  readonly period: Period
  readonly narrowed: Narrowed
  readonly now: number
  /** IANA zone of the shop. */
  readonly zone: string
}
export interface Group {
  readonly key: string
  readonly label: string | null
  readonly sums: Sums
}
export interface SummedRecord {
  readonly kind: (typeof RECORD_KINDS)[number]
  readonly id: string
  /** The id under which its screen opens. */
  readonly opens: string
  readonly number: string
  readonly name: string
  readonly on: string
  readonly sums: Sums
  /** Where the next page goes on. */
  readonly cursor: readonly (string | number)[]
}

/** One kind of records as reports see them. Another one is another file like this, and its line in `sources`. */
export interface ReportSource {
  groups(question: Question, by: Grouping, most: number): Group[]
  /** Sums of all records, whatever the groups leave out. */
  total(question: Question): Sums
  records(question: Question, after: string | undefined, limit: number): SummedRecord[]
}

/** Rows that stand in memory, as a page: those behind the row that `after` names. */
export function pageOf(rows: readonly SummedRecord[], after: string | undefined, limit: number): SummedRecord[] {
  const at = after === undefined ? -1 : rows.findIndex(({ cursor }) => JSON.stringify(cursor) === after)
  return rows.slice(at + 1, at + 1 + limit)
}
