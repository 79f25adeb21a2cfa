import { useState } from 'react'
import { z } from 'zod'
import { id } from '#shared/kernel/ids.ts'
import { addDays, atLocal, localDate } from '#shared/kernel/time.ts'
import { localDay } from '#shared/modules/inventory/model/lots.ts'
import { type RowOf, useList, useQuery } from '../../data/queries.ts'
import { useFilters, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Code, Dim, Money } from '../../ui/display.tsx'
import { DateField, FilterSelect } from '../../ui/fields.tsx'
import { Page, Toolbar } from '../../ui/Page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { useWords } from '../../ui/words.tsx'
import { AsOf } from '../sync/parts/AsOf.tsx'
import { PlaceName, usePlaces } from './parts/places.tsx'
import { Quantity } from './parts/Quantity.tsx'
import { StockTabs } from './parts/StockTabs.tsx'
import { StockPolicyForm } from './StockPolicyForm.tsx'

const filterShape = z.object({ placeId: id('stockPlace'), on: localDay })

/** What stock was worth at the end of a day, as booked and by either method. */
export function WorthPage() {
  const t = useT()
  const go = useGo()
  const words = useWords()
  const { can } = useSession()
  const { company } = useShop()
  const zone = company?.zone ?? 'UTC'
  const [filters, setFilters] = useFilters(filterShape)
  const [today] = useState(() => localDate(Date.now(), zone))
  const on = filters.on ?? today
  const at = atLocal(addDays(on, 1), 0, zone) - 1
  const input = { at, ...(filters.placeId && { placeId: filters.placeId }) }
  const places = usePlaces().data ?? []
  const policy = useQuery('inventory.policy', {})
  const total = useQuery('inventory.valuation', { ...input, limit: 1 })
  const list = useList('inventory.valuation', input)
  const [edits, setEdits] = useState(false)
  return (
    <Page
      fills
      title={t('worth.title')}
      intro={t('worth.intro')}
      badge={
        <>
          {total.data && (
            <span title={t('worth.bookHint')}>
              {t('worth.total', { day: words.day(on) })}: <Money minor={total.data.bookMinor} strong />
            </span>
          )}
          <AsOf />
        </>
      }
      actions={
        <ActionButton
          label={t('worth.policy')}
          shortcut="F4"
          disabledReason={can('inventory.manage') ? null : t('failure.platform.notAllowed')}
          onClick={() => setEdits(true)}
        />
      }
    >
      <StockTabs here={paths.stockWorth} />
      <Toolbar end={policy.data && <Dim>{t('worth.method', { method: t(`valuation.${policy.data.valuation}`) })}</Dim>}>
        <DateField aria-label={t('worth.day')} value={on} onChange={(day) => setFilters({ on: day === today ? undefined : (day ?? undefined) })} />
        {places.length > 1 && (
          <FilterSelect
            label={t('stock.place')}
            allLabel={t('stock.allPlaces')}
            value={filters.placeId}
            onChange={(placeId) => setFilters({ placeId })}
            options={places.map((place) => ({ value: place.id, label: place.label }))}
            width={220}
          />
        )}
      </Toolbar>
      <DataTable
        label={t('worth.title')}
        list={list}
        columns={columns(t)}
        rowKey={(row) => `${row.itemId} ${row.placeId}`}
        rowTone={(row) => (row.qtyMilli < 0 ? 'bad' : row.qtyMilli === 0 ? 'off' : undefined)}
        onOpen={(row) => go({ to: paths.stockItem, params: { itemId: row.itemId } })}
        empty={<EmptyState title={t('worth.noneTitle')} />}
      />
      {edits && policy.data && <StockPolicyForm policy={policy.data} onClose={() => setEdits(false)} />}
    </Page>
  )
}

const columns = (t: Translate): Column<RowOf<'inventory.valuation'>>[] => [
  { key: 'sku', header: t('catalog.sku'), width: '150px', card: 'hidden', cell: (row) => <Code>{row.sku}</Code> },
  { key: 'name', header: t('common.name'), width: 'minmax(180px, 2fr)', card: 'title', cell: (row) => <strong dir="auto">{row.name}</strong> },
  { key: 'place', header: t('stock.place'), width: 'minmax(110px, 1fr)', cell: (row) => <PlaceName of={row} /> },
  { key: 'qty', header: t('stock.onHand'), width: '110px', align: 'end', card: 'badge', cell: (row) => <Quantity milli={row.qtyMilli} unit={row.unit} /> },
  { key: 'book', header: t('worth.book'), width: '130px', align: 'end', cell: (row) => <Money minor={row.bookMinor} strong /> },
  { key: 'average', header: t('valuation.average'), width: '150px', align: 'end', cell: (row) => <Money minor={row.averageMinor} /> },
  { key: 'fifo', header: t('valuation.fifo'), width: '150px', align: 'end', cell: (row) => <Money minor={row.fifoMinor} /> },
]
