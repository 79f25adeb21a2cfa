import { parseDecimal } from '../../kernel/money.ts'
import { type Failure, ok, type Result } from '../../kernel/result.ts'
import { foldText, plainCode } from '../../kernel/text.ts'
import { catalogFails } from './contract.ts'
import { BLANK_ITEM, type ItemFields, type ItemKind, itemFields } from './model.ts'

/** Columns that search, order and CAT-1 need, computed from the fields whenever one of them changes. */
export const keysOf = ({ name, sku, barcode }: Pick<ItemFields, 'name' | 'sku' | 'barcode'>) => ({
  nameKey: foldText(name),
  skuKey: sku.toUpperCase(),
  codes: `${plainCode(sku)} ${plainCode(barcode)}`.trim(),
})

/** Words of lists for the kinds; everything else is a part. */
const KIND_OF: Readonly<Record<string, ItemKind>> = {
  service: 'service',
  labor: 'service',
  labour: 'service',
  dienstleistung: 'service',
  arbeit: 'service',
  arbeitswert: 'service',
  prestation: 'service',
  servicio: 'service',
  servizio: 'service',
  servico: 'service',
  "main d'oeuvre": 'service',
  dienst: 'service',
  usluga: 'service',
  sluzba: 'service',
  hizmet: 'service',
  خدمه: 'service',
  fee: 'fee',
  charge: 'fee',
  gebuhr: 'fee',
  frais: 'fee',
  tasa: 'fee',
  رسوم: 'fee',
}
const NO = new Set([
  '0',
  'no',
  'n',
  'false',
  'inactive',
  'nein',
  'falsch',
  'inaktiv',
  'non',
  'faux',
  'inactif',
  'inactivo',
  'falso',
  'nee',
  'nie',
  'ne',
  'hayir',
  'net',
  'لا',
  'غير نشط',
])

export type ItemTexts = Partial<
  Record<'sku' | 'name' | 'description' | 'kind' | 'category' | 'unit' | 'price' | 'cost' | 'taxRate' | 'barcode' | 'active', string>
>
/** A field of a list that could not be understood and was left empty: for the row report. */
export interface LeftOut {
  readonly field: keyof ItemTexts
  readonly text: string
}

/**
 * An item from a row of a list: what is understood is kept, what is not is left out and named; only a row without a name is
 * refused. `texts` are cells by field name; `digits` are the decimals of the company's currency.
 */
export function readItemRow(texts: ItemTexts, digits: number): Result<{ fields: ItemFields; leftOut: LeftOut[] }, Failure<'catalog.noName'>> {
  const leftOut: LeftOut[] = []
  const keep = <T>(field: keyof ItemTexts, blank: T, read: (text: string) => T | null): T => {
    const text = (texts[field] ?? '').trim()
    if (text === '') return blank
    const value = read(text)
    if (value === null) leftOut.push({ field, text })
    return value ?? blank
  }
  const cell = (field: 'sku' | 'description' | 'category' | 'unit' | 'barcode'): string =>
    keep(field, BLANK_ITEM[field], (text) => itemFields.shape[field].safeParse(text).data ?? null)
  const money = (field: 'price' | 'cost'): number =>
    keep(field, 0, (text) => {
      const amount = parseDecimal(text.replace(/^[A-Za-z]{3}\s*(?=[\d+])|\s*[A-Za-z]{3}$/, ''), digits)
      return amount !== null && amount >= 0 ? amount : null
    })
  const name = itemFields.shape.name.safeParse(texts.name ?? '')
  if (!name.success) return catalogFails.noName()
  return ok({
    fields: {
      sku: cell('sku'),
      name: name.data,
      description: cell('description'),
      category: cell('category'),
      unit: cell('unit'),
      barcode: cell('barcode'),
      kind: KIND_OF[foldText(texts.kind ?? '')] ?? 'part',
      priceMinor: money('price'),
      costMinor: money('cost'),
      taxRateBp: keep<number | null>('taxRate', null, readRate),
      active: !NO.has(foldText(texts.active ?? '')),
      tracking: BLANK_ITEM.tracking,
    },
    leftOut,
  })
}

/** `19 %`, `19`, `7,5`: hundredths of a percent. A spreadsheet gives a cell shown as 19 % as 0.19. */
function readRate(text: string): number | null {
  const rate = parseDecimal(text.replace('%', ''), 4)
  if (rate === null || rate < 0) return null
  const basisPoints = !text.includes('%') && rate > 0 && rate < 10_000 ? rate : Math.round(rate / 100)
  return basisPoints <= 10_000 ? basisPoints : null
}
