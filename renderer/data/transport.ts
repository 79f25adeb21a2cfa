import type { BaylineBridge, ShellEvent } from '#shared/contract/shell.ts'

/** `reconnecting`: the line is down and being tried again. `gone`: it has been down for so long that a person must act. */
export type Link = 'connected' | 'reconnecting' | 'gone'

/** The window's line to the core: Electron's bridge, or a WebSocket to the host that served the page. */
export interface Transport extends Pick<BaylineBridge, 'kind' | 'kiosk' | 'onNotice' | 'onShell' | 'saveFile' | 'printPdf'> {
  /**
   * Sends a call and waits for its answer; null when the line stayed down. A call that may be repeated is sent again under its
   * own id after a reconnect, so that a command is never done twice; one that may not is given up with the line.
   */
  call: (id: string, text: string, mayRepeat: boolean) => Promise<string | null>
  link: () => Link
  onLink(listener: (link: Link) => void): () => void
  /** Null where the shell has no locked window: then the page itself leaves. */
  readonly leaveKiosk: BaylineBridge['leaveKiosk'] | null
}

const FIRST_DELAY_MS = 250
const LONGEST_DELAY_MS = 5_000
const GONE_AFTER_MS = 12_000
const GIVE_UP_MS = 30_000

declare global {
  interface Window {
    readonly bayline?: BaylineBridge
  }
}

export const openTransport = (): Transport => (window.bayline ? overBridge(window.bayline) : overSocket())

function overBridge(bridge: BaylineBridge): Transport {
  const links = new Set<(link: Link) => void>()
  let link: Link = 'connected'
  return {
    kind: bridge.kind,
    kiosk: bridge.kiosk,
    onNotice: (listener) => bridge.onNotice(listener),
    onShell: (listener) => bridge.onShell(listener),
    saveFile: (fileName, base64) => bridge.saveFile(fileName, base64),
    printPdf: (fileName, base64) => bridge.printPdf(fileName, base64),
    leaveKiosk: (token) => bridge.leaveKiosk(token),
    call: async (_id, text) => {
      const answer = await bridge.call(text).catch(() => null)
      const next: Link = answer === null || answer.slice(0, 200).includes('"platform.unreachable"') ? 'gone' : 'connected'
      if (next !== link) for (const listener of links) listener(next)
      link = next
      return answer
    },
    link: () => link,
    onLink: (listener) => {
      links.add(listener)
      return () => links.delete(listener)
    },
  }
}

interface Waiting {
  text: string
  mayRepeat: boolean
  wasSent: boolean
  settle: (answer: string | null) => void
}

function overSocket(): Transport {
  const waiting = new Map<string, Waiting>()
  const notices = new Set<(text: string) => void>()
  const shell = new Set<(event: ShellEvent) => void>()
  const links = new Set<(link: Link) => void>()
  let socket: WebSocket | null = null
  let link: Link = 'reconnecting'
  let delayMs = FIRST_DELAY_MS
  let downSince = Date.now()

  const tell = (next: Link) => {
    if (next === link) return
    link = next
    for (const listener of links) listener(next)
  }
  const give = (id: string, answer: string | null) => {
    waiting.get(id)?.settle(answer)
    waiting.delete(id)
  }

  const connect = () => {
    const opening = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/core`)
    opening.onopen = () => {
      socket = opening
      delayMs = FIRST_DELAY_MS
      for (const call of waiting.values()) {
        call.wasSent = true
        opening.send(call.text)
      }
      tell('connected')
    }
    opening.onmessage = ({ data }) => {
      const text = String(data)
      // Answers and notices share the line; both begin with the version, an answer goes on with its id.
      const id = /^\{"v":\d+,"id":"([^"]*)"/.exec(text.slice(0, 120))?.[1]
      if (id === undefined) for (const listener of notices) listener(text)
      else give(id, text)
    }
    opening.onclose = () => {
      if (socket === opening) {
        socket = null
        downSince = Date.now()
        for (const [id, call] of waiting) if (call.wasSent && !call.mayRepeat) give(id, null)
      }
      tell(Date.now() - downSince > GONE_AFTER_MS ? 'gone' : 'reconnecting')
      setTimeout(connect, delayMs)
      delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS)
    }
  }
  connect()

  return {
    kind: 'browser',
    kiosk: false,
    call: (id, text, mayRepeat) =>
      new Promise((resolve) => {
        const call: Waiting = { text, mayRepeat, wasSent: socket !== null, settle: resolve }
        waiting.set(id, call)
        socket?.send(text)
        const giveUp = () => {
          if (!waiting.has(id)) return
          if (socket === null) give(id, null)
          else setTimeout(giveUp, GIVE_UP_MS) // the core is at work on it
        }
        setTimeout(giveUp, GIVE_UP_MS)
      }),
    onNotice: (listener) => {
      notices.add(listener)
      return () => notices.delete(listener)
    },
    onShell: (listener) => {
      shell.add(listener)
      return () => shell.delete(listener)
    },
    link: () => link,
    onLink: (listener) => {
      links.add(listener)
      return () => links.delete(listener)
    },
    leaveKiosk: null,
    saveFile: async (fileName, base64) => {
      download(fileOf(base64, TYPES[fileName.split('.').at(-1) ?? ''] ?? 'application/octet-stream'), fileName)
      return true
    },
    // The browser's own viewer prints it; a page cannot print a foreign document without showing it.
    printPdf: async (_fileName, base64) => window.open(URL.createObjectURL(fileOf(base64, 'application/pdf')), '_blank') !== null,
  }
}

const TYPES: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  csv: 'text/csv',
  json: 'application/json',
  ics: 'text/calendar',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}
const fileOf = (base64: string, type: string): Blob => new Blob([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], { type })

/** Hands a file made in the page to the browser's downloads. */
function download(file: Blob, fileName: string): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
