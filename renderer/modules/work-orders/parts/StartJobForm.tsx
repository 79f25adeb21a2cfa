import { useCommandForm } from '../../../data/command-form.ts'
import { useQuery } from '../../../data/queries.ts'
import { useT } from '../../../texts/t.ts'
import { Select } from '../../../ui/fields.tsx'
import { FormModal } from '../../../ui/forms.tsx'
import { notify } from '../../../ui/notify.ts'
import { Notice } from '../../../ui/states.tsx'
import type { JobRef } from './job.ts'

interface StartJobFormProps {
  job: JobRef
  /** Why the start at once was refused, in words. */
  because?: string | undefined
  onClose: () => void
}

/** Which bay and which technician, before a job starts or goes on. */
export function StartJobForm({ job, because, onClose }: StartJobFormProps) {
  const t = useT()
  const event = job.state === 'onHold' ? 'resume' : 'start'
  const bays = useQuery('bays.board', { locationId: job.locationId }).data ?? []
  const technicians = useQuery('staff.technicians', {}).data ?? []
  const form = useCommandForm(event === 'resume' ? 'workOrders.resume' : 'workOrders.start', {
    initial: { bayId: (job.bayId ?? '') as string, technicianId: (job.technicianId ?? '') as string }, // ids are texts in a form
    toInput: ({ bayId, technicianId }) => ({ workOrderId: job.id, ...(bayId !== '' && { bayId }), ...(technicianId !== '' && { technicianId }) }),
    fieldOf: {
      'bays.occupied': 'bayId',
      'bays.down': 'bayId',
      'workOrders.bayNeeded': 'bayId',
      'workOrders.technicianNeeded': 'technicianId',
      'workOrders.technicianBusy': 'technicianId',
    },
    onDone: () => {
      notify.done(t(`order.did.${event}`, { number: job.number }))
      onClose()
    },
  })
  const nameOf = (name: string, state: string, isOwn: boolean) =>
    state === 'down' ? t('order.bayDown', { name }) : state === 'occupied' && !isOwn ? t('order.bayTakenBy', { name }) : name
  return (
    <FormModal
      opened
      title={event === 'resume' ? t('order.resumeTitle', { number: job.number }) : t('order.startTitle', { number: job.number })}
      submitLabel={t(`order.${event}`)}
      form={form}
      onClose={onClose}
    >
      <p>{t('order.startText')}</p>
      {because && <Notice tone="bad">{because}</Notice>}
      <Select
        label={t('order.chooseBay')}
        required
        data-autofocus
        allowDeselect={false}
        data={bays.map(({ id, name, state, workOrderId }) => ({ value: id, label: nameOf(name, state, workOrderId === job.id), disabled: state === 'down' }))}
        {...form.field('bayId')}
      />
      <Select
        label={t('order.chooseTechnician')}
        required
        searchable
        allowDeselect={false}
        data={technicians.map(({ id, name }) => ({ value: id, label: name }))}
        {...form.field('technicianId')}
      />
    </FormModal>
  )
}
