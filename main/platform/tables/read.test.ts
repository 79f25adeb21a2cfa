import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { readTable } from './read.ts'
import { lineOf, type Sheet, type Table } from './table.ts'

const DATA = join(import.meta.dirname, '../../../tests/data')
const MESSY = join(DATA, 'messy')
const bytesOf = (file: string) => readFileSync(join(DATA, file))

async function read(file: string): Promise<Table> {
  const table = await readTable({ bytes: bytesOf(file), fileName: file })
  if ('refused' in table) throw new Error(`${file} was refused: ${table.refused}`)
  return table
}
const refused = async (file: string) => {
  const table = await readTable({ bytes: bytesOf(file), fileName: file })
  return 'refused' in table ? table.refused : null
}
const readAs = async (text: string | Buffer) => {
  const table = await readTable({ bytes: Buffer.from(text as string), fileName: 'list.csv' }) // Buffer.from takes both
  if ('refused' in table) throw new Error(table.refused)
  return table
}
const first = (table: Table): Sheet => table.sheets[0] ?? { name: '', hidden: false, rows: [], lines: [], header: null, damaged: [], repaired: [] }

/** A sheet as one list: its header joined to one row, then its data. */
function listOf({ rows, header }: Sheet): string[][] {
  const names = rows.slice(header?.row ?? 0, (header?.row ?? 0) + (header?.rows ?? 0))
  const head = header ? [(names[0] ?? []).map((_, column) => names.map((row) => row[column]).join(' '))] : []
  return [...head, ...rows.slice(header ? header.row + header.rows : 0)]
}

describe('pollock: one file in 35 kinds of damage', () => {
  const files = readdirSync(join(MESSY, 'pollock/csv'))
  const clean = (file: string) => parse(readFileSync(join(MESSY, 'pollock/clean', file)), { relax_column_count: true })

  /** A separator lost between two fields of figures or words leaves no trace of where it stood. */
  const REPORTED: Readonly<Record<string, number>> = {
    'row_less_sep_row32_col1.csv': 33,
    'row_less_sep_row43_col5.csv': 44,
    'row_less_sep_row55_col1.csv': 56,
    'row_less_sep_row66_col5.csv': 67,
  }
  const REPAIRED: Readonly<Record<string, number[]>> = { 'file_escape_char_0x00.csv': [11, 13, 22, 23, 40, 84] }

  it('IMP-EXCEL: holds all 35 files', () => {
    expect(files).toHaveLength(35)
  })

  it.each(files.filter((file) => file !== 'file_no_payload.csv'))('IMP-EXCEL TAB-2: reads %s as it was meant, or names the damaged line', async (file) => {
    const wanted = clean(file)
    const sheet = first(await read(`messy/pollock/csv/${file}`))
    const line = REPORTED[file]
    const exact = line === undefined ? wanted : wanted.filter((_, i) => i !== line - 1)
    expect(listOf(sheet)).toEqual(exact)
    expect(sheet.damaged.map((row) => [row.line, row.damage])).toEqual(line === undefined ? [] : [[line, 'fewFields']])
    const row = /^row_(?:extra_quote|field_delimiter_|less_sep_row|more_sep_row)(\d+)/.exec(file)?.[1]
    expect(sheet.repaired.map((repaired) => repaired.line)).toEqual(line !== undefined ? [] : row === undefined ? (REPAIRED[file] ?? []) : [Number(row) + 1])
  })

  it('IMP-EXCEL: refuses the file without content', async () => {
    expect(await refused('messy/pollock/csv/file_no_payload.csv')).toBe('Empty')
  })

  it.each(['file_multitable_more.csv', 'file_multitable_same.csv'])('IMP-EXCEL: finds both tables of %s', async (file) => {
    const { sheets } = await read(`messy/pollock/csv/${file}`)
    expect(sheets.map((sheet) => [sheet.rows.length, sheet.header])).toEqual([
      [84, { row: 0, rows: 1 }],
      [83, { row: 0, rows: 1 }],
    ])
    expect(sheets[1] && lineOf(sheets[1], 0)).toBe(85)
  })

  it('IMP-EXCEL: finds delimiter, quote and escape by itself', async () => {
    const dialect = async (file: string) => (await read(`messy/pollock/csv/${file}`)).dialect
    expect(await dialect('source.csv')).toEqual({ delimiter: ',', quote: '"', escape: '"' })
    expect(await dialect('file_field_delimiter_0x3B.csv')).toMatchObject({ delimiter: ';' })
    expect(await dialect('file_field_delimiter_0x9.csv')).toMatchObject({ delimiter: '\t' })
    expect(await dialect('file_escape_char_0x5C.csv')).toMatchObject({ escape: '\\' })
  })
})

