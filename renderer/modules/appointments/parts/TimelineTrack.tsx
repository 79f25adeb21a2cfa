import { type PointerEvent, useRef, useState } from 'react'
import { HOUR_MS, MINUTE_MS } from '#shared/kernel/time.ts'
import { type AppointmentView, SLOT_STEP_MS } from '#shared/modules/appointments/model.ts'
import { formatTime } from '../../../texts/format.ts'
import { useLanguage } from '../../../texts/t.ts'
import type { Edge, Place } from './moving.ts'
import { lanesOf, shareOf, snapped, type Span, timeAt } from './timeline.ts'
import type { TimelineRow } from './Timeline.tsx'
import { TimelineBlock } from './TimelineBlock.tsx'
import classes from './Timeline.module.css'

interface TimelineTrackProps {
  row: TimelineRow
  span: Span
  open: Span | null
  /** Where the keyboard stands, if in this row. */
  cursorAt: number | null
  opened: AppointmentView | undefined
  /** The block that was taken up, wherever it is, and where it would be put down if in this row. */
  takenId: string | undefined
  target: Place | null
  /** A place in this row that was refused, and why. */
  refused: { readonly place: Place; readonly text: string } | null
  /** Without it the row is only looked at. */
  onPick: ((startAt: number, minutes?: number) => void) | undefined
  isLarge: boolean
  onPress: (booking: AppointmentView, edge: Edge, event: PointerEvent) => void
  onTap: (booking: AppointmentView, isFinger: boolean) => void
}

const GHOST_MS = HOUR_MS
/** Words of a place in the last part of the row go the other way. */
const TURNS_AT = 0.6

/** The blocks of one bay or technician. A press on an empty place books there; drawing it out sets the length. */
export function TimelineTrack({ row, span, open, cursorAt, opened, takenId, target, refused, onPick, isLarge, onPress, onTap }: TimelineTrackProps) {
  const language = useLanguage()
  const track = useRef<HTMLDivElement>(null)
  const [hover, setHover] = useState<number | null>(null)
  const [drawn, setDrawn] = useState<{ from: number; to: number } | null>(null)
  const lanes = lanesOf(row.bookings)
  const place = ({ startAt, endAt }: Span) => ({
    insetInlineStart: `${shareOf(startAt, span) * 100}%`,
    inlineSize: `${(shareOf(endAt, span) - shareOf(startAt, span)) * 100}%`,
  })
  const timesOf = ({ startAt, endAt }: Span) => `${formatTime(startAt, language)}–${formatTime(endAt, language)}`

  const quarterAt = (event: PointerEvent): number => (track.current ? snapped(timeAt(track.current, event.clientX, span), span) : span.startAt)
  const isEmptyPlace = (event: PointerEvent) => event.target === event.currentTarget
  const length = (from: number, to: number) => Math.abs(to - from) + SLOT_STEP_MS

  const ghost: Span | null = drawn
    ? { startAt: Math.min(drawn.from, drawn.to), endAt: Math.min(drawn.from, drawn.to) + (drawn.from === drawn.to ? GHOST_MS : length(drawn.from, drawn.to)) }
    : hover === null || takenId !== undefined
      ? null
      : { startAt: hover, endAt: hover + GHOST_MS }

  return (
    <div
      ref={track}
      className={classes.track}
      data-track=""
      data-still={onPick === undefined || undefined}
      onPointerDown={(event) => {
        if (!onPick || event.button !== 0 || !isEmptyPlace(event)) return
        event.currentTarget.setPointerCapture(event.pointerId)
        setDrawn({ from: quarterAt(event), to: quarterAt(event) })
      }}
      onPointerMove={(event) => {
        if (drawn) setDrawn({ ...drawn, to: quarterAt(event) })
        else setHover(onPick && event.pointerType === 'mouse' && isEmptyPlace(event) ? quarterAt(event) : null)
      }}
      onPointerUp={() => {
        if (!drawn) return
        setDrawn(null)
        setHover(null)
        const minutes = drawn.from === drawn.to ? undefined : length(drawn.from, drawn.to) / MINUTE_MS
        onPick?.(Math.min(drawn.from, drawn.to), minutes)
      }}
      onPointerCancel={() => setDrawn(null)}
      onPointerLeave={() => setHover(null)}
    >
      {open ? (
        <>
          <div className={classes.closed} style={place({ startAt: span.startAt, endAt: open.startAt })} />
          <div className={classes.closed} style={place({ startAt: open.endAt, endAt: span.endAt })} />
        </>
      ) : (
        <div className={classes.closed} style={{ inset: 0 }} />
      )}
      {cursorAt !== null && !opened && <div className={classes.cursor} style={place({ startAt: cursorAt, endAt: cursorAt + SLOT_STEP_MS })} />}
      {ghost && (
        <div className={classes.ghost} style={place(ghost)}>
          {timesOf(ghost)}
        </div>
      )}
      {row.bookings.map((booking) => {
        const { lane, lanes: count } = lanes.get(booking.id) ?? { lane: 0, lanes: 1 }
        return (
          <TimelineBlock
            key={booking.id}
            booking={booking}
            times={timesOf(booking)}
            isLow={count > 1}
            isLarge={isLarge}
            isActive={booking.id === opened?.id}
            isTaken={booking.id === takenId}
            style={{ ...place(booking), insetBlockStart: `calc(${(lane / count) * 100}% + 2px)`, blockSize: `calc(${100 / count}% - 4px)` }}
            onPress={(edge, event) => onPress(booking, edge, event)}
            onTap={(isFinger) => onTap(booking, isFinger)}
          />
        )
      })}
      {target && (
        <div className={classes.target} style={place(target)} data-testid="target">
          {timesOf(target)}
        </div>
      )}
      {refused && (
        <div className={classes.refused} style={place(refused.place)} role="alert" data-turns={shareOf(refused.place.startAt, span) > TURNS_AT || undefined}>
          <span>{refused.text}</span>
        </div>
      )}
    </div>
  )
}
