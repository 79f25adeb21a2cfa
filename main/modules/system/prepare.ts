import type { In, PrepareCtx } from '#main/platform/context.ts'
import { factsOf } from '#main/platform/log.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { systemFails, type systemContract } from '#shared/modules/system/contract.ts'
import type { BackupRow } from '#shared/modules/system/model.ts'
import { checkRestorable, isFresh } from '#shared/modules/system/rules.ts'

type C = typeof systemContract

export function backupNow(ctx: PrepareCtx, _input: In<C, 'backupNow'>) {
  return saved(ctx)
}

/** Reads the chosen backup whole, and saves the present state beside it, before anything is ordered. */
export async function restore(ctx: PrepareCtx, { name }: In<C, 'restore'>) {
  const { backups, store } = ctx.platform
  const chosen = checkRestorable(
    backups.list().find((backup) => backup.name === name),
    name,
    store.schemaVersion,
  )
  if (!chosen.ok) return chosen
  const { problem } = await backups.check(chosen.value, 'quick')
  if (problem !== null) return systemFails.backupUnsound({ name, problem })
  return saved(ctx)
}

async function saved(ctx: PrepareCtx): Promise<Result<{ backup: BackupRow; isNew: boolean }, Failure<'system.backupFailed'>>> {
  const last = ctx.platform.backups.list()[0]
  if (last && isFresh(last, ctx.now)) return ok({ backup: last, isNew: false })
  try {
    return ok({ backup: await ctx.platform.backups.make('manual'), isNew: true })
  } catch (error) {
    ctx.platform.log.error('backup failed', { callId: ctx.callId, ...factsOf(error) })
    return systemFails.backupFailed()
  }
}
