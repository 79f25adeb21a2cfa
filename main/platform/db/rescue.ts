import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync, renameSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { blocksOf, CHANGES_PER_BLOCK, type Entry, type EntryHead } from './journal.ts'
import type { Change, ChangedFields } from './write.ts'

export const RESCUE_FILE = 'journal.log'
/** Rotated files that are kept: the newest backups may turn out unreadable, and then an older one needs the entries since it. */
const GENERATIONS = 4

/** One line of the second journal; an entry with many changes spans several, all but the last marked `more`. */
interface Line extends Pick<Entry, 'seq' | 'events'> {
  /** Place of the line's first change in its entry. */
  readonly from: number
  readonly more: boolean
  readonly head: Omit<EntryHead, 'answer'>
  /** Absent where none is kept. */
  readonly answer?: unknown
  readonly changes: readonly (Pick<Change, 'table' | 'id'> & ChangedFields)[]
}

/** JSON of a Line, put together from the JSON that the journal holds already. */
function lineOf({ seq, head: { answer, ...head }, changes, events }: Entry, block: number): string {
  const list = blocksOf(changes)
  const answered = answer === null ? '' : `"answer":${answer},`
  return `{"seq":${seq},"from":${block * CHANGES_PER_BLOCK},"more":${block + 1 < list.length},"head":${JSON.stringify(head)},${answered}"events":${JSON.stringify(events)},"changes":${list[block]}}`
}

const LINE_BREAK = 10

/**
 * The second journal: the same entries as text beside the database, each line with its checksum, so that a damaged database
 * loses nothing that was saved since its last backup. Not synced to disk: the database is the durable copy, this is the spare.
 * What a crash left out of it is filled in from the database at the next start (see store.ts).
 */
export class RescueJournal {
  #fd: number
  #lastSeq: number
  /** The file ends inside a line: the next one begins on a new one, or it would be lost with its torn neighbour. */
  #torn: boolean
  readonly #file: string
  /** For all but the longest lines, so that a command makes no buffer of its own. */
  readonly #room = Buffer.allocUnsafe(65_536)

  constructor(file: string) {
    this.#file = file
    this.#lastSeq = endOf(file).seq
    this.#fd = openSync(file, 'a+', 0o600)
    this.#torn = endsTorn(this.#fd)
  }

  /** Number of the newest whole entry; 0 when there is none. */
  get lastSeq(): number {
    return this.#lastSeq
  }

  append(entry: Entry): void {
    for (let block = 0; block < blocksOf(entry.changes).length; block++) {
      const text = `${this.#torn ? '\n' : ''}00000000 ${lineOf(entry, block)}\n`
      const room = text.length * 3 <= this.#room.length ? this.#room : Buffer.allocUnsafe(text.length * 3)
      const bytes = room.subarray(0, room.write(text))
      const start = this.#torn ? 1 : 0
      bytes.write(checksum(bytes.subarray(start + 9, -1)), start, 'latin1')
      this.#torn = true
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#fd, bytes, at)
      this.#torn = false
    }
    this.#lastSeq = entry.seq
  }

  /** Called when a verified backup holds everything up to here: begins a new file; the oldest generation goes. */
  rotate(): void {
    closeSync(this.#fd)
    for (let n = GENERATIONS; n >= 1; n--) if (existsSync(generation(this.#file, n - 1))) renameSync(generation(this.#file, n - 1), generation(this.#file, n))
    this.#fd = openSync(this.#file, 'a+', 0o600)
    this.#torn = false
  }

  /** What is appended afterwards throws: its number may be another file's by then. */
  close(): void {
    closeSync(this.#fd)
    this.#fd = -1
  }

  /** Every file of a second journal that exists, oldest first. */
  static files(file: string): string[] {
    return Array.from({ length: GENERATIONS + 1 }, (_, i) => generation(file, GENERATIONS - i)).filter((name) => existsSync(name))
  }

  /** All whole entries after `seq` by number; a torn or altered line costs its own entry only. Of an entry written twice the later one counts. */
  static read(file: string, afterSeq: number): Map<number, Entry> {
    const entries = new Map<number, Entry>()
    const begun = new Map<number, Change[]>()
    for (const text of RescueJournal.files(file).flatMap((name) => readFileSync(name, 'utf8').split('\n'))) {
      const line = lineIn(text)
      if (!line || line.seq <= afterSeq) continue
      const changes = line.from === 0 ? [] : (begun.get(line.seq) ?? [])
      begun.delete(line.seq)
      if (changes.length !== line.from) continue
      for (const { table, id, insert, fields } of line.changes) changes.push({ table, id, kept: JSON.stringify({ insert, fields }) })
      const answer = 'answer' in line ? JSON.stringify(line.answer) : null
      if (line.more) begun.set(line.seq, changes)
      else entries.set(line.seq, { seq: line.seq, head: { ...line.head, answer }, changes, events: line.events })
    }
    return entries
  }

  /** Number of the newest whole entry on disk, without opening the journal for writing. */
  static lastSeq(file: string): number {
    return endOf(file).seq
  }

  /** Number of the newest entry that was begun: where something unreadable stands behind the newest whole one, there was at least one more. */
  static lastBegun(file: string): number {
    const { seq, isFrayed } = endOf(file)
    return isFrayed ? seq + 1 : seq
  }
}

const generation = (file: string, n: number): string => (n === 0 ? file : `${file}.${n}`)

/** Undefined of what is no whole line. */
function lineIn(text: string): Line | undefined {
  const body = text.slice(9)
  return body === '' || checksum(body) !== text.slice(0, 8) ? undefined : (JSON.parse(body) as Line) // its checksum proves that we wrote it
}

/** The newest whole entry, and whether anything stands behind it. Looks at the end of the newest file, further back as needed: a start must not read megabytes. */
function endOf(file: string): { seq: number; isFrayed: boolean } {
  let isFrayed = false
  for (const name of RescueJournal.files(file).reverse()) {
    const fd = openSync(name, 'r')
    try {
      const { size } = fstatSync(fd)
      for (let tail = Math.min(size, 65_536); tail > 0; tail = tail === size ? 0 : Math.min(size, tail * 8)) {
        const bytes = Buffer.alloc(tail)
        readSync(fd, bytes, 0, tail, size - tail)
        const whole = tail === size ? bytes : bytes.subarray(bytes.indexOf(LINE_BREAK) + 1)
        const texts = whole.toString('utf8').split('\n')
        for (let behind = false; texts.length > 0; ) {
          const text = texts.pop() ?? ''
          const line = lineIn(text)
          if (line && !line.more) return { seq: line.seq, isFrayed: isFrayed || behind }
          behind ||= text !== ''
        }
      }
      isFrayed ||= size > 0
    } finally {
      closeSync(fd)
    }
  }
  return { seq: 0, isFrayed }
}

function endsTorn(fd: number): boolean {
  const { size } = fstatSync(fd)
  if (size === 0) return false
  const last = Buffer.alloc(1)
  readSync(fd, last, 0, 1, size - 1)
  return last[0] !== LINE_BREAK
}

const checksum = (text: string | Uint8Array): string => crc32(text).toString(16).padStart(8, '0')
