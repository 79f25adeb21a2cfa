import { IconPlus } from '@tabler/icons-react'
import { z } from 'zod'
import { addDays, atLocal, MINUTE_MS } from '#shared/kernel/time.ts'
import { ORDER_STATES } from '#shared/modules/work-orders/model.ts'
import { useNow } from '../../data/now.ts'
import { type RowOf, useList, useQuery } from '../../data/queries.ts'
import { useFilters, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Code, Dim, Money, Plate } from '../../ui/display.tsx'
import { FilterDay, FilterSelect, Select, Switch } from '../../ui/fields.tsx'
import { Page, Toolbar } from '../../ui/Page.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { isLate, OrderBadge } from './parts/OrderBadge.tsx'
import { When } from './parts/When.tsx'
import { AsOf } from '../sync/parts/AsOf.tsx'

const SORTS = ['newest', 'promised', 'state', 'number'] as const
const filterShape = z.object({
  state: z.enum(ORDER_STATES),
  technician: z.string().max(36),
  from: z.iso.date(),
  to: z.iso.date(),
  late: z.boolean(),
  sort: z.enum(SORTS),
  removed: z.boolean(),
  everywhere: z.boolean(),
})
/** What is late changes with the clock; the list is asked again at most so often. */
const LATE_STEP_MS = 5 * MINUTE_MS

type Row = RowOf<'workOrders.list'>

/** All work orders, filtered by state, technician, day and lateness. */
export function WorkOrdersPage() {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const { company, places, location } = useShop()
  const now = useNow()
  const [filters, setFilters] = useFilters(filterShape)
  const technicians = useQuery('staff.technicians', {}).data ?? []
  const zone = company?.zone ?? 'UTC'
  const sort = filters.sort ?? (filters.late ? 'promised' : 'newest')
  const placeId = places.length > 1 && !filters.everywhere ? location?.id : undefined
  const list = useList('workOrders.list', {
    sort,
    ...(placeId && { locationId: placeId }),
    ...(filters.state && { state: filters.state }),
    ...(filters.technician && { technicianId: filters.technician }),
    ...(filters.from && { fromAt: atLocal(filters.from, 0, zone) }),
    ...(filters.to && { toAt: atLocal(addDays(filters.to, 1), 0, zone) }),
    ...(filters.late && { promisedToAt: Math.ceil(now / LATE_STEP_MS) * LATE_STEP_MS }),
    ...(filters.removed && { deleted: true }),
  })
  const isFiltered = Object.keys(filters).length > 0
  const create = (
    <ActionButton
      look="primary"
      label={t('orders.create')}
      icon={<IconPlus size={16} />}
      shortcut="F4"
      disabledReason={can('workOrders.write') ? null : t('failure.platform.notAllowed')}
      onClick={() => go({ to: paths.newWorkOrder })}
    />
  )
  return (
    <Page
      fills
      title={t('orders.title')}
      badge={<AsOf locationId={placeId} />}
      actions={
        <>
          <ActionButton label={t('order.cannedJobs')} onClick={() => go({ to: paths.cannedJobs })} />
          {create}
        </>
      }
    >
      <Toolbar
        end={
          <Select
            aria-label={t('orders.sort')}
            value={sort}
            allowDeselect={false}
            w={170}
            onChange={(next) => setFilters({ sort: SORTS.find((known) => known === next) })}
            data={[
              { value: 'newest', label: t('orders.sortNewest') },
              { value: 'promised', label: t('orders.sortPromised') },
              { value: 'state', label: t('orders.sortState') },
              { value: 'number', label: t('orders.sortNumber') },
            ]}
          />
        }
      >
        <FilterSelect
          label={t('orders.state')}
          allLabel={t('common.all')}
          value={filters.state}
          onChange={(state) => setFilters({ state })}
          options={ORDER_STATES.map((state) => ({ value: state, label: t(`orderState.${state}`) }))}
        />
        <FilterSelect
          label={t('orders.technician')}
          allLabel={t('common.all')}
          value={filters.technician}
          onChange={(technician) => setFilters({ technician })}
          options={technicians.map(({ id, name }) => ({ value: id as string, label: name }))}
        />
        <FilterDay label={t('orders.openedFrom')} value={filters.from} onChange={(from) => setFilters({ from })} />
        <FilterDay label={t('orders.openedTo')} value={filters.to} onChange={(to) => setFilters({ to })} />
        <Switch
          label={t('orders.lateOnly')}
          checked={filters.late ?? false}
          onChange={(event) => setFilters({ late: event.currentTarget.checked || undefined })}
        />
        {can('workOrders.write') && (
          <Switch
            label={t('orders.removed')}
            checked={filters.removed ?? false}
            onChange={(event) => setFilters({ removed: event.currentTarget.checked || undefined })}
          />
        )}
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
            onClick={() =>
              setFilters({
                state: undefined,
                technician: undefined,
                from: undefined,
                to: undefined,
                late: undefined,
                sort: undefined,
                removed: undefined,
                everywhere: undefined,
              })
            }
          />
        )}
      </Toolbar>
      <DataTable
        label={t('orders.title')}
        list={filters.late ? { ...list, rows: list.rows.filter((row) => isLate(row, now)) } : list}
        columns={columns(t, now)}
        rowKey={(row) => row.id}
        rowTone={(row) => (isLate(row, now) ? 'bad' : row.state === 'onHold' ? 'waiting' : row.state === 'cancelled' ? 'off' : undefined)}
        sort={sort}
        onSort={(next) => setFilters({ sort: SORTS.find((known) => known === next) })}
        onOpen={(row) => go({ to: paths.workOrder, params: { workOrderId: row.id } })}
        empty={
          isFiltered ? <EmptyState title={t('orders.noMatches')} /> : <EmptyState title={t('orders.noneTitle')} text={t('orders.noneText')} action={create} />
        }
      />
    </Page>
  )
}

