import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FeedBench, feedBench, type Served } from './feed-server.ts'

/*
 * Replays what a real Electric server (1.7.12 over PostgreSQL 18.4) was asked and answered, in the same database situation, against the
 * embedded endpoint: status, names and values of headers, and bodies must be the same but for what differs from run to run.
 *
 * Scenarios that are not in the file: 23 secret and 24 overload (the gateway's: it authenticates and limits), 28 subqueries (the feed
 * has none, and refuses them), 33 and 34 (no database, restart: in feed-epochs.test.ts), 35 (a race inside the real server), the part
 * of 27 that waits a minute for a dropped table to be noticed. Requests to other paths than the shape's are the gateway's, too.
 */
interface Step {
  readonly note?: string
  readonly ask?: string
  readonly headers?: Record<string, string>
  readonly body?: string
  readonly during?: readonly (readonly [afterMs: number, connection: string, sql: string])[]
  readonly status?: number
  readonly gives?: Record<string, string>
  readonly text?: string
  readonly sql?: string
  readonly by?: string
  readonly wait?: number
}
interface Scenario {
  readonly name: string
  readonly setup: readonly string[]
  readonly steps: readonly Step[]
}
const SCENARIOS = JSON.parse(readFileSync(join(import.meta.dirname, '../data/electric/transcripts.json'), 'utf8')) as Scenario[] // recorded so

/** Requests that the embedded endpoint answers otherwise, and why. */
const OTHERWISE: Readonly<Record<string, string>> = {
  '14-bad-table system catalog': 'a 500 there; here there is no such table',
  '15-bad-where json operator': 'evaluated by PostgreSQL, which knows it',
  '15-bad-where subquery': 'refused',
  '15-bad-where exists subquery': 'refused with words of our own',
  '16-bad-offset offset beyond the end, non-live': '409 at once, which the client heals by itself',
  '16-bad-offset offset beyond the end, live': '409 at once, which the client heals by itself',
  '30-partitioned one partition: insert through the root': 'a row is logged for the partition and for its root, and takes two places of an epoch',
}
/** The request is still open when the next step runs. */
const STAYS_OPEN = new Set(['live request waiting when the shape is deleted'])
/** Servers were recorded with these settings. */
const SMALL = new Set(['25-chunked-log', '26-delete-shape'])

const expanded = (text: string) => text.replace(/\(\((.+?)\*(\d+)\)\)/g, (_, part: string, times: string) => part.repeat(Number(times)))

let bench: FeedBench
let plain: Served
let small: Served
beforeAll(async () => {
  bench = await feedBench()
  plain = await bench.serve({ holdMs: 2_000, keepAliveMs: 2_100, chunkBytes: 10 * 1024 * 1024 })
  small = await bench.serve({ holdMs: 2_000, chunkBytes: 2_000, mayDelete: true })
})
afterAll(() => bench.close())

describe('A-OFFLINE: answers of the embedded feed are those of a real Electric server', () => {
  for (const scenario of SCENARIOS) {
    test(scenario.name, async () => {
      await replay(scenario)
    })
  }
})

async function replay({ name, setup, steps }: Scenario): Promise<void> {
  for (const sql of setup) await bench.sql(sql)
  const sessions = new Map<string, pg.Client>()
  const run = async (by: string, sql: string) => {
    const session = sessions.get(by) ?? (await bench.session())
    sessions.set(by, session)
    await session.query(sql)
  }
  const same = comparer()
  const { url } = SMALL.has(name) ? small : plain
  let open: Promise<void> | undefined
  for (const step of steps) {
    if (step.sql !== undefined) {
      await run(step.by ?? 'main', step.sql)
      // What the recording server saw as two transactions is to be two epochs.
      await wait(80)
    } else if (step.wait !== undefined) await wait(Math.min(step.wait, 100))
    else if (step.ask !== undefined && OTHERWISE[`${name} ${step.note}`] === undefined) {
      const asked = exchange(url, step, same, run)
      if (STAYS_OPEN.has(step.note ?? '')) {
        open = asked
        await wait(100)
      } else await asked
      if (open && !STAYS_OPEN.has(step.note ?? '')) {
        await open
        open = undefined
      }
    }
  }
}

async function exchange(url: string, step: Step, same: Comparer, run: (by: string, sql: string) => Promise<void>): Promise<void> {
  const [method = 'GET', query = ''] = [step.ask?.split(' ', 1)[0], step.ask?.slice(step.ask.indexOf(' ') + 1)]
  const headers = Object.fromEntries(Object.entries(step.headers ?? {}).map(([key, value]) => [key, same.ours(value)]))
  const answering = fetch(`${url}?${same.ours(query)}`, { method, headers, ...(step.body !== undefined && { body: step.body }) }).then(async (response) => ({
    response,
    text: await response.text(),
  }))
  for (const [i, [afterMs, by, sql]] of (step.during ?? []).entries()) {
    await wait(i === 0 ? Math.min(afterMs, 100) : 150)
    await run(by, sql)
  }
  const { response, text } = await answering
  const where = `${step.note}: ${step.ask}\n${text.slice(0, 400)}`
  expect(response.status, where).toBe(step.status)
  if (step.note !== 'PUT') for (const name of ORIGINS) expect(response.headers.get(name), where).not.toBeNull()
  const gives = Object.fromEntries([...response.headers].filter(([name]) => !TRANSPORT.has(name)))
  const expected = step.gives ?? {}
  expect(Object.keys(gives).sort(), where).toEqual(Object.keys(expected).sort())
  for (const [key, value] of Object.entries(expected)) same.header(key, value, gives[key] ?? '', where)
  same.body(expanded(step.text ?? ''), text, where)
}
const ORIGINS = ['access-control-allow-origin', 'access-control-expose-headers', 'access-control-allow-methods']
const TRANSPORT = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding', 'content-length', 'vary', ...ORIGINS])

