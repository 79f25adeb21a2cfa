/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/prefer-tag-over-role, jsx-a11y/no-noninteractive-tabindex -- one tab stop for all days, as in a grid */
import { type KeyboardEvent, memo, type PointerEvent as Press, useId, useRef, useState } from 'react'
import { atLocal, localMinutes, overlaps } from '#shared/kernel/time.ts'
import { type AppointmentView, type BayLoad, isBooked } from '#shared/modules/appointments/model.ts'
import { formatShortDay, formatTime } from '../../../texts/format.ts'
import { useLanguage, useT } from '../../../texts/t.ts'
import { useWords } from '../../../ui/words.tsx'
import { StateShape } from '../../../ui/StateBadge.tsx'
import { BOOKING_TONES } from './BookingBadge.tsx'
import { DayLoad } from './DayLoad.tsx'
import { labelOf } from './label.ts'
import { MoveBar } from './MoveBar.tsx'
import type { TimelineRow } from './Timeline.tsx'
import { dayOf } from './timeline.ts'
import { useDrag } from './useDrag.ts'
import type { Moving } from './useMoving.ts'
import tones from './tones.module.css'
import classes from './WeekGrid.module.css'

interface WeekGridProps {
  label: string
  days: readonly string[]
  rows: readonly TimelineRow[]
  /** Of every bay and day; by technician there are none. */
  loads: readonly BayLoad[]
  today: string
  /** The shop's IANA zone. */
  zone: string
  moving: Moving
  onOpen: (booking: AppointmentView) => void
  onDay: (on: string) => void
}

/**
 * Several days beside each other, bays or technicians below each other: how full each is, and what is booked. One tab stop; arrows
 * move, Enter opens the day. A booking is dragged to another day or row and keeps its time.
 */
