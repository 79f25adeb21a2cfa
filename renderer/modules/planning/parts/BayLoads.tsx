import { addDays, localDate } from '#shared/kernel/time.ts'
import type { BayLoad } from '#shared/modules/appointments/model.ts'
import { useNow } from '../../../data/now.ts'
import { useQuery } from '../../../data/queries.ts'
import { durationText } from '../../../texts/duration.ts'
import { formatDay } from '../../../texts/format.ts'
import { useLanguage, useT } from '../../../texts/t.ts'
import { Panel } from '../../../ui/Page.tsx'
import { ErrorState, Loading } from '../../../ui/states.tsx'
import classes from './BayLoads.module.css'

const DAYS = 7

/** Booked against open time of each bay, for a week from today. */
export function BayLoads({ locationId, zone }: { locationId: string; zone: string }) {
  const t = useT()
  const language = useLanguage()
  const today = localDate(useNow(), zone)
  const { data, failure, retry } = useQuery('appointments.bayLoads', { locationId, fromOn: today, days: DAYS })
  const days = Array.from({ length: DAYS }, (_, day) => addDays(today, day))
  const bays = [...new Map(data?.map(({ bayId, bayName }) => [bayId, bayName]))]
  if (data?.length === 0) return null
  return (
    <Panel flush title={t('planning.load')} hint={t('planning.loadHint')}>
      {failure ? (
        <ErrorState failure={failure} onRetry={retry} />
      ) : !data ? (
        <Loading lines={4} />
      ) : (
        <div className={classes.scroll}>
          <table className={classes.loads}>
            <thead>
              <tr>
                <th>{t('booking.bay')}</th>
                {days.map((on) => (
                  <th key={on}>{formatDay(on, language)}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {bays.map(([bayId, bayName]) => (
                <tr key={bayId}>
                  <th scope="row">
                    <bdi>{bayName}</bdi>
                  </th>
                  {days.map((on) => (
                    <td key={on}>
                      <Load load={data.find((load) => load.bayId === bayId && load.on === on)} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  )
}

function Load({ load }: { load: BayLoad | undefined }) {
  const t = useT()
  if (!load || (load.openMinutes === 0 && load.bookedMinutes === 0)) return <span className={classes.closed}>{t('planning.closed')}</span>
  const { on, bayName, openMinutes, bookedMinutes } = load
  const isOver = bookedMinutes > openMinutes
  const percent = openMinutes === 0 ? 100 : Math.min(100, Math.round((bookedMinutes / openMinutes) * 100))
  const words = t('planning.loadOf', { bay: bayName, day: on, booked: durationText(bookedMinutes), open: durationText(openMinutes) })
  return (
    <div className={classes.load} title={words}>
      <span className="visually-hidden">{words}</span>
      <div className={classes.bar} data-over={isOver || undefined} aria-hidden="true">
        <span style={{ inlineSize: `${percent}%` }} />
      </div>
      <span className={classes.words} aria-hidden="true">
        {isOver ? t('planning.over') : `${percent} %`}
      </span>
    </div>
  )
}
