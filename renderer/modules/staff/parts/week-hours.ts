import type { WeekHours } from '#shared/kernel/hours.ts'
import { clockText, parseClock, westernFigures } from '../../../ui/decimal.ts'

type Day = Pick<WeekHours[number], 'fromMinutes' | 'untilMinutes'>

/** Hours of one day as people write them: `08:00–12:00, 13:00–17:00`. */
export const hoursText = (spans: readonly Day[]): string =>
  spans.map(({ fromMinutes, untilMinutes }) => `${clockText(fromMinutes)}–${clockText(untilMinutes)}`).join(', ')

/** The same read back: `8-12, 13-17`; an empty text is a free day. Null for what is no hours. Midnight ends a day as 0:00 or 24:00. */
export function parseHours(text: string): Day[] | null {
  const spans = westernFigures(text)
    .split(/[,،;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part): Day | null => {
      const [from = '', until = '', ...more] = part.split(/\s*[-–—]\s*/)
      const fromMinutes = parseClock(from)
      const untilMinutes = /^(24|0?0)([:.]?00)?$/.test(until) ? 1440 : parseClock(until)
      return more.length > 0 || fromMinutes === null || untilMinutes === null || untilMinutes <= fromMinutes ? null : { fromMinutes, untilMinutes }
    })
  return spans.every((span) => span !== null) ? spans : null
}
