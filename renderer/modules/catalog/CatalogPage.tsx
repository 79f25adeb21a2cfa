import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { z } from 'zod'
import { CATEGORY_STEP, ITEM_KINDS, type Item } from '#shared/modules/catalog/model.ts'
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
import { Categories, categoryOptions } from './parts/Categories.tsx'

const filterShape = z.object({ kind: z.enum(ITEM_KINDS), category: z.string().max(83), sort: z.enum(['name', 'sku']), deleted: z.boolean() })

/** Parts, services and fees with their prices. */
export function CatalogPage() {
  const t = useT()
  const { can } = useSession()
  const go = useGo()
  const [filters, setFilters] = useFilters(filterShape)
  const { category, ...others } = filters
  // `Brakes > ` is all that lies in Brakes.
  const within = category?.endsWith(CATEGORY_STEP) ? { top: category.slice(0, -CATEGORY_STEP.length) } : category === undefined ? {} : { category }
  const list = useList('catalog.list', { ...others, ...within })
  const tree = useQuery('catalog.categoryTree', {})
  const [opened, setOpened] = useState<'create' | 'categories' | null>(null)
  const denied = can('catalog.write') ? null : t('failure.platform.notAllowed')
  const openItem = ({ id }: Pick<Item, 'id'>) => go({ to: paths.catalogItem, params: { itemId: id } })
  const create = (
    <ActionButton
      look="primary"
      label={t('catalog.create')}
      icon={<IconPlus size={16} />}
      shortcut="F2"
      disabledReason={denied}
      onClick={() => setOpened('create')}
    />
  )
  return (
    <Page
      fills
      title={t('catalog.title')}
      intro={t('catalog.intro')}
      actions={
        <>
          <ActionButton label={t('goods.categories')} shortcut="F4" onClick={() => setOpened('categories')} />
          {create}
        </>
      }
    >
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
          data={categoryOptions(t, tree.data)}
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
        onOpen={openItem}
        sort={filters.sort ?? 'name'}
        onSort={(sort) => setFilters({ sort: sort === 'sku' ? 'sku' : undefined })}
        empty={<EmptyState title={t('catalog.noneTitle')} text={t('catalog.noneText')} action={create} />}
      />
      {opened === 'create' && <ItemForm item={null} onClose={() => setOpened(null)} onCreated={openItem} />}
      {opened === 'categories' && <Categories reason={denied} onClose={() => setOpened(null)} />}
    </Page>
  )
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
