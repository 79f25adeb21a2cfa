import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isZone, localDate, localMinutes } from '#shared/kernel/time.ts'
import { blocksOf } from '#shared/modules/calendar/rules/lines.ts'
import { readCalendar } from '#shared/modules/calendar/rules/read.ts'
import { ROOT } from '#tests/support/sources.ts'

const FOLDER = join(ROOT, 'tests/data/ical')
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.ics'))
const textOf = (name: string) => readFileSync(join(FOLDER, name), 'utf8')
/** What another library and a second one agree on. */
const expected = (
  JSON.parse(readFileSync(join(FOLDER, 'expected.json'), 'utf8')) as {
    files: Record<string, { components: Record<string, number>; first_occurrences_local?: string[][] }>
  }
).files // the form of that very file

const two = (n: number) => String(n).padStart(2, '0')

describe('CAL-ICS: calendar files of many programs', () => {
  it.each(files)('CAL-ICS CAL-3: reads %s, each of its events or the reason why not', (name) => {
    const text = textOf(name)
    const { blocks, broken } = blocksOf(text)
    const isCalendar = !broken.some(({ problem }) => problem === 'notACalendar')
    expect(blocks.length + broken.length - (isCalendar ? 0 : 1)).toBe(expected[name]?.components['VEVENT'] ?? 0)
    const { events, leftOut } = readCalendar(text, 'Europe/Berlin', 0, true)
    expect(events.length + leftOut.length).toBe(blocks.length + broken.length)
  })

  const recurring = files.filter((name) => expected[name]?.first_occurrences_local !== undefined)
  it.each(recurring)('CAL-ICS: the times of %s are those that two other programs agree on', (name) => {
    const text = textOf(name)
    const [theirs = []] = expected[name]?.first_occurrences_local ?? []
    const tzid = /DTSTART;TZID="?\/?([^":;]+)/.exec(text)?.[1] ?? 'UTC'
    const zone = [tzid, tzid.split('/').slice(-2).join('/')].find(isZone) ?? 'UTC'
    const { events, leftOut } = readCalendar(text, 'UTC', Date.parse(`${theirs[0]}Z`) - 86_400_000, true)
    if (leftOut.some(({ problem }) => problem === 'free')) return expect(events).toEqual([]) // its times last for no time
    const ours = (events[0]?.times ?? []).map(({ startAt }) => {
      const minutes = localMinutes(startAt, zone)
      return `${localDate(startAt, zone)}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:00`
    })
    expect(ours.slice(0, theirs.length)).toEqual(theirs)
  })
})
