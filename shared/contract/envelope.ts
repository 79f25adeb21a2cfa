import { z } from 'zod'
import type { Failure, Json } from '../kernel/result.ts'

/** Rises when a caller of the older form could be misunderstood. */
export const CONTRACT_VERSION = 1

/** One call, as JSON text on every transport. `id` names the call for ever: the same id never acts twice. */
export const callEnvelope = z.strictObject({
  v: z.number().int(),
  id: z.string().min(8).max(64),
  name: z.string().max(100),
  input: z.unknown(),
  token: z.string().max(200).optional(),
})
export type CallEnvelope = z.infer<typeof callEnvelope>

/** The one answer. `reads` are the tables that a query looked at; the caller asks again when one of them changes. */
export type AnswerEnvelope = { v: number; id: string; ok: true; value: Json; reads?: string[] } | { v: number; id: string; ok: false; error: Failure }

/** Pushed to every window after a commit. */
export interface ChangeNotice {
  v: number
  changed: string[]
}
