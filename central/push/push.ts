import { setImmediate as nextTurn } from 'node:timers/promises'
import { v7 } from 'uuid'
import { clockIn } from '#shared/contract/merge.ts'
import { COMPANY_SCOPE } from '#shared/contract/sync.ts'
import type { PushAnswer, PushRequest, WireEntry, WireResult, WireRow } from '#shared/contract/wire.ts'
import type { Permission } from '#shared/kernel/permission.ts'
import type { Database, Query } from '../db/database.ts'
import type { KnownDevice } from '../devices/known.ts'
import { factsOf, type Log } from '../log.ts'
import { refuse } from './decide.ts'
import { fieldsOf } from './fields.ts'
import { hashOf } from './hash.ts'
import { loadState, setScopes } from './load.ts'
import { awaitedFor, keepOffered, offeredBy, readMending } from './mending.ts'
import { settleApart, settleTogether } from './settle.ts'
import type { Situation } from './state.ts'
import { isBug, isOfData } from './trouble.ts'
import { createWriter, type Desk, writeAsCentre } from './write.ts'

export interface PushOptions extends Desk {
  readonly db: Pick<Database, 'tx'>
  /** Every permission that any operation needs. */
  readonly permissions: readonly Permission[]
  readonly log: Log
  /** Ids of conflict rows; default: UUIDv7. */
  readonly nextId?: () => string
  /** Entries that came again: a lost answer, or a device that was put back. */
  readonly onRepeated?: (entries: number) => void
}
type Sender = Pick<KnownDevice, 'deviceId' | 'enrolmentId' | 'scopes' | 'everywhere'>

interface Head {
  readonly have_seq: number
  readonly have_part: number
  readonly acked_through: number
  readonly locations: readonly string[] | null
  readonly epoch: number
  readonly mending_until: number | null
}
interface Known {
  readonly seq: number
  readonly part: number
  readonly hash: Buffer
  readonly outcome: WireResult['outcome']
  readonly answer: Omit<WireResult, 'seq' | 'part' | 'outcome'> | null
}

const numberOf = ({ seq, part }: { seq: number; part: number }): string => `${seq}.${part}`

/**
 * Takes what a device pushes: one request, one transaction. An entry that was taken before is answered as then. Numbers need not
 * follow each other (what stays on a device leaves holes), and one that comes late is taken, not lost. Rejects only where the centre
 * is in trouble; nothing is taken then, and the device sends it again. `had`: the highest entry that a centre has answered to it.
 */
export function createPush({
  db,
  permissions,
  log,
  nextId = v7,
  onRepeated,
  ...desk
}: PushOptions): (device: Sender, request: PushRequest, had?: number) => Promise<PushAnswer> {
  const { rules, schema, clock } = desk
  const writer = createWriter(schema, rules, desk.schemaVersion)
  const situationOf = (device: Sender, scopes: readonly string[]): Situation => ({
    rules,
    fields: fieldsOf(schema),
    permissions,
    device: { deviceId: device.deviceId, scopes },
    nowMs: clock.now(),
    nextHlc: clock.next,
    nextId,
  })

  async function take(
    q: Query,
    device: Sender,
    { ackedThrough, centreEpoch, entries }: PushRequest,
    hash: (entry: WireEntry) => Buffer,
    had: number,
    settle: typeof settleTogether,
  ): Promise<Pick<PushAnswer, 'centreEpoch' | 'results' | 'awaits'>> {
    const { deviceId } = device
    const [head] = await q<Head>(HEAD_SQL, [deviceId], 'push_head')
    if (!head) throw new Error(`device ${deviceId} has no identity`)
    // It has not heard yet that the centre was put back. Taken now, this would pass for all that the centre ever had of it.
    if (centreEpoch !== undefined && centreEpoch !== head.epoch) return { centreEpoch: head.epoch, results: [] }
    if (centreEpoch !== undefined && had > head.have_seq) {
      // Somebody put an older state back and told nobody. Now all devices hear of it.
      log.error('push.putBack', { deviceId, had, have: head.have_seq })
      await q('UPDATE centre SET epoch = epoch + 1 WHERE epoch = $1', [head.epoch], 'push_put_back')
      return { centreEpoch: head.epoch + 1, results: [] }
    }
    const scopes = await widen(q, device, head, entries)
    const answers = await answered(q, deviceId, head, entries)
    if (answers.size > 0) onRepeated?.(answers.size)
    const fresh: WireEntry[] = []
    const reused: WireEntry[] = []
    const first = new Map<string, WireEntry>()
    for (const entry of entries) {
      const number = numberOf(entry)
      const known = answers.get(number)?.hash
      const twin = first.get(number)
      if (!known && !twin) {
        first.set(number, entry)
        fresh.push(entry)
      } else if (!(known ?? hash(twin ?? entry)).equals(hash(entry))) reused.push(entry)
    }
    /** While the database looks the rows up. */
    const hashAll = async () => {
      await nextTurn()
      for (const entry of fresh) hash(entry)
    }

    const mending = await readMending(q, device, head, clock.now())
    const situation: Situation = { ...situationOf(device, scopes), ...(mending && { offered: offeredBy(mending) }) }
    const [state] = await Promise.all([loadState(q, situation, [...fresh, ...reused]), hashAll()])
    const { taken, rows, history } = await settle(q, { situation, writer, state, entries: fresh })
    const held = fresh[taken.length]
    const decided = held ? entries.slice(0, entries.indexOf(held)) : entries
    const refused = reused
      .filter((entry) => decided.includes(entry))
      .map((entry) => refuse(situation, { rows, series: state.series }, entry, entry.hlc, { outcome: 'rejected', reason: 'seqReuse', facts: {} }))
    if (refused.length > 0) {
      log.warn('push.seqReuse', { deviceId, seqs: reused.map(({ seq }) => seq) })
      await raiseAlarm(q, desk, device.enrolmentId)
    }

    const last = decided.reduce((most, one) => (one.seq > most.seq || (one.seq === most.seq && one.part > most.part) ? one : most), {
      seq: head.have_seq,
      part: head.have_part,
    })
    await writer.finish(q, {
      deviceId,
      takenAt: situation.nowMs,
      taken: taken.map((one) => ({ ...one, hash: hash(one.entry) })),
      history: [...history, ...refused.flatMap((one) => one.history)],
      last,
      acked: { before: head.acked_through, now: Math.max(head.acked_through, Math.min(ackedThrough, last.seq)) },
    })
    if (mending && centreEpoch !== undefined) await keepOffered(q, deviceId, head.epoch, held ?? entries.at(-1))
    for (const { hlc } of taken) clock.seen(hlc)
    await clock.save(q)

    const results = new Map(taken.map(({ result }) => [numberOf(result), result]))
    const refusals = new Map(refused.map(({ taken: { entry, result } }) => [entry, result]))
    const inOrder = decided.map((entry) => {
      const number = numberOf(entry)
      const known = answers.get(number)
      const result = refusals.get(entry) ?? results.get(number) ?? (known && { seq: entry.seq, part: entry.part, outcome: known.outcome, ...known.answer })
      if (!result) throw new Error(`entry ${number} of ${deviceId} was not decided`)
      return result
    })
    return { centreEpoch: head.epoch, results: inOrder, ...(held && mending && { awaits: awaitedFor(mending, held) }) }
  }

  return async (device, request, had = 0) => {
    const hashes = new Map<WireEntry, Buffer>()
    const hash = (entry: WireEntry): Buffer => {
      const made = hashes.get(entry) ?? hashOf(entry)
      hashes.set(entry, made)
      return made
    }
    const work = (settle: typeof settleTogether) => db.tx(device.scopes, (q) => take(q, device, request, hash, had, settle))
    const taken = await work(settleTogether).catch((error: unknown) => {
      if (isBug(error)) log.error('push.bug', { deviceId: device.deviceId, ...factsOf(error) })
      else if (!isOfData(error)) throw error
      else log.debug('push.apart', { deviceId: device.deviceId, error: (error as Error).message }) // of data is what the server says
      return work(settleApart)
    })
    return { serverAt: clock.now(), hlc: clock.newest(), ...taken }
  }
}

