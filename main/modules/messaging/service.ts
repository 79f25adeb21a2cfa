import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { type messagingContract, messagingFails } from '#shared/modules/messaging/contract.ts'
import { type Message, type MessageView, QUIET } from '#shared/modules/messaging/model.ts'
import * as rules from '#shared/modules/messaging/rules.ts'
import * as customers from '../customers/service.ts'
import * as workspace from '../workspace/service.ts'
import * as store from './store.ts'
import { outgoingMessage } from './tables.ts'

type C = typeof messagingContract

export function list(ctx: ReadCtx, { after, limit, ...filters }: In<C, 'list'>): Out<C, 'list'> {
  const { zone } = workspace.theCompany(ctx.db)
  const found = store.messages(ctx.db, { filters, sort: 'newest', after, limit })
  return ok({ ...found, rows: found.rows.map((row) => ({ ...row, sendAt: row.state === 'queued' ? rules.sendAt(row, ctx.now, zone) : null })) })
}

export function cancel(ctx: WriteCtx, { messageId }: In<C, 'cancel'>): Out<C, 'cancel'> {
  return put(ctx, messageId, 'cancel')
}

function put(
  ctx: WriteCtx,
  messageId: Id<'outgoingMessage'>,
  event: 'cancel' | 'supersede' | 'expire',
): Result<MessageView, Failure<'messaging.unknownMessage' | 'messaging.wrongState'>> {
  const known = store.findMessage(ctx.db, messageId)
  if (!known) return messagingFails.unknownMessage({ messageId })
  const next = rules.step(known, event)
  if (!next.ok) return next
  ctx.db.update(outgoingMessage, messageId, { state: next.value })
  return ok({ ...known, state: next.value })
}

type Told = Pick<Message, 'kind' | 'customerId' | 'vehicleId' | 'supersedeKey' | 'notBeforeAt' | 'expiresAt'>

/**
 * Puts a message into the outbox, in the customer's language; the queued one with the same key gives way. `id` is made of what the
 * message is about: one that is there already is not written again, whatever became of it. Null where the customer is not to be, or
 * cannot be, written to. Holds MSG-1, MSG-2, MSG-3.
 */
export function queue(
  ctx: WriteCtx,
  id: Id<'outgoingMessage'>,
  told: Told,
  words: (language: Message['language']) => Pick<Message, 'subject' | 'body'>,
): Id<'outgoingMessage'> | null {
  if (store.findMessage(ctx.db, id)) return id
  const customer = customers.findCustomer(ctx.db, told.customerId)
  const address = customer && rules.addressOf(customer)
  dropQueued(ctx, told.supersedeKey, 'supersede')
  if (!customer || !address) return null
  const { subject, body } = words(customer.language ?? workspace.theCompany(ctx.db).language)
  ctx.db.insert(outgoingMessage, {
    id,
    ...told,
    ...address,
    language: customer.language ?? workspace.theCompany(ctx.db).language,
    subject: address.channel === 'sms' ? '' : subject,
    body,
    quietFromMinutes: QUIET.fromMinutes,
    quietUntilMinutes: QUIET.untilMinutes,
    state: 'queued',
  })
  return id
}

/** Where a customer is written to; null for one who is not to be, or cannot be. Holds MSG-3. */
export function addressOf(db: ReadDb, customerId: Id<'customer'>): Pick<Message, 'channel' | 'recipient'> | null {
  const known = customers.findCustomer(db, customerId)
  return known ? rules.addressOf(known) : null
}

/** Vehicles about which messages wait for somebody who is reached elsewhere by now, or wants none any more. */
export const misdirected = (db: ReadDb): Id<'vehicle'>[] =>
  store
    .allQueued(db)
    .flatMap(({ vehicleId, recipient, ...customer }) => (vehicleId !== null && rules.addressOf(customer)?.recipient !== recipient ? [vehicleId] : []))

/** What waits under a key is not to go out: something newer says it, or nobody needs it any more. */
export function dropQueued(ctx: WriteCtx, supersedeKey: string, event: 'supersede' | 'cancel'): void {
  for (const { id } of store.queuedFor(ctx.db, supersedeKey)) put(ctx, id, event)
}

/** The messages that wait under a key, and whom they are for. */
export const queuedFor = (db: ReadDb, supersedeKey: string): Pick<Message, 'id' | 'customerId' | 'recipient'>[] => store.queuedFor(db, supersedeKey)

/** True of a message that was taken back before it went out. */
export function wasTakenBack(db: ReadDb, id: Id<'outgoingMessage'>): boolean {
  const state = store.findMessage(db, id)?.state
  return state === 'cancelled' || state === 'superseded'
}

/** Messages that wait and are too old to go out. */
export function expire(ctx: WriteCtx): number {
  const over = store.expired(ctx.db, ctx.now)
  for (const { id } of over) put(ctx, id, 'expire')
  return over.length
}
