import { IconBarcode } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { z } from 'zod'
import { id } from '#shared/kernel/ids.ts'
import { localDay } from '#shared/modules/inventory/model/lots.ts'
import { call } from '../../data/client.ts'
import { type RowOf, useList } from '../../data/queries.ts'
import { useFilters, useGo } from '../../data/route.tsx'
import { paths } from '../../paths.ts'
import { failureText } from '../../texts/failure.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Code, Day, Dim } from '../../ui/display.tsx'
import { FilterDay, FilterSelect, TextInput } from '../../ui/fields.tsx'
import { notify } from '../../ui/notify.ts'
import { Page, Toolbar } from '../../ui/Page.tsx'
import { useScanBox } from '../../ui/scanner.ts'
import { EmptyState } from '../../ui/states.tsx'
import { LotBadge, useLotState } from './parts/badges.tsx'
import { PlaceName, usePlaces } from './parts/places.tsx'
import { Quantity } from './parts/Quantity.tsx'
import { StockTabs } from './parts/StockTabs.tsx'

const filterShape = z.object({ placeId: id('stockPlace'), until: localDay })

/** What lies there by lot, what expires first on top; any lot is found by its code. */
export function LotsPage() {
  const t = useT()
  const go = useGo()
  const [filters, setFilters] = useFilters(filterShape)
  const places = usePlaces().data ?? []
  const list = useList('inventory.lots', filters)
  const stateOf = useLotState()
  const box = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const find = async (typed: string) => {
    const code = typed.trim()
    if (code === '') return
    const found = await call('inventory.findLot', { code })
    if (!found.ok) return void notify.failed(failureText(found.error))
    const [first] = found.value
    if (first) go({ to: paths.stockLot, params: { lotId: first.id } })
    else notify.failed(t('lots.findNone', { code }))
  }
  useScanBox(box, (code) => void find(code))
  return (
    <Page fills title={t('lots.title')} intro={t('lots.intro')}>
      <StockTabs here={paths.stockLots} />
      <Toolbar>
        <TextInput
          ref={box}
          aria-label={t('lots.find')}
          placeholder={t('lots.findHint')}
          leftSection={<IconBarcode size={17} stroke={1.6} />}
          w={360}
          maxLength={60}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && void find(text)}
        />
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
        <FilterDay label={t('lots.onlyUntil')} value={filters.until} onChange={(until) => setFilters({ until })} />
      </Toolbar>
      <DataTable
        label={t('lots.title')}
        list={list}
        columns={columns(t)}
        rowKey={(row) => `${row.lotId} ${row.placeId}`}
        rowTone={(row) => {
          const state = stateOf(row)
          return state === 'usable' ? undefined : state === 'soon' ? 'waiting' : 'bad'
        }}
        onOpen={(row) => go({ to: paths.stockLot, params: { lotId: row.lotId } })}
        empty={<EmptyState title={t('lots.noneTitle')} text={t('lots.noneText')} />}
      />
    </Page>
  )
}

const columns = (t: Translate): Column<RowOf<'inventory.lots'>>[] => [
  { key: 'code', header: t('lots.code'), width: '170px', cell: (row) => <Code>{row.code}</Code> },
  { key: 'name', header: t('common.name'), width: 'minmax(180px, 2fr)', card: 'title', cell: (row) => <strong dir="auto">{row.name}</strong> },
  { key: 'state', header: t('common.state'), width: '150px', card: 'badge', cell: (row) => <LotBadge lot={row} /> },
  {
    key: 'until',
    header: t('lots.expiresOn'),
    width: '150px',
    cell: (row) => (row.expiresOn === null ? <Dim>{t('lots.never')}</Dim> : <Day on={row.expiresOn} />),
  },
  { key: 'place', header: t('stock.place'), width: 'minmax(110px, 1fr)', cell: (row) => <PlaceName of={row} /> },
  { key: 'qty', header: t('stock.onHand'), width: '110px', align: 'end', cell: (row) => <Quantity milli={row.qtyMilli} unit={row.unit} /> },
]
