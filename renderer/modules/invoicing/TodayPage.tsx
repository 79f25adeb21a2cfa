import { IconPlus } from '@tabler/icons-react'
import { localDate } from '#shared/kernel/time.ts'
import type { Location } from '#shared/modules/workspace/model.ts'
import { useNow } from '../../data/now.ts'
import { useList } from '../../data/queries.ts'
import { useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { formatDay } from '../../texts/format.ts'
import { useLanguage, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Page } from '../../ui/Page.tsx'
import { EmptyState, Loading } from '../../ui/states.tsx'
import { TodayBays } from './parts/TodayBays.tsx'
import { TodayBookings } from './parts/TodayBookings.tsx'
import { TodayLate } from './parts/TodayLate.tsx'
import { TodayDone, TodayUnpaid } from './parts/TodayMoney.tsx'
import { AsOf } from '../sync/parts/AsOf.tsx'
import classes from './TodayPage.module.css'

/** What matters now, each one press from its action. */
export function TodayPage() {
  const t = useT()
  const go = useGo()
  const language = useLanguage()
  const { can } = useSession()
  const { company, location } = useShop()
  const now = useNow()
  const notAllowed = t('failure.platform.notAllowed')
  return (
    <Page
      title={t('todayPage.title')}
      badge={
        company && (
          <>
            <span className={classes.date}>{formatDay(localDate(now, company.zone), language)}</span>
            <AsOf locationId={location?.id} />
          </>
        )
      }
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
      {!company ? <Loading /> : location ? <Agenda location={location} zone={company.zone} now={now} /> : <EmptyState title={t('bays.noLocation')} />}
    </Page>
  )
}

function Agenda({ location, zone, now }: { location: Location; zone: string; now: number }) {
  const { can } = useSession()
  const today = localDate(now, zone)
  const mayRead = can('workOrders.read')
  const orders = { locationId: location.id, sort: 'promised' } as const
  const open = useList('workOrders.list', { ...orders, state: 'open' }, { enabled: mayRead })
  const running = useList('workOrders.list', { ...orders, state: 'inProgress' }, { enabled: mayRead })
  const held = useList('workOrders.list', { ...orders, state: 'onHold' }, { enabled: mayRead })
  const live = [open, running, held]
  const underWay = live.flatMap(({ rows }) => rows)
  return (
    <div className={classes.columns}>
      <div className={classes.column}>
        <TodayBays locationId={location.id} now={now} />
        <TodayLate lists={live} now={now} isClosed={!mayRead} />
      </div>
      <div className={classes.column}>
        <TodayBookings location={location} zone={zone} today={today} now={now} orders={underWay} />
      </div>
      <div className={classes.column}>
        <TodayDone locationId={location.id} isClosed={!mayRead} />
        <TodayUnpaid locationId={location.id} today={today} />
      </div>
    </div>
  )
}
