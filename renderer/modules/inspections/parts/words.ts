import type { Tone } from '#shared/modules/inspections/model.ts'
import type { Label } from '#shared/modules/inspections/model/template.ts'
import { labelIn } from '#shared/modules/inspections/rules.ts'
import { useLanguage } from '../../../texts/t.ts'
import type { Tone as BadgeTone } from '../../../ui/StateBadge.tsx'

/** The shop's own words in the language of the window. */
export function useLabel(): (label: Label) => string {
  const language = useLanguage()
  return (label) => labelIn(label, language)
}

/** How a level of the shop looks: its colour and its shape. */
export const badgeTone: Readonly<Record<Tone, BadgeTone>> = { good: 'good', soon: 'waiting', bad: 'bad', none: 'neutral' }
