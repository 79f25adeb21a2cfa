import type { Bay } from '#shared/modules/bays/model.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useT } from '../../texts/t.ts'
import { TextInput } from '../../ui/fields.tsx'
import { FormModal } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'

/** A new bay, or another name for a known one. Mount it when it opens. */
export const BayForm = ({ bay, locationId, onClose }: { bay: Bay | null; locationId: string; onClose: () => void }) =>
  bay ? <RenameForm bay={bay} onClose={onClose} /> : <CreateForm locationId={locationId} onClose={onClose} />

function CreateForm({ locationId, onClose }: { locationId: string; onClose: () => void }) {
  const t = useT()
  const form = useCommandForm('bays.create', {
    initial: { name: '' },
    toInput: ({ name }) => ({ locationId, name }),
    fieldOf: { 'bays.nameTaken': 'name' },
    onDone: (bay) => {
      notify.done(t('bays.created', { name: bay.name }))
      onClose()
    },
  })
  return (
    <FormModal opened title={t('bays.create')} submitLabel={t('common.create')} form={form} onClose={onClose}>
      <TextInput label={t('bays.name')} description={t('bays.nameHint')} required data-autofocus maxLength={40} {...form.field('name')} />
    </FormModal>
  )
}

function RenameForm({ bay, onClose }: { bay: Bay; onClose: () => void }) {
  const t = useT()
  const form = useCommandForm('bays.update', {
    initial: { name: bay.name },
    toInput: ({ name }) => ({ bayId: bay.id, name }),
    fieldOf: { 'bays.nameTaken': 'name' },
    onDone: () => {
      notify.done(t('common.saved'))
      onClose()
    },
  })
  return (
    <FormModal opened title={t('bays.rename')} form={form} onClose={onClose}>
      <TextInput label={t('bays.name')} description={t('bays.nameHint')} required data-autofocus maxLength={40} {...form.field('name')} />
    </FormModal>
  )
}
