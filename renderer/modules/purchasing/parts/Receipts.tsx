import type { ReactNode } from 'react'
import type { PurchaseOrder } from '#shared/modules/purchasing/model.ts'
import { useT } from '../../../texts/t.ts'
import { DateTime, Dim, Money } from '../../../ui/display.tsx'
import { Panel } from '../../../ui/Page.tsx'
import classes from '../../catalog/parts/goods.module.css'
import { Quantity } from '../../inventory/parts/Quantity.tsx'
import { Change } from './Change.tsx'

/** What came in of an order at which price, with how far that is from what was agreed. */
export function Receipts({ order: { lines, costs }, actions }: { order: PurchaseOrder; actions?: ReactNode }) {
  const t = useT()
  return (
    <Panel flush title={t('goods.receipts')} actions={actions}>
      <div className={classes.frame}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('common.name')}</th>
              <th scope="col">{t('goods.costWhen')}</th>
              <th scope="col" data-end>
                {t('purchasing.received')}
              </th>
              <th scope="col" data-end>
                {t('goods.costLanded')}
              </th>
              <th scope="col" data-end>
                {t('goods.difference')}
              </th>
              <th scope="col" data-end>
                {t('goods.costAfter')}
              </th>
            </tr>
          </thead>
          <tbody>
            {costs.map((cost) => {
              const line = lines.find(({ id }) => id === cost.lineId)
              return (
                <tr key={cost.id}>
                  <th scope="row">
                    <bdi>{line?.name ?? ''}</bdi>
                  </th>
                  <td>
                    <DateTime at={cost.at} /> <Dim>{cost.documentNumber}</Dim>
                  </td>
                  <td data-end>
                    <Quantity milli={cost.qtyMilli ?? 0} unit={line?.unit ?? ''} />
                  </td>
                  <td data-end>{cost.landedMinor > 0 && <Money minor={cost.landedMinor} />}</td>
                  <td data-end>
                    <Change before={cost.beforeMinor} after={cost.packMinor} />
                  </td>
                  <td data-end>
                    <Money minor={cost.packMinor} strong />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}
