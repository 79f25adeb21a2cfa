import { EventEmitter } from 'node:events'
import type { BrowserWindow } from 'electron'
import { describe, expect, it } from 'vitest'
import { openShop } from '#tests/support/core.ts'
import { isBlockedKey, lockKiosk } from './kiosk.ts'

const stroke = (text: string) => {
  const parts = text.split('+')
  const key = parts.pop() ?? ''
  return { key, control: parts.includes('Ctrl'), alt: parts.includes('Alt'), meta: parts.includes('Meta'), shift: parts.includes('Shift') }
}
const BLOCKED =
  'F1 F3 F5 F6 F7 F10 F11 F12 ContextMenu BrowserBack LaunchMail PrintScreen Meta Alt+F4 Alt+ArrowLeft Alt+Space Alt+d Alt+Tab Ctrl+w Ctrl+W Ctrl+F4 Ctrl+r Ctrl+n Ctrl+t Ctrl+p Ctrl+s Ctrl+o Ctrl+u Ctrl+q Ctrl+l Ctrl+f Ctrl+j Ctrl+h Ctrl+0 Ctrl+= Ctrl+- Ctrl+Tab Ctrl+Escape Ctrl+Shift+i Ctrl+Shift+I Ctrl+Shift+J Ctrl+Shift+c Ctrl+Shift+r Ctrl+Shift+Delete Ctrl+Alt+Delete Ctrl+Alt+F1 Meta+q Meta+w Meta+Space Meta+r Meta+Alt+i Meta+Shift+5'
const OPEN =
  'a A 1 Enter Escape Tab Backspace ArrowLeft PageDown F2 F4 F8 F9 é ش Shift+a Shift+Tab Shift+ArrowLeft Ctrl+a Ctrl+c Ctrl+v Ctrl+x Ctrl+z Ctrl+Shift+z Ctrl+k Ctrl+ArrowLeft Ctrl+Shift+ArrowRight Ctrl+Backspace Meta+c Ctrl+Alt+€ Ctrl+Alt+@'

describe('a kiosk', () => {
  it.each(BLOCKED.split(' '))('KIOSK-MODE: %s does not reach the page', (text) => {
    expect(isBlockedKey(stroke(text))).toBe(true)
  })
  it.each(OPEN.split(' '))('KIOSK-MODE: %s does', (text) => {
    expect(isBlockedKey(stroke(text))).toBe(false)
  })

  it('KIOSK-MODE: stays full screen, unzoomed and open until it may close', () => {
    const calls: string[] = []
    const webContents = Object.assign(new EventEmitter(), {
      setZoomFactor: (factor: number) => void calls.push(`zoom ${factor}`),
      setVisualZoomLevelLimits: (least: number, most: number) => Promise.resolve(void calls.push(`pinch ${least} ${most}`)),
    })
    const window = Object.assign(new EventEmitter(), { webContents, setKiosk: (on: boolean) => void calls.push(`kiosk ${on}`) })
    const screen = new EventEmitter()
    let may = false
    const system = { screen: screen as never, powerSaveBlocker: { start: (type: string) => calls.push(type) } } // only listened to
    lockKiosk(window as unknown as BrowserWindow, system, () => may) // the members that it uses
    const veto = () => {
      let prevented = false
      window.emit('close', { preventDefault: () => void (prevented = true) })
      return prevented
    }
    webContents.emit('dom-ready')
    webContents.emit('zoom-changed')
    screen.emit('display-removed')
    window.emit('leave-full-screen')
    expect(calls).toEqual(['prevent-display-sleep', 'pinch 1 1', 'zoom 1', 'kiosk true', 'kiosk true'])
    expect(veto()).toBe(true)
    may = true
    expect(veto()).toBe(false)
    window.emit('leave-full-screen')
    expect(calls).toHaveLength(5)
  })

  it('KIOSK-MODE: the core lets owners and managers out, others only when the shop says so', async () => {
    const shop = await openShop()
    const signIn = async (role: 'manager' | 'technician') => {
      await shop.get('auth.createUser', { name: role, email: `${role}@example.org`, role, language: 'en', password: 'wrench and oil 9' }, shop.owner)
      return (await shop.get('auth.signIn', { email: `${role}@example.org`, password: 'wrench and oil 9' })).token
    }
    const [manager, technician] = [await signIn('manager'), await signIn('technician')]
    for (const token of [shop.owner, manager]) expect(await shop.get('auth.leaveKiosk', {}, token)).toBeNull()
    expect(await shop.refused('auth.leaveKiosk', {}, technician)).toMatchObject({ code: 'platform.notAllowed', needs: 'kiosk.leave' })
    expect(await shop.refused('auth.leaveKiosk', {})).toMatchObject({ code: 'platform.signInNeeded' })
    await shop.get('auth.setPermission', { role: 'technician', permission: 'kiosk.leave', granted: true }, shop.owner)
    expect(await shop.get('auth.leaveKiosk', {}, technician)).toBeNull()
  })
})
