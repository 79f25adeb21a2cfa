import { type PointerEvent, useRef, useState } from 'react'
import { HOUR_MS, MINUTE_MS } from '#shared/kernel/time.ts'
import { type AppointmentView, SLOT_STEP_MS } from '#shared/modules/appointments/model.ts'
import { formatTime } from '../../../texts/format.ts'
import { useLanguage, useT } from '../../../texts/t.ts'
import { Plate } from '../../../ui/display.tsx'
import { BOOKING_TONES, BookingBadge } from './BookingBadge.tsx'
import { lanesOf, shareOf, snapped, type Span } from './timeline.ts'
import type { TimelineRow } from './Timeline.tsx'
import classes from './Timeline.module.css'

interface TimelineTrackProps {
  row: TimelineRow
  span: Span
  open: Span | null
  /** Where the keyboard stands, if in this row. */
  cursorAt: number | null
  opened: AppointmentView | undefined
  onOpen: (booking: AppointmentView) => void
  onPick: (startAt: number, minutes?: number) => void
}

const GHOST_MS = HOUR_MS

/** The bookings of one bay or technician. A press on an empty place books there; drawing it out sets the length. */
export function TimelineTrack({ row, span, open, cursorAt, opened, onOpen, onPick }: TimelineTrackProps) {
  const t = useT()
  const language = useLanguage()
  const track = useRef<HTMLDivElement>(null)
  const [hover, setHover] = useState<number | null>(null)
  const [drawn, setDrawn] = useState<{ from: number; to: number } | null>(null)
  const lanes = lanesOf(row.bookings)
  const place = ({ startAt, endAt }: Span) => ({
    insetInlineStart: `${shareOf(startAt, span) * 100}%`,
    inlineSize: `${(shareOf(endAt, span) - shareOf(startAt, span)) * 100}%`,
  })

  const timeAt = (event: PointerEvent): number => {
    const box = track.current?.getBoundingClientRect()
    if (!box || !track.current) return span.startAt
    const share = (event.clientX - box.left) / box.width
    return snapped(getComputedStyle(track.current).direction === 'rtl' ? 1 - share : share, span)
  }
  const isEmptyPlace = (event: PointerEvent) => event.target === event.currentTarget
  const length = (from: number, to: number) => Math.abs(to - from) + SLOT_STEP_MS

  const ghost: Span | null = drawn
    ? { startAt: Math.min(drawn.from, drawn.to), endAt: Math.min(drawn.from, drawn.to) + (drawn.from === drawn.to ? GHOST_MS : length(drawn.from, drawn.to)) }
    : hover === null
      ? null
      : { startAt: hover, endAt: hover + GHOST_MS }

  return (
    <div
      ref={track}
      className={classes.track}
      onPointerDown={(event) => {
        if (event.button !== 0 || !isEmptyPlace(event)) return
        event.currentTarget.setPointerCapture(event.pointerId)
        setDrawn({ from: timeAt(event), to: timeAt(event) })
      }}
      onPointerMove={(event) => {
        if (drawn) setDrawn({ ...drawn, to: timeAt(event) })
        else setHover(event.pointerType === 'mouse' && isEmptyPlace(event) ? timeAt(event) : null)
      }}
      onPointerUp={() => {
        if (!drawn) return
        setDrawn(null)
        setHover(null)
        const minutes = drawn.from === drawn.to ? undefined : length(drawn.from, drawn.to) / MINUTE_MS
        onPick(Math.min(drawn.from, drawn.to), minutes)
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
          {formatTime(ghost.startAt, language)}–{formatTime(ghost.endAt, language)}
        </div>
      )}
      {row.bookings.map((booking) => {
        const { lane, lanes: count } = lanes.get(booking.id) ?? { lane: 0, lanes: 1 }
        const times = `${formatTime(booking.startAt, language)}–${formatTime(booking.endAt, language)}`
        return (
          <button
            key={booking.id}
            type="button"
            tabIndex={-1}
            className={classes.booking}
            data-tone={BOOKING_TONES[booking.state]}
            data-active={booking.id === opened?.id || undefined}
            style={{ ...place(booking), insetBlockStart: `calc(${(lane / count) * 100}% + 2px)`, blockSize: `calc(${100 / count}% - 4px)` }}
            aria-label={[
              times,
              booking.customerName,
              booking.plate,
              booking.vehicleLabel,
              t(`bookingState.${booking.state}`),
              booking.bayName,
              booking.technicianName,
            ]
              .filter(Boolean)
              .join(', ')}
            title={[times, booking.customerName, booking.vehicleLabel, booking.concern].filter(Boolean).join('\n')}
            onClick={() => onOpen(booking)}
          >
            <span className={classes.bookingHead}>
              <BookingBadge state={booking.state} look="plain" />
              <span className={classes.times}>{times}</span>
            </span>
            <bdi className={classes.who}>{booking.customerName}</bdi>
            {count === 1 && booking.plate && (
              <span className={classes.plateLine}>
                <Plate plate={booking.plate} />
              </span>
            )}
            {count === 1 && <bdi className={classes.what}>{booking.concern || booking.vehicleLabel}</bdi>}
          </button>
        )
      })}
    </div>
  )
}
