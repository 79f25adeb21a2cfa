import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from 'node:zlib'
import type { Answer } from './endpoint.ts'

/** Below this, compressing costs more than it saves. */
const TINY_BYTES = 1024
/** Answers come out as small as by gzip, in a quarter of its time; higher qualities take the time and save a tenth. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }
const compress = {
  br: (bytes: Buffer) => promisify(brotliCompress)(bytes, BROTLI),
  gzip: (bytes: Buffer) => promisify(gzip)(bytes, { level: 6 }),
} as const

type Coding = keyof typeof compress

/** What the other side reads best of what we write. */
export function codingFor(accepted: string | undefined): Coding | undefined {
  const weights = new Map(
    (accepted ?? '').split(',').map((part) => {
      const [name = '', ...parameters] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/)
      const q = parameters.find((parameter) => parameter.startsWith('q='))
      return [name, q === undefined ? 1 : Number(q.slice(2)) || 0]
    }),
  )
  const weight = (name: string) => weights.get(name) ?? weights.get('*') ?? 0
  if (weight('br') > 0 && weight('br') >= weight('gzip')) return 'br'
  return weight('gzip') > 0 ? 'gzip' : undefined
}

/** Writes an answer, compressed where that pays. Resolves with the bytes of its body when all of it is handed over, or the reader is gone. */
export async function send(request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<number> {
  const headers: Record<string, string> = { ...answer.headers, vary: [answer.headers['vary'], 'accept-encoding'].filter(Boolean).join(', ') }
  const isEmpty = answer.body === null || answer.status === 204 || answer.status === 304
  const coding = isEmpty || headers['content-encoding'] ? undefined : codingFor(request.headers['accept-encoding'])
  if (isEmpty) {
    if (answer.status !== 204 && answer.status !== 304) headers['content-length'] = '0'
    response.writeHead(answer.status, headers).end()
    return 0
  }
  if (answer.body instanceof ReadableStream) {
    if (coding) headers['content-encoding'] = coding
    response.writeHead(answer.status, headers)
    if (request.method === 'HEAD') {
      await answer.body.cancel()
      response.end()
      return 0
    }
    const source = Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]) // the same stream, by its name in node:stream/web
    if (coding) await pipeline(source, coding === 'br' ? createBrotliCompress(BROTLI) : createGzip(), response)
    else await pipeline(source, response)
    return 0
  }
  let bytes = typeof answer.body === 'string' ? Buffer.from(answer.body) : (answer.body ?? Buffer.alloc(0))
  if (coding && bytes.length >= TINY_BYTES) {
    bytes = await compress[coding](bytes)
    headers['content-encoding'] = coding
  }
  headers['content-length'] = String(bytes.length)
  response.writeHead(answer.status, headers)
  response.end(request.method === 'HEAD' ? undefined : bytes)
  return bytes.length
}
