import { IconRefresh } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { type DeferredLine, type OrderView, orderMachine } from '#shared/modules/work-orders/model.ts'
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
import { DismissForm } from './DismissForm.tsx'

/** Work that the customer put off at an earlier visit: one press takes it over, another sets it aside for good. Not there where nothing waits. */
export function DeferredBanner({ order }: Pick<OrderView, 'order'>) {
  const t = useT()
  const { can } = useSession()
  const isOpen = !order.deleted && (order.state === 'estimate' || order.state === 'open' || order.state === 'inProgress' || order.state === 'onHold')
  const of = { vehicleId: order.vehicleId, workOrderId: order.id }
  const { data } = useQuery('workOrders.deferred', of, { enabled: isOpen })
  const aside = useQuery('workOrders.deferred', { ...of, dismissed: true }, { enabled: isOpen }).data ?? []
  const { run, isRunning, failure } = useCommand('workOrders.takeDeferred')
  const back = useCommand('workOrders.restoreDeferred')
  const [dismisses, setDismisses] = useState<DeferredLine | null>(null)
  if (!isOpen || !data || data.length + aside.length === 0) return null
  const mayWrite = can('workOrders.write')
  const reason = mayWrite && orderMachine[order.state].edit !== 'refused' ? null : t('failure.platform.notAllowed')
  const writes = mayWrite ? null : t('failure.platform.notAllowed')
  const take = async (lineIds: DeferredLine['id'][]) => {
    const done = await run({ workOrderId: order.id, lineIds })
    if (done.ok) notify.done(t('deferred.taken'))
  }
  const restore = async (line: DeferredLine) => {
    const done = await back.run({ lineIds: [line.id] })
    if (done.ok) notify.done(t('deferred.restored'))
  }
  return (
    <section className={classes.deferred} aria-label={t('deferred.title')}>
      {data.length > 0 && (
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
      )}
      <ul>
        {data.map((line) => (
          <Row key={line.id} line={line}>
            <ActionButton size="xs" label={t('deferred.take')} busy={isRunning} disabledReason={reason} onClick={() => void take([line.id])} />
            <ActionButton size="xs" look="quiet" label={t('deferred.dismiss')} disabledReason={writes} onClick={() => setDismisses(line)} />
          </Row>
        ))}
      </ul>
      {aside.length > 0 && (
        <details className={classes.aside}>
          <summary>{t('deferred.aside', { count: aside.length })}</summary>
          <ul>
            {aside.map((line) => (
              <Row key={line.id} line={line}>
                <ActionButton
                  size="xs"
                  look="quiet"
                  label={t('deferred.restore')}
                  busy={back.isRunning}
                  disabledReason={writes}
                  onClick={() => void restore(line)}
                />
              </Row>
            ))}
          </ul>
        </details>
      )}
      <FailureNotice failure={failure ?? back.failure} />
      {dismisses && <DismissForm line={dismisses} onClose={() => setDismisses(null)} />}
    </section>
  )
}

function Row({ line, children }: { line: DeferredLine; children: ReactNode }) {
  const t = useT()
  const { dismissal } = line
  return (
    <li>
      <span>
        <span dir="auto">{[line.serviceTitle, line.description].filter((part) => part !== null).join(': ')}</span>
        {dismissal && (
          <small>
            {t('deferred.asideBy', { reason: t(`dismissal.${dismissal.reason}`), name: dismissal.takenBy, at: dismissal.at })}
            {dismissal.note !== '' && <bdi> · {dismissal.note}</bdi>}
          </small>
        )}
      </span>
      <TextLink to={paths.workOrder} params={{ workOrderId: line.workOrderId }}>
        {t('deferred.from', { number: line.number, at: line.declinedOrderAt })}
      </TextLink>
      <Money minor={lineAmount(line)} />
      <span className={classes.acts}>{children}</span>
    </li>
  )
}
