import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { type Failure, ok, type Result } from '#shared/kernel/result.ts'
import { type notesContract, notesFails } from '#shared/modules/notes/contract.ts'
import { type Note, NOTE_KINDS, type NoteKind } from '#shared/modules/notes/model.ts'
import * as appointments from '../appointments/service.ts'
import * as customers from '../customers/service.ts'
import * as vehicles from '../vehicles/service.ts'
import * as workOrders from '../work-orders/service.ts'
import * as workspace from '../workspace/service.ts'
import * as store from './store.ts'
import { note, noteSeen } from './tables.ts'

type C = typeof notesContract

/** What a note on it tells of its record: its name now, and the location it belongs to. */
interface NotedRecord {
  readonly label: string
  readonly locationId: Id<'location'> | null
}
/** The records that notes stand on, by their ids as the callers wrote them. */
const RECORDS: Readonly<Record<NoteKind, (db: ReadDb, recordId: string) => NotedRecord | undefined>> = {
  customer: (db, recordId) => {
    const known = customers.findCustomer(db, recordId as Id<'customer'>)
    return known && { label: known.name || known.company, locationId: null }
  },
  vehicle: (db, recordId) => {
    const known = vehicles.findVehicle(db, recordId as Id<'vehicle'>)
    return known && { label: known.plate || `${known.make} ${known.model}`.trim() || known.vin, locationId: null }
  },
  appointment: (db, recordId) => {
    const known = appointments.findAppointment(db, recordId as Id<'appointment'>)
    return known && { label: known.concern, locationId: known.locationId }
  },
  workOrder: (db, recordId) => {
    const known = workOrders.findOrder(db, recordId as Id<'workOrder'>)
    return known && { label: known.number, locationId: known.locationId }
  },
  team: (db, recordId) => {
    const known = workspace.findLocation(db, recordId as Id<'location'>)
    return known && { label: known.name, locationId: known.id }
  },
}

type OnRecord = Pick<In<C, 'markRead'>, 'kind' | 'recordId'>
/** NOTE-2: a record that is there and open to the person. */
function open(ctx: ReadCtx, { kind, recordId }: OnRecord): Result<NotedRecord, Failure<'notes.notYours' | 'notes.unknownRecord'>> {
  if (!may(ctx, kind)) return notesFails.notYours()
  const known = RECORDS[kind](ctx.db, recordId)
  return known ? ok(known) : notesFails.unknownRecord()
}
const may = (ctx: ReadCtx, kind: NoteKind): boolean => ctx.actor.role === 'system' || ctx.actor.permissions.has(NOTE_KINDS[kind])
const openKinds = (ctx: ReadCtx): NoteKind[] => (Object.keys(NOTE_KINDS) as NoteKind[]).filter((kind) => may(ctx, kind)) // the keys of NOTE_KINDS

export function list(ctx: ReadCtx, { kind, recordId, history, after, limit }: In<C, 'list'>): Out<C, 'list'> {
  const known = open(ctx, { kind, recordId })
  if (!known.ok) return known
  const found = store.notes(ctx.db, { filters: { kind, recordId, ...(!history && { current: true }) }, sort: 'newest', after, limit })
  return ok({ ...found, rows: found.rows.map(toNote) })
}

export function write(ctx: WriteCtx, { kind, recordId, text, mentions, replacesId }: In<C, 'write'>): Out<C, 'write'> {
  const known = open(ctx, { kind, recordId })
  if (!known.ok) return known
  if (text === '' && replacesId === undefined) return notesFails.emptyText()
  const authorId = ctx.actor.userId
  if (authorId === null) return notesFails.notTheAuthor()
  const former = replacesId && store.findNote(ctx.db, replacesId)
  if (replacesId) {
    if (!former || former.kind !== kind || former.recordId !== recordId) return notesFails.unknownNote()
    if (former.authorId !== authorId) return notesFails.notTheAuthor()
    if (former.isReplaced) return notesFails.alreadyReplaced()
  }
  const names = new Set(mentions)
  const people = new Set(store.people(ctx.db).map(({ id }) => id))
  if ([...names].some((one) => !people.has(one))) return notesFails.unknownPerson()
  const made = {
    id: ctx.newId<'note'>(),
    kind,
    recordId,
    recordLabel: known.value.label,
    text,
    authorId,
    authorName: ctx.actor.name,
    mentions: [...names],
    replacesId: replacesId ?? null,
  }
  ctx.db.insert(note, { ...made, locationId: known.value.locationId })
  return ok({ ...made, isReplaced: false, createdAt: ctx.now })
}

export function markRead(ctx: WriteCtx, { kind, recordId }: In<C, 'markRead'>): Out<C, 'markRead'> {
  const known = open(ctx, { kind, recordId })
  if (!known.ok) return known
  const { userId } = ctx.actor
  if (userId === null) return ok(null)
  const row = store.seenOf(ctx.db, userId, kind, recordId)
  if (row) ctx.db.update(noteSeen, row.id, { seenAt: ctx.now })
  else ctx.db.insert(noteSeen, { id: ctx.newId<'noteSeen'>(), userId, kind, recordId, seenAt: ctx.now })
  return ok(null)
}

export function inbox(ctx: ReadCtx, { after, limit }: In<C, 'inbox'>): Out<C, 'inbox'> {
  const found = store.inbox(ctx.db, { filters: { userId: ctx.actor.userId ?? '', kinds: JSON.stringify(openKinds(ctx)) }, sort: 'newest', after, limit })
  return ok({ ...found, rows: found.rows.map((row) => ({ ...toNote(row), isRead: row.authorId === ctx.actor.userId || row.at <= (row.seenAt ?? 0) })) })
}

export function unread(ctx: ReadCtx, { locationId }: In<C, 'unread'>): Out<C, 'unread'> {
  const { userId } = ctx.actor
  if (userId === null) return ok({ mentions: 0, team: 0 })
  return ok({
    mentions: store.unreadMentions(ctx.db, userId, openKinds(ctx)),
    team: locationId && may(ctx, 'team') ? store.unreadOn(ctx.db, userId, 'team', locationId) : 0,
  })
}

export function unreadOn(ctx: ReadCtx, { kind, recordId }: In<C, 'unreadOn'>): Out<C, 'unreadOn'> {
  const known = open(ctx, { kind, recordId })
  if (!known.ok) return known
  return ok({ count: ctx.actor.userId === null ? 0 : store.unreadOn(ctx.db, ctx.actor.userId, kind, recordId) })
}

export function people(ctx: ReadCtx, _input: In<C, 'people'>): Out<C, 'people'> {
  return ok(store.people(ctx.db))
}

/** A row as the contract says, without what only the list's order needs. */
const toNote = ({ isReplaced, ...row }: Omit<Note, 'isReplaced'> & { isReplaced: number }): Note => ({
  id: row.id,
  kind: row.kind,
  recordId: row.recordId,
  recordLabel: row.recordLabel,
  text: row.text,
  authorId: row.authorId,
  authorName: row.authorName,
  mentions: row.mentions,
  replacesId: row.replacesId,
  isReplaced: isReplaced === 1,
  createdAt: row.createdAt,
})
