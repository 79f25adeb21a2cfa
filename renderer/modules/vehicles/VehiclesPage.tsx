import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { z } from 'zod'
import { addDays, atLocal } from '#shared/kernel/time.ts'
import { type RowOf, useList } from '../../data/queries.ts'
import { TextLink, useFilters, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Code, DateTime, Dim, Plate } from '../../ui/display.tsx'
import { FilterDay, Switch } from '../../ui/fields.tsx'
import { Page, Toolbar } from '../../ui/Page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { VehicleForm } from './VehicleForm.tsx'

const filterShape = z.object({ from: z.iso.date(), to: z.iso.date(), sort: z.enum(['plate', 'newest']), deleted: z.boolean() })

export function VehiclesPage() {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const zone = useShop().company?.zone ?? 'UTC'
  const [{ from, to, ...filters }, setFilters] = useFilters(filterShape)
  const isDated = from !== undefined || to !== undefined
  const sort = filters.sort ?? (isDated ? 'newest' : 'plate')
  const list = useList('vehicles.list', {
    ...filters,
    sort,
    ...(from && { createdFrom: atLocal(from, 0, zone) }),
    ...(to && { createdTo: atLocal(addDays(to, 1), 0, zone) }),
  })
  const isFiltered = isDated || filters.deleted === true
  const [creates, setCreates] = useState(false)
  const open = (vehicleId: string) => go({ to: paths.vehicle, params: { vehicleId } })
  const create = (
    <ActionButton
      look="primary"
      label={t('vehicles.create')}
      icon={<IconPlus size={16} />}
      shortcut="F2"
      disabledReason={can('vehicles.write') ? null : t('failure.platform.notAllowed')}
      onClick={() => setCreates(true)}
    />
  )
  return (
    <Page fills title={t('vehicles.title')} intro={t('vehicles.intro')} actions={create}>
      <Toolbar
        end={
          <Switch
            label={t('customers.showRemoved')}
            checked={filters.deleted ?? false}
            onChange={(event) => setFilters({ deleted: event.currentTarget.checked || undefined })}
          />
        }
      >
        <FilterDay label={t('customers.from')} value={from} onChange={(day) => setFilters({ from: day })} />
        <FilterDay label={t('customers.to')} value={to} onChange={(day) => setFilters({ to: day })} />
      </Toolbar>
      <DataTable
        label={t('vehicles.title')}
        list={list}
        columns={columns(t)}
        rowKey={(row) => row.id}
        onOpen={(row) => open(row.id)}
        sort={sort}
        onSort={(next) => setFilters({ sort: next === 'newest' ? 'newest' : 'plate' })}
        empty={
          isFiltered ? (
            <EmptyState title={t('vehicles.noMatches')} />
          ) : (
            <EmptyState title={t('vehicles.noneTitle')} text={t('vehicles.noneText')} action={create} />
          )
        }
      />
      {creates && <VehicleForm vehicle={null} onClose={() => setCreates(false)} onSaved={(saved) => open(saved.id)} />}
    </Page>
  )
}

const columns = (t: Translate): Column<RowOf<'vehicles.list'>>[] => [
  { key: 'plate', header: t('vehicles.plate'), width: '140px', card: 'title', sort: { up: 'plate' }, cell: (row) => <Plate plate={row.plate} /> },
  {
    key: 'car',
    header: t('vehicles.one'),
    width: 'minmax(190px, 2fr)',
    cell: (row) => (
      <bdi>
        <strong>{[row.make, row.model].filter(Boolean).join(' ')}</strong> {row.year}
      </bdi>
    ),
  },
  {
    key: 'owner',
    header: t('vehicles.owner'),
    width: 'minmax(150px, 1.4fr)',
    cell: (row) =>
      row.customerId && row.ownerName ? (
        <TextLink to={paths.customer} params={{ customerId: row.customerId }}>
          <bdi>{row.ownerName}</bdi>
        </TextLink>
      ) : (
        <Dim>{t('vehicles.noOwner')}</Dim>
      ),
  },
  { key: 'vin', header: t('vehicles.vin'), width: '190px', card: 'hidden', cell: (row) => <Code>{row.vin}</Code> },
  {
    key: 'mileage',
    header: t('vehicles.mileage'),
    width: '120px',
    align: 'end',
    card: 'hidden',
    cell: (row) => (row.mileageKm === null ? null : <bdi>{row.mileageKm.toLocaleString('en')} km</bdi>),
  },
  { key: 'since', header: t('vehicles.newest'), width: '170px', card: 'hidden', sort: { down: 'newest' }, cell: (row) => <DateTime at={row.createdAt} /> },
]
