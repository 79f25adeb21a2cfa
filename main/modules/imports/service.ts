import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import { csvOf } from '#main/platform/tables/write.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { ok, type Result } from '#shared/kernel/result.ts'
import type { ListedPrice } from '#shared/modules/purchasing/rules/prices.ts'
import { type importsContract, importsFails } from '#shared/modules/imports/contract.ts'
import type { ImportRun } from '#shared/modules/imports/model.ts'
import { type Candidate, newTally, type Outcome, tallyBad, tallyOutcome } from '#shared/modules/imports/rules.ts'
import * as catalog from '../catalog/service.ts'
import * as customers from '../customers/service.ts'
import * as purchasing from '../purchasing/service.ts'
import * as vehicles from '../vehicles/service.ts'
import type { ReadyImport, ReadyPreview } from './prepare.ts'
import * as store from './store.ts'
import { importRun } from './tables.ts'

type C = typeof importsContract
type ReadFile = Extract<Out<C, 'read'>, { ok: true }>['value']

/** The work is done in `prepare`: nothing is written before the import itself. */
export const read = (_ctx: WriteCtx, _input: In<C, 'read'>, prepared: ReadFile): Out<C, 'read'> => ok(prepared)
export const reread = (_ctx: WriteCtx, _input: In<C, 'reread'>, prepared: ReadFile): Out<C, 'reread'> => ok(prepared)
export const preview = (_ctx: ReadCtx, _input: In<C, 'preview'>, prepared: ReadyPreview): Out<C, 'preview'> => ok(prepared)

/** Holds IMP-1: one deed; IMP-2 and IMP-3 by what the target's module says of each row. */
export function run(ctx: WriteCtx, { target, supplierId, createItems }: In<C, 'run'>, { fileName, sheetName, entries }: ReadyImport): Out<C, 'run'> {
  const tally = newTally()
  const made = { newCustomers: 0, newVehicles: 0, newItems: 0 }
  const source: Source = { supplierId, createItems, fileName, taken: new Set() }
  for (const entry of entries) {
    if ('problem' in entry) tallyBad(tally, entry.problem)
    else tallyOutcome(tally, entry, importRow(ctx, entry.candidate, made, source))
  }
  const { counts, problems, problemsTotal } = tally
  const done: ImportRun = {
    id: ctx.newId<'importRun'>(),
    fileName,
    sheetName,
    target,
    ...counts,
    ...made,
    problemsTotal,
    userName: ctx.actor.name,
    createdAt: ctx.now,
  }
  const { createdAt: _createdAt, ...row } = done
  ctx.db.insert(importRun, { ...row, problems, userId: ctx.actor.userId })
  return ok(done)
}

/** How rows of a plan are taken, beyond what they say themselves. */
export type Source = Pick<In<C, 'run'>, 'supplierId' | 'createItems'> & { readonly fileName: string; readonly taken: Set<Id<'item'>> }
interface Made {
  newCustomers: number
  newVehicles: number
  newItems: number
}

/** One row into its tables. A vehicle's owner and a customer's vehicle come with it; a row is unchanged when all of it was known. */
export function importRow(ctx: WriteCtx, candidate: Candidate, made: Made, source: Source): Outcome {
  if (candidate.target === 'prices') return importPrice(ctx, candidate.listed, made, source)
  const before = made.newCustomers + made.newVehicles + made.newItems
  switch (candidate.target) {
    case 'customers': {
      const { id, isNew } = customers.findOrAdd(ctx, candidate.customer)
      if (isNew) made.newCustomers++
      if (candidate.vehicle && isAdded(vehicles.importRow(ctx, { ...candidate.vehicle, customerId: id }))) made.newVehicles++
      break
    }
    case 'vehicles': {
      const owner = candidate.owner && customers.findOrAdd(ctx, candidate.owner)
      if (owner?.isNew) made.newCustomers++
      if (isAdded(vehicles.importRow(ctx, owner ? { ...candidate.vehicle, customerId: owner.id } : candidate.vehicle))) made.newVehicles++
      break
    }
    case 'items':
      if (isAdded(catalog.importRow(ctx, candidate.item))) made.newItems++
  }
  return { verdict: made.newCustomers + made.newVehicles + made.newItems > before ? 'added' : 'unchanged' }
}

function importPrice(ctx: WriteCtx, listed: ListedPrice, made: Made, { supplierId, ...source }: Source): Outcome {
  if (supplierId === null) throw new Error('a price list without a supplier was let through')
  const taken = purchasing.takePrice(ctx, { supplierId, ...source }, listed)
  if (taken === 'unchanged') return { verdict: 'unchanged' }
  if (taken === 'notListed') return { verdict: 'bad', problem: 'prices.notListed', text: listed.code || listed.sku || listed.barcode }
  if (taken.isNew) made.newItems++
  return { verdict: 'added', change: taken }
}

const isAdded = (done: Result<'added' | 'unchanged', never>): boolean => done.ok && done.value === 'added'

export function list(ctx: ReadCtx, { target, after, limit }: In<C, 'list'>): Out<C, 'list'> {
  return ok(store.runs(ctx.db, { filters: { target }, sort: 'newest', after, limit }))
}

export function get(ctx: ReadCtx, { importRunId }: In<C, 'get'>): Out<C, 'get'> {
  const known = store.findRun(ctx.db, importRunId)
  return known ? ok(known) : importsFails.unknownRun({ importRunId })
}

export function report(ctx: ReadCtx, { importRunId }: In<C, 'report'>): Out<C, 'report'> {
  const known = store.findRun(ctx.db, importRunId)
  if (!known) return importsFails.unknownRun({ importRunId })
  const rows = known.problems.map(({ line, code, field, text }) => [line, code, field, text])
  return ok({ fileName: `${known.fileName.replace(/\.[^.]*$/, '')}-report.csv`, csv: csvOf(['line', 'problem', 'field', 'text'], rows) })
}
