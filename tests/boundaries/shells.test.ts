import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isTest, ROOT, type Source, sources } from '#tests/support/sources.ts'
import * as standin from '#tests/standin/electron.ts'

const shell = sources('main/electron').filter((source) => !isTest(source))
const named = (pattern: RegExp) => shell.filter(({ text }) => pattern.test(text)).map(({ path }) => path.replace('main/electron/', ''))
/** Names imported from electron as values. */
const valuesOf = ({ text }: Source): string[] =>
  [...text.matchAll(/^import \{([^}]*)\} from 'electron'/gm)]
    .flatMap((match) => (match[1] ?? '').split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('type '))

describe('the Electron shell', () => {
  it('ARCH-LAYERS: each door of Electron is opened in one file', () => {
    const opens = (name: string) => shell.filter((source) => valuesOf(source).includes(name)).map(({ path }) => path.replace('main/electron/', ''))
    expect(opens('ipcMain')).toEqual(['ipc.ts'])
    expect(opens('BrowserWindow')).toEqual(['window.ts'])
    expect(opens('contextBridge')).toEqual(['preload.ts'])
    expect(
      shell
        .filter((source) => valuesOf(source).length > 0)
        .map(({ path }) => path.replace('main/electron/', ''))
        .sort(),
    ).toEqual(['index.ts', 'ipc.ts', 'preload.ts', 'window.ts'])
    expect(valuesOf(shell.find(({ path }) => path.endsWith('/preload.ts')) as Source)).toEqual(['contextBridge', 'ipcRenderer']) // it exists, or the line above failed
    expect(named(/\.loadURL\(/)).toEqual(['page.ts'])
    expect(named(/\bipcRenderer\.(?:on|invoke)\(/)).toEqual(['preload.ts'])
  })

  it("SEC-INPUT: nothing in it weakens Electron's defaults", () => {
    const banned =
      /commandLine|sendSync|executeJavaScript|insertCSS|openExternal\(|loadFile|setPreloads|registerPreloadScript|webSecurity|allowRunningInsecureContent|experimentalFeatures|BlinkFeatures|nodeIntegration\w*: true|contextIsolation: false|sandbox: false|webviewTag: true|bypassCSP|no-sandbox['"]\]?\)|interceptProtocol|setCertificateVerifyProc|await app\.whenReady/
    expect(named(banned)).toEqual([])
  })

  it('ARCH-LAYERS: it is wiring: small, with no business module in sight, and its entry shorter still', () => {
    const lines = (text: string) => text.split('\n').length - 1
    expect(lines(shell.find(({ path }) => path.endsWith('electron/index.ts'))?.text ?? '')).toBeLessThan(80)
    expect(shell.reduce((sum, { text }) => sum + lines(text), 0)).toBeLessThan(900)
    expect(
      shell.flatMap(({ path, imports }) =>
        imports.filter((target) => !/^(?:main\/electron|main\/platform|shared\/contract)\//.test(target)).map((target) => `${path} -> ${target}`),
      ),
    ).toEqual([])
  })

  it('QA-E2E: every member of Electron that it uses is in the stand-in, and none is deprecated', () => {
    const used = new Set<string>()
    const NAMES = ['app', 'protocol', 'session', 'dialog', 'shell', 'screen', 'powerMonitor', 'powerSaveBlocker', 'crashReporter', 'Menu', 'ipcMain']
    for (const { text } of shell)
      for (const [, name = '', member = ''] of text.matchAll(/(?<![./\w])([a-zA-Z]+)\.([a-zA-Z]+)\b/g)) if (NAMES.includes(name)) used.add(`${name}.${member}`)
    expect(used.size).toBeGreaterThan(25)
    const have = (use: string) => {
      const [name = '', member = ''] = use.split('.')
      if (name === 'session' && member !== 'defaultSession') return member in standin.defaultSession
      return member in ((standin as unknown as Record<string, object>)[name] ?? {}) // looked up by name
    }
    expect([...used].filter((use) => !have(use))).toEqual([])
  })

  it('SEC-INPUT: the renderer names no address on a network', () => {
    const literal = /(['"`])(?:https?|wss?|ftp):\/\/(?!www\.w3\.org\/)/
    expect(
      sources('renderer')
        .filter((source) => !isTest(source) && literal.test(source.text))
        .map(({ path }) => path),
    ).toEqual([])
  })

  it('CFG-VALID: the release is built for the Electron whose types were checked', () => {
    const installed = (createRequire(import.meta.url)('electron/package.json') as { version: string }).version
    const pinned = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { devDependencies: Record<string, string> }).devDependencies['electron']
    const built = /^electronVersion: (.+)$/m.exec(readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8'))?.[1]
    expect([pinned, built]).toEqual([installed, installed])
  })
})
