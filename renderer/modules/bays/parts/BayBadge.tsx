import type { Bay } from '#shared/modules/bays/model.ts'
import { useT } from '../../../texts/t.ts'
import { StateBadge, type Tone } from '../../../ui/StateBadge.tsx'

const TONES: Readonly<Record<Bay['state'], Tone>> = { free: 'good', occupied: 'active', down: 'off' }

export function BayBadge({ state, look = 'box', size = 'sm' }: { state: Bay['state']; look?: 'box' | 'plain'; size?: 'sm' | 'lg' }) {
  const t = useT()
  return <StateBadge tone={TONES[state]} label={t(`bayState.${state}`)} look={look} size={size} />
}
