import type { Item } from '#shared/modules/catalog/model.ts'
import { unitCostOf } from '#shared/modules/catalog/rules/packs.ts'
import { type RowOf, useList } from '../../../data/queries.ts'
import { TextLink } from '../../../data/route.tsx'
import { paths } from '../../../paths.ts'
import { type Translate, useT } from '../../../texts/t.ts'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { DateTime, Dim, Money } from '../../../ui/display.tsx'
import { Panel } from '../../../ui/Page.tsx'
import classes from '../../catalog/parts/goods.module.css'
import { Change } from './Change.tsx'

/** What an item cost when, each; newest first. */
export function Costs({ item }: { item: Item }) {
  const t = useT()
  const list = useList('purchasing.costs', { itemId: item.id })
  return (
    <Panel flush title={t('goods.costs')}>
      {!list.isLoading && list.total === 0 ? (
        <p className={classes.nothing}>{t('goods.costsNone')}</p>
      ) : (
        <DataTable label={t('goods.costs')} list={list} height={240} rowKey={(row) => row.id} columns={columns(t)} />
      )}
    </Panel>
  )
}

const columns = (t: Translate): Column<RowOf<'purchasing.costs'>>[] => [
  { key: 'at', header: t('goods.costWhen'), width: '150px', card: 'title', cell: (row) => <DateTime at={row.at} /> },
  { key: 'source', header: t('catalog.kind'), width: '100px', card: 'badge', cell: (row) => <Dim>{t(`goods.costSource.${row.source}`)}</Dim> },
  { key: 'supplier', header: t('purchasing.supplier'), width: 'minmax(110px, 1fr)', cell: (row) => <bdi>{row.supplierName}</bdi> },
  {
    key: 'document',
    header: t('goods.costDocument'),
    width: 'minmax(90px, 1fr)',
    card: 'hidden',
    cell: (row) =>
      row.orderId === null ? (
        <bdi>{row.documentNumber}</bdi>
      ) : (
        <TextLink to={paths.purchaseOrder} params={{ orderId: row.orderId }}>
          <bdi>{row.documentNumber || t('goods.costSource.receipt')}</bdi>
        </TextLink>
      ),
  },
  {
    key: 'landed',
    header: t('goods.costLanded'),
    width: '110px',
    align: 'end',
    card: 'hidden',
    cell: (row) => row.landedMinor > 0 && <Money minor={row.landedMinor} />,
  },
  { key: 'change', header: t('goods.difference'), width: '90px', align: 'end', cell: (row) => <Change before={row.beforeMinor} after={row.packMinor} /> },
  {
    key: 'price',
    header: t('purchasing.cost'),
    width: '110px',
    align: 'end',
    cell: (row) => <Money minor={unitCostOf(row.packMinor, row.packMilli)} strong />,
  },
]
