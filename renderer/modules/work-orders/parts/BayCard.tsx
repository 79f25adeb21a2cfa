import { useState } from 'react'
import { workedMinutes } from '#shared/modules/work-orders/rules.ts'
import type { OrderCard } from '#shared/modules/work-orders/model.ts'
import type { Output } from '../../../data/client.ts'
import { TextLink } from '../../../data/route.tsx'
import { useSession } from '../../../data/session.ts'
import { paths } from '../../../paths.ts'
import { durationText } from '../../../texts/duration.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Code, Plate, Time } from '../../../ui/display.tsx'
import { StateBadge } from '../../../ui/StateBadge.tsx'
import { BookingBadge } from '../../appointments/parts/BookingBadge.tsx'
import { NextBookingStep } from '../../appointments/parts/BookingActions.tsx'
import { BayBadge } from '../../bays/parts/BayBadge.tsx'
import { BayMenu } from '../../bays/parts/BayMenu.tsx'
import classes from './BayCard.module.css'
import { isLate, OrderBadge } from './OrderBadge.tsx'
import { PickJob } from './PickJob.tsx'
import { useJobSteps } from './useJobSteps.tsx'

export type BoardBay = Output<'workOrders.bayBoard'>[number]

/** One bay: what stands in it and for how long, what comes next, and what to do about it. */
export function BayCard({ board, now }: { board: BoardBay; now: number }) {
  const t = useT()
  const { bay, job, nextAppointment } = board
  const [picks, setPicks] = useState(false)
  const shown = job?.state === 'onHold' ? 'held' : bay.state
  return (
    <article className={classes.card} data-state={shown} aria-label={bay.name}>
      <header className={classes.head}>
        <h2 className={classes.name}>{bay.name}</h2>
        <BayBadge state={bay.state} size="lg" />
        <BayMenu bay={bay} />
      </header>
      <div className={classes.body}>
        {job ? (
          <JobInBay key={job.id} job={job} now={now} />
        ) : bay.state === 'down' ? (
          <p className={classes.empty}>{t('bays.downText')}</p>
        ) : (
          <NextInBay next={nextAppointment} onStart={() => setPicks(true)} />
        )}
      </div>
      {(job || bay.state === 'down') && (
        <footer className={classes.next}>
          <div className={classes.nextWords}>
            <span className={classes.label}>{t('board.next')}</span>
            {nextAppointment ? (
              <span className={classes.nextLine}>
                <strong>
                  <Time at={nextAppointment.startAt} />
                </strong>{' '}
                <bdi>{nextAppointment.customerName}</bdi> {nextAppointment.plate && <Plate plate={nextAppointment.plate} />}{' '}
                <BookingBadge state={nextAppointment.state} look="plain" />
              </span>
            ) : (
              <span className={classes.dim}>{t('board.nextNone')}</span>
            )}
          </div>
        </footer>
      )}
      {picks && <PickJob bay={bay} onClose={() => setPicks(false)} />}
    </article>
  )
}

/** What a free bay waits for. */
function NextInBay({ next, onStart }: { next: BoardBay['nextAppointment']; onStart: () => void }) {
  const t = useT()
  const { can } = useSession()
  return (
    <>
      {next ? (
        <div className={classes.job}>
          <div className={classes.car}>
            <span className={classes.label}>{next.state === 'called' ? t('board.calledNow') : t('board.next')}</span>
            <bdi className={classes.waiting}>{next.customerName}</bdi>
            <span className={classes.nextLine}>
              {next.plate && <Plate plate={next.plate} />} <bdi>{next.vehicleLabel}</bdi>
            </span>
            <span className={classes.nextLine}>
              <BookingBadge state={next.state} /> <bdi className={classes.dim}>{next.technicianName}</bdi>
            </span>
          </div>
          <div className={classes.time}>
            <span className={classes.minutes}>
              <Time at={next.startAt} />
            </span>
          </div>
        </div>
      ) : (
        <p className={classes.empty}>{t('board.nextNone')}</p>
      )}
      <div className={classes.actions}>
        <ActionButton
          size="xs"
          label={t('board.startJob')}
          disabledReason={can('workOrders.work') ? null : t('failure.platform.notAllowed')}
          onClick={onStart}
        />
        {next && <NextBookingStep appointment={next} />}
      </div>
    </>
  )
}

function JobInBay({ job, now }: { job: OrderCard; now: number }) {
  const t = useT()
  const steps = useJobSteps(job)
  const late = isLate(job, now)
  return (
    <>
      <div className={classes.job}>
        <div className={classes.car}>
          <span className={classes.plate}>
            <Plate plate={job.plate} />
          </span>
          <bdi className={classes.vehicle}>{job.vehicleLabel}</bdi>
          <bdi className={classes.customer}>{job.customerName}</bdi>
        </div>
        <div className={classes.time}>
          <span className={classes.minutes}>{durationText(workedMinutes(job, now))}</span>
          <span className={classes.label}>{job.state === 'inProgress' ? t('board.running') : t('board.worked')}</span>
        </div>
      </div>
      <div className={classes.facts}>
        <TextLink to={paths.workOrder} params={{ workOrderId: job.id }}>
          <Code>{job.number}</Code>
        </TextLink>
        <OrderBadge state={job.state} />
        <bdi>{job.technicianName}</bdi>
        {job.promisedAt !== null &&
          (late ? (
            <StateBadge tone="bad" label={t('order.promisedLate', { at: job.promisedAt })} />
          ) : (
            <span className={classes.dim}>{t('jobs.promised', { at: job.promisedAt })}</span>
          ))}
        {job.holdReason !== '' && <bdi className={classes.dim}>{job.holdReason}</bdi>}
      </div>
      <div className={classes.actions}>
        {job.state === 'onHold' ? (
          <ActionButton size="xs" label={t('order.resume')} disabledReason={steps.reason('resume')} busy={steps.isRunning} onClick={steps.begin} />
        ) : (
          <ActionButton size="xs" label={t('order.hold')} disabledReason={steps.reason('hold')} onClick={() => steps.open('hold')} />
        )}
        <ActionButton size="xs" look="primary" label={t('order.finish')} disabledReason={steps.reason('finish')} onClick={() => steps.open('finish')} />
      </div>
      {steps.dialog}
    </>
  )
}
