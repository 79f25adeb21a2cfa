import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import { readLog } from '#main/platform/log-file.ts'
import { CONTRACT_VERSION } from '#shared/contract/envelope.ts'
import { ok } from '#shared/kernel/result.ts'
import { type systemContract, systemFails } from '#shared/modules/system/contract.ts'
import type { BackupRow, Facts, NoticeCode } from '#shared/modules/system/model.ts'
import * as store from './store.ts'
import { notice } from './tables.ts'

type C = typeof systemContract

const LOG_CHARS = 2_000_000
const toRow = ({ name, kind, at, schemaVersion, seq, sizeBytes }: BackupRow): BackupRow => ({ name, kind, at, schemaVersion, seq, sizeBytes })

export function ping(ctx: ReadCtx, _input: In<C, 'ping'>): Out<C, 'ping'> {
  return ok({ version: ctx.platform.config.version, contractVersion: CONTRACT_VERSION, uptimeMs: Math.max(0, ctx.now - ctx.platform.startedAt) })
}

export function health(ctx: ReadCtx, _input: In<C, 'health'>): Out<C, 'health'> {
  return ok({ ...ctx.platform.health() })
}

export function backups(ctx: ReadCtx, _input: In<C, 'backups'>): Out<C, 'backups'> {
  return ok(ctx.platform.backups.list().map(toRow))
}

/** The backup is made by `prepare`; the deed is its line in the audit list. */
export function backupNow(ctx: WriteCtx, _input: In<C, 'backupNow'>, made: { backup: BackupRow; isNew: boolean }): Out<C, 'backupNow'> {
  if (made.isNew) ctx.emit('system.backupMade', { name: made.backup.name })
  return ok(toRow(made.backup))
}

/** The order is written down after commit, by the reaction to this event. */
export function restore(ctx: WriteCtx, { name }: In<C, 'restore'>): Out<C, 'restore'> {
  ctx.emit('system.restoreOrdered', { backup: name, by: ctx.actor.name })
  return ok(null)
}

export function jobs(ctx: ReadCtx, { state, name, after, limit }: In<C, 'jobs'>): Out<C, 'jobs'> {
  return ok(store.jobs(ctx.db, { filters: { state, name }, sort: 'newest', after, limit }))
}

export function retryJob(ctx: WriteCtx, { jobId }: In<C, 'retryJob'>): Out<C, 'retryJob'> {
  if (!ctx.platform.jobs.retry(jobId)) return systemFails.unknownJob({ jobId })
  ctx.emit('system.jobRetried', { jobId })
  return ok(null)
}

export function notices(ctx: ReadCtx, { acknowledged }: In<C, 'notices'>): Out<C, 'notices'> {
  return ok(acknowledged ? store.acknowledgedNotices(ctx.db) : store.openNotices(ctx.db))
}

export function acknowledge(ctx: WriteCtx, { noticeId }: In<C, 'acknowledge'>): Out<C, 'acknowledge'> {
  const known = store.findNotice(ctx.db, noticeId)
  if (!known) return systemFails.unknownNotice({ noticeId })
  if (known.acknowledgedAt !== null) return ok(known)
  ctx.db.update(notice, noticeId, { acknowledgedAt: ctx.now, acknowledgedBy: ctx.actor.userId })
  return ok({ ...known, acknowledgedAt: ctx.now })
}

export function exportLogs(ctx: ReadCtx, _input: In<C, 'exportLogs'>): Out<C, 'exportLogs'> {
  const failed = store.jobs(ctx.db, { filters: { state: 'failed' }, sort: 'newest', limit: 50 }).rows
  const facts = { health: ctx.platform.health(), failedJobs: failed, backups: ctx.platform.backups.list().map(toRow), notices: store.openNotices(ctx.db) }
  const text = `${JSON.stringify(facts, null, 2)}\n\n${readLog(ctx.platform.config.dataDir, LOG_CHARS)}`
  return ok({ fileName: `bayline-${new Date(ctx.now).toISOString().slice(0, 19).replace(/[:T]/g, '-')}.log`, text })
}

/** Puts up a notice, unless the same one is still open. Called by the reactions. */
export function putUp(ctx: WriteCtx, code: NoticeCode, subject: string, facts: Facts): void {
  if (store.hasOpenNotice(ctx.db, code, subject)) return
  ctx.db.insert(notice, { id: ctx.newId<'notice'>(), code, subject, facts, acknowledgedAt: null, acknowledgedBy: null })
}
