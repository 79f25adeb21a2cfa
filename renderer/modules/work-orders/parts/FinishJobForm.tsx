import { useCommandForm } from '../../../data/command-form.ts'
import { useT } from '../../../texts/t.ts'
import { IntegerField, Textarea } from '../../../ui/fields.tsx'
import { FormModal } from '../../../ui/forms.tsx'
import { notify } from '../../../ui/notify.ts'
import type { JobRef } from './job.ts'

/** The job is done: odometer and notes, then the bay is free and its next booking called. */
export function FinishJobForm({ job, onClose }: { job: JobRef; onClose: () => void }) {
  const t = useT()
  const form = useCommandForm('workOrders.finish', {
    initial: { mileageKm: job.mileageKm, note: job.note },
    toInput: (values) => ({ workOrderId: job.id, ...values }),
    onDone: ({ called }) => {
      notify.done(called ? t('order.did.finishCalled', { number: job.number, customer: called.customerName }) : t('order.did.finish', { number: job.number }))
      onClose()
    },
  })
  return (
    <FormModal opened title={t('order.finishTitle', { number: job.number })} submitLabel={t('order.finish')} form={form} onClose={onClose}>
      <p>{t('order.finishText')}</p>
      <IntegerField label={t('order.mileage')} unit="km" data-autofocus {...form.field('mileageKm')} />
      <Textarea label={t('order.note')} dir="auto" autosize minRows={2} maxRows={8} {...form.field('note')} />
    </FormModal>
  )
}
