import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { ShellEvent } from '#shared/contract/shell.ts'
import { type App, FOLDER, launchApp, newFolder, runApp, setUpShop } from '#tests/support/electron.ts'

const events = (lines: readonly string[]) => lines.flatMap((line) => (line.startsWith('{') ? [(JSON.parse(line) as { event: string }).event] : []))
const crashNotes = (app: App) => {
  const folder = join(app.dataDir, 'shop/shell/crashes')
  return readdirSync(folder)
    .filter((name) => name.startsWith('main-'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
}

/** The built app behind an entry that keeps hold of the core's thread, so that a test can end it, and what its page is told. */
function appWithThread(): string {
  const folder = newFolder()
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'bayline', version: '0.1.0', type: 'module', main: 'entry.js' }))
  writeFileSync(
    join(folder, 'entry.js'),
    `import { syncBuiltinESMExports } from 'node:module'
     import threads from 'node:worker_threads'
     threads.Worker = class extends threads.Worker { constructor(...given) { super(...given); globalThis.coreThread = this } }
     syncBuiltinESMExports()
     import { app } from 'electron'
     globalThis.told = []
     app.on('web-contents-created', (_event, contents) => {
       const send = contents.send.bind(contents)
       contents.send = (channel, value) => {
         if (channel === 'bayline:shell') globalThis.told.push(value.kind)
         send(channel, value)
       }
     })
     await import(${JSON.stringify(pathToFileURL(join(FOLDER, 'out/main/electron.js')).href)})`,
  )
  return folder
}

function startHeadless(dataDir: string) {
  const env = { PATH: process.env['PATH'], HOME: dataDir, BAYLINE_DATA_DIR: join(dataDir, 'shop') }
  const child = spawn(process.execPath, [join(FOLDER, 'out/main/headless.js')], { env })
  let output = ''
  /** It listens before its core holds the folder. */
  const coreReady = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        if (output.includes('"core ready"')) resolve()
      })
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { child, coreReady, ended, output: () => output }
}
const runHeadless = async (dataDir: string) => {
  const { ended, output } = startHeadless(dataDir)
  const code = await ended
  return { code, output: output() }
}

