import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { statesAllowing } from '../../kernel/machine.ts'
import { CONTENT, plainPoint, TREAD } from '#tests/support/inspections.ts'
import { INSPECTION_STATES, inspectionMachine, type Point, TONES } from './model.ts'
import { measure, soundContent } from './model/template.ts'
import {
  arrange,
  findLevel,
  found,
  labelIn,
  levelOfMeasure,
  lineText,
  measuredText,
  needsPhoto,
  nextOpen,
  passRateBp,
  pointsOf,
  step,
  unfinished,
} from './rules.ts'
import { markPath } from './rules/marks.ts'

const tyre = pointsOf(CONTENT)[2]
if (!tyre) throw new Error('the third point is the tyre')
const point = (own: Partial<Point>): Point => ({
  id: 'p' as Point['id'],
  inspectionId: 'i' as Point['inspectionId'],
  position: 0,
  pointKey: 'lamp',
  isRequired: true,
  level: null,
  tone: null,
  measuredMilli: null,
  note: '',
  recordedBy: '',
  line: null,
  ...own,
})

describe('states', () => {
  it('INSP-1: points are written while a sheet is open and at no other time', () => {
    expect(statesAllowing(inspectionMachine, 'record')).toEqual(['open'])
    for (const state of INSPECTION_STATES) {
      const next = step({ id: 'i' as never, state }, 'record')
      expect(next.ok ? next.value : next.error.code).toBe(state === 'open' ? 'open' : 'inspections.wrongState')
    }
    expect(statesAllowing(inspectionMachine, 'report')).toEqual(['done', 'reported'])
    expect(statesAllowing(inspectionMachine, 'offer')).toEqual(INSPECTION_STATES)
  })
})

describe('measurements', () => {
  it('INSP-7: limits that fall, repeat or leave values without a level are no template', () => {
    const unit = 'mm'
    const good = { level: 'green', belowMilli: null }
    for (const bands of [
      [{ level: 'red', belowMilli: 1 }],
      [good, good],
      [{ level: 'red', belowMilli: 5 }, { level: 'amber', belowMilli: 5 }, good],
      [{ level: 'red', belowMilli: 5 }, { level: 'amber', belowMilli: 4 }, good],
    ])
      expect(measure.safeParse({ unit, bands }).success).toBe(false)
    expect(measure.safeParse({ unit, bands: [{ level: 'red', belowMilli: 1 }, good] }).success).toBe(true)
  })

  it('INSP-7 INSP-2: every value has exactly one level, and no path of entries leaves a point better than its limits', () => {
    const rank = { none: 0, good: 1, soon: 2, bad: 3 }
    const patch = fc.record(
      { level: fc.constantFrom('green', 'amber', 'red', 'skip', null), measuredMilli: fc.option(fc.integer({ min: -10_000, max: 10_000 })) },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.array(patch, { maxLength: 12 }), (patches) => {
        let now: Parameters<typeof found>[2] = { level: null, tone: null, measuredMilli: null }
        for (const each of patches) {
          const next = found(CONTENT, tyre, now, each)
          if (next.ok) now = next.value
        }
        expect(now.tone ?? null).toBe(findLevel(CONTENT, now.level)?.tone ?? null)
        if (now.measuredMilli === null) return
        const byLimits = findLevel(CONTENT, levelOfMeasure(TREAD, now.measuredMilli))
        expect(rank[now.tone ?? 'none']).toBeGreaterThanOrEqual(rank[byLimits?.tone ?? 'none'])
      }),
    )
  })
})

