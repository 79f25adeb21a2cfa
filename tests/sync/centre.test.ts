import { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { get } from 'node:https'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { type Centre, startCentre } from '#central/centre.ts'
import { type CentreConfig, readCentreConfig } from '#central/config.ts'
import { StartRefused } from '#central/db/errors.ts'
import { pinOf } from '#central/http/certificate.ts'
import { fetchTo } from '#main/platform/sync/pinned-fetch.ts'
import { emptyDatabase, silentLog, testDatabase } from '#tests/support/postgres.ts'
import { ROOT } from '#tests/support/sources.ts'
import { said, Speaker } from './gateway-shop.ts'
import { DOCS, insertOf, TestDevice } from './push-shop.ts'

const dir = mkdtempSync(join(tmpdir(), 'bayline-centre-'))
const configOf = (env: Record<string, string>): CentreConfig =>
  readCentreConfig({ BAYLINE_CENTRAL_PORT: '0', BAYLINE_CENTRAL_DATA_DIR: dir, ...env }, { migrationsDir: join(ROOT, 'migrations/central'), version: '1.2.3' })

const ends: (() => Promise<unknown>)[] = []
afterAll(() => rmSync(dir, { recursive: true, force: true }))
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})
async function start(env: Record<string, string> = {}): Promise<Centre> {
  const database = await testDatabase()
  ends.push(database.drop)
  const centre = await startCentre(configOf({ DATABASE_URL: database.url, ...env }), { log: silentLog })
  ends.push(() => centre.close())
  return centre
}

