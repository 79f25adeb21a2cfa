import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { offload } from '../offload.ts'
import { repack, unpack } from './archive.ts'
import { readTable } from './read.ts'
import { CAPS, type Refusal, type Table } from './table.ts'
import { isWellFormed } from './xml.ts'

const MESSY = join(import.meta.dirname, '../../../tests/data/messy')
const REASONS: readonly Refusal[] = ['Empty', 'Encrypted', 'NotATable', 'NoWorkbook', 'Damaged', 'TooLarge', 'TooManyRows', 'TooManyColumns', 'TooSlow']
const read = (bytes: Uint8Array, fileName = 'list.csv') => readTable({ bytes, fileName })
const reason = (table: Table | { refused: Refusal }) => ('refused' in table ? table.refused : null)

/** A plain refusal, or rows that are rectangles with a line each, within the caps. Holds TAB-3. */
function checkShape(table: Table | { refused: Refusal }): void {
  if ('refused' in table) {
    expect(REASONS).toContain(table.refused)
    return
  }
  for (const { rows, lines, header } of table.sheets) {
    expect(lines).toHaveLength(rows.length)
    expect(rows.length).toBeLessThanOrEqual(CAPS.rows)
    expect(new Set(rows.map((row) => row.length)).size).toBeLessThanOrEqual(1)
    expect(rows[0]?.length ?? 0).toBeLessThanOrEqual(CAPS.columns)
    expect(rows.every((row) => row.every((cell) => typeof cell === 'string'))).toBe(true)
    expect(lines.every((line, i) => line > (lines[i - 1] ?? 0))).toBe(true)
    if (header) expect(header.row + header.rows).toBeLessThanOrEqual(rows.length)
  }
}

/** An archive as packers write it; `say` changes what its directory claims. */
function zip(entries: Record<string, Buffer>, say: (name: string, size: number) => number = (_, size) => size): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, data] of Object.entries(entries)) {
    const packed = deflateRawSync(data)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    head.writeUInt16LE(8, 8)
    head.writeUInt32LE(packed.length, 18)
    head.writeUInt32LE(say(name, data.length), 22)
    head.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    head.copy(entry, 6, 4, 30)
    entry.writeUInt32LE(offset, 42)
    parts.push(head, Buffer.from(name), packed)
    directory.push(entry, Buffer.from(name))
    offset += 30 + name.length + packed.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(directory.length / 2, 8)
  end.writeUInt16LE(directory.length / 2, 10)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, ...directory, end])
}

