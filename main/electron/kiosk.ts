import type { BrowserWindow, Input, PowerSaveBlocker, Screen } from 'electron'

/** Keys that reach the page together with Ctrl, Cmd or Alt: editing a text field, and the app's own search. */
const WITH_MODIFIER = new Set(['a', 'c', 'v', 'x', 'z', 'y', 'k', 'arrowleft', 'arrowright', 'arrowup', 'arrowdown', 'backspace', 'delete', 'home', 'end'])
/** Bare keys that Chromium or the system answers: help, reload, caret browsing, full screen, developer tools, menus, history. */
const BARE = /^(?:f1|f3|f5|f6|f7|f10|f11|f12|contextmenu|browser\w+|launch\w+|printscreen|os|meta|super|hyper)$/

/** Whether a key stroke is kept from a kiosk's page. What the system itself answers (Alt+Tab, Ctrl+Alt+Del) must be locked there. */
export function isBlockedKey({ key, control, meta, alt, shift }: Pick<Input, 'key' | 'control' | 'meta' | 'alt' | 'shift'>): boolean {
  const name = key.toLowerCase()
  if (BARE.test(name)) return true
  if (control && alt && !meta) return key.length > 1 // AltGr types a character on many keyboards
  if (alt) return true // Alt+F4, Alt+Left, Alt+Space
  if (!control && !meta) return false
  return (shift && name !== 'z' && !name.startsWith('arrow')) || !WITH_MODIFIER.has(name)
}

/** Locks a window into kiosk mode: it closes only when `mayClose` says so. */
export function lockKiosk(
  window: BrowserWindow,
  system: { screen: Pick<Screen, 'on'>; powerSaveBlocker: Pick<PowerSaveBlocker, 'start'> },
  mayClose: () => boolean,
): void {
  const { webContents } = window
  webContents.on('before-input-event', (event, input) => {
    if (isBlockedKey(input)) event.preventDefault()
  })
  webContents.on('zoom-changed', () => webContents.setZoomFactor(1))
  webContents.on('dom-ready', () => void webContents.setVisualZoomLevelLimits(1, 1))
  window.on('close', (event) => {
    if (!mayClose()) event.preventDefault()
  })
  window.on('leave-full-screen', () => {
    if (!mayClose()) window.setKiosk(true)
  })
  system.screen.on('display-removed', () => window.setKiosk(true))
  system.powerSaveBlocker.start('prevent-display-sleep')
}
