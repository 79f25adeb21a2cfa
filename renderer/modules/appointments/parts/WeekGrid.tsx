/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/prefer-tag-over-role, jsx-a11y/no-noninteractive-tabindex -- one tab stop for all days, as in a grid */
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, type PointerEvent as Press, useCallback, useId, useMemo, useRef, useState } from 'react'
import { addDays, localDate } from '#shared/kernel/time.ts'
import type { AppointmentView, BayLoad } from '#shared/modules/appointments/model.ts'
import { formatDay, formatShortDay, formatTime } from '../../../texts/format.ts'
import { useLanguage, useT } from '../../../texts/t.ts'
import { useWords } from '../../../ui/words.tsx'
import { DayLoad } from './DayLoad.tsx'
import { labelOf } from './label.ts'
import { MoveBar } from './MoveBar.tsx'
import { onDay as movedTo, type Place, shifted, steered, stretched } from './moving.ts'
import type { TimelineRow } from './Timeline.tsx'
import { bookingsIn, dayOf } from './timeline.ts'
import { isTouch, useDrag } from './useDrag.ts'
import type { Moving } from './useMoving.ts'
import { GridRow, gridRowPx } from './GridRow.tsx'
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
  /** A day of a row was chosen to book on. */
  onPick: (row: TimelineRow, on: string) => void
}
/** Where the keyboard stands: the days' heads are row -1; `at` is the booking of the cell, null the cell itself. */
interface Spot {
  readonly row: number
  readonly day: number
  readonly at: number | null
}
const HEADS = -1
const FIRST: Spot = { row: 0, day: 0, at: null }

/**
 * Several days beside each other, bays or technicians below each other: how full each is, and what is booked. One tab stop; arrows move
 * through cells and their bookings, Enter opens a booking or a day or books on an empty one, Space takes a booking up: then arrows move
 * it by rows and days, with Ctrl by quarters of an hour, with Shift its end. A finger takes up by a tap and says where by another; a mouse
 * drags. What is moved to another day keeps its time. Only the rows in sight are drawn.
 */
