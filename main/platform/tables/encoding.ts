import { analyse } from 'chardet'
import iconv from 'iconv-lite'

export interface Decoded {
  readonly text: string
  readonly encoding: string
  readonly badCharacters: number
}

const SAMPLE_BYTES = 64 * 1024
const REPLACEMENT = '\ufffd'
/** Encodings that are a part of a larger one, which Windows programs mean when they say the smaller. */
const LARGER: Readonly<Record<string, string>> = {
  'ISO-8859-1': 'windows-1252',
  'ISO-8859-7': 'windows-1253',
  'ISO-8859-8': 'windows-1255',
  'ISO-8859-9': 'windows-1254',
  ASCII: 'utf-8',
}
const MARKS: readonly (readonly [string, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/** Text of a file whose encoding nobody told; `wanted` overrides the guess. Null when the bytes are no text. */
export function decode(bytes: Uint8Array, wanted?: string): Decoded | null {
  const marked = MARKS.find(([, mark]) => mark.every((byte, i) => bytes[i] === byte))
  const encoding = wanted ?? marked?.[0] ?? guess(bytes)
  if (encoding === null) return null
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const text = iconv.decode(buffer, encoding).replace(/^\ufeff/, '')
  return isText(text) ? { text, encoding, badCharacters: count(text, REPLACEMENT) } : null
}

function guess(bytes: Uint8Array): string | null {
  const wide = wideness(bytes)
  if (wide) return wide
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return 'utf-8'
  } catch {
    // Broken UTF-8 is still UTF-8 when nearly all of what is not ASCII reads well.
    const lenient = new TextDecoder('utf-8').decode(bytes)
    const bad = count(lenient, REPLACEMENT)
    const good = (lenient.match(/[^\0-\x7f]/gu)?.length ?? 0) - bad
    if (bad * 20 < good) return 'utf-8'
    const found = analyse(telling(bytes))
      .map(({ name }) => LARGER[name] ?? name)
      .find((name) => name !== 'utf-8' && !name.startsWith('UTF') && iconv.encodingExists(name))
    return found ?? 'windows-1252'
  }
}

/** UTF-16 without a mark: figures, blanks and line ends have a zero in every second byte, whatever the script. */
function wideness(bytes: Uint8Array): string | null {
  const length = Math.min(bytes.length, 4096) & ~1
  if (length < 4) return null
  const zeros: [number, number] = [0, 0]
  for (let i = 0; i < length; i++) if (bytes[i] === 0) zeros[i % 2 === 0 ? 0 : 1]++
  const [even, odd] = zeros
  if (odd > length / 100 && even * 10 < odd) return 'utf-16le'
  if (even > length / 100 && odd * 10 < even) return 'utf-16be'
  return null
}

/** The lines that tell encodings apart: those with bytes beyond ASCII. */
function telling(bytes: Uint8Array): Uint8Array {
  const sample = new Uint8Array(SAMPLE_BYTES)
  let filled = 0
  let start = 0
  let beyond = false
  for (let i = 0; i <= bytes.length && filled < SAMPLE_BYTES; i++) {
    const byte = bytes[i] ?? 10
    if (byte >= 0x80) beyond = true
    if (byte !== 10) continue
    const line = bytes.subarray(start, Math.min(i + 1, start + SAMPLE_BYTES - filled))
    if (beyond) {
      sample.set(line, filled)
      filled += line.length
    }
    start = i + 1
    beyond = false
  }
  return sample.subarray(0, filled)
}

/** Text holds next to no control characters. */
function isText(text: string): boolean {
  const end = Math.min(text.length, SAMPLE_BYTES)
  let odd = 0
  for (let i = 0; i < end; i++) {
    const code = text.charCodeAt(i)
    if (code < 9 || (code > 13 && code < 32)) odd++
  }
  return odd * 50 <= end
}

function count(text: string, character: string): number {
  let found = 0
  for (let i = text.indexOf(character); i !== -1; i = text.indexOf(character, i + 1)) found++
  return found
}
