import { describe, expect, it } from 'vitest'
import { hoursText, parseHours } from './week-hours.ts'

describe('hours of a day as people write them', () => {
  it.each([
    ['8-12, 13-17', [480, 720, 780, 1020], '08:00–12:00, 13:00–17:00'],
    ['08:30 – 16', [510, 960], '08:30–16:00'],
    ['٨-١٢', [480, 720], '08:00–12:00'],
    ['20-24', [1200, 1440], undefined],
    ['', [], ''],
  ])('APPT-SLOTS: reads %s', (text, minutes, again) => {
    const spans = parseHours(text)
    expect(spans?.flatMap(({ fromMinutes, untilMinutes }) => [fromMinutes, untilMinutes])).toEqual(minutes)
    if (again !== undefined) expect(hoursText(spans ?? [])).toBe(again)
  })

  it.each(['8', '12-8', '8-8', 'morning', '8-12-13', '8-25'])('APPT-SLOTS: refuses %s', (text) => {
    expect(parseHours(text)).toBeNull()
  })
})
