import { useState } from 'react'
import { type PartRequest, requestMachine } from '#shared/modules/purchasing/model/parts.ts'
import type { OrderView } from '#shared/modules/work-orders/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useQuery } from '../../../data/queries.ts'
import { useSession } from '../../../data/session.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { Dim } from '../../../ui/display.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { StateBadge } from '../../../ui/StateBadge.tsx'
import { FailureNotice } from '../../../ui/states.tsx'
import { Quantity } from '../../inventory/parts/Quantity.tsx'
import { RequestBadge } from '../../purchasing/parts/badges.tsx'

/** Parts that this job waits for, and where each of them is. */
export function OrderParts({ view }: { view: OrderView }) {
  const t = useT()
  const { can } = useSession()
  const { data, failure } = useQuery('workOrders.parts', { workOrderId: view.order.id })
  const cancel = useCommand('workOrders.cancelPart')
  const [gone, setGone] = useState<PartRequest | null>(null)
  const live = data?.filter(({ state }) => state !== 'cancelled') ?? []
  if (failure) return <FailureNotice failure={failure} />
  if (live.length === 0) return null
  const missing = live.filter(({ state }) => state === 'wanted' || state === 'ordered').length
  return (
    <Panel
      title={t('goods.requestJobParts')}
      actions={
        missing === 0 ? (
          <StateBadge tone="good" label={t('goods.requestAllHere')} />
        ) : (
          <StateBadge tone="waiting" label={t('goods.requestWaits', { count: missing })} />
        )
      }
    >
      <ul style={{ display: 'grid', gap: 8, listStyle: 'none', margin: 0, padding: 0 }}>
        {live.map((request) => (
          <li key={request.id} style={{ display: 'grid', gap: 2 }}>
            <span style={{ display: 'flex', gap: 8, justifyContent: 'space-between', alignItems: 'center' }}>
              <span>
                <bdi>{request.name}</bdi> <Quantity milli={request.qtyMilli} unit={request.unit} />
              </span>
              <RequestBadge state={request.state} />
            </span>
            <span style={{ display: 'flex', gap: 8, justifyContent: 'space-between', alignItems: 'center' }}>
              <Dim>
                {[
                  request.orderNumber && t('goods.requestOn', { number: request.orderNumber }),
                  request.state === 'ordered' && request.expectedOn && t('goods.requestExpected', { on: request.expectedOn }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </Dim>
              {can('workOrders.write') && requestMachine[request.state].cancel !== 'refused' && (
                <ActionButton size="xs" look="quiet" label={t('goods.requestCancel')} onClick={() => setGone(request)} />
              )}
            </span>
          </li>
        ))}
      </ul>
      {gone && (
        <ConfirmDialog
          opened
          danger
          title={t('goods.requestCancel')}
          text={t('goods.requestCancelText', { name: gone.name })}
          confirmLabel={t('goods.requestCancel')}
          busy={cancel.isRunning}
          failure={cancel.failure}
          onConfirm={() => void cancel.run({ requestId: gone.id }).then((done) => done.ok && setGone(null))}
          onCancel={() => setGone(null)}
        />
      )}
    </Panel>
  )
}
