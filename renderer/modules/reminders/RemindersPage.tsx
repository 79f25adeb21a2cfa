import { useState } from 'react'
import { z } from 'zod'
import { REMINDER_STATES } from '#shared/modules/reminders/model.ts'
import { useCommand } from '../../data/command.ts'
import { type RowOf, useList } from '../../data/queries.ts'
import { useFilters, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { failureText } from '../../texts/failure.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Dim, Phone, Plate } from '../../ui/display.tsx'
import { FilterSelect } from '../../ui/fields.tsx'
import { notify } from '../../ui/notify.ts'
import { Page, Panel } from '../../ui/Page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { MessageBadge } from '../messaging/parts/MessageBadge.tsx'
import { DueBadge } from './parts/DueBadge.tsx'
import { DueDay } from './parts/DueDay.tsx'
import { Intervals } from './parts/Intervals.tsx'

const STATUSES = ['overdue', 'due', 'soon'] as const
const filterShape = z.object({ status: z.enum(STATUSES), state: z.enum(REMINDER_STATES) })
type Row = RowOf<'reminders.list'>

/** Services that are due to vehicles, longest overdue first, and which services come again. */
export function RemindersPage() {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const [filters, setFilters] = useFilters(filterShape)
  const [dismisses, setDismisses] = useState<Row | null>(null)
  const reopen = useCommand('reminders.reopen')
  const list = useList('reminders.list', filters)
  const mayWrite = can('reminders.write')
  const remindAgain = async (row: Row) => {
    const done = await reopen.run({ reminderId: row.id })
    if (!done.ok) notify.failed(failureText(done.error))
  }
  return (
    <Page
      title={t('reminders.title')}
      intro={t('reminders.intro')}
      actions={can('messaging.read') && <ActionButton label={t('reminders.toOutbox')} onClick={() => go({ to: paths.messages })} />}
    >
      <Panel
        flush
        title={t('reminders.list')}
        actions={
          <>
            <FilterSelect
              label={t('reminders.status')}
              allLabel={t('common.all')}
              width={150}
              value={filters.status}
              onChange={(status) => setFilters({ status, state: undefined })}
              options={STATUSES.map((status) => ({ value: status, label: t(`dueStatus.${status}`) }))}
            />
            <FilterSelect
              label={t('agreements.state')}
              allLabel={t('reminderState.open')}
              width={150}
              value={filters.state === 'open' ? undefined : filters.state}
              onChange={(state) => setFilters({ state, status: undefined })}
              options={(['done', 'dismissed'] as const).map((state) => ({ value: state, label: t(`reminderState.${state}`) }))}
            />
          </>
        }
      >
        <DataTable
          label={t('reminders.list')}
          list={list}
          columns={[
            ...columns(t),
            {
              key: 'deed',
              header: '',
              width: '130px',
              align: 'end',
              cell: (row) =>
                !mayWrite ? null : row.state === 'open' ? (
                  <ActionButton size="xs" look="quiet" label={t('reminders.dismiss')} onClick={() => setDismisses(row)} />
                ) : row.state === 'dismissed' ? (
                  <ActionButton size="xs" look="quiet" label={t('reminders.reopen')} onClick={() => void remindAgain(row)} />
                ) : null,
            },
          ]}
          rowKey={(row) => row.id}
          rowTone={(row) => (row.state !== 'open' ? 'off' : row.status === 'overdue' ? 'bad' : row.status === 'due' ? 'waiting' : undefined)}
          onOpen={(row) => go({ to: paths.vehicle, params: { vehicleId: row.vehicleId } })}
          height={360}
          empty={<EmptyState title={t('reminders.noneTitle')} text={t('reminders.noneText')} />}
        />
      </Panel>
      <Intervals mayChange={can('reminders.manage')} />
      {dismisses && <Dismiss reminder={dismisses} onClose={() => setDismisses(null)} />}
    </Page>
  )
}

const columns = (t: Translate): Column<Row>[] => [
  {
    key: 'vehicle',
    header: t('reminders.vehicle'),
    width: 'minmax(215px, 1.5fr)',
    card: 'title',
    cell: (row) => (
      <>
        <Plate plate={row.plate} /> <bdi>{row.vehicleLabel}</bdi>
      </>
    ),
  },
  {
    key: 'customer',
    header: t('reminders.customer'),
    width: 'minmax(185px, 1.2fr)',
    cell: (row) => (
      <>
        <bdi>{row.customerName}</bdi> <Phone number={row.customerPhone} />
      </>
    ),
  },
  { key: 'service', header: t('reminders.service'), width: 'minmax(120px, 1fr)', cell: (row) => <strong dir="auto">{row.serviceName}</strong> },
  { key: 'due', header: t('reminders.due'), width: 'minmax(255px, 1.3fr)', cell: (row) => <DueDay {...row} /> },
  { key: 'status', header: t('reminders.status'), width: '100px', card: 'badge', cell: (row) => <DueBadge status={row.status} /> },
  {
    key: 'message',
    header: t('reminders.message'),
    width: '110px',
    card: 'hidden',
    cell: (row) => (row.messageState === null ? <Dim>{t('reminders.noMessage')}</Dim> : <MessageBadge state={row.messageState} look="plain" />),
  },
]

function Dismiss({ reminder, onClose }: { reminder: Row; onClose: () => void }) {
  const t = useT()
  const { run, isRunning, failure } = useCommand('reminders.dismiss')
  const confirm = async (reason: string) => {
    const done = await run({ reminderId: reminder.id, reason })
    if (!done.ok) return
    notify.done(t('reminders.dismissed'))
    onClose()
  }
  return (
    <ConfirmDialog
      opened
      withReason
      title={`${t('reminders.dismiss')}: ${reminder.serviceName}, ${reminder.plate || reminder.vehicleLabel}`}
      text={t('reminders.dismissText')}
      confirmLabel={t('reminders.dismiss')}
      busy={isRunning}
      failure={failure}
      onConfirm={(reason) => void confirm(reason)}
      onCancel={onClose}
    />
  )
}
