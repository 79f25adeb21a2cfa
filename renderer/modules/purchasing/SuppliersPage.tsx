import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { z } from 'zod'
import type { Supplier } from '#shared/modules/purchasing/model.ts'
import { useList } from '../../data/queries.ts'
import { useFilters } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Phone } from '../../ui/display.tsx'
import { Switch } from '../../ui/fields.tsx'
import { Page, Toolbar } from '../../ui/Page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { PurchasingNav } from './parts/PurchasingNav.tsx'
import { SupplierForm } from './SupplierForm.tsx'

const filterShape = z.object({ deleted: z.boolean() })

/** Whom the shop buys from. A record opens in its form, which holds all there is to it. */
export function SuppliersPage() {
  const t = useT()
  const { can } = useSession()
  const [filters, setFilters] = useFilters(filterShape)
  const list = useList('purchasing.suppliers', filters)
  const [opened, setOpened] = useState<Supplier | 'new' | null>(null)
  const create = (
    <ActionButton
      look="primary"
      label={t('suppliers.create')}
      icon={<IconPlus size={16} />}
      shortcut="F2"
      disabledReason={can('purchasing.write') ? null : t('failure.platform.notAllowed')}
      onClick={() => setOpened('new')}
    />
  )
  return (
    <Page fills title={t('suppliers.title')} actions={create}>
      <PurchasingNav at={paths.suppliers} />
      <Toolbar
        end={
          <Switch
            label={t('customers.showRemoved')}
            checked={filters.deleted ?? false}
            onChange={(event) => setFilters({ deleted: event.currentTarget.checked || undefined })}
          />
        }
      />
      <DataTable
        label={t('suppliers.title')}
        list={list}
        columns={columns(t)}
        rowKey={(row) => row.id}
        onOpen={setOpened}
        empty={<EmptyState title={t('suppliers.noneTitle')} text={t('suppliers.noneText')} action={create} />}
      />
      {opened !== null && <SupplierForm supplier={opened === 'new' ? null : opened} onClose={() => setOpened(null)} />}
    </Page>
  )
}

const columns = (t: Translate): Column<Supplier>[] => [
  { key: 'name', header: t('common.name'), width: 'minmax(200px, 2fr)', card: 'title', cell: (row) => <strong dir="auto">{row.name}</strong> },
  { key: 'contact', header: t('suppliers.contact'), width: 'minmax(150px, 1fr)', cell: (row) => <bdi>{row.contact}</bdi> },
  { key: 'phone', header: t('common.phone'), width: '180px', cell: (row) => <Phone number={row.phone} /> },
  { key: 'email', header: t('common.email'), width: 'minmax(160px, 1fr)', card: 'hidden', cell: (row) => <bdi dir="ltr">{row.email}</bdi> },
  { key: 'account', header: t('suppliers.accountNumber'), width: '170px', card: 'hidden', cell: (row) => <bdi dir="ltr">{row.accountNumber}</bdi> },
]
