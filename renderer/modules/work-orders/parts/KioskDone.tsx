import { IconCircleCheck, IconLogout, IconPlayerPlay } from '@tabler/icons-react'
import { closeSession } from '../../../data/session.ts'
import { useT } from '../../../texts/t.ts'
import { Plate } from '../../../ui/display.tsx'
import { BigButton } from '../../../ui/kiosk.tsx'
import classes from '../Kiosk.module.css'
import type { Finished } from './KioskFinish.tsx'

/** A finished job: which bay is free, and who is called next. */
export function KioskDone({ finished, onNext }: { finished: Finished; onNext: () => void }) {
  const t = useT()
  const { bayName, called } = finished
  return (
    <div className={classes.done}>
      <IconCircleCheck size={110} stroke={1.3} aria-hidden="true" className={classes.doneIcon} />
      <h1 className={classes.doneTitle}>{t('jobs.doneTitle')}</h1>
      <output className={classes.doneOutput}>
        {bayName !== '' && <p className={classes.doneLine}>{t('jobs.doneBay', { bay: bayName })}</p>}
        {called ? (
          <p className={classes.called}>
            {t('jobs.doneCalled', { customer: called.customerName, vehicle: called.vehicleLabel ?? '' })} <Plate plate={called.plate ?? ''} />
          </p>
        ) : (
          <p className={classes.doneLine}>{t('jobs.doneNobody')}</p>
        )}
      </output>
      <div className={classes.doneButtons}>
        <BigButton
          look="primary"
          label={t('jobs.toNext')}
          icon={<IconPlayerPlay size={32} stroke={1.7} className={classes.turns} aria-hidden="true" />}
          onClick={onNext}
        />
        <BigButton label={t('kiosk.signOut')} icon={<IconLogout size={32} stroke={1.7} aria-hidden="true" />} onClick={closeSession} />
      </div>
    </div>
  )
}
