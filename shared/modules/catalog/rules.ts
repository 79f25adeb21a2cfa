import { foldText, plainCode } from '../../kernel/text.ts'
import type { ItemFields } from './model.ts'

/** Columns that search, order and CAT-1 need, computed from the fields whenever one of them changes. */
export const keysOf = ({ name, sku, barcode }: Pick<ItemFields, 'name' | 'sku' | 'barcode'>) => ({
  nameKey: foldText(name),
  skuKey: sku.toUpperCase(),
  codes: `${plainCode(sku)} ${plainCode(barcode)}`.trim(),
})
