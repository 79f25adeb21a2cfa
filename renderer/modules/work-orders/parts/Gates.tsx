import { IconCircle, IconCircleCheck } from '@tabler/icons-react'
import type { OrderView } from '#shared/modules/work-orders/model.ts'
import { openGates } from '#shared/modules/work-orders/rules.ts'
import { useShop } from '../../../data/shop.ts'
import { useT } from '../../../texts/t.ts'
import { Panel } from '../../../ui/Page.tsx'
import classes from './Approval.module.css'

/** What the shop asks for before a job is finished, and what of it is missing. Not there where the shop asks for nothing. */
export function Gates({ view }: { view: OrderView }) {
  const t = useT()
  const gates = useShop().company?.gates ?? []
  const { order, services, lines } = view
  if (gates.length === 0 || order.state === 'done' || order.state === 'invoiced' || order.state === 'cancelled') return null
  const open = openGates(gates, order, services, lines)
  return (
    <Panel title={t('gate.title')}>
      <ul className={classes.gates}>
        {gates.map((gate) => (
          <li key={gate} data-open={open.includes(gate) || undefined}>
            {open.includes(gate) ? <IconCircle size={16} aria-hidden="true" /> : <IconCircleCheck size={16} aria-hidden="true" />}
            <span>{t(`gate.${gate}`)}</span>
            {!open.includes(gate) && <span className="visually-hidden">✓</span>}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
