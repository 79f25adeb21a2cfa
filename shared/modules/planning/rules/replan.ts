import { type EpochMs, localDate, MINUTE_MS } from '../../../kernel/time.ts'
import type { Slot, SlotReason } from '../../appointments/model.ts'
import type { Booking } from '../../appointments/rules.ts'
import { type Capacity, rebooked, type SlotSearch, type Wanted } from '../../appointments/rules/days.ts'
import { find, firstFreeSlot } from '../../appointments/rules/slots.ts'
import type { Cause, Seat } from '../model.ts'
import { chanceOf } from './chance.ts'

/** A booking that must or may move, and what its slot must have; its own `fromAt` says from when on it may stand. */
export interface Mover {
  readonly booking: Booking
  readonly cause: Cause
  readonly wanted: Wanted
}
export interface Moved {
  readonly mover: Mover
  readonly slot: Slot | null
  readonly whyNotEarlier: readonly SlotReason[]
}

/** Searches for a slot that the choice of an order may cost, all in all: about a tenth of a second in a big shop. */
const SEARCHES = 240
/** What it costs, in minutes of waiting, when a customer must come on another day, or somebody else does the work. */
const OTHER_DAY = 240
const OTHER_TECHNICIAN = 20
const OTHER_BAY = 5
const NO_SLOT = 100_000

/**
 * A slot for each mover. They are seated one after the other, each in the first slot that is free by then: what stays, what was
 * seated before, and the old slots of those still to come are in the way, so the moves can be made in that order. Which order is
 * best is sought by exchanging two and keeping what waits less; the same shop and seed always give the same plan. Holds PLAN-1.
 */
export function replan(capacity: Capacity, movers: readonly Mover[], seed: number): Moved[] {
  const chance = chanceOf(seed)
  let best = movers.toSorted((a, b) => a.booking.startAt - b.booking.startAt || (a.booking.id < b.booking.id ? -1 : 1))
  let least = costOf(capacity, best)
  const tries = movers.length < 2 ? 0 : Math.floor(SEARCHES / movers.length)
  for (let k = 0; k < tries && least > 0; k++) {
    const other = [...best]
    const [i, j] = [chance.below(other.length), chance.below(other.length)]
    const [one, two] = [other[i] as Mover, other[j] as Mover] // both below the length
    if (i === j) continue
    other[i] = two
    other[j] = one
    const cost = costOf(capacity, other)
    if (cost >= least) continue
    best = other
    least = cost
  }
  const seated: Seated[] = []
  return best.map((mover) => {
    const { slot, whyNotEarlier } = firstFreeSlot(sought(capacity, seated, mover))
    if (slot) seated.push({ ...slot, id: mover.booking.id, was: mover.booking })
    const isBetter = slot !== null && (mover.cause !== 'pulled' || mover.booking.startAt - slot.startAt >= PULLED_MS)
    return { mover, slot: isBetter ? slot : null, whyNotEarlier }
  })
}
/** Nobody is called over for less. */
const PULLED_MS = 30 * MINUTE_MS

/** Where a mover stands, and where it stood. */
type Seated = Seat & Pick<Booking, 'id'> & { readonly was: Booking }

/** What a mover looks for, in the shop as it stands when some have moved and it is about to. */
const sought = (capacity: Capacity, seated: readonly Seated[], { booking, wanted }: Mover): SlotSearch =>
  rebooked({ ...capacity, ...wanted }, [booking, ...seated.map(({ was }) => was)], seated)

function costOf(capacity: Capacity, movers: readonly Mover[]): number {
  const seated: Seated[] = []
  let cost = 0
  for (const mover of movers) {
    const slot = find(sought(capacity, seated, mover))
    if (!slot) {
      cost += NO_SLOT
      continue
    }
    seated.push({ startAt: slot.startAt, endAt: slot.endAt, bayId: slot.bay.id, technicianId: slot.technician.id, id: mover.booking.id, was: mover.booking })
    const { startAt, bayId, technicianId } = mover.booking
    const day = (at: EpochMs) => localDate(at, capacity.zone)
    // What begins sooner than agreed does so because it may: nobody waits for it.
    cost += Math.max(0, slot.startAt - startAt) / MINUTE_MS + (day(startAt) === day(slot.startAt) ? 0 : OTHER_DAY)
    cost += (slot.technician.id === technicianId ? 0 : OTHER_TECHNICIAN) + (slot.bay.id === bayId ? 0 : OTHER_BAY)
  }
  return cost
}
