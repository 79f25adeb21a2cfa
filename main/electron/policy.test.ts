import { EventEmitter } from 'node:events'
import type { App, Session } from 'electron'
import { describe, expect, it } from 'vitest'
import { applyPolicy, isAllowed, type PermissionName, PERMISSIONS } from './policy.ts'

type Listener = (...values: unknown[]) => unknown

/** Collects every handler that the policy sets. */
function applied() {
  const set = new Map<string, Listener>()
  const setter = (name: string) => (handler: Listener) => void set.set(name, handler)
  const session = Object.assign(new EventEmitter(), {
    ...Object.fromEntries(
      [
        'setPermissionCheckHandler',
        'setPermissionRequestHandler',
        'setDevicePermissionHandler',
        'setDisplayMediaRequestHandler',
        'setBluetoothPairingHandler',
        'setSpellCheckerEnabled',
      ].map((name) => [name, setter(name)]),
    ),
    webRequest: { onBeforeRequest: setter('onBeforeRequest') },
  })
  const app = new EventEmitter()
  applyPolicy(app as unknown as App, session as unknown as Session) // the members that it uses
  const call = (name: string, ...values: unknown[]) => set.get(name)?.(...values)
  return { app, session, set, call }
}
const prevented = (emitter: EventEmitter, name: string, ...values: unknown[]) => {
  let was = false
  emitter.emit(name, { preventDefault: () => void (was = true), ...(values[0] as object) }, ...values.slice(1))
  return was
}

describe('what a page may ask of the machine', () => {
  it.each(Object.keys(PERMISSIONS))('SEC-INPUT: permission %s is denied in both handlers, but for copying a text', (permission) => {
    const { call } = applied()
    const expected = permission === 'clipboard-sanitized-write'
    const asked: unknown[] = []
    call('setPermissionRequestHandler', {}, permission, (granted: boolean) => asked.push(granted), {})
    expect([call('setPermissionCheckHandler', null, permission, 'app://bayline', {}), ...asked]).toEqual([expected, expected])
  })

  it.each([
    [['video'], 'video', true],
    [['audio'], 'audio', false],
    [['audio', 'video'], 'unknown', false],
    [[], undefined, false],
  ])('A-PHOTOS SEC-INPUT: media of %j is granted to %s: %s, as photos need the camera and nothing hears', (mediaTypes, mediaType, expected) => {
    const { call } = applied()
    const asked: unknown[] = []
    call('setPermissionRequestHandler', {}, 'media', (granted: boolean) => asked.push(granted), { mediaTypes })
    expect([call('setPermissionCheckHandler', null, 'media', 'app://bayline', { mediaType }), ...asked]).toEqual([expected, expected])
  })

  it('SEC-INPUT: names beyond the known ones are denied', () => {
    for (const name of ['', 'constructor', '__proto__', 'toString', 'new-in-46']) expect(isAllowed(name as PermissionName)).toBe(false) // as Electron may call it
  })

  it('SEC-INPUT: no device, no screen, no pairing, no dictionary from the network', () => {
    const { call, set } = applied()
    const said: unknown[] = []
    call('setDisplayMediaRequestHandler', {}, (streams: unknown) => said.push(streams))
    call('setBluetoothPairingHandler', {}, (answer: unknown) => said.push(answer))
    expect([call('setDevicePermissionHandler', { deviceType: 'usb' }), ...said]).toEqual([false, null, { confirmed: false }])
    expect(set.has('setSpellCheckerEnabled')).toBe(true)
  })

  it.each([
    ['app://bayline/assets/x.js', false],
    ['blob:app://bayline/1', false],
    ['data:image/png;base64,', false],
    ['https://example.com/', true],
    ['http://localhost/', true],
    ['app://bayline.evil/', true],
    ['file:///etc/passwd', true],
    ['wss://example.com', true],
    ['chrome-extension://x/', true],
    ['app://evil/', true],
  ])('SEC-INPUT: a request to %s is cancelled: %s', (url, cancel) => {
    const { call } = applied()
    const answers: unknown[] = []
    call('onBeforeRequest', { url }, (answer: unknown) => answers.push(answer))
    expect(answers).toEqual([{ cancel }])
  })

  it('SEC-INPUT: downloads, certificate errors, log-in prompts and client certificates are refused', () => {
    const { app, session } = applied()
    expect(prevented(session, 'will-download', {})).toBe(true)
    expect([prevented(app, 'login', {}), prevented(app, 'select-client-certificate', {})]).toEqual([true, true])
    const trusted: boolean[] = []
    expect(prevented(app, 'certificate-error', {}, {}, 'https://x', 'bad', {}, (yes: boolean) => trusted.push(yes))).toBe(true)
    expect(trusted).toEqual([false])
  })

  it('SEC-INPUT: every page to come stays at home, opens no window and embeds none', () => {
    const { app } = applied()
    let open: Listener = () => undefined
    const contents = Object.assign(new EventEmitter(), { setWindowOpenHandler: (handler: Listener) => void (open = handler) })
    app.emit('web-contents-created', {}, contents)
    expect(open({ url: 'app://bayline/' })).toEqual({ action: 'deny' })
    expect(prevented(contents, 'will-attach-webview', {})).toBe(true)
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      expect(prevented(contents, event, { url: 'https://example.com/' })).toBe(true)
      expect(prevented(contents, event, { url: 'app://bayline.evil/' })).toBe(true)
      expect(prevented(contents, event, { url: 'app://bayline/jobs' })).toBe(false)
    }
  })
})
