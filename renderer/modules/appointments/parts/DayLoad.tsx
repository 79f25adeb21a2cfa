import type { BayLoad } from '#shared/modules/appointments/model.ts'
import { durationText } from '../../../texts/duration.ts'
import { useT } from '../../../texts/t.ts'
import classes from './DayLoad.module.css'

/** Free minus booked hours of these bays and days; nothing on a closed day that has no bookings. */
export function DayLoad({ loads }: { loads: readonly BayLoad[] }) {
  const t = useT()
  const sum = (key: 'openMinutes' | 'bookedMinutes') => loads.reduce((total, load) => total + load[key], 0)
  const [open, booked] = [sum('openMinutes'), sum('bookedMinutes')]
  if (open === 0 && booked === 0) return null
  const free = open - booked
  return (
    <span className={classes.load} data-over={free < 0 || undefined} title={t('schedule.bookedOf', { booked: durationText(booked), open: durationText(open) })}>
      {free < 0 ? t('schedule.over', { over: durationText(-free) }) : t('schedule.free', { free: durationText(free) })}
    </span>
  )
}
