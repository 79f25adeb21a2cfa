import type { StockStatus as Status } from '#shared/modules/inventory/model.ts'
import { useT } from '../../../texts/t.ts'
import { StateBadge, type Tone } from '../../../ui/StateBadge.tsx'

const TONES: Readonly<Record<Status, Tone>> = { negative: 'bad', critical: 'bad', low: 'waiting', fine: 'good' }

/** How a level stands to its limits. */
export function StockStatus({ status }: { status: Status }) {
  const t = useT()
  return <StateBadge look="plain" tone={TONES[status]} label={t(`stockStatus.${status}`)} />
}
