import type { In, Out, ReadCtx } from '#main/platform/context.ts'
import { ok } from '#shared/kernel/result.ts'
import type { reportsContract } from '#shared/modules/reports/contract.ts'
import type { Page } from '#shared/kernel/paging.ts'
import type { ReportRecord, ReportTable } from '#shared/modules/reports/model.ts'
import type { ReportFile } from './prepare.ts'
import * as store from './store/boards.ts'

export { admin, owner, workshop } from './service/boards.ts'

type C = typeof reportsContract

export function table(_ctx: ReadCtx, _input: In<C, 'table'>, prepared: ReportTable): Out<C, 'table'> {
  return ok(prepared)
}

export function records(_ctx: ReadCtx, _input: In<C, 'records'>, prepared: Page<ReportRecord>): Out<C, 'records'> {
  return ok(prepared)
}

function exported(_ctx: ReadCtx, _input: In<C, 'export'>, prepared: ReportFile): Out<C, 'export'> {
  return ok(prepared)
}
export { exported as export }

export function people(ctx: ReadCtx, _input: In<C, 'people'>): Out<C, 'people'> {
  return ok(store.people(ctx.db))
}
