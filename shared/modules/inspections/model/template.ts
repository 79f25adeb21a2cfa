import { z } from 'zod'
import { id } from '../../../kernel/ids.ts'
import { filled, line } from '../../../kernel/text.ts'

/** More points than any list of an authority has for one vehicle. */
export const MAX_POINTS = 400
export const PHOTO_RULES = ['never', 'finding', 'always'] as const

/** Words of the shop in one or more languages, by their two letters; see `labelIn`. */
export const label = z.record(z.string().regex(/^[a-z]{2}$/), filled(400)).refine((words) => Object.keys(words).length > 0, 'required')
export type Label = z.infer<typeof label>

/** Stays the same from version to version, so that visits can be compared. */
const key = z.string().regex(/^[A-Za-z0-9._-]{1,30}$/)

const tone = z.enum(['good', 'soon', 'bad', 'none'])
export const level = z.strictObject({ key, name: label, tone })
export type Level = z.infer<typeof level>

/** A value below `belowMilli` (thousandths of the unit) and in no earlier band has this level; the last band takes all the rest. Holds INSP-7. */
const band = z.strictObject({ belowMilli: z.number().int().min(-1_000_000_000).max(1_000_000_000).nullable(), level: key })
export const measure = z.strictObject({ unit: line(12), bands: z.array(band).min(1).max(6) }).refine(
  ({ bands }) =>
    bands.every(({ belowMilli }, i) => {
      const before = bands[i - 1]?.belowMilli
      return i === bands.length - 1 ? belowMilli === null : belowMilli !== null && (before === undefined || before === null || belowMilli > before)
    }),
  { path: ['bands'], error: 'limits' },
)
export type Measure = z.infer<typeof measure>

/** A finding that is usual here: one touch says it and sets its level. */
export const choice = z.strictObject({ text: label, level: key })

export const templatePoint = z.strictObject({
  key,
  name: label,
  hint: label.nullable(),
  isRequired: z.boolean(),
  photo: z.enum(PHOTO_RULES),
  measure: measure.nullable(),
  choices: z.array(choice).max(60),
  /** What of the catalogue is offered when this point is found wanting. */
  itemId: id('item').nullable(),
})
export type TemplatePoint = z.infer<typeof templatePoint>

export const section = z.strictObject({ key, name: label, points: z.array(templatePoint).min(1).max(MAX_POINTS) })

/** Everything a template says. Levels are the shop's own, with what they mean; the first good one is what "all fine" gives. */
export const templateContent = z.strictObject({
  name: label,
  levels: z.array(level).min(2).max(6),
  sections: z.array(section).min(1).max(80),
})
export type TemplateContent = z.infer<typeof templateContent>

/** A template that can be worked with: keys lead where they say, and there is something good and something to find. */
export const soundContent = templateContent.superRefine(({ levels, sections }, ctx) => {
  const refuse = (path: PropertyKey[], message: string) => ctx.addIssue({ code: 'custom', path, message })
  const points = sections.flatMap((one) => one.points)
  const known = new Set(levels.map((one) => one.key))
  if (known.size < levels.length) refuse(['levels'], 'twice')
  if (!levels.some((one) => one.tone === 'good') || !levels.some((one) => one.tone === 'bad' || one.tone === 'soon')) refuse(['levels'], 'tones')
  if (new Set(sections.map((one) => one.key)).size < sections.length || new Set(points.map((one) => one.key)).size < points.length)
    refuse(['sections'], 'twice')
  if (points.length > MAX_POINTS) refuse(['sections'], 'tooMany')
  if (points.some(({ measure: limits, choices }) => [...(limits?.bands ?? []), ...choices].some((one) => !known.has(one.level)))) refuse(['sections'], 'level')
})
