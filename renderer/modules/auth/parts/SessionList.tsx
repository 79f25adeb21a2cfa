import { useState } from 'react'
import type { Session } from '#shared/modules/auth/model.ts'
import { useCommand } from '../../../data/command.ts'
import type { QueryState } from '../../../data/queries.ts'
import { useSession } from '../../../data/session.ts'
import { type Translate, useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { Ago, DateTime } from '../../../ui/display.tsx'
import { notify } from '../../../ui/notify.ts'
import { EmptyState } from '../../../ui/states.tsx'
import { StateBadge } from '../../../ui/StateBadge.tsx'
import { tableOf } from '../../../ui/table-of.ts'

/** Open sessions with the way to end each. */
export function SessionList({ sessions, hidePerson = false }: { sessions: QueryState<Session[]>; hidePerson?: boolean }) {
  const t = useT()
  const { can } = useSession()
  const [ending, setEnding] = useState<Session | null>(null)
  const { run, isRunning, failure, clear } = useCommand('auth.revokeSession')
  const confirm = async (session: Session) => {
    const result = await run({ sessionId: session.id })
    if (!result.ok) return
    notify.done(t('sessions.revoked'))
    setEnding(null)
  }
  const reason = can('users.manage') ? null : t('failure.platform.notAllowed')
  return (
    <>
      <DataTable
        label={t('sessions.title')}
        list={tableOf(sessions)}
        rowKey={(session) => session.id}
        columns={columns(t, reason, hidePerson, setEnding).filter(({ key }) => !hidePerson || key !== 'person')}
        empty={<EmptyState title={t('sessions.noneTitle')} />}
      />
      {ending && (
        <ConfirmDialog
          opened
          title={t('sessions.revoke')}
          text={t('sessions.revokeText', { name: ending.userName })}
          confirmLabel={t('sessions.revoke')}
          danger
          busy={isRunning}
          failure={failure}
          onConfirm={() => void confirm(ending)}
          onCancel={() => {
            clear()
            setEnding(null)
          }}
        />
      )}
    </>
  )
}

const columns = (t: Translate, reason: string | null, hidePerson: boolean, end: (session: Session) => void): Column<Session>[] => [
  { key: 'person', header: t('sessions.person'), width: 'minmax(140px, 1.4fr)', card: 'title', cell: (s) => <strong>{s.userName}</strong> },
  {
    key: 'kind',
    header: t('sessions.kind'),
    width: 'minmax(200px, 1.2fr)',
    card: hidePerson ? 'title' : 'badge',
    cell: (s) => (
      <>
        {s.kind === 'kiosk' ? t('sessions.kiosk') : t('sessions.desk')} {s.isMine && <StateBadge tone="info" label={t('sessions.mine')} />}
      </>
    ),
  },
  { key: 'seen', header: t('sessions.seen'), width: 'minmax(118px, 1fr)', cell: (s) => <Ago at={s.lastSeenAt} now={Date.now()} /> },
  { key: 'started', header: t('sessions.started'), width: 'minmax(150px, 1fr)', cell: (s) => <DateTime at={s.startedAt} /> },
  { key: 'address', header: t('sessions.address'), width: '120px', cell: (s) => <bdi dir="ltr">{s.ip}</bdi> },
  {
    key: 'end',
    header: '',
    width: '150px',
    align: 'end',
    card: hidePerson ? 'badge' : 'line',
    cell: (s) => <ActionButton size="xs" label={t('sessions.revoke')} disabledReason={reason} onClick={() => end(s)} />,
  },
]
