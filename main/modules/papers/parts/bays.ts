import type { Letterhead as Head } from '#main/platform/print/kit.ts'
import { figuresOf, fill, sellerLines } from '#main/platform/print/words.ts'
import type { AppointmentView } from '#shared/modules/appointments/model.ts'
import type { Bay } from '#shared/modules/bays/model.ts'
import { addDays, atLocal, HOUR_MS } from '#shared/kernel/time.ts'
import type { Letterhead } from '#shared/modules/workspace/model.ts'
import type { Reader, Seller } from './order.ts'
import { TEXTS } from './texts.ts'

/** A day of the bays as plain text. */
export interface BaySheet extends Head {
  readonly columns: readonly { readonly head: string; readonly width?: number }[]
  readonly bays: readonly { readonly name: string; readonly load: string; readonly rows: readonly (readonly string[])[] }[]
  readonly nothing: string
}

/** Cancelled and missed bookings are left out; what runs over midnight stands on both days, each with its share of the hours, and says on which it begins and ends. */
export function baySheetOf(
  day: {
    readonly bays: readonly Bay[]
    readonly bookings: readonly AppointmentView[]
    readonly on: string
    readonly seller: Seller
    readonly letterhead: Letterhead
  },
  { language, zone, currency, now }: Reader,
): BaySheet {
  const t = TEXTS[language]
  const f = figuresOf(language, zone, currency)
  const [fromAt, toAt] = [atLocal(day.on, 0, zone), atLocal(addDays(day.on, 1), 0, zone)]
  const told = (at: number) => (at < fromAt || at > toAt ? f.moment(at) : f.time(at))
  const live = day.bookings.filter(({ state }) => state !== 'cancelled' && state !== 'noShow')
  return {
    language,
    rightToLeft: language === 'ar',
    title: t.baySheet,
    number: f.day(day.on),
    issuedAt: now,
    stamp: '',
    seller: sellerLines(day.seller, t.taxId, day.letterhead.footer),
    pageOf: t.pageOf,
    columns: [
      { head: t.time, width: 98 },
      { head: t.vehicle, width: 118 },
      { head: t.customer, width: 86 },
      { head: t.work },
      { head: t.technician, width: 76 },
    ],
    bays: day.bays.map((bay) => {
      const own = live.filter(({ bayId }) => bayId === bay.id).toSorted((a, b) => a.startAt - b.startAt)
      const hours = own.reduce((sum, { startAt, endAt }) => sum + Math.min(endAt, toAt) - Math.max(startAt, fromAt), 0) / HOUR_MS
      return {
        name: bay.name,
        load: own.length === 0 ? '' : fill(t.load, { count: f.number(own.length), hours: f.number(Math.round(hours * 10) / 10) }),
        rows: own.map((booking) => [
          `${told(booking.startAt)}–${told(booking.endAt)}`,
          [booking.plate, booking.vehicleLabel].filter(Boolean).join('\n'),
          booking.customerName,
          [booking.purpose === null ? booking.bookingTypeName : t.purposes[booking.purpose], booking.concern || (booking.purpose && booking.note)]
            .filter(Boolean)
            .join(': '),
          booking.technicianName,
        ]),
      }
    }),
    nothing: t.nothing,
  }
}
