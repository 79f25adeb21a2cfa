import { useMediaQuery } from '@mantine/hooks'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { orderMachine, type OrderView } from '#shared/modules/work-orders/model.ts'
import { soldMinutes, workedMinutes } from '#shared/modules/work-orders/rules.ts'
import { useNow } from '../../data/now.ts'
import { useQuery } from '../../data/queries.ts'
import { TextLink, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { useShop } from '../../data/shop.ts'
import type { RecordSlot } from '../../data/slots.ts'
import { paths } from '../../paths.ts'
import { durationText } from '../../texts/duration.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Code, DateTime, Phone, Plate } from '../../ui/display.tsx'
import { Facts, Page, Panel } from '../../ui/Page.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { ErrorState, Loading, Notice } from '../../ui/states.tsx'
import { Inspections } from '../vehicles/parts/Inspections.tsx'
import { ApproveForm } from './parts/ApproveForm.tsx'
import { Approvals } from './parts/Approvals.tsx'
import { Comebacks } from './parts/Comebacks.tsx'
import { DeferredBanner } from './parts/DeferredBanner.tsx'
import { Gates } from './parts/Gates.tsx'
import { History } from './parts/History.tsx'
import { LinesTable } from './parts/LinesTable.tsx'
import { OrderActions } from './parts/OrderActions.tsx'
import { isLate, OrderBadge } from './parts/OrderBadge.tsx'
import { OrderParts } from './parts/OrderParts.tsx'
import { When } from './parts/When.tsx'
import { OrderForm } from './OrderForm.tsx'
import classes from './WorkOrderPage.module.css'

/** Below this the screen scrolls as a whole. */
const SCROLLS_BELOW = '(max-width: 1100px), (max-height: 620px)'

interface Slots {
  Notes: RecordSlot
  /** Of the order's booking: what the plan says of it. */
  Plan: RecordSlot
  Print: RecordSlot
}

/** One order on one screen: who, what car, where it stands, its lines, what is wrong, what happened. */
export function WorkOrderPage(slots: Slots) {
  const t = useT()
  const { workOrderId } = useParams({ strict: false }) as { workOrderId: string } // the route's own parameter
  const { data, failure, retry } = useQuery('workOrders.get', { workOrderId })
  const back = <TextLink to={paths.workOrders}>{t('orders.title')}</TextLink>
  if (failure)
    return (
      <Page title={t('order.one')} back={back}>
        <ErrorState failure={failure} onRetry={retry} />
      </Page>
    )
  if (!data)
    return (
      <Page title={t('order.one')} back={back}>
        <Loading lines={9} />
      </Page>
    )
  return <Screen key={data.order.id} view={data} back={back} {...slots} />
}

function Screen({ view, back, Notes, Plan, Print }: Slots & { view: OrderView; back: React.ReactNode }) {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const { company, locations } = useShop()
  const now = useNow()
  const scrolls = useMediaQuery(SCROLLS_BELOW, window.matchMedia(SCROLLS_BELOW).matches)
  const [dialog, setDialog] = useState<'edit' | 'approve' | null>(null)
  const { order, customer, vehicle } = view
  const late = isLate(order, now)
  const isFrozen = order.deleted || orderMachine[order.state].edit === 'refused'
  const lockedBecause = !can('workOrders.write') ? t('failure.platform.notAllowed') : isFrozen ? t('lines.frozen') : null
  const worked = workedMinutes(order, now)
  const sold = soldMinutes(view.lines)
  return (
    <Page
      fills={!scrolls}
      title={<bdi dir="ltr">{order.number}</bdi>}
      badge={
        <>
          <OrderBadge state={order.state} size="lg" />
          {late && order.promisedAt !== null && <StateBadge tone="bad" size="lg" label={t('order.promisedLate', { at: order.promisedAt })} />}
        </>
      }
      back={back}
      actions={
        <>
          {!order.deleted && <Print recordId={order.id} />}
          <OrderActions view={view} onEdit={() => setDialog('edit')} onApprove={() => setDialog('approve')} />
        </>
      }
    >
      {order.deleted && <Notice tone="waiting">{t('order.isRemoved')}</Notice>}
      {order.state === 'onHold' && order.holdReason !== '' && <Notice tone="waiting">{t('order.onHoldBecause', { reason: order.holdReason })}</Notice>}
      {order.state === 'cancelled' && <Notice tone="info">{t('order.cancelledBecause', { reason: order.cancelledReason })}</Notice>}
      {order.appointmentId !== null && !isFrozen && <Plan recordId={order.appointmentId} />}
      <DeferredBanner order={order} />
      <div className={classes.facts}>
        <Facts
          facts={[
            [
              t('orders.customer'),
              <span key="c">
                <TextLink to={paths.customer} params={{ customerId: customer.id }}>
                  <strong dir="auto">{customer.name}</strong>
                </TextLink>
                {customer.phone && (
                  <>
                    {' '}
                    <Phone number={customer.phone} />
                  </>
                )}
              </span>,
            ],
            [
              t('orders.vehicle'),
              <span key="v">
                <Plate plate={vehicle.plate} />{' '}
                <TextLink to={paths.vehicle} params={{ vehicleId: vehicle.id }}>
                  <bdi>{vehicle.label || vehicle.vin}</bdi>
                </TextLink>{' '}
                <TextLink to={paths.vehicleHistory} params={{ vehicleId: vehicle.id }}>
                  {t('order.vehicleHistory')}
                </TextLink>
              </span>,
            ],
            [t('orders.promised'), order.promisedAt === null ? t('order.noPromise') : <When key="p" at={order.promisedAt} now={now} />],
            [t('orders.bay'), view.bay?.name],
            [t('orders.technician'), view.technician?.name],
            [
              t('order.worked'),
              worked === 0 && order.startedAt === null && sold === 0 ? (
                ''
              ) : (
                <span key="w" className={sold > 0 && worked > sold ? classes.over : undefined}>
                  {durationText(worked)} {sold > 0 && t('order.ofSold', { time: durationText(sold) })}
                </span>
              ),
            ],
            [
              t('order.mileage'),
              order.mileageKm === null ? (
                vehicle.mileageKm === null ? (
                  ''
                ) : (
                  t('order.lastMileage', { km: vehicle.mileageKm })
                )
              ) : (
                <bdi key="m">{t('visits.mileage', { km: order.mileageKm })}</bdi>
              ),
            ],
            ...(view.comebackOf
              ? [
                  [
                    t('order.comebackOf'),
                    <TextLink key="o" to={paths.workOrder} params={{ workOrderId: view.comebackOf.id }}>
                      <bdi dir="ltr">{view.comebackOf.number}</bdi>
                    </TextLink>,
                  ] as const,
                ]
              : []),
            [t('order.advisor'), view.advisorName || t('order.program')],
          ]}
        />
      </div>
      <div className={classes.work}>
        <LinesTable view={view} lockedBecause={lockedBecause} onApprove={() => setDialog('approve')} />
        <aside className={classes.side}>
          <Panel title={t('order.job')}>
            <Text label={t('order.concern')} text={order.concern} none={t('order.noConcern')} />
            <Text label={t('order.note')} text={order.note} none={t('order.noNote')} />
            <dl className={classes.small}>
              {view.appointmentStartAt !== null && <Fact label={t('order.booking')} at={view.appointmentStartAt} />}
              <Fact label={t('order.opened')} at={order.createdAt} />
              {order.finishedAt !== null && <Fact label={t('order.finished')} at={order.finishedAt} />}
              {vehicle.vin !== '' && (
                <div>
                  <dt>VIN</dt>
                  <dd>
                    <Code>{vehicle.vin}</Code>
                  </dd>
                </div>
              )}
            </dl>
          </Panel>
          {view.comebacks.length > 0 && (
            <Panel title={t('order.comebacks')}>
              <Comebacks comebacks={view.comebacks} />
            </Panel>
          )}
          <OrderParts view={view} />
          <Gates view={view} />
          <Panel title={t('approve.versions')}>
            <Approvals view={view} />
          </Panel>
          <Notes recordId={order.id} />
          {can('inspections.read') && (
            <Inspections
              of={{ workOrderId: order.id }}
              none={t('inspections.noneOfOrder')}
              actions={
                <ActionButton
                  size="xs"
                  label={t('inspections.inspect')}
                  onClick={() => go({ to: paths.orderInspections, params: { workOrderId: order.id } })}
                />
              }
            />
          )}
          {can('audit.read') && (
            <Panel title={t('order.history')}>
              <History recordId={order.id} />
            </Panel>
          )}
        </aside>
      </div>
      {dialog === 'approve' && <ApproveForm view={view} onClose={() => setDialog(null)} />}
      {dialog === 'edit' && (
        <OrderForm
          order={order}
          zone={company?.zone ?? 'UTC'}
          closesAtMinutes={locations.find(({ id }) => id === order.locationId)?.closesAtMinutes ?? 0}
          onClose={() => setDialog(null)}
        />
      )}
    </Page>
  )
}

function Text({ label, text, none }: { label: string; text: string; none: string }) {
  return (
    <div className={classes.text}>
      <h3 className={classes.label}>{label}</h3>
      <p dir="auto" className={text === '' ? classes.none : classes.words}>
        {text || none}
      </p>
    </div>
  )
}

function Fact({ label, at }: { label: string; at: number }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <DateTime at={at} />
      </dd>
    </div>
  )
}
