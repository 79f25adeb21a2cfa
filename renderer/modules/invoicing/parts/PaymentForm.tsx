import { useEffect, useRef } from 'react'
import type { Invoice } from '#shared/modules/invoicing/model.ts'
import { useCommandForm } from '../../../data/command-form.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { MoneyField } from '../../../ui/fields.tsx'
import { FailureNotice } from '../../../ui/states.tsx'
import classes from './PaymentPanel.module.css'
import { MethodField, type Method, ReferenceField } from './TenderFields.tsx'

export interface Paid {
  amountMinor: number
  changeMinor: number
}

/** Takes money: what is due stands there already, Enter pays; cash says the change while it is typed. */
export function PaymentForm({ invoice, onPaid }: { invoice: Invoice; onPaid: (paid: Paid) => void }) {
  const t = useT()
  const frame = useRef<HTMLFormElement>(null)
  const form = useCommandForm('invoicing.pay', {
    initial: { method: 'cash' as Method, amountMinor: invoice.dueMinor as number | null, tenderedMinor: null as number | null, reference: '' }, // narrow otherwise
    toInput: ({ method, amountMinor, tenderedMinor, reference }) => ({
      invoiceId: invoice.id,
      method,
      amountMinor: amountMinor ?? 0,
      ...(method === 'cash' ? tenderedMinor !== null && { tenderedMinor } : { reference }),
    }),
    fieldOf: { 'invoicing.overpaid': 'amountMinor', 'invoicing.wrongTender': 'tenderedMinor' },
    onDone: ({ changeMinor, dueMinor }) => onPaid({ amountMinor: invoice.dueMinor - dueMinor, changeMinor }),
  })
  const { method, amountMinor, tenderedMinor } = form.values
  useEffect(() => frame.current?.querySelector<HTMLInputElement>('[data-first] input')?.focus(), [])
  const change = tenderedMinor === null || amountMinor === null ? null : tenderedMinor - amountMinor
  return (
    <form
      ref={frame}
      className={classes.form}
      noValidate
      aria-label={t('invoice.take')}
      onSubmit={(event) => {
        event.preventDefault()
        form.submit()
      }}
    >
      <MethodField value={method} onChange={(next) => form.set('method', next)} />
      <div className={classes.fields}>
        <div data-first={method !== 'cash' || undefined}>
          <MoneyField label={t('invoice.amount')} required {...form.field('amountMinor')} />
        </div>
        {method === 'cash' ? (
          <div data-first>
            <MoneyField label={t('invoice.tendered')} {...form.field('tenderedMinor')} />
          </div>
        ) : (
          <ReferenceField {...form.field('reference')} />
        )}
      </div>
      {method === 'cash' && change !== null && (
        <p className={classes.change} data-short={change < 0 || undefined} aria-live="polite">
          {change < 0 ? t('invoice.short', { amount: -change }) : t('invoice.changeGive', { amount: change })}
        </p>
      )}
      <FailureNotice failure={form.failure} />
      <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true">
        {t('invoice.payPlain')}
      </button>
      <ActionButton
        fullWidth
        look="primary"
        hint="Enter"
        label={amountMinor === null ? t('invoice.payPlain') : t('invoice.pay', { amount: amountMinor })}
        busy={form.isBusy}
        onClick={form.submit}
      />
    </form>
  )
}
