import type { BrowserWindow, WebPreferences } from 'electron'
import { KIOSK_ARGUMENT } from './channels.ts'
import { APP_ORIGIN } from './origin.ts'

export interface PageOptions {
  readonly preload: string
  readonly kiosk: boolean
  readonly isPackaged: boolean
}

/** The one way in which a page of ours is made; what is not named keeps Electron's safe default. */
export const webPreferences = ({ preload, kiosk, isPackaged }: PageOptions): WebPreferences => ({
  preload,
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  spellcheck: false,
  devTools: !kiosk && !isPackaged,
  additionalArguments: kiosk ? [KIOSK_ARGUMENT] : [],
})

/** `loadURL` passes by every navigation guard, so it is called here alone, with an address of ours. */
export const showPage = (window: Pick<BrowserWindow, 'loadURL'>, path: string): void => {
  window.loadURL(`${APP_ORIGIN}${path}`).catch(() => undefined) // told by render-process-gone, or the window is closing
}
