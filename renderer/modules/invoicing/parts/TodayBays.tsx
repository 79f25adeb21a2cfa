import { workedMinutes } from '#shared/modules/work-orders/rules.ts'
import { useQuery } from '../../../data/queries.ts'
import { useGo } from '../../../data/route.tsx'
import { useSession } from '../../../data/session.ts'
import { paths } from '../../../paths.ts'
import { durationText } from '../../../texts/duration.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Plate, Time } from '../../../ui/display.tsx'
import { NextBookingStep } from '../../appointments/parts/BookingActions.tsx'
import { BookingBadge } from '../../appointments/parts/BookingBadge.tsx'
import { BayBadge } from '../../bays/parts/BayBadge.tsx'
import type { BoardBay } from '../../work-orders/parts/BayCard.tsx'
import { isLate, OrderBadge } from '../../work-orders/parts/OrderBadge.tsx'
import { useJobSteps } from '../../work-orders/parts/useJobSteps.tsx'
import { AgendaPanel, AgendaRow } from './AgendaPanel.tsx'

/** What stands in each bay, and what comes next in the free ones. */
export function TodayBays({ locationId, now }: { locationId: string; now: number }) {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const isClosed = !can('workOrders.read')
  const { data, isLoading, failure, retry } = useQuery('workOrders.bayBoard', { locationId }, { enabled: !isClosed })
  return (
    <AgendaPanel
      title={t('todayPage.bays')}
      count={data?.length ?? null}
      isLoading={isLoading}
      failure={failure}
      onRetry={retry}
      isClosed={isClosed}
      none={
        <>
          {t('todayPage.baysNone')} <ActionButton size="xs" label={t('todayPage.addBay')} onClick={() => go({ to: paths.bays })} />
        </>
      }
    >
      {data?.map((board) =>
        board.job ? <Working key={board.bay.id} board={board} job={board.job} now={now} /> : <Waiting key={board.bay.id} board={board} />,
      )}
    </AgendaPanel>
  )
}

function Working({ board, job, now }: { board: BoardBay; job: NonNullable<BoardBay['job']>; now: number }) {
  const t = useT()
  const go = useGo()
  const steps = useJobSteps(job)
  return (
    <>
      <AgendaRow
        onOpen={() => go({ to: paths.workOrder, params: { workOrderId: job.id } })}
        tone={isLate(job, now) ? 'bad' : job.state === 'onHold' ? 'waiting' : undefined}
        lead={
          <>
            {board.bay.name} <Plate plate={job.plate} />
          </>
        }
        title={<bdi>{job.customerName}</bdi>}
        badge={<OrderBadge state={job.state} look="plain" />}
        line={
          <>
            {durationText(workedMinutes(job, now))} · <bdi>{job.technicianName}</bdi>
          </>
        }
        action={
          job.state === 'onHold' ? (
            <ActionButton size="xs" label={t('order.resume')} disabledReason={steps.reason('resume')} busy={steps.isRunning} onClick={steps.begin} />
          ) : (
            <ActionButton size="xs" label={t('order.finish')} disabledReason={steps.reason('finish')} onClick={() => steps.open('finish')} />
          )
        }
      />
      {steps.dialog}
    </>
  )
}

function Waiting({ board: { bay, nextAppointment } }: { board: BoardBay }) {
  const t = useT()
  const go = useGo()
  return (
    <AgendaRow
      onOpen={() => go({ to: paths.bays })}
      tone={nextAppointment?.state === 'called' ? 'waiting' : undefined}
      lead={
        <>
          {bay.name} {nextAppointment?.plate && <Plate plate={nextAppointment.plate} />}
        </>
      }
      title={nextAppointment ? <bdi>{nextAppointment.customerName}</bdi> : <BayBadge state={bay.state} look="plain" />}
      badge={nextAppointment && <BookingBadge state={nextAppointment.state} look="plain" />}
      line={
        nextAppointment ? (
          <>
            <Time at={nextAppointment.startAt} /> · {t('board.next')}
          </>
        ) : (
          bay.state === 'free' && t('board.nextNone')
        )
      }
      action={nextAppointment && bay.state === 'free' && <NextBookingStep appointment={nextAppointment} />}
    />
  )
}
