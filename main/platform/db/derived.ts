import type { Connection } from './connection.ts'

/** A list or an index that is made from saved rows and that no deed waits for. What it lacks stands in the database, so a crash loses none of it. */
export interface Derived {
  /** SQL that gives a row when it lacks something. */
  readonly waits: string
  /** SQL that takes a piece over, small enough for a call to wait for. */
  readonly take: string
}

/** Brings derived lists and indexes up to the saved rows: soon after a deed, and at once before somebody reads them. */
export interface Derivation {
  /** Called after each commit. */
  soon(): void
  /** Nothing lacks anything afterwards, unless the disk is full or failing: then they are as they were. */
  now(): void
  stop(): void
}

/** Commands in a row share one piece. */
const DELAY_MS = 50

export function deriveLater({ raw }: Connection, all: readonly Derived[], onFailure: (error: unknown) => void): Derivation {
  const pieces = all.map(({ waits, take }) => ({ waits: raw.prepare(waits), take: raw.prepare(take) }))
  let timer: NodeJS.Timeout | undefined

  /** Takes over one piece of each. True when there was any. */
  const step = (): boolean => {
    const due = pieces.filter(({ waits }) => waits.get() !== undefined)
    if (due.length === 0) return false
    const isOwn = !raw.inTransaction
    if (isOwn) raw.exec('BEGIN IMMEDIATE')
    try {
      for (const { take } of due) take.run()
      if (isOwn) raw.exec('COMMIT')
    } catch (error) {
      if (isOwn && raw.inTransaction) raw.exec('ROLLBACK')
      throw error
    }
    return true
  }
  const guarded = (work: () => void) => {
    try {
      work()
    } catch (error) {
      onFailure(error)
    }
  }
  const plan = (ms: number) => {
    timer = setTimeout(() => {
      timer = undefined
      guarded(() => {
        if (step()) plan(0) // calls get in between
      })
    }, ms).unref()
  }

  return {
    soon: () => {
      if (timer === undefined) plan(DELAY_MS)
    },
    now: () =>
      guarded(() => {
        while (step());
      }),
    stop: () => clearTimeout(timer),
  }
}
