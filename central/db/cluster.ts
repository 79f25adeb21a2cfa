import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import type { Log } from '../log.ts'
import { type Binaries, closedTo, findBinaries, makeFolder, type Owner, serverOwner } from './binaries.ts'
import { StartRefused } from './errors.ts'

/** The one who may do everything on the embedded server; migrations and gateways act as lesser roles. */
const ADMIN = 'bayline_admin'
/** Name of the connection that every owner of a server holds to it for as long as it lives. */
export const KEEPER = 'bayline-keeper'

const run = promisify(execFile)
export const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? ''

/** A folder with the data of one server, and the programs for it. */
export interface Cluster {
  readonly dir: string
  readonly data: string
  readonly binaries: Binaries
  readonly owner: Owner | null
  /** Of the server's administrator, on loopback. */
  url(port: number, database: string): string
  /** Ends the server that runs on it: transactions are rolled back, everything is written. */
  stop(): Promise<void>
}

/** The cluster of a folder, made where there is none. Throws StartRefused where it cannot be used. */
export async function openCluster(dir: string): Promise<Cluster> {
  const owner = serverOwner()
  makeFolder(dir)
  // Root keeps the folder, so that only root reads the password; the server may pass through it to its data.
  chmodSync(dir, owner ? 0o711 : 0o700)
  const closed = closedTo(owner, dir)
  if (closed !== undefined)
    throw new StartRefused(`PostgreSQL runs as the user "postgres" here, who may not enter ${closed}. Choose a folder such as /var/lib/bayline.`)
  const binaries = await findBinaries(owner, dir)
  const data = join(dir, 'data')
  const passwordFile = join(dir, 'password')
  if (!existsSync(data)) await createCluster(dir, data, passwordFile, binaries, owner)
  const has = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim()
  if (has !== binaries.major)
    throw new StartRefused(
      `${dir} holds data of PostgreSQL ${has}, and this Bayline brings PostgreSQL ${binaries.major}. Restore a backup into a new folder (central/deploy/RUNBOOK.md).`,
    )
  const password = readFileSync(passwordFile, 'utf8')
  return {
    dir,
    data,
    binaries,
    owner,
    url: (port, database) => `postgres://${ADMIN}:${password}@127.0.0.1:${port}/${database}`,
    stop: async () => {
      await run(binaries.pgCtl, ['stop', '-D', data, '-m', 'fast', '-w', '-t', '60'], { ...owner, cwd: data })
    },
  }
}

/** Beside the folder and moved there when whole: a start that was killed leaves no half of one. */
async function createCluster(dir: string, data: string, passwordFile: string, { initdb }: Binaries, owner: Owner | null): Promise<void> {
  const next = join(dir, 'data.next')
  const handed = join(dir, 'password.next')
  rmSync(next, { recursive: true, force: true })
  mkdirSync(next, { mode: 0o700 })
  for (const path of [passwordFile, handed]) rmSync(path, { force: true })
  const password = randomBytes(24).toString('base64url')
  for (const path of [passwordFile, handed]) writeFileSync(path, password, { mode: 0o600 })
  if (owner) for (const path of [next, handed]) chownSync(path, owner.uid, owner.gid)
  try {
    const flags = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--encoding=UTF8', '--auth=scram-sha-256', `--username=${ADMIN}`]
    await run(initdb, [`--pgdata=${next}`, `--pwfile=${handed}`, ...flags], { ...owner, cwd: next })
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
    throw new StartRefused(`PostgreSQL could not make its data in ${dir}: ${lastLine(said)}`)
  } finally {
    rmSync(handed, { force: true })
  }
  renameSync(next, data)
}

/** A server that outlived its owner is ended; one whose owner lives is left alone, and StartRefused thrown. */
export async function endStale({ dir, data, url, stop }: Cluster, log: Log): Promise<void> {
  const pidFile = join(data, 'postmaster.pid')
  if (!existsSync(pidFile)) return
  const [pid = '', , , port = ''] = readFileSync(pidFile, 'utf8').split('\n')
  // PostgreSQL itself asks only whether the number is anybody's.
  if (!isServer(Number(pid))) {
    rmSync(pidFile, { force: true })
    return
  }
  const client = new pg.Client({ connectionString: url(Number(port), 'postgres'), connectionTimeoutMillis: 2_000 })
  client.on('error', () => {}) // told by the question below
  const owned = await client
    .connect()
    .then(() => client.query('SELECT 1 FROM pg_stat_activity WHERE application_name = $1', [KEEPER]))
    .then(({ rowCount }) => rowCount !== 0)
    .catch(() => false) // still starting, or hung: nobody works with it
  await client.end().catch(() => {}) // never was open
  if (owned) throw new StartRefused(`Another Bayline centre runs on ${dir}. Stop it, or use its address.`)
  log.warn('postgres.stale', { pid: Number(pid) })
  await stop()
}

/** Whether the number in a left-over file still is a server's: after a restart of the machine it may be anybody's. */
function isServer(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres')
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
