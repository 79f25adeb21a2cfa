import { EventEmitter } from 'node:events'
import type { App, BrowserWindow } from 'electron'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLifecycle } from './lifecycle.ts'

function made(options: { startFails?: boolean; shutdownFails?: boolean } = {}) {
  const order: string[] = []
  const said: string[] = []
  const closed = Promise.withResolvers<void>()
  const app = Object.assign(new EventEmitter(), {
    quit: () => void order.push('quit'),
    exit: (code: number) => void order.push(`exit ${code}`),
  })
  const core = {
    shutdown: () => {
      order.push('core.shutdown')
      return options.shutdownFails ? Promise.reject(new Error('no')) : closed.promise
    },
    shutdownNow: (ms: number) => {
      order.push(`core.shutdownNow ${ms}`)
      return true
    },
  }
  const started = options.startFails ? Promise.reject(new Error('refused')) : Promise.resolve(core)
  started.catch(() => undefined)
  const lifecycle = createLifecycle(app as unknown as App, started, (line) => said.push(line)) // the members that it uses
  const window = new EventEmitter()
  lifecycle.watch(window as unknown as BrowserWindow) // only listened to
  const willQuit = () => {
    let prevented = false
    app.emit('will-quit', { preventDefault: () => void (prevented = true) })
    return prevented
  }
  return { lifecycle, order, said, closed, willQuit, window }
}

describe('the way out', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('A-JOURNAL: the core closes between the last window and the end, once however often it is asked', async () => {
    const { order, closed, willQuit } = made()
    expect(willQuit()).toBe(true)
    expect(willQuit()).toBe(true)
    await vi.advanceTimersByTimeAsync(0)
    expect(order).toEqual(['core.shutdown'])
    closed.resolve()
    await vi.advanceTimersByTimeAsync(0)
    expect(order).toEqual(['core.shutdown', 'exit 0'])
    expect(willQuit()).toBe(false)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(order).toEqual(['core.shutdown', 'exit 0'])
  })

  it('A-JOURNAL: a core that does not end in 10 s is left, with a line that says so', async () => {
    const { order, said, willQuit } = made()
    willQuit()
    await vi.advanceTimersByTimeAsync(9_999)
    expect(order).toEqual(['core.shutdown'])
    await vi.advanceTimersByTimeAsync(1)
    expect(order).toEqual(['core.shutdown', 'exit 1'])
    expect(said).toEqual(['The core did not end within 10 s. Nothing that was saved is lost.'])
  })

  it.each([{ startFails: true }, { shutdownFails: true }])('A-JOURNAL: a core that cannot close is left with an error code: %j', async (options) => {
    const { order, willQuit } = made(options)
    willQuit()
    await vi.advanceTimersByTimeAsync(0)
    expect(order.at(-1)).toBe('exit 1')
  })

  it('A-JOURNAL: the end of the Windows session starts the closing at its first word and waits standing still at its last', async () => {
    const { order, window, lifecycle } = made()
    await vi.advanceTimersByTimeAsync(0)
    window.emit('query-session-end', {})
    window.emit('query-session-end', {})
    expect(lifecycle.mayClose()).toBe(true)
    await vi.advanceTimersByTimeAsync(0)
    window.emit('session-end', {})
    expect(order).toEqual(['core.shutdown', 'core.shutdownNow 2000'])
    await vi.advanceTimersByTimeAsync(3_000)
    expect(order.at(-1)).toBe('exit 1')
  })

  it('KIOSK-MODE: a window may close only once somebody entitled asked for the end', () => {
    const { lifecycle, order } = made()
    expect(lifecycle.mayClose()).toBe(false)
    lifecycle.quit()
    expect([lifecycle.mayClose(), order]).toEqual([true, ['quit']])
  })

  it('OPS-HEALTH: without a core the end comes at once', () => {
    const { lifecycle, order } = made()
    lifecycle.abandon()
    lifecycle.abandon()
    expect([order, lifecycle.mayClose()]).toEqual([['exit 1'], true])
  })
})
