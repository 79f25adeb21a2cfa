import ICAL from 'ical.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { atLocal, epochMs, HOUR_MS } from '../../kernel/time.ts'
import { line } from '../../kernel/text.ts'
import { feedAddress } from './model.ts'
import { entryOf } from './rules/entry.ts'
import { readCalendar } from './rules/read.ts'
import { calendarText } from './rules/write.ts'

const ZONE = 'Europe/Berlin'
const NOW = atLocal('2026-03-02', 540, ZONE)
const file = (...lines: string[]) => ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR'].join('\r\n')
const event = (...lines: string[]) => ['BEGIN:VEVENT', 'UID:1', 'SUMMARY:Holiday', ...lines, 'END:VEVENT']
const read = (text: string, keepsFree = false) => readCalendar(text, ZONE, NOW, keepsFree)
const starts = (text: string) => read(text).events.flatMap(({ times }) => times.map(({ startAt }) => new Date(startAt).toISOString().slice(0, 16)))
const problems = (text: string) => read(text).leftOut.map(({ problem }) => problem)

const entry = {
  uid: '1@bayline',
  startAt: NOW,
  endAt: NOW + HOUR_MS,
  changedAt: NOW,
  summary: 'B-EM 123 Golf; Öl, "ganz neu"',
  location: 'Bay 1, Main street',
  description: 'rattles\nwhen cold \\ hot',
  isCancelled: false,
  isFirm: true,
}

describe('CAL-ICS: calendars that others read', () => {
  it('CAL-ICS: is a calendar that another program reads, with what was written', () => {
    const component = new ICAL.Component(ICAL.parse(calendarText('Bay 1', [entry, { ...entry, uid: '2@bayline', isCancelled: true }])))
    expect(component.getFirstPropertyValue('version')).toBe('2.0')
    expect(component.getFirstPropertyValue('prodid')).toMatch(/Bayline/)
    const [first, second] = component.getAllSubcomponents('vevent').map((each) => new ICAL.Event(each))
    expect([first?.uid, first?.summary, first?.location, first?.description]).toEqual([entry.uid, entry.summary, entry.location, entry.description])
    expect([first?.startDate.toJSDate().getTime(), first?.endDate.toJSDate().getTime()]).toEqual([entry.startAt, entry.endAt])
    expect([first, second].map((one) => one?.component.getFirstPropertyValue('status'))).toEqual(['CONFIRMED', 'CANCELLED'])
    expect(first?.component.getFirstPropertyValue('dtstamp')).toBeTruthy()
  })

  it('CAL-ICS: whatever its words are, lines end with CRLF, none is longer than 75 octets, and the same comes out again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.string({ unit: 'binary', maxLength: 80 }), (summary, description) => {
        const text = calendarText(summary, [{ ...entry, summary, description }])
        expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
        expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
        expect(text.split('\r\n').filter((line) => new TextEncoder().encode(line).length > 75)).toEqual([])
        expect(read(text).events[0]?.times).toEqual([{ startAt: entry.startAt, endAt: entry.endAt }])
      }),
    )
  })

  it('CAL-ICS: a booking names the car, the place and what is wrong with it', () => {
    const booked = {
      id: '1',
      startAt: NOW,
      endAt: NOW + HOUR_MS,
      updatedAt: NOW,
      state: 'pending',
      customerName: 'Erika',
      customerPhone: '+4930',
      vehicle: 'VW Golf',
      plate: 'B-EM 123',
      concern: 'rattles',
      bayName: 'Bay 1',
      technicianName: 'Tom',
      locationName: 'Main',
      locationAddress: 'Street 1\nTown',
      purpose: null,
      note: 'pays late',
    }
    expect(entryOf(booked, 'en')).toMatchObject({
      summary: 'B-EM 123 VW Golf · Erika',
      location: 'Bay 1, Main, Street 1, Town',
      description: 'rattles\nTom\n+4930',
      isFirm: false,
      isCancelled: false,
    })
    expect(entryOf({ ...booked, state: 'noShow' }, 'en').isCancelled).toBe(true)
    expect(feedAddress('https://centre.example/#pin', 't')).toBe('https://centre.example/calendar.ics?token=t')
  })
})

