import { useState } from 'react'
import { atLocal } from '#shared/kernel/time.ts'
import type { Slot, SlotReason } from '#shared/modules/appointments/model.ts'
import { useQuery } from '../../../data/queries.ts'
import { searchFrom, type SlotValues } from './wanted.ts'

export interface Proposal {
  readonly isLoading: boolean
  readonly slot: Slot | null
  readonly whyNotEarlier: readonly SlotReason[]
  /** To the free slot after this one; null while there is none. */
  readonly later: (() => void) | null
  /** Back to the one before; null at the first. */
  readonly earlier: (() => void) | null
}

/** What else a slot must have. */
export interface Needs {
  readonly bookingTypeId: string
  readonly partsOn: string | null
  readonly approvalOn: string | null
}

const SHORTEST_MINUTES = 5
const LONGEST_MINUTES = 1440
/** The first free slot of an untouched form ages with the clock. */
const AGES_MS = 60_000

/**
 * The first free slot for what a form holds so far: its length, kind, what it waits for, and the day, bay and technician that were
 * chosen; and from there the next ones. `movingId` is a booking that does not stand in its own way; before `afterAt` nothing is proposed
 * while no day is chosen.
 */
export function useProposal(
  values: SlotValues & Needs,
  locationId: string,
  zone: string,
  now: number,
  isWanted: boolean,
  { movingId, afterAt }: { movingId?: string; afterAt?: number } = {},
): Proposal {
  const { minutes, bayId, technicianId, bookingTypeId, partsOn, approvalOn } = values
  const wanted = JSON.stringify([minutes, bayId, technicianId, bookingTypeId, partsOn, approvalOn, values.on, values.startMinutes])
  // Ends of the slots that were passed over; they hold for what was asked then.
  const [passed, setPassed] = useState<{ wanted: string; ends: readonly number[] }>({ wanted, ends: [] })
  const ends = passed.wanted === wanted ? passed.ends : []
  const fromAt = ends.at(-1) ?? searchFrom(values, zone, now) ?? afterAt
  const enabled = isWanted && minutes !== null && minutes >= SHORTEST_MINUTES && minutes <= LONGEST_MINUTES
  const { data, isLoading } = useQuery(
    'appointments.firstFreeSlot',
    {
      locationId,
      minutes: minutes ?? SHORTEST_MINUTES,
      ...(bayId !== '' && { bayId }),
      ...(technicianId !== '' && { technicianId }),
      ...(bookingTypeId !== '' && { bookingTypeId }),
      ...(partsOn !== null && { partsAt: atLocal(partsOn, 0, zone) }),
      ...(approvalOn !== null && { approvalAt: atLocal(approvalOn, 0, zone) }),
      ...(movingId !== undefined && { movingId }),
      ...(fromAt !== undefined && { fromAt }),
    },
    { enabled, ...(fromAt === undefined && { everyMs: AGES_MS }) },
  )
  const slot = (enabled && data?.slot) || null
  return {
    isLoading: enabled && isLoading,
    slot,
    whyNotEarlier: (enabled && data?.whyNotEarlier) || [],
    later: slot && values.startMinutes === null ? () => setPassed({ wanted, ends: [...ends, slot.endAt] }) : null,
    earlier: ends.length > 0 ? () => setPassed({ wanted, ends: ends.slice(0, -1) }) : null,
  }
}
