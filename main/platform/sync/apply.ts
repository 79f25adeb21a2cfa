import type Database from 'better-sqlite3'
import { type RowChange, valueAfter } from '#shared/contract/merge.ts'
import { COMPANY_SCOPE, scopeOf } from '#shared/contract/sync.ts'
import type { WireRow } from '#shared/contract/wire.ts'
import type { Hlc } from '#shared/kernel/hlc.ts'
import { planned } from '../db/connection.ts'
import { isAnyLeftOut, leaveOut, putBack } from '../db/load.ts'
import type { Ground } from './ground.ts'
import type { Overlay, ServerRow, Unsettled } from './overlay.ts'
import { type Doc, inPieces, insertNew } from './rows.ts'

/** A row as the feed gives it; `clk` and `doc` are JSON. Null for what an update leaves out as unchanged. */
export interface FeedRow {
  readonly kind: string
  readonly id: string
  readonly rev: number | null
  readonly clk: string | null
  readonly doc: string | null
}
type WholeRow = { readonly [K in keyof FeedRow]: NonNullable<FeedRow[K]> }
/** One message of the feed. remove: the row is no longer of this scope. */
export type FeedChange = FeedRow | { readonly kind: string; readonly id: string; readonly remove: true }

/** What one answer of the feed held, and where to go on after it. */
export interface FeedBatch {
  readonly changes: readonly FeedChange[]
  readonly handle: string | null
  readonly offset: string
  /** Everything that the centre had stands in it and before it. */
  readonly isUpToDate: boolean
}

export interface Cursor {
  readonly scope: string
  readonly handle: string | null
  readonly offset: string | null
  readonly gen: number
  readonly isLoading: boolean
  readonly loadedRows: number
  readonly upToDateAt: number | null
  readonly isLost: boolean
}

/** An update without what it needs: the feed was not told to send whole rows. The scope has to be read anew. */
export class IncompleteRow extends Error {
  override name = 'IncompleteRow'
}

/** Takes rows in: each call is one transaction, short enough that a command does not wait for it. */
export interface Apply {
  cursors(): Cursor[]
  cursor(scope: string): Cursor | undefined
  /** The scopes of this device from now on: new ones are to be read, rows of lost ones go when nothing of them waits. */
  setScopes(scopes: readonly string[]): void
  /** Applies changes from `from` on, until the batch or the slice ends; with the batch's last change its cursor is kept. Returns where to go on. */
  slice(scope: string, batch: FeedBatch, from: number): number
  /** Reads a scope anew: what is there stays in sight until the new reading is complete. `isNewCentre`: revisions of before do not compare. */
  refetch(scope: string, isNewCentre?: boolean): void
  /** After a complete reading: removes some of the rows that it did not show, or that were of a lost scope. True when there is nothing left to do. */
  sweep(scope: string): boolean
  /** A new row of this device that the centre took: known from now on, though the feed has not shown it. Inside a transaction of `applying`. */
  takeOwn(birth: RowChange): void
  /** A row that an answer of the centre brought. Inside a transaction of `applying`. */
  takeAnswer(row: WireRow): void
  /** A record of which an answer of the centre brought no row. Inside a transaction of `applying`. */
  takeAbsence(kind: string, id: string): void
  /** Rows that did not fit beside one of this device's own, which is gone now. Inside a transaction of `applying`. */
  fitIn(): void
  /** Takes over what an earlier version of the program had no place for. Once, before the first command. */
  takeOver(): void
  /** Rows that this program cannot hold. */
  hasUnfit(): boolean
}

interface LocalRow {
  readonly scope: string
  readonly rev: number
  readonly gen: number
}
interface RowKey {
  readonly kind: string
  readonly id: string
}
interface Held extends RowKey {
  readonly extra: string
}
type Extra = { readonly fields: Doc } | { readonly doc: Doc; readonly clk: Record<string, Hlc> }

