import { eq, getTableColumns, sql } from 'drizzle-orm'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { importRun } from './tables.ts'

const { problems, userId: _userId, clk: _clk, updatedAt: _updatedAt, deleted: _deleted, ...shown } = getTableColumns(importRun)

const byId = query((q) =>
  q
    .select({ ...shown, problems })
    .from(importRun)
    .where(eq(importRun.id, sql.placeholder('id'))),
)

const runList = list({
  select: (q) => q.select(shown).from(importRun).$dynamic(),
  filters: { target: (v) => sql`${importRun.target} = ${v}` },
  sorts: { newest: { by: [importRun.createdAt, importRun.id], direction: 'desc' } },
})

export const runs = (db: ReadDb, call: Parameters<typeof runList>[1]) => runList(db, call)
export const findRun = (db: ReadDb, id: Id<'importRun'>) => byId.get(db, { id })
