import { useEffect, useRef } from 'react'
import type { Parked } from '#shared/modules/pos/model.ts'
import { call } from '../../../data/client.ts'
import { useCommand } from '../../../data/command.ts'
import { useQuery } from '../../../data/queries.ts'
import { failureText } from '../../../texts/failure.ts'
import { useT } from '../../../texts/t.ts'
import { Modal } from '../../../ui/dialogs.tsx'
import { DateTime } from '../../../ui/display.tsx'
import { notify } from '../../../ui/notify.ts'
import { EmptyState, ErrorState, FailureNotice, Loading, Notice } from '../../../ui/states.tsx'
import { addReturns, type Coming, isEmpty, setBasket, useBasket } from './basket.ts'
import classes from './Sale.module.css'

/** Baskets that wait, oldest first; the first one has the focus. */
export function ParkedForm({ locationId, onClose }: { locationId: string; onClose(): void }) {
  const t = useT()
  const { data, failure, retry } = useQuery('pos.parked', { locationId: locationId as never }) // the shop's own location
  const recall = useCommand('pos.recall')
  const isBusy = !isEmpty(useBasket())
  const first = useRef<HTMLButtonElement>(null)
  const oldest = data?.[0]?.id
  // The dialog may have opened, and given the focus to its cross, before the baskets came, or with those of a while ago.
  useEffect(() => {
    if (oldest !== undefined) first.current?.focus()
  }, [oldest])
  const take = async ({ id }: Parked) => {
    const done = await recall.run({ parkedId: id })
    if (!done.ok) return
    const { customerId, lines, returns, depositMinor, accountMinor } = done.value.basket
    setBasket({ lines, depositMinor, accountMinor })
    for (const [saleId, own] of Map.groupBy(returns, (one) => one.saleId)) {
      const sale = await call('pos.sale', { saleId })
      // What came back elsewhere meanwhile is refused when it is paid, line by line and by name.
      if (sale.ok) addReturns(sale.value, new Map(own.map((one): [string, Coming] => [one.lineId, one])))
      else notify.failed(failureText(sale.error))
    }
    setBasket({ customerId })
    onClose()
  }
  return (
    <Modal opened title={t('pos.recall')} onClose={onClose} size="lg">
      <FailureNotice failure={recall.failure} />
      {isBusy && <Notice tone="waiting">{t('pos.parkFirst')}</Notice>}
      {failure ? (
        <ErrorState failure={failure} onRetry={retry} />
      ) : !data ? (
        <Loading />
      ) : data.length === 0 ? (
        <EmptyState text={t('pos.noneParked')} />
      ) : (
        <div className={classes.people}>
          {data.map((one, i) => (
            <button
              key={one.id}
              type="button"
              className={classes.method}
              disabled={isBusy}
              {...(i === 0 && { ref: first, 'data-autofocus': true })}
              onClick={() => void take(one)}
            >
              <bdi>{one.label || one.basket.lines[0]?.name || t('pos.returns')}</bdi>
              <small>
                {t('pos.lineCount', { count: one.lineCount })} · <bdi>{one.parkedBy}</bdi> · <DateTime at={one.parkedAt} />
              </small>
            </button>
          ))}
        </div>
      )}
    </Modal>
  )
}
