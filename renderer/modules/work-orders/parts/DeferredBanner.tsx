import { IconRefresh } from '@tabler/icons-react'
import { type OrderView, orderMachine } from '#shared/modules/work-orders/model.ts'
import { lineAmount } from '#shared/modules/work-orders/rules.ts'
import { useCommand } from '../../../data/command.ts'
import { useQuery } from '../../../data/queries.ts'
import { TextLink } from '../../../data/route.tsx'
import { useSession } from '../../../data/session.ts'
import { paths } from '../../../paths.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Money } from '../../../ui/display.tsx'
import { notify } from '../../../ui/notify.ts'
import { FailureNotice } from '../../../ui/states.tsx'
import classes from './Approval.module.css'

/** Work that the customer put off at an earlier visit: one press takes it over. Not there where nothing waits. */
export function DeferredBanner({ order }: Pick<OrderView, 'order'>) {
  const t = useT()
  const { can } = useSession()
  const isOpen = !order.deleted && (order.state === 'estimate' || order.state === 'open' || order.state === 'inProgress' || order.state === 'onHold')
  const { data } = useQuery('workOrders.deferred', { vehicleId: order.vehicleId, workOrderId: order.id }, { enabled: isOpen })
  const { run, isRunning, failure } = useCommand('workOrders.takeDeferred')
  if (!isOpen || !data || data.length === 0) return null
  const reason = can('workOrders.write') && orderMachine[order.state].edit !== 'refused' ? null : t('failure.platform.notAllowed')
  const take = async (lineIds: (typeof data)[number]['id'][]) => {
    const done = await run({ workOrderId: order.id, lineIds })
    if (done.ok) notify.done(t('deferred.taken'))
  }
  return (
    <section className={classes.deferred} aria-label={t('deferred.title')}>
      <header>
        <IconRefresh size={18} stroke={1.8} aria-hidden="true" />
        <strong>{t('deferred.title')}</strong>
        <span>{t('deferred.text')}</span>
        <ActionButton
          size="xs"
          label={t('deferred.takeAll', { count: data.length })}
          busy={isRunning}
          disabledReason={reason}
          onClick={() => void take(data.map(({ id }) => id))}
        />
      </header>
      <ul>
        {data.map((line) => (
          <li key={line.id}>
            <span dir="auto">{[line.serviceTitle, line.description].filter((part) => part !== null).join(': ')}</span>
            <TextLink to={paths.workOrder} params={{ workOrderId: line.workOrderId }}>
              {t('deferred.from', { number: line.number, at: line.declinedOrderAt })}
            </TextLink>
            <Money minor={lineAmount(line)} />
            <ActionButton size="xs" label={t('deferred.take')} busy={isRunning} disabledReason={reason} onClick={() => void take([line.id])} />
          </li>
        ))}
      </ul>
      <FailureNotice failure={failure} />
    </section>
  )
}
