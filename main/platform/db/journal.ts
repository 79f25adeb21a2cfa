import type Database from 'better-sqlite3'
import type { Json } from '#shared/kernel/result.ts'
import { type Connection, statementOf } from './connection.ts'
import type { Device } from './identity.ts'
import type { Change } from './write.ts'

/** Who, from where, and what: the head of a journal entry. */
export interface EntryHead {
  readonly txId: string
  readonly hlc: string
  readonly command: string
  readonly schemaVersion: number
  readonly at: number
  readonly tookUs: number
  readonly userId: string | null
  readonly userName: string
  readonly device: Pick<Device, 'id' | 'name'>
  readonly ip: string
  readonly userAgent: string
  readonly callId: string
  readonly answer: string | null
}

/** A fact that a command announced; its reactions run after commit. */
export interface JournalEvent {
  readonly id: string
  readonly name: string
  readonly payload: Json
}

/** One committed command, whole. Events are known to the second journal only. */
export interface Entry {
  readonly seq: number
  readonly head: EntryHead
  readonly changes: readonly Change[]
  readonly events: readonly JournalEvent[]
}

const HEAD_SQL = `INSERT INTO journal (seq, tx_id, hlc, command, schema_version, at, took_us, user_id, user_name, device_id, device_name, ip, user_agent, call_id, answer, changes)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const CHANGE_SQL = 'INSERT INTO journal_change (seq, i, tbl, record_id, change) VALUES (?, ?, ?, ?, ?)'

/** Writes the entry of one command inside its transaction. Returns its number: the next one, or `seq` where an entry is applied again. */
export function writeEntry(connection: Connection, head: EntryHead, changes: readonly Change[], seq: number | null = null): number {
  const { lastInsertRowid } = statementOf(connection, HEAD_SQL).run(
    seq,
    head.txId,
    head.hlc,
    head.command,
    head.schemaVersion,
    head.at,
    head.tookUs,
    head.userId,
    head.userName,
    head.device.id,
    head.device.name,
    head.ip,
    head.userAgent,
    head.callId,
    head.answer,
    changes.length,
  )
  const written = Number(lastInsertRowid)
  const insertChange = statementOf(connection, CHANGE_SQL)
  let i = 0
  for (const { table, id, kept } of changes) insertChange.run(written, i++, table, id, kept)
  return written
}

const READ_HEAD = `SELECT tx_id AS txId, hlc, command, schema_version AS schemaVersion, at, took_us AS tookUs, user_id AS userId, user_name AS userName,
  device_id AS deviceId, device_name AS deviceName, ip, user_agent AS userAgent, call_id AS callId, answer, changes FROM journal WHERE seq = ?`
const READ_CHANGES = 'SELECT tbl AS "table", record_id AS id, change AS kept FROM journal_change WHERE seq = ? ORDER BY i'

/** Reads entries back by number: undefined where there is none or not the whole of it. Throws SQLite's error on a damaged file. */
export function entryReader(raw: Database.Database): (seq: number) => Entry | undefined {
  const readHead = raw.prepare(READ_HEAD)
  const readChanges = raw.prepare(READ_CHANGES)
  return (seq) => {
    const row = readHead.get(seq) as (Omit<EntryHead, 'device'> & { deviceId: string; deviceName: string; changes: number }) | undefined // the columns named above
    const changes = readChanges.all(seq) as Change[] // likewise
    if (row === undefined || changes.length !== row.changes) return undefined
    const { deviceId, deviceName, changes: _count, ...head } = row
    return { seq, head: { ...head, device: { id: deviceId, name: deviceName } }, changes, events: [] }
  }
}
