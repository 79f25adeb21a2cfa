import { IconTruckDelivery } from '@tabler/icons-react'
import { useState } from 'react'
import { z } from 'zod'
import { id } from '#shared/kernel/ids.ts'
import { STOCK_STATUSES } from '#shared/modules/inventory/model.ts'
import { type RowOf, useList, useQuery } from '../../data/queries.ts'
import { useFilters, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Code, DateTime, Dim, Money } from '../../ui/display.tsx'
import { typedText } from '../../ui/decimal.ts'
import { FilterSelect } from '../../ui/fields.tsx'
import { Page, Toolbar } from '../../ui/Page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { AsOf } from '../sync/parts/AsOf.tsx'
import { GoodsForm } from './GoodsForm.tsx'
import { PlaceForm } from './PlaceForm.tsx'
import { PlaceName, usePlaces } from './parts/places.tsx'
import { Quantity } from './parts/Quantity.tsx'
import { StockStatus } from './parts/StockStatus.tsx'
import { StockTabs } from './parts/StockTabs.tsx'

const filterShape = z.object({ placeId: id('stockPlace'), status: z.enum(STOCK_STATUSES), sort: z.enum(['name', 'moved']) })

/** Everything that is kept in stock, worst levels one click away. */
export function StockPage() {
  const t = useT()
  const { can } = useSession()
  const { location } = useShop()
  const go = useGo()
  const [filters, setFilters] = useFilters(filterShape)
  const places = usePlaces()
  const summary = useQuery('inventory.summary', {})
  const list = useList('inventory.levels', filters)
  const [opened, setOpened] = useState<'receive' | 'place' | null>(null)
  const known = places.data ?? []
  const place = known.find(({ id }) => id === filters.placeId) ?? known[0]
  const needs = (permission: string) => (can(permission) ? null : t('failure.platform.notAllowed'))
  const noPlace = place === undefined ? t('stock.noPlaceTitle') : null

  const receive = (
    <ActionButton
      look="primary"
      label={t('stock.receive')}
      icon={<IconTruckDelivery size={16} />}
      shortcut="F2"
      disabledReason={needs('inventory.work') ?? noPlace}
      onClick={() => setOpened('receive')}
    />
  )
  const newPlace = <ActionButton label={t('stock.newPlace')} disabledReason={needs('inventory.manage')} onClick={() => setOpened('place')} />
  const counts = summary.data?.counts
  const worst = counts && counts.negative + counts.critical + counts.low
  return (
    <Page
      fills
      title={t('stock.title')}
      intro={t('stock.intro')}
      badge={
        <>
          {summary.data && (
            <Dim>
              {t('stock.totalValue')}: <Money minor={summary.data.valueMinor} strong />
            </Dim>
          )}
          <AsOf />
        </>
      }
      actions={
        <>
          {newPlace}
          {receive}
        </>
      }
    >
      <StockTabs here={paths.stock} />
      <Toolbar>
        <FilterSelect
          label={t('stock.status')}
          allLabel={t('common.all')}
          value={filters.status}
          onChange={(status) => setFilters({ status })}
          options={STOCK_STATUSES.map((status) => ({ value: status, label: `${t(`stockStatus.${status}`)}${counts ? ` (${counts[status]})` : ''}` }))}
          width={220}
        />
        {known.length > 1 && (
          <FilterSelect
            label={t('stock.place')}
            allLabel={t('stock.allPlaces')}
            value={filters.placeId}
            onChange={(placeId) => setFilters({ placeId })}
            options={known.map(({ id, label }) => ({ value: id, label }))}
            width={220}
          />
        )}
      </Toolbar>
      <DataTable
        label={t('stock.title')}
        list={list}
        columns={columns(t)}
        rowKey={(row) => `${row.itemId} ${row.placeId}`}
        rowTone={(row) => (row.status === 'negative' || row.status === 'critical' ? 'bad' : row.status === 'low' ? 'waiting' : undefined)}
        onOpen={(row) => go({ to: paths.stockItem, params: { itemId: row.itemId } })}
        sort={filters.sort ?? 'name'}
        onSort={(sort) => setFilters({ sort: sort === 'moved' ? 'moved' : undefined })}
        empty={
          places.data?.length === 0 ? (
            <EmptyState title={t('stock.noPlaceTitle')} text={t('stock.noPlaceText')} action={newPlace} />
          ) : worst === 0 && filters.status !== undefined ? (
            <EmptyState title={t('stockStatus.fine')} />
          ) : (
            <EmptyState title={t('stock.noneTitle')} text={t('stock.noneText')} action={receive} />
          )
        }
      />
      {opened === 'receive' && place && <GoodsForm places={known} placeId={place.id} onClose={() => setOpened(null)} />}
      {opened === 'place' && location && <PlaceForm place={null} locationId={location.id} onClose={() => setOpened(null)} />}
    </Page>
  )
}

const columns = (t: Translate): Column<RowOf<'inventory.levels'>>[] => [
  { key: 'sku', header: t('catalog.sku'), width: '126px', cell: (row) => <Code>{row.sku}</Code> },
  {
    key: 'name',
    header: t('common.name'),
    width: 'minmax(200px, 3fr)',
    card: 'title',
    sort: { up: 'name' },
    cell: (row) => <strong dir="auto">{row.name}</strong>,
  },
  { key: 'place', header: t('stock.place'), width: 'minmax(110px, 1fr)', cell: (row) => <PlaceName of={row} /> },
  { key: 'bin', header: t('stock.bin'), width: '76px', card: 'hidden', cell: (row) => <Code>{row.bin}</Code> },
  { key: 'status', header: t('stock.status'), width: '130px', card: 'badge', cell: (row) => <StockStatus status={row.status} /> },
  { key: 'qty', header: t('stock.onHand'), width: '100px', align: 'end', cell: (row) => <strong>{<Quantity milli={row.qtyMilli} unit={row.unit} />}</strong> },
  {
    key: 'available',
    header: t('stock.available'),
    width: '110px',
    align: 'end',
    cell: (row) =>
      row.reservedMilli === 0 ? (
        <Quantity milli={row.qtyMilli} unit={row.unit} />
      ) : (
        <span
          title={`${t('stock.reserved')}: ${typedText(row.reservedMilli, 3, false)}`}
          style={{ color: row.qtyMilli < row.reservedMilli ? 'var(--bad)' : 'var(--warn)' }}
        >
          <Quantity milli={row.qtyMilli - row.reservedMilli} unit={row.unit} />
        </span>
      ),
  },
  { key: 'value', header: t('stock.value'), width: '105px', align: 'end', card: 'hidden', cell: (row) => <Money minor={row.valueMinor} /> },
  { key: 'moved', header: t('stock.moved'), width: '150px', card: 'hidden', sort: { down: 'moved' }, cell: (row) => <DateTime at={row.movedAt} /> },
]
