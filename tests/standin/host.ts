import { EventEmitter } from 'node:events'
import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron'
import { type Browser, startChromium } from './chromium.ts'

type Handler = (event: object, ...values: unknown[]) => unknown
type OnBeforeRequest = (details: { url: string; method: string; resourceType: string }, answer: (response: { cancel?: boolean }) => void) => void

/** A page that another one opened: its target, our line to it, and where it is going. */
export interface OpenedPage {
  readonly targetId: string
  readonly sessionId: string
  readonly url: string
}
/** What becomes of an opened page; null closes it. */
type Decision = ((page: Omit<OpenedPage, 'url'>) => void) | null

/** What the parts of the stand-in share: one per process, as in Electron. */
class Host {
  readonly app = new EventEmitter().setMaxListeners(0)
  /** Of the installed Electron, whose place this takes. */
  version = ''
  isReady = false
  sessionData = ''
  readonly schemes = new Set<string>()
  readonly protocols = new Map<string, (request: Request) => Response | Promise<Response>>()
  readonly handlers = new Map<string, Handler>()
  onBeforeRequest: OnBeforeRequest | null = null
  /** Filled by electron.ts, which makes them. */
  windowOf: (contents: object) => { close(): void } | undefined = () => undefined
  adopt: (options: BrowserWindowConstructorOptions, page: OpenedPage) => BrowserWindow = () => {
    throw new Error('no window yet')
  }

  #browser: Promise<Browser> | undefined
  readonly #sessions = new Map<string, PromiseWithResolvers<string>>()
  readonly #decisions: ((decide: Decision) => void)[] = []

  /** Chromium, started at the first asking: a program that ends before it is ready never starts one. */
  browser(): Promise<Browser> {
    return (this.#browser ??= this.#start())
  }
  get hasBrowser(): boolean {
    return this.#browser !== undefined
  }

  async #start(): Promise<Browser> {
    const browser = await startChromium(this.sessionData)
    browser.root.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      const session = browser.session(sessionId)
      if (targetInfo.type !== 'page') return void session.send('Runtime.runIfWaitingForDebugger').catch(() => undefined) // it went at once
      if (!targetInfo.openerId) return this.#sessionFor(targetInfo.targetId).resolve(sessionId)
      // A page opened a page: it waits, with nothing loaded, for what the handler of its opener says.
      this.#decisions.push((allowed) => {
        if (allowed) return allowed({ targetId: targetInfo.targetId, sessionId })
        // While it waits for us it may hold up the page that opened it, which runs in the same process: it goes on, and has nothing to load.
        for (const asked of [
          session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
          session.send('Runtime.runIfWaitingForDebugger'),
          browser.root.send('Target.closeTarget', { targetId: targetInfo.targetId }),
        ])
          asked.catch(() => undefined) // it went by itself
      })
      this.#decide()
    })
    await browser.root.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true })
    return browser
  }

  readonly #answers: Decision[] = []
  /** What a page's window-open handler decided; the event and the target come in either order. */
  windowOpened(decision: Decision): void {
    this.#answers.push(decision)
    this.#decide()
  }
  #decide(): void {
    while (this.#answers.length > 0 && this.#decisions.length > 0) this.#decisions.shift()?.(this.#answers.shift() ?? null)
  }

  #sessionFor(targetId: string): PromiseWithResolvers<string> {
    const known = this.#sessions.get(targetId) ?? Promise.withResolvers<string>()
    this.#sessions.set(targetId, known)
    return known
  }
  sessionOf(targetId: string): Promise<string> {
    return this.#sessionFor(targetId).promise
  }

  async invoke(channel: string, event: object, values: unknown[]): Promise<unknown> {
    const handler = this.handlers.get(channel)
    if (!handler) throw new Error(`No handler registered for '${channel}'`)
    return structuredClone(await handler(event, ...values))
  }

  /** The program's own answer to a request, or undefined: there is no network. */
  async request(request: Request, resourceType: string): Promise<Response | undefined> {
    const cancelled = await new Promise<boolean>((resolve) => {
      if (!this.onBeforeRequest) return resolve(false)
      this.onBeforeRequest({ url: request.url, method: request.method, resourceType }, ({ cancel = false }) => resolve(cancel))
    })
    const handler = this.protocols.get(new URL(request.url).protocol.slice(0, -1))
    return cancelled || !handler ? undefined : handler(request)
  }
}

export const host = new Host()
