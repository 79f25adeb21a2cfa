import { useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Output } from '../../data/client.ts'
import { useCommand } from '../../data/command.ts'
import { useQuery } from '../../data/queries.ts'
import { TextLink, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { lookUp, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { Code, DateTime } from '../../ui/display.tsx'
import { notify } from '../../ui/notify.ts'
import { Columns, Facts, Page, Panel } from '../../ui/Page.tsx'
import { EmptyState, ErrorState, Loading, Notice } from '../../ui/states.tsx'
import { EntryBadge } from './parts/EntryState.tsx'
import { RecordValues } from './parts/RecordValues.tsx'
import { nameText, pageOf, reasonText } from './parts/words.ts'

export type SyncEntry = Output<'sync.entry'>
/** The form of an entry's record with its values filled in; null where the record has none. `onSaved` is called when they were put in. */
export type FormOfEntry = (entry: SyncEntry, close: () => void, onSaved: () => void) => ReactNode | null

/** One entry of this device: what it said, what became of it, and what to do about it. */
export function SyncEntryPage({ formOf }: { formOf: FormOfEntry }) {
  const t = useT()
  const { seq = '' } = useParams({ strict: false }) as { seq?: string } // the route's own parameter
  const { data, failure, retry } = useQuery('sync.entry', { seq: Number(seq) })
  const back = <TextLink to={paths.sync}>{t('sync.title')}</TextLink>
  const title = data ? lookUp(`command.${data.command}`, data.command) : t('sync.entry', { seq })
  if (failure || !data)
    return (
      <Page title={title} back={back}>
        {failure ? <ErrorState failure={failure} onRetry={retry} /> : <Loading />}
      </Page>
    )
  const reason = reasonText(data)
  const isOpen = data.decided === null && (data.state === 'refused' || data.state === 'parked')
  return (
    <Page title={title} back={back} badge={<EntryBadge entry={data} />} actions={isOpen && <Actions entry={data} formOf={formOf} />}>
      {reason !== null && (
        <Notice tone={isOpen ? 'bad' : 'info'}>
          <strong>{reason}</strong> {isOpen && data.hindrance !== null ? t(`hindrance.${data.hindrance}`) : t(`entryNext.${data.state}`)}
        </Notice>
      )}
      <Columns sizes="mainFirst">
        <Panel flush title={t('sync.records')} hint={data.isCut && t('sync.recordsCut', { count: data.records.length })}>
          {data.records.length === 0 && <EmptyState title={t('audit.noRecords')} />}
          {data.records.map((record) => (
            <RecordValues key={record.table + record.recordId} record={record} names={data.names} />
          ))}
        </Panel>
        <Panel title={t('common.details')}>
          <Facts
            facts={[
              [t('sync.who'), data.userName],
              [t('sync.when'), <DateTime key="at" at={data.at} />],
              [
                t('sync.whatNext'),
                data.decided ? t('sync.lookedAtBy', { name: nameText(data.decided.by), at: data.decided.at }) : t(`entryNext.${data.state}`),
              ],
              ['#', <Code key="seq">{String(data.seq)}</Code>],
            ]}
          />
        </Panel>
      </Columns>
    </Page>
  )
}

function Actions({ entry, formOf }: { entry: SyncEntry; formOf: FormOfEntry }) {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const [dialog, setDialog] = useState<'dismiss' | 'resend' | 'form' | null>(null)
  const dismiss = useCommand('sync.dismiss')
  const resend = useCommand('sync.resend')
  const settle = useCommand('sync.settle')
  const close = () => setDialog(null)
  const form = formOf(entry, close, () => void settle.run({ seq: entry.seq }))
  const page = entry.records.map(({ table, recordId, isNew }) => (isNew ? null : pageOf(table, recordId))).find((found) => found !== null)
  const whyNot = can('sync.manage') ? entry.hindrance && t(`hindrance.${entry.hindrance}`) : t('failure.platform.notAllowed')
  return (
    <>
      {page && <ActionButton label={t('sync.openRecord')} onClick={() => go(page)} />}
      <ActionButton label={t('sync.dismiss')} onClick={() => setDialog('dismiss')} />
      {form === null ? (
        <ActionButton look="primary" label={t('sync.resend')} disabledReason={whyNot} onClick={() => setDialog('resend')} />
      ) : (
        <ActionButton look="primary" label={t('sync.openForm')} onClick={() => setDialog('form')} />
      )}
      {dialog === 'form' && form}
      <ConfirmDialog
        opened={dialog === 'dismiss'}
        title={t('sync.dismissTitle')}
        text={t('sync.dismissText')}
        confirmLabel={t('sync.dismiss')}
        danger
        busy={dismiss.isRunning}
        failure={dismiss.failure}
        onCancel={close}
        onConfirm={() =>
          void dismiss.run({ seq: entry.seq }).then((result) => {
            if (!result.ok) return
            close()
            notify.done(t('sync.dismissed'))
          })
        }
      />
      <ConfirmDialog
        opened={dialog === 'resend'}
        title={t('sync.resendTitle')}
        text={t('sync.resendText')}
        confirmLabel={t('sync.resend')}
        busy={resend.isRunning}
        failure={resend.failure}
        onCancel={close}
        onConfirm={() =>
          void resend.run({ seq: entry.seq }).then((result) => {
            if (!result.ok) return
            close()
            notify.done(t('sync.resent'))
          })
        }
      />
    </>
  )
}
