import { join } from 'node:path'
import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import { DAY_MS } from '#shared/kernel/time.ts'
import { type calendarContract, calendarFails } from '#shared/modules/calendar/contract.ts'
import { type Feed, FEED_DAYS, feedAddress, type FeedView } from '#shared/modules/calendar/model.ts'
import { entryOf } from '#shared/modules/calendar/rules/entry.ts'
import { calendarText } from '#shared/modules/calendar/rules/write.ts'
import * as bays from '../bays/service.ts'
import * as staff from '../staff/service.ts'
import * as workspace from '../workspace/service.ts'
import type { NewToken } from './prepare.ts'
import * as store from './store.ts'
import { calendarFeed } from './tables.ts'

export { importFile, preview } from './service/import.ts'

type C = typeof calendarContract

export function ofAppointment(ctx: ReadCtx, { appointmentId }: In<C, 'ofAppointment'>): Out<C, 'ofAppointment'> {
  const booked = store.findBooked(ctx.db, appointmentId)
  if (!booked) return calendarFails.unknownAppointment({ appointmentId })
  const entry = entryOf(booked, workspace.theCompany(ctx.db).language)
  const name = (booked.plate || booked.customerName || entry.summary).replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60)
  return ok({ name: `${new Date(booked.startAt).toISOString().slice(0, 10)}-${name}.ics`, text: calendarText(entry.summary, [entry]) })
}

export function feeds(ctx: ReadCtx, _input: In<C, 'feeds'>): Out<C, 'feeds'> {
  return ok(store.allFeeds(ctx.db).map((feed) => viewOf(ctx, feed)))
}

export function openFeed(ctx: WriteCtx, { kind, ofId }: In<C, 'openFeed'>, { token, tokenHash }: NewToken): Out<C, 'openFeed'> {
  if (nameOf(ctx.db, { kind, ofId }) === undefined) return calendarFails.unknownReference({ field: 'ofId' })
  const id = ctx.newId<'calendarFeed'>()
  ctx.db.insert(calendarFeed, { id, kind, ofId, tokenHash })
  ctx.emit('calendar.feedsChanged', null)
  const centre = centreOf(ctx)
  return ok({ feed: viewOf(ctx, { id, kind, ofId, createdAt: ctx.now }), token, address: centre && feedAddress(centre, token) })
}

export function revokeFeed(ctx: WriteCtx, { feedId }: In<C, 'revokeFeed'>): Out<C, 'revokeFeed'> {
  if (!store.allFeeds(ctx.db).some(({ id }) => id === feedId)) return calendarFails.unknownFeed({ feedId })
  ctx.db.update(calendarFeed, feedId, { deleted: true })
  ctx.emit('calendar.feedsChanged', null)
  return ok(null)
}

/** The centre that serves feeds to whoever asks; null while there is none. */
export function centreOf(ctx: ReadCtx): string | null {
  const { state, address } = ctx.platform.link.status()
  return state === 'off' ? null : address
}

/** Folder of the feeds' files, beside the database. */
export const folderOf = (ctx: ReadCtx): string => join(ctx.platform.config.dataDir, 'calendars')
export const fileOf = (feed: Pick<Feed, 'id' | 'kind'>): string => `${feed.kind}-${feed.id}.ics`

function viewOf(ctx: ReadCtx, feed: Feed): FeedView {
  return { ...feed, name: nameOf(ctx.db, feed) ?? '', file: centreOf(ctx) === null ? join(folderOf(ctx), fileOf(feed)) : null }
}

function nameOf(db: ReadDb, { kind, ofId }: Pick<Feed, 'kind' | 'ofId'>): string | undefined {
  return kind === 'bay' ? bays.findBay(db, ofId as Id<'bay'>)?.name : staff.findEmployee(db, ofId as Id<'employee'>)?.name // of that kind, or of nothing
}

/** A feed's calendar, as the centre would serve it. */
export function textOf(ctx: ReadCtx, feed: Feed): string {
  const booked = store.bookedIn(ctx.db, feed.kind, feed.ofId, ctx.now - FEED_DAYS.back * DAY_MS, ctx.now + FEED_DAYS.ahead * DAY_MS)
  const { language } = workspace.theCompany(ctx.db)
  return calendarText(
    nameOf(ctx.db, feed) ?? '',
    booked.map((one) => entryOf(one, language)),
  )
}
