import { join } from 'node:path'
import { lastSeq } from './check.ts'
import type { Connection } from './db/connection.ts'
import { type Entry, entryReader } from './db/journal.ts'
import { RESCUE_FILE, RescueJournal } from './db/rescue.ts'

/** The second journal as the store keeps it: complete since the last backup, or known not to be. */
export interface Spare {
  /**
   * Takes one saved entry, and writes it in the next turn of the event loop: the answer does not wait for it, and what a crash in
   * between leaves out is filled in from the database at the next start. Never throws: the deed is saved by now, and a spare copy
   * that cannot be written must not turn it into an error.
   */
  keep(entry: Entry): void
  rotate(): void
  readonly isBehind: boolean
  close(): void
}

/** More than this is left to the next backup: a start and a command must not wait for it. */
const LONGEST_FILL = 2000

/** Deeds one after the other without a turn in between. */
const MOST_WAITING = 50

/** Opens the second journal and fills in what a crash between commit and append, or a full disk, left out of it. */
export function openSpare(options: { connection: Connection; folder: string; savedSeq: number; onFailure: (error: unknown) => void }): Spare {
  const { connection, folder, savedSeq, onFailure } = options
  const rescue = new RescueJournal(join(folder, RESCUE_FILE))
  const read = entryReader(connection.raw)
  let isBehind = false

  /** Copies the entries between the spare's last and `seq` (not included) from the database. */
  const fillUpTo = (seq: number) => {
    const first = Math.max(rescue.lastSeq, savedSeq) + 1
    if (seq - first > LONGEST_FILL) isBehind = true
    else
      for (let missing = first; missing < seq; missing++) {
        const entry = read(missing)
        if (entry) rescue.append(entry)
      }
  }
  const guarded = (work: () => void) => {
    try {
      work()
    } catch (error) {
      isBehind = true
      onFailure(error)
    }
  }

  let waiting: Entry[] = []
  let turn: NodeJS.Immediate | undefined
  const writeWaiting = () => {
    clearImmediate(turn)
    turn = undefined
    const entries = waiting
    waiting = []
    for (const entry of entries)
      guarded(() => {
        if (rescue.lastSeq + 1 < entry.seq) fillUpTo(entry.seq)
        rescue.append(entry)
      })
  }

  guarded(() => fillUpTo(lastSeq(connection.raw) + 1))
  return {
    keep: (entry) => {
      waiting.push(entry)
      if (waiting.length >= MOST_WAITING) writeWaiting()
      else turn ??= setImmediate(writeWaiting)
    },
    rotate: () => {
      writeWaiting()
      guarded(() => {
        rescue.rotate()
        isBehind = false
      })
    },
    get isBehind() {
      return isBehind
    },
    close: () => {
      writeWaiting()
      rescue.close()
    },
  }
}
