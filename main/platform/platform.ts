import type { Permission } from '#shared/kernel/permission.ts'
import type { Config } from './config.ts'
import type { Log } from './log.ts'
import type { Store } from './store.ts'

/** What the platform offers to modules beside the database. */
export interface Platform {
  readonly config: Config
  readonly log: Log
  readonly store: Store
  /** Every permission that any operation needs. */
  readonly permissions: readonly Permission[]
  /** Epoch ms at which the core was ready. */
  readonly startedAt: number
}
