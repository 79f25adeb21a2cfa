import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import type { TableSync } from '#shared/contract/sync.ts'
import { type Backup, backupFile, listBackups, saveBackupNow } from './backup.ts'
import { checkFile, checkStructure, codeOf, type Depth, isDamage, isDiskFull, lastSeq } from './check.ts'
import { type Connection, openConnection } from './db/connection.ts'
import { currentDevice } from './db/identity.ts'
import { type Migration, MigrationRefused, migrate } from './db/migrate.ts'
import { RESCUE_FILE, RescueJournal } from './db/rescue.ts'
import { databaseFiles, moveAside, readJson, renameDurably, sizeOf, stamp, writeDurably } from './durable.ts'
import type { Log } from './log.ts'
import { rebuild, type Rebuilt, rebuildFrom } from './rebuild.ts'

/** The data folder cannot be used as it is; `message` is one line for the person at the machine. Nothing was changed. */
export class StorageRefused extends Error {
  override name = 'StorageRefused'
}

/**
 * Why a database was replaced. missing: it is gone. damaged: SQLite cannot read it or found it wrong. behind: the second
 * journal knows of saved entries that it lacks (a lost log file, an old copy put in its place). restore: an owner asked.
 */
export const REPLACE_REASONS = ['missing', 'damaged', 'behind', 'restore'] as const
export type ReplaceReason = (typeof REPLACE_REASONS)[number]

const orderShape = z.object({ backup: z.string(), by: z.string() })
/** An owner's wish to go back to a backup, carried out at the next start. */
export type RestoreOrder = z.infer<typeof orderShape>

const replacementShape = z.object({
  id: z.string(),
  /** begun: the old files may or may not be aside yet. built: the new one is whole, and may or may not be in its place. */
  phase: z.enum(['begun', 'built']),
  reason: z.enum(REPLACE_REASONS),
  at: z.number().int(),
  /** SQLite's own words, or empty. */
  problem: z.string(),
  /** Folder, inside the data folder, to which the old files went. */
  aside: z.string(),
  order: orderShape.nullable(),
  result: z
    .object({ backup: z.string().nullable(), backupAt: z.number().nullable(), reapplied: z.number(), lost: z.number(), unapplied: z.number() })
    .nullable(),
})
/** The record of one replacement: what happened, in facts, until a notice of it stands in the new database. */
export type Replacement = z.infer<typeof replacementShape>

const REPLACEMENT_FILE = 'replacement.json'
const ORDER_FILE = 'restore.json'
const RUNNING_FILE = 'running'

export interface OpenOptions {
  readonly dataDir: string
  readonly file: string
  readonly migrations: readonly Migration[]
  readonly sync: Readonly<Record<string, TableSync>>
  readonly reactionsTo: (event: string) => readonly string[]
  readonly now: number
  readonly log: Log
}
export interface Opened {
  readonly connection: Connection
  readonly schemaVersion: number
  /** Set when this database took the place of another and nobody has been told yet. */
  readonly replacement: Replacement | null
  /** The last run met damage, and a full check has not found it. */
  readonly wasSuspect: boolean
}

/**
 * Opens the database, or what can be made of it. A damaged file is never written to and never removed: it goes aside with its
 * parts, and a new one is built from the newest sound backup and the journal. Every step can be cut off and is taken up
 * again at the next start. The caller holds the folder's lock. Throws MigrationRefused and StorageRefused, and then has changed nothing.
 */
export function openDatabase(options: OpenOptions): Opened {
  const mark = readJson(join(options.dataDir, RUNNING_FILE))
  const wasSuspect = mark === 'suspect'
  const depth = wasSuspect ? 'full' : mark === undefined ? null : 'quick'
  try {
    const earlier = continued(options) ?? ordered(options)
    const damage = damageOf(options, depth)
    const replacement = damage ? replace(options, damage) : (earlier ?? null)
    try {
      return { ...openSound(options), replacement, wasSuspect }
    } catch (error) {
      // Found by a migration or by the backup before it. Only a check of the file itself may condemn it.
      const found = isDamage(error) ? damageOf(options, 'full') : undefined
      if (!found) throw error
      const made = replace(options, found)
      return { ...openSound(options), replacement: made, wasSuspect }
    }
  } catch (error) {
    throw refusalOf(error, options.dataDir) ?? error
  }
}

/** The notice of a replacement is saved: its record is not needed any more. */
export const settleReplacement = (dataDir: string): void => rmSync(join(dataDir, REPLACEMENT_FILE), { force: true })

