import { IconPlus } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { z } from 'zod'
import { ITEM_KINDS, type Item } from '#shared/modules/catalog/model.ts'
import { type RowOf, useList, useQuery } from '../../data/queries.ts'
import { useFilters, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Code, Dim, Money } from '../../ui/display.tsx'
import { FilterSelect, Select, Switch } from '../../ui/fields.tsx'
import { Page, Toolbar } from '../../ui/Page.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { ItemForm } from './ItemForm.tsx'

const filterShape = z.object({ kind: z.enum(ITEM_KINDS), category: z.string().max(80), sort: z.enum(['name', 'sku']), deleted: z.boolean() })

/** Parts, services and fees with their prices. A record opens in its form, which holds all there is to it. */
export function CatalogPage() {
  const t = useT()
  const { can } = useSession()
  const go = useGo()
  const { itemId } = useParams({ strict: false }) as { itemId?: string } // the route's own parameter
  const [filters, setFilters] = useFilters(filterShape)
  const list = useList('catalog.list', filters)
  const categories = useQuery('catalog.categories', {})
  const [creates, setCreates] = useState(false)
  const create = (
    <ActionButton
      look="primary"
      label={t('catalog.create')}
      icon={<IconPlus size={16} />}
      shortcut="F2"
      disabledReason={can('catalog.write') ? null : t('failure.platform.notAllowed')}
      onClick={() => setCreates(true)}
    />
  )
  return (
    <Page fills title={t('catalog.title')} intro={t('catalog.intro')} actions={create}>
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
          label={t('catalog.kind')}
          allLabel={t('common.all')}
          value={filters.kind}
          onChange={(kind) => setFilters({ kind })}
          options={ITEM_KINDS.map((kind) => ({ value: kind, label: t(`catalog.kinds.${kind}`) }))}
        />
        <Select
          aria-label={t('catalog.category')}
          placeholder={t('catalog.category')}
          searchable
          clearable
          data={categories.data ?? []}
          value={filters.category ?? null}
          onChange={(category) => setFilters({ category: category ?? undefined })}
          w={210}
        />
      </Toolbar>
      <DataTable
        label={t('catalog.title')}
        list={list}
        columns={columns(t)}
        rowKey={(row) => row.id}
        rowTone={(row) => (row.active ? undefined : 'off')}
        onOpen={(row) => go({ to: paths.catalogItem, params: { itemId: row.id }, search: filters })}
        sort={filters.sort ?? 'name'}
        onSort={(sort) => setFilters({ sort: sort === 'sku' ? 'sku' : undefined })}
        empty={<EmptyState title={t('catalog.noneTitle')} text={t('catalog.noneText')} action={create} />}
      />
      {creates && <ItemForm item={null} onClose={() => setCreates(false)} />}
      {itemId !== undefined && <OpenItem itemId={itemId} onClose={() => go({ to: paths.catalog, search: filters })} />}
    </Page>
  )
}

/** The item that the address names: lists, search and links all open it here. */
function OpenItem({ itemId, onClose }: { itemId: string; onClose(): void }) {
  const { data } = useQuery('catalog.get', { itemId: itemId as Item['id'] }) // the core checks what the address says
  return data ? <ItemForm key={data.id} item={data} onClose={onClose} /> : null
}

const columns = (t: Translate): Column<RowOf<'catalog.list'>>[] => [
  { key: 'sku', header: t('catalog.sku'), width: '160px', sort: { up: 'sku' }, cell: (row) => <Code>{row.sku}</Code> },
  {
    key: 'name',
    header: t('common.name'),
    width: 'minmax(200px, 3fr)',
    card: 'title',
    sort: { up: 'name' },
    cell: (row) => <strong dir="auto">{row.name}</strong>,
  },
  { key: 'kind', header: t('catalog.kind'), width: '110px', cell: (row) => t(`catalog.kinds.${row.kind}`) },
  { key: 'category', header: t('catalog.category'), width: 'minmax(130px, 1fr)', card: 'hidden', cell: (row) => <bdi>{row.category}</bdi> },
  {
    key: 'state',
    header: t('common.state'),
    width: '130px',
    card: 'badge',
    cell: (row) => (row.active ? <Dim>{t('catalog.active')}</Dim> : <StateBadge tone="off" label={t('catalog.inactive')} />),
  },
  { key: 'price', header: t('catalog.price'), width: '130px', align: 'end', cell: (row) => <Money minor={row.priceMinor} strong /> },
  { key: 'unit', header: t('catalog.unit'), width: '80px', card: 'hidden', cell: (row) => row.unit },
]
