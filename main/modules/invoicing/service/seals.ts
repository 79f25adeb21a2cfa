import type { WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { Json } from '#shared/kernel/result.ts'
import type { SealedKind } from '#shared/modules/audit/model.ts'
import * as audit from '../../audit/service.ts'
import * as store from '../store/seals.ts'

export { recordsWithoutSeal } from '../store/seals.ts'

/** What a seal of this module's covers; undefined where it is not there. */
export function sealedContent(db: ReadDb, kind: SealedKind, id: string): Json | undefined {
  const plain = (row: object | undefined, ...later: readonly string[]) => row && audit.said(row, ...later)
  switch (kind) {
    case 'invoice': {
      const known = plain(store.invoiceRow(db, id), 'officialNumber', 'state', 'voidReason')
      return known && { ...known, lines: store.invoiceLineRows(db, id).map((line) => audit.said(line)) }
    }
    case 'void': {
      const known = store.invoiceRow(db, id)
      return known && { id, state: known.state, voidReason: known.voidReason }
    }
    case 'creditNote': {
      const known = plain(store.creditNoteRow(db, id), 'officialNumber')
      return known && { ...known, lines: store.creditNoteLineRows(db, id).map((line) => audit.said(line)) }
    }
    case 'payment':
      return plain(store.paymentRow(db, id))
    case 'allocation':
      return plain(store.allocationRow(db, id))
    case 'writeOff':
      return plain(store.writeOffRow(db, id))
    case 'entry':
      return plain(store.entryRow(db, id))
    case 'sale':
    case 'card':
      return undefined
  }
}

/** Seals what this deed wrote. */
export const seal = (ctx: WriteCtx, kind: SealedKind, id: string, locationId: Id<'location'>): void =>
  audit.seal(ctx, kind, id, locationId, sealedContent(ctx.db, kind, id))
