import { randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Config } from '../platform/config.ts'
import type { CoreClient } from '../platform/core-client.ts'
import { rendererFiles, SECURITY_HEADERS } from '../platform/renderer-files.ts'

export interface Server {
  /** Address with the key that lets a browser in. */
  readonly address: string
  close(): Promise<void>
}

const COOKIE = 'bayline_device'
/** Longest frame: one upload. Contracts set lower limits per operation. */
const LONGEST_FRAME_BYTES = 48 * 1024 * 1024

/**
 * Serves the renderer and the contract on loopback. What the operating system gives Electron for free is checked here:
 * the Host header (a foreign name that resolves to loopback), the Origin (another site's page) and a device key in a
 * strict same-site cookie. The page is served, and its calls wait, while the core still starts; one that does not is the caller's to tell.
 */
export function serve({ core, config, rendererDir }: { core: Promise<CoreClient>; config: Config; rendererDir: string }): Promise<Server> {
  const files = rendererFiles(rendererDir)
  const key = deviceKey(config.dataDir)
  let host = ''

  const isOurs = (request: IncomingMessage) => request.headers.host === host
  const isEnrolled = (request: IncomingMessage) => {
    const sent = /(?:^|; )bayline_device=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? ''
    return same(sent, key)
  }

  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const send = (status: number, body: string | Buffer, headers: Record<string, string> = {}) => {
      response.writeHead(status, { ...SECURITY_HEADERS, 'content-type': 'text/plain; charset=utf-8', ...headers })
      response.end(request.method === 'HEAD' ? undefined : body)
    }
    if (!isOurs(request)) return send(421, 'This address is not served here.')
    if (request.method !== 'GET' && request.method !== 'HEAD') return send(405, 'Only GET.', { allow: 'GET, HEAD' })
    const url = new URL(request.url ?? '/', `http://${host}`)
    if (url.pathname === '/enter') {
      if (!same(url.searchParams.get('key') ?? '', key)) return send(403, 'This key opens nothing. Use the address that Bayline printed at its start.')
      return send(303, '', { location: '/', 'set-cookie': `${COOKIE}=${key}; HttpOnly; SameSite=Strict; Path=/; Max-Age=31536000` })
    }
    if (!isEnrolled(request)) return send(403, 'This browser is not known here. Use the address that Bayline printed at its start.')
    const file = files.find(url.pathname)
    return file ? send(200, file.body(), file.headers) : send(404, 'There is no such page.')
  }

  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000, maxHeaderSize: 16_384 }, answer)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LONGEST_FRAME_BYTES, perMessageDeflate: false })
  server.on('upgrade', (request, socket, head) => {
    if (!isOurs(request) || request.headers.origin !== `http://${host}` || request.url !== '/core' || !isEnrolled(request)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, (ws) => relay(ws, request))
  })

  const relay = (ws: WebSocket, request: IncomingMessage) => {
    const client = { ip: request.socket.remoteAddress ?? '', userAgent: (request.headers['user-agent'] ?? '').slice(0, 300) }
    const whenStarted = (deed: (running: CoreClient) => unknown) => void core.then(deed, () => undefined)
    const send = (text: string) => {
      if (ws.readyState === ws.OPEN) ws.send(text)
    }
    whenStarted((running) => {
      const stop = running.onNotice(send)
      if (ws.readyState === ws.CLOSED) stop()
      else ws.on('close', stop)
    })
    ws.on('message', (data, isBinary) => {
      if (isBinary) return ws.close(1003)
      const text = (data as Buffer).toString() // the default binaryType of ws is one Buffer
      whenStarted((running) => running.call(text, client).then(send))
    })
    ws.on('error', () => ws.terminate())
  }

  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE'
      reject(taken ? Object.assign(new Error(`Port ${config.port} is in use. Set BAYLINE_PORT to another one, or to 0.`), { name: 'ConfigRefused' }) : error)
    })
    server.listen(config.port, config.host, () => {
      const { port } = server.address() as AddressInfo // it listens on TCP
      host = config.host === '::1' ? `[::1]:${port}` : `${config.host}:${port}`
      resolve({
        address: `http://${host}/enter?key=${key}`,
        close: () =>
          new Promise((done) => {
            for (const ws of sockets.clients) ws.close(1001)
            server.close(() => done())
            server.closeAllConnections()
          }),
      })
    })
  })
}

/** One key per data folder, kept so that a kiosk's browser stays known after a restart. */
function deviceKey(dataDir: string): string {
  const file = join(dataDir, 'browser.key')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  mkdirSync(dataDir, { recursive: true })
  const key = randomBytes(24).toString('base64url')
  writeFileSync(file, key, { mode: 0o600 })
  return key
}

function same(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)]
  return x.length === y.length && timingSafeEqual(x, y)
}
