import { localDate } from '#shared/kernel/time.ts'
import type { Location } from '#shared/modules/workspace/model.ts'
import { useLink } from '../../data/connection.ts'
import { useNow } from '../../data/now.ts'
import { useQuery } from '../../data/queries.ts'
import { useGo } from '../../data/route.tsx'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { formatDay, formatTime } from '../../texts/format.ts'
import { useLanguage, useT } from '../../texts/t.ts'
import { useShortcut } from '../../ui/shortcuts.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { AgeStamp, AsOf } from '../sync/parts/AsOf.tsx'
import { DayLoad } from './parts/DayLoad.tsx'
import { Timeline } from './parts/Timeline.tsx'
import { dayOf, openOn, shownSpan } from './parts/timeline.ts'
import { useRows } from './parts/useRows.tsx'
import classes from './WallPage.module.css'

/** A wall screen has no hands: it asks again now and then, which also keeps its session open. */
const ASKS_EVERY_MS = 60_000

/** The day on a screen that nobody touches: large, dark, up to date by itself. */
export function WallPage() {
  const t = useT()
  const { company, location } = useShop()
  if (!company) return <Loading />
  return location ? <Wall zone={company.zone} location={location} /> : <EmptyState title={t('bays.noLocation')} />
}

function Wall({ zone, location }: { zone: string; location: Location }) {
  const t = useT()
  const go = useGo()
  const language = useLanguage()
  const now = useNow(5_000)
  const link = useLink()
  const on = localDate(now, zone)
  const day = dayOf(on, zone)
  /** A window that was opened for it closes; the schedule is still in the other one. */
  const leave = () => (window.opener === null ? go({ to: paths.schedule }) : window.close())
  useShortcut({ keys: 'Escape', label: t('schedule.wallLeave'), group: t('shortcutGroup.page'), run: leave })
  const found = useQuery('appointments.range', { locationId: location.id, fromAt: day.startAt, toAt: day.endAt }, { keepLast: true, everyMs: ASKS_EVERY_MS })
  const loads = useQuery('appointments.bayLoads', { locationId: location.id, fromOn: on, days: 1 }, { keepLast: true }).data ?? []
  const bookings = (found.data ?? []).filter(({ state }) => state !== 'cancelled' && state !== 'noShow')
  const { rows, isLoading, failure } = useRows('bay', location.id, bookings, true)
  const missing = failure ?? found.failure
  return (
    <div className={classes.wall}>
      <header className={classes.head}>
        <h1 className={classes.title}>
          <bdi>{location.name}</bdi> · {formatDay(on, language)}
        </h1>
        {link !== 'connected' && (
          <StateBadge tone={link === 'gone' ? 'bad' : 'waiting'} size="lg" label={t(link === 'gone' ? 'link.gone' : 'link.reconnecting')} />
        )}
        {found.isOutdated || (found.data && link !== 'connected') ? <AgeStamp at={found.answeredAt} now={now} /> : <AsOf locationId={location.id} />}
        <DayLoad loads={loads} />
        <time className={classes.clock}>{formatTime(now, language)}</time>
        <button type="button" className={classes.leave} onClick={leave}>
          {t('schedule.wallLeave')}
        </button>
      </header>
      {missing ? (
        <ErrorState failure={missing} onRetry={found.retry} />
      ) : found.isLoading || isLoading ? (
        <Loading lines={8} />
      ) : rows.length === 0 ? (
        <EmptyState title={t('schedule.noBays')} />
      ) : (
        <Timeline
          look="wall"
          label={t('schedule.timeline', { day: formatDay(on, language) })}
          rows={rows}
          span={shownSpan(on, location, zone, bookings, 0)}
          open={openOn(on, location, zone)}
          now={now}
        />
      )}
    </div>
  )
}
