import { mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { moveTo, places } from './places.ts'

it("CFG-VALID: what is the window's stands inside the shop's folder, its caches outside", () => {
  const { userData, sessionData, crashDumps } = places('/shop', {}, 'linux', '/home/a')
  expect([userData, crashDumps]).toEqual([join('/shop', 'shell'), join('/shop', 'shell', 'crashes')])
  expect(sessionData).toMatch(/^\/home\/a\/\.cache\/bayline\/[0-9a-f]{12}$/)
  expect(places('/shop', { XDG_CACHE_HOME: '/fast' }, 'linux', '/home/a').sessionData).toMatch(/^\/fast\/bayline\//)
  expect(places('/shop', { LOCALAPPDATA: '/local' }, 'win32', '/u').sessionData).toMatch(/^\/local\/bayline\//)
  expect(places('/shop', {}, 'darwin', '/u').sessionData).toMatch(/^\/u\/Library\/Caches\/bayline\//)
  expect(places('/other', {}, 'linux', '/home/a').sessionData).not.toBe(sessionData)
  for (const folder of [userData, sessionData, crashDumps]) expect(folder).not.toMatch(/databases/)
})

it('CFG-VALID: the folders exist before Electron is told of them', () => {
  const root = mkdtempSync(join(tmpdir(), 'bayline-places-'))
  const told: Record<string, boolean> = {}
  moveTo(
    { setPath: (name, path) => void (told[name] = statSync(path).isDirectory()) },
    places(join(root, 'shop'), { XDG_CACHE_HOME: join(root, 'cache') }, 'linux', root),
  )
  expect(told).toEqual({ userData: true, sessionData: true, crashDumps: true })
})
