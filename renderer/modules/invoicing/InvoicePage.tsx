import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { localDate } from '#shared/kernel/time.ts'
import { type Invoice, invoiceMachine } from '#shared/modules/invoicing/model.ts'
import { leftToCredit } from '#shared/modules/invoicing/rules.ts'
import { useCommand } from '../../data/command.ts'
import { useNow } from '../../data/now.ts'
import { useQuery } from '../../data/queries.ts'
import { TextLink } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { whyNot } from '../../texts/why.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { notify } from '../../ui/notify.ts'
import { Page, Panel } from '../../ui/Page.tsx'
import { ErrorState, Loading, Notice } from '../../ui/states.tsx'
import { CreditForm } from './CreditForm.tsx'
import classes from './InvoicePage.module.css'
import { WriteOffForm } from './WriteOffForm.tsx'
import { CoreDeposits } from './parts/CoreDeposits.tsx'
import { CreditNotes } from './parts/CreditNotes.tsx'
import { InvoiceBadge, isOverdue } from './parts/InvoiceBadge.tsx'
import { InvoiceSheet } from './parts/InvoiceSheet.tsx'
import { Surplus } from './parts/OpenInvoices.tsx'
import { PaymentPanel } from './parts/PaymentPanel.tsx'
import { PdfActions } from './parts/PdfActions.tsx'

/** One invoice as it is printed, with its payments beside it. */
export function InvoicePage() {
  const t = useT()
  const { invoiceId } = useParams({ strict: false }) as { invoiceId: string } // the route's own parameter
  const { data, failure, retry } = useQuery('invoicing.get', { invoiceId })
  const back = <TextLink to={paths.invoices}>{t('invoices.title')}</TextLink>
  if (failure)
    return (
      <Page title={t('invoice.one')} back={back}>
        <ErrorState failure={failure} onRetry={retry} />
      </Page>
    )
  if (!data)
    return (
      <Page title={t('invoice.one')} back={back}>
        <Loading lines={9} />
      </Page>
    )
  return <Screen key={data.id} invoice={data} back={back} />
}

function Screen({ invoice, back }: { invoice: Invoice; back: React.ReactNode }) {
  const t = useT()
  const { can } = useSession()
  const now = useNow()
  const [dialog, setDialog] = useState<'void' | 'credit' | 'writeOff' | null>(null)
  const close = () => setDialog(null)
  const inWords = (state: Invoice['state']) => t(`invoiceState.${state}`)
  const notAllowed = t('failure.platform.notAllowed')
  const creditReason = !can('invoices.issue')
    ? notAllowed
    : invoice.saleId !== null
      ? t('credit.ofSale')
      : (whyNot(invoiceMachine, invoice.state, 'credit', inWords) ??
        (invoice.writtenOffMinor !== 0
          ? t('failure.invoicing.writtenOff')
          : invoice.lines.some((line) => leftToCredit(line) > 0)
            ? null
            : t('failure.invoicing.nothingToCredit')))
  const isSettled = invoice.paidMinor !== 0 || invoice.creditNotes.length > 0 || invoice.writtenOffMinor !== 0
  const voidReason = !can('invoices.issue')
    ? notAllowed
    : invoice.saleId !== null && invoice.settledMinor !== invoice.totalMinor
      ? t('credit.ofSale')
      : (whyNot(invoiceMachine, invoice.state, 'void', inWords) ?? (isSettled ? t('failure.invoicing.hasPayments') : null))
  const writeOffReason = can('payments.take') ? whyNot(invoiceMachine, invoice.state, 'pay', inWords) : notAllowed
  return (
    <Page
      title={<bdi dir="ltr">{invoice.number}</bdi>}
      badge={<InvoiceBadge state={invoice.state} isOverdue={isOverdue(invoice, localDate(now, invoice.seller.zone))} size="lg" />}
      intro={
        <>
          {invoice.workOrderId !== null && (
            <>
              {t('invoice.of')}{' '}
              <TextLink to={paths.workOrder} params={{ workOrderId: invoice.workOrderId }}>
                <bdi dir="ltr">{invoice.workOrderNumber}</bdi>
              </TextLink>
            </>
          )}
          {invoice.saleId !== null && (
            <>
              {t('credit.forSale')}{' '}
              <TextLink to={paths.sale} params={{ saleId: invoice.saleId }}>
                <bdi dir="ltr">{invoice.saleNumber}</bdi>
              </TextLink>
            </>
          )}{' '}
          ·{' '}
          <TextLink to={can('receivables.read') ? paths.account : paths.customer} params={{ customerId: invoice.customerId }}>
            <bdi>{invoice.customerName}</bdi>
          </TextLink>{' '}
          · {invoice.officialNumber === null ? t('credit.officialLater') : `${t('credit.official')} ${invoice.officialNumber}`}
        </>
      }
      back={back}
      actions={
        <>
          <ActionButton label={t('invoice.void')} look="danger" disabledReason={voidReason} onClick={() => setDialog('void')} />
          <ActionButton label={t('credit.writeOff')} disabledReason={writeOffReason} onClick={() => setDialog('writeOff')} />
          <ActionButton label={t('credit.do')} disabledReason={creditReason} onClick={() => setDialog('credit')} />
          <PdfActions invoice={invoice} />
        </>
      }
    >
      {invoice.state === 'void' && <Notice tone="waiting">{t('invoice.isVoid', { reason: invoice.voidReason })}</Notice>}
      <div className={classes.columns}>
        <InvoiceSheet invoice={invoice} />
        <div className={classes.side}>
          {invoice.dueMinor < 0 && (
            <Panel title={t('credit.surplus')}>
              <Surplus invoice={invoice} />
            </Panel>
          )}
          <PaymentPanel invoice={invoice} />
          {invoice.workOrderId !== null && <CoreDeposits invoice={invoice} />}
          <CreditNotes invoice={invoice} />
        </div>
      </div>
      {dialog === 'void' && <VoidDialog invoice={invoice} onClose={close} />}
      {dialog === 'credit' && <CreditForm invoice={invoice} onClose={close} />}
      {dialog === 'writeOff' && <WriteOffForm invoice={invoice} onClose={close} />}
    </Page>
  )
}

function VoidDialog({ invoice, onClose }: { invoice: Invoice; onClose: () => void }) {
  const t = useT()
  const { run, isRunning, failure } = useCommand('invoicing.voidInvoice')
  const confirm = async (reason: string) => {
    const done = await run({ invoiceId: invoice.id, reason })
    if (!done.ok) return
    notify.done(t('invoice.voided', { number: invoice.number }))
    onClose()
  }
  return (
    <ConfirmDialog
      opened
      withReason
      danger
      title={t('invoice.voidTitle', { number: invoice.number })}
      text={t('invoice.voidText')}
      confirmLabel={t('invoice.void')}
      cancelLabel={t('invoice.keep')}
      busy={isRunning}
      failure={failure}
      onConfirm={(reason) => void confirm(reason)}
      onCancel={onClose}
    />
  )
}
