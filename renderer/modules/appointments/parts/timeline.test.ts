import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { atLocal, HOUR_MS, MINUTE_MS, overlaps } from '#shared/kernel/time.ts'
import { hoursOf, lanesOf, minutesWithin, openOn, shareOf, shownSpan, snapped } from './timeline.ts'

const hours = { opensAtMinutes: 480, closesAtMinutes: 1080, openWeekdays: '12345' }
const ZONE = 'Europe/Berlin'
const on = '2026-03-10'
const at = (time: string) => {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return atLocal(on, hour * 60 + minute, ZONE)
}
const span = (from: string, to: string) => ({ startAt: at(from), endAt: at(to) })

describe('the timeline of a day', () => {
  it('APPT-CRUD: shows opening hours with an hour around them, and whole hours until every booking fits', () => {
    expect(shownSpan(on, hours, ZONE, [])).toEqual(span('07:00', '19:00'))
    expect(shownSpan(on, hours, ZONE, [span('06:20', '07:00'), span('18:00', '20:40')])).toEqual(span('06:00', '21:00'))
    expect(shownSpan(on, hours, ZONE, [span('06:20', '07:00')], 0)).toEqual(span('06:00', '18:00'))
  })

  it('APPT-CRUD: stays within the day for a booking of several days', () => {
    expect(shownSpan(on, hours, ZONE, [{ startAt: at('09:00') - 86_400_000, endAt: at('09:00') + 86_400_000 }])).toEqual(span('07:00', '19:00'))
    expect(hoursOf(span('07:00', '19:00'))).toHaveLength(13)
  })

  it('APPT-CRUD: knows days off', () => {
    expect(openOn('2026-03-08', hours, ZONE)).toBeNull()
    expect(openOn(on, hours, ZONE)).toEqual(span('08:00', '18:00'))
  })

  it('APPT-CRUD: a click snaps to the quarter of an hour in which it lies', () => {
    const day = span('07:00', '19:00')
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        const start = snapped(day.startAt + share * (day.endAt - day.startAt), day)
        expect((start - day.startAt) % (15 * MINUTE_MS)).toBe(0)
        expect(start).toBeLessThan(day.endAt)
        expect(shareOf(start, day)).toBeLessThanOrEqual(share)
      }),
    )
    expect(snapped(at('09:16'), day)).toBe(at('09:15'))
  })

  it('APPT-CRUD: bookings of one row never cover one another', () => {
    const bookings = fc.array(fc.record({ id: fc.uuid(), from: fc.integer({ min: 0, max: 40 }), lasts: fc.integer({ min: 1, max: 12 }) }), { maxLength: 20 })
    fc.assert(
      fc.property(bookings, (drawn) => {
        const all = drawn.map(({ id, from, lasts }) => ({ id, startAt: from, endAt: from + lasts }))
        const lanes = lanesOf(all)
        for (const a of all) for (const b of all) if (a.id !== b.id && overlaps(a, b)) expect(lanes.get(a.id)?.lane).not.toBe(lanes.get(b.id)?.lane)
        for (const { id } of all) expect(lanes.get(id)?.lane).toBeLessThan(lanes.get(id)?.lanes ?? 0)
      }),
    )
  })

  it('APPT-CRUD: counts what is booked within opening hours only', () => {
    expect(minutesWithin([span('07:00', '09:00'), span('17:30', '20:00'), span('10:00', '10:15')], span('08:00', '18:00'))).toBe(60 + 30 + 15)
    expect(minutesWithin([{ startAt: 0, endAt: HOUR_MS }], span('08:00', '18:00'))).toBe(0)
  })
})
