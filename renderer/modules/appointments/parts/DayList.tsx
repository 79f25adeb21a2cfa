import { type AppointmentView, isBooked } from '#shared/modules/appointments/model.ts'
import { useT } from '../../../texts/t.ts'
import { Plate, Time } from '../../../ui/display.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { BookingBadge } from './BookingBadge.tsx'
import { labelOf } from './label.ts'
import classes from './DayList.module.css'

/** A day's bookings one below the other, where there is no room for a timeline. */
export function DayList({ bookings, onOpen }: { bookings: readonly AppointmentView[]; onOpen: (booking: AppointmentView) => void }) {
  const t = useT()
  if (bookings.length === 0) return <EmptyState title={t('schedule.noneTitle')} />
  return (
    <ul className={classes.list}>
      {bookings.map((booking) => (
        <li key={booking.id}>
          <button type="button" className={classes.item} onClick={() => onOpen(booking)}>
            <span className={classes.times}>
              <strong>
                <Time at={booking.startAt} />
              </strong>
              <Time at={booking.endAt} />
            </span>
            <span className={classes.words}>
              <span className={classes.first}>
                <bdi className={classes.name}>{labelOf(booking, t)}</bdi>
                {isBooked(booking) && <BookingBadge state={booking.state} />}
              </span>
              <span className={classes.line}>
                {booking.plate && <Plate plate={booking.plate} />} <bdi>{booking.vehicleLabel}</bdi>
              </span>
              <bdi className={classes.line}>{[booking.bayName, booking.technicianName].filter(Boolean).join(' · ')}</bdi>
              {booking.concern && <bdi className={classes.line}>{booking.concern}</bdi>}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
