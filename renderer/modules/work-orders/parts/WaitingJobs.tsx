import { useQuery } from '../../../data/queries.ts'
import { TextLink } from '../../../data/route.tsx'
import { useSession } from '../../../data/session.ts'
import { paths } from '../../../paths.ts'
import { useT } from '../../../texts/t.ts'
import { Code } from '../../../ui/display.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { Quantity } from '../../inventory/parts/Quantity.tsx'
import classes from '../../inventory/parts/stock.module.css'
import { OrderBadge } from './OrderBadge.tsx'
import { PartMark } from './PartMark.tsx'

/** Jobs that wait for a part, who asked first on top; nothing while none does. */
export function WaitingJobs({ itemId }: { itemId: string }) {
  const t = useT()
  const { can } = useSession()
  const { data = [] } = useQuery('workOrders.waitingFor', { itemId }, { enabled: can('workOrders.read') })
  if (data.length === 0) return null
  return (
    <Panel flush title={t('stock.waitingJobs')}>
      {data.map((line) => (
        <div key={line.lineId} className={classes.row}>
          <span className={classes.words}>
            <span>
              <TextLink to={paths.workOrder} params={{ workOrderId: line.workOrderId }}>
                <Code>{line.number}</Code>
              </TextLink>{' '}
              <bdi>{line.customerName}</bdi>
            </span>
            <span className={classes.small}>
              <OrderBadge look="plain" state={line.state} />
              <PartMark part={line.part} />
            </span>
          </span>
          <strong>
            <Quantity milli={line.qtyMilli} />
          </strong>
        </div>
      ))}
    </Panel>
  )
}
