import { type EpochMs, MINUTE_MS, overlaps } from '../../../kernel/time.ts'
import { LONGEST_MS, SLOT_STEP_MS } from '../../appointments/model.ts'
import type { Booking } from '../../appointments/rules.ts'
import { type Capacity, rebooked } from '../../appointments/rules/days.ts'

/** A booking whose job needs more time than is booked, and when it ends once it has it. */
export interface Grown {
  readonly booking: Booking
  readonly endAt: EpochMs
}
/** What grows where it stands, and what must make room for it first. */
export interface Growth extends Grown {
  readonly pushes: readonly Booking[]
}

/**
 * The end of a booking whose job takes `neededMinutes` where `bookedMinutes` are booked, in quarters of an hour; null while what is booked does.
 * Units: minutes of labour, minutes of all its times.
 */
export function grownEnd(booking: Booking, neededMinutes: number, bookedMinutes: number): EpochMs | null {
  const more = Math.ceil(((neededMinutes - bookedMinutes) * MINUTE_MS) / SLOT_STEP_MS) * SLOT_STEP_MS
  return more > 0 ? Math.min(booking.endAt + more, booking.startAt + LONGEST_MS) : null
}

const isIn = (all: readonly Pick<Booking, 'id'>[], one: Pick<Booking, 'id'>) => all.some(({ id }) => id === one.id)
const meets = (a: Booking, b: Booking) =>
  overlaps(a, b) && ((a.bayId !== null && a.bayId === b.bayId) || (a.technicianId !== null && a.technicianId === b.technicianId))

/**
 * Who makes room for whom, earliest first: what stands in the way of one that grows is pushed, and one that is pushed grows where it
 * lands. One that meets what cannot move (`mayMove`) is stuck. The capacity answered is the shop's once all have grown, so
 * that those pushed find their slots around them.
 */
export function grow(
  capacity: Capacity,
  grown: readonly Grown[],
  mayMove: (booking: Booking) => boolean,
): { growths: Growth[]; stuck: Grown[]; capacity: Capacity } {
  const growths: Growth[] = []
  const stuck: Grown[] = []
  const pushed: Booking[] = []
  for (const one of grown.toSorted((a, b) => a.booking.startAt - b.booking.startAt || (a.booking.id < b.booking.id ? -1 : 1))) {
    if (isIn(pushed, one.booking)) continue
    const wanted = { ...one.booking, endAt: one.endAt }
    const inTheWay = capacity.live(one.booking.endAt, one.endAt).filter((other) => other.id !== one.booking.id && meets(other, wanted))
    if (!inTheWay.every(mayMove)) {
      stuck.push(one)
      continue
    }
    const fresh = inTheWay.filter((other) => !isIn(pushed, other))
    pushed.push(...fresh)
    growths.push({ ...one, pushes: fresh })
  }
  return {
    growths,
    stuck,
    capacity: rebooked(
      capacity,
      growths.map(({ booking }) => booking),
      growths.map(({ booking, endAt }) => ({ ...booking, endAt })),
    ),
  }
}
