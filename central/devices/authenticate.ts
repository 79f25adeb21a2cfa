import type { IncomingHttpHeaders } from 'node:http'
import { HEADERS, type DeviceState, type WireError } from '#shared/contract/wire.ts'
import type { DeviceDoc } from './records.ts'
import type { Database, Query } from '../db/database.ts'
import { type Auth, wireErrorOf } from '../http/endpoint.ts'
import { hashOfKey, keyIn } from './keys.ts'
import type { KnownDevice } from './known.ts'
import { createKnownCache } from './known-cache.ts'
import { changeOf, type CentreWrite, lockDevice, scopesOf } from './records.ts'

/**
 * A request that was under way when the successor's first one came is no copy's. Detection loses nothing by it: who holds the old key
 * of a copied file will still hold it afterwards.
 */
export const GRACE_MS = 30_000
/** `superseded_at` of keys that an alarm ended: long past any grace. */
const ENDED = 0

interface Looked {
  readonly enrolmentId: string
  readonly state: DeviceState
  readonly alarm: DeviceDoc['alarm']
  readonly locations: readonly string[] | null
  readonly scopes: readonly string[]
  readonly supersededAt: number | null
  /** Of the identity that the request names, if it is one of this enrolment. */
  readonly identity: { readonly epoch: number; readonly retiredAt: number | null } | undefined
}

const LOOK_SQL = `SELECT k.enrolment_id, k.first_used_at, k.superseded_at, r.doc, r.deleted, i.epoch, i.retired_at
FROM device_key k JOIN sync_row r ON r.kind = 'sync_device' AND r.id = k.enrolment_id
LEFT JOIN device_identity i ON i.device_id = $2 AND i.enrolment_id = k.enrolment_id WHERE k.hash = $1`

interface LookRow {
  readonly enrolment_id: string
  readonly first_used_at: number | null
  readonly superseded_at: number | null
  readonly doc: DeviceDoc
  readonly deleted: boolean
  readonly epoch: number | null
  readonly retired_at: number | null
}

/** Ends every key of an enrolment and tells people why: two devices speak for it, and nobody can say which is the right one. */
export async function raiseCloned(q: Query, write: CentreWrite, enrolmentId: string): Promise<void> {
  const row = await lockDevice(q, enrolmentId)
  await q('UPDATE device_key SET superseded_at = $2 WHERE enrolment_id = $1 AND superseded_at IS DISTINCT FROM $2', [enrolmentId, ENDED], 'device_end_keys')
  if (row && row.doc.alarm !== 'cloned') await write(q, [changeOf(row, { alarm: 'cloned' })])
}

/** Tells who sends a request. Holds no state but what it looked up in the last half minute. */
export function createAuthenticate({
  db,
  write,
  now,
  onCloned,
}: {
  db: Pick<Database, 'tx'>
  write: CentreWrite
  now: () => number
  onCloned: (id: string) => void
}) {
  const cache = createKnownCache<Looked>(now)

  async function look(hash: Buffer, deviceId: string): Promise<Looked | undefined> {
    return await db.tx(['company'], async (q) => {
      const [row] = await q<LookRow>(LOOK_SQL, [hash, deviceId], 'device_look')
      if (!row) return undefined
      const supersededAt = row.first_used_at === null && row.superseded_at === null ? await firstUse(q, row.enrolment_id, hash) : row.superseded_at
      return {
        enrolmentId: row.enrolment_id,
        state: row.deleted ? 'revoked' : row.doc.state,
        alarm: row.doc.alarm,
        locations: row.doc.locations,
        scopes: await scopesOf(q, row.doc.locations),
        supersededAt,
        identity: row.epoch === null ? undefined : { epoch: row.epoch, retiredAt: row.retired_at },
      }
    })
  }

  /** The first use of a key ends its predecessor and every other successor. Returns since when it is superseded itself, if another was first. */
  async function firstUse(q: Query, enrolmentId: string, hash: Buffer): Promise<number | null> {
    await q('SELECT 1 FROM device_key WHERE enrolment_id = $1 ORDER BY hash FOR UPDATE', [enrolmentId], 'device_lock_keys')
    const [own] = await q<{ superseded_at: number | null }>('SELECT superseded_at FROM device_key WHERE hash = $1', [hash], 'device_own_key')
    if (!own || own.superseded_at !== null) return own?.superseded_at ?? ENDED
    await q('UPDATE device_key SET first_used_at = coalesce(first_used_at, $2) WHERE hash = $1', [hash, now()], 'device_first_use')
    await q(
      'UPDATE device_key SET superseded_at = $3 WHERE enrolment_id = $1 AND hash <> $2 AND superseded_at IS NULL',
      [enrolmentId, hash, now()],
      'device_supersede',
    )
    return null
  }

  async function cloned(enrolmentId: string): Promise<WireError> {
    await db.tx(['company'], (q) => raiseCloned(q, write, enrolmentId))
    cache.clear()
    onCloned(enrolmentId)
    return wireErrorOf('cloned')
  }

  return {
    forget: () => cache.clear(),
    async authenticate(headers: IncomingHttpHeaders, auth: Exclude<Auth, 'none'>): Promise<KnownDevice | WireError> {
      const key = keyIn(headers.authorization)
      if (key === undefined) return wireErrorOf('unauthorized')
      const [deviceId, appVersion, schema] = [HEADERS.device, HEADERS.app, HEADERS.schema].map((name) => String(headers[name] ?? ''))
      const wrong = [
        [HEADERS.device, /^[0-9a-f]{16}$/.test(deviceId ?? '')],
        [HEADERS.app, /^[\w.+-]{1,60}$/.test(appVersion ?? '')],
        [HEADERS.schema, /^[1-9]\d{0,4}$/.test(schema ?? '')],
      ].filter(([, isRight]) => !isRight)
      if (wrong.length > 0)
        return wireErrorOf('badRequest', { issues: wrong.map(([name]) => ({ path: String(name), problem: 'header is missing or malformed' })) })
      const hash = hashOfKey(key)
      const found = await cache.get(`${hash.toString('base64')} ${deviceId}`, () => look(hash, deviceId ?? ''))
      if (!found) return wireErrorOf('unauthorized')
      const { enrolmentId, state, alarm, scopes, locations, supersededAt, identity } = found
      if (state === 'revoked') return wireErrorOf('revoked')
      if (alarm === 'cloned') return wireErrorOf('cloned')
      if (supersededAt !== null && now() - supersededAt > GRACE_MS) return await cloned(enrolmentId)
      if (auth !== 'key') {
        if (!identity) return wireErrorOf('unauthorized')
        if (identity.retiredAt !== null) return now() - identity.retiredAt > GRACE_MS ? await cloned(enrolmentId) : wireErrorOf('cloned')
      }
      if (state !== 'active' && auth === 'active') return wireErrorOf('waiting')
      return {
        enrolmentId,
        deviceId: deviceId ?? '',
        epoch: identity?.epoch ?? 0,
        scopes,
        everywhere: locations === null,
        state,
        appVersion: appVersion ?? '',
        schemaVersion: Number(schema),
      }
    },
  }
}
