import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type { BrowserWindowConstructorOptions, WebContents as ElectronContents, WebFrameMain } from 'electron'
import type { Protocol, Session } from './chromium.ts'
import { host, type OpenedPage } from './host.ts'
import { preventable, strict } from './strict.ts'
import { fromChromium, toChromium } from './urls.ts'
import { bridge, runPreload } from './world.ts'

const WORLD = 'Electron Isolated Context'
type OpenHandler = Parameters<ElectronContents['setWindowOpenHandler']>[0]
type Frame = Pick<WebFrameMain, 'url' | 'parent' | 'top' | 'origin'>

/** Every live page by its DevTools target. */
export const byTarget = new Map<string, WebContents>()
let ids = 0

/** Tenths of a second. */
const ASKS_AGAIN_AFTER = 10

/**
 * An opened page changes its document while it is attached to, and what it is told before that is lost: it is let go, and loaded
 * again once its scripts are in. Playwright may have let it go before we listened: then nobody heard what it asked for, and it asks again.
 */
async function settled(session: Session, url: string): Promise<void> {
  session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }).catch(() => undefined) // asked once more below
  session.send('Runtime.runIfWaitingForDebugger').catch(() => undefined) // Playwright's own line may have done it
  const isThere = async () => {
    const { result } = await session.send('Runtime.evaluate', { expression: "location.href !== 'about:blank' && document.readyState === 'complete'" })
    return result.value === true
  }
  for (let n = 0; n < 100; n++) {
    const later = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 100))
    if (await Promise.race([isThere().catch(() => false), later])) return
    await later
    if (n === ASKS_AGAIN_AFTER) session.send('Page.navigate', { url }).catch(() => undefined) // as above
  }
  throw new Error('the opened page never loaded')
}

