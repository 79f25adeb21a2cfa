import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { type posContract, posFails } from '#shared/modules/pos/contract.ts'
import type { Printer, PrintProblem } from '#shared/modules/pos/model.ts'
import * as catalog from '../../catalog/service.ts'
import * as store from '../store.ts'
import * as prints from '../store/prints.ts'
import { receiptPrint, receiptPrinter } from '../tables.ts'

type C = typeof posContract

/** A printer that was off comes on again: so often, and no sooner than this after the last time. */
const MOST_ATTEMPTS = 5
const AGAIN_AFTER_MS = 30_000

export const printerOf = (db: ReadDb): Printer | null => {
  const row = prints.printerRow(db)
  if (!row) return null
  const { host, port, path, widthMm, printsSales, hasDrawer } = row
  return { host, port, path, widthMm, printsSales, hasDrawer }
}

export function printer(ctx: ReadCtx, _input: In<C, 'printer'>): Out<C, 'printer'> {
  return ok(printerOf(ctx.db))
}

export function setPrinter(ctx: WriteCtx, input: In<C, 'setPrinter'>): Out<C, 'setPrinter'> {
  if ((input.host === '') === (input.path === '')) return posFails.printerNeeded()
  const known = prints.printerRow(ctx.db)
  if (known) ctx.db.update(receiptPrinter, known.id, input)
  else ctx.db.insert(receiptPrinter, { id: ctx.newId<'receiptPrinter'>(), ...input })
  return ok(input)
}

export function removePrinter(ctx: WriteCtx, _input: In<C, 'removePrinter'>): Out<C, 'removePrinter'> {
  const known = prints.printerRow(ctx.db)
  if (!known) return posFails.noPrinter()
  ctx.db.update(receiptPrinter, known.id, { deleted: true })
  for (const { id } of prints.open(ctx.db)) ctx.db.update(receiptPrint, id, { deleted: true })
  return ok(null)
}

export function testPrinter(_ctx: WriteCtx, _input: In<C, 'testPrinter'>, prepared: { problem: PrintProblem | null }): Out<C, 'testPrinter'> {
  return ok(prepared)
}

/** A receipt goes by the id of its sale, a report by that of its till. */
const printOf = (id: string): Id<'print'> => id as Id<'print'> // the same text
const FRESH = { state: 'waiting', opensDrawer: false, attempts: 0, problem: null, labels: null } as const

/** A sale leaves word that its receipt is wanted; paper comes after it. Holds POS-12. */
export function queueReceipt(ctx: WriteCtx, saleId: Id<'sale'>, isCash: boolean): void {
  const to = printerOf(ctx.db)
  if (isCash && to && !to.printsSales) return pulse(ctx, saleId)
  if (to?.printsSales) ctx.db.insert(receiptPrint, { ...FRESH, id: printOf(saleId), form: 'receipt', opensDrawer: isCash && to.hasDrawer, askedAt: ctx.now })
}

/** Opens the drawer of this device, if it has one, for cash that `sourceId` moved. */
export function pulse(ctx: WriteCtx, sourceId: string): void {
  if (printerOf(ctx.db)?.hasDrawer) ctx.db.insert(receiptPrint, { ...FRESH, id: printOf(sourceId), form: 'drawer', askedAt: ctx.now })
}

export function openDrawer(ctx: WriteCtx, _input: In<C, 'openDrawer'>): Out<C, 'openDrawer'> {
  if (!printerOf(ctx.db)?.hasDrawer) return posFails.noPrinter()
  pulse(ctx, ctx.newId())
  return ok(null)
}

export function print(ctx: WriteCtx, { saleId }: In<C, 'print'>): Out<C, 'print'> {
  return store.findSale(ctx.db, saleId) ? queueSlip(ctx, saleId) : posFails.unknownSale({ saleId })
}

/** A receipt or a till's report on paper, also once more. */
export function queueSlip(ctx: WriteCtx, sourceId: string): Result<null, Failure<'pos.noPrinter'>> {
  if (!printerOf(ctx.db)) return posFails.noPrinter()
  const id = printOf(sourceId)
  const wanted = { ...FRESH, form: 'receipt', askedAt: ctx.now, deleted: false } as const
  if (prints.find(ctx.db, id)) ctx.db.update(receiptPrint, id, wanted)
  else ctx.db.insert(receiptPrint, { id, ...wanted })
  return ok(null)
}

export function printLabels(ctx: WriteCtx, order: In<C, 'printLabels'>): Out<C, 'printLabels'> {
  const unknown = order.items.find(({ itemId }) => !catalog.findItem(ctx.db, itemId))
  if (unknown) return posFails.unknownItem({ itemId: unknown.itemId })
  if (!printerOf(ctx.db)) return posFails.noPrinter()
  ctx.db.insert(receiptPrint, { ...FRESH, id: ctx.newId<'print'>(), form: 'labels', askedAt: ctx.now, labels: order })
  return ok(null)
}

export function unprinted(ctx: ReadCtx, _input: In<C, 'unprinted'>): Out<C, 'unprinted'> {
  return ok(
    prints.open(ctx.db).flatMap(({ id, form, problem, attempts, askedAt }) => {
      const known = store.findSale(ctx.db, id as string as Id<'sale'>) ?? store.findTill(ctx.db, id as string as Id<'till'>) // the id is theirs, or nobody's
      const number = known?.number ?? ''
      return problem === null ? [] : [{ printId: id, form, number, problem, attempts, askedAt }]
    }),
  )
}

export function printAgain(ctx: WriteCtx, { printId }: In<C, 'printAgain'>): Out<C, 'printAgain'> {
  if (!openPrint(ctx.db, printId)) return posFails.unknownPrint({ printId })
  if (!printerOf(ctx.db)) return posFails.noPrinter()
  ctx.db.update(receiptPrint, printId, { state: 'waiting', problem: null, attempts: 0 })
  return ok(null)
}

export function dropPrint(ctx: WriteCtx, { printId }: In<C, 'dropPrint'>): Out<C, 'dropPrint'> {
  if (!openPrint(ctx.db, printId)) return posFails.unknownPrint({ printId })
  ctx.db.update(receiptPrint, printId, { deleted: true })
  return ok(null)
}

/** Not on paper yet, and wanted. */
function openPrint(db: ReadDb, id: Id<'print'>): boolean {
  const known = prints.find(db, id)
  return known !== undefined && !known.deleted && known.state !== 'printed'
}

/**
 * What is to be sent now: what nobody has tried yet, and what failed a while ago. A drawer is not tried again by itself: later nobody stands
 * before it.
 */
export const duePrints = ({ db, now }: Pick<ReadCtx, 'db' | 'now'>) =>
  prints
    .open(db)
    .filter(
      ({ state, form, attempts, updatedAt }) => state === 'waiting' || (form !== 'drawer' && attempts < MOST_ATTEMPTS && now - updatedAt >= AGAIN_AFTER_MS),
    )

/** How it went. With a receipt the drawer is opened by the first attempt alone, too. */
export function notePrint(ctx: WriteCtx, printId: Id<'print'>, problem: PrintProblem | null): void {
  const known = prints.find(ctx.db, printId)
  if (!known) return
  ctx.db.update(receiptPrint, printId, { state: problem === null ? 'printed' : 'failed', problem, attempts: known.attempts + 1, opensDrawer: false })
}
