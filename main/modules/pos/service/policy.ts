import { idOf } from '#main/platform/clock.ts'
import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import { ok } from '#shared/kernel/result.ts'
import type { posContract } from '#shared/modules/pos/contract.ts'
import { defaultPolicy, type Policy } from '#shared/modules/pos/model.ts'
import * as workspace from '../../workspace/service.ts'
import * as store from '../store.ts'
import { posPolicy } from '../tables.ts'

type C = typeof posContract

const defaultOf = (db: ReadDb) => defaultPolicy(workspace.theCompany(db).currency)

export function policyOf(db: ReadDb): Policy {
  const { cashStepMinor, pinPerSale, discountBp, cardSaleMinor, cardOpenMinor, cardAlarmHours } = store.policyRow(db) ?? defaultOf(db)
  return { cashStepMinor, pinPerSale, discountBp, cardSaleMinor, cardOpenMinor, cardAlarmHours }
}

export function policy(ctx: ReadCtx, _input: In<C, 'policy'>): Out<C, 'policy'> {
  return ok(policyOf(ctx.db))
}

export function setPolicy(ctx: WriteCtx, patch: In<C, 'setPolicy'>): Out<C, 'setPolicy'> {
  const known = store.policyRow(ctx.db)
  if (known) ctx.db.update(posPolicy, known.id, patch)
  else ctx.db.insert(posPolicy, { id: idOf<'posPolicy'>(0, 'posPolicy'), ...defaultOf(ctx.db), ...patch })
  return ok(policyOf(ctx.db))
}
