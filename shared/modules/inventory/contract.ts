import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission } from '../../kernel/permission.ts'
import { filled, line } from '../../kernel/text.ts'
import { epochMs } from '../../kernel/time.ts'
import {
  binName,
  demand,
  level,
  MAX_QTY_MILLI,
  move,
  placeName,
  quantity,
  ruleFields,
  STOCK_STATUSES,
  stockPlace,
  stockPolicy,
  unitCost,
  valued,
} from './model.ts'
import { COUNT_STATES, countedQuantity, countLine, sheetLine, stockCount } from './model/counts.ts'
import { localDay, lot, lotCode, lotInput, lotLevel, MOST_LOTS } from './model/lots.ts'
import { LONGEST_TRANSFER, stockTransfer, TRANSFER_STATES, transferHead } from './model/transfers.ts'

const read = permission('inventory.read', 'manager', 'cashier', 'technician', 'warehouse', 'staff', 'viewer')
/** Receive, transfer, say where things lie, which lot a job takes. */
const work = permission('inventory.work', 'manager', 'warehouse', 'staff')
/** Say that there is more or less than the movements tell. */
const adjust = permission('inventory.adjust', 'manager', 'warehouse')
/** Let a count move stock, let an expired lot be used, block a lot. */
const approve = permission('inventory.approve', 'manager')
const manage = permission('inventory.manage', 'manager')

export const inventoryFails = failures('inventory', {
  unknownPlace: 'notFound',
  unknownItem: 'notFound',
  unknownLocation: 'notFound',
  unknownLot: 'notFound',
  unknownCount: 'notFound',
  unknownTransfer: 'notFound',
  unknownLine: 'notFound',
  /** Services and fees are not kept in stock. */
  notAPart: 'invalid',
  nameTaken: 'conflict',
  /** The place still holds `count` items. */
  placeInUse: 'conflict',
  /** `count` open counts, transfers and purchase orders still name the place. */
  placeBusy: 'conflict',
  samePlace: 'invalid',
  /** Goods for another location are sent. */
  otherLocation: 'invalid',
  fillBelowReorder: 'invalid',
  /** The part `name` is tracked, and nothing lies there of no lot: say which lot. */
  lotNeeded: 'invalid',
  /** The lots of `name` do not sum to its quantity. */
  lotsDiffer: 'invalid',
  /** The serial number `scanned` of `name` is in stock already, on its way between locations, or stands twice. */
  serialTaken: 'conflict',
  /** The lot `scanned` expired on `expiresOn`; who may approve may use it. */
  lotExpired: 'forbidden',
  lotBlocked: 'conflict',
  /** The count's `state` does not allow the `event`. */
  wrongCountState: 'conflict',
  nothingCounted: 'conflict',
  /** `count` big differences were counted once only. */
  recountNeeded: 'conflict',
  wrongTransferState: 'conflict',
  noLines: 'invalid',
  /** More or less of `name` came in: say why. */
  reasonNeeded: 'invalid',
})

const ofPlace = z.strictObject({ placeId: id('stockPlace') })
const atPlace = { itemId: id('item'), placeId: id('stockPlace') }
const lines = <L extends z.ZodType>(one: L) => z.array(one).min(1).max(500)
const lotId = id('stockLot').nullable().optional()
/** Where what comes in is put away, from now on; unsaid: where it always was. */
const bin = binName.optional()
const known = ['inventory.unknownPlace', 'inventory.unknownItem', 'inventory.notAPart'] as const
const receiving = [...known, 'inventory.lotNeeded', 'inventory.lotsDiffer', 'inventory.serialTaken'] as const
const done = z.object({ moves: z.number().int(), valueMinor: z.number().int() })
const ofCount = z.strictObject({ countId: id('stockCount') })
const countStep = ['inventory.unknownCount', 'inventory.wrongCountState'] as const
const counted = z.object({
  head: stockCount,
  lines: z.array(countLine),
  /** Worth of the differences; null to who counts blind. */
  differenceMinor: z.number().int().nullable(),
  recounts: z.number().int(),
  /** Movements arrived after the approval that change what was missing. */
  isLate: z.boolean(),
})
const ofTransfer = z.strictObject({ transferId: id('stockTransfer') })
const transferStep = ['inventory.unknownTransfer', 'inventory.wrongTransferState'] as const
const transferLines = z.array(z.strictObject({ itemId: id('item'), qtyMilli: quantity, lotId })).max(LONGEST_TRANSFER)

