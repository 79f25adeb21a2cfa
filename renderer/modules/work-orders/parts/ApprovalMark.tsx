import { IconAlertTriangle, IconCheck, IconClock, IconX } from '@tabler/icons-react'
import type { OrderView } from '#shared/modules/work-orders/model.ts'
import { useT } from '../../../texts/t.ts'
import classes from './Approval.module.css'

const ICONS = { pending: IconClock, approved: IconCheck, changed: IconAlertTriangle, declined: IconX }

/** Where the customer stands on a line: shape, word and colour. `short` keeps the word of the usual case for screen readers and the pointer. */
export function ApprovalMark({ approval, short = false }: Pick<OrderView['lines'][number], 'approval'> & { short?: boolean }) {
  const t = useT()
  const Icon = ICONS[approval]
  return (
    <span className={classes.mark} data-approval={approval} title={t(`approval.${approval}`)}>
      <Icon size={13} stroke={2.2} aria-hidden="true" />
      <span className={short && (approval === 'approved' || approval === 'pending') ? 'visually-hidden' : undefined}>{t(`approval.${approval}`)}</span>
    </span>
  )
}
