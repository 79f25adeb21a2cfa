import type { RawRecord } from './records.ts'
import type { Fit } from './repair.ts'
import { type CellClass, classOf, type Header } from './table.ts'

/** Records from one header to before the next: a table, with what stands above it. */
export interface Block {
  readonly records: readonly RawRecord[]
  readonly width: number
  /** Index of the first record of that width. */
  readonly first: number
  /** So many rows have other widths that short ones are just short. */
  readonly ragged: boolean
}

const LOOK_AHEAD = 60
const RAGGED_BELOW = 0.8

/** Splits a file's records into its tables: at a repeated header, and where another width begins with what looks like a header. */
export function blocksOf(records: readonly RawRecord[]): Block[] {
  const blocks: Block[] = []
  let from = 0
  while (from < records.length) {
    const width = usualWidth(records.slice(from, from + LOOK_AHEAD))
    let first = from
    while (first < records.length && records[first]?.fields?.length !== width) first++
    let to = first + 1
    while (to < records.length && !begins(records, to, first, width)) to++
    const block = records.slice(from, to)
    const sound = block.slice(first - from).filter(({ fields }) => fields)
    const usual = sound.filter(({ fields }) => fields?.length === width).length
    const ragged = usual < sound.length * RAGGED_BELOW
    blocks.push({
      records: block,
      width: ragged ? Math.max(...sound.map(({ fields }) => fields?.length ?? 0)) : width,
      first: ragged ? 0 : first - from,
      ragged,
    })
    from = to
  }
  return blocks
}

/** The commonest width; one of at least two columns when any occurs twice. */
function usualWidth(records: readonly RawRecord[]): number {
  const counts = new Map<number, number>()
  for (const { fields } of records) if (fields) counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1)
  const byCount = [...counts].sort(([, a], [, b]) => b - a)
  return (byCount.find(([width, count]) => width > 1 && count > 1) ?? byCount[0])?.[0] ?? 1
}

/** A record that begins another table than the one that `first` heads. */
function begins(records: readonly RawRecord[], at: number, first: number, width: number): boolean {
  const fields = records[at]?.fields
  const head = records[first]?.fields
  if (!fields || fields.length < 2) return false
  if (at > first + 1 && head && looksLikeNames(head) && fields.length === head.length && fields.every((field, i) => field.trim() === head[i]?.trim()))
    return true
  const next = records[at + 1]?.fields
  if (fields.length === width || next?.length !== fields.length || (records[at + 2] && records[at + 2]?.fields?.length !== fields.length)) return false
  return records[at]?.afterBlank === true || (looksLikeNames(fields) && next.some((field) => classOf(field) === 'figures'))
}

/** Every cell filled, none of them figures, no two alike: what column names look like. */
function looksLikeNames(cells: readonly string[]): boolean {
  const names = new Set(cells.map((cell) => cell.trim().toLowerCase()))
  return names.size === cells.length && cells.every((cell) => ['word', 'text'].includes(classOf(cell)) && cell.length <= 100)
}

const SURE_FROM_ROWS = 5
const SURE_SHARE = 0.95
const SAMPLE_ROWS = 1000

interface Column {
  readonly filled: boolean
  readonly empty: boolean
  readonly cls: CellClass | null
}

/** What each column holds in the sound rows, where it is sure. Null when there are too few rows to be sure of anything. */
export function columnsOf(rows: readonly (readonly string[])[], width: number): Column[] | null {
  if (rows.length < SURE_FROM_ROWS) return null
  const step = Math.max(1, Math.floor(rows.length / SAMPLE_ROWS))
  const counts = Array.from({ length: width }, (): Record<CellClass, number> => ({ empty: 0, figures: 0, word: 0, text: 0 }))
  let seen = 0
  for (let i = 0; i < rows.length; i += step, seen++)
    rows[i]?.forEach((cell, column) => {
      const of = counts[column]
      if (of) of[classOf(cell)]++
    })
  return counts.map((of) => {
    const filled = seen - of.empty
    const cls = (['figures', 'word', 'text'] as const).find((name) => of[name] >= SURE_SHARE * filled && filled >= SURE_FROM_ROWS) ?? null
    return { filled: of.empty <= (1 - SURE_SHARE) * seen, empty: filled === 0, cls }
  })
}

