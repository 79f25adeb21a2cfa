import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { factsOf, type Log } from '../log.ts'
import { type Cluster, endStale, KEEPER, lastLine, openCluster } from './cluster.ts'
import { StartRefused } from './errors.ts'

/** Recovery after a power cut included. */
const START_MS = 120_000
const RESTART_MS = 1_000

/** For a hub on a shop PC: durable, modest, on loopback only. Parallel plans and compiled expressions do not pay for short statements. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  max_wal_size: '512MB',
  wal_buffers: '16MB', // a push of many deeds is a transaction of some MB
  io_method: 'sync',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  wal_level: 'replica',
  password_encryption: 'scram-sha-256',
  TimeZone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
}

export interface EmbeddedOptions {
  /** Holds the data, the password and nothing else of Bayline; made where it is missing. */
  readonly dir: string
  /** Default: any that is free. */
  readonly port?: number
  readonly log: Log
  /** Settings of PostgreSQL beside or instead of those of a hub, for tests and measurements. */
  readonly settings?: Readonly<Record<string, string>>
}

export interface Embedded {
  /** Of the database `bayline`, as the server's administrator. */
  readonly url: string
  /** Ends the server when its transactions are rolled back and its data written. The folder keeps everything. */
  stop(): Promise<void>
}

/**
 * Starts the PostgreSQL that comes with Bayline on its own folder, and again at the same address should it die. It ends with this
 * process, however that dies: a watcher ends it where the system has a shell, else the next start does. Throws StartRefused with one
 * line where it cannot start.
 */
export async function startEmbedded({ dir, port, log, settings = {} }: EmbeddedOptions): Promise<Embedded> {
  const began = performance.now()
  const cluster = await openCluster(dir)
  await endStale(cluster, log)
  const at = port ?? (await freePort())
  let stopping: Promise<void> | undefined
  const launch = () => startServer(cluster, at, { ...SETTINGS, ...settings }, log)

  const keep = (server: Server): void => {
    server.ended.then(
      async () => {
        if (stopping) return
        log.error('postgres.died', { port: at })
        while (!stopping) {
          await wait(RESTART_MS, undefined, { ref: false })
          if (stopping) return
          // Assigned before anything else can look: stop() ends whichever is current.
          const next = await launch().catch((error: unknown) => log.error('postgres.restart', factsOf(error)))
          if (!next) continue
          current = next
          return stopping ? next.stop() : keep(next)
        }
      },
      () => {},
    ) // never rejects
  }

  let current = await launch().catch(async (error: Error) => {
    // Of a server that was killed a moment ago; its children are on their way out.
    if (!error.message.includes('shared memory')) throw error
    await wait(RESTART_MS)
    return launch()
  })
  try {
    const client = new pg.Client({ connectionString: cluster.url(at, 'postgres') })
    await client.connect()
    if ((await client.query("SELECT 1 FROM pg_database WHERE datname = 'bayline'")).rowCount === 0) await client.query('CREATE DATABASE bayline')
    await client.end()
  } catch (error) {
    await current.stop()
    throw error
  }
  keep(current)
  log.info('postgres.started', { port: at, ms: Math.round(performance.now() - began) })
  return {
    url: cluster.url(at, 'bayline'),
    stop: () => (stopping ??= current.stop().then(() => log.info('postgres.stopped'))),
  }
}

interface Server {
  /** Resolves when the process is gone, whatever the reason. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

async function startServer(cluster: Cluster, port: number, settings: Readonly<Record<string, string>>, log: Log): Promise<Server> {
  const { data, owner, binaries } = cluster
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  // In a session of its own: Ctrl-C is for the gateway, which ends its work first.
  const server = spawn(binaries.postgres, ['-D', data, '-p', String(port), ...flags], {
    ...owner,
    cwd: data,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const unwatch = watch(server)
  const ended = new Promise<void>((resolve) => {
    server.once('exit', () => resolve())
    server.once('error', () => resolve())
  })
  void ended.then(unwatch)
  await ready(server, port, log)
  const keeper = new pg.Client({ connectionString: cluster.url(port, 'postgres'), application_name: KEEPER })
  keeper.on('error', () => {}) // the server ended; whoever uses the database hears of it
  await keeper.connect()
  return {
    ended,
    stop: async () => {
      await keeper.end().catch(() => {}) // the server may be gone already
      if (server.exitCode === null && server.signalCode === null) await cluster.stop()
      await ended
    },
  }
}

/** Resolves when the server takes connections, and passes on what it complains of later. */
function ready(server: ChildProcess, port: number, log: Log): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    let up = false
    const timer = setTimeout(() => server.kill('SIGQUIT'), START_MS)
    server.stderr?.on('data', (chunk: Buffer) => {
      const text = chunk.toString()
      if (up) for (const line of text.split('\n').filter((each) => /\b(?:FATAL|PANIC|WARNING):/.test(each))) log.warn('postgres.says', { line })
      else said += text
      if (up || !said.includes('ready to accept connections')) return
      up = true
      clearTimeout(timer)
      resolve()
    })
    server.once('error', (error) => reject(new StartRefused(`PostgreSQL could not be started: ${error.message}`)))
    server.once('close', () => {
      clearTimeout(timer)
      const why = /FATAL: +(.*)/.exec(said)?.[1] ?? lastLine(said)
      const taken = said.includes('could not bind')
      reject(new StartRefused(taken ? `Port ${port} is taken by another program. Choose another.` : `PostgreSQL did not start: ${why}`))
    })
  })
}

/** Ends the server when this process is gone, killed or not: the pipe closes with it. Returns what calls that off. */
function watch(server: ChildProcess): () => void {
  const onExit = () => server.kill('SIGINT')
  process.once('exit', onExit)
  if (process.platform === 'win32' || server.pid === undefined) return () => process.off('exit', onExit)
  const watcher = spawn('/bin/sh', ['-c', 'cat >/dev/null; kill -INT "$0"', String(server.pid)], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  watcher.unref()
  watcher.on('error', () => {}) // no shell: the next start ends the server
  watcher.stdin.on('error', () => {})
  return () => {
    process.off('exit', onExit)
    try {
      // Its group, with the `cat`.
      if (watcher.pid !== undefined) process.kill(-watcher.pid, 'SIGKILL')
    } catch {
      // Gone already.
    }
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
