import { v7 } from 'uuid'
import { createClock } from '#central/clock.ts'
import { renew, standingOf } from '#central/devices/standing.ts'
import { AHEAD_MS } from '#central/push/decide.ts'
import { createPush } from '#central/push/push.ts'
import { writeAsCentre } from '#central/push/write.ts'
import type { FeedBatch, FeedChange } from '#main/platform/sync/apply.ts'
import { COMPANY_SCOPE, type SyncRules } from '#shared/contract/sync.ts'
import { type DeviceStanding, type PushAnswer, pushRequest, type PushRequest, type RenewRequest, type WireError, type WireRow } from '#shared/contract/wire.ts'
import type { Json } from '#shared/kernel/result.ts'
import { DAY_MS } from '#shared/kernel/time.ts'
import type { Chance } from './chance.ts'
import { PERMISSIONS, silent } from './device.ts'
import { backUp, createPostgres, keyOf, NEW_IDENTITY, type PostgresModel, type Tables } from './postgres.ts'
import { RULES } from './rules.ts'

export type Refusal = { readonly problem: WireError['error'] }
type Answer<T> = T | Refusal
/** Who asks: the identity that stands in the request's head, and the enrolment of its key. */
export interface Asker {
  readonly deviceId: string
  readonly enrolmentId: string
}

/** The gateway as a device meets it: its own code for pushes and standings over the model of PostgreSQL, and a model of the feed. */
export interface Centre {
  readonly db: PostgresModel
  readonly tables: Tables
  /** It was put back, and nobody told it. */
  readonly wasPutBackUnseen: boolean
  /** A rule that a push broke at the moment it was taken. */
  readonly fault: string | null
  push(asker: Asker, json: string, had: number): Promise<Answer<PushAnswer>>
  standing(asker: Asker): Promise<Answer<DeviceStanding>>
  renew(asker: Asker, request: RenewRequest): Promise<Answer<DeviceStanding>>
  /** Null: the handle is not good any more (409). At most so many changes. */
  feed(asker: Asker, scope: string, handle: string | null, offset: string | null, most: number): Answer<FeedBatch | null>
  enrol(enrolment: { id: string; name: string; deviceId: string; tag: string; clockTag: string; locations: readonly string[] | null }): Promise<void>
  /** Handles that were given are good no more. */
  rotate(scope: string): void
  /** The gateway starts anew, with the program's present version of what it knows. */
  restart(rules?: SyncRules): void
  backUp(): Tables
  /** An older state is put back, and the epoch raised; unseen, nobody did that. */
  restore(backup: Tables, isUnseen: boolean): void
}

/** Pieces of the centre that a planted bug takes the place of. */
export interface CentreParts {
  readonly createPush: typeof createPush
  readonly feedRows: (rows: readonly FeedChange[]) => readonly FeedChange[]
  /** Scopes that a push is taken for. */
  readonly pushScopes: (scopes: readonly string[], request: PushRequest, tables: Tables) => readonly string[]
  /** Rules whose constraints the database holds. */
  readonly constraints: (rules: SyncRules) => SyncRules
  /** How long it waits, after it was put back, for what devices may bring. */
  readonly mendMs: number
}
export const PARTS: CentreParts = { createPush, feedRows: (rows) => rows, pushScopes: (scopes) => scopes, constraints: (rules) => rules, mendMs: DAY_MS }

