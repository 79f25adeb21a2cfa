import bwip from 'bwip-js/node'
import { checkDigit, isMisread } from '#shared/modules/catalog/rules/barcode.ts'

/** Widths of bars and gaps in turn, in modules, the first a bar. */
export interface Bars {
  readonly widths: readonly number[]
  readonly modules: number
}

const GTINS: Readonly<Record<number, string>> = { 8: 'ean8', 12: 'upca', 13: 'ean13', 14: 'itf14' }

/** The symbol of a code: what its GTIN asks for, Code 128 for everything else. Null for letters that no symbol has. */
export function barsOf(code: string): Bars | null {
  const isGtin = /^\d+$/.test(code) && code.length in GTINS && !isMisread(code) && checkDigit(code.slice(0, -1)) === Number(code.at(-1))
  if (!isGtin && !/^[\x20-\x7e]{1,40}$/.test(code)) return null
  const [symbol] = bwip.raw({ bcid: (isGtin && GTINS[code.length]) || 'code128', text: code }) as { sbs?: number[] }[] // of linear symbols
  const widths = [...(symbol?.sbs ?? [])].map(Number)
  return widths.length === 0 ? null : { widths, modules: widths.reduce((sum, width) => sum + width, 0) }
}
