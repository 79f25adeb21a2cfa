import { v7 } from 'uuid'
import type { Id } from '#shared/kernel/ids.ts'

/** The only source of time and ids in the core; tests hand in their own. */
export interface Clock {
  now(): number
  newId<Of extends string>(): Id<Of>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  newId: <Of extends string>() => v7() as Id<Of>, // the brand is given where the id is born
}
