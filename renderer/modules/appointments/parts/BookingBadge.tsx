import type { Appointment } from '#shared/modules/appointments/model.ts'
import { useT } from '../../../texts/t.ts'
import { StateBadge, type Tone } from '../../../ui/StateBadge.tsx'

export const BOOKING_TONES: Readonly<Record<Appointment['state'], Tone>> = {
  pending: 'neutral',
  confirmed: 'info',
  called: 'waiting',
  arrived: 'active',
  completed: 'good',
  noShow: 'off',
  cancelled: 'off',
  clash: 'bad',
}

interface BookingBadgeProps {
  state: Appointment['state']
  look?: 'box' | 'plain'
  size?: 'sm' | 'lg'
  /** In a block of the timeline, which may be narrow. */
  inBlock?: boolean
}

export function BookingBadge({ state, look = 'box', size = 'sm', inBlock = false }: BookingBadgeProps) {
  const t = useT()
  return (
    <StateBadge
      tone={BOOKING_TONES[state]}
      label={t(`bookingState.${state}`)}
      {...(inBlock && { short: t(`bookingShort.${state}`) })}
      look={look}
      size={size}
    />
  )
}
