import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { CONTRACT_VERSION } from '#shared/contract/envelope.ts'
import type { TableSync } from '#shared/contract/sync.ts'
import type { Permission } from '#shared/kernel/permission.ts'
import { ok } from '#shared/kernel/result.ts'
import { createBackups, listBackups } from './backup.ts'
import { codeOf, isDamage } from './check.ts'
import { type Clock, systemClock } from './clock.ts'
import type { Config } from './config.ts'
import type { Client, Module } from './context.ts'
import { type Connection, openConnection } from './db/connection.ts'
import { migrate, readMigrations } from './db/migrate.ts'
import { type Authenticate, createDispatch, type Dispatch } from './dispatch.ts'
import { createFileStore } from './files.ts'
import { freeBytesAt, healthOf } from './health.ts'
import { createJobs, type Jobs, reactionsTo } from './jobs.ts'
import { lockFolder } from './lock.ts'
import { factsOf, type Log } from './log.ts'
import type { Hub } from './hub/hub.ts'
import type { Platform, RecordTable, RestartReason } from './platform.ts'
import { markRunning, type Opened, openDatabase, type Replacement, settleReplacement, StorageRefused, unmarkRunning } from './recover.ts'
import { openStore, type Store } from './store.ts'
import { createEngine, type EngineOptions } from './sync/engine.ts'
import { machineMark, settleMachine } from './sync/machine.ts'

export interface CoreOptions {
  config: Config
  log: Log
  modules: readonly Module[]
  authenticate: Authenticate
  /** Every journaled table by its SQL name. */
  records?: ReadonlyMap<string, RecordTable>
  /** Outlives the core: whoever made it closes it. */
  hub?: Hub
  clock?: Clock
  /** Database file; ':memory:' in tests of services. */
  file?: string
  /** What a database in memory begins as, instead of going through the migrations: see `openTestCore`. */
  image?: Buffer
  /** Checks every answer against its contract: on in tests, where a wrong answer is a bug to see. */
  checkOutput?: boolean
  /** Free bytes on the data folder's disk; asked of the system unless a test says. */
  freeBytes?: () => number | null
  /** The network, chance and timers as the link to the centre sees them; the real ones unless a test says. */
  link?: Pick<EngineOptions, 'fetch' | 'random' | 'timers'>
}

/** The running core: everything that a shell or a test needs of it. */
export interface Core {
  call(text: string, client: Client): Promise<string>
  onNotice(listener: (text: string) => void): void
  /** The core asks to be shut down and created anew: to carry out a restore, or to mend a damaged database. Until then it goes on. */
  onRestart(listener: (reason: RestartReason) => void): void
  readonly dispatch: Dispatch
  readonly jobs: Jobs
  readonly platform: Platform
  /** Refuses new calls, ends the running job, folds the log into the file, closes it. Asked again, it waits for the same end. */
  shutdown(): Promise<void>
}

export const DATABASE_FILE = 'bayline.db'

/**
 * Takes the data folder, opens the database (or what can be made of a damaged one) and wires the platform around the modules.
 * Throws LockRefused, StorageRefused, MigrationRefused: each with one line for the person at the machine.
 */
export function createCore(options: CoreOptions): Core {
  const { dataDir } = options.config
  try {
    mkdirSync(dataDir, { recursive: true })
  } catch (error) {
    throw new StorageRefused(`${dataDir} cannot be made: ${codeOf(error)}. Choose another folder with BAYLINE_DATA_DIR.`)
  }
  if (options.file === ':memory:') return startOn(openInMemory(options), options, () => undefined)
  const lock = lockFolder(dataDir)
  try {
    return startOn(openOnDisk(options), options, () => lock.release())
  } catch (error) {
    lock.release()
    throw error
  }
}

type Found = Opened & { readonly folder: string | null; readonly sync: Readonly<Record<string, TableSync>> }

const syncOf = (modules: readonly Module[]): Readonly<Record<string, TableSync>> => Object.assign({}, ...modules.map((module) => module.sync ?? {}))

function openInMemory({ config, modules, clock = systemClock, image }: CoreOptions): Found {
  const connection = openConnection(':memory:', { ...(image && { image }) })
  const schemaVersion = migrate(connection.raw, readMigrations(config.migrationsDir), clock.now())
  return { connection, schemaVersion, replacement: null, wasSuspect: false, folder: null, sync: syncOf(modules) }
}

function openOnDisk({ config, modules, log, clock = systemClock, file = join(config.dataDir, DATABASE_FILE) }: CoreOptions): Found {
  const { dataDir } = config
  const sync = syncOf(modules)
  const migrations = readMigrations(config.migrationsDir)
  const opened = openDatabase({ dataDir, file, migrations, sync, reactionsTo: (event) => reactionsTo(modules, event), now: clock.now(), log })
  markRunning(dataDir, 'running')
  return { ...opened, folder: dataDir, sync }
}

