import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { TableSync } from '#shared/contract/sync.ts'
import type { Permission } from '#shared/kernel/permission.ts'
import type { Backups } from './backup.ts'
import type { Config } from './config.ts'
import type { FileStore } from './files.ts'
import type { Health } from './health.ts'
import type { Hub } from './hub/hub.ts'
import type { Jobs } from './jobs.ts'
import type { Log } from './log.ts'
import type { Store } from './store.ts'
import type { SyncEngine } from './sync/sync.ts'

/** Why the core asks to be started anew: an owner's restore waits, or the database turned out to be damaged. */
export type RestartReason = 'restore' | 'damage'

/** A table whose changes are journaled. */
export type RecordTable = SQLiteTable & { id: SQLiteColumn; clk: SQLiteColumn }

/** What the platform offers to modules beside the database. */
export interface Platform {
  readonly config: Config
  readonly log: Log
  readonly store: Store
  /** Every permission that any operation needs. */
  readonly permissions: readonly Permission[]
  /** How each table travels, and which of its fields are secret. */
  readonly sync: Readonly<Record<string, TableSync>>
  /** Epoch ms at which the core was ready. */
  readonly startedAt: number
  readonly backups: Backups
  readonly files: FileStore
  readonly jobs: Jobs
  /** This device's link to the centre. */
  readonly link: SyncEngine
  /** Every journaled table by its SQL name: for what puts right a record whose module it does not know. */
  readonly records: ReadonlyMap<string, RecordTable>
  /** This PC as the shop's hub; null where the program cannot be one. */
  readonly hub: Hub | null
  health(): Health
  /** Free bytes on the disk of the data folder; null where the system does not say. */
  freeBytes(): number | null
  /** SQLite met damage while the core runs: the next start looks at the whole file, and the shell is asked for it. */
  reportDamage(error: unknown): void
  /** Asks the shell, after the running transaction, to start the core anew. */
  requestRestart(reason: RestartReason): void
}
