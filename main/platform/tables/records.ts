import type { Dialect } from './table.ts'

/** One record of a text file as it stands there: `fields` is null where the quotes make no sense. */
export interface RawRecord {
  /** Line in which it begins, from 1. */
  readonly line: number
  /** Offsets of its text, without the line end. */
  readonly start: number
  readonly end: number
  readonly fields: string[] | null
  /** A quote stands inside a field that is not quoted. */
  readonly stray: boolean
  /** A field is quoted. */
  readonly quoted: boolean
  readonly afterBlank: boolean
}

/** Longest quoted field, in characters: as long as a cell of a spreadsheet may be. An open quote swallows no more than this. */
const LONGEST_FIELD = 32_768
const SPACE = 32
const CR = 13

/**
 * Splits a text into its records after RFC 4180, blank ones left out. A record whose quotes do not close ends at its own line, so
 * that the next one starts whole (TAB-2). Stops after `limit` records or, with `tooManyColumns`, at a record beyond `maxColumns`.
 */
export function readRecords(
  text: string,
  dialect: Dialect,
  from: { at: number; line: number },
  limit: number,
  maxColumns: number,
): { records: RawRecord[]; tooManyColumns: boolean } {
  const delimiter = dialect.delimiter === '' ? -1 : dialect.delimiter.charCodeAt(0)
  const quote = dialect.quote.charCodeAt(0)
  const doubled = dialect.escape === dialect.quote
  const newline = text.includes('\n') ? 10 : CR
  const { length } = text
  const records: RawRecord[] = []
  let { at, line } = from
  let afterBlank = false

  const closing = (open: number): number => {
    for (let i = text.indexOf(dialect.quote, open + 1); i !== -1 && i - open <= LONGEST_FIELD; i = text.indexOf(dialect.quote, i + 1)) {
      if (doubled) {
        if (text.charCodeAt(i + 1) !== quote) return i
        i++
      } else {
        let slashes = 0
        while (text[i - 1 - slashes] === dialect.escape) slashes++
        if (slashes % 2 === 0) return i
      }
    }
    return -1
  }
  /** Carriage returns before the line end belong to it: some programs write two. */
  const skipCr = (i: number): number => {
    let to = i
    while (newline === 10 && text.charCodeAt(to) === CR) to++
    return to >= length || text.charCodeAt(to) === newline ? to : i
  }
  const withoutCr = (from: number, to: number): number => {
    let end = to
    if (to >= length || text.charCodeAt(to) === newline) while (newline === 10 && end > from && text.charCodeAt(end - 1) === CR) end--
    return end
  }
  const lineEnd = (i: number): number => {
    const found = text.indexOf(newline === 10 ? '\n' : '\r', i)
    return found === -1 ? length : found
  }

  while (at < length) {
    if (records.length >= limit) return { records, tooManyColumns: false }
    const start = at
    const startLine = line
    let fields: string[] | null = []
    let stray = false
    let quoted = false
    let end = start
    for (;;) {
      if (fields.length >= maxColumns) return { records, tooManyColumns: true }
      let i = at
      if (delimiter !== SPACE) while (text.charCodeAt(i) === SPACE) i++
      if (text.charCodeAt(i) === quote) {
        const close = closing(i)
        let after = close + 1
        if (delimiter !== SPACE) while (text.charCodeAt(after) === SPACE) after++
        after = skipCr(after)
        if (close === -1 || !(text.charCodeAt(after) === delimiter || after >= length || text.charCodeAt(after) === newline)) {
          fields = null
          end = lineEnd(start)
          line = startLine
          break
        }
        quoted = true
        fields.push(unquote(text.slice(i + 1, close), dialect))
        for (let n = text.indexOf('\n', i); newline === 10 && n !== -1 && n < close; n = text.indexOf('\n', n + 1)) line++
        for (let n = text.indexOf('\r', i); newline === CR && n !== -1 && n < close; n = text.indexOf('\r', n + 1)) line++
        end = after
      } else {
        i = at
        for (let code = text.charCodeAt(i); i < length && code !== delimiter && code !== newline; code = text.charCodeAt(++i)) if (code === quote) stray = true
        end = i
        fields.push(text.slice(at, withoutCr(at, i)))
      }
      if (text.charCodeAt(end) === delimiter && end < length) {
        at = end + 1
        continue
      }
      break
    }
    at = end + 1
    line++
    if (fields?.every((field) => field.trim() === '')) {
      afterBlank = true
      continue
    }
    records.push({ line: startLine, start, end: withoutCr(start, end), fields, stray, quoted, afterBlank })
    afterBlank = false
  }
  return { records, tooManyColumns: false }
}

function unquote(text: string, { quote, escape }: Dialect): string {
  if (!text.includes(escape)) return text
  if (escape === quote) return text.replaceAll(quote + quote, quote)
  return text.replace(/\\([\\"'])/g, (all, escaped: string) => (escaped === quote || escaped === escape ? escaped : all))
}
