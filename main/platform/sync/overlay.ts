import { clockIn, mergeChange, type Row, type RowChange } from '#shared/contract/merge.ts'
import { clockOf, type TableSync } from '#shared/contract/sync.ts'
import type { Hlc } from '#shared/kernel/hlc.ts'
import { codeOf } from '../check.ts'
import { planned } from '../db/connection.ts'
import type { Ground } from './ground.ts'
import type { Doc, NewRow } from './rows.ts'

/**
 * What a window sees of a record: the row as the centre has it, under the changes of this device that are not settled. A change is
 * settled when the centre has answered it and the feed has shown it (the row's clocks are its own or newer), or when it was refused.
 * So an edit never reverts between the answer and the row, however late that comes.
 */
export interface Overlay {
  /** Looks whether there is anything to look for: first thing in each transaction, so that rows need no look-up where there is nothing. */
  begin(): void
  /** Entries of this device on the record that are not settled, oldest first; none for nearly every row. */
  unsettled(kind: string, id: string): readonly Unsettled[]
  /** Takes the row as the centre has it (`doc` null: it gave the row away, or has none), and makes the visible one. Returns what to keep in `extra`. */
  rebase(kind: string, id: string, server: ServerRow, held?: readonly Unsettled[]): string | null
  /** The same with the row as last seen, once an answer took a change; nothing where none came since the record was changed here. `isRestamped`: under another clock than its own. */
  settle(change: RowChange, hlc: Hlc, isRestamped: boolean): void
  known(kind: string, id: string): ServerRow | undefined
  /** The centre took an entry's change. */
  open(kind: string, id: string, seq: number, hlc: Hlc): void
  /** Writes a row as it is. A row that does not fit this program's tables is kept beside them. Returns what to keep in `extra`. */
  write(kind: string, doc: Doc, clk: string): string | null
  /** The same of several rows of a kind at once. False where each has to be written by itself. */
  writeNew(kind: string, rows: readonly NewRow[]): boolean
  /** No change of this device is on its way or waits to be shown: no row has anything over it. */
  isSettled(): boolean
  remove(kind: string, id: string): void
}

export interface ServerRow {
  readonly rev: number
  readonly clk: string
  readonly doc: string | null
}

export interface Unsettled {
  readonly seq: number
  readonly hlc: Hlc
  readonly isOpen: boolean
}

