import { describe, expect, it } from 'vitest'
import { location } from '#main/modules/workspace/tables.ts'
import { openShop } from '#tests/support/core.ts'
import { signedIn } from '#tests/support/people.ts'
import { openProbe, saveRow } from '#tests/support/probe.ts'

const failureOf = (answer: { ok: boolean; error?: { code: string } }) => (answer.ok ? 'ok' : answer.error?.code)
const entries = (core: { platform: ReturnType<typeof openProbe>['platform'] }) => core.platform.store.lastSeq()

describe('the door', () => {
  it('PLAT-VALID: refuses text that is no call, an unknown operation, another version, and input of the wrong shape', async () => {
    const core = openProbe()
    for (const text of [
      '',
      'null',
      '[]',
      '{',
      '{"v":1}',
      '{"v":1,"id":"short","name":"probe.save"}',
      JSON.stringify({ v: 1, id: 'long enough', name: 'probe.save', input: {}, extra: 1 }),
    ]) {
      expect(failureOf(JSON.parse(await core.call(text, { ip: '', userAgent: '' }))), text).toBe('platform.badCall')
    }
    expect(failureOf(await core.ask('probe.nothing', {}))).toBe('platform.unknownOperation')
    expect(failureOf(await core.ask('__proto__', {}))).toBe('platform.unknownOperation')
    expect(await core.ask('probe.save', { name: 'x' }, { v: 2 })).toMatchObject({
      ok: false,
      error: { code: 'platform.version', kind: 'conflict', expected: 1 },
    })
    expect(await core.ask('probe.save', { name: 7 })).toMatchObject({
      ok: false,
      error: { code: 'platform.badInput', kind: 'invalid', issues: [{ path: 'name' }] },
    })
    expect(failureOf(await core.ask('probe.save', { name: 'x', more: 1 }))).toBe('platform.badInput')
    expect(core.names()).toEqual([])
    expect(entries(core)).toBe(0)
  })

  it('SEC-INPUT: refuses a call that is longer than its operation allows, and one longer than any may be, before it is looked at', async () => {
    const core = openProbe()
    expect(await core.ask('probe.slow', { name: 'x'.repeat(500) })).toMatchObject({ ok: false, error: { code: 'platform.tooLarge', maxChars: 400 } })
    expect(failureOf(JSON.parse(await core.call(`"${'x'.repeat(17 * 1024 * 1024)}"`, { ip: '', userAgent: '' })))).toBe('platform.tooLarge')
  })

  it('PLAT-ERR: a bug answers internal with the call id, is logged with it, and tells nothing of its inside', async () => {
    const core = openProbe()
    const answer = await core.ask('probe.broken', {}, { id: 'the-call-id' })
    expect(answer).toEqual({ v: 1, id: 'the-call-id', ok: false, error: { code: 'platform.internal', kind: 'unavailable', callId: 'the-call-id' } })
    expect(core.logged.filter((line) => line.includes('the-call-id') && line.includes('a bug'))).toHaveLength(1)
  })

  it('PLAT-ERR: a core that is stopping refuses new calls', async () => {
    const core = openProbe()
    core.dispatch.stop()
    expect(failureOf(await core.ask('probe.save', { name: 'x' }))).toBe('platform.stopping')
  })
})

describe('the same call again', () => {
  it('A-JOURNAL: gets the kept answer and acts once', async () => {
    const core = openProbe()
    const first = await core.ask('probe.save', { name: 'once' }, { id: 'call-number-1' })
    core.clock.at += 5000
    expect(await core.ask('probe.save', { name: 'once' }, { id: 'call-number-1' })).toEqual(first)
    expect(core.names()).toEqual(['once'])
  })

  it('A-JOURNAL: sent twice while the first still waits, it acts once and answers both', async () => {
    let release = () => undefined as void
    const waiting = new Promise<void>((resolve) => {
      release = resolve
    })
    const core = openProbe({ prepare: () => waiting })
    const calls = [1, 2, 3].map(() => core.ask('probe.slow', { name: 'twice' }, { id: 'call-number-1' }))
    release()
    expect((await Promise.all(calls)).map(failureOf)).toEqual(['ok', 'ok', 'ok'])
    expect(core.names()).toEqual(['twice'])
  })

  it('A-JOURNAL: a refused call may be repeated and then acts', async () => {
    const core = openProbe()
    expect(failureOf(await core.ask('probe.save', { name: 'refused' }, { id: 'call-number-1' }))).toBe('probe.refused')
    expect(core.names()).toEqual([])
    expect(failureOf(await core.ask('probe.save', { name: 'fine' }, { id: 'call-number-1' }))).toBe('ok')
  })

  it('SEC-SECRETS: an answer that holds a secret is not kept, and is not given a second time', async () => {
    const core = openProbe()
    expect(await core.ask('probe.secret', { name: 'x' }, { id: 'call-number-1' })).toMatchObject({ ok: true, value: { token: 'secret of x' } })
    expect(failureOf(await core.ask('probe.secret', { name: 'x' }, { id: 'call-number-1' }))).toBe('platform.badCall')
    expect(core.names()).toEqual(['x'])
    expect(core.platform.store.connection.raw.prepare('SELECT answer FROM journal').pluck().all()).toEqual([null])
  })

  it('SEC-SECRETS: another person, or another command, never gets the answer that was kept', async () => {
    const shop = await openShop()
    const other = await signedIn(shop, 'manager')
    const input = { name: 'B', address: '', phone: '', opensAtMinutes: 1, closesAtMinutes: 2, openWeekdays: '1' }
    await shop.get('auth.setPermission', { role: 'manager', permission: 'workspace.manage', granted: true }, shop.owner)
    expect(failureOf(await shop.ask('workspace.addLocation', input, shop.owner, 'call-number-1'))).toBe('ok')
    expect(failureOf(await shop.ask('workspace.addLocation', input, other.token, 'call-number-1'))).toBe('platform.badCall')
    expect(failureOf(await shop.ask('auth.signOut', {}, shop.owner, 'call-number-1'))).toBe('platform.badCall')
    expect((await shop.get('workspace.get', {}, shop.owner)).locations).toHaveLength(2)
  })
})

