import { IconCoffee, IconLogin2, IconLogout2, IconPlayerPlay } from '@tabler/icons-react'
import { useT } from '../../../texts/t.ts'
import { BigButton } from '../../../ui/kiosk.tsx'
import { FailureNotice } from '../../../ui/states.tsx'
import { ActivityBadge } from './ActivityBadge.tsx'
import { timeText } from './clock-text.ts'
import classes from './KioskClock.module.css'
import { useMyClock } from './useMyClock.ts'

const ICONS = { clockIn: IconLogin2, clockOut: IconLogout2, pause: IconCoffee, back: IconPlayerPlay }

/** A technician's own clock at the head of their jobs. Nothing for those who have none. */
export function KioskClock() {
  const t = useT()
  const clock = useMyClock()
  if (!clock) return null
  const { standing, keys, press, isRunning, failure } = clock
  return (
    <section className={classes.clock} aria-label={t('clock.mine')}>
      <div className={classes.standing}>
        <ActivityBadge activity={standing.activity} size="lg" />
        <span>
          {standing.activity !== 'off' && standing.sinceAt !== null && <>{t('clock.sinceAt', { at: standing.sinceAt })} · </>}
          {t('clock.today')}: <strong>{timeText(standing.today.workedMs)}</strong>
        </span>
      </div>
      <div className={classes.keys}>
        {keys.map(({ event, why }) => {
          const Icon = ICONS[event]
          return (
            <BigButton
              key={event}
              label={t(`clock.${event}`)}
              icon={<Icon size={30} stroke={1.7} aria-hidden="true" />}
              look={event === 'clockIn' || event === 'back' ? 'primary' : 'plain'}
              disabledReason={why}
              busy={isRunning}
              onClick={() => press(event)}
            />
          )
        })}
      </div>
      <FailureNotice failure={failure} />
    </section>
  )
}
