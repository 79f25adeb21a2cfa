import { randomUUID } from 'node:crypto'
import type { TableSync } from '#shared/contract/sync.ts'
import { formatHlc, type Hlc, type HlcState, parseHlc, tick } from '#shared/kernel/hlc.ts'
import type { Failure, Result } from '#shared/kernel/result.ts'
import { lastSeq } from './check.ts'
import type { Clock } from './clock.ts'
import type { Actor, Client } from './context.ts'
import type { Connection } from './db/connection.ts'
import { type Derived, deriveLater } from './db/derived.ts'
import { currentDevice, type Device, renewDevice } from './db/identity.ts'
import { type EntryHead, JOURNAL_BLOCKS, JOURNAL_LIST, type JournalEvent, writeEntry } from './db/journal.ts'
import { NotWhole, putAllBack } from './db/load.ts'
import { type Recording, recordWrites } from './db/write.ts'
import { foldWhenQuiet } from './fold.ts'
import { openSpare } from './spare.ts'

export interface Deed {
  readonly command: string
  readonly callId: string
  readonly actor: Actor
  readonly client: Client
  /** `performance.now()` at the call's arrival. */
  readonly arrivedAt: number
  /** The answer is kept for a repeated call; false where it holds a secret. */
  readonly keepAnswer: boolean
  /** Given the kept answer's JSON, so that it is made once. */
  readonly onAnswer?: (text: string) => void
}

export interface Transaction extends Recording {
  readonly now: number
  readonly events: JournalEvent[]
  /** Who stands in the journal: the deed's actor, unless the deed names another. */
  author: Pick<Actor, 'userId' | 'name'>
}

/** Owns the one writing connection: transactions, clocks, numbers, journal, change notices. Knows no business module. */
export interface Store {
  readonly connection: Connection
  readonly device: Device
  /** Draws a new identity, as another holder of this one has turned up: from the next deed on, numbers and clocks are its own. */
  renewDevice(): void
  readonly schemaVersion: number
  /** Number of the newest journal entry. */
  lastSeq(): number
  /** The second journal lacks entries that no backup holds either: a backup is due. */
  readonly spareIsBehind: boolean
  /** A verified backup holds everything up to here: the second journal begins anew. */
  rotateSpare(): void
  write<T>(deed: Deed, work: (tx: Transaction) => Result<T, Failure>): Result<T, Failure>
  /** Runs what reads with many statements in one transaction: each on its own would take the file's locks again. Not inside another. */
  read<T>(work: () => T): T
  nextNumber(series: string): string
  onCommit(listener: (tables: readonly string[]) => void): void
  /** Tells the listeners of changes that no deed made: rows from the centre, the standing of the link to it. */
  announce(tables: ReadonlySet<string>): void
  /** A clock from elsewhere, once the transaction that took it in is saved; and the centre's time minus ours. Clocks of deeds go on from there. */
  setClock(clock: { readonly seen?: Hlc; readonly offsetMs?: number }): void
  /** Folds SQLite's log into the database where it is long: between slices of rows from the centre, in a turn of its own. */
  fold(): void
  /** Brings lists and indexes that are made from saved rows up to them, as far as `withinMs` allows. Called by who reads one. */
  derive(withinMs?: number): void
  /** While a first load comes in, which nobody can search yet, indexes wait for its end. */
  holdDerived(isHeld: boolean): void
  /** Rises with every commit that touches one of these tables. */
  versionOf(tables: Iterable<string>): number
  close(): void
}

interface StoreOptions {
  connection: Connection
  schemaVersion: number
  sync: Readonly<Record<string, TableSync>>
  clock: Clock
  /** Folder of the second journal; null for a database in memory. */
  folder: string | null
  /** Last journal entry that the newest backup holds. */
  savedSeq: number
  /** The second journal could not be written; the deed itself is saved. */
  onSpareFailure: (error: unknown) => void
  /** Called inside the transaction for every event: queues its reactions. */
  onEvent: (event: JournalEvent, now: number) => void
  /** Of the modules. */
  derived?: readonly Derived[]
  /** A derived list could not be brought up to date; the deeds themselves are saved. */
  onDeriveFailure?: (error: unknown) => void
  /** A listener to commits threw: a bug of its own, and no reason to call a saved deed unsaved. */
  onListenerFailure: (error: unknown) => void
}

/** Rows from the centre come by the thousand: an index takes large pieces in a third of the time. Who searches meanwhile does not wait for it. */
const LOAD_DERIVED_MS = 500

