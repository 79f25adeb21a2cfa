import type { RowChange } from '#shared/contract/merge.ts'
import { MAX_ENTRIES, MAX_PUSH_BYTES, type PushAnswer, type Reason, type WireEntry, type WireResult } from '#shared/contract/wire.ts'
import type { Apply } from './apply.ts'
import type { Ground } from './ground.ts'
import type { Link } from './link.ts'
import type { Overlay } from './overlay.ts'

/** Entries that one question for the pending ones looks into. */
const MOST_LOOKED_AT = 2000
/** A push holds less than the centre takes, for what surrounds the entries. */
const MOST_BYTES = MAX_PUSH_BYTES - 4096

export interface BuiltEntry {
  readonly seq: number
  readonly part: number
  readonly parts: number
  readonly hlc: string
  readonly changes: readonly RowChange[]
}
/** One request's worth of entries, and its JSON (a PushRequest). */
export interface BuiltPush {
  readonly entries: readonly BuiltEntry[]
  readonly json: string
  /** There were more than one request takes. */
  readonly isFull: boolean
}

export interface Outbox {
  /**
   * Builds the next push: entries after the last answered one. Yields between steps, so that a command need not wait for the whole.
   * Undefined: nothing waits. `mostEntries` narrows it down to find an entry that the centre cannot read.
   */
  build(mostEntries?: number): Generator<void, BuiltPush | undefined>
  /** While a push is under way: reads what follows it, for the next `build` of as many entries. Yields likewise. */
  prepare(push: BuiltPush, mostEntries?: number): Generator<void, void>
  /** What was read ahead of it to follow a push whose answer is here, before that is kept: undefined where it is no whole request yet. */
  next(push: BuiltPush): BuiltPush | undefined
  /** Keeps the answers, in one transaction; rows of refused and parked entries go back to what they are at the centre. Throws where they do not answer this push. */
  record(push: BuiltPush, results: readonly WireResult[], newest?: PushAnswer['hlc']): void
  /** An entry that the centre cannot even read: kept as parked, so that what comes after it goes on. Its rows stay as they are here. */
  setAside(push: BuiltPush, reason: Reason): void
  /** The centre has this device's entries up to here only (it was put back to an older state): those after it are sent again. */
  reoffer(have: number): void
  /** The newest entry of this identity that a centre answered, of those after this one. */
  answeredAfter(have: number): number | undefined
  /** Deeds that the centre has not answered; of a long queue those that were not looked into yet count whole, until the next questions. */
  pending(): { count: number; oldestAt: number | null }
  undecided(): number
}

/** Up to where all is answered. */
type Place = Pick<Link, 'ackedSeq' | 'ackedPart'>
const placeAfter = ({ seq, part, parts }: BuiltEntry): Place => (part === parts ? { ackedSeq: seq, ackedPart: 0 } : { ackedSeq: seq - 1, ackedPart: part })

/** Entries behind a place, and the JSON of each. */
interface Gathered extends Place {
  readonly mostEntries: number
  /** Last entry of the journal when they were read. */
  readonly last: number
  readonly entries: readonly BuiltEntry[]
  readonly texts: readonly string[]
  readonly isFull: boolean
}

/** Facts of an entry that the centre never saw, as JSON. */
const SET_ASIDE = '{"unread":true}'