export function createOverlay({ store, link, journal, rules, typed, touched }: Ground, onUnfit: (kind: string, problem: string) => void): Overlay {
  const { raw } = store.connection
  const anyOpen = planned(raw, 'SELECT 1 FROM sync_open LIMIT 1')
  const anyShadow = planned(raw, 'SELECT 1 FROM sync_shadow LIMIT 1')
  const opens = planned(raw, 'SELECT seq, hlc FROM sync_open WHERE kind = ? AND id = ? ORDER BY seq')
  const putOpen = planned(raw, 'INSERT OR REPLACE INTO sync_open (kind, id, seq, hlc) VALUES (?, ?, ?, ?)')
  const dropOpen = planned(raw, 'DELETE FROM sync_open WHERE kind = ? AND id = ? AND seq = ?')
  const shadow = planned(raw, 'SELECT rev, clk, doc FROM sync_shadow WHERE kind = ? AND id = ?')
  const putShadow = planned(raw, 'INSERT OR REPLACE INTO sync_shadow (kind, id, rev, clk, doc) VALUES (?, ?, ?, ?, ?)')
  const dropShadow = planned(raw, 'DELETE FROM sync_shadow WHERE kind = ? AND id = ?')
  const dropRow = planned(raw, 'DELETE FROM sync_row_local WHERE kind = ? AND id = ?')
  let hasOpen = true
  let hasShadow = true
  let hasQueue = true

  /** Entries that the centre has not answered, oldest first. */
  const queued = (kind: string, id: string): number[] => {
    const { ackedSeq, ackedPart } = link.get() ?? { ackedSeq: 0, ackedPart: 0 }
    const seqs = journal.touching(kind, id, ackedSeq)
    const head = seqs[0]
    const isAnswered = ackedPart > 0 && head === ackedSeq + 1 && (journal.entry(head)?.changeOf(kind, id)?.part ?? 0) <= ackedPart
    return isAnswered ? seqs.slice(1) : seqs
  }
  const unsettled = (kind: string, id: string): readonly Unsettled[] => {
    if (!hasOpen && !hasQueue) return NONE
    const open = hasOpen ? (opens.all(kind, id) as { seq: number; hlc: string }[]).map((row) => ({ ...row, isOpen: true })) : [] // the columns named
    if (!hasQueue) return open
    const waiting = queued(kind, id).flatMap((seq) => {
      const entry = journal.entry(seq)
      return entry ? [{ seq, hlc: entry.head.hlc, isOpen: false }] : []
    })
    return [...open, ...waiting]
  }

  const rebase: Overlay['rebase'] = (kind, id, server, held = unsettled(kind, id)) => {
    const rule = rules[kind]
    let row: Row | undefined = server.doc === null ? undefined : { doc: JSON.parse(server.doc) as Doc, clk: clocksOf(server) } // as the feed gave it
    const base = row
    let isHeld = false
    for (const { seq, hlc, isOpen } of held) {
      const entry = journal.entry(seq)
      const change = entry?.changeOf(kind, id)?.change
      if (isOpen && (!change || !rule || base === undefined || isShown(rule, base.clk, change, hlc))) {
        dropOpen.run(kind, id, seq)
        continue
      }
      isHeld = true
      if (!entry || !change || !rule) continue
      const merged = mergeChange(rule, row, change, hlc, entry.head.at, false)
      if (merged.outcome === 'applied' || merged.outcome === 'merged') row = merged.row
    }
    if (isHeld) {
      hasShadow = true
      putShadow.run(kind, id, server.rev, server.clk, server.doc)
    } else if (hasShadow) dropShadow.run(kind, id)
    if (row !== undefined) return write(kind, row.doc, row === base ? server.clk : JSON.stringify(row.clk))
    touched(kind)
    typed(kind)?.remove(id)
    if (!isHeld) dropRow.run(kind, id)
    return null
  }

  const write: Overlay['write'] = (kind, doc, clk) => {
    const whole = () => JSON.stringify({ doc, clk: JSON.parse(clk) as unknown })
    const table = typed(kind)
    if (!table) return whole()
    try {
      const { unknown, isChanged } = table.put(doc, clk)
      if (isChanged) touched(kind)
      return unknown && JSON.stringify({ fields: unknown })
    } catch (error) {
      // A rule of the table that its sender did not know, or a newer one: the row waits beside it, and the stream goes on.
      if (!codeOf(error).startsWith('SQLITE_CONSTRAINT')) throw error
      onUnfit(kind, error instanceof Error ? error.message : String(error))
      return whole()
    }
  }

  const known = (kind: string, id: string) => (hasShadow ? (shadow.get(kind, id) as ServerRow | undefined) : undefined) // the columns named

  return {
    begin: () => {
      hasOpen = anyOpen.get() !== undefined
      hasShadow = anyShadow.get() !== undefined
      hasQueue = journal.lastSeq() > (link.get()?.ackedSeq ?? 0)
    },
    unsettled,
    rebase,
    settle: (change, hlc, isRestamped) => {
      const { table: kind, id } = change
      const shadowed = known(kind, id)
      const rule = rules[kind]
      if (!shadowed) return
      // Over the row as before, it only waits to be shown now.
      const isAsBefore = !isRestamped && rule !== undefined && shadowed.doc !== null && !isShown(rule, clocksOf(shadowed), change, hlc)
      if (!isAsBefore) rebase(kind, id, shadowed)
    },
    known,
    open: (kind, id, seq, hlc) => {
      hasOpen = true
      putOpen.run(kind, id, seq, hlc)
    },
    write,
    writeNew: (kind, rows) => {
      touched(kind)
      try {
        return typed(kind)?.putNew(rows) ?? false
      } catch (error) {
        if (!codeOf(error).startsWith('SQLITE_CONSTRAINT')) throw error
        return false
      }
    },
    isSettled: () => !hasOpen && !hasQueue,
    remove: (kind, id) => {
      touched(kind)
      typed(kind)?.remove(id)
      if (hasShadow) dropShadow.run(kind, id)
      dropRow.run(kind, id)
    },
  }
}

const NONE: readonly Unsettled[] = []
const clocksOf = ({ clk }: ServerRow): Row['clk'] => JSON.parse(clk) as Row['clk'] // as the feed gave it

/** The row shows the change: each clock that it set stands at its own or a newer one. A row that is only ever added is shown by being there. */
function isShown(rule: TableSync, clk: Row['clk'], change: RowChange, hlc: Hlc): boolean {
  if (rule.merge === 'append' || (clk['*'] ?? '') >= hlc) return true
  const fields = Object.keys(change.fields)
  return fields.length > 0 && fields.every((field) => clockIn(clk, clockOf(rule, field)) >= hlc)
}
