import { Checkbox } from '@mantine/core'
import { Fragment, useState } from 'react'
import { ROLES, type Role } from '#shared/kernel/permission.ts'
import { useCommand } from '../../data/command.ts'
import { type Output } from '../../data/client.ts'
import { useQuery } from '../../data/queries.ts'
import { useSession } from '../../data/session.ts'
import { lookUp, useT } from '../../texts/t.ts'
import { TextInput } from '../../ui/fields.tsx'
import { Page, Toolbar } from '../../ui/Page.tsx'
import { ErrorState, FailureNotice, Loading, Notice } from '../../ui/states.tsx'
import classes from './parts/PermissionsPage.module.css'

type Right = Output<'auth.permissions'>[number]
const nameOf = (right: Right): string => lookUp(`permission.${right.permission}`, right.permission)
const groupOf = (right: Right): string => right.permission.split('.')[0] ?? ''

/** Roles against rights. A tick is saved at once and counts from the next action on. */
export function PermissionsPage() {
  const t = useT()
  const { can } = useSession()
  const { data, failure, retry } = useQuery('auth.permissions', {})
  const { run, failure: refusal } = useCommand('auth.setPermission')
  const [filter, setFilter] = useState('')
  const [busy, setBusy] = useState<string | null>(null)
  const mayChange = can('permissions.manage')

  const set = async (right: Right, role: Role, granted: boolean) => {
    setBusy(right.permission + role)
    await run({ permission: right.permission, role, granted })
    setBusy(null)
  }
  const shown = (data ?? []).filter((right) => `${nameOf(right)} ${right.permission}`.toLowerCase().includes(filter.trim().toLowerCase()))
  const groups = [...new Set(shown.map(groupOf))]
  return (
    <Page fills title={t('permissions.title')} intro={t('permissions.intro')}>
      <Toolbar end={<Legend />}>
        <TextInput
          aria-label={t('permissions.filter')}
          placeholder={t('permissions.filter')}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
          w={260}
        />
      </Toolbar>
      {!mayChange && <Notice tone="info">{t('permissions.readOnly')}</Notice>}
      <FailureNotice failure={refusal} />
      {failure ? (
        <ErrorState failure={failure} onRetry={retry} />
      ) : !data ? (
        <Loading lines={12} />
      ) : (
        <section className={classes.frame} aria-label={t('permissions.title')}>
          <table className={classes.matrix}>
            <thead>
              <tr>
                <th scope="col">{t('permissions.right')}</th>
                {ROLES.map((role) => (
                  <th key={role} scope="col" className={classes.role}>
                    {t(`role.${role}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {groups.map((group) => (
                <Fragment key={group}>
                  <tr className={classes.group}>
                    <th scope="colgroup" colSpan={ROLES.length + 1}>
                      {lookUp(`permissionGroup.${group}`, group)}
                    </th>
                  </tr>
                  {shown
                    .filter((right) => groupOf(right) === group)
                    .map((right) => (
                      <tr key={right.permission}>
                        <th scope="row" title={right.permission}>
                          {nameOf(right)}
                        </th>
                        {ROLES.map((role) => (
                          <td key={role} className={classes.role} data-changed={right.roles.includes(role) !== right.defaults.includes(role) || undefined}>
                            <Checkbox
                              size="xs"
                              checked={right.roles.includes(role)}
                              disabled={role === 'owner' || !mayChange || busy === right.permission + role}
                              aria-label={
                                right.roles.includes(role)
                                  ? t('permissions.granted', { role: t(`role.${role}`), permission: nameOf(right) })
                                  : t('permissions.refused', { role: t(`role.${role}`), permission: nameOf(right) })
                              }
                              onChange={(event) => void set(right, role, event.currentTarget.checked)}
                            />
                          </td>
                        ))}
                      </tr>
                    ))}
                </Fragment>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Page>
  )
}

function Legend() {
  const t = useT()
  return (
    <span className={classes.legend}>
      <span className={classes.dot} aria-hidden="true" />
      {t('permissions.changed')} · {t('permissions.ownerAll')}
    </span>
  )
}
