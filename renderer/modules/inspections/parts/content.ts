import type { TemplateContent, TemplatePoint } from '#shared/modules/inspections/model/template.ts'
import { language, type Translate } from '../../../texts/t.ts'

/** A key for something new; it stays from version to version. */
export const newKey = (): string => crypto.randomUUID().slice(0, 8)

export const blankPoint = (): TemplatePoint => ({
  key: newKey(),
  name: {},
  hint: null,
  isRequired: true,
  photo: 'never',
  measure: null,
  choices: [],
  itemId: null,
})

/** A new template: three usual levels, one empty section. */
export const blankContent = (t: Translate): TemplateContent => {
  const words = (text: string) => ({ [language()]: text })
  return {
    name: {},
    levels: [
      { key: 'good', name: words(t('inspections.tone.good')), tone: 'good' },
      { key: 'soon', name: words(t('inspections.tone.soon')), tone: 'soon' },
      { key: 'bad', name: words(t('inspections.tone.bad')), tone: 'bad' },
    ],
    sections: [{ key: newKey(), name: {}, points: [blankPoint()] }],
  }
}

/** The list with the item at `index` replaced, taken away, or moved by one. */
export const replaced = <T>(list: readonly T[], index: number, item: T): T[] => list.map((one, i) => (i === index ? item : one))
export const without = <T>(list: readonly T[], index: number): T[] => list.filter((_, i) => i !== index)
export function moved<T>(list: readonly T[], index: number, by: 1 | -1): T[] {
  const next = [...list]
  const item = next[index]
  const other = next[index + by]
  if (item === undefined || other === undefined) return next
  next[index] = other
  next[index + by] = item
  return next
}
