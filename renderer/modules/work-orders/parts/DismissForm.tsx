import { type DeferredLine, DISMISSALS } from '#shared/modules/work-orders/model.ts'
import { useCommandForm } from '../../../data/command-form.ts'
import { useT } from '../../../texts/t.ts'
import { Dim } from '../../../ui/display.tsx'
import { TextInput } from '../../../ui/fields.tsx'
import { FormModal } from '../../../ui/forms.tsx'
import { notify } from '../../../ui/notify.ts'
import classes from './dialogs.module.css'

/** Why deferred work is not offered again: one press says it. */
export function DismissForm({ line, onClose }: { line: DeferredLine; onClose: () => void }) {
  const t = useT()
  const form = useCommandForm('workOrders.dismissDeferred', {
    initial: { reason: 'never' as (typeof DISMISSALS)[number], note: '' },
    toInput: (values) => ({ lineIds: [line.id], ...values }),
    onDone: () => {
      notify.done(t('deferred.dismissed'))
      onClose()
    },
  })
  return (
    <FormModal opened title={t('deferred.dismissTitle', { work: line.description })} submitLabel={t('deferred.dismiss')} form={form} onClose={onClose}>
      <Dim>{t('deferred.dismissText')}</Dim>
      <fieldset className={classes.reasons} aria-label={t('common.reason')}>
        {DISMISSALS.map((reason, i) => (
          <button
            key={reason}
            type="button"
            className={classes.reason}
            aria-pressed={form.values.reason === reason}
            data-autofocus={i === 0 || undefined}
            onClick={() => form.set('reason', reason)}
          >
            {t(`dismissal.${reason}`)}
          </button>
        ))}
      </fieldset>
      <TextInput label={t('deferred.note')} dir="auto" maxLength={200} {...form.field('note')} />
    </FormModal>
  )
}
