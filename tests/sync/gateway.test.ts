import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GRACE_MS } from '#central/devices/authenticate.ts'
import { FIRST_CODE_MS } from '#central/devices/devices.ts'
import { INVITATION_MS } from '#shared/modules/sync/model.ts'
import { type TestDatabase, testDatabase } from '#tests/support/postgres.ts'
import { approvedDevice, firstDevice, newIdentity, openGateway, said, type TestGateway } from './gateway-shop.ts'
import { changeOf, DOCS, insertOf, TestDevice } from './push-shop.ts'

const START_AT = Date.UTC(2026, 2, 2, 6)
const MINUTE = 60_000
let database: TestDatabase
let time = { now: START_AT }
let shop: TestGateway
const opened: TestGateway[] = []

async function another(): Promise<TestGateway> {
  const gateway = await openGateway(database, time)
  opened.push(gateway)
  return gateway
}
beforeEach(async () => {
  time = { now: START_AT }
  database = await testDatabase()
  shop = await another()
})
afterEach(async () => {
  for (const { gateway } of opened.splice(0)) await gateway.close()
  await database.drop()
})
afterAll(() => {
  expect(opened).toEqual([])
})

/** Until it holds, or the test fails. */
async function until(holds: () => Promise<boolean>, withinMs = 5_000): Promise<void> {
  const end = Date.now() + withinMs
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it never came to hold')
    await wait(20)
  }
}

