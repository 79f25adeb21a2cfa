import { z } from 'zod'
import { addDays, atLocal, localDate } from '#shared/kernel/time.ts'
import { INVOICE_STATES } from '#shared/modules/invoicing/model.ts'
import { useNow } from '../../data/now.ts'
import { type RowOf, useList } from '../../data/queries.ts'
import { useFilters, useGo } from '../../data/route.tsx'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Code, Day, Dim, Money } from '../../ui/display.tsx'
import { FilterDay, FilterSelect, Select, Switch } from '../../ui/fields.tsx'
import { Page, Toolbar } from '../../ui/Page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { InvoiceBadge, isOverdue } from './parts/InvoiceBadge.tsx'
import { AsOf } from '../sync/parts/AsOf.tsx'

const SORTS = ['newest', 'due', 'number'] as const
const filterShape = z.object({ state: z.enum(INVOICE_STATES), from: z.iso.date(), to: z.iso.date(), sort: z.enum(SORTS), everywhere: z.boolean() })

type Row = RowOf<'invoicing.list'>

/** All invoices, by state and day of issue. */
export function InvoicesPage() {
  const t = useT()
  const go = useGo()
  const { company, places, location } = useShop()
  const now = useNow()
  const [filters, setFilters] = useFilters(filterShape)
  const zone = company?.zone ?? 'UTC'
  const today = localDate(now, zone)
  const sort = filters.sort ?? (filters.state === 'issued' ? 'due' : 'newest')
  const placeId = places.length > 1 && !filters.everywhere ? location?.id : undefined
  const list = useList('invoicing.list', {
    sort,
    ...(placeId && { locationId: placeId }),
    ...(filters.state && { state: filters.state }),
    ...(filters.from && { fromAt: atLocal(filters.from, 0, zone) }),
    ...(filters.to && { toAt: atLocal(addDays(filters.to, 1), 0, zone) }),
  })
  const isFiltered = Object.keys(filters).length > 0
  return (
    <Page fills title={t('invoices.title')} badge={<AsOf locationId={placeId} />}>
      <Toolbar
        end={
          <Select
            aria-label={t('invoices.sort')}
            value={sort}
            allowDeselect={false}
            w={170}
            onChange={(next) => setFilters({ sort: SORTS.find((known) => known === next) })}
            data={[
              { value: 'newest', label: t('invoices.sortNewest') },
              { value: 'due', label: t('invoices.sortDue') },
              { value: 'number', label: t('invoices.sortNumber') },
            ]}
          />
        }
      >
        <FilterSelect
          label={t('invoices.state')}
          allLabel={t('common.all')}
          value={filters.state}
          onChange={(state) => setFilters({ state })}
          options={INVOICE_STATES.map((state) => ({ value: state, label: t(`invoiceState.${state}`) }))}
        />
        <FilterDay label={t('invoices.from')} value={filters.from} onChange={(from) => setFilters({ from })} />
        <FilterDay label={t('invoices.to')} value={filters.to} onChange={(to) => setFilters({ to })} />
        {places.length > 1 && (
          <Switch
            label={t('shell.allLocations')}
            checked={filters.everywhere ?? false}
            onChange={(event) => setFilters({ everywhere: event.currentTarget.checked || undefined })}
          />
        )}
        {isFiltered && (
          <ActionButton
            look="quiet"
            label={t('parts.clearFilters')}
            onClick={() => setFilters({ state: undefined, from: undefined, to: undefined, sort: undefined, everywhere: undefined })}
          />
        )}
      </Toolbar>
      <DataTable
        label={t('invoices.title')}
        list={list}
        columns={columns(t, today)}
        rowKey={(row) => row.id}
        rowTone={(row) => (isOverdue(row, today) ? 'bad' : row.state === 'void' ? 'off' : undefined)}
        sort={sort}
        onSort={(next) => setFilters({ sort: SORTS.find((known) => known === next) })}
        onOpen={(row) => go({ to: paths.invoice, params: { invoiceId: row.id } })}
        empty={
          isFiltered ? (
            <EmptyState title={t('invoices.noMatches')} />
          ) : (
            <EmptyState
              title={t('invoices.noneTitle')}
              text={t('invoices.noneText')}
              action={<ActionButton label={t('todayPage.done')} onClick={() => go({ to: paths.workOrders, search: { state: 'done' } })} />}
            />
          )
        }
      />
    </Page>
  )
}

const columns = (t: Translate, today: string): Column<Row>[] => [
  { key: 'number', header: t('invoices.number'), width: '132px', card: 'title', sort: { down: 'number' }, cell: (row) => <Code>{row.number}</Code> },
  {
    key: 'state',
    header: t('invoices.state'),
    width: '120px',
    card: 'badge',
    cell: (row) => <InvoiceBadge state={row.state} isOverdue={isOverdue(row, today)} look="plain" />,
  },
  { key: 'customer', header: t('invoices.customer'), width: 'minmax(150px, 2fr)', cell: (row) => <strong dir="auto">{row.customerName}</strong> },
  { key: 'order', header: t('order.one'), width: '132px', card: 'hidden', cell: (row) => <Code>{row.workOrderNumber}</Code> },
  { key: 'issued', header: t('invoices.issued'), width: '172px', sort: { down: 'newest' }, cell: (row) => <Day on={row.issuedOn} /> },
  { key: 'dueOn', header: t('invoices.dueOn'), width: '172px', sort: { up: 'due' }, cell: (row) => <Day on={row.dueOn} /> },
  { key: 'total', header: t('invoices.total'), width: '120px', align: 'end', cell: (row) => <Money minor={row.totalMinor} /> },
  {
    key: 'open',
    header: t('invoices.open'),
    width: '120px',
    align: 'end',
    cell: (row) => (row.dueMinor === 0 || row.state === 'void' ? <Dim>–</Dim> : <Money minor={row.dueMinor} strong />),
  },
]
