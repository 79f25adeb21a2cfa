import { mkdtempSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { App, BrowserWindow, Dialog, Shell } from 'electron'

/** Endings of files that leave the program, none of which a system runs, with the first bytes of what has such. */
const MAGIC: Readonly<Record<string, string>> = {
  pdf: '%PDF-',
  csv: '',
  txt: '',
  log: '',
  xlsx: 'PK\u0003\u0004',
  ods: 'PK\u0003\u0004',
  jpg: '\u00ff\u00d8\u00ff',
  jpeg: '\u00ff\u00d8\u00ff',
  png: '\u0089PNG',
  gif: 'GIF8',
  webp: 'RIFF',
  heic: '',
}
const LONGEST_CHARS = 64 * 1024 * 1024

/** Name without any path in it, ending and bytes; throws when the page hands over something else than such a file. */
export function parseFile(fileName: unknown, base64: unknown): { name: string; ending: string; bytes: Buffer } {
  if (typeof fileName !== 'string' || typeof base64 !== 'string' || base64.length > LONGEST_CHARS) throw new Error('not a file')
  const name = fileName
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N} ._-]/gu, '_')
    .replace(/^[ .]+/, '')
    .slice(-120)
  const ending = /.\.([a-z]+)$/.exec(name)?.[1] ?? ''
  const magic = Object.hasOwn(MAGIC, ending) ? MAGIC[ending] : undefined
  const bytes = Buffer.from(base64, 'base64')
  if (magic === undefined || !bytes.subarray(0, magic.length).equals(Buffer.from(magic, 'latin1')))
    throw new Error('not a kind of file that leaves the program')
  return { name, ending, bytes }
}

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
