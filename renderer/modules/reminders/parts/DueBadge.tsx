import type { DueStatus } from '#shared/modules/reminders/model.ts'
import { useT } from '../../../texts/t.ts'
import { StateBadge, type Tone } from '../../../ui/StateBadge.tsx'

const TONES: Readonly<Record<DueStatus, Tone>> = { unknown: 'off', later: 'neutral', soon: 'info', due: 'waiting', overdue: 'bad' }
export function DueBadge({ status }: { status: DueStatus }) {
  const t = useT()
  return <StateBadge tone={TONES[status]} label={t(`dueStatus.${status}`)} />
}
