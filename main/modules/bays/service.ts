import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { type baysContract, baysFails } from '#shared/modules/bays/contract.ts'
import type { Bay } from '#shared/modules/bays/model.ts'
import * as rules from '#shared/modules/bays/rules.ts'
import * as workspace from '../workspace/service.ts'
import * as store from './store.ts'
import { bay } from './tables.ts'

export * from './service/equipment.ts'

type C = typeof baysContract

export function board(ctx: ReadCtx, { locationId }: In<C, 'board'>): Out<C, 'board'> {
  return ok(store.baysOf(ctx.db, locationId))
}

export function list(ctx: ReadCtx, { after, limit, ...filters }: In<C, 'list'>): Out<C, 'list'> {
  return ok(store.bays(ctx.db, { filters, sort: 'position', after, limit }))
}

export function create(ctx: WriteCtx, input: In<C, 'create'>): Out<C, 'create'> {
  if (!workspace.findLocation(ctx.db, input.locationId)) return baysFails.unknownLocation({ locationId: input.locationId })
  const others = store.baysOf(ctx.db, input.locationId)
  const named = rules.checkName(input.name, others)
  if (!named.ok) return named
  const last = others.at(-1)?.position ?? 0
  const created: Bay = {
    id: ctx.newId<'bay'>(),
    ...input,
    position: input.position ?? Math.min(last + 1, 9999),
    equipmentIds: input.equipmentIds ?? [],
    weekHours: input.weekHours ?? null,
    dailyMaxJobs: input.dailyMaxJobs ?? null,
    dailyMaxMinutes: input.dailyMaxMinutes ?? null,
    downUntilAt: null,
    state: 'free',
    workOrderId: null,
    deleted: false,
  }
  ctx.db.insert(bay, created)
  return ok(created)
}

export function update(ctx: WriteCtx, { bayId, ...patch }: In<C, 'update'>): Out<C, 'update'> {
  const known = findBay(ctx.db, bayId)
  if (!known) return baysFails.unknownBay({ bayId })
  const named = patch.name === undefined ? ok(null) : rules.checkName(patch.name, othersOf(ctx.db, known))
  if (!named.ok) return named
  ctx.db.update(bay, bayId, patch)
  return ok({ ...known, ...patch })
}

export function setDown(ctx: WriteCtx, { bayId, untilAt }: In<C, 'setDown'>): Out<C, 'setDown'> {
  return step(ctx, bayId, (known) => rules.setDown(known, untilAt ?? null))
}

export function setUp(ctx: WriteCtx, { bayId }: In<C, 'setUp'>): Out<C, 'setUp'> {
  return step(ctx, bayId, rules.setUp)
}

export function remove(ctx: WriteCtx, { bayId }: In<C, 'remove'>): Out<C, 'remove'> {
  const known = store.findBay(ctx.db, bayId)
  if (!known) return baysFails.unknownBay({ bayId })
  const allowed = rules.checkRemove(known)
  if (!allowed.ok) return allowed
  ctx.db.update(bay, bayId, { deleted: true })
  return ok({ ...known, deleted: true })
}

export function restore(ctx: WriteCtx, { bayId }: In<C, 'restore'>): Out<C, 'restore'> {
  const known = store.findBay(ctx.db, bayId)
  if (!known) return baysFails.unknownBay({ bayId })
  const named = rules.checkName(known.name, othersOf(ctx.db, known))
  if (!named.ok) return named
  ctx.db.update(bay, bayId, { deleted: false })
  return ok({ ...known, deleted: false })
}

/** Puts an order into a bay, which is in service again once its time is over; called by the deed that starts the job. */
export function lock(
  ctx: WriteCtx,
  { bayId, workOrderId }: { bayId: Id<'bay'>; workOrderId: Id<'workOrder'> },
): Result<Bay, Failure<'bays.unknownBay' | 'bays.occupied' | 'bays.down'>> {
  const known = findBay(ctx.db, bayId)
  if (known?.state === 'down' && known.downUntilAt !== null && known.downUntilAt <= ctx.now) step(ctx, bayId, rules.setUp)
  return step(ctx, bayId, (free) => rules.lock(free, workOrderId))
}

/** Takes an order out of its bay, also out of one that another device removed meanwhile; called by the deed that ends, holds or cancels the job. */
export function release(
  ctx: WriteCtx,
  { bayId, workOrderId }: { bayId: Id<'bay'>; workOrderId: Id<'workOrder'> },
): Result<Bay, Failure<'bays.unknownBay' | 'bays.notHeld'>> {
  return step(ctx, bayId, (known) => rules.release(known, workOrderId), store.findBay(ctx.db, bayId))
}

function step<Code extends string>(
  ctx: WriteCtx,
  bayId: Id<'bay'>,
  decide: (known: Bay) => Result<Pick<Bay, 'state' | 'workOrderId' | 'downUntilAt'>, Failure<Code>>,
  known = findBay(ctx.db, bayId),
): Result<Bay, Failure<Code | 'bays.unknownBay'>> {
  if (!known) return baysFails.unknownBay({ bayId })
  const decided = decide(known)
  if (!decided.ok) return decided
  ctx.db.update(bay, bayId, decided.value)
  return ok({ ...known, ...decided.value })
}

/** A bay that is not removed. */
export function findBay(db: ReadDb, bayId: Id<'bay'>): Bay | undefined {
  const known = store.findBay(db, bayId)
  return known?.deleted ? undefined : known
}

/** Bays of a location in board order. */
export const baysOf = (db: ReadDb, locationId: Id<'location'>): Bay[] => store.baysOf(db, locationId)

const othersOf = (db: ReadDb, { id, locationId }: Bay) => store.baysOf(db, locationId).filter((other) => other.id !== id)
