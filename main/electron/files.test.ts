import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { EventEmitter } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App, BrowserWindow, SaveDialogReturnValue } from 'electron'
import { describe, expect, it } from 'vitest'
import { createFiles } from './files.ts'

const PDF = Buffer.from('%PDF-1.7\n...').toString('base64')

function made(answer: SaveDialogReturnValue, options: { kiosk?: boolean; opens?: string } = {}) {
  const asked: string[] = []
  const opened: string[] = []
  const app = Object.assign(new EventEmitter(), { getPath: (name: string) => (name === 'temp' ? tmpdir() : join('/', name)) })
  const files = createFiles(
    {
      app: app as unknown as App, // the members that it uses
      dialog: {
        showSaveDialog: (_window: unknown, { defaultPath }: { defaultPath?: string }) => Promise.resolve(asked.push(defaultPath ?? '') ? answer : answer),
      } as never, // the overload that is called
      shell: { openPath: (path: string) => Promise.resolve(opened.push(path) ? (options.opens ?? '') : '') },
    },
    {} as BrowserWindow, // handed on to the dialog
    options.kiosk ?? false,
  )
  return { files, asked, opened, app }
}

describe('files that leave the program', () => {
  it('FILE-UPLOAD: a file is written where the person says, and nowhere when the person says no', async () => {
    const target = join(mkdtempSync(join(tmpdir(), 'bayline-files-')), 'kept.pdf')
    const { files, asked } = made({ canceled: false, filePath: target })
    expect(await files.save('a/b.pdf', PDF)).toBe(true)
    expect(readFileSync(target, 'latin1')).toBe('%PDF-1.7\n...')
    expect(asked).toEqual([join('/', 'documents', 'a_b.pdf')])
    expect(await made({ canceled: true, filePath: '' }).files.save('b.pdf', PDF)).toBe(false)
    await expect(made({ canceled: false, filePath: join(target, 'x.pdf') }).files.save('b.pdf', PDF)).rejects.toThrow()
  })

  it("FILE-UPLOAD: a PDF goes to the system's PDF program from a folder that goes with us", async () => {
    const { files, opened, app } = made({ canceled: true, filePath: '' })
    expect(await files.printPdf('invoice.pdf', PDF)).toBe(true)
    expect(readFileSync(opened[0] ?? '', 'latin1')).toMatch(/^%PDF/)
    app.emit('quit')
    expect(existsSync(opened[0] ?? '')).toBe(false)
    expect(await made({ canceled: true, filePath: '' }, { opens: 'no application' }).files.printPdf('invoice.pdf', PDF)).toBe(false)
    await expect(files.printPdf('list.csv', '')).rejects.toThrow('not a PDF')
  })

  it('KIOSK-MODE: a kiosk opens no dialog and no other program', async () => {
    const { files, asked, opened } = made({ canceled: false, filePath: '/nowhere' }, { kiosk: true })
    expect([await files.save('a.pdf', PDF), await files.printPdf('a.pdf', PDF), asked, opened]).toEqual([false, false, [], []])
  })
})
