import { type ReactNode, useMemo } from 'react'
import type { AppointmentView } from '#shared/modules/appointments/model.ts'
import type { AnyFailure } from '../../../data/client.ts'
import { useQuery } from '../../../data/queries.ts'
import { BayBadge } from '../../bays/parts/BayBadge.tsx'
import type { TimelineRow } from './Timeline.tsx'

export type RowsBy = 'bay' | 'technician'

/** The rows of a day: every bay or technician there is, and those who are gone but still have bookings. */
export function useRows(
  by: RowsBy,
  locationId: string,
  bookings: readonly AppointmentView[],
  /** The days shown hold the present one: whether a bay is in use says something of them. */
  isNow: boolean,
): { rows: readonly TimelineRow[]; isLoading: boolean; failure: AnyFailure | null } {
  const bays = useQuery('bays.board', { locationId })
  const technicians = useQuery('staff.technicians', {}, { enabled: by === 'technician' })
  const [bayList, technicianList] = [bays.data, technicians.data]
  const rows = useMemo(() => {
    const known =
      by === 'bay'
        ? (bayList ?? []).map(({ id, name, state }) => ({
            key: id as string,
            name,
            ...((state === 'down' || (isNow && state === 'occupied')) && { badge: <BayBadge state={state} look="plain" /> }),
          }))
        : (technicianList ?? []).map(({ id, name }) => ({ key: id as string, name }))
    const of = new Map<string, { key: string; name: string; badge?: ReactNode; bookings: AppointmentView[] }>()
    for (const row of known) of.set(row.key, { ...row, bookings: [] })
    for (const booking of bookings) {
      const key: string | null = by === 'bay' ? booking.bayId : booking.technicianId
      if (key === null) continue
      const row = of.get(key) ?? { key, name: by === 'bay' ? booking.bayName : booking.technicianName, bookings: [] }
      row.bookings.push(booking)
      of.set(key, row)
    }
    return [...of.values()]
  }, [by, bayList, technicianList, bookings, isNow])
  const { data, failure, isLoading } = by === 'bay' ? bays : technicians
  return { rows, isLoading, failure: data === undefined ? failure : null }
}
