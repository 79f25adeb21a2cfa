import { useParams } from '@tanstack/react-router'
import { z } from 'zod'
import { id } from '#shared/kernel/ids.ts'
import { localDate } from '#shared/kernel/time.ts'
import { GROUPINGS, type Grouping, type Period, type Report, REPORT_NAMES, type ReportName, REPORTS } from '#shared/modules/reports/model.ts'
import { type PeriodName, PERIODS, periodOf } from '#shared/modules/reports/rules.ts'
import type { Input } from '../../../data/client.ts'
import { useNow } from '../../../data/now.ts'
import { useFilters } from '../../../data/route.tsx'
import { useWords } from '../../../ui/words.tsx'

export const reportFilters = z.object({
  period: z.enum(PERIODS),
  from: z.iso.date(),
  to: z.iso.date(),
  by: z.enum(GROUPINGS),
  locationId: id('location'),
  userId: id('user'),
  technicianId: id('employee'),
  /** The row whose records are shown. */
  key: z.string().max(200),
})
export type ReportFilters = Partial<z.output<typeof reportFilters>>

interface AskedReport {
  readonly name: ReportName
  readonly report: Report
  readonly by: Grouping
  readonly period: Period
  readonly periodName: PeriodName
  readonly input: Input<'reports.table'>
  readonly filters: ReportFilters
  readonly set: (next: ReportFilters) => void
}

/** What the address asks for. Undefined: it names no report. */
export function useAsked(): AskedReport | undefined {
  const { report: given } = useParams({ strict: false }) as { report?: string } // the route's own parameter
  const [filters, set] = useFilters(reportFilters)
  const now = useNow()
  const { zone } = useWords()
  const name = REPORT_NAMES.find((known) => known === given)
  if (!name) return undefined
  const report: Report = REPORTS[name]
  const { from, to, locationId } = filters
  const by = filters.by !== undefined && report.by.includes(filters.by) ? filters.by : report.by[0]
  const periodName = filters.period ?? 'month'
  const today = localDate(now, zone)
  const period = periodName === 'own' ? { fromOn: from ?? today, toOn: to ?? today } : periodOf(periodName, today)
  const people = Object.fromEntries((report.filters ?? []).flatMap((key) => (filters[key] === undefined ? [] : [[key, filters[key]]])))
  return {
    name,
    report,
    by,
    period,
    periodName,
    filters,
    set,
    input: { report: name, by, ...period, ...(locationId !== undefined && { locationId }), ...people },
  }
}
