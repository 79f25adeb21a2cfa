import type { SyncRules } from '#shared/contract/sync.ts'
import type { Store } from '../store.ts'
import { type Apply, createApply, type SliceLimits } from './apply.ts'
import { type Ground, layGround } from './ground.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import { createOverlay } from './overlay.ts'

/** The whole of sync that stands in the database: what goes out, what came in. Synchronous, so that a simulator can run it on its own time. */
export interface Replica {
  readonly ground: Ground
  readonly link: Ground['link']
  readonly outbox: Outbox
  readonly apply: Apply
}

export function createReplica(options: {
  store: Store
  rules: SyncRules
  now: () => number
  limits?: SliceLimits
  /** A row did not fit its table and waits beside it. */
  onUnfit?: (kind: string, problem: string) => void
}): Replica {
  const ground = layGround(options)
  const overlay = createOverlay(ground, options.onUnfit ?? (() => undefined))
  const apply = createApply(ground, overlay, options.limits)
  apply.takeOver()
  return { ground, link: ground.link, outbox: createOutbox(ground, overlay, apply), apply }
}
