import type { SyncRules } from '#shared/contract/sync.ts'
import type { Hlc } from '#shared/kernel/hlc.ts'
import type { Store } from '../store.ts'
import { readSyncedJournal, type SyncedJournal } from './changes.ts'
import { type LinkStore, openLink } from './link.ts'
import { typedTables, type TypedTable } from './rows.ts'

/** What every synchronous part of sync stands on: no network, no timers. */
export interface Ground {
  readonly store: Store
  readonly rules: SyncRules
  readonly link: LinkStore
  readonly journal: SyncedJournal
  /** Epoch ms. */
  readonly now: () => number
  typed(kind: string): TypedTable | undefined
  /** Names a table of which windows must hear when the running transaction is saved. */
  touched(table: string): void
  /** A clock from elsewhere: taken over with the running transaction. */
  saw(hlc: Hlc): void
  /**
   * One transaction in which the centre's word stands above the shop's rules: triggers let it pass and references are not checked, as
   * what they lead to may come later, or never to this device. Throws what `work` throws, and then nothing of it is kept.
   */
  applying<T>(work: () => T): T
}

export function layGround({ store, rules, now }: { store: Store; rules: SyncRules; now: () => number }): Ground {
  const { raw } = store.connection
  const link = openLink(raw)
  const begin = raw.prepare('BEGIN IMMEDIATE')
  const commit = raw.prepare('COMMIT')
  const guard = raw.prepare('UPDATE sync_guard SET applying = ?')
  let tables = new Set<string>()
  let newest: Hlc = ''
  const { hlc, clockOffsetMs } = link.get() ?? {}
  store.setClock({ seen: hlc ?? '', offsetMs: clockOffsetMs ?? 0 })
  const journal = readSyncedJournal(store.connection, rules, store.derive)

  return {
    store,
    rules,
    link,
    journal,
    now,
    typed: typedTables(store.connection, rules),
    touched: (table) => {
      tables.add(table)
    },
    saw: (seen) => {
      if (seen > newest) newest = seen
    },
    applying: (work) => {
      if (raw.inTransaction) throw new Error('rows of the centre are applied in transactions of their own')
      if (journal.lastSeq() > (link.get()?.ackedSeq ?? 0)) store.derive() // once, before every row asks for the entries that changed it
      tables = new Set()
      newest = ''
      store.connection.checkReferences(false)
      // What a power cut takes of it comes again from the centre: its rows, or its answer to the same entries.
      raw.pragma('synchronous = NORMAL')
      let done: ReturnType<typeof work>
      let seen: Hlc | undefined
      try {
        begin.run()
        guard.run(1)
        done = work()
        const known = link.get()
        // However far ahead: who edits what he sees must stand above it, and the centre lets no clock run away.
        seen = known && newest > known.hlc ? newest : undefined
        if (seen !== undefined) link.set({ hlc: seen })
        guard.run(0)
        commit.run()
      } catch (error) {
        if (raw.inTransaction) raw.exec('ROLLBACK')
        link.reload()
        throw error
      } finally {
        raw.pragma('synchronous = FULL')
      }
      if (seen !== undefined) store.setClock({ seen })
      if (tables.size > 0) store.announce(tables)
      return done
    },
  }
}
