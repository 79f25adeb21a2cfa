import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { FOLDER } from './shop.ts'

const ROOT = join(import.meta.dirname, '../../..')

/** How late an event loop was. Units: ms. */
export interface Lateness {
  readonly p99: number
  readonly most: number
}

/** The built headless shell, in a process of its own. */
export interface Headless {
  readonly address: string
  /** From now on the lateness of the shell's own event loop counts: of the thread that serves the window, not of the core's. */
  watch(): void
  /** Memory that the process holds. Units: MB. */
  residentMb(): number
  /** Resolves with what was counted. */
  stop(): Promise<Lateness | undefined>
}

/** Over the big shop, unless another folder is named. What counts its lateness takes memory of its own: only where it is asked for. */
export async function startHeadless({ dataDir = FOLDER, isWatched = false } = {}): Promise<Headless> {
  const watching = isWatched ? ['--import', join(import.meta.dirname, 'lateness.ts')] : []
  const child = spawn(process.execPath, [...watching, join(ROOT, 'out/main/headless.js')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], BAYLINE_DATA_DIR: dataDir, BAYLINE_LOG_LEVEL: 'warn', BAYLINE_PORT: '0' },
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  // A suite that fails takes it along: nobody waits for what a lost process holds open.
  process.once('exit', () => child.kill())
  const address = await listening(child)
  return {
    address,
    residentMb: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024,
    watch: () => void child.kill('SIGUSR2'),
    stop: async () => {
      const ended = once(child, 'close')
      child.kill('SIGTERM')
      await ended
      const told = output.split('\n').find((line) => line.includes('"lateness"'))
      return told === undefined ? undefined : (JSON.parse(told) as { lateness: Lateness }).lateness // as lateness.ts prints it
    },
  }
}

function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      text += part
      const line = text.split('\n').find((one) => one.includes('"event":"listening"'))
      if (line) resolve((JSON.parse(line) as { address: string }).address)
    })
    child.once('exit', (code) => reject(new Error(`the headless shell ended with ${code}`)))
  })
}

/** A browser's end of the shell: one socket, calls by id. */
export interface Socket {
  send(text: string): Promise<string>
  close(): void
}

export async function connect(address: string): Promise<Socket> {
  const url = new URL(address)
  const cookie = await new Promise<string>((resolve, reject) => {
    request(url, (response) => {
      response.resume()
      resolve(response.headers['set-cookie']?.[0]?.split(';')[0] ?? '')
    })
      .on('error', reject)
      .end()
  })
  const socket = new WebSocket(`ws://${url.host}/core`, { headers: { cookie }, origin: url.origin, perMessageDeflate: false })
  await once(socket, 'open')
  return calls(socket)
}

/** Answers in the order of arrival; what carries no id of a waiting call is a notice. */
export function calls(socket: WebSocket): Socket {
  const waiting = new Map<string, (text: string) => void>()
  socket.on('message', (data) => {
    const text = (data as Buffer).toString() // ws hands out one Buffer
    const { id = '' } = JSON.parse(text) as { id?: string }
    waiting.get(id)?.(text)
    waiting.delete(id)
  })
  return {
    send: (text) =>
      new Promise((resolve) => {
        waiting.set((JSON.parse(text) as { id: string }).id, resolve)
        socket.send(text)
      }),
    close: () => socket.terminate(),
  }
}