/** The order of these lines is the order of starting. */
function startOn({ connection, schemaVersion, replacement, wasSuspect, folder, sync }: Found, options: CoreOptions, release: () => void): Core {
  const { config, log, modules, authenticate, clock = systemClock, freeBytes = () => freeBytesAt(config.dataDir) } = options
  const noticeListeners: ((text: string) => void)[] = []
  const restartListeners: ((reason: RestartReason) => void)[] = []
  let isDamaged = false
  let ending: Promise<void> | undefined

  settleMachine(connection.raw, machineMark(), clock.now())
  const store: Store = openStore({
    connection,
    schemaVersion,
    sync,
    clock,
    folder,
    savedSeq: folder === null ? 0 : (listBackups(folder)[0]?.seq ?? 0),
    onSpareFailure: (error) => log.error('second journal', factsOf(error)),
    derived: modules.flatMap((module) => module.derived ?? []),
    onDeriveFailure: (error) => {
      log.error('derived lists', factsOf(error))
      if (isDamage(error)) platform.reportDamage(error)
    },
    onListenerFailure: (error) => log.error('bug', factsOf(error)),
    onEvent: (event, now) => jobs.queueEvent(event, now),
  })
  const notify = (changed: readonly string[]) => {
    const text = JSON.stringify({ v: CONTRACT_VERSION, changed })
    for (const listener of noticeListeners) listener(text)
  }
  store.onCommit(notify)
  options.hub?.onChange(() => notify(['sync_hub']))
  const jobs: Jobs = createJobs({ connection, modules, clock, log, dispatch: () => dispatch, onChange: () => notify(['job']) })
  store.onCommit((tables) => {
    if (tables.includes('journal')) jobs.changed(tables)
  })
  const backups = createBackups({
    config,
    connection,
    schemaVersion,
    clock,
    onMade: () => store.rotateSpare(),
    onDamage: (error) => platform.reportDamage(error),
  })
  const link = createEngine({
    store,
    rules: sync,
    log,
    now: () => clock.now(),
    version: config.version,
    ...options.link,
  })
  const startedAt = clock.now()
  const platform: Platform = {
    config,
    log,
    store,
    sync,
    startedAt,
    backups,
    jobs,
    link,
    freeBytes,
    permissions: permissionsOf(modules),
    records: options.records ?? new Map(),
    hub: options.hub ?? null,
    files: createFileStore(config.dataDir),
    health: () => healthOf({ config, store, backups, jobs: jobs.counts(), freeBytes: freeBytes(), startedAt, now: clock.now(), isDamaged }),
    reportDamage: (error) => {
      log.error('damage', factsOf(error))
      if (folder === null || isDamaged) return
      isDamaged = true
      markRunning(folder, 'suspect')
      if (!wasSuspect && !ending) platform.requestRestart('damage') // a full check has just passed: starting over and over helps nobody
    },
    requestRestart: (reason) => {
      setImmediate(() => {
        for (const listener of restartListeners) listener(reason)
      })
    },
  }
  const dispatch = createDispatch({ modules, platform, clock, authenticate, checkOutput: options.checkOutput ?? false })
  if (replacement && folder !== null) announce(replacement, folder, dispatch, connection)

  const end = async (): Promise<void> => {
    dispatch.stop()
    await Promise.all([link.stop(), backups.stop(), jobs.stop()])
    try {
      store.close()
      if (folder !== null && !isDamaged) unmarkRunning(folder)
    } catch (error) {
      if (isDamage(error)) platform.reportDamage(error)
      else log.error('closing', factsOf(error)) // the log file stays beside the database and is read at the next start
    }
    release()
    log.info('core closed')
  }

  link.start()
  log.info('core ready', { file: folder === null ? 'memory' : 'file', schemaVersion, device: store.device.tag, replaced: replacement?.reason })
  return {
    call: (text, client) => dispatch.call(text, client),
    onNotice: (listener) => {
      noticeListeners.push(listener)
    },
    onRestart: (listener) => {
      restartListeners.push(listener)
    },
    dispatch,
    jobs,
    platform,
    shutdown: () => (ending ??= end()),
  }
}

/** The event of a database that took the place of another. */
export const REPLACED = 'platform.replaced'

/** Tells the modules, once: the record goes when the event is saved. */
function announce(replacement: Replacement, folder: string, dispatch: Dispatch, { raw }: Connection): void {
  const callId = `${REPLACED}#${replacement.id}`
  if (raw.prepare('SELECT 1 FROM journal WHERE call_id = ?').get(callId) === undefined) {
    const { id, reason, at, problem, aside, order, result } = replacement
    dispatch.run(REPLACED, callId, (ctx) => {
      ctx.emit(REPLACED, { id, reason, at, problem, aside, by: order?.by ?? null, ...result })
      return ok(null)
    })
  }
  settleReplacement(folder)
}

/** Every permission that any operation needs, or a step-up for it, once. */
const permissionsOf = (modules: readonly Module[]): Permission[] => {
  const needs = modules.flatMap(({ contract }) => Object.values(contract.operations).flatMap(({ needs: own, stepUp }) => (stepUp ? [own, stepUp] : [own])))
  return [...new Map(needs.filter((need) => typeof need !== 'string').map((need) => [need.name, need])).values()]
}
