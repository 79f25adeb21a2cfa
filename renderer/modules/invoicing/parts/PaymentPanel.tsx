import { useState } from 'react'
import { type Invoice, invoiceMachine, type Payment } from '#shared/modules/invoicing/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useSession } from '../../../data/session.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { DateTime, Money } from '../../../ui/display.tsx'
import { notify } from '../../../ui/notify.ts'
import { Panel } from '../../../ui/Page.tsx'
import { Notice } from '../../../ui/states.tsx'
import { PaymentForm, type Paid } from './PaymentForm.tsx'
import classes from './PaymentPanel.module.css'

/** What is due, the form that takes it, and every payment so far. */
export function PaymentPanel({ invoice }: { invoice: Invoice }) {
  const t = useT()
  const { can } = useSession()
  const [paid, setPaid] = useState<Paid | null>(null)
  const canPay = invoiceMachine[invoice.state].pay !== 'refused'
  return (
    <aside className={classes.side}>
      <Panel>
        <div className={classes.due} data-state={invoice.state}>
          <span>{t('invoice.due')}</span>
          <span className={classes.amount}>
            <Money minor={invoice.state === 'void' ? 0 : invoice.dueMinor} strong />
          </span>
        </div>
        {paid && (
          <Notice tone="good">
            <span className={classes.paid}>
              {paid.changeMinor > 0
                ? t('invoice.paidChange', { amount: paid.amountMinor, change: paid.changeMinor })
                : t('invoice.paidDone', { amount: paid.amountMinor })}
            </span>
          </Notice>
        )}
        {!canPay && !paid && <p className={classes.dim}>{invoice.state === 'void' ? t('invoiceState.void') : t('invoice.nothingDue')}</p>}
        {canPay &&
          (can('payments.take') ? (
            <PaymentForm key={invoice.payments.length} invoice={invoice} onPaid={setPaid} />
          ) : (
            <p className={classes.dim}>{t('failure.platform.notAllowed')}</p>
          ))}
      </Panel>
      <Panel flush title={t('invoice.payments')}>
        {invoice.payments.length === 0 ? (
          <p className={classes.none}>{t('invoice.noPayments')}</p>
        ) : (
          <ul className={classes.payments}>
            {invoice.payments.map((payment) => (
              <PaymentRow key={payment.id} payment={payment} onReversed={() => setPaid(null)} />
            ))}
          </ul>
        )}
      </Panel>
    </aside>
  )
}

function PaymentRow({ payment, onReversed }: { payment: Payment; onReversed: () => void }) {
  const t = useT()
  const { can } = useSession()
  const [reverses, setReverses] = useState(false)
  const isReversal = payment.reversesId !== null
  const reason = !can('payments.take') ? t('failure.platform.notAllowed') : payment.isReversed ? t('invoice.alreadyReversed') : null
  return (
    <li className={classes.payment} data-off={payment.isReversed || undefined}>
      <div className={classes.words}>
        <span>
          <strong>{t(`payMethod.${payment.method}`)}</strong> {payment.reference !== '' && <bdi dir="ltr">{payment.reference}</bdi>}
          {payment.isReversed && <em> · {t('invoice.wasReversed')}</em>}
        </span>
        {isReversal && <span dir="auto">{t('invoice.reversal', { reason: payment.reason })}</span>}
        <span className={classes.dim}>
          <DateTime at={payment.receivedAt} /> · {t('invoice.by', { name: payment.receivedBy })}
        </span>
      </div>
      <Money minor={payment.amountMinor} strong />
      {!isReversal && <ActionButton size="xs" look="quiet" label={t('invoice.reverse')} disabledReason={reason} onClick={() => setReverses(true)} />}
      {reverses && <ReverseDialog payment={payment} onClose={() => setReverses(false)} onReversed={onReversed} />}
    </li>
  )
}

function ReverseDialog({ payment, onClose, onReversed }: { payment: Payment; onClose: () => void; onReversed: () => void }) {
  const t = useT()
  const { run, isRunning, failure } = useCommand('invoicing.reversePayment')
  const confirm = async (reason: string) => {
    const done = await run({ paymentId: payment.id, reason })
    if (!done.ok) return
    notify.done(t('invoice.reversed'))
    onReversed()
    onClose()
  }
  return (
    <ConfirmDialog
      opened
      withReason
      danger
      title={t('invoice.reverseTitle')}
      text={t('invoice.reverseText', { amount: payment.amountMinor, method: t(`payMethod.${payment.method}`) })}
      confirmLabel={t('invoice.reverse')}
      cancelLabel={t('invoice.keep')}
      busy={isRunning}
      failure={failure}
      onConfirm={(reason) => void confirm(reason)}
      onCancel={onClose}
    />
  )
}
