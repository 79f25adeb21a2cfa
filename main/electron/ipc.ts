import { randomUUID } from 'node:crypto'
import { type BrowserWindow, ipcMain } from 'electron'
import { type AnswerEnvelope, CONTRACT_VERSION } from '#shared/contract/envelope.ts'
import type { CoreClient } from '../platform/core-client.ts'
import { CHANNELS } from './channels.ts'
import type { Events } from './events.ts'
import type { Files } from './files.ts'
import { isOurPage } from './origin.ts'

const CLIENT = { ip: 'local', userAgent: `Electron ${process.versions['electron'] ?? ''}` }

/** Every message that a page may send, and the two that it gets. Text of calls passes through unread: the core checks it. */
export function connect(
  window: BrowserWindow,
  parts: { core: Promise<CoreClient>; events: Events; files: Files; kiosk: boolean; leaveKiosk: () => void },
): void {
  const { core, events, files } = parts
  const { webContents } = window

  const handle = (channel: string, work: (...values: unknown[]) => Promise<unknown>) =>
    ipcMain.handle(channel, (event, ...values: unknown[]) => {
      if (event.sender !== webContents || !isOurPage(event.senderFrame)) throw new Error('refused')
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

  const send = (channel: string, value: unknown) => {
    if (!window.isDestroyed() && !webContents.isCrashed()) webContents.send(channel, value)
  }
  core.then(
    (running) => running.onNotice((text) => send(CHANNELS.notice, text)),
    () => undefined, // told where the core is started
  )
  webContents.once('dom-ready', () => events.deliver((event) => send(CHANNELS.shell, event)))
}
