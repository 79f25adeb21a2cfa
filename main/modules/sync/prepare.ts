import { createHash, randomBytes } from 'node:crypto'
import type { In, PrepareCtx } from '#main/platform/context.ts'
import type { FoundHub } from '#main/platform/hub/network.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { type syncContract, syncFails } from '#shared/modules/sync/contract.ts'
import { CODE_CHARS, codeOf, plainInvitation } from '#shared/modules/sync/rules.ts'
import * as workspace from '../workspace/service.ts'

type C = typeof syncContract

/** Network waits stand here and nowhere else: the deed that follows only tells of what was done. */
const enrolFails = {
  badCode: syncFails.badCode,
  badAddress: syncFails.badAddress,
  hasData: syncFails.hasData,
  alreadyLinked: syncFails.alreadyLinked,
  otherCentre: syncFails.otherCentre,
  upgrade: syncFails.upgradeNeeded,
  tooMany: syncFails.tooMany,
  unreachable: syncFails.unreachable,
} as const

async function enrol(ctx: PrepareCtx, { address, code }: { address: string; code: string }) {
  const done = await ctx.platform.link.enrol(address, code)
  return done.ok ? ok(null) : enrolFails[done.problem]({ address })
}

export async function join(ctx: PrepareCtx, input: In<C, 'join'>) {
  return workspace.isSetUp(ctx.db) ? syncFails.alreadySetUp() : enrol(ctx, input)
}

export function connect(ctx: PrepareCtx, input: In<C, 'connect'>) {
  return enrol(ctx, input)
}

export async function startOver(ctx: PrepareCtx, _input: In<C, 'startOver'>) {
  return workspace.isSetUp(ctx.db) ? syncFails.alreadySetUp() : leave(ctx, {})
}

/** Forgetting is a write of the link's own, so it cannot be part of the deed's. */
export async function leave(ctx: PrepareCtx, _input: In<C, 'leave'>) {
  if (ctx.platform.link.status().state === 'off') return syncFails.notLinked()
  ctx.platform.link.leave()
  return ok(null)
}

export interface NewCode {
  readonly code: string
  readonly codeHash: string
}
export async function invite(_ctx: PrepareCtx, _input: In<C, 'invite'>): Promise<Result<NewCode, never>> {
  const code = codeOf(randomBytes(CODE_CHARS))
  return ok({ code, codeHash: createHash('sha256').update(plainInvitation(code)).digest('hex') })
}

/** Starts the centre, then joins it as its first device. A hub that ran before knows its devices still. */
export async function makeHub(ctx: PrepareCtx, { name }: In<C, 'makeHub'>) {
  const { hub, link } = ctx.platform
  if (!hub) return syncFails.hubImpossible()
  if (hub.view().state === 'running' || hub.view().state === 'starting') return syncFails.hubRunning()
  const started = await hub.start(name)
  if (!started.ok) return syncFails.hubFailed({ problem: started.problem })
  if (started.code === null) return ok(null)
  const done = link.status().state === 'off' ? await enrol(ctx, { address: started.address, code: started.code }) : syncFails.alreadyLinked()
  if (!done.ok) await hub.stop()
  return done
}

export async function stopHub(ctx: PrepareCtx, _input: In<C, 'stopHub'>) {
  if (!ctx.platform.hub) return syncFails.hubImpossible()
  await ctx.platform.hub.stop()
  return ok(null)
}

export async function findHubs(ctx: PrepareCtx, _input: In<C, 'findHubs'>): Promise<Result<FoundHub[], Failure<'sync.hubImpossible'>>> {
  const { hub } = ctx.platform
  return hub ? ok(await hub.find()) : syncFails.hubImpossible()
}