export function WeekGrid({ label, days, rows, loads, today, zone, moving, onOpen, onDay, onPick }: WeekGridProps) {
  const t = useT()
  const language = useLanguage()
  const { direction } = useWords()
  const id = useId()
  const frame = useRef<HTMLDivElement>(null)
  const drag = useDrag()
  const [kept, setSpot] = useState<Spot | null>(null)
  const { taken, refused } = moving
  const spans = useMemo(() => days.map((on) => dayOf(on, zone)), [days, zone])
  const loadOf = useMemo(() => new Map(loads.map((load) => [`${load.on} ${load.bayId}`, load])), [loads])
  const perDay = useMemo(() => rows.map((row) => spans.map((span) => bookingsIn(row.bookings, span))), [rows, spans])
  // Another function for other bookings: that is what has the heights found anew.
  const keyOf = useCallback((index: number) => (perDay[index] && rows[index]?.key) ?? index, [rows, perDay])
  // oxlint-disable-next-line react/incompatible-library -- concerns the React compiler, which is not used here
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: (index) => gridRowPx(perDay[index] ?? []),
    overscan: 1,
    initialRect: { width: 0, height: window.innerHeight * TAKES },
    getItemKey: keyOf,
    scrollPaddingStart: HEAD_PX,
    paddingStart: HEAD_PX,
  })
  const spot = kept && kept.row < rows.length && kept.day < days.length ? kept : null
  const inCell = ({ row, day }: Spot) => perDay[row]?.[day] ?? []
  const found = spot?.at == null ? undefined : inCell(spot)[spot.at]

  const show = (row: number, day: number) => {
    if (row >= 0) virtual.scrollToIndex(row, { align: 'auto' })
    frame.current?.querySelectorAll('[data-on]')[day]?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }
  const stand = (next: Spot) => {
    const [row, day] = [Math.max(HEADS, Math.min(rows.length - 1, next.row)), Math.max(0, Math.min(days.length - 1, next.day))]
    setSpot({ row, day, at: row === next.row ? next.at : null })
    show(row, day)
  }
  const isTurned = direction === 'rtl'
  const steer = (event: KeyboardEvent, to: Place) =>
    steered(event, {
      moving,
      to,
      rows: rows.map(({ key }) => key),
      isTurned,
      along: (steps, isCtrl) => {
        if (isCtrl) return shifted(to, steps)
        const on = addDays(localDate(to.startAt, zone), steps)
        return on < (days[0] ?? on) || on > (days.at(-1) ?? on) ? to : movedTo(to, on, zone)
      },
      onRow: (row) => show(row, days.indexOf(localDate(to.startAt, zone))),
      onPut: () =>
        stand({
          row: Math.max(
            0,
            rows.findIndex(({ key }) => key === to.row),
          ),
          day: days.indexOf(localDate(to.startAt, zone)),
          at: null,
        }),
    })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return
    const from = spot ?? FIRST
    const act = taken ? steer(event, taken.to) : actOf(event, from)
    if (!act) return
    event.preventDefault()
    act()
  }
  const actOf = (event: KeyboardEvent, from: Spot): (() => void) | undefined => {
    const mayTake = found !== undefined && moving.mayMove(found)
    const last = inCell(from).length - 1
    const sideways = (days: number) =>
      event.shiftKey && found && mayTake
        ? () => moving.take(found, stretched(moving.placeOf(found), days))
        : () => stand({ ...from, day: from.day + days, at: null })
    const moves: Record<string, () => void> = {
      ArrowDown: () => stand(event.ctrlKey || (from.at ?? HEADS) >= last ? { ...from, row: from.row + 1, at: null } : { ...from, at: (from.at ?? HEADS) + 1 }),
      ArrowUp: () => stand(event.ctrlKey || from.at === null ? { ...from, row: from.row - 1, at: null } : { ...from, at: from.at === 0 ? null : from.at - 1 }),
      [isTurned ? 'ArrowLeft' : 'ArrowRight']: sideways(1),
      [isTurned ? 'ArrowRight' : 'ArrowLeft']: sideways(-1),
      Home: () => stand({ ...from, day: 0, at: null }),
      End: () => stand({ ...from, day: days.length - 1, at: null }),
      Enter: () => {
        const [row, on] = [rows[from.row], days[from.day] ?? today]
        if (found) onOpen(found)
        else if (from.row === HEADS) onDay(on)
        else if (row) onPick(row, on)
      },
      ' ': () => {
        if (found && mayTake) moving.take(found)
      },
      Escape: moving.giveUp,
    }
    return moves[event.key]
  }

  /** One listener for hundreds of chips and cells. */
  const chipUnder = (target: EventTarget): AppointmentView | undefined => {
    const chip = target instanceof Element ? target.closest<HTMLElement>('[data-chip]')?.dataset['chip'] : undefined
    return chip === undefined ? undefined : rows.flatMap((row) => row.bookings).find((booking) => booking.id === chip)
  }
  const cellUnder = (target: EventTarget | null): { row: TimelineRow; on: string } | undefined => {
    const [index, day] = (target instanceof Element ? target.closest<HTMLElement>('[data-cell]')?.dataset['cell'] : undefined)?.split(' ') ?? []
    const [row, on] = [rows[Number(index)], days[Number(day)]]
    return row && on !== undefined ? { row, on } : undefined
  }
  const onPress = (booking: AppointmentView, event: Press) => {
    if (!moving.mayMove(booking)) return
    const from = moving.placeOf(booking)
    let place = from
    drag.begin(event, {
      onBegin: () => moving.take(booking),
      onMove: ({ clientX, clientY }) => {
        const cell = cellUnder(document.elementFromPoint(clientX, clientY))
        if (!cell) return
        place = { ...movedTo(from, cell.on, zone), row: cell.row.key }
        moving.to(place)
      },
      onDrop: () => moving.putAt(booking, place),
      onCancel: moving.giveUp,
    })
  }
  const onClick = (event: MouseEvent) => {
    if (drag.isDragClick()) return
    const booking = chipUnder(event.target)
    const cell = cellUnder(event.target)
    if (booking && isTouch(event)) moving.take(booking)
    else if (booking) onOpen(booking)
    else if (cell && !taken) onPick(cell.row, cell.on)
    else if (cell && taken && moving.mayMove(taken.booking)) moving.to({ ...movedTo(taken.to, cell.on, zone), row: cell.row.key })
  }

  const nameOf = (key: string) => rows.find((row) => row.key === key)?.name ?? ''
  const words = taken
    ? t('schedule.takenOn', {
        who: labelOf(taken.booking, t),
        on: localDate(taken.to.startAt, zone),
        from: taken.to.startAt,
        to: taken.to.endAt,
        row: nameOf(taken.to.row),
      })
    : ''
  const standsAt = () => {
    if (!spot) return ''
    const on = days[spot.day] ?? today
    const row = rows[spot.row]
    if (!row) return formatDay(on, language)
    if (found) return `${labelOf(found, t)}, ${formatTime(found.startAt, language)}`
    return t('schedule.cell', { row: row.name, day: on, count: inCell(spot).length })
  }
  const items = virtual.getVirtualItems()
  const [above, below] = [(items[0]?.start ?? HEAD_PX) - HEAD_PX, virtual.getTotalSize() - (items.at(-1)?.end ?? HEAD_PX)]
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
        onClick={onClick}
        onFocus={(event) => {
          if (event.target === event.currentTarget && event.currentTarget.matches(':focus-visible')) setSpot((before) => before ?? FIRST)
        }}
        onBlur={() => setSpot(null)}
      >
        <table className={classes.grid} aria-rowcount={rows.length + 1} style={{ minWidth: `${128 + days.length * DAY_PX}px` }}>
          <thead>
            <tr style={{ height: HEAD_PX }}>
              <td className={classes.corner} aria-label={t('schedule.rows')} />
              {days.map((on, day) => (
                <th
                  key={on}
                  scope="col"
                  data-on={on}
                  data-today={on === today || undefined}
                  data-cursor={(spot?.row === HEADS && spot.day === day) || undefined}
                >
                  <button type="button" tabIndex={-1} className={classes.day} onClick={() => onDay(on)}>
                    {formatShortDay(on, language)}
                    <DayLoad loads={loads.filter((load) => load.on === on)} />
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {above > 0 && <tr aria-hidden="true" style={{ height: above }} />}
            {items.map(({ index }) => {
              const row = rows[index]
              return (
                row && (
                  <GridRow
                    key={row.key}
                    row={row}
                    index={index}
                    days={days}
                    spans={spans}
                    today={today}
                    bookings={perDay[index] ?? []}
                    loadOf={loadOf}
                    cursor={spot?.row === index ? spot : null}
                    takenId={taken?.booking.id}
                    target={taken?.to.row === row.key ? taken.to : null}
                    refused={refused?.place.row === row.key ? refused : null}
                  />
                )
              )
            })}
            {below > 0 && <tr aria-hidden="true" style={{ height: below }} />}
          </tbody>
        </table>
      </div>
      {taken && <MoveBar moving={moving} words={words} onOpen={() => onOpen(taken.booking)} />}
      <p id={`${id}hint`} className={classes.foot}>
        {taken ? t('schedule.gridTakenHint') : t('schedule.gridHint')}
        <span className="visually-hidden" aria-live="polite">
          {taken ? words : standsAt()}
        </span>
      </p>
    </div>
  )
}

/** Of the window's height the grid takes about that much. */
const TAKES = 0.7
/** A day is at least so wide that the longest word for a state fits. Units: CSS px. */
const DAY_PX = 132
/** Height of the days' heads, which stay in sight. Units: CSS px. */
const HEAD_PX = 49