export function openStore(options: StoreOptions): Store {
  const { connection, schemaVersion, sync, clock, folder, savedSeq, onEvent, onSpareFailure, onListenerFailure } = options
  const { raw } = connection
  let device = currentDevice(raw) ?? renewDevice(raw, clock.now())
  const spare = folder === null ? null : openSpare({ connection, folder, savedSeq, onFailure: onSpareFailure })
  const folding = foldWhenQuiet(raw)
  const derivation = deriveLater(connection, [JOURNAL_LIST, JOURNAL_BLOCKS, ...(options.derived ?? [])], options.onDeriveFailure ?? (() => undefined))
  derivation.soon() // what the last run left
  const listeners: ((tables: readonly string[]) => void)[] = []
  const versions = new Map<string, number>()
  const lastHlc = raw.prepare('SELECT hlc FROM journal ORDER BY seq DESC LIMIT 1').pluck().get() as string | undefined // our own table
  let clockState: HlcState = lastHlc === undefined ? { atMs: 0, counter: 0 } : parseHlc(lastHlc)
  let clockOffsetMs = 0

  const begin = raw.prepare('BEGIN IMMEDIATE')
  const beginReading = raw.prepare('BEGIN')
  const commit = raw.prepare('COMMIT')
  const rollback = () => {
    if (raw.inTransaction) raw.exec('ROLLBACK')
  }
  const count = raw.prepare('INSERT INTO counter (series, last) VALUES (?, 1) ON CONFLICT (series) DO UPDATE SET last = last + 1 RETURNING last').pluck()

  const write: Store['write'] = (deed, work) => {
    const now = clock.now()
    const nextClock = tick(clockState, now + clockOffsetMs)
    const hlc = formatHlc(nextClock, device.clockTag)
    const recording = recordWrites(connection, sync, now, hlc)
    const events: Transaction['events'] = []
    const tx: Transaction = { ...recording, now, events, author: deed.actor }
    connection.checkReferences(true)
    begin.run()
    try {
      const result = work(tx)
      if (result instanceof Promise) {
        result.catch(() => undefined) // it will meet a closed handle; the error below is the one to see
        throw new Error(`${deed.command} returned a promise from inside a transaction`)
      }
      if (!result.ok) {
        rollback()
        return result
      }
      for (const event of events) onEvent(event, now)
      if (recording.changes.length === 0 && events.length === 0) {
        commit.run()
        if (recording.wrote.size > 0) announce(recording.wrote)
        return result
      }
      const answer = deed.keepAnswer ? JSON.stringify(result.value ?? null) : null
      const head: EntryHead = {
        txId: randomUUID(),
        hlc,
        command: deed.command,
        schemaVersion,
        at: now,
        tookUs: Math.round((performance.now() - deed.arrivedAt) * 1000),
        userId: tx.author.userId,
        userName: tx.author.name,
        device: { id: device.id, name: device.name },
        ip: deed.client.ip,
        userAgent: deed.client.userAgent,
        callId: deed.callId,
        answer,
      }
      const seq = writeEntry(connection, head, recording.changes)
      commit.run()
      clockState = nextClock
      spare?.keep({ seq, head, changes: recording.changes, events })
      folding.soon()
      derivation.soon()
      announce(recording.wrote.add('journal'))
      if (answer !== null) deed.onAnswer?.(answer)
      return result
    } catch (error) {
      rollback()
      if (!(error instanceof NotWhole)) throw error
      putAllBack(raw)
      return write(deed, work)
    } finally {
      recording.close()
    }
  }

  const read: Store['read'] = (work) => {
    beginReading.run()
    try {
      return work()
    } finally {
      commit.run()
    }
  }

  const announce = (written: ReadonlySet<string>) => {
    const tables = new Set(written)
    // The journal's own triggers bring indexes in line with rows that are told of anyway.
    for (const table of written) if (table !== 'journal') for (const other of connection.alsoWrites(table)) tables.add(other)
    for (const table of tables) versions.set(table, (versions.get(table) ?? 0) + 1)
    for (const listener of listeners) {
      try {
        listener([...tables])
      } catch (error) {
        onListenerFailure(error)
      }
    }
  }

  return {
    connection,
    get device() {
      return device
    },
    renewDevice: () => {
      device = renewDevice(raw, clock.now())
    },
    schemaVersion,
    write,
    read,
    get spareIsBehind() {
      return spare?.isBehind ?? false
    },
    lastSeq: () => lastSeq(raw),
    rotateSpare: () => spare?.rotate(),
    nextNumber: (series) => `${device.tag}-${String(count.get(series) as number).padStart(6, '0')}`, // RETURNING one integer
    onCommit: (listener) => {
      listeners.push(listener)
    },
    announce: (tables) => {
      derivation.soon(LOAD_DERIVED_MS)
      folding.soon()
      announce(tables)
    },
    setClock: ({ seen, offsetMs = clockOffsetMs }) => {
      clockOffsetMs = offsetMs
      if (seen !== undefined && seen > formatHlc(clockState, device.clockTag)) clockState = parseHlc(seen)
    },
    fold: folding.ifLong,
    derive: (withinMs) => derivation.now(withinMs),
    holdDerived: (isHeld) => derivation.hold(isHeld),
    versionOf: (tables) => {
      let sum = 0
      for (const table of tables) sum += versions.get(table) ?? 0
      return sum
    },
    close: () => {
      folding.stop()
      derivation.stop()
      try {
        raw.pragma('optimize')
        raw.pragma('wal_checkpoint(TRUNCATE)')
      } finally {
        raw.close()
        spare?.close()
      }
    },
  }
}
