import { useState } from 'react'
import type { Id } from '#shared/kernel/ids.ts'
import type { InvoiceHead } from '#shared/modules/invoicing/model.ts'
import { propose } from '#shared/modules/invoicing/rules.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useShop } from '../../data/shop.ts'
import { useT } from '../../texts/t.ts'
import { Code, Day, Money } from '../../ui/display.tsx'
import { MoneyField } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { Fields } from '../../ui/Page.tsx'
import classes from './parts/Ageing.module.css'
import { MethodField, type Method, ReferenceField } from './parts/TenderFields.tsx'

interface ReceiveFormProps {
  customerId: Id<'customer'>
  /** Oldest due first. */
  open: readonly InvoiceHead[]
  /** Of earlier money nothing was bought with yet: that much less is owed. */
  freeMinor?: number
  /** A deposit for this order. */
  order?: { readonly id: Id<'workOrder'>; readonly number: string }
  onClose: () => void
}

/** Money on a customer's account: proposed for the oldest invoices, changeable; a deposit is for none yet. */
export function ReceiveForm({ customerId, open, freeMinor = 0, order, onClose }: ReceiveFormProps) {
  const t = useT()
  const { location } = useShop()
  const due = order ? [] : open.filter(({ dueMinor }) => dueMinor > 0)
  const [own, setOwn] = useState<ReadonlyMap<Id<'invoice'>, number | null>>(new Map())
  /** As proposed, but for what was typed. */
  const sharesOf = (amountMinor: number) => {
    const proposed = new Map(propose(due, amountMinor).map((share) => [share.invoiceId, share.amountMinor]))
    return due.map(({ id }) => ({ invoiceId: id, amountMinor: (own.has(id) ? own.get(id) : proposed.get(id)) ?? 0 }))
  }
  const form = useCommandForm('invoicing.receive', {
    initial: {
      method: 'transfer' as Method,
      amountMinor: order ? null : Math.max(0, due.reduce((sum, { dueMinor }) => sum + dueMinor, 0) - freeMinor) || (null as number | null),
      tenderedMinor: null as number | null,
      reference: '',
    }, // narrow otherwise
    toInput: ({ method, amountMinor, tenderedMinor, reference }) => ({
      customerId,
      locationId: (location?.id ?? '') as never, // the core says what is wrong with none
      workOrderId: order?.id ?? null,
      method,
      amountMinor: amountMinor ?? 0,
      ...(method === 'cash' ? tenderedMinor !== null && { tenderedMinor } : { reference }),
      allocations: sharesOf(amountMinor ?? 0).filter((share) => share.amountMinor > 0),
    }),
    fieldOf: { 'invoicing.wrongTender': 'tenderedMinor', 'invoicing.notFree': 'amountMinor' },
    onDone: ({ changeMinor }) => {
      const amount = form.values.amountMinor ?? 0
      notify.done(changeMinor > 0 ? t('account.receivedChange', { amount, change: changeMinor }) : t('account.received', { amount }))
      onClose()
    },
  })
  const { method, amountMinor } = form.values
  const shares = sharesOf(amountMinor ?? 0)
  const restMinor = (amountMinor ?? 0) - shares.reduce((sum, share) => sum + share.amountMinor, 0)
  return (
    <FormDrawer
      opened
      title={order ? t('account.depositTitle', { number: order.number }) : t('account.receive')}
      submitLabel={t('account.receive')}
      form={form}
      onClose={onClose}
    >
      {order && <p className={classes.dim}>{t('account.depositText')}</p>}
      <MethodField value={method} onChange={(next) => form.set('method', next)} />
      <Fields>
        <MoneyField label={t('account.amount')} required data-autofocus {...form.field('amountMinor')} />
        {method === 'cash' ? <MoneyField label={t('invoice.tendered')} {...form.field('tenderedMinor')} /> : <ReferenceField {...form.field('reference')} />}
      </Fields>
      {due.length > 0 && (
        <>
          <p>
            <strong>{t('account.allocate')}</strong>
            <br />
            <span className={classes.dim}>{t('account.allocateHint')}</span>
          </p>
          {due.map(({ id, number, dueOn, dueMinor }, i) => (
            <div key={id} className={classes.pair}>
              <span>
                <Code>{number}</Code>{' '}
                <span className={classes.dim}>
                  <Day on={dueOn} /> · <Money minor={dueMinor} />
                </span>
              </span>
              <MoneyField aria-label={number} value={shares[i]?.amountMinor ?? 0} onChange={(next) => setOwn(new Map(own).set(id, next))} />
            </div>
          ))}
          <p className={classes.rest} {...(restMinor < 0 && { 'data-short': true })} aria-live="polite">
            {restMinor < 0 ? t('account.tooFar', { amount: -restMinor }) : t('account.rest', { amount: restMinor })}
          </p>
        </>
      )}
    </FormDrawer>
  )
}
