import { EventEmitter } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App, BrowserWindow, PowerMonitor } from 'electron'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ShellEvent } from '#shared/contract/shell.ts'
import { openRecovery } from './recovery.ts'
import { watchCore, watchGpu, watchMachine, watchPage } from './watch.ts'

const recovery = () => openRecovery(join(mkdtempSync(join(tmpdir(), 'bayline-watch-')), 'incidents.json'), '1', Date.now)

function page(kiosk: boolean, answer = 0) {
  const calls: string[] = []
  const webContents = Object.assign(new EventEmitter(), {
    reload: () => void calls.push('reload'),
    forcefullyCrashRenderer: () => void calls.push('crash'),
    invalidate: () => void calls.push('repaint'),
  })
  const window = Object.assign(new EventEmitter(), {
    webContents,
    isDestroyed: () => false,
    isMinimized: () => true,
    restore: () => void calls.push('restore'),
    focus: () => void calls.push('focus'),
    loadURL: (url: string) => Promise.resolve(void calls.push(url)),
  })
  const dialog = {
    showMessageBox: () => {
      calls.push('ask')
      return Promise.resolve({ response: answer, checkboxChecked: false })
    },
  }
  watchPage(window as unknown as BrowserWindow, recovery(), { kiosk, dialog, locale: 'ar-EG', say: (line) => calls.push(line) }) // the members that it uses
  return { calls, webContents, window: window as unknown as BrowserWindow }
}

describe('what goes wrong outside', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('OPS-HEALTH: a page that died is loaded again after five seconds, the fourth time the static page comes', async () => {
    const { calls, webContents } = page(true)
    webContents.emit('render-process-gone', {}, { reason: 'clean-exit', exitCode: 0 })
    expect(calls).toEqual([])
    for (const reason of ['crashed', 'oom', 'killed', 'crashed']) {
      webContents.emit('render-process-gone', {}, { reason, exitCode: 5 })
      await vi.advanceTimersByTimeAsync(4_999)
      expect(calls.at(-1)).not.toBe('reload')
      await vi.advanceTimersByTimeAsync(1)
    }
    expect(calls.filter((call) => call === 'reload')).toHaveLength(3)
    expect(calls.at(-1)).toBe('app://bayline/-recovery')
    expect(calls[0]).toBe('The page ended: crashed, code 5.')
  })

  it('KIOSK-MODE: a kiosk page that does not answer for 20 s is ended, one that answers in time is not', async () => {
    const { calls, webContents } = page(true)
    webContents.emit('unresponsive')
    await vi.advanceTimersByTimeAsync(19_000)
    webContents.emit('responsive')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(calls).toEqual([])
    webContents.emit('unresponsive')
    await vi.advanceTimersByTimeAsync(20_000)
    expect(calls).toEqual(['crash'])
  })

  it.each([
    [0, ['ask']],
    [1, ['ask', 'crash']],
  ])('OPS-HEALTH: at a desk the person decides: answer %i leads to %j', async (answer, expected) => {
    const { calls, webContents } = page(false, answer)
    webContents.emit('unresponsive')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(calls).toEqual(expected)
  })

  it('OPS-HEALTH: the graphics process may die twice, then the program starts without it; other processes do not count', () => {
    const app = Object.assign(new EventEmitter(), { relaunch: () => void calls.push('relaunch') })
    const calls: string[] = []
    watchGpu(app as unknown as App, recovery(), { quit: () => void calls.push('quit') }) // the members that it uses
    const die = (type: string, reason = 'crashed') => app.emit('child-process-gone', {}, { type, reason })
    for (let i = 0; i < 5; i++) die('Utility')
    for (let i = 0; i < 5; i++) die('GPU', 'clean-exit')
    die('GPU')
    die('GPU')
    expect(calls).toEqual([])
    die('GPU')
    expect(calls).toEqual(['relaunch', 'quit'])
  })

  it('OPS-HEALTH: a core that stopped starts the program again, three times; at the way out it only ends', () => {
    const calls: string[] = []
    const listeners: ((error: Error) => void)[] = []
    let ending = false
    watchCore({ onCrash: (listener) => void listeners.push(listener) }, recovery(), {
      lifecycle: { mayClose: () => ending, abandon: () => void calls.push('abandon') },
      relaunch: () => void calls.push('relaunch'),
      giveUp: () => void calls.push('giveUp'),
      say: (line) => expect(line).toContain('out of memory'),
    })
    for (let i = 0; i < 4; i++) for (const listener of listeners) listener(new Error('out of memory'))
    expect(calls).toEqual(['relaunch', 'abandon', 'relaunch', 'abandon', 'relaunch', 'abandon', 'giveUp'])
    ending = true
    for (const listener of listeners) listener(new Error('out of memory'))
    expect(calls.at(-1)).toBe('abandon')
  })

  it('OPS-HEALTH SYNC-OFFLINE: sleep and wake are told, to sync too, a second start brings the window forward, and the end of the machine is the end', async () => {
    const { calls, window } = page(false)
    const [app, powerMonitor] = [new EventEmitter(), new EventEmitter()]
    const told: ShellEvent[] = []
    const quit = () => void calls.push('quit')
    watchMachine(
      window,
      { app: app as unknown as App, powerMonitor: powerMonitor as unknown as PowerMonitor, core: Promise.resolve({ wake: () => void calls.push('wake') }) }, // only listened to
      { tell: (event) => void told.push(event), deliver: () => undefined },
      { quit, abandon: () => undefined, mayClose: () => false, sessionEnds: () => void calls.push('session ends'), watch: () => void calls.push('watched') },
    )
    powerMonitor.emit('suspend')
    powerMonitor.emit('resume')
    app.emit('second-instance')
    powerMonitor.emit('shutdown')
    expect(told).toEqual([{ kind: 'suspended' }, { kind: 'resumed' }])
    expect(calls).toEqual(['watched', 'repaint', 'restore', 'focus', 'session ends'])
    await vi.runAllTimersAsync()
    powerMonitor.emit('unlock-screen')
    await vi.runAllTimersAsync()
    expect(calls.slice(5)).toEqual(['wake', 'wake'])
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      expect(process.listeners(signal)).toContain(quit)
      process.removeListener(signal, quit)
    }
  })
})