describe('csv-spectrum: edges of the format', () => {
  const files = readdirSync(join(MESSY, 'csv-spectrum')).filter((file) => file.endsWith('.csv'))

  it.each(files)('IMP-EXCEL: reads %s as its authors expect', async (file) => {
    expect(files).toHaveLength(9)
    const expected = JSON.parse(readFileSync(join(MESSY, 'csv-spectrum', file.replace('.csv', '.json')), 'utf8')) as
      | Record<string, string>[]
      | Record<string, string> // its own JSON
    const [names = [], ...rows] = listOf(first(await read(`messy/csv-spectrum/${file}`)))
    const found = rows.map((row) => Object.fromEntries(row.map((cell, i) => [names[i], cell])))
    // The expectation beside this file names another phone number than the file does.
    const wanted = file === 'location_coordinates.csv' ? [Object.assign(expected, { 'Contact Phone Number': '2095257564' })] : expected
    expect(found).toEqual(wanted)
  })
})

describe('papaparse: its sample files', () => {
  it('IMP-EXCEL: reads them whole', async () => {
    const counts = async (file: string) => {
      const sheet = first(await read(`messy/papaparse/${file}`))
      return [sheet.rows.length, sheet.rows[0]?.length, sheet.damaged.map(({ line }) => line)]
    }
    expect(await counts('utf-8-bom-sample.csv')).toEqual([2, 3, []])
    expect(await counts('long-sample.csv')).toEqual([8, 7, []])
    expect(await counts('verylong-sample.csv')).toEqual([1997, 3, [500, 1000, 1500, 2000]]) // four of its lines end early
    expect(first(await read('messy/papaparse/utf-8-bom-sample.csv')).rows).toEqual([
      ['A', 'B', 'C'],
      ['X', 'Y', 'Z'],
    ])
    expect(first(await read('messy/papaparse/long-sample.csv')).header).toBeNull()
  })
})

