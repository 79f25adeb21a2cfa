import type { Id } from '../../kernel/ids.ts'
import { type Failure, ok, type Result } from '../../kernel/result.ts'
import { inspectionsFails } from './contract.ts'
import { type Head, inspectionMachine, type Point, type Tone } from './model.ts'
import type { Label, Level, Measure, TemplateContent, TemplatePoint } from './model/template.ts'

/** The shop's words in that language, else in English, else in the first there is. */
export const labelIn = (label: Label, language: string): string => label[language] ?? label['en'] ?? Object.values(label)[0] ?? ''

/** Better to worse; what was not checked says less than any. */
const RANK: Readonly<Record<Tone, number>> = { none: 0, good: 1, soon: 2, bad: 3 }
export const isFinding = (tone: Tone | null): tone is 'soon' | 'bad' => tone === 'soon' || tone === 'bad'

/** The level of a measured value, in thousandths of the unit. */
export const levelOfMeasure = ({ bands }: Measure, measuredMilli: number): string =>
  bands.find(({ belowMilli }) => belowMilli === null || measuredMilli < belowMilli)?.level ?? ''

export const pointsOf = ({ sections }: TemplateContent): TemplatePoint[] => sections.flatMap(({ points }) => points)
export const findPoint = (content: TemplateContent, key: string): TemplatePoint | undefined => pointsOf(content).find((point) => point.key === key)
export const findLevel = ({ levels }: TemplateContent, key: string | null): Level | undefined => levels.find((level) => level.key === key)
/** What "all fine" gives a point. Every template has one. */
export const goodLevel = ({ levels }: TemplateContent): Level | undefined => levels.find(({ tone }) => tone === 'good')

type Event = keyof (typeof inspectionMachine)['open']

/** The state after `event`. Holds INSP-1 where the event is `record`. */
export function step(inspection: Pick<Head, 'id' | 'state'>, event: Event): Result<Head['state'], Failure<'inspections.wrongState'>> {
  const next = inspectionMachine[inspection.state][event]
  return next === 'refused' ? inspectionsFails.wrongState({ inspectionId: inspection.id, state: inspection.state, event }) : ok(next)
}

export interface Found {
  readonly level: string | null
  readonly tone: Tone | null
  readonly measuredMilli: number | null
}
type FoundFails = Failure<'inspections.unknownLevel' | 'inspections.notMeasured' | 'inspections.betterThanMeasured'>

/**
 * What a point says after `patch`. A new measurement sets the level by its limits; a level given by hand may be worse than those say,
 * never better. Taking a measurement back takes its level with it. Holds INSP-2.
 */
export function found(
  content: TemplateContent,
  of: TemplatePoint,
  before: Found,
  patch: { level?: string | null | undefined; measuredMilli?: number | null | undefined },
): Result<Found, FoundFails> {
  const measuredMilli = patch.measuredMilli === undefined ? before.measuredMilli : patch.measuredMilli
  if (patch.measuredMilli != null && !of.measure) return inspectionsFails.notMeasured({ pointKey: of.key })
  const byLimits = of.measure && measuredMilli !== null ? findLevel(content, levelOfMeasure(of.measure, measuredMilli)) : undefined
  const asked = patch.level === undefined ? (patch.measuredMilli === undefined ? before.level : (byLimits?.key ?? null)) : patch.level
  if (asked === null) return ok({ level: byLimits?.key ?? null, tone: byLimits?.tone ?? null, measuredMilli })
  const level = findLevel(content, asked)
  if (!level) return inspectionsFails.unknownLevel({ level: asked })
  if (byLimits && RANK[level.tone] < RANK[byLimits.tone]) return inspectionsFails.betterThanMeasured({ pointKey: of.key, level: byLimits.key })
  return ok({ level: level.key, tone: level.tone, measuredMilli })
}

/** Whether the template asks for a photo of a point that says this. */
export const needsPhoto = (of: Pick<TemplatePoint, 'photo'>, tone: Tone | null): boolean => of.photo === 'always' || (of.photo === 'finding' && isFinding(tone))

/** Points that stand in the way of finishing, in the sheet's order: a required one without a level, or one without the photo that is asked for. */
export function unfinished(
  content: TemplateContent,
  points: readonly Pick<Point, 'id' | 'pointKey' | 'isRequired' | 'level' | 'tone'>[],
  photos: ReadonlyMap<string, number>,
): { id: Id<'inspectionPoint'>; why: 'level' | 'photo' }[] {
  const byKey = new Map(pointsOf(content).map((one) => [one.key, one]))
  return points.flatMap(({ id, pointKey, isRequired, level, tone }): { id: Id<'inspectionPoint'>; why: 'level' | 'photo' }[] => {
    if (isRequired && level === null) return [{ id, why: 'level' }]
    const of = byKey.get(pointKey)
    return of && level !== null && needsPhoto(of, tone) && (photos.get(id) ?? 0) === 0 ? [{ id, why: 'photo' }] : []
  })
}

/** Where the sheet goes on after a point: the next one without a level, round the end, or nowhere when all have one. */
export function nextOpen(points: readonly Pick<Point, 'level'>[], after: number): number | null {
  for (let ahead = 1; ahead <= points.length; ahead++) {
    const at = (after + ahead) % points.length
    if (points[at]?.level === null) return at
  }
  return null
}

/** Units: basis points of finished inspections; null where none was finished. */
export const passRateBp = (passed: number, failed: number): number | null => (passed + failed === 0 ? null : Math.round((passed * 10_000) / (passed + failed)))

/** Text of the line that a finding becomes: the point, and what was found there. */
export const lineText = (name: string, note: string): string =>
  [name, note.split('\n')[0]?.trim() ?? '']
    .filter((part) => part !== '')
    .join(': ')
    .slice(0, 300)

/** A measured value in its unit, as people write it. */
export const measuredText = (measuredMilli: number, unit: string): string => `${String(measuredMilli / 1000)} ${unit}`.trim()

interface Shown {
  readonly point: Point
  readonly of: TemplatePoint
  readonly level: Level | undefined
  readonly sectionName: Label
}

/** A sheet as a customer reads it: what must be done, what should be done, then all the rest by section. */
export function arrange(content: TemplateContent, points: readonly Point[]): { bad: Shown[]; soon: Shown[]; sections: { name: Label; points: Shown[] }[] } {
  const byKey = new Map(points.map((point) => [point.pointKey, point]))
  const sections = content.sections.map(({ name, points: ofSection }) => ({
    name,
    points: ofSection.flatMap((of) => {
      const point = byKey.get(of.key)
      return point ? [{ point, of, level: findLevel(content, point.level), sectionName: name }] : []
    }),
  }))
  const all = sections.flatMap((section) => section.points)
  return {
    bad: all.filter(({ point }) => point.tone === 'bad'),
    soon: all.filter(({ point }) => point.tone === 'soon'),
    sections: sections
      .map(({ name, points: ofSection }) => ({ name, points: ofSection.filter(({ point }) => point.level !== null && !isFinding(point.tone)) }))
      .filter(({ points: ofSection }) => ofSection.length > 0),
  }
}
