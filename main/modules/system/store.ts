import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb } from '#main/platform/db/read.ts'
import { job } from '#main/platform/tables.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { NoticeCode } from '#shared/modules/system/model.ts'
import { notice } from './tables.ts'

const value = sql.placeholder
const noticeColumns = { id: notice.id, createdAt: notice.createdAt, code: notice.code, facts: notice.facts, acknowledgedAt: notice.acknowledgedAt }

const jobList = list({
  select: (q) =>
    q
      .select({
        id: job.id,
        name: job.name,
        state: job.state,
        attempts: job.attempts,
        runAt: job.runAt,
        startedAt: job.startedAt,
        finishedAt: job.finishedAt,
        detail: job.detail,
      })
      .from(job)
      .$dynamic(),
  filters: { state: (v) => sql`${job.state} = ${v}`, name: (v) => sql`${job.name} = ${v}` },
  sorts: { newest: { by: [job.runAt, job.id], direction: 'desc' } },
})
const noticeById = query((q) =>
  q
    .select(noticeColumns)
    .from(notice)
    .where(eq(notice.id, value('id'))),
)
const openOf = query((q) =>
  q
    .select({ id: notice.id })
    .from(notice)
    .where(and(isNull(notice.acknowledgedAt), eq(notice.code, value('code')), eq(notice.subject, value('subject'))))
    .limit(1),
)
const newest = (isOpen: boolean) =>
  query((q) =>
    q
      .select(noticeColumns)
      .from(notice)
      .where(isOpen ? isNull(notice.acknowledgedAt) : sql`${notice.acknowledgedAt} IS NOT NULL`)
      .orderBy(desc(notice.createdAt), desc(notice.id))
      .limit(100),
  )
const newestOpen = newest(true)
const newestAcknowledged = newest(false)

export const jobs = (db: ReadDb, call: Parameters<typeof jobList>[1]) => jobList(db, call)
export const findNotice = (db: ReadDb, id: Id<'notice'>) => noticeById.get(db, { id })
export const hasOpenNotice = (db: ReadDb, code: NoticeCode, subject: string) => openOf.get(db, { code, subject }) !== undefined
export const openNotices = (db: ReadDb) => newestOpen.all(db)
export const acknowledgedNotices = (db: ReadDb) => newestAcknowledged.all(db)
