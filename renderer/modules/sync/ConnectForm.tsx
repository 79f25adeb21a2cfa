import { useCommandForm } from '../../data/command-form.ts'
import { useT } from '../../texts/t.ts'
import { CodeField, TextInput } from '../../ui/fields.tsx'
import { FormModal } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { FoundHubs } from './parts/FoundHubs.tsx'

/** Brings this shop to a centre: its address, and the code that it printed. */
export function ConnectForm({ onClose }: { onClose: () => void }) {
  const t = useT()
  const form = useCommandForm('sync.connect', {
    initial: { address: '', code: '' },
    toInput: (values) => values,
    fieldOf: { 'sync.badAddress': 'address', 'sync.unreachable': 'address', 'sync.badCode': 'code' },
    onDone: () => {
      notify.done(t('sync.connected'))
      onClose()
    },
  })
  return (
    <FormModal opened title={t('sync.connect')} submitLabel={t('sync.connect')} form={form} onClose={onClose} size="md">
      <p>{t('sync.connectText')}</p>
      <TextInput
        label={t('join.address')}
        description={t('join.addressHint')}
        dir="ltr"
        required
        data-autofocus
        autoComplete="off"
        {...form.field('address')}
      />
      <FoundHubs onTake={(address) => form.set('address', address)} />
      <CodeField label={t('join.code')} description={t('join.codeHint')} {...form.field('code')} />
    </FormModal>
  )
}
