import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import type { TableSync } from '#shared/contract/sync.ts'
import { type Backup, backupFile, listBackups, saveBackupNow } from './backup.ts'
import { checkFile, checkStructure, lastSeq } from './check.ts'
import { type Connection, openConnection } from './db/connection.ts'
import { renewDevice } from './db/identity.ts'
import { type Entry, entryReader } from './db/journal.ts'
import { type Migration, migrate } from './db/migrate.ts'
import { createReplay, queueJob, type QueuedJob } from './db/replay.ts'
import { RESCUE_FILE, RescueJournal } from './db/rescue.ts'
import { removeDatabase, syncFile, writeDurably } from './durable.ts'
import type { Log } from './log.ts'

/** What a new database was made of. */
export interface Rebuilt {
  /** Name and time of the backup it began with; null when there was none, and the journal alone had to do. */
  readonly backup: string | null
  readonly backupAt: number | null
  /** Entries since then that were applied again. */
  readonly reapplied: number
  /** Entries that must have existed and were readable nowhere; at least one of what stands unreadable at the end of the second journal. */
  readonly lost: number
  /** Entries that were readable and did not fit; they stand in `unapplied.json` beside the damaged file. */
  readonly unapplied: number
}

export interface RebuildOptions {
  readonly dataDir: string
  readonly target: string
  readonly migrations: readonly Migration[]
  readonly sync: Readonly<Record<string, TableSync>>
  readonly reactionsTo: (event: string) => readonly string[]
  readonly now: number
  readonly log: Log
}

/** Copies a backup to `target` and reads it there. False when it no longer is what it was made as. */
function layBase(backup: Backup, { dataDir, target, log }: RebuildOptions): boolean {
  removeDatabase(target)
  copyFileSync(backupFile(dataDir, backup.name), target)
  const { problem, sha256 } = checkFile({ file: target, depth: 'quick', as: 'copy' })
  if (problem === null && sha256 === backup.sha256) return true
  log.error('backup is not usable', { backup: backup.name, problem: problem ?? 'altered since it was made' })
  removeDatabase(target)
  return false
}

/** Opens the new database: on its way it needs no durability, as it is synced whole before it takes its place. */
function openTarget({ target, migrations, now }: RebuildOptions): Connection {
  const connection = openConnection(target, { journal: 'rollback' })
  connection.raw.pragma('journal_mode = MEMORY')
  connection.raw.pragma('synchronous = OFF')
  migrate(connection.raw, migrations, now)
  return connection
}

/** The new database is at once the newest backup: what it replaces has newer ones, which must not be taken for its own. */
function closeTarget(connection: Connection, { dataDir, target, migrations, now }: RebuildOptions): void {
  renewDevice(connection.raw, now)
  checkStructure(connection.raw, 'quick')
  connection.raw.close()
  syncFile(target)
  saveBackupNow({ dataDir, kind: 'restore', schemaVersion: migrations.length, at: now, copy: (file) => copyFileSync(target, file) })
}

/**
 * Makes a database from the newest sound backup and everything that was saved since: from the second journal, and where that
 * has no whole line, from what is readable of the damaged file in `aside`. Numbers, ids and clocks of entries stay; the
 * device's identity is new, so that no document number is given twice. What is missing or does not fit is counted, never guessed.
 */
export function rebuild(options: RebuildOptions & { aside: string; databaseName: string }): Rebuilt {
  const { dataDir, aside, databaseName, sync, reactionsTo, log } = options
  removeDatabase(options.target)
  const base = listBackups(dataDir).find((backup) => layBase(backup, options))
  const connection = openTarget(options)
  const { raw } = connection
  try {
    const after = lastSeq(raw)
    const rescue = join(dataDir, RESCUE_FILE)
    const spare = RescueJournal.read(rescue, after)
    const damaged = openDamaged(join(aside, databaseName))
    const last = Math.max(after, damaged?.lastSeq ?? 0, RescueJournal.lastBegun(rescue), ...spare.keys())
    const replay = createReplay(connection, sync, reactionsTo)
    const unapplied: (Entry & { problem: string })[] = []
    let reapplied = 0
    let lost = 0
    for (let seq = after + 1; seq <= last; seq++) {
      const entry = spare.get(seq) ?? damaged?.read(seq)
      if (!entry) {
        lost++
        continue
      }
      try {
        replay.apply(entry)
        reapplied++
      } catch (error) {
        unapplied.push({ ...entry, problem: error instanceof Error ? error.message : String(error) })
      }
    }
    raw.prepare("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'journal'").run(last) // the number of a lost entry is not given again
    for (const job of damaged?.waitingJobs() ?? []) queueJob(connection, job)
    damaged?.close()
    if (unapplied.length > 0) {
      writeDurably(join(aside, 'unapplied.json'), JSON.stringify(unapplied))
      log.error('entries did not fit', { count: unapplied.length, first: unapplied[0]?.seq, problem: unapplied[0]?.problem })
    }
    closeTarget(connection, options)
    return { backup: base?.name ?? null, backupAt: base?.at ?? null, reapplied, lost, unapplied: unapplied.length }
  } finally {
    if (raw.open) raw.close()
  }
}

/** Makes a database from one backup as it is. Undefined when that backup is no longer sound. */
export function rebuildFrom(backup: Backup, options: RebuildOptions): Rebuilt | undefined {
  if (!layBase(backup, options)) return undefined
  const connection = openTarget(options)
  try {
    closeTarget(connection, options)
    return { backup: backup.name, backupAt: backup.at, reapplied: 0, lost: 0, unapplied: 0 }
  } finally {
    if (connection.raw.open) connection.raw.close()
  }
}

/** What can still be read of a damaged file, piece by piece; undefined when it does not even open. It is opened for reading only. */
function openDamaged(file: string) {
  if (!existsSync(file)) return undefined
  const attempt = <T>(work: () => T): T | undefined => {
    try {
      return work()
    } catch {
      return undefined // that piece is gone; what it means is counted by the caller
    }
  }
  const connection = attempt(() => openConnection(file, { readonly: true }))
  if (!connection) return undefined
  const { raw } = connection
  const read = attempt(() => entryReader(raw))
  return {
    lastSeq: attempt(() => lastSeq(raw)) ?? (attempt(() => raw.prepare('SELECT max(seq) FROM journal').pluck().get()) as number | null | undefined) ?? 0, // an integer key
    read: (seq: number): Entry | undefined => (read ? attempt(() => read(seq)) : undefined),
    waitingJobs: (): QueuedJob[] => {
      const jobs: QueuedJob[] = []
      attempt(() => {
        for (const row of raw.prepare("SELECT id, name, key, payload, run_at AS runAt FROM job WHERE state IN ('queued', 'running')").iterate())
          jobs.push(row as QueuedJob) // the columns named
      })
      return jobs
    },
    close: () => raw.close(),
  }
}
