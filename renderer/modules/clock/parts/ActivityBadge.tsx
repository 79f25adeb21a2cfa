import type { Activity } from '#shared/modules/clock/model.ts'
import { useT } from '../../../texts/t.ts'
import { StateBadge, type Tone } from '../../../ui/StateBadge.tsx'

const TONES: Readonly<Record<Activity, Tone>> = { off: 'neutral', shift: 'good', job: 'active', break: 'waiting' }

export function ActivityBadge({ activity, look = 'box', size = 'sm' }: { activity: Activity; look?: 'box' | 'plain'; size?: 'sm' | 'lg' }) {
  const t = useT()
  return <StateBadge tone={TONES[activity]} label={t(`activity.${activity}`)} look={look} size={size} />
}
