import { atLocal, type EpochMs, localDate, type LocalDate, MINUTE_MS } from '#shared/kernel/time.ts'
import type { Slot } from '#shared/modules/appointments/model.ts'

/** What a booking form holds of when and where; what is left empty is filled by the first free slot. */
export interface SlotValues {
  readonly minutes: number | null
  readonly on: LocalDate | null
  /** After midnight on the shop's wall clock. */
  readonly startMinutes: number | null
  readonly bayId: string
  readonly technicianId: string
}

/** The start that a person wrote; a time without a day means today. Null while they leave it to the first free slot. */
export function startOf({ on, startMinutes }: SlotValues, zone: string, now: EpochMs): EpochMs | null {
  return startMinutes === null ? null : atLocal(on ?? localDate(now, zone), startMinutes, zone)
}

/** True when the proposal is what the person asked for, so that it may fill what they left empty. */
export function fits(values: SlotValues, slot: Slot | null, zone: string, now: EpochMs): slot is Slot {
  if (slot === null) return false
  const startAt = startOf(values, zone, now)
  return startAt === null ? values.on === null || localDate(slot.startAt, zone) === values.on : slot.startAt === startAt
}

export interface Wanted {
  startAt: EpochMs
  endAt: EpochMs
  bayId: string
  technicianId: string
}

/** When and where the booking will be, with the proposal in the places left empty; null while something is open. */
export function wantedOf(values: SlotValues, slot: Slot | null, zone: string, now: EpochMs): Wanted | null {
  const filler = fits(values, slot, zone, now) ? slot : null
  const startAt = startOf(values, zone, now) ?? filler?.startAt
  const bayId = values.bayId || filler?.bayId
  const technicianId = values.technicianId || filler?.technicianId
  if (startAt === undefined || !bayId || !technicianId || values.minutes === null) return null
  return { startAt, endAt: startAt + values.minutes * MINUTE_MS, bayId, technicianId }
}

/** From when a free slot is looked for; undefined is now. */
export function searchFrom(values: SlotValues, zone: string, now: EpochMs): EpochMs | undefined {
  const startAt = startOf(values, zone, now)
  if (startAt !== null) return startAt
  return values.on === null || values.on <= localDate(now, zone) ? undefined : atLocal(values.on, 0, zone)
}
