import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import type { Duplex, Readable } from 'node:stream'
import { findChromium } from '#tools/chromium.ts'
import { SUFFIX } from './urls.ts'
import type { Protocol } from '../../node_modules/playwright-core/types/protocol.d.ts'

export type { Protocol }
type Commands = Protocol.CommandParameters
type Answers = Protocol.CommandReturnValues

/** One target's end of the DevTools protocol. Events are emitted under their names. */
export interface Session extends EventEmitter {
  send<M extends keyof Commands & keyof Answers>(method: M, params?: Commands[M]): Promise<Answers[M]>
  on<E extends keyof Protocol.Events>(event: E, listener: (params: Protocol.Events[E]) => void): this
}

export interface Browser {
  readonly root: Session
  session(id: string): Session
  close(): Promise<void>
}

interface Message {
  id?: number
  method?: string
  params?: unknown
  result?: unknown
  error?: { message: string }
  sessionId?: string
}

/**
 * Starts Chromium and speaks to it over a pipe, so that it ends with this process, however that ends. The port beside it is
 * Playwright's, which reads its address from our standard error.
 */
export async function startChromium(profile: string): Promise<Browser> {
  // What asks before it is listened to waits for an answer that never comes: Chromium's own page of an error would have no opener.
  const silence = createServer().listen(0, '127.0.0.1').unref()
  await once(silence, 'listening')
  const nowhere = `--host-resolver-rules=MAP *${SUFFIX} 127.0.0.1:${(silence.address() as AddressInfo).port}` // it listens on a port
  const flags = [
    '--headless',
    '--remote-debugging-pipe',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    '--no-startup-window',
    '--no-first-run',
    nowhere,
  ]
  const quiet = ['--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--use-mock-keychain', '--hide-scrollbars']
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const child: ChildProcess = spawn(await findChromium(), [...flags, ...quiet, ...asRoot], { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n')) if (line.startsWith('DevTools listening on ')) process.stderr.write(`${line}\n`)
  })
  const [write, read] = [child.stdio[3] as Duplex, child.stdio[4] as Readable] // both are pipes, as asked above
  write.on('error', () => undefined) // Chromium is going

  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  const sessions = new Map<string, Session>()
  let count = 0
  const open = (sessionId: string): Session => {
    const known = sessions.get(sessionId)
    if (known) return known
    const made = Object.assign(new EventEmitter().setMaxListeners(0), {
      send: (method: string, params: unknown = {}) => {
        const id = ++count
        const answer = Promise.withResolvers<unknown>()
        waiting.set(id, answer)
        write.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`)
        return answer.promise
      },
    }) as unknown as Session // answers are typed by the protocol's own names
    sessions.set(sessionId, made)
    return made
  }
  const receive = ({ id, method, params, result, error, sessionId = '' }: Message) => {
    if (method) return sessions.get(sessionId)?.emit(method, params)
    const answer = waiting.get(id ?? 0)
    waiting.delete(id ?? 0)
    return error ? answer?.reject(new Error(error.message)) : answer?.resolve(result)
  }
  let rest = ''
  read.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\0')
    rest = parts.pop() ?? ''
    for (const part of parts) receive(JSON.parse(part) as Message)
  })
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      for (const answer of waiting.values()) answer.reject(new Error('Chromium is gone'))
      waiting.clear()
      resolve()
    })
  })
  return {
    root: open(''),
    session: open,
    close: () => {
      write.end()
      setTimeout(() => child.kill('SIGKILL'), 2000).unref()
      return gone
    },
  }
}
