import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { rendererFiles, SECURITY_HEADERS } from '../platform/renderer-files.ts'
import { SCHEMES, serveRenderer } from './protocol.ts'

function served() {
  const root = mkdtempSync(join(tmpdir(), 'bayline-renderer-'))
  mkdirSync(join(root, 'renderer/assets'), { recursive: true })
  writeFileSync(join(root, 'secret.txt'), 'secret')
  writeFileSync(join(root, 'renderer/index.html'), '<!doctype html>the page')
  writeFileSync(join(root, 'renderer/assets/app-1.js'), 'export {}')
  let handler: (request: Request) => Response | Promise<Response> = () => Response.error()
  serveRenderer({ handle: (scheme, handle) => void (scheme === 'app' && (handler = handle as typeof handler)) }, rendererFiles(join(root, 'renderer'))) // fetch types of Node
  return async (url: string, method = 'GET') => {
    const answer = await handler({ url, method } as Request) // all that it reads; Request would tidy the address
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() }
  }
}

describe('app://bayline', () => {
  const ask = served()

  it('SEC-INPUT: serves the renderer, with the security headers on every answer', async () => {
    expect(await ask('app://bayline/')).toMatchObject({
      status: 200,
      body: '<!doctype html>the page',
      headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    })
    expect(await ask('app://bayline/work-orders/0198')).toMatchObject({ status: 200, body: '<!doctype html>the page' })
    expect(await ask('app://bayline/assets/app-1.js?v=1')).toMatchObject({ status: 200, body: 'export {}' })
    expect(await ask('app://bayline/-recovery')).toMatchObject({ status: 200, body: expect.stringContaining('This window had to stop') as string })
    for (const url of ['app://bayline/', 'app://bayline/x.js', 'app://evil/', 'app://bayline/-recovery']) {
      expect((await ask(url)).headers).toMatchObject(SECURITY_HEADERS)
      expect((await ask(url, 'POST')).headers).toMatchObject(SECURITY_HEADERS)
    }
  })

  it('SEC-INPUT: answers GET and HEAD only, and HEAD without a body', async () => {
    expect(await ask('app://bayline/', 'HEAD')).toMatchObject({ status: 200, body: '' })
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'get']) expect((await ask('app://bayline/', method)).status).toBe(405)
  })

  it.each([
    'app://bayline/../secret.txt',
    'app://bayline/..%2fsecret.txt',
    'app://bayline/%2e%2e/secret.txt',
    'app://bayline/assets/..\\..\\secret.txt',
    'app://bayline//etc/passwd',
    'app://bayline/%00',
    'app://bayline/index.html%00.js',
    'app://bayline/assets/app-1.js/../../../secret.txt',
    'app://bayline/file:///etc/passwd',
    'app://bayline/C:\\secret.txt',
    'app://bayline/assets',
    'app://bayline/assets/',
    'app://bayline/__proto__',
    'app://bayline/constructor',
    'app://bayline/%E0%A4%A',
    'app://evil/index.html',
    'app://bayline@evil/index.html',
    'app://bayline:8/index.html',
    'http://bayline/index.html',
    'app:',
    '',
  ])('SEC-INPUT: %s leads out of the renderer for nobody', async (url) => {
    const { status, body } = await ask(url)
    expect(body).not.toContain('secret')
    if (status === 200) expect(body).toBe('<!doctype html>the page')
    else expect(status).toBe(404)
  })

  it('SEC-INPUT: the scheme is a secure origin that bypasses nothing', () => {
    expect(SCHEMES).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }])
  })
})
