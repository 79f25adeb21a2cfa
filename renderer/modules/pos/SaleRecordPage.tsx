import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Id } from '#shared/kernel/ids.ts'
import type { Sale } from '#shared/modules/pos/model.ts'
import { isGoods, unowed } from '#shared/modules/pos/rules.ts'
import { useCommand } from '../../data/command.ts'
import { useQuery } from '../../data/queries.ts'
import { TextLink, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { typedText } from '../../ui/decimal.ts'
import { DateTime, Dim, Money } from '../../ui/display.tsx'
import { Columns, Facts, Page, Panel } from '../../ui/Page.tsx'
import { ErrorState, Loading, Notice } from '../../ui/states.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { CustomerPicker } from '../customers/parts/CustomerPicker.tsx'
import { rateText } from '../work-orders/parts/TotalsBar.tsx'
import { ReceiptActions } from './parts/ReceiptActions.tsx'
import { ReturnForm } from './parts/ReturnForm.tsx'
import classes from './parts/Sale.module.css'

/** One sale as it was made: its lines with the tax of each, how it was paid, and what came back. */
export function SaleRecordPage() {
  const t = useT()
  const { saleId } = useParams({ strict: false }) as { saleId: Id<'sale'> } // the route's own parameter; the core checks it
  const { data, failure, retry } = useQuery('pos.sale', { saleId })
  const back = <TextLink to={paths.sales}>{t('pos.sales')}</TextLink>
  if (data) return <Record sale={data} back={back} />
  return (
    <Page title={t('pos.sales')} back={back}>
      {failure ? <ErrorState failure={failure} onRetry={retry} /> : <Loading />}
    </Page>
  )
}

const TONES = { pending: 'waiting', approved: 'good', declined: 'bad' } as const

function Record({ sale, back }: { sale: Sale; back: React.ReactNode }) {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const [returns, setReturns] = useState(false)
  const isLeft = sale.lines.some(({ leftMilli }) => leftMilli > 0)
  return (
    <Page
      title={<bdi dir="ltr">{sale.number}</bdi>}
      back={back}
      actions={
        <>
          <SaleInvoice sale={sale} />
          <ReceiptActions saleId={sale.id} hasShortcut />
          <ActionButton
            look="primary"
            label={t('pos.returns')}
            shortcut="F4"
            disabledReason={can('pos.sell') ? (isLeft ? null : t('pos.nothingLeft')) : t('failure.platform.notAllowed')}
            onClick={() => setReturns(true)}
          />
        </>
      }
    >
      <Declined sale={sale} />
      <Columns sizes="mainFirst">
        <Panel flush title={t('lines.title')}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t('lines.description')}</th>
                <th scope="col" data-end>
                  {t('lines.qty')}
                </th>
                <th scope="col" data-end>
                  {t('lines.price')}
                </th>
                <th scope="col" data-end>
                  {t('lines.discount')}
                </th>
                <th scope="col" data-end>
                  {t('lines.tax')}
                </th>
                <th scope="col" data-end>
                  {t('lines.net')}
                </th>
                <th scope="col" data-end>
                  {t('pos.taxShare')}
                </th>
                <th scope="col" data-end>
                  {t('pos.left')}
                </th>
              </tr>
            </thead>
            <tbody>
              {sale.lines.map((line) => (
                <tr key={line.id}>
                  <th scope="row">
                    <bdi>{line.description || t(`saleLine.${line.kind}`)}</bdi>{' '}
                    {line.lots.length > 0 && (
                      <Dim>
                        {t('pos.serial')} <bdi dir="ltr">{line.lots.map(({ code }) => code).join(', ')}</bdi>
                      </Dim>
                    )}{' '}
                    {line.disposition !== null && line.disposition !== 'stock' && <span className={classes.badge}>{t(`returnTo.${line.disposition}`)}</span>}
                  </th>
                  <td data-end>{typedText(line.qtyMilli, 3, false)}</td>
                  <td data-end>
                    <Money minor={line.unitPriceMinor} />
                  </td>
                  <td data-end>{line.discountBp === 0 ? '' : rateText(line.discountBp)}</td>
                  <td data-end>{line.taxExempt ? t('lines.exemptShort') : rateText(line.taxRateBp)}</td>
                  <td data-end>
                    <Money minor={line.netMinor} />
                  </td>
                  <td data-end>
                    <Money minor={line.taxMinor} />
                  </td>
                  <td data-end>{line.qtyMilli > 0 && typedText(line.leftMilli, 3, false)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Panel>
        <Panel title={<Money minor={sale.totalMinor + sale.roundingMinor} strong />}>
          <Facts
            facts={[
              [t('pos.soldAt'), <DateTime key="a" at={sale.soldAt} />],
              [t('pos.soldBy'), <bdi key="s">{sale.sellerName}</bdi>],
              [
                t('invoices.customer'),
                sale.customerId && (
                  <TextLink key="c" to={paths.customer} params={{ customerId: sale.customerId }}>
                    <bdi>{sale.customerName}</bdi>
                  </TextLink>
                ),
              ],
              [t('lines.netTotal'), <Money key="n" minor={sale.netMinor} />],
              ...sale.taxes.map(
                ({ rateBp, baseMinor, taxMinor }) =>
                  [t('lines.taxOf', { rate: rateText(rateBp), base: baseMinor }), <Money key={rateBp} minor={taxMinor} />] as const,
              ),
              ...(sale.roundingMinor === 0 ? [] : [[t('till.rounding'), <Money key="r" minor={sale.roundingMinor} />] as const]),
            ]}
          />
          <ul className={classes.tenders}>
            {sale.payments.map((payment) => (
              <li key={payment.id}>
                <span>
                  {t(`tender.${payment.method}`)} <bdi dir="ltr">{payment.reference}</bdi>{' '}
                  {payment.standing && <StateBadge tone={TONES[payment.standing]} label={t(`pos.standings.${payment.standing}`)} />}
                </span>
                <Money minor={payment.amountMinor} strong />
              </li>
            ))}
          </ul>
        </Panel>
      </Columns>
      {returns && (
        <ReturnForm
          sale={sale}
          onClose={() => {
            setReturns(false)
            go({ to: paths.counter })
          }}
        />
      )}
    </Page>
  )
}

/** A card was declined after all: who owes it, or that nobody does yet. */
function Declined({ sale }: { sale: Sale }) {
  const t = useT()
  const go = useGo()
  const invoice = useQuery('pos.invoiceOf', { saleId: sale.id }).data
  const amount = unowed(sale)
  if (amount === 0 || invoice === undefined) return null
  if (invoice === null) return <Notice tone="bad">{t('pos.declinedUnowed', { amount })}</Notice>
  return (
    <Notice
      tone="waiting"
      action={<ActionButton size="xs" label={t('credit.openInvoice')} onClick={() => go({ to: paths.invoice, params: { invoiceId: invoice.invoiceId } })} />}
    >
      {t('pos.declinedOwed', { amount, number: invoice.number })}
    </Notice>
  )
}

/** The invoice over a sale: the one that is there, or one for a customer who asks. */
function SaleInvoice({ sale }: { sale: Sale }) {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const [asks, setAsks] = useState(false)
  const [customerId, setCustomerId] = useState<string | null>(sale.customerId)
  const known = useQuery('pos.invoiceOf', { saleId: sale.id })
  const { run, isRunning, failure } = useCommand('pos.invoice')
  const open = (invoiceId: Id<'invoice'>) => go({ to: paths.invoice, params: { invoiceId } })
  const make = async () => {
    const done = await run({ saleId: sale.id, customerId: customerId as Id<'customer'> | null }) // the picker's own id
    if (done.ok) open(done.value.invoiceId)
  }
  const invoice = known.data
  if (invoice)
    return (
      <ActionButton
        label={t('credit.openInvoice')}
        disabledReason={can('invoices.read') ? null : t('failure.platform.notAllowed')}
        onClick={() => open(invoice.invoiceId)}
      />
    )
  return (
    <>
      <ActionButton
        label={t('credit.makeInvoice')}
        disabledReason={can('invoices.issue') ? (sale.lines.some(isGoods) ? null : t('failure.pos.emptySale')) : t('failure.platform.notAllowed')}
        onClick={() => setAsks(true)}
      />
      {asks && (
        <ConfirmDialog
          opened
          title={t('credit.makeInvoice')}
          text={
            sale.customerId === null ? (
              <CustomerPicker label={t('credit.invoiceTo')} value={customerId} onChange={setCustomerId} />
            ) : (
              <bdi>{sale.customerName}</bdi>
            )
          }
          confirmLabel={t('credit.makeInvoice')}
          busy={isRunning}
          failure={failure}
          onConfirm={() => void make()}
          onCancel={() => setAsks(false)}
        />
      )}
    </>
  )
}
