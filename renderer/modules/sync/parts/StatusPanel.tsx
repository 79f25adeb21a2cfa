import { useState } from 'react'
import { type Output } from '../../../data/client.ts'
import { useCommand } from '../../../data/command.ts'
import { useNow } from '../../../data/now.ts'
import { useFilters } from '../../../data/route.tsx'
import { useSession } from '../../../data/session.ts'
import { useShop } from '../../../data/shop.ts'
import { useT } from '../../../texts/t.ts'
import { z } from 'zod'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { Ago, Code } from '../../../ui/display.tsx'
import { notify } from '../../../ui/notify.ts'
import { Facts, Panel } from '../../../ui/Page.tsx'
import { EmptyState, Notice } from '../../../ui/states.tsx'
import { StateBadge } from '../../../ui/StateBadge.tsx'
import { useWords } from '../../../ui/words.tsx'
import { ConnectForm } from '../ConnectForm.tsx'

const TONES = {
  off: 'neutral',
  waiting: 'waiting',
  loading: 'active',
  online: 'good',
  offline: 'waiting',
  revoked: 'bad',
  cloned: 'bad',
  upgrade: 'bad',
} as const

/** How this device stands with its centre; without one, how to get one. */
export function StatusPanel({ status }: { status: Output<'sync.status'> }) {
  const t = useT()
  const { can } = useSession()
  const [connects, setConnects] = useState(false)
  const [, setFilters] = useFilters(z.object({ tab: z.string() }))
  const notAllowed = can('sync.connect') ? null : t('failure.platform.notAllowed')
  if (status.state !== 'off') return <Linked status={status} />
  return (
    <Panel>
      <EmptyState
        title={t('sync.offTitle')}
        text={t('sync.offText')}
        action={
          <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, justifyContent: 'center' }}>
            <ActionButton label={t('sync.makeHub')} disabledReason={notAllowed} onClick={() => setFilters({ tab: 'hub' })} />
            <ActionButton look="primary" label={t('sync.connect')} disabledReason={notAllowed} onClick={() => setConnects(true)} />
          </div>
        }
      />
      {connects && <ConnectForm onClose={() => setConnects(false)} />}
    </Panel>
  )
}

function Linked({ status }: { status: Output<'sync.status'> }) {
  const t = useT()
  const words = useWords()
  const now = useNow()
  const { can } = useSession()
  const { locations } = useShop()
  const leave = useCommand('sync.leave')
  const [asks, setAsks] = useState(false)
  // That there is no answer stands in the state's own line.
  const problem = status.problem === 'unreachable' ? null : status.problem
  const scopes = status.scopes.map(({ scope, asOf }) => {
    const name = scope === 'company' ? t('sync.company') : (locations.find(({ id }) => id === scope)?.name ?? scope)
    return [`${t('sync.truth')}: ${name}`, asOf === null ? t('sync.asOfNever') : <Ago key={scope} at={asOf} now={now} />] as const
  })
  return (
    <>
      {(problem !== null || status.alarms.length > 0) && (
        <Notice tone="waiting">
          {problem !== null && <div>{t(`linkProblem.${problem}`)}</div>}
          {status.alarms.map((alarm) => (
            <div key={alarm}>{t(`linkAlarm.${alarm}`)}</div>
          ))}
        </Notice>
      )}
      {status.awaits !== null && <Notice tone="waiting">{t('sync.awaits', { names: status.awaits.devices.join(', '), at: status.awaits.until })}</Notice>}
      <Panel
        title={status.centreName || t('sync.centre')}
        hint={t(`linkHint.${status.state}`)}
        actions={
          <>
            <StateBadge tone={TONES[status.state]} label={t(`linkState.${status.state}`)} />
            {can('sync.connect') && <ActionButton size="xs" label={t('sync.leave')} onClick={() => setAsks(true)} />}
          </>
        }
      >
        <Facts
          facts={[
            [
              t('sync.centre'),
              <bdi key="a" dir="ltr">
                {status.address}
              </bdi>,
            ],
            [t('sync.lastContact'), status.lastContactAt === null ? t('common.never') : <Ago key="c" at={status.lastContactAt} now={now} />],
            [
              t('sync.waiting'),
              status.oldestPendingAt === null ? (
                words.number(status.pending)
              ) : (
                <span key="p">
                  {words.number(status.pending)} · <Ago at={status.oldestPendingAt} now={now} />
                </span>
              ),
            ],
            ...(status.check === '' || status.state !== 'waiting' ? [] : [[t('sync.check'), <Code key="k">{status.check}</Code>] as const]),
            ...scopes,
          ]}
        />
      </Panel>
      <ConfirmDialog
        opened={asks}
        danger
        title={t('sync.leaveTitle')}
        text={t('sync.leaveText', { count: status.pending })}
        confirmLabel={t('sync.leave')}
        busy={leave.isRunning}
        failure={leave.failure}
        onCancel={() => setAsks(false)}
        onConfirm={() =>
          void leave.run({}).then((result) => {
            if (!result.ok) return
            setAsks(false)
            notify.done(t('sync.left'))
          })
        }
      />
    </>
  )
}
