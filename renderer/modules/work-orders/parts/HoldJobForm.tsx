import { useCommandForm } from '../../../data/command-form.ts'
import { useT } from '../../../texts/t.ts'
import { Switch, TextInput } from '../../../ui/fields.tsx'
import { FormModal } from '../../../ui/forms.tsx'
import { notify } from '../../../ui/notify.ts'
import classes from './dialogs.module.css'
import { HOLD_REASONS, type JobRef } from './job.ts'

/** Why a job stops for now; the usual reasons are one press. */
export function HoldJobForm({ job, onClose }: { job: JobRef; onClose: () => void }) {
  const t = useT()
  const form = useCommandForm('workOrders.hold', {
    initial: { reason: '', leavesBay: false },
    toInput: (values) => ({ workOrderId: job.id, ...values }),
    onDone: () => {
      notify.done(t('order.did.hold', { number: job.number }))
      onClose()
    },
  })
  return (
    <FormModal opened title={t('order.holdTitle', { number: job.number })} submitLabel={t('order.hold')} form={form} onClose={onClose}>
      <fieldset className={classes.reasons} aria-label={t('order.usualReasons')}>
        {HOLD_REASONS.map((key) => {
          const reason = t(`holdReason.${key}`)
          return (
            <button key={key} type="button" className={classes.reason} aria-pressed={form.values.reason === reason} onClick={() => form.set('reason', reason)}>
              {reason}
            </button>
          )
        })}
      </fieldset>
      <TextInput label={t('common.reason')} required data-autofocus maxLength={200} {...form.field('reason')} />
      {job.bayId !== null && (
        <Switch label={t('order.leavesBay')} checked={form.values.leavesBay} onChange={(event) => form.set('leavesBay', event.currentTarget.checked)} />
      )}
    </FormModal>
  )
}
