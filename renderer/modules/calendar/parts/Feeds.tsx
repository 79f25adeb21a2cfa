import { useState } from 'react'
import { FEED_KINDS, type FeedKind, type FeedView } from '#shared/modules/calendar/model.ts'
import { useCommand } from '../../../data/command.ts'
import type { Output } from '../../../data/client.ts'
import { useList, useQuery } from '../../../data/queries.ts'
import { useSession } from '../../../data/session.ts'
import { useShop } from '../../../data/shop.ts'
import { failureText } from '../../../texts/failure.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { Dim } from '../../../ui/display.tsx'
import { Select } from '../../../ui/fields.tsx'
import { notify } from '../../../ui/notify.ts'
import { Fields, Panel } from '../../../ui/Page.tsx'
import { ErrorState, Loading, Notice } from '../../../ui/states.tsx'
import { Row, Rows } from '../../../ui/Rows.tsx'
import classes from './Calendars.module.css'

/** Feeds for the calendars of phones and PCs: one per technician or bay, each with a secret address. */
export function Feeds() {
  const t = useT()
  const { can } = useSession()
  const { location } = useShop()
  const { data, failure, retry } = useQuery('calendar.feeds', {})
  const technicians = useQuery('staff.technicians', {}).data ?? []
  const bays = useList('bays.list', { locationId: location?.id ?? '', limit: 200 }, { enabled: location !== null }).rows
  const open = useCommand('calendar.openFeed')
  const [kind, setKind] = useState<FeedKind>('technician')
  const [ofId, setOfId] = useState<string | null>(null)
  const [opened, setOpened] = useState<Output<'calendar.openFeed'> | null>(null)
  const [revokes, setRevokes] = useState<FeedView | null>(null)
  const mayChange = can('calendar.manage')
  const make = async () => {
    if (ofId === null) return
    const done = await open.run({ kind, ofId })
    if (!done.ok) return notify.failed(failureText(done.error))
    setOpened(done.value)
    setOfId(null)
  }
  return (
    <Panel title={t('calendar.feeds')} hint={t('calendar.feedsHint')}>
      <div className={classes.stack}>
        {opened && <Told opened={opened} />}
        {failure ? (
          <ErrorState failure={failure} onRetry={retry} />
        ) : !data ? (
          <Loading lines={3} />
        ) : data.length === 0 ? (
          <Dim>{t('calendar.none')}</Dim>
        ) : (
          <Rows scrolls>
            {data.map((feed) => (
              <Row
                key={feed.id}
                end={mayChange && <ActionButton size="xs" look="danger" label={t('calendar.revoke')} onClick={() => setRevokes(feed)} />}
                under={feed.file === null ? t('calendar.served') : <bdi dir="ltr">{feed.file}</bdi>}
              >
                <span>
                  <strong dir="auto">{feed.name}</strong> <Dim>{t(`calendar.kind.${feed.kind}`)}</Dim>
                </span>
              </Row>
            ))}
          </Rows>
        )}
        {mayChange && (
          <>
            <Fields min={140}>
              <Select
                label={t('calendar.for')}
                allowDeselect={false}
                value={kind}
                data={FEED_KINDS.map((each) => ({ value: each, label: t(`calendar.kind.${each}`) }))}
                onChange={(next) => {
                  setKind(FEED_KINDS.find((known) => known === next) ?? 'technician')
                  setOfId(null)
                }}
              />
              <Select
                label={t('calendar.of')}
                searchable
                value={ofId}
                data={(kind === 'bay' ? bays : technicians).map(({ id, name }: { id: string; name: string }) => ({ value: id, label: name }))}
                onChange={setOfId}
              />
            </Fields>
            <div>
              <ActionButton
                label={t('calendar.open')}
                look="primary"
                busy={open.isRunning}
                disabledReason={ofId === null ? t('calendar.of') : null}
                onClick={() => void make()}
              />
            </div>
          </>
        )}
      </div>
      {revokes && <Revoke feed={revokes} onClose={() => setRevokes(null)} />}
    </Panel>
  )
}

/** The address of a feed that was made a moment ago: it is not told again. */
function Told({ opened: { feed, address } }: { opened: Output<'calendar.openFeed'> }) {
  const t = useT()
  const shown = address ?? feed.file ?? ''
  const copy = () => void navigator.clipboard.writeText(shown).then(() => notify.done(t('calendar.copied')))
  return (
    <Notice tone="good" action={<ActionButton size="xs" label={t('calendar.copy')} onClick={copy} />}>
      <strong>{t('calendar.opened', { name: feed.name })}</strong>
      <code className={classes.address} dir="ltr">
        {shown}
      </code>
      {address === null ? t('calendar.fileHint') : t('calendar.addressHint')}
    </Notice>
  )
}

function Revoke({ feed, onClose }: { feed: FeedView; onClose: () => void }) {
  const t = useT()
  const { run, isRunning, failure } = useCommand('calendar.revokeFeed')
  const confirm = async () => {
    const done = await run({ feedId: feed.id })
    if (!done.ok) return
    notify.done(t('calendar.revoked'))
    onClose()
  }
  return (
    <ConfirmDialog
      opened
      danger
      title={`${t('calendar.revoke')}: ${feed.name}`}
      text={t('calendar.revokeText', { name: feed.name })}
      confirmLabel={t('calendar.revoke')}
      busy={isRunning}
      failure={failure}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    />
  )
}
