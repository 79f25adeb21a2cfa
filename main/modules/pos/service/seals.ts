import type { WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { Json } from '#shared/kernel/result.ts'
import type { SealedKind } from '#shared/modules/audit/model.ts'
import * as audit from '../../audit/service.ts'
import * as invoicing from '../../invoicing/service.ts'
import * as store from '../store/seals.ts'

/** What a seal covers, of whatever module; undefined where it is not there. */
export function sealedContent(db: ReadDb, kind: SealedKind, id: string): Json | undefined {
  if (kind === 'sale') {
    const known = store.saleRow(db, id)
    const all = (rows: readonly object[]) => rows.map((row) => audit.said(row))
    return known && { ...audit.said(known), lines: all(store.saleLineRows(db, id)), payments: all(store.salePaymentRows(db, id)) }
  }
  if (kind !== 'card') return invoicing.sealedContent(db, kind, id)
  const known = store.answerRow(db, id)
  return known && audit.said(known)
}

export const recordsWithoutSeal = (db: ReadDb) => [...store.recordsWithoutSeal(db), ...invoicing.recordsWithoutSeal(db)]

/** Seals what this deed wrote. Holds POS-8. */
export const seal = (ctx: WriteCtx, kind: SealedKind, id: string, locationId: Id<'location'>): void =>
  audit.seal(ctx, kind, id, locationId, sealedContent(ctx.db, kind, id))
