import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { DAY_MS } from '#shared/kernel/time.ts'
import { type Checked, type CheckedAs, checkFile, DamageFound, type Depth, isDamage } from './check.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Connection } from './db/connection.ts'
import { readJson, renameDurably, stamp, writeDurably } from './durable.ts'
import { offload } from './offload.ts'

/** hourly: by the clock. manual: asked for. migration: before a change of schema. restore: what a restore or a recovery began with. */
export const BACKUP_KINDS = ['hourly', 'manual', 'migration', 'restore'] as const
export type BackupKind = (typeof BACKUP_KINDS)[number]

const backupShape = z.object({
  /** `000042-s0008-20260302T080000Z-hourly.db`, in the folder `backups`. */
  name: z.string(),
  /** Rises with every backup. The order of backups is this number, never the time: a clock may be set back by years. */
  no: z.number().int(),
  kind: z.enum(BACKUP_KINDS),
  at: z.number().int(),
  schemaVersion: z.number().int(),
  /** Last journal entry that it holds. */
  seq: z.number().int(),
  sizeBytes: z.number().int(),
  sha256: z.string(),
})
/** A copy that was read back whole and found sound when it was made. */
export type Backup = z.infer<typeof backupShape>

const FOLDER = 'backups'
const NAME = /^(\d{6,})-s\d{4,}-\d{8}T\d{6}Z-[a-z]+\.db(\.json|\.tmp)?/
const KEEP = { recent: 24, days: 14, migrations: 3, restores: 3 }
/** Pages per turn of the event loop: half a millisecond, in which no call waits. */
const PAGES_AT_ONCE = 256
const CHECK_CAPS = { ms: 30 * 60_000, memoryMb: 512 }

/** Every verified backup of a data folder, newest first. */
export function listBackups(dataDir: string): Backup[] {
  const folder = join(dataDir, FOLDER)
  if (!existsSync(folder)) return []
  const found = readdirSync(folder)
    .filter((name) => name.endsWith('.db.json'))
    .flatMap((name) => {
      const read = backupShape.safeParse(readJson(join(folder, name)))
      return read.success && read.data.name === basename(name, '.json') && existsSync(join(folder, read.data.name)) ? [read.data] : []
    })
  return found.sort((a, b) => b.no - a.no)
}

export const backupFile = (dataDir: string, name: string): string => join(dataDir, FOLDER, basename(name))

/** Backups that no rule keeps: 24 recent ones, the newest of each of 14 days, 3 before migrations, 3 of restores. The newest of all always stays. */
export function expired(newestFirst: readonly Backup[]): Backup[] {
  const regular = newestFirst.filter(({ kind }) => kind === 'hourly' || kind === 'manual')
  const days = new Map<number, Backup>()
  for (const backup of regular) {
    const day = Math.floor(backup.at / DAY_MS)
    if (!days.has(day) && days.size < KEEP.days) days.set(day, backup)
  }
  const kept = new Set([
    ...newestFirst.slice(0, 1),
    ...regular.slice(0, KEEP.recent),
    ...days.values(),
    ...newestFirst.filter(({ kind }) => kind === 'migration').slice(0, KEEP.migrations),
    ...newestFirst.filter(({ kind }) => kind === 'restore').slice(0, KEEP.restores),
  ])
  return newestFirst.filter((backup) => !kept.has(backup))
}

interface Draft {
  readonly file: string
  readonly name: string
  readonly no: number
  readonly kind: BackupKind
  readonly at: number
  readonly schemaVersion: number
}

/** The next backup's place. Numbers of copies that were never finished are not given again. */
function draft(dataDir: string, kind: BackupKind, schemaVersion: number, at: number): Draft {
  const folder = join(dataDir, FOLDER)
  mkdirSync(folder, { recursive: true })
  const last = Math.max(0, ...readdirSync(folder).map((name) => Number(NAME.exec(name)?.[1] ?? 0)))
  const no = last + 1
  const name = `${String(no).padStart(6, '0')}-s${String(schemaVersion).padStart(4, '0')}-${stamp(at)}-${kind}.db`
  return { file: join(folder, `${name}.tmp`), name, no, kind, at, schemaVersion }
}

/** Gives a checked copy its name. Its description comes first: a copy without one is not taken for a backup. */
function finish({ file, ...facts }: Draft, checked: Checked, dataDir: string): Backup {
  if (checked.problem !== null) {
    rmSync(file, { force: true })
    throw new DamageFound(checked.problem)
  }
  const backup: Backup = { ...facts, seq: checked.seq, sizeBytes: checked.sizeBytes, sha256: checked.sha256 }
  const target = backupFile(dataDir, backup.name)
  writeDurably(`${target}.json`, JSON.stringify(backup))
  renameDurably(file, target)
  return backup
}

