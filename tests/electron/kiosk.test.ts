import { describe, expect, it } from 'vitest'
import { type App, launchApp, setUpShop } from '#tests/support/electron.ts'

const kiosk = () => launchApp({ env: { BAYLINE_KIOSK: 'true' } })
/** Whether a key stroke, given as Electron gives it, is kept from the page. */
const isKept = (app: App, key: string, modifiers: { control?: boolean; alt?: boolean } = {}) =>
  app.electron.evaluate(
    ({ BrowserWindow }, input) => {
      let prevented = false
      const event = { preventDefault: () => void (prevented = true) }
      BrowserWindow.getAllWindows()[0]?.webContents.emit('before-input-event', event, {
        type: 'keyDown',
        control: false,
        alt: false,
        meta: false,
        shift: false,
        ...input,
      })
      return prevented
    },
    { key, ...modifiers },
  )
const windows = (app: App) => app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isKiosk()))

describe('a kiosk', () => {
  it("KIOSK-MODE: cannot be left by a key, by closing or by quitting; an owner's session may leave it", async () => {
    const app = await kiosk()
    const owner = await setUpShop(app)
    expect(await app.bridge.evaluate((bayline) => bayline.kiosk)).toBe(true)
    expect(await windows(app)).toEqual([true])
    expect([await isKept(app, 'F12'), await isKept(app, 'F4', { alt: true }), await isKept(app, 'w', { control: true }), await isKept(app, 'a')]).toEqual([
      true,
      true,
      true,
      false,
    ])

    await app.electron.evaluate(({ app: host, BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.close()
      host.quit()
    })
    await app.page.evaluate(() => void window.open('/wall')) // at the counter that is a window of its own
    await app.page.waitForTimeout(300)
    expect(await windows(app)).toEqual([true])
    expect(await app.bridge.evaluate((bayline) => bayline.saveFile('list.csv', ''))).toBe(false)

    expect(await app.bridge.evaluate((bayline) => bayline.leaveKiosk('wrong'))).toBe(false)
    await app.call('auth.createUser', { name: 'Tom', email: 'tom@example.org', role: 'technician', language: 'en', password: 'wrench and oil 9' }, owner)
    const tom = await app.call('auth.signIn', { email: 'tom@example.org', password: 'wrench and oil 9' })
    expect(await app.bridge.evaluate((bayline, token) => bayline.leaveKiosk(token), (tom as unknown as { value: { token: string } }).value.token)).toBe(false)
    expect(await app.call('workspace.welcome', {})).toMatchObject({ ok: true })

    expect(await app.bridge.evaluate((bayline, token) => bayline.leaveKiosk(token), owner)).toBe(true)
    expect(await app.ended).toBe(0)
    expect(app.lines.join()).toContain('core closed')
  })

  it('KIOSK-MODE: the system can always end it', async () => {
    const app = await kiosk()
    app.electron.process().kill('SIGTERM')
    expect(await app.ended).toBe(0)
    expect(app.lines.join()).toContain('core closed')
  })
})
