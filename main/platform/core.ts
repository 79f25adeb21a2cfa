import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { CONTRACT_VERSION } from '#shared/contract/envelope.ts'
import type { Permission } from '#shared/kernel/permission.ts'
import { type Clock, systemClock } from './clock.ts'
import type { Config } from './config.ts'
import type { Client, Module } from './context.ts'
import { openConnection } from './db/connection.ts'
import { migrate, readMigrations } from './db/migrate.ts'
import { type Authenticate, createDispatch, type Dispatch } from './dispatch.ts'
import { createJobs, type Jobs } from './jobs.ts'
import { factsOf, type Log } from './log.ts'
import type { Platform } from './platform.ts'
import { openStore } from './store.ts'

export interface CoreOptions {
  config: Config
  log: Log
  modules: readonly Module[]
  authenticate: Authenticate
  clock?: Clock
  /** Database file; ':memory:' in tests of services. */
  file?: string
  /** Checks every answer against its contract: on in tests, where a wrong answer is a bug to see. */
  checkOutput?: boolean
}

/** The running core: everything that a shell or a test needs of it. */
export interface Core {
  call(text: string, client: Client): Promise<string>
  onNotice(listener: (text: string) => void): void
  readonly dispatch: Dispatch
  readonly jobs: Jobs
  readonly platform: Platform
  /** Refuses new calls, ends the running job, folds the log into the file, closes it. */
  shutdown(): Promise<void>
}

export const DATABASE_FILE = 'bayline.db'

/** Opens the database and wires the platform around the modules. The order of these lines is the order of starting. */
export function createCore(options: CoreOptions): Core {
  const { config, log, modules, authenticate, clock = systemClock } = options
  mkdirSync(config.dataDir, { recursive: true })
  const file = options.file ?? join(config.dataDir, DATABASE_FILE)
  const inMemory = file === ':memory:'
  const isNew = inMemory || !existsSync(file)

  const connection = openConnection(file)
  const schemaVersion = migrate(connection.raw, readMigrations(config.migrationsDir), clock.now())

  const sync = Object.assign({}, ...modules.map((module) => module.sync ?? {})) as Record<string, never> // checked by the boundary tests
  let jobs: Jobs | undefined
  let dispatch: Dispatch | undefined
  const store = openStore({
    connection, schemaVersion, sync, clock,
    folder: inMemory ? null : config.dataDir,
    onSpareFailure: (error) => log.error('second journal', factsOf(error)),
    onEvent: (event, now) => jobs?.queueEvent(event, now),
  })
  const platform: Platform = { config, log, store, permissions: permissionsOf(modules), startedAt: clock.now() }
  const started = dispatch = createDispatch({ modules, platform, clock, authenticate, checkOutput: options.checkOutput ?? false })

  const listeners: ((text: string) => void)[] = []
  const notify = (changed: readonly string[]) => {
    const text = JSON.stringify({ v: CONTRACT_VERSION, changed })
    for (const listener of listeners) listener(text)
  }
  store.onCommit(notify)
  const runner = jobs = createJobs({ connection, modules, clock, log, dispatch: () => started, onChange: () => notify(['job']) })

  log.info('core ready', { file: inMemory ? 'memory' : 'file', isNew, schemaVersion, device: store.device.tag })
  return {
    call: (text, client) => started.call(text, client),
    onNotice: (listener) => { listeners.push(listener) },
    dispatch, jobs: runner, platform,
    shutdown: async () => {
      started.stop()
      await runner.stop()
      store.close()
      log.info('core closed')
    },
  }
}

/** Every permission that any operation needs, once. */
const permissionsOf = (modules: readonly Module[]): Permission[] => {
  const needs = modules.flatMap(({ contract }) => Object.values(contract.operations).map((operation) => operation.needs))
  return [...new Map(needs.filter((need) => typeof need !== 'string').map((need) => [need.name, need])).values()]
}
