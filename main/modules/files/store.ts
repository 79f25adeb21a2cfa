import { eq, sql } from 'drizzle-orm'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { attachment } from './tables.ts'

const value = sql.placeholder

const byId = query((q) =>
  q
    .select()
    .from(attachment)
    .where(eq(attachment.id, value('id'))),
)
const idsAfter = query((q) =>
  q
    .select({ id: attachment.id })
    .from(attachment)
    .where(sql`${attachment.id} > ${value('after')}`)
    .orderBy(attachment.id)
    .limit(value('limit')),
)
const byUs = sqlQuery<{ one: number }, [id: string]>("SELECT 1 AS one FROM journal_record WHERE record_id = ? AND tbl = 'attachment' LIMIT 1")

const attachmentList = list({
  select: (q) =>
    q
      .select({
        id: attachment.id,
        createdAt: attachment.createdAt,
        fileName: attachment.fileName,
        mediaType: attachment.mediaType,
        sizeBytes: attachment.sizeBytes,
        sha256: attachment.sha256,
        recordTable: attachment.recordTable,
        recordId: attachment.recordId,
      })
      .from(attachment)
      .$dynamic(),
  filters: {
    recordTable: (v) => sql`${attachment.recordTable} = ${v}`,
    recordId: (v) => sql`${attachment.recordId} = ${v}`,
    deleted: (v) => sql`${attachment.deleted} = ${v}`,
  },
  sorts: { newest: { by: [attachment.createdAt, attachment.id], direction: 'desc' } },
})

export const attachments = (db: ReadDb, call: Parameters<typeof attachmentList>[1]) => attachmentList(db, call)
export const findAttachment = (db: ReadDb, id: Id<'attachment'>) => byId.get(db, { id })
/** A deed of this device speaks of it: rows travel, their files stay where they were put. */
export const isOwn = (db: ReadDb, id: string): boolean => byUs.get(db, id) !== undefined

/** Ids of all rows, hidden ones too, some at a time. */
export function* everyId(db: ReadDb): Generator<Id<'attachment'>> {
  for (let after = ''; ; ) {
    const rows = idsAfter.all(db, { after, limit: 1000 })
    for (const row of rows) yield row.id
    const last = rows.at(-1)
    if (!last) return
    after = last.id
  }
}
