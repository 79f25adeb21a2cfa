import type { Slot, SlotReason } from '#shared/modules/appointments/model.ts'
import { useQuery } from '../../../data/queries.ts'
import { searchFrom, type SlotValues } from './wanted.ts'

export interface Proposal {
  readonly isLoading: boolean
  readonly slot: Slot | null
  readonly whyNotEarlier: readonly SlotReason[]
}

const SHORTEST_MINUTES = 5
const LONGEST_MINUTES = 1440
/** The first free slot of an untouched form ages with the clock. */
const AGES_MS = 60_000

/** The first free slot for what a form holds so far: its length, and the day, bay and technician that were chosen. */
export function useProposal(values: SlotValues, locationId: string, zone: string, now: number, isWanted: boolean): Proposal {
  const { minutes, bayId, technicianId } = values
  const fromAt = searchFrom(values, zone, now)
  const enabled = isWanted && minutes !== null && minutes >= SHORTEST_MINUTES && minutes <= LONGEST_MINUTES
  const { data, isLoading } = useQuery(
    'appointments.firstFreeSlot',
    {
      locationId,
      minutes: minutes ?? SHORTEST_MINUTES,
      ...(bayId !== '' && { bayId }),
      ...(technicianId !== '' && { technicianId }),
      ...(fromAt !== undefined && { fromAt }),
    },
    { enabled, ...(fromAt === undefined && { everyMs: AGES_MS }) },
  )
  return { isLoading: enabled && isLoading, slot: (enabled && data?.slot) || null, whyNotEarlier: (enabled && data?.whyNotEarlier) || [] }
}
