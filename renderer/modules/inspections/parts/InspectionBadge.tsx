import type { Head } from '#shared/modules/inspections/model.ts'
import { useT } from '../../../texts/t.ts'
import { StateBadge } from '../../../ui/StateBadge.tsx'

/** Where a sheet stands: open, or what came out of it. */
export function InspectionBadge({ head, look = 'box', size = 'sm' }: { head: Pick<Head, 'state' | 'outcome'>; look?: 'box' | 'plain'; size?: 'sm' | 'lg' }) {
  const t = useT()
  if (head.outcome === null) return <StateBadge tone="active" look={look} size={size} label={t('inspectionState.open')} />
  return <StateBadge tone={head.outcome === 'pass' ? 'good' : 'bad'} look={look} size={size} label={t(`inspections.outcome.${head.outcome}`)} />
}