describe('SYNC-4: codes', () => {
  it('SYNC-4: the printed code makes the first device active at once, for all locations; nobody else comes in by it', async () => {
    const code = await shop.gateway.devices.firstCode()
    const device = shop.speaker()
    const entered = await device.enrol(code ?? '', true)
    expect(entered.body).toMatchObject({ state: 'active', scopes: ['company'], have: 0, companyName: null, deviceId: device.identity.deviceId })
    expect(entered.body.check).toMatch(/^\d{6}$/)
    expect(said(await device.standing())).toBe('ok')
    expect(said(await shop.speaker().enrol(code ?? ''))).toBe('badCode')
    expect(await shop.gateway.devices.firstCode()).toBeNull()
  })

  it('SYNC-4: of twenty that use one code at the same time exactly one comes in, by either kind of code', async () => {
    const first = (await shop.gateway.devices.firstCode()) ?? ''
    const second = await another()
    const race = async (code: string) =>
      (await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? shop : second).speaker().enrol(code)))).map(said).sort()
    expect(await race(first)).toEqual([...Array.from({ length: 19 }, () => 'badCode'), 'ok'])
    const invited = await shop.invite('AAAAABBBBB')
    expect(await race('AAAAABBBBB')).toEqual([...Array.from({ length: 19 }, () => 'badCode'), 'ok'])
    expect((await shop.row(invited)).state).toBe('waiting')
  })

  it('SYNC-4 REL-SCALE: several gateways print several codes; when one was used, all have ended', async () => {
    const second = await another()
    const [a, b] = [await shop.gateway.devices.firstCode(), await second.gateway.devices.firstCode()]
    expect(a).not.toBe(b)
    expect(said(await shop.speaker().enrol(b ?? ''))).toBe('ok')
    expect(said(await shop.speaker().enrol(a ?? ''))).toBe('badCode')
  })

  it('SYNC-4: a code is read without dashes and case, and ends after ten minutes', async () => {
    const code = (await shop.gateway.devices.firstCode()) ?? ''
    time.now += FIRST_CODE_MS
    expect(said(await shop.speaker().enrol(code))).toBe('badCode')
    const next = (await shop.gateway.devices.firstCode()) ?? ''
    expect(said(await shop.speaker().enrol(` ${next.toLowerCase().replace('-', ' ')} `))).toBe('ok')
    await shop.invite('01010-ABCDE')
    time.now += INVITATION_MS - 1
    expect(said(await shop.speaker().enrol('oioio abcde'))).toBe('ok')
    await shop.invite('ZZZZZZZZZZ')
    time.now += INVITATION_MS
    expect(said(await shop.speaker().enrol('ZZZZZZZZZZ'))).toBe('badCode')
  })

  it('SYNC-4: an invited device waits: it may ask for its standing and nothing else, until a person approves', async () => {
    await firstDevice(shop)
    const enrolmentId = await shop.invite('AAAAABBBBB')
    const device = shop.speaker()
    const entered = await device.enrol('AAAAABBBBB')
    expect(entered.body).toMatchObject({ state: 'waiting', scopes: [] })
    const row = await shop.row(enrolmentId)
    expect(row).toMatchObject({ state: 'waiting', codeEndsAt: 0, deviceId: device.identity.deviceId, tag: device.identity.tag, checkText: entered.body.check })
    expect((await device.standing()).body).toMatchObject({ state: 'waiting', check: row.checkText })
    for (const refused of [device.poll(), device.rotate(), device.ask('GET', '/v1/audit?scope=company'), device.ask('POST', '/v1/push', {})])
      expect(said(await refused)).toBe('waiting')
    await shop.patch(enrolmentId, { state: 'active' })
    await until(async () => (await device.standing()).body['state'] === 'active')
    expect(said(await device.poll())).toBe('ok')
  })

  it('SYNC-4: when the answer was lost the same device may ask again by the same code, until its key was used', async () => {
    const code = (await shop.gateway.devices.firstCode()) ?? ''
    const device = shop.speaker()
    const lost = await device.enrol(code)
    const repeated = await device.enrol(code)
    expect([said(lost), said(repeated)]).toEqual(['ok', 'ok'])
    expect(repeated.body.key).not.toBe(lost.body.key)
    expect(said(await shop.speaker().enrol(code))).toBe('badCode')
    expect(said(await device.standing())).toBe('ok')
    expect(said(await device.enrol(code))).toBe('badCode')
    expect((await database.ask('SELECT id FROM sync_device')).length).toBe(1)
  })

  it('SYNC-4: a device with a shop of its own joins no other company', async () => {
    const first = await firstDevice(shop)
    await found(first)
    await shop.invite('AAAAABBBBB')
    expect(said(await shop.speaker().enrol('AAAAABBBBB', true))).toBe('hasData')
    const entered = await shop.speaker().enrol('AAAAABBBBB', false)
    expect(entered.body).toMatchObject({ state: 'waiting', companyName: 'Harbor Works' })
  })

  it('SYNC-4: an identity or tag that is taken is not given again', async () => {
    const first = await firstDevice(shop)
    await shop.invite('AAAAABBBBB')
    const same = await shop.speaker({ ...newIdentity(), tag: first.identity.tag }).enrol('AAAAABBBBB')
    expect([same.status, same.body]).toMatchObject([403, { error: 'cloned', issues: [{ path: 'tag', problem: 'taken' }] }])
    const clock = await shop.speaker({ ...newIdentity(), clockTag: first.identity.clockTag }).enrol('AAAAABBBBB')
    expect(clock.body).toMatchObject({ issues: [{ path: 'clockTag', problem: 'taken' }] })
    // An active device's own identity: any other device knows it, too.
    expect(said(await shop.speaker(first.identity).enrol('AAAAABBBBB'))).toBe('cloned')
    expect(said(await first.standing())).toBe('ok')
    expect(said(await shop.speaker().enrol('AAAAABBBBB'))).toBe('ok')
  })
})

/** A company with one location, pushed through the gateway. Returns the location. */
async function found(device: Awaited<ReturnType<typeof firstDevice>>): Promise<string> {
  const { deviceId, clockTag } = device.identity
  const writer = new TestDevice({ deviceId, enrolmentId: device.enrolmentId, scopes: ['company'], everywhere: true }, clockTag, time)
  const location = '0190b6a0-0000-7000-8000-000000000001'
  const entry = writer.entry([
    insertOf('company', '0190b6a0-0000-7000-8000-000000000002', DOCS.company()),
    insertOf('location', location, DOCS.location('Dock')),
    insertOf('bay', '0190b6a0-0000-7000-8000-000000000003', DOCS.bay(location, 1)),
  ])
  const pushed = await device.ask('POST', '/v1/push', { sentAt: time.now, ackedThrough: 0, entries: [entry] })
  expect(pushed.body).toMatchObject({ results: [{ seq: 1, outcome: 'applied' }] })
  return location
}