describe('real files of offices', () => {
  /** Rows, columns, damaged lines and the header row (-1: none) of the first sheet. */
  const EXPECTED: Readonly<Record<string, readonly [Table['format'], string | null, number, number, number, number]>> = {
    'begrotingsanalyse-2011.csv': ['text', 'utf-8', 42, 20, 0, -1],
    'complex.csv': ['text', 'utf-8', 4, 4, 0, 0],
    'example.tsv': ['text', 'utf-8', 141, 17, 0, 0],
    'excel_pasting.csv': ['text', 'utf-8', 19, 9, 0, 2],
    'excel_properties.xls': ['xls', null, 18, 1, 0, 0],
    'long.csv': ['text', 'utf-8', 4000, 1, 0, -1],
    'multilineods.ods': ['ods', null, 1, 1, 0, -1],
    'null.csv': ['text', 'utf-8', 10, 4, 0, -1],
    'ods_formats.ods': ['ods', null, 6, 10, 0, 0],
    'simple.psv': ['text', 'utf-8', 29, 6, 0, 0],
    'simple.ssv': ['text', 'utf-8', 7, 3, 0, 0],
    'simple.xls': ['xls', null, 7, 3, 0, 0],
    'simple.xlsx': ['xlsx', null, 7, 3, 0, 0],
    'skip_initials.csv': ['text', 'utf-8', 3, 2, 0, 0],
    'small.csv': ['text', 'utf-8', 1, 1, 0, 0],
    'spanish_chars.csv': ['text', 'windows-1252', 116, 8, 0, 0],
    'sparse_with_column_errors.csv': ['text', 'windows-1252', 2201, 4, 0, 0],
    'unicode_sheet_name.xls': ['xls', null, 1, 1, 0, -1],
    'utf-16le_encoded.csv': ['text', 'utf-16le', 328, 19, 0, 0],
    'utf8bom.csv': ['text', 'utf-8', 1, 2, 0, 0],
  }
  const REFUSED: Readonly<Record<string, string>> = {
    'encrypted_no_password.xls': 'Encrypted',
    'libreoffice.xlsx': 'Empty',
    'simple.unknown': 'Empty',
    'simple.zip': 'NoWorkbook',
  }

  it('IMP-EXCEL: every file of the folder is expected here', () => {
    expect(readdirSync(join(MESSY, 'spreadsheets')).sort()).toEqual([...Object.keys(EXPECTED), ...Object.keys(REFUSED)].sort())
  })

  it.each(Object.entries(EXPECTED))('IMP-EXCEL TAB-1: reads %s', async (file, [format, encoding, rows, columns, damaged, header]) => {
    const table = await read(`messy/spreadsheets/${file}`)
    const sheet = first(table)
    expect([table.format, table.encoding, sheet.rows.length, sheet.rows[0]?.length, sheet.damaged.length, sheet.header?.row ?? -1]).toEqual([
      format,
      encoding,
      rows,
      columns,
      damaged,
      header,
    ])
  })

  it.each(Object.entries(REFUSED))('IMP-EXCEL: refuses %s as %s', async (file, reason) => {
    expect(await refused(`messy/spreadsheets/${file}`)).toBe(reason)
  })

  it('IMP-EXCEL: decodes letters, quotes after blanks, titles and line breaks in cells', async () => {
    expect(first(await read('messy/spreadsheets/spanish_chars.csv')).rows[0]?.at(-1)).toBe('Descripción')
    expect(first(await read('messy/spreadsheets/sparse_with_column_errors.csv')).rows[1]?.[1]).toContain('Trägerorganisationen')
    expect(first(await read('messy/spreadsheets/utf-16le_encoded.csv')).rows[0]?.[0]).toBe('Organisation_code')
    expect(first(await read('messy/spreadsheets/complex.csv')).rows.at(-1)).toEqual(['2011-01-03', ' ', '6,000,000', 'Galway'])
    expect(first(await read('messy/spreadsheets/excel_pasting.csv')).rows[2]).toEqual(['Year', '2000', '2001', '2002', '2003', '2004', '2005', '2006', '2007'])
    expect(first(await read('messy/spreadsheets/multilineods.ods')).rows).toEqual([['1\n2\n3\n4']])
    expect(first(await read('messy/spreadsheets/unicode_sheet_name.xls')).name).toBe('mês')
    expect(first(await read('messy/spreadsheets/ods_formats.ods')).rows[1]).toEqual([
      '2014-11-11',
      '11:12:12',
      'TRUE',
      '11.11',
      '1',
      '2',
      '3',
      '100000',
      '1.25',
      'abc',
    ])
  })

  it('IMP-EXCEL TAB-1: a CSV named .xls is a CSV, and lines ended twice are lines', async () => {
    const swedbank = await read('bank/lt-swedbank.xls')
    expect([swedbank.format, first(swedbank).header, first(swedbank).rows.length, first(swedbank).damaged.map(({ line }) => line)]).toEqual([
      'text',
      { row: 0, rows: 1 },
      15,
      [16, 17, 18],
    ])
    const rabobank = await read('bank/nl-rabobank.csv')
    expect([rabobank.encoding, first(rabobank).rows.length, first(rabobank).rows[0]?.length]).toEqual(['windows-1252', 4, 26])
    expect(first(rabobank).rows[0]?.[11]).toBe('Naam initiërende partij')
  })
})

