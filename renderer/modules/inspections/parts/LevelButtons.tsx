import type { Level } from '#shared/modules/inspections/model/template.ts'
import { StateBadge } from '../../../ui/StateBadge.tsx'
import { badgeTone, useLabel } from './words.ts'
import classes from './sheet.module.css'

interface LevelButtonsProps {
  levels: readonly Level[]
  chosen: string | null
  isBusy: boolean
  onChoose: (level: Level) => void
}

/** The shop's levels as large buttons: colour, shape and word together. */
export function LevelButtons({ levels, chosen, isBusy, onChoose }: LevelButtonsProps) {
  const label = useLabel()
  return (
    <div className={classes.levels}>
      {levels.map((level) => (
        <button
          key={level.key}
          type="button"
          className={classes.level}
          data-tone={level.tone}
          aria-pressed={chosen === level.key}
          disabled={isBusy}
          onClick={() => onChoose(level)}
        >
          <StateBadge tone={badgeTone[level.tone]} look="plain" size="lg" label={label(level.name)} />
        </button>
      ))}
    </div>
  )
}
