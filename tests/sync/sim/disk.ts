import Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import type { Connection } from '#main/platform/db/connection.ts'
import { tableNames } from '#main/platform/db/raw.ts'

/** The program ends here, as by a kill or a power cut. */
export class Crash extends Error {
  override name = 'Crash'
}

/**
 * A device's disk: SQLite in memory that holds exactly what was committed. The whole of a run is one transaction of SQLite, and each of
 * the program's own transactions a savepoint in it: so the next run finds the disk as it was made by rolling back, with every
 * statement still prepared, which is most of what a run costs.
 */
export interface Disk {
  readonly connection: Connection
  /** Asked at every commit whether the program crashes there: with the commit not yet done, or just done. */
  onCommit: (() => 'before' | 'after' | null) | null
  /** The program has ended: what it had not committed is gone, and nothing of it can write any more. */
  crash(): void
  /** A new start of the program may write again. */
  power(): void
  /** What is on the disk, for a backup; there is no way back behind it. */
  bytes(): Buffer
  /** Makes the disk as it was; false where that cannot be. */
  reset(): boolean
  close(): void
}

const kindOf = (sql: string) => /^\s*(begin|commit|rollback)\b(?!\s+to)/i.exec(sql)?.[1]?.toLowerCase()

/** One statement in the forms in which the program asks for it, each prepared at its first use and kept as long as the disk. */
interface Forms {
  readonly plain: Database.Statement
  readonly pluck: Database.Statement
  readonly raw: Database.Statement
}
/** A statement as the program holds it, over one that was prepared before: most of what a start of the program takes. */
class Prepared {
  #mode: keyof Forms = 'plain'
  readonly #forms: Forms
  constructor(forms: Forms) {
    this.#forms = forms
  }
  pluck(on = true): this {
    this.#mode = on ? 'pluck' : 'plain'
    return this
  }
  raw(on = true): this {
    this.#mode = on ? 'raw' : 'plain'
    return this
  }
  run(...values: unknown[]) {
    return this.#forms.plain.run(...values)
  }
  get(...values: unknown[]) {
    return this.#forms[this.#mode].get(...values)
  }
  all(...values: unknown[]) {
    return this.#forms[this.#mode].all(...values)
  }
}

export function openDisk(bytes: Buffer): Disk {
  const own = new Database(bytes)
  for (const pragma of ['foreign_keys = OFF', 'recursive_triggers = ON', 'trusted_schema = OFF', 'temp_store = MEMORY']) own.pragma(pragma)
  const real = (sql: string) => own.exec(sql)
  let isOpen = false
  let isRunning = false
  let isDead = false
  let isSpent = false
  const begin = () => {
    if (isOpen) throw new Error('a transaction in a transaction')
    real('SAVEPOINT deed')
    isOpen = true
  }
  const rollback = () => {
    if (!isOpen) throw new Error('there is no transaction')
    real('ROLLBACK TO deed; RELEASE deed')
    isOpen = false
  }
  const commit = () => {
    if (!isOpen) throw new Error('there is no transaction')
    const when = disk.onCommit?.() ?? null
    if (when !== 'before') {
      real('RELEASE deed')
      isOpen = false
    }
    if (when === null) return
    disk.crash()
    throw new Crash()
  }
  const steps: Readonly<Record<string, () => void>> = { begin, commit, rollback }
  const known = new Map<string, Forms>()
  const formsOf = (sql: string): Forms => {
    let forms = known.get(sql)
    if (!forms) {
      const plain = own.prepare(sql) // what is wrong with it is told now
      let [pluck, rows]: (Database.Statement | undefined)[] = []
      forms = {
        plain,
        get pluck() {
          return (pluck ??= own.prepare(sql).pluck())
        },
        get raw() {
          return (rows ??= own.prepare(sql).raw())
        },
      }
      known.set(sql, forms)
    }
    return forms
  }
  const layouts = new Map<string, unknown>()
  const pragma = (text: string, options?: { simple: boolean }): unknown => {
    // References stay unchecked, as setting it makes SQLite prepare every statement anew; and SQLite sees none of the commits.
    if (/^(foreign_keys|synchronous)/.test(text)) return []
    if (!text.startsWith('table_info')) return own.pragma(text, options)
    const layout = layouts.get(text) ?? own.pragma(text)
    layouts.set(text, layout)
    return layout
  }
  const step = (sql: string) => steps[kindOf(sql) ?? '']

  const transaction = (work: (...given: unknown[]) => unknown) => {
    const run = (...given: unknown[]) => {
      const isInner = isOpen
      if (isInner) real('SAVEPOINT part')
      else begin()
      try {
        const result = work(...given)
        if (isInner) real('RELEASE part')
        else commit()
        return result
      } catch (error) {
        if (isInner) real('ROLLBACK TO part; RELEASE part')
        else if (isOpen) rollback()
        throw error
      }
    }
    return Object.assign(run, { default: run, deferred: run, immediate: run, exclusive: run, database: raw })
  }
  // The program's handle: the real one but for transactions. Whoever prepares BEGIN and the like only runs it.
  const raw = Object.create(own, {
    pragma: { value: pragma },
    prepare: {
      value: (sql: string) => {
        const ours = isRunning ? step(sql) : undefined
        return ours ? { run: ours } : new Prepared(formsOf(sql))
      },
    },
    exec: {
      value: (sql: string) => {
        const ours = isRunning ? step(sql) : undefined
        if (ours) ours()
        else real(sql)
        return raw
      },
    },
    transaction: { value: transaction },
    inTransaction: { get: () => (isRunning ? isOpen : own.inTransaction) },
  }) as typeof own // every other member is the real one's

  let tables: Set<string> | undefined
  const connection: Connection = {
    raw,
    builder: drizzle(raw),
    statements: new Map(),
    file: ':memory:',
    get tables() {
      return (tables ??= tableNames(raw))
    },
    alsoWrites: () => new Set(),
    checkReferences: () => {}, // never here
  }
  const disk: Disk = {
    connection,
    onCommit: null,
    crash: () => {
      if (isOpen) rollback()
      // Setting it makes SQLite prepare every statement anew: at crashes only.
      own.pragma('query_only = ON')
      isDead = true
    },
    power: () => {
      if (isDead) own.pragma('query_only = OFF')
      isDead = false
      if (isRunning) return
      real('BEGIN')
      isRunning = true
    },
    bytes: () => {
      if (isOpen) throw new Error('a backup in the middle of a deed')
      if (isRunning) {
        real('COMMIT; BEGIN')
        isSpent = true
      }
      return own.serialize()
    },
    reset: () => {
      disk.power()
      if (isOpen) rollback()
      real('ROLLBACK')
      isRunning = false
      disk.onCommit = null
      return !isSpent
    },
    close: () => own.close(),
  }
  return disk
}
