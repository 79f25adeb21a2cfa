import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { z } from 'zod'
import { type RowOf, useList } from '../../data/queries.ts'
import { useFilters } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Dim, Phone } from '../../ui/display.tsx'
import { FilterSelect } from '../../ui/fields.tsx'
import { Page, Toolbar } from '../../ui/Page.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { EmployeeForm } from './EmployeeForm.tsx'

const filterShape = z.object({ technician: z.boolean(), active: z.boolean() })
type Row = RowOf<'staff.list'>

/** Who works here. A record opens in its form, which holds all there is to it. */
export function StaffPage() {
  const t = useT()
  const { can } = useSession()
  const [filters, setFilters] = useFilters(filterShape)
  const list = useList('staff.list', filters)
  const [opened, setOpened] = useState<Row | 'new' | null>(null)
  const create = (
    <ActionButton
      look="primary"
      label={t('staff.create')}
      icon={<IconPlus size={16} />}
      shortcut="F2"
      disabledReason={can('staff.write') ? null : t('failure.platform.notAllowed')}
      onClick={() => setOpened('new')}
    />
  )
  const yesNo = (value: boolean | undefined) => (value === undefined ? undefined : value ? 'yes' : 'no')
  return (
    <Page fills title={t('staff.title')} intro={t('staff.intro')} actions={create}>
      <Toolbar>
        <FilterSelect
          label={t('staff.technician')}
          allLabel={t('common.all')}
          value={yesNo(filters.technician)}
          onChange={(value) => setFilters({ technician: value === undefined ? undefined : value === 'yes' })}
          options={[
            { value: 'yes', label: t('staff.technician') },
            { value: 'no', label: t('staff.notTechnician') },
          ]}
        />
        <FilterSelect
          label={t('common.state')}
          allLabel={t('common.all')}
          value={yesNo(filters.active)}
          onChange={(value) => setFilters({ active: value === undefined ? undefined : value === 'yes' })}
          options={[
            { value: 'yes', label: t('staff.working') },
            { value: 'no', label: t('staff.left') },
          ]}
        />
      </Toolbar>
      <DataTable
        label={t('staff.title')}
        list={list}
        columns={columns(t)}
        rowKey={(row) => row.id}
        rowTone={(row) => (row.endedOn === null ? undefined : 'off')}
        onOpen={(row) => setOpened(row)}
        empty={
          Object.keys(filters).length > 0 ? (
            <EmptyState title={t('staff.noMatches')} />
          ) : (
            <EmptyState title={t('clock.noneTitle')} text={t('staff.noneText')} action={create} />
          )
        }
      />
      {opened !== null && (
        <EmployeeForm key={opened === 'new' ? 'new' : opened.id} employee={opened === 'new' ? null : opened} onClose={() => setOpened(null)} />
      )}
    </Page>
  )
}

const columns = (t: Translate): Column<Row>[] => [
  { key: 'name', header: t('common.name'), width: 'minmax(170px, 2fr)', card: 'title', cell: (row) => <strong dir="auto">{row.name}</strong> },
  { key: 'job', header: t('staff.jobTitle'), width: 'minmax(150px, 1.5fr)', cell: (row) => <bdi>{row.jobTitle}</bdi> },
  {
    key: 'technician',
    header: t('staff.technician'),
    width: '130px',
    card: 'badge',
    cell: (row) => (row.isTechnician ? <StateBadge tone="info" label={t('staff.technician')} /> : <Dim>{t('staff.notTechnician')}</Dim>),
  },
  { key: 'account', header: t('staff.account'), width: 'minmax(140px, 1fr)', cell: (row) => row.userName ?? <Dim>{t('staff.noAccount')}</Dim> },
  { key: 'phone', header: t('common.phone'), width: '160px', card: 'hidden', cell: (row) => <Phone number={row.phone} /> },
  {
    key: 'state',
    header: t('common.state'),
    width: '130px',
    card: 'hidden',
    cell: (row) => (row.endedOn === null ? t('staff.working') : <StateBadge tone="off" label={t('staff.left')} />),
  },
]
