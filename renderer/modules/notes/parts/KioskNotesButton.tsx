import { IconMessage2 } from '@tabler/icons-react'
import { useQuery } from '../../../data/queries.ts'
import { useGo } from '../../../data/route.tsx'
import { useSession } from '../../../data/session.ts'
import type { RecordSlot } from '../../../data/slots.ts'
import { paths } from '../../../paths.ts'
import { useT } from '../../../texts/t.ts'
import { BigButton } from '../../../ui/kiosk.tsx'

/** From a job at the bay to its notes; says how many are new. */
export const KioskNotesButton: RecordSlot = ({ recordId }) => {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const { data } = useQuery('notes.unreadOn', { kind: 'workOrder', recordId }, { enabled: can('notes.read') })
  if (!can('notes.read')) return null
  return (
    <BigButton
      icon={<IconMessage2 size={34} stroke={1.7} aria-hidden="true" />}
      label={t('notes.kiosk')}
      hint={data && data.count > 0 ? t('notes.kioskNew', { count: data.count }) : undefined}
      onClick={() => go({ to: paths.kioskNotes, params: { workOrderId: recordId } })}
    />
  )
}
