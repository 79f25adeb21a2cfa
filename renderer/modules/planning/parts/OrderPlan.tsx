import { useQuery } from '../../../data/queries.ts'
import { useGo } from '../../../data/route.tsx'
import { useSession } from '../../../data/session.ts'
import type { RecordSlot } from '../../../data/slots.ts'
import { paths } from '../../../paths.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Notice } from '../../../ui/states.tsx'
import { growthText } from './growth.ts'

/** On a job whose work outgrew its booking: until when it would last, and whom that pushes. Nothing while the booking does. */
export const OrderPlan: RecordSlot = ({ recordId }) => {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const { data } = useQuery('planning.growth', { appointmentId: recordId }, { enabled: can('planning.read'), keepLast: true })
  if (!data) return null
  return (
    <Notice tone="waiting" action={<ActionButton size="xs" label={t('planning.open')} onClick={() => go({ to: paths.planning })} />}>
      {data.endAt !== null && t('planning.growsTo', { at: data.endAt })} {growthText(data.endAt === null, data.pushes, t)}
    </Notice>
  )
}
