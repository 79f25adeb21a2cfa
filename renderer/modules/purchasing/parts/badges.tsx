import type { Core, PartRequest, ReturnHead } from '#shared/modules/purchasing/model/parts.ts'
import { useT } from '../../../texts/t.ts'
import { StateBadge, type Tone } from '../../../ui/StateBadge.tsx'

const REQUEST: Readonly<Record<PartRequest['state'], Tone>> = { wanted: 'bad', ordered: 'waiting', received: 'good', fitted: 'neutral', cancelled: 'off' }
const RETURN: Readonly<Record<ReturnHead['state'], Tone>> = { toReturn: 'bad', sent: 'waiting', credited: 'good', cancelled: 'off' }
const CORE: Readonly<Record<Core['state'], Tone>> = { out: 'info', here: 'bad', sent: 'waiting', credited: 'good', lost: 'off' }

interface Look {
  look?: 'box' | 'plain'
}
export function RequestBadge({ state, look = 'plain' }: { state: PartRequest['state'] } & Look) {
  const t = useT()
  return <StateBadge look={look} tone={REQUEST[state]} label={t(`requestState.${state}`)} />
}
export function ReturnBadge({ state, look = 'plain' }: { state: ReturnHead['state'] } & Look) {
  const t = useT()
  return <StateBadge look={look} tone={RETURN[state]} label={t(`returnState.${state}`)} />
}
export function CoreBadge({ state, look = 'plain' }: { state: Core['state'] } & Look) {
  const t = useT()
  return <StateBadge look={look} tone={CORE[state]} label={t(`coreState.${state}`)} />
}
