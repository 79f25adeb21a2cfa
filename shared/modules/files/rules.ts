import type { Failure, Result } from '../../kernel/result.ts'
import { ok } from '../../kernel/result.ts'
import { filesFails } from './contract.ts'
import { EXTENSIONS, MAX_FILE_BYTES, MEDIA_TYPES, type MediaType } from './model.ts'

/** Names that Windows keeps for devices, whatever the extension. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i
const LONGEST_NAME = 120

/** What a person called a file, so that it may be saved anywhere: no path, no control or direction marks, the ending of its type. */
export function safeName(typed: string, type: MediaType): string {
  const last = typed.normalize('NFC').split(/[\\/]/).at(-1) ?? ''
  const plain = last
    .replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  const dot = plain.lastIndexOf('.')
  const ending = dot < 0 ? '' : plain.slice(dot + 1).toLowerCase()
  const isRight = EXTENSIONS[type].includes(ending)
  const stem =
    (isRight ? plain.slice(0, dot) : plain)
      .slice(0, LONGEST_NAME)
      .replace(/\p{Cs}/gu, '')
      .trim() || 'file'
  return `${RESERVED.test(`${stem}.`) ? `_${stem}` : stem}.${isRight ? ending : EXTENSIONS[type][0]}`
}

export function checkSize(sizeBytes: number): Result<null, Failure<'files.empty' | 'files.tooLarge'>> {
  if (sizeBytes === 0) return filesFails.empty()
  return sizeBytes > MAX_FILE_BYTES ? filesFails.tooLarge({ sizeBytes, maxBytes: MAX_FILE_BYTES }) : ok(null)
}

/**
 * The type of a file by its content. `found` is what its first bytes say, undefined when they say nothing; `text` is what it
 * reads as, null when it is no text. Text wins over a type that is not allowed: two letters make `BMW;...` a picture. Holds FILE-1.
 */
export function typeOf(found: string | undefined, text: string | null, fileName: string): Result<MediaType, Failure<'files.typeNotAllowed'>> {
  const known = MEDIA_TYPES.find((type) => type === (found === 'image/heif' ? 'image/heic' : found))
  if (known !== undefined) return ok(known)
  if (text === null) return filesFails.typeNotAllowed({ found: found ?? 'unknown' })
  if (looksLikeMarkup(text)) return filesFails.typeNotAllowed({ found: 'markup' })
  return ok(/\.(csv|tsv)$/i.test(fileName) ? 'text/csv' : 'text/plain')
}

/** SVG, HTML and XML, also behind a byte order mark, blanks or a comment; and scripts wherever they stand. */
const looksLikeMarkup = (text: string): boolean =>
  /^\s*</.test(text.replace(/^\ufeff/, '')) || /<(script|svg|html|body|iframe|object|embed|!doctype)\b/i.test(text.slice(0, 65_536))
