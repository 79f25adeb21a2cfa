/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/prefer-tag-over-role, jsx-a11y/no-noninteractive-tabindex -- one tab stop for a whole day, as in a grid */
import { type CSSProperties, type KeyboardEvent, type PointerEvent as Press, type ReactNode, useId, useRef, useState } from 'react'
import { HOUR_MS } from '#shared/kernel/time.ts'
import { type AppointmentView, LIVE_STATES, SLOT_STEP_MS } from '#shared/modules/appointments/model.ts'
import { durationText } from '../../../texts/duration.ts'
import { formatTime } from '../../../texts/format.ts'
import { useLanguage, useT } from '../../../texts/t.ts'
import { useWords } from '../../../ui/words.tsx'
import { labelOf } from './label.ts'
import { MoveBar } from './MoveBar.tsx'
import { dragged, type Edge, type Place, shifted, steered, stretched } from './moving.ts'
import { hoursOf, minutesWithin, shareOf, type Span, timeAt } from './timeline.ts'
import { TimelineTrack } from './TimelineTrack.tsx'
import { useDrag } from './useDrag.ts'
import type { Moving } from './useMoving.ts'
import classes from './Timeline.module.css'

export interface TimelineRow {
  readonly key: string
  readonly name: string
  readonly badge?: ReactNode
  readonly bookings: readonly AppointmentView[]
}
/** The time of now stands over this hour of the scale; shares of an hour, as wide as the two of them are on the wall, where they are largest. */
const isUnder = (hour: number, now: number): boolean => now > hour - HOUR_MS * 0.35 && now < hour + HOUR_MS * 0.95

/** A place on the timeline, a quarter of an hour long. */
interface Spot {
  readonly row: number
  readonly at: number
}

interface TimelineProps {
  label: string
  rows: readonly TimelineRow[]
  span: Span
  /** Opening hours; null on a day off. */
  open: Span | null
  now: number
  /** How blocks are moved; without it the timeline is only looked at. */
  moving?: Moving
  onOpen?: (booking: AppointmentView) => void
  /** An empty place was chosen; `minutes` only when it was drawn out. */
  onPick?: (row: TimelineRow, startAt: number, minutes?: number) => void
  /** Over the names of the rows. */
  corner?: ReactNode
  /** `wall`: to be read from across the shop. */
  look?: 'wall'
}

const isLive = ({ state }: AppointmentView) => LIVE_STATES.some((live) => live === state)
const PAGE_STEPS = 4

/**
 * A day as rows of time: one tab stop, arrows move a quarter of an hour, Enter opens the booking there or books the empty place.
 * Space takes up the booking under the cursor; then arrows move it, with Shift its end, Enter puts it down and Escape leaves it.
 */
