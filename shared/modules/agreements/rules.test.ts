import ICAL from 'ical.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Id } from '../../kernel/ids.ts'
import { addDays, atLocal, HOUR_MS, localMinutes, MINUTE_MS, weekday } from '../../kernel/time.ts'
import type { Slot } from '../appointments/model.ts'
import { AGREEMENT_STATES, agreementMachine, type Repeat, VISIT_STATES, visitMachine } from './model.ts'
import { isLost, isUntouched, nearestSlot, plainRule, step, visitStep } from './rules.ts'
import { occurrences, splitAt } from './rules/occurrences.ts'
import { monthDayOf, nthOf, repeatOf, ruleOf, usualRepeat } from './rules/repeat.ts'

const PLAIN: Repeat = { unit: 'day', every: 1, weekdays: [], monthDay: null, nth: null, count: null, untilOn: null }

const days = fc.integer({ min: 0, max: 4000 }).map((n) => addDays('2024-01-01', n))
const ending = fc.oneof(
  fc.constant({ count: null, untilOn: null }),
  fc.integer({ min: 1, max: 60 }).map((count) => ({ count, untilOn: null })),
  days.map((untilOn) => ({ count: null, untilOn })),
)
const repeats: fc.Arbitrary<Repeat> = fc
  .tuple(
    fc.integer({ min: 1, max: 12 }),
    ending,
    fc.oneof(
      fc.constantFrom<Partial<Repeat>>({ unit: 'day' }, { unit: 'week' }, { unit: 'month' }, { unit: 'year' }),
      fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 }).map((weekdays) => ({ unit: 'week' as const, weekdays })),
      fc.constantFrom(-1, 1, 15, 28, 29, 30, 31).map((monthDay) => ({ unit: 'month' as const, monthDay })),
      fc.record({ which: fc.constantFrom(-1, 1, 2, 3, 4), weekday: fc.integer({ min: 0, max: 6 }) }).map((nth) => ({ unit: 'month' as const, nth })),
    ),
  )
  .map(([every, ends, own]) => ({ ...PLAIN, every, ...ends, ...own }))

/** What another library says. */
function theirs(rule: string, startOn: string, limit: number): string[] {
  const iterator = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromDateString(startOn))
  const found: string[] = []
  for (let next = iterator.next(); next && found.length < limit; next = iterator.next()) found.push(next.toString())
  return found
}

/** What the words of a rule say of one day. */
function isSaid({ unit, every, weekdays, monthDay, nth, untilOn }: Repeat, startOn: string, on: string): boolean {
  if (untilOn !== null && on > untilOn) return false
  const dayNo = (day: string) => Date.parse(day) / 86_400_000
  const monthNo = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
  const isLast = addDays(on, 1).slice(5, 7) !== on.slice(5, 7)
  if (unit === 'day') return (dayNo(on) - dayNo(startOn)) % every === 0
  if (unit === 'week') {
    const monday = (day: string) => dayNo(day) - ((weekday(day) + 6) % 7)
    return ((monday(on) - monday(startOn)) / 7) % every === 0 && (weekdays.length > 0 ? weekdays : [weekday(startOn)]).includes(weekday(on))
  }
  if (unit === 'year') return on.slice(5) === startOn.slice(5) && (Number(on.slice(0, 4)) - Number(startOn.slice(0, 4))) % every === 0
  if ((monthNo(on) - monthNo(startOn)) % every !== 0) return false
  if (nth !== null) {
    const isNth = nth.which === -1 ? addDays(on, 7).slice(5, 7) !== on.slice(5, 7) : Math.ceil(Number(on.slice(8)) / 7) === nth.which
    return weekday(on) === nth.weekday && isNth
  }
  return monthDay === -1 ? isLast : Number(on.slice(8)) === (monthDay ?? Number(startOn.slice(8)))
}

