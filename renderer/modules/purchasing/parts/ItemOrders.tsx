import { useQuery } from '../../../data/queries.ts'
import { TextLink } from '../../../data/route.tsx'
import { useSession } from '../../../data/session.ts'
import { paths } from '../../../paths.ts'
import { useT } from '../../../texts/t.ts'
import { Code, DateTime, Day, Dim, Money } from '../../../ui/display.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { FailureNotice, Loading } from '../../../ui/states.tsx'
import { Quantity } from '../../inventory/parts/Quantity.tsx'
import classes from '../../inventory/parts/stock.module.css'
import { PurchaseBadge } from './PurchaseBadge.tsx'

/** The newest orders of a part: how much, at what price, what came in. */
export function ItemOrders({ itemId }: { itemId: string }) {
  const t = useT()
  const { can } = useSession()
  const mayRead = can('purchasing.read')
  const { data, failure } = useQuery('purchasing.ofItem', { itemId }, { enabled: mayRead })
  if (!mayRead) return null
  return (
    <Panel flush title={t('stock.purchases')}>
      <FailureNotice failure={failure} />
      {!data && !failure && <Loading lines={2} />}
      {data?.length === 0 && (
        <p className={classes.none}>
          <Dim>{t('stock.noPurchases')}</Dim>
        </p>
      )}
      {data?.map((order) => (
        <div key={order.id} className={classes.row}>
          <span className={classes.words}>
            <span>
              <TextLink to={paths.purchaseOrder} params={{ orderId: order.id }}>
                <Code>{order.number}</Code>
              </TextLink>{' '}
              <strong dir="auto">{order.supplierName}</strong>
            </span>
            <span className={classes.small}>
              <PurchaseBadge look="plain" state={order.state} />
              <DateTime at={order.createdAt} />
              {order.expectedOn !== null && (
                <span>
                  {t('purchasing.expectedOn')} <Day on={order.expectedOn} />
                </span>
              )}
            </span>
          </span>
          <span className={classes.numbers}>
            <span>
              <Quantity milli={order.receivedMilli} /> / <strong>{<Quantity milli={order.qtyMilli} />}</strong>
            </span>
            <Money minor={order.unitCostMinor} />
          </span>
        </div>
      ))}
    </Panel>
  )
}
