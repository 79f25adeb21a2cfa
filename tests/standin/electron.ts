import { spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as Electron from 'electron'
import { byTarget, WebContents } from './contents.ts'
import { host, type OpenedPage } from './host.ts'
import { preventable, strict } from './strict.ts'

/*
 * The stand-in for the module `electron`, for tests where its runtime cannot be had. Each object is declared against the installed
 * types, holds only what the shell, Playwright and the tests use, and throws for anything else. What cannot be true here (screens,
 * power, dialogs, permissions of Chromium) is an emitter or throws; tests answer for it by replacing the member, as they would on
 * the real runtime.
 */

const beforeReady = (what: string): void => {
  if (host.isReady) throw new Error(`${what} can only be called before app is ready`)
}
const afterReady = (what: string): void => {
  if (!host.isReady) throw new Error(`${what} can't be used before the app 'ready' event`)
}
const nobody = (what: string) => (): never => {
  throw new Error(`nobody answers ${what} in a test: replace it with app.evaluate`)
}

const paths: Record<string, string> = { home: homedir(), temp: tmpdir(), documents: join(homedir(), 'Documents'), appData: join(homedir(), '.config') }
let manifest = { name: 'bayline', version: '0.0.0' }
/** As in Electron: set while a quit goes round the windows, unset when one of them or will-quit vetoes. */
let quitting = false
let shutDown = false
let lockFolder: string | undefined
/** What a person can see happen only on the real runtime; tests read it as `app.standin`. */
const record = { relaunches: 0, sandboxed: false, hardwareAcceleration: true, errorBoxes: [] as string[] }

function gone(code: number): void {
  if (shutDown) return
  shutDown = true
  host.app.emit('quit', {}, code)
  if (lockFolder) rmSync(lockFolder, { recursive: true, force: true })
  const end = () => process.exit(code)
  if (host.hasBrowser)
    void host
      .browser()
      .then((browser) => browser.close())
      .then(end, end)
  else end()
}

export const app = strict(
  'app',
  Object.assign(host.app, {
    name: manifest.name,
    isPackaged: process.env['STANDIN_PACKAGED'] === '1',
    standin: record,
    getVersion: () => manifest.version,
    getLocale: () => 'en-US',
    getPath: (name: string) => {
      const path = paths[name]
      if (path === undefined) throw new Error(`Failed to get '${name}' path`)
      return path
    },
    setPath: (name: string, path: string) => {
      paths[name] = path
    },
    whenReady: () => (host.isReady ? Promise.resolve() : new Promise<void>((resolve) => host.app.once('ready', () => resolve()))),
    isReady: () => host.isReady,
    enableSandbox: () => {
      beforeReady('app.enableSandbox()')
      record.sandboxed = true
    },
    disableHardwareAcceleration: () => {
      beforeReady('app.disableHardwareAcceleration()')
      record.hardwareAcceleration = false
    },
    requestSingleInstanceLock,
    relaunch: () => {
      record.relaunches += 1
    },
    quit: () => {
      if (quitting) return
      const before = preventable({})
      host.app.emit('before-quit', before)
      if (before.defaultPrevented) return
      quitting = true
      for (const window of BrowserWindow.getAllWindows()) {
        window.close()
        if (!window.isDestroyed()) return void (quitting = false)
      }
      const will = preventable({})
      host.app.emit('will-quit', will)
      if (will.defaultPrevented) quitting = false
      else gone(0)
    },
    exit: (code = 0) => {
      quitting = true
      for (const window of BrowserWindow.getAllWindows()) window.destroy()
      gone(code)
    },
  }),
) satisfies Pick<
  Electron.App,
  | 'name'
  | 'isPackaged'
  | 'getVersion'
  | 'getLocale'
  | 'getPath'
  | 'setPath'
  | 'whenReady'
  | 'isReady'
  | 'enableSandbox'
  | 'disableHardwareAcceleration'
  | 'requestSingleInstanceLock'
  | 'relaunch'
  | 'quit'
  | 'exit'
>

/** A folder in userData that the first process makes; a later one leaves its message there, which the first watches for. */
function requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
  const folder = join(app.getPath('userData'), 'SingletonLock')
  const owner = join(folder, 'pid')
  const isAlive = (pid: number) => {
    try {
      return process.kill(pid, 0)
    } catch {
      return false
    }
  }
  if (existsSync(owner) && isAlive(Number(readFileSync(owner, 'utf8')))) {
    writeFileSync(join(folder, `${process.pid}.json`), JSON.stringify({ argv: process.argv, cwd: process.cwd(), additionalData }))
    return false
  }
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(owner, String(process.pid))
  lockFolder = folder
  const seen = new Set<string>()
  watch(folder, (_kind, name) => {
    if (!name?.endsWith('.json') || seen.has(name)) return
    setTimeout(() => {
      if (seen.has(name)) return
      seen.add(name)
      const {
        argv,
        cwd,
        additionalData: sent,
      } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { argv: string[]; cwd: string; additionalData: unknown } // written above
      host.app.emit('second-instance', preventable({}), argv, cwd, sent)
    }, 50)
  }).unref()
  return true
}

