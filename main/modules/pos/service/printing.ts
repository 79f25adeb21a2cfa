import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import { type posContract, posFails } from '#shared/modules/pos/contract.ts'
import type { Printer, PrintProblem } from '#shared/modules/pos/model.ts'
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

/** A sale leaves word that its receipt is wanted; paper comes after it. Holds POS-12. */
export function queueReceipt(ctx: WriteCtx, saleId: Id<'sale'>, isCash: boolean): void {
  const to = printerOf(ctx.db)
  const opensDrawer = isCash && to?.hasDrawer === true
  if (!to || (!to.printsSales && !opensDrawer)) return
  ctx.db.insert(receiptPrint, {
    id: saleId,
    state: 'waiting',
    form: to.printsSales ? 'receipt' : 'drawer',
    opensDrawer,
    attempts: 0,
    askedAt: ctx.now,
    problem: null,
  })
}

export function print(ctx: WriteCtx, { saleId }: In<C, 'print'>): Out<C, 'print'> {
  if (!store.findSale(ctx.db, saleId)) return posFails.unknownSale({ saleId })
  if (!printerOf(ctx.db)) return posFails.noPrinter()
  const wanted = { state: 'waiting', form: 'receipt', opensDrawer: false, attempts: 0, askedAt: ctx.now, problem: null, deleted: false } as const
  if (prints.find(ctx.db, saleId)) ctx.db.update(receiptPrint, saleId, wanted)
  else ctx.db.insert(receiptPrint, { id: saleId, ...wanted })
  return ok(null)
}

export function unprinted(ctx: ReadCtx, _input: In<C, 'unprinted'>): Out<C, 'unprinted'> {
  return ok(
    prints.open(ctx.db).flatMap(({ id, problem, attempts, askedAt }) => {
      const number = problem === null ? undefined : store.findSale(ctx.db, id)?.number
      return problem === null || number === undefined ? [] : [{ saleId: id, number, problem, attempts, askedAt }]
    }),
  )
}

export function dropPrint(ctx: WriteCtx, { saleId }: In<C, 'dropPrint'>): Out<C, 'dropPrint'> {
  const known = prints.find(ctx.db, saleId)
  if (!known || known.deleted || known.state === 'printed') return posFails.unknownPrint({ saleId })
  ctx.db.update(receiptPrint, saleId, { deleted: true })
  return ok(null)
}

/** What is to be sent now: what nobody has tried yet, and what failed a while ago. */
export const duePrints = ({ db, now }: Pick<ReadCtx, 'db' | 'now'>) =>
  prints.open(db).filter(({ state, attempts, updatedAt }) => state === 'waiting' || (attempts < MOST_ATTEMPTS && now - updatedAt >= AGAIN_AFTER_MS))

/** How it went. The drawer is opened by the first attempt alone: later nobody stands before it. */
export function notePrint(ctx: WriteCtx, saleId: Id<'sale'>, problem: PrintProblem | null): void {
  const known = prints.find(ctx.db, saleId)
  if (!known) return
  ctx.db.update(receiptPrint, saleId, { state: problem === null ? 'printed' : 'failed', problem, attempts: known.attempts + 1, opensDrawer: false })
}
