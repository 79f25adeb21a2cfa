import { useParams } from '@tanstack/react-router'
import { measuredText } from '#shared/modules/inspections/rules.ts'
import { useCommand } from '../../data/command.ts'
import type { Output } from '../../data/client.ts'
import { useList, useQuery } from '../../data/queries.ts'
import { TextLink, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Code, DateTime, Plate } from '../../ui/display.tsx'
import { notify } from '../../ui/notify.ts'
import { Page, Panel } from '../../ui/Page.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { EmptyState, ErrorState, FailureNotice, Loading } from '../../ui/states.tsx'
import { Counts } from './parts/Counts.tsx'
import { InspectionBadge } from './parts/InspectionBadge.tsx'
import { StartButtons } from './parts/StartButtons.tsx'
import { badgeTone, useLabel } from './parts/words.ts'
import classes from './parts/counter.module.css'

/** The inspections of a work order: begin one, look at them, and what earlier visits left open. */
export function OrderInspectionsPage() {
  const t = useT()
  const { workOrderId } = useParams({ strict: false }) as { workOrderId: string } // the route's own parameter
  const { data, failure, retry } = useQuery('workOrders.get', { workOrderId })
  const back = (
    <TextLink to={paths.workOrder} params={{ workOrderId }}>
      {t('order.one')}
    </TextLink>
  )
  if (data) return <Screen view={data} back={back} />
  return (
    <Page title={t('inspections.title')} back={back}>
      {failure ? <ErrorState failure={failure} onRetry={retry} /> : <Loading />}
    </Page>
  )
}

function Screen({ view, back }: { view: Output<'workOrders.get'>; back: React.ReactNode }) {
  const t = useT()
  const go = useGo()
  const label = useLabel()
  const workOrderId = view.order.id
  const list = useList('inspections.list', { workOrderId })
  return (
    <Page
      title={t('inspections.ofOrder', { number: view.order.number })}
      badge={
        <>
          <Plate plate={view.vehicle.plate} /> <bdi>{view.vehicle.label}</bdi>
        </>
      }
      back={back}
    >
      <Panel flush title={t('inspections.title')}>
        {list.failure && <ErrorState failure={list.failure} onRetry={list.retry} />}
        {list.isLoading && <Loading lines={2} />}
        {!list.isLoading && list.rows.length === 0 && <EmptyState title={t('inspections.noneOfOrder')} />}
        {list.rows.map((head) => (
          <div key={head.id} className={classes.line}>
            <span className={classes.name}>
              <TextLink to={paths.inspection} params={{ inspectionId: head.id }}>
                <bdi>{label(head.templateName)}</bdi>
              </TextLink>
            </span>
            <span className={classes.side}>
              <Counts counts={head.counts} /> <InspectionBadge head={head} />
            </span>
            <span className={classes.detail}>
              <Code>{head.number}</Code> <DateTime at={head.createdAt} /> <bdi>{head.technicianName}</bdi>
            </span>
          </div>
        ))}
      </Panel>
      <OpenFindings view={view} />
      <Panel title={t('inspections.begin')}>
        <StartButtons workOrderId={workOrderId} onStarted={(inspectionId) => go({ to: paths.inspectionSheet, params: { inspectionId } })} />
      </Panel>
    </Page>
  )
}

/** What was found on earlier visits and never repaired; one touch puts it on this order. */
function OpenFindings({ view }: { view: Output<'workOrders.get'> }) {
  const t = useT()
  const label = useLabel()
  const { can } = useSession()
  const { run, isRunning, failure } = useCommand('inspections.toLines')
  const { data = [] } = useQuery('inspections.openFindings', { vehicleId: view.vehicle.id })
  if (data.length === 0) return null
  const offer = async (pointIds: string[]) => {
    const done = await run({ workOrderId: view.order.id, pointIds })
    if (done.ok) notify.done(t('inspections.added', { count: done.value.added.length, number: view.order.number }))
  }
  const reason = can('inspections.offer') ? null : t('failure.platform.notAllowed')
  return (
    <Panel
      flush
      title={t('inspections.stillOpen')}
      actions={
        <ActionButton
          label={t('inspections.offerAll', { count: data.length })}
          disabledReason={reason}
          busy={isRunning}
          onClick={() => void offer(data.map(({ pointId }) => pointId))}
        />
      }
    >
      <FailureNotice failure={failure} />
      {data.map((one) => (
        <div key={one.pointId} className={classes.line}>
          <span className={classes.name} dir="auto">
            {label(one.pointName)}
          </span>
          <span className={classes.side}>
            <ActionButton size="xs" label={t('inspections.offer')} disabledReason={reason} busy={isRunning} onClick={() => void offer([one.pointId])} />
            <StateBadge tone={badgeTone[one.tone]} label={label(one.levelName)} />
          </span>
          <span className={classes.detail}>
            <TextLink to={paths.inspection} params={{ inspectionId: one.inspectionId }}>
              <Code>{one.number}</Code>
            </TextLink>
            <DateTime at={one.doneAt} />
            {one.measuredMilli !== null && <bdi dir="ltr">{measuredText(one.measuredMilli, one.unit)}</bdi>}
            {one.note !== '' && <span dir="auto">{one.note}</span>}
          </span>
        </div>
      ))}
    </Panel>
  )
}
