import { useState } from 'react'
import { type Allocation, type Invoice, invoiceMachine, type Payment } from '#shared/modules/invoicing/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useSession } from '../../../data/session.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { DateTime, Money } from '../../../ui/display.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { Notice } from '../../../ui/states.tsx'
import { PaymentForm, type Paid } from './PaymentForm.tsx'
import classes from './PaymentPanel.module.css'
import { ReverseForm } from './ReverseForm.tsx'

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
          (paid ? (
            // Not the form again, with the rest in it: an Enter too many would pay that.
            <ActionButton fullWidth label={t('invoice.takeRest', { amount: invoice.dueMinor })} onClick={() => setPaid(null)} />
          ) : can('payments.take') ? (
            <PaymentForm key={invoice.dueMinor} invoice={invoice} onPaid={setPaid} />
          ) : (
            <p className={classes.dim}>{t('failure.platform.notAllowed')}</p>
          ))}
      </Panel>
      <Panel flush title={t('invoice.payments')}>
        {invoice.payments.length === 0 && invoice.allocations.length === 0 && invoice.settledMinor === 0 ? (
          <p className={classes.none}>{t('invoice.noPayments')}</p>
        ) : (
          <ul className={classes.payments}>
            {invoice.settledMinor !== 0 && (
              <li className={classes.payment}>
                <div className={classes.words}>
                  <strong>{t('credit.settled')}</strong>
                  <span className={classes.dim}>
                    <bdi dir="ltr">{invoice.saleNumber}</bdi>
                  </span>
                </div>
                <Money minor={invoice.settledMinor} strong />
              </li>
            )}
            {invoice.allocations.map((allocation) => (
              <AllocationRow key={allocation.id} invoice={invoice} allocation={allocation} />
            ))}
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
          <strong>{t(`ledgerMethod.${payment.method}`)}</strong> {payment.reference !== '' && <bdi dir="ltr">{payment.reference}</bdi>}
          {payment.isReversed && <em> · {t('invoice.wasReversed')}</em>}
        </span>
        {isReversal && <span dir="auto">{t('invoice.reversal', { reason: payment.reason })}</span>}
        <span className={classes.dim}>
          <DateTime at={payment.receivedAt} /> · {t('invoice.by', { name: payment.receivedBy })}
        </span>
      </div>
      <Money minor={payment.amountMinor} strong />
      {!isReversal && <ActionButton size="xs" look="quiet" label={t('invoice.reverse')} disabledReason={reason} onClick={() => setReverses(true)} />}
      {reverses && <ReverseForm payment={payment} onClose={() => setReverses(false)} onReversed={onReversed} />}
    </li>
  )
}

/** Money of the customer's account that stands for this invoice, and can be freed again. */
function AllocationRow({ invoice, allocation }: { invoice: Invoice; allocation: Allocation }) {
  const t = useT()
  const { can } = useSession()
  const { run, isRunning } = useCommand('invoicing.allocate')
  const { paymentId, amountMinor } = allocation
  const standsMinor = invoice.allocations.reduce((sum, other) => sum + (other.paymentId === paymentId ? other.amountMinor : 0), 0)
  return (
    <li className={classes.payment}>
      <div className={classes.words}>
        <span>
          <strong>{t('credit.allocated')}</strong> {t(`ledgerMethod.${allocation.method}`)}{' '}
          {allocation.reference !== '' && <bdi dir="ltr">{allocation.reference}</bdi>}
        </span>
        <span className={classes.dim}>
          <DateTime at={allocation.allocatedAt} /> · {t('invoice.by', { name: allocation.allocatedBy })}
        </span>
      </div>
      <Money minor={amountMinor} strong />
      {amountMinor > 0 && amountMinor <= standsMinor && (
        <ActionButton
          size="xs"
          look="quiet"
          label={t('credit.freeIt')}
          busy={isRunning}
          disabledReason={can('payments.take') ? null : t('failure.platform.notAllowed')}
          onClick={() => void run({ paymentId, invoiceId: invoice.id, amountMinor: -amountMinor })}
        />
      )}
    </li>
  )
}
