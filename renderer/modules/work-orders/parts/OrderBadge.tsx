import type { Order } from '#shared/modules/work-orders/model.ts'
import { useT } from '../../../texts/t.ts'
import { StateBadge, type Tone } from '../../../ui/StateBadge.tsx'

const TONES: Readonly<Record<Order['state'], Tone>> = {
  estimate: 'waiting',
  open: 'info',
  inProgress: 'active',
  onHold: 'waiting',
  done: 'good',
  invoiced: 'neutral',
  cancelled: 'off',
}

export function OrderBadge({ state, look = 'box', size = 'sm' }: { state: Order['state']; look?: 'box' | 'plain'; size?: 'sm' | 'lg' }) {
  const t = useT()
  return <StateBadge tone={TONES[state]} label={t(`orderState.${state}`)} look={look} size={size} />
}

/** True when the promised time has passed and the car is not ready. */
export const isLate = ({ state, promisedAt }: Pick<Order, 'state' | 'promisedAt'>, now: number): boolean =>
  promisedAt !== null && promisedAt < now && (state === 'open' || state === 'inProgress' || state === 'onHold')
