import type Database from 'better-sqlite3'
import type { Json } from '#shared/kernel/result.ts'
import { type Connection, planned, statementOf } from './connection.ts'
import type { Derived } from './derived.ts'
import type { Device } from './identity.ts'
import type { Change, ChangedFields } from './write.ts'

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

/** Changes in one block of a long entry, and in one line of the second journal. Migration 0014 counts on it. */
export const CHANGES_PER_BLOCK = 200
const blocks = new WeakMap<readonly Change[], readonly string[]>()
/** The JSON lists of an entry's changes, `[{"table", "id", "insert", "fields"}, ...]`: at least one. Made once for the journal and its spare. */
export function blocksOf(changes: readonly Change[]): readonly string[] {
  const known = blocks.get(changes)
  if (known) return known
  const made: string[] = []
  for (let from = 0; from === 0 || from < changes.length; from += CHANGES_PER_BLOCK) {
    const texts = changes.slice(from, from + CHANGES_PER_BLOCK).map(({ table, id, kept }) => `{"table":"${table}","id":${JSON.stringify(id)},${kept.slice(1)}`)
    made.push(`[${texts.join()}]`)
  }
  blocks.set(changes, made)
  return made
}
/** A change as such a list tells it. */
export type ListedChange = Pick<Change, 'table' | 'id'> & ChangedFields
/** What such a list tells. */
export const listIn = (block: string): ListedChange[] => JSON.parse(block) as ListedChange[] // as blocksOf makes it
/** The changes of such a list. */
export const changesIn = (block: string): Change[] =>
  listIn(block).map(({ table, id, insert, fields }) => ({ table, id, kept: JSON.stringify({ insert, fields }) }))

const HEAD_SQL = `INSERT INTO journal (seq, tx_id, hlc, command, schema_version, at, took_us, user_id, user_name, device_id, device_name, ip, user_agent, call_id, answer, changes, ops)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const BLOCK_SQL = 'INSERT INTO journal_block (seq, block, ops) VALUES (?, ?, ?)'

/** Writes the entry of one command inside its transaction. Returns its number: the next one, or `seq` where an entry is applied again. */
export function writeEntry(connection: Connection, head: EntryHead, changes: readonly Change[], seq: number | null = null): number {
  const [first, ...others] = blocksOf(changes)
  const isLong = others.length > 0
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
    isLong ? null : first,
  )
  const written = Number(lastInsertRowid)
  if (isLong) for (const [block, ops] of blocksOf(changes).entries()) statementOf(connection, BLOCK_SQL).run(written, block, ops)
  return written
}

const READ_HEAD = `SELECT tx_id AS txId, hlc, command, schema_version AS schemaVersion, at, took_us AS tookUs, user_id AS userId, user_name AS userName,
  device_id AS deviceId, device_name AS deviceName, ip, user_agent AS userAgent, call_id AS callId, answer, changes, ops FROM journal WHERE seq = ?`
const READ_BLOCKS = 'SELECT ops FROM journal_block WHERE seq = ? ORDER BY block'

/** An entry whose changes still stand in their lists, and how many they must be. */
export interface ListedEntry {
  readonly head: EntryHead
  readonly count: number
  readonly blocks: readonly string[]
}
/** Reads entries back by number as they are stored: undefined where there is none. Throws SQLite's error on a damaged file. */
export function blockReader(raw: Database.Database): (seq: number) => ListedEntry | undefined {
  const readHead = raw.prepare(READ_HEAD)
  const readBlocks = planned(raw, READ_BLOCKS).pluck()
  return (seq) => {
    const row = readHead.get(seq) as (Omit<EntryHead, 'device'> & { deviceId: string; deviceName: string; changes: number; ops: string | null }) | undefined // the columns named above
    if (row === undefined) return undefined
    const { deviceId, deviceName, changes: count, ops, ...head } = row
    return { head: { ...head, device: { id: deviceId, name: deviceName } }, count, blocks: ops === null ? (readBlocks.all(seq) as string[]) : [ops] } // texts
  }
}

/** Reads entries back by number: undefined where there is none or not the whole of it. Throws SQLite's error on a damaged file. */
export function entryReader(raw: Database.Database): (seq: number) => Entry | undefined {
  const read = blockReader(raw)
  return (seq) => {
    const found = read(seq)
    if (found === undefined) return undefined
    const changes = found.blocks.flatMap(changesIn)
    return changes.length === found.count ? { seq, head: found.head, changes, events: [] } : undefined
  }
}

const LISTED = 'coalesce((SELECT max(seq) FROM journal_list), 0)'
/** The audit list's orders of entries, and where each record was changed: made after them. */
export const JOURNAL_LIST: Derived = {
  waits: `SELECT 1 WHERE (SELECT max(seq) FROM journal) > ${LISTED}`,
  take: [
    `INSERT OR IGNORE INTO journal_record (record_id, seq, block, tbl)
      SELECT DISTINCT e.value ->> '$.id', j.seq, 0, e.value ->> '$.table' FROM journal j, json_each(j.ops) e WHERE j.seq > ${LISTED}`,
    `INSERT INTO journal_list SELECT seq, at, user_id, command, device_id FROM journal WHERE seq > ${LISTED}`,
  ],
}
const BLOCKS_WAITING = 'FROM journal_block b WHERE (b.seq, b.block) > (SELECT seq, block FROM journal_upto) ORDER BY b.seq, b.block'
/** The same of long entries: a thousand changes at a time. */
export const JOURNAL_BLOCKS: Derived = {
  waits: `SELECT 1 ${BLOCKS_WAITING} LIMIT 1`,
  take: [
    `INSERT OR IGNORE INTO journal_record (record_id, seq, block, tbl)
      SELECT DISTINCT e.value ->> '$.id', b.seq, b.block, e.value ->> '$.table' FROM (SELECT * ${BLOCKS_WAITING} LIMIT 5) b, json_each(b.ops) e`,
    `UPDATE journal_upto SET (seq, block) = (SELECT seq, block FROM (SELECT seq, block ${BLOCKS_WAITING} LIMIT 5) ORDER BY seq DESC, block DESC LIMIT 1)`,
  ],
}
