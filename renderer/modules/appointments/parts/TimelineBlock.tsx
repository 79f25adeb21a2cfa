import { IconStack2 } from '@tabler/icons-react'
import type { CSSProperties, PointerEvent as Press } from 'react'
import { type AppointmentView, isBooked } from '#shared/modules/appointments/model.ts'
import { useT } from '../../../texts/t.ts'
import { Plate } from '../../../ui/display.tsx'
import { BOOKING_TONES, BookingBadge } from './BookingBadge.tsx'
import { labelOf } from './label.ts'
import type { Edge } from './moving.ts'
import { isTouch } from './useDrag.ts'
import tones from './tones.module.css'
import classes from './Timeline.module.css'

interface TimelineBlockProps {
  booking: AppointmentView
  times: string
  /** One of several lanes: there is room for a name only. */
  isLow: boolean
  /** To be read from across the shop. */
  isLarge: boolean
  isActive: boolean
  isTaken: boolean
  style: CSSProperties
  onPress: (edge: Edge, event: Press) => void
  onTap: (isFinger: boolean) => void
}

/** One block of the timeline: its body is dragged, its ends are pulled, a click opens it. */
export function TimelineBlock({ booking, times, isLow, isLarge, isActive, isTaken, style, onPress, onTap }: TimelineBlockProps) {
  const t = useT()
  const hasJob = isBooked(booking)
  const { plate, vehicleLabel, concern, note, state, bayName, technicianName } = booking
  const label = labelOf(booking, t)
  const several = booking.times > 1 ? t('times.several', { count: booking.times }) : ''
  const words = [times, label, plate, vehicleLabel, hasJob ? t(`bookingState.${state}`) : note, bayName, technicianName, several]
  return (
    <button
      type="button"
      tabIndex={-1}
      className={`${tones.toned} ${classes.booking}`}
      data-tone={hasJob ? BOOKING_TONES[state] : 'off'}
      data-block={hasJob ? undefined : ''}
      data-active={isActive || undefined}
      data-taken={isTaken || undefined}
      style={style}
      aria-label={words.filter(Boolean).join(', ')}
      title={[times, several, label, vehicleLabel, concern || note].filter(Boolean).join('\n')}
      onPointerDown={(event) => {
        const edge = event.target instanceof HTMLElement ? event.target.dataset['edge'] : undefined
        onPress(edge === 'start' || edge === 'end' ? edge : null, event)
      }}
      onClick={(event) => onTap(isTouch(event))}
    >
      <span className={classes.bookingHead}>
        {hasJob && <BookingBadge state={state} look="plain" size={isLarge ? 'lg' : 'sm'} inBlock />}
        {booking.times > 1 && <IconStack2 size={14} aria-hidden="true" className={classes.several} />}
        <span className={classes.times}>{times}</span>
      </span>
      <bdi className={classes.who}>{label}</bdi>
      {!isLow && plate && (
        <span className={classes.plateLine}>
          <Plate plate={plate} />
        </span>
      )}
      {!isLow && <bdi className={classes.what}>{concern || vehicleLabel || note}</bdi>}
      <span className={classes.edge} data-edge="start" />
      <span className={classes.edge} data-edge="end" />
    </button>
  )
}
