import type { Message } from '#shared/modules/messaging/model.ts'
import { useT } from '../../../texts/t.ts'
import { StateBadge, type Tone } from '../../../ui/StateBadge.tsx'

const TONES: Readonly<Record<Message['state'], Tone>> = {
  queued: 'waiting',
  superseded: 'off',
  expired: 'off',
  cancelled: 'off',
  sent: 'good',
  failed: 'bad',
}
export function MessageBadge({ state, look = 'box' }: { state: Message['state']; look?: 'box' | 'plain' }) {
  const t = useT()
  return <StateBadge tone={TONES[state]} label={t(`messageState.${state}`)} look={look} />
}
