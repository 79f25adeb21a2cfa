import type { PartState } from '#shared/modules/work-orders/model.ts'
import { useT } from '../../../texts/t.ts'
import { StateBadge, type Tone } from '../../../ui/StateBadge.tsx'

const TONES: Readonly<Record<Exclude<PartState, 'none'>, Tone>> = { inStock: 'neutral', reserved: 'good', onOrder: 'waiting', short: 'bad', taken: 'off' }

/** How a line stands to its part; nothing where nothing is known of it. */
export function PartMark({ part }: { part: PartState }) {
  const t = useT()
  return part !== 'none' && <StateBadge look="plain" tone={TONES[part]} label={t(`partState.${part}`)} />
}