const columns = (t: Translate, now: number): Column<Row>[] => [
  { key: 'number', header: t('orders.number'), width: '112px', card: 'title', sort: { down: 'number' }, cell: (row) => <Code>{row.number}</Code> },
  {
    key: 'state',
    header: t('orders.state'),
    width: '108px',
    card: 'badge',
    sort: { up: 'state' },
    cell: (row) => <OrderBadge state={row.state} look="plain" />,
  },
  { key: 'plate', header: t('orders.plate'), width: '116px', cell: (row) => <Plate plate={row.plate} /> },
  { key: 'customer', header: t('orders.customer'), width: 'minmax(118px, 1.6fr)', cell: (row) => <strong dir="auto">{row.customerName}</strong> },
  { key: 'vehicle', header: t('orders.vehicle'), width: 'minmax(140px, 2fr)', cell: (row) => <bdi>{row.vehicleLabel}</bdi> },
  { key: 'technician', header: t('orders.technician'), width: 'minmax(104px, 1fr)', cell: (row) => <bdi>{row.technicianName}</bdi> },
  { key: 'bay', header: t('orders.bay'), width: '104px', card: 'hidden', cell: (row) => <bdi>{row.bayName}</bdi> },
  {
    key: 'promised',
    header: t('orders.promised'),
    width: '154px',
    sort: { up: 'promised' },
    cell: (row) =>
      row.promisedAt === null ? (
        <Dim>–</Dim>
      ) : isLate(row, now) ? (
        <>
          <StateBadge tone="bad" look="plain" label={t('orders.late')} /> <When at={row.promisedAt} now={now} />
        </>
      ) : (
        <When at={row.promisedAt} now={now} />
      ),
  },
  { key: 'total', header: t('orders.total'), width: '132px', align: 'end', cell: (row) => <Money minor={row.totalMinor} strong /> },
]