describe('SYNC-1: scopes', () => {
  it('SYNC-1: a device reads the company and its own locations; others are as if they were not', async () => {
    const first = await firstDevice(shop)
    const location = await found(first)
    await until(async () => said(await first.poll(location)) === 'ok')
    const elsewhere = '0190b6a0-0000-7000-8000-0000000000ff'
    const device = await approvedDevice(shop, [elsewhere])
    expect([said(await device.poll()), said(await device.poll(elsewhere)), said(await device.poll(location))]).toEqual(['ok', 'ok', 'notFound'])
    expect(said(await device.ask('GET', `/v1/audit?scope=${location}`))).toBe('notFound')
    expect((await device.poll(location)).body).toEqual((await device.poll('nothing')).body)
    expect((await device.standing()).body['scopes']).toEqual(['company', elsewhere])
  })
})

describe('SYNC-3: who approves', () => {
  it('SYNC-3: a pushed approval counts if its author holds sync.manage at the centre, and a pushed revocation ends the device', async () => {
    const first = await firstDevice(shop)
    const { deviceId, clockTag } = first.identity
    const writer = new TestDevice({ deviceId, enrolmentId: first.enrolmentId, scopes: [], everywhere: true }, clockTag, time)
    const push = async (...changes: Parameters<TestDevice['entry']>[0]) => {
      const entries = [writer.entry(changes)]
      const { body } = await first.ask<{ results: { outcome: string; reason?: string }[] }>('POST', '/v1/push', { sentAt: time.now, ackedThrough: 0, entries })
      return body.results.map(({ outcome, reason }) => reason ?? outcome).join()
    }
    const [owner, technician] = ['0190b6a0-0000-7000-8000-00000000000a', '0190b6a0-0000-7000-8000-00000000000b']
    expect(await push(insertOf('user', owner, DOCS.user('owner')), insertOf('user', technician, DOCS.user('technician')))).toBe('applied')
    const enrolmentId = await shop.invite('AAAAABBBBB')
    const device = shop.speaker()
    await device.enrol('AAAAABBBBB')
    const step = async (state: string) => {
      const [row] = await database.ask<{ kind: string; id: string; doc: Record<string, never>; clk: Record<string, string> }>(
        'SELECT * FROM sync_row WHERE id = $1',
        [enrolmentId],
      )
      if (!row) throw new Error('the invitation')
      time.now += 1000 // whoever has seen a row writes after it, as a device's clock does by itself
      return changeOf(row, { state })
    }
    writer.user = { id: technician, name: 'Tom' }
    expect(await push(await step('active'))).toBe('notAllowed')
    expect(said(await device.poll())).toBe('waiting')
    writer.user = { id: owner, name: 'Ada' }
    expect(await push(await step('active'))).toBe('applied')
    await until(async () => said(await device.poll()) === 'ok')
    expect(await push(await step('revoked'))).toBe('applied')
    await until(async () => said(await device.poll()) === 'revoked')
    expect(await push(await step('active'))).toBe('stateChanged')
    expect(said(await device.poll())).toBe('revoked')
  })
})

