import type { PartRequest } from '#shared/modules/purchasing/model/parts.ts'
import { TextLink } from '../../../data/route.tsx'
import type { RecordSlot } from '../../../data/slots.ts'
import { paths } from '../../../paths.ts'
import { useT } from '../../../texts/t.ts'
import { Dim } from '../../../ui/display.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { Quantity } from '../../inventory/parts/Quantity.tsx'
import { RequestBadge } from './badges.tsx'
import classes from './PurchaseLines.module.css'

/** For whom a part comes: the job, whose it is, and where it stands now. */
export function ForJob({ request, Job }: { request: PartRequest; Job: RecordSlot }) {
  const t = useT()
  return (
    <div className={classes.forJob}>
      <strong>
        {request.state !== 'fitted' && t(request.state === 'received' ? 'goods.asideFor' : 'goods.waitsFor')}{' '}
        <Quantity milli={request.qtyMilli} unit={request.unit} />
      </strong>
      {request.jobId === null ? (
        <bdi>{request.requestedBy}</bdi>
      ) : (
        <>
          <TextLink to={paths.workOrder} params={{ workOrderId: request.jobId }}>
            <bdi dir="ltr">{request.jobNumber}</bdi>
          </TextLink>
          <Dim>
            <bdi>{request.jobLabel}</bdi>
          </Dim>
          <Job recordId={request.jobId} />
        </>
      )}
    </div>
  )
}

/** Jobs that wait for parts of an order, and those whose parts came: to be put aside for them. */
export function ForJobs({ requests, Job }: { requests: readonly PartRequest[]; Job: RecordSlot }) {
  const t = useT()
  return (
    <Panel flush title={t('goods.forJobs')}>
      <div className={classes.frame}>
        <table className={classes.table}>
          <tbody>
            {requests.map((request) => (
              <tr key={request.id} data-done={request.state === 'fitted' || undefined}>
                <th scope="row">
                  <bdi>{request.name}</bdi>
                </th>
                <td>
                  <ForJob request={request} Job={Job} />
                </td>
                <td data-end>
                  <RequestBadge state={request.state} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}
