/*
 * TAB-1: content decides what a file is; its name only names it.
 * TAB-2: a damaged row shifts no other: it is repaired and said so, or left out and reported by its line.
 * TAB-3: a file is rows or a plain refusal, never a throw; it is ended at its deadline and at its memory.
 */

/** Caps on one file. A file beyond a cap is refused as a whole. */
export const CAPS = { bytes: 25_000_000, rows: 200_000, columns: 1_000, unpackedBytes: 200_000_000, ratio: 100, ms: 10_000, memoryMb: 256 } as const

export type Format = 'text' | 'xlsx' | 'xls' | 'ods'

/** Why a file is no table at all; each reason is one failure of the module that asked. */
export type Refusal = 'Empty' | 'Encrypted' | 'NotATable' | 'NoWorkbook' | 'Damaged' | 'TooLarge' | 'TooManyRows' | 'TooManyColumns' | 'TooSlow'

/** How the cells of a text file are told apart. `escape` differs from `quote` only in files that write `\"`. */
export interface Dialect {
  readonly delimiter: string
  readonly quote: string
  readonly escape: string
}

/** What was wrong with a row: what a person must look for in that line. */
export type Damage = 'fewFields' | 'manyFields' | 'openQuote'
export interface DamagedRow {
  /** In the file, from 1. */
  readonly line: number
  readonly damage: Damage
  /** How the line begins. */
  readonly text: string
}
/** A row that was read in the only way that fits its neighbours. */
export interface RepairedRow {
  readonly line: number
  readonly text: string
}

/** `row` counts from 0 into `rows`; a header may span several rows, whose texts are then joined. */
export interface Header {
  readonly row: number
  readonly rows: number
}

/** One table of a file: a sheet of a workbook, or a block of a text file. */
export interface Sheet {
  readonly name: string
  readonly hidden: boolean
  /** Rows that are not blank, all of one length. */
  readonly rows: string[][]
  /** Line (text) or row (workbook) of each of `rows` in the file, from 1. */
  readonly lines: number[]
  /** Where the column names probably stand; null when the rows begin at once. A guess, to be shown and changed. */
  readonly header: Header | null
  readonly damaged: DamagedRow[]
  readonly repaired: RepairedRow[]
}

export interface Table {
  readonly format: Format
  /** Of a text file, as iconv names it; null for workbooks. */
  readonly encoding: string | null
  readonly dialect: Dialect | null
  /** Characters that the encoding could not say. */
  readonly badCharacters: number
  readonly sheets: Sheet[]
}

/** Line of the file in which a row of `rows` begins. */
export const lineOf = (sheet: Sheet, row: number): number => sheet.lines[row] ?? 0

/** What a cell is made of: nothing, figures without letters, one word or code, or text with blanks. */
export type CellClass = 'empty' | 'figures' | 'word' | 'text'
export function classOf(cell: string): CellClass {
  const text = cell.trim()
  if (text === '') return 'empty'
  if (/^[^\p{L}]*\p{N}[^\p{L}]*$/u.test(text.length > 40 ? text.slice(0, 40) : text)) return 'figures'
  return /\s/.test(text) ? 'text' : 'word'
}
