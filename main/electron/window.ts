import { BrowserWindow } from 'electron'
import { type PageOptions, webPreferences } from './page.ts'

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
  window.once('ready-to-show', () => window.show())
  return window
}
