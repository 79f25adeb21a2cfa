import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { DeviceView } from '#shared/modules/sync/model/view.ts'
import type { Output } from '../../../data/client.ts'
import { useCommand } from '../../../data/command.ts'
import { useNow } from '../../../data/now.ts'
import { useQuery } from '../../../data/queries.ts'
import { useSession } from '../../../data/session.ts'
import { useShop } from '../../../data/shop.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { Ago, Code, Dim } from '../../../ui/display.tsx'
import { notify } from '../../../ui/notify.ts'
import { Panel, Toolbar } from '../../../ui/Page.tsx'
import { EmptyState, ErrorState, Loading, Notice } from '../../../ui/states.tsx'
import { StateBadge, type Tone } from '../../../ui/StateBadge.tsx'
import { DeviceForm } from '../DeviceForm.tsx'
import { InviteForm } from '../InviteForm.tsx'
import classes from './sync.module.css'

const TONES: Readonly<Record<DeviceView['state'], Tone>> = { invited: 'info', waiting: 'waiting', active: 'good', revoked: 'off' }

/** Which devices read and write the shop; who asks to be let in stands first. */
export function Devices({ status }: { status: Output<'sync.status'> }) {
  const t = useT()
  const { can } = useSession()
  const { data, failure, retry } = useQuery('sync.devices', {}, { everyMs: 30_000 })
  const invitations = useQuery('sync.invitations', {}, { everyMs: 30_000 }).data ?? []
  const [invites, setInvites] = useState(false)
  const reason = status.state === 'off' ? t('failure.sync.notLinked') : can('sync.manage') ? null : t('failure.platform.notAllowed')
  const invite = (
    <ActionButton
      look="primary"
      label={t('sync.invite')}
      icon={<IconPlus size={16} />}
      shortcut="F2"
      disabledReason={reason}
      onClick={() => setInvites(true)}
    />
  )
  const asking = data?.filter(({ state }) => state === 'waiting') ?? []
  const others = data?.filter(({ state }) => state !== 'waiting') ?? []
  return (
    <>
      <Toolbar end={invite} />
      {failure ? (
        <ErrorState failure={failure} onRetry={retry} />
      ) : !data ? (
        <Loading />
      ) : (
        <>
          {asking.length > 0 && (
            <div className={classes.cards}>
              {asking.map((device) => (
                <Asking key={device.id} device={device} />
              ))}
            </div>
          )}
          {invitations.length > 0 && (
            <Panel flush title={t('sync.openInvitations')}>
              {invitations.map((device) => (
                <Row key={device.id} device={device} />
              ))}
            </Panel>
          )}
          <Panel flush title={t('sync.tabDevices')}>
            {others.length === 0 ? (
              <EmptyState title={t('sync.devicesNone')} text={t('sync.devicesNoneText')} />
            ) : (
              others.map((device) => <Row key={device.id} device={device} />)
            )}
          </Panel>
        </>
      )}
      {invites && <InviteForm address={status.address} onClose={() => setInvites(false)} />}
    </>
  )
}

/** A device at the door: the same number must stand on its screen. */
function Asking({ device }: { device: DeviceView }) {
  const t = useT()
  const { can } = useSession()
  const [dialog, setDialog] = useState<'approve' | 'revoke' | null>(null)
  const notAllowed = can('sync.manage') ? null : t('failure.platform.notAllowed')
  return (
    <article className={classes.card} data-waiting aria-label={device.name}>
      <header className={classes.cardHead}>
        <StateBadge tone="waiting" label={t('deviceState.waiting')} />
        <span className={classes.cardTitle} dir="auto">
          {device.name}
        </span>
      </header>
      <div className={classes.row}>
        <span>{t('sync.check')}</span>
        <span className={classes.check} dir="ltr">
          {device.checkText}
        </span>
      </div>
      <p className={classes.dim}>{t('sync.approveText')}</p>
      <div className={classes.row}>
        <ActionButton look="primary" label={t('sync.approve')} disabledReason={notAllowed} onClick={() => setDialog('approve')} />
        <ActionButton look="danger" label={t('sync.refuse')} disabledReason={notAllowed} onClick={() => setDialog('revoke')} />
      </div>
      <Dialogs device={device} dialog={dialog} onClose={() => setDialog(null)} />
    </article>
  )
}

