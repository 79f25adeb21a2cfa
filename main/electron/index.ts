import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { app, crashReporter, dialog, Menu, powerMonitor, powerSaveBlocker, protocol, screen, session, shell, utilityProcess } from 'electron'
import { readConfig, releaseFiles } from '../platform/config.ts'
import { isRefusal, spawnCore } from '../platform/core-client.ts'
import { pruneDumps } from '../platform/dumps.ts'
import { spawnInUtility } from '../platform/hub/utility.ts'
import { rendererFiles } from '../platform/renderer-files.ts'
import { refusedSwitch } from './argv.ts'
import { linkIn } from './deeplink.ts'
import { createEvents } from './events.ts'
import { createFiles } from './files.ts'
import { connect } from './ipc.ts'
import { lockKiosk } from './kiosk.ts'
import { createLifecycle, dieOfBugs } from './lifecycle.ts'
import { showPage } from './page.ts'
import { moveTo, places } from './places.ts'
import { applyPolicy } from './policy.ts'
import { SCHEMES, serveRenderer } from './protocol.ts'
import { openRecovery } from './recovery.ts'
import { textsFor } from './texts.ts'
import { watchCore, watchGpu, watchMachine, watchPage } from './watch.ts'
import { createWindow, MAC_MENU } from './window.ts'

/** The Electron shell. The order of these lines is the order of starting; what they mean stands in the files that they call. */
const here = import.meta.dirname
const say = (line: string): void => void process.stderr.write(`${line}\n`)
const refuse = (message: string): void => {
  say(message)
  dialog.showErrorBox('Bayline', message)
  app.exit(1)
}

function start(): void {
  const unsafe = app.isPackaged ? refusedSwitch(process.argv.slice(1), process.platform) : undefined
  if (unsafe) return refuse(`Bayline does not start with ${unsafe}. Remove it from the shortcut and start again.`)
  const config = readConfig(process.env, { ...releaseFiles(here), version: app.getVersion() })
  const { kiosk } = config
  const folders = places(resolve(config.dataDir), process.env, process.platform, homedir())
  moveTo(app, folders)
  dieOfBugs(app, folders.crashDumps, say)
  crashReporter.start({ uploadToServer: false })
  if (!app.requestSingleInstanceLock({ link: linkIn(process.argv) })) return app.exit(0)
  app.enableSandbox()
  Menu.setApplicationMenu(null)
  protocol.registerSchemesAsPrivileged(SCHEMES)
  const recovery = openRecovery(join(folders.userData, 'incidents.json'), app.getVersion(), Date.now)
  if (recovery.startsWithoutGpu) app.disableHardwareAcceleration()
  const events = createEvents(app, process.argv)
  if (recovery.isRestart) events.tell({ kind: 'restarted' })
  const core = spawnCore(join(here, 'worker.js'), config, spawnInUtility(app, utilityProcess, join(here, 'central.js')))
  const lifecycle = createLifecycle(app, core, say)
  core.then(
    (running) => watchCore(running, recovery, { lifecycle, relaunch: () => app.relaunch(), giveUp: () => refuse(textsFor(app.getLocale()).coreStopped), say }),
    (error: Error) => refuse(error.message),
  )
  watchGpu(app, recovery, lifecycle)
  void app.whenReady().then(() => {
    if (process.platform === 'darwin' && !kiosk) Menu.setApplicationMenu(Menu.buildFromTemplate(MAC_MENU))
    applyPolicy(app, session.defaultSession)
    serveRenderer(protocol, rendererFiles(join(here, '../renderer')))
    const watch = (of: Parameters<typeof watchPage>[0]) => watchPage(of, recovery, { kiosk, dialog, locale: app.getLocale(), say })
    const window = createWindow({ preload: join(here, 'preload.cjs'), kiosk, isPackaged: app.isPackaged }, screen, (wall) => watch(hear(wall)))
    const files = createFiles({ app, dialog, shell }, window, kiosk)
    const hear = connect(window, { core, events, files, kiosk, leaveKiosk: lifecycle.quit })
    if (kiosk) lockKiosk(window, { screen, powerSaveBlocker }, lifecycle.mayClose)
    watch(window)
    watchMachine(window, { app, powerMonitor, core }, events, lifecycle)
    showPage(window, '/')
    pruneDumps(folders.crashDumps, Date.now())
  })
}

try {
  start()
} catch (error) {
  if (!isRefusal(error)) throw error
  refuse(error.message)
}
