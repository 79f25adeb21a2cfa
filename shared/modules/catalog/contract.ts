import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission } from '../../kernel/permission.ts'
import { filled } from '../../kernel/text.ts'
import { barcode, codeHit, ITEM_KINDS, item, itemFields } from './model.ts'

export const readCatalog = permission('catalog.read', 'manager', 'cashier', 'technician', 'warehouse', 'staff', 'viewer')
const write = permission('catalog.write', 'manager', 'cashier', 'warehouse', 'staff')

export const catalogFails = failures('catalog', {
  unknown: 'notFound',
  removed: 'conflict',
  skuTaken: 'conflict',
  noName: 'invalid',
  /** No item has the code `scanned`. */
  unknownCode: 'notFound',
  /** `scanned` has the length of a GTIN and not its check digit. */
  misread: 'invalid',
  /** The code `scanned` is on the item `itemId`, `name`. */
  codeTaken: 'conflict',
  unknownBarcode: 'notFound',
})

const ofItem = z.strictObject({ itemId: id('item') })

export const catalogContract = contract('catalog', {
  list: query({
    input: z.strictObject({
      ...pageInput,
      sort: z.enum(['name', 'sku']).default('name'),
      kind: z.enum(ITEM_KINDS).optional(),
      category: z.string().max(80).optional(),
      active: z.boolean().optional(),
      deleted: z.boolean().default(false),
    }),
    output: page(item),
    needs: readCatalog,
  }),
  get: query({ input: ofItem, output: item, needs: readCatalog, fails: ['catalog.unknown'] }),
  create: command({ input: itemFields.partial().required({ name: true }).strict(), output: item, needs: write, fails: ['catalog.skuTaken'] }),
  update: command({
    input: itemFields
      .partial()
      .extend({ itemId: id('item') })
      .strict(),
    output: item,
    needs: write,
    fails: ['catalog.unknown', 'catalog.removed', 'catalog.skuTaken'],
  }),
  remove: command({ input: ofItem, output: item, needs: write, fails: ['catalog.unknown'] }),
  restore: command({ input: ofItem, output: item, needs: write, fails: ['catalog.unknown', 'catalog.skuTaken'] }),
  /** What a scanned or typed barcode or SKU means; several items only where lists brought the same code twice. */
  byCode: query({
    input: z.strictObject({ code: filled(80) }),
    output: z.array(codeHit).min(1),
    needs: readCatalog,
    fails: ['catalog.unknownCode', 'catalog.misread'],
  }),
  barcodes: query({ input: ofItem, output: z.array(barcode), needs: readCatalog, fails: ['catalog.unknown'] }),
  addBarcode: command({
    input: z.strictObject({ itemId: id('item'), code: filled(60), qtyMilli: z.number().int().min(1).max(100_000_000).default(1000) }),
    output: barcode,
    needs: write,
    fails: ['catalog.unknown', 'catalog.removed', 'catalog.misread', 'catalog.codeTaken'],
  }),
  removeBarcode: command({ input: z.strictObject({ barcodeId: id('barcode') }), output: z.null(), needs: write, fails: ['catalog.unknownBarcode'] }),
  /** Names in use, in order, for filters and for filling in. */
  categories: query({ input: z.strictObject({}), output: z.array(z.string()), needs: readCatalog }),
})