/** Removes what no rule keeps, and what a crash left half made. Runs while no other backup is being made. */
function prune(dataDir: string): void {
  const folder = join(dataDir, FOLDER)
  const all = listBackups(dataDir)
  const gone = new Set(expired(all).map(({ name }) => name))
  const known = new Set(all.map(({ name }) => name).filter((name) => !gone.has(name)))
  for (const name of readdirSync(folder)) {
    const of = /^(.*\.db)(\..*|-.*)?$/.exec(name)?.[1]
    if (of !== undefined && NAME.test(name) && !known.has(of)) rmSync(join(folder, name), { force: true })
  }
}

/**
 * Makes and checks a backup at once, holding up everything: before a migration and during a recovery, when nobody is served
 * yet. `copy` writes the copy to the file it is given. Throws DamageFound when the copy is not sound.
 */
export function saveBackupNow(options: { dataDir: string; kind: BackupKind; schemaVersion: number; at: number; copy: (file: string) => void }): Backup {
  const place = draft(options.dataDir, options.kind, options.schemaVersion, options.at)
  try {
    options.copy(place.file)
    const backup = finish(place, checkFile({ file: place.file, depth: 'quick', as: 'draft' }), options.dataDir)
    prune(options.dataDir)
    return backup
  } catch (error) {
    rmSync(place.file, { force: true })
    throw error
  }
}

/** Backups of the running core. */
export interface Backups {
  /** Newest first. */
  list(): Backup[]
  /** Copies the database while it is in use, checks the copy in a thread of its own, and only then counts it. One at a time. Throws DamageFound when the copy is not sound. */
  make(kind: 'hourly' | 'manual'): Promise<Backup>
  /** Reads a backup whole: a restore drill. `problem` also says when it is no longer the file that was made. */
  check(backup: Backup, depth: Depth): Promise<Checked>
  /** Ends the copy that is being made. */
  stop(): Promise<void>
}

export function createBackups(options: {
  config: Config
  connection: Connection
  schemaVersion: number
  clock: Clock
  onMade: (backup: Backup) => void
  onDamage: (error: unknown) => void
}): Backups {
  const { config, connection, schemaVersion, clock, onMade, onDamage } = options
  const { dataDir } = config
  let running: Promise<unknown> = Promise.resolve()
  let stopping = false

  const checkApart = async (file: string, depth: Depth, as: CheckedAs): Promise<Checked> => {
    const done = await offload<typeof checkFile>(config, 'checkFile', { file, depth, as }, CHECK_CAPS)
    if (!done.ok) throw new Error(`checking ${basename(file)}: ${done.error.code}`)
    return done.value
  }

  const make = async (kind: 'hourly' | 'manual'): Promise<Backup> => {
    const place = draft(dataDir, kind, schemaVersion, clock.now())
    try {
      // The copy is of what stands on the disk, not of pages still in memory: a disk that lost some is found out here.
      connection.raw.pragma('shrink_memory')
      await connection.raw.backup(place.file, {
        progress: () => {
          if (stopping) throw new Error('the core is stopping')
          return PAGES_AT_ONCE
        },
      })
      connection.raw.pragma('shrink_memory') // full of the file's end by now, which nobody asks for, while the check needs memory of its own
      const backup = finish(place, await checkApart(place.file, 'quick', 'draft'), dataDir)
      onMade(backup)
      prune(dataDir)
      return backup
    } catch (error) {
      rmSync(place.file, { force: true })
      if (isDamage(error)) await lookAtSource()
      throw error
    }
  }

  /** An unsound copy may be the fault of the disk that it is on; only the database itself tells whether it is damaged. */
  const lookAtSource = async () => {
    const { problem } = await checkApart(connection.file, 'quick', 'live')
    if (problem !== null) onDamage(new DamageFound(problem))
  }

  return {
    list: () => listBackups(dataDir),
    make: (kind) => {
      const made = running.then(() => make(kind))
      running = made.catch(() => undefined)
      return made
    },
    check: async (backup, depth) => {
      const checked = await checkApart(backupFile(dataDir, backup.name), depth, 'copy')
      return checked.problem === null && checked.sha256 !== backup.sha256 ? { ...checked, problem: 'altered since it was made' } : checked
    },
    stop: async () => {
      stopping = true
      await running
    },
  }
}