/** One page of Chromium with the members of Electron's WebContents that the shell, the tests and Playwright use. */
export class WebContents
  extends EventEmitter
  implements
    Pick<
      ElectronContents,
      | 'id'
      | 'mainFrame'
      | 'loadURL'
      | 'reload'
      | 'send'
      | 'getURL'
      | 'setWindowOpenHandler'
      | 'isCrashed'
      | 'isDestroyed'
      | 'forcefullyCrashRenderer'
      | 'setZoomFactor'
      | 'setVisualZoomLevelLimits'
      | 'invalidate'
      | 'close'
    >
{
  readonly id = ++ids
  #session: Session | undefined
  #targetId = ''
  #frames = new Map<string, { url: string; frame: Frame }>()
  #mainFrameId = ''
  /** Preload worlds by execution context. */
  #worlds = new Map<number, string>()
  /** Address that we asked for ourselves: such a load passes by the navigation events. */
  #expected: string | undefined
  #openHandler: OpenHandler = () => ({ action: 'allow' })
  #crashed = false
  #destroyed = false
  readonly attached: Promise<Session>
  readonly #key = `standin-${Math.random().toString(36).slice(2)}`

  /** `opened`: the page is there already, as another one opened it. */
  constructor(options: BrowserWindowConstructorOptions, opened?: OpenedPage) {
    super()
    this.attached = this.#attach(options, opened)
    this.attached.catch((error: unknown) => this.emit('standin-failed', error))
    if (opened) this.loadURL(opened.url).catch(() => undefined) // it went at once
    host.app.emit('web-contents-created', {}, this.strict)
  }

  /** What the program gets: asking it for a member that is not here throws. */
  readonly strict = strict('webContents', this) as unknown as ElectronContents & WebContents // member by member as far as they go

  async #attach(options: BrowserWindowConstructorOptions, page?: OpenedPage): Promise<Session> {
    const browser = await host.browser()
    const size = { width: options.width ?? 800, height: options.height ?? 600 }
    const { targetId } = page ?? (await browser.root.send('Target.createTarget', { url: 'about:blank', ...size, newWindow: true }))
    this.#targetId = targetId
    byTarget.set(targetId, this)
    const opened = browser.session(page?.sessionId ?? (await host.sessionOf(targetId)))
    this.#session = opened
    this.#listen(opened)
    const preferences = options.webPreferences ?? {}
    const preload = preferences.preload ? readFileSync(preferences.preload, 'utf8') : ''
    const facts = { argv: ['electron', ...(preferences.additionalArguments ?? [])], platform: process.platform, versions: { electron: host.version } }
    const inPreload = `(${String(runPreload)})((${String(bridge)})('preload', ${JSON.stringify(this.#key)}), __standinPost, ${JSON.stringify(facts)}, (require, process, module, exports) => {${preload}\n})`
    if (page) await settled(opened, toChromium(page.url, host.schemes))
    await Promise.all([
      opened.send('Page.enable'),
      opened.send('Runtime.enable'),
      opened.send('Inspector.enable'),
      opened.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      opened.send('Runtime.addBinding', { name: '__standinPost', executionContextName: WORLD }),
      opened.send('Page.addScriptToEvaluateOnNewDocument', { source: `(${String(bridge)})('page', ${JSON.stringify(this.#key)})` }),
      opened.send('Page.addScriptToEvaluateOnNewDocument', { source: inPreload, worldName: WORLD }),
      opened.send('Page.getFrameTree').then(({ frameTree }) => {
        this.#mainFrameId = frameTree.frame.id
        this.#learn(frameTree.frame)
      }),
      opened.send('Runtime.runIfWaitingForDebugger'),
    ])
    return opened
  }

  #listen(session: Session): void {
    session.on('Page.frameNavigated', ({ frame }) => this.#learn(frame))
    session.on('Page.frameAttached', ({ frameId, parentFrameId }) => this.#learn({ id: frameId, url: 'about:blank', parentId: parentFrameId }))
    session.on('Page.frameDetached', ({ frameId }) => this.#frames.delete(frameId))
    session.on('Page.domContentEventFired', () => this.emit('dom-ready', {}))
    session.on('Page.loadEventFired', () => {
      if (this.getURL() !== 'about:blank') this.emit('did-finish-load', {})
    })
    session.on('Page.windowOpen', ({ url, windowName, windowFeatures }) =>
      this.#opened({
        url: fromChromium(url),
        frameName: windowName,
        features: windowFeatures.join(','),
        disposition: 'foreground-tab',
        referrer: { url: '', policy: 'no-referrer' },
      }),
    )
    session.on('Runtime.executionContextCreated', ({ context }) => {
      const { frameId } = (context.auxData ?? {}) as { frameId?: string } // as Chromium documents it
      if (context.name === WORLD && frameId) this.#worlds.set(context.id, frameId)
    })
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => this.#worlds.delete(executionContextId))
    session.on('Runtime.executionContextsCleared', () => this.#worlds.clear())
    session.on('Runtime.bindingCalled', ({ payload, executionContextId }) => void this.#invoked(payload, executionContextId))
    session.on('Fetch.requestPaused', (paused) => void this.#requested(session, paused).catch(() => undefined)) // the page is going
    session.on('Inspector.targetCrashed', () => {
      this.#crashed = true
      this.#worlds.clear()
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
    })
  }

  /** As Electron does it: the handler decides, then the page has its window, which goes with the one that opened it. */
  #opened(details: Parameters<OpenHandler>[0]): void {
    const answer = this.#openHandler(details)
    if (answer.action === 'deny') return host.windowOpened(null)
    const options = answer.overrideBrowserWindowOptions ?? {}
    host.windowOpened((page) => {
      const window = host.adopt(options, { ...page, url: details.url })
      if (!answer.outlivesOpener) this.once('destroyed', () => window.destroy())
      this.emit('did-create-window', window, { ...details, options })
    })
  }

  #learn({ id, url, parentId }: { id: string; url: string; parentId?: string }): void {
    const known = this.#frames.get(id)
    if (known) {
      known.url = fromChromium(url)
      return
    }
    const frame = Object.defineProperties({} as Frame, {
      // each of the members named in Frame
      url: { get: () => entry.url, enumerable: true },
      origin: { get: () => /^[a-z]+:\/\/[^/]*/.exec(entry.url)?.[0] ?? 'null' },
      parent: { get: () => this.#frames.get(parentId ?? '')?.frame ?? null },
      top: { get: () => this.mainFrame },
    })
    const entry = { url: fromChromium(url), frame: strict('webFrameMain', frame) }
    this.#frames.set(id, entry)
  }

  /** A message from a preload: the handler's answer goes back to the world that asked, if it is still there. */
  async #invoked(payload: string, context: number): Promise<void> {
    const { n, channel, values } = JSON.parse(payload) as { n: number; channel: string; values: unknown[] } // made by runPreload
    const frameId = this.#worlds.get(context)
    const senderFrame = () => (this.#worlds.get(context) === undefined ? null : (this.#frames.get(frameId ?? '')?.frame ?? null))
    const event = Object.defineProperties({ type: 'frame', sender: this.strict, processId: 1, frameId: 1 }, { senderFrame: { get: senderFrame } })
    let answer: unknown
    try {
      answer = { n, value: await host.invoke(channel, event, values) }
    } catch (error) {
      answer = { n, error: `Error invoking remote method '${channel}': ${String(error)}` }
    }
    this.#tell(context, answer)
  }

  #tell(contextId: number, message: unknown): void {
    const expression = `__standinReceive(${JSON.stringify(JSON.stringify(message))})`
    this.#session?.send('Runtime.evaluate', { expression, contextId }).catch(() => undefined) // the world is gone: so is the message
  }

  async #requested(session: Session, { requestId, request, frameId, resourceType, redirectedRequestId }: Protocol.Fetch.requestPausedPayload): Promise<void> {
    const url = fromChromium(request.url)
    const fail = (errorReason: Protocol.Network.ErrorReason) => session.send('Fetch.failRequest', { requestId, errorReason })
    if (resourceType === 'Document' && this.#expected !== request.url) {
      const isMainFrame = frameId === this.#mainFrameId
      const event = preventable({ url, isMainFrame, isInPlace: false, isSameDocument: false })
      const names = redirectedRequestId ? ['will-redirect'] : isMainFrame ? ['will-frame-navigate', 'will-navigate'] : ['will-frame-navigate']
      for (const name of names) this.emit(name, event, url, false, isMainFrame)
      if (event.defaultPrevented) return void (await fail('Aborted'))
    }
    if (resourceType === 'Document') this.#expected = undefined
    const answer = await host.request(
      new Request(url, { method: request.method, headers: request.headers as Record<string, string>, body: request.postData ?? null }),
      resourceType,
    )
    if (!answer) return void (await fail('InternetDisconnected'))
    const headers = [...answer.headers].map(([name, value]) => ({ name, value: name === 'location' ? toChromium(value, host.schemes) : value }))
    const body = Buffer.from(await answer.arrayBuffer()).toString('base64')
    await session.send('Fetch.fulfillRequest', { requestId, responseCode: answer.status, responseHeaders: headers, body })
  }

  async loadURL(url: string): Promise<void> {
    const session = await this.attached
    const loaded = new Promise<void>((resolve) => session.once('Page.loadEventFired', () => resolve()))
    this.#expected = toChromium(url, host.schemes)
    this.#crashed = false
    const { errorText } = await session.send('Page.navigate', { url: this.#expected })
    if (errorText) throw new Error(`${errorText} (-2) loading '${url}'`)
    await loaded
  }

  reload(): void {
    this.#crashed = false
    this.#expected = toChromium(this.getURL(), host.schemes)
    void this.attached.then((session) => session.send('Page.navigate', { url: this.#expected ?? '' })).catch(() => undefined) // a crashed page navigates, it does not reload
  }

  send(channel: string, ...values: unknown[]): void {
    const cloned = structuredClone(values)
    for (const [context, frameId] of this.#worlds) if (frameId === this.#mainFrameId) this.#tell(context, { channel, values: cloned })
  }

  get mainFrame(): WebFrameMain {
    return this.#frames.get(this.#mainFrameId)?.frame as WebFrameMain // it learnt of it before the program could ask
  }
  get targetId(): string {
    return this.#targetId
  }
  getURL(): string {
    return this.#frames.get(this.#mainFrameId)?.url ?? ''
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler
  }
  isCrashed(): boolean {
    return this.#crashed
  }
  isDestroyed(): boolean {
    return this.#destroyed
  }
  forcefullyCrashRenderer(): void {
    this.#session?.send('Page.crash').catch(() => undefined) // it never answers
  }
  setZoomFactor(_factor: number): void {}
  setVisualZoomLevelLimits(_least: number, _most: number): Promise<void> {
    return Promise.resolve()
  }
  invalidate(): void {}
  /** Asked by Playwright's page.close(): as a person's click on the cross. */
  close(): void {
    host.windowOf(this)?.close()
  }
  destroy(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    byTarget.delete(this.#targetId)
    void host
      .browser()
      .then(({ root }) => root.send('Target.closeTarget', { targetId: this.#targetId }))
      .catch(() => undefined) // Chromium may have gone first
    this.emit('destroyed')
  }
}
