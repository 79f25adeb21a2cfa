import { afterEach, describe, expect, it } from 'vitest'
import { modules } from '#main/index.ts'
import { canonical } from '#shared/contract/merge.ts'
import type { SyncRules } from '#shared/contract/sync.ts'
import type { Json } from '#shared/kernel/result.ts'
import { openShop, openTestCore, temporaryFolder, testClock, type TestClock, type TestCore } from '#tests/support/core.ts'
import { scriptedCentre, type ScriptedCentre } from '#tests/support/scripted-centre.ts'
import { CUSTOMER } from '#tests/support/linked-shop.ts'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { addressOf } from './pinned-fetch.ts'

const RULES = Object.assign({}, ...modules.map(({ sync }) => sync ?? {})) as SyncRules // as the core puts them together
const open: TestCore[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((core) => core.shutdown()))
})

/** A clock that runs. */
const running = (): TestClock => Object.assign(testClock(), { now: () => Date.now() })
const raw = (core: TestCore) => core.platform.store.connection.raw
const linkTo = (centre: ScriptedCentre) => ({ fetch: ((input, init) => centre.fetch(input, init)) as typeof fetch, random: () => 0.002 })
const shopOn = async (centre: ScriptedCentre, file?: string) => {
  const shop = await openShop({ clock: running(), link: linkTo(centre), ...(file && { file, config: { dataDir: join(file, '..') } }) })
  open.push(shop)
  return shop
}
const deviceOn = (centre: ScriptedCentre, file?: string) => {
  const core = openTestCore({ clock: running(), link: linkTo(centre), ...(file && { file, config: { dataDir: join(file, '..') } }) })
  open.push(core)
  return core
}
const until = async (isTrue: () => boolean, what: string | (() => string), ms = 5000) => {
  const end = Date.now() + ms
  while (!isTrue()) {
    if (Date.now() > end) throw new Error(`waited in vain: ${typeof what === 'string' ? what : what()}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
const link = (core: TestCore) => core.platform.link
const quiet = (core: TestCore) =>
  until(
    () =>
      link(core).status().pendingCount === 0 &&
      link(core).status().state === 'online' &&
      core.platform.store.connection.raw.prepare('SELECT count(*) FROM sync_open').pluck().get() === 0,
    () => `quiet: ${JSON.stringify(link(core).status())} ${core.logged.slice(-4).join('\n')}`,
  )

const names = (core: TestCore): string[] => raw(core).prepare('SELECT name FROM customer ORDER BY name').pluck().all() as string[] // a text column
const add = (core: TestCore & { owner: string }, name: string) => core.get('customers.create', { ...CUSTOMER, name }, core.owner) as Promise<{ id: string }>
const joined = async (centre: ScriptedCentre, file?: string) => {
  const shop = await shopOn(centre, file)
  expect(await link(shop).enrol('https://centre.example', 'ABCD-EFGH')).toMatchObject({ ok: true })
  await quiet(shop)
  return shop
}
const customersAt = (centre: ScriptedCentre): string[] =>
  [...centre.rows.values()]
    .filter(({ kind }) => kind === 'customer')
    .map(({ doc }) => doc['name'] as string)
    .sort()
const SYNCED = Object.entries(RULES)
  .filter(([, { merge }]) => merge !== 'local')
  .map(([table]) => table)
/** Every synced row, in one form. */
const contents = (core: TestCore) =>
  Object.fromEntries(
    SYNCED.map((table) => [
      table,
      (raw(core).prepare(`SELECT * FROM "${table}" ORDER BY id`).all() as Record<string, unknown>[]).map(({ no: _no, clk, ...row }) => ({
        ...row,
        clk: canonical(JSON.parse(clk as string) as Json), // its keys may stand in any order
      })),
    ]),
  )

const stranger = (n: number) => ({ ...CUSTOMER, name: `N${n}`, nameKey: `n${n}`, phoneDigits: '' })

describe('the link to a centre', () => {
  it('SYNC-RETRY SYNC-OFFLINE: the first device brings its shop, and what is done later follows by itself', async () => {
    const centre = scriptedCentre(RULES)
    const shop = await shopOn(centre)
    expect(link(shop).status().state).toBe('off')
    expect(await link(shop).enrol('https://centre.example', 'ABCD-EFGH')).toMatchObject({ ok: true })
    await quiet(shop)
    expect([...centre.rows.values()].map(({ kind }) => kind)).toContain('company')
    await add(shop, 'Grace')
    await quiet(shop)
    expect(customersAt(centre)).toEqual(['Grace'])
  })

  it('SYNC-OFFLINE: an empty device joins and has the shop; edits go both ways', async () => {
    const centre = scriptedCentre(RULES)
    const shop = await joined(centre)
    const second = deviceOn(centre)
    await link(second).enrol('https://centre.example', 'EFGH')
    await quiet(second)
    expect(contents(second)).toEqual(contents(shop))
    const { token } = await second.get('auth.signIn', { email: 'ada@example.org', password: 'correct horse 7' } as never)
    await add(Object.assign(second, { owner: token }), 'From the second')
    await add(shop, 'From the first')
    await until(() => names(shop).length === 2 && names(second).length === 2, 'both have both')
    await Promise.all([quiet(shop), quiet(second)])
    expect(contents(second)).toEqual(contents(shop))
  })

  it('SYNC-OFFLINE SYNC-STATUS: offline, work goes on and is counted; back online it goes out at once', async () => {
    const centre = scriptedCentre(RULES)
    const shop = await joined(centre)
    const told: string[] = []
    shop.onNotice((text) => told.push(text))
    centre.isOffline = true
    await add(shop, 'Offline')
    await until(() => link(shop).status().state === 'offline', 'it is noticed')
    expect(link(shop).status()).toMatchObject({ pendingCount: 1, problem: 'unreachable' })
    await until(() => told.some((text) => text.includes('sync_status')), 'windows are told')
    centre.isOffline = false
    link(shop).wake()
    await quiet(shop)
    expect(customersAt(centre)).toEqual(['Offline'])
  })

  it.each(['lost', 'cut', 'fewer'] as const)('SYNC-RETRY F7: an answer that is %s loses nothing and doubles nothing', async (answer) => {
    const centre = scriptedCentre(RULES)
    const shop = await joined(centre)
    centre.script.push({ path: '/v1/push', answer })
    await Promise.all([add(shop, 'A'), add(shop, 'B'), add(shop, 'C')])
    await until(() => centre.script.length === 0, 'it happens')
    link(shop).wake()
    await quiet(shop)
    expect(customersAt(centre)).toEqual(['A', 'B', 'C'])
    expect(names(shop)).toEqual(['A', 'B', 'C'])
  })

  it('SYNC-RETRY: an entry that the centre cannot read is found by halving and set aside; the others go on', async () => {
    const centre = scriptedCentre(RULES)
    const shop = await joined(centre)
    const spoken = centre.fetch
    const poison = async (input: Parameters<typeof fetch>[0], init?: RequestInit) => {
      const sent = init?.body
      const text = typeof sent === 'string' ? sent : sent ? (await import('node:zlib')).brotliDecompressSync(sent as Uint8Array).toString() : ''
      return text.includes('Poison') ? new Response(JSON.stringify({ error: 'badRequest', message: '' }), { status: 400 }) : spoken(input, init)
    }
    centre.isOffline = true
    for (const name of ['A', 'B', 'Poison', 'C', 'D']) await add(shop, name)
    await until(() => link(shop).status().state === 'offline', 'offline')
    Object.assign(centre, { fetch: poison, isOffline: false })
    link(shop).wake()
    await quiet(shop)
    expect(customersAt(centre)).toEqual(['A', 'B', 'C', 'D'])
    expect(names(shop)).toContain('Poison')
    expect(link(shop).status().undecidedCount).toBe(1)
    const { seq } = raw(shop).prepare('SELECT seq FROM sync_entry').get() as { seq: number }
    expect([link(shop).decide(seq, 1, 'Ada'), link(shop).decide(seq, 1, 'Ada'), link(shop).status().undecidedCount]).toEqual([true, false, 0])
  })

  it('SYNC-RETRY REL-BREAKER: a busy centre is asked again when it said, and a dead one is left alone', async () => {
    const centre = scriptedCentre(RULES)
    const shop = await joined(centre)
    centre.script.push({ path: '/v1/push', answer: 'unavailable', status: 503, retryAfter: 1 })
    const at = Date.now()
    await add(shop, 'A')
    await until(() => customersAt(centre).length === 1, 'sent again')
    expect(Date.now() - at).toBeGreaterThan(900)
    expect(link(shop).status().state).toBe('online')
    for (let n = 0; n < 20; n++) centre.script.push({ path: '/v1/', answer: 'unavailable', status: 500 })
    await add(shop, 'B')
    centre.rotate()
    await until(() => centre.script.length <= 15, 'tries')
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(centre.script.length).toBeGreaterThanOrEqual(14)
    centre.script.length = 0
    link(shop).wake()
    await quiet(shop)
    expect(customersAt(centre)).toEqual(['A', 'B'])
  })

  it('SYNC-STATUS: who waits for approval sees so, and what to compare; approval brings the rows', async () => {
    const centre = scriptedCentre(RULES)
    await joined(centre)
    centre.standing = { ...centre.standing, state: 'waiting', scopes: [] }
    const second = deviceOn(centre)
    await link(second).enrol('https://centre.example', 'EFGH')
    expect(link(second).status()).toMatchObject({ state: 'waiting', check: '1234', companyName: 'Test Garage' })
    centre.standing = { ...centre.standing, state: 'active', scopes: ['company'] }
    link(second).wake()
    await quiet(second)
    expect(raw(second).prepare('SELECT count(*) FROM company').pluck().get()).toBe(1)
  })

  it.each([
    ['revoked', 403],
    ['cloned', 403],
    ['upgrade', 426],
  ] as const)('SYNC-STATUS F15: %s ends the talk, and the queue stays whole', async (answer, status) => {
    const centre = scriptedCentre(RULES)
    const shop = await joined(centre)
    for (let n = 0; n < 8; n++) centre.script.push({ path: '/v1/', answer, status })
    await add(shop, 'Kept')
    await until(() => link(shop).status().state === answer, answer)
    expect(link(shop).status().pendingCount).toBe(1)
    const asked = centre.requests.length
    await add(shop, 'Kept, too')
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(centre.requests.length - asked).toBeLessThanOrEqual(1)
    expect(link(shop).status().pendingCount).toBe(2)
    centre.script.length = 0
    link(shop).wake()
    await quiet(shop)
    expect(customersAt(centre)).toEqual(['Kept', 'Kept, too'])
  })

  it('AUTH-TENANT F14: a copy that was found out asks anew under a new identity, with its queue', async () => {
    const centre = scriptedCentre(RULES)
    const shop = await joined(centre)
    const before = shop.platform.store.device
    for (let n = 0; n < 8; n++) centre.script.push({ path: '/v1/', answer: 'cloned', status: 403 })
    await add(shop, 'Kept')
    await until(() => link(shop).status().state === 'cloned', 'cloned')
    centre.script.length = 0
    expect(await link(shop).enrol('https://centre.example', 'NEW')).toMatchObject({ ok: true })
    await quiet(shop)
    expect(shop.platform.store.device.id).not.toBe(before.id)
    expect(customersAt(centre)).toEqual(['Kept'])
  })

  it('SYNC-RETRY F14: numbers that are in use elsewhere are sent under a new identity', async () => {
    const centre = scriptedCentre(RULES)
    const shop = await joined(centre)
    const before = shop.platform.store.device.id
    centre.decide = () => ({ outcome: 'rejected', reason: 'seqReuse' })
    const pushed = centre.pushes.length
    await add(shop, 'Twice')
    await until(() => centre.pushes.length > pushed, 'refused')
    centre.decide = undefined
    await quiet(shop)
    expect(shop.platform.store.device.id).not.toBe(before)
    expect(customersAt(centre)).toEqual(['Twice'])
    expect(centre.requests.some(({ path }) => path === '/v1/device/renew')).toBe(true)
  })

  it('SYNC-RETRY F10: a centre that was put back to an older state is offered again what it lost', async () => {
    const centre = scriptedCentre(RULES)
    const shop = await joined(centre)
    await add(shop, 'Old')
    await quiet(shop)
    const kept = centre.pushes.at(-1)?.entries.at(-1)?.seq ?? 0
    await add(shop, 'Lost')
    await quiet(shop)
    centre.putBack(kept, ({ doc }) => doc['name'] === 'Lost')
    expect(customersAt(centre)).toEqual(['Old'])
    link(shop).wake()
    await until(() => customersAt(centre).length === 2, 'offered again')
    await quiet(shop)
    expect(names(shop)).toEqual(['Lost', 'Old'])
    expect(link(shop).metrics().refetches.centre).toBeGreaterThan(0)
  })

  it('SYNC-OFFLINE F11: a feed that begins anew is read again, in pieces, without losing sight or work', async () => {
    const centre = scriptedCentre(RULES)
    const shop = await joined(centre)
    for (const name of ['A', 'B', 'C']) await add(shop, name)
    await quiet(shop)
    const gone = [...centre.rows.values()].find(({ doc }) => doc['name'] === 'B')
    centre.chunk = 2
    centre.isHoldingRows = true
    if (gone) centre.rows.delete(`customer/${gone.id}`)
    centre.rotate()
    await until(
      () => names(shop).join() === 'A,C',
      () => `swept: ${names(shop).join()} ${JSON.stringify(link(shop).status())}`,
    )
    await quiet(shop)
    expect(link(shop).metrics().refetches.mustRefetch).toBe(1)
  })

  it('SYNC-OFFLINE F3: a full disk stops the taking in, says so, and loses no row; room makes it go on', async () => {
    const centre = scriptedCentre(RULES)
    const shop = await joined(centre)
    raw(shop).pragma(`max_page_count = ${raw(shop).pragma('page_count', { simple: true }) as number}`)
    const rows = Array.from({ length: 300 }, (_, n) => centre.put('customer', `c${n}`, stranger(n)))
    await until(
      () => link(shop).status().problem === 'diskFull',
      () => JSON.stringify(link(shop).status()),
    )
    expect(names(shop).length).toBeLessThan(rows.length)
    raw(shop).pragma('max_page_count = 1000000')
    await until(() => names(shop).length === rows.length, 'all rows')
    await quiet(shop)
    expect(link(shop).metrics().streamRestarts).toBeGreaterThan(0)
  })

  it('A-SLOTS SYNC-OFFLINE: commands have their turn while a large load is taken in', async () => {
    const centre = scriptedCentre(RULES)
    centre.chunk = 5000
    const shop = await joined(centre)
    for (let n = 0; n < 5000; n++)
      centre.rows.set(`customer/c${n}`, {
        kind: 'customer',
        id: `c${n}`,
        scope: 'company',
        rev: 1,
        deleted: false,
        clk: { '*': '0000000000000001-elsewher' },
        doc: { id: `c${n}`, createdAt: 1, updatedAt: 1, deleted: false, ...stranger(n) },
      }) // prettier-ignore
    centre.rotate()
    await until(() => names(shop).length > 0, 'it begins')
    const seen: number[] = []
    for (let n = 0; n < 5; n++) {
      await add(shop, `Own ${n}`)
      seen.push(names(shop).length)
    }
    expect(seen[4]).toBeLessThan(5000)
    await until(() => names(shop).length === 5005, 'the load', 20_000)
    await quiet(shop)
  })

  it('SYNC-OFFLINE: the clock of the centre is what deeds go by; a large difference is told', async () => {
    const centre = scriptedCentre(RULES)
    centre.serverAheadMs = 600_000
    const shop = await joined(centre)
    expect(Math.abs((link(shop).status().clockOffsetMs ?? 0) - 600_000)).toBeLessThan(1000)
    expect(link(shop).status().alarms).toContain('clock')
    await add(shop, 'A')
    await quiet(shop)
    const hlc = centre.pushes.at(-1)?.entries.at(-1)?.hlc ?? ''
    expect(Math.abs(Number.parseInt(hlc.slice(0, 12), 16) - Date.now() - 600_000)).toBeLessThan(2000)
  })

  it('A-SYNCCENTRE: rows that differ from the centre are found by the comparison, told, and fetched anew', async () => {
    const centre = scriptedCentre(RULES)
    const file = join(temporaryFolder(), 'bayline.db')
    const shop = await joined(centre, file)
    await add(shop, 'A')
    await quiet(shop)
    await shop.shutdown()
    const db = new Database(file)
    db.exec("UPDATE sync_row_local SET rev = 0 WHERE kind = 'customer'; UPDATE customer SET name = 'Wrong'; UPDATE sync_link SET audited_at = 0")
    db.close()
    const core = openTestCore({
      clock: running(),
      file,
      config: { dataDir: join(file, '..') },
      link: { ...linkTo(centre), timers: { set: (work, ms) => setTimeout(work, Math.min(ms, 50)), clear: (timer) => clearTimeout(timer as NodeJS.Timeout) } },
    })
    open.push(core)
    Object.assign(core.clock, { now: () => Date.now() + extra })
    let extra = 0
    await until(
      () => {
        extra += 1000
        return names(core).join() === 'A'
      },
      () => JSON.stringify(link(core).status()),
    )
    expect(link(core).status().alarms).toContain('auditMismatch')
    expect(link(core).metrics().refetches.audit).toBe(1)
  })

  it.each([
    ['https://shop.example:8443/path?x#7K2M-AAAA', 'https://shop.example:8443/#7K2M-AAAA'],
    ['192.168.1.20:7878', 'https://192.168.1.20:7878'],
    ['http://192.168.1.20:7878', 'http://192.168.1.20:7878'],
    ['http://shop.example', undefined],
    ['https://user:pass@shop.example', undefined],
    ['not an address', undefined],
  ])('SEC-INPUT: the address %s is taken as %s', (given, taken) => {
    expect(addressOf(given)).toBe(taken)
  })

  it('SYNC-STATUS: leaving ends the talk and keeps everything; the same centre takes the device back, another one does not', async () => {
    const centre = scriptedCentre(RULES)
    const shop = await joined(centre)
    link(shop).leave()
    expect(link(shop).status()).toMatchObject({ state: 'off', pendingCount: 0, address: null })
    await add(shop, 'Alone')
    centre.standing = { ...centre.standing, centreId: '00000000-0000-4000-8000-000000000009' }
    expect(await link(shop).enrol('https://centre.example', 'X')).toEqual({ ok: false, problem: 'otherCentre' })
    centre.standing = { ...centre.standing, centreId: '00000000-0000-4000-8000-000000000001' }
    await link(shop).enrol('https://centre.example', 'Y')
    await quiet(shop)
    expect(customersAt(centre)).toEqual(['Alone'])
    expect(await link(shop).enrol('https://centre.example', 'Z')).toEqual({ ok: false, problem: 'alreadyLinked' })
  })
})

describe('the key', () => {
  const due = async (centre: ScriptedCentre) => {
    const shop = await joined(centre, join(temporaryFolder(), 'bayline.db'))
    await shop.shutdown()
    return shop.platform.store.connection.file
  }
  const reopen = (centre: ScriptedCentre, file: string, change: string) => {
    const db = new Database(file)
    db.exec(change)
    db.close()
    return deviceOn(centre, file)
  }
  const keys = (core: TestCore) => raw(core).prepare('SELECT key, successor FROM sync_link').get()

  it('SEC-RATE F27: is changed after a month, and the new one is kept before it is used', async () => {
    const centre = scriptedCentre(RULES)
    const core = reopen(centre, await due(centre), 'UPDATE sync_link SET key_made_at = 0')
    await until(
      () => JSON.stringify(keys(core)) === '{"key":"key-2","successor":null}',
      () => JSON.stringify(keys(core)),
    )
    await quiet(core)
    expect(centre.requests.at(-1)?.key).toBe('key-2')
  })

  it('SEC-RATE F27: an answer with a new key that is lost leaves the old one in force', async () => {
    const centre = scriptedCentre(RULES)
    const file = await due(centre)
    centre.script.push({ path: '/v1/device/rotate', answer: 'lost' })
    const core = reopen(centre, file, 'UPDATE sync_link SET key_made_at = 0')
    await until(
      () => JSON.stringify(keys(core)) === '{"key":"key-3","successor":null}',
      () => JSON.stringify(keys(core)),
    )
  })

  it('SEC-RATE F27: a kept successor is used after a restart, and dropped where the centre does not know it', async () => {
    const centre = scriptedCentre(RULES)
    const file = await due(centre)
    centre.validKeys.add('kept')
    const core = reopen(centre, file, "UPDATE sync_link SET successor = 'kept'")
    await until(
      () => JSON.stringify(keys(core)) === '{"key":"kept","successor":null}',
      () => JSON.stringify(keys(core)),
    )
    await core.shutdown()
    const again = reopen(centre, file, "UPDATE sync_link SET successor = 'never heard of'")
    await quiet(again)
    expect(keys(again)).toEqual({ key: 'kept', successor: null })
  })
})

describe('cut off at any moment', () => {
  it('SYNC-RETRY A-JOURNAL F1: a device that ends at any request goes on from its file, and nothing is lost or done twice', async () => {
    const centre = scriptedCentre(RULES)
    centre.chunk = 3
    const folder = temporaryFolder()
    const shop = await joined(centre, join(folder, 'bayline.db'))
    const copies: string[] = []
    const spoken = centre.fetch
    const copying = async (input: Parameters<typeof fetch>[0], init?: RequestInit) => {
      const take = () => {
        const copy = join(temporaryFolder(), 'bayline.db')
        raw(shop).prepare('VACUUM INTO ?').run(copy)
        copies.push(copy)
      }
      take()
      const answer = await spoken(input, init)
      take()
      return answer
    }
    Object.assign(centre, { fetch: copying })
    for (const name of ['A', 'B', 'C']) await add(shop, name)
    await quiet(shop)
    centre.rotate()
    await add(shop, 'D')
    await quiet(shop)
    await shop.shutdown()
    Object.assign(centre, { fetch: spoken })
    expect(copies.length).toBeGreaterThan(8)
    const want = contentsOf(centre)
    for (const copy of copies) {
      const core = deviceOn(centre, copy)
      await quiet(core)
      expect(customersAt(centre)).toEqual(['A', 'B', 'C', 'D'])
      await until(() => names(core).length === 4, 'all there')
      await core.shutdown()
      expect(contentsOf(centre)).toEqual(want)
    }
  }, 60_000)
})

const contentsOf = (centre: ScriptedCentre) => [...centre.rows.values()].map(({ kind, id, doc }) => ({ kind, id, doc }))
