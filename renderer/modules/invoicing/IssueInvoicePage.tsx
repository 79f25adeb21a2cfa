import { Navigate, useParams } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { minorDigits } from '#shared/kernel/money.ts'
import { type OrderView, orderMachine } from '#shared/modules/work-orders/model.ts'
import { useCommand } from '../../data/command.ts'
import { useQuery } from '../../data/queries.ts'
import { TextLink, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { whyNot } from '../../texts/why.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { typedText } from '../../ui/decimal.ts'
import { Money, Phone, Plate } from '../../ui/display.tsx'
import { notify } from '../../ui/notify.ts'
import { Facts, Page, Panel } from '../../ui/Page.tsx'
import { ErrorState, FailureNotice, Loading, Notice } from '../../ui/states.tsx'
import { useWords } from '../../ui/words.tsx'
import { rateText, TotalsBar } from '../work-orders/parts/TotalsBar.tsx'
import classes from './IssueInvoicePage.module.css'

/** What will stand on the invoice, once more before it is final; leads to the invoice where there is one already. */
export function IssueInvoicePage() {
  const t = useT()
  const { workOrderId } = useParams({ strict: false }) as { workOrderId: string } // the route's own parameter
  const known = useQuery('invoicing.ofWorkOrder', { workOrderId })
  const order = useQuery('workOrders.get', { workOrderId })
  const back = (
    <TextLink to={paths.workOrder} params={{ workOrderId }}>
      {order.data?.order.number ?? t('order.one')}
    </TextLink>
  )
  const failure = known.failure ?? order.failure
  if (known.data) return <Navigate {...({ to: paths.invoice, params: { invoiceId: known.data.id }, replace: true } as { to: string })} /> // the router's own types need its whole tree
  if (failure)
    return (
      <Page title={t('invoice.one')} back={back}>
        <ErrorState failure={failure} onRetry={order.retry} />
      </Page>
    )
  if (!order.data || known.isLoading)
    return (
      <Page title={t('invoice.one')} back={back}>
        <Loading />
      </Page>
    )
  return <Preview view={order.data} back={back} />
}

function Preview({ view, back }: { view: OrderView; back: React.ReactNode }) {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const { currency } = useWords()
  const { run, isRunning, failure } = useCommand('invoicing.issue')
  const { order, customer, vehicle, totals } = view
  const lines = view.lines.filter(({ declined }) => !declined)
  const actions = useRef<HTMLSpanElement>(null)
  useEffect(() => actions.current?.querySelector('button')?.focus(), []) // Enter issues
  const reason = !can('invoices.issue')
    ? t('failure.platform.notAllowed')
    : (whyNot(orderMachine, order.state, 'invoice', (state) => t(`orderState.${state}`)) ?? (lines.length === 0 ? t('order.noLines') : null))
  const issue = async () => {
    if (reason !== null || isRunning) return
    const done = await run({ workOrderId: order.id })
    if (!done.ok) return
    notify.done(t('issueInvoice.issued', { number: done.value.number }))
    go({ to: paths.invoice, params: { invoiceId: done.value.id }, replace: true })
  }
  return (
    <Page
      title={t('issueInvoice.title', { number: order.number })}
      intro={t('issueInvoice.text')}
      back={back}
      actions={
        <span ref={actions}>
          <ActionButton look="primary" label={t('issueInvoice.issue')} shortcut="F8" disabledReason={reason} busy={isRunning} onClick={() => void issue()} />
        </span>
      }
    >
      <div className={classes.frame}>
        {reason !== null && <Notice tone="waiting">{reason}</Notice>}
        <FailureNotice failure={failure} />
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
                <th>{t('lines.description')}</th>
                <th data-number>{t('lines.qty')}</th>
                <th data-number>{t('lines.price')}</th>
                <th data-number>{t('lines.discount')}</th>
                <th data-number>{t('lines.tax')}</th>
                <th data-number>{order.taxInclusive ? t('lines.gross') : t('lines.net')}</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr key={line.id}>
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
              ))}
            </tbody>
          </table>
          <TotalsBar totals={totals} />
        </section>
      </div>
    </Page>
  )
}
