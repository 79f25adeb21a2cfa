import type { In, Out, ReadCtx } from '#main/platform/context.ts'
import { ok } from '#shared/kernel/result.ts'
import type { papersContract } from '#shared/modules/papers/contract.ts'

type C = typeof papersContract
interface Printed {
  readonly fileName: string
  readonly base64: string
}

export function order(_ctx: ReadCtx, _input: In<C, 'order'>, prepared: Printed): Out<C, 'order'> {
  return ok(prepared)
}

export function bays(_ctx: ReadCtx, _input: In<C, 'bays'>, prepared: Printed): Out<C, 'bays'> {
  return ok(prepared)
}
