import { join } from 'node:path'
import { lastSeq } from './check.ts'
import type { Connection } from './db/connection.ts'
import { type Entry, entryReader } from './db/journal.ts'
import { RESCUE_FILE, RescueJournal } from './db/rescue.ts'

/** The second journal as the store keeps it: complete since the last backup, or known not to be. */
export interface Spare {
  /** Takes one saved entry. Never throws: the deed is saved by now, and a spare copy that cannot be written must not turn it into an error. */
  keep(entry: Entry): void
  rotate(): void
  readonly isBehind: boolean
  close(): void
}

/** More than this is left to the next backup: a start and a command must not wait for it. */
const LONGEST_FILL = 2000

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

  guarded(() => fillUpTo(lastSeq(connection.raw) + 1))
  return {
    keep: (entry) =>
      guarded(() => {
        if (rescue.lastSeq + 1 < entry.seq) fillUpTo(entry.seq)
        rescue.append(entry)
      }),
    rotate: () =>
      guarded(() => {
        rescue.rotate()
        isBehind = false
      }),
    get isBehind() {
      return isBehind
    },
    close: () => rescue.close(),
  }
}
