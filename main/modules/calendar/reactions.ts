import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ReadCtx, Reactions } from '#main/platform/context.ts'
import { writeDurably } from '#main/platform/durable.ts'
import { MINUTE_MS } from '#shared/kernel/time.ts'
import { centreOf, fileOf, folderOf, textOf } from './service.ts'
import * as store from './store.ts'

/**
 * Brings the files of the feeds up to what is saved, each written whole or not at all; what is no feed any more, or is served by the
 * centre, is removed.
 */
function writeFiles(ctx: ReadCtx): string {
  const folder = folderOf(ctx)
  const feeds = centreOf(ctx) === null ? store.allFeeds(ctx.db) : []
  const names = new Set(feeds.map(fileOf))
  const stale = existsSync(folder) ? readdirSync(folder).filter((name) => !names.has(name)) : []
  for (const name of stale) rmSync(join(folder, name), { force: true })
  let written = 0
  for (const feed of feeds) {
    const file = join(folder, fileOf(feed))
    const text = textOf(ctx, feed)
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue
    writeDurably(file, text)
    written++
  }
  return `${feeds.length} files, ${written} written, ${stale.length} removed`
}

export const calendarReactions: Reactions = {
  on: { 'calendar.feedsChanged': (ctx) => void writeFiles(ctx) },
  // Calendars look once in a quarter of an hour at best.
  schedules: { 'calendar.writeFiles': { everyMs: 5 * MINUTE_MS, run: writeFiles } },
}
