import { truncateSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { codeOf, isDamage } from './check.ts'

export const LOCK_FILE = 'owner.lock'

/** Another process owns this data folder; `message` is one line for the person at the machine. */
export class LockRefused extends Error {
  override name = 'LockRefused'
}

/** A handle that is collected as garbage is closed, and its lock gone. */
const held = new Set<Database.Database>()

export interface Lock {
  release(): void
}

/**
 * Holds a data folder for this process: an exclusive transaction that stays open on a small SQLite file of its own. The
 * operating system ends it with its process, however that dies, so nobody ever has to remove a stale lock. Taken before
 * anything else in the folder is touched. Throws LockRefused when another core, in this process or another, holds it.
 */
export function lockFolder(folder: string): Lock {
  const file = join(folder, LOCK_FILE)
  const raw = new Database(file, { timeout: 0 })
  try {
    try {
      raw.exec('BEGIN EXCLUSIVE')
    } catch (error) {
      if (!isDamage(error)) throw error
      truncateSync(file) // it never holds anything; truncated in place, as a lock belongs to the file and not to its name
      raw.exec('BEGIN EXCLUSIVE')
    }
  } catch (error) {
    raw.close()
    if (!codeOf(error).startsWith('SQLITE_BUSY')) throw error
    throw new LockRefused(`Bayline is already running on the data in ${folder}. Use its window, or close it and start again.`)
  }
  held.add(raw)
  return {
    release: () => {
      held.delete(raw)
      if (raw.open) raw.close()
    },
  }
}
