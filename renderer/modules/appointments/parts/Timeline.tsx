/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/prefer-tag-over-role, jsx-a11y/no-noninteractive-tabindex -- one tab stop for a whole day, as in a grid */
import { type CSSProperties, type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import { HOUR_MS } from '#shared/kernel/time.ts'
import { type AppointmentView, LIVE_STATES, SLOT_STEP_MS } from '#shared/modules/appointments/model.ts'
import { durationText } from '../../../texts/duration.ts'
import { formatTime } from '../../../texts/format.ts'
import { useLanguage, useT } from '../../../texts/t.ts'
import { useWords } from '../../../ui/words.tsx'
import { hoursOf, minutesWithin, shareOf, type Span } from './timeline.ts'
import { TimelineTrack } from './TimelineTrack.tsx'
import classes from './Timeline.module.css'

export interface TimelineRow {
  readonly key: string
  readonly name: string
  readonly badge?: ReactNode
  readonly bookings: readonly AppointmentView[]
}
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
  onOpen: (booking: AppointmentView) => void
  /** An empty place was chosen; `minutes` only when it was drawn out. */
  onPick: (row: TimelineRow, startAt: number, minutes?: number) => void
}

const isLive = ({ state }: AppointmentView) => LIVE_STATES.some((live) => live === state)
const PAGE_STEPS = 4

/** A day as rows of time: one tab stop, arrows move a quarter of an hour, Enter opens the booking there or books the empty place. */
export function Timeline(props: TimelineProps) {
  const { rows, span, open, now, onOpen, onPick } = props
  const t = useT()
  const language = useLanguage()
  const { direction } = useWords()
  const id = useId()
  const frame = useRef<HTMLDivElement>(null)
  const [spot, setSpot] = useState<Spot | null>(null)
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
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return
    const later = direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
    const earlier = direction === 'rtl' ? 'ArrowRight' : 'ArrowLeft'
    const moves: Record<string, () => void> = {
      ArrowDown: () => move(1, 0),
      ArrowUp: () => move(-1, 0),
      [later]: () => move(0, event.ctrlKey ? PAGE_STEPS : 1),
      [earlier]: () => move(0, event.ctrlKey ? -PAGE_STEPS : -1),
      Home: () => setSpot({ row: spot?.row ?? 0, at: open?.startAt ?? span.startAt }),
      End: () => setSpot({ row: spot?.row ?? 0, at: (open?.endAt ?? span.endAt) - HOUR_MS }),
      Enter: () => {
        if (found) onOpen(found)
        else if (row && spot) onPick(row, spot.at)
      },
    }
    const act = moves[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }

  return (
    <div className={classes.frame}>
      <div
        ref={frame}
        className={classes.scroller}
        role="group"
        aria-label={props.label}
        aria-describedby={`${id}hint`}
        tabIndex={0}
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
          <div className={classes.scale} aria-hidden="true">
            <div className={classes.corner} />
            <div className={classes.hours}>
              {hoursOf(span).map((hour) => (
                <span key={hour} className={classes.hour} style={{ insetInlineStart: `${shareOf(hour, span) * 100}%` }}>
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
                onOpen={onOpen}
                onPick={(startAt, minutes) => onPick(each, startAt, minutes)}
              />
            </div>
          ))}
          {shownNow && (
            <div className={classes.overlay} aria-hidden="true">
              <div className={classes.now} style={{ insetInlineStart: `${shareOf(now, span) * 100}%` }}>
                <span className={classes.nowTime}>{formatTime(now, language)}</span>
              </div>
            </div>
          )}
        </div>
      </div>
      <p id={`${id}hint`} className={classes.foot}>
        {t('schedule.timelineHint')}
        <span className="visually-hidden" aria-live="polite">
          {row && spot && (found ? `${found.customerName}, ${formatTime(found.startAt, language)}` : t('schedule.freeSpot', { row: row.name, at: spot.at }))}
        </span>
      </p>
    </div>
  )
}
