import type { App, Session } from 'electron'
import { isOurs } from './origin.ts'

/** The names of both handlers, which are the same: `applyPolicy` would not compile otherwise. */
export type PermissionName = Parameters<NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>>[1]

/** What a page may ask of the machine. Total over Electron's own list: a new name in a new release does not compile until decided. */
export const PERMISSIONS: Readonly<Record<PermissionName, boolean>> = {
  'clipboard-sanitized-write': true, // copying a number out of a table
  ar: false,
  'automatic-fullscreen': false,
  'background-fetch': false,
  'background-sync': false,
  'captured-surface-control': false,
  'clipboard-read': false,
  'deprecated-sync-clipboard-read': false,
  'display-capture': false,
  fileSystem: false,
  fullscreen: false,
  geolocation: false,
  'geolocation-approximate': false,
  'hand-tracking': false,
  hid: false,
  'idle-detection': false,
  keyboardLock: false,
  'local-fonts': false,
  'local-network': false,
  'local-network-access': false,
  'loopback-network': false,
  media: false, // but for the camera alone, see `isCamera`
  mediaKeySystem: false,
  midi: false,
  midiSysex: false,
  nfc: false,
  notifications: false,
  openExternal: false,
  'payment-handler': false,
  'periodic-background-sync': false,
  'persistent-storage': false,
  pointerLock: false,
  'screen-wake-lock': false,
  sensors: false,
  serial: false,
  'smart-card': false,
  'speaker-selection': false,
  'storage-access': false,
  'system-wake-lock': false,
  'top-level-storage-access': false,
  unknown: false,
  usb: false,
  vr: false,
  'web-app-installation': false,
  'web-printing': false,
  'window-management': false,
}
export const isAllowed = (permission: PermissionName): boolean => PERMISSIONS[permission] === true // at run time it may be a name beyond the types

/** The camera without a microphone: photos of an inspection. The request names a list of kinds, the check one kind. */
function isCamera(permission: PermissionName, details: object): boolean {
  const { mediaType, mediaTypes: kinds = [mediaType] } = details as { mediaTypes?: readonly string[]; mediaType?: string } // what Electron adds to this permission
  return permission === 'media' && kinds.length > 0 && kinds.every((kind) => kind === 'video')
}

/** Schemes that reach no network: our own, and what a page makes in memory. */
const OFFLINE = /^(?:app:\/\/bayline\/|blob:app:\/\/bayline\/|data:|devtools:)/

/** Everything that a page could ask of the machine or of the network is refused, on this session and in every page to come. */
export function applyPolicy(app: Pick<App, 'on'>, session: Session): void {
  session.setPermissionCheckHandler((_contents, permission, _origin, details) => isAllowed(permission) || isCamera(permission, details))
  session.setPermissionRequestHandler((_contents, permission, answer, details) => answer(isAllowed(permission) || isCamera(permission, details)))
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null))
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }))
  session.setSpellCheckerEnabled(false) // its dictionaries come from the network
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !OFFLINE.test(details.url) }))
  session.on('will-download', (event) => event.preventDefault()) // files leave through saveFile, which asks

  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault()
    answer(false)
  })
  app.on('login', (event) => event.preventDefault())
  app.on('select-client-certificate', (event) => event.preventDefault())
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-navigate', (event) => stay(event))
    contents.on('will-frame-navigate', (event) => stay(event))
    contents.on('will-redirect', (event) => stay(event))
    contents.on('will-attach-webview', (event) => event.preventDefault())
  })
}

function stay(event: { readonly url: string; preventDefault(): void }): void {
  if (!isOurs(event.url)) event.preventDefault()
}
