import { useState } from 'react'
import { z } from 'zod'
import { MESSAGE_STATES, messageMachine } from '#shared/modules/messaging/model.ts'
import { useCommand } from '../../data/command.ts'
import { type RowOf, useList } from '../../data/queries.ts'
import { TextLink, useFilters } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { failureText } from '../../texts/failure.ts'
import { directionOf, type Translate, useT } from '../../texts/t.ts'
import { whyNot } from '../../texts/why.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { clockText } from '../../ui/decimal.ts'
import { Drawer } from '../../ui/dialogs.tsx'
import { DateTime, Dim } from '../../ui/display.tsx'
import { FilterSelect } from '../../ui/fields.tsx'
import { notify } from '../../ui/notify.ts'
import { Facts, Page, Toolbar } from '../../ui/Page.tsx'
import { EmptyState, Notice } from '../../ui/states.tsx'
import { MessageBadge } from './parts/MessageBadge.tsx'
import classes from './MessagesPage.module.css'

const filterShape = z.object({ state: z.enum(MESSAGE_STATES) })
type Row = RowOf<'messaging.list'>

/** What waits to be sent to customers, and what became of it. */
export function MessagesPage() {
  const t = useT()
  const [filters, setFilters] = useFilters(filterShape)
  const [opened, setOpened] = useState<string | null>(null)
  const list = useList('messaging.list', filters)
  const shown = list.rows.find(({ id }) => id === opened)
  return (
    <Page fills title={t('messages.title')} intro={t('messages.intro')}>
      <Notice tone="info">{t('messages.notSentYet')}</Notice>
      <Toolbar>
        <FilterSelect
          label={t('messages.state')}
          allLabel={t('common.all')}
          value={filters.state}
          onChange={(state) => setFilters({ state })}
          options={MESSAGE_STATES.map((state) => ({ value: state, label: t(`messageState.${state}`) }))}
        />
      </Toolbar>
      <DataTable
        label={t('messages.title')}
        list={list}
        columns={columns(t)}
        rowKey={(row) => row.id}
        rowTone={(row) => (row.state === 'queued' || row.state === 'sent' ? undefined : row.state === 'failed' ? 'bad' : 'off')}
        onOpen={(row) => setOpened(row.id)}
        empty={filters.state ? <EmptyState title={t('common.notFound')} /> : <EmptyState title={t('messages.noneTitle')} text={t('messages.noneText')} />}
      />
      {shown && <MessageDrawer message={shown} onClose={() => setOpened(null)} />}
    </Page>
  )
}

const columns = (t: Translate): Column<Row>[] => [
  { key: 'to', header: t('messages.to'), width: 'minmax(140px, 1fr)', card: 'title', cell: (row) => <strong dir="auto">{row.customerName}</strong> },
  { key: 'channel', header: t('messages.channel'), width: '120px', card: 'hidden', cell: (row) => t(`messageChannel.${row.channel}`) },
  { key: 'text', header: t('messages.text'), width: 'minmax(220px, 3fr)', cell: (row) => <bdi>{row.body}</bdi> },
  { key: 'send', header: t('messages.sendAt'), width: '160px', cell: (row) => (row.sendAt === null ? <Dim>–</Dim> : <DateTime at={row.sendAt} />) },
  { key: 'state', header: t('messages.state'), width: '130px', card: 'badge', cell: (row) => <MessageBadge state={row.state} /> },
]

function MessageDrawer({ message, onClose }: { message: Row; onClose: () => void }) {
  const t = useT()
  const { can } = useSession()
  const cancel = useCommand('messaging.cancel')
  const reason = can('messaging.write')
    ? whyNot(messageMachine, message.state, 'cancel', (state) => t(`messageState.${state}`))
    : t('failure.platform.notAllowed')
  const stop = async () => {
    const done = await cancel.run({ messageId: message.id })
    if (done.ok) notify.done(t('messages.cancelled'))
    else notify.failed(failureText(done.error))
  }
  const direction = directionOf(message.language)
  return (
    <Drawer opened onClose={onClose} title={t(`messageKind.${message.kind}`)} position="right" size={480} padding={16}>
      <div className={classes.drawer}>
        <MessageBadge state={message.state} />
        <blockquote className={classes.body} dir={direction} lang={message.language}>
          {message.subject !== '' && <strong>{message.subject}</strong>}
          <p>{message.body}</p>
        </blockquote>
        <Facts
          facts={[
            [
              t('messages.to'),
              <TextLink key="c" to={paths.customer} params={{ customerId: message.customerId }}>
                <bdi>{message.customerName}</bdi>
              </TextLink>,
            ],
            [
              t(`messageChannel.${message.channel}`),
              <bdi key="r" dir="ltr">
                {message.recipient}
              </bdi>,
            ],
            [t('messages.queuedAt'), <DateTime key="q" at={message.createdAt} />],
            [t('messages.sendAt'), message.sendAt === null ? '' : <DateTime key="s" at={message.sendAt} />],
            [t('messages.quiet'), t('messages.quietHours', { from: clockText(message.quietFromMinutes), until: clockText(message.quietUntilMinutes) })],
            [t('messages.expires'), <DateTime key="e" at={message.expiresAt} />],
          ]}
        />
        <div>
          <ActionButton label={t('messages.cancel')} look="danger" busy={cancel.isRunning} disabledReason={reason} onClick={() => void stop()} />
        </div>
      </div>
    </Drawer>
  )
}
