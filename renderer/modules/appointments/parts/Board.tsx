import { addDays, localDate, overlaps } from '#shared/kernel/time.ts'
import type { AppointmentView } from '#shared/modules/appointments/model.ts'
import type { Location } from '#shared/modules/workspace/model.ts'
import { useQuery } from '../../../data/queries.ts'
import { useGo } from '../../../data/route.tsx'
import { paths } from '../../../paths.ts'
import { formatDay } from '../../../texts/format.ts'
import { useLanguage, useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { EmptyState, ErrorState, Loading, Notice } from '../../../ui/states.tsx'
import classes from './Board.module.css'
import { DayList } from './DayList.tsx'
import { DayLoad } from './DayLoad.tsx'
import { Timeline, type TimelineRow } from './Timeline.tsx'
import { dayOf, openOn, shownSpan } from './timeline.ts'
import type { Moving } from './useMoving.ts'
import { type RowsBy, useRows } from './useRows.tsx'
import { WeekGrid } from './WeekGrid.tsx'

interface BoardProps {
  location: Location
  /** The shop's IANA zone. */
  zone: string
  now: number
  by: RowsBy
  /** First day, and how many. */
  on: string
  count: number
  /** There is no room for a board. */
  isList: boolean
  /** Cancelled and missed ones, too. */
  showsOff: boolean
  moving: Moving
  onOpen: (booking: AppointmentView) => void
  onDay: (on: string) => void
  onPick: (row: TimelineRow, startAt: number, minutes?: number) => void
}

/** The bookings of some days: one as a timeline, several as a grid, and as lists where there is no room. */
export function Board({ location, zone, now, by, on, count, isList, showsOff, moving, onOpen, onDay, onPick }: BoardProps) {
  const t = useT()
  const go = useGo()
  const language = useLanguage()
  const days = Array.from({ length: count }, (_, day) => addDays(on, day))
  const lastOn = days.at(-1) ?? on
  const whole = { startAt: dayOf(on, zone).startAt, endAt: dayOf(lastOn, zone).endAt }
  const found = useQuery('appointments.range', { locationId: location.id, fromAt: whole.startAt, toAt: whole.endAt }, { keepLast: true })
  const loads = useQuery('appointments.bayLoads', { locationId: location.id, fromOn: on, days: count }, { keepLast: true }).data ?? []
  const bookings = moving.shown(found.data ?? []).filter(({ state }) => showsOff || (state !== 'cancelled' && state !== 'noShow'))
  const today = localDate(now, zone)
  const { rows, isLoading } = useRows(by, location.id, bookings, days.includes(today))
  const clashes = bookings.filter(({ state }) => state === 'clash')
  const loadsOn = (day: string) => loads.filter((load) => load.on === day)

  if (found.failure) return <ErrorState failure={found.failure} onRetry={found.retry} />
  if (found.isLoading || isLoading) return <Loading lines={8} />
  return (
    <>
      {clashes.length > 0 && (
        <Notice tone="bad">
          {t('schedule.clashes', { count: clashes.length })}{' '}
          {clashes.map((booking) => (
            <ActionButton key={booking.id} size="xs" label={booking.customerName} onClick={() => onOpen(booking)} />
          ))}
        </Notice>
      )}
      {isList ? (
        days.map((day) => {
          const ofDay = bookings.filter((booking) => overlaps(booking, dayOf(day, zone)))
          return (
            <section key={day} className={classes.day} aria-label={formatDay(day, language)}>
              <p className={classes.head}>
                {count > 1 && <strong>{formatDay(day, language)}</strong>}
                <DayLoad loads={loadsOn(day)} />
              </p>
              {count > 1 && ofDay.length === 0 ? <p className={classes.none}>{t('schedule.noneTitle')}</p> : <DayList bookings={ofDay} onOpen={onOpen} />}
            </section>
          )
        })
      ) : rows.length === 0 ? (
        <EmptyState
          title={by === 'bay' ? t('schedule.noBays') : t('schedule.noTechnicians')}
          action={<ActionButton label={by === 'bay' ? t('nav.bays') : t('nav.staff')} onClick={() => go({ to: by === 'bay' ? paths.bays : paths.staff })} />}
        />
      ) : count === 1 ? (
        <Timeline
          key={by}
          label={t('schedule.timeline', { day: formatDay(on, language) })}
          rows={rows}
          span={shownSpan(on, location, zone, bookings)}
          open={openOn(on, location, zone)}
          now={now}
          corner={<DayLoad loads={loads} />}
          moving={moving}
          onOpen={onOpen}
          onPick={onPick}
        />
      ) : (
        <WeekGrid
          key={by}
          label={t('schedule.grid', { from: on, to: lastOn })}
          days={days}
          rows={rows}
          loads={loads}
          today={today}
          zone={zone}
          moving={moving}
          onOpen={onOpen}
          onDay={onDay}
        />
      )}
    </>
  )
}
