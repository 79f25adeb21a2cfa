import { Checkbox } from '@mantine/core'
import { Navigate, useParams } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { Id } from '#shared/kernel/ids.ts'
import { minorDigits } from '#shared/kernel/money.ts'
import { exceedLimit } from '#shared/modules/invoicing/contract.ts'
import { sumsOf } from '#shared/modules/invoicing/rules.ts'
import { type OrderView, orderMachine } from '#shared/modules/work-orders/model.ts'
import type { Output } from '../../data/client.ts'
import { useCommand } from '../../data/command.ts'
import { useQuery } from '../../data/queries.ts'
import { TextLink, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { whyNot } from '../../texts/why.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { typedText } from '../../ui/decimal.ts'
import { Code, DateTime, Money, Phone, Plate } from '../../ui/display.tsx'
import { notify } from '../../ui/notify.ts'
import { Facts, Page, Panel } from '../../ui/Page.tsx'
import { ErrorState, FailureNotice, Loading, Notice } from '../../ui/states.tsx'
import { useWords } from '../../ui/words.tsx'
import { StepUpForm } from '../auth/parts/StepUpForm.tsx'
import { rateText, TotalsBar } from '../work-orders/parts/TotalsBar.tsx'
import classes from './IssueInvoicePage.module.css'
import { ReceiveForm } from './ReceiveForm.tsx'
import rows from './parts/Ageing.module.css'
import { InvoiceBadge } from './parts/InvoiceBadge.tsx'

type Billing = Output<'invoicing.ofWorkOrder'>

/**
 * What of an order is invoiced, what was paid for it in advance, and what will stand on its next invoice, once more before it is final.
 * Leads to the invoice where there is one of everything.
 */
export function IssueInvoicePage() {
  const t = useT()
  const { workOrderId } = useParams({ strict: false }) as { workOrderId: string } // the route's own parameter
  const known = useQuery('invoicing.ofWorkOrder', { workOrderId: workOrderId as Id<'workOrder'> })
  const order = useQuery('workOrders.get', { workOrderId: workOrderId as Id<'workOrder'> })
  const back = (
    <TextLink to={paths.workOrder} params={{ workOrderId }}>
      {order.data?.order.number ?? t('order.one')}
    </TextLink>
  )
  const failed = [known, order].find(({ failure }) => failure)
  if (failed?.failure)
    return (
      <Page title={t('invoice.one')} back={back}>
        <ErrorState failure={failed.failure} onRetry={failed.retry} />
      </Page>
    )
  if (!order.data || !known.data)
    return (
      <Page title={t('invoice.one')} back={back}>
        <Loading />
      </Page>
    )
  const [only, ...others] = known.data.invoices.filter(({ state }) => state !== 'void')
  if (only && others.length === 0 && linesLeft(order.data, known.data).length === 0)
    return <Navigate {...({ to: paths.invoice, params: { invoiceId: only.id }, replace: true } as { to: string })} /> // the router's own types need its whole tree
  return <Preview key={known.data.invoicedLineIds.length} view={order.data} billing={known.data} back={back} />
}

/** What is charged and stands on no invoice yet. An order that a former version invoiced names no lines. */
const linesLeft = ({ order, lines }: OrderView, { invoicedLineIds }: Billing) =>
  order.state === 'invoiced' && invoicedLineIds.length === 0 ? [] : lines.filter(({ id, declined }) => !declined && !invoicedLineIds.includes(id))

function Preview({ view, billing, back }: { view: OrderView; billing: Billing; back: React.ReactNode }) {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const { currency } = useWords()
  const { run, isRunning, failure } = useCommand('invoicing.issue')
  const { order, customer, vehicle } = view
  const [dialog, setDialog] = useState<'deposit' | 'stepUp' | null>(null)
  const lines = view.lines.filter(({ declined }) => !declined)
  const left = linesLeft(view, billing)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(left.map(({ id }) => id)))
  const taken = left.filter(({ id }) => chosen.has(id))
  const totals = sumsOf(taken.map(({ netMinor, taxMinor, rateBp }) => ({ netMinor, taxMinor, taxRateBp: rateBp })))
  const actions = useRef<HTMLSpanElement>(null)
  useEffect(() => actions.current?.querySelector('button')?.focus(), []) // Enter issues
  const notAllowed = t('failure.platform.notAllowed')
  const reason = !can('invoices.issue')
    ? notAllowed
    : (whyNot(orderMachine, order.state, 'invoice', (state) => t(`orderState.${state}`)) ??
      (lines.length === 0 ? t('order.noLines') : left.length === 0 ? t('billing.done') : taken.length === 0 ? t('billing.chooseOne') : null))
  const { credit } = billing
  const owedMinor = (credit?.balanceMinor ?? 0) + totals.totalMinor
  const isAbove = credit !== null && owedMinor > credit.limitMinor
  const issue = async () => {
    if (reason !== null || isRunning) return
    const done = await run({ workOrderId: order.id, ...(taken.length < left.length && { lineIds: taken.map(({ id }) => id) }) })
    if (!done.ok) return done.error.code === 'invoicing.overLimit' ? setDialog('stepUp') : undefined
    notify.done(t('issueInvoice.issued', { number: done.value.number }))
    go({ to: paths.invoice, params: { invoiceId: done.value.id }, replace: true })
  }
  const toggle = (ids: readonly string[], isOn: boolean) =>
    setChosen((before) => new Set(isOn ? [...before, ...ids] : [...before].filter((id) => !ids.includes(id))))
  return (
    <Page
      title={t('issueInvoice.title', { number: order.number })}
      intro={t('issueInvoice.text')}
      back={back}
      actions={
        <>
          <ActionButton label={t('account.deposit')} disabledReason={can('payments.take') ? null : notAllowed} onClick={() => setDialog('deposit')} />
          <span ref={actions}>
            <ActionButton look="primary" label={t('issueInvoice.issue')} shortcut="F8" disabledReason={reason} busy={isRunning} onClick={() => void issue()} />
          </span>
        </>
      }
    >
      <div className={classes.frame}>
        {reason !== null && <Notice tone={left.length === 0 && billing.invoices.length > 0 ? 'good' : 'waiting'}>{reason}</Notice>}
        {reason === null && left.length < lines.length && <Notice tone="info">{t('billing.rest', { count: left.length, all: lines.length })}</Notice>}
        {isAbove && reason === null && (
          <Notice tone={credit.isRefused ? 'bad' : 'waiting'}>{t('billing.aboveLimit', { owed: owedMinor, limit: credit.limitMinor })}</Notice>
        )}
        <FailureNotice failure={failure} />
        {billing.invoices.length > 0 && (
          <Panel flush title={t('billing.earlier')}>
            <ul className={rows.rows}>
              {billing.invoices.map((invoice) => (
                <li key={invoice.id} className={rows.row}>
                  <span className={rows.words}>
                    <TextLink to={paths.invoice} params={{ invoiceId: invoice.id }}>
                      <Code>{invoice.number}</Code>
                    </TextLink>
                  </span>
                  <InvoiceBadge state={invoice.state} look="plain" />
                  <Money minor={invoice.totalMinor} strong />
                </li>
              ))}
            </ul>
          </Panel>
        )}
        {billing.deposits.length > 0 && (
          <Panel flush title={t('billing.deposits')}>
            <ul className={rows.rows}>
              {billing.deposits.map((money) => (
                <li key={money.paymentId} className={rows.row}>
                  <span className={rows.words}>
                    {t(`ledgerMethod.${money.method}`)}
                    <span className={rows.dim}>
                      <DateTime at={money.receivedAt} />
                    </span>
                  </span>
                  <Money minor={money.freeMinor} strong />
                </li>
              ))}
            </ul>
          </Panel>
        )}
        <Panel>
          <Facts
            facts={[
              [
                t('issueInvoice.to'),
                <strong key="c" dir="auto">
                  {customer.name}
                </strong>,
              ],
              [t('common.phone'), customer.phone && <Phone key="p" number={customer.phone} />],
              [
                t('issueInvoice.forVehicle'),
                <span key="v">
                  <Plate plate={vehicle.plate} /> <bdi>{vehicle.label}</bdi>
                </span>,
              ],
              [t('order.concern'), order.concern],
            ]}
          />
        </Panel>
        <section className={classes.lines} aria-label={t('lines.title')}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th className={classes.choose}>
                  <Checkbox
                    aria-label={t('billing.all')}
                    disabled={left.length === 0}
                    checked={left.length > 0 && taken.length === left.length}
                    indeterminate={taken.length > 0 && taken.length < left.length}
                    onChange={(event) =>
                      toggle(
                        left.map(({ id }) => id),
                        event.currentTarget.checked,
                      )
                    }
                  />
                </th>
                <th>{t('lines.description')}</th>
                <th data-number>{t('lines.qty')}</th>
                <th data-number>{t('lines.price')}</th>
                <th data-number>{t('lines.discount')}</th>
                <th data-number>{t('lines.tax')}</th>
                <th data-number>{order.taxInclusive ? t('lines.gross') : t('lines.net')}</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => {
                const isLeft = left.includes(line)
                return (
                  <tr key={line.id} data-off={!isLeft || undefined}>
                    <td className={classes.choose}>
                      {isLeft ? (
                        <Checkbox
                          aria-label={`${t('billing.choose')}: ${line.description}`}
                          checked={chosen.has(line.id)}
                          onChange={(event) => toggle([line.id], event.currentTarget.checked)}
                        />
                      ) : (
                        <span className={rows.dim}>{t('billing.invoiced')}</span>
                      )}
                    </td>
                    <td dir="auto">{line.description}</td>
                    <td data-number>{typedText(line.qtyMilli, 3, false)}</td>
                    <td data-number>{typedText(line.unitPriceMinor, minorDigits(currency), true)}</td>
                    <td data-number>{line.discountBp === 0 ? '' : rateText(line.discountBp)}</td>
                    <td data-number>
                      {line.taxReason === 'warranty' ? t('lines.warrantyShort') : line.taxExempt ? t('lines.exemptShort') : rateText(line.rateBp)}
                    </td>
                    <td data-number>
                      <Money minor={line.amountMinor} />
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
          <TotalsBar totals={totals} />
        </section>
      </div>
      {dialog === 'deposit' && <ReceiveForm customerId={customer.id} open={[]} order={order} onClose={() => setDialog(null)} />}
      {dialog === 'stepUp' && (
        <StepUpForm
          permission={exceedLimit.name}
          subjectId={order.id}
          onDone={() => {
            setDialog(null)
            void issue()
          }}
          onClose={() => setDialog(null)}
        />
      )}
    </Page>
  )
}
