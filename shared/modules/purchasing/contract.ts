import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission } from '../../kernel/permission.ts'
import { line, paragraph } from '../../kernel/text.ts'
import { localDay } from '../../kernel/time.ts'
import { LANGUAGES } from '../workspace/model.ts'
import { binName, quantity, unitCost } from '../inventory/model.ts'
import { lotInput, MOST_LOTS } from '../inventory/model/lots.ts'
import {
  amount,
  atRisk,
  backOrder,
  core,
  CORE_STATES,
  costEntry,
  creditNumber,
  LONGEST_RETURN,
  offer,
  offerFields,
  partRequest,
  reason,
  REQUEST_STATES,
  requestFields,
  RETURN_REASONS,
  RETURN_STATES,
  returnHead,
  returnNote,
  SPREADS,
  vendorReturn,
  wantedOf,
} from './model/parts.ts'
import { itemOrder, LONGEST_ORDER, lineFields, PURCHASE_STATES, purchaseHead, purchaseOrder, suggestion, supplier, supplierFields } from './model.ts'

const read = permission('purchasing.read', 'manager', 'warehouse', 'staff')
const write = permission('purchasing.write', 'manager', 'warehouse')
/** Old parts over the counter. */
const take = permission('purchasing.cores', 'manager', 'cashier', 'warehouse', 'staff')

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
  /** The `state` of the request, return or core does not allow the `event`. */
  wrongStep: 'conflict',
  unknownOffer: 'notFound',
  /** The supplier's number stands at the item `itemId`, `name`. */
  codeTaken: 'conflict',
  unknownRequest: 'notFound',
  unknownReturn: 'notFound',
  unknownCore: 'notFound',
  /** The core is on another return, or not here. */
  coreNotHere: 'conflict',
  notRendered: 'unavailable',
})

