import { RRuleTemporal } from 'rrule-temporal'
import { atLocal, type EpochMs } from '../../../kernel/time.ts'
import type { EventProblem } from '../model.ts'
import type { Moment } from './read.ts'

/** Rules by days or more; several times of one day would be many events of their own. */
const BY_DAYS = /^(?!.*\bBY(?:HOUR|MINUTE|SECOND)=[^;]*,)(?=.*\bFREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)\b)/i

/** An end by the wall clock, which the library does not take. */
const LOCAL_UNTIL = /\bUNTIL=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)\d\d(?!Z)/i

/** When an event begins by its rule, within a span. The wall clock of its zone counts, so that it stays at its time of day. */
export function recurring(rule: string, start: Moment, fromAt: EpochMs, toAt: EpochMs): Moment[] | EventProblem {
  if (!BY_DAYS.test(rule)) return 'badRule'
  // Whole days have no zone: they are counted in one without changes of the clocks.
  const zone = start.isDate ? 'UTC' : start.zone
  const two = (n: number) => String(n).padStart(2, '0')
  const time = `${two(Math.floor(start.seconds / 3600))}${two(Math.floor(start.seconds / 60) % 60)}${two(start.seconds % 60)}`
  try {
    const plain = rule.replace(LOCAL_UNTIL, (_, year: string, month: string, day: string, hour: string, minute: string) => {
      const until = atLocal(`${year}-${month}-${day}`, Number(hour) * 60 + Number(minute), zone)
      return `UNTIL=${new Date(until).toISOString().replace(/[-:]|\.\d+/g, '')}`
    })
    const series = new RRuleTemporal({ rruleString: `DTSTART;TZID=${zone}:${start.on.replaceAll('-', '')}T${time}\nRRULE:${plain}`, maxIterations: 50_000 })
    return series.between(new Date(fromAt), new Date(toAt), true).map((at) => {
      const on = at.toString().slice(0, 10)
      return { ...start, on, at: start.isDate ? atLocal(on, 0, start.zone) : at.epochMilliseconds }
    })
  } catch {
    return 'badRule' // the library throws on what is no rule, and where it looks for a day that never comes
  }
}
