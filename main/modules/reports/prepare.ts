import type { In, PrepareCtx } from '#main/platform/context.ts'
import { offload } from '#main/platform/offload.ts'
import { minorDigits } from '#shared/kernel/money.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { DAY_MS, HOUR_MS } from '#shared/kernel/time.ts'
import { type reportsContract, reportsFails } from '#shared/modules/reports/contract.ts'
import { type Figure, FIGURES, type FILTERS, MAX_EXPORT, MAX_GROUPS, MAX_PERIOD_DAYS, type Report, REPORTS } from '#shared/modules/reports/model.ts'
import * as workspace from '../workspace/service.ts'
import { type Answer, answer, type Asked, type readReport } from './parts/answer.ts'
import { gatherDue } from './service/gather.ts'

type C = typeof reportsContract
type Input = In<C, 'table'> & { key?: string | undefined; after?: string | undefined }
type Refused = Failure<'reports.unknownGrouping' | 'reports.unknownFilter' | 'reports.wrongPeriod' | 'reports.tooSlow'>

export interface ReportFile {
  fileName: string
  base64: string
  rows: number
  isCut: boolean
}

/** The thread keeps its program for the next figures, not its connection: nothing holds the file. */
const CAPS = { ms: 60_000, memoryMb: 512, keepMs: 300_000 }

function checked(ctx: PrepareCtx, input: Input, what: Asked['what'], limit: number): Result<Asked, Refused> {
  const { report, by, fromOn, toOn, locationId, userId, technicianId, key, after } = input
  const known: Report = REPORTS[report]
  const grouping = by ?? known.by[0]
  if (!known.by.includes(grouping)) return reportsFails.unknownGrouping({ report, by: grouping })
  const filters = { userId, technicianId } satisfies Record<(typeof FILTERS)[number], unknown>
  for (const filter of ['userId', 'technicianId'] as const)
    if (filters[filter] !== undefined && !known.filters?.includes(filter)) return reportsFails.unknownFilter({ report, filter })
  const days = (Date.parse(toOn) - Date.parse(fromOn)) / DAY_MS + 1
  if (days < 1 || days > MAX_PERIOD_DAYS) return reportsFails.wrongPeriod({ maxDays: MAX_PERIOD_DAYS })
  const { zone } = workspace.theCompany(ctx.db)
  return ok({ report, by: grouping, period: { fromOn, toOn }, narrowed: { locationId, ...filters }, key, after, limit, what, now: ctx.now, zone })
}

/** Away from the thread that writes, where the database is a file. */
async function ask(
  ctx: PrepareCtx,
  input: Input,
  what: Asked['what'],
  limit: number,
): Promise<Result<{ asked: Asked; answer: Answer; waiting: number }, Refused>> {
  const asked = checked(ctx, input, what, limit)
  if (!asked.ok) return asked
  const waiting = gatherDue(ctx)
  const { file } = ctx.platform.store.connection
  if (file === ':memory:') return ok({ asked: asked.value, answer: answer(ctx.db, asked.value), waiting })
  const found = await offload<typeof readReport>(ctx.platform.config, 'readReport', { file, asked: asked.value }, CAPS)
  if (!found.ok) return reportsFails.tooSlow()
  for (const read of found.value.reads) ctx.db.reads.add(read)
  return ok({ asked: asked.value, answer: found.value.answer, waiting })
}

export async function table(ctx: PrepareCtx, input: In<C, 'table'>) {
  const found = await ask(ctx, input, 'table', MAX_GROUPS)
  if (!found.ok) return found
  const { answer: given, waiting } = found.value
  if (!('table' in given)) throw new Error('a table was asked for')
  return ok({ ...given.table, computedAt: ctx.now, waiting })
}

export async function records(ctx: PrepareCtx, input: In<C, 'records'>) {
  const found = await ask(ctx, input, 'records', input.limit)
  if (!found.ok) return found
  const { answer: given } = found.value
  if (!('page' in given)) throw new Error('records were asked for')
  return ok(given.page)
}

async function exported(ctx: PrepareCtx, input: In<C, 'export'>) {
  const found = await ask(ctx, input, input.what, MAX_EXPORT)
  if (!found.ok) return found
  const { csvOf, xlsxOf } = await import('#main/platform/tables/write.ts') // loaded with the first export: it brings a spreadsheet library
  const { asked, answer: given } = found.value
  const { currency } = workspace.theCompany(ctx.db)
  const cells = (figures: readonly Figure[], values: readonly (number | null)[]) =>
    values.map((value, i) => plain(figures[i] ?? 'net', value, minorDigits(currency)))
  const [names, rows, isCut] =
    'table' in given
      ? [
          [asked.by, ...given.table.figures],
          given.table.rows.map(({ key, label, values }) => [label ?? key, ...cells(given.table.figures, values)]),
          given.table.isCut,
        ]
      : [
          ['date', 'record', 'number', 'name', ...given.figures],
          given.page.rows.map(({ on, kind, number, name, values }) => [on, kind, number, name, ...cells(given.figures, values)]),
          given.page.next !== null,
        ]
  const bytes = input.format === 'csv' ? Buffer.from(csvOf(names, rows)) : xlsxOf(input.report, names, rows)
  const { fromOn, toOn } = asked.period
  const file: ReportFile = { fileName: `${input.report}-${fromOn}-${toOn}.${input.format}`, base64: bytes.toString('base64'), rows: rows.length, isCut }
  return ok(file)
}
export { exported as export }

/** A figure in its unit: money in whole units, time in hours, shares in percent. */
function plain(figure: Figure, value: number | null, digits: number): number | null {
  if (value === null) return null
  const per = { money: 10 ** digits, count: 1, hours: 1000, time: HOUR_MS, percent: 100 } as const
  return value / per[FIGURES[figure]]
}
