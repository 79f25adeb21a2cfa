import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { TOTAL_CAP } from '#shared/kernel/paging.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { localDate } from '#shared/kernel/time.ts'
import { exceedLimit, type invoicingContract, invoicingFails } from '#shared/modules/invoicing/contract.ts'
import { type Ageing, DEFAULT_TERMS, type Terms } from '#shared/modules/invoicing/model.ts'
import * as rules from '#shared/modules/invoicing/rules.ts'
import * as auth from '../../auth/service.ts'
import * as customers from '../../customers/service.ts'
import * as workspace from '../../workspace/service.ts'
import * as store from '../store/accounts.ts'
import { openOfCustomer } from '../store.ts'
import { customerAccount } from '../tables.ts'
import { withDue } from './view.ts'

type C = typeof invoicingContract

export function termsOf(db: ReadDb, customerId: Id<'customer'>): Terms {
  const { termsDays, limitMinor, aboveLimit, dunningLevel } = store.termsRow(db, customerId) ?? DEFAULT_TERMS
  return { termsDays, limitMinor, aboveLimit, dunningLevel }
}

/** What a customer owes by age on the shop's calendar day. */
export function ageingOf(ctx: ReadCtx, customerId: Id<'customer'>): Ageing {
  const free = store.freeOf(ctx.db, customerId).reduce((sum, { freeMinor }) => sum + freeMinor, 0)
  return rules.ageingOf(openOfCustomer(ctx.db, customerId).map(withDue), free, localDate(ctx.now, workspace.theCompany(ctx.db).zone))
}

/** Whether the customer may owe so much more; above the limit where the shop refuses that, only under a step-up for `subjectId`, or where the actor may. */
export function checkLimit(
  ctx: WriteCtx,
  customerId: Id<'customer'>,
  moreMinor: number,
  subjectId: string,
  mayExceed = false,
): Result<null, Failure<'invoicing.overLimit'>> {
  const terms = termsOf(ctx.db, customerId)
  if (terms.limitMinor === null || terms.aboveLimit === 'warn' || mayExceed) return ok(null)
  const owedMinor = ageingOf(ctx, customerId).balanceMinor + moreMinor
  if (!rules.isAbove(terms, owedMinor) || auth.takeStepUp(ctx, exceedLimit.name, subjectId).ok) return ok(null)
  return invoicingFails.overLimit({ owedMinor, limitMinor: terms.limitMinor, permission: exceedLimit.name, subjectId })
}

export function receivables(ctx: ReadCtx, { after, limit, locationId, sort }: In<C, 'receivables'>): Out<C, 'receivables'> {
  const today = localDate(ctx.now, workspace.theCompany(ctx.db).zone)
  const { rows, next, sum } = store.owedBy(ctx.db, { sort, after, limit, locationId, today })
  const ageing = <Row extends { notDue: number; to30: number; to60: number; to90: number; over90: number }>({
    notDue,
    to30,
    to60,
    to90,
    over90,
    ...rest
  }: Row) => ({
    ...rest,
    buckets: { notDue, to30, to60, to90, over90 },
  })
  const { people, ...sums } = sum
  return ok({ rows: rows.map(ageing), next, total: Math.min(people, TOTAL_CAP), totalIsCapped: people > TOTAL_CAP, sum: ageing(sums) })
}

const ENTRIES_SHOWN = 200

export function account(ctx: ReadCtx, { customerId }: In<C, 'account'>): Out<C, 'account'> {
  const known = customers.findCustomer(ctx.db, customerId)
  if (!known) return invoicingFails.unknownCustomer({ customerId })
  return ok({
    ...ageingOf(ctx, customerId),
    customerName: known.name,
    terms: termsOf(ctx.db, customerId),
    dunnedAt: store.termsRow(ctx.db, customerId)?.dunnedAt ?? null,
    open: openOfCustomer(ctx.db, customerId).map(withDue),
    free: store.freeOf(ctx.db, customerId),
    entries: store.entriesOf(ctx.db, customerId, ENTRIES_SHOWN),
  })
}

export function setTerms(ctx: WriteCtx, { customerId, ...patch }: In<C, 'setTerms'>): Out<C, 'setTerms'> {
  if (!customers.findCustomer(ctx.db, customerId)) return invoicingFails.unknownCustomer({ customerId })
  const known = store.termsRow(ctx.db, customerId)
  const dunned = patch.dunningLevel !== undefined && patch.dunningLevel > (known?.dunningLevel ?? 0) && { dunnedAt: ctx.now }
  if (known) ctx.db.update(customerAccount, customerId, { ...patch, ...dunned })
  else ctx.db.insert(customerAccount, { id: customerId, ...DEFAULT_TERMS, dunnedAt: null, ...patch, ...dunned })
  return ok(termsOf(ctx.db, customerId))
}
