import { SegmentedControl } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { z } from 'zod'
import { addDays, localDate, localMinutes } from '#shared/kernel/time.ts'
import type { AppointmentView } from '#shared/modules/appointments/model.ts'
import type { Location } from '#shared/modules/workspace/model.ts'
import { useNow } from '../../data/now.ts'
import { useQuery } from '../../data/queries.ts'
import { useFilters, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { formatDay } from '../../texts/format.ts'
import { useLanguage, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { DateField, Switch } from '../../ui/fields.tsx'
import { Page, Toolbar } from '../../ui/Page.tsx'
import { useShortcut } from '../../ui/shortcuts.tsx'
import { EmptyState, ErrorState, Loading, Notice } from '../../ui/states.tsx'
import { type BookingStart, NewAppointmentForm } from './AppointmentForm.tsx'
import { BookingDrawer } from './parts/BookingDrawer.tsx'
import { DayList } from './parts/DayList.tsx'
import { AsOf } from '../sync/parts/AsOf.tsx'
import classes from './SchedulePage.module.css'
import { dayOf, openOn, shownSpan } from './parts/timeline.ts'
import { Timeline } from './parts/Timeline.tsx'
import { type RowsBy, useRows } from './parts/useRows.tsx'

const filterShape = z.object({
  day: z.iso.date(),
  by: z.enum(['bay', 'technician']),
  off: z.boolean(),
  booking: z.string().max(36),
  /** Opens an empty booking form, for whom. */
  new: z.boolean(),
  customer: z.string().max(36),
  vehicle: z.string().max(36),
})
/** Below this the day is a list. */
const LIST_BELOW = '(max-width: 700px)'

/** A day of bookings, on a timeline of bays or technicians. */
export function SchedulePage() {
  const t = useT()
  const { company, location } = useShop()
  if (!company)
    return (
      <Page title={t('schedule.title')}>
        <Loading />
      </Page>
    )
  if (!location)
    return (
      <Page title={t('schedule.title')}>
        <EmptyState title={t('bays.noLocation')} />
      </Page>
    )
  return <Schedule zone={company.zone} location={location} />
}

function Schedule({ zone, location }: { zone: string; location: Location }) {
  const t = useT()
  const go = useGo()
  const language = useLanguage()
  const { can } = useSession()
  const now = useNow()
  const isList = useMediaQuery(LIST_BELOW, window.matchMedia(LIST_BELOW).matches)
  const [filters, setFilters] = useFilters(filterShape)
  const [start, setStart] = useState<BookingStart | null>(null)
  const dayField = useRef<HTMLDivElement>(null)
  const today = localDate(now, zone)
  const on = filters.day ?? today
  const by: RowsBy = filters.by ?? 'bay'
  const day = dayOf(on, zone)
  const found = useQuery('appointments.range', { locationId: location.id, fromAt: day.startAt, toAt: day.endAt }, { keepLast: true })
  const bookings = (found.data ?? []).filter(({ state }) => filters.off || (state !== 'cancelled' && state !== 'noShow'))
  const { rows, isLoading } = useRows(by, location.id, bookings)
  const clashes = bookings.filter(({ state }) => state === 'clash')
  const pending = useQuery('planning.pending', { locationId: location.id }, { enabled: can('planning.read') }).data?.count ?? 0
  const mayBook = can('appointments.write') ? null : t('failure.platform.notAllowed')

  const show = (next: string) => setFilters({ day: next === today ? undefined : next })
  const open = ({ id }: AppointmentView) => setFilters({ booking: id })
  const create = () => setStart({ ...(on !== today && { on }) })
  useShortcut({ keys: 'd', label: t('schedule.chooseDay'), group: t('shortcutGroup.page'), run: () => dayField.current?.querySelector('input')?.focus() })
  useShortcut({ keys: 'F4', label: t('orders.create'), group: t('shortcutGroup.page'), run: () => go({ to: paths.newWorkOrder }) })

  const wanted =
    start ?? (filters.new ? { ...(filters.customer && { customerId: filters.customer }), ...(filters.vehicle && { vehicleId: filters.vehicle }) } : null)
  return (
    <Page
      fills={!isList}
      title={formatDay(on, language)}
      badge={<AsOf locationId={location.id} />}
      intro={openOn(on, location, zone) ? undefined : t('schedule.closedDay')}
      actions={
        <ActionButton look="primary" label={t('schedule.create')} icon={<IconPlus size={16} />} shortcut="F2" disabledReason={mayBook} onClick={create} />
      }
    >
      <Toolbar
        end={
          <>
            <Switch
              label={t('schedule.showOff')}
              checked={filters.off ?? false}
              onChange={(event) => setFilters({ off: event.currentTarget.checked || undefined })}
            />
            <SegmentedControl
              aria-label={t('schedule.rows')}
              value={by}
              onChange={(next) => setFilters({ by: next === 'bay' ? undefined : 'technician' })}
              data={[
                { value: 'bay', label: t('schedule.byBay') },
                { value: 'technician', label: t('schedule.byTechnician') },
              ]}
            />
          </>
        }
      >
        <ActionButton label={t('schedule.previousDay')} shortcut="p" shortcutGroup={t('shortcutGroup.page')} onClick={() => show(addDays(on, -1))} />
        <ActionButton label={t('schedule.today')} shortcut="t" shortcutGroup={t('shortcutGroup.page')} onClick={() => show(today)} />
        <ActionButton label={t('schedule.nextDay')} shortcut="n" shortcutGroup={t('shortcutGroup.page')} onClick={() => show(addDays(on, 1))} />
        <div ref={dayField} className={classes.day}>
          <DateField label="" aria-label={t('schedule.chooseDay')} value={on} onChange={(next) => next && show(next)} />
        </div>
      </Toolbar>
      {pending > 0 && (
        <Notice tone="waiting" action={<ActionButton size="xs" label={t('planning.open')} onClick={() => go({ to: paths.planning })} />}>
          {t('planning.pending', { count: pending })}
        </Notice>
      )}
      {clashes.length > 0 && (
        <Notice tone="bad">
          {t('schedule.clashes', { count: clashes.length })}{' '}
          {clashes.map((booking) => (
            <ActionButton key={booking.id} size="xs" label={booking.customerName} onClick={() => open(booking)} />
          ))}
        </Notice>
      )}
      {found.failure ? (
        <ErrorState failure={found.failure} onRetry={found.retry} />
      ) : found.isLoading || isLoading ? (
        <Loading lines={8} />
      ) : isList ? (
        <DayList bookings={bookings} onOpen={open} />
      ) : rows.length === 0 ? (
        <EmptyState
          title={by === 'bay' ? t('schedule.noBays') : t('schedule.noTechnicians')}
          action={<ActionButton label={by === 'bay' ? t('nav.bays') : t('nav.staff')} onClick={() => go({ to: by === 'bay' ? paths.bays : paths.staff })} />}
        />
      ) : (
        <Timeline
          key={`${on} ${by}`}
          label={t('schedule.timeline', { day: formatDay(on, language) })}
          rows={rows}
          span={shownSpan(on, location, zone, bookings)}
          open={openOn(on, location, zone)}
          now={now}
          onOpen={open}
          onPick={(row, startAt, minutes) => {
            if (mayBook !== null) return
            const fields = { on: localDate(startAt, zone), startMinutes: localMinutes(startAt, zone), ...(minutes !== undefined && { minutes }) }
            setStart(by === 'bay' ? { ...fields, bayId: row.key } : { ...fields, technicianId: row.key })
          }}
        />
      )}
      {wanted && (
        <NewAppointmentForm
          start={wanted}
          locationId={location.id}
          zone={zone}
          onClose={() => {
            setStart(null)
            setFilters({ new: undefined, customer: undefined, vehicle: undefined })
          }}
          onDone={(booked) => show(localDate(booked.startAt, zone))}
        />
      )}
      {filters.booking && (
        <BookingDrawer key={filters.booking} appointmentId={filters.booking} zone={zone} onClose={() => setFilters({ booking: undefined })} />
      )}
    </Page>
  )
}
