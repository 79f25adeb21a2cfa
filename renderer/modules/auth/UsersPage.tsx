import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { z } from 'zod'
import { ROLES } from '#shared/kernel/permission.ts'
import { type RowOf, useList } from '../../data/queries.ts'
import { useFilters, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Dim } from '../../ui/display.tsx'
import { FilterSelect } from '../../ui/fields.tsx'
import { Page, Toolbar } from '../../ui/Page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { UserForm } from './UserForm.tsx'
import { UserState } from './parts/UserState.tsx'

const filterShape = z.object({ active: z.boolean(), role: z.enum(ROLES) })

/** Who may sign in. The exemplary list: filters in the address, keyset list, one primary action, a form for a new record. */
export function UsersPage() {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const [filters, setFilters] = useFilters(filterShape)
  const list = useList('auth.users', filters)
  const [creates, setCreates] = useState(false)
  return (
    <Page
      fills
      title={t('users.title')}
      intro={t('users.intro')}
      actions={
        <ActionButton
          look="primary"
          label={t('users.create')}
          icon={<IconPlus size={16} />}
          shortcut="F2"
          disabledReason={can('users.manage') ? null : t('failure.platform.notAllowed')}
          onClick={() => setCreates(true)}
        />
      }
    >
      <Toolbar>
        <FilterSelect
          label={t('users.role')}
          allLabel={t('common.all')}
          value={filters.role}
          onChange={(role) => setFilters({ role })}
          options={ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }))}
        />
        <FilterSelect
          label={t('common.state')}
          allLabel={t('common.all')}
          value={filters.active === undefined ? undefined : filters.active ? 'active' : 'inactive'}
          onChange={(state) => setFilters({ active: state === undefined ? undefined : state === 'active' })}
          options={[
            { value: 'active', label: t('users.active') },
            { value: 'inactive', label: t('users.inactive') },
          ]}
        />
      </Toolbar>
      <DataTable
        label={t('users.title')}
        list={list}
        columns={columns(t)}
        rowKey={(user) => user.id}
        rowTone={(user) => (user.active ? (user.lockedUntil ? 'bad' : undefined) : 'off')}
        onOpen={(user) => go({ to: paths.user, params: { userId: user.id } })}
        empty={<EmptyState title={t('users.noneTitle')} text={t('users.noneText')} />}
      />
      {creates && <UserForm user={null} onClose={() => setCreates(false)} />}
    </Page>
  )
}

const columns = (t: Translate): Column<RowOf<'auth.users'>>[] => [
  { key: 'name', header: t('common.name'), width: 'minmax(170px, 2fr)', card: 'title', cell: (user) => <strong>{user.name}</strong> },
  { key: 'email', header: t('common.email'), width: 'minmax(190px, 2fr)', cell: (user) => <bdi dir="ltr">{user.email}</bdi> },
  { key: 'role', header: t('users.role'), width: 'minmax(110px, 1fr)', cell: (user) => t(`role.${user.role}`) },
  { key: 'pin', header: t('users.pin'), width: '120px', cell: (user) => (user.hasPin ? t('users.pinSet') : <Dim>{t('users.pinNone')}</Dim>) },
  { key: 'state', header: t('common.state'), width: '190px', card: 'badge', cell: (user) => <UserState user={user} /> },
]
