import { IconPlus } from '@tabler/icons-react'
import { localDate, MINUTE_MS } from '#shared/kernel/time.ts'
import type { AppointmentView } from '#shared/modules/appointments/model.ts'
import type { OrderCard } from '#shared/modules/work-orders/model.ts'
import type { Location } from '#shared/modules/workspace/model.ts'
import { useNow } from '../../data/now.ts'
import { type ListState, useList, useQuery } from '../../data/queries.ts'
import { useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { durationText } from '../../texts/duration.ts'
import { formatDay } from '../../texts/format.ts'
import { useLanguage, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Code, Money, Plate, Time } from '../../ui/display.tsx'
import { Page } from '../../ui/Page.tsx'
import { EmptyState, Loading } from '../../ui/states.tsx'
import { NextBookingStep } from '../appointments/parts/BookingActions.tsx'
import { BookingBadge } from '../appointments/parts/BookingBadge.tsx'
import { dayOf } from '../appointments/parts/timeline.ts'
import { isLate, OrderBadge } from '../work-orders/parts/OrderBadge.tsx'
import { AgendaPanel, AgendaRow } from './parts/AgendaPanel.tsx'
import { InvoiceBadge, isOverdue } from './parts/InvoiceBadge.tsx'
import { TodayBays } from './parts/TodayBays.tsx'
import classes from './TodayPage.module.css'

/** What matters now, each one press from its action. */
export function TodayPage() {
  const t = useT()
  const { company, location } = useShop()
  if (!company)
    return (
      <Page title={t('todayPage.title')}>
        <Loading />
      </Page>
    )
  if (!location)
    return (
      <Page title={t('todayPage.title')}>
        <EmptyState title={t('bays.noLocation')} />
      </Page>
    )
  return <Today location={location} zone={company.zone} />
}

function Today({ location, zone }: { location: Location; zone: string }) {
  const t = useT()
  const go = useGo()
  const language = useLanguage()
  const { can } = useSession()
  const now = useNow()
  const today = localDate(now, zone)
  const notAllowed = t('failure.platform.notAllowed')
  const mayRead = can('workOrders.read')
  const orders = { locationId: location.id, sort: 'promised' } as const
  const open = useList('workOrders.list', { ...orders, state: 'open' }, { enabled: mayRead })
  const running = useList('workOrders.list', { ...orders, state: 'inProgress' }, { enabled: mayRead })
  const held = useList('workOrders.list', { ...orders, state: 'onHold' }, { enabled: mayRead })
  const live = [open, running, held]
  const underWay = live.flatMap(({ rows }) => rows)
  return (
    <Page
      title={t('todayPage.title')}
      badge={<span className={classes.date}>{formatDay(today, language)}</span>}
      actions={
        <>
          <ActionButton
            label={t('orders.create')}
            icon={<IconPlus size={16} />}
            shortcut="F4"
            disabledReason={can('workOrders.write') ? null : notAllowed}
            onClick={() => go({ to: paths.newWorkOrder })}
          />
          <ActionButton
            look="primary"
            label={t('booking.create')}
            icon={<IconPlus size={16} />}
            shortcut="F2"
            disabledReason={can('appointments.write') ? null : notAllowed}
            onClick={() => go({ to: paths.schedule, search: { new: true } })}
          />
        </>
      }
    >
      <div className={classes.columns}>
        <div className={classes.column}>
          <TodayBays locationId={location.id} now={now} />
          <Late lists={live} now={now} isClosed={!mayRead} />
        </div>
        <div className={classes.column}>
          <Bookings location={location} zone={zone} today={today} now={now} orders={underWay} />
        </div>
        <div className={classes.column}>
          <Done locationId={location.id} isClosed={!mayRead} />
          <Unpaid locationId={location.id} today={today} />
        </div>
      </div>
    </Page>
  )
}

function Late({ lists, now, isClosed }: { lists: readonly ListState<OrderCard>[]; now: number; isClosed: boolean }) {
  const t = useT()
  const go = useGo()
  const late = lists
    .flatMap(({ rows }) => rows)
    .filter((row) => isLate(row, now))
    .sort((a, b) => (a.promisedAt ?? 0) - (b.promisedAt ?? 0))
  return (
    <AgendaPanel
      title={t('todayPage.late')}
      tone="bad"
      count={lists.some(({ isLoading }) => isLoading) ? null : late.length}
      isLoading={lists.some(({ isLoading }) => isLoading)}
      failure={lists.find(({ failure }) => failure)?.failure ?? null}
      onRetry={() => lists.forEach((list) => list.retry())}
      isClosed={isClosed}
      none={t('todayPage.lateNone')}
      actions={
        late.length > 0 && (
          <ActionButton size="xs" look="quiet" label={t('todayPage.all')} onClick={() => go({ to: paths.workOrders, search: { late: true } })} />
        )
      }
    >
      {late.slice(0, SHOWN).map((job) => (
        <AgendaRow
          key={job.id}
          onOpen={() => go({ to: paths.workOrder, params: { workOrderId: job.id } })}
          tone="bad"
          lead={<Time at={job.promisedAt ?? 0} />}
          title={
            <>
              <Plate plate={job.plate} /> <bdi>{job.customerName}</bdi>
            </>
          }
          badge={<OrderBadge state={job.state} look="plain" />}
          line={t('todayPage.lateBy', { duration: durationText(Math.floor((now - (job.promisedAt ?? now)) / MINUTE_MS)) })}
        />
      ))}
    </AgendaPanel>
  )
}

/** Rows of a panel at most; the rest is one press away. */
const SHOWN = 12
const LATE_AFTER_MS = 10 * MINUTE_MS
const RANK: Partial<Record<AppointmentView['state'], number>> = { clash: 0, called: 1, arrived: 2 }

function Bookings({ location, zone, today, now, orders }: { location: Location; zone: string; today: string; now: number; orders: readonly OrderCard[] }) {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const day = dayOf(today, zone)
  const isClosed = !can('appointments.read')
  const { data, isLoading, failure, retry } = useQuery(
    'appointments.range',
    { locationId: location.id, fromAt: day.startAt, toAt: day.endAt },
    { enabled: !isClosed },
  )
  const waiting = (data ?? [])
    .filter(({ state }) => state !== 'completed' && state !== 'cancelled' && state !== 'noShow')
    .map((booking) => ({ booking, order: orders.find(({ appointmentId }) => appointmentId === booking.id) }))
    .filter(({ order }) => order === undefined || order.state === 'open')
    .sort((a, b) => (RANK[a.booking.state] ?? 3) - (RANK[b.booking.state] ?? 3) || a.booking.startAt - b.booking.startAt)
  return (
    <AgendaPanel
      title={t('todayPage.bookings')}
      tone="waiting"
      count={data ? waiting.length : null}
      isLoading={isLoading}
      failure={failure}
      onRetry={retry}
      isClosed={isClosed}
      none={t('todayPage.bookingsNone')}
      actions={<ActionButton size="xs" look="quiet" label={t('nav.schedule')} onClick={() => go({ to: paths.schedule })} />}
    >
      {waiting.map(({ booking, order }) => {
        const isMissing = (booking.state === 'pending' || booking.state === 'confirmed') && booking.startAt < now - LATE_AFTER_MS
        return (
          <AgendaRow
            key={booking.id}
            onOpen={() => go({ to: paths.schedule, search: { booking: booking.id } })}
            tone={booking.state === 'clash' ? 'bad' : booking.state === 'called' || isMissing ? 'waiting' : undefined}
            lead={<Time at={booking.startAt} />}
            title={
              <>
                <bdi>{booking.customerName}</bdi> {booking.plate && <Plate plate={booking.plate} />}
              </>
            }
            badge={<BookingBadge state={booking.state} look="plain" />}
            line={
              isMissing ? (
                t('todayPage.lateBy', { duration: durationText(Math.floor((now - booking.startAt) / MINUTE_MS)) })
              ) : (
                <bdi>{[booking.bayName, booking.technicianName, booking.concern].filter(Boolean).join(' · ')}</bdi>
              )
            }
            action={
              order ? (
                <ActionButton size="xs" label={order.number} onClick={() => go({ to: paths.workOrder, params: { workOrderId: order.id } })} />
              ) : booking.state === 'clash' ? undefined : (
                <NextBookingStep appointment={booking} />
              )
            }
          />
        )
      })}
    </AgendaPanel>
  )
}

function Done({ locationId, isClosed }: { locationId: string; isClosed: boolean }) {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const list = useList('workOrders.list', { locationId, state: 'done', sort: 'newest' }, { enabled: !isClosed })
  return (
    <AgendaPanel
      title={t('todayPage.done')}
      tone="waiting"
      count={list.isLoading ? null : list.total}
      isLoading={list.isLoading}
      failure={list.failure}
      onRetry={list.retry}
      isClosed={isClosed}
      none={t('todayPage.doneNone')}
      actions={
        list.total > SHOWN && (
          <ActionButton size="xs" look="quiet" label={t('todayPage.all')} onClick={() => go({ to: paths.workOrders, search: { state: 'done' } })} />
        )
      }
    >
      {list.rows.slice(0, SHOWN).map((job) => (
        <AgendaRow
          key={job.id}
          onOpen={() => go({ to: paths.workOrder, params: { workOrderId: job.id } })}
          lead={<Plate plate={job.plate} />}
          title={
            <>
              <bdi>{job.customerName}</bdi>
            </>
          }
          line={
            <>
              <Code>{job.number}</Code> · <Money minor={job.totalMinor} strong />
            </>
          }
          action={
            <ActionButton
              size="xs"
              look="primary"
              label={t('todayPage.invoice')}
              disabledReason={can('invoices.issue') ? null : t('failure.platform.notAllowed')}
              onClick={() => go({ to: paths.issueInvoice, params: { workOrderId: job.id } })}
            />
          }
        />
      ))}
    </AgendaPanel>
  )
}

function Unpaid({ locationId, today }: { locationId: string; today: string }) {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const isClosed = !can('invoices.read')
  const list = useList('invoicing.list', { locationId, state: 'issued', sort: 'due' }, { enabled: !isClosed })
  return (
    <AgendaPanel
      title={t('todayPage.unpaid')}
      tone="waiting"
      count={list.isLoading ? null : list.total}
      isLoading={list.isLoading}
      failure={list.failure}
      onRetry={list.retry}
      isClosed={isClosed}
      none={t('todayPage.unpaidNone')}
      actions={
        list.total > SHOWN && (
          <ActionButton size="xs" look="quiet" label={t('todayPage.all')} onClick={() => go({ to: paths.invoices, search: { state: 'issued' } })} />
        )
      }
    >
      {list.rows.slice(0, SHOWN).map((invoice) => (
        <AgendaRow
          key={invoice.id}
          onOpen={() => go({ to: paths.invoice, params: { invoiceId: invoice.id } })}
          tone={isOverdue(invoice, today) ? 'bad' : undefined}
          lead={<Money minor={invoice.dueMinor} strong />}
          title={
            <>
              <bdi>{invoice.customerName}</bdi>
            </>
          }
          badge={isOverdue(invoice, today) ? <InvoiceBadge state={invoice.state} isOverdue look="plain" /> : undefined}
          line={
            <>
              <Code>{invoice.number}</Code> · {t('todayPage.dueSince', { on: invoice.dueOn })}
            </>
          }
          action={
            <ActionButton
              size="xs"
              label={t('todayPage.takePayment')}
              disabledReason={can('payments.take') ? null : t('failure.platform.notAllowed')}
              onClick={() => go({ to: paths.invoice, params: { invoiceId: invoice.id } })}
            />
          }
        />
      ))}
    </AgendaPanel>
  )
}
