import { MINUTE_MS } from '#shared/kernel/time.ts'
import type { Json } from '#shared/kernel/result.ts'
import { durationText } from './duration.ts'
import { formatDateTime, formatDay, formatMoneyOf, formatNumber } from './format.ts'
import { UNSHOWN } from './en/fields.ts'
import { language, lookUp, t } from './t.ts'
import { wordsFor } from './values.ts'

/** The word for a record's field: `customerId` is "Customer". */
export const fieldText = (field: string): string => lookUp(`field.${field}`, field)
export const isShown = (field: string): boolean => !UNSHOWN.has(field)

/** The word for a value of a closed list, such as a state; what has none says itself. */
export const wordText = (table: string, field: string, value: Json | undefined): string => {
  const plain = typeof value === 'string' ? value : '–'
  return lookUp(`${wordsFor(table, field) ?? ''}.${plain}`, plain)
}

/** A value as its field means it: the unit stands in the field's name. `names` tell what ids stand for. */
export function valueText(table: string, field: string, value: Json | undefined, names: Readonly<Record<string, string>> = {}): string {
  const tongue = language()
  if (value === null || value === undefined || value === '') return '–'
  if (typeof value === 'boolean') return value ? t('common.yes') : t('common.no')
  if (typeof value === 'object') return JSON.stringify(value)
  if (typeof value === 'string')
    return field.endsWith('On') && /^\d{4}-\d\d-\d\d$/.test(value) ? formatDay(value, tongue) : names[value] || wordText(table, field, value)
  if (field.endsWith('Minor')) return formatMoneyOf(value, tongue)
  if (/(At|Until)$/.test(field)) return value > 0 ? formatDateTime(value, tongue) : '–' // 0 stands for never
  if (field.endsWith('Ms')) return durationText(value / MINUTE_MS)
  if (field.endsWith('Milli')) return formatNumber(value / 1000, tongue)
  if (field.endsWith('Bp')) return `${formatNumber(value / 100, tongue)} %`
  if (field.endsWith('AtMinutes')) return `${Math.floor(value / 60)}:${String(value % 60).padStart(2, '0')}`
  if (field === 'year') return String(value)
  return formatNumber(value, tongue)
}
