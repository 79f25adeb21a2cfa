import { useState } from 'react'
import type { Order } from '#shared/modules/work-orders/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useT } from '../../../texts/t.ts'
import { TextInput } from '../../../ui/fields.tsx'
import { BigButton } from '../../../ui/kiosk.tsx'
import { FailureNotice } from '../../../ui/states.tsx'
import classes from '../Kiosk.module.css'
import { HOLD_REASONS } from './job.ts'
import { KioskTitle } from './KioskTitle.tsx'

/** Why a job stops: one press on a reason puts it on hold. */
export function KioskHold({ order, onHeld, onBack }: { order: Order; onHeld: (reason: string) => void; onBack: () => void }) {
  const t = useT()
  const { run, isRunning, failure } = useCommand('workOrders.hold')
  const [leavesBay, setLeavesBay] = useState(false)
  const [other, setOther] = useState('')
  const hold = async (reason: string) => {
    const done = await run({ workOrderId: order.id, reason, leavesBay })
    if (done.ok) onHeld(reason)
  }
  return (
    <div className={classes.screen}>
      <KioskTitle title={t('jobs.holdTitle')} onBack={onBack} />
      <FailureNotice failure={failure} />
      <fieldset className={classes.toggle} aria-label={t('order.bay')}>
        <button type="button" className={classes.toggleButton} aria-pressed={!leavesBay} onClick={() => setLeavesBay(false)}>
          {t('jobs.holdStays')}
        </button>
        <button type="button" className={classes.toggleButton} aria-pressed={leavesBay} onClick={() => setLeavesBay(true)}>
          {t('jobs.holdLeaves')}
        </button>
      </fieldset>
      <div className={classes.choices}>
        {HOLD_REASONS.map((key) => (
          <BigButton key={key} label={t(`holdReason.${key}`)} busy={isRunning} onClick={() => void hold(t(`holdReason.${key}`))} />
        ))}
      </div>
      <div className={classes.other}>
        <TextInput label={t('jobs.holdOther')} maxLength={200} value={other} onChange={(event) => setOther(event.currentTarget.value)} dir="auto" />
        <BigButton
          label={t('jobs.holdDo')}
          disabledReason={other.trim() === '' ? t('problem.required') : null}
          busy={isRunning}
          onClick={() => void hold(other.trim())}
        />
      </div>
    </div>
  )
}