describe('OPS-DEPLOY: a centre as a whole', () => {
  it('OPS-DEPLOY: comes up from an empty database, lets a first device in, takes what it pushes and feeds it back', async () => {
    const url = await emptyDatabase()
    const codes: string[] = []
    const centre = await startCentre(configOf({ DATABASE_URL: url }), { log: silentLog, onCode: (code) => codes.push(code) })
    ends.push(() => centre.close())
    expect(codes).toEqual([centre.enrolmentCode])
    const device = new Speaker(centre.address)
    expect(said(await device.enrol(centre.enrolmentCode ?? '', true))).toBe('ok')
    const { deviceId, clockTag } = device.identity
    const writer = new TestDevice({ deviceId, enrolmentId: '', scopes: [], everywhere: true }, clockTag, { now: Date.now() })
    const entry = writer.entry([insertOf('customer', '0190b6a0-0000-7000-8000-000000000001', DOCS.customer('Erin'))])
    const pushed = await device.ask<{ results: unknown[] }>('POST', '/v1/push', { sentAt: Date.now(), ackedThrough: 0, entries: [entry] })
    expect(pushed.body.results).toEqual([{ seq: 1, part: 1, outcome: 'applied' }])
    await device.ask('POST', '/v1/push', { sentAt: Date.now(), ackedThrough: 0, entries: [entry] })
    expect(await (await fetch(`${centre.address}/metrics`)).text()).toContain('bayline_repeated_entries_total 1\n')
    expect((await device.standing()).body).toMatchObject({ have: 1 })
    const feed = await device.poll()
    expect(JSON.stringify(feed.body)).toContain('Erin')
    expect(JSON.stringify(feed.body)).toContain(deviceId)
    expect([feed.headers.has('electric-handle'), feed.headers.has('access-control-allow-origin')]).toEqual([true, false])
    expect(feed.headers.get('vary')).toMatch(/authorization/i)
    const audit = await device.ask('GET', '/v1/audit?scope=company')
    expect(audit.body).toMatchObject({ scope: 'company', kinds: { customer: { count: 1 } } })
  })

  it('OPS-DEPLOY: a held request of the real feed ends within two seconds of the end, and the device comes back to where it was', async () => {
    const database = await testDatabase()
    ends.push(database.drop)
    const open = () => startCentre(configOf({ DATABASE_URL: database.url }), { log: silentLog })
    const centre = await open()
    const device = new Speaker(centre.address)
    await device.enrol(centre.enrolmentCode ?? '')
    const shape = async (address: string, query: string) => await device.ask<unknown>('GET', `/v1/shape?scope=company&${query}`, undefined, {}, address)
    let at = await shape(centre.address, 'offset=-1')
    const next = () => `handle=${at.headers.get('electric-handle')}&offset=${at.headers.get('electric-offset')}`
    while (!at.headers.has('electric-up-to-date')) at = await shape(centre.address, next())
    const held = shape(centre.address, `${next()}&live=true`)
    await wait(1_500)
    const began = performance.now()
    await Promise.all([centre.close(), held])
    expect(performance.now() - began).toBeLessThan(3_000)
    const again = await open()
    ends.push(() => again.close())
    expect(again.enrolmentCode).toBeNull()
    expect((await shape(again.address, next())).status).toBe(200)
  })

  it("A-LAN: a hub serves the shop's network under its own certificate, whose pin is in the address that people type", async () => {
    const hub = await start({ BAYLINE_CENTRAL_LAN: 'true' })
    const { hash, port, protocol } = new URL(hub.address)
    expect(protocol).toBe('https:')
    const raw = await new Promise<Buffer>((resolve, reject) => {
      // A pin stands for the authority that a shop does not have.
      get({ host: '127.0.0.1', port, path: '/health', rejectUnauthorized: false, agent: false }, (response) => {
        expect(response.headers['strict-transport-security']).toBe('max-age=31536000')
        resolve((response.socket as TLSSocket).getPeerCertificate().raw) // an https response
        response.destroy()
      }).on('error', reject)
    })
    expect(hash).toBe(`#${pinOf(raw)}`)
    expect(new X509Certificate(raw).subject).toBe('CN=Bayline hub')
    // A device speaks to this certificate and to no other.
    const health = `https://127.0.0.1:${port}/health`
    expect((await fetchTo(hub.address)(health)).status).toBe(200)
    await expect(fetchTo(`https://127.0.0.1:${port}/#${pinOf(Buffer.from('another'))}`)(health)).rejects.toThrow('another certificate')
    await hub.close()
    const restarted = await start({ BAYLINE_CENTRAL_LAN: 'true' })
    expect(new URL(restarted.address).hash).toBe(hash)
  })

  it('OPS-DEPLOY: what stands in the way of a start is said in one line, and nothing is left running', async () => {
    const blocker = createServer()
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve))
    const address = blocker.address()
    const taken = typeof address === 'object' && address ? String(address.port) : ''
    ends.push(() => new Promise((resolve) => blocker.close(resolve)))
    const url = await emptyDatabase()
    const wrong = (change: (at: URL) => void) => {
      const at = new URL(url)
      change(at)
      return at.href
    }
    const attempts: [Record<string, string>, RegExp][] = [
      [{ DATABASE_URL: url, BAYLINE_CENTRAL_PORT: taken }, /^Port \d+ is in use\. Set BAYLINE_CENTRAL_PORT to another one, or to 0\.$/],
      [{ DATABASE_URL: wrong((at) => (at.port = '1')) }, /^PostgreSQL at 127\.0\.0\.1:1 does not answer\./],
      [{ DATABASE_URL: wrong((at) => (at.password = 'nonsense')) }, /refuses the password of \w+\. Check DATABASE_URL\.$/],
      [{ DATABASE_URL: wrong((at) => (at.pathname = '/nowhere')) }, /^There is no database "nowhere"/],
      [{ DATABASE_URL: url, BAYLINE_CENTRAL_HOST: '192.0.2.1', BAYLINE_TRUSTED_PROXY: '10.0.0.1' }, /^192\.0\.2\.1 is no address of this machine\./],
    ]
    for (const [env, line] of attempts) {
      const refused = await startCentre(configOf(env), { log: silentLog }).then(
        () => undefined,
        (error: unknown) => error,
      )
      expect(refused, JSON.stringify(env)).toBeInstanceOf(StartRefused)
      if (refused instanceof Error) {
        expect(refused.message).toMatch(line)
        expect(refused.message).not.toContain('\n')
        expect(refused.message).not.toContain(new URL(url).password || 'no password')
      }
    }
  })
})
