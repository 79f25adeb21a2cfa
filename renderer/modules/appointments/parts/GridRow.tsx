import { memo } from 'react'
import { type AppointmentView, type BayLoad, isBooked } from '#shared/modules/appointments/model.ts'
import { formatTime } from '../../../texts/format.ts'
import { useLanguage, useT } from '../../../texts/t.ts'
import { shaped } from '../../../ui/StateBadge.tsx'
import { BOOKING_TONES } from './BookingBadge.tsx'
import { labelOf } from './label.ts'
import type { Place } from './moving.ts'
import type { Span } from './timeline.ts'
import type { TimelineRow } from './Timeline.tsx'
import type { Refused } from './useMoving.ts'
import tones from './tones.module.css'
import classes from './WeekGrid.module.css'

interface GridRowProps {
  row: TimelineRow
  index: number
  days: readonly string[]
  spans: readonly Span[]
  today: string
  /** Of each day. */
  bookings: readonly (readonly AppointmentView[])[]
  /** How full a bay is, by day and bay. */
  loadOf: ReadonlyMap<string, BayLoad>
  /** Where the keyboard stands, if in this row. */
  cursor: { readonly day: number; readonly at: number | null } | null
  takenId: string | undefined
  /** Where what was taken up would be put down, if in this row. */
  target: Place | null
  refused: Refused | null
}

/** Of more days than that, the word of a state stands below the name. */
const FEW_DAYS = 3
const [LINE_PX, LINES_PX, AROUND_PX, LEAST_PX] = [26, 40, 17, 56]
/** Height of a row, known beforehand, so that hundreds of bookings scroll without measuring. Units: CSS px. */
export const gridRowPx = (days: readonly (readonly unknown[])[]): number =>
  Math.max(LEAST_PX, AROUND_PX + (days.length > FEW_DAYS ? LINES_PX : LINE_PX) * Math.max(0, ...days.map(({ length }) => length)))

const isOn = ({ startAt }: Place, span: Span | undefined) => span !== undefined && startAt >= span.startAt && startAt < span.endAt

/** The days of one bay or technician. Drawn anew only when something in it changes. */
export const GridRow = memo(function GridRow({ row, index, days, spans, today, bookings, loadOf, cursor, takenId, target, refused }: GridRowProps) {
  const t = useT()
  const language = useLanguage()
  return (
    <tr style={{ height: gridRowPx(bookings) }} aria-rowindex={index + 2}>
      <th scope="row">
        <bdi className={classes.name}>{row.name}</bdi>
        {row.badge}
      </th>
      {days.map((on, day) => {
        const [ofDay, span] = [bookings[day] ?? [], spans[day]]
        const isTarget = target !== null && isOn(target, span)
        return (
          <td
            key={on}
            data-cell={`${index} ${day}`}
            data-today={on === today || undefined}
            data-cursor={(cursor?.day === day && cursor.at === null) || undefined}
            data-target={isTarget || undefined}
            aria-label={t('schedule.cell', { row: row.name, day: on, count: ofDay.length })}
          >
            <Bar load={loadOf.get(`${on} ${row.key}`)} />
            {ofDay.map((booking, at) => (
              <Chip
                key={booking.id}
                booking={booking}
                startAt={Math.max(booking.startAt, span?.startAt ?? 0)}
                isTaken={booking.id === takenId}
                isActive={cursor?.day === day && cursor.at === at}
                isNarrow={days.length > FEW_DAYS}
              />
            ))}
            {isTarget && <span className={classes.ghost}>{`${formatTime(target.startAt, language)}–${formatTime(target.endAt, language)}`}</span>}
            {refused && isOn(refused.place, span) && (
              <span className={classes.refused} role="alert">
                {refused.text}
              </span>
            )}
          </td>
        )
      })}
    </tr>
  )
})

interface ChipProps {
  booking: AppointmentView
  startAt: number
  isTaken: boolean
  isActive: boolean
  /** Two lines instead of one. */
  isNarrow: boolean
}

/** One booking in a cell: when, who, and its state by colour, shape and word; time without a job is hatched and called by what it is for. */
const Chip = memo(function Chip({ booking, startAt, isTaken, isActive, isNarrow }: ChipProps) {
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
      data-active={isActive || undefined}
      data-narrow={isNarrow || undefined}
      data-block={state === '' || undefined}
      aria-label={[time, label, state].filter(Boolean).join(' ')}
      title={[label, state, booking.plate, booking.vehicleLabel, booking.concern || booking.note].filter(Boolean).join('\n')}
    >
      <span className={classes.time}>{time}</span>
      <bdi>{label}</bdi>
      {state !== '' && (
        <span className={`${shaped} ${classes.state}`} data-tone={tone}>
          {state}
        </span>
      )}
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
