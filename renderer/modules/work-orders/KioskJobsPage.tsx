import { IconPlayerPlay } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { bookingOf } from '#shared/modules/appointments/model.ts'
import { workedMinutes } from '#shared/modules/work-orders/rules.ts'
import type { OrderCard } from '#shared/modules/work-orders/model.ts'
import { useNow } from '../../data/now.ts'
import { useQuery } from '../../data/queries.ts'
import { useGo } from '../../data/route.tsx'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { durationText } from '../../texts/duration.ts'
import { useT } from '../../texts/t.ts'
import { Plate, Time } from '../../ui/display.tsx'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { BookingBadge } from '../appointments/parts/BookingBadge.tsx'
import { KioskClock } from '../clock/parts/KioskClock.tsx'
import classes from './Kiosk.module.css'
import { isLate, OrderBadge } from './parts/OrderBadge.tsx'

/** A technician's day: what they work on, what comes next, what is held, who is booked. */
export function KioskJobsPage() {
  const t = useT()
  const go = useGo()
  const now = useNow(15_000)
  const { location } = useShop()
  const { data, failure, retry } = useQuery('workOrders.myJobs', location ? { locationId: location.id } : {}, { keepLast: true })
  if (failure?.code === 'workOrders.notATechnician') return <EmptyState title={t('jobs.notTitle')} text={t('failure.workOrders.notATechnician')} />
  if (failure) return <ErrorState failure={failure} onRetry={retry} />
  if (!data) return <Loading />
  const open = (job: OrderCard) => go({ to: paths.kioskJob, params: { workOrderId: job.id } })
  const { inProgress, next, onHold, waiting, finishedToday } = data
  const begun = [inProgress, ...next, ...onHold].map((job) => job?.appointmentId)
  const today = data.today.filter((booking) => !begun.includes(bookingOf(booking)))
  const isIdle = !inProgress && next.length === 0 && onHold.length === 0 && waiting.length === 0 && today.length === 0
  return (
    <div className={classes.screen}>
      <h1 className={classes.title}>{t('jobs.title')}</h1>
      <KioskClock />
      {inProgress && (
        <Section title={t('jobs.working')}>
          <button type="button" className={classes.running} onClick={() => open(inProgress)}>
            <IconPlayerPlay size={44} stroke={1.6} aria-hidden="true" />
            <JobWords job={inProgress} now={now} />
            <span className={classes.clock}>
              <strong>{durationText(workedMinutes(inProgress, now))}</strong>
              {t('jobs.worked')}
            </span>
          </button>
        </Section>
      )}
      {isIdle && <EmptyState title={t('jobs.nothing')} text={t('jobs.nothingText')} />}
      <div className={classes.columns}>
        {(next.length > 0 || onHold.length > 0) && (
          <div className={classes.column}>
            {next.length > 0 && (
              <Section title={t('jobs.next')}>
                {next.map((job) => (
                  <JobButton key={job.id} job={job} now={now} onOpen={open} />
                ))}
              </Section>
            )}
            {onHold.length > 0 && (
              <Section title={t('jobs.onHold')}>
                {onHold.map((job) => (
                  <JobButton key={job.id} job={job} now={now} onOpen={open} />
                ))}
              </Section>
            )}
          </div>
        )}
        <div className={classes.column}>
          {waiting.length > 0 && (
            <Section title={t('jobs.waiting')} hint={t('jobs.waitingText')}>
              {waiting.map((job) => (
                <JobButton key={job.id} job={job} now={now} onOpen={open} />
              ))}
            </Section>
          )}
          {today.length > 0 && (
            <Section title={t('jobs.today')}>
              {today.map((booking) => (
                <div key={booking.id} className={classes.booking}>
                  <span className={classes.time}>
                    <Time at={booking.startAt} />
                  </span>
                  <span className={classes.words}>
                    <span className={classes.first}>
                      {booking.plate && <Plate plate={booking.plate} />} <bdi>{booking.customerName}</bdi>
                    </span>
                    <span className={classes.second}>
                      <BookingBadge state={booking.state} look="plain" /> <bdi>{booking.bayName}</bdi> <bdi>{booking.concern}</bdi>
                    </span>
                  </span>
                </div>
              ))}
            </Section>
          )}
          {finishedToday.length > 0 && (
            <Section title={t('jobs.finished')}>
              {finishedToday.map((job) => (
                <JobButton key={job.id} job={job} now={now} onOpen={open} />
              ))}
            </Section>
          )}
        </div>
      </div>
    </div>
  )
}

function Section({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <div>
        <h2 className={classes.heading}>{title}</h2>
        {hint && <p className={classes.second}>{hint}</p>}
      </div>
      {children}
    </section>
  )
}

function JobButton({ job, now, onOpen }: { job: OrderCard; now: number; onOpen: (job: OrderCard) => void }) {
  return (
    <button type="button" className={classes.job} onClick={() => onOpen(job)}>
      <JobWords job={job} now={now} />
    </button>
  )
}

function JobWords({ job, now }: { job: OrderCard; now: number }) {
  const t = useT()
  return (
    <span className={classes.words}>
      <span className={classes.first}>
        <Plate plate={job.plate} /> <bdi>{job.vehicleLabel}</bdi>
      </span>
      {(job.holdReason || job.concern) && <bdi className={classes.concern}>{job.holdReason || job.concern}</bdi>}
      <span className={classes.second}>
        <OrderBadge state={job.state} look="plain" />
        <bdi>{job.customerName}</bdi>
        {job.bayName && <bdi>{job.bayName}</bdi>}
        {job.promisedAt !== null && (isLate(job, now) ? <StateBadge tone="bad" look="plain" label={t('jobs.late')} /> : null)}
        {job.promisedAt !== null && <span>{t('jobs.promised', { at: job.promisedAt })}</span>}
      </span>
    </span>
  )
}
