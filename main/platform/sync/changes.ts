import type { RowChange } from '#shared/contract/merge.ts'
import type { SyncRules } from '#shared/contract/sync.ts'
import { MAX_CHANGES } from '#shared/contract/wire.ts'
import { type Connection, planned, statementOf } from '../db/connection.ts'
import { blockReader, type EntryHead, listIn } from '../db/journal.ts'

/** Bytes of changes in one part of a long entry: well under what a push may hold. */
const PART_BYTES = 256 * 1024
/** What surrounds a change in a push. */
const FRAME_BYTES = 32
/** UTF-8 takes three of a JavaScript letter; the fourth is for what surrounds the changes. */
const MOST_BYTES_OF_LETTER = 4
/** Changes of entries that are kept in memory: rows come back from the feed in the order in which they were sent. */
const KEPT_CHANGES = 20_000

/** A journal entry as it travels: one change per record, none of tables that stay here, in parts. */
export interface SyncedEntry {
  readonly seq: number
  readonly head: EntryHead
  /** None: nothing of it leaves this device. */
  readonly parts: readonly (readonly RowChange[])[]
  /** Its change of one record, and the part (from 1) in which that stands. */
  changeOf(kind: string, id: string): { readonly change: RowChange; readonly part: number } | undefined
}

/** What sync reads of the journal; the only place that knows how changes are stored. */
export interface SyncedJournal {
  /** Undefined where the entry is lost. */
  entry(seq: number): SyncedEntry | undefined
  /** Entries after `seq` that changed this record, ascending. */
  touching(kind: string, id: string, after: number): number[]
  /** Entries after one number up to another of which something travels, ascending. */
  waiting(after: number, through: number): { seq: number; at: number }[]
  lastSeq(): number
  /** Whether anything was ever done here that travels. */
  hasAny(): boolean
}

const keyOf = (kind: string, id: string): string => `${kind}/${id}`

/** `derive` is called before entries are looked for by record, see Store.derive. */
export function readSyncedJournal(connection: Connection, rules: SyncRules, derive: () => void): SyncedJournal {
  const { raw } = connection
  const read = blockReader(raw)
  const cache = new Map<number, SyncedEntry>()
  let kept = 0
  const travels = (table: string): boolean => (rules[table]?.merge ?? 'local') !== 'local'
  const local = Object.keys(rules)
    .filter((table) => !travels(table))
    .map((table) => `'${table}'`)
    .join()
  const waitingSql = `SELECT seq, at FROM journal j WHERE seq > ? AND seq <= ? AND EXISTS (SELECT 1 FROM journal_change c WHERE c.seq = j.seq AND tbl NOT IN (${local})) ORDER BY seq`
  const touching = planned(raw, 'SELECT DISTINCT seq FROM journal_record WHERE record_id = ? AND seq > ? AND tbl = ? ORDER BY seq').pluck()
  const anySql = `SELECT 1 FROM journal_change WHERE tbl NOT IN (${local}) LIMIT 1`
  const last = statementOf(connection, 'SELECT max(seq) AS seq FROM journal')

  const build = (seq: number): SyncedEntry | undefined => {
    const found = read(seq)
    const changes: RowChange[] | undefined = found?.blocks.flatMap(listIn)
    if (!found || changes?.length !== found.count) return undefined
    // What cannot fill a part whatever its letters are is not measured, which would make its JSON once more.
    const isShort = found.blocks.reduce((sum, { length }) => sum + length, 0) * MOST_BYTES_OF_LETTER < PART_BYTES
    const parts = splitInParts(
      joinChanges(
        changes.filter(({ table }) => travels(table)),
        isShort ? () => 0 : bytesOf,
      ),
    )
    const byRecord = new Map(parts.flatMap((changes, i) => changes.map((change) => [keyOf(change.table, change.id), { change, part: i + 1 }] as const)))
    return { seq, head: found.head, parts, changeOf: (kind, id) => byRecord.get(keyOf(kind, id)) }
  }

  return {
    entry: (seq) => {
      const known = cache.get(seq)
      if (known) return known
      const built = build(seq)
      if (!built) return undefined
      const size = sizeOf(built)
      for (const [old, entry] of cache) {
        if (kept + size <= KEPT_CHANGES) break
        cache.delete(old)
        kept -= sizeOf(entry)
      }
      cache.set(seq, built)
      kept += size
      return built
    },
    touching: (kind, id, after) => {
      derive()
      return touching.all(id, after, kind) as number[] // an integer column
    },
    waiting: (after, through) => statementOf(connection, waitingSql).all(after, through) as { seq: number; at: number }[], // the columns named
    lastSeq: () => (last.get() as { seq: number | null }).seq ?? 0, // an aggregate gives one row
    hasAny: () => statementOf(connection, anySql).get() !== undefined,
  }
}

const sizeOf = ({ parts }: SyncedEntry): number => parts.reduce((sum, part) => sum + part.length, 1)

/** What a change takes of a part. */
const bytesOf = ({ table, id, insert, fields }: RowChange): number =>
  Buffer.byteLength(JSON.stringify({ insert, fields })) + table.length + id.length + FRAME_BYTES

/**
 * One change per record: a deed that writes a record twice stands under one clock, and a merge takes each clock once. What was
 * before is what the first change saw.
 */
export function joinChanges(
  changes: readonly RowChange[],
  sizeOf: (change: RowChange) => number = bytesOf,
): { readonly change: RowChange; readonly bytes: number }[] {
  const joined = new Map<string, { change: RowChange; bytes: number }>()
  for (const change of changes) {
    const key = keyOf(change.table, change.id)
    const bytes = sizeOf(change)
    const earlier = joined.get(key)
    if (!earlier) joined.set(key, { change, bytes })
    else joined.set(key, { change: join(earlier.change, change), bytes: earlier.bytes + bytes })
  }
  return [...joined.values()]
}

function join(first: RowChange, second: RowChange): RowChange {
  const fields: Record<string, RowChange['fields'][string]> = { ...first.fields }
  for (const [field, values] of Object.entries(second.fields)) {
    const before = fields[field]
    const after = values.length === 1 ? values[0] : values[1]
    if (first.insert) fields[field] = [after]
    else if (before?.length === 3) fields[field] = [before[0], after, before[2]]
    else fields[field] = values
  }
  return { ...first, fields }
}

function splitInParts(changes: readonly { readonly change: RowChange; readonly bytes: number }[]): RowChange[][] {
  const parts: RowChange[][] = []
  let room = 0
  for (const { change, bytes } of changes) {
    const part = parts.at(-1)
    if (part === undefined || part.length === MAX_CHANGES || bytes > room) {
      parts.push([change])
      room = PART_BYTES - bytes
    } else {
      part.push(change)
      room -= bytes
    }
  }
  return parts
}
