import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { modules } from '#main/index.ts'
import type { SyncRules } from '#shared/contract/sync.ts'
import { openShop, openTestCore, temporaryFolder } from '#tests/support/core.ts'
import { CUSTOMER } from '#tests/support/linked-shop.ts'
import { openConnection } from '../db/connection.ts'
import { entryReader } from '../db/journal.ts'
import { createReplay } from '../db/replay.ts'
import { addHash, auditRows, hashText, isSameAudit, rowHash } from './audit.ts'
import { backoffMs, createBreaker } from './breaker.ts'
import { estimateOffset } from './clock-offset.ts'
import { createHttp } from './http.ts'
import { settleMachine } from './machine.ts'
import { createReplica } from './replica.ts'
import { createTiming, realTimers } from './timing.ts'

const RULES = Object.assign({}, ...modules.map(({ sync }) => sync ?? {})) as SyncRules // as the core puts them together

it('QA-PERF: of several that breathe at once, one goes on in each turn of the event loop', async () => {
  let turns = 0
  let isOver = false
  const turn = () => {
    turns++
    if (!isOver) setImmediate(turn)
  }
  setImmediate(turn)
  const at = await Promise.all(
    [0, 1, 2].map(async () => {
      await createTiming({ now: () => 0, random: () => 0, timers: realTimers }).breathe()
      return turns
    }),
  )
  isOver = true
  expect(new Set(at).size).toBe(3)
})

describe('REL-BREAKER: the breaker', () => {
  it('REL-BREAKER: after five failures lets one request through per pause, pauses grow, one success ends it', () => {
    let now = 0
    const breaker = createBreaker(() => now)
    for (let n = 0; n < 5; n++) {
      expect(breaker.mayAsk()).toBe(true)
      breaker.failed()
    }
    expect([breaker.isOpen, breaker.mayAsk()]).toEqual([true, false])
    now += 5000
    expect([breaker.mayAsk(), breaker.mayAsk()]).toEqual([true, false])
    breaker.failed()
    now += 5000
    expect(breaker.mayAsk()).toBe(false)
    now += 5000
    expect(breaker.mayAsk()).toBe(true)
    breaker.succeeded()
    expect([breaker.isOpen, breaker.mayAsk(), breaker.mayAsk()]).toEqual([false, true, true])
  })

  it('REL-BREAKER F6: neither a clock that was set back nor a return of the network leaves it shut', () => {
    let now = 1_000_000_000
    const breaker = createBreaker(() => now)
    for (let n = 0; n < 5; n++) breaker.failed()
    now -= 900_000_000
    expect(breaker.mayAsk()).toBe(true)
    breaker.failed()
    expect(breaker.mayAsk()).toBe(false)
    breaker.reset()
    expect(breaker.mayAsk()).toBe(true)
  })

  it('SYNC-RETRY: waits grow from one second to a minute, at random below, and never under what the centre asked for', () => {
    expect([1, 2, 3, 7, 50].map((failures) => backoffMs(failures, () => 1))).toEqual([1000, 2000, 4000, 60_000, 60_000])
    expect(backoffMs(3, () => 0)).toBe(0)
    expect(backoffMs(3, () => 0.5, 7000)).toBe(7000)
  })
})

describe('requests', () => {
  it('SYNC-OFFLINE SYNC-RETRY: after sleep nobody waits for an answer on a connection that the sleep ended', async () => {
    let now = 0
    let asked = 0
    // A connection that is gone says nothing; it can only be given up.
    const silent: typeof fetch = (_input, init) => {
      asked++
      return new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error), { once: true })) // what it was ended with
    }
    const { link } = createReplica({ store: openTestCore().platform.store, rules: RULES, now: () => now })
    const http = createHttp({
      fetchTo: () => silent,
      link,
      breaker: createBreaker(() => now),
      now: () => now,
      deviceId: () => '0',
      version: '1',
      schemaVersion: 1,
      onContact: () => undefined,
      onSilence: () => expect.unreachable(),
    })
    const answers: unknown[] = []
    const ask = () => http.ask('/v1/device', z.object({})).then((answer) => answers.push(answer))
    const first = ask()
    http.wake()
    now += 4_000
    void ask()
    now += 2_000
    await new Promise((resolve) => setImmediate(resolve))
    expect([asked, answers]).toEqual([2, []])
    http.wake()
    await first
    expect(answers).toEqual([{ ok: false, problem: 'unreachable', retryAfterMs: 0 }])
    http.stop()
  })
})

