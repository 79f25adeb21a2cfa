import { and, eq, lte, sql } from 'drizzle-orm'
import type { Builder } from '#main/platform/db/connection.ts'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { customer } from '../customers/tables.ts'
import { vehicle } from '../vehicles/tables.ts'
import { outgoingMessage } from './tables.ts'

const value = sql.placeholder

const columns = {
  id: outgoingMessage.id,
  kind: outgoingMessage.kind,
  customerId: outgoingMessage.customerId,
  vehicleId: outgoingMessage.vehicleId,
  channel: outgoingMessage.channel,
  recipient: outgoingMessage.recipient,
  language: outgoingMessage.language,
  subject: outgoingMessage.subject,
  body: outgoingMessage.body,
  quietFromMinutes: outgoingMessage.quietFromMinutes,
  quietUntilMinutes: outgoingMessage.quietUntilMinutes,
  notBeforeAt: outgoingMessage.notBeforeAt,
  expiresAt: outgoingMessage.expiresAt,
  supersedeKey: outgoingMessage.supersedeKey,
  state: outgoingMessage.state,
  createdAt: outgoingMessage.createdAt,
}
const views = (q: Builder) =>
  q
    .select({
      ...columns,
      customerName: sql<string>`coalesce(${customer.name}, '')`,
      vehicleLabel: sql<string | null>`trim(coalesce(${vehicle.year} || ' ', '') || ${vehicle.make} || ' ' || ${vehicle.model})`,
    })
    .from(outgoingMessage)
    .leftJoin(customer, eq(customer.id, outgoingMessage.customerId))
    .leftJoin(vehicle, eq(vehicle.id, outgoingMessage.vehicleId))
    .$dynamic()

const messageList = list({
  select: views,
  filters: {
    state: (v) => sql`${outgoingMessage.state} = ${v}`,
    customerId: (v) => sql`${outgoingMessage.customerId} = ${v}`,
    vehicleId: (v) => sql`${outgoingMessage.vehicleId} = ${v}`,
  },
  sorts: { newest: { by: [outgoingMessage.createdAt, outgoingMessage.id], direction: 'desc' } },
})
const viewById = query((q) => views(q).where(eq(outgoingMessage.id, value('id'))))
const queuedByKey = query((q) =>
  q
    .select(columns)
    .from(outgoingMessage)
    .where(and(eq(outgoingMessage.supersedeKey, value('key')), eq(outgoingMessage.state, 'queued'))),
)
const waiting = query((q) =>
  q
    .select({
      vehicleId: outgoingMessage.vehicleId,
      recipient: outgoingMessage.recipient,
      phone: customer.phone,
      email: customer.email,
      wantsNoMessages: customer.wantsNoMessages,
      deleted: customer.deleted,
    })
    .from(outgoingMessage)
    .innerJoin(customer, eq(customer.id, outgoingMessage.customerId))
    .where(sql`${outgoingMessage.state} = 'queued'`),
)
const overdue = query((q) =>
  q
    .select({ id: outgoingMessage.id })
    .from(outgoingMessage)
    // Named as in the index, which holds the queued ones alone.
    .where(and(sql`${outgoingMessage.state} = 'queued'`, lte(outgoingMessage.expiresAt, value('now'))))
    .limit(500),
)

export const messages = (db: ReadDb, call: Parameters<typeof messageList>[1]) => messageList(db, call)
export const findMessage = (db: ReadDb, id: Id<'outgoingMessage'>) => viewById.get(db, { id })
/** Of one supersede key; two where two devices queued each its own. */
export const queuedFor = (db: ReadDb, key: string) => queuedByKey.all(db, { key })
/** All that wait, with how their customers are reached by now. */
export const allQueued = (db: ReadDb) => waiting.all(db)
export const expired = (db: ReadDb, now: number) => overdue.all(db, { now })
