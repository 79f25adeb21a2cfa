import { useState } from 'react'
import type { Invoice, WriteOff } from '#shared/modules/invoicing/model.ts'
import { writeOffs } from '#shared/modules/invoicing/contract.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useT } from '../../texts/t.ts'
import { MoneyField, TextInput } from '../../ui/fields.tsx'
import { FormModal } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { useWords } from '../../ui/words.tsx'
import { StepUpForm } from '../auth/parts/StepUpForm.tsx'
import classes from './parts/Ageing.module.css'

/** Gives up what is due, or takes that back; somebody who may confirms it before. */
export function WriteOffForm({ invoice, reverses, onClose }: { invoice: Invoice; reverses?: WriteOff; onClose: () => void }) {
  const t = useT()
  const words = useWords()
  const [isAllowed, setIsAllowed] = useState(false)
  const done = (text: string) => () => {
    notify.done(text)
    onClose()
  }
  const give = useCommandForm('invoicing.writeOff', {
    initial: { amountMinor: invoice.dueMinor as number | null, reason: '' }, // narrow otherwise
    toInput: ({ amountMinor, reason }) => ({ invoiceId: invoice.id, amountMinor: amountMinor ?? 0, reason }),
    fieldOf: { 'invoicing.overpaid': 'amountMinor' },
    onDone: done(t('credit.writtenOff')),
  })
  const back = useCommandForm('invoicing.reverseWriteOff', {
    initial: { reason: '' },
    toInput: ({ reason }) => ({ writeOffId: reverses?.id ?? ('' as never), reason }), // only where there is one
    onDone: done(t('credit.writeOffReversed')),
  })
  if (!isAllowed) return <StepUpForm permission={writeOffs.name} subjectId={invoice.id} onDone={() => setIsAllowed(true)} onClose={onClose} />
  if (reverses)
    return (
      <FormModal opened title={t('credit.writeOffReverseTitle')} submitLabel={t('credit.writeOffReverse')} form={back} onClose={onClose}>
        <TextInput label={words.reason} required maxLength={200} data-autofocus {...back.field('reason')} />
      </FormModal>
    )
  return (
    <FormModal opened title={t('credit.writeOffTitle', { number: invoice.number })} submitLabel={t('credit.writeOff')} form={give} onClose={onClose}>
      <p className={classes.dim}>{t('credit.writeOffText')}</p>
      <MoneyField label={t('account.amount')} required data-autofocus {...give.field('amountMinor')} />
      <TextInput label={words.reason} required maxLength={200} {...give.field('reason')} />
    </FormModal>
  )
}
