import { mkdtempSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { App, BrowserWindow, Dialog, Shell } from 'electron'
import { parseFile } from '../platform/leaving-file.ts'

export interface Files {
  save(fileName: unknown, base64: unknown): Promise<boolean>
  printPdf(fileName: unknown, base64: unknown): Promise<boolean>
}

/** The way of files out of the program. A kiosk has none: a file dialog or a PDF program leads to the desktop. */
export function createFiles(
  electron: { app: Pick<App, 'getPath' | 'on'>; dialog: Pick<Dialog, 'showSaveDialog'>; shell: Pick<Shell, 'openPath'> },
  window: BrowserWindow,
  kiosk: boolean,
): Files {
  const { app, dialog, shell } = electron
  const printed: string[] = []
  app.on('quit', () => {
    for (const folder of printed) rmSync(folder, { recursive: true, force: true })
  })
  return {
    save: async (fileName, base64) => {
      const { name, ending, bytes } = parseFile(fileName, base64)
      if (kiosk) return false
      const filters = [{ name: ending.toUpperCase(), extensions: [ending] }]
      const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: join(app.getPath('documents'), name), filters })
      if (canceled || filePath === '') return false
      await writeFile(filePath, bytes)
      return true
    },
    printPdf: async (fileName, base64) => {
      const { name, ending, bytes } = parseFile(fileName, base64)
      if (ending !== 'pdf') throw new Error('not a PDF')
      if (kiosk) return false
      const folder = mkdtempSync(join(app.getPath('temp'), 'bayline-'))
      printed.push(folder)
      const file = join(folder, name)
      await writeFile(file, bytes, { mode: 0o600 })
      return (await shell.openPath(file)) === ''
    },
  }
}