describe('the ways out', () => {
  it('A-JOURNAL: a quit closes the window, then the core, which leaves no log behind, then ends; the next start finds everything', async () => {
    const dataDir = newFolder()
    const app = await launchApp({ dataDir })
    const owner = await setUpShop(app)
    // The log of the database goes with the core; the core's own line comes down another pipe, in an order of its own.
    await app.electron.evaluate(
      ({ app: host, BrowserWindow }, log) => {
        const { existsSync: isThere } = process.getBuiltinModule('node:fs')
        const say = (what: string) => void process.stderr.write(`order ${what}, core ${isThere(log) ? 'open' : 'closed'}\n`)
        for (const name of ['before-quit', 'will-quit', 'quit'] as const) host.on(name as 'quit', () => say(name))
        BrowserWindow.getAllWindows()[0]?.on('closed', () => say('closed'))
      },
      join(dataDir, 'shop/bayline.db-wal'),
    )
    await app.electron.close()
    expect(await app.ended).toBe(0)
    const order = app.lines.flatMap((line) => (line.startsWith('order ') ? [line.slice(6)] : []))
    expect(order).toEqual(['before-quit, core open', 'closed, core open', 'will-quit, core open', 'quit, core closed'])
    expect(events(app.lines)).toContain('core closed')
    expect(readdirSync(join(dataDir, 'shop')).filter((name) => name.startsWith('bayline.db-'))).toEqual([])

    const again = await launchApp({ dataDir })
    expect(await again.call('auth.me', {}, owner)).toMatchObject({ ok: true, value: { user: { name: 'Ada Owner' } } })
    await again.electron.close()
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('A-JOURNAL: %s ends it as a quit does', async (signal) => {
    const app = await launchApp()
    await setUpShop(app)
    app.electron.process().kill(signal)
    expect(await app.ended).toBe(0)
    expect(events(app.lines)).toContain('core closed')
    expect(existsSync(join(app.dataDir, 'shop/bayline.db-wal'))).toBe(false)
  })

  it('A-JOURNAL: the end of the session of Windows ends it as a quit does', async () => {
    const app = await launchApp()
    await setUpShop(app)
    await app.electron
      .evaluate(({ BrowserWindow }) => {
        const window = BrowserWindow.getAllWindows()[0]
        window?.emit('query-session-end', { reasons: ['shutdown'], preventDefault: () => undefined })
        window?.emit('session-end', { reasons: ['shutdown'] })
      })
      .catch(() => undefined) // it may be gone before it answers
    expect(await app.ended).toBe(0)
    expect(existsSync(join(app.dataDir, 'shop/bayline.db-wal'))).toBe(false)
  })

  it.each([
    ['a throw in a handler', true],
    ['a promise that nobody waits for', false],
  ])('OPS-HEALTH: %s ends the program with a line, a note and an error code', async (_what, isThrown) => {
    const app = await launchApp()
    const owner = await setUpShop(app)
    await app.electron
      .evaluate((_electron, thrown) => {
        const planted = new Error('planted')
        if (!thrown) return void Promise.reject(planted)
        setTimeout(() => {
          throw planted
        })
      }, isThrown)
      .catch(() => undefined) // it may be gone before it answers
    expect(await app.ended).toBe(1)
    expect(app.lines).toContain('Bayline ended because of an error: planted')
    expect(crashNotes(app).join()).toContain('Error: planted')

    const again = await launchApp({ dataDir: app.dataDir })
    expect(await again.call('auth.me', {}, owner)).toMatchObject({ ok: true })
    await again.electron.close()
  })

  it('OPS-HEALTH: a core that dies starts the program again at most three times, and the next page is told', async () => {
    const folder = appWithThread()
    const dataDir = newFolder()
    const die = async (told: string[]) => {
      const app = await launchApp({ dataDir, folder })
      await app.call('workspace.welcome', {}) // the page may be there before the core is
      await expect.poll(() => app.electron.evaluate(() => (globalThis as unknown as { told: string[] }).told)).toEqual(told) // kept by appWithThread
      await app.electron
        .evaluate(({ app: host, dialog }) => {
          host.relaunch = () => void process.stderr.write('relaunch asked\n')
          dialog.showErrorBox = (_title, text) => void process.stderr.write(`box: ${text}\n`)
          void (globalThis as unknown as { coreThread: { terminate(): Promise<number> } }).coreThread.terminate() // kept by appWithThread
        })
        .catch(() => undefined) // it may be gone before it answers
      expect(await app.ended).toBe(1)
      expect(app.lines).toContain('The core ended unexpectedly: the core ended with code 1. Nothing that was saved is lost.')
      return app.lines.flatMap((line) => /^relaunch asked|^box: The core of Bayline stopped several times/.exec(line) ?? [])
    }
    expect(await die([])).toEqual(['relaunch asked'])
    expect(await die(['restarted'])).toEqual(['relaunch asked'])
    expect(await die(['restarted'])).toEqual(['relaunch asked'])
    expect(await die(['restarted'])).toEqual(['box: The core of Bayline stopped several times'])
  })

  it('OPS-HEALTH: a page that crashed comes back by itself, and the core has noticed nothing', async () => {
    const app = await launchApp()
    const owner = await setUpShop(app)
    await app.electron.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      contents?.on('render-process-gone', (_event, { reason }) => void process.stderr.write(`page gone ${reason}\n`))
      contents?.on('did-finish-load', () => void process.stderr.write('page back\n'))
      contents?.forcefullyCrashRenderer()
    })
    await expect.poll(() => app.lines.filter((line) => line.startsWith('page '))).toEqual([expect.stringMatching(/^page gone (crashed|killed)$/), 'page back'])
    expect(app.lines.join('\n')).toMatch(/The page ended: (crashed|killed), code \d+\./)
    const title = await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL())
    expect(title).toBe('app://bayline/')
    await app.electron.close()
    const again = await launchApp({ dataDir: app.dataDir })
    expect(await again.call('auth.me', {}, owner)).toMatchObject({ ok: true })
    await again.electron.close()
  })

  it('ARCH-LAYERS: a second start on the same shop hands its link to the first and ends', async () => {
    const app = await launchApp()
    await app.bridge.evaluate((bayline) => {
      const heard: ShellEvent[] = []
      Object.assign(globalThis, { heard })
      bayline.onShell((event) => void heard.push(event))
    })
    const second = await runApp({ dataDir: app.dataDir, args: ['bayline://open/vehicles/7'] })
    expect(second.code).toBe(0)
    expect(second.output).not.toContain('core ready')
    await expect.poll(() => app.page.evaluate(() => (globalThis as unknown as { heard: ShellEvent[] }).heard)).toEqual([{ kind: 'open', path: '/vehicles/7' }])
    await app.electron.close()
  })

  it('A-JOURNAL: the window and the headless shell never open one shop at the same time', async () => {
    const app = await launchApp()
    const refused = await runHeadless(app.dataDir)
    expect(refused).toMatchObject({ code: 1, output: expect.stringMatching(/^Bayline is already running on the data in .*$/m) as string })
    await app.electron.close()

    const dataDir = newFolder()
    const headless = startHeadless(dataDir)
    await headless.coreReady
    const { code, output } = await runApp({ dataDir })
    expect(code).toBe(1)
    expect(output).toMatch(/^Bayline is already running on the data in .*Use its window, or close it and start again\.$/m)
    headless.child.kill('SIGTERM')
    expect(await headless.ended).toBe(0)
  })

  it('A-JOURNAL: a killed program leaves nothing running and nothing lost', async () => {
    const app = await launchApp()
    const owner = await setUpShop(app)
    app.electron.process().kill('SIGKILL')
    await app.ended
    const again = await launchApp({ dataDir: app.dataDir })
    expect(await again.call('auth.me', {}, owner)).toMatchObject({ ok: true })
    await again.electron.close()
  })

  it('CFG-VALID: a wrong setting stops the start with one line that names it', async () => {
    const { code, output } = await runApp({ env: { BAYLINE_KIOSK: 'perhaps' } })
    expect(code).toBe(1)
    expect(output).toMatch(/^Wrong setting: BAYLINE_KIOSK: .*Correct the environment variable and start again\.$/m)
  })
})
