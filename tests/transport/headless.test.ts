import { afterAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { get, overWebSocket } from '#tests/support/transports.ts'

describe('the headless shell', async () => {
  const shell = await overWebSocket()
  afterAll(() => shell.close())
  const { address, cookie } = shell
  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') => get(address, path, { cookie, ...headers }, method)

  it('SEC-INPUT: serves its page with strict headers to a browser that holds the key', async () => {
    const page = await ask('/')
    expect(page.status).toBe(200)
    expect(page.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' })
    expect(String(page.headers['content-security-policy'])).toMatch(/default-src 'none'.*script-src 'self'.*require-trusted-types-for 'script'/)
    expect((await ask('/customers/0198')).body).toBe(page.body)
    expect((await ask('/assets/app-1.js')).headers['content-type']).toMatch(/javascript/)
  })

  it('SEC-INPUT: refuses a browser without the key, a wrong key, a foreign host name and other methods', async () => {
    expect((await get(address, '/')).status).toBe(403)
    expect((await get(address, '/enter?key=wrong')).status).toBe(403)
    expect((await ask('/', { host: 'evil.example' })).status).toBe(421)
    expect((await ask('/', {}, 'POST')).status).toBe(405)
    expect(cookie).not.toBe('')
    expect(String((await get(address, `${address.pathname}${address.search}`)).headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict/)
  })

  it.each([
    '/../package.json',
    '/..%2f..%2fetc/passwd',
    '/assets/%2e%2e/%2e%2e/secret',
    '/assets/..\\..\\x',
    '//etc/passwd',
    '/assets/app-1.js/../../x.ts',
    '/%00',
    '/index.html%00.js',
  ])('SEC-INPUT: no path leads out of the renderer: %s', async (path) => {
    const answer = await ask(path)
    expect([200, 404]).toContain(answer.status)
    expect(answer.body).toMatch(/^(<!doctype html>|There is no such page|export \{\})/)
  })

  it.each([
    ['a foreign origin', { cookie, origin: 'http://evil.example' }],
    ['no origin', { cookie }],
    ['no key', { origin: address.origin }],
    ['a foreign host', { cookie, origin: address.origin, host: 'evil.example' }],
  ] as [string, Record<string, string>][])('SEC-INPUT: a socket with %s is refused', async (_name, headers) => {
    const refused = await new Promise((resolve) =>
      new WebSocket(`ws://${address.host}/core`, { headers }).once('open', () => resolve(false)).once('error', () => resolve(true)),
    )
    expect(refused).toBe(true)
  })
})
