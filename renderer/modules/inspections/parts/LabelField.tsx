import { LANGUAGES } from '#shared/modules/workspace/model.ts'
import type { Label } from '#shared/modules/inspections/model/template.ts'
import { useLanguage, useT } from '../../../texts/t.ts'
import { TextInput } from '../../../ui/fields.tsx'
import { Fields } from '../../../ui/Page.tsx'

interface LabelFieldProps {
  label: string
  value: Label
  onChange: (value: Label) => void
  required?: boolean
  /** The dialog around it begins here. */
  isFirst?: boolean
}

/** Words of the shop in each language of the program, the reader's first. Languages that the program does not speak stay as they are. */
export function LabelField({ label, value, onChange, required = false, isFirst = false }: LabelFieldProps) {
  const t = useT()
  const own = useLanguage()
  const names = { en: t('common.english'), ar: t('common.arabic') }
  return (
    <Fields>
      {[own, ...LANGUAGES.filter((each) => each !== own)].map((each) => (
        <TextInput
          key={each}
          label={each === own ? label : `${label} (${names[each]})`}
          dir="auto"
          maxLength={400}
          required={required && each === own}
          {...(isFirst && each === own && { 'data-autofocus': true })}
          value={value[each] ?? ''}
          onChange={(event) => {
            const { [each]: _before, ...rest } = value
            const text = event.currentTarget.value
            onChange(text === '' ? rest : { ...rest, [each]: text })
          }}
        />
      ))}
    </Fields>
  )
}
