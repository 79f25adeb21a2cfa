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
    this.#lastSeq = lastSeqOf(file)
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
    for (const line of RescueJournal.files(file).flatMap((name) => linesOf(readFileSync(name, 'utf8')))) {
      if (line.seq <= afterSeq) continue
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
    return lastSeqOf(file)
  }
}

const generation = (file: string, n: number): string => (n === 0 ? file : `${file}.${n}`)

function linesOf(text: string): Line[] {
  return text.split('\n').flatMap((line) => {
    const body = line.slice(9)
    return body === '' || checksum(body) !== line.slice(0, 8) ? [] : [JSON.parse(body) as Line] // its checksum proves that we wrote it
  })
}

/** Looks at the end of the newest file, further back as needed: a start must not read megabytes. */
function lastSeqOf(file: string): number {
  for (const name of RescueJournal.files(file).reverse()) {
    const fd = openSync(name, 'r')
    try {
      const { size } = fstatSync(fd)
      for (let tail = Math.min(size, 65_536); tail > 0; tail = tail === size ? 0 : Math.min(size, tail * 8)) {
        const bytes = Buffer.alloc(tail)
        readSync(fd, bytes, 0, tail, size - tail)
        const whole = tail === size ? bytes : bytes.subarray(bytes.indexOf(LINE_BREAK) + 1)
        const last = linesOf(whole.toString('utf8')).findLast((line) => !line.more)
        if (last) return last.seq
      }
    } finally {
      closeSync(fd)
    }
  }
  return 0
}

function endsTorn(fd: number): boolean {
  const { size } = fstatSync(fd)
  if (size === 0) return false
  const last = Buffer.alloc(1)
  readSync(fd, last, 0, 1, size - 1)
  return last[0] !== LINE_BREAK
}

const checksum = (text: string | Uint8Array): string => crc32(text).toString(16).padStart(8, '0')
