import { digitsOf } from '#shared/kernel/text.ts'
import { useCommandForm } from '../../../data/command-form.ts'
import { useT } from '../../../texts/t.ts'
import { TextInput } from '../../../ui/fields.tsx'
import { QuickForm } from './QuickForm.tsx'

interface CustomerQuickFormProps {
  /** What was searched for: a phone number or a name. */
  typed: string
  onDone: (customerId: string) => void
  onCancel: () => void
}

/** A new customer in two fields, without leaving the form that needs one. */
export function CustomerQuickForm({ typed, onDone, onCancel }: CustomerQuickFormProps) {
  const t = useT()
  const isPhone = digitsOf(typed).length >= 4 && !/\p{L}/u.test(typed)
  const form = useCommandForm('customers.create', {
    isInner: true,
    initial: { name: isPhone ? '' : typed, phone: isPhone ? typed : '' },
    toInput: (values) => values,
    fieldOf: { 'customers.badPhone': 'phone' },
    onDone: ({ id }) => onDone(id),
  })
  return (
    <QuickForm title={t('booking.customerNew')} submitLabel={t('booking.customerSave')} form={form} onCancel={onCancel}>
      <TextInput label={t('booking.customerName')} {...form.field('name')} required autoComplete="off" />
      <TextInput label={t('booking.customerPhone')} {...form.field('phone')} type="tel" dir="ltr" autoComplete="off" />
    </QuickForm>
  )
}
