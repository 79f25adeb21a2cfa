import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { watch } from './browser.ts'
import { launchApp } from './electron.ts'
import { PATIENCE_MS, type Shell, showWhatFailed } from './shell.ts'

/** The real Electron entry and preload on the stand-in, or on the real runtime where BAYLINE_ELECTRON names it. */
export async function openInElectron(): Promise<Shell> {
  const app = await launchApp()
  const { page, dataDir } = app
  const { origin, protocol, host } = new URL(page.url())
  const watched = watch(page, (url) => url.protocol === protocol && url.host === host)
  page.setDefaultTimeout(PATIENCE_MS)
  showWhatFailed(page)
  return {
    page,
    dataDir,
    ...watched,
    visit: async (path) => {
      await page.goto(protocol === 'app:' ? `app://${host}${path}` : origin + path)
    },
    savedBy: async (press) => {
      const file = join(dataDir, 'saved')
      await app.electron.evaluate(
        ({ dialog }, filePath) => Object.assign(dialog, { showSaveDialog: () => Promise.resolve({ canceled: false, filePath }) }),
        file,
      )
      await press()
      await page
        .getByText(/is saved\./)
        .first()
        .waitFor()
      return readFileSync(file)
    },
    close: () => app.electron.close(),
  }
}