export function WeekGrid({ label, days, rows, loads, today, zone, moving, onOpen, onDay }: WeekGridProps) {
  const t = useT()
  const language = useLanguage()
  const { direction } = useWords()
  const id = useId()
  const frame = useRef<HTMLDivElement>(null)
  const drag = useDrag()
  const [spot, setSpot] = useState<{ row: number; day: number } | null>(null)
  const { taken, refused } = moving
  const spans = days.map((on) => dayOf(on, zone))
  const isOn = (place: { startAt: number }, day: number) => place.startAt >= (spans[day]?.startAt ?? 0) && place.startAt < (spans[day]?.endAt ?? 0)

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return
    const from = spot ?? { row: 0, day: 0 }
    const step = (row: number, day: number) => {
      const next = { row: Math.max(0, Math.min(rows.length - 1, from.row + row)), day: Math.max(0, Math.min(days.length - 1, from.day + day)) }
      setSpot(next)
      frame.current?.querySelector(`[data-cell="${next.row} ${next.day}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    }
    const moves: Record<string, () => void> = {
      ArrowDown: () => step(1, 0),
      ArrowUp: () => step(-1, 0),
      [direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight']: () => step(0, 1),
      [direction === 'rtl' ? 'ArrowRight' : 'ArrowLeft']: () => step(0, -1),
      Enter: () => onDay(days[from.day] ?? today),
    }
    const act = moves[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }
  /** One listener for hundreds of chips. */
  const chipUnder = (target: EventTarget): AppointmentView | undefined => {
    const id = target instanceof Element ? target.closest<HTMLElement>('[data-chip]')?.dataset['chip'] : undefined
    return id === undefined ? undefined : rows.flatMap((row) => row.bookings).find((booking) => booking.id === id)
  }
  const onPress = (booking: AppointmentView, event: Press) => {
    if (!moving.mayMove(booking)) return
    let place = moving.placeOf(booking)
    drag.begin(event, {
      onBegin: () => moving.take(booking),
      onMove: ({ clientX, clientY }) => {
        const cell = document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>('[data-cell]')
        const [row, on] = [rows[Number(cell?.dataset['cell']?.split(' ')[0])], days[Number(cell?.dataset['cell']?.split(' ')[1])]]
        if (!row || on === undefined) return
        const startAt = atLocal(on, localMinutes(booking.startAt, zone), zone)
        place = { row: row.key, startAt, endAt: startAt + booking.endAt - booking.startAt }
        moving.to(place)
      },
      onDrop: () => moving.putAt(booking, place),
      onCancel: moving.giveUp,
    })
  }

  return (
    <div className={classes.frame}>
      <div
        ref={frame}
        className={classes.scroller}
        role="group"
        aria-label={label}
        aria-describedby={`${id}hint`}
        tabIndex={0}
        data-taken={taken !== null || undefined}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          const booking = chipUnder(event.target)
          if (booking) onPress(booking, event)
        }}
        onClick={(event) => {
          const booking = drag.isDragClick() ? undefined : chipUnder(event.target)
          if (booking) onOpen(booking)
        }}
        onFocus={(event) => {
          if (event.target === event.currentTarget && event.currentTarget.matches(':focus-visible')) setSpot((before) => before ?? { row: 0, day: 0 })
        }}
        onBlur={() => setSpot(null)}
      >
        <table className={classes.grid} style={{ minWidth: `${128 + days.length * 118}px` }}>
          <thead>
            <tr>
              <td className={classes.corner} aria-label={t('schedule.rows')} />
              {days.map((on) => (
                <th key={on} scope="col" data-today={on === today || undefined}>
                  <button type="button" tabIndex={-1} className={classes.day} onClick={() => onDay(on)}>
                    {formatShortDay(on, language)}
                    <DayLoad loads={loads.filter((load) => load.on === on)} />
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={row.key}>
                <th scope="row">
                  <bdi className={classes.name}>{row.name}</bdi>
                  {row.badge}
                </th>
                {days.map((on, day) => {
                  const span = spans[day]
                  const bookings = span ? row.bookings.filter((booking) => overlaps(booking, span)) : []
                  const isTarget = taken !== null && taken.to.row === row.key && isOn(taken.to, day)
                  return (
                    <td
                      key={on}
                      data-cell={`${index} ${day}`}
                      data-today={on === today || undefined}
                      data-cursor={(spot?.row === index && spot.day === day) || undefined}
                      data-target={isTarget || undefined}
                      aria-label={t('schedule.cell', { row: row.name, day: on, count: bookings.length })}
                    >
                      <Bar load={loads.find((load) => load.on === on && load.bayId === row.key)} />
                      {bookings.map((booking) => (
                        <Chip
                          key={booking.id}
                          booking={booking}
                          startAt={Math.max(booking.startAt, span?.startAt ?? 0)}
                          isTaken={booking.id === taken?.booking.id}
                        />
                      ))}
                      {isTarget && <span className={classes.ghost}>{formatTime(taken.to.startAt, language)}</span>}
                      {refused?.place.row === row.key && isOn(refused.place, day) && (
                        <span className={classes.refused} role="alert">
                          {refused.text}
                        </span>
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <MoveBar moving={moving} rowName={(key) => rows.find((row) => row.key === key)?.name ?? ''} onOpen={() => taken && onOpen(taken.booking)} />
      <p id={`${id}hint`} className={classes.foot}>
        {t('schedule.gridHint')}
      </p>
    </div>
  )
}

/** One booking in a cell, in one line: the shape of its state, when, who. Drawn anew only when it changes. */
const Chip = memo(function Chip({ booking, startAt, isTaken }: { booking: AppointmentView; startAt: number; isTaken: boolean }) {
  const t = useT()
  const language = useLanguage()
  const label = labelOf(booking, t)
  const tone = isBooked(booking) ? BOOKING_TONES[booking.state] : 'off'
  const state = isBooked(booking) ? t(`bookingState.${booking.state}`) : ''
  const time = formatTime(startAt, language)
  return (
    <button
      type="button"
      tabIndex={-1}
      className={`${tones.toned} ${classes.chip}`}
      data-chip={booking.id}
      data-tone={tone}
      data-taken={isTaken || undefined}
      aria-label={[time, label, state].filter(Boolean).join(' ')}
      title={[label, state, booking.plate, booking.vehicleLabel, booking.concern || booking.note].filter(Boolean).join('\n')}
    >
      {state !== '' && <StateShape tone={tone} />}
      <span className={classes.time}>{time}</span>
      <bdi>{label}</bdi>
    </button>
  )
})

/** How full a bay is on a day: the bar, and the word where it is too full. */
function Bar({ load }: { load: BayLoad | undefined }) {
  if (!load || load.openMinutes + load.bookedMinutes === 0) return null
  const share = load.openMinutes === 0 ? 1 : Math.min(1, load.bookedMinutes / load.openMinutes)
  return (
    <div className={classes.bar} data-over={load.bookedMinutes > load.openMinutes || undefined} aria-hidden="true">
      <span style={{ inlineSize: `${share * 100}%` }} />
    </div>
  )
}
