import { mkdirSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { serve } from '#main/headless/serve.ts'
import { spawnCore } from '#main/platform/core-client.ts'
import { openTestCore, temporaryFolder, testConfig } from './core.ts'
import { ROOT } from './sources.ts'

/** One end of the contract, whatever carries it. */
export interface Transport {
  call(text: string): Promise<string>
  onNotice(listener: (text: string) => void): void
  close(): Promise<void>
}

const CLIENT = { ip: '127.0.0.1', userAgent: 'test' }

export async function inProcess(): Promise<Transport> {
  const core = openTestCore()
  return { call: (text) => core.call(text, CLIENT), onNotice: core.onNotice, close: core.shutdown }
}

export async function inWorker(): Promise<Transport> {
  const core = await spawnCore(join(ROOT, 'main/worker.ts'), testConfig({ logLevel: 'error' }))
  return { call: (text) => core.call(text, CLIENT), onNotice: core.onNotice, close: core.shutdown }
}

export interface HeadlessTransport extends Transport {
  readonly address: URL
  readonly cookie: string
}

/** The headless shell's server over a core in its thread, with a page of one line. */
export async function overWebSocket(): Promise<HeadlessTransport> {
  const config = testConfig({ logLevel: 'error' })
  const rendererDir = join(temporaryFolder(), 'renderer')
  mkdirSync(join(rendererDir, 'assets'), { recursive: true })
  writeFileSync(join(rendererDir, 'index.html'), '<!doctype html><title>Bayline</title>')
  writeFileSync(join(rendererDir, 'assets/app-1.js'), 'export {}')
  const starting = spawnCore(join(ROOT, 'main/worker.ts'), config)
  const server = await serve({ core: starting, config, rendererDir })
  const address = new URL(server.address)
  const cookie = (await get(address, `${address.pathname}${address.search}`)).headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  const socket = new WebSocket(`ws://${address.host}/core`, { headers: { cookie }, origin: address.origin })
  const waiting = new Map<string, (text: string) => void>()
  const lost: ((text: string) => void)[] = []
  const notices: ((text: string) => void)[] = []
  socket.on('message', (data) => {
    const text = (data as Buffer).toString() // ws hands out one Buffer
    const { id, changed } = JSON.parse(text) as { id?: string; changed?: string[] }
    if (changed) for (const listener of notices) listener(text)
    else (waiting.get(id ?? '') ?? lost.shift())?.(text)
    waiting.delete(id ?? '')
  })
  await new Promise((open, refused) => socket.once('open', open).once('error', refused))
  return {
    address,
    cookie,
    call: (text) =>
      new Promise((resolve) => {
        const id = /"id":"([^"]+)"/.exec(text)?.[1]
        if (id) waiting.set(id, resolve)
        else lost.push(resolve)
        socket.send(text)
      }),
    onNotice: (listener) => {
      notices.push(listener)
    },
    close: async () => {
      socket.terminate()
      await server.close()
      await (await starting).shutdown()
    },
  }
}

/** A plain request with any headers: fetch would correct them. */
export const get = (
  address: URL,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<{ status: number; headers: NodeJS.Dict<string[]> & Record<string, unknown>; body: string }> =>
  new Promise((resolve, reject) => {
    request({ host: address.hostname, port: address.port, path, method, headers }, (response) => {
      let body = ''
      response
        .setEncoding('utf8')
        .on('data', (part: string) => {
          body += part
        })
        .on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers as never, body })) // header names vary
    })
      .on('error', reject)
      .end()
  })
