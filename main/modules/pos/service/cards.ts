import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import { HOUR_MS } from '#shared/kernel/time.ts'
import { ok } from '#shared/kernel/result.ts'
import { type posContract, posFails } from '#shared/modules/pos/contract.ts'
import * as store from '../store.ts'
import { cardAnswer } from '../tables.ts'
import { owe } from './account.ts'
import { policyOf } from './policy.ts'
import { seal } from './seals.ts'

type C = typeof posContract

export function pendingCards(ctx: ReadCtx, { locationId }: In<C, 'pendingCards'>): Out<C, 'pendingCards'> {
  const { cardAlarmHours, cardOpenMinor } = policyOf(ctx.db)
  const rows = store
    .pendingCards(ctx.db, locationId)
    .map(({ locationId: _at, ...row }) => ({ ...row, isLate: ctx.now - row.soldAt >= cardAlarmHours * HOUR_MS }))
  const sumOf = (of: typeof rows) => of.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  return ok({ rows, openMinor: sumOf(rows), limitMinor: cardOpenMinor, lateMinor: sumOf(rows.filter(({ isLate }) => isLate)) })
}

export function settleCard(ctx: WriteCtx, { paymentId, standing, reference }: In<C, 'settleCard'>): Out<C, 'settleCard'> {
  const known = store.findPayment(ctx.db, paymentId)
  if (!known || known.method !== 'card') return posFails.unknownPayment({ paymentId })
  if (known.standing !== 'pending') return posFails.alreadySettled({ paymentId })
  if (standing === 'approved' && reference === '') return posFails.referenceNeeded()
  const { locationId, saleId, ...payment } = known
  const id = ctx.newId<'cardAnswer'>()
  ctx.db.insert(cardAnswer, { id, paymentId, locationId, standing, reference, userName: ctx.actor.name, answeredAt: ctx.now })
  seal(ctx, 'card', id, locationId)
  if (standing === 'declined') owe(ctx, saleId, payment.amountMinor)
  return ok({ ...payment, standing, reference })
}