/**
 * The device's row, which serializes its pushes. All rows are looked up by their keys; a planner that has seen the tables empty would
 * read them whole, and keep to it.
 */
const HEAD_SQL = `SELECT have_seq, have_part, acked_through, (SELECT array_agg(id) FROM location) AS locations, (SELECT epoch FROM centre) AS epoch,
  (SELECT mending_until FROM centre WHERE mended_epoch = epoch) AS mending_until,
  set_config('enable_seqscan', 'off', true), set_config('plan_cache_mode', 'force_generic_plan', true)
FROM device_identity WHERE device_id = $1 FOR UPDATE`

/** Who works for all locations works for those, too, that are new, or come with the request at hand. */
async function widen(q: Query, { scopes, everywhere }: Sender, { locations }: Head, entries: readonly WireEntry[]): Promise<readonly string[]> {
  if (!everywhere) return scopes
  const brought = entries.flatMap(({ changes }) => changes.filter(({ table, insert }) => table === 'location' && insert).map(({ id }) => id))
  const all = new Set([COMPANY_SCOPE, ...scopes, ...(locations ?? []), ...brought])
  if (all.size > scopes.length) await setScopes(q, [...all])
  return [...all]
}

const KNOWN_SQL = `SELECT e.seq, e.part, e.hash, e.outcome, e.answer FROM entry e
JOIN unnest($2::bigint[], $3::int[]) k(seq, part) ON e.seq = k.seq AND e.part = k.part WHERE e.device_id = $1`

/** What was taken of these entries before, by number. */
async function answered(q: Query, deviceId: string, { have_seq, have_part }: Head, entries: readonly WireEntry[]): Promise<Map<string, Known>> {
  const old = entries.filter(({ seq, part }) => seq < have_seq || (seq === have_seq && part <= have_part))
  if (old.length === 0) return new Map()
  const found = await q<Known>(KNOWN_SQL, [deviceId, old.map(({ seq }) => seq), old.map(({ part }) => part)], 'push_known')
  return new Map(found.map((one) => [numberOf(one), one]))
}

/** People see that a device used a number twice: two of it speak, or its file was put back. */
async function raiseAlarm(q: Query, desk: Desk, enrolmentId: string): Promise<void> {
  const [row] = await q<Pick<WireRow, 'doc' | 'clk'>>(
    "SELECT doc, clk FROM sync_row WHERE kind = 'sync_device' AND id = $1 FOR UPDATE",
    [enrolmentId],
    'push_alarm',
  )
  const alarm = row?.doc['alarm'] ?? null
  if (!row || alarm === 'cloned' || alarm === 'seqReuse') return
  await writeAsCentre(desk, q, [{ table: 'sync_device', id: enrolmentId, insert: false, fields: { alarm: [alarm, 'seqReuse', clockIn(row.clk, 'alarm')] } }])
}
