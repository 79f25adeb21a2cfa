import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clockOfDay, type Span, united, weekHours, within, without } from './hours.ts'
import { atLocal, MINUTE_MS } from './time.ts'

const spans = fc.array(
  fc
    .record({ from: fc.integer({ min: 0, max: 60 }), lasts: fc.integer({ min: 1, max: 20 }) })
    .map(({ from, lasts }) => ({ startAt: from, endAt: from + lasts })),
  { maxLength: 12 },
)
const covers = (all: readonly Span[], at: number) => all.some(({ startAt, endAt }) => startAt <= at && at < endAt)

describe('spans', () => {
  it('APPT-SLOTS: united spans cover the same instants, in order and apart', () => {
    fc.assert(
      fc.property(spans, (all) => {
        const apart = united(all)
        for (let at = 0; at < 90; at++) expect(covers(apart, at)).toBe(covers(all, at))
        for (const [i, { startAt }] of apart.entries()) expect(startAt).toBeGreaterThan(apart[i - 1]?.endAt ?? -1)
      }),
    )
  })

  it('APPT-SLOTS: what is taken away is gone, and nothing else', () => {
    fc.assert(
      fc.property(spans, spans, (all, busy) => {
        const free = without(united(all), busy)
        for (let at = 0; at < 90; at++) expect(covers(free, at)).toBe(covers(all, at) && !covers(busy, at))
      }),
    )
  })

  it('APPT-SLOTS: hours of the week cut a day, breaks and overlapping lines included; null cuts nothing', () => {
    const on = '2026-03-02' // a Monday
    const clock = clockOfDay(on, 'Europe/Berlin')
    const open = [{ startAt: clock(480), endAt: clock(1080) }]
    const hours = [
      { weekday: 1, fromMinutes: 420, untilMinutes: 720 },
      { weekday: 1, fromMinutes: 700, untilMinutes: 730 },
      { weekday: 1, fromMinutes: 780, untilMinutes: 1020 },
      { weekday: 2, fromMinutes: 0, untilMinutes: 1440 },
    ]
    expect(within(open, hours, on, clock)).toEqual([
      { startAt: clock(480), endAt: clock(730) },
      { startAt: clock(780), endAt: clock(1020) },
    ])
    expect(within(open, [], on, clock)).toEqual([])
    expect(within(open, null, on, clock)).toBe(open)
  })

  it('APPT-SLOTS: the clock of a day is right on the days on which clocks change', () => {
    for (const on of ['2026-03-02', '2026-03-29', '2026-10-25'])
      for (const minutes of [0, 60, 150, 300, 1439])
        expect(clockOfDay(on, 'Europe/Berlin')(minutes), `${on} ${minutes}`).toBe(atLocal(on, minutes, 'Europe/Berlin'))
    expect(clockOfDay('2026-03-02', 'Asia/Kathmandu')(1) % MINUTE_MS).toBe(0)
  })

  it('APPT-SLOTS PLAT-VALID: hours that end before they start are refused', () => {
    expect(weekHours.safeParse([{ weekday: 1, fromMinutes: 480, untilMinutes: 480 }]).success).toBe(false)
    expect(weekHours.safeParse([{ weekday: 7, fromMinutes: 480, untilMinutes: 500 }]).success).toBe(false)
    expect(weekHours.safeParse([{ weekday: 0, fromMinutes: 0, untilMinutes: 1440 }]).success).toBe(true)
  })
})