/** Where a slice ends: after so many rows, or ms by `clock`. */
export interface SliceLimits {
  readonly rows: number
  readonly ms: number
  /** `performance.now` where there is none. */
  readonly clock?: () => number
}
/** With the commit well under the 20 ms that a command may wait. */
export const SLICE: SliceLimits = { rows: 1000, ms: 12 }
/** While nobody has done anything here yet: fewer commits, each of fewer pages twice. */
const SLICES_OF_A_LOAD = 2
/** Rows between two looks at the clock: of fewer the commit would be most of the work, and a busy machine be kept busier by it. */
const ROWS_AT_ONCE = 128
/** Rows that are looked at in one step of a sweep. */
const SWEEP_ROWS = 1000
/** Sorts after every row. */
const LAST_KEY: RowKey = { kind: '\u{10ffff}', id: '' }

const CURSOR_SQL = `SELECT scope, handle, "offset", gen, is_loading AS isLoading, loaded_rows AS loadedRows, up_to_date_at AS upToDateAt, is_lost AS isLost FROM sync_cursor`
const HLC = /[0-9a-f]{16}-[0-9a-z]{8}/g
/** The clocks in the JSON of a row's. */
export const clocksIn = (clk: string): readonly Hlc[] => clk.match(HLC) ?? []

function whole(row: FeedRow): WholeRow {
  if (row.rev === null || row.clk === null || row.doc === null) throw new IncompleteRow(`${row.kind} ${row.id}`)
  return row as WholeRow // nothing is left out
}

