import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder'
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import { directionOf, printableFonts } from '#main/platform/print/letters.ts'
import type { Language } from '#shared/modules/workspace/model.ts'
import { symbolOf } from '../../catalog/parts/bars.ts'
import { lettered } from './lettering.ts'
import { captionOf, type Label, type Pair, type ReceiptSheet } from './sheet.ts'

/** Letters of code page 858, which every printer has: what a receipt may hold to be sent as text. */
const PRINTABLE =
  /^[\x20-\x7e\u00a3\u00d7\u00b7\u20ac\u00c4\u00d6\u00dc\u00e4\u00f6\u00fc\u00df\u00e0\u00e2\u00e7\u00e8\u00e9\u00ea\u00eb\u00ee\u00ef\u00f4\u00f9\u00fb\u00f1\u00d1\u00c9\u00e1\u00ed\u00f3\u00fa\n]*$/
/** Dots across, and letters of the printer's own font, by width of the roll in mm. */
const WIDE = { dots: 576, columns: 48, barWidth: 2 }
/** `barWidth` is the library's: a number of eleven letters in Code 128 is 156 modules, of three dots here and of two on the narrow roll. */
const ROLLS: Readonly<Record<number, typeof WIDE>> = { 80: WIDE, 58: { dots: 384, columns: 32, barWidth: 1 } }

const allTexts = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(allTexts) : []

interface Work {
  readonly sheet: ReceiptSheet
  readonly widthMm: number
  readonly opensDrawer: boolean
  readonly assetsDir: string
}

/**
 * The receipt as bytes for a printer that speaks ESC/POS, as base64: text where the printer has its letters, else a picture of the
 * whole receipt, as printers neither join Arabic letters nor turn them round. The drawer's pulse comes first: it opens while paper runs.
 */
export async function encodeReceipt({ sheet, widthMm, opensDrawer, assetsDir }: Work): Promise<string> {
  const { dots, columns, barWidth } = ROLLS[widthMm] ?? WIDE
  const printer = encoder(columns)
  if (opensDrawer) printer.pulse(0, 100, 500)
  if (!sheet.rightToLeft && allTexts(sheet).every((text) => PRINTABLE.test(text))) write(printer, sheet, columns)
  else drawReceipt(await canvas(dots, sheet.rightToLeft ? 'rtl' : 'ltr', assetsDir), sheet).onto(printer)
  printer.align('center').barcode(sheet.number, 'code128', { height: 60, width: barWidth, text: false }).line(sheet.number).cut('partial')
  return Buffer.from(printer.encode()).toString('base64')
}

const encoder = (columns: number) => new ReceiptPrinterEncoder({ language: 'esc-pos', columns, feedBeforeCut: 4, imageMode: 'raster' }).initialize()

/** How the printer draws a code so that it fits across the roll; null where it cannot: a symbol that is cut off reads as nothing. */
function barsFor(code: string, dots: number, widest: number) {
  const symbol = symbolOf(code)
  // Of Code 128 in its set B with start, check sum and stop; the longest of a GTIN is that of 14 digits.
  const modules = symbol === 'code128' ? 11 * (code.length + 2) + 13 : 135
  const width = [widest, 1].find((one) => modules * (one + 1) <= dots)
  return symbol === null || width === undefined ? null : ({ symbol: symbol === 'itf14' ? 'itf' : symbol, width } as const)
}

interface LabelWork {
  readonly labels: readonly Label[]
  /** How names are read that begin with a figure. */
  readonly language: Language
  readonly widthMm: number
  readonly assetsDir: string
}
/** Labels as bytes, one after another, each cut off. A symbol of its GTIN, Code 128 for other codes; letters that no symbol has stand alone. */
export async function encodeLabels({ labels, language, widthMm, assetsDir }: LabelWork): Promise<string> {
  const { dots, columns, barWidth } = ROLLS[widthMm] ?? WIDE
  const printer = encoder(columns)
  for (const label of labels) {
    const { name, price, code, copies } = label
    const drawn = PRINTABLE.test(name + price) ? null : await canvas(dots, language === 'ar' ? 'rtl' : 'ltr', assetsDir)
    drawn?.centre(name, { weight: 700 })
    drawn?.centre(price, { weight: 700, size: 40 })
    const bars = barsFor(code, dots, barWidth)
    for (let copy = 0; copy < copies; copy++) {
      if (drawn) drawn.onto(printer)
      else printer.codepage('cp858').align('center').bold(true).line(name).size(2).line(price).size(1).bold(false)
      printer.align('center')
      if (bars) printer.barcode(code, bars.symbol, { height: 60, width: bars.width, text: false })
      printer.line(captionOf(label)).cut('partial')
    }
  }
  return Buffer.from(printer.encode()).toString('base64')
}