describe('workbooks against an independent reader', () => {
  const { files } = JSON.parse(readFileSync(join(MESSY, 'expected-spreadsheets.json'), 'utf8')) as {
    files: Record<string, string | Record<string, { non_empty_rows: number; non_empty_cells: number; first_row: (string | null)[]; state: string }>>
  }
  /** The other reader shows a float and a time of day in its own way. */
  const SHOWN: Readonly<Record<string, string>> = { '1.0': '1' }

  it('IMP-EXCEL: covers all 21 expected workbooks and the one text file among them', () => {
    expect(Object.keys(files)).toHaveLength(21)
    expect(readdirSync(join(MESSY, 'xlsx')).filter((file) => !(`xlsx/${file}` in files))).toEqual(['test-issue-991.csv'])
  })

  it.each(Object.entries(files))('IMP-EXCEL: reads %s cell by cell', async (file, expected) => {
    if (typeof expected === 'string') {
      expect(await refused(`messy/${file}`)).toBe(file.includes('invalid-xml') ? 'Damaged' : 'NoWorkbook')
      return
    }
    if (Object.values(expected).every((sheet) => sheet.non_empty_rows === 0)) {
      expect(await refused(`messy/${file}`)).toBe('Empty')
      return
    }
    const { sheets } = await read(`messy/${file}`)
    const filled = (row: readonly string[]) => row.filter((cell) => cell !== '')
    expect(
      Object.fromEntries(sheets.map((sheet) => [sheet.name, [sheet.rows.length, sheet.rows.flatMap(filled).length, sheet.hidden ? 'hidden' : 'visible']])),
    ).toEqual(Object.fromEntries(Object.entries(expected).map(([name, sheet]) => [name, [sheet.non_empty_rows, sheet.non_empty_cells, sheet.state]])))
    for (const sheet of sheets) {
      const wanted = (expected[sheet.name]?.first_row ?? []).filter((cell) => cell !== null).map((cell) => SHOWN[cell] ?? cell)
      const found = filled(sheet.rows[0] ?? []).slice(0, wanted.length)
      expect(found.map((cell, i) => cell.slice(0, wanted[i]?.length))).toEqual(wanted)
    }
  })

  it('IMP-EXCEL: takes a formula as its result and an Excel day as an ISO day', async () => {
    expect(first(await read('messy/xlsx/test-issue-1364.xlsx')).rows[1]).toEqual(['1', '1', '2'])
    expect(first(await read('messy/xlsx/gold.xlsx')).rows).toEqual([
      ['Text', 'I am Text'],
      ['Number', '3.14'],
      ['Integer', '5'],
      ['Date', '2016-05-17'],
      ['Formula', 'I am Text'],
      ['Hyperlink', 'exceljs'],
    ])
  })

  it('IMP-EXCEL: reads the one-column text file, dates as they stand', async () => {
    expect(first(await read('messy/xlsx/test-issue-991.csv')).rows).toEqual([
      ['2019-11-04'],
      ['11-04-2019'],
      ['2019-11-04T10:17:55'],
      ['00210PRG1'],
      ['1234-5thisisnotadate'],
    ])
  })
})

describe('encodings', () => {
  const names = JSON.parse(readFileSync(join(DATA, 'i18n/names.json'), 'utf8')) as Record<string, { first: string[]; last: string[]; city: string[] }>
  const listOfNames = (language: string) => {
    const { first: given = [], last = [], city = [] } = names[language] ?? {}
    return `id;first;last;city\r\n${given.map((name, i) => `${i + 1};${name};${last[i] ?? ''};${city[i % Math.max(1, city.length)] ?? ''}`).join('\r\n')}\r\n`
  }
  const POLISH =
    'imię;nazwisko;miasto\nŁukasz;Wiśniewski;Łódź\nŻaneta;Kąkol;Gdańsk\nStanisław;Gżegżółka;Kraków\nMałgorzata;Świątek;Poznań\nZdzisław;Ścibor;Wrocław\n'
  const CZECH = 'jméno;příjmení;město\nŽofie;Dvořáková;Plzeň\nŠtěpán;Růžička;České Budějovice\nTomáš;Kříž;Ústí nad Labem\nŘehoř;Šťastný;Třebíč\n'

  it.each([
    ['utf-8', listOfNames('th'), 'utf-8'],
    ['utf-16le', listOfNames('el'), 'utf-16le'],
    ['utf-16be', listOfNames('ru'), 'utf-16be'],
    ['windows-1250', POLISH, 'windows-1250'],
    ['windows-1250', CZECH, 'windows-1250'],
    ['windows-1251', listOfNames('ru'), 'windows-1251'],
    ['windows-1252', listOfNames('de'), 'windows-1252'],
    ['windows-1253', listOfNames('el'), null],
    ['windows-1254', listOfNames('tr'), null],
    ['shift_jis', listOfNames('ja'), null],
    ['euc-kr', listOfNames('ko'), null],
  ])('IMP-EXCEL: reads a list written in %s', async (encoding, text, found) => {
    expect(text.length).toBeGreaterThan(100)
    for (const addBOM of encoding.startsWith('utf') ? [true, false] : [false]) {
      const table = await readAs(iconv.encode(text, encoding, { addBOM }))
      if (found !== null) expect(table.encoding?.toLowerCase()).toBe(found)
      expect(first(table).rows).toEqual(parse(text, { delimiter: ';' }))
      expect(table.badCharacters).toBe(0)
    }
  })

  it('IMP-EXCEL: takes the encoding and delimiter that a person chose instead of its own', async () => {
    const bytes = iconv.encode('name|city\nŁukasz|Łódź\n', 'cp852')
    const table = await readTable({ bytes, fileName: 'x', encoding: 'cp852', delimiter: '|' })
    expect('refused' in table ? table : first(table).rows).toEqual([
      ['name', 'city'],
      ['Łukasz', 'Łódź'],
    ])
  })

  it('IMP-EXCEL: counts what an encoding could not say and reads on', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`name,city\n${'Zoë,Köln\nÅsa,Malmö\nJosé,León\nÄnne,Würzburg\n'.repeat(12)}`),
      Buffer.from([0x58, 0xff, 0x2c, 0x59, 0x0a]),
    ])
    const table = await readAs(bytes)
    expect([table.encoding, table.badCharacters, first(table).rows.length]).toEqual(['utf-8', 1, 50])
  })
})

