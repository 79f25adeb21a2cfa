import bwip from 'bwip-js/node'
import { checkDigit, isMisread } from '#shared/modules/catalog/rules/barcode.ts'

/** Widths of bars and gaps in turn, in modules, the first a bar. */
export interface Bars {
  readonly widths: readonly number[]
  readonly modules: number
}

const GTINS: Readonly<Record<number, 'ean8' | 'upca' | 'ean13' | 'itf14'>> = { 8: 'ean8', 12: 'upca', 13: 'ean13', 14: 'itf14' }

/** What a code is printed as: the symbol that its GTIN asks for, Code 128 for everything else. Null for letters that no symbol has. */
export function symbolOf(code: string): 'ean8' | 'upca' | 'ean13' | 'itf14' | 'code128' | null {
  const gtin = /^\d+$/.test(code) && !isMisread(code) && checkDigit(code.slice(0, -1)) === Number(code.at(-1)) ? GTINS[code.length] : undefined
  return gtin ?? (/^[\x20-\x7e]{1,40}$/.test(code) ? 'code128' : null)
}

/** The bars of a code. Null for letters that no symbol has. */
export function barsOf(code: string): Bars | null {
  const bcid = symbolOf(code)
  if (bcid === null) return null
  const [symbol] = bwip.raw({ bcid, text: code }) as { sbs?: number[] }[] // of linear symbols
  const widths = [...(symbol?.sbs ?? [])].map(Number)
  return widths.length === 0 ? null : { widths, modules: widths.reduce((sum, width) => sum + width, 0) }
}
