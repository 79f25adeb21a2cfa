import { useState } from 'react'
import type { Output } from '../../../data/client.ts'
import { useCommandForm } from '../../../data/command-form.ts'
import { useCommand } from '../../../data/command.ts'
import { useQuery } from '../../../data/queries.ts'
import { useSession } from '../../../data/session.ts'
import { useShop } from '../../../data/shop.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { TextInput } from '../../../ui/fields.tsx'
import { notify } from '../../../ui/notify.ts'
import { Facts, Panel } from '../../../ui/Page.tsx'
import { ErrorState, FailureNotice, Loading, Notice } from '../../../ui/states.tsx'
import { StateBadge, type Tone } from '../../../ui/StateBadge.tsx'
import classes from './sync.module.css'

type HubView = Output<'sync.hub'>
const TONES: Readonly<Record<HubView['state'], Tone>> = { off: 'neutral', starting: 'active', running: 'good', failed: 'bad' }

/** This PC as the hub of its building. */
export function HubPanel({ status }: { status: Output<'sync.status'> }) {
  const t = useT()
  const { data, failure, retry } = useQuery('sync.hub', {})
  const words = { off: t('sync.hubOff'), starting: t('sync.hubStarting'), running: t('sync.hubRunning'), failed: t('sync.hubFailed') }
  return (
    <Panel title={t('sync.hub')} hint={t('sync.hubText')} actions={data && <StateBadge tone={TONES[data.state]} label={words[data.state]} />}>
      {failure ? (
        <ErrorState failure={failure} onRetry={retry} />
      ) : !data ? (
        <Loading />
      ) : !data.isPossible ? (
        <Notice tone="info">{t('sync.hubImpossible')}</Notice>
      ) : data.state === 'running' || data.state === 'starting' ? (
        <Running hub={data} />
      ) : (
        <Start hub={data} status={status} />
      )}
    </Panel>
  )
}

function Running({ hub }: { hub: HubView }) {
  const t = useT()
  const { can } = useSession()
  const stop = useCommand('sync.stopHub')
  const [asks, setAsks] = useState(false)
  return (
    <div className={classes.stack}>
      <Facts
        facts={[
          [t('sync.hubName'), <bdi key="n">{hub.name}</bdi>],
          [
            t('sync.hubAddresses'),
            <bdi key="a" dir="ltr" className="mono">
              {hub.address}
            </bdi>,
          ],
        ]}
      />
      <div>
        <ActionButton
          look="danger"
          label={t('sync.stopHub')}
          disabledReason={can('sync.connect') ? null : t('failure.platform.notAllowed')}
          onClick={() => setAsks(true)}
        />
      </div>
      <ConfirmDialog
        opened={asks}
        danger
        title={t('sync.stopHub')}
        text={t('sync.stopHubText')}
        confirmLabel={t('sync.stopHub')}
        busy={stop.isRunning}
        failure={stop.failure}
        onCancel={() => setAsks(false)}
        onConfirm={() =>
          void stop.run({}).then((result) => {
            if (!result.ok) return
            setAsks(false)
            notify.done(t('sync.hubStopped'))
          })
        }
      />
    </div>
  )
}

function Start({ hub, status }: { hub: HubView; status: Output<'sync.status'> }) {
  const t = useT()
  const { can } = useSession()
  const { company } = useShop()
  const form = useCommandForm('sync.makeHub', {
    initial: { name: hub.name || (company?.name.slice(0, 60) ?? '') },
    toInput: (values) => values,
    onDone: () => notify.done(t('sync.hubMade')),
  })
  const isElsewhere = status.state !== 'off' && hub.name === ''
  const reason = isElsewhere ? t('failure.sync.alreadyLinked') : can('sync.connect') ? null : t('failure.platform.notAllowed')
  return (
    <form
      className={classes.stack}
      style={{ maxWidth: 460 }}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (reason === null) form.submit()
      }}
    >
      {hub.problem !== '' && <Notice tone="bad">{hub.problem}</Notice>}
      <TextInput label={t('sync.hubName')} description={t('sync.hubNameHint')} dir="auto" required {...form.field('name')} />
      <FailureNotice failure={form.failure} />
      <div>
        <ActionButton
          look="primary"
          label={form.isBusy ? t('sync.hubStarting') : t('sync.makeHub')}
          busy={form.isBusy}
          disabledReason={reason}
          onClick={form.submit}
        />
      </div>
    </form>
  )
}
