import { TZDate } from '@date-fns/tz'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { atLocal, DAY_MS, localDate, localMinutes, MINUTE_MS } from './time.ts'

const ZONES = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Pacific/Apia', 'Africa/Cairo']

it('the day and the minutes of an instant are those of a date with that zone', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), fc.integer({ min: 0, max: 40_000 * DAY_MS }), (zone, at) => {
      const date = new TZDate(at, zone)
      const two = (n: number) => n.toString().padStart(2, '0')
      expect(localDate(at, zone)).toBe(`${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`)
      expect(localMinutes(at, zone)).toBe(date.getHours() * 60 + date.getMinutes())
    }),
    { numRuns: 1000 },
  )
})

it('zones that are asked of in turn do not mix, nor do the minutes on both sides of a change', () => {
  const berlin = (at: number) => localMinutes(at, 'Europe/Berlin')
  const change = Date.UTC(2026, 2, 29, 1)
  expect([berlin(change - 1), localMinutes(change - 1, 'UTC'), berlin(change), localMinutes(change, 'Asia/Kathmandu'), berlin(change - MINUTE_MS)]).toEqual([
    119, 59, 180, 405, 119,
  ])
})

it('an instant of the wall clock is the same by the offset around it as by the rules of its zone, on days on which clocks change too', () => {
  const zones = fc.constantFrom(...ZONES)
  // Every day of the years in which Samoa lost one and others changed their rules; some of them every time.
  const days = fc.oneof(fc.integer({ min: 0, max: 800 }), fc.constantFrom(85, 86, 301, 302, 362, 363, 364, 449, 450))
  fc.assert(
    fc.property(zones, days, fc.integer({ min: 0, max: 1440 }), (zone, day, minutes) => {
      const on = new Date(Date.UTC(2011, 0, 1 + day)).toISOString().slice(0, 10)
      const [year = 0, month = 0, date = 0] = on.split('-').map(Number)
      expect(atLocal(on, minutes, zone)).toBe(new TZDate(year, month - 1, date, Math.floor(minutes / 60), minutes % 60, zone).getTime())
    }),
    { numRuns: 1000 },
  )
})
