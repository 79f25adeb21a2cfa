import { createHash, randomBytes } from 'node:crypto'
import type { In, PrepareCtx } from '#main/platform/context.ts'
import { ok, type Result } from '#shared/kernel/result.ts'
import type { calendarContract } from '#shared/modules/calendar/contract.ts'

export interface NewToken {
  readonly token: string
  readonly tokenHash: string
}

/** Holds CAL-1. */
export async function openFeed(_ctx: PrepareCtx, _input: In<typeof calendarContract, 'openFeed'>): Promise<Result<NewToken, never>> {
  const token = randomBytes(32).toString('base64url')
  return ok({ token, tokenHash: createHash('sha256').update(token).digest('hex') })
}
