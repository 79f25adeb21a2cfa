import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { BaylineBridge, ShellEvent } from '#shared/contract/shell.ts'
import { FOLDER, launchApp, setUpShop } from '#tests/support/electron.ts'

describe('the page in its window', async () => {
  const app = await launchApp()
  const { page, bridge, electron } = app
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  const home = page.url()
  afterAll(() => electron.close())

  it('SEC-INPUT: has one frozen object with the named calls and nothing else of Node or Electron', async () => {
    const seen = await bridge.evaluate((bayline) => ({
      keys: Object.keys(bayline).sort(),
      frozen: Object.isFrozen(bayline),
      kinds: Object.values(bayline).map((value) => typeof value),
      facts: [bayline.kind, bayline.kiosk],
      replaced: (() => {
        try {
          Object.assign(globalThis, { bayline: 1 })
        } catch {
          // not writable
        }
        return (globalThis as { bayline?: unknown }).bayline === bayline
      })(),
      node: ['require', 'process', 'Buffer', 'module', 'exports', 'global', '__dirname', 'electron', 'ipcRenderer'].filter((name) => name in globalThis),
      leaked: Object.getOwnPropertyNames(globalThis).filter((name) => /standin|preload|electron/i.test(name) && name !== 'NavigationPreloadManager'),
    }))
    expect(seen).toEqual({
      keys: ['call', 'kind', 'kiosk', 'leaveKiosk', 'onNotice', 'onShell', 'printPdf', 'saveFile'],
      frozen: true,
      kinds: expect.not.arrayContaining(['object', 'undefined']) as string[],
      facts: ['electron', false],
      replaced: true,
      node: [],
      leaked: [],
    })
  })

  it('ARCH-LAYERS: calls reach the core as text and come back as text, whatever they are', async () => {
    expect(await app.call('workspace.welcome', {})).toMatchObject({ ok: true, value: { isSetUp: false, version: '0.1.0' } })
    expect(await app.call('workspace.nothing', {})).toMatchObject({ ok: false, error: { code: 'platform.unknownOperation' } })
    expect(JSON.parse(await bridge.evaluate((bayline) => bayline.call('{')))).toMatchObject({ ok: false, error: { code: 'platform.badCall' } })
    const refused = await bridge.evaluate((bayline) => bayline.call(7 as unknown as string).catch((error: Error) => error.message))
    expect(refused).toContain('a call is text')
  })

  it('ARCH-LAYERS: notices of the core reach every listener until it stops listening, without the event', async () => {
    await bridge.evaluate((bayline) => {
      const heard: unknown[][] = []
      const stopped: string[] = []
      Object.assign(globalThis, { heard, stopped })
      bayline.onNotice((...values) => void heard.push(values))
      bayline.onNotice((text) => void stopped.push(text))()
    })
    await setUpShop(app)
    await expect.poll(() => page.evaluate(() => (globalThis as unknown as { heard: unknown[][] }).heard.length)).toBeGreaterThan(0)
    const { heard, stopped } = await page.evaluate(() => {
      const kept = globalThis as unknown as { heard: [string][]; stopped: string[] } // set above
      return { heard: kept.heard, stopped: kept.stopped }
    })
    expect(heard.every((values) => values.length === 1)).toBe(true)
    expect(heard.map(([text]) => (JSON.parse(text) as { changed: string[] }).changed).flat()).toEqual(expect.arrayContaining(['company', 'user', 'session']))
    expect(stopped).toEqual([])
  })

  it('SEC-INPUT: hears of sleep, wake and links that are plain paths', async () => {
    await bridge.evaluate((bayline) => {
      const events: ShellEvent[] = []
      Object.assign(globalThis, { events })
      bayline.onShell((event) => void events.push(event))
    })
    await electron.evaluate(({ app: host, powerMonitor }) => {
      powerMonitor.emit('suspend')
      powerMonitor.emit('resume')
      host.emit('open-url', { preventDefault: () => undefined }, 'bayline://open/customers/1')
      host.emit('open-url', { preventDefault: () => undefined }, 'bayline://evil/customers/1')
    })
    await expect
      .poll(() => page.evaluate(() => (globalThis as unknown as { events: ShellEvent[] }).events))
      .toEqual([{ kind: 'suspended' }, { kind: 'resumed' }, { kind: 'open', path: '/customers/1' }])
  })

  it('SEC-INPUT: runs no inline script, no eval, no text as markup, and loads nothing from elsewhere', async () => {
    const tried = await page.evaluate(async () => {
      const outcome: Record<string, unknown> = {}
      const inline = document.createElement('script')
      const attempt = async (name: string, work: () => unknown) => {
        try {
          outcome[name] = (await work()) ?? 'done'
        } catch (error) {
          outcome[name] = error instanceof Error ? error.name : 'refused'
        }
      }
      await attempt('script text', () => {
        inline.textContent = 'globalThis.ranInline = true'
        document.head.append(inline)
      })
      await attempt('innerHTML', () => (document.createElement('div').innerHTML = '<img src=x onerror="globalThis.ranInline = true">'))
      // A tool's own evaluation is free of the policy, so the page's timer does it.
      await attempt(
        'eval',
        () =>
          new Promise((resolve, reject) =>
            setTimeout(() => {
              try {
                resolve(new (Function as unknown as new (text: string) => () => void)('globalThis.ranInline = true')())
              } catch (error) {
                reject(error as Error) // eval throws an EvalError
              }
            }),
          ),
      )
      await attempt('foreign fetch', () => fetch('https://example.com/').then((answer) => answer.status))
      await attempt('foreign worker', () => new Worker('data:text/javascript,1'))
      await attempt(
        'foreign image',
        () =>
          new Promise((resolve) =>
            Object.assign(new Image(), { onerror: () => resolve('refused'), onload: () => resolve('loaded'), src: 'https://example.com/x.png' }),
          ),
      )
      return { outcome, ran: 'ranInline' in globalThis }
    })
    expect(tried).toMatchObject({
      ran: false,
      outcome: {
        innerHTML: 'TypeError',
        eval: expect.stringMatching(/Error/) as string,
        'foreign fetch': 'TypeError',
        'foreign worker': expect.stringMatching(/Error/) as string,
        'foreign image': 'refused',
      },
    })
  })

  it('SEC-INPUT: stays where it is when a link, a form, a script or a frame leads away', async () => {
    await page.evaluate(() => {
      const link = Object.assign(document.createElement('a'), { href: 'https://example.com/away' })
      document.body.append(link)
      link.click()
    })
    await page.evaluate(() => void (location.href = 'https://example.com/away2'))
    await page.evaluate(() => {
      const frame = Object.assign(document.createElement('iframe'), { src: 'https://example.com/frame' })
      document.body.append(frame)
    })
    await page.waitForTimeout(300)
    expect(page.url()).toBe(home)
    expect(
      page
        .frames()
        .map((frame) => frame.url())
        .filter((url) => url.includes('example.com/away')),
    ).toEqual([])
    expect(await bridge.evaluate((bayline) => bayline.kind)).toBe('electron')
  })

  it('SEC-INPUT: opens no second window, whoever asks', async () => {
    await page.evaluate(() => {
      const link = Object.assign(document.createElement('a'), { href: '/', target: '_blank', rel: 'noopener' })
      document.body.append(link)
      link.click()
      window.open('/')
      window.open('https://example.com/')
    })
    await page.waitForTimeout(300)
    expect(electron.windows()).toHaveLength(1)
    expect(await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })

  it('SEC-INPUT: a frame inside the page has no bridge', async () => {
    const inFrame = await page.evaluate(() => {
      const frame = document.createElement('iframe')
      document.body.append(frame)
      return 'bayline' in (frame.contentWindow ?? {})
    })
    expect(inFrame).toBe(false)
  })

  it('SEC-INPUT: a window that the shell did not make is not heard, whatever page it shows', async () => {
    const opened = electron.waitForEvent('window')
    await electron.evaluate(
      ({ BrowserWindow }, preload) => {
        const foreign = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } })
        foreign.loadURL('app://bayline/').catch(() => undefined) // the test sees what it shows
      },
      join(FOLDER, 'out/main/preload.cjs'),
    )
    const foreign = await opened
    await foreign.waitForURL((url) => url.protocol !== 'about:')
    const answers = await foreign.evaluate(() => {
      const { bayline } = globalThis as unknown as { bayline: BaylineBridge } // the same preload runs in it
      const asked = [bayline.call('{}'), bayline.saveFile('a.csv', ''), bayline.printPdf('a.pdf', ''), bayline.leaveKiosk('x')]
      return Promise.all(asked.map((answer) => answer.then(String, (error: Error) => error.message)))
    })
    expect(answers).toHaveLength(4)
    for (const answer of answers) expect(answer).toMatch(/^Error invoking remote method 'bayline:[a-z-]+': Error: refused$/)
    await foreign.close()
    await expect.poll(() => electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })

  it('FILE-UPLOAD: a file is kept where the person says, and the page learns when it could not be', async () => {
    const path = join(app.dataDir, 'kept.csv')
    await electron.evaluate(({ dialog }, filePath) => Object.assign(dialog, { showSaveDialog: () => Promise.resolve({ canceled: false, filePath }) }), path)
    expect(await bridge.evaluate((bayline) => bayline.saveFile('list.csv', btoa('a;b')))).toBe(true)
    expect(readFileSync(path, 'utf8')).toBe('a;b')
    expect(await bridge.evaluate((bayline) => bayline.saveFile('program.exe', '').catch((error: Error) => error.message))).toContain(
      'not a kind of file that leaves the program',
    )
    await electron.evaluate(({ shell }) => Object.assign(shell, { openPath: () => Promise.resolve('') }))
    expect(await bridge.evaluate((bayline) => bayline.printPdf('invoice.pdf', btoa('%PDF-1.7')))).toBe(true)
    expect(await bridge.evaluate((bayline) => bayline.leaveKiosk('any'))).toBe(false)
  })

  it('SEC-INPUT: every answer carries the policy, and no request left the program', async () => {
    const headers = await page.evaluate(() => fetch('/').then((answer) => Object.fromEntries(answer.headers)))
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';.*require-trusted-types-for 'script'$/)
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cross-origin-opener-policy': 'same-origin' })
    const { origin } = new URL(home)
    expect(
      requests.filter(
        (url) => !url.startsWith(`${origin}/`) && !url.startsWith('https://example.com/') && !url.startsWith('data:') && !url.startsWith('blob:'),
      ),
    ).toEqual([])
  })
})
