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
}

/** What a booking is in somebody's calendar: the car first, as a technician looks for it. */
export const entryOf = (booked: Booked): CalendarEntry => ({
  uid: `${booked.id}@bayline`,
  startAt: booked.startAt,
  endAt: booked.endAt,
  changedAt: booked.updatedAt,
  summary: [[booked.plate, booked.vehicle].filter(Boolean).join(' '), booked.customerName].filter(Boolean).join(' · '),
  location: [booked.bayName, booked.locationName, booked.locationAddress.replaceAll('\n', ', ')].filter(Boolean).join(', '),
  description: [booked.concern, booked.technicianName, booked.customerPhone].filter(Boolean).join('\n'),
  isCancelled: booked.state === 'cancelled' || booked.state === 'noShow',
  isFirm: booked.state !== 'pending' && booked.state !== 'clash',
})
