import { z } from 'zod'
import { id } from '../../kernel/ids.ts'
import { epochMs } from '../../kernel/time.ts'

/*
 * CAL-1: a feed is read with its token alone, of which only a hash is kept; a revoked feed is not there (service, centre).
 * CAL-2: a calendar that is imported again adds nothing: what an event becomes has an id made of its own (service).
 * CAL-3: no text, however broken, makes reading fail: what cannot be read is named with its reason (rule).
 */

export const FEED_KINDS = ['technician', 'bay'] as const
export type FeedKind = (typeof FEED_KINDS)[number]
/** A feed tells of bookings from so many days ago to so many days ahead. */
export const FEED_DAYS = { back: 30, ahead: 180 } as const

/** 32 random bytes, base64url. */
export const feedToken = z.string().regex(/^[\w-]{43}$/)
/** Path of the feeds at the centre, which calendars of other makers read. */
export const FEED_PATH = '/calendar.ics'
/** Where a feed is read. An address of a hub ends in the pin of its certificate, which is nobody's but devices'. */
export const feedAddress = (centre: string, token: string): string => `${centre.replace(/\/?(#.*)?$/, '')}${FEED_PATH}?token=${token}`

export const feed = z.object({
  id: id('calendarFeed'),
  kind: z.enum(FEED_KINDS),
  /** Of the technician or the bay. */
  ofId: z.string(),
  createdAt: z.number().int(),
})
export type Feed = z.infer<typeof feed>
export const feedView = feed.extend({
  name: z.string(),
  /** File that holds it while there is no centre; null where the centre serves it. */
  file: z.string().nullable(),
})
export type FeedView = z.infer<typeof feedView>

/** What a booking is in a calendar. */
export interface CalendarEntry {
  readonly uid: string
  readonly startAt: number
  readonly endAt: number
  /** Of the last change. */
  readonly changedAt: number
  readonly summary: string
  readonly location: string
  readonly description: string
  readonly isCancelled: boolean
  readonly isFirm: boolean
}

/** Longest calendar file, in characters. */
export const MAX_CALENDAR_CHARS = 2_000_000
/** How far ahead recurring events are taken over. */
export const IMPORT_DAYS = 366
/** Times of one recurring event, and of a whole file, that are taken over at most. */
export const MAX_TIMES = 400
export const MAX_IMPORTED = 2000

/** Into what a calendar is imported: a technician's time off, or the days on which the shop is closed (null: every location). */
export const importTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('absence'), employeeId: id('employee') }),
  z.strictObject({ kind: z.literal('holiday'), locationId: id('location').nullable() }),
])
export type ImportTarget = z.infer<typeof importTarget>

/** Why something in a file is not taken over. */
export const EVENT_PROBLEMS = [
  'notACalendar',
  'broken',
  'noStart',
  'badStart',
  'badEnd',
  'badRule',
  'tooMany',
  'cancelled',
  'free',
  'past',
  'notAllDay',
  'tooLong',
] as const
export type EventProblem = (typeof EVENT_PROBLEMS)[number]

/** One event of a file, with its times in the horizon. */
export const importedEvent = z.object({
  uid: z.string(),
  summary: z.string(),
  allDay: z.boolean(),
  isRecurring: z.boolean(),
  /** The zone that it names and nobody knows; its times are taken as the shop's. Empty otherwise. */
  unknownZone: z.string(),
  times: z.array(z.object({ startAt: epochMs, endAt: epochMs, isKnown: z.boolean() })),
})
export const leftOut = z.object({
  /** What it is called, or its first line. */
  name: z.string(),
  problem: z.enum(EVENT_PROBLEMS),
  /** Line of the file at which it begins. */
  line: z.number().int(),
})
export type LeftOut = z.infer<typeof leftOut>
