import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission } from '../../kernel/permission.ts'
import { filled } from '../../kernel/text.ts'
import {
  barcode,
  categoryCount,
  categoryPath,
  codeHit,
  ITEM_KINDS,
  item,
  itemCard,
  itemFields,
  options,
  perKit,
  price,
  priceFields,
  priceGroup,
  RELATIONS,
} from './model.ts'

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
  /** What a variant is told apart by belongs to the variant `itemId`, `name`. */
  optionsTaken: 'conflict',
  /** A variant of a variant, or a template that is one. */
  variantOfVariant: 'conflict',
  /** What goes onto sales and orders with `leader` by itself could not be chosen there. */
  goesAlong: 'conflict',
  /** The item would lead to itself. */
  circle: 'conflict',
  tooManyRelated: 'invalid',
  unknownRelation: 'notFound',
  unknownPrice: 'notFound',
  tooManyPrices: 'invalid',
  /** Its last day lies before its first: it would never hold. */
  priceNeverHolds: 'invalid',
  unknownCategory: 'notFound',
  /** The category would lie in itself. */
  categoryInItself: 'conflict',
  /** The new path of `category` is longer than a category may be. */
  categoryTooLong: 'invalid',
  unknownCustomer: 'notFound',
  /** The item `itemId`, `name` is sold in variants: one of them is meant. */
  chooseVariant: 'conflict',
})

const ofItem = z.strictObject({ itemId: id('item') })

export const catalogContract = contract('catalog', {
  list: query({
    input: z.strictObject({
      ...pageInput,
      sort: z.enum(['name', 'sku']).default('name'),
      kind: z.enum(ITEM_KINDS).optional(),
      category: z.string().max(80).optional(),
      /** With everything that lies in it: the widest name of a path. */
      top: z.string().max(80).optional(),
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
  /** The tree of categories, with how many items each has of its own. */
  categoryTree: query({ input: z.strictObject({}), output: z.array(categoryCount), needs: readCatalog }),
  /** Renames a category, moves it into another one or, without `to`, dissolves it; what lies in it goes along. */
  moveCategory: command({
    input: z.strictObject({ from: filled(80), to: categoryPath }),
    output: z.object({ items: z.number().int() }),
    needs: write,
    fails: ['catalog.unknownCategory', 'catalog.categoryInItself', 'catalog.categoryTooLong'],
  }),
  /** Variants, kit, core, substitutes and prices of an item. */
  card: query({ input: ofItem, output: itemCard, needs: readCatalog, fails: ['catalog.unknown'] }),
  /** A variant of an item: like it, but for what sets it apart. */
  addVariant: command({
    input: z.strictObject({
      itemId: id('item'),
      options: options.min(1),
      sku: itemFields.shape.sku.default(''),
      priceMinor: itemFields.shape.priceMinor.optional(),
    }),
    output: item,
    needs: write,
    fails: [
      'catalog.unknown',
      'catalog.removed',
      'catalog.skuTaken',
      'catalog.optionsTaken',
      'catalog.variantOfVariant',
      'catalog.goesAlong',
      'catalog.tooManyRelated',
    ],
  }),
  /** Leads an item to another; once more changes the quantity. An item has one core charge and one successor: the last one said. */
  relate: command({
    input: z.strictObject({
      itemId: id('item'),
      kind: z.enum(RELATIONS).exclude(['variant']),
      otherId: id('item'),
      qtyMilli: perKit.default(1000),
    }),
    output: itemCard,
    needs: write,
    fails: ['catalog.unknown', 'catalog.removed', 'catalog.circle', 'catalog.chooseVariant', 'catalog.tooManyRelated'],
  }),
  unrelate: command({
    input: z.strictObject({ relationId: id('relation') }),
    output: itemCard,
    needs: write,
    fails: ['catalog.unknownRelation', 'catalog.unknown'],
  }),
  /** A price for a group or from a quantity on; said again for the same group and quantity, it takes the place of the former one. */
  setPrice: command({
    input: priceFields.extend({ itemId: id('item') }),
    output: itemCard,
    needs: write,
    fails: ['catalog.unknown', 'catalog.removed', 'catalog.tooManyPrices', 'catalog.priceNeverHolds'],
  }),
  removePrice: command({ input: z.strictObject({ priceId: id('price') }), output: itemCard, needs: write, fails: ['catalog.unknownPrice', 'catalog.unknown'] }),
  /** Names of customer groups in use, in order. */
  priceGroups: query({ input: z.strictObject({}), output: z.array(priceGroup), needs: readCatalog }),
  /** What items cost a customer today, in the order asked, and why. */
  quote: query({
    input: z.strictObject({ customerId: id('customer').nullable(), lines: z.array(z.strictObject({ itemId: id('item'), qtyMilli: perKit })).max(200) }),
    output: z.array(price),
    needs: readCatalog,
    fails: ['catalog.unknown', 'catalog.unknownCustomer'],
  }),
  /** Core charges that are sold with one of an item, those of a kit's parts included. */
  /** What an item is sold as, where it is sold in variants; empty where it is sold itself. */
  variants: query({ input: ofItem, output: z.array(codeHit), needs: readCatalog, fails: ['catalog.unknown'] }),
  coresWith: query({ input: ofItem, output: z.array(codeHit), needs: readCatalog, fails: ['catalog.unknown'] }),
})
