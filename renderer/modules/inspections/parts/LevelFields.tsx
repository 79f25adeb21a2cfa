import { IconPlus } from '@tabler/icons-react'
import { TONES } from '#shared/modules/inspections/model.ts'
import type { Level } from '#shared/modules/inspections/model/template.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Select } from '../../../ui/fields.tsx'
import { newKey, replaced, without } from './content.ts'
import { LabelField } from './LabelField.tsx'
import { TrashButton } from './TrashButton.tsx'
import { useLabel } from './words.ts'
import classes from './editor.module.css'

const MOST = 6

/** The shop's levels: its own words, each with what it means. */
export function LevelFields({ levels, onChange }: { levels: readonly Level[]; onChange: (levels: Level[]) => void }) {
  const t = useT()
  const label = useLabel()
  return (
    <div className={classes.rows}>
      {levels.map((level, i) => (
        <div key={level.key} className={classes.level}>
          <LabelField label={t('inspections.levelName')} required value={level.name} onChange={(name) => onChange(replaced(levels, i, { ...level, name }))} />
          <Select
            label={t('inspections.meaning')}
            allowDeselect={false}
            value={level.tone}
            data={TONES.map((tone) => ({ value: tone, label: t(`inspections.tone.${tone}`) }))}
            onChange={(next) => onChange(replaced(levels, i, { ...level, tone: TONES.find((tone) => tone === next) ?? level.tone }))}
          />
          <TrashButton
            label={t('inspections.removeOf', { name: label(level.name) })}
            disabled={levels.length <= 2}
            onClick={() => onChange(without(levels, i))}
          />
        </div>
      ))}
      <div>
        <ActionButton
          size="xs"
          label={t('inspections.addLevel')}
          icon={<IconPlus size={14} />}
          disabledReason={levels.length >= MOST ? t('inspections.enough') : null}
          onClick={() => onChange([...levels, { key: newKey(), name: {}, tone: 'none' }])}
        />
      </div>
    </div>
  )
}
