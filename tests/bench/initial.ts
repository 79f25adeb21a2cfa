import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { ShapeStream } from '@electric-sql/client'
import Database from 'better-sqlite3'
import { startCore } from '#main/index.ts'
import { DATABASE_FILE } from '#main/platform/core.ts'
import { createLog } from '#main/platform/log.ts'
import { RULES } from '#tests/support/linked-shop.ts'
import { sourceConfig } from '#tools/seed/shop.ts'
import { CONTRACT_VERSION } from '#shared/contract/envelope.ts'
import { openBare } from './support/bare.ts'
import { connect, startHeadless } from './support/headless.ts'
import { type Figures, measure, report } from './support/measure.ts'

/*
 * A device joins a shop: from its code to the last row of every scope in its SQLite, with shadows, pending checks, guards, revisions
 * and cursors. The centre is a process that sends answers made beforehand. Beside it, from the same centre, Electric's client with each
 * batch in one transaction into bare better-sqlite3: the same tables with the same indexes, no triggers, no references, no bookkeeping.
 * Then the same by the built shell, whose own event loop is watched while a window asks one thing after the other.
 */
const LINES = 20_000
const folder = mkdtempSync(join(tmpdir(), 'bayline-bench-initial-'))
const centre = spawn(process.execPath, [join(import.meta.dirname, 'support/feed-process.ts'), String(LINES)], { stdio: ['pipe', 'pipe', 'inherit'] })
const [said] = (await once(centre.stdout.setEncoding('utf8'), 'data')) as [string]
const { address, rows, scopes } = JSON.parse(said) as { address: string; rows: number; bytes: number; scopes: string[] } // as it prints it

/** An installed device that knows no shop, and the same tables bare. */
const empty = join(folder, 'empty.db')
const bareEmpty = join(folder, 'bare.db')
await prepareFiles()

let runs = 0
const freshFile = (of: string): string => {
  const dir = mkdtempSync(join(folder, `run-${runs++}-`))
  copyFileSync(of, join(dir, DATABASE_FILE))
  return dir
}
const figuresOf = (began: number): Figures => {
  const ms = performance.now() - began
  return { rowsPerSecond: (rows * 1000) / ms, ms }
}

async function joined(): Promise<Figures> {
  const dir = freshFile(empty)
  const core = startCore({ config: sourceConfig(dir), log: createLog('error', (line) => process.stderr.write(`${line}\n`), Date.now) })
  const { link } = core.platform
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const began = performance.now()
  const cpu = process.cpuUsage()
  const enrolled = await link.enrol(address, 'ABCDE-FGHJK')
  if (!enrolled.ok) throw new Error(enrolled.problem)
  const isDone = () => {
    const { state, scopes: read } = link.status()
    return state === 'online' && read.length === scopes.length
  }
  while (!isDone()) await new Promise((resolve) => setTimeout(resolve, 20))
  const figures = figuresOf(began)
  const { user, system } = process.cpuUsage(cpu)
  delay.disable()
  const { raw } = core.platform.store.connection
  if (raw.prepare('SELECT count(*) FROM sync_row_local WHERE extra IS NULL').pluck().get() !== rows) throw new Error('rows are missing')
  const searching = performance.now()
  core.platform.store.derive()
  const searchMs = performance.now() - searching
  await core.shutdown()
  rmSync(dir, { recursive: true })
  return {
    ...figures,
    rowsPerCpuSecond: (rows * 1e6) / (user + system),
    stallP99: delay.percentile(99) / 1e6,
    stallMost: delay.max / 1e6,
    longestSliceMs: link.metrics().longestSliceMs,
    searchMs,
  }
}

/** `stall`: of the shell's own loop. `wait`: of a call from a window, a hundredth of a second after the last was answered. */
async function joinedInShell(): Promise<Figures> {
  const dir = mkdtempSync(join(folder, `run-${runs++}-`))
  const shell = await startHeadless({ dataDir: dir, isWatched: true })
  const window = await connect(shell.address)
  const ask = async (name: string, input: unknown) => {
    const text = await window.send(JSON.stringify({ v: CONTRACT_VERSION, id: randomUUID(), name, input }))
    const answer = JSON.parse(text) as { ok: boolean; value: { state: string } } // both answer with the state of the joining
    if (!answer.ok) throw new Error(text)
    return answer.value
  }
  const waits: number[] = []
  const began = performance.now()
  shell.watch()
  let { state } = await ask('sync.join', { address, code: 'ABCDE-FGHJK' })
  while (state !== 'online') {
    await new Promise((resolve) => setTimeout(resolve, 10))
    const asked = performance.now()
    ;({ state } = await ask('sync.joining', {}))
    waits.push(performance.now() - asked)
  }
  const { rowsPerSecond = 0 } = figuresOf(began)
  window.close()
  const stall = await shell.stop()
  rmSync(dir, { recursive: true })
  waits.sort((a, b) => a - b)
  const wait = (q: number) => waits[Math.min(waits.length - 1, Math.floor(q * waits.length))] ?? Number.NaN
  return { rowsPerSecond, stallP99: stall?.p99 ?? Number.NaN, stallMost: stall?.most ?? Number.NaN, waitP50: wait(0.5), waitP99: wait(0.99), waitMost: wait(1) }
}