const ofItem = z.strictObject({ itemId: id('item') })
const ofPlace = z.strictObject({ placeId: id('stockPlace') })
const ofSupplier = z.strictObject({ supplierId: id('supplier') })
const ofOrder = z.strictObject({ orderId: id('purchaseOrder') })
const onOn = localDay.nullable()
const ofReturn = z.strictObject({ returnId: id('vendorReturn') })
const ofCore = z.strictObject({ coreId: id('core') })
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
  ofItem: query({ input: ofItem, output: z.array(itemOrder), needs: read }),
  order: query({ input: ofOrder, output: purchaseOrder, needs: read, fails: ['purchasing.unknownOrder'] }),
  /** Parts at or below their limits in a place, worst first, with how much to order of each; of one supplier without what is bought first of another. */
  suggestions: query({
    input: ofPlace.extend({ supplierId: id('supplier').optional() }),
    output: z.array(suggestion),
    needs: read,
    fails: ['inventory.unknownPlace'],
  }),
  /** A draft; with `fillUp` it begins with what the place's limits ask for of this supplier. */
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
    fails: [...step, 'inventory.unknownItem', 'inventory.notAPart', 'catalog.chooseVariant', 'purchasing.itemTaken', 'purchasing.tooManyLines'],
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
      /** Of the whole delivery, divided among its lines. */
      freightMinor: amount.default(0),
      dutyMinor: amount.default(0),
      spreadBy: z.enum(SPREADS).default('value'),
      lines: z
        .array(
          z.strictObject({
            lineId: id('purchaseLine'),
            qtyMilli: quantity,
            unitCostMinor: unitCost.optional(),
            lots: z.array(lotInput).max(MOST_LOTS).optional(),
            /** Where it is put away from now on. */
            bin: binName.optional(),
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
  /** The order as a PDF with the supplier's numbers, in base64. */
  pdf: query({
    input: ofOrder.extend({ language: z.enum(LANGUAGES).optional() }),
    output: z.object({ fileName: z.string(), base64: z.string() }),
    needs: read,
    fails: ['purchasing.unknownOrder', 'purchasing.notRendered'],
  }),
  /** Who sells an item, under which number and in which packs; the first is where it is bought. */
  offers: query({ input: ofItem, output: z.array(offer), needs: read, fails: ['inventory.unknownItem'] }),
  /** One supplier sells an item once: said again, it changes. */
  setOffer: command({
    input: offerFields.partial({ code: true, packUnit: true, packMilli: true, packMinor: true, preferred: true }).strict(),
    output: offer,
    needs: write,
    fails: ['purchasing.unknownSupplier', 'inventory.unknownItem', 'inventory.notAPart', 'purchasing.codeTaken'],
  }),
  removeOffer: command({ input: z.strictObject({ offerId: id('offer') }), output: z.null(), needs: write, fails: ['purchasing.unknownOffer'] }),
  /** What an item cost, newest first. */
  costs: query({ input: z.strictObject({ ...pageInput, itemId: id('item') }), output: page(costEntry), needs: read }),
  /** Parts that jobs wait for, newest first. */
  requests: query({
    input: z.strictObject({ ...pageInput, state: z.enum(REQUEST_STATES).optional(), locationId: id('location').optional() }),
    output: page(partRequest),
    needs: read,
  }),
  /** A part that is wanted, without a job; jobs ask for theirs by `workOrders.requestPart`. */
  request: command({
    input: requestFields
      .partial({ supplierId: true, neededOn: true, note: true })
      .extend({ placeId: id('stockPlace'), itemId: id('item') })
      .strict(),
    output: partRequest,
    needs: write,
    fails: ['inventory.unknownPlace', 'inventory.unknownItem', 'inventory.notAPart', 'catalog.chooseVariant', 'purchasing.unknownSupplier'],
  }),
  cancelRequest: command({
    input: z.strictObject({ requestId: id('partRequest') }),
    output: partRequest,
    needs: write,
    fails: ['purchasing.unknownRequest', 'purchasing.wrongStep'],
  }),
  /** What is to be ordered for a place, by supplier: for jobs that wait, and what its limits ask for. Parts of no known supplier come last. */
  wanted: query({ input: ofPlace, output: z.array(wantedOf), needs: read, fails: ['inventory.unknownPlace'] }),
  /** Puts wanted parts on the draft for this supplier and place, or on a new one. */
  orderWanted: command({
    input: ofPlace.extend({ supplierId: id('supplier'), itemIds: z.array(id('item')).min(1).max(LONGEST_ORDER) }),
    output: purchaseOrder,
    needs: write,
    fails: ['inventory.unknownPlace', 'purchasing.unknownSupplier', 'purchasing.nothingToOrder', 'catalog.chooseVariant', 'purchasing.tooManyLines'],
  }),
  /** Lines of sent orders that have not all come in, the oldest order first. */
  backOrders: query({ input: z.strictObject({ locationId: id('location').optional() }), output: z.array(backOrder), needs: read }),
  returns: query({
    input: z.strictObject({ ...pageInput, state: z.enum(RETURN_STATES).optional(), supplierId: id('supplier').optional() }),
    output: page(returnHead),
    needs: read,
  }),
  vendorReturn: query({ input: ofReturn, output: vendorReturn, needs: read, fails: ['purchasing.unknownReturn'] }),
  /** Parts and old cores that are to go back to a supplier; parts leave the first place of the location. They cost what the catalogue says unless given. */
  createReturn: command({
    input: z.strictObject({
      locationId: id('location'),
      supplierId: id('supplier'),
      reason: z.enum(RETURN_REASONS).default('other'),
      note: returnNote.default(''),
      parts: z
        .array(z.strictObject({ itemId: id('item'), qtyMilli: quantity, unitCostMinor: unitCost.optional() }))
        .max(LONGEST_RETURN)
        .default([]),
      coreIds: z.array(id('core')).max(LONGEST_RETURN).default([]),
    }),
    output: vendorReturn,
    needs: write,
    fails: [
      'inventory.unknownLocation',
      'inventory.unknownItem',
      'inventory.notAPart',
      'purchasing.unknownSupplier',
      'purchasing.noLines',
      'purchasing.tooManyLines',
      'purchasing.unknownCore',
      'purchasing.coreNotHere',
    ],
  }),
  /** It has gone out: its parts leave stock. */
  sendReturn: command({ input: ofReturn, output: vendorReturn, needs: write, fails: ['purchasing.unknownReturn', 'purchasing.wrongStep'] }),
  /** The vendor credited it; `creditMinor` is all of it unless given. */
  creditReturn: command({
    input: ofReturn.extend({ creditMinor: amount.optional(), creditNumber: creditNumber.default('') }),
    output: vendorReturn,
    needs: write,
    fails: ['purchasing.unknownReturn', 'purchasing.wrongStep'],
  }),
  /** It stays, or came back: its parts are in stock again. */
  cancelReturn: command({ input: ofReturn, output: vendorReturn, needs: write, fails: ['purchasing.unknownReturn', 'purchasing.wrongStep'] }),
  /** Old parts for which a deposit was charged, newest first. */
  cores: query({
    input: z.strictObject({ ...pageInput, state: z.enum(CORE_STATES).optional(), supplierId: id('supplier').optional() }),
    output: page(core),
    needs: read,
  }),
  /** The customer brought the old part; the deposit is given back unless another amount is said. */
  bringInCore: command({
    input: ofCore.extend({ refundMinor: amount.optional() }),
    output: core,
    needs: take,
    fails: ['purchasing.unknownCore', 'purchasing.wrongStep'],
  }),
  /** Nobody will credit it any more. */
  giveUpCore: command({
    input: ofCore.extend({ reason }),
    output: core,
    needs: write,
    fails: ['purchasing.unknownCore', 'purchasing.wrongStep', 'purchasing.coreNotHere'],
  }),
  /** What suppliers owe, the most first: returns that are not credited, cores that are not on one. */
  moneyAtRisk: query({ input: z.strictObject({}), output: z.array(atRisk), needs: read }),
})
