import { type AppointmentView, appointmentMachine, type Booked, isBooked } from '#shared/modules/appointments/model.ts'
import { useQuery } from '../../../data/queries.ts'
import { TextLink } from '../../../data/route.tsx'
import { useSession } from '../../../data/session.ts'
import { paths } from '../../../paths.ts'
import { useT } from '../../../texts/t.ts'
import { Drawer } from '../../../ui/dialogs.tsx'
import { DateTime, Phone, Plate, Time } from '../../../ui/display.tsx'
import { Facts } from '../../../ui/Page.tsx'
import { ErrorState, Loading, Notice } from '../../../ui/states.tsx'
import { EditAppointmentForm } from '../AppointmentForm.tsx'
import { BlockForm } from '../BlockForm.tsx'
import { BookingSteps } from './BookingActions.tsx'
import { BookingBadge } from './BookingBadge.tsx'
import { Times } from './Times.tsx'
import classes from './BookingDrawer.module.css'

/** One booking: its steps, and its fields as long as they may change. */
export function BookingDrawer({ appointmentId, zone, onClose }: { appointmentId: string; zone: string; onClose: () => void }) {
  const t = useT()
  const { can } = useSession()
  const { data, failure, retry } = useQuery('appointments.get', { appointmentId })
  if (data && !isBooked(data)) return <BlockForm key={data.id} block={data} locationId={data.locationId} zone={zone} onClose={onClose} />
  if (data && appointmentMachine[data.state].edit !== 'refused' && can('appointments.write')) {
    const head = (
      <>
        <Head appointment={data} onDone={onClose} />
        <Times booking={data} zone={zone} />
      </>
    )
    return <EditAppointmentForm key={data.id} appointment={data} zone={zone} head={head} onClose={onClose} />
  }
  return (
    <Drawer opened onClose={onClose} title={t('booking.edit')} position="right" size={520} padding={16}>
      {failure ? <ErrorState failure={failure} onRetry={retry} /> : data ? <Closed appointment={data} onClose={onClose} /> : <Loading />}
    </Drawer>
  )
}

function Head({ appointment, onDone }: { appointment: AppointmentView; onDone: () => void }) {
  return (
    <div className={classes.head}>
      <BookingBadge state={appointment.state} />
      <div className={classes.steps}>
        <BookingSteps appointment={appointment} onDone={onDone} />
      </div>
    </div>
  )
}

function Closed({ appointment, onClose }: { appointment: Booked<AppointmentView>; onClose: () => void }) {
  const t = useT()
  const isOver = appointmentMachine[appointment.state].edit === 'refused'
  const {
    customerName,
    customerId,
    customerPhone,
    plate,
    vehicleLabel,
    bayName,
    technicianName,
    startAt,
    endAt,
    concern,
    note,
    cancelledReason,
    bookingTypeName,
  } = appointment
  return (
    <div className={classes.closed}>
      <Head appointment={appointment} onDone={onClose} />
      <Notice tone="info">
        {isOver
          ? cancelledReason === ''
            ? t('booking.readOnly')
            : t('booking.cancelledBecause', { reason: cancelledReason })
          : t('failure.platform.notAllowed')}
      </Notice>
      <Facts
        facts={[
          [
            t('booking.customer'),
            <TextLink key="c" to={paths.customer} params={{ customerId }}>
              {customerName}
            </TextLink>,
          ],
          [t('common.phone'), <Phone key="p" number={customerPhone} />],
          [
            t('booking.vehicle'),
            <span key="v">
              <Plate plate={plate ?? ''} /> <bdi>{vehicleLabel}</bdi>
            </span>,
          ],
          [
            t('booking.time'),
            <span key="t">
              <DateTime at={startAt} /> – <Time at={endAt} />
            </span>,
          ],
          [t('booking.type'), bookingTypeName ?? t('booking.noType')],
          [t('booking.bay'), bayName],
          [t('booking.technician'), technicianName],
          [t('booking.concern'), concern],
          [t('booking.note'), note],
        ]}
      />
    </div>
  )
}
