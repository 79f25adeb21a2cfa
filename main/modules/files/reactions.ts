import type { PrepareCtx, Reactions } from '#main/platform/context.ts'
import { ok } from '#shared/kernel/result.ts'
import { DAY_MS, HOUR_MS } from '#shared/kernel/time.ts'
import * as store from './store.ts'

/** A file younger than this may belong to an upload whose row is not saved yet. */
const ORPHAN_AFTER_MS = HOUR_MS
const NAMED_AT_MOST = 100

/**
 * Removes files that no row speaks of, and tells of this device's rows whose file is gone. After a restore, older files stay: they may
 * belong to the database that was set aside, which somebody may want back.
 */
async function clean(ctx: PrepareCtx): Promise<string> {
  const { files } = ctx.platform
  const known = new Set<string>(store.everyId(ctx.db))
  const seen = new Set<string>()
  const keepUntil = ctx.device.epoch > 1 ? ctx.device.createdAt : 0
  let removed = 0
  let kept = 0
  for await (const { id, path, changedAt } of files.all()) {
    if (known.has(id)) seen.add(id)
    else if (changedAt < keepUntil) kept++
    else if (changedAt < ctx.now - ORPHAN_AFTER_MS) {
      files.remove(path)
      removed++
    }
  }
  ctx.platform.store.derive() // by the audit list's index it is known whose a row is
  const missing = [...known].filter((id) => !seen.has(id) && !files.has(id) && store.isOwn(ctx.db, id))
  if (missing.length > 0) {
    ctx.write('files.clean', (write) => {
      write.emit('files.missing', { count: missing.length, ids: missing.slice(0, NAMED_AT_MOST) })
      return ok(null)
    })
  }
  return `${known.size} rows, ${removed} orphans removed, ${kept} kept for a database set aside, ${missing.length} files missing`
}

export const filesReactions: Reactions = {
  schedules: { 'files.clean': { everyMs: DAY_MS, run: clean } },
}
