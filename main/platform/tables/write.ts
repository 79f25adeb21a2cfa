import * as sheetjs from '@e965/xlsx'
import { neutral } from '#shared/kernel/text.ts'

/** A text, a figure, a yes or no, an instant (epoch ms wrapped as Date, shown in UTC), or nothing. Figures stay figures. */
export type OutCell = string | number | boolean | Date | null

const BOM = '\ufeff'
/** A list as CSV after RFC 4180, with the mark by which Excel knows UTF-8. */
export function csvOf(names: readonly string[], rows: Iterable<readonly OutCell[]>): string {
  const lines = [csvLine(names)]
  for (const row of rows) lines.push(csvLine(row))
  return `${BOM}${lines.join('\r\n')}\r\n`
}

/** A line of nothing would be no row at all. */
const csvLine = (row: readonly OutCell[]): string => row.map(csvField).join(',') || '""'

/** Quoted also for what other programs might take for a delimiter. */
function csvField(cell: OutCell): string {
  const text =
    typeof cell === 'string'
      ? neutral(cell)
      : cell === null
        ? ''
        : cell instanceof Date
          ? isoSeconds(cell)
          : typeof cell === 'boolean'
            ? cell
              ? 'TRUE'
              : 'FALSE'
            : String(cell)
  return /[",;|\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A list as a workbook of one sheet. Call it from `prepare`: packing takes a moment. */
export function xlsxOf(sheet: string, names: readonly string[], rows: Iterable<readonly OutCell[]>): Buffer {
  const text = (cell: OutCell): OutCell => (typeof cell === 'string' ? xmlText(neutral(cell)) : cell)
  const data = [names.map(text), ...Array.from(rows, (row) => row.map(text))]
  const book = sheetjs.utils.book_new()
  sheetjs.utils.book_append_sheet(book, sheetjs.utils.aoa_to_sheet(data, { cellDates: true, dateNF: 'yyyy-mm-dd hh:mm:ss', UTC: true }), sheetName(sheet))
  return sheetjs.write(book, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer // what that type means
}

const isoSeconds = (date: Date): string => date.toISOString().slice(0, 19).replace('T', ' ')
/** XML can say no control characters and no halves of pairs, and a cell no more than this many characters. */
const xmlText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/(?![\n\r\t])\p{Cc}|[\ufffe\uffff]/gu, '')
    .slice(0, 32_767)
const sheetName = (text: string): string => text.replace(/[\\/*?:[\]]/g, ' ').slice(0, 31) || 'Bayline'
