import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import { ok } from '#shared/kernel/result.ts'
import { isSameName } from '#shared/kernel/text.ts'
import { atLocal, localDate } from '#shared/kernel/time.ts'
import { type boardContract, boardFails } from '#shared/modules/board/contract.ts'
import { type Card, type Label, MAX_CARDS, MAX_LABELS } from '#shared/modules/board/model.ts'
import * as rules from '#shared/modules/board/rules.ts'
import * as workOrders from '../work-orders/service.ts'
import * as workspace from '../workspace/service.ts'
import * as store from './store.ts'
import { boardCard, boardLabel } from './tables.ts'

type C = typeof boardContract

export function jobs(ctx: ReadCtx, { locationId }: In<C, 'jobs'>): Out<C, 'jobs'> {
  const { zone } = workspace.theCompany(ctx.db)
  const rows = store.cards(ctx.db, locationId, atLocal(localDate(ctx.now, zone), 0, zone), MAX_CARDS + 1)
  const parts = workOrders.partsStatesOf(ctx.db, locationId, rows)
  const unread = store.unreadNotes(
    ctx.db,
    ctx.actor.userId,
    rows.map(({ id }) => id),
  )
  const cards = rows.slice(0, MAX_CARDS).flatMap((row, at): Card[] => {
    const placed = { state: row.state, parts: parts[at] ?? 'none' }
    const column = rules.columnOf(placed)
    if (column === null) return []
    const labelId = rules.labelIn(column, { labelId: row.labelId, column: row.labelColumn })
    const own = { deleted: false, column, parts: placed.parts, unread: unread.get(row.id) ?? 0, labelId }
    const card = { ...row, dueAt: undefined, labelColumn: undefined, ...own } // JSON has no undefined; to leave them out would copy field by field
    return [card]
  })
  return ok({ cards, isAll: rows.length <= MAX_CARDS })
}

export function labels(ctx: ReadCtx, _input: In<C, 'labels'>): Out<C, 'labels'> {
  return ok(labelsOf(ctx.db))
}

export function giveLabel(ctx: WriteCtx, { workOrderId, labelId }: In<C, 'giveLabel'>): Out<C, 'giveLabel'> {
  const order = workOrders.findOrder(ctx.db, workOrderId)
  const column =
    order && !order.deleted ? rules.columnOf({ state: order.state, parts: workOrders.partsStatesOf(ctx.db, order.locationId, [order])[0] ?? 'none' }) : null
  if (!order || column === null) return boardFails.unknownJob({ workOrderId })
  if (labelId !== null && !labelsOf(ctx.db).some(({ id }) => id === labelId)) return boardFails.unknownLabel({ labelId })
  const given = { labelId, boardColumn: column }
  if (store.findCard(ctx.db, workOrderId)) ctx.db.update(boardCard, workOrderId, given)
  else if (labelId !== null) ctx.db.insert(boardCard, { id: workOrderId, locationId: order.locationId, ...given })
  return ok(null)
}

export function createLabel(ctx: WriteCtx, fields: In<C, 'createLabel'>): Out<C, 'createLabel'> {
  const all = store.allLabels(ctx.db)
  const shown = all.filter(({ deleted }) => !deleted)
  const isNamed = ({ name }: Pick<Label, 'name'>) => isSameName(name, fields.name)
  const taken = shown.find(isNamed)
  if (taken) return boardFails.labelTaken({ name: taken.name })
  const known = all.find(isNamed)
  if (shown.length >= MAX_LABELS) return boardFails.tooManyLabels({ max: MAX_LABELS })
  const created = { id: known?.id ?? ctx.newId<'boardLabel'>(), ...fields, position: (shown.at(-1)?.position ?? 0) + 1 }
  if (known) ctx.db.update(boardLabel, known.id, { ...created, deleted: false })
  else ctx.db.insert(boardLabel, created)
  return ok({ id: created.id, ...fields })
}

export function updateLabel(ctx: WriteCtx, { labelId, ...patch }: In<C, 'updateLabel'>): Out<C, 'updateLabel'> {
  const all = labelsOf(ctx.db)
  const known = all.find(({ id }) => id === labelId)
  if (!known) return boardFails.unknownLabel({ labelId })
  const { name } = patch
  const taken = name === undefined ? undefined : all.find((other) => other.id !== labelId && isSameName(other.name, name))
  if (taken) return boardFails.labelTaken({ name: taken.name })
  ctx.db.update(boardLabel, labelId, patch)
  return ok({ ...known, ...patch })
}

export function orderLabels(ctx: WriteCtx, { labelIds }: In<C, 'orderLabels'>): Out<C, 'orderLabels'> {
  const all = labelsOf(ctx.db)
  const named = [...new Set(labelIds)]
  const unknown = named.find((labelId) => !all.some(({ id }) => id === labelId))
  if (unknown) return boardFails.unknownLabel({ labelId: unknown })
  const ordered = [...named, ...all.map(({ id }) => id).filter((labelId) => !named.includes(labelId))]
  for (const [i, labelId] of ordered.entries()) ctx.db.update(boardLabel, labelId, { position: i + 1 })
  return ok(labelsOf(ctx.db))
}

export function removeLabel(ctx: WriteCtx, { labelId }: In<C, 'removeLabel'>): Out<C, 'removeLabel'> {
  const known = labelsOf(ctx.db).find(({ id }) => id === labelId)
  if (!known) return boardFails.unknownLabel({ labelId })
  ctx.db.update(boardLabel, labelId, { deleted: true })
  return ok(known)
}

/** In their order. */
const labelsOf = (db: ReadDb): Label[] => store.allLabels(db).flatMap(({ id, name, tone, deleted }) => (deleted ? [] : [{ id, name, tone }]))
