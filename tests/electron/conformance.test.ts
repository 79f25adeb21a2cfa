import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { IS_STANDIN, newFolder, runApp } from '#tests/support/electron.ts'

/*
 * What our shell relies on in Electron, asked of whatever stands at EXECUTABLE: today the stand-in, with BAYLINE_ELECTRON the real
 * runtime, whose first run is the acceptance test of the stand-in.
 */

/** Runs a small program and returns what it reported with `tell(name, value)`. */
async function run(main: string, preload = ''): Promise<{ code: number | null; told: Record<string, unknown>; output: string }> {
  const folder = newFolder()
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'conformance', version: '3.2.1', type: 'module', main: 'main.js' }))
  writeFileSync(join(folder, 'preload.cjs'), preload)
  writeFileSync(
    join(folder, 'main.js'),
    `import * as electron from 'electron'
     import { join } from 'node:path'
     const { app, BrowserWindow, ipcMain, protocol, session } = electron
     const told = {}
     const tell = (name, value) => { told[name] = value }
     const refusal = (work) => { try { work(); return null } catch (error) { return error.message } }
     const finish = () => { process.stdout.write('TOLD ' + JSON.stringify(told) + '\\n'); app.exit(0) }
     app.setPath('userData', ${JSON.stringify(join(folder, 'user'))})
     app.setPath('sessionData', ${JSON.stringify(join(folder, 'session'))})
     const preload = ${JSON.stringify(join(folder, 'preload.cjs'))}
     const page = (window) => window.loadURL('app://test/')
     const serve = (body) => protocol.handle('app', () => new Response(body ?? '<!doctype html><title>t</title>', { headers: { 'content-type': 'text/html' } }))
     ${main}`,
  )
  const { code, output } = await runApp({ folder })
  const line = output.split('\n').find((text) => text.startsWith('TOLD '))
  return { code, told: line ? (JSON.parse(line.slice(5)) as Record<string, unknown>) : {}, output }
}
const SCHEME = `protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }])`

