import { openConnection } from '#main/platform/db/connection.ts'
import { type ReadDb, readDb } from '#main/platform/db/read.ts'
import { encodeCursor, type Page, TOTAL_CAP } from '#shared/kernel/paging.ts'
import {
  DIVIDING,
  type Figure,
  type Grouping,
  type Period,
  type Report,
  type ReportName,
  type ReportRecord,
  REPORTS,
  type ReportTable,
  type Source,
  TIMES,
} from '#shared/modules/reports/model.ts'
import * as rules from '#shared/modules/reports/rules.ts'
import { documents } from '../store/documents.ts'
import { dues } from '../store/dues.ts'
import { hours } from '../store/hours.ts'
import type { Narrowed, Question, ReportSource } from '../store/source.ts'
import { stock } from '../store/stock.ts'
import { tills } from '../store/tills.ts'

const sources: Readonly<Record<Source, ReportSource>> = { documents, hours, tills, stock, dues }

/** What is asked of a report, checked. */
export interface Asked {
  readonly report: ReportName
  readonly by: Grouping
  readonly period: Period
  readonly narrowed: Pick<Narrowed, 'locationId' | 'userId' | 'technicianId'>
  readonly key?: string | undefined
  readonly after?: string | undefined
  readonly limit: number
  readonly what: 'table' | 'records'
  readonly now: number
  readonly zone: string
}
export type Table = Omit<ReportTable, 'computedAt' | 'waiting'>
export type Answer = { readonly table: Table } | { readonly page: Page<ReportRecord>; readonly figures: Figure[] }

const FIELDS: Partial<Record<Grouping, keyof Narrowed>> = {
  kind: 'kind',
  user: 'userId',
  technician: 'technicianId',
  location: 'locationId',
  rate: 'rate',
  job: 'job',
  device: 'device',
  place: 'place',
  category: 'category',
  age: 'age',
  customer: 'customer',
}

/** The question behind a row; null where its key cannot be one. */
function behind(asked: Asked, question: Question): Question | null {
  const { by, key } = asked
  if (key === undefined) return question
  if (TIMES.includes(by)) {
    const period = rules.within(asked.period, by, key)
    return period && { ...question, period }
  }
  const field = FIELDS[by]
  const narrowed = question.narrowed
  // A row beside the filter that is in force has no records.
  if (field === undefined || (narrowed[field] !== undefined && narrowed[field] !== key)) return null
  return { ...question, narrowed: { ...narrowed, [field]: key } }
}

export function answer(db: ReadDb, asked: Asked): Answer {
  const report: Report = REPORTS[asked.report]
  const source = sources[report.source]
  const question: Question = { db, period: asked.period, narrowed: asked.narrowed, now: asked.now, zone: asked.zone }
  const figures = rules.figuresOf(report, asked.by, asked.narrowed.technicianId !== undefined)
  if (asked.what === 'records') return { figures, page: pageBehind(source, behind(asked, question), figures, asked) }
  const groups = source.groups(question, asked.by, asked.limit + 1)
  return {
    table: {
      figures,
      rows: groups
        .slice(0, asked.limit)
        .map(({ key, label, sums }) => ({ key, label, values: rules.valuesOf(figures, sums) }))
        // Somebody's hours cost money and sold nothing: no row where only sales are asked for.
        .filter(({ values }) => !DIVIDING.includes(asked.by) || values.some((value) => value !== null && value !== 0)),
      totals: rules.valuesOf(figures, source.total(question)),
      isCut: groups.length > asked.limit,
    },
  }
}

function pageBehind(source: ReportSource, question: Question | null, figures: readonly Figure[], { after, limit }: Asked): Page<ReportRecord> {
  const found = question ? source.records(question, after, limit + 1) : []
  const last = found.length > limit ? found[limit - 1] : undefined
  // Only the first page says how many there are: the others were counted with it.
  const counted = question && last && after === undefined ? source.records(question, undefined, TOTAL_CAP + 1).length : Math.min(found.length, limit)
  return {
    rows: found
      .slice(0, limit)
      .map(({ kind, id, opens, number, name, on, sums }) => ({ kind, id, opens, number, name, on, values: rules.valuesOf(figures, sums) })),
    next: last ? encodeCursor(last.cursor) : null,
    total: Math.min(counted, TOTAL_CAP),
    totalIsCapped: counted > TOTAL_CAP,
  }
}

/** In a thread of its own, on a connection of its own that cannot write: nobody's deed waits for it. The tables that it read come along. */
export function readReport({ file, asked }: { file: string; asked: Asked }): { answer: Answer; reads: string[] } {
  const connection = openConnection(file, { readonly: true })
  try {
    const db = readDb(connection)
    connection.raw.exec('BEGIN') // one moment for all statements
    return { answer: answer(db, asked), reads: [...db.reads] }
  } finally {
    connection.raw.close()
  }
}