/** How a cell of a row of data fits. */
export const fitOf =
  (columns: readonly Column[]): Fit =>
  (cell, i) => {
    const column = columns[i]
    if (!column) return 0
    const cls = classOf(cell)
    if (cls === 'empty') return column.filled ? 1 : 0
    return column.empty || (column.cls !== null && (column.cls === 'figures') !== (cls === 'figures')) ? 1 : 0
  }
/** How a cell of a header fits: a name stands above every column. */
export const fitName: Fit = (cell) => (['word', 'text'].includes(classOf(cell)) ? 0 : 1)

const HEADER_WITHIN = 30
const MOST_HEADER_ROWS = 3

/**
 * Where the column names stand: the first row that is filled about as far as the table is wide and differs in kind from what is
 * below it. Null when the rows begin at once. Only a guess; whoever looks at the table decides.
 */
export function guessHeader(rows: readonly (readonly string[])[]): Header | null {
  const width = Math.max(0, ...rows.slice(0, 200).map(filledIn))
  const row = rows.slice(0, HEADER_WITHIN).findIndex((cells) => filledIn(cells) >= Math.max(1, width * 0.6))
  const cells = rows[row]
  if (!cells) return null
  const body = rows.slice(row + 1, row + 1 + SAMPLE_ROWS)
  const columns = columnsOf(body, cells.length) ?? columnsOfFew(body, cells.length)
  const figures = columns.map(({ cls }) => cls === 'figures')
  if (cells.some((cell, i) => figures[i] && classOf(cell) === 'figures') && !countsUp(cells)) return null
  const named = cells.filter((cell) => cell.trim() !== '').map((cell) => cell.trim().toLowerCase())
  if (!figures.some((is, i) => is && classOf(cells[i] ?? '') !== 'empty')) {
    const rest = body.slice(sameCells(cells, body[0]) ? 1 : 0, 200)
    const below = new Set(rest.flatMap((other) => other.map((cell, i) => `${i} ${cell.trim().toLowerCase()}`)))
    const repeated = cells.some((cell, i) => cell.trim() !== '' && below.has(`${i} ${cell.trim().toLowerCase()}`))
    const plain = cells.every((cell) => classOf(cell) !== 'figures' && cell.length <= 60) && new Set(named).size === named.length
    if (repeated || !plain) return null
  }
  let count = 1
  while (count < MOST_HEADER_ROWS && isMoreHeader(rows[row + count], cells, figures)) count++
  return { row, rows: count }
}

const filledIn = (cells: readonly string[]): number => cells.reduce((sum, cell) => (cell.trim() === '' ? sum : sum + 1), 0)
const sameCells = (a: readonly string[], b: readonly string[] | undefined): boolean =>
  b !== undefined && a.length === b.length && a.every((cell, i) => cell.trim() === b[i]?.trim())

/** Few rows: a column is of figures when all of them are. */
const columnsOfFew = (rows: readonly (readonly string[])[], width: number): Column[] =>
  Array.from({ length: width }, (_, i) => {
    const classes = rows.map((cells) => classOf(cells[i] ?? '')).filter((cls) => cls !== 'empty')
    return {
      filled: classes.length === rows.length,
      empty: classes.length === 0,
      cls: classes.length > 0 && classes.every((cls) => cls === 'figures') ? 'figures' : null,
    }
  })

/** `Year, 2000, 2001, 2002`: names that are figures. */
function countsUp(cells: readonly string[]): boolean {
  const years = cells.filter((cell) => /^(?:19|20)\d\d$/.test(cell.trim())).map(Number)
  const others = cells.filter((cell) => classOf(cell) === 'figures').length
  return (
    years.length >= 2 && years.length === others && classOf(cells[0] ?? '') !== 'figures' && years.every((year, i) => i === 0 || year > (years[i - 1] ?? 0))
  )
}

/** A second line of names: the same again, or words in every column of figures. */
function isMoreHeader(cells: readonly string[] | undefined, names: readonly string[], figures: readonly boolean[]): boolean {
  if (!cells) return false
  if (sameCells(names, cells)) return true
  const over = figures.flatMap((is, i) => (is ? [classOf(cells[i] ?? '')] : []))
  return over.length > 0 && over.every((cls) => cls === 'word' || cls === 'text')
}
