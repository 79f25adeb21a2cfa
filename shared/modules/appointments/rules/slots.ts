import { addDays, type LocalDate, localDate } from '../../../kernel/time.ts'
import { SLOT_HORIZON_DAYS, SLOT_STEP_MS, type Slot, type SlotReason, type SlotWhy } from '../model.ts'
import type { Booking } from '../rules.ts'
import { candidates, type Day, dayOf, earliestOf, type Named, type SlotBay, type SlotSearch, type SlotTechnician, slotOf } from './days.ts'
import { whyNot } from './reasons.ts'

/**
 * The earliest start, in steps of 15 minutes, at which a bay with the equipment and a technician with the skills are free together
 * while the shop is open, both work, and nothing is waited for any more. Of several the least special bay and technician, then the
 * first of the lists. The same search always has the same answer. Hours are those of the shop's wall clock, minutes real ones.
 */
export function firstFreeSlot(search: SlotSearch): { slot: Slot | null; whyNotEarlier: SlotReason[] } {
  const able = candidates(search)
  const dayOn = daysOf(search, able)
  const found = able.bays.length > 0 && able.technicians.length > 0 ? findOn(search, dayOn) : null
  const slot: Slot | null = found && {
    startAt: found.startAt,
    endAt: found.endAt,
    bayId: found.bay.id,
    bayName: found.bay.name,
    technicianId: found.technician.id,
    technicianName: found.technician.name,
    why: whyThis(search, found),
  }
  return { slot, whyNotEarlier: whyNot(search, able, slot?.startAt ?? null, dayOn) }
}

/** The slot alone. */
export const find = (search: SlotSearch) => findOn(search, daysOf(search, candidates(search)))

/** Each day is worked out once, for the slot and for the reasons. */
function daysOf(search: SlotSearch, able: ReturnType<typeof candidates>): (on: LocalDate) => Day {
  const known = new Map<LocalDate, Day>()
  return (on) => {
    const day = known.get(on) ?? dayOf(search, on, able)
    known.set(on, day)
    return day
  }
}

function findOn(search: SlotSearch, dayOn: (on: LocalDate) => Day) {
  const firstDay = localDate(earliestOf(search), search.zone)
  const lastDay = addDays(localDate(search.fromAt, search.zone), SLOT_HORIZON_DAYS)
  for (let on = firstDay; on < lastDay; on = addDays(on, 1)) {
    const slot = slotOf(dayOn(on), search.minutes)
    if (slot) return slot
  }
  return null
}

function whyThis({ equipment = [], skills = [], bays, technicians }: SlotSearch, { bay, technician }: { bay: SlotBay; technician: SlotTechnician }): SlotWhy[] {
  const names = (all: readonly Named<string>[]) => all.map(({ name }) => name).join(', ')
  const why: SlotWhy[] = []
  if (equipment.length > 0) why.push({ code: 'equipped', name: bay.name, what: names(equipment) })
  if (skills.length > 0) why.push({ code: 'skilled', name: technician.name, what: names(skills) })
  const spared = [
    ...bays.filter((other) => other.equipmentIds.length > bay.equipmentIds.length),
    ...technicians.filter((other) => other.skillIds.length > technician.skillIds.length),
  ]
  if (spared.length > 0) why.push({ code: 'spares', name: '', what: names(spared.slice(0, 3)) })
  return why
}

/** Proposals for a booking that lost its slot. */
export const WAYS_OUT = 3

/**
 * Other slots for a booking, soonest first: with its own bay and technician, with either of them, with anybody, and what is free
 * after those until there are three. Fewer where the horizon holds no more.
 */
export function waysOut(search: SlotSearch, booked: Pick<Booking, 'bayId' | 'technicianId'>): Slot[] {
  const bays = search.bays.filter(({ id }) => id === booked.bayId)
  const technicians = search.technicians.filter(({ id }) => id === booked.technicianId)
  const found: Slot[] = []
  const add = (slot: Slot | null) => {
    const isKnown = (other: Slot) => slot?.startAt === other.startAt && slot.bayId === other.bayId && slot.technicianId === other.technicianId
    if (slot && found.length < WAYS_OUT && !found.some(isKnown)) found.push(slot)
    return slot
  }
  for (const tried of [{ bays, technicians }, { bays }, { technicians }, {}]) add(firstFreeSlot({ ...search, ...tried }).slot)
  let last = found.at(-1) ?? null
  while (last && found.length < WAYS_OUT) last = add(firstFreeSlot({ ...search, fromAt: last.startAt + SLOT_STEP_MS }).slot)
  return found.sort((a, b) => a.startAt - b.startAt)
}
