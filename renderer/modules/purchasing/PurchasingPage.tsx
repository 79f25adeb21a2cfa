import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { z } from 'zod'
import { PURCHASE_STATES } from '#shared/modules/purchasing/model.ts'
import { type RowOf, useList } from '../../data/queries.ts'
import { useFilters, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Code, DateTime, Day, Money } from '../../ui/display.tsx'
import { FilterSelect } from '../../ui/fields.tsx'
import { Page, Toolbar } from '../../ui/Page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { PlaceName } from '../inventory/parts/places.tsx'
import { PurchaseForm } from './PurchaseForm.tsx'
import { PurchaseBadge } from './parts/PurchaseBadge.tsx'
import { PurchasingNav } from './parts/PurchasingNav.tsx'

const filterShape = z.object({ state: z.enum(PURCHASE_STATES) })

/** What was ordered of suppliers, newest first. */
export function PurchasingPage() {
  const t = useT()
  const { can } = useSession()
  const go = useGo()
  const [filters, setFilters] = useFilters(filterShape)
  const list = useList('purchasing.orders', filters)
  const [creates, setCreates] = useState(false)
  const create = (
    <ActionButton
      look="primary"
      label={t('purchasing.create')}
      icon={<IconPlus size={16} />}
      shortcut="F2"
      disabledReason={can('purchasing.write') ? null : t('failure.platform.notAllowed')}
      onClick={() => setCreates(true)}
    />
  )
  return (
    <Page fills title={t('purchasing.title')} intro={t('purchasing.intro')} actions={create}>
      <PurchasingNav at={paths.purchasing} />
      <Toolbar>
        <FilterSelect
          label={t('common.state')}
          allLabel={t('common.all')}
          value={filters.state}
          onChange={(state) => setFilters({ state })}
          options={PURCHASE_STATES.map((state) => ({ value: state, label: t(`purchaseState.${state}`) }))}
        />
      </Toolbar>
      <DataTable
        label={t('purchasing.title')}
        list={list}
        columns={columns(t)}
        rowKey={(row) => row.id}
        rowTone={(row) => (row.state === 'cancelled' ? 'off' : undefined)}
        onOpen={(row) => go({ to: paths.purchaseOrder, params: { orderId: row.id } })}
        empty={<EmptyState title={t('purchasing.noneTitle')} text={t('purchasing.noneText')} action={create} />}
      />
      {creates && <PurchaseForm onClose={() => setCreates(false)} />}
    </Page>
  )
}

const columns = (t: Translate): Column<RowOf<'purchasing.orders'>>[] => [
  { key: 'number', header: t('purchasing.number'), width: '140px', card: 'title', cell: (row) => <Code>{row.number}</Code> },
  { key: 'supplier', header: t('purchasing.supplier'), width: 'minmax(180px, 2fr)', cell: (row) => <strong dir="auto">{row.supplierName}</strong> },
  { key: 'place', header: t('stock.place'), width: 'minmax(110px, 1fr)', card: 'hidden', cell: (row) => <PlaceName of={row} /> },
  { key: 'state', header: t('common.state'), width: '130px', card: 'badge', cell: (row) => <PurchaseBadge look="plain" state={row.state} /> },
  {
    key: 'ordered',
    header: t('purchasing.orderedAt'),
    width: '160px',
    card: 'hidden',
    cell: (row) => row.orderedAt !== null && <DateTime at={row.orderedAt} />,
  },
  { key: 'expected', header: t('purchasing.expectedOn'), width: '180px', cell: (row) => row.expectedOn !== null && <Day on={row.expectedOn} /> },
  { key: 'net', header: t('purchasing.net'), width: '130px', align: 'end', cell: (row) => <Money minor={row.netMinor} strong /> },
]
