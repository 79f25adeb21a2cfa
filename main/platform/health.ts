import { statfsSync } from 'node:fs'
import { DAY_MS, HOUR_MS } from '#shared/kernel/time.ts'
import type { Backups } from './backup.ts'
import type { Config } from './config.ts'
import type { JobCounts } from './jobs.ts'
import { sizeOf } from './durable.ts'
import type { Store } from './store.ts'

/** Below this much free space attachments are refused and the shop is warned; records are saved to the last byte. Units: bytes. */
export const LOW_DISK_BYTES = 500 * 1024 * 1024
/** Counting the entries that wait for the centre stops here. */
const PENDING_CAP = 1000

/** What a person should look at, most urgent first. */
export const HEALTH_WARNINGS = ['damaged', 'diskLow', 'backupMissing', 'jobsFailed', 'spareBehind'] as const
export type HealthWarning = (typeof HEALTH_WARNINGS)[number]

/** State of the running core. Units: bytes, ms, epoch ms. */
export interface Health {
  readonly version: string
  readonly schemaVersion: number
  readonly sqliteVersion: string
  readonly startedAt: number
  readonly uptimeMs: number
  readonly databaseBytes: number
  readonly walBytes: number
  /** Null where the system does not say. */
  readonly freeBytes: number | null
  readonly lastBackupAt: number | null
  readonly jobs: JobCounts
  /** Journal entries on their way to the centre; exact up to 1000. */
  readonly pendingEntries: number
  readonly device: { readonly id: string; readonly tag: string; readonly name: string }
  readonly warnings: HealthWarning[]
}

/** Free bytes for this user on the disk of a folder; null where the system does not say. */
export function freeBytesAt(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return null
  }
}

export function healthOf(options: {
  config: Config
  store: Store
  backups: Backups
  jobs: JobCounts
  freeBytes: number | null
  startedAt: number
  now: number
  isDamaged: boolean
}): Health {
  const { config, store, backups, jobs, freeBytes, startedAt, now, isDamaged } = options
  const { raw, file } = store.connection
  const pages = raw.pragma('page_count', { simple: true }) as number // both pragmas answer with one integer
  const pageBytes = raw.pragma('page_size', { simple: true }) as number
  const pending = raw
    .prepare(`SELECT count(*) FROM (SELECT 1 FROM journal WHERE seq > coalesce((SELECT acked_seq FROM sync_link), 0) LIMIT ${PENDING_CAP})`)
    .pluck()
    .get() as number // a count
  const lastBackupAt = backups.list()[0]?.at ?? null
  const isWarned: Record<HealthWarning, boolean> = {
    damaged: isDamaged,
    diskLow: freeBytes !== null && freeBytes < LOW_DISK_BYTES,
    backupMissing: now - (lastBackupAt ?? startedAt) > DAY_MS && now - startedAt > 2 * HOUR_MS, // the first hours of a day are for catching up
    jobsFailed: jobs.failed > 0,
    spareBehind: store.spareIsBehind,
  }
  return {
    version: config.version,
    schemaVersion: store.schemaVersion,
    sqliteVersion: raw.prepare('SELECT sqlite_version()').pluck().get() as string, // text
    startedAt,
    uptimeMs: Math.max(0, now - startedAt),
    databaseBytes: pages * pageBytes,
    walBytes: sizeOf(`${file}-wal`),
    freeBytes,
    lastBackupAt,
    jobs,
    pendingEntries: pending,
    device: { id: store.device.id, tag: store.device.tag, name: store.device.name },
    warnings: HEALTH_WARNINGS.filter((warning) => isWarned[warning]),
  }
}
