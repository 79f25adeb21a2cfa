import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { manage, type posContract, posFails, seeTill } from '#shared/modules/pos/contract.ts'
import { ENTRY_KINDS, tillMachine } from '#shared/modules/invoicing/model/drawer.ts'
import type { Till, TillReport } from '#shared/modules/pos/model.ts'
import { worthOf } from '#shared/modules/pos/rules.ts'
import * as invoicing from '../../invoicing/service.ts'
import * as workspace from '../../workspace/service.ts'
import * as store from '../store.ts'
import { pulse, queueSlip } from './printing.ts'

type C = typeof posContract

const has = ({ actor }: ReadCtx, { name }: typeof manage): boolean => actor.role === 'system' || actor.permissions.has(name)
const sees = (ctx: ReadCtx): boolean => has(ctx, seeTill)

export function till(ctx: ReadCtx, _input: In<C, 'till'>): Out<C, 'till'> {
  const open = invoicing.openTill(ctx.db, ctx.device.tag)
  if (!open) return ok(null)
  const entries = store.entriesOf(ctx.db, open.id)
  // Who counts blind sees what was put in and taken out by hand, not what sales brought.
  return ok({
    till: open,
    balanceMinor: sees(ctx) ? invoicing.balanceOf(ctx.db, open.id) : null,
    entries: sees(ctx) ? entries : entries.filter(({ kind }) => kind === 'float' || kind === 'in' || kind === 'out'),
  })
}

export function tills(ctx: ReadCtx, { after, limit, ...filters }: In<C, 'tills'>): Out<C, 'tills'> {
  return ok(store.tills(ctx.db, { filters, sort: 'newest', after, limit }))
}

/** Holds POS-5. */
export function openTill(ctx: WriteCtx, { locationId, counts }: In<C, 'openTill'>): Out<C, 'openTill'> {
  const open = invoicing.openTill(ctx.db, ctx.device.tag)
  if (open) return posFails.tillOpen({ tillId: open.id, number: open.number })
  if (!workspace.findLocation(ctx.db, locationId)) return posFails.unknownLocation({ locationId })
  const floatMinor = worthOf(counts)
  if (floatMinor === null) return posFails.amountTooLarge()
  const opened: Till = {
    id: ctx.newId<'till'>(),
    number: ctx.nextNumber('till'),
    locationId,
    deviceTag: ctx.device.tag,
    deviceName: ctx.device.name,
    state: 'open',
    openedAt: ctx.now,
    openedBy: ctx.actor.name,
    floatMinor,
    closedAt: null,
    closedBy: '',
    expectedMinor: null,
    countedMinor: null,
    counts: [],
    note: '',
  }
  invoicing.openDrawer(ctx, opened)
  return ok(opened)
}

export function moveCash(ctx: WriteCtx, { amountMinor, reason }: In<C, 'moveCash'>): Out<C, 'moveCash'> {
  const open = invoicing.openTill(ctx.db, ctx.device.tag)
  if (!open) return posFails.tillClosed()
  if (invoicing.balanceOf(ctx.db, open.id) + amountMinor < 0) return posFails.tillShort()
  const kind = amountMinor > 0 ? 'in' : 'out'
  const id = invoicing.moveCash(ctx, open, { kind, amountMinor, reason })
  pulse(ctx, id)
  return ok({ id, kind, amountMinor, reason, userName: ctx.actor.name, enteredAt: ctx.now, saleNumber: '' })
}

/** The count closes the till. Holds POS-5. */
export function closeTill(ctx: WriteCtx, { tillId, counts, note }: In<C, 'closeTill'>): Out<C, 'closeTill'> {
  const known = store.findTill(ctx.db, tillId)
  if (!known) return posFails.unknownTill({ tillId })
  if (tillMachine[known.state].close === 'refused') return posFails.tillClosed({ tillId, number: known.number })
  if (known.deviceTag !== ctx.device.tag && !has(ctx, manage)) return posFails.otherTill({ deviceName: known.deviceName })
  const countedMinor = worthOf(counts)
  if (countedMinor === null) return posFails.amountTooLarge()
  invoicing.closeDrawer(ctx, known, { countedMinor, counts, note })
  const closed = store.findTill(ctx.db, tillId)
  if (!closed) throw new Error(`till ${tillId} was closed and is not there`)
  return ok(reportOf(ctx.db, closed))
}

export function xReport(ctx: ReadCtx, { tillId }: In<C, 'xReport'>): Out<C, 'xReport'> {
  const known = store.findTill(ctx.db, tillId)
  return known ? ok(reportOf(ctx.db, known)) : posFails.unknownTill({ tillId })
}

export function zReport(ctx: ReadCtx, { tillId }: In<C, 'zReport'>): Out<C, 'zReport'> {
  const known = store.findTill(ctx.db, tillId)
  if (!known) return posFails.unknownTill({ tillId })
  return known.state === 'closed' ? ok(reportOf(ctx.db, known)) : posFails.tillOpen({ tillId, number: known.number })
}

/** The Z of a till; the X of one that is open, for who may see what it should hold. */
export function findReport(ctx: ReadCtx, tillId: Id<'till'>): Result<TillReport, Failure<'pos.unknownTill' | 'pos.tillOpen'>> {
  const known = store.findTill(ctx.db, tillId)
  if (!known) return posFails.unknownTill({ tillId })
  return known.state === 'closed' || sees(ctx) ? ok(reportOf(ctx.db, known)) : posFails.tillOpen({ tillId, number: known.number })
}

export function printReport(ctx: WriteCtx, { tillId }: In<C, 'printReport'>): Out<C, 'printReport'> {
  const report = findReport(ctx, tillId)
  return report.ok ? queueSlip(ctx, tillId) : report
}

function reportOf(db: ReadDb, known: Till): TillReport {
  const sums = store.salesOf(db, known.id)
  if (!sums) throw new Error('an aggregate always answers')
  return {
    till: known,
    ...sums,
    taxes: store.taxesOf(db, known.id),
    tenders: store.tendersOf(db, known.id),
    pendingMinor: store.pendingOf(db, known),
    cash: store.cashOf(db, known.id).toSorted((a, b) => ENTRY_KINDS.indexOf(a.kind) - ENTRY_KINDS.indexOf(b.kind)),
    balanceMinor: invoicing.balanceOf(db, known.id),
  }
}