const windows: BrowserWindow[] = []

export class BrowserWindow
  extends EventEmitter
  implements
    Pick<
      Electron.BrowserWindow,
      | 'id'
      | 'loadURL'
      | 'getBounds'
      | 'close'
      | 'destroy'
      | 'isDestroyed'
      | 'show'
      | 'isVisible'
      | 'focus'
      | 'isMinimized'
      | 'minimize'
      | 'restore'
      | 'setKiosk'
      | 'isKiosk'
    >
{
  readonly id = windows.length + 1
  readonly options: Electron.BrowserWindowConstructorOptions
  readonly webContents: WebContents['strict']
  readonly #contents: WebContents
  #state = { visible: true, kiosk: false, minimized: false, destroyed: false }

  constructor(options: Electron.BrowserWindowConstructorOptions = {}, opened?: OpenedPage) {
    super()
    afterReady('BrowserWindow')
    this.options = options
    this.#state.visible = options.show ?? true
    this.#state.kiosk = options.kiosk ?? false
    this.#contents = new WebContents(options, opened)
    this.webContents = this.#contents.strict
    this.#contents.once('did-finish-load', () => this.emit('ready-to-show', {}))
    this.strict = strict('BrowserWindow', this)
    windows.push(this.strict)
    return this.strict
  }
  readonly strict: BrowserWindow

  static getAllWindows(): BrowserWindow[] {
    return [...windows]
  }
  static fromWebContents(contents: { id: number }): BrowserWindow | null {
    return windows.find((window) => window.webContents.id === contents.id) ?? null
  }
  loadURL(url: string): Promise<void> {
    return this.#contents.loadURL(url)
  }
  getBounds(): Electron.Rectangle {
    const { x = 0, y = 0, width = 800, height = 600 } = this.options
    return { x, y, width, height }
  }
  close(): void {
    if (this.#state.destroyed) return
    const event = preventable({})
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }
  destroy(): void {
    if (this.#state.destroyed) return
    this.#state.destroyed = true
    windows.splice(windows.indexOf(this.strict), 1)
    this.#contents.destroy()
    this.emit('closed', {})
    if (windows.length > 0 || quitting) return
    if (host.app.listenerCount('window-all-closed') > 0) host.app.emit('window-all-closed')
    else setImmediate(() => app.quit())
  }
  isDestroyed(): boolean {
    return this.#state.destroyed
  }
  show(): void {
    this.#state.visible = true
  }
  isVisible(): boolean {
    return this.#state.visible
  }
  focus(): void {
    this.emit('focus', {})
  }
  isMinimized(): boolean {
    return this.#state.minimized
  }
  minimize(): void {
    this.#state.minimized = true
  }
  restore(): void {
    this.#state.minimized = false
  }
  setKiosk(on: boolean): void {
    this.#state.kiosk = on
  }
  isKiosk(): boolean {
    return this.#state.kiosk
  }
}
host.adopt = (options, opened) => new BrowserWindow(options, opened) as unknown as Electron.BrowserWindow // member by member as far as they go
host.windowOf = (contents) => windows.find((window) => window.webContents.id === (contents as { id: number }).id) // called with WebContents only

export const webContents = strict('webContents', {
  fromDevToolsTargetId: (targetId: string) => byTarget.get(targetId)?.strict,
  getAllWebContents: () => [...byTarget.values()].map((contents) => contents.strict),
}) satisfies Pick<typeof Electron.webContents, 'fromDevToolsTargetId' | 'getAllWebContents'>

export const ipcMain = strict('ipcMain', {
  handle: (channel: string, listener: (event: Electron.IpcMainInvokeEvent, ...values: unknown[]) => unknown) => {
    if (host.handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    host.handlers.set(channel, listener as (event: object, ...values: unknown[]) => unknown) // called with the event that contents.ts makes
  },
}) satisfies Pick<Electron.IpcMain, 'handle'>

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged: (schemes: Electron.CustomScheme[]) => {
    beforeReady('protocol.registerSchemesAsPrivileged')
    for (const { scheme, privileges } of schemes) if (privileges?.standard) host.schemes.add(scheme)
  },
  handle: (scheme: string, handler: (request: Request) => Response | Promise<Response>) => {
    afterReady('protocol.handle')
    host.protocols.set(scheme, handler)
  },
}) satisfies Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle'>

export const defaultSession = strict(
  'session',
  Object.assign(new EventEmitter(), {
    setPermissionCheckHandler: () => undefined,
    setPermissionRequestHandler: () => undefined,
    setDevicePermissionHandler: () => undefined,
    setDisplayMediaRequestHandler: () => undefined,
    setBluetoothPairingHandler: () => undefined,
    setSpellCheckerEnabled: () => undefined,
    webRequest: strict('webRequest', {
      onBeforeRequest: (listener: typeof host.onBeforeRequest) => {
        host.onBeforeRequest = listener
      },
    }),
  }),
) satisfies Pick<
  Electron.Session,
  | 'setPermissionCheckHandler'
  | 'setPermissionRequestHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setBluetoothPairingHandler'
  | 'setSpellCheckerEnabled'
>
export const session = strict('session', {
  get defaultSession() {
    afterReady('session.defaultSession')
    return defaultSession
  },
})

export const Menu = strict('Menu', {
  setApplicationMenu: (_menu: Electron.Menu | null) => undefined,
  buildFromTemplate: nobody('a menu') as (typeof Electron.Menu)['buildFromTemplate'], // never returns
}) satisfies Pick<typeof Electron.Menu, 'setApplicationMenu' | 'buildFromTemplate'>
export const crashReporter = strict('crashReporter', {
  start: (options: Electron.CrashReporterStartOptions) => {
    if (options.uploadToServer !== false) throw new Error('a test does not upload')
    beforeReady('crashReporter.start')
  },
}) satisfies Pick<Electron.CrashReporter, 'start'>
export const dialog = strict('dialog', {
  showErrorBox: (title: string, content: string) => {
    record.errorBoxes.push(`${title}: ${content}`)
  },
  showMessageBox: nobody('dialog.showMessageBox') as Electron.Dialog['showMessageBox'], // never returns
  showSaveDialog: nobody('dialog.showSaveDialog') as Electron.Dialog['showSaveDialog'], // never returns
}) satisfies Pick<Electron.Dialog, 'showErrorBox' | 'showMessageBox' | 'showSaveDialog'>
export const shell = strict('shell', { openPath: nobody('shell.openPath') as Electron.Shell['openPath'] }) satisfies Pick<Electron.Shell, 'openPath'> // never returns
/** A plain Node; as on the real runtime it does not outlive the app. */
export const utilityProcess = strict('utilityProcess', {
  fork: (entry: string, args: string[], { env }: { env: Record<string, string> }) => {
    afterReady('utilityProcess.fork()')
    return spawn(process.execPath, [entry, ...args], { env: { PATH: process.env['PATH'], ...env, BAYLINE_PARENT_PIPE: '1' }, stdio: 'pipe' })
  },
})
export const powerMonitor = strict('powerMonitor', new EventEmitter())
/** One screen, until a test says otherwise. */
export const screen = strict(
  'screen',
  Object.assign(new EventEmitter(), {
    getAllDisplays: () => [{ id: 1, bounds: { x: 0, y: 0, width: 1920, height: 1080 } }] as Electron.Display[], // the members that the shell reads
    getDisplayMatching: (_place: Electron.Rectangle) => ({ id: 1 }) as Electron.Display,
  }),
) satisfies Pick<Electron.Screen, 'getAllDisplays' | 'getDisplayMatching'>
export const powerSaveBlocker = strict('powerSaveBlocker', { start: (_type: 'prevent-app-suspension' | 'prevent-display-sleep') => 1 }) satisfies Pick<
  Electron.PowerSaveBlocker,
  'start'
>

/** Called by launch.ts once the program's entry has been evaluated: from here on it is too late for what must come before. */
export function becomeReady(): void {
  host.sessionData = app.getPath('sessionData')
  host.isReady = true
  host.app.emit('ready', {}, {})
}
export function describe(facts: { name: string; version: string }, electronVersion: string): void {
  manifest = facts
  host.version = electronVersion
}
