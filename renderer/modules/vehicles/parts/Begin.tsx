import { useGo } from '../../../data/route.tsx'
import { useSession } from '../../../data/session.ts'
import { paths } from '../../../paths.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'

/** What begins with a customer or a vehicle: a booking, or work at once. */
export function Begin({ customer, vehicle }: { customer: string; vehicle?: string }) {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const who = { customer, ...(vehicle !== undefined && { vehicle }) }
  return (
    <>
      {can('appointments.write') && (
        <ActionButton label={t('schedule.create')} shortcut="F2" onClick={() => go({ to: paths.schedule, search: { new: true, ...who } })} />
      )}
      {can('workOrders.write') && <ActionButton label={t('orders.create')} shortcut="F7" onClick={() => go({ to: paths.newWorkOrder, search: who })} />}
    </>
  )
}
