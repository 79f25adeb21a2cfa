import { localDate } from '#shared/kernel/time.ts'
import type { InvoiceHead } from '#shared/modules/invoicing/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useNow } from '../../../data/now.ts'
import { TextLink } from '../../../data/route.tsx'
import { useShop } from '../../../data/shop.ts'
import { paths } from '../../../paths.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Code, Day, Money } from '../../../ui/display.tsx'
import { notify } from '../../../ui/notify.ts'
import { FailureNotice } from '../../../ui/states.tsx'
import classes from './Ageing.module.css'
import { InvoiceBadge, isOverdue } from './InvoiceBadge.tsx'

/** Oldest due first; what several devices took too much together is a decision here. */
export function OpenInvoices({ invoices }: { invoices: readonly InvoiceHead[] }) {
  const t = useT()
  const today = localDate(useNow(), useShop().company?.zone ?? 'UTC')
  if (invoices.length === 0) return <p className={classes.none}>{t('account.openNone')}</p>
  return (
    <ul className={classes.rows}>
      {invoices.map((invoice) => (
        <li key={invoice.id} className={classes.row}>
          <span className={classes.words}>
            <TextLink to={paths.invoice} params={{ invoiceId: invoice.id }}>
              <Code>{invoice.number}</Code>
            </TextLink>
            <span className={classes.dim}>
              {invoice.workOrderNumber ? t('order.one') : t('pos.receipt')} <Code>{invoice.workOrderNumber || invoice.saleNumber}</Code> · {t('account.due')}{' '}
              <Day on={invoice.dueOn} />
            </span>
            {invoice.dueMinor < 0 && <Surplus invoice={invoice} />}
          </span>
          <InvoiceBadge state={invoice.state} isOverdue={isOverdue(invoice, today)} look="plain" />
          <Money minor={invoice.dueMinor} strong />
        </li>
      ))}
    </ul>
  )
}

/** Several devices took more than the invoice says: frees it for the customer. */
export function Surplus({ invoice }: { invoice: Pick<InvoiceHead, 'id' | 'dueMinor'> }) {
  const t = useT()
  const { run, isRunning, failure } = useCommand('invoicing.freeSurplus')
  return (
    <>
      <span className={classes.late}>{t('account.tooMuch', { amount: -invoice.dueMinor })}</span>
      <span className={classes.dim}>{t('account.tooMuchText')}</span>
      <FailureNotice failure={failure} />
      <span>
        <ActionButton
          size="xs"
          label={t('account.freeSurplus')}
          busy={isRunning}
          onClick={() => void run({ invoiceId: invoice.id }).then((done) => done.ok && notify.done(t('account.freed')))}
        />
      </span>
    </>
  )
}
