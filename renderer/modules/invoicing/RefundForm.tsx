import type { FreeMoney } from '#shared/modules/invoicing/model.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useT } from '../../texts/t.ts'
import { MoneyField, TextInput } from '../../ui/fields.tsx'
import { FormModal } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { useWords } from '../../ui/words.tsx'
import { MethodField, type Method, ReferenceField } from './parts/TenderFields.tsx'

/** Free money goes back to the customer, wholly or in part. */
export function RefundForm({ money, onClose }: { money: FreeMoney; onClose: () => void }) {
  const t = useT()
  const words = useWords()
  const form = useCommandForm('invoicing.refund', {
    initial: {
      method: (money.method === 'counter' ? 'cash' : money.method) as Method,
      amountMinor: money.freeMinor as number | null,
      reference: '',
      reason: '',
    }, // narrow otherwise
    toInput: ({ method, amountMinor, reference, reason }) => ({
      paymentId: money.paymentId,
      method,
      amountMinor: amountMinor ?? 0,
      reason,
      ...(method !== 'cash' && { reference }),
    }),
    fieldOf: { 'invoicing.notFree': 'amountMinor', 'invoicing.tillShort': 'amountMinor' },
    onDone: () => {
      notify.done(t('account.refunded'))
      onClose()
    },
  })
  const { method } = form.values
  return (
    <FormModal opened title={t('account.refundTitle')} submitLabel={t('account.refund')} form={form} onClose={onClose}>
      <MethodField value={method} onChange={(next) => form.set('method', next)} />
      <MoneyField label={t('account.amount')} required data-autofocus {...form.field('amountMinor')} />
      {method !== 'cash' && <ReferenceField {...form.field('reference')} />}
      <TextInput label={words.reason} required maxLength={200} {...form.field('reason')} />
    </FormModal>
  )
}
