import { expect, it } from 'vitest'
import { showPage, webPreferences } from './page.ts'

it('SEC-INPUT: a page has no Node, its own world and the sandbox, in every mode, and nothing else is set', () => {
  const common = {
    preload: '/out/preload.cjs',
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    spellcheck: false,
  }
  const made = (kiosk: boolean, isPackaged: boolean) => webPreferences({ preload: '/out/preload.cjs', kiosk, isPackaged })
  expect(made(false, false)).toEqual({ ...common, devTools: true, additionalArguments: [] })
  expect(made(false, true)).toEqual({ ...common, devTools: false, additionalArguments: [] })
  expect(made(true, false)).toEqual({ ...common, devTools: false, additionalArguments: ['--bayline-kiosk'] })
})

it('SEC-INPUT: only addresses of ours are ever loaded', async () => {
  const loaded: string[] = []
  const window = { loadURL: (url: string) => (loaded.push(url), Promise.reject(new Error('the window is closing'))) }
  showPage(window, '/')
  showPage(window, '/-recovery')
  await Promise.resolve()
  expect(loaded).toEqual(['app://bayline/', 'app://bayline/-recovery'])
})
