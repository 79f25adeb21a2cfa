/**
 * What contextBridge does inside Electron: values pass between the preload's world and the page's by copy, functions by proxy. Both
 * worlds share the document and nothing else, so a call is an event on it, answered before `dispatchEvent` returns. The function
 * runs in the page as text: it must not use anything from outside itself.
 */
export function bridge(side: 'preload' | 'page', key: string): (name: string, api: unknown) => void {
  type Packed = { v?: unknown; f?: number; p?: number; e?: string; a?: Packed[]; o?: Record<string, Packed> }
  const other = side === 'page' ? 'preload' : 'page'
  const kept: ((...values: unknown[]) => unknown)[] = []
  const promises = new Map<number, PromiseWithResolvers<unknown>>()
  let promised = 0
  let returned = ''
  const target = document
  const dispatch = target.dispatchEvent.bind(target)
  const tell = (to: string, detail: unknown) => dispatch(new CustomEvent(`${key}-${to}`, { detail: JSON.stringify(detail) }))

  const pack = (value: unknown): Packed => {
    if (typeof value === 'function') return { f: kept.push(value as () => unknown) - 1 } // called with unpacked values only
    if (value instanceof Error) return { e: value.message }
    if (value instanceof Promise) {
      const p = ++promised
      value.then(
        (done: unknown) => tell(other, { p, done: pack(done) }),
        (error: unknown) => tell(other, { p, done: { e: error instanceof Error ? error.message : String(error) } }),
      )
      return { p }
    }
    if (Array.isArray(value)) return { a: value.map(pack) }
    if (typeof value === 'object' && value !== null) {
      if (Object.getPrototypeOf(value) !== Object.prototype) throw new TypeError('An object could not be cloned.')
      return { o: Object.fromEntries(Object.entries(value).map(([name, part]) => [name, pack(part)])) }
    }
    if (typeof value === 'symbol' || typeof value === 'bigint') throw new TypeError('the stand-in carries JSON and functions only')
    return value === undefined ? {} : { v: value }
  }
  const unpack = (packed: Packed): unknown => {
    if (packed.e !== undefined) return new Error(packed.e)
    if (packed.f !== undefined) return (...values: unknown[]) => call(packed.f, values)
    if (packed.a) return packed.a.map(unpack)
    if (packed.o) return Object.fromEntries(Object.entries(packed.o).map(([name, part]) => [name, unpack(part)]))
    if (packed.p === undefined) return packed.v
    const promise = Promise.withResolvers<unknown>()
    promises.set(packed.p, promise)
    return promise.promise
  }
  const call = (f: number | undefined, values: unknown[]): unknown => {
    tell(other, { f, values: pack(values) })
    const { thrown, value } = JSON.parse(returned) as { thrown?: string; value: Packed } // written by the other side while we told it
    if (thrown !== undefined) throw new Error(thrown)
    return unpack(value)
  }
  const frozen = (value: unknown): unknown => {
    if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) frozen(part)
    return typeof value === 'function' ? value : Object.freeze(value)
  }

  target.addEventListener(`${key}-${side}`, (event) => {
    const message = JSON.parse((event as CustomEvent<string>).detail) as {
      expose?: string
      f?: number
      p?: number
      done?: Packed
      value?: Packed
      values?: Packed
      back?: string
    } // made by tell()
    if (message.back !== undefined) returned = message.back
    else if (message.expose !== undefined)
      Object.defineProperty(globalThis, message.expose, { value: frozen(unpack(message.value ?? {})), enumerable: true, configurable: false, writable: false })
    else if (message.p !== undefined) {
      const result = unpack(message.done ?? {})
      if (result instanceof Error) promises.get(message.p)?.reject(result)
      else promises.get(message.p)?.resolve(result)
      promises.delete(message.p)
    } else {
      let back: string
      try {
        back = JSON.stringify({ value: pack(kept[message.f ?? -1]?.(...(unpack(message.values ?? { a: [] }) as unknown[]))) }) // packed as a list by call()
      } catch (error) {
        back = JSON.stringify({ thrown: error instanceof Error ? error.message : String(error) })
      }
      tell(other, { back })
    }
  })
  return (name, api) => tell(other, { expose: name, value: pack(api) })
}

/** The preload's world: the two members of `electron` that a sandboxed preload of ours may use, and a `require` that knows no other. */
export function runPreload(
  expose: (name: string, api: unknown) => void,
  post: (json: string) => void,
  facts: { argv: string[]; platform: string; versions: Record<string, string> },
  preload: (require: (name: string) => unknown, process: unknown, module: { exports: object }, exports: object) => void,
): void {
  if (window !== window.top) return // nodeIntegrationInSubFrames is off
  const listeners = new Map<string, ((event: object, ...values: unknown[]) => void)[]>()
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let count = 0
  const strict = <T extends object>(name: string, members: T): T =>
    new Proxy(members, {
      get: (from, key) => {
        if (!(key in from)) throw new Error(`the stand-in has no ${name}.${String(key)}`)
        return from[key as keyof T]
      },
    })
  const ipcRenderer = strict('ipcRenderer', {
    invoke: (channel: string, ...values: unknown[]) => {
      const n = ++count
      const answer = Promise.withResolvers<unknown>()
      waiting.set(n, answer)
      post(JSON.stringify({ n, channel, values: structuredClone(values) }))
      return answer.promise
    },
    on: (channel: string, listener: (event: object, ...values: unknown[]) => void) => {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
    },
  })
  Object.defineProperty(globalThis, '__standinReceive', {
    value: (json: string) => {
      const message = JSON.parse(json) as { n?: number; error?: string; value?: unknown; channel?: string; values?: unknown[] } // made by the stand-in's main side
      if (message.channel !== undefined) for (const listener of listeners.get(message.channel) ?? []) listener({}, ...(message.values ?? []))
      else if (message.error !== undefined) waiting.get(message.n ?? 0)?.reject(new Error(message.error))
      else waiting.get(message.n ?? 0)?.resolve(message.value)
      waiting.delete(message.n ?? 0)
    },
  })
  const electron = strict('electron', { ipcRenderer, contextBridge: strict('contextBridge', { exposeInMainWorld: expose }) })
  const require = (name: string): unknown => {
    if (name === 'electron') return electron
    throw new Error(`module not found: ${name}`) // a sandboxed preload has electron, events, timers and url; ours needs the first
  }
  const module = { exports: {} }
  preload(require, { ...facts, type: 'renderer', sandboxed: true, contextIsolated: true }, module, module.exports)
}
