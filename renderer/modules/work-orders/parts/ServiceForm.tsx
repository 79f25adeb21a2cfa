import type { OrderView } from '#shared/modules/work-orders/model.ts'
import { useCommandForm } from '../../../data/command-form.ts'
import { useQuery } from '../../../data/queries.ts'
import { useT } from '../../../texts/t.ts'
import { MoneyField, PercentField, Select, Textarea, TextInput } from '../../../ui/fields.tsx'
import { FormModal } from '../../../ui/forms.tsx'
import { Fields } from '../../../ui/Page.tsx'

/** What a service is called, who does it, what is taken off its price. Mount it when it opens. */
export function ServiceForm({ service, onClose }: { service: OrderView['services'][number]; onClose: () => void }) {
  const t = useT()
  const technicians = useQuery('staff.technicians', {}).data ?? []
  const form = useCommandForm('workOrders.updateService', {
    initial: {
      title: service.title,
      note: service.note,
      technicianId: (service.technicianId ?? '') as string, // ids are texts in a form
      discountBp: service.discountBp as number | null,
      discountMinor: service.discountMinor as number | null,
    },
    toInput: ({ technicianId, discountBp, discountMinor, ...values }) => ({
      ...values,
      serviceId: service.id,
      technicianId: technicianId === '' ? null : technicianId,
      discountBp: discountBp ?? 0,
      discountMinor: discountMinor ?? 0,
    }),
    onDone: onClose,
  })
  return (
    <FormModal opened title={t('service.edit')} form={form} onClose={onClose} size="md">
      <TextInput label={t('service.title')} dir="auto" required data-autofocus {...form.field('title')} />
      <Select
        label={t('service.technician')}
        clearable
        searchable
        placeholder={t('service.noTechnician')}
        {...form.field('technicianId')}
        value={form.values.technicianId || null}
        onChange={(technicianId) => form.set('technicianId', technicianId ?? '')}
        data={technicians.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Fields>
        <PercentField label={t('service.discountShare')} {...form.field('discountBp')} />
        <MoneyField label={t('service.discountAmount')} {...form.field('discountMinor')} />
      </Fields>
      <Textarea label={t('common.note')} dir="auto" autosize minRows={2} maxRows={8} {...form.field('note')} />
    </FormModal>
  )
}