describe('finishing', () => {
  it('INSP-3: what is required and open, and photos that are asked for, stand in the way; nothing else does', () => {
    const points = [
      point({ id: 'a' as never }),
      point({ id: 'b' as never, pointKey: 'paint', isRequired: false }),
      point({ id: 'c' as never, pointKey: 'brake', level: 'red', tone: 'bad' }),
    ]
    expect(unfinished(CONTENT, points, new Map())).toEqual([
      { id: 'a', why: 'level' },
      { id: 'c', why: 'photo' },
    ])
    expect(unfinished(CONTENT, [point({ id: 'a' as never, level: 'skip', tone: 'none' }), ...points.slice(1)], new Map([['c', 1]]))).toEqual([])
    expect(TONES.filter((tone) => needsPhoto({ photo: 'finding' }, tone))).toEqual(['soon', 'bad'])
    expect([needsPhoto({ photo: 'always' }, 'good'), needsPhoto({ photo: 'never' }, 'bad')]).toEqual([true, false])
  })

  it('DVI-SHEET: the sheet goes on to the next open point, round the end', () => {
    const points = [{ level: null }, { level: 'x' }, { level: null }]
    expect([nextOpen(points, 0), nextOpen(points, 2), nextOpen([{ level: 'x' }], 0)]).toEqual([2, 0, null])
    expect(nextOpen([{ level: 'x' }, { level: null }], 1)).toBe(1)
  })
})

describe('templates', () => {
  const broken = (change: (content: typeof CONTENT) => unknown) => soundContent.safeParse(change(structuredClone(CONTENT))).success
  it('INSP-CRUD: one that leads nowhere is refused', () => {
    expect(broken((content) => content)).toBe(true)
    expect(broken((content) => ({ ...content, levels: content.levels.slice(0, 1) }))).toBe(false)
    expect(broken((content) => ({ ...content, levels: content.levels.filter(({ tone }) => tone !== 'good') }))).toBe(false)
    expect(broken((content) => ({ ...content, levels: [...content.levels, content.levels[0]] }))).toBe(false)
    expect(broken((content) => ({ ...content, sections: [...content.sections, content.sections[0]] }))).toBe(false)
    expect(
      broken((content) => ({
        ...content,
        sections: [{ key: 'a', name: { en: 'A' }, points: [plainPoint('x', { choices: [{ text: { en: 'y' }, level: 'no' }] })] }],
      })),
    ).toBe(false)
    expect(broken((content) => ({ ...content, name: {} }))).toBe(false)
  })

  it('EXT-LANG: words come in the language asked for, else in English, else as they are', () => {
    expect([labelIn({ en: 'a', ar: 'b' }, 'ar'), labelIn({ en: 'a', cy: 'c' }, 'ar'), labelIn({ cy: 'c' }, 'ar')]).toEqual(['b', 'a', 'c'])
  })
})

describe('reports', () => {
  it('DVI-REPORT: every point with a level stands in one place: now, soon, or with the rest', () => {
    const points = [
      point({ level: 'red', tone: 'bad' }),
      point({ pointKey: 'paint' }),
      point({ pointKey: 'tyre', level: 'amber', tone: 'soon' }),
      point({ pointKey: 'brake', level: 'skip', tone: 'none' }),
    ]
    const { bad, soon, sections } = arrange(CONTENT, points)
    expect([bad, soon].map((list) => list.map(({ of }) => of.key))).toEqual([['lamp'], ['tyre']])
    expect(sections.map(({ name, points: rest }) => [name['en'], rest.map(({ of }) => of.key)])).toEqual([['Wheels', ['brake']]])
  })

  it('INSP-RATE: a rate without inspections is none', () => {
    expect([passRateBp(0, 0), passRateBp(2, 1), passRateBp(1, 0)]).toEqual([null, 6667, 10_000])
  })

  it('DVI-REPORT: lines and measurements read as people write them', () => {
    expect([lineText('Lamps', 'dark\nvery'), lineText('Lamps', ''), lineText('', 'dark')]).toEqual(['Lamps: dark', 'Lamps', 'dark'])
    expect([measuredText(1600, 'mm'), measuredText(12_000, 'V'), measuredText(-500, '')]).toEqual(['1.6 mm', '12 V', '-0.5'])
  })

  it('A-PHOTOS: a mark is one path, on the screen and on paper', () => {
    expect(markPath({ kind: 'draw', at: [0, 0, 10, 20, 30, 40] })).toBe('M0 0 L10 20 L30 40')
    expect(markPath({ kind: 'circle', at: [300, 100, 100, 200] })).toBe('M100 150 a100 50 0 1 0 200 0 a100 50 0 1 0 -200 0')
    expect(markPath({ kind: 'arrow', at: [0, 0, 100, 0] })).toMatch(/^M0 0 L100 0 M\d+ -?\d+ L100 0 L\d+ -?\d+$/)
  })
})
