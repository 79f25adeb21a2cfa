import { type OrderView, orderMachine } from '#shared/modules/work-orders/model.ts'
import { isCovered } from '#shared/modules/work-orders/rules.ts'
import { useSession } from '../../../data/session.ts'
import { useT } from '../../../texts/t.ts'
import { whyNot } from '../../../texts/why.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import classes from './Approval.module.css'
import { ApprovalMark } from './ApprovalMark.tsx'

/** What the customer has still to say, and the button that records it. Not there where nobody was asked and nobody must be. */
export function ApprovalBar({ view, onApprove }: { view: OrderView; onApprove: () => void }) {
  const t = useT()
  const { can } = useSession()
  const { order, lines, approvals } = view
  const count = (approval: OrderView['lines'][number]['approval']) => lines.filter((line) => line.approval === approval && !isCovered(line)).length
  const [waiting, changed] = [count('pending'), count('changed')]
  const isOver = order.deleted || orderMachine[order.state].approve === 'refused'
  if (lines.length === 0 || isOver) return null
  const reason = can('workOrders.write') ? whyNot(orderMachine, order.state, 'approve', (state) => t(`orderState.${state}`)) : t('failure.platform.notAllowed')
  const words = [
    ...(changed > 0 ? [t('approve.changed', { count: changed })] : []),
    ...(waiting > 0 ? [t('approve.waits', { count: waiting })] : []),
    ...(changed + waiting === 0 ? [t('approve.allApproved', { total: order.totalMinor })] : []),
  ]
  const state = changed > 0 ? 'changed' : waiting > 0 ? 'pending' : 'approved'
  return (
    <section className={classes.bar} data-approval={state} aria-label={t('approve.bar')}>
      <ApprovalMark approval={state} />
      <p className={classes.words}>{words.join(' ')}</p>
      {order.state !== 'estimate' && (changed + waiting > 0 || approvals.length === 0) && (
        <ActionButton size="xs" label={t('approve.do')} shortcut="F6" disabledReason={reason} onClick={onApprove} />
      )}
    </section>
  )
}