export function createOutbox({ store, link, journal, applying, touched, saw, now }: Ground, overlay: Overlay, apply: Apply): Outbox {
  const { raw } = store.connection
  const putEntry = raw.prepare(
    `INSERT INTO sync_entry (seq, part, outcome, reason, facts, answered_at, decided_at, decided_by) VALUES (?, ?, ?, ?, ?, ?, NULL, '')
    ON CONFLICT (seq, part) DO UPDATE SET outcome = excluded.outcome, reason = excluded.reason, facts = excluded.facts`,
  )
  const countUndecided = raw
    .prepare("SELECT count(*) FROM sync_entry WHERE answered_at >= 0 AND decided_at IS NULL AND outcome IN ('parked', 'rejected')")
    .pluck()
  const isSetAside = raw.prepare(`SELECT 1 FROM sync_entry WHERE seq = ? AND facts = '${SET_ASIDE}'`)
  /** Unanswered entries as far as they were looked at, oldest first. */
  let waiting: { seq: number; at: number }[] = []
  let lookedThrough = -1
  let ready: Gathered | undefined

  const acked = () => link.get() ?? { ackedSeq: 0, ackedPart: 0 }

  function wireOf(seq: number, part: number): { entry: BuiltEntry; json: string } | undefined {
    const found = journal.entry(seq)
    const changes = found?.parts[part - 1]
    if (!found || !changes) return undefined
    const { head, parts } = found
    const wire: WireEntry = {
      seq,
      part,
      parts: parts.length,
      txId: head.txId,
      hlc: head.hlc,
      at: head.at,
      command: head.command,
      schemaVersion: head.schemaVersion,
      userId: head.userId,
      userName: head.userName.slice(0, 200),
      changes: changes as WireEntry['changes'], // the journal's form is the wire's
    }
    return { entry: { seq, part, parts: parts.length, hlc: head.hlc, changes }, json: JSON.stringify(wire) }
  }

  function* gather({ ackedSeq, ackedPart }: Place, mostEntries: number): Generator<void, Gathered> {
    const last = journal.lastSeq()
    const entries: BuiltEntry[] = []
    const texts: string[] = []
    let bytes = 0
    let isFull = false
    for (let seq = ackedSeq + 1; seq <= last && !isFull; seq++) {
      for (let part = seq === ackedSeq + 1 ? ackedPart + 1 : 1; !isFull; part++) {
        const next = wireOf(seq, part)
        if (!next) break
        const size = Buffer.byteLength(next.json) + 1
        if (entries.length > 0 && bytes + size > MOST_BYTES) isFull = true
        else {
          entries.push(next.entry)
          texts.push(next.json)
          bytes += size
          isFull = entries.length >= mostEntries
        }
        yield
      }
      if (entries.length === 0) yield
    }
    return { ackedSeq, ackedPart, mostEntries, last, entries, texts, isFull }
  }

  const built = ({ entries, texts, isFull }: Gathered): BuiltPush => ({
    entries,
    isFull,
    json: `{"sentAt":${Math.max(0, now())},"ackedThrough":${acked().ackedSeq},"centreEpoch":${link.get()?.centreEpoch ?? 0},"entries":[${texts.join()}]}`,
  })

  function* build(mostEntries = MAX_ENTRIES): Generator<void, BuiltPush | undefined> {
    const { ackedSeq, ackedPart } = acked()
    const isReady = ready?.ackedSeq === ackedSeq && ready.ackedPart === ackedPart && ready.mostEntries === mostEntries
    const gathered = ready && isReady ? ready : yield* gather({ ackedSeq, ackedPart }, mostEntries)
    ready = undefined
    const { last, entries } = gathered
    if (entries.length > 0) return built(gathered)
    if (last > ackedSeq && acked().ackedSeq === ackedSeq) link.set({ ackedSeq: last, ackedPart: 0 }) // none of these leaves the device
    return undefined
  }

  function* prepare({ entries }: BuiltPush, mostEntries = MAX_ENTRIES): Generator<void, void> {
    const last = entries.at(-1)
    const next = last && (yield* gather(placeAfter(last), mostEntries))
    // What is not full yet may be joined by deeds of the meantime.
    ready = next?.isFull ? next : undefined
  }

  const keep = (entry: BuiltEntry, { outcome, reason, facts }: Pick<WireResult, 'outcome' | 'reason' | 'facts'>) => {
    putEntry.run(entry.seq, entry.part, outcome, reason ?? null, JSON.stringify(facts ?? {}), now())
    touched('sync_entry')
  }

  return {
    build,
    prepare,
    next: ({ entries }) => {
      const last = entries.at(-1)
      const place = last && placeAfter(last)
      if (!ready || ready.ackedSeq !== place?.ackedSeq || ready.ackedPart !== place.ackedPart) return undefined
      const next = built(ready)
      ready = undefined
      return next
    },
    record: (push, results, newest) => {
      if (results.length > push.entries.length || results.some(({ seq, part }, i) => push.entries[i]?.seq !== seq || push.entries[i]?.part !== part))
        throw new Error('the answers are not of this push')
      applying(() => {
        overlay.begin()
        const taken: { change: RowChange; hlc: string; isRestamped: boolean }[] = []
        /** By record, with the last that was said of it. */
        const refused = new Map<string, { change: RowChange; rows: WireResult['rows'] }>()
        results.forEach((result, i) => {
          const entry = push.entries[i]
          if (!entry) return
          const isTaken = result.outcome !== 'rejected' && result.outcome !== 'parked'
          const hlc = result.hlc ?? entry.hlc
          for (const change of entry.changes) {
            if (!isTaken) refused.set(`${change.table}/${change.id}`, { change, rows: result.rows })
            else {
              overlay.open(change.table, change.id, entry.seq, hlc)
              taken.push({ change, hlc, isRestamped: hlc !== entry.hlc })
            }
          }
          if (result.outcome !== 'applied' || result.reason !== undefined) keep(entry, result)
        })
        const last = push.entries[results.length - 1]
        if (last) link.set(placeAfter(last))
        if (newest !== undefined) saw(newest)
        // Only now the queue ends behind these entries, which is what the rows are made of.
        for (const { change, hlc, isRestamped } of taken) overlay.settle(change, hlc, isRestamped)
        for (const { change } of taken) if (change.insert) apply.takeOwn(change)
        for (const { change, rows } of refused.values()) {
          const row = rows?.find(({ kind, id }) => kind === change.table && id === change.id)
          if (row) apply.takeAnswer(row)
          else apply.takeAbsence(change.table, change.id)
        }
        if (refused.size > 0) apply.fitIn()
        touched('sync_status')
      })
    },
    setAside: (push, reason) => {
      const entry = push.entries[0]
      if (!entry) return
      applying(() => {
        keep(entry, { outcome: 'parked', reason, facts: JSON.parse(SET_ASIDE) as WireResult['facts'] })
        link.set(placeAfter(entry))
        touched('sync_status')
      })
    },
    reoffer: (have) =>
      applying(() => {
        const { ackedSeq } = acked()
        raw.prepare('DELETE FROM sync_open WHERE seq > ?').run(have)
        if (have < ackedSeq) link.set({ ackedSeq: have, ackedPart: 0 })
        lookedThrough = -1
        touched('sync_status')
      }),
    answeredAfter: (have) => {
      const isOwn = (seq: number) => journal.entry(seq)?.head.hlc.endsWith(`-${store.device.clockTag}`)
      return journal.waiting(have, acked().ackedSeq).findLast(({ seq }) => isOwn(seq) && isSetAside.get(seq) === undefined)?.seq
    },
    pending: () => {
      const { ackedSeq } = acked()
      if (lookedThrough < ackedSeq) {
        waiting = []
        lookedThrough = ackedSeq
      }
      const last = journal.lastSeq()
      const through = Math.min(last, lookedThrough + MOST_LOOKED_AT)
      if (through > lookedThrough) for (const entry of journal.waiting(lookedThrough, through)) waiting.push(entry)
      lookedThrough = Math.max(lookedThrough, through)
      let answered = 0
      while (answered < waiting.length && (waiting[answered]?.seq ?? 0) <= ackedSeq) answered++
      if (answered > 0) waiting = waiting.slice(answered)
      return { count: waiting.length + last - lookedThrough, oldestAt: waiting[0]?.at ?? null }
    },
    undecided: () => countUndecided.get() as number, // a count
  }
}