describe('CAL-ICS: calendars of others', () => {
  it.each<[string, string[], string[]]>([
    ['in UTC', ['DTSTART:20260305T080000Z', 'DTEND:20260305T090000Z'], ['2026-03-05T08:00']],
    ['in a zone', ['DTSTART;TZID=America/New_York:20260305T080000', 'DTEND;TZID=America/New_York:20260305T090000'], ['2026-03-05T13:00']],
    ['in a zone with a path', ['DTSTART;TZID=/freeassociation.sourceforge.net/America/New_York:20260305T080000', 'DURATION:PT1H'], ['2026-03-05T13:00']],
    ['by the wall clock', ['DTSTART:20260305T080000', 'DURATION:PT1H'], ['2026-03-05T07:00']],
    ['of a whole day', ['DTSTART;VALUE=DATE:20260305'], ['2026-03-04T23:00']],
    [
      'every week through the change of the clocks',
      ['DTSTART:20260320T080000', 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY;COUNT=3'],
      ['2026-03-20T07:00', '2026-03-27T07:00', '2026-04-03T06:00'],
    ],
    [
      'without those left out',
      ['DTSTART:20260305T080000', 'DURATION:PT1H', 'RRULE:FREQ=DAILY;COUNT=3', 'EXDATE:20260306T080000'],
      ['2026-03-05T07:00', '2026-03-07T07:00'],
    ],
    ['with those added', ['DTSTART:20260305T080000', 'DURATION:PT1H', 'RDATE:20260310T080000'], ['2026-03-05T07:00', '2026-03-10T07:00']],
    ['that began long ago', ['DTSTART;VALUE=DATE:20100315', 'RRULE:FREQ=YEARLY'], ['2026-03-14T23:00']],
    ['that are under way', ['DTSTART:20260301T080000', 'DTEND:20260305T080000'], ['2026-03-01T07:00']],
  ])('CAL-ICS: reads events %s', (_what, lines, expected) => expect(starts(file(...event(...lines)))).toEqual(expected))

  it('CAL-ICS: a time that was moved alone takes the place of its own', () => {
    const text = file(
      ...event('DTSTART:20260305T080000', 'DURATION:PT1H', 'RRULE:FREQ=DAILY;COUNT=3'),
      ...event('RECURRENCE-ID:20260306T080000', 'DTSTART:20260306T150000', 'DURATION:PT1H'),
    )
    expect(starts(text).sort()).toEqual(['2026-03-05T07:00', '2026-03-06T14:00', '2026-03-07T07:00'])
  })

  it.each<[string, string[], string]>([
    ['no start', [], 'noStart'],
    ['a start that is none', ['DTSTART:INVALID'], 'badStart'],
    ['the 40th of a month', ['DTSTART:20260340T080000Z', 'DURATION:PT1H'], 'badStart'],
    ['an end before its start', ['DTSTART:20260305T080000Z', 'DTEND:20260305T070000Z'], 'badEnd'],
    ['a length that is none', ['DTSTART:20260305T080000Z', 'DURATION:tomorrow'], 'badEnd'],
    ['a rule that is none', ['DTSTART:20260305T080000Z', 'DURATION:PT1H', 'RRULE:FREQ=SOMETIMES'], 'badRule'],
    ['a rule of seconds', ['DTSTART:20260305T080000Z', 'DURATION:PT1H', 'RRULE:FREQ=SECONDLY'], 'badRule'],
    ['a rule without days', ['DTSTART:20260305T080000Z', 'DURATION:PT1H', 'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'], 'past'],
    ['days left out that cannot be read', ['DTSTART:20260305T080000Z', 'DURATION:PT1H', 'RRULE:FREQ=DAILY;COUNT=2', 'EXDATE:tomorrow'], 'badRule'],
    ['a time of its series that cannot be read', ['DTSTART:20260305T080000Z', 'DURATION:PT1H', 'RECURRENCE-ID:x'], 'badRule'],
    ['an end after the last year', ['DTSTART:20260305T080000Z', 'DTEND:99981231T000000Z'], 'badEnd'],
    ['more years than there are', ['DTSTART;VALUE=DATE:20260305', 'DURATION:P99999999999D'], 'badEnd'],
    ['a start before all reckoning', ['DTSTART;VALUE=DATE:19200305', 'DTEND;VALUE=DATE:20270305'], 'badStart'],
    ['no length', ['DTSTART:20260305T080000Z'], 'free'],
    ['free time', ['DTSTART:20260305T080000Z', 'DURATION:PT1H', 'TRANSP:TRANSPARENT'], 'free'],
    ['its cancellation', ['DTSTART:20260305T080000Z', 'DURATION:PT1H', 'STATUS:CANCELLED'], 'cancelled'],
    ['an end in the past', ['DTSTART:20250305T080000Z', 'DURATION:PT1H'], 'past'],
  ])('CAL-ICS CAL-3: leaves out an event with %s, and says why', (_what, lines, problem) => {
    expect(problems(file(...event(...lines), ...event('UID:2', 'DTSTART:20260305T080000Z', 'DURATION:PT1H')))).toEqual([problem])
  })

  it('CAL-ICS CAL-3: names an event that does not end, a file that is no calendar, and a zone that nobody knows', () => {
    expect(problems('BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:half\nDTSTART:20260305T080000Z')).toEqual(['broken'])
    expect(problems('')).toEqual(['notACalendar'])
    expect(problems('name;price\nOil;5')).toEqual(['notACalendar'])
    expect(read(file(...event('DTSTART;TZID=Middle Earth:20260305T080000', 'DURATION:PT1H'))).events).toMatchObject([{ unknownZone: 'Middle Earth' }])
    expect(read(file(...event('DTSTART;VALUE=DATE:20260305', 'TRANSP:TRANSPARENT')), true).events).toHaveLength(1)
  })

  it.each([
    ['letters that are two', '\u0958'.repeat(200)],
    ['signs that nobody types', '\u0000\u0007Holiday\u2028abroad'],
  ])('CAL-ICS CAL-3: what an event is called is a line as a person may type it, also with %s', (_what, called) => {
    const [event] = read(file('BEGIN:VEVENT', 'UID:1', `SUMMARY:${called}`, 'DTSTART;VALUE=DATE:20260305', 'END:VEVENT')).events
    expect(line(200).safeParse(event?.summary)).toEqual({ success: true, data: event?.summary })
  })

  it('CAL-ICS CAL-3: never fails, whatever text it is given', () => {
    const words = fc.constantFrom(
      'BEGIN:VCALENDAR',
      'END:VCALENDAR',
      'BEGIN:VEVENT',
      'END:VEVENT',
      'BEGIN:VALARM',
      'END:VALARM',
      'BEGIN:VTIMEZONE',
      'TZID:X',
      'X-LIC-LOCATION:Mars/Base',
      'UID:1',
      'DTSTART:20260305T080000Z',
      'DTSTART;VALUE=DATE:20260305',
      'DTSTART;TZID=X:99999999T999999',
      'DTEND:',
      'DURATION:P1W',
      'DURATION:-P99999999999W',
      'DURATION:P99999999999W',
      'DTEND:99981231T000000Z',
      'RRULE:FREQ=DAILY',
      'RRULE:FREQ=WEEKLY;BYDAY=XX;COUNT=-1',
      'RRULE:',
      'RDATE;VALUE=PERIOD:20260305T080000Z/PT1H',
      'EXDATE:,,,',
      'RECURRENCE-ID:x',
      'STATUS',
      'SUMMARY;A="b:c',
      ' folded',
      '\tfolded',
      ':',
      ';=',
    )
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ arbitrary: words, weight: 6 }, { arbitrary: fc.string({ unit: 'binary', maxLength: 40 }), weight: 1 }), { maxLength: 30 }),
        (lines) => {
          const { events } = read(lines.join('\n'))
          for (const { times } of events)
            for (const { startAt, endAt } of times)
              expect([endAt > startAt, epochMs.safeParse(startAt).success, epochMs.safeParse(endAt).success]).toEqual([true, true, true])
        },
      ),
      { numRuns: 400 },
    )
  })
})