export function Timeline(props: TimelineProps) {
  const { rows, span, open, now, moving, onOpen, onPick } = props
  const t = useT()
  const language = useLanguage()
  const { direction } = useWords()
  const id = useId()
  const frame = useRef<HTMLDivElement>(null)
  const [kept, setSpot] = useState<Spot | null>(null)
  // Another day begins without a cursor.
  const spot = kept !== null && kept.at >= span.startAt && kept.at < span.endAt ? kept : null
  const begin = Math.floor((now > span.startAt && now < span.endAt ? now : (open?.startAt ?? span.startAt)) / SLOT_STEP_MS) * SLOT_STEP_MS
  const at = (where: Spot) => rows[where.row]?.bookings.find((booking) => booking.startAt <= where.at && booking.endAt > where.at)
  const found = spot ? at(spot) : undefined
  const row = spot ? rows[spot.row] : undefined
  const shownNow = now > span.startAt && now < span.endAt

  const move = (rowStep: number, steps: number) => {
    const from = spot ?? { row: 0, at: begin }
    const next = {
      row: Math.max(0, Math.min(rows.length - 1, from.row + rowStep)),
      at: Math.max(span.startAt, Math.min(span.endAt - SLOT_STEP_MS, from.at + steps * SLOT_STEP_MS)),
    }
    // Over a booking an arrow goes on to its other end.
    const booking = rowStep === 0 && Math.abs(steps) === 1 ? at(from) : undefined
    setSpot(
      booking ? { ...next, at: steps > 0 ? Math.min(span.endAt - SLOT_STEP_MS, booking.endAt) : Math.max(span.startAt, booking.startAt - SLOT_STEP_MS) } : next,
    )
    frame.current?.querySelector(`[data-row="${next.row}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  const drag = useDrag()
  const onPress = (booking: AppointmentView, edge: Edge, event: Press) => {
    // What goes on beyond the day is moved by its form or its keys: here only a part of it can be taken hold of.
    if (!moving?.mayMove(booking) || booking.startAt < span.startAt || booking.endAt > span.endAt) return
    const from = moving.placeOf(booking)
    const tracks = [...(frame.current?.querySelectorAll('[data-track]') ?? [])]
    const [any] = tracks
    if (!any) return
    const grabbed = timeAt(any, event.clientX, span) - booking.startAt
    let place = from
    drag.begin(event, {
      onBegin: () => moving.take(booking),
      onMove: ({ clientX, clientY }) => {
        const under = tracks.findIndex((track) => clientY < track.getBoundingClientRect().bottom)
        const index = under === -1 ? tracks.length - 1 : under
        tracks[index]?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
        place = dragged(from, edge, { at: timeAt(any, clientX, span), grabbed, row: rows[index]?.key ?? from.row }, span)
        moving.to(place)
      },
      onDrop: () => moving.putAt(booking, place),
      onCancel: moving.giveUp,
    })
  }
  const onTap = (booking: AppointmentView, isFinger: boolean) => {
    if (drag.isDragClick()) return
    if (isFinger && moving) moving.take(booking)
    else onOpen?.(booking)
  }
  /** With something taken up, an empty place is where it goes. */
  const onEmpty = (where: TimelineRow, startAt: number, minutes?: number) => {
    if (!moving?.taken) return onPick?.(where, startAt, minutes)
    const { from } = moving.taken
    if (moving.mayMove(moving.taken.booking)) moving.to({ row: where.key, startAt, endAt: startAt + from.endAt - from.startAt })
  }
  const taken = moving?.taken ?? null
  const words = taken
    ? t('schedule.taken', {
        who: labelOf(taken.booking, t),
        from: taken.to.startAt,
        to: taken.to.endAt,
        row: rows.find(({ key }) => key === taken.to.row)?.name ?? '',
      })
    : ''

  const later = direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
  const earlier = direction === 'rtl' ? 'ArrowRight' : 'ArrowLeft'
  const steer = (event: KeyboardEvent, by: Moving, to: Place) =>
    steered(event, {
      moving: by,
      to,
      rows: rows.map(({ key }) => key),
      isTurned: direction === 'rtl',
      along: (steps, isCtrl) => shifted(to, isCtrl ? steps * PAGE_STEPS : steps),
      onRow: (index) => frame.current?.querySelector(`[data-row="${index}"]`)?.scrollIntoView({ block: 'nearest' }),
      onPut: () =>
        setSpot({
          row: Math.max(
            0,
            rows.findIndex(({ key }) => key === to.row),
          ),
          at: to.startAt,
        }),
    })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return
    const steering = taken && moving ? steer(event, moving, taken.to) : undefined
    if (steering) {
      event.preventDefault()
      return steering()
    }
    if (taken) return
    const mayTake = found !== undefined && moving?.mayMove(found) === true
    if (found && mayTake && event.shiftKey && (event.key === later || event.key === earlier)) {
      event.preventDefault()
      return moving.take(found, stretched(moving.placeOf(found), event.key === later ? 1 : -1))
    }
    const moves: Record<string, () => void> = {
      ArrowDown: () => move(1, 0),
      ArrowUp: () => move(-1, 0),
      [later]: () => move(0, event.ctrlKey ? PAGE_STEPS : 1),
      [earlier]: () => move(0, event.ctrlKey ? -PAGE_STEPS : -1),
      Home: () => setSpot({ row: spot?.row ?? 0, at: open?.startAt ?? span.startAt }),
      End: () => setSpot({ row: spot?.row ?? 0, at: (open?.endAt ?? span.endAt) - HOUR_MS }),
      Enter: () => {
        if (found) onOpen?.(found)
        else if (row && spot) onPick?.(row, spot.at)
      },
      ' ': () => {
        if (found && mayTake) moving.take(found)
      },
      Escape: () => moving?.giveUp(),
    }
    const act = moves[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }

  return (
    <div className={classes.frame} data-look={props.look}>
      <div
        ref={frame}
        className={classes.scroller}
        role="group"
        aria-label={props.label}
        aria-describedby={`${id}hint`}
        tabIndex={0}
        data-taken={taken !== null || undefined}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          if (event.target === event.currentTarget && event.currentTarget.matches(':focus-visible')) setSpot((before) => before ?? { row: 0, at: begin })
        }}
        onBlur={() => setSpot(null)}
      >
        <div
          className={classes.grid}
          style={{ '--hours': Math.max(1, (span.endAt - span.startAt) / HOUR_MS) } as CSSProperties /* React's type knows no custom properties */}
        >
          <div className={classes.scale}>
            <div className={classes.corner}>{props.corner}</div>
            <div className={classes.hours} aria-hidden="true">
              {shownNow && (
                <span className={classes.nowTime} style={{ insetInlineStart: `${shareOf(now, span) * 100}%` }}>
                  {formatTime(now, language)}
                </span>
              )}
              {hoursOf(span).map((hour) => (
                <span
                  key={hour}
                  className={classes.hour}
                  data-under={(shownNow && isUnder(hour, now)) || undefined}
                  style={{ insetInlineStart: `${shareOf(hour, span) * 100}%` }}
                >
                  {formatTime(hour, language)}
                </span>
              ))}
            </div>
          </div>
          {rows.map((each, index) => (
            <div key={each.key} className={classes.row} data-row={index}>
              <div className={classes.name}>
                <bdi className={classes.rowName}>{each.name}</bdi>
                {each.badge}
                <span className={classes.load}>
                  {t('schedule.booked', { duration: durationText(minutesWithin(each.bookings.filter(isLive), open ?? span)) })}
                </span>
              </div>
              <TimelineTrack
                row={each}
                span={span}
                open={open}
                cursorAt={spot?.row === index ? spot.at : null}
                opened={found}
                takenId={taken?.booking.id}
                target={taken?.to.row === each.key ? taken.to : null}
                refused={moving?.refused?.place.row === each.key ? moving.refused : null}
                onPick={onPick && ((startAt, minutes) => onEmpty(each, startAt, minutes))}
                isLarge={props.look === 'wall'}
                onPress={onPress}
                onTap={onTap}
              />
            </div>
          ))}
          {shownNow && (
            <div className={classes.overlay} aria-hidden="true">
              <div className={classes.now} style={{ insetInlineStart: `${shareOf(now, span) * 100}%` }} />
            </div>
          )}
        </div>
      </div>
      {moving && taken && <MoveBar moving={moving} words={words} onOpen={() => onOpen?.(taken.booking)} />}
      {onPick && (
        <p id={`${id}hint`} className={classes.foot}>
          {taken ? t('schedule.takenHint') : t('schedule.timelineHint')}
          <span className="visually-hidden" aria-live="polite">
            {taken
              ? words
              : row &&
                spot &&
                (found ? `${labelOf(found, t)}, ${formatTime(found.startAt, language)}` : t('schedule.freeSpot', { row: row.name, at: spot.at }))}
          </span>
        </p>
      )}
    </div>
  )
}