describe('what is recorded', () => {
  it('QA-INTEG: a query says which tables it read, and a command tells the windows which it changed', async () => {
    const shop = await openShop()
    const notices: string[][] = []
    shop.onNotice((text) => notices.push((JSON.parse(text) as { changed: string[] }).changed)) // what the core sends
    const answer = await shop.ask('workspace.get', {}, shop.owner)
    expect(answer.ok && answer.reads?.toSorted()).toEqual(['company', 'location'])
    await shop.get('workspace.update', { phone: '1' }, shop.owner)
    expect(notices).toEqual([['company', 'journal']])
    await shop.get('workspace.update', { phone: '1' }, shop.owner)
    expect(notices).toHaveLength(1)
  })

  it('AUD-TRAIL A-JOURNAL: one command is one entry with author, device, client, time, before and after', async () => {
    const shop = await openShop()
    await shop.get('workspace.update', { phone: '1', email: 'a@example.org' }, shop.owner)
    await shop.get('workspace.update', { phone: '2' }, shop.owner)
    const { raw } = shop.platform.store.connection
    const last = raw.prepare('SELECT * FROM journal ORDER BY seq DESC LIMIT 1').get() as Record<string, unknown> // a whole row
    expect(last).toMatchObject({
      command: 'workspace.update',
      user_name: 'Ada Owner',
      device_id: shop.platform.store.device.id,
      ip: '127.0.0.1',
      user_agent: 'test',
      changes: 1,
      at: shop.clock.at,
      state: 'pending',
    })
    expect(last['took_us']).toBeGreaterThan(0)
    const change = JSON.parse(raw.prepare('SELECT change FROM journal_change WHERE seq = ?').pluck().get(last['seq']) as string) as {
      insert: boolean
      fields: Record<string, unknown[]>
    } // as the journal writes it
    expect(change).toEqual({ insert: false, fields: { phone: ['1', '2', expect.stringMatching(/^[0-9a-f]{16}-/)] } })
  })

  it('AUD-TRAIL: a listener to commits that breaks is a logged bug, and the command stays saved', async () => {
    const core = openProbe()
    core.platform.store.onCommit(() => {
      throw new Error('a listener broke')
    })
    expect(failureOf(await core.ask('probe.save', { name: 'kept' }))).toBe('ok')
    expect(core.names()).toEqual(['kept'])
    expect(core.logged.some((line) => line.includes('a listener broke'))).toBe(true)
  })
})

describe('the deed', () => {
  it('DB-TXN: a throw in the middle leaves nothing of the command', async () => {
    const core = openProbe({
      deed: (ctx, name) => {
        saveRow(ctx, name)
        throw new Error('in the middle')
      },
    })
    expect(failureOf(await core.ask('probe.save', { name: 'half' }))).toBe('platform.internal')
    expect(core.names()).toEqual([])
    expect(entries(core)).toBe(0)
  })

  it('DB-TXN: a write handle is dead after its transaction', async () => {
    let kept: Parameters<typeof saveRow>[0] | undefined
    const core = openProbe({
      deed: (ctx) => {
        kept = ctx
        saveRow(ctx, 'in time')
      },
    })
    await core.ask('probe.save', { name: 'in time' })
    expect(() => kept && saveRow(kept, 'too late')).toThrow('after its transaction')
    expect(() => kept?.db.update(location, 'any', { name: 'too late' })).toThrow('after its transaction')
    expect(core.names().filter((name) => name === 'too late')).toEqual([])
  })

  it('DB-TXN: a deed that turns out to wait is refused, and what it did is undone', async () => {
    const core = openProbe({
      deed: async (ctx, name) => {
        saveRow(ctx, name)
        await Promise.resolve()
        saveRow(ctx, `${name} later`)
      },
    })
    expect(failureOf(await core.ask('probe.save', { name: 'promised' }))).toBe('platform.internal')
    await new Promise((resolve) => setImmediate(resolve))
    expect(core.names()).toEqual([])
  })
})
