import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import type Database from 'better-sqlite3'
import { renewDevice } from '../db/identity.ts'

/** Tells machines apart, and tells nothing else of them: a hash of what the system calls itself. */
export function machineMark(): string {
  let id = ''
  try {
    id = readFileSync('/etc/machine-id', 'utf8').trim()
  } catch {
    // Windows and macOS have no such file; the name must do there.
  }
  return createHash('sha256').update(`bayline ${id} ${hostname()}`).digest('hex').slice(0, 32)
}

/**
 * A file that is opened on another machine than before is a copy: it draws a new identity, so that no number is given and no entry is
 * counted twice. Before the store opens.
 */
export function settleMachine(raw: Database.Database, mark: string, now: number): void {
  const known = raw.prepare('SELECT mark FROM sync_machine WHERE one = 1').pluck().get()
  if (known === mark) return
  if (known !== undefined) renewDevice(raw, now)
  raw.prepare('INSERT OR REPLACE INTO sync_machine (one, mark) VALUES (1, ?)').run(mark)
}
