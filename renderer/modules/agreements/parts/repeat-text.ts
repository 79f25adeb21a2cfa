import type { Repeat } from '#shared/modules/agreements/model.ts'
import { repeatOf } from '#shared/modules/agreements/rules/repeat.ts'
import { formatDay, formatWeekday } from '../../../texts/format.ts'
import type { Language } from '#shared/modules/workspace/model.ts'
import type { Translate } from '../../../texts/t.ts'

const OFTEN = { day: 'repeat.nDays', week: 'repeat.nWeeks', month: 'repeat.nMonths', year: 'repeat.nYears' } as const
const NTH = { 1: 'repeat.first', 2: 'repeat.second', 3: 'repeat.third', 4: 'repeat.fourth', [-1]: 'repeat.last' } as const

/** Which weekday of a month, in words: the second Tuesday. */
export const nthText = ({ which, weekday }: NonNullable<Repeat['nth']>, t: Translate, language: Language): string =>
  t('repeat.byNth', { nth: t(NTH[which as keyof typeof NTH] ?? 'repeat.last'), weekday: formatWeekday(weekday, language) }) // 1 to 4 and -1 are all there are

export const monthDayText = (monthDay: number, t: Translate): string => (monthDay === -1 ? t('repeat.byLastDay') : t('repeat.byMonthDay', { day: monthDay }))

/** A rule in words: every two weeks on Mon, Thu, until Wed, 31 Dec 2026. */
export function ruleText(rule: string, t: Translate, language: Language): string {
  const repeat = repeatOf(rule)
  if (!repeat) return t('repeat.odd', { rule })
  const { unit, every, weekdays, monthDay, nth, count, untilOn } = repeat
  const often = t(OFTEN[unit], { count: every })
  const days =
    unit === 'week' && weekdays.length > 0
      ? weekdays.map((day) => formatWeekday(day, language)).join(t('repeat.and'))
      : unit === 'month' && nth !== null
        ? nthText(nth, t, language)
        : unit === 'month' && monthDay !== null
          ? monthDayText(monthDay, t)
          : ''
  const said = days === '' ? often : t('repeat.on', { often, days })
  if (count !== null) return t('repeat.withCount', { rule: said, count })
  return untilOn === null ? said : t('repeat.withUntil', { rule: said, day: formatDay(untilOn, language) })
}