describe('the rule of an agreement', () => {
  it('APPT-RECUR: what an editor says is the same after it was a text, for every rule', () => {
    fc.assert(
      fc.property(repeats, (repeat) => {
        expect(repeatOf(ruleOf(repeat))).toEqual(repeat)
      }),
    )
  })

  it.each([
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=FR,MO', { ...PLAIN, unit: 'week', every: 2, weekdays: [1, 5] }],
    ['FREQ=MONTHLY;BYDAY=-1TU', { ...PLAIN, unit: 'month', nth: { which: -1, weekday: 2 } }],
    ['FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=6', { ...PLAIN, unit: 'month', monthDay: -1, count: 6 }],
    ['FREQ=YEARLY;UNTIL=20301231', { ...PLAIN, unit: 'year', untilOn: '2030-12-31' }],
    ['FREQ=HOURLY', null],
    ['FREQ=DAILY;BYHOUR=9', null],
    ['FREQ=DAILY;INTERVAL=0', null],
    ['FREQ=DAILY;COUNT=3;UNTIL=20300101', null],
    ['FREQ=MONTHLY;BYDAY=1MO,2TU', null],
    ['FREQ=MONTHLY;BYDAY=5MO', null],
    ['FREQ=DAILY;UNTIL=20300231', null],
    ['INTERVAL=2', null],
    ['', null],
    ['rubbish', null],
  ])('APPT-RECUR: reads %s', (text, repeat) => expect(repeatOf(text)).toEqual(repeat))

  it('APPT-RECUR: its days are those of another library', () => {
    fc.assert(
      fc.property(repeats, days, (repeat, startOn) => {
        // The other one loses days that not every month has.
        fc.pre(Number(startOn.slice(8)) <= 28 && (repeat.monthDay ?? 1) <= 28)
        const rule = ruleOf(repeat)
        expect(occurrences(rule, startOn, startOn, '2199-01-01', 30)).toEqual(theirs(rule, startOn, 30).filter((on) => on < '2199-01-01'))
      }),
      { numRuns: 300 },
    )
  })

  it('APPT-RECUR: its days are those that the words of the rule say, one day after the other', () => {
    fc.assert(
      fc.property(repeats, days, (repeat, startOn) => {
        const all = Array.from({ length: 2500 }, (_, n) => addDays(startOn, n))
        const said = all.filter((on) => isSaid(repeat, startOn, on)).slice(0, repeat.count ?? 2500)
        expect(occurrences(ruleOf(repeat), startOn, startOn, addDays(startOn, 2500), 2500)).toEqual(said)
      }),
      { numRuns: 100 },
    )
  })

  it('APPT-RECUR: a visit stands at its time of day through every change of the clocks', () => {
    const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo', 'Asia/Kathmandu', 'UTC']
    fc.assert(
      fc.property(repeats, days, fc.constantFrom(...zones), fc.integer({ min: 240, max: 1439 }), (repeat, startOn, zone, minutes) => {
        for (const on of occurrences(ruleOf(repeat), startOn, startOn, '2199-01-01', 20)) expect(localMinutes(atLocal(on, minutes, zone), zone)).toBe(minutes)
      }),
      { numRuns: 100 },
    )
    // The night in which 2:30 does not exist: it goes forward, as RFC 5545 asks.
    expect(occurrences('FREQ=WEEKLY', '2026-03-22', '2026-03-22', '2026-04-06').map((on) => new Date(atLocal(on, 150, 'Europe/Berlin')).toISOString())).toEqual(
      ['2026-03-22T01:30:00.000Z', '2026-03-29T01:30:00.000Z', '2026-04-05T00:30:00.000Z'],
    )
  })

  it('APPT-RECUR: a window of the days is the same as that part of all days', () => {
    fc.assert(
      fc.property(repeats, days, days, fc.integer({ min: 0, max: 400 }), (repeat, startOn, fromOn, length) => {
        const rule = ruleOf(repeat)
        const toOn = addDays(fromOn, length)
        const all = occurrences(rule, startOn, startOn, '2040-01-01', 10_000)
        expect(occurrences(rule, startOn, fromOn, toOn)).toEqual(all.filter((on) => on >= fromOn && on < toOn))
      }),
      { numRuns: 150 },
    )
  })

  it('AGR-3 APPT-RECUR: a series that is split falls on the same days as before, for every rule and day', () => {
    fc.assert(
      fc.property(repeats, days, fc.nat({ max: 20 }), (repeat, startOn, at) => {
        const rule = ruleOf(repeat)
        const all = occurrences(rule, startOn, startOn, '2199-01-01', 40)
        const fromOn = all[at]
        fc.pre(at > 0 && fromOn !== undefined)
        const { before, left } = splitAt(rule, startOn, fromOn)
        expect(occurrences(before, startOn, startOn, '2199-01-01', 40)).toEqual(all.filter((on) => on < fromOn))
        if (repeat.count !== null) expect(left).toBe(repeat.count - at)
        expect(repeatOf(before)).not.toBeNull()
      }),
      { numRuns: 150 },
    )
  })

  it('APPT-RECUR: a rule is kept in its plain form; one without any day is refused', () => {
    expect(plainRule('INTERVAL=1;FREQ=WEEKLY;BYDAY=TH,MO', '2026-03-02')).toEqual({ ok: true, value: 'FREQ=WEEKLY;BYDAY=MO,TH' })
    expect(plainRule('FREQ=DAILY;UNTIL=20200101', '2026-03-02')).toMatchObject({ ok: false, error: { code: 'agreements.badRule' } })
    expect(plainRule('FREQ=SECONDLY', '2026-03-02')).toMatchObject({ ok: false })
  })

  it('APPT-RECUR: proposes a rule by the first day', () => {
    expect(ruleOf(usualRepeat('2026-03-12'))).toBe('FREQ=MONTHLY;BYMONTHDAY=12')
    expect(monthDayOf('2026-01-31')).toBe(-1)
    fc.assert(
      fc.property(days, (on) => {
        const nth = nthOf(on)
        expect(nth.weekday).toBe(weekday(on))
        expect(occurrences(ruleOf({ ...PLAIN, unit: 'month', nth }), on, on, addDays(on, 1)).length === 1 || nth.which === -1).toBe(true)
      }),
    )
  })
})

