import type { PartState } from '#shared/modules/work-orders/model.ts'
import { useT } from '../../../texts/t.ts'
import { StateBadge, type Tone } from '../../../ui/StateBadge.tsx'

const TONES: Readonly<Record<Exclude<PartState, 'none'>, Tone>> = { inStock: 'neutral', reserved: 'good', onOrder: 'waiting', short: 'bad', taken: 'off' }

/** How a line stands to its part, and where that lies; nothing where nothing is known of it. */
export function PartMark({ part, bin = '', size = 'sm' }: { part: PartState; bin?: string; size?: 'sm' | 'lg' }) {
  const t = useT()
  const label = part === 'none' ? '' : t(`partState.${part}`)
  const lies = bin !== '' && (part === 'inStock' || part === 'reserved')
  return part !== 'none' && <StateBadge look="plain" size={size} tone={TONES[part]} label={lies ? `${label} · \u2068${bin}\u2069` : label} />
}
