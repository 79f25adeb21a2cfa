import type { AppointmentView } from '#shared/modules/appointments/model.ts'
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
): { rows: readonly TimelineRow[]; isLoading: boolean } {
  const bays = useQuery('bays.board', { locationId })
  const technicians = useQuery('staff.technicians', {}, { enabled: by === 'technician' })
  const known =
    by === 'bay'
      ? (bays.data ?? []).map(({ id, name, state }) => ({
          key: id as string,
          name,
          ...((state === 'down' || (isNow && state === 'occupied')) && { badge: <BayBadge state={state} look="plain" /> }),
        }))
      : (technicians.data ?? []).map(({ id, name }) => ({ key: id as string, name }))
  const keyOf = ({ bayId, technicianId }: AppointmentView): string | null => (by === 'bay' ? bayId : technicianId)
  const gone = new Map(
    bookings
      .filter((booking) => !known.some(({ key }) => key === keyOf(booking)))
      .flatMap((booking): [string, string][] => {
        const key = keyOf(booking)
        return key === null ? [] : [[key, by === 'bay' ? booking.bayName : booking.technicianName]]
      }),
  )
  const rows = [...known, ...[...gone].map(([key, name]) => ({ key, name }))]
  return {
    rows: rows.map((row) => ({ ...row, bookings: bookings.filter((booking) => keyOf(booking) === row.key) })),
    isLoading: by === 'bay' ? bays.isLoading : technicians.isLoading,
  }
}
