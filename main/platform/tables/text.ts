import { decode } from './encoding.ts'
import { DELIMITERS, findDialect } from './dialect.ts'
import { type Block, blocksOf, columnsOf, fitName, fitOf, guessHeader } from './layout.ts'
import { type RawRecord, readRecords } from './records.ts'
import { type Fit, rereadRow } from './repair.ts'
import { CAPS, type DamagedRow, type Dialect, type Refusal, type RepairedRow, type Sheet, type Table } from './table.ts'

/** Steps that repairing may take in one file, some two seconds; a file that needs more is another kind of file. */
const MOST_STEPS = 1_000_000
const SHOWN_CHARS = 200

/** Reads delimited text: encoding, delimiter, quote and tables are found, unless `wanted` says them. */
export function readText(
  bytes: Uint8Array,
  name: string,
  wanted: { encoding?: string | undefined; delimiter?: string | undefined },
): Table | { refused: Refusal } {
  const decoded = decode(bytes, wanted.encoding)
  if (!decoded) return { refused: 'NotATable' }
  const { text, encoding, badCharacters } = decoded
  if (/^\s*(?:<!doctype|<\?xml|<html|<table)/i.test(text.slice(0, 500))) return { refused: 'NotATable' }

  // A first line `sep=;` is how programs tell Excel the delimiter.
  const told = /^sep=([^\r\n])\r?\n/.exec(text.slice(0, 8))
  const from = { at: told?.[0].length ?? 0, line: told ? 2 : 1 }
  const dialect = findDialect(text, from.at, wanted.delimiter ?? told?.[1])
  const { records, tooManyColumns } = readRecords(text, dialect, from, CAPS.rows + 1, CAPS.columns)
  if (tooManyColumns) return { refused: 'TooManyColumns' }
  if (records.length > CAPS.rows) return { refused: 'TooManyRows' }
  if (records.length === 0) return { refused: 'Empty' }

  const budget = { left: MOST_STEPS }
  const blocks = blocksOf(records)
  const sheets = blocks.map((block, i) => readBlock(text, dialect, block, blocks.length === 1 ? name : `${name} ${i + 1}`, budget))
  return sheets.every(({ rows }) => rows.length === 0) ? { refused: 'NotATable' } : { format: 'text', encoding, dialect, badCharacters, sheets }
}

/** One table, its damaged rows repaired or set aside. Holds TAB-2. */
function readBlock(text: string, dialect: Dialect, { records, width, first, ragged }: Block, name: string, budget: { left: number }): Sheet {
  const rows: string[][] = []
  const lines: number[] = []
  const damaged: DamagedRow[] = []
  const repaired: RepairedRow[] = []
  const whole = (record: RawRecord): string[] | null => (record.fields?.length === width ? record.fields : null)
  const columns = columnsOf(
    records
      .slice(first + 1)
      .flatMap((record) => (record.stray ? [] : [whole(record) ?? []]))
      .filter((fields) => fields.length > 0),
    width,
  )
  const data = columns && fitOf(columns)
  const newline = text.includes('\n') ? '\n' : '\r'
  const quotes = records.some(({ quoted }) => quoted)

  const keep = (line: number, fields: string[]) => {
    rows.push(fields)
    lines.push(line)
  }
  const shown = (from: number, to: number) => text.slice(from, Math.min(to, from + SHOWN_CHARS)).trim()
  const report = (record: RawRecord) =>
    damaged.push({
      line: record.line,
      text: shown(record.start, record.end),
      damage: record.fields === null ? 'openQuote' : record.fields.length < width ? 'fewFields' : 'manyFields',
    })
  const reread = (record: RawRecord, fit: Fit | null): string[] | null =>
    fit && budget.left > 0 ? rereadRow(text.slice(record.start, record.end), dialect, width, fit, DELIMITERS, budget) : null

  const readRow = (record: RawRecord, isHead: boolean): void => {
    const own = whole(record)
    if (own && !(record.stray && quotes)) return keep(record.line, own)
    if (ragged && record.fields && record.fields.length < width) return keep(record.line, record.fields)
    const better = (isHead ? reread(record, fitName) : null) ?? reread(record, data)
    if (better) {
      if (own?.every((field, i) => field === better[i]) !== true) repaired.push({ line: record.line, text: shown(record.start, record.end) })
      return keep(record.line, better)
    }
    if (own) return keep(record.line, own)
    // An open quote may have swallowed whole lines: give them back when any of them is sound by itself.
    const lineEnd = text.slice(record.start, record.end).indexOf(newline)
    if (record.fields && lineEnd !== -1) {
      const begin = record.start + lineEnd
      const { records: swallowed } = readRecords(text.slice(0, record.end), dialect, { at: begin + 1, line: record.line + 1 }, CAPS.rows, CAPS.columns)
      if (swallowed.some((other) => other.fields?.length === width)) {
        readRow({ ...record, end: text[begin - 1] === '\r' ? begin - 1 : begin, fields: null }, isHead)
        for (const other of swallowed) readRow(other, false)
        return
      }
    }
    report(record)
  }

  records.forEach((record, i) => {
    if (i >= first || record.fields === null) return readRow(record, i === 0)
    // Above the table: the header itself, if it is the damaged row, or titles, which are kept for the eye.
    const head = i === first - 1 ? reread(record, fitName) : null
    if (head) {
      repaired.push({ line: record.line, text: shown(record.start, record.end) })
      keep(record.line, head)
    } else if (record.fields.length < width || namesMost(record.fields, width))
      keep(record.line, record.fields) // names may stand above columns that no row fills
    else report(record)
  })
  const widest = Math.max(0, ...rows.slice(0, first + 1).map((row) => row.length), width)
  for (const row of rows) while (row.length < widest) row.push('')
  return { name, hidden: false, rows, lines, header: guessHeader(rows), damaged, repaired }
}

const namesMost = (fields: readonly string[], width: number): boolean => fields.filter((field, i) => fitName(field, i) === 0).length >= width * 0.6
