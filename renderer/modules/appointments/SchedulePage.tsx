import { SegmentedControl } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconDeviceTv, IconPlus } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { z } from 'zod'
import { addDays, DAY_MS, localDate, weekday } from '#shared/kernel/time.ts'
import type { AppointmentView } from '#shared/modules/appointments/model.ts'
import type { Location } from '#shared/modules/workspace/model.ts'
import { useNow } from '../../data/now.ts'
import { useQuery } from '../../data/queries.ts'
import { useFilters, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { formatDay, formatShortDay } from '../../texts/format.ts'
import { useLanguage, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { DateField, Switch } from '../../ui/fields.tsx'
import { Page, Toolbar } from '../../ui/Page.tsx'
import { useShortcut } from '../../ui/shortcuts.tsx'
import { EmptyState, Loading, Notice } from '../../ui/states.tsx'
import { AsOf } from '../sync/parts/AsOf.tsx'
import { type BookingStart, bookingShown, NewAppointmentForm } from './AppointmentForm.tsx'
import { BlockForm } from './BlockForm.tsx'
import { Board } from './parts/Board.tsx'
import { BookingDrawer } from './parts/BookingDrawer.tsx'
import { BookingList } from './parts/BookingList.tsx'
import { onDay } from './parts/moving.ts'
import { openOn } from './parts/timeline.ts'
import { useMoving } from './parts/useMoving.ts'
import type { RowsBy } from './parts/useRows.tsx'
import classes from './SchedulePage.module.css'

/** Views by the days that each shows; a range says them itself, the list has none of its own. */
const VIEWS = { day: 1, days3: 3, week: 7, days14: 14, range: 10, list: null } as const
/** Longest range: a board of more days is not read any more. */
const MAX_DAYS = 31
type View = keyof typeof VIEWS

const filterShape = bookingShown.extend({
  view: z.enum(['day', 'days3', 'week', 'days14', 'range', 'list']),
  day: z.iso.date(),
  /** Last day of a range. */
  until: z.iso.date(),
  by: z.enum(['bay', 'technician']),
  off: z.boolean(),
  /** Opens an empty booking form, for whom. */
  new: z.boolean(),
  customer: z.string().max(36),
  vehicle: z.string().max(36),
})
/** Below this days are lists. */
const LIST_BELOW = '(max-width: 700px)'

/** The bookings of a day or several, on a board of bays or technicians, or in a list. */
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

type Started = { readonly kind: 'booking' | 'block'; readonly start: BookingStart }

function Schedule({ zone, location }: { zone: string; location: Location }) {
  const t = useT()
  const go = useGo()
  const language = useLanguage()
  const { can } = useSession()
  const now = useNow()
  const isSmall = useMediaQuery(LIST_BELOW, window.matchMedia(LIST_BELOW).matches)
  const [filters, setFilters] = useFilters(filterShape)
  const [started, setStarted] = useState<Started | null>(null)
  const dayField = useRef<HTMLDivElement>(null)
  const today = localDate(now, zone)
  const view: View = filters.view ?? 'day'
  const chosen = filters.day ?? today
  const count = view === 'range' && filters.until ? Math.min(MAX_DAYS, Math.max(1, daysBetween(chosen, filters.until) + 1)) : VIEWS[view]
  const on = view === 'week' ? startOfWeek(chosen) : chosen
  const by: RowsBy = filters.by ?? 'bay'
  /** On the second screen: in a window of its own, and where a shell has only one, in this one. */
  const openWall = () => {
    if (!window.open(paths.wall, 'bayline-wall')) go({ to: paths.wall })
  }
  const mayBook = can('appointments.write') ? null : t('failure.platform.notAllowed')
  const moving = useMoving(by, mayBook === null)
  const pending = useQuery('planning.pending', { locationId: location.id }, { enabled: can('planning.read') }).data?.count ?? 0

  /** What was taken up comes along to another day. */
  const show = (next: string) => {
    const { taken } = moving
    const ahead = daysBetween(on, view === 'week' ? startOfWeek(next) : next)
    if (taken) moving.to(onDay(taken.to, addDays(localDate(taken.to.startAt, zone), ahead), zone))
    setFilters({ day: next === today ? undefined : next, ...(view === 'range' && filters.until && { until: addDays(filters.until, ahead) }) })
  }
  /** A first day behind the last one, or a last one before the first, is a range of one day; one too far away is as far as a range goes. */
  const showRange = (from: string, until: string) => setFilters({ day: from === today ? undefined : from, until: until < from ? from : until })
  const open = ({ id }: AppointmentView) => setFilters({ booking: id })
  const start = (kind: Started['kind']) => setStarted({ kind, start: on !== today || kind === 'block' ? { on } : {} })
  useShortcut({ keys: 'd', label: t('schedule.chooseDay'), group: t('shortcutGroup.page'), run: () => dayField.current?.querySelector('input')?.focus() })
  useShortcut({ keys: 'F4', label: t('orders.create'), group: t('shortcutGroup.page'), run: () => go({ to: paths.newWorkOrder }) })

  const wanted: Started | null =
    started ??
    (filters.new
      ? { kind: 'booking', start: { ...(filters.customer && { customerId: filters.customer }), ...(filters.vehicle && { vehicleId: filters.vehicle }) } }
      : null)
  const close = () => {
    setStarted(null)
    setFilters({ new: undefined, customer: undefined, vehicle: undefined })
  }
  const onDone = (booked: AppointmentView) => {
    if (count !== null) show(localDate(booked.startAt, zone))
  }
  const lastOn = count === null ? on : addDays(on, count - 1)
  return (
    <Page
      fills={!isSmall || count === null}
      title={count === null ? t('schedule.title') : count === 1 ? formatDay(on, language) : `${formatShortDay(on, language)} – ${formatDay(lastOn, language)}`}
      badge={
        <>
          <SegmentedControl
            aria-label={t('schedule.view')}
            value={view}
            onChange={(next) => setFilters({ view: VIEW_NAMES.find((known) => known === next && known !== 'day') })}
            data={[
              { value: 'day', label: t('schedule.viewDay') },
              { value: 'days3', label: t('schedule.viewDays3') },
              { value: 'week', label: t('schedule.viewWeek') },
              { value: 'days14', label: t('schedule.viewDays14') },
              { value: 'range', label: t('schedule.viewRange') },
              { value: 'list', label: t('schedule.viewList') },
            ]}
          />
          <AsOf locationId={location.id} />
        </>
      }
      intro={count !== 1 || openOn(on, location, zone) ? undefined : t('schedule.closedDay')}
      actions={
        <>
          <ActionButton label={t('schedule.wall')} icon={<IconDeviceTv size={16} />} onClick={openWall} />
          <ActionButton label={t('block.create')} shortcut="F7" disabledReason={mayBook} onClick={() => start('block')} />
          <ActionButton
            look="primary"
            label={t('schedule.create')}
            icon={<IconPlus size={16} />}
            shortcut="F2"
            disabledReason={mayBook}
            onClick={() => start('booking')}
          />
        </>
      }
    >
      {count !== null && (
        <Toolbar
          end={
            <>
              <Switch
                label={t('schedule.showOff')}
                checked={filters.off ?? false}
                onChange={(event) => setFilters({ off: event.currentTarget.checked || undefined })}
              />
              {!isSmall && (
                <SegmentedControl
                  aria-label={t('schedule.rows')}
                  value={by}
                  onChange={(next) => {
                    moving.giveUp()
                    setFilters({ by: next === 'bay' ? undefined : 'technician' })
                  }}
                  data={[
                    { value: 'bay', label: t('schedule.byBay') },
                    { value: 'technician', label: t('schedule.byTechnician') },
                  ]}
                />
              )}
            </>
          }
        >
          <ActionButton
            label={count === 1 ? t('schedule.previousDay') : t('schedule.earlierDays')}
            shortcut="p"
            shortcutGroup={t('shortcutGroup.page')}
            onClick={() => show(addDays(on, -count))}
          />
          <ActionButton label={t('schedule.today')} shortcut="t" shortcutGroup={t('shortcutGroup.page')} onClick={() => show(today)} />
          <ActionButton
            label={count === 1 ? t('schedule.nextDay') : t('schedule.laterDays')}
            shortcut="n"
            shortcutGroup={t('shortcutGroup.page')}
            onClick={() => show(addDays(on, count))}
          />
          <div ref={dayField} className={classes.day}>
            <DateField
              label=""
              aria-label={t('schedule.chooseDay')}
              value={on}
              onChange={(next) => next && (view === 'range' ? showRange(next, lastOn) : show(next))}
            />
          </div>
          {view === 'range' && (
            <div className={classes.day}>
              <DateField label="" aria-label={t('schedule.untilDay')} value={lastOn} onChange={(next) => next && showRange(on, next)} />
            </div>
          )}
        </Toolbar>
      )}
      {pending > 0 && (
        <Notice tone="waiting" action={<ActionButton size="xs" label={t('planning.open')} onClick={() => go({ to: paths.planning })} />}>
          {t('planning.pending', { count: pending })}
        </Notice>
      )}
      {count === null ? (
        <BookingList locationId={location.id} zone={zone} today={today} onOpen={open} />
      ) : (
        <Board
          location={location}
          zone={zone}
          now={now}
          by={by}
          wanted={{ on, count }}
          isList={isSmall}
          showsOff={filters.off ?? false}
          moving={moving}
          onOpen={open}
          onDay={(day) => setFilters({ view: undefined, day: day === today ? undefined : day })}
          onPick={(row, place) => {
            if (mayBook === null) setStarted({ kind: 'booking', start: { ...place, [by === 'bay' ? 'bayId' : 'technicianId']: row.key } })
          }}
        />
      )}
      {wanted?.kind === 'booking' && (
        <NewAppointmentForm
          start={wanted.start}
          locationId={location.id}
          zone={zone}
          head={
            <div>
              <ActionButton size="xs" look="quiet" label={t('block.instead')} onClick={() => setStarted({ kind: 'block', start: wanted.start })} />
            </div>
          }
          onClose={close}
          onDone={onDone}
        />
      )}
      {wanted?.kind === 'block' && (
        <BlockForm block={null} start={blockOf(wanted.start, zone, now)} locationId={location.id} zone={zone} onClose={close} onDone={onDone} />
      )}
      {filters.booking && (
        <BookingDrawer key={filters.booking} appointmentId={filters.booking} zone={zone} onClose={() => setFilters({ booking: undefined })} />
      )}
    </Page>
  )
}

const VIEW_NAMES = Object.keys(VIEWS) as View[] // the keys named above

/** The Monday of a day's week. */
const startOfWeek = (on: string): string => addDays(on, -((weekday(on) + 6) % 7))

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)

const USUAL_MINUTES = 60
const DAY_MINUTES = 24 * 60

/** A stretch that was drawn for a booking, as a block takes it. */
function blockOf({ on, startMinutes, minutes, bayId, technicianId }: BookingStart, zone: string, now: number) {
  const begins = startMinutes ?? null
  return {
    on: on ?? localDate(now, zone),
    startMinutes: begins,
    endMinutes: begins === null ? null : Math.min(begins + (minutes ?? USUAL_MINUTES), DAY_MINUTES),
    bayId: bayId ?? '',
    technicianId: technicianId ?? '',
  }
}
