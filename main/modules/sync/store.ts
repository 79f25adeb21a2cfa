import { and, asc, desc, eq, getTableColumns, getTableName, isNotNull, isNull, sql } from 'drizzle-orm'
import { list } from '#main/platform/db/list.ts'
import { query, type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import type { RecordTable } from '#main/platform/platform.ts'
import type { Outcome, Reason } from '#shared/contract/wire.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { decodeCursor, encodeCursor, type Page, TOTAL_CAP } from '#shared/kernel/paging.ts'
import type { Json } from '#shared/kernel/result.ts'
import { syncConflict, syncDevice } from './tables.ts'

const value = sql.placeholder

const deviceColumns = {
  id: syncDevice.id,
  name: syncDevice.name,
  state: syncDevice.state,
  locations: syncDevice.locations,
  deviceId: syncDevice.deviceId,
  tag: syncDevice.tag,
  checkText: syncDevice.checkText,
  codeEndsAt: syncDevice.codeEndsAt,
  appVersion: syncDevice.appVersion,
  lastSeenAt: syncDevice.lastSeenAt,
  clockOffsetMs: syncDevice.clockOffsetMs,
  alarm: syncDevice.alarm,
}
const allDevices = query((q) => q.select(deviceColumns).from(syncDevice).where(eq(syncDevice.deleted, false)).orderBy(asc(syncDevice.name), asc(syncDevice.id)))
const deviceById = query((q) =>
  q
    .select(deviceColumns)
    .from(syncDevice)
    .where(and(eq(syncDevice.id, value('id')), eq(syncDevice.deleted, false))),
)

const conflictColumns = {
  id: syncConflict.id,
  createdAt: syncConflict.createdAt,
  kind: syncConflict.kind,
  recordTable: syncConflict.recordTable,
  recordId: syncConflict.recordId,
  locationId: syncConflict.locationId,
  clock: syncConflict.clock,
  kept: syncConflict.kept,
  dropped: syncConflict.dropped,
  keptBy: syncConflict.keptBy,
  keptAt: syncConflict.keptAt,
  droppedBy: syncConflict.droppedBy,
  droppedAt: syncConflict.droppedAt,
  resolvedAt: syncConflict.resolvedAt,
  resolvedBy: syncConflict.resolvedBy,
}
const conflictList = (isOpen: boolean) =>
  list({
    select: (q) => q.select(conflictColumns).from(syncConflict).$dynamic(),
    where: sql`${isOpen ? isNull(syncConflict.resolvedAt) : isNotNull(syncConflict.resolvedAt)} AND ${syncConflict.deleted} = 0`,
    filters: { kind: (v) => sql`${syncConflict.kind} = ${v}` },
    sorts: { newest: { by: [syncConflict.droppedAt, syncConflict.id], direction: 'desc' } },
  })
const openConflicts = conflictList(true)
const resolvedConflicts = conflictList(false)
const conflictById = query((q) =>
  q
    .select(conflictColumns)
    .from(syncConflict)
    .where(and(eq(syncConflict.id, value('id')), eq(syncConflict.deleted, false))),
)
const openOfRecord = query((q) =>
  q
    .select({ id: syncConflict.id, kind: syncConflict.kind })
    .from(syncConflict)
    .where(
      and(
        eq(syncConflict.recordTable, value('table')),
        eq(syncConflict.recordId, value('id')),
        isNull(syncConflict.resolvedAt),
        eq(syncConflict.deleted, false),
      ),
    )
    .orderBy(desc(syncConflict.droppedAt)),
)
const openCount = sqlQuery<{ count: number }, []>(
  `SELECT count(*) AS count FROM (SELECT 1 FROM sync_conflict WHERE resolved_at IS NULL AND deleted = 0 LIMIT ${TOTAL_CAP})`,
)

export const devices = (db: ReadDb) => allDevices.all(db)
export const findDevice = (db: ReadDb, id: Id<'syncDevice'>) => deviceById.get(db, { id })
export const conflicts = (db: ReadDb, resolved: boolean, call: Parameters<typeof openConflicts>[1]) => (resolved ? resolvedConflicts : openConflicts)(db, call)
export const findConflict = (db: ReadDb, id: Id<'syncConflict'>) => conflictById.get(db, { id })
export const openConflictsOf = (db: ReadDb, table: string, id: string) => openOfRecord.all(db, { table, id })
export const countOpenConflicts = (db: ReadDb): number => openCount.get(db)?.count ?? 0

const anyUser = sqlQuery<{ one: number }, []>('SELECT 1 AS one FROM user LIMIT 1')
export const hasUsers = (db: ReadDb): boolean => anyUser.get(db) !== undefined

/** A journal entry of which something travels, and what the centre said of it or of its worst part. */
export interface SaidEntry {
  readonly seq: number
  readonly at: number
  readonly command: string
  readonly userId: string | null
  readonly userName: string
  readonly changes: number
  readonly part: number | null
  readonly outcome: Outcome | null
  readonly reason: Reason | null
  readonly facts: string | null
  readonly decidedAt: number | null
  readonly decidedBy: string | null
}
const SAID = `j.seq, j.at, j.command, j.user_id AS userId, j.user_name AS userName, j.changes,
  e.part, e.outcome, e.reason, e.facts, e.decided_at AS decidedAt, e.decided_by AS decidedBy`
/** Of a long entry the first part that waits for a person, else the first that was answered at all. */
const WORST = `journal j LEFT JOIN sync_entry e ON e.seq = j.seq AND e.part = coalesce(
  (SELECT min(w.part) FROM sync_entry w WHERE w.seq = j.seq AND w.outcome IN ('parked', 'rejected') AND w.decided_at IS NULL),
  (SELECT min(w.part) FROM sync_entry w WHERE w.seq = j.seq))`
const TRAVELS = 'EXISTS (SELECT 1 FROM journal_change c WHERE c.seq = j.seq AND c.tbl NOT IN (SELECT value FROM json_each(?)))'
/** CROSS JOIN keeps SQLite from starting with the journal. */
const ANSWERED = 'sync_entry e CROSS JOIN journal j ON j.seq = e.seq'

interface Source {
  readonly from: string
  readonly where: string
  readonly by: readonly [string, string]
}
const SOURCES = {
  all: { from: WORST, where: TRAVELS, by: ['j.seq', 'j.seq'] },
  waiting: { from: WORST, where: `j.seq > ? AND ${TRAVELS}`, by: ['j.seq', 'j.seq'] },
  undecided: { from: ANSWERED, where: "e.decided_at IS NULL AND e.outcome IN ('parked', 'rejected')", by: ['e.answered_at', 'e.seq'] },
  answered: { from: ANSWERED, where: '1', by: ['e.answered_at', 'e.seq'] },
} as const satisfies Record<string, Source>

const sqlOf = ({ from, where, by: [first, second] }: Source, isPaged: boolean): string =>
  `SELECT ${SAID}, ${first} AS cursor0, ${second} AS cursor1 FROM ${from} WHERE ${where}${isPaged ? ` AND (${first}, ${second}) < (?, ?)` : ''} ORDER BY ${first} DESC, ${second} DESC LIMIT ?`
const countOf = ({ from, where }: Source): string => `SELECT count(*) AS total FROM (SELECT 1 FROM ${from} WHERE ${where} LIMIT ${TOTAL_CAP + 1})`

/** What this device said, newest first. `local` are the tables that never travel, `acked` the last entry that the centre has answered. */
export function entries(
  db: ReadDb,
  show: keyof typeof SOURCES,
  { local, acked, after, limit }: { local: readonly string[]; acked: number; after?: string | undefined; limit: number },
): Page<SaidEntry> {
  const source = SOURCES[show]
  const bound: (string | number)[] = show === 'all' ? [JSON.stringify(local)] : show === 'waiting' ? [acked, JSON.stringify(local)] : []
  const cursor = decodeCursor(after, 2)
  const found = sqlQuery<SaidEntry & { cursor0: number; cursor1: number }>(sqlOf(source, cursor !== null)).all(db, ...bound, ...(cursor ?? []), limit + 1)
  const isWhole = cursor === null && found.length <= limit
  const total = isWhole ? found.length : (sqlQuery<{ total: number }>(countOf(source)).get(db, ...bound)?.total ?? 0)
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  const next = found.length > limit && last ? encodeCursor([last.cursor0, last.cursor1]) : null
  return { rows, next, total: Math.min(total, TOTAL_CAP), totalIsCapped: total > TOTAL_CAP }
}

const oneEntry = sqlQuery<SaidEntry, [number, string]>(`SELECT ${SAID} FROM ${WORST} WHERE j.seq = ? AND ${TRAVELS}`)
export const findEntry = (db: ReadDb, seq: number, local: readonly string[]) => oneEntry.get(db, seq, JSON.stringify(local))

const undecided = sqlQuery<{ part: number }, [number]>(
  "SELECT part FROM sync_entry WHERE seq = ? AND outcome IN ('parked', 'rejected') AND decided_at IS NULL ORDER BY part",
)
export const undecidedParts = (db: ReadDb, seq: number): number[] => undecided.all(db, seq).map(({ part }) => part)

const ackedSeq = sqlQuery<{ acked: number }, []>('SELECT acked_seq AS acked FROM sync_link')
/** The last entry that the centre has answered; 0 without a centre. */
export const acked = (db: ReadDb): number => ackedSeq.get(db)?.acked ?? 0

const changesOfEntry = sqlQuery<{ table: string; id: string; change: string }, [number, number]>(
  'SELECT tbl AS "table", record_id AS id, change FROM journal_change WHERE seq = ? ORDER BY i LIMIT ?',
)
export const changesOf = (db: ReadDb, seq: number, limit: number) => changesOfEntry.all(db, seq, limit)

const answers = sqlQuery<{ outcome: string; reason: string | null; count: number }, []>(
  'SELECT outcome, reason, count(*) AS count FROM sync_entry GROUP BY outcome, reason',
)
export const countAnswers = (db: ReadDb) => answers.all(db)

/** Any journaled record as the program sees it; undefined where there is none. */
export function findRecord(db: ReadDb, table: RecordTable, id: string): Readonly<Record<string, Json>> | undefined {
  const row = sqlQuery<Record<string, unknown>, [string]>(`SELECT * FROM ${getTableName(table)} WHERE id = ?`).get(db, id)
  if (!row) return undefined
  const fields = Object.entries(getTableColumns(table)).map(([key, column]) => {
    const kept = row[column.name]
    const isCoded = kept !== null && (column.dataType === 'boolean' || column.dataType === 'json')
    return [key, (isCoded ? column.mapFromDriverValue(kept) : kept) as Json] as const // records hold plain data
  })
  return Object.fromEntries(fields)
}