/** Leaves an order for the next start. */
export function orderRestore(dataDir: string, order: RestoreOrder): void {
  writeDurably(join(dataDir, ORDER_FILE), JSON.stringify(order))
}

/**
 * Marks the folder as in use; the mark that is still there at the next start says that this run did not end cleanly. A full
 * disk does not stop the start, so that people can read and make room.
 */
export function markRunning(dataDir: string, state: 'running' | 'suspect'): void {
  const file = join(dataDir, RUNNING_FILE)
  if (readJson(file) === state) return
  try {
    writeDurably(file, JSON.stringify(state))
  } catch (error) {
    if (!isDiskFull(error)) throw error
  }
}
export const unmarkRunning = (dataDir: string): void => rmSync(join(dataDir, RUNNING_FILE), { force: true })

function openSound({ dataDir, file, migrations, now }: OpenOptions): Pick<Opened, 'connection' | 'schemaVersion'> {
  const connection = openConnection(file)
  try {
    const schemaVersion = migrate(connection.raw, migrations, now, (from) => {
      saveBackupNow({ dataDir, kind: 'migration', schemaVersion: from, at: now, copy: (copy) => connection.raw.prepare('VACUUM INTO ?').run(copy) })
    })
    return { connection, schemaVersion }
  } catch (error) {
    connection.raw.close()
    throw error
  }
}

/**
 * What is wrong with the database. Nothing is written to it: as long as the reader is open, closing the writer, which a check
 * of the constraints needs, does not fold the log into what may be damaged.
 */
function damageOf({ dataDir, file, migrations }: OpenOptions, depth: Depth | null): { reason: ReplaceReason; problem: string } | undefined {
  const known = Math.max(RescueJournal.lastSeq(join(dataDir, RESCUE_FILE)), listBackups(dataDir)[0]?.seq ?? 0)
  if (sizeOf(file) === 0) {
    const held = known > 0 || sizeOf(`${file}-wal`) > 0
    return held ? { reason: 'missing', problem: existsSync(file) ? 'the file is empty' : 'the file is gone' } : undefined
  }
  let reader: Connection | undefined
  let writer: Connection | undefined
  try {
    reader = openForReading(file)
    if (depth !== null) {
      writer = openConnection(file)
      checkStructure(writer.raw, depth)
    }
    const seq = lastSeq(reader.raw)
    if (seq > 0) currentDevice(reader.raw)
    const altered = alteredMigration(reader.raw, dataDir, migrations)
    if (altered !== undefined) return { reason: 'damaged', problem: `its record of ${altered} is altered` }
    return seq < known ? { reason: 'behind', problem: `its last entry is ${seq}, of ${known}` } : undefined
  } catch (error) {
    if (!isDamage(error)) throw error
    return { reason: 'damaged', problem: messageOf(error) }
  } finally {
    writer?.raw.close()
    reader?.raw.close()
  }
}

/**
 * A migration of this release that the newest backup knows as it is and the database does not: its list was altered, which
 * must not be taken for the work of a newer program or of an edited file.
 */
function alteredMigration(raw: Connection['raw'], dataDir: string, migrations: readonly Migration[]): string | undefined {
  const applied = appliedIn(raw)
  const isOdd = [...applied].some(([name, sha]) => migrations.find((m) => m.name === name)?.sha !== sha)
  const newest = isOdd ? listBackups(dataDir)[0] : undefined
  if (!newest || !isSound(dataDir, newest)) return undefined
  const backup = openConnection(backupFile(dataDir, newest.name), { readonly: true })
  try {
    const saved = appliedIn(backup.raw)
    return migrations.find(({ name, sha }) => saved.get(name) === sha && applied.get(name) !== sha)?.name
  } finally {
    backup.raw.close()
  }
}

function appliedIn(raw: Connection['raw']): Map<string, string> {
  if (raw.prepare("SELECT 1 FROM sqlite_schema WHERE name = '_migration'").get() === undefined) return new Map()
  return new Map((raw.prepare('SELECT name, sha FROM _migration').all() as { name: string; sha: string }[]).map(({ name, sha }) => [name, sha])) // our own table
}

/** Where reading alone is not possible (a crash in the very first write leaves something to roll back), SQLite must be let in. */
function openForReading(file: string): Connection {
  try {
    return openConnection(file, { readonly: true })
  } catch (error) {
    if (!/^SQLITE_(READONLY|CANTOPEN)/.test(codeOf(error))) throw error
    return openConnection(file)
  }
}

