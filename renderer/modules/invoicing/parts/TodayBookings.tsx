import { MINUTE_MS } from '#shared/kernel/time.ts'
import { type AppointmentView, bookingOf, isBooked } from '#shared/modules/appointments/model.ts'
import type { OrderCard } from '#shared/modules/work-orders/model.ts'
import type { Location } from '#shared/modules/workspace/model.ts'
import { useQuery } from '../../../data/queries.ts'
import { useGo } from '../../../data/route.tsx'
import { useSession } from '../../../data/session.ts'
import { paths } from '../../../paths.ts'
import { durationText } from '../../../texts/duration.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Plate, Time } from '../../../ui/display.tsx'
import { NextBookingStep } from '../../appointments/parts/BookingActions.tsx'
import { BookingBadge } from '../../appointments/parts/BookingBadge.tsx'
import { dayOf } from '../../appointments/parts/timeline.ts'
import { AgendaPanel, AgendaRow } from './AgendaPanel.tsx'

const LATE_AFTER_MS = 10 * MINUTE_MS
/** Who is spoken to first: those without a slot, then those called, then those who stand at the counter. */
const RANK: Partial<Record<AppointmentView['state'], number>> = { clash: 0, called: 1, arrived: 2 }

interface TodayBookingsProps {
  location: Location
  zone: string
  today: string
  now: number
  /** Orders that are not finished, to know which bookings have one. */
  orders: readonly OrderCard[]
}

/** Bookings of the day on which no work has begun. */
export function TodayBookings({ location, zone, today, now, orders }: TodayBookingsProps) {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const day = dayOf(today, zone)
  const isClosed = !can('appointments.read')
  const { data, isLoading, failure, retry } = useQuery(
    'appointments.range',
    { locationId: location.id, fromAt: day.startAt, toAt: day.endAt },
    { enabled: !isClosed },
  )
  const waiting = (data ?? [])
    .filter((booking) => isBooked(booking) && booking.state !== 'completed' && booking.state !== 'cancelled' && booking.state !== 'noShow')
    .map((booking) => ({ booking, order: orders.find(({ appointmentId }) => appointmentId === bookingOf(booking)) }))
    .filter(({ order }) => order === undefined || order.state === 'open')
    .sort((a, b) => (RANK[a.booking.state] ?? 3) - (RANK[b.booking.state] ?? 3) || a.booking.startAt - b.booking.startAt)
  return (
    <AgendaPanel
      title={t('todayPage.bookings')}
      tone="waiting"
      count={data ? waiting.length : null}
      isLoading={isLoading}
      failure={failure}
      onRetry={retry}
      isClosed={isClosed}
      none={t('todayPage.bookingsNone')}
      actions={<ActionButton size="xs" look="quiet" label={t('nav.schedule')} onClick={() => go({ to: paths.schedule })} />}
    >
      {waiting.map(({ booking, order }) => {
        const isMissing = (booking.state === 'pending' || booking.state === 'confirmed') && booking.startAt < now - LATE_AFTER_MS
        return (
          <AgendaRow
            key={booking.id}
            onOpen={() => go({ to: paths.schedule, search: { booking: booking.id } })}
            tone={booking.state === 'clash' ? 'bad' : booking.state === 'called' || isMissing ? 'waiting' : undefined}
            lead={<Time at={booking.startAt} />}
            title={
              <>
                <bdi>{booking.customerName}</bdi> {booking.plate && <Plate plate={booking.plate} />}
              </>
            }
            badge={<BookingBadge state={booking.state} look="plain" />}
            line={
              isMissing
                ? t('todayPage.lateBy', { duration: durationText(Math.floor((now - booking.startAt) / MINUTE_MS)) })
                : [booking.bayName, booking.technicianName, booking.concern].filter(Boolean).join(' · ')
            }
            action={
              order ? (
                <ActionButton size="xs" label={order.number} onClick={() => go({ to: paths.workOrder, params: { workOrderId: order.id } })} />
              ) : booking.state === 'clash' ? undefined : (
                <NextBookingStep appointment={booking} />
              )
            }
          />
        )
      })}
    </AgendaPanel>
  )
}