type Comparer = ReturnType<typeof comparer>
/** Compares with what was recorded; a recorded handle, transaction or place in the log stands for one of ours, and always for the same. */
function comparer() {
  const known = new Map<string, string>()
  const taken = new Map<string, string>()
  const stands = (recorded: string, ours: string, where: string) => {
    expect(known.get(recorded) ?? ours, `${where}\n${recorded} stood for another`).toBe(ours)
    expect(taken.get(ours) ?? recorded, `${where}\n${ours} stood for another`).toBe(recorded)
    known.set(recorded, ours)
    taken.set(ours, recorded)
  }
  const isOffset = /^(?:-1|now|0_\d+|0_inf)$/
  const offset = (recorded: string, ours: string, where: string) => {
    if (isOffset.test(recorded)) return expect(ours, where).toBe(recorded)
    const [lsn = '', position] = recorded.split('_')
    const [epoch = '', at] = ours.split('_')
    stands(lsn, epoch, where)
    expect(at, where).toBe(position)
  }
  const value = (key: string, recorded: unknown, ours: unknown, where: string): void => {
    if (key === 'lsn') return stands(String(recorded), String(ours), where)
    if (key === 'txids') return stands(`tx${JSON.stringify(recorded)}`, `tx${JSON.stringify(ours)}`, where)
    if (['global_last_seen_lsn', 'database_lsn', 'xmin', 'xmax'].includes(key)) return expect(ours, where).toMatch(/^\d+$/)
    if (key === 'snapshot_mark') return expect(ours, where).toBeTypeOf('number')
    if (key === 'details') return expect(ours, where).toBeTypeOf('string')
    // Transactions of other databases on the server stand there, too.
    if (key === 'xip_list') return expect((ours as unknown[]).length, where).toBeGreaterThanOrEqual((recorded as unknown[]).length)
    if (Array.isArray(recorded)) {
      expect(ours, where).toHaveLength(recorded.length)
      for (const [i, one] of recorded.entries()) value('', one, (ours as unknown[])[i], where)
    } else if (typeof recorded === 'object' && recorded !== null) {
      expect(Object.keys(ours ?? {}).sort(), where).toEqual(Object.keys(recorded).sort())
      for (const [name, one] of Object.entries(recorded)) value(name, one, (ours as Record<string, unknown>)[name], where)
    } else expect(ours, where).toBe(recorded)
  }
  return {
    /** A recorded text with our names in it. */
    ours: (text: string) => text.replace(/\d+-\d{16}|(?<![\d_.])\d{7,12}(?=_\d)/g, (name) => known.get(name) ?? name),
    header(key: string, recorded: string, ours: string, where: string) {
      const place = `${key} ${where}`
      if (key === 'electric-handle') return stands(recorded, ours, place)
      if (key === 'electric-offset') return offset(recorded, ours, place)
      if (key === 'electric-cursor') return expect(Number(ours), place).toBeGreaterThan(recorded.startsWith('100000') ? 999_999_999 : 0)
      if (key === 'retry-after') return expect(ours, place).toMatch(/^\d+$/)
      if (key === 'electric-schema') return expect(JSON.parse(ours), place).toEqual(JSON.parse(recorded))
      if (key !== 'etag') return expect(ours, place).toBe(recorded)
      const [a, b] = [recorded, ours].map((tag) => tag.replace(/^"|"$/g, '').split(':'))
      expect(b?.length, place).toBe(a?.length)
      stands(a?.[0] ?? '', b?.[0] ?? '', place)
      for (const i of [1, 2]) if (a?.[i]) offset(a[i], b?.[i] ?? '', place)
    },
    body(recorded: string, ours: string, where: string) {
      if (!/^[[{d]/.test(recorded)) return expect(ours, where).toBe(recorded)
      if (recorded.startsWith('data: ')) {
        const events = [recorded, ours].map((text) =>
          text
            .split('\n\n')
            .filter((part) => part.startsWith('data: '))
            .map((part) => JSON.parse(part.slice(6)) as unknown),
        )
        if (recorded.includes(': keep-alive')) expect(ours, where).toContain(': keep-alive')
        return value('', events[0], events[1], where)
      }
      value('', JSON.parse(recorded), JSON.parse(ours), where)
    },
  }
}
