import { useQuery } from '../../../data/queries.ts'
import type { RecordSlot } from '../../../data/slots.ts'
import { OrderBadge } from './OrderBadge.tsx'

/** Where a job stands now, in one line: its state, its bay and who does it. */
export const JobSpot: RecordSlot = ({ recordId }) => {
  const { data } = useQuery('workOrders.get', { workOrderId: recordId })
  if (!data) return null
  return (
    <>
      <OrderBadge look="plain" state={data.order.state} />
      {data.bay && <bdi>{data.bay.name}</bdi>}
      {data.technician && <bdi>{data.technician.name}</bdi>}
    </>
  )
}
