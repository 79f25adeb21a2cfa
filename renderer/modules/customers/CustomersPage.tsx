import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { z } from 'zod'
import { addDays, atLocal } from '#shared/kernel/time.ts'
import { CUSTOMER_KINDS } from '#shared/modules/customers/model.ts'
import { type RowOf, useList } from '../../data/queries.ts'
import { useFilters, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { DateTime, Dim, Phone } from '../../ui/display.tsx'
import { FilterDay, FilterSelect, Switch } from '../../ui/fields.tsx'
import { Page, Toolbar } from '../../ui/Page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { CustomerForm } from './CustomerForm.tsx'

const filterShape = z.object({ kind: z.enum(CUSTOMER_KINDS), from: z.iso.date(), to: z.iso.date(), sort: z.enum(['name', 'newest']), deleted: z.boolean() })

export function CustomersPage() {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const zone = useShop().company?.zone ?? 'UTC'
  const [{ from, to, ...filters }, setFilters] = useFilters(filterShape)
  const isDated = from !== undefined || to !== undefined
  const sort = filters.sort ?? (isDated ? 'newest' : 'name')
  const list = useList('customers.list', {
    ...filters,
    sort,
    ...(from && { createdFrom: atLocal(from, 0, zone) }),
    ...(to && { createdTo: atLocal(addDays(to, 1), 0, zone) }),
  })
  const isFiltered = isDated || filters.kind !== undefined || filters.deleted === true
  const [creates, setCreates] = useState(false)
  const open = (customerId: string) => go({ to: paths.customer, params: { customerId } })
  const create = (
    <ActionButton
      look="primary"
      label={t('customers.create')}
      icon={<IconPlus size={16} />}
      shortcut="F2"
      disabledReason={can('customers.write') ? null : t('failure.platform.notAllowed')}
      onClick={() => setCreates(true)}
    />
  )
  return (
    <Page fills title={t('customers.title')} intro={t('customers.intro')} actions={create}>
      <Toolbar
        end={
          <Switch
            label={t('customers.showRemoved')}
            checked={filters.deleted ?? false}
            onChange={(event) => setFilters({ deleted: event.currentTarget.checked || undefined })}
          />
        }
      >
        <FilterSelect
          label={t('customers.kind')}
          allLabel={t('common.all')}
          value={filters.kind}
          onChange={(kind) => setFilters({ kind })}
          options={[
            { value: 'person', label: t('customers.person') },
            { value: 'company', label: t('customers.firm') },
          ]}
        />
        <FilterDay label={t('customers.from')} value={from} onChange={(day) => setFilters({ from: day })} />
        <FilterDay label={t('customers.to')} value={to} onChange={(day) => setFilters({ to: day })} />
      </Toolbar>
      <DataTable
        label={t('customers.title')}
        list={list}
        columns={columns(t)}
        rowKey={(row) => row.id}
        onOpen={(row) => open(row.id)}
        sort={sort}
        onSort={(next) => setFilters({ sort: next === 'newest' ? 'newest' : 'name' })}
        empty={
          isFiltered ? (
            <EmptyState title={t('customers.noMatches')} />
          ) : (
            <EmptyState title={t('customers.noneTitle')} text={t('customers.noneText')} action={create} />
          )
        }
      />
      {creates && <CustomerForm customer={null} onClose={() => setCreates(false)} onSaved={(saved) => open(saved.id)} />}
    </Page>
  )
}

const columns = (t: Translate): Column<RowOf<'customers.list'>>[] => [
  {
    key: 'name',
    header: t('common.name'),
    width: 'minmax(190px, 2fr)',
    card: 'title',
    sort: { up: 'name' },
    cell: (row) => <strong dir="auto">{row.name}</strong>,
  },
  {
    key: 'company',
    header: t('customers.company'),
    width: 'minmax(120px, 1fr)',
    card: 'hidden',
    cell: (row) => (row.kind === 'company' ? <Dim>{t('customers.firm')}</Dim> : row.company),
  },
  { key: 'phone', header: t('common.phone'), width: '170px', cell: (row) => <Phone number={row.phone} /> },
  { key: 'email', header: t('common.email'), width: 'minmax(160px, 1.4fr)', card: 'hidden', cell: (row) => <bdi dir="ltr">{row.email}</bdi> },
  { key: 'city', header: t('customers.city'), width: 'minmax(110px, 1fr)', cell: (row) => <bdi>{row.city}</bdi> },
  { key: 'since', header: t('customers.since'), width: '170px', card: 'hidden', sort: { down: 'newest' }, cell: (row) => <DateTime at={row.createdAt} /> },
]
