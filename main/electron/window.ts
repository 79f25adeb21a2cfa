import { BrowserWindow, type BrowserWindowConstructorOptions, Menu, type MenuItemConstructorOptions, type Screen } from 'electron'
import { APP_ORIGIN } from './origin.ts'
import { type PageOptions, webPreferences } from './page.ts'

/** macOS answers its keys for copying and pasting through a menu only; elsewhere there is none. */
export const MAC_MENU: MenuItemConstructorOptions[] = [{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }]
const TEXT_MENU: MenuItemConstructorOptions[] = [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }]

/** Where `paths.wall` of the renderer is served. */
const WALL = `${APP_ORIGIN}/wall`

/**
 * The program's window; shown when there is something to see. Its page may open one page in a window of its own, the schedule on the
 * wall: over all of a screen that this one is not on where there is one, with this one's session, and gone with it. `onWall` gets it.
 */
export function createWindow(options: PageOptions, screen: Pick<Screen, 'getAllDisplays' | 'getDisplayMatching'>, onWall: (wall: BrowserWindow) => void) {
  const frame: BrowserWindowConstructorOptions = {
    width: 1366,
    height: 768,
    minWidth: 390,
    minHeight: 560,
    backgroundColor: '#14181d',
    title: 'Bayline',
    kiosk: options.kiosk,
    webPreferences: webPreferences(options),
  }
  const window = new BrowserWindow({ show: false, ...frame })
  const { webContents } = window
  webContents.on('context-menu', (_event, { isEditable, selectionText }) => {
    if (!options.kiosk && (isEditable || selectionText !== '')) Menu.buildFromTemplate(TEXT_MENU).popup({ window })
  })
  window.once('ready-to-show', () => window.show())

  webContents.setWindowOpenHandler(({ url }) => {
    if (options.kiosk || url !== WALL) return { action: 'deny' }
    const { id } = screen.getDisplayMatching(window.getBounds())
    const other = screen.getAllDisplays().find((display) => display.id !== id)
    return { action: 'allow', overrideBrowserWindowOptions: { ...frame, ...(other && { ...other.bounds, fullscreen: true }) } }
  })
  let last: BrowserWindow | undefined
  webContents.on('did-create-window', (wall) => {
    if (last?.isDestroyed() === false) last.close() // whoever asks again has lost sight of it
    last = wall
    onWall(wall)
  })
  return window
}
