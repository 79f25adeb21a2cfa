import { IconTruckDelivery } from '@tabler/icons-react'
import { useState } from 'react'
import { z } from 'zod'
import { TRANSFER_STATES } from '#shared/modules/inventory/model/transfers.ts'
import { type RowOf, useList } from '../../data/queries.ts'
import { useFilters, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Code, DateTime } from '../../ui/display.tsx'
import { FilterSelect } from '../../ui/fields.tsx'
import { Page, Toolbar } from '../../ui/Page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { TransferBadge } from './parts/badges.tsx'
import { usePlaces } from './parts/places.tsx'
import { StockTabs } from './parts/StockTabs.tsx'
import { SendForm } from './SendForm.tsx'

const filterShape = z.object({ state: z.enum(TRANSFER_STATES) })

/** Goods between locations, newest first. */
export function TransfersPage() {
  const t = useT()
  const { can } = useSession()
  const { location } = useShop()
  const go = useGo()
  const [filters, setFilters] = useFilters(filterShape)
  const places = usePlaces()
  const list = useList('inventory.transfers', filters)
  const [creates, setCreates] = useState(false)
  const create = (
    <ActionButton
      look="primary"
      label={t('transfers.create')}
      icon={<IconTruckDelivery size={16} />}
      shortcut="F2"
      disabledReason={can('inventory.work') ? (places.data?.length === 0 ? t('stock.noPlaceTitle') : null) : t('failure.platform.notAllowed')}
      onClick={() => setCreates(true)}
    />
  )
  return (
    <Page fills title={t('transfers.title')} intro={t('transfers.intro')} actions={create}>
      <StockTabs here={paths.stockTransfers} />
      <Toolbar>
        <FilterSelect
          label={t('common.state')}
          allLabel={t('common.all')}
          value={filters.state}
          onChange={(state) => setFilters({ state })}
          options={TRANSFER_STATES.map((state) => ({ value: state, label: t(`transferState.${state}`) }))}
        />
      </Toolbar>
      <DataTable
        label={t('transfers.title')}
        list={list}
        columns={columns(t)}
        rowKey={(row) => row.id}
        // What waits to be received here asks for the eye.
        rowTone={(row) =>
          row.state === 'cancelled' ? 'off' : (row.state === 'sent' || row.state === 'partly') && row.toLocationId === location?.id ? 'waiting' : undefined
        }
        onOpen={(row) => go({ to: paths.stockTransfer, params: { transferId: row.id } })}
        empty={<EmptyState title={t('transfers.noneTitle')} text={t('transfers.noneText')} action={create} />}
      />
      {creates && places.data && <SendForm transfer={null} places={places.data} onClose={() => setCreates(false)} />}
    </Page>
  )
}

const columns = (t: Translate): Column<RowOf<'inventory.transfers'>>[] => [
  { key: 'number', header: t('transfers.number'), width: '150px', card: 'title', cell: (row) => <Code>{row.number}</Code> },
  {
    key: 'from',
    header: t('transfers.from'),
    width: 'minmax(150px, 1fr)',
    cell: (row) => (
      <span>
        <bdi>{row.fromLocationName}</bdi> · <bdi>{row.fromPlaceName}</bdi>
      </span>
    ),
  },
  { key: 'to', header: t('transfers.to'), width: 'minmax(130px, 1fr)', cell: (row) => <strong dir="auto">{row.toLocationName}</strong> },
  { key: 'state', header: t('common.state'), width: '150px', card: 'badge', cell: (row) => <TransferBadge look="plain" state={row.state} /> },
  { key: 'sent', header: t('transfers.sentAt'), width: '160px', cell: (row) => row.sentAt !== null && <DateTime at={row.sentAt} /> },
  { key: 'note', header: t('transfers.note'), width: 'minmax(120px, 1fr)', card: 'hidden', cell: (row) => <span dir="auto">{row.note}</span> },
]
