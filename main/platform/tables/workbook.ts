import * as sheetjs from '@e965/xlsx'
import readXlsx from 'read-excel-file/universal'
import { repack, unpack } from './archive.ts'
import { guessHeader } from './layout.ts'
import { CAPS, type Format, type Refusal, type Sheet, type Table } from './table.ts'
import { isWellFormed } from './xml.ts'

/** Rows of one sheet by their number, as the libraries give them. */
interface Grid {
  name: string
  hidden: boolean
  rows: readonly (readonly unknown[] | null | undefined)[]
}
type Refused = { refused: Refusal }

/** Parts of a workbook that hold cells or say where they are; pictures and printer settings are not unpacked again. */
const NEEDED = /\.(?:xml|rels)$|^mimetype$/

/** A cell or row that no sheet has (the last is XFD1048576): readers would fill all up to it. */
const BEYOND = /\sr="(?:[A-Za-z]{4,}|[A-Za-z]*\d{8,})/

/** An archive that is a workbook: xlsx or ods. */
export async function readArchive(bytes: Uint8Array): Promise<Table | Refused> {
  const entries = unpack(bytes)
  if (!(entries instanceof Map)) return entries
  const needed = new Map([...entries].filter(([name]) => NEEDED.test(name)))
  if (needed.get('mimetype')?.toString('latin1').startsWith('application/vnd.oasis.opendocument.spreadsheet')) {
    const content = needed.get('content.xml')
    if (needed.get('META-INF/manifest.xml')?.includes('encryption-data')) return { refused: 'Encrypted' }
    if (!content || !isWellFormed(content.toString('utf8'))) return { refused: 'Damaged' }
    return readWithSheetJs(repack(needed), 'ods')
  }
  const workbook = needed.get('xl/workbook.xml')?.toString('utf8')
  if (workbook === undefined) return { refused: 'NoWorkbook' }
  for (const [name, part] of needed) {
    if (!/^xl\/(?:workbook|sharedStrings|styles|worksheets\/[^/]+)\.xml$/.test(name)) continue
    const xml = part.toString('utf8')
    if (!isWellFormed(xml) || (name.startsWith('xl/worksheets/') && BEYOND.test(xml))) return { refused: 'Damaged' }
  }
  return readXlsxParts(repack(needed), workbook)
}

/** read-excel-file first: it reads the most files and the fastest; what it cannot read, SheetJS may. */
async function readXlsxParts(archive: Buffer, workbook: string): Promise<Table | Refused> {
  try {
    const hidden = hiddenSheets(workbook)
    const sheets = await readXlsx(new Uint8Array(archive).buffer, { trim: false })
    return toTable(
      'xlsx',
      sheets.map(({ sheet, data }, i) => ({ name: sheet, hidden: hidden[i] === true, rows: data })),
    )
  } catch {
    return readWithSheetJs(archive, 'xlsx')
  }
}

/** In the order of the workbook. A sheet may be hidden so that only a program can show it. */
const hiddenSheets = (workbook: string): boolean[] =>
  [...workbook.matchAll(/<(?:\w+:)?sheet\s([^>]*)>/g)].map(([, attributes]) => /\bstate="(?:hidden|veryHidden)"/.test(attributes ?? ''))

/** The compound file of Excel 97 to 2003; a newer workbook that is encrypted hides in one, too. */
export function readCompound(bytes: Uint8Array): Table | Refused {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (file.includes(Buffer.from('EncryptedPackage', 'utf16le'))) return { refused: 'Encrypted' }
  return readWithSheetJs(file, 'xls')
}

function readWithSheetJs(file: Buffer, format: Format): Table | Refused {
  try {
    const book = sheetjs.read(file, { type: 'buffer', dense: true, cellDates: true, cellFormula: false, cellHTML: false, sheetRows: CAPS.rows + 2 })
    const grids = book.SheetNames.flatMap((name, i): Grid[] => {
      const sheet = book.Sheets[name]
      if (!sheet || sheet['!type'] === 'chart') return []
      const rows = (sheet['!data'] ?? []) as ({ v?: unknown; t?: string } | undefined)[][] // dense sheets are read as rows of cells
      return [
        {
          name,
          hidden: (book.Workbook?.Sheets?.[i]?.Hidden ?? 0) > 0,
          rows: Array.from(rows, (row) => row && Array.from(row, (cell) => (cell?.t === 'e' ? null : cell?.v))),
        },
      ]
    })
    return toTable(format, grids)
  } catch (error) {
    return { refused: /password|encrypt/i.test(error instanceof Error ? error.message : '') ? 'Encrypted' : 'Damaged' }
  }
}

function toTable(format: Format, grids: readonly Grid[]): Table | Refused {
  const sheets: Sheet[] = []
  let total = 0
  for (const { name, hidden, rows: grid } of grids) {
    const rows: string[][] = []
    const lines: number[] = []
    let width = 0
    for (const [i, cells] of grid.entries()) {
      const texts = cells?.map(textOf) ?? []
      while (texts.at(-1)?.trim() === '') texts.pop()
      if (texts.length === 0) continue
      if (texts.length > CAPS.columns) return { refused: 'TooManyColumns' }
      if (++total > CAPS.rows) return { refused: 'TooManyRows' }
      width = Math.max(width, texts.length)
      rows.push(texts)
      lines.push(i + 1)
    }
    for (const row of rows) while (row.length < width) row.push('')
    sheets.push({ name, hidden, rows, lines, header: guessHeader(rows), damaged: [], repaired: [] })
  }
  if (total === 0) return { refused: 'Empty' }
  return { format, encoding: null, dialect: null, badCharacters: 0, sheets }
}

/** A cell as a person would type it: figures plainly, days and times as ISO, a formula as its result. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  // A nought more keeps three decimals from being read as thousands.
  if (typeof value === 'number') return String(value).replace(/^-?\d{1,3}\.\d{3}$/, '$&0')
  if (!(value instanceof Date) || Number.isNaN(value.getTime())) return ''
  const rounded = new Date(Math.round(value.getTime() / 1000) * 1000) // days are stored as fractions
  const [day = '', time = ''] = rounded.toISOString().slice(0, 19).split('T')
  if (rounded.getUTCFullYear() < 1901 || day === '1904-01-01') return time
  return time === '00:00:00' ? day : `${day} ${time}`
}
