import { MINUTE_MS } from '#shared/kernel/time.ts'
import type { OrderCard } from '#shared/modules/work-orders/model.ts'
import type { ListState } from '../../../data/queries.ts'
import { useGo } from '../../../data/route.tsx'
import { paths } from '../../../paths.ts'
import { durationText } from '../../../texts/duration.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Plate, Time } from '../../../ui/display.tsx'
import { isLate, OrderBadge } from '../../work-orders/parts/OrderBadge.tsx'
import { AgendaPanel, AgendaRow, SHOWN } from './AgendaPanel.tsx'

/** Jobs whose promised time has passed, the longest first. */
export function TodayLate({ lists, now, isClosed }: { lists: readonly ListState<OrderCard>[]; now: number; isClosed: boolean }) {
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
          line={t('todayPage.lateBy', { duration: durationText(Math.ceil((now - (job.promisedAt ?? now)) / MINUTE_MS)) })}
        />
      ))}
    </AgendaPanel>
  )
}
