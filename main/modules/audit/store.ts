import { and, desc, eq, getTableColumns, getTableName, sql } from 'drizzle-orm'
import { CHANGES_PER_BLOCK, changesIn } from '#main/platform/db/journal.ts'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import type { RecordTable } from '#main/platform/platform.ts'
import { device, journal, journalBlock, journalList, journalRecord } from '#main/platform/tables.ts'
import type { Json } from '#shared/kernel/result.ts'

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

/** Who reads it has called Store.derive before. The plus keeps SQLite from beginning with the entries, in whose order nobody asks. */
const entryList = list({
  select: (q) =>
    q
      .select({ ...entryColumns, seq: journalList.seq, at: journalList.at })
      .from(journalList)
      .innerJoin(journal, sql`${journal.seq} = +${journalList.seq}`)
      .$dynamic(),
  filters: {
    userId: (v) => sql`${journalList.userId} = ${v}`,
    command: (v) => sql`${journalList.command} = ${v}`,
    deviceId: (v) => sql`${journalList.deviceId} = ${v}`,
    recordId: (v) => sql`${journalList.seq} IN (SELECT ${journalRecord.seq} FROM ${journalRecord} WHERE ${journalRecord.recordId} = ${v})`,
    from: (v) => sql`${journalList.at} >= ${v}`,
    to: (v) => sql`${journalList.at} < ${v}`,
  },
  sorts: { newest: { by: [journalList.at, journalList.seq], direction: 'desc' } },
})
const recordList = list({
  select: (q) =>
    q
      .select({
        ...entryColumns,
        seq: journalRecord.seq,
        block: journalRecord.block,
        table: journalRecord.table,
        ops: sql<string>`coalesce(${journalBlock.ops}, ${journal.ops}, '[]')`.as('held'),
      })
      .from(journalRecord)
      .innerJoin(journal, eq(journal.seq, journalRecord.seq))
      .leftJoin(journalBlock, and(eq(journalBlock.seq, journalRecord.seq), eq(journalBlock.block, journalRecord.block)))
      .$dynamic(),
  filters: { recordId: (v) => sql`${journalRecord.recordId} = ${v}` },
  sorts: { newest: { by: [journalRecord.seq, journalRecord.block, journalRecord.table], direction: 'desc' } },
})
const bySeq = query((q) =>
  q
    .select(entryColumns)
    .from(journal)
    .where(eq(journal.seq, value('seq'))),
)
const blocksFrom = sqlQuery<{ block: number; ops: string }, [seq: number, seq: number, from: number, limit: number]>(`
  SELECT 0 AS block, ops FROM journal WHERE seq = ? AND ops IS NOT NULL
  UNION ALL SELECT * FROM (SELECT block, ops FROM journal_block WHERE seq = ? AND block >= ? ORDER BY block LIMIT ?)`)
const allDevices = query((q) =>
  q.select({ id: device.id, tag: device.tag, name: device.name, since: device.createdAt }).from(device).orderBy(desc(device.epoch)),
)
/** Steps from one command to the next in the index: a DISTINCT would read every entry. */
const everyCommand = sqlQuery<{ command: string }, []>(`WITH RECURSIVE known(command) AS (
  SELECT min(command) FROM journal_list
  UNION ALL SELECT (SELECT min(command) FROM journal_list WHERE command > known.command) FROM known WHERE known.command IS NOT NULL
) SELECT command FROM known WHERE command IS NOT NULL`)
const references = sqlQuery<{ column: string; names: string }, [table: string]>('SELECT "from" AS "column", "table" AS names FROM pragma_foreign_key_list(?)')

export const entries = (db: ReadDb, call: Parameters<typeof entryList>[1]) => entryList(db, call)
/** A page holds whole entries: one that changed the record twice gives two rows. */
export const historyOf = (db: ReadDb, call: Parameters<typeof recordList>[1]) => {
  const found = recordList(db, call)
  return {
    ...found,
    rows: found.rows.flatMap(({ ops, block, ...entry }) =>
      numbered(block, ops)
        .filter(({ table, recordId }) => table === entry.table && recordId === call.filters.recordId)
        .map(({ i, change }) => ({ ...entry, i, change }))
        .reverse(),
    ),
  }
}
const numbered = (block: number, ops: string) =>
  changesIn(ops).map(({ table, id, kept }, i) => ({ i: block * CHANGES_PER_BLOCK + i, table, recordId: id, change: kept }))
export const findEntry = (db: ReadDb, seq: number) => bySeq.get(db, { seq })
export const changesOf = (db: ReadDb, seq: number, from: number, limit: number) =>
  blocksFrom
    .all(db, seq, seq, Math.floor(from / CHANGES_PER_BLOCK), Math.ceil(limit / CHANGES_PER_BLOCK) + 1)
    .flatMap(({ block, ops }) => numbered(block, ops))
    .filter(({ i }) => i >= from)
    .slice(0, limit)
export const devices = (db: ReadDb) => allDevices.all(db)
export const commands = (db: ReadDb) => everyCommand.all(db).map(({ command }) => command)

/** The table whose record each field of a table's records names, by its SQL name. */
export function namedBy(db: ReadDb, table: RecordTable): ReadonlyMap<string, string> {
  const byColumn = new Map(references.all(db, getTableName(table)).map(({ column, names }) => [column, names]))
  const fields = Object.entries(getTableColumns(table)).map(([field, { name }]) => [field, byColumn.get(name)] as const)
  return new Map(fields.flatMap(([field, names]) => (names === undefined ? [] : [[field, names]])))
}
/** Those of a table's records that are there, as SQLite keeps them. */
export const recordsAmong = (db: ReadDb, table: string, ids: readonly string[]) =>
  sqlQuery<{ id: string } & Record<string, Json>, [string]>(`SELECT * FROM ${table} WHERE id IN (SELECT value FROM json_each(?))`).all(db, JSON.stringify(ids))
