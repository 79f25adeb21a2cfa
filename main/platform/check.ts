import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import type Database from 'better-sqlite3'
import { openRaw, tableNames } from './db/raw.ts'
import { isSchemaWhole } from './db/schema.ts'
import { sizeOf, syncFile } from './durable.ts'

/** SQLite's name of what went wrong (`SQLITE_FULL`), or Node's (`ENOSPC`); empty for anything else that was thrown. */
export const codeOf = (error: unknown): string => {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined // both libraries add it to their errors
  return typeof code === 'string' ? code : ''
}

/** The file itself is wrong. Never true for a full disk, a missing right or a device that does not answer. */
export const isDamage = (error: unknown): boolean => /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error)) || error instanceof DamageFound

export const isDiskFull = (error: unknown): boolean => /^(SQLITE_FULL|ENOSPC|EDQUOT)/.test(codeOf(error))

/** What a constraint or a trigger of the database refused, in its own words; null for any other error. */
export const constraintOf = (error: unknown): string | null => (error instanceof Error && codeOf(error).startsWith('SQLITE_CONSTRAINT') ? error.message : null)

/** A check read the whole file and found it wrong; the message is SQLite's own. */
export class DamageFound extends Error {
  override name = 'DamageFound'
}

/** quick: structure of every page, row formats, constraints. full: also that every index agrees with its table. */
export type Depth = 'quick' | 'full'

/** Throws DamageFound, or SQLite's own error where it cannot even be read. */
export function checkStructure(raw: Database.Database, depth: Depth): void {
  const found = foundBy(raw, depth === 'quick' ? 'quick_check(1)' : 'integrity_check(1)')
  if (found !== 'ok') throw new DamageFound(String(found).replace(/^\*\*\* in database \w+ \*\*\*\s*/, ''))
  checkSchema(raw)
}

/** What a check answers. The statement is ours and always the same: a plain error of it is one of the schema that it reads, of which a letter changed. */
function foundBy(raw: Database.Database, check: string): unknown {
  try {
    return raw.pragma(check, { simple: true })
  } catch (error) {
    if (codeOf(error) !== 'SQLITE_ERROR' || !(error instanceof Error)) throw error
    return error.message
  }
}

/** Throws DamageFound where the schema is another one than the migrations made. */
export function checkSchema(raw: Database.Database): void {
  if (isSchemaWhole(raw) === false) throw new DamageFound('the schema is not the one that was written')
}

export interface Checked {
  /** What is wrong with the file, null when nothing is. */
  readonly problem: string | null
  /** Last journal entry that the file holds. */
  readonly seq: number
  /** Of the whole file, hexadecimal; empty for the database in use. */
  readonly sha256: string
  readonly sizeBytes: number
  /** Rows per table; of a full check only. */
  readonly rows: Readonly<Record<string, number>>
}

/**
 * draft: a fresh copy, which becomes one file that needs no log beside it, and is synced. copy: such a file. live: the
 * database in use.
 */
export type CheckedAs = 'draft' | 'copy' | 'live'

/**
 * Looks at all of a database file. It is opened for writing although nothing is written: SQLite does not read the CHECK
 * constraints of a file that it may only read. Runs where it may take its time: in a thread of its own, or before the core
 * answers calls.
 */
export function checkFile({ file, depth, as }: { file: string; depth: Depth; as: CheckedAs }): Checked {
  let seq = 0
  const rows: Record<string, number> = {}
  let problem: string | null = null
  try {
    const raw = openRaw(file, { journal: as === 'live' ? 'wal' : 'rollback' })
    try {
      raw.pragma('cache_size = -8192') // beside a core that holds its own 80 MB; with as much, a check takes no less time
      checkStructure(raw, depth)
      seq = lastSeq(raw)
      if (depth === 'full') for (const table of tableNames(raw)) rows[table] = raw.prepare(`SELECT count(*) FROM "${table}"`).pluck().get() as number // a count
    } finally {
      raw.close()
    }
  } catch (error) {
    if (!isDamage(error)) throw error
    problem = error instanceof Error ? error.message : String(error)
  }
  if (as === 'draft') syncFile(file)
  return { problem, seq, sha256: as === 'live' ? '' : sha256Of(file), sizeBytes: sizeOf(file), rows }
}

/** Highest number that any journal entry ever had here, also one that was lost since; 0 in a database without any. */
export function lastSeq(raw: Database.Database): number {
  const has = raw.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'").get()
  return has === undefined ? 0 : ((raw.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'journal'").pluck().get() as number | undefined) ?? 0) // an integer column
}

export function sha256Of(file: string): string {
  const hash = createHash('sha256')
  const chunk = Buffer.allocUnsafe(1 << 20)
  const fd = openSync(file, 'r')
  try {
    for (;;) {
      const read = readSync(fd, chunk)
      if (read === 0) return hash.digest('hex')
      hash.update(chunk.subarray(0, read))
    }
  } finally {
    closeSync(fd)
  }
}