/** A replacement that was cut off. */
function continued(options: OpenOptions): Replacement | undefined {
  const found = replacementShape.safeParse(readJson(join(options.dataDir, REPLACEMENT_FILE)))
  return found.success ? carryOut(options, found.data) : undefined
}

/** A restore that an owner ordered. A backup that is no longer sound leaves everything as it is. */
function ordered(options: OpenOptions): Replacement | undefined {
  const { dataDir, migrations, log } = options
  const order = orderShape.safeParse(readJson(join(dataDir, ORDER_FILE))).data
  if (!order) return undefined
  const backup = listBackups(dataDir).find(({ name }) => name === order.backup)
  const sound = backup !== undefined && backup.schemaVersion <= migrations.length && isSound(dataDir, backup)
  if (sound) return replace(options, { reason: 'restore', problem: '', order })
  log.error('restore refused: the backup is not sound', { backup: order.backup })
  rmSync(join(dataDir, ORDER_FILE), { force: true })
  return undefined
}

function isSound(dataDir: string, backup: Backup): boolean {
  const checked = checkFile({ file: backupFile(dataDir, backup.name), depth: 'quick', as: 'copy' })
  return checked.problem === null && checked.sha256 === backup.sha256
}

function replace(
  options: OpenOptions,
  { reason, problem, order = null }: { reason: ReplaceReason; problem: string; order?: RestoreOrder | null },
): Replacement {
  const newest = listBackups(options.dataDir)[0]
  if (reason !== 'restore' && newest && newest.schemaVersion > options.migrations.length) {
    throw new MigrationRefused('The last backup of this data was made by a newer Bayline. Install that version; nothing was changed.')
  }
  const parent = reason === 'restore' ? 'replaced' : 'damaged'
  const name = `${stamp(options.now)}-${reason}`
  let id = name
  for (let n = 2; existsSync(join(options.dataDir, parent, id)); n++) id = `${name}-${n}` // what was set aside before is never overwritten
  const aside = join(parent, id)
  options.log.warn('database is replaced', { reason, problem, aside })
  return carryOut(options, { id, phase: 'begun', reason, at: options.now, problem, aside, order, result: null })
}

/** Does what is left to do. The record is written before each step that could not be told from its forerunner otherwise. */
function carryOut(options: OpenOptions, begun: Replacement): Replacement {
  const { dataDir, file } = options
  const target = newFile(file)
  let record = begun
  if (record.phase === 'begun') {
    const aside = join(dataDir, record.aside)
    mkdirSync(aside, { recursive: true })
    save(dataDir, record)
    const spare = RescueJournal.files(join(dataDir, RESCUE_FILE))
    moveAside([...databaseFiles(file), ...(record.reason === 'restore' ? spare : [])], aside)
    const settings = { ...options, target }
    const backup = listBackups(dataDir).find(({ name }) => name === record.order?.backup)
    const result: Rebuilt | undefined =
      record.order === null ? rebuild({ ...settings, aside, databaseName: basename(file) }) : backup && rebuildFrom(backup, settings)
    if (!result)
      throw new StorageRefused(`The backup ${record.order?.backup ?? ''} cannot be read any more. The database that it was to replace is in ${aside}.`)
    record = { ...record, phase: 'built', result }
    save(dataDir, record)
  }
  if (existsSync(target)) renameDurably(target, file)
  rmSync(join(dataDir, ORDER_FILE), { force: true })
  return record
}

const newFile = (file: string): string => `${file}.new`
const save = (dataDir: string, record: Replacement): void => writeDurably(join(dataDir, REPLACEMENT_FILE), JSON.stringify(record))
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** One line for what is no damage: no room, no right, no answer from the device. */
function refusalOf(error: unknown, dataDir: string): StorageRefused | undefined {
  if (isDiskFull(error)) return new StorageRefused(`The disk that holds ${dataDir} is full. Free some space and start again; nothing that was saved is lost.`)
  if (/^(EACCES|EPERM|EROFS|SQLITE_READONLY|SQLITE_PERM|SQLITE_CANTOPEN)/.test(codeOf(error)))
    return new StorageRefused(`${dataDir} cannot be written to. Give this user the right to, and start again.`)
  if (/^(EIO|SQLITE_IOERR)/.test(codeOf(error)))
    return new StorageRefused(
      `The disk that holds ${dataDir} does not answer properly (${codeOf(error)}). Check the disk, then start again; nothing was changed.`,
    )
  return undefined
}
