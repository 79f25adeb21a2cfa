import type Database from 'better-sqlite3'
import type { Connection } from './connection.ts'

/** A list or an index that is made from saved rows and that no deed waits for. What it lacks stands in the database, so a crash loses none of it. */
export interface Derived {
  /** SQL that gives a row when it lacks something. */
  readonly waits: string
  /** Statements that take a piece over, small enough for a call to wait for. */
  readonly take: readonly string[]
  /**
   * Statements that bring what was taken over into a better order, each by one small step; one that changes less than two rows has no further step.
   * Done in turns of their own while nothing waits: nobody who reads waits for them.
   */
  readonly tidy?: readonly string[]
}

/** Brings derived lists and indexes up to the saved rows: soon after a deed, and at once before somebody reads them. */
export interface Derivation {
  /** Called after each commit: something may lack something from here on. Many within `ms` share the work. */
  soon(ms?: number): void
  /** Held, nothing is taken over but by `now`: while nobody can be reading yet. */
  hold(isHeld: boolean): void
  /**
   * Nothing lacks anything afterwards, unless the disk is full or failing: then they are as they were; or unless that takes longer than `withinMs`: then
   * the rest is taken over soon. Costs nothing where nothing was committed since.
   */
  now(withinMs?: number): void
  stop(): void
}

/** Commands in a row share one piece. */
const DELAY_MS = 50

export function deriveLater({ raw }: Connection, all: readonly Derived[], onFailure: (error: unknown) => void): Derivation {
  const pieces = all.map(({ waits, take, tidy = [] }) => ({
    waits: raw.prepare(waits),
    take: take.map((sql) => raw.prepare(sql)),
    tidy: tidy.map((sql) => raw.prepare(sql)),
  }))
  const changes = raw.prepare('SELECT total_changes()').pluck()
  /** Statements that may have a step to do. */
  const untidy = new Set<Database.Statement>()
  const due = () => pieces.filter(({ waits }) => waits.get() !== undefined)
  let timer: NodeJS.Timeout | undefined
  /** When the timer rings, by `performance.now()`. */
  let ringsAt = 0
  let isHeld = false
  let mayWait = true

  /** Takes over one piece of each. True while there is more. */
  const step = (): boolean => {
    const waiting = due()
    const isOwn = !raw.inTransaction
    if (waiting.length > 0) {
      if (isOwn) raw.exec('BEGIN IMMEDIATE')
      try {
        for (const { take } of waiting) for (const statement of take) statement.run()
        if (isOwn) raw.exec('COMMIT')
        for (const { tidy } of waiting) for (const statement of tidy) untidy.add(statement)
      } catch (error) {
        if (isOwn && raw.inTransaction) raw.exec('ROLLBACK')
        throw error
      }
      if (due().length > 0) return true
    }
    if (isOwn) mayWait = false // inside another transaction it may all be taken back
    return false
  }
  /** One step of tidying. True while there may be another. */
  const tidyUp = (): boolean => {
    const [statement] = untidy
    if (statement === undefined) return false
    untidy.delete(statement)
    const before = changes.get() as number // a count
    statement.run()
    if ((changes.get() as number) - before > 1) untidy.add(statement) // likewise; behind the others
    return untidy.size > 0
  }
  const guarded = (work: () => void) => {
    try {
      work()
    } catch (error) {
      onFailure(error)
    }
  }
  const plan = (ms: number) => {
    clearTimeout(timer)
    ringsAt = performance.now() + ms
    timer = setTimeout(() => {
      timer = undefined
      guarded(() => {
        if (step() || tidyUp()) plan(0) // calls get in between
      })
    }, ms).unref()
  }

  const soon = (ms = DELAY_MS) => {
    mayWait = true
    if (!isHeld && (timer === undefined || performance.now() + ms < ringsAt)) plan(ms)
  }

  return {
    soon,
    hold: (isNowHeld) => {
      if (isHeld === isNowHeld) return
      isHeld = isNowHeld
      if (!isHeld) return soon()
      clearTimeout(timer)
      timer = undefined
    },
    now: (withinMs = Number.POSITIVE_INFINITY) => {
      const until = performance.now() + withinMs
      if (mayWait)
        guarded(() => {
          while (step() && performance.now() < until);
        })
    },
    stop: () => clearTimeout(timer),
  }
}
