import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission } from '../../kernel/permission.ts'
import { line, paragraph } from '../../kernel/text.ts'
import { quantity, unitCost } from '../inventory/model.ts'
import { lotInput, MOST_LOTS } from '../inventory/model/lots.ts'
import { itemOrder, LONGEST_ORDER, lineFields, PURCHASE_STATES, purchaseHead, purchaseOrder, suggestion, supplier, supplierFields } from './model.ts'

const read = permission('purchasing.read', 'manager', 'warehouse', 'staff')
const write = permission('purchasing.write', 'manager', 'warehouse')

export const purchasingFails = failures('purchasing', {
  unknownSupplier: 'notFound',
  unknownOrder: 'notFound',
  unknownLine: 'notFound',
  nameTaken: 'conflict',
  /** The order's `state` does not allow the `event`. */
  wrongState: 'conflict',
  noLines: 'conflict',
  tooManyLines: 'invalid',
  /** The part stands in the order already, in `lineId`. */
  itemTaken: 'conflict',
  /** Some of the order has come in. */
  alreadyReceived: 'conflict',
  nothingToOrder: 'conflict',
})

const ofSupplier = z.strictObject({ supplierId: id('supplier') })
const ofOrder = z.strictObject({ orderId: id('purchaseOrder') })
const onOn = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .nullable()
const step = ['purchasing.unknownOrder', 'purchasing.wrongState'] as const
const stocking = ['inventory.unknownPlace', 'inventory.unknownItem', 'inventory.notAPart'] as const

export const purchasingContract = contract('purchasing', {
  suppliers: query({
    input: z.strictObject({ ...pageInput, deleted: z.boolean().default(false) }),
    output: page(supplier),
    needs: read,
  }),
  createSupplier: command({
    input: supplierFields.partial().required({ name: true }).strict(),
    output: supplier,
    needs: write,
    fails: ['purchasing.nameTaken'],
  }),
  updateSupplier: command({
    input: supplierFields
      .partial()
      .extend({ supplierId: id('supplier') })
      .strict(),
    output: supplier,
    needs: write,
    fails: ['purchasing.unknownSupplier', 'purchasing.nameTaken'],
  }),
  removeSupplier: command({ input: ofSupplier, output: supplier, needs: write, fails: ['purchasing.unknownSupplier'] }),
  restoreSupplier: command({ input: ofSupplier, output: supplier, needs: write, fails: ['purchasing.unknownSupplier', 'purchasing.nameTaken'] }),
  orders: query({
    input: z.strictObject({
      ...pageInput,
      state: z.enum(PURCHASE_STATES).optional(),
      supplierId: id('supplier').optional(),
      locationId: id('location').optional(),
    }),
    output: page(purchaseHead),
    needs: read,
  }),
  /** The newest orders of one part, with what each cost. */
  ofItem: query({ input: z.strictObject({ itemId: id('item') }), output: z.array(itemOrder), needs: read }),
  order: query({ input: ofOrder, output: purchaseOrder, needs: read, fails: ['purchasing.unknownOrder'] }),
  /** Parts at or below their limits in a place, worst first, with how much to order of each. */
  suggestions: query({
    input: z.strictObject({ placeId: id('stockPlace') }),
    output: z.array(suggestion),
    needs: read,
    fails: ['inventory.unknownPlace'],
  }),
  /** A draft; with `fillUp` it begins with what the place's limits ask for. */
  createOrder: command({
    input: z.strictObject({
      supplierId: id('supplier'),
      placeId: id('stockPlace'),
      note: paragraph(2000).default(''),
      expectedOn: onOn.default(null),
      fillUp: z.boolean().default(false),
    }),
    output: purchaseOrder,
    needs: write,
    fails: ['purchasing.unknownSupplier', 'inventory.unknownPlace', 'purchasing.nothingToOrder'],
  }),
  updateOrder: command({
    input: z.strictObject({ orderId: id('purchaseOrder'), note: paragraph(2000).optional(), expectedOn: onOn.optional() }),
    output: purchaseOrder,
    needs: write,
    fails: ['purchasing.unknownOrder'],
  }),
  /** Cost comes from the catalogue unless given. */
  addLine: command({
    input: z.strictObject({ orderId: id('purchaseOrder'), itemId: id('item'), qtyMilli: quantity.default(1000), unitCostMinor: unitCost.optional() }),
    output: purchaseOrder,
    needs: write,
    fails: [...step, 'inventory.unknownItem', 'inventory.notAPart', 'purchasing.itemTaken', 'purchasing.tooManyLines'],
  }),
  updateLine: command({
    input: lineFields
      .partial()
      .extend({ lineId: id('purchaseLine') })
      .strict(),
    output: purchaseOrder,
    needs: write,
    fails: [...step, 'purchasing.unknownLine'],
  }),
  removeLine: command({
    input: z.strictObject({ lineId: id('purchaseLine') }),
    output: purchaseOrder,
    needs: write,
    fails: [...step, 'purchasing.unknownLine'],
  }),
  /** It has gone out to the supplier. */
  send: command({ input: ofOrder, output: purchaseOrder, needs: write, fails: [...step, 'purchasing.noLines'] }),
  /** What came in of it, at the cost of the delivery note (the order's unless given). When nothing is open any more, the order is received. */
  receive: command({
    input: ofOrder.extend({
      documentNumber: line(60).default(''),
      lines: z
        .array(
          z.strictObject({
            lineId: id('purchaseLine'),
            qtyMilli: quantity,
            unitCostMinor: unitCost.optional(),
            lots: z.array(lotInput).max(MOST_LOTS).optional(),
          }),
        )
        .min(1)
        .max(LONGEST_ORDER),
    }),
    output: purchaseOrder,
    needs: write,
    fails: [...step, 'purchasing.unknownLine', ...stocking, 'inventory.lotNeeded', 'inventory.lotsDiffer', 'inventory.serialTaken'],
  }),
  /** Nothing more comes of it. */
  complete: command({ input: ofOrder, output: purchaseOrder, needs: write, fails: step }),
  cancel: command({ input: ofOrder, output: purchaseOrder, needs: write, fails: [...step, 'purchasing.alreadyReceived'] }),
})