export const inventoryContract = contract('inventory', {
  policy: query({ input: z.strictObject({}), output: stockPolicy, needs: read }),
  setPolicy: command({ input: stockPolicy.partial().strict(), output: stockPolicy, needs: manage }),
  /** Places in order; the first of a location is where its jobs take parts from. */
  places: query({ input: z.strictObject({ locationId: id('location').optional() }), output: z.array(stockPlace), needs: read }),
  createPlace: command({
    input: z.strictObject({ locationId: id('location'), name: placeName }),
    output: stockPlace,
    needs: manage,
    fails: ['inventory.unknownLocation', 'inventory.nameTaken'],
  }),
  renamePlace: command({
    input: ofPlace.extend({ name: placeName }),
    output: stockPlace,
    needs: manage,
    fails: ['inventory.unknownPlace', 'inventory.nameTaken'],
  }),
  removePlace: command({
    input: ofPlace,
    output: stockPlace,
    needs: manage,
    fails: ['inventory.unknownPlace', 'inventory.placeInUse', 'inventory.placeBusy'],
  }),
  /** Bins in use in a place, in order. */
  bins: query({ input: ofPlace, output: z.array(z.string()), needs: read }),
  /** Where items lie in a place; those that have no bin are left out. */
  binsOf: query({
    input: ofPlace.extend({ itemIds: z.array(id('item')).max(500) }),
    output: z.array(z.object({ itemId: id('item'), bin: z.string() })),
    needs: read,
  }),
  /** What is kept in stock, in every place. */
  levels: query({
    input: z.strictObject({
      ...pageInput,
      locationId: id('location').optional(),
      placeId: id('stockPlace').optional(),
      status: z.enum(STOCK_STATUSES).optional(),
      sort: z.enum(['name', 'moved']).default('name'),
    }),
    output: page(level),
    needs: read,
  }),
  /** One item in all places, with its average cost, its lots and what is on its way. */
  ofItem: query({
    input: z.strictObject({ itemId: id('item') }),
    output: z.object({
      levels: z.array(level),
      lots: z.array(lotLevel),
      qtyMilli: z.number().int(),
      reservedMilli: z.number().int(),
      inTransitMilli: z.number().int(),
      valueMinor: z.number().int(),
      averageCostMinor: z.number().int().nullable(),
    }),
    needs: read,
    fails: ['inventory.unknownItem'],
  }),
  /** Newest first. */
  moves: query({
    input: z.strictObject({
      ...pageInput,
      itemId: id('item').optional(),
      placeId: id('stockPlace').optional(),
      lotId: id('stockLot').optional(),
      documentId: z.uuid().optional(),
    }),
    output: page(move),
    needs: read,
  }),
  /** How many levels stand where, and what all of it cost. */
  summary: query({
    input: z.strictObject({ locationId: id('location').optional() }),
    output: z.object({ counts: z.record(z.enum(STOCK_STATUSES), z.number().int()), valueMinor: z.number().int() }),
    needs: read,
  }),
  /** What lay there at an instant and what it was worth, by either method; `bookMinor` is the sum of all movements till then. */
  valuation: query({
    input: z.strictObject({ ...pageInput, placeId: id('stockPlace').optional(), at: epochMs }),
    output: page(valued).extend({ bookMinor: z.number().int() }),
    needs: read,
  }),
  /** What the use of the last weeks says about the limits of a place; most used first. */
  demand: query({ input: ofPlace, output: z.array(demand), needs: read, fails: ['inventory.unknownPlace'] }),
  /** Goods that came in, at what they cost. */
  receive: command({
    input: ofPlace.extend({
      documentNumber: line(60).default(''),
      note: line(200).default(''),
      lines: lines(z.strictObject({ itemId: id('item'), qtyMilli: quantity, unitCostMinor: unitCost, lots: z.array(lotInput).max(MOST_LOTS).optional(), bin })),
    }),
    output: done,
    needs: work,
    fails: receiving,
  }),
  /** Within a location; first expired first where no lot is named. */
  transfer: command({
    input: z.strictObject({
      fromPlaceId: id('stockPlace'),
      toPlaceId: id('stockPlace'),
      note: line(200).default(''),
      lines: lines(z.strictObject({ itemId: id('item'), qtyMilli: quantity, lotId })),
    }),
    output: done,
    needs: work,
    fails: [...known, 'inventory.samePlace', 'inventory.otherLocation', 'inventory.unknownLot'],
  }),
  /** More or less of one item, with the reason in words: broken, found, given away. Of a tracked one without a lot: what lies there of none, else the less by expiry. */
  adjust: command({
    input: z.strictObject({
      ...atPlace,
      lotId,
      deltaMilli: z
        .number()
        .int()
        .min(-MAX_QTY_MILLI)
        .max(MAX_QTY_MILLI)
        .refine((delta) => delta !== 0, 'zero'),
      note: filled(200),
    }),
    output: level,
    needs: adjust,
    fails: [...known, 'inventory.lotNeeded', 'inventory.unknownLot'],
  }),
  setRule: command({
    input: z.strictObject({ ...atPlace, ...ruleFields.partial().shape }),
    output: level,
    needs: work,
    fails: [...known, 'inventory.fillBelowReorder'],
  }),
  /** Limits of many items of a place at once. */
  setLimits: command({
    input: ofPlace.extend({
      lines: lines(z.strictObject({ itemId: id('item'), reorderAtMilli: z.number().int().min(0).max(MAX_QTY_MILLI), fillToMilli: quantity })),
    }),
    output: z.object({ set: z.number().int() }),
    needs: work,
    fails: [...known, 'inventory.fillBelowReorder'],
  }),

  /** What lies there by lot, by expiry. */
  lots: query({
    input: z.strictObject({
      ...pageInput,
      itemId: id('item').optional(),
      placeId: id('stockPlace').optional(),
      /** Only what expires up to this day. */
      until: localDay.optional(),
    }),
    output: page(lotLevel),
    needs: read,
  }),
  /** Every lot and serial number with this code, also of what is gone. */
  findLot: query({ input: z.strictObject({ code: lotCode }), output: z.array(lot), needs: read }),
  lot: query({
    input: z.strictObject({ lotId: id('stockLot') }),
    output: z.object({ lot, levels: z.array(lotLevel) }),
    needs: read,
    fails: ['inventory.unknownLot'],
  }),
  /** Another day of expiry, or a block with its reason; an empty one takes it away. */
  changeLot: command({
    input: z.strictObject({ lotId: id('stockLot'), expiresOn: localDay.nullable().optional(), blocked: line(200).optional() }),
    output: lot,
    needs: approve,
    fails: ['inventory.unknownLot'],
  }),
  /** What a document takes of an item, lot by lot: what a person picked, else first expired first out. */
  picks: query({
    input: z.strictObject({ documentId: z.uuid(), locationId: id('location'), itemId: id('item'), qtyMilli: quantity }),
    output: z.array(lotLevel.extend({ takesMilli: z.number().int() })),
    needs: read,
    fails: ['inventory.unknownItem'],
  }),
  pick: command({
    input: z.strictObject({
      documentId: z.uuid(),
      locationId: id('location'),
      itemId: id('item'),
      lots: z.array(z.strictObject({ lotId: id('stockLot'), qtyMilli: quantity })).max(MOST_LOTS),
    }),
    output: z.null(),
    needs: work,
    fails: ['inventory.unknownItem', 'inventory.unknownLocation', 'inventory.unknownLot', 'inventory.lotExpired', 'inventory.lotBlocked'],
  }),

  counts: query({
    input: z.strictObject({ ...pageInput, placeId: id('stockPlace').optional(), state: z.enum(COUNT_STATES).optional() }),
    output: page(stockCount),
    needs: read,
  }),
  count: query({ input: ofCount, output: counted, needs: read, fails: ['inventory.unknownCount'] }),
  /** What the place, or the bin, should hold, in the order of bins. */
  countSheet: query({ input: ofCount.extend(pageInput), output: page(sheetLine), needs: read, fails: ['inventory.unknownCount'] }),
  startCount: command({
    input: ofPlace.extend({ bin: line(40).default(''), isBlind: z.boolean().default(false), note: line(200).default('') }),
    output: stockCount,
    needs: adjust,
    fails: ['inventory.unknownPlace'],
  }),
  /** What was counted of one item or lot: all of it in this place. Of a tracked one without a lot: what lies there of none. The last word counts. */
  enterCount: command({
    input: ofCount.extend({ itemId: id('item'), lotCode: line(60).default(''), countedMilli: countedQuantity }),
    output: countLine,
    needs: adjust,
    fails: [...countStep, 'inventory.unknownItem', 'inventory.notAPart', 'inventory.lotNeeded'],
  }),
  submitCount: command({ input: ofCount, output: stockCount, needs: adjust, fails: [...countStep, 'inventory.nothingCounted'] }),
  recount: command({ input: ofCount, output: stockCount, needs: adjust, fails: countStep }),
  /** Moves the differences; again, what movements that arrived late have changed of them. */
  approveCount: command({ input: ofCount, output: done, needs: approve, fails: [...countStep, 'inventory.unknownPlace', 'inventory.recountNeeded'] }),
  cancelCount: command({ input: ofCount, output: stockCount, needs: adjust, fails: countStep }),

  transfers: query({
    input: z.strictObject({ ...pageInput, state: z.enum(TRANSFER_STATES).optional() }),
    output: page(transferHead),
    needs: read,
  }),
  stockTransfer: query({ input: ofTransfer, output: stockTransfer, needs: read, fails: ['inventory.unknownTransfer'] }),
  createTransfer: command({
    input: z.strictObject({ fromPlaceId: id('stockPlace'), toLocationId: id('location'), note: line(200).default(''), lines: transferLines }),
    output: stockTransfer,
    needs: work,
    fails: [...known, 'inventory.unknownLocation', 'inventory.noLines', 'inventory.unknownLot'],
  }),
  /** Other goods than the draft said. */
  changeTransfer: command({
    input: ofTransfer.extend({ note: line(200).optional(), lines: transferLines }),
    output: stockTransfer,
    needs: work,
    fails: [...transferStep, 'inventory.unknownItem', 'inventory.notAPart', 'inventory.noLines', 'inventory.unknownLot'],
  }),
  /** The goods leave; lots that nobody named are taken first expired first. */
  sendTransfer: command({ input: ofTransfer, output: stockTransfer, needs: work, fails: [...transferStep, 'inventory.unknownPlace'] }),
  cancelTransfer: command({ input: ofTransfer, output: stockTransfer, needs: work, fails: transferStep }),
  /** What came in, into a place of the receiving location; `isLast` says that no more comes. */
  receiveTransfer: command({
    input: ofTransfer.extend({
      placeId: id('stockPlace'),
      isLast: z.boolean().default(false),
      reason: line(200).default(''),
      lines: z
        .array(z.strictObject({ lineId: id('stockTransferLine'), qtyMilli: countedQuantity, bin }))
        .min(1)
        .max(LONGEST_TRANSFER),
    }),
    output: stockTransfer,
    needs: work,
    fails: [...transferStep, 'inventory.unknownPlace', 'inventory.otherLocation', 'inventory.unknownLine', 'inventory.reasonNeeded'],
  }),
})