const workbook = unpack(readFileSync(join(MESSY, 'spreadsheets/simple.xlsx')))
const PARTS: Record<string, Buffer> = workbook instanceof Map ? Object.fromEntries(workbook) : {}
const SHEET = 'xl/worksheets/sheet1.xml'
const withSheet = (xml: string) => zip({ ...PARTS, [SHEET]: Buffer.from(xml) })
const sheetOf = (rows: string) =>
  `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {}) // SheetJS tells of records that it does not know
})

describe('figures in the cells of a workbook', () => {
  it('IMP-EXCEL FIN-PRECISION: three decimals stay decimals, whatever a currency takes a mark before three figures for', async () => {
    const cells = [1.255, 1255, 0.125, -12.5, 1234.567].map((figure) => `<c><v>${figure}</v></c>`).join('')
    const table = await read(withSheet(sheetOf(`<row>${cells}</row>`)), 'x.xlsx')
    expect('refused' in table ? table.refused : table.sheets[0]?.rows).toEqual([['1.2550', '1255', '0.1250', '-12.5', '1234.567']])
  })
})

describe('archives that are bombs', () => {
  it('S25: reads the honest archive that the bombs are made of', async () => {
    expect(reason(await read(zip(PARTS)))).toBeNull()
  })

  it('S25: refuses what unpacks to more than 100 times its size', async () => {
    expect(reason(await read(zip({ ...PARTS, [SHEET]: Buffer.alloc(64_000_000, 'a') })))).toBe('TooLarge')
  })

  it('S25: refuses an archive whose directory says less than it holds, or more', async () => {
    expect(reason(await read(zip({ ...PARTS, [SHEET]: Buffer.alloc(64_000_000, 'a') }, (name, size) => (name === SHEET ? 1000 : size))))).toBe('Damaged')
    expect(reason(await read(zip(PARTS, (name, size) => (name === SHEET ? size + 1 : size))))).toBe('Damaged')
    expect(reason(await read(zip(PARTS, (name, size) => (name === SHEET ? 4_000_000_000 : size))))).toBe('TooLarge')
  })

  it('S25: refuses entries that share their bytes', async () => {
    const honest = zip({ a: Buffer.from('x'), b: Buffer.from('y') })
    const at = honest.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]))
    honest.writeUInt32LE(0, at + 42)
    expect(unpack(honest)).toEqual({ refused: 'Damaged' })
  })

  it('S25: refuses entities, whatever they would grow to', async () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>${sheetOf('<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>').slice(21)}`
    expect(reason(await read(withSheet(bomb)))).toBe('Damaged')
  })

  it.each(['XFDZ1', 'A99999999', 'ZZZZZZZZZZ1'])('S25: refuses a cell %s that no sheet has', async (cell) => {
    expect(reason(await read(withSheet(sheetOf(`<row r="1"><c r="${cell}"><v>1</v></c></row>`))))).toBe('Damaged')
  })

  it('S25: a cell at the far corner of a sheet costs no more than the caps', async () => {
    const far = await offload<typeof readTable>(
      {},
      'readTable',
      { bytes: withSheet(sheetOf('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')), fileName: 'x.xlsx' },
      CAPS,
    )
    if (far.ok) expect(reason(far.value)).toBe('TooManyColumns')
    else expect(far.error.code).toBe('offload.tooBig')
  })
})

describe('files beyond the caps', () => {
  it('S25: refuses more bytes, rows and columns than are allowed', async () => {
    expect(reason(await read(Buffer.alloc(CAPS.bytes + 1, 'a')))).toBe('TooLarge')
    expect(reason(await read(Buffer.from('a,b\n'.repeat(CAPS.rows + 1))))).toBe('TooManyRows')
    expect(reason(await read(Buffer.from(`a${',b'.repeat(1_000_000)}\n`.repeat(3))))).toBe('TooManyColumns')
    expect(reason(await read(withSheet(sheetOf(`<row r="1"><c r="ALN1"><v>1</v></c></row>`))))).toBe('TooManyColumns')
  })

  it('S25: reads as many rows as are allowed in the time and memory that are allowed', async () => {
    const bytes = Buffer.from(`name,phone,city\n${'Ada Lovelace,030 1234567,Berlin\n'.repeat(CAPS.rows - 1)}`)
    const full = await offload<(input: { bytes: Uint8Array; fileName: string }) => Promise<Table>>({}, 'readTable', { bytes, fileName: 'full.csv' }, CAPS)
    expect(full.ok && full.value.sheets[0]?.rows.length).toBe(CAPS.rows)
  })

  it.each(['"', '"a', '",', '""', 'a"b,', "'", '\\"', ',"x'])('S25: %j a hundred thousand times over is rows or a refusal', async (piece) => {
    checkShape(await read(Buffer.from(`${piece}\n`.repeat(100_000))))
    checkShape(await read(Buffer.from(piece.repeat(100_000))))
  })
})

it('TAB-3 S25: rows that could be read in very many ways cost no more than the budget for repairs', async () => {
  for (const row of [`"${'a"",'.repeat(40)}`, `"${'a",""b",'.repeat(60)}`, ',"'.repeat(90)]) {
    const table = await read(Buffer.from(`a,b,c\n${'1,2,3\n'.repeat(1000)}${`${row}\n`.repeat(5000)}`))
    checkShape(table)
    expect('refused' in table ? 0 : table.sheets[0]?.rows.length).toBeGreaterThanOrEqual(1001)
  }
})

