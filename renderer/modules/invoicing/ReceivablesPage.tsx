import { z } from 'zod'
import { type RowOf, useList, useQuery } from '../../data/queries.ts'
import { useFilters, useGo } from '../../data/route.tsx'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Day, Dim, Money } from '../../ui/display.tsx'
import { Select, Switch } from '../../ui/fields.tsx'
import { Page, Toolbar } from '../../ui/Page.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { MAX_STATEMENTS } from '#shared/modules/invoicing/model.ts'
import { AsOf } from '../sync/parts/AsOf.tsx'
import { AgeingPanel } from './parts/AgeingPanel.tsx'
import { StatementActions } from './parts/StatementActions.tsx'

const SORTS = ['overdue', 'balance'] as const
const filterShape = z.object({ sort: z.enum(SORTS), everywhere: z.boolean() })
type Row = RowOf<'invoicing.receivables'>

/** Who owes the shop, most overdue first, with the sums of all. */
export function ReceivablesPage() {
  const t = useT()
  const go = useGo()
  const { places, location } = useShop()
  const [filters, setFilters] = useFilters(filterShape)
  const sort = filters.sort ?? 'overdue'
  const placeId = places.length > 1 && !filters.everywhere ? location?.id : undefined
  const of = { sort, ...(placeId && { locationId: placeId }) }
  const first = useQuery('invoicing.receivables', { ...of, limit: MAX_STATEMENTS })
  const found = useList('invoicing.receivables', of)
  // Rows wait for the sums above them, which would push them away from under the pointer.
  const list = first.isLoading ? { ...found, rows: [], isLoading: true } : found
  const owing = (first.data?.rows ?? []).filter(({ balanceMinor }) => balanceMinor > 0).map(({ customerId }) => customerId)
  return (
    <Page fills title={t('receivables.title')} badge={<AsOf locationId={placeId} />}>
      {first.data && first.data.total > 0 && <AgeingPanel ageing={first.data.sum} />}
      <Toolbar
        end={
          <Select
            aria-label={t('receivables.sort')}
            value={sort}
            allowDeselect={false}
            w={210}
            onChange={(next) => setFilters({ sort: SORTS.find((known) => known === next) })}
            data={[
              { value: 'overdue', label: t('receivables.sortOverdue') },
              { value: 'balance', label: t('receivables.sortBalance') },
            ]}
          />
        }
      >
        <StatementActions
          key={owing.join()}
          customerIds={owing}
          title={
            owing.length < MAX_STATEMENTS
              ? t('receivables.statements')
              : `${t('receivables.statements')}: ${t('receivables.statementsOfAll', { count: owing.length })}`
          }
        />
        {places.length > 1 && (
          <Switch
            label={t('shell.allLocations')}
            checked={filters.everywhere ?? false}
            onChange={(event) => setFilters({ everywhere: event.currentTarget.checked || undefined })}
          />
        )}
      </Toolbar>
      <DataTable
        label={t('receivables.title')}
        list={list}
        columns={columns(t)}
        rowKey={(row) => row.customerId}
        rowTone={(row) => (row.overdueMinor > 0 ? 'bad' : undefined)}
        sort={sort}
        onSort={(next) => setFilters({ sort: SORTS.find((known) => known === next) })}
        onOpen={(row) => go({ to: paths.account, params: { customerId: row.customerId } })}
        empty={
          <EmptyState
            title={t('receivables.none')}
            text={t('receivables.noneText')}
            action={<ActionButton label={t('invoices.title')} onClick={() => go({ to: paths.invoices })} />}
          />
        }
      />
    </Page>
  )
}

const amount = (minor: number, strong = false) => (minor === 0 ? <Dim>–</Dim> : <Money minor={minor} strong={strong} />)
const columns = (t: Translate): Column<Row>[] => [
  {
    key: 'customer',
    header: t('receivables.customer'),
    width: 'minmax(150px, 2fr)',
    card: 'title',
    cell: (row) => <strong dir="auto">{row.customerName}</strong>,
  },
  {
    key: 'state',
    header: '',
    width: '104px',
    card: 'badge',
    cell: (row) =>
      row.limitMinor !== null && row.balanceMinor > row.limitMinor ? (
        <StateBadge look="plain" tone="bad" label={t('receivables.limitReached')} />
      ) : (
        row.dunningLevel > 0 && <StateBadge look="plain" tone="waiting" label={t('receivables.reminded', { count: row.dunningLevel })} />
      ),
  },
  { key: 'overdue', header: t('receivables.overdue'), width: '110px', align: 'end', sort: { down: 'overdue' }, cell: (row) => amount(row.overdueMinor, true) },
  {
    key: 'balance',
    header: t('receivables.balance'),
    width: '120px',
    align: 'end',
    sort: { down: 'balance' },
    cell: (row) => <Money minor={row.balanceMinor} strong />,
  },
  { key: 'oldest', header: t('receivables.oldest'), width: '156px', cell: (row) => (row.oldestDueOn === null ? <Dim>–</Dim> : <Day on={row.oldestDueOn} />) },
  { key: 'to30', header: t('bucket.to30'), width: '108px', align: 'end', card: 'hidden', cell: (row) => amount(row.buckets.to30) },
  { key: 'to60', header: t('bucket.to60'), width: '108px', align: 'end', card: 'hidden', cell: (row) => amount(row.buckets.to60) },
  { key: 'to90', header: t('bucket.to90'), width: '108px', align: 'end', card: 'hidden', cell: (row) => amount(row.buckets.to90) },
  { key: 'over90', header: t('bucket.over90'), width: '112px', align: 'end', card: 'hidden', cell: (row) => amount(row.buckets.over90) },
]
