/** Endings of files that leave the program, none of which a system runs, with the first bytes of what has such. */
const MAGIC: Readonly<Record<string, string>> = {
  pdf: '%PDF-',
  csv: '',
  txt: '',
  log: '',
  xlsx: 'PK\u0003\u0004',
  ods: 'PK\u0003\u0004',
  jpg: '\u00ff\u00d8\u00ff',
  jpeg: '\u00ff\u00d8\u00ff',
  png: '\u0089PNG',
  gif: 'GIF8',
  webp: 'RIFF',
  heic: '',
}
const LONGEST_CHARS = 64 * 1024 * 1024

/** Name without any path in it, ending and bytes; throws when the page hands over something else than such a file. */
export function parseFile(fileName: unknown, base64: unknown): { name: string; ending: string; bytes: Buffer } {
  if (typeof fileName !== 'string' || typeof base64 !== 'string' || base64.length > LONGEST_CHARS) throw new Error('not a file')
  const name = fileName
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N} ._-]/gu, '_')
    .replace(/^[ .]+/, '')
    .slice(-120)
  const ending = /.\.([a-z]+)$/.exec(name)?.[1] ?? ''
  const magic = Object.hasOwn(MAGIC, ending) ? MAGIC[ending] : undefined
  const bytes = Buffer.from(base64, 'base64')
  if (magic === undefined || !bytes.subarray(0, magic.length).equals(Buffer.from(magic, 'latin1')))
    throw new Error('not a kind of file that leaves the program')
  return { name, ending, bytes }
}
