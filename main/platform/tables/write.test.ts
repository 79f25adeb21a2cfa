import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as sheetjs from '@e965/xlsx'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import readXlsx from 'read-excel-file/node'
import { describe, expect, it } from 'vitest'
import { neutral, plainAgain } from '#shared/kernel/text.ts'
import { readTable } from './read.ts'
import { csvOf, type OutCell, xlsxOf } from './write.ts'

const BLNS = JSON.parse(readFileSync(join(import.meta.dirname, '../../../tests/data/blns.json'), 'utf8')) as string[]

/** What a spreadsheet must be able to hold as it is. */
const isSayable = (text: string) => text.isWellFormed() && !/(?![\n\r\t])\p{Cc}|[\ufffe\uffff]/u.test(text)
const hostile = fc.tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\0', "'", ''), fc.string({ unit: 'grapheme' })).map(([head, tail]) => head + tail)
const cell: fc.Arbitrary<OutCell> = fc.oneof(
  hostile,
  fc.constantFrom('__proto__', 'toString', 'constructor'),
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }),
  fc.boolean(),
  fc.constant(null),
)
const grid = fc.integer({ min: 1, max: 6 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }))

const shown = (value: OutCell): string =>
  typeof value === 'string' ? neutral(value) : value === null ? '' : typeof value === 'boolean' ? (value ? 'TRUE' : 'FALSE') : String(value)
const names = (width: number) => Array.from({ length: width }, (_, i) => `column ${i + 1}`)

describe('exports', () => {
  it('S24: no exported text begins like a formula, and a figure stays a figure', () => {
    for (const text of ['=1+1', '+49 30', '-12', '@SUM(A1)', '\tx', '\rx', '\0x', "=cmd|' /C calc'!A0"]) {
      expect(neutral(text)).toBe(`'${text}`)
      expect(plainAgain(neutral(text))).toBe(text)
    }
    for (const text of ['a', "'quoted'", '1-1', '', ' =1']) {
      expect(neutral(text)).toBe(text)
      expect(plainAgain(text)).toBe(text)
    }
    expect(
      csvOf(
        ['=name', 'amount'],
        [
          ['-5', -5],
          ['+1', 1.5],
          [null, true],
        ],
      ),
    ).toBe("\ufeff'=name,amount\r\n'-5,-5\r\n'+1,1.5\r\n,TRUE\r\n")
  })

  it('S24 QA-UNIT: a CSV reads back the same by two other parsers, whatever its cells hold', async () => {
    await fc.assert(
      fc.asyncProperty(grid, async (rows) => {
        const csv = csvOf(names(rows[0]?.length ?? 0), rows)
        const wanted = rows.map((row) => row.map(shown))
        expect(parse(csv, { bom: true, record_delimiter: '\r\n' }).slice(1)).toEqual(wanted)
        const book = sheetjs.read(csv, { type: 'string', raw: true, dense: true })
        const sheet = book.Sheets[book.SheetNames[0] ?? '']
        const found = sheet ? sheetjs.utils.sheet_to_json<string[]>(sheet, { header: 1, raw: false, defval: '' }) : []
        const comparable = wanted.every((row) => row.every((text) => !/[\r\0]/.test(text))) // that reader turns line ends into its own
        if (comparable) expect(wanted.map((row, i) => row.map((_, j) => found[i + 1]?.[j] ?? ''))).toEqual(wanted)
      }),
      { numRuns: 300 },
    )
  })

  it('S24: a workbook reads back the same by two readers: texts as texts, figures as figures, none as a formula', async () => {
    await fc.assert(
      fc.asyncProperty(grid, async (rows) => {
        const kept = rows.map((row) => row.map((value) => (typeof value === 'string' && !isSayable(value) ? 'x' : value)))
        const bytes = xlsxOf('List', names(rows[0]?.length ?? 0), kept)
        const wanted = kept.map((row) => row.map((value) => (typeof value === 'string' ? neutral(value) || null : Object.is(value, -0) ? 0 : value)))
        const book = sheetjs.read(bytes, { type: 'buffer', dense: true })
        const cells = ((book.Sheets['List']?.['!data'] ?? []) as ({ v?: OutCell; t?: string; f?: string } | undefined)[][]).slice(1) // dense sheets are rows of cells
        expect(cells.flat().some((found) => found?.f !== undefined)).toBe(false)
        for (const [i, row] of wanted.entries()) {
          for (const [j, value] of row.entries()) {
            const found = cells[i]?.[j]
            if (typeof value === 'number') expect([found?.t, found?.v]).toEqual(['n', value])
            else if (typeof value === 'string' && !/[\r\n]|_x[0-9a-f]{4}_/i.test(value)) expect([found?.t, found?.v]).toEqual(['s', value])
          }
        }
        const [sheet] = await readXlsx(bytes, { trim: false })
        const read = sheet?.data.slice(1).map((row) => row.map((value) => (typeof value === 'string' ? value.replace(/\r\n?/g, '\n') : value))) ?? []
        for (const [i, row] of read.entries())
          expect(row).toEqual(wanted[i]?.slice(0, row.length).map((value) => (typeof value === 'string' ? value.replace(/\r\n?/g, '\n') : value)))
      }),
      { numRuns: 60 },
    )
  })

  it('S24 SEC-INPUT: naughty strings leave and come back as they were', async () => {
    const rows = BLNS.filter((text) => text.trim() !== '').map((text, i): OutCell[] => [`row ${i}`, text])
    const table = await readTable({ bytes: Buffer.from(csvOf(['key', 'value'], rows)), fileName: 'blns.csv' })
    if ('refused' in table) throw new Error(table.refused)
    const [sheet] = table.sheets
    expect(table.sheets).toHaveLength(1)
    expect([sheet?.damaged, sheet?.repaired]).toEqual([[], []])
    expect(sheet?.rows.slice(1).map(([, text = '']) => plainAgain(text))).toEqual(rows.map(([, text]) => text))
    expect(rows.length).toBeGreaterThan(450)
  })
})