describe('the electron that the shell runs on', () => {
  it('QA-E2E: ready comes after the whole entry, and what must come before is refused afterwards', async () => {
    const { code, told } = await run(`
      tell('before', app.isReady())
      tell('window', refusal(() => new BrowserWindow()))
      tell('session', refusal(() => session.defaultSession))
      ${SCHEME}
      app.enableSandbox()
      await new Promise((resolve) => setTimeout(resolve, 20))
      tell('stillBefore', app.isReady())
      app.whenReady().then(() => {
        tell('after', app.isReady())
        tell('sandbox', refusal(() => app.enableSandbox()))
        tell('schemes', refusal(() => protocol.registerSchemesAsPrivileged([])))
        tell('gpu', refusal(() => app.disableHardwareAcceleration()))
        tell('version', app.getVersion())
        tell('packaged', app.isPackaged)
        finish()
      })`)
    expect(code).toBe(0)
    expect(told).toMatchObject({ before: false, stillBefore: false, after: true, version: '3.2.1', packaged: false })
    for (const name of ['window', 'session', 'sandbox', 'schemes', 'gpu']) expect(told[name], name).toMatch(/ready/i)
  })

  it('QA-E2E: an entry that waits for ready at its top never gets it', async () => {
    const { told } = await run(`setTimeout(() => { tell('waited', app.isReady()); finish() }, 1500); await app.whenReady(); tell('reached', true)`)
    expect(told).toEqual({ waited: false })
  })

  it('QA-E2E: messages are cloned, answered by one handler, and fail by their message alone', async () => {
    const { told } = await run(
      `${SCHEME}
      app.whenReady().then(async () => {
        serve()
        ipcMain.handle('echo', (event, ...values) => values)
        ipcMain.handle('fail', () => { throw Object.assign(new TypeError('planted'), { code: 'X' }) })
        ipcMain.handle('who', (event) => ({ url: event.senderFrame.url, parent: event.senderFrame.parent, same: event.sender === window.webContents, type: event.type }))
        ipcMain.handle('done', (event, all) => { tell('all', all); finish() })
        tell('second', refusal(() => ipcMain.handle('echo', () => 1)))
        const window = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true, additionalArguments: ['--extra'] } })
        await page(window)
      })`,
      `const { ipcRenderer } = require('electron')
       const message = (promise) => promise.then(() => 'no failure', (error) => error.message + '|' + error.code)
       addEventListener('DOMContentLoaded', async () => {
         const all = {
           echo: await ipcRenderer.invoke('echo', 1, 'a', null, { b: [true] }),
           unknown: await message(ipcRenderer.invoke('nobody')),
           fail: await message(ipcRenderer.invoke('fail')),
           clone: (() => { try { ipcRenderer.invoke('echo', () => 1).catch(() => 1); return 'sent' } catch (error) { return 'refused' } })(),
           who: await ipcRenderer.invoke('who'),
           argv: process.argv.includes('--extra'),
           sandboxed: process.sandboxed,
           fs: (() => { try { require('fs'); return 'loaded' } catch (error) { return 'refused' } })(),
         }
         await ipcRenderer.invoke('done', all)
       })`,
    )
    expect(told['second']).toBe("Attempted to register a second handler for 'echo'")
    expect(told['all']).toEqual({
      echo: [1, 'a', null, { b: [true] }],
      unknown: "Error invoking remote method 'nobody': Error: No handler registered for 'nobody'|undefined",
      fail: "Error invoking remote method 'fail': TypeError: planted|undefined",
      clone: 'refused',
      who: { url: 'app://test/', parent: null, same: true, type: 'frame' },
      argv: true,
      sandboxed: true,
      fs: 'refused',
    })
  })

  it('QA-E2E: what a preload exposes is frozen, unreplaceable, and passes values, functions and promises both ways', async () => {
    const { told } = await run(
      `${SCHEME}
      app.whenReady().then(async () => {
        serve('<!doctype html><title>t</title><script>' + \`
          const out = {}
          const safe = (name, work) => { try { out[name] = work() } catch (error) { out[name] = 'threw ' + error.message } }
          safe('frozen', () => Object.isFrozen(api) && Object.isFrozen(api.deep))
          safe('value', () => api.deep.value)
          safe('sync', () => api.add(2, 3))
          safe('thrown', () => api.fail())
          safe('replaced', () => { window.api = 1; return typeof window.api })
          safe('callback', () => { let heard; api.each([1, 2], (one) => { heard = (heard ?? 0) + one }); return heard })
          safe('stop', () => typeof api.listen(() => 1))
          safe('prototype', () => api.text.length)
          Promise.all([api.later(4), api.never().catch((error) => error.message)]).then(([later, never]) => { api.report({ ...out, later, never }) })
        \` + '</scr' + 'ipt>')
        ipcMain.handle('report', (_event, out) => { tell('out', out); finish() })
        const window = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } })
        await page(window)
      })`,
      `const { contextBridge, ipcRenderer } = require('electron')
       contextBridge.exposeInMainWorld('api', {
         deep: { value: 7 }, text: 'four',
         add: (a, b) => a + b,
         fail: () => { throw new Error('planted') },
         each: (list, visit) => { for (const one of list) visit(one) },
         listen: () => () => 1,
         later: async (value) => value * 2,
         never: async () => { throw new Error('not today') },
         report: (out) => ipcRenderer.invoke('report', out),
       })`,
    )
    expect(told['out']).toMatchObject({
      frozen: true,
      value: 7,
      sync: 5,
      replaced: 'object',
      callback: 3,
      stop: 'function',
      prototype: 4,
      later: 8,
      never: 'not today',
    })
    expect((told['out'] as { thrown: string }).thrown).toMatch(/^threw .*planted/)
  })

  it('QA-E2E: a quit asks before-quit, each window, will-quit, in that order, and each may refuse', async () => {
    const { told } = await run(`
      app.whenReady().then(async () => {
        const order = []
        const window = new BrowserWindow({ show: false })
        let stage = 0
        app.on('before-quit', (event) => { order.push('before-quit'); if (stage === 0) event.preventDefault() })
        window.on('close', (event) => { order.push('close'); if (stage === 1) event.preventDefault() })
        window.on('closed', () => order.push('closed'))
        app.on('window-all-closed', () => order.push('window-all-closed'))
        app.on('will-quit', (event) => { order.push('will-quit'); event.preventDefault(); tell('order', order); setImmediate(finish) })
        const wait = () => new Promise((resolve) => setTimeout(resolve, 200))
        for (stage = 0; stage < 3; stage++) { app.quit(); await wait() }
      })`)
    expect(told['order']).toEqual(['before-quit', 'before-quit', 'close', 'before-quit', 'close', 'closed', 'will-quit'])
  })

  it('QA-E2E: loading from the program passes the navigation events by, loading from the page does not, and a refused one changes nothing', async () => {
    const { told } = await run(`
      ${SCHEME}
      app.whenReady().then(async () => {
        const seen = []
        app.on('web-contents-created', (_event, contents) => {
          contents.setWindowOpenHandler(({ url }) => { seen.push('open ' + url); return { action: 'deny' } })
          contents.on('will-navigate', (event) => { seen.push('navigate ' + event.url); if (!event.url.startsWith('app://test/')) event.preventDefault() })
        })
        protocol.handle('app', (request) => new Response(
          request.url === 'app://test/' ? '<!doctype html><script>addEventListener("load", () => { window.open("https://example.com/new"); setTimeout(() => { location.href = "https://example.com/" }, 200) })</scr' + 'ipt>' : 'second', { headers: { 'content-type': 'text/html' } }))
        const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true } })
        await page(window)
        await new Promise((resolve) => setTimeout(resolve, 900))
        tell('seen', seen)
        tell('url', window.webContents.getURL())
        tell('windows', BrowserWindow.getAllWindows().length)
        finish()
      })`)
    expect(told).toEqual({ seen: ['open https://example.com/new', 'navigate https://example.com/'], url: 'app://test/', windows: 1 })
  })

  it('QA-E2E: a member that is not there is never silently undefined', async () => {
    const { told } = await run(`
      const ask = (work) => { try { return String(work()) } catch (error) { return 'threw' } }
      tell('made up', ask(() => app.madeUpMember))
      tell('known', typeof app.getVersion)
      app.whenReady().then(finish)`)
    expect(told).toEqual({ 'made up': IS_STANDIN ? 'threw' : 'undefined', known: 'function' })
  })
})
