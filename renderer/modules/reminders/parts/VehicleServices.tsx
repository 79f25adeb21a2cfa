import { useQuery } from '../../../data/queries.ts'
import { formatNumber } from '../../../texts/format.ts'
import { useLanguage, useT } from '../../../texts/t.ts'
import { Day } from '../../../ui/display.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { ErrorState } from '../../../ui/states.tsx'
import { DueBadge } from './DueBadge.tsx'
import { DueDay } from './DueDay.tsx'
import { Row, Rows } from '../../../ui/Rows.tsx'
import classes from './Reminders.module.css'

/** Where a vehicle stands with the services that come again, on its page; nothing where the shop has none. */
export function VehicleServices({ vehicleId }: { vehicleId: string }) {
  const t = useT()
  const language = useLanguage()
  const { data, failure, retry } = useQuery('reminders.ofVehicle', { vehicleId })
  if (!failure && (!data || data.services.length === 0)) return null
  return (
    <Panel title={t('reminders.ofVehicle')}>
      {failure && <ErrorState failure={failure} onRetry={retry} />}
      {data?.km != null && <p className={classes.km}>{t('reminders.estimated', { km: formatNumber(data.km, language) })}</p>}
      <Rows>
        {data?.services.map(({ intervalId, serviceName, status, dueOn, dueKm, by, lastOn }) => (
          <Row
            key={intervalId}
            end={<DueBadge status={status} />}
            under={
              dueOn !== null && by !== null ? (
                <DueDay dueOn={dueOn} dueKm={dueKm} by={by} />
              ) : lastOn === null ? (
                t('reminders.neverDone')
              ) : (
                <span>
                  {t('reminders.last')} <Day on={lastOn} />
                </span>
              )
            }
          >
            <bdi>{serviceName}</bdi>
          </Row>
        ))}
      </Rows>
    </Panel>
  )
}
