import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Id } from '#shared/kernel/ids.ts'
import { countMachine } from '#shared/modules/inventory/model/counts.ts'
import type { Output } from '../../data/client.ts'
import { useCommand } from '../../data/command.ts'
import { useQuery } from '../../data/queries.ts'
import { TextLink } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { whyNot } from '../../texts/why.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { Code, Dim } from '../../ui/display.tsx'
import { notify } from '../../ui/notify.ts'
import { Page } from '../../ui/Page.tsx'
import { ErrorState, FailureNotice, Loading, Notice } from '../../ui/states.tsx'
import { useWords } from '../../ui/words.tsx'
import { CountBadge } from './parts/badges.tsx'
import { CountReview } from './parts/CountReview.tsx'
import { CountSheet } from './parts/CountSheet.tsx'
import { PlaceName } from './parts/places.tsx'

type Count = Output<'inventory.count'>

/** One count: the sheet with its scanner while it is being counted, then what differs. */
export function CountPage() {
  const t = useT()
  const { countId } = useParams({ strict: false }) as { countId: Id<'stockCount'> } // the route's own parameter; the core checks it
  const { data, failure, retry } = useQuery('inventory.count', { countId })
  const back = <TextLink to={paths.stockCounts}>{t('counts.title')}</TextLink>
  if (data) return <Record key={countId} count={data} back={back} />
  return (
    <Page title={t('counts.title')} back={back}>
      {failure ? <ErrorState failure={failure} onRetry={retry} /> : <Loading />}
    </Page>
  )
}

function Record({ count, back }: { count: Count; back: React.ReactNode }) {
  const t = useT()
  const words = useWords()
  const { can } = useSession()
  const { head, lines, differenceMinor, recounts, isLate } = count
  const countId = head.id
  const [asks, setAsks] = useState<'approve' | 'cancel' | null>(null)
  const submit = useCommand('inventory.submitCount')
  const recount = useCommand('inventory.recount')
  const approve = useCommand('inventory.approveCount')
  const cancel = useCommand('inventory.cancelCount')
  const needs = (permission: string) => (can(permission) ? null : t('failure.platform.notAllowed'))
  const why = (event: 'submit' | 'recount' | 'approve' | 'cancel', permission = 'inventory.adjust') =>
    needs(permission) ?? whyNot(countMachine, head.state, event, (state) => t(`countState.${state}`))
  const approveIt = async () => {
    const done = await approve.run({ countId })
    if (!done.ok) return
    notify.done(t('counts.approved', { count: done.value.moves }))
    setAsks(null)
  }
  const differing = lines.filter(({ openMilli }) => openMilli !== null && openMilli !== 0).length
  return (
    <Page
      title={<bdi dir="ltr">{head.number}</bdi>}
      badge={
        <>
          <CountBadge state={head.state} />
          <strong>
            <PlaceName of={head} /> {head.bin !== '' && <Code>{head.bin}</Code>}
          </strong>
          {head.isBlind && <Dim>{t('counts.blind')}</Dim>}
        </>
      }
      intro={head.approvedBy === '' ? head.note : t('counts.approvedBy', { name: head.approvedBy })}
      back={back}
      actions={
        <>
          {(head.state === 'counting' || head.state === 'review') && (
            <ActionButton look="danger" label={t('counts.cancel')} disabledReason={why('cancel')} onClick={() => setAsks('cancel')} />
          )}
          {head.state === 'counting' && (
            <ActionButton
              look="primary"
              label={t('counts.submit')}
              shortcut="F8"
              busy={submit.isRunning}
              disabledReason={why('submit') ?? (lines.length === 0 ? t('counts.listNone') : null)}
              onClick={() => void submit.run({ countId })}
            />
          )}
          {head.state === 'review' && (
            <>
              <ActionButton
                label={t('counts.backToCounting')}
                shortcut="F4"
                busy={recount.isRunning}
                disabledReason={why('recount')}
                onClick={() => void recount.run({ countId })}
              />
              <ActionButton
                look="primary"
                label={t('counts.approve')}
                shortcut="F8"
                disabledReason={why('approve', 'inventory.approve') ?? (recounts > 0 ? t('counts.recounts', { count: recounts }) : null)}
                onClick={() => setAsks('approve')}
              />
            </>
          )}
        </>
      }
    >
      <FailureNotice failure={submit.failure ?? recount.failure ?? (asks === null ? approve.failure : null)} />
      {isLate && (
        <Notice
          tone="waiting"
          action={
            <ActionButton
              size="xs"
              label={t('counts.correctAgain')}
              busy={approve.isRunning}
              disabledReason={needs('inventory.approve')}
              onClick={() => void approveIt()}
            />
          }
        >
          {t('counts.late')}
        </Notice>
      )}
      {recounts > 0 && head.state !== 'cancelled' && <Notice tone="waiting">{t('counts.recounts', { count: recounts })}</Notice>}
      {head.state === 'counting' && can('inventory.adjust') ? <CountSheet count={count} /> : <CountReview count={count} />}
      {asks === 'approve' && (
        <ConfirmDialog
          opened
          title={t('counts.approve')}
          text={t('counts.approveText', { count: differing, value: words.money(differenceMinor ?? 0) })}
          confirmLabel={t('counts.approve')}
          busy={approve.isRunning}
          failure={approve.failure}
          onConfirm={() => void approveIt()}
          onCancel={() => setAsks(null)}
        />
      )}
      {asks === 'cancel' && (
        <ConfirmDialog
          opened
          danger
          title={t('counts.cancel')}
          text={t('counts.cancelText', { number: head.number })}
          confirmLabel={t('counts.cancel')}
          busy={cancel.isRunning}
          failure={cancel.failure}
          onConfirm={() => void cancel.run({ countId }).then((done) => done.ok && setAsks(null))}
          onCancel={() => setAsks(null)}
        />
      )}
    </Page>
  )
}
