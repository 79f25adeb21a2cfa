import type { PrepareCtx, Reactions, WriteCtx } from '#main/platform/context.ts'
import { orderRestore, type RestoreOrder } from '#main/platform/recover.ts'
import { ok } from '#shared/kernel/result.ts'
import { DAY_MS, HOUR_MS } from '#shared/kernel/time.ts'
import { noticeOfReplacement, type ReplacedFacts } from '#shared/modules/system/rules.ts'
import * as service from './service.ts'

/** A night without work needs no copies, but one a day shows that copying works. */
async function backup(ctx: PrepareCtx): Promise<string> {
  const { backups, store } = ctx.platform
  const last = backups.list()[0]
  if (last && last.seq === store.lastSeq() && ctx.now - last.at < DAY_MS) return `nothing new since ${last.name}`
  const made = await backups.make('hourly')
  return `${made.name}, ${made.sizeBytes} bytes`
}

/** Opens the newest backup as a restore would, reads all of it, and counts what is in it. */
async function restoreDrill(ctx: PrepareCtx): Promise<string> {
  const newest = ctx.platform.backups.list()[0]
  if (!newest) return 'there is no backup yet'
  const { problem, rows, seq } = await ctx.platform.backups.check(newest, 'full')
  if (problem === null)
    return `${newest.name} is sound: ${Object.values(rows).reduce((sum, count) => sum + count, 0)} rows in ${Object.keys(rows).length} tables, ${seq} journal entries`
  ctx.write('system.restoreDrill', (write) => {
    write.emit('system.backupUnsound', { backup: newest.name, problem })
    return ok(null)
  })
  throw new Error(`${newest.name}: ${problem}`)
}

export const systemReactions: Reactions = {
  on: {
    'platform.replaced': (ctx: WriteCtx, payload: ReplacedFacts & { id: string }) => {
      const { code, facts } = noticeOfReplacement(payload)
      service.putUp(ctx, code, payload.id, facts)
    },
    'platform.jobFailed': (ctx: WriteCtx, { name, problem }: { name: string; problem: string }) =>
      service.putUp(ctx, 'jobFailed', name, { job: name, problem }),
    'files.missing': (ctx: WriteCtx, { count }: { count: number }) => service.putUp(ctx, 'filesMissing', '', { count }),
    'system.backupUnsound': (ctx: WriteCtx, { backup: name, problem }: { backup: string; problem: string }) =>
      service.putUp(ctx, 'backupUnsound', name, { backup: name, problem }),
    'system.restoreOrdered': (ctx: WriteCtx, order: RestoreOrder) => {
      orderRestore(ctx.platform.config.dataDir, order)
      ctx.platform.requestRestart('restore')
    },
  },
  schedules: {
    'system.backup': { everyMs: HOUR_MS, run: backup },
    'system.restoreDrill': { everyMs: 7 * DAY_MS, run: restoreDrill },
  },
}
