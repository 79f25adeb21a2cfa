import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip } from 'node:zlib'
import type { z } from 'zod'
import type { WireError } from '#shared/contract/wire.ts'
import { wireErrorOf } from './endpoint.ts'

/** A sender that is silent for this long in the middle of its request is not waited for. */
const SILENCE_MS = 15_000
/** Deeper than any journal entry; checked before anything recursive looks at the value. */
const MAX_DEPTH = 64
const MAX_ISSUES = 10

const inflaters = { gzip: promisify(gunzip), br: promisify(brotliDecompress) } as const

export type Read =
  | { readonly ok: true; readonly value: unknown; readonly bytes: number }
  | { readonly ok: false; readonly error: WireError; readonly status?: number }

const failed = (error: WireError, status?: number): Read => ({ ok: false, error, ...(status !== undefined && { status }) })

/** Reads a JSON body of at most `maxBytes`, as sent and as inflated. Never holds more than twice that. */
export async function readBody(request: IncomingMessage, maxBytes: number, silenceMs = SILENCE_MS): Promise<Read> {
  const [type = ''] = (request.headers['content-type'] ?? '').split(';')
  const encoding = (request.headers['content-encoding'] ?? 'identity').toLowerCase()
  if (type.trim().toLowerCase() !== 'application/json') return failed(wireErrorOf('unsupported'))
  if (encoding !== 'identity' && encoding !== 'gzip' && encoding !== 'br') return failed(wireErrorOf('unsupported'))
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return failed(wireErrorOf('tooLarge'))

  const raw = await collect(request, maxBytes, silenceMs)
  if (raw === 'tooLarge') return failed(wireErrorOf('tooLarge'))
  if (raw === 'silent') return failed(wireErrorOf('badRequest'), 408)
  if (raw === 'cut') return failed(wireErrorOf('badRequest'))
  let bytes = raw
  if (encoding !== 'identity') {
    try {
      bytes = await inflaters[encoding](raw, { maxOutputLength: maxBytes })
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : ''
      return failed(
        code === 'ERR_BUFFER_TOO_LARGE' ? wireErrorOf('tooLarge') : wireErrorOf('badRequest', { issues: [{ path: '', problem: `not ${encoding}` }] }),
      )
    }
  }
  if (isDeeperThan(bytes, MAX_DEPTH)) return failed(wireErrorOf('badRequest', { issues: [{ path: '', problem: 'too deep' }] }))
  try {
    return { ok: true, value: JSON.parse(utf8.decode(bytes)) as unknown, bytes: raw.length }
  } catch {
    return failed(wireErrorOf('badRequest', { issues: [{ path: '', problem: 'not JSON' }] }))
  }
}
const utf8 = new TextDecoder('utf-8', { fatal: true })

function collect(request: IncomingMessage, maxBytes: number, silenceMs: number): Promise<Buffer | 'tooLarge' | 'silent' | 'cut'> {
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    let length = 0
    const end = (result: Buffer | 'tooLarge' | 'silent' | 'cut') => {
      clearTimeout(timer)
      request.removeAllListeners('data')
      if (typeof result === 'string') request.pause()
      resolve(result)
    }
    const timer = setTimeout(() => end('silent'), silenceMs)
    request.on('data', (part: Buffer) => {
      length += part.length
      if (length > maxBytes) return end('tooLarge')
      parts.push(part)
      timer.refresh()
    })
    request.once('end', () => end(Buffer.concat(parts, length)))
    request.once('error', () => end('cut'))
    request.once('close', () => end('cut'))
  })
}

/** Nesting of JSON text, without building it. */
function isDeeperThan(bytes: Uint8Array, limit: number): boolean {
  let depth = 0
  let inText = false
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]
    if (inText) {
      if (byte === 0x5c) i++
      else if (byte === 0x22) inText = false
    } else if (byte === 0x22) inText = true
    else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > limit) return true
    } else if (byte === 0x5d || byte === 0x7d) depth--
  }
  return false
}

/** Where and what is wrong, for the sender's own log; values never appear. */
export const issuesOf = (error: z.ZodError): { path: string; problem: string }[] =>
  error.issues.slice(0, MAX_ISSUES).map((issue) => ({ path: issue.path.join('.').slice(0, 200), problem: problemOf(issue) }))

const problemOf = (issue: z.core.$ZodIssue): string => {
  if (issue.code === 'unrecognized_keys') return 'unknown field'
  if (issue.code === 'invalid_type') return `must be ${issue.expected}`
  return issue.code.replaceAll('_', ' ')
}
