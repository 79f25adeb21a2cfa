import { useMemo, useState } from 'react'
import { addDays, localDate, localMinutes, overlaps } from '#shared/kernel/time.ts'
import type { AppointmentView, BayLoad } from '#shared/modules/appointments/model.ts'
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
  wanted: { readonly on: string; readonly count: number }
  /** There is no room for a board. */
  isList: boolean
  /** Cancelled and missed ones, too. */
  showsOff: boolean
  moving: Moving
  onOpen: (booking: AppointmentView) => void
  onDay: (on: string) => void
  /** An empty place was chosen. */
  onPick: (row: TimelineRow, place: { on: string; startMinutes?: number; minutes?: number }) => void
}

const NO_LOADS: readonly BayLoad[] = []
const NO_BOOKINGS: readonly AppointmentView[] = []

/** The bookings of some days: one as a timeline, several as a grid, and as lists where there is no room. */
export function Board({ location, zone, now, by, wanted, isList, showsOff, moving, onOpen, onDay, onPick }: BoardProps) {
  const t = useT()
  const go = useGo()
  const language = useLanguage()
  const [fromAt, toAt] = [dayOf(wanted.on, zone).startAt, dayOf(addDays(wanted.on, wanted.count - 1), zone).endAt]
  const found = useQuery('appointments.range', { locationId: location.id, fromAt, toAt }, { keepLast: true })
  const loaded = useQuery('appointments.bayLoads', { locationId: location.id, fromOn: wanted.on, days: wanted.count }, { keepLast: true })
  // The days before stay until the next ones are there: they are drawn once, and not empty first.
  const [held, hold] = useState(wanted)
  const isHeld = found.isLast || loaded.isLast
  if (!isHeld && (held.on !== wanted.on || held.count !== wanted.count)) hold(wanted)
  const { on, count } = held
  const days = useMemo(() => Array.from({ length: count }, (_, day) => addDays(on, day)), [on, count])
  const lastOn = days.at(-1) ?? on
  const loads = loaded.data ?? NO_LOADS
  const shown = moving.shown(found.data ?? NO_BOOKINGS)
  const bookings = useMemo(() => shown.filter(({ state }) => showsOff || (state !== 'cancelled' && state !== 'noShow')), [shown, showsOff])
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
          onPick={(row, startAt, minutes) =>
            onPick(row, { on: localDate(startAt, zone), startMinutes: localMinutes(startAt, zone), ...(minutes !== undefined && { minutes }) })
          }
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
          onPick={(row, day) => onPick(row, { on: day })}
        />
      )}
    </>
  )
}
