import { type RowOf, useList } from '../../data/queries.ts'
import { TextLink, useGo } from '../../data/route.tsx'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Code, DateTime, Money } from '../../ui/display.tsx'
import { Page } from '../../ui/Page.tsx'
import { EmptyState } from '../../ui/states.tsx'

/** What was sold at the counter, newest first. */
export function SalesPage() {
  const t = useT()
  const go = useGo()
  const { location } = useShop()
  const list = useList('pos.sales', location ? { locationId: location.id } : {})
  const sell = <ActionButton look="primary" label={t('pos.title')} shortcut="F2" onClick={() => go({ to: paths.counter })} />
  return (
    <Page fills title={t('pos.sales')} back={<TextLink to={paths.counter}>{t('pos.title')}</TextLink>} actions={sell}>
      <DataTable
        label={t('pos.sales')}
        list={list}
        columns={columns(t)}
        rowKey={(row) => row.id}
        onOpen={(row) => go({ to: paths.sale, params: { saleId: row.id } })}
        empty={<EmptyState title={t('pos.noneTitle')} text={t('pos.noneText')} action={sell} />}
      />
    </Page>
  )
}

const columns = (t: Translate): Column<RowOf<'pos.sales'>>[] => [
  { key: 'number', header: t('pos.receiptNumber'), width: '150px', card: 'title', cell: (row) => <Code>{row.number}</Code> },
  { key: 'at', header: t('pos.soldAt'), width: '170px', cell: (row) => <DateTime at={row.soldAt} /> },
  { key: 'customer', header: t('invoices.customer'), width: 'minmax(150px, 1fr)', cell: (row) => <bdi>{row.customerName}</bdi> },
  { key: 'seller', header: t('pos.soldBy'), width: 'minmax(120px, 1fr)', card: 'hidden', cell: (row) => <bdi>{row.sellerName}</bdi> },
  { key: 'tax', header: t('lines.tax'), width: '110px', align: 'end', card: 'hidden', cell: (row) => <Money minor={row.taxMinor} /> },
  { key: 'total', header: t('lines.total'), width: '130px', align: 'end', cell: (row) => <Money minor={row.totalMinor} strong /> },
]
