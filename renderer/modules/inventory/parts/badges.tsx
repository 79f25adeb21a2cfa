import type { StockCount } from '#shared/modules/inventory/model/counts.ts'
import type { LotLevel } from '#shared/modules/inventory/model/lots.ts'
import type { TransferHead } from '#shared/modules/inventory/model/transfers.ts'
import { lotState } from '#shared/modules/inventory/rules/lots.ts'
import { addDays, localDate } from '#shared/kernel/time.ts'
import { useNow } from '../../../data/now.ts'
import { useShop } from '../../../data/shop.ts'
import { useQuery } from '../../../data/queries.ts'
import { useT } from '../../../texts/t.ts'
import { StateBadge, type Tone } from '../../../ui/StateBadge.tsx'

type Look = { look?: 'box' | 'plain' }

const COUNT: Readonly<Record<StockCount['state'], Tone>> = { counting: 'active', review: 'waiting', approved: 'good', cancelled: 'off' }
export function CountBadge({ state, look = 'box' }: Look & { state: StockCount['state'] }) {
  const t = useT()
  return <StateBadge look={look} tone={COUNT[state]} label={t(`countState.${state}`)} />
}

const TRANSFER: Readonly<Record<TransferHead['state'], Tone>> = { draft: 'neutral', sent: 'active', partly: 'waiting', received: 'good', cancelled: 'off' }
export function TransferBadge({ state, look = 'box' }: Look & { state: TransferHead['state'] }) {
  const t = useT()
  return <StateBadge look={look} tone={TRANSFER[state]} label={t(`transferState.${state}`)} />
}

const LOT = { usable: 'good', soon: 'waiting', expired: 'bad', blocked: 'bad' } as const
/** The shop's day, and how a lot stands on it. */
export function useLotState(): (lot: Pick<LotLevel, 'expiresOn' | 'blocked'>) => keyof typeof LOT {
  const { company } = useShop()
  const policy = useQuery('inventory.policy', {})
  const today = localDate(useNow(), company?.zone ?? 'UTC')
  const soon = addDays(today, policy.data?.warnDays ?? 0)
  return (lot) => {
    const state = lotState(lot, today)
    return state === 'usable' && lot.expiresOn !== null && lot.expiresOn <= soon ? 'soon' : state
  }
}
export function LotBadge({ lot, look = 'plain' }: Look & { lot: Pick<LotLevel, 'expiresOn' | 'blocked'> }) {
  const t = useT()
  const state = useLotState()(lot)
  return <StateBadge look={look} tone={LOT[state]} label={t(`lotState.${state}`)} />
}
