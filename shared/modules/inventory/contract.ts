import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission } from '../../kernel/permission.ts'
import { filled, line } from '../../kernel/text.ts'
import { level, MAX_QTY_MILLI, move, placeName, quantity, ruleFields, STOCK_STATUSES, stockPlace, unitCost } from './model.ts'

const read = permission('inventory.read', 'manager', 'cashier', 'technician', 'warehouse', 'staff', 'viewer')
/** Receive, transfer, say where things lie. */
const work = permission('inventory.work', 'manager', 'warehouse', 'staff')
/** Say that there is more or less than the movements tell. */
const adjust = permission('inventory.adjust', 'manager', 'warehouse')
const manage = permission('inventory.manage', 'manager')

export const inventoryFails = failures('inventory', {
  unknownPlace: 'notFound',
  unknownItem: 'notFound',
  unknownLocation: 'notFound',
  /** Services and fees are not kept in stock. */
  notAPart: 'invalid',
  nameTaken: 'conflict',
  /** The place still holds `count` items. */
  placeInUse: 'conflict',
  samePlace: 'invalid',
  fillBelowReorder: 'invalid',
})

const ofPlace = z.strictObject({ placeId: id('stockPlace') })
const atPlace = { itemId: id('item'), placeId: id('stockPlace') }
const lines = <L extends z.ZodType>(one: L) => z.array(one).min(1).max(500)
const known = ['inventory.unknownPlace', 'inventory.unknownItem', 'inventory.notAPart'] as const
const done = z.object({ moves: z.number().int(), valueMinor: z.number().int() })

export const inventoryContract = contract('inventory', {
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
  removePlace: command({ input: ofPlace, output: stockPlace, needs: manage, fails: ['inventory.unknownPlace', 'inventory.placeInUse'] }),
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
  /** One item in all places, with its average cost. */
  ofItem: query({
    input: z.strictObject({ itemId: id('item') }),
    output: z.object({ levels: z.array(level), qtyMilli: z.number().int(), valueMinor: z.number().int(), averageCostMinor: z.number().int().nullable() }),
    needs: read,
    fails: ['inventory.unknownItem'],
  }),
  /** Newest first. */
  moves: query({
    input: z.strictObject({ ...pageInput, itemId: id('item').optional(), placeId: id('stockPlace').optional() }),
    output: page(move),
    needs: read,
  }),
  /** How many levels stand where, and what all of it cost. */
  summary: query({
    input: z.strictObject({ locationId: id('location').optional() }),
    output: z.object({ counts: z.record(z.enum(STOCK_STATUSES), z.number().int()), valueMinor: z.number().int() }),
    needs: read,
  }),
  /** Goods that came in, at what they cost. */
  receive: command({
    input: ofPlace.extend({
      documentNumber: line(60).default(''),
      note: line(200).default(''),
      lines: lines(z.strictObject({ itemId: id('item'), qtyMilli: quantity, unitCostMinor: unitCost })),
    }),
    output: done,
    needs: work,
    fails: known,
  }),
  transfer: command({
    input: z.strictObject({
      fromPlaceId: id('stockPlace'),
      toPlaceId: id('stockPlace'),
      note: line(200).default(''),
      lines: lines(z.strictObject({ itemId: id('item'), qtyMilli: quantity })),
    }),
    output: done,
    needs: work,
    fails: [...known, 'inventory.samePlace'],
  }),
  /** More or less of one item, with the reason in words: broken, found, given away. */
  adjust: command({
    input: z.strictObject({
      ...atPlace,
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
    fails: known,
  }),
  /** What was counted; the difference to the level of this moment moves. */
  count: command({
    input: ofPlace.extend({
      note: line(200).default(''),
      lines: lines(z.strictObject({ itemId: id('item'), countedMilli: z.number().int().min(0).max(MAX_QTY_MILLI) })),
    }),
    output: done,
    needs: adjust,
    fails: known,
  }),
  setRule: command({
    input: z.strictObject({ ...atPlace, ...ruleFields.partial().shape }),
    output: level,
    needs: work,
    fails: [...known, 'inventory.fillBelowReorder'],
  }),
})
