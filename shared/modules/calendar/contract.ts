import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { permission } from '../../kernel/permission.ts'
import { FEED_KINDS, feedToken, feedView, importedEvent, importTarget, leftOut, MAX_CALENDAR_CHARS } from './model.ts'

const read = permission('calendar.read', 'manager', 'cashier', 'technician', 'staff', 'viewer')
const manage = permission('calendar.manage', 'manager')

export const calendarFails = failures('calendar', {
  unknownAppointment: 'notFound',
  unknownFeed: 'notFound',
  /** `field` names the id that leads nowhere. */
  unknownReference: 'notFound',
})

const file = z.strictObject({ text: z.string().max(MAX_CALENDAR_CHARS), target: importTarget })
/** JSON doubles what it must escape. */
const MAX_CALL_CHARS = MAX_CALENDAR_CHARS * 2 + 10_000

export const calendarContract = contract('calendar', {
  /** One booking as a calendar file. */
  ofAppointment: query({
    input: z.strictObject({ appointmentId: id('appointment') }),
    output: z.object({ name: z.string(), text: z.string() }),
    needs: read,
    fails: ['calendar.unknownAppointment'],
  }),
  feeds: query({ input: z.strictObject({}), output: z.array(feedView), needs: manage }),
  /** The token is told this once. `address` is the centre's; null while there is none, then the feed's file is kept up to date. */
  openFeed: command({
    input: z.strictObject({ kind: z.enum(FEED_KINDS), ofId: z.string().min(1).max(64) }),
    output: z.object({ feed: feedView, token: feedToken, address: z.string().nullable() }),
    needs: manage,
    secret: true,
    fails: ['calendar.unknownReference'],
  }),
  revokeFeed: command({ input: z.strictObject({ feedId: id('calendarFeed') }), output: z.null(), needs: manage, fails: ['calendar.unknownFeed'] }),
  /** What an import would take over, and what it would leave out and why. */
  preview: query({
    input: file,
    output: z.object({ events: z.array(importedEvent), leftOut: z.array(leftOut) }),
    needs: manage,
    maxChars: MAX_CALL_CHARS,
    fails: ['calendar.unknownReference'],
  }),
  /** `known` were there from an earlier import. */
  importFile: command({
    input: file,
    output: z.object({ added: z.number().int(), known: z.number().int(), leftOut: z.number().int() }),
    needs: manage,
    maxChars: MAX_CALL_CHARS,
    fails: ['calendar.unknownReference'],
  }),
})
