import { type Purpose, PURPOSE_NAMES } from '../../appointments/model.ts'
import type { Language } from '../../workspace/model.ts'
import type { CalendarEntry } from '../model.ts'

/** A booking as a store or the centre reads it. */
export interface Booked {
  readonly id: string
  readonly startAt: number
  readonly endAt: number
  readonly updatedAt: number
  readonly state: string
  readonly customerName: string
  readonly customerPhone: string
  readonly vehicle: string
  readonly plate: string
  readonly concern: string
  readonly bayName: string
  readonly technicianName: string
  readonly locationName: string
  readonly locationAddress: string
  /** Of a block without a job, which has neither customer nor vehicle. */
  readonly purpose: Purpose | null
  readonly note: string
}

/** What a booking is in somebody's calendar: the car first, as a technician looks for it. What the shop noted of a booking stays in the shop. */
export const entryOf = (booked: Booked, language: Language): CalendarEntry => ({
  uid: `${booked.id}@bayline`,
  startAt: booked.startAt,
  endAt: booked.endAt,
  changedAt: booked.updatedAt,
  summary:
    booked.purpose === null
      ? [[booked.plate, booked.vehicle].filter(Boolean).join(' '), booked.customerName].filter(Boolean).join(' · ')
      : PURPOSE_NAMES[language][booked.purpose],
  location: [booked.bayName, booked.locationName, booked.locationAddress.replaceAll('\n', ', ')].filter(Boolean).join(', '),
  description: [booked.purpose === null ? booked.concern : booked.note, booked.technicianName, booked.customerPhone].filter(Boolean).join('\n'),
  isCancelled: booked.state === 'cancelled' || booked.state === 'noShow',
  isFirm: booked.state !== 'pending' && booked.state !== 'clash',
})
