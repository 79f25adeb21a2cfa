import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTable } from './read.ts'
import type { Sheet } from './table.ts'

const WORDS = ['Anna', 'Böhm', "O'Neil", 'Köln', 'Filter', 'Brake', 'X-12', 'مرآب', '整備', 'Łódź']
const NAMES = ['id', 'name', 'place', 'amount', 'remark', 'code']
const KINDS = ['figures', 'word', 'text', 'figures', 'text', 'word'] as const

/** Lists as programs write them: each column of one kind, quoted where RFC 4180 says so or everywhere. */
const list = fc.record({
  columns: fc.integer({ min: 3, max: 6 }),
  rows: fc.integer({ min: 8, max: 30 }),
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  end: fc.constantFrom('\n', '\r\n'),
  quoteAll: fc.boolean(),
  seed: fc.nat(),
})
type List = typeof list extends fc.Arbitrary<infer T> ? T : never

function cellsOf({ columns, rows, seed }: List): string[][] {
  let state = seed
  const next = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return (state >> 8) % below
  }
  const word = () => WORDS[next(WORDS.length)] ?? ''
  const cell = (column: number): string => {
    if (KINDS[column] === 'figures') return String(next(100_000))
    if (KINDS[column] === 'word') return word()
    return [word(), word(), next(2) ? `${next(20)}" wide` : 'no, none'].join(next(2) ? ', ' : '; ')
  }
  return [NAMES.slice(0, columns), ...Array.from({ length: rows }, () => Array.from({ length: columns }, (_, column) => cell(column)))]
}
function textsOf(spec: List): string[] {
  const quoted = (cell: string) => (spec.quoteAll || /["\r\n]/.test(cell) || cell.includes(spec.delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell)
  return cellsOf(spec).map((row) => row.map(quoted).join(spec.delimiter))
}
async function read(lines: readonly string[], end: string): Promise<Sheet[]> {
  const table = await readTable({ bytes: Buffer.from(lines.join(end) + end), fileName: 'list.csv' })
  if ('refused' in table) throw new Error(table.refused)
  return table.sheets
}

describe('lists as programs write them', () => {
  it('IMP-EXCEL TAB-2: an undamaged list is read exactly, in any dialect', async () => {
    await fc.assert(
      fc.asyncProperty(list, async (spec) => {
        const [sheet, ...others] = await read(textsOf(spec), spec.end)
        expect(others).toEqual([])
        expect(sheet).toMatchObject({ rows: cellsOf(spec), damaged: [], repaired: [], header: { row: 0, rows: 1 } })
        expect(sheet?.lines).toEqual(cellsOf(spec).map((_, i) => i + 1))
      }),
      { numRuns: 400 },
    )
  })

  const DAMAGES: Readonly<Record<string, (line: string, at: number, delimiter: string) => string>> = {
    'a quote too many': (line, at) => `${line.slice(0, at)}"${line.slice(at)}`,
    'a quote lost': (line, at) => {
      const found = line.indexOf('"', at)
      return found === -1 ? line : line.slice(0, found) + line.slice(found + 1)
    },
    'a separator too many': (line, at, delimiter) => line.slice(0, at) + delimiter + line.slice(at),
    'a separator lost': (line, at, delimiter) => {
      const found = line.indexOf(delimiter, at)
      return found === -1 ? line : line.slice(0, found) + line.slice(found + 1)
    },
    'its end lost': (line, at) => line.slice(0, Math.max(1, at)),
  }

  it.each(Object.keys(DAMAGES))('IMP-EXCEL TAB-2: a row with %s shifts no other row', async (kind) => {
    await fc.assert(
      fc.asyncProperty(list, fc.nat(), fc.nat(), async (spec, which, at) => {
        const lines = textsOf(spec)
        const k = 2 + (which % (lines.length - 3)) // neither the header, nor the first or last row
        const line = lines[k] ?? ''
        lines[k] = DAMAGES[kind]?.(line, at % (line.length + 1), spec.delimiter) ?? line
        const sheets = await read(lines, spec.end)
        expect(sheets).toHaveLength(1)
        const [sheet] = sheets
        const wanted = cellsOf(spec)
        for (const [i, row] of wanted.entries()) {
          if (i === k) continue
          const found = sheet?.lines.indexOf(i + 1) ?? -1
          expect(sheet?.rows[found], `line ${i + 1} beside the damaged ${k + 1}`).toEqual(row)
        }
        expect((sheet?.rows.length ?? 0) + (sheet?.damaged.length ?? 0)).toBe(wanted.length)
      }),
      { numRuns: 400 },
    )
  })
})
