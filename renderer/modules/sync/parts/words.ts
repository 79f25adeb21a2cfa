import { MINUTE_MS } from '#shared/kernel/time.ts'
import type { Json } from '#shared/kernel/result.ts'
import type { EntryRow } from '#shared/modules/sync/model/view.ts'
import type { Target } from '../../../data/route.tsx'
import { paths } from '../../../paths.ts'
import { durationText } from '../../../texts/duration.ts'
import { lookUp, t } from '../../../texts/t.ts'
import type { UiWords } from '../../../ui/words.tsx'

/** Where the words for a table's states stand. */
const STATE_WORDS: Readonly<Record<string, string>> = {
  work_order: 'orderState',
  appointment: 'bookingState',
  invoice: 'invoiceState',
  bay: 'bayState',
  sync_device: 'deviceState',
}
/** `work_order_in_bay` is told by the line `workOrderInBay`: an underscore in a line's name counts something. */
const keyOf = (constraint: string): string => constraint.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
const plain = (value: Json | undefined): string => (typeof value === 'string' ? value : '–')
const stateText = (table: string, state: Json | undefined): string => lookUp(`${STATE_WORDS[table] ?? ''}.${plain(state)}`, plain(state))

/** Why the centre did not take an entry, in one sentence; null where it did. */
export function reasonText({ reason, facts }: Pick<EntryRow, 'reason' | 'facts'>): string | null {
  if (reason === null) return null
  if (reason === 'taken') return lookUp(`constraint.${keyOf(plain(facts['constraint']))}`, t('syncReason.taken'))
  if (reason === 'stateChanged') {
    const table = plain(facts['table'])
    // Somebody took the same step first: another order into the same bay.
    if (facts['from'] === facts['to']) return t('syncReason.stateSame', { from: stateText(table, facts['from']) })
    return t('syncReason.stateChanged', { from: stateText(table, facts['from']), to: stateText(table, facts['to']) })
  }
  return t(`syncReason.${reason}`)
}

/** A name inside a line, where there may be none. */
export const nameText = (name: string): string => name || '–'

export const fieldText = (field: string): string => lookUp(`field.${field}`, field)
/** Written for searching and sorting only: what they are made of is shown. */
const DERIVED = new Set(['nameKey', 'phoneDigits', 'platePlain', 'skuKey', 'codes'])
export const isShown = (field: string): boolean => !DERIVED.has(field)

/** A value as its field means it: the unit stands in the field's name. */
export function valueText(table: string, field: string, value: Json | undefined, names: Readonly<Record<string, string>>, words: UiWords): string {
  if (value === null || value === undefined || value === '') return '–'
  if (typeof value === 'boolean') return value ? t('common.yes') : t('common.no')
  if (typeof value === 'object') return JSON.stringify(value)
  if (field === 'state') return stateText(table, value)
  if (typeof value === 'string') return names[value] || value
  if (field.endsWith('Minor')) return words.money(value)
  if (field.endsWith('At')) return words.dateTime(value)
  if (field.endsWith('Ms')) return durationText(value / MINUTE_MS)
  if (field.endsWith('Milli')) return words.number(value / 1000)
  if (field.endsWith('Bp')) return `${words.number(value / 100)} %`
  if (field.endsWith('AtMinutes')) return `${Math.floor(value / 60)}:${String(value % 60).padStart(2, '0')}`
  return words.number(value)
}

const PAGES: Readonly<Record<string, (id: string) => { to: string; params?: Record<string, string>; search?: Record<string, string> }>> = {
  customer: (id) => ({ to: paths.customer, params: { customerId: id } }),
  vehicle: (id) => ({ to: paths.vehicle, params: { vehicleId: id } }),
  work_order: (id) => ({ to: paths.workOrder, params: { workOrderId: id } }),
  invoice: (id) => ({ to: paths.invoice, params: { invoiceId: id } }),
  catalog_item: (id) => ({ to: paths.catalogItem, params: { itemId: id } }),
  appointment: (id) => ({ to: paths.schedule, search: { booking: id } }),
}
/** The page of a record, where it has one. */
export const pageOf = (table: string, id: string): Target<typeof paths.home> | null => (PAGES[table]?.(id) as Target<typeof paths.home> | undefined) ?? null // one of several paths, each with its own parameters