function write(printer: ReceiptPrinterEncoder, sheet: ReceiptSheet, columns: number): void {
  const end = 13
  const pair = ({ label, value }: Pair) =>
    printer.table(
      [
        { width: columns - end, align: 'left' },
        { width: end, align: 'right' },
      ],
      [[label, value]],
    )
  printer.codepage('cp858').align('center').bold(true).line(sheet.shop.name).bold(false)
  for (const line of sheet.shop.lines) printer.line(line)
  printer.align('left').rule()
  printer.bold(true).line(`${sheet.title} ${sheet.number}`).bold(false)
  for (const { label, value } of sheet.facts) printer.line(`${label}: ${value}`)
  printer.rule()
  for (const { name, detail, amount } of sheet.rows) {
    pair({ label: name, value: amount })
    if (detail !== '') printer.line(`  ${detail}`)
  }
  if (sheet.rows.length > 0) printer.rule()
  for (const sum of sheet.sums) pair(sum)
  printer.bold(true)
  pair(sheet.total)
  printer.bold(false).rule()
  for (const payment of sheet.payments) pair(payment)
  for (const warning of sheet.warnings) printer.bold(true).line(warning).bold(false)
  printer.align('center')
  if (sheet.note !== '') printer.line(sheet.note)
  printer.line(sheet.thanks).newline()
}

let ready: Promise<void> | null = null
/** Beside the fonts of a release; where the program runs from its sources, in the package. */
const load = (assetsDir: string): Promise<void> => {
  const built = join(assetsDir, 'print/resvg.wasm')
  ready ??= readFile(existsSync(built) ? built : createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')).then((wasm) => initWasm(wasm))
  return ready
}

const LINE = 34
const SIZE = 24

/** Lines no wider than `most` pixels, broken between words. */
const wrapped = (text: string, most: number, widthOf: (line: string) => number): string[] =>
  text.split('\n').flatMap((line) => {
    const lines: string[] = []
    for (const word of line.split(' ')) {
      const last = lines.at(-1)
      if (last !== undefined && widthOf(`${last} ${word}`) <= most) lines[lines.length - 1] = `${last} ${word}`
      else lines.push(word)
    }
    return lines
  })

interface Style {
  readonly size?: number
  readonly weight?: 400 | 700
}

/** Lines as dots, one below the other, mirrored where they are read from the right. Units: dots of the printer. */
async function canvas(dots: number, base: 'ltr' | 'rtl', assetsDir: string) {
  const [printable] = await Promise.all([printableFonts(join(assetsDir, 'fonts')), load(assetsDir)])
  const shapes: string[] = []
  let y = 8
  const letters = (text: string, { size = SIZE, weight = 400 }: Style, own = base) => lettered(printable(text), size, weight, own)
  const put = (text: string, side: 'start' | 'middle' | 'end', style: Style, own?: 'ltr' | 'rtl') => {
    const { shape, width } = letters(text, style, own)
    const isLeft = (side === 'start') === (base === 'ltr')
    const x = side === 'middle' ? (dots - width) / 2 : isLeft ? 4 : dots - 4 - width
    shapes.push(`<g transform="translate(${x} ${y})">${shape}</g>`)
  }
  const lines = (text: string, most: number, style: Style) => wrapped(text, most, (line) => letters(line, style).width)
  const centre = (text: string, style: Style = {}) => {
    for (const line of lines(text, dots - 8, style)) {
      y += LINE
      put(line, 'middle', style, directionOf(line))
    }
  }
  const pair = ({ label, value }: Pair, style: Style = {}, own?: 'ltr' | 'rtl') => {
    const most = dots - 24 - letters(value, style).width
    for (const [i, line] of lines(label, most, style).entries()) {
      y += LINE
      put(line, 'start', style, own)
      if (i === 0) put(value, 'end', style)
    }
  }
  const rule = () => {
    y += 16
    shapes.push(`<rect x="0" y="${y}" width="${dots}" height="2"/>`)
    y += 2
  }
  const onto = (printer: ReceiptPrinterEncoder): void => {
    const tall = Math.ceil((y + LINE) / 8) * 8
    const { pixels, height } = new Resvg(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${dots}" height="${tall}"><rect width="100%" height="100%" fill="#fff"/>${shapes.join('')}</svg>`,
    ).render()
    printer.image({ data: new Uint8ClampedArray(pixels), width: dots, height } as never, dots, height, 'threshold', 160) // what its types call ImageData is the browser's
  }
  const detail = (text: string) => {
    y += LINE - 4
    put(text, 'start', { size: 20 })
  }
  return { centre, pair, detail, rule, onto }
}
type Canvas = Awaited<ReturnType<typeof canvas>>

function drawReceipt(on: Canvas, sheet: ReceiptSheet): Canvas {
  const bold: Style = { weight: 700 }
  on.centre(sheet.shop.name, { ...bold, size: 32 })
  for (const line of sheet.shop.lines) on.centre(line)
  on.rule()
  on.pair({ label: sheet.title, value: sheet.number }, bold)
  for (const fact of sheet.facts) on.pair(fact)
  on.rule()
  for (const { name, detail, amount } of sheet.rows) {
    on.pair({ label: name, value: amount }, {}, directionOf(name))
    if (detail !== '') on.detail(detail)
  }
  on.rule()
  for (const sum of sheet.sums) on.pair(sum)
  on.pair(sheet.total, { ...bold, size: 30 })
  on.rule()
  for (const payment of sheet.payments) on.pair(payment)
  for (const warning of sheet.warnings) on.centre(warning, bold)
  if (sheet.note !== '') on.centre(sheet.note)
  on.centre(sheet.thanks)
  return on
}
