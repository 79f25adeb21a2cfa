import { IconClipboardCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { z } from 'zod'
import { COUNT_STATES } from '#shared/modules/inventory/model/counts.ts'
import { type RowOf, useList } from '../../data/queries.ts'
import { useFilters, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Code, DateTime } from '../../ui/display.tsx'
import { FilterSelect } from '../../ui/fields.tsx'
import { Page, Toolbar } from '../../ui/Page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { CountBadge } from './parts/badges.tsx'
import { PlaceName, usePlaces } from './parts/places.tsx'
import { StockTabs } from './parts/StockTabs.tsx'
import { StartCountForm } from './StartCountForm.tsx'

const filterShape = z.object({ state: z.enum(COUNT_STATES) })

/** What was and is being counted, newest first. */
export function CountsPage() {
  const t = useT()
  const { can } = useSession()
  const go = useGo()
  const [filters, setFilters] = useFilters(filterShape)
  const places = usePlaces()
  const list = useList('inventory.counts', filters)
  const [starts, setStarts] = useState(false)
  const start = (
    <ActionButton
      look="primary"
      label={t('counts.start')}
      icon={<IconClipboardCheck size={16} />}
      shortcut="F2"
      disabledReason={can('inventory.adjust') ? (places.data?.length === 0 ? t('stock.noPlaceTitle') : null) : t('failure.platform.notAllowed')}
      onClick={() => setStarts(true)}
    />
  )
  return (
    <Page fills title={t('counts.title')} intro={t('counts.intro')} actions={start}>
      <StockTabs here={paths.stockCounts} />
      <Toolbar>
        <FilterSelect
          label={t('common.state')}
          allLabel={t('common.all')}
          value={filters.state}
          onChange={(state) => setFilters({ state })}
          options={COUNT_STATES.map((state) => ({ value: state, label: t(`countState.${state}`) }))}
        />
      </Toolbar>
      <DataTable
        label={t('counts.title')}
        list={list}
        columns={columns(t)}
        rowKey={(row) => row.id}
        rowTone={(row) => (row.state === 'review' ? 'waiting' : row.state === 'cancelled' ? 'off' : undefined)}
        onOpen={(row) => go({ to: paths.stockCount, params: { countId: row.id } })}
        empty={<EmptyState title={t('counts.noneTitle')} text={t('counts.noneText')} action={start} />}
      />
      {starts && places.data && <StartCountForm places={places.data} onClose={() => setStarts(false)} />}
    </Page>
  )
}

const columns = (t: Translate): Column<RowOf<'inventory.counts'>>[] => [
  { key: 'number', header: t('counts.number'), width: '150px', card: 'title', cell: (row) => <Code>{row.number}</Code> },
  {
    key: 'place',
    header: t('stock.place'),
    width: 'minmax(160px, 2fr)',
    cell: (row) => (
      <strong>
        <PlaceName of={row} /> {row.bin !== '' && <Code>{row.bin}</Code>}
      </strong>
    ),
  },
  { key: 'state', header: t('common.state'), width: '150px', card: 'badge', cell: (row) => <CountBadge look="plain" state={row.state} /> },
  { key: 'blind', header: t('counts.blind'), width: '90px', card: 'hidden', cell: (row) => row.isBlind && t('counts.blind') },
  { key: 'by', header: t('counts.startedBy'), width: 'minmax(120px, 1fr)', card: 'hidden', cell: (row) => <bdi>{row.startedBy}</bdi> },
  { key: 'at', header: t('counts.startedAt'), width: '160px', cell: (row) => <DateTime at={row.createdAt} /> },
  { key: 'note', header: t('counts.note'), width: 'minmax(120px, 1fr)', card: 'hidden', cell: (row) => <span dir="auto">{row.note}</span> },
]