describe('the estimate of the clock', () => {
  it('SYNC-OFFLINE F6: is the median of the last eight quick answers, and starts over where a clock was set', () => {
    const offset = estimateOffset(null)
    expect(offset.measured(0, 2000, 99_000)).toBeNull()
    expect(offset.measured(1000, 1100, 2050)).toBe(1000)
    for (const error of [400, -300, 10]) offset.measured(1000, 1100, 2050 + error)
    expect(offset.ms).toBe(1010)
    for (let n = 0; n < 8; n++) offset.measured(1000, 1100, 2060)
    expect(offset.ms).toBe(1010)
    expect(offset.measured(1000, 1100, 3_601_050)).toBe(3_600_000)
  })
})

describe('the weekly comparison', () => {
  it('A-SYNCCENTRE: sums hashes of kind, id and revision, whatever the order', async () => {
    const rows = [
      ['customer', 'a', 1],
      ['customer', 'b', 7],
      ['bay', 'c', 2],
    ] as const
    expect(hashText(rowHash('customer', 'a', 1))).toBe('c7ba5aa869a8')
    const sum = (order: readonly (readonly [string, string, number])[]) => order.reduce((all, [kind, id, rev]) => addHash(all, rowHash(kind, id, rev)), 0)
    expect(sum(rows)).toBe(sum(rows.toReversed()))
    const shop = await openShop()
    const { raw } = shop.platform.store.connection
    for (const [kind, id, rev] of rows) raw.prepare("INSERT INTO sync_row_local VALUES (?, ?, 'company', ?, 0, NULL)").run(kind, id, rev)
    raw.prepare("INSERT INTO sync_row_local VALUES ('bay', 'z', 'elsewhere', 1, 0, NULL)").run()
    const work = auditRows(raw, 'company')
    const { value: ours } = work.next()
    const theirs = {
      customer: { count: 2, hash: hashText(addHash(rowHash('customer', 'a', 1), rowHash('customer', 'b', 7))) },
      bay: { count: 1, hash: hashText(rowHash('bay', 'c', 2)) },
    }
    expect(ours).toEqual(theirs)
    expect(isSameAudit(theirs, { ...theirs, employee: { count: 0, hash: '000000000000' } })).toBe(true)
    expect(isSameAudit(theirs, { ...theirs, employee: { count: 1, hash: '000000000001' } })).toBe(false)
    expect(isSameAudit(theirs, { ...theirs, bay: { count: 1, hash: hashText(rowHash('bay', 'c', 3)) } })).toBe(false)
    await shop.shutdown()
  })
})

describe('a file on another machine', () => {
  it('AUTH-TENANT F14: draws a new identity, once; a new file does not', async () => {
    const file = join(temporaryFolder(), 'bayline.db')
    const shop = await openShop({ file, config: { dataDir: join(file, '..') } })
    const { id, epoch } = shop.platform.store.device
    await shop.shutdown()
    const connection = openConnection(file)
    settleMachine(connection.raw, 'another machine', 1)
    settleMachine(connection.raw, 'another machine', 2)
    expect(connection.raw.prepare('SELECT count(*) AS n, max(epoch) AS epoch FROM device').get()).toEqual({ n: 2, epoch: epoch + 1 })
    connection.raw.close()
    const moved = openTestCore({ file, config: { dataDir: join(file, '..') } })
    expect(moved.platform.store.device.id).not.toBe(id)
    await moved.shutdown()
  })
})

describe('a linked device whose database is made anew', () => {
  it('A-JOURNAL F5: takes its deeds back although the rows under them have yet to come from the centre', async () => {
    const shop = await openShop()
    const { raw } = shop.platform.store.connection
    raw.exec(`INSERT INTO sync_link VALUES (1, 'https://c.example', 'active', 'c', 1, NULL, '', 'k', 0, NULL, 'd', '[]', 0, 0, 0, 0, '', NULL, 1, 0)`)
    const copy = join(temporaryFolder(), 'copy.db')
    raw.prepare('VACUUM INTO ?').run(copy)
    const { id } = (await shop.get('customers.create', CUSTOMER, shop.owner)) as { id: string }
    await shop.get('customers.update', { customerId: id as never, ...CUSTOMER, name: 'New' }, shop.owner)
    const last = shop.platform.store.lastSeq()
    const entry = entryReader(raw)(last)
    if (!entry) throw new Error('no entry')
    const connection = openConnection(copy)
    createReplay(connection, RULES, () => []).apply(entry)
    expect(connection.raw.prepare('SELECT count(*) FROM journal_change WHERE seq = ?').pluck().get(last)).toBe(1)
    expect(connection.raw.prepare('SELECT applying FROM sync_guard').pluck().get()).toBe(0)
    expect(connection.raw.pragma('foreign_keys', { simple: true })).toBe(1)
    connection.raw.exec("UPDATE sync_link SET state = 'left'")
    expect(() => createReplay(connection, RULES, () => []).apply({ ...entry, seq: last + 1 })).toThrow('is not there')
    connection.raw.close()
    await shop.shutdown()
  })
})
