import { useState } from 'react'
import type { Failure } from '#shared/kernel/result.ts'
import type { Excess } from '#shared/modules/pos/model.ts'
import { call } from '../../../data/client.ts'
import { useQuery } from '../../../data/queries.ts'
import { TextLink, useGo } from '../../../data/route.tsx'
import { useSession } from '../../../data/session.ts'
import { paths } from '../../../paths.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { DateTime } from '../../../ui/display.tsx'
import { FailureNotice, Notice } from '../../../ui/states.tsx'
import { addAgain } from './basket.ts'

/**
 * Lines that came back on two devices which did not know of each other: money went out twice. A press puts what was given too often into the
 * basket, to be paid back or to go on the customer's account. Nothing where there are none.
 */
export function ReturnedTwice() {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const { data } = useQuery('pos.excesses', {}, { enabled: can('pos.read') })
  const [failure, setFailure] = useState<Failure | null>(null)
  const charge = async ({ saleId, lineId, qtyMilli }: Excess) => {
    const found = await call('pos.sale', { saleId })
    setFailure(found.ok ? null : found.error)
    const sold = found.ok ? found.value.lines.find(({ id }) => id === lineId) : undefined
    if (!found.ok || !sold) return
    addAgain(found.value, sold, qtyMilli)
    go({ to: paths.counter })
  }
  return (
    <>
      {(data ?? []).map((one) => (
        <Notice
          key={one.lineId}
          tone="bad"
          action={
            <ActionButton
              size="xs"
              label={t('pos.chargeAgain')}
              disabledReason={can('pos.sell') ? null : t('failure.platform.notAllowed')}
              onClick={() => void charge(one)}
            />
          }
        >
          {t('pos.returnedTwice', { name: one.description, amount: one.amountMinor })}{' '}
          {one.returns.map(({ saleId, number, deviceName, sellerName, soldAt }, i) => (
            <span key={saleId}>
              {i > 0 && ' · '}
              <TextLink to={paths.sale} params={{ saleId }}>
                <bdi dir="ltr">{number}</bdi>
              </TextLink>{' '}
              <bdi>{deviceName}</bdi>, <bdi>{sellerName}</bdi>, <DateTime at={soldAt} />
            </span>
          ))}
          {'. '}
          {t('pos.returnedTwiceHow')}
        </Notice>
      ))}
      <FailureNotice failure={failure} />
    </>
  )
}