function Row({ device }: { device: DeviceView }) {
  const t = useT()
  const now = useNow()
  const { can } = useSession()
  const { locations } = useShop()
  const [dialog, setDialog] = useState<'revoke' | 'edit' | null>(null)
  const places = device.locations?.map((id) => locations.find((known) => known.id === id)?.name ?? id).join(', ') ?? t('sync.allLocations')
  const clockMinutes = Math.round(Math.abs(device.clockOffsetMs) / 60_000)
  return (
    <div className={classes.device}>
      <div className={classes.deviceName}>
        <strong dir="auto">{device.name}</strong> {device.tag !== '' && <Code>{device.tag}</Code>} {device.isThis && <Dim>({t('sync.thisDevice')})</Dim>}
        <div className={classes.dim}>
          {places}
          {device.appVersion !== '' && ` · ${t('sync.version')} ${device.appVersion}`}
        </div>
      </div>
      <StateBadge tone={TONES[device.state]} look="plain" label={t(`deviceState.${device.state}`)} />
      <div className={classes.dim}>
        {device.state === 'invited' ? (
          t('sync.goodUntil', { at: device.codeEndsAt })
        ) : (
          <>
            {t('sync.lastSeen')}: {device.lastSeenAt === 0 ? t('sync.neverSeen') : <Ago at={device.lastSeenAt} now={now} />}
            {clockMinutes > 2 && <div>{t('sync.clockBy', { minutes: clockMinutes })}</div>}
          </>
        )}
      </div>
      {can('sync.manage') && device.state !== 'revoked' && (
        <div className={classes.row}>
          {device.state !== 'invited' && <ActionButton size="xs" label={t('common.edit')} onClick={() => setDialog('edit')} />}
          {!device.isThis && (
            <ActionButton
              size="xs"
              look="danger"
              label={device.state === 'invited' ? t('sync.withdraw') : t('sync.revoke')}
              onClick={() => setDialog('revoke')}
            />
          )}
        </div>
      )}
      {device.alarm !== null && device.state !== 'revoked' && (
        <div className={classes.alarm}>
          <Notice tone="bad">{t(`deviceAlarm.${device.alarm}`)}</Notice>
        </div>
      )}
      {dialog === 'edit' && <DeviceForm device={device} onClose={() => setDialog(null)} />}
      <Dialogs device={device} dialog={dialog === 'revoke' ? 'revoke' : null} onClose={() => setDialog(null)} />
    </div>
  )
}

function Dialogs({ device, dialog, onClose }: { device: DeviceView; dialog: 'approve' | 'revoke' | null; onClose: () => void }) {
  const t = useT()
  const approve = useCommand('sync.approve')
  const revoke = useCommand('sync.revoke')
  const finish = (result: { ok: boolean }, text: string) => {
    if (!result.ok) return
    notify.done(text)
    onClose()
  }
  return (
    <>
      <ConfirmDialog
        opened={dialog === 'approve'}
        title={t('sync.approveTitle', { name: device.name })}
        text={
          <>
            <p>{t('sync.approveText')}</p>
            <p className={classes.code} dir="ltr">
              {device.checkText}
            </p>
          </>
        }
        confirmLabel={t('sync.approve')}
        busy={approve.isRunning}
        failure={approve.failure}
        onCancel={onClose}
        onConfirm={() => void approve.run({ id: device.id }).then((result) => finish(result, t('sync.approved', { name: device.name })))}
      />
      <ConfirmDialog
        opened={dialog === 'revoke'}
        danger
        title={device.state === 'waiting' ? t('sync.refuseTitle', { name: device.name }) : t('sync.revokeTitle', { name: device.name })}
        text={t('sync.revokeText')}
        confirmLabel={device.state === 'waiting' ? t('sync.refuse') : t('sync.revoke')}
        busy={revoke.isRunning}
        failure={revoke.failure}
        onCancel={onClose}
        onConfirm={() => void revoke.run({ id: device.id }).then((result) => finish(result, t('sync.revoked', { name: device.name })))}
      />
    </>
  )
}
