import type { Json } from '#shared/kernel/result.ts'
import type { EntryRow } from '#shared/modules/sync/model/view.ts'
import type { Target } from '../../../data/route.tsx'
import { paths } from '../../../paths.ts'
import { wordText } from '../../../texts/fields.ts'
import { lookUp, t } from '../../../texts/t.ts'

/** `work_order_in_bay` is told by the line `workOrderInBay`: an underscore in a line's name counts something. */
const keyOf = (constraint: string): string => constraint.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
const plain = (value: Json | undefined): string => (typeof value === 'string' ? value : '–')

/** Why the centre did not take an entry, in one sentence; null where it did. */
export function reasonText({ reason, facts }: Pick<EntryRow, 'reason' | 'facts'>): string | null {
  if (reason === null) return null
  if (reason === 'taken') return lookUp(`constraint.${keyOf(plain(facts['constraint']))}`, t('syncReason.taken'))
  if (reason === 'stateChanged') {
    const table = plain(facts['table'])
    // Somebody took the same step first: another order into the same bay.
    if (facts['from'] === facts['to']) return t('syncReason.stateSame', { from: wordText(table, 'state', facts['from']) })
    return t('syncReason.stateChanged', { from: wordText(table, 'state', facts['from']), to: wordText(table, 'state', facts['to']) })
  }
  return t(`syncReason.${reason}`)
}

/** A name inside a line, where there may be none. */
export const nameText = (name: string): string => name || '–'

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
