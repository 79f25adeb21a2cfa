import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Id } from '#shared/kernel/ids.ts'
import type { Visit } from '#shared/modules/work-orders/model.ts'
import { useQuery } from '../../data/queries.ts'
import { TextLink } from '../../data/route.tsx'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { DateTime, Money, Plate } from '../../ui/display.tsx'
import { Page } from '../../ui/Page.tsx'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { OrderBadge } from './parts/OrderBadge.tsx'
import classes from './VehicleHistoryPage.module.css'

const STEP = 20
const MOST = 200

/** Everything that was done to a vehicle, and what was not wanted, on one screen: newest visit first. */
export function VehicleHistoryPage() {
  const t = useT()
  const { vehicleId } = useParams({ strict: false }) as { vehicleId: Id<'vehicle'> } // the route's own parameter; the core checks it
  const [limit, setLimit] = useState(STEP)
  const vehicle = useQuery('vehicles.get', { vehicleId })
  const { data, failure, retry } = useQuery('workOrders.history', { vehicleId, limit })
  const name = vehicle.data ? [vehicle.data.year, vehicle.data.make, vehicle.data.model].filter(Boolean).join(' ') : ''
  const back = (
    <TextLink to={paths.vehicle} params={{ vehicleId }}>
      <bdi>{name || t('vehicles.one')}</bdi>
    </TextLink>
  )
  return (
    <Page title={t('visits.title')} badge={vehicle.data && <Plate plate={vehicle.data.plate} />} back={back}>
      {failure && <ErrorState failure={failure} onRetry={retry} />}
      {!failure && !data && <Loading lines={9} />}
      {data?.rows.length === 0 && <EmptyState title={t('visits.noneTitle')} text={t('visits.noneText')} />}
      {data && data.rows.length > 0 && (
        <ol className={classes.visits} aria-label={t('visits.of', { vehicle: name })}>
          {data.rows.map((visit) => (
            <VisitCard key={visit.id} visit={visit} />
          ))}
        </ol>
      )}
      {data?.next && limit < MOST && <ActionButton label={t('visits.more')} onClick={() => setLimit(Math.min(MOST, limit + STEP * 2))} />}
    </Page>
  )
}

function VisitCard({ visit }: { visit: Visit }) {
  const t = useT()
  const groups = [...visit.services, null].flatMap((service) => {
    const lines = visit.lines.filter(({ serviceId }) => (service ? serviceId === service.id : !visit.services.some(({ id }) => id === serviceId)))
    return lines.length === 0 ? [] : [{ key: service?.id ?? '', title: service?.title ?? null, lines }]
  })
  return (
    <li className={classes.visit}>
      <header className={classes.head}>
        <TextLink to={paths.workOrder} params={{ workOrderId: visit.id }}>
          <bdi dir="ltr">{visit.number}</bdi>
        </TextLink>
        <OrderBadge state={visit.state} />
        <DateTime at={visit.createdAt} />
        {visit.mileageKm !== null && <bdi>{t('visits.mileage', { km: visit.mileageKm })}</bdi>}
        {visit.technicianName && <bdi>{visit.technicianName}</bdi>}
        {visit.comebackOfNumber !== null && <strong className={classes.comeback}>{t('visits.comeback', { number: visit.comebackOfNumber })}</strong>}
        <span className={classes.total}>
          <Money minor={visit.totalMinor} strong />
        </span>
      </header>
      {visit.concern !== '' && (
        <p dir="auto" className={classes.concern}>
          {visit.concern}
        </p>
      )}
      {groups.map(({ key, title, lines }) => (
        <section key={key} className={classes.group}>
          {title !== null && <h3 dir="auto">{title}</h3>}
          <ul>
            {lines.map((line) => (
              <li key={line.id} data-declined={line.declined || undefined}>
                <span dir="auto">{line.description}</span>
                <span className={classes.marks}>
                  {line.warranty !== 'none' && <span>{t(`warranty.${line.warranty}`)}</span>}
                  {line.declined && (
                    <span>
                      {line.isTakenOver
                        ? t('visits.taken')
                        : line.dismissed
                          ? t('visits.dismissed', { reason: t(`dismissal.${line.dismissed}`) })
                          : t('visits.notTaken')}
                    </span>
                  )}
                </span>
                <Money minor={line.amountMinor} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </li>
  )
}
