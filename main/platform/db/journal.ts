import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import type { Connection } from './connection.ts'
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
  readonly device: Device
  readonly ip: string
  readonly userAgent: string
  readonly callId: string
  readonly answer: string | null
}

const HEAD_SQL = `INSERT INTO journal (tx_id, hlc, command, schema_version, at, took_us, user_id, user_name, device_id, device_name, ip, user_agent, call_id, answer, changes)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const CHANGE_SQL = 'INSERT INTO journal_change (seq, i, tbl, record_id, change) VALUES (?, ?, ?, ?, ?)'

/** Writes the entry of one command inside its transaction. Returns its number. */
export function writeEntry(connection: Connection, head: EntryHead, changes: readonly Change[]): number {
  const prepared = (sql: string) => {
    let known = connection.statements.get(sql)
    if (!known) {
      known = { statement: connection.raw.prepare(sql), reads: [] }
      connection.statements.set(sql, known)
    }
    return known.statement
  }
  const { lastInsertRowid } = prepared(HEAD_SQL).run(
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
  const seq = Number(lastInsertRowid)
  const insertChange = prepared(CHANGE_SQL)
  let i = 0
  for (const { table, id, insert, fields } of changes) insertChange.run(seq, i++, table, id, JSON.stringify({ insert, fields }))
  return seq
}

/** One line of the second journal; an entry with many changes spans several, all but the last marked `more`. */
export interface RescueLine {
  readonly seq: number
  readonly head: EntryHead
  readonly changes: readonly Change[]
  readonly more: boolean
}

const CHANGES_PER_LINE = 1000

/**
 * The second journal: the same entries as text beside the database, each line with its checksum, so that a damaged database
 * loses nothing that was saved since its last backup. Not synced to disk: the database is the durable copy, this is the spare.
 * `rotate` is called when a verified backup holds everything up to here; the previous file stays until the next one.
 */
export class RescueJournal {
  #fd: number
  readonly #file: string
  constructor(file: string) {
    this.#file = file
    this.#fd = openSync(file, 'a')
  }

  append(seq: number, head: EntryHead, changes: readonly Change[]): void {
    for (let from = 0; from === 0 || from < changes.length; from += CHANGES_PER_LINE) {
      const text = JSON.stringify({ seq, head, changes: changes.slice(from, from + CHANGES_PER_LINE), more: from + CHANGES_PER_LINE < changes.length })
      writeSync(this.#fd, `${checksum(text)} ${text}\n`)
    }
  }

  rotate(): void {
    closeSync(this.#fd)
    renameSync(this.#file, `${this.#file}.1`)
    this.#fd = openSync(this.#file, 'a')
  }

  close(): void {
    closeSync(this.#fd)
  }

  /** All whole entries after `seq`, oldest first; a torn or altered line costs its own entry only. */
  static read(file: string, afterSeq: number): RescueLine[] {
    const entries = new Map<number, RescueLine>()
    for (const text of [`${file}.1`, file].filter((f) => existsSync(f)).flatMap((f) => readFileSync(f, 'utf8').split('\n'))) {
      const body = text.slice(9)
      if (body === '' || checksum(body) !== text.slice(0, 8)) continue
      const line = JSON.parse(body) as RescueLine // its checksum proves that we wrote it
      if (line.seq <= afterSeq) continue
      const begun = entries.get(line.seq)
      entries.set(line.seq, { ...line, changes: begun?.more ? [...begun.changes, ...line.changes] : line.changes })
    }
    return [...entries.values()].filter((entry) => !entry.more).sort((a, b) => a.seq - b.seq)
  }

  static remove(file: string): void {
    rmSync(file, { force: true })
    rmSync(`${file}.1`, { force: true })
  }
}

const checksum = (text: string): string => crc32(text).toString(16).padStart(8, '0')