describe('lifecycles', () => {
  it.each(AGREEMENT_STATES)('APPT-RECUR: an agreement that is %s answers every event by its table', (state) => {
    for (const [event, next] of Object.entries(agreementMachine[state])) {
      const done = step({ id: 'a' as Id<'agreement'>, state }, event as 'edit')
      expect(done.ok ? done.value : 'refused').toBe(next)
    }
  })
  it.each(VISIT_STATES)('APPT-RECUR: a visit that is %s answers every event by its table', (state) => {
    for (const [event, next] of Object.entries(visitMachine[state])) {
      const done = visitStep({ id: 'v' as Id<'agreementVisit'>, state }, event as 'skip')
      expect(done.ok ? done.value : 'refused').toBe(next)
    }
  })
  it('AGR-4: takes back what nobody has come for, and books again what was lost', () => {
    const states = ['pending', 'confirmed', 'called', 'arrived', 'completed', 'noShow', 'cancelled', 'clash'] as const
    expect(states.filter((state) => isUntouched({ state }))).toEqual(['pending', 'confirmed', 'clash'])
    expect(states.filter((state) => isLost({ state }))).toEqual(['noShow', 'cancelled'])
  })
})

describe('the slot nearest to when a visit is due', () => {
  const NINE = atLocal('2026-03-02', 540, 'Europe/Berlin')
  const midnight = NINE - 9 * HOUR_MS
  const hour = (h: number) => NINE + h * HOUR_MS
  /** A search over these free starts. */
  const among =
    (...starts: number[]) =>
    (fromAt: number): Slot | null => {
      const startAt = starts.toSorted((a, b) => a - b).find((start) => start >= fromAt)
      return startAt === undefined ? null : ({ startAt, endAt: startAt + HOUR_MS } as Slot) // only its times are looked at
    }
  const found = (starts: number[], dueAt = NINE, now = midnight) => nearestSlot(among(...starts), dueAt, now, midnight)?.startAt ?? null

  it.each<[string, number[], number | null]>([
    ['at its time', [hour(-1), hour(0), hour(1)], hour(0)],
    ['the soonest after it', [hour(3), hour(5)], hour(3)],
    ['an earlier one of the day that is nearer', [hour(-1), hour(4)], hour(-1)],
    ['the later of two that are as far', [hour(-2), hour(2)], hour(2)],
    ['the latest of the earlier ones', [hour(-3), hour(-2), hour(-1)], hour(-1)],
    ['days later', [hour(24 * 5)], hour(24 * 5)],
    ['none of the day before', [hour(-12)], null],
    ['none beyond its reach', [hour(24 * 15)], null],
    ['none at all', [], null],
  ])('APPT-RECUR: takes %s', (_what, starts, expected) => expect(found(starts)).toBe(expected))

  it('APPT-RECUR: never begins in the past', () => {
    expect(found([hour(-1), hour(6)], NINE, hour(-1) + MINUTE_MS)).toBe(hour(6))
    expect(found([hour(-2), hour(0), hour(1)], NINE, hour(0) + MINUTE_MS)).toBe(hour(1))
  })
})
