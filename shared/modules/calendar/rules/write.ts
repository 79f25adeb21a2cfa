import ICAL from 'ical.js'
import type { CalendarEntry } from '../model.ts'

const PRODUCT = '-//Bayline//Bayline//EN'

/**
 * A calendar as RFC 5545 writes it, in UTC, so that no time zone has to be explained. The same entries give the same text: the stamp of
 * each is that of its last change.
 */
export function calendarText(name: string, entries: readonly CalendarEntry[]): string {
  const calendar = new ICAL.Component(['vcalendar', [], []])
  calendar.addPropertyWithValue('version', '2.0')
  calendar.addPropertyWithValue('prodid', PRODUCT)
  calendar.addPropertyWithValue('calscale', 'GREGORIAN')
  calendar.addPropertyWithValue('method', 'PUBLISH')
  calendar.addPropertyWithValue('x-wr-calname', name)
  for (const entry of entries) calendar.addSubcomponent(eventOf(entry))
  return `${calendar.toString()}\r\n`
}

function eventOf({ uid, startAt, endAt, changedAt, summary, location, description, isCancelled, isFirm }: CalendarEntry): ICAL.Component {
  const event = new ICAL.Component('vevent')
  event.addPropertyWithValue('uid', uid)
  event.addPropertyWithValue('dtstamp', utc(changedAt))
  event.addPropertyWithValue('last-modified', utc(changedAt))
  event.addPropertyWithValue('dtstart', utc(startAt))
  event.addPropertyWithValue('dtend', utc(endAt))
  event.addPropertyWithValue('summary', clean(summary))
  if (location !== '') event.addPropertyWithValue('location', clean(location))
  if (description !== '') event.addPropertyWithValue('description', clean(description))
  event.addPropertyWithValue('status', isCancelled ? 'CANCELLED' : isFirm ? 'CONFIRMED' : 'TENTATIVE')
  return event
}

const utc = (at: number): ICAL.Time => ICAL.Time.fromJSDate(new Date(at), true)
/** Characters that no calendar may hold; line breaks are the library's to escape. */
const clean = (text: string): string => text.replace(/\r\n?/g, '\n').replace(/(?![\n\t])\p{Cc}/gu, '')
