import { and, asc, eq, sql } from 'drizzle-orm'
import type { Builder } from '#main/platform/db/connection.ts'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { NoteKind } from '#shared/modules/notes/model.ts'
import { user } from '../auth/tables.ts'
import { note, noteMention, noteSeen } from './tables.ts'

const value = sql.placeholder

/** The column is written out: in a select of one table drizzle leaves its table's name away, and inside it would be another's. */
const isReplaced = sql<number>`EXISTS (SELECT 1 FROM note r WHERE r.replaces_id = note.id AND r.replaces_id IS NOT NULL)`
const columns = {
  id: note.id,
  kind: note.kind,
  recordId: note.recordId,
  recordLabel: note.recordLabel,
  text: note.text,
  authorId: note.authorId,
  authorName: note.authorName,
  mentions: note.mentions,
  replacesId: note.replacesId,
  createdAt: note.createdAt,
  isReplaced,
}
const notesList = list({
  select: (q: Builder) => q.select(columns).from(note).$dynamic(),
  filters: {
    kind: (v) => sql`${note.kind} = ${v}`,
    recordId: (v) => sql`${note.recordId} = ${v}`,
    /** What stands now: not replaced, and not taken back. */
    current: (v) => sql`(NOT ${isReplaced} AND ${note.text} <> '') = ${v}`,
  },
  sorts: { newest: { by: [note.createdAt, note.id], direction: 'desc' } },
})
const seenAt = sql<
  number | null
>`(SELECT max(s.seen_at) FROM note_seen s WHERE s.user_id = ${noteMention.userId} AND s.kind = ${note.kind} AND s.record_id = ${note.recordId})`
const inboxList = list({
  select: (q: Builder) =>
    q
      .select({ ...columns, at: noteMention.at, noteId: noteMention.noteId, seenAt })
      .from(noteMention)
      .innerJoin(note, eq(note.id, noteMention.noteId))
      .$dynamic(),
  where: sql`NOT ${isReplaced} AND ${note.text} <> ''`,
  filters: {
    userId: (v) => sql`${noteMention.userId} = ${v}`,
    /** JSON list of the kinds that are open. */
    kinds: (v) => sql`${note.kind} IN (SELECT value FROM json_each(${v}))`,
  },
  sorts: { newest: { by: [noteMention.at, noteMention.noteId], direction: 'desc' } },
})
const byId = query((q) =>
  q
    .select({ ...columns, locationId: note.locationId })
    .from(note)
    .where(eq(note.id, value('id'))),
)
const seenRow = query((q) =>
  q
    .select({ id: noteSeen.id, seenAt: noteSeen.seenAt })
    .from(noteSeen)
    .where(and(eq(noteSeen.userId, value('userId')), eq(noteSeen.kind, value('kind')), eq(noteSeen.recordId, value('recordId'))))
    .orderBy(sql`${noteSeen.seenAt} DESC`)
    .limit(1),
)
const newMentions = sqlQuery<{ count: number }, [userId: string, userId: string, kinds: string]>(`SELECT count(*) AS count FROM (
  SELECT 1 FROM note_mention m JOIN note n ON n.id = m.note_id
  WHERE m.user_id = ? AND n.author_id <> ? AND n.text <> '' AND n.kind IN (SELECT value FROM json_each(?))
    AND NOT EXISTS (SELECT 1 FROM note r WHERE r.replaces_id = n.id AND r.replaces_id IS NOT NULL)
    AND m.at > coalesce((SELECT max(s.seen_at) FROM note_seen s WHERE s.user_id = m.user_id AND s.kind = n.kind AND s.record_id = n.record_id), 0)
  LIMIT 99)`)
const newOn = sqlQuery<{ count: number }, [kind: string, recordId: string, userId: string, seenAt: number]>(`SELECT count(*) AS count FROM (
  SELECT 1 FROM note n WHERE n.kind = ? AND n.record_id = ? AND n.author_id <> ? AND n.text <> '' AND n.created_at > ?
    AND NOT EXISTS (SELECT 1 FROM note r WHERE r.replaces_id = n.id AND r.replaces_id IS NOT NULL)
  LIMIT 99)`)
const actives = query((q) =>
  q
    .select({ id: user.id, name: user.name })
    .from(user)
    .where(and(eq(user.active, true), eq(user.deleted, false)))
    .orderBy(asc(user.name), asc(user.id)),
)

export const notes = (db: ReadDb, call: Parameters<typeof notesList>[1]) => notesList(db, call)
export const inbox = (db: ReadDb, call: Parameters<typeof inboxList>[1]) => inboxList(db, call)
export const findNote = (db: ReadDb, id: Id<'note'>) => byId.get(db, { id })
export const seenOf = (db: ReadDb, userId: Id<'user'>, kind: NoteKind, recordId: string) => seenRow.get(db, { userId, kind, recordId })
export const unreadMentions = (db: ReadDb, userId: Id<'user'>, kinds: readonly NoteKind[]): number =>
  newMentions.get(db, userId, userId, JSON.stringify(kinds))?.count ?? 0
/** Notes by others on one record since the person looked, at most 99. */
export const unreadOn = (db: ReadDb, userId: Id<'user'>, kind: NoteKind, recordId: string): number =>
  newOn.get(db, kind, recordId, userId, seenOf(db, userId, kind, recordId)?.seenAt ?? 0)?.count ?? 0
export const people = (db: ReadDb) => actives.all(db)
