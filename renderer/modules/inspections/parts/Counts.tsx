import type { Head } from '#shared/modules/inspections/model.ts'
import { useT } from '../../../texts/t.ts'
import { StateBadge } from '../../../ui/StateBadge.tsx'
import { badgeTone } from './words.ts'
import classes from './counter.module.css'

const SHOWN = ['bad', 'soon', 'good'] as const

/** How many points are bad, soon due and good; each figure with its shape, its word for those who listen. */
export function Counts({ counts, withWords = false }: { counts: Head['counts']; withWords?: boolean }) {
  const t = useT()
  return (
    <span className={classes.counts} data-words={withWords || undefined}>
      {SHOWN.map((tone) => (
        <span key={tone} title={t(`inspections.tone.${tone}`)}>
          <StateBadge
            tone={badgeTone[tone]}
            look={withWords ? 'box' : 'plain'}
            size={withWords ? 'lg' : 'sm'}
            label={withWords ? `${String(counts[tone])} ${t(`inspections.tone.${tone}`)}` : String(counts[tone])}
          />
        </span>
      ))}
    </span>
  )
}
