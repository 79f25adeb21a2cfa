import type Database from 'better-sqlite3'

/** Folds SQLite's log into the database between calls, so that nobody's command waits for it. */
export interface Folding {
  /** Called after each commit. */
  soon(): void
  /** In a turn of its own between slices of rows, which come without a quiet moment: the commit that a long log is folded in by would take twice as long. */
  ifLong(): void
  stop(): void
}

/** A quiet moment: nobody types that fast. */
const QUIET_MS = 100
/**
 * The log may grow to this many pages (16 MB) before a commit folds it in by itself: rarely enough that it stays out of the
 * 99th percentile of commands in a row without a pause, and soon read again after a crash.
 */
const LONGEST_LOG_PAGES = 4000
/** Left for one slice more. */
const LONG_LOG_PAGES = 3000
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
  const look = raw.prepare('PRAGMA wal_checkpoint(NOOP)')
  let timer: NodeJS.Timeout | undefined
  return {
    soon: () => {
      if (timer) timer.refresh()
      else timer = setTimeout(run, QUIET_MS).unref()
    },
    ifLong: () => {
      if ((look.get() as { log: number }).log > LONG_LOG_PAGES) run() // the columns of that pragma
    },
    stop: () => clearTimeout(timer),
  }
}