describe('AUTH-TENANT: keys', () => {
  it('AUTH-TENANT: no key, a wrong one, one under a wrong identity: unauthorized', async () => {
    const device = await firstDevice(shop)
    const { key, identity } = device
    device.key = ''
    expect(said(await device.standing())).toBe('unauthorized')
    device.key = 'a'.repeat(43)
    expect(said(await device.standing())).toBe('unauthorized')
    device.key = key
    device.identity = newIdentity()
    expect(said(await device.standing())).toBe('unauthorized')
    device.identity = identity
    expect(said(await device.standing())).toBe('ok')
  })

  it('SEC-SECRETS: keys are kept as hashes only', async () => {
    const device = await firstDevice(shop)
    const tables = await database.ask<{ name: string }>("SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")
    const plain = [device.key, Buffer.from(device.key, 'base64url').toString('hex')]
    for (const { name } of tables) {
      const text = JSON.stringify(await database.ask(`SELECT t::text FROM "${name}" t`))
      for (const secret of plain) expect(text.includes(secret), name).toBe(false)
    }
  })

  it('AUTH-TENANT: a successor ends its predecessor when it is first used, not before; the old one tells of a copy then', async () => {
    const device = await firstDevice(shop)
    const old = device.key
    const { key } = (await device.rotate()).body
    expect(said(await device.standing())).toBe('ok')
    device.key = key
    expect(said(await device.standing())).toBe('ok')
    // What was under way with the old one when the new one came is no copy.
    device.key = old
    expect(said(await device.standing())).toBe('ok')
    time.now += GRACE_MS + 1
    expect(said(await device.standing())).toBe('cloned')
    device.key = key
    expect(said(await device.poll())).toBe('cloned')
    expect((await shop.row(device.enrolmentId)).alarm).toBe('cloned')
    // A person who clears the alarm clears no key.
    await shop.patch(device.enrolmentId, { alarm: null })
    await until(async () => said(await device.standing()) === 'cloned')
    // Both come back as new devices only.
    await approvedDevice(shop)
    await shop.invite('AAAAABBBBB')
    expect(said(await device.enrol('AAAAABBBBB'))).toBe('cloned')
    device.identity = newIdentity(2)
    device.key = ''
    expect(said(await device.enrol('AAAAABBBBB'))).toBe('ok')
  })

  it('AUTH-TENANT: 1,000 rotations with lost answers, repeated requests and crashes on either side never lock the device out and raise no alarm', async () => {
    const device = await firstDevice(shop)
    const random = seeded(7)
    let stored: { key: string; successor: string | null } = { key: device.key, successor: null }
    for (let i = 0; i < 1_000; i++) {
      time.now += Math.floor(random() * GRACE_MS * 3)
      device.key = stored.key
      const chance = random()
      const answer = await device.rotate()
      expect([i, said(answer)]).toEqual([i, 'ok'])
      // The answer was lost, or the device died before it had stored it: it asks again some day.
      if (chance < 0.2) continue
      // The request came twice, and either answer arrived.
      if (chance < 0.4) await device.rotate()
      stored = { ...stored, successor: answer.body.key }
      // It died before it used it: after the start the stored successor is used first.
      if (chance < 0.6) time.now += GRACE_MS * 2
      device.key = stored.successor ?? ''
      const first = await device.standing()
      expect([i, said(first)]).toEqual([i, 'ok'])
      // It died before it noted that the successor is in force: it uses it again.
      if (chance < 0.8) expect(said(await device.standing())).toBe('ok')
      stored = { key: device.key, successor: null }
    }
    expect((await shop.row(device.enrolmentId)).alarm).toBeNull()
    const [{ open } = { open: 0 }] = await database.ask<{ open: number }>('SELECT count(*)::int AS open FROM device_key WHERE superseded_at IS NULL')
    expect(open).toBeLessThanOrEqual(4)
  })

  it('AUTH-TENANT: a copied file that rotates, too, is found out whichever of the two is faster', async () => {
    for (const faster of [0, 1]) {
      const device = await approvedDevice(shop)
      await device.standing()
      const both = [(await device.rotate()).body.key, (await device.rotate()).body.key]
      device.key = both[faster] ?? ''
      expect(said(await device.standing())).toBe('ok')
      time.now += GRACE_MS + 1
      device.key = both[1 - faster] ?? ''
      expect(said(await device.standing())).toBe('cloned')
      expect((await shop.row(device.enrolmentId)).alarm).toBe('cloned')
    }
  })
})

