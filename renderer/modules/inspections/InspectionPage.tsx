import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Id } from '#shared/kernel/ids.ts'
import { inspectionMachine } from '#shared/modules/inspections/model.ts'
import { isFinding } from '#shared/modules/inspections/rules.ts'
import { useCommand } from '../../data/command.ts'
import type { Output } from '../../data/client.ts'
import { useQuery } from '../../data/queries.ts'
import { TextLink, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { whyNot } from '../../texts/why.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { Code, DateTime, Plate } from '../../ui/display.tsx'
import { notify } from '../../ui/notify.ts'
import { Columns, Facts, Page, Panel } from '../../ui/Page.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { ErrorState, FailureNotice, Loading, Notice } from '../../ui/states.tsx'
import { Counts } from './parts/Counts.tsx'
import { InspectionBadge } from './parts/InspectionBadge.tsx'
import { PointRows } from './parts/PointRows.tsx'
import { useLabel } from './parts/words.ts'
import classes from './parts/counter.module.css'

/** One inspection at the counter: what was found, and what becomes of it. */
export function InspectionPage() {
  const t = useT()
  const { inspectionId } = useParams({ strict: false }) as { inspectionId: Id<'inspection'> } // the route's own parameter; the core checks it
  const sheet = useQuery('inspections.get', { inspectionId })
  const versionId = sheet.data?.head.versionId ?? ''
  const version = useQuery('inspections.version', { versionId }, { enabled: versionId !== '' })
  const back = <TextLink to={paths.inspections}>{t('inspections.title')}</TextLink>
  const failed = [sheet, version].find(({ failure }) => failure)
  if (sheet.data && version.data) return <Record key={inspectionId} sheet={sheet.data} content={version.data.content} back={back} />
  return (
    <Page title={t('inspections.one')} back={back}>
      {failed?.failure ? <ErrorState failure={failed.failure} onRetry={failed.retry} /> : <Loading lines={9} />}
    </Page>
  )
}

interface RecordProps {
  sheet: Output<'inspections.get'>
  content: Output<'inspections.version'>['content']
  back: React.ReactNode
}

function Record({ sheet, content, back }: RecordProps) {
  const t = useT()
  const go = useGo()
  const label = useLabel()
  const { can } = useSession()
  const { head, points } = sheet
  const [removes, setRemoves] = useState(false)
  const toLines = useCommand('inspections.toLines')
  const reopen = useCommand('inspections.reopen')
  const remove = useCommand('inspections.remove')
  const restore = useCommand('inspections.restore')
  const photos = useQuery('inspections.photos', { inspectionId: head.id })
  const why = (right: string, event: 'record' | 'reopen' | 'remove') =>
    can(right) ? whyNot(inspectionMachine, head.state, event, (state) => t(`inspectionState.${state}`)) : t('failure.platform.notAllowed')
  const open = points.filter(({ tone, line }) => isFinding(tone) && line === null)
  const offer = async (pointIds: string[]) => {
    const done = await toLines.run({ workOrderId: head.workOrderId, pointIds })
    if (done.ok) notify.done(t('inspections.added', { count: done.value.added.length, number: head.workOrderNumber }))
  }
  const mayOffer = can('inspections.offer') ? (open.length === 0 ? t('inspections.noneToOffer') : null) : t('failure.platform.notAllowed')
  const inspectionId = head.id
  return (
    <Page
      title={<bdi dir="ltr">{head.number}</bdi>}
      badge={<InspectionBadge head={head} size="lg" />}
      back={back}
      actions={
        head.deleted ? (
          <ActionButton
            look="primary"
            label={t('common.restore')}
            disabledReason={can('inspections.manage') ? null : t('failure.platform.notAllowed')}
            busy={restore.isRunning}
            onClick={() => void restore.run({ inspectionId })}
          />
        ) : (
          <>
            <ActionButton label={t('common.remove')} look="danger" disabledReason={why('inspections.manage', 'remove')} onClick={() => setRemoves(true)} />
            {head.state === 'open' ? (
              <ActionButton
                label={t('inspections.fillIn')}
                shortcut="F4"
                disabledReason={why('inspections.work', 'record')}
                onClick={() => go({ to: paths.inspectionSheet, params: { inspectionId } })}
              />
            ) : (
              <ActionButton
                label={t('inspections.reopen')}
                disabledReason={why('inspections.work', 'reopen')}
                busy={reopen.isRunning}
                onClick={() => void reopen.run({ inspectionId })}
              />
            )}
            <ActionButton label={t('inspections.report')} shortcut="F9" onClick={() => go({ to: paths.inspectionReport, params: { inspectionId } })} />
            <ActionButton
              look="primary"
              label={t('inspections.offerAll', { count: open.length })}
              shortcut="F8"
              disabledReason={mayOffer}
              busy={toLines.isRunning}
              onClick={() => void offer(open.map(({ id }) => id))}
            />
          </>
        )
      }
    >
      {head.deleted && <Notice tone="waiting">{t('inspections.isRemoved')}</Notice>}
      <FailureNotice failure={toLines.failure ?? reopen.failure ?? restore.failure} />
      <Counts counts={head.counts} withWords />
      <Columns sizes="mainFirst">
        <Panel flush title={<bdi>{label(head.templateName)}</bdi>}>
          <PointRows
            content={content}
            points={points}
            photos={photos.data ?? []}
            actionOf={(point) =>
              isFinding(point.tone) && point.line === null && !head.deleted ? (
                <ActionButton
                  size="xs"
                  label={t('inspections.offer')}
                  disabledReason={can('inspections.offer') ? null : t('failure.platform.notAllowed')}
                  busy={toLines.isRunning}
                  onClick={() => void offer([point.id])}
                />
              ) : null
            }
          />
        </Panel>
        <div className={classes.panels}>
          <Panel title={t('inspections.one')}>
            <Facts
              facts={[
                [
                  t('orders.vehicle'),
                  <span key="v">
                    <Plate plate={head.plate} />{' '}
                    <TextLink to={paths.vehicle} params={{ vehicleId: head.vehicleId }}>
                      <bdi>{head.vehicleLabel}</bdi>
                    </TextLink>
                  </span>,
                ],
                [
                  t('orders.customer'),
                  <TextLink key="c" to={paths.customer} params={{ customerId: head.customerId }}>
                    <bdi>{head.customerName}</bdi>
                  </TextLink>,
                ],
                [
                  t('order.one'),
                  <TextLink key="o" to={paths.workOrder} params={{ workOrderId: head.workOrderId }}>
                    <Code>{head.workOrderNumber}</Code>
                  </TextLink>,
                ],
                [t('orders.technician'), head.technicianName && <bdi key="t">{head.technicianName}</bdi>],
                [t('inspections.begun'), <DateTime key="b" at={head.createdAt} />],
                [t('inspections.finished'), head.doneAt === null ? '' : <DateTime key="d" at={head.doneAt} />],
                [t('inspections.handedOver'), head.reportedAt === null ? '' : <DateTime key="r" at={head.reportedAt} />],
                [
                  t('inspections.noteForCustomer'),
                  head.note && (
                    <span key="n" dir="auto" style={{ whiteSpace: 'pre-wrap' }}>
                      {head.note}
                    </span>
                  ),
                ],
              ]}
            />
          </Panel>
          {head.state === 'open' && head.counts.open > 0 && (
            <StateBadge
              tone="waiting"
              size="lg"
              label={t('inspections.progressOf', { done: head.counts.points - head.counts.open, points: head.counts.points })}
            />
          )}
        </div>
      </Columns>
      {removes && (
        <ConfirmDialog
          opened
          danger
          title={t('inspections.removeTitle', { number: head.number })}
          text={t('inspections.removeText')}
          confirmLabel={t('common.remove')}
          busy={remove.isRunning}
          failure={remove.failure}
          onConfirm={() => void remove.run({ inspectionId }).then((done) => done.ok && setRemoves(false))}
          onCancel={() => setRemoves(false)}
        />
      )}
    </Page>
  )
}
