import { readRecords } from './records.ts'
import type { Dialect } from './table.ts'

/** In the order in which a tie is decided: the rarer a character is in plain text, the surer a sign it is. */
export const DELIMITERS = ['\t', '|', ';', ',', ' '] as const
const SAMPLE_CHARS = 100_000
const SAMPLE_RECORDS = 1000
/** Below this share of equally wide records a delimiter is chance. */
const LEAST_SHARE = 0.3
/** Blanks are everywhere: they delimit only where next to every record says so. */
const LEAST_SHARE_BLANK = 0.9

/** Punctuation within texts looks like a delimiter in every row but the first, which holds the names. */
const FIRST_RECORD = 0.1

/** How a text file tells its fields apart, found from its first part; `wanted` overrides the delimiter. */
export function findDialect(text: string, at: number, wanted?: string): Dialect {
  const sample = sampleOf(text, at)
  const quote = findQuote(sample)
  const delimiter = wanted ?? findDelimiter(sample, quote)
  return { delimiter, quote, escape: findEscape(text, at, delimiter, quote) }
}

function sampleOf(text: string, at: number): string {
  const sample = text.slice(at, at + SAMPLE_CHARS)
  if (at + SAMPLE_CHARS >= text.length) return sample
  const lastEnd = Math.max(sample.lastIndexOf('\n'), sample.lastIndexOf('\r'))
  return lastEnd > 0 ? sample.slice(0, lastEnd) : sample
}

/** The delimiter under which most records are equally wide; '' for a list of one column. */
function findDelimiter(sample: string, quote: string): string {
  let best = { delimiter: '', weight: 0 }
  for (const delimiter of DELIMITERS) {
    if (!sample.includes(delimiter)) continue
    const { records } = readRecords(sample, { delimiter, quote, escape: quote }, { at: 0, line: 1 }, SAMPLE_RECORDS, Number.POSITIVE_INFINITY)
    const widths = new Map<number, number>()
    for (const { fields, start, end } of records) {
      const width = fields?.length ?? sample.slice(start, end).split(delimiter).length // a list may quote wrongly throughout
      if (width > 1) widths.set(width, (widths.get(width) ?? 0) + 1)
    }
    const [width, count] = [...widths].reduce((most, other) => (other[1] > most[1] ? other : most), [0, 0])
    const share = count / records.length
    if (share < (delimiter === ' ' ? LEAST_SHARE_BLANK : LEAST_SHARE)) continue
    const weight = share + (records[0]?.fields?.length === width ? FIRST_RECORD : 0)
    if (weight > best.weight) best = { delimiter, weight }
  }
  return best.delimiter
}

/** Apostrophes quote only where no `"` does and every field that begins with one ends with one. */
function findQuote(sample: string): string {
  if (sample.includes('"')) return '"'
  const opens = sample.match(/(?:^|[\t|;,\r\n])'/g)?.length ?? 0
  const closes = sample.match(/'(?=[\t|;,\r\n]|$)/g)?.length ?? 0
  return opens >= 2 && opens === closes ? "'" : '"'
}

/** A backslash escapes only where that reading breaks fewer records. */
function findEscape(text: string, at: number, delimiter: string, quote: string): string {
  if (!text.includes(`\\${quote}`, at)) return quote
  const broken = (escape: string) =>
    readRecords(text, { delimiter, quote, escape }, { at, line: 1 }, SAMPLE_RECORDS * 20, Number.POSITIVE_INFINITY).records.filter(
      ({ fields }) => fields === null,
    ).length
  return broken('\\') < broken(quote) ? '\\' : quote
}
