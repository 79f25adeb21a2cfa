import { type Figure, FIGURES, type Grouping, DUE_AGES, STOCK_AGES, type ReportName } from '#shared/modules/reports/model.ts'
import { SALE_LINE_KINDS } from '#shared/modules/pos/model.ts'
import { HOUR_MS } from '#shared/kernel/time.ts'
import { formatDay, formatMoneyOf, formatMonth, formatNumber, formatTick, localeOf } from '../../../texts/format.ts'
import type { Translate } from '../../../texts/t.ts'

const decimal = (value: number, digits: number, language: string) =>
  new Intl.NumberFormat(localeOf(language), { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)

/** A figure in its unit; a dash where there was nothing to divide by. */
export function figureText(t: Translate, language: string, figure: Figure, value: number | null | undefined): string {
  if (value === null || value === undefined) return '–'
  const unit = FIGURES[figure]
  if (unit === 'money') return formatMoneyOf(value, language)
  if (unit === 'percent') return `${decimal(value / 100, 1, language)} %`
  if (unit === 'count') return formatNumber(value, language)
  return t('reports.hoursUnit', { hours: decimal(unit === 'hours' ? value / 1000 : value / HOUR_MS, 2, language) })
}

/** What a row stands for. */
export function rowText(
  t: Translate,
  language: string,
  report: ReportName,
  by: Grouping,
  { key, label }: { key: string; label: string | null },
  isShort = false,
): string {
  if (by === 'day') return isShort ? formatTick(key, language) : formatDay(key, language)
  if (by === 'week') return isShort ? formatTick(key, language) : t('reports.weekOf', { on: key })
  if (by === 'month') return formatMonth(key, language)
  if (by === 'rate') return `${decimal(Number(key) / 100, Number(key) % 100 === 0 ? 0 : 2, language)} %`
  if (by === 'age') return ageText(t, report === 'dues' ? DUE_AGES : STOCK_AGES, key)
  if (by === 'kind') {
    const kind = SALE_LINE_KINDS.find((known) => known === key)
    return kind ? t(`saleLine.${kind}`) : key
  }
  if (by === 'category') return key === '' ? t('reports.noCategory') : key
  return label ?? (key === '' ? t('reports.nobody') : key)
}

function ageText(t: Translate, limits: readonly number[], key: string): string {
  const last = limits.at(-1) ?? 0
  const index = limits.indexOf(Number(key))
  if (index < 0) return t('reports.daysOver', { days: last })
  const to = limits[index] ?? 0
  return to === 0 ? t('reports.notDue') : t('reports.days', { from: (limits[index - 1] ?? -1) + 1, to })
}
