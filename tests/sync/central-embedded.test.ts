import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { closedTo } from '#central/db/binaries.ts'
import { type Embedded, openDatabase, StartRefused, startEmbedded } from '#central/db/database.ts'
import { ask, silentLog } from '#tests/support/postgres.ts'
import { ROOT } from '#tests/support/sources.ts'

const folder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'bayline-embedded-'))
  chmodSync(dir, 0o755)
  return join(dir, 'server')
}
const running: { stop(): Promise<void> }[] = []
const start = async (dir: string, more: { port?: number } = {}): Promise<Embedded> => {
  const server = await startEmbedded({ dir, log: silentLog, ...more })
  running.push(server)
  return server
}
const refusal = (dir: string, more: { port?: number } = {}) => startEmbedded({ dir, log: silentLog, ...more }).catch((error: unknown) => error)
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
})

const postmaster = (dir: string): number => Number(readFileSync(join(dir, 'data/postmaster.pid'), 'utf8').split('\n')[0])
const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
const gone = async (pid: number): Promise<void> => {
  for (let i = 0; i < 400 && lives(pid); i++) await wait(25)
  expect(lives(pid)).toBe(false)
}
/** Another program that owns the folder's server. */
const ownerOf = async (dir: string): Promise<{ child: ChildProcess; url: string }> => {
  const child = spawn(process.execPath, [join(ROOT, 'tests/support/postgres-owner.ts'), dir], { stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await new Promise<string>((resolve) => child.stdout.once('data', (text: Buffer) => resolve(text.toString().trim())))
  return { child, url }
}
const watchersOf = (pid: number): number[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('/bin/sh') && line.includes(` ${pid} `))
    .map((line) => Number(line.trim().split(/\s+/)[0]))

describe('the built-in PostgreSQL', () => {
  it('A-LAN OPS-DEPLOY: keeps its data between runs, durably, on loopback, with a password that only we read', async () => {
    const dir = folder()
    const first = await start(dir)
    const set = async (name: string) => Object.values((await ask(first.url, `SHOW ${name}`))[0] ?? {})[0]
    for (const [name, value] of Object.entries({
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      jit: 'off',
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
    }))
      expect(await set(name), name).toBe(value)
    expect(await ask(first.url, "SELECT count(*)::int AS open FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'")).toEqual([{ open: 0 }])
    expect(statSync(join(dir, 'password')).mode & 0o777).toBe(0o600)
    expect(statSync(join(dir, 'data')).mode & 0o777).toBe(0o700)
    const db = await openDatabase({ url: first.url, log: silentLog })
    await db.tx([], (q) => q("INSERT INTO first_code VALUES ('kept', 1)"))
    await db.close()
    await first.stop()
    await first.stop()
    const began = performance.now()
    const second = await start(dir)
    expect(performance.now() - began).toBeLessThan(15_000)
    expect(await ask(second.url, 'SELECT hash FROM first_code')).toEqual([{ hash: 'kept' }])
    await expect(ask(Object.assign(new URL(second.url), { password: 'guess' }).href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
  })

  it('A-LAN: a second owner of one folder is told in one line, and disturbs nothing', async () => {
    const dir = folder()
    const { url } = await start(dir)
    expect(await refusal(dir)).toEqual(new StartRefused(`Another Bayline centre runs on ${dir}. Stop it, or use its address.`))
    expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  it('A-LAN REL-BREAKER: ends with its owner, also when that is killed', async () => {
    const dir = folder()
    const { child } = await ownerOf(dir)
    const pid = postmaster(dir)
    expect(lives(pid)).toBe(true)
    child.kill('SIGKILL')
    await gone(pid)
  })

  it('A-LAN REL-BREAKER: one that outlived its owner all the same is ended by the next start, and nothing committed is lost', async () => {
    const dir = folder()
    const { child, url } = await ownerOf(dir)
    await ask(url, 'CREATE TABLE kept AS SELECT 1 AS one')
    const pid = postmaster(dir)
    for (const watcher of watchersOf(pid)) process.kill(-watcher, 'SIGKILL')
    child.kill('SIGKILL')
    await wait(500)
    expect(lives(pid)).toBe(true)
    const { url: next } = await start(dir)
    await gone(pid)
    expect(await ask(next, 'SELECT one FROM kept')).toEqual([{ one: 1 }])
  })

  it('A-LAN REL-BREAKER: comes back at the same address when it is killed, and the gateway with it', async () => {
    const dir = folder()
    const { url } = await start(dir)
    const db = await openDatabase({ url, log: silentLog })
    await db.tx([], (q) => q("INSERT INTO first_code VALUES ('before', 1)"))
    const pid = postmaster(dir)
    process.kill(pid, 'SIGKILL')
    await gone(pid)
    await expect(db.tx([], (q) => q('SELECT 1'))).rejects.toMatchObject({ name: 'DatabaseUnavailable' })
    let hashes: unknown
    for (let i = 0; i < 100 && hashes === undefined; i++) {
      await wait(200)
      hashes = await db.tx([], (q) => q('SELECT hash FROM first_code')).catch(() => undefined)
    }
    expect(hashes).toEqual([{ hash: 'before' }])
    await db.close()
  })

  it("A-LAN: under a strict umask, too, root's hub makes its folders so that the database's own user gets in, and nobody sees the key", async () => {
    const outer = dirname(folder())
    const dataDir = join(outer, 'central/hub')
    const child = spawn('/bin/sh', ['-c', 'umask 077 && exec "$0" "$1"', process.execPath, join(ROOT, 'tools/central.ts')], {
      env: { PATH: process.env['PATH'], BAYLINE_CENTRAL_LAN: 'true', BAYLINE_CENTRAL_PORT: '0', BAYLINE_CENTRAL_DATA_DIR: dataDir },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()))
    const ended = new Promise((resolve) => child.once('exit', resolve))
    for (let i = 0; i < 1_200 && child.exitCode === null && !said.includes('listens at'); i++) await wait(50)
    child.kill('SIGTERM')
    await ended
    expect(said).toMatch(/listens at https:/)
    const passable = process.getuid?.() === 0 ? 0o711 : 0o700
    expect([join(outer, 'central'), dataDir, join(dataDir, 'tls')].map((path) => statSync(path).mode & 0o777)).toEqual([passable, passable, 0o700])
    expect(statSync(join(dataDir, 'tls/key.pem')).mode & 0o777).toBe(0o600)
  })

  it('A-LAN: a port that is taken is told in one line', async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    const { port } = taken.address() as { port: number } // it listens on a port
    expect(await refusal(folder(), { port })).toEqual(new StartRefused(`Port ${port} is taken by another program. Choose another.`))
    taken.close()
  })

  it('A-LAN: data of another PostgreSQL is left alone and told in one line', async () => {
    const dir = folder()
    mkdirSync(join(dir, 'data'), { recursive: true })
    writeFileSync(join(dir, 'data/PG_VERSION'), '15\n')
    expect(String(await refusal(dir))).toMatch(/^StartRefused: .* holds data of PostgreSQL 15, and this Bayline brings PostgreSQL 18\. .*$/)
  })

  it('A-LAN: half of a first start, and a number left by a machine that was switched off, are no hindrance', async () => {
    const dir = folder()
    mkdirSync(join(dir, 'data.next/base'), { recursive: true })
    await (await start(dir)).stop()
    // The number is a living process's, but no server's.
    writeFileSync(join(dir, 'data/postmaster.pid'), `${process.pid}\n${dir}/data\n1\n5432\n`)
    const { url } = await start(dir)
    expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  it("A-LAN: a folder on whose way the server's user is shut out is found", () => {
    const outer = mkdtempSync(join(tmpdir(), 'bayline-closed-'))
    const inner = join(outer, 'open')
    mkdirSync(inner, { mode: 0o755 })
    const stranger = { uid: 65_500, gid: 65_500 }
    expect(closedTo(stranger, inner)).toBe(outer)
    chmodSync(outer, 0o711)
    expect(closedTo(stranger, inner)).toBeUndefined()
    expect(closedTo(null, inner)).toBeUndefined()
  })
})
