import { desc, eq, sql } from 'drizzle-orm'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import { device, journal, journalChange } from '#main/platform/tables.ts'

const value = sql.placeholder

const entryColumns = {
  seq: journal.seq,
  at: journal.at,
  userId: journal.userId,
  userName: journal.userName,
  command: journal.command,
  deviceId: journal.deviceId,
  deviceName: journal.deviceName,
  ip: journal.ip,
  userAgent: journal.userAgent,
  tookUs: journal.tookUs,
  changes: journal.changes,
}

const entryList = list({
  select: (q) => q.select(entryColumns).from(journal).$dynamic(),
  filters: {
    userId: (v) => sql`${journal.userId} = ${v}`,
    command: (v) => sql`${journal.command} = ${v}`,
    deviceId: (v) => sql`${journal.deviceId} = ${v}`,
    recordId: (v) => sql`${journal.seq} IN (SELECT ${journalChange.seq} FROM ${journalChange} WHERE ${journalChange.recordId} = ${v})`,
    from: (v) => sql`${journal.at} >= ${v}`,
    to: (v) => sql`${journal.at} < ${v}`,
  },
  sorts: { newest: { by: [journal.at, journal.seq], direction: 'desc' } },
})
const recordList = list({
  select: (q) =>
    q
      .select({ ...entryColumns, seq: journalChange.seq, i: journalChange.i, table: journalChange.table, change: journalChange.change })
      .from(journalChange)
      .innerJoin(journal, eq(journal.seq, journalChange.seq))
      .$dynamic(),
  filters: { recordId: (v) => sql`${journalChange.recordId} = ${v}` },
  sorts: { newest: { by: [journalChange.seq, journalChange.i], direction: 'desc' } },
})
const bySeq = query((q) =>
  q
    .select(entryColumns)
    .from(journal)
    .where(eq(journal.seq, value('seq'))),
)
const changesFrom = query((q) =>
  q
    .select({ i: journalChange.i, table: journalChange.table, recordId: journalChange.recordId, change: journalChange.change })
    .from(journalChange)
    .where(sql`${journalChange.seq} = ${value('seq')} AND ${journalChange.i} >= ${value('from')}`)
    .orderBy(journalChange.i)
    .limit(value('limit')),
)
const allDevices = query((q) =>
  q.select({ id: device.id, tag: device.tag, name: device.name, since: device.createdAt }).from(device).orderBy(desc(device.epoch)),
)
/** Steps from one command to the next in the index: a DISTINCT would read every entry. */
const everyCommand = sqlQuery<{ command: string }, []>(`WITH RECURSIVE known(command) AS (
  SELECT min(command) FROM journal
  UNION ALL SELECT (SELECT min(command) FROM journal WHERE command > known.command) FROM known WHERE known.command IS NOT NULL
) SELECT command FROM known WHERE command IS NOT NULL`)

export const entries = (db: ReadDb, call: Parameters<typeof entryList>[1]) => entryList(db, call)
export const historyOf = (db: ReadDb, call: Parameters<typeof recordList>[1]) => recordList(db, call)
export const findEntry = (db: ReadDb, seq: number) => bySeq.get(db, { seq })
export const changesOf = (db: ReadDb, seq: number, from: number, limit: number) => changesFrom.all(db, { seq, from, limit })
export const devices = (db: ReadDb) => allDevices.all(db)
export const commands = (db: ReadDb) => everyCommand.all(db).map(({ command }) => command)
