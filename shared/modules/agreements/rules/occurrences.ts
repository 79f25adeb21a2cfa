import { RRuleTemporal } from 'rrule-temporal'
import { addDays, type LocalDate } from '../../../kernel/time.ts'

/** The end of what is ever looked for: a series that begins or ends later is a slip of the pen. */
export const LAST_DAY: LocalDate = '2199-12-31'

/**
 * Days on which a rule falls, from `fromOn` to before `toOn`, at most `limit` of them. `rule` must be one that `repeatOf` knows.
 * Days, not instants: a visit stands at the same time of the shop's wall clock before and after a change of the clocks, so the
 * zone has no say in which days there are. Source: RFC 5545, 3.8.5.3; the library is held against another one by test.
 */
export function occurrences(rule: string, startOn: LocalDate, fromOn: LocalDate, toOn: LocalDate, limit = 1000): LocalDate[] {
  const from = fromOn > startOn ? fromOn : startOn
  if (from >= toOn) return []
  const found: LocalDate[] = []
  const series = new RRuleTemporal({ rruleString: `DTSTART;TZID=UTC:${startOn.replaceAll('-', '')}T000000\nRRULE:${rule}`, maxIterations: MOST_STEPS })
  const nextOf = (after: string, isIncluded: boolean): LocalDate | undefined => {
    try {
      return series
        .next(new Date(`${after}T00:00:00Z`), isIncluded)
        ?.toString()
        .slice(0, 10)
    } catch {
      return undefined // the 31st of every twelfth month from November on: the library gives up on a day that never comes
    }
  }
  for (let next = nextOf(from, true); next !== undefined && next < toOn && found.length < limit; next = nextOf(next, false)) found.push(next)
  return found
}
/** Of the library's: periods that it looks through for one day. */
const MOST_STEPS = 20_000

/** A series that a new one takes over from on `fromOn`: it ends on the day before. The new one counts on where the old one had a count. */
export function splitAt(rule: string, startOn: LocalDate, fromOn: LocalDate): { before: string; left: number | null } {
  const parts = rule.split(';')
  const count = Number(parts.find((part) => part.startsWith('COUNT='))?.slice(6) ?? 0)
  const kept = parts.filter((part) => !part.startsWith('COUNT=') && !part.startsWith('UNTIL='))
  const before = [...kept, `UNTIL=${addDays(fromOn, -1).replaceAll('-', '')}`].join(';')
  return { before, left: count === 0 ? null : Math.max(1, count - occurrences(rule, startOn, startOn, fromOn).length) }
}