describe('any bytes', () => {
  it('TAB-3 F25: random bytes are refused or read, never thrown over', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bytes) => checkShape(await read(bytes))),
      { numRuns: 500 },
    )
  })

  it('TAB-3 F25: text of quotes, separators and line ends is refused or read', async () => {
    const piece = fc.constantFrom('"', ',', ';', '\t', '|', '\n', '\r\n', '\r', 'a', '1', ' ', "'", '\\', 'é', '\u0000', 'name', '""')
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 300 }), async (pieces) => checkShape(await read(Buffer.from(pieces.join(''))))),
      { numRuns: 1500 },
    )
  })

  it('TAB-3 F25: heads of other kinds of files over random bytes are refused or read', async () => {
    const heads = [
      [0x50, 0x4b, 3, 4],
      [0x50, 0x4b, 5, 6],
      [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
      [0xff, 0xfe],
      [0xfe, 0xff],
      [0xef, 0xbb, 0xbf],
      [0x25, 0x50, 0x44, 0x46],
    ]
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 3000 }), async (head, bytes) =>
        checkShape(await read(Buffer.from([...head, ...bytes]))),
      ),
      { numRuns: 500 },
    )
  })

  const real = ['csv-spectrum', 'pollock/csv', 'papaparse', 'spreadsheets', 'xlsx'].flatMap((folder) =>
    readdirSync(join(MESSY, folder))
      .filter((file) => !file.endsWith('.json'))
      .map((file) => `${folder}/${file}`),
  )
  const mutation = fc.array(fc.tuple(fc.nat(), fc.oneof(fc.nat(255), fc.constantFrom(10, 34, 44, 0, 255))), { minLength: 1, maxLength: 20 })
  const mutate = (bytes: Buffer, changes: readonly (readonly [number, number])[]) => {
    const copy = Buffer.from(bytes)
    for (const [at, byte] of changes) if (copy.length > 0) copy[at % copy.length] = byte
    return copy
  }

  it('TAB-3 F25: real files with changed bytes are refused or read', async () => {
    expect(real.length).toBe(91)
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...real), mutation, async (file, changes) => {
        const bytes = readFileSync(join(MESSY, file))
        if (bytes.length < 60_000) checkShape(await read(mutate(bytes, changes), file))
      }),
      { numRuns: 400 },
    )
  })

  it('TAB-3 F25: workbooks with changed bytes in their parts, or cut short, are refused or read', async () => {
    const books = real.filter((file) => /\.(?:xlsx|ods)$/.test(file))
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...books), fc.nat(), mutation, fc.boolean(), async (file, pick, changes, cut) => {
        const parts = unpack(readFileSync(join(MESSY, file)))
        if (!(parts instanceof Map)) return
        const chosen = [...parts].filter(([name]) => name.endsWith('.xml'))[pick % 5]
        if (!chosen) return
        const [name, data] = chosen
        const changed = mutate(data, changes)
        parts.set(name, cut ? changed.subarray(0, pick % Math.max(1, changed.length)) : changed)
        checkShape(await read(repack(parts), file))
      }),
      { numRuns: 400 },
    )
  })
})

it('IMP-EXCEL: tells well-formed XML from what is not', () => {
  for (const xml of ['<a/>', '<?xml version="1.0"?>\n<a><b x="1>2"/><!-- c --><![CDATA[<]]>t</a>\n', '\ufeff<a></a>']) expect(isWellFormed(xml), xml).toBe(true)
  for (const xml of [
    '',
    'x',
    '<a>',
    '<a></b>',
    '<a/>x',
    'foo<a/>',
    '<a/><b/>',
    '<a><b></a></b>',
    '<!DOCTYPE a><a/>',
    '<a',
    '<a x="1></a>',
    '<a><!-- </a>',
    '</a>',
  ])
    expect(isWellFormed(xml), xml).toBe(false)
})
