import type { WriteCtx } from '#main/platform/context.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { invoicingFails } from '#shared/modules/invoicing/contract.ts'
import type { Counted, EntryKind } from '#shared/modules/invoicing/model/drawer.ts'
import * as store from '../store/drawer.ts'
import { till, tillEntry } from '../tables.ts'
import { seal } from './seals.ts'

type Drawer = Pick<typeof till.$inferSelect, 'id' | 'locationId'>
type NewTill = Omit<typeof till.$inferInsert, 'createdAt' | 'updatedAt' | 'deleted' | 'clk'>

/** Opens a till with what lies in its drawer. Called by pos, which has looked that the device has none that is open. Holds POS-5. */
export function openDrawer(ctx: WriteCtx, opened: NewTill): void {
  ctx.db.insert(till, opened)
  if (opened.floatMinor > 0) moveCash(ctx, opened, { kind: 'float', amountMinor: opened.floatMinor })
}

interface Counting {
  readonly countedMinor: number
  readonly counts: Counted[]
  readonly note: string
}
/** Ends a till's day; what the count found more or less becomes its last entry, so that the sum stays what lies in the drawer. Called by pos. Holds POS-4. */
export function closeDrawer(ctx: WriteCtx, of: Drawer, { countedMinor, counts, note }: Counting): void {
  const expectedMinor = store.balanceOf(ctx.db, of.id)
  ctx.db.update(till, of.id, { state: 'closed', closedAt: ctx.now, closedBy: ctx.actor.name, expectedMinor, countedMinor, counts, note })
  if (countedMinor !== expectedMinor) moveCash(ctx, of, { kind: 'difference', amountMinor: countedMinor - expectedMinor, reason: note })
}

interface NewEntry {
  readonly kind: EntryKind
  readonly amountMinor: number
  /** The sale or the payment that moved it. */
  readonly sourceId?: string
  readonly reason?: string
  readonly userName?: string
}
/** Adds to a till's ledger, sealed. */
export function moveCash(ctx: WriteCtx, of: Drawer, { kind, amountMinor, sourceId, reason, userName }: NewEntry): Id<'tillEntry'> {
  const id = ctx.newId<'tillEntry'>()
  ctx.db.insert(tillEntry, {
    id,
    tillId: of.id,
    locationId: of.locationId,
    kind,
    amountMinor,
    sourceId: sourceId ?? null,
    reason: reason ?? '',
    userName: userName ?? ctx.actor.name,
    enteredAt: ctx.now,
  })
  seal(ctx, 'entry', id, of.locationId)
  return id
}

/** Cash of a payment lies in this device's open till, or leaves it. Holds INV-12. */
export function throughDrawer(ctx: WriteCtx, paymentId: Id<'payment'>, amountMinor: number, reason: string): void {
  const open = store.openTill(ctx.db, ctx.device.tag)
  if (open) moveCash(ctx, open, { kind: 'invoice', amountMinor, sourceId: paymentId, reason })
}

/** Whether so much can be given out of this device's till, if one is open. Holds INV-12. */
export function checkDrawer(ctx: WriteCtx, amountMinor: number): Result<null, Failure<'invoicing.tillShort'>> {
  const open = store.openTill(ctx.db, ctx.device.tag)
  return open && store.balanceOf(ctx.db, open.id) < amountMinor ? invoicingFails.tillShort() : ok(null)
}