describe('rows that do not fit', () => {
  it('TAB-2: an open quote swallows no line but its own', async () => {
    const lines = Array.from({ length: 40 }, (_, i) => `${i},name ${i},"street ${i}, town"`)
    lines[20] = '20,"name 20'
    const sheet = first(await readAs(`id,name,address\n${lines.join('\n')}\n`))
    expect(sheet.damaged).toEqual([{ line: 22, damage: 'openQuote', text: '20,"name 20' }])
    expect(sheet.rows).toHaveLength(40)
    expect(sheet.rows.at(-1)).toEqual(['39', 'name 39', 'street 39, town'])
    expect(lineOf(sheet, 40 - 1)).toBe(41)
  })

  it('TAB-2: does not guess between two readings that are equally likely', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => `${i},${i % 2 ? 'a' : ''},${i % 3 ? 'b' : ''},x`)
    const sheet = first(await readAs(`id,one,two,last\n${rows.join('\n')}\n90,,b,,x\n`))
    expect(sheet.damaged).toEqual([{ line: 22, damage: 'manyFields', text: '90,,b,,x' }])
  })

  it('TAB-2: keeps line numbers over quoted line breaks and blank lines', async () => {
    const sheet = first(await readAs('a,b\n1,"x\ny\nz"\n\n\n2,"w"\n3,v\n'))
    expect(sheet.rows).toEqual([
      ['a', 'b'],
      ['1', 'x\ny\nz'],
      ['2', 'w'],
      ['3', 'v'],
    ])
    expect(sheet.lines).toEqual([1, 2, 7, 8])
  })

  it('TAB-2: reads a list that quotes wrongly throughout', async () => {
    const sheet = first(await readAs(`a,b,c\n${Array.from({ length: 3000 }, (_, i) => `${i},"say "hi" ${i}",x`).join('\n')}\n${'1,"say, x",y\n'.repeat(4000)}`))
    expect([sheet.rows.length, sheet.repaired.length, sheet.damaged.length]).toEqual([7001, 3000, 0])
    expect([sheet.rows[1], sheet.rows[7000]]).toEqual([
      ['0', 'say "hi" 0', 'x'],
      ['1', 'say, x', 'y'],
    ])
  })

  it('IMP-EXCEL: understands the line by which programs tell Excel the delimiter, apostrophes as quotes, and one column', async () => {
    expect(first(await readAs('sep=|\nname|city, land\nAda|Ulm, DE\n')).rows).toEqual([
      ['name', 'city, land'],
      ['Ada', 'Ulm, DE'],
    ])
    expect(first(await readAs("name;city\n'Ada; Countess';'Ulm'\n'Bob';'Kiel'\n")).rows[1]).toEqual(['Ada; Countess', 'Ulm'])
    expect(first(await readAs('plate\nB-XY 1\nM-AB 22\n')).rows).toEqual([['plate'], ['B-XY 1'], ['M-AB 22']])
  })

  it('S25: no reader with known holes is installed, at any depth', () => {
    const lock = JSON.parse(readFileSync(join(DATA, '../../package-lock.json'), 'utf8')) as { packages: Record<string, unknown> } // npm's own format
    expect(Object.keys(lock.packages).filter((path) => /(?:^|\/)node_modules\/(?:xlsx|exceljs)$/.test(path))).toEqual([])
  })

  it('S22: a column named __proto__ is a column', async () => {
    const sheet = first(await readAs('__proto__,constructor,name\npolluted,polluted,Ada\n'))
    expect(sheet.rows[0]).toEqual(['__proto__', 'constructor', 'name'])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})