export function createApply(ground: Ground, overlay: Overlay, limits: SliceLimits = SLICE): Apply {
  const { store, link, journal, typed, now, applying, saw, touched, rules } = ground
  const { raw } = store.connection
  const clock = limits.clock ?? (() => performance.now())
  const local = planned(raw, 'SELECT scope, rev, gen FROM sync_row_local WHERE kind = ? AND id = ?')
  const putsUnknown = new Map<number, Database.Statement>()
  const putUnknown = (rows: number): Database.Statement => {
    const statement = putsUnknown.get(rows) ?? insertNew(raw, 'sync_row_local', ['kind', 'id', 'scope', 'rev', 'gen', 'extra'], 'kind, id', rows)
    putsUnknown.set(rows, statement)
    return statement
  }
  const putLocal = planned(raw, 'INSERT OR REPLACE INTO sync_row_local (kind, id, scope, rev, gen, extra) VALUES (?, ?, ?, ?, ?, ?)')
  /**
   * Also what has the same revision, which a centre that was put back unseen may have given to something else; and where what is known was read
   * from another epoch of the centre: its revisions do not compare.
   */
  const putNewer = planned(
    raw,
    `INSERT INTO sync_row_local (kind, id, scope, rev, gen, extra) VALUES (?, ?, ?, ?, ?, NULL) ON CONFLICT (kind, id) DO UPDATE
    SET scope = excluded.scope, rev = excluded.rev, gen = excluded.gen, extra = NULL WHERE excluded.rev >= rev OR gen < ?`,
  )
  const regen = planned(raw, 'UPDATE sync_row_local SET gen = ? WHERE kind = ? AND id = ? AND gen <> ?')
  const windowEnd = planned(raw, 'SELECT kind, id FROM sync_row_local WHERE (kind, id) > (?, ?) ORDER BY kind, id LIMIT 1 OFFSET ?')
  const unseen = planned(raw, 'SELECT kind, id FROM sync_row_local WHERE (kind, id) > (?, ?) AND (kind, id) <= (?, ?) AND scope = ? AND gen < ?')
  const unfit = planned(raw, `SELECT kind, id, extra FROM sync_row_local WHERE extra IS NOT NULL AND extra LIKE '{"doc"%'`)
  const putOwn = planned(raw, 'INSERT OR IGNORE INTO sync_row_local (kind, id, scope, rev, gen, extra) VALUES (?, ?, ?, 0, ?, NULL)')
  /** Its rows go unless the centre says next that it is ours. */
  const putLost = planned(raw, 'INSERT OR IGNORE INTO sync_cursor VALUES (?, NULL, NULL, 0, 0, 0, NULL, 1)')
  const settleLost = planned(raw, 'DELETE FROM sync_open WHERE kind = ? AND id = ?')
  const putExtra = planned(raw, 'UPDATE sync_row_local SET extra = ? WHERE kind = ? AND id = ?')
  const oneCursor = planned(raw, `${CURSOR_SQL} WHERE scope = ?`)
  const allCursors = planned(raw, `${CURSOR_SQL} WHERE scope > '' ORDER BY scope <> 'company', scope`)
  const move = planned(
    raw,
    'UPDATE sync_cursor SET handle = ?, "offset" = ?, loaded_rows = loaded_rows + ?, up_to_date_at = coalesce(?, up_to_date_at) WHERE scope = ?',
  )
  const count = planned(raw, 'UPDATE sync_cursor SET loaded_rows = loaded_rows + ? WHERE scope = ?')
  const loaded = planned(raw, 'UPDATE sync_cursor SET is_loading = 0 WHERE scope = ?')
  /** Another scope than this is still on its way. */
  const loading = planned(raw, 'SELECT 1 FROM sync_cursor WHERE is_loading = 1 AND is_lost = 0 AND scope <> ?')
  const anyRow = planned(raw, 'SELECT 1 FROM sync_row_local LIMIT 1')
  /** Scopes that an empty device reads for the first time: all their rows are of this reading, and none can be left over. A restart forgets that. */
  const untouched = new Set<string>()
  /** Where the sweep of a scope stands; begun anew after a restart. */
  const sweeps = new Map<string, { kind: string; id: string; left: number }>()

  const cursorOf = (row: unknown): Cursor => {
    const { isLoading, isLost, ...rest } = row as Omit<Cursor, 'isLoading' | 'isLost'> & { isLoading: number; isLost: number } // the columns of CURSOR_SQL
    return { ...rest, isLoading: isLoading === 1, isLost: isLost === 1 }
  }
  const cursor = (scope: string): Cursor | undefined => {
    const row = oneCursor.get(scope)
    return row === undefined ? undefined : cursorOf(row)
  }
  const nextGeneration = (): number => {
    const generation = (link.get()?.generation ?? 0) + 1
    link.set({ generation })
    return generation
  }
  const sawAll = (clk: string) => {
    for (const hlc of clocksIn(clk)) saw(hlc)
  }

  /** The newer revision stands. Revisions of before the centre's present epoch do not compare. */
  const isOlder = (row: number, known: LocalRow): boolean => row < known.rev && known.gen >= (link.get()?.epochGen ?? 0)

  /** Writes a row that is new here, with what waits on it. */
  const show = ({ kind, id, rev, clk, doc }: WholeRow, held: readonly Unsettled[]) => {
    sawAll(clk)
    const extra = held.length > 0 ? overlay.rebase(kind, id, { rev, clk, doc }, held) : overlay.write(kind, JSON.parse(doc) as Doc, clk) // the feed's column is an object
    if (extra !== null) putExtra.run(extra, kind, id)
  }
  const takeRow = (scope: string, gen: number, row: WholeRow) => {
    const { kind, id, rev } = row
    const held = overlay.unsettled(kind, id)
    const epochGen = link.get()?.epochGen ?? 0
    // One statement tells what is new and keeps it: most rows are.
    if (putNewer.run(kind, id, scope, rev, gen, epochGen).changes === 0) return void regen.run(gen, kind, id, gen)
    show(row, held)
  }
  /** Rows of one kind of which most are new, while nothing of ours waits: one statement each for what the feed gave and for the typed table. */
  const takeNew = (scope: string, gen: number, kind: string, rows: readonly WholeRow[]) => {
    const isNew = putUnknown(rows.length).run(rows.flatMap(({ id, rev }) => [kind, id, scope, rev, gen, null])).changes === rows.length
    if (
      isNew &&
      overlay.writeNew(
        kind,
        rows.map(({ clk, doc }) => ({ clk, doc: JSON.parse(doc) as Doc })), // the feed's column is an object
      )
    ) {
      for (const { clk } of rows) sawAll(clk)
      return
    }
    for (const row of rows) {
      const known = local.get(kind, row.id) as LocalRow // it is there by now
      if (known.rev === row.rev && known.gen === gen) show(row, [])
      else takeRow(scope, gen, row)
    }
  }

  /** Another scope may have shown the row by now: then it only moved. */
  const takeAway = (scope: string, { kind, id }: RowKey) => {
    const known = local.get(kind, id) as LocalRow | undefined // the columns named
    if (known?.scope !== scope) return
    const held = overlay.unsettled(kind, id)
    if (held.length > 0) overlay.rebase(kind, id, { rev: known.rev, clk: '{}', doc: null }, held)
    else overlay.remove(kind, id)
  }

  const take = (scope: string, gen: number, changes: readonly FeedChange[], isFirst: boolean) => {
    const rows = changes.flatMap((change) => ('remove' in change ? [] : [whole(change)]))
    if (isFirst && rows.length === changes.length) {
      for (const [kind, own] of Map.groupBy(rows, (row) => row.kind)) for (const some of inPieces(own)) takeNew(scope, gen, kind, some)
      return
    }
    for (const change of changes) {
      if ('remove' in change) takeAway(scope, change)
      else takeRow(scope, gen, whole(change))
    }
  }

  return {
    cursors: () => allCursors.all().map(cursorOf),
    cursor,
    setScopes: (scopes) =>
      applying(() => {
        const known = allCursors.all().map(cursorOf)
        const isEmpty = anyRow.get() === undefined
        // A shop comes to an empty device: nobody can read it yet.
        if (known.length === 0 && !journal.hasAny()) leaveOut(raw, Object.keys(rules).filter(typed))
        for (const scope of scopes) {
          const cursorNow = known.find((one) => one.scope === scope)
          if (cursorNow && !cursorNow.isLost) continue
          raw.prepare('INSERT OR REPLACE INTO sync_cursor VALUES (?, NULL, NULL, ?, 1, 0, NULL, 0)').run(scope, nextGeneration())
          sweeps.delete(scope)
          if (isEmpty) untouched.add(scope)
          else untouched.delete(scope)
        }
        for (const { scope } of known) {
          if (scopes.includes(scope)) continue
          raw.prepare('UPDATE sync_cursor SET is_lost = 1, handle = NULL, "offset" = NULL WHERE scope = ?').run(scope)
          sweeps.delete(scope)
        }
        link.set({ scopes })
      }),

    slice: (scope, batch, from) =>
      applying(() => {
        const slices = isAnyLeftOut(raw) ? SLICES_OF_A_LOAD : 1
        const until = clock() + slices * limits.ms
        const { gen = 0, isLoading = false, upToDateAt = null } = cursor(scope) ?? {}
        overlay.begin()
        const isFirst = isLoading && upToDateAt === null && overlay.isSettled()
        const end = Math.min(batch.changes.length, from + slices * limits.rows)
        let at = from
        while (at < end && (at === from || clock() <= until)) {
          const some = batch.changes.slice(at, Math.min(end, at + ROWS_AT_ONCE))
          take(scope, gen, some, isFirst)
          at += some.length
        }
        if (at >= batch.changes.length) move.run(batch.handle, batch.offset, at - from, batch.isUpToDate ? now() : null, scope)
        else count.run(at - from, scope)
        return at
      }),

    refetch: (scope, isNewCentre = false) =>
      applying(() => {
        const gen = nextGeneration()
        if (isNewCentre) link.set({ epochGen: gen })
        raw.prepare('UPDATE sync_cursor SET handle = NULL, "offset" = NULL, gen = ?, is_loading = 1, loaded_rows = 0 WHERE scope = ?').run(gen, scope)
        sweeps.delete(scope)
        untouched.delete(scope)
      }),

    sweep: (scope) =>
      applying(() => {
        const at = cursor(scope)
        if (!at || (!at.isLoading && !at.isLost)) return true
        overlay.begin()
        const place = sweeps.get(scope) ?? { kind: '', id: '', left: 0 }
        const isClean = untouched.has(scope) && !at.isLost
        const end = isClean ? undefined : (windowEnd.get(place.kind, place.id, SWEEP_ROWS - 1) as RowKey | undefined) // the columns named
        const until = end ?? LAST_KEY
        // Of a lost scope all rows go, whenever they were shown.
        const before = at.isLost ? Number.MAX_SAFE_INTEGER : at.gen
        const rows = isClean ? [] : (unseen.all(place.kind, place.id, until.kind, until.id, scope, before) as RowKey[]) // likewise
        for (const { kind, id } of rows) {
          if (at.isLost) settleLost.run(kind, id) // no row will come any more that could show them
          if (overlay.unsettled(kind, id).length > 0) place.left++
          else overlay.remove(kind, id)
        }
        if (end) {
          sweeps.set(scope, { ...end, left: place.left })
          return false
        }
        if (loading.get(scope) === undefined) {
          const until = clock() + limits.ms
          for (let filled = putBack(raw); filled; filled = putBack(raw)) {
            filled.forEach(touched)
            if (clock() > until) return false
          }
        }
        sweeps.delete(scope)
        if (!at.isLost) loaded.run(scope)
        else if (place.left === 0) raw.prepare('DELETE FROM sync_cursor WHERE scope = ?').run(scope)
        return true
      }),

    takeOwn: ({ table, id, fields }) => {
      const rule = rules[table]
      if (!rule) return
      const place = rule.scope === 'company' ? undefined : fields[rule.scope.location]
      const scope = place === undefined || rule.scope === 'company' ? COMPANY_SCOPE : scopeOf(rule, { [rule.scope.location]: valueAfter(place) })
      putOwn.run(table, id, scope, cursor(scope)?.gen ?? 0)
      // The centre knew the location as this device's when it took the row: it is newer here than what we know of our scopes, or was taken from us meanwhile.
      const told = table === 'location' ? id : scope // each location is a scope, and who reads all of them reads a new one
      if (link.get()?.scopes.includes(told) === false) putLost.run(told)
    },

    takeAnswer: ({ kind, id, scope, rev, clk, doc }) => {
      const known = local.get(kind, id) as LocalRow | undefined // the columns named
      const shadow = overlay.known(kind, id)
      const given: ServerRow = { rev, clk: JSON.stringify(clk), doc: JSON.stringify(doc) }
      for (const hlc of Object.values(clk)) saw(hlc)
      // An answer that was lost and asked for again tells of rows as they stood the first time.
      if (known !== undefined && isOlder(rev, known)) {
        if (shadow !== undefined && shadow.doc !== null) overlay.rebase(kind, id, shadow)
        return
      }
      putLocal.run(kind, id, scope, rev, cursor(scope)?.gen ?? known?.gen ?? 0, overlay.rebase(kind, id, given))
    },

    takeAbsence: (kind, id) => {
      const shadow = overlay.known(kind, id)
      const known = local.get(kind, id) as LocalRow | undefined // the columns named
      // Somebody may have offered the record since the centre decided, long ago where the answer was lost: what the feed's reading shows is newer.
      const isShown = known !== undefined && known.gen >= (cursor(known.scope)?.gen ?? Number.POSITIVE_INFINITY)
      overlay.rebase(kind, id, isShown && shadow ? shadow : { rev: 0, clk: '{}', doc: null })
    },

    fitIn: () => {
      for (const { kind, id, extra } of unfit.all() as Held[]) {
        const held = JSON.parse(extra) as Extra // written by the overlay
        if (typed(kind) && 'doc' in held) putExtra.run(overlay.write(kind, held.doc, JSON.stringify(held.clk)), kind, id)
      }
    },

    takeOver: () => {
      const version = store.schemaVersion
      if ((link.get()?.schemaVersion ?? version) === version) return
      applying(() => {
        for (const { kind, id, extra } of raw.prepare('SELECT kind, id, extra FROM sync_row_local WHERE extra IS NOT NULL').all() as Held[]) {
          const held = JSON.parse(extra) as Extra // written by the overlay
          const table = typed(kind)
          if (!table) continue
          if ('doc' in held) {
            putExtra.run(overlay.write(kind, held.doc, JSON.stringify(held.clk)), kind, id)
            continue
          }
          touched(kind)
          const fields = table.putFields(id, held.fields)
          putExtra.run(fields && JSON.stringify({ fields }), kind, id)
        }
        link.set({ schemaVersion: version })
      })
    },
    hasUnfit: () => unfit.get() !== undefined,
  }
}