describe('AUTH-REVOKE: identities and standing', () => {
  it('AUTH-TENANT: after a restore a new identity takes over; the old one is a copy from then on, and both are out', async () => {
    const device = await firstDevice(shop)
    const old = device.identity
    const renewed = newIdentity(2)
    device.identity = renewed
    expect(said(await device.standing())).toBe('unauthorized')
    const taken = await device.renew(renewed)
    expect(taken.body).toMatchObject({ deviceId: renewed.deviceId, state: 'active', have: 0 })
    // The answer was lost.
    expect((await device.renew(renewed)).body).toMatchObject({ deviceId: renewed.deviceId })
    expect(await shop.row(device.enrolmentId)).toMatchObject({ deviceId: renewed.deviceId, tag: renewed.tag, state: 'active' })
    expect(said(await device.standing())).toBe('ok')
    // A backup of before, put back once more, has an older count than the centre.
    device.identity = newIdentity(2)
    expect(said(await device.renew(device.identity))).toBe('ok')
    time.now += GRACE_MS + 1
    device.identity = old
    expect(said(await device.standing())).toBe('cloned')
    device.identity = renewed
    expect(said(await device.poll())).toBe('cloned')
    expect((await shop.row(device.enrolmentId)).alarm).toBe('cloned')
  })

  it('AUTH-TENANT: an identity is taken over by its own key only', async () => {
    const device = await firstDevice(shop)
    const stranger = await approvedDevice(shop)
    expect(said(await stranger.renew(device.identity))).toBe('cloned')
    expect(said(await device.standing())).toBe('ok')
  })

  it('AUTH-REVOKE REL-SCALE: a revoked device is out at every gateway at once, and what it has open is cut', async () => {
    const second = await another()
    await firstDevice(shop)
    const device = await approvedDevice(shop)
    const elsewhere = second.speaker(device.identity)
    elsewhere.key = device.key
    const began = Date.now()
    const polls = [device.poll('company', true), device.poll('company', true), elsewhere.poll('company', true)]
    await wait(200)
    await shop.patch(device.enrolmentId, { state: 'revoked' })
    expect((await Promise.all(polls)).map(said)).toEqual(['revoked', 'revoked', 'revoked'])
    expect(Date.now() - began).toBeLessThan(5_000)
    expect([said(await device.standing()), said(await elsewhere.poll()), said(await elsewhere.rotate())]).toEqual(['revoked', 'revoked', 'revoked'])
    // A new invitation lets it in again, under the identity that its queue is numbered by.
    await shop.invite('AAAAABBBBB')
    device.key = ''
    expect(said(await device.enrol('AAAAABBBBB'))).toBe('ok')
    expect((await device.standing()).body['state']).toBe('waiting')
  })

  it('AUTH-REVOKE: where the notice of it is lost, half a minute is all that a gateway goes by', async () => {
    const deaf = await openGateway({ ...database, db: { ...database.db, listen: async () => async () => {} } }, time)
    opened.push(deaf)
    const device = await firstDevice(deaf)
    expect(said(await device.poll())).toBe('ok')
    await shop.patch(device.enrolmentId, { state: 'revoked' })
    time.now += 30_000
    expect(said(await device.poll())).toBe('revoked')
  })

  it('AUTH-REVOKE: a device that a person deleted is out', async () => {
    const device = await firstDevice(shop)
    await shop.patch(device.enrolmentId, { deleted: true })
    await until(async () => said(await device.standing()) === 'revoked')
  })
})

