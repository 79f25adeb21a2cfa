import { randomUUID } from 'node:crypto'
import { type BrowserWindow, ipcMain, type WebContents } from 'electron'
import { type AnswerEnvelope, CONTRACT_VERSION } from '#shared/contract/envelope.ts'
import type { CoreClient } from '../platform/core-client.ts'
import { CHANNELS } from './channels.ts'
import type { Events } from './events.ts'
import type { Files } from './files.ts'
import { isOurPage } from './origin.ts'

const CLIENT = { ip: 'local', userAgent: `Electron ${process.versions['electron'] ?? ''}` }

/**
 * Every message that a page may send, and the two that it gets. Text of calls passes through unread: the core checks it. Returns how
 * the page of one more window comes to be heard too; what the shell has to tell goes to the first one alone.
 */
export function connect(
  window: BrowserWindow,
  parts: { core: Promise<CoreClient>; events: Events; files: Files; kiosk: boolean; leaveKiosk: () => void },
): (window: BrowserWindow) => BrowserWindow {
  const { core, events, files } = parts
  const { webContents } = window
  const pages = new Set<WebContents>()
  const hear = (of: BrowserWindow) => {
    const page = of.webContents
    pages.add(page)
    return of.once('closed', () => pages.delete(page))
  }
  hear(window)

  const handle = (channel: string, work: (...values: unknown[]) => Promise<unknown>) =>
    ipcMain.handle(channel, (event, ...values: unknown[]) => {
      if (!pages.has(event.sender) || !isOurPage(event.senderFrame)) throw new Error('refused')
      return work(...values)
    })

  handle(CHANNELS.call, async (text) => {
    if (typeof text !== 'string') throw new Error('a call is text')
    return (await core).call(text, CLIENT)
  })
  handle(CHANNELS.leaveKiosk, async (token) => {
    if (!parts.kiosk || typeof token !== 'string') return false
    const text = JSON.stringify({ v: CONTRACT_VERSION, id: randomUUID(), name: 'auth.leaveKiosk', input: {}, token })
    const answer = JSON.parse(await (await core).call(text, CLIENT)) as AnswerEnvelope // the core's own answer
    if (answer.ok) setImmediate(parts.leaveKiosk) // after the page has heard
    return answer.ok
  })
  handle(CHANNELS.saveFile, (fileName, base64) => files.save(fileName, base64))
  handle(CHANNELS.printPdf, (fileName, base64) => files.printPdf(fileName, base64))

  const send = (page: WebContents, channel: string, value: unknown) => {
    if (!page.isDestroyed() && !page.isCrashed()) page.send(channel, value)
  }
  core.then(
    (running) =>
      running.onNotice((text) => {
        for (const page of pages) send(page, CHANNELS.notice, text)
      }),
    () => undefined, // told where the core is started
  )
  webContents.once('dom-ready', () => events.deliver((event) => send(webContents, CHANNELS.shell, event)))
  return hear
}
