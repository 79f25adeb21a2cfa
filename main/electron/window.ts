import { BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron'
import { type PageOptions, webPreferences } from './page.ts'

/** macOS answers its keys for copying and pasting through a menu only; elsewhere there is none. */
export const MAC_MENU: MenuItemConstructorOptions[] = [{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }]
const TEXT_MENU: MenuItemConstructorOptions[] = [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }]

/** The program's only window; shown when there is something to see. */
export function createWindow(options: PageOptions): BrowserWindow {
  const window = new BrowserWindow({
    show: false,
    width: 1366,
    height: 768,
    minWidth: 390,
    minHeight: 560,
    backgroundColor: '#14181d',
    title: 'Bayline',
    kiosk: options.kiosk,
    webPreferences: webPreferences(options),
  })
  window.webContents.on('context-menu', (_event, { isEditable, selectionText }) => {
    if (!options.kiosk && (isEditable || selectionText !== '')) Menu.buildFromTemplate(TEXT_MENU).popup({ window })
  })
  window.once('ready-to-show', () => window.show())
  return window
}
