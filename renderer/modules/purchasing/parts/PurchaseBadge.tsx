import type { PurchaseHead } from '#shared/modules/purchasing/model.ts'
import { useT } from '../../../texts/t.ts'
import { StateBadge, type Tone } from '../../../ui/StateBadge.tsx'

const TONES: Readonly<Record<PurchaseHead['state'], Tone>> = { draft: 'neutral', ordered: 'waiting', received: 'good', cancelled: 'off' }

export function PurchaseBadge({ state, look = 'box' }: { state: PurchaseHead['state']; look?: 'box' | 'plain' }) {
  const t = useT()
  return <StateBadge look={look} tone={TONES[state]} label={t(`purchaseState.${state}`)} />
}
