import type { App, BrowserWindow, Dialog, PowerMonitor } from 'electron'
import type { CoreClient } from '../platform/core-client.ts'
import type { Events } from './events.ts'
import type { Lifecycle } from './lifecycle.ts'
import { showPage } from './page.ts'
import { RELOAD_AFTER_MS, type Recovery } from './recovery.ts'
import { RECOVERY_PATH, textsFor } from './texts.ts'

const UNANSWERED_MS = 20_000

/** Brings a page back that died or does not answer. Main and core carry on meanwhile; a kiosk asks nobody. */
export function watchPage(
  window: BrowserWindow,
  recovery: Recovery,
  options: { kiosk: boolean; dialog: Pick<Dialog, 'showMessageBox'>; locale: string; say: (line: string) => void },
): void {
  const { webContents } = window
  webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return
    options.say(`The page ended: ${reason}, code ${exitCode}.`)
    if (recovery.meet('page') === 'recoveryPage') return showPage(window, RECOVERY_PATH)
    setTimeout(() => {
      if (!window.isDestroyed()) webContents.reload()
    }, RELOAD_AFTER_MS)
  })

  const endPage = () => {
    if (!window.isDestroyed()) webContents.forcefullyCrashRenderer()
  }
  const ask = async () => {
    const { notResponding, wait, reload } = textsFor(options.locale)
    const { response } = await options.dialog.showMessageBox(window, {
      type: 'warning',
      message: notResponding,
      buttons: [wait, reload],
      defaultId: 0,
      cancelId: 0,
    })
    if (response === 1) endPage()
  }
  let unanswered: NodeJS.Timeout | undefined
  webContents.on('unresponsive', () => {
    clearTimeout(unanswered)
    if (options.kiosk) unanswered = setTimeout(endPage, UNANSWERED_MS)
    else void ask()
  })
  webContents.on('responsive', () => clearTimeout(unanswered))
}

/** A graphics process that keeps dying takes the window with it: the program starts again without it. */
export function watchGpu(app: Pick<App, 'on' | 'relaunch'>, recovery: Recovery, lifecycle: Pick<Lifecycle, 'quit'>): void {
  app.on('child-process-gone', (_event, { type, reason }) => {
    if (type !== 'GPU' || reason === 'clean-exit' || recovery.meet('gpu') !== 'restartWithoutGpu') return
    app.relaunch()
    lifecycle.quit()
  })
}

/** Without its core the program is an empty window: it starts again, and stops when that does not help. */
export function watchCore(
  core: Pick<CoreClient, 'onCrash'>,
  recovery: Recovery,
  out: { lifecycle: Pick<Lifecycle, 'mayClose' | 'abandon'>; relaunch: () => void; giveUp: () => void; say: (line: string) => void },
): void {
  core.onCrash((error) => {
    out.say(`The core ended unexpectedly: ${error.message}. Nothing that was saved is lost.`)
    if (out.lifecycle.mayClose()) return out.lifecycle.abandon()
    if (recovery.meet('core') !== 'restart') return out.giveUp()
    out.relaunch()
    out.lifecycle.abandon()
  })
}

type Machine = { app: Pick<App, 'on'>; powerMonitor: PowerMonitor; core: Promise<Pick<CoreClient, 'wake'>> }
/** Sleep, wake and the end of the session. Whoever comes back to the machine need not wait until sync tries again by itself. */
export function watchMachine(window: BrowserWindow, { app, powerMonitor, core }: Machine, events: Events, lifecycle: Lifecycle): void {
  const wake = () => void core.then((running) => running.wake()).catch(() => undefined) // told where the core is started
  powerMonitor.on('suspend', () => events.tell({ kind: 'suspended' }))
  powerMonitor.on('resume', () => {
    if (!window.isDestroyed()) window.webContents.invalidate() // some drivers leave it black
    events.tell({ kind: 'resumed' })
    wake()
  })
  powerMonitor.on('unlock-screen', wake)
  powerMonitor.on('shutdown', lifecycle.sessionEnds)
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  lifecycle.watch(window)
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, lifecycle.quit)
}
