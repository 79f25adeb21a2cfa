import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { extend } from '#shared/kernel/money.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { inventoryFails } from '#shared/modules/inventory/contract.ts'
import { purchasingFails, type purchasingContract } from '#shared/modules/purchasing/contract.ts'
import { LONGEST_RETURN, type VendorReturn } from '#shared/modules/purchasing/model/parts.ts'
import { creditsOf, stepReturn } from '#shared/modules/purchasing/rules/parts.ts'
import * as inventory from '../../inventory/service.ts'
import * as workspace from '../../workspace/service.ts'
import * as store from '../store/parts.ts'
import { vendorReturn as vendorReturnTable, vendorReturnLine } from '../tables.ts'
import { creditCore, holdCore, letCoreGo, sendCore } from './cores.ts'
import { partOf } from './offers.ts'
import { findSupplier } from './suppliers.ts'

type C = typeof purchasingContract

export function returns(ctx: ReadCtx, { after, limit, ...filters }: In<C, 'returns'>): Out<C, 'returns'> {
  return ok(store.returns(ctx.db, { filters, sort: 'newest', after, limit }))
}

export function vendorReturn(ctx: ReadCtx, { returnId }: In<C, 'vendorReturn'>): Out<C, 'vendorReturn'> {
  return load(ctx.db, returnId)
}

function load(db: ReadDb, returnId: Id<'vendorReturn'>): Result<VendorReturn, Failure<'purchasing.unknownReturn'>> {
  const head = store.findReturn(db, returnId)
  return head ? ok({ head, lines: store.returnLines(db, returnId) }) : purchasingFails.unknownReturn({ returnId })
}

export function createReturn(ctx: WriteCtx, { locationId, supplierId, reason, note, parts, coreIds }: In<C, 'createReturn'>): Out<C, 'createReturn'> {
  if (!workspace.findLocation(ctx.db, locationId)) return inventoryFails.unknownLocation({ locationId })
  if (!findSupplier(ctx.db, supplierId)) return purchasingFails.unknownSupplier({ supplierId })
  const cores = [...new Set(coreIds)]
  if (parts.length + cores.length === 0) return purchasingFails.noLines({ number: '' })
  if (parts.length + cores.length > LONGEST_RETURN) return purchasingFails.tooManyLines({ most: LONGEST_RETURN })
  const returnId = ctx.newId<'vendorReturn'>()
  const number = ctx.nextNumber('vendorReturn')
  ctx.db.insert(vendorReturnTable, {
    id: returnId,
    number,
    supplierId,
    locationId,
    state: 'toReturn',
    reason,
    note,
    sentAt: null,
    creditedAt: null,
    creditMinor: null,
    creditNumber: '',
  })
  let position = 0
  const add = (line: { itemId: Id<'item'>; qtyMilli: number; unitCostMinor: number; coreId: Id<'core'> | null }) =>
    ctx.db.insert(vendorReturnLine, { id: ctx.newId<'vendorReturnLine'>(), returnId, locationId, position: ++position, ...line })
  for (const { itemId, qtyMilli, unitCostMinor } of parts) {
    const part = partOf(ctx.db, itemId)
    if (!part.ok) return part
    add({ itemId, qtyMilli, unitCostMinor: unitCostMinor ?? part.value.costMinor, coreId: null })
  }
  for (const coreId of cores) {
    const held = holdCore(ctx, coreId, { returnId, supplierId })
    if (!held.ok) return held
    add({ itemId: held.value.itemId, qtyMilli: 1000, unitCostMinor: held.value.chargeMinor, coreId })
  }
  return load(ctx.db, returnId) as Out<C, 'createReturn'> // it was written above
}

/** Goods that a customer brought back for the supplier: they wait on a return of their own. False where nobody is known who sells them, or the part is removed. Called by sales. */
export function returnToSupplier(
  ctx: WriteCtx,
  { locationId, number }: { readonly locationId: Id<'location'>; readonly number: string },
  {
    itemId,
    qtyMilli,
    lots,
  }: { readonly itemId: Id<'item'>; readonly qtyMilli: number; readonly lots: readonly { readonly lotId: Id<'stockLot'>; readonly qtyMilli: number }[] },
): boolean {
  const supplierId = store.vendorOf(ctx.db, itemId)
  if (supplierId === null) return false
  const made = createReturn(ctx, { locationId, supplierId, reason: 'defective', note: number, parts: [{ itemId, qtyMilli }], coreIds: [] })
  if (!made.ok) return false
  inventory.pickFor(ctx, { documentId: made.value.head.id, locationId, itemId }, lots)
  return true
}

type Step = Failure<'purchasing.unknownReturn' | 'purchasing.wrongStep'>
function become(
  ctx: WriteCtx,
  returnId: Id<'vendorReturn'>,
  event: Parameters<typeof stepReturn>[1],
  deed: (known: VendorReturn) => { sentAt?: number; creditedAt?: number; creditMinor?: number; creditNumber?: string },
): Result<VendorReturn, Step> {
  const known = load(ctx.db, returnId)
  if (!known.ok) return known
  const state = stepReturn(known.value.head, event)
  if (!state.ok) return state
  ctx.db.update(vendorReturnTable, returnId, { state: state.value, ...deed(known.value) })
  return load(ctx.db, returnId)
}

/** Parts of a return have left stock while it is sent or credited. Holds PUR-9. */
const settle = (ctx: WriteCtx, { head: { id, number, locationId }, lines }: VendorReturn, isOut: boolean): unknown =>
  inventory.settleUse(ctx, { kind: 'vendorReturn', id, number, locationId, customerId: null }, isOut ? lines.filter(({ coreId }) => coreId === null) : [])

const coresOf = ({ lines }: VendorReturn): Id<'core'>[] => lines.flatMap(({ coreId }) => coreId ?? [])

export function sendReturn(ctx: WriteCtx, { returnId }: In<C, 'sendReturn'>): Out<C, 'sendReturn'> {
  return become(ctx, returnId, 'send', (known) => {
    settle(ctx, known, true)
    for (const coreId of coresOf(known)) sendCore(ctx, coreId)
    return { sentAt: ctx.now }
  })
}

export function creditReturn(ctx: WriteCtx, { returnId, creditMinor, creditNumber }: In<C, 'creditReturn'>): Out<C, 'creditReturn'> {
  return become(ctx, returnId, 'credit', ({ head, lines }) => {
    const credited = creditMinor ?? head.netMinor
    const shares = creditsOf(
      credited,
      lines.map(({ id, qtyMilli, unitCostMinor }) => ({ id, valueMinor: extend(qtyMilli, unitCostMinor) })),
    )
    for (const { id, coreId } of lines) if (coreId !== null) creditCore(ctx, coreId, shares.get(id) ?? 0)
    return { creditedAt: ctx.now, creditMinor: credited, creditNumber }
  })
}

export function cancelReturn(ctx: WriteCtx, { returnId }: In<C, 'cancelReturn'>): Out<C, 'cancelReturn'> {
  return become(ctx, returnId, 'cancel', (known) => {
    settle(ctx, known, false)
    for (const coreId of coresOf(known)) letCoreGo(ctx, coreId)
    return {}
  })
}
