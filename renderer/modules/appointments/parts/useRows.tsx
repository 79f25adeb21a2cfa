import type { AppointmentView } from '#shared/modules/appointments/model.ts'
import { useQuery } from '../../../data/queries.ts'
import { BayBadge } from '../../bays/parts/BayBadge.tsx'
import type { TimelineRow } from './Timeline.tsx'

export type RowsBy = 'bay' | 'technician'

/** The rows of a day: every bay or technician there is, and those who are gone but still have bookings. */
export function useRows(by: RowsBy, locationId: string, bookings: readonly AppointmentView[]): { rows: readonly TimelineRow[]; isLoading: boolean } {
  const bays = useQuery('bays.board', { locationId })
  const technicians = useQuery('staff.technicians', {}, { enabled: by === 'technician' })
  const known =
    by === 'bay'
      ? (bays.data ?? []).map(({ id, name, state }) => ({
          key: id as string,
          name,
          ...(state !== 'free' && { badge: <BayBadge state={state} look="plain" /> }),
        }))
      : (technicians.data ?? []).map(({ id, name }) => ({ key: id as string, name }))
  const keyOf = ({ bayId, technicianId }: AppointmentView): string => (by === 'bay' ? bayId : technicianId)
  const gone = new Map(
    bookings
      .filter((booking) => !known.some(({ key }) => key === keyOf(booking)))
      .map((booking) => [keyOf(booking), by === 'bay' ? booking.bayName : booking.technicianName]),
  )
  const rows = [...known, ...[...gone].map(([key, name]) => ({ key, name }))]
  return {
    rows: rows.map((row) => ({ ...row, bookings: bookings.filter((booking) => keyOf(booking) === row.key) })),
    isLoading: by === 'bay' ? bays.isLoading : technicians.isLoading,
  }
}