async function joinedBare(): Promise<Figures> {
  const dir = freshFile(bareEmpty)
  const db = openBare(join(dir, DATABASE_FILE))
  db.pragma('foreign_keys = OFF')
  const put = putters(db)
  const cursor = db.prepare('INSERT OR REPLACE INTO cursor VALUES (?, ?, ?)')
  const began = performance.now()
  const cpu = process.cpuUsage()
  await Promise.all(scopes.map((scope) => readBare(scope, db, put, cursor)))
  const figures = figuresOf(began)
  const { user, system } = process.cpuUsage(cpu)
  db.close()
  rmSync(dir, { recursive: true })
  return { ...figures, rowsPerCpuSecond: (rows * 1e6) / (user + system) }
}
type Put = (kind: string, clk: string, doc: string) => void

function readBare(scope: string, db: Database.Database, put: Put, cursor: Database.Statement): Promise<void> {
  const ending = new AbortController()
  return new Promise((resolve, reject) => {
    const stream = new ShapeStream({
      url: `${address}/v1/shape`,
      params: { scope, replica: 'full' },
      parser: { int8: Number, jsonb: (value: string) => value } as never, // its type wants values of one kind
      signal: ending.signal,
      onError: reject,
    })
    stream.subscribe((messages) => {
      db.transaction(() => {
        for (const message of messages) {
          if (!('value' in message)) continue
          const { kind = '', clk = '', doc = '' } = message.value as Record<string, string> // the feed's columns
          put(kind, clk, doc)
        }
        cursor.run(scope, stream.shapeHandle, stream.lastOffset)
      })()
      if (!stream.isUpToDate) return
      ending.abort()
      resolve()
    }, reject)
  })
}

/** One upsert per kind, all of a row's columns by place. */
function putters(db: Database.Database): Put {
  const known = new Map<string, { keys: readonly string[]; upsert: Database.Statement }>()
  const made = (kind: string) => {
    const names = (db.pragma(`table_info(${kind})`) as { name: string }[]).map(({ name }) => name).filter((name) => name !== 'no') // the columns of that pragma
    const upsert = db.prepare(
      `INSERT INTO ${kind} (${names.join()}) VALUES (${names.map(() => '?').join()}) ON CONFLICT (id) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join()}`,
    )
    const one = { upsert, keys: names.map((name) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())) }
    known.set(kind, one)
    return one
  }
  return (kind, clk, doc) => {
    const { keys, upsert } = known.get(kind) ?? made(kind)
    const values = JSON.parse(doc) as Record<string, unknown> // the feed's column is an object
    upsert.run(
      keys.map((key) => {
        const value = key === 'clk' ? clk : values[key]
        return typeof value === 'boolean' ? Number(value) : typeof value === 'object' && value !== null ? JSON.stringify(value) : value
      }),
    )
  }
}

async function prepareFiles(): Promise<void> {
  const dir = join(folder, 'empty')
  await startCore({ config: sourceConfig(dir), log: createLog('error', (line) => process.stderr.write(`${line}\n`), Date.now) }).shutdown()
  copyFileSync(join(dir, DATABASE_FILE), empty)
  copyFileSync(empty, bareEmpty)
  const db = new Database(bareEmpty)
  const parts = db.prepare("SELECT type, name, tbl_name AS of FROM sqlite_schema WHERE type IN ('trigger', 'table')").all() as Record<
    'type' | 'name' | 'of',
    string
  >[] // the columns named
  for (const { type, name } of parts) if (type === 'trigger') db.exec(`DROP TRIGGER ${name}`)
  for (const { type, name } of parts)
    if (type === 'table' && !(name in RULES) && /^(journal|sync|search|notice|job)/.test(name)) db.exec(`DROP TABLE IF EXISTS ${name}`)
  db.exec('CREATE TABLE cursor (scope TEXT PRIMARY KEY, handle TEXT, "offset" TEXT)')
  db.close()
}

report([
  await measure({
    id: 'initial.join',
    title: `a device joins a shop of ${rows.toLocaleString('en')} rows`,
    subject: joined,
    bare: { name: "Electric's client into bare better-sqlite3", run: joinedBare },
    by: 'rowsPerSecond',
    rounds: 3,
    bounds: { least: { rowsPerSecond: 40_000 }, most: { stallP99: 50 }, ratio: 1 / 0.7 },
  }),
  await measure({
    id: 'initial.shell',
    title: 'the same by the shell, while a window asks',
    subject: joinedInShell,
    by: 'rowsPerSecond',
    rounds: 3,
    bounds: { most: { stallP99: 50 } },
  }),
])
centre.stdin.end()
rmSync(folder, { recursive: true, force: true })
process.exit(0)