export function createCentre(tables: Tables, now: () => number, chance: Chance, parts: CentreParts = PARTS): Centre {
  let rules = RULES
  let db = createPostgres(tables, parts.constraints(rules))
  let fault: string | null = null
  let wasPutBackUnseen = false
  const handles = new Map<string, string>()
  const rotate = (scope: string) => handles.set(scope, `${scope}-${chance.int(2 ** 31)}`)
  const start = () => {
    const clock = createClock(db.tables.centre.clockTag, db.tables.centre.hlc, now)
    const known = new Set(Object.keys(rules))
    const schema = new Map([...db.schema].filter(([kind]) => known.has(kind)))
    const desk = { rules, schema, schemaVersion: 1, clock }
    return { desk, push: parts.createPush({ db, permissions: PERMISSIONS, log: silent, ...desk }) }
  }
  let gateway = start()
  const write = (q: Parameters<typeof writeAsCentre>[1], changes: Parameters<typeof writeAsCentre>[2]) => writeAsCentre(gateway.desk, q, changes)

  const doc = (enrolmentId: string) => db.tables.rows.get(keyOf('sync_device', enrolmentId))?.doc
  const locations = () => [...db.tables.rows.values()].filter(({ kind }) => kind === 'location').map(({ id }) => id)
  const scopesOf = (enrolmentId: string): string[] => [COMPANY_SCOPE, ...((doc(enrolmentId)?.['locations'] as string[] | null | undefined) ?? locations())] // null: all of them
  /** As the gateway's own check of a request's head, but for keys. */
  const refusalOf = ({ deviceId, enrolmentId }: Asker, isRenewing = false): Refusal | undefined => {
    const device = doc(enrolmentId)
    if (!device) return { problem: 'unauthorized' }
    if (device['state'] === 'revoked') return { problem: 'revoked' }
    if (isRenewing) return undefined
    const identity = db.tables.identities.get(deviceId)
    return identity ? (identity.retiredAt === null ? undefined : { problem: 'cloned' }) : { problem: 'unauthorized' }
  }
  const feedRow = ({ kind, id, rev, clk, doc: content }: WireRow): FeedChange => ({ kind, id, rev, clk: JSON.stringify(clk), doc: JSON.stringify(content) })

  return {
    get db() {
      return db
    },
    get tables() {
      return db.tables
    },
    get wasPutBackUnseen() {
      return wasPutBackUnseen
    },
    get fault() {
      return fault
    },
    push: async (asker, json, had) => {
      const refused = refusalOf(asker)
      if (refused) return refused
      const request = pushRequest.safeParse(JSON.parse(json))
      if (!request.success) return { problem: 'badRequest' }
      const allowed = scopesOf(asker.enrolmentId)
      const scopes = parts.pushScopes(allowed, request.data, db.tables)
      const before = db.tables.history.length
      const answer = await gateway.push({ ...asker, scopes, everywhere: doc(asker.enrolmentId)?.['locations'] === null }, request.data, had)
      for (const past of db.tables.history.slice(before)) {
        if (past.deviceId === asker.deviceId && !allowed.includes(past.scope)) fault ??= `O4 a device wrote ${past.kind} ${past.recordId} of ${past.scope}`
      }
      // A stamp may stand a minute ahead of the centre's time, and what answers it just above.
      for (const { seq, part, outcome, hlc } of answer.results) {
        const stands = hlc ?? request.data.entries.find((entry) => entry.seq === seq && entry.part === part)?.hlc ?? ''
        const isTaken = outcome !== 'rejected' && outcome !== 'parked'
        if (isTaken && stands.slice(0, 12) > (now() + 2 * AHEAD_MS).toString(16).padStart(12, '0')) fault ??= `F6 a clock of ${stands} was taken at ${now()}`
      }
      return answer
    },
    standing: async ({ enrolmentId, deviceId }) => {
      const refused = refusalOf({ enrolmentId, deviceId })
      return (
        refused ??
        (await db.tx([COMPANY_SCOPE], (q) => standingOf(q, enrolmentId, deviceId, { at: now(), mendMs: parts.mendMs }))) ?? { problem: 'unauthorized' }
      )
    },
    renew: async ({ enrolmentId, deviceId }, request) => {
      const refused = refusalOf({ enrolmentId, deviceId }, true)
      if (refused) return refused
      const answer = await db.tx([COMPANY_SCOPE], (q) => renew(q, write, enrolmentId, request, { at: now(), mendMs: parts.mendMs }))
      return 'error' in answer ? { problem: answer.error } : answer
    },
    feed: (asker, scope, handle, offset, most) => {
      const refused = refusalOf(asker)
      if (refused) return refused
      if (!scopesOf(asker.enrolmentId).includes(scope)) return { problem: 'notFound' }
      const current = handles.get(scope) ?? rotate(scope).get(scope) ?? ''
      const end = db.tables.feed.length
      if (handle === null || offset === null) {
        const rows = [...db.tables.rows.values()].filter((row) => row.scope === scope).map(feedRow)
        return { changes: parts.feedRows(rows), handle: current, offset: `${end}_0`, isUpToDate: true }
      }
      if (handle !== current) return null
      const changes: FeedChange[] = []
      let at = Number(offset.split('_')[0])
      for (; at < end && changes.length < most; at++) {
        const entry = db.tables.feed[at]
        if (entry?.row.scope === scope) changes.push(feedRow(entry.row))
        else if (entry?.from === scope) changes.push({ kind: entry.row.kind, id: entry.row.id, remove: true })
      }
      return { changes: parts.feedRows(changes), handle, offset: `${at}_0`, isUpToDate: at === end }
    },
    enrol: async ({ id, deviceId, tag, clockTag, name, locations: own }) => {
      db.tables.identities.set(deviceId, { deviceId, enrolmentId: id, tag, clockTag, epoch: 1, ...NEW_IDENTITY })
      const said: Record<string, Json> = {
        name,
        state: 'active',
        locations: own,
        deviceId,
        tag,
        codeHash: 'none',
        codeEndsAt: 0,
        checkText: '000000',
        appVersion: '',
        lastSeenAt: 0,
        clockOffsetMs: 0,
        alarm: null,
      }
      const fields = Object.fromEntries(Object.entries(said).flatMap(([field, value]) => (value === null ? [] : [[field, [value] as const]])))
      await db.tx([COMPANY_SCOPE], (q) => write(q, [{ table: 'sync_device', id, insert: true, fields }]))
    },
    rotate,
    restart: (present = rules) => {
      rules = present
      const { tables: kept, onCommit } = db
      db = createPostgres(kept, parts.constraints(rules))
      db.onCommit = onCommit
      gateway = start()
    },
    backUp: () => backUp(db.tables),
    restore: (backup, isUnseen) => {
      db.tables = backUp(backup)
      if (isUnseen) wasPutBackUnseen = true
      else db.tables.centre.epoch++
      gateway = start()
      for (const scope of handles.keys()) rotate(scope)
    },
  }
}

/** The database of a centre on which nothing was done yet. */
export const emptyTables = (): Tables => ({
  rows: new Map(),
  series: new Map(),
  identities: new Map(),
  entries: new Map(),
  history: [],
  feed: [],
  centre: { id: v7(), clockTag: 'centre00', hlc: '0000000000000000-centre00', epoch: 1, mendedEpoch: 1, mendingUntil: 0 },
})
