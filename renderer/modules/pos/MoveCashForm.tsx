import { SegmentedControl } from '@mantine/core'
import { useCommandForm } from '../../data/command-form.ts'
import { useT } from '../../texts/t.ts'
import { MoneyField, TextInput } from '../../ui/fields.tsx'
import { FormModal } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'

/** Money that is put in or taken out by hand, with the reason. */
export function MoveCashForm({ onClose }: { onClose(): void }) {
  const t = useT()
  const form = useCommandForm('pos.moveCash', {
    initial: { way: 'out' as 'in' | 'out', amountMinor: null as number | null, reason: '' },
    toInput: ({ way, amountMinor, reason }) => ({ amountMinor: amountMinor === null ? (null as never) : way === 'in' ? amountMinor : -amountMinor, reason }), // null: the contract names the field
    fieldOf: { 'pos.tillShort': 'amountMinor' },
    onDone: () => {
      notify.done(t('common.saved'))
      onClose()
    },
  })
  return (
    <FormModal opened title={t('till.move')} submitLabel={t('common.save')} form={form} onClose={onClose}>
      <SegmentedControl
        fullWidth
        aria-label={t('till.move')}
        value={form.values.way}
        onChange={(way) => form.set('way', way === 'in' ? 'in' : 'out')}
        data={[
          { value: 'out', label: t('tillEntry.out') },
          { value: 'in', label: t('tillEntry.in') },
        ]}
      />
      <MoneyField label={t('invoice.amount')} required data-autofocus {...form.field('amountMinor')} />
      <TextInput label={t('till.reason')} required dir="auto" maxLength={200} {...form.field('reason')} />
    </FormModal>
  )
}
