import type Database from 'better-sqlite3'

/** Folds SQLite's log into the database between calls, so that nobody's command waits for it. */
export interface Folding {
  /** Called after each commit. */
  soon(): void
  stop(): void
}

/** A quiet moment: nobody types that fast. */
const QUIET_MS = 100
/**
 * The log may grow to this many pages (16 MB) before a commit folds it in by itself: rarely enough that it stays out of the
 * 99th percentile of commands in a row without a pause, and soon read again after a crash.
 */
const LONGEST_LOG_PAGES = 4000
/** What an import leaves behind is given back to the disk. */
const LARGEST_LOG_BYTES = 64 * 1024 * 1024

export function foldWhenQuiet(raw: Database.Database): Folding {
  raw.pragma(`wal_autocheckpoint = ${LONGEST_LOG_PAGES}`)
  raw.pragma(`journal_size_limit = ${LARGEST_LOG_BYTES}`)
  const fold = raw.prepare('PRAGMA wal_checkpoint(PASSIVE)')
  const run = () => {
    try {
      fold.get()
    } catch {
      // A full or failing disk: the log stays, what was saved stands in it, and the next command meets the same trouble and says so.
    }
  }
  let timer: NodeJS.Timeout | undefined
  return {
    soon: () => {
      if (timer) timer.refresh()
      else timer = setTimeout(run, QUIET_MS).unref()
    },
    stop: () => clearTimeout(timer),
  }
}
