import { parseDecimal } from '../../../kernel/money.ts'
import { itemFields } from '../../catalog/model.ts'
import { MAX_QTY_MILLI } from '../../inventory/model.ts'
import { offerFields } from '../model/parts.ts'

export type PriceTexts = Partial<Record<'code' | 'sku' | 'barcode' | 'name' | 'packUnit' | 'pack' | 'price', string>>

/** A supplier's number as two of them compare: without blanks and capitals. Other signs tell parts apart: 1.0K is not 10K. */
export const codeKeyOf = (code: string): string => code.toUpperCase().replace(/\s+/g, '')

/** A row of a supplier's price list. What the row does not say is empty, and null for the pack. */
export interface ListedPrice {
  readonly code: string
  readonly sku: string
  readonly barcode: string
  readonly name: string
  readonly packUnit: string
  readonly packMilli: number | null
  readonly packMinor: number
}
export type ListedRow =
  | { readonly listed: ListedPrice; readonly leftOut: readonly { field: string; text: string }[]; readonly isRounded: boolean }
  | { readonly refused: 'prices.noCode' | 'prices.noPrice' }

/** Finest price that lists write. */
const FINE_DIGITS = 6

/**
 * What a row says, in the shop's currency of `digits` decimals. A price that is finer than the currency is rounded to it, half away from
 * zero, and said to be. Without a number or a price a row says nothing.
 */
export function readPriceRow(texts: PriceTexts, digits: number): ListedRow {
  const leftOut: { field: string; text: string }[] = []
  const cell = (field: 'code' | 'sku' | 'barcode' | 'name' | 'packUnit', read: (text: string) => string | undefined): string => {
    const text = (texts[field] ?? '').trim()
    const value = text === '' ? '' : read(text)
    if (value === undefined) leftOut.push({ field, text })
    return value ?? ''
  }
  const code = cell('code', (text) => offerFields.shape.code.safeParse(text).data)
  const sku = cell('sku', (text) => itemFields.shape.sku.safeParse(text).data)
  const barcode = cell('barcode', (text) => itemFields.shape.barcode.safeParse(text).data)
  if (code === '' && sku === '' && barcode === '') return { refused: 'prices.noCode' }
  const amount = readPrice(texts.price ?? '', digits)
  if (amount === null) return { refused: 'prices.noPrice' }
  const pack = (texts.pack ?? '').trim()
  const packMilli = pack === '' ? null : parseDecimal(pack.replace(/[^\d.,]+$/, ''), 3)
  const isPack = packMilli !== null && packMilli > 0 && packMilli <= MAX_QTY_MILLI
  if (pack !== '' && !isPack) leftOut.push({ field: 'pack', text: pack })
  const listed = {
    code,
    sku,
    barcode,
    name: cell('name', (text) => itemFields.shape.name.safeParse(text).data),
    packUnit: cell('packUnit', (text) => offerFields.shape.packUnit.safeParse(text).data),
    packMilli: isPack ? packMilli : null,
    packMinor: amount.minor,
  }
  return { listed, leftOut, isRounded: amount.isRounded }
}

function readPrice(text: string, digits: number): { minor: number; isRounded: boolean } | null {
  const plain = text.replace(/^[A-Za-z]{3}\s*(?=[\d+])|\s*[A-Za-z]{3}$/, '')
  const exact = parseDecimal(plain, digits)
  const fine = exact === null ? parseDecimal(plain, FINE_DIGITS) : null
  const minor = exact ?? (fine === null ? null : Math.round(fine / 10 ** (FINE_DIGITS - digits)))
  return minor !== null && offerFields.shape.packMinor.safeParse(minor).success ? { minor, isRounded: exact === null } : null
}
