import { hash } from 'node:crypto'
import type { WriteCtx } from '#main/platform/context.ts'
import { canonical } from '#shared/contract/merge.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { Json } from '#shared/kernel/result.ts'
import type { Seal, SealedKind } from '#shared/modules/audit/model.ts'
import { lastSeal } from '../store/seals.ts'
import { posSeal } from '../tables.ts'

/** SHA-256 over the link before, the place in the chain and the content in canonical JSON. */
export const sealHash = (before: string, { deviceTag, seq, kind, recordId }: Omit<Seal, 'id' | 'locationId' | 'hash'>, content: Json): string =>
  hash('sha256', `${before}\n${deviceTag} ${seq} ${kind} ${recordId}\n${canonical(content)}`)

/** Seals what this deed wrote as the next link of this device's chain. `content`: what of it never changes, undefined where it is not there. */
export function seal(ctx: WriteCtx, kind: SealedKind, recordId: string, locationId: Id<'location'>, content: Json | undefined): void {
  const last = lastSeal(ctx.db, ctx.device.tag)
  if (content === undefined) throw new Error(`${kind} ${recordId} is to be sealed and is not there`)
  const link = { deviceTag: ctx.device.tag, seq: (last?.seq ?? 0) + 1, kind, recordId }
  ctx.db.insert(posSeal, { id: ctx.newId<'posSeal'>(), locationId, ...link, hash: sealHash(last?.hash ?? '', link, content) })
}

const OF_PLATFORM = ['no', 'createdAt', 'updatedAt', 'deleted', 'clk']
/** A row as it was written: without what the platform keeps beside it, and what may still come. What is empty is left out, so that a column of a later version breaks no seal. */
export const said = (row: object, ...later: readonly string[]): Record<string, Json> =>
  Object.fromEntries(Object.entries(row as Record<string, Json>).filter(([key, value]) => value !== null && !OF_PLATFORM.includes(key) && !later.includes(key))) // columns hold plain data