describe('SYNC-STATUS: what people see of devices', () => {
  it('SYNC-STATUS: when a device was last seen is kept to the minute, in at most one write a minute', async () => {
    const device = await firstDevice(shop)
    const writes = () => database.ask<{ n: number }>("SELECT rev::int AS n FROM sync_row WHERE kind = 'sync_device'")
    await shop.gateway.devices.settle()
    const [before] = await writes()
    for (let i = 0; i < 120; i++) {
      time.now += 1_000
      await device.standing()
    }
    await shop.gateway.devices.settle()
    const [after] = await writes()
    expect((after?.n ?? 0) - (before?.n ?? 0)).toBe(2)
    expect(await shop.row(device.enrolmentId)).toMatchObject({ lastSeenAt: START_AT + 2 * MINUTE, appVersion: '0.1.0' })
  })

  it("SYNC-STATUS: a device's clock that is off by more than two minutes is told, until it is right", async () => {
    const device = await firstDevice(shop)
    const { deviceId, clockTag } = device.identity
    const writer = new TestDevice({ deviceId, enrolmentId: device.enrolmentId, scopes: ['company'], everywhere: true }, clockTag, time)
    const push = async (skewMs: number) => {
      const entries = [writer.insert('customer', DOCS.customer('Erin'))]
      expect(said(await device.ask('POST', '/v1/push', { sentAt: time.now + skewMs, ackedThrough: 0, entries }))).toBe('ok')
      await shop.gateway.devices.settle()
      return (await shop.row(device.enrolmentId)).alarm
    }
    expect(await push(119_000)).toBeNull()
    expect(await push(-121_000)).toBe('clock')
    expect((await shop.row(device.enrolmentId)).clockOffsetMs).toBe(-121_000)
    expect(await push(500)).toBeNull()
  })
})

describe('OPS-HEALTH: how the centre is', () => {
  it('OPS-HEALTH: alive and ready; ready no longer when its database is away or behind', async () => {
    const ask = (path: string) => shop.speaker().ask('GET', path)
    expect((await ask('/health')).body).toMatchObject({ status: 'ok', version: '0.0.0' })
    expect((await ask('/ready')).body).toMatchObject({ status: 'ok' })
    const behind = await openGateway(database, time, { migrations: ['9999_later.sql'] })
    opened.push(behind)
    expect((await behind.speaker().ask('GET', '/ready')).status).toBe(503)
    const gone = await testDatabase()
    const lost = await openGateway(gone, time)
    await gone.db.close()
    expect((await lost.speaker().ask('GET', '/ready')).status).toBeGreaterThanOrEqual(500)
    expect((await lost.speaker().ask('GET', '/health')).status).toBe(200)
    await lost.gateway.close()
    await gone.drop().catch(() => {})
  })

  it('OPS-MON: the figures are for this machine, or for who has the token', async () => {
    const device = await firstDevice(shop)
    await found(device)
    await shop.invite('AAAAABBBBB')
    const figures = await fetch(`${shopUrl()}/metrics`)
    const text = await figures.text()
    expect(figures.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(text).toContain('bayline_entries_total{outcome="applied"} 1\n')
    expect(text).toContain('bayline_changes_total 3\n')
    expect(text).toContain('bayline_push_seconds_count 1\n')
    expect(text).toContain('bayline_devices{state="active"} 1\n')
    expect(text).toContain('bayline_devices{state="invited"} 1\n')
    expect(text).toContain('bayline_database_up 1\n')
    expect(text).toMatch(/^bayline_requests_total\{endpoint="enrol",status="200"\} 1$/m)
    for (const line of text.trim().split('\n')) expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? -?[\d.e+-]+)$/)
    expect(said(await device.ask('GET', '/metrics'))).toBe('unauthorized')
    const token = 'a-token-of-sixteen'
    const guarded = await openGateway(database, time, { metricsToken: token })
    opened.push(guarded)
    expect(said(await guarded.speaker().ask('GET', '/metrics'))).toBe('unauthorized')
    expect((await guarded.speaker().ask('GET', '/metrics', undefined, { authorization: `Bearer ${token}` })).status).toBe(200)
  })
  const shopUrl = () => shop.url
})

/** Mulberry32: the same chances in every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
