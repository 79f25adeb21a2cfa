import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Id } from '#shared/kernel/ids.ts'
import { useCommand } from '../../data/command.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { type RowOf, useList, useQuery } from '../../data/queries.ts'
import { TextLink } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { PasswordInput, TextInput } from '../../ui/fields.tsx'
import { FormModal } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { Columns, Facts, Page, Panel } from '../../ui/Page.tsx'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { SessionList } from './parts/SessionList.tsx'
import { UserForm } from './UserForm.tsx'
import { UserState } from './parts/UserState.tsx'

type UserRow = RowOf<'auth.users'>
type Dialog = 'edit' | 'password' | 'pin' | 'active' | 'sessions'

/** One user. The exemplary record: facts, actions with their reasons, dialogs that are mounted when they open. */
export function UserPage() {
  const t = useT()
  const { userId } = useParams({ strict: false }) as { userId: string } // the route's own parameter
  const list = useList('auth.users', { limit: 200 })
  const user = list.rows.find(({ id }) => id === userId)
  const back = <TextLink to={paths.users}>{t('users.title')}</TextLink>
  if (list.failure)
    return (
      <Page title={t('users.one')} back={back}>
        <ErrorState failure={list.failure} onRetry={list.retry} />
      </Page>
    )
  if (list.isLoading)
    return (
      <Page title={t('users.one')} back={back}>
        <Loading />
      </Page>
    )
  if (!user)
    return (
      <Page title={t('users.one')} back={back}>
        <EmptyState title={t('failure.auth.unknownUser')} />
      </Page>
    )
  return <User key={user.id} user={user} back={back} />
}

function User({ user, back }: { user: UserRow; back: React.ReactNode }) {
  const t = useT()
  const { can } = useSession()
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const unlock = useCommand('auth.unlock')
  const sessions = useQuery('auth.sessions', { userId: user.id })
  const close = () => setDialog(null)
  const reason = can('users.manage') ? null : t('failure.platform.notAllowed')
  return (
    <Page
      title={user.name}
      badge={<UserState user={user} />}
      back={back}
      actions={
        <>
          {user.lockedUntil !== null && (
            <ActionButton
              label={t('users.unlock')}
              disabledReason={reason}
              busy={unlock.isRunning}
              onClick={() =>
                void unlock.run({ userId: user.id }).then((result) => {
                  if (result.ok) notify.done(t('users.unlocked', { name: user.name }))
                })
              }
            />
          )}
          <ActionButton
            label={user.active ? t('users.deactivate') : t('users.activate')}
            look={user.active ? 'danger' : 'plain'}
            disabledReason={reason}
            onClick={() => setDialog('active')}
          />
          <ActionButton label={t('users.setPin')} shortcut="F6" disabledReason={reason} onClick={() => setDialog('pin')} />
          <ActionButton label={t('users.setPassword')} shortcut="F7" disabledReason={reason} onClick={() => setDialog('password')} />
          <ActionButton label={t('common.edit')} look="primary" shortcut="F4" disabledReason={reason} onClick={() => setDialog('edit')} />
        </>
      }
    >
      <Columns sizes="mainFirst">
        <Panel
          flush
          title={t('users.recent')}
          actions={<ActionButton size="xs" label={t('users.signOutEverywhere')} disabledReason={reason} onClick={() => setDialog('sessions')} />}
        >
          <SessionList sessions={sessions} hidePerson />
        </Panel>
        <Panel title={t('users.account')}>
          <Facts
            facts={[
              [
                t('common.email'),
                <bdi key="email" dir="ltr">
                  {user.email}
                </bdi>,
              ],
              [t('users.role'), t(`role.${user.role}`)],
              [t('common.language'), { en: t('common.english'), ar: t('common.arabic') }[user.language]],
              [t('users.pin'), user.hasPin ? t('users.pinSet') : t('users.pinNone')],
            ]}
          />
        </Panel>
      </Columns>
      {dialog === 'edit' && <UserForm user={user} onClose={close} />}
      {dialog === 'password' && <SetPasswordForm user={user} onClose={close} />}
      {dialog === 'pin' && <SetPinForm user={user} onClose={close} />}
      {dialog === 'active' && <ActiveDialog user={user} onClose={close} />}
      {dialog === 'sessions' && <SessionsDialog user={user} onClose={close} />}
    </Page>
  )
}

interface DialogProps {
  user: UserRow
  onClose: () => void
}

function SetPasswordForm({ user, onClose }: DialogProps) {
  const t = useT()
  const form = useCommandForm('auth.setPassword', {
    initial: { password: '' },
    toInput: ({ password }) => ({ userId: user.id, password }),
    fieldOf: { 'auth.weakPassword': 'password' },
    onDone: () => {
      notify.done(t('users.passwordChanged', { name: user.name }))
      onClose()
    },
  })
  return (
    <FormModal opened title={t('users.setPassword')} form={form} onClose={onClose}>
      <p>{t('users.setPasswordText', { name: user.name })}</p>
      <PasswordInput
        label={t('users.newPassword')}
        description={t('setUp.passwordHint')}
        autoComplete="new-password"
        data-autofocus
        {...form.field('password')}
      />
    </FormModal>
  )
}

function SetPinForm({ user, onClose }: DialogProps) {
  const t = useT()
  const form = useCommandForm('auth.setPin', {
    initial: { pin: '' },
    toInput: ({ pin }) => ({ userId: user.id, pin }),
    onDone: () => {
      notify.done(t('users.pinChanged', { name: user.name }))
      onClose()
    },
  })
  return (
    <FormModal opened title={t('users.setPin')} form={form} onClose={onClose}>
      <TextInput
        label={t('users.pin')}
        description={t('users.setPinText')}
        inputMode="numeric"
        dir="ltr"
        autoComplete="off"
        maxLength={8}
        data-autofocus
        {...form.field('pin')}
      />
    </FormModal>
  )
}

function ActiveDialog({ user, onClose }: DialogProps) {
  const t = useT()
  const { run, isRunning, failure } = useCommand('auth.setActive')
  const confirm = async () => {
    const result = await run({ userId: user.id, active: !user.active })
    if (!result.ok) return
    notify.done(user.active ? t('users.deactivated', { name: user.name }) : t('users.activated', { name: user.name }))
    onClose()
  }
  const label = user.active ? t('users.deactivate') : t('users.activate')
  return (
    <ConfirmDialog
      opened
      title={`${label}: ${user.name}`}
      text={user.active && t('users.deactivateText', { name: user.name })}
      confirmLabel={label}
      danger={user.active}
      busy={isRunning}
      failure={failure}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    />
  )
}

function SessionsDialog({ user, onClose }: DialogProps) {
  const t = useT()
  const { run, isRunning, failure } = useCommand('auth.revokeAllSessions')
  const confirm = async () => {
    const result = await run({ userId: user.id as Id<'user'> })
    if (!result.ok) return
    notify.done(t('users.revoked', { count: result.value.revoked }))
    onClose()
  }
  return (
    <ConfirmDialog
      opened
      title={t('users.signOutEverywhere')}
      text={t('users.signOutEverywhereText', { name: user.name })}
      confirmLabel={t('users.signOutEverywhere')}
      danger
      busy={isRunning}
      failure={failure}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    />
  )
}
