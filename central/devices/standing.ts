import type { DeviceStanding, RenewRequest, WireError } from '#shared/contract/wire.ts'
import type { Query } from '../db/database.ts'
import { EVERYTHING } from '../push/mending.ts'
import { wireErrorOf } from '../http/endpoint.ts'
import { hashOfKey, newKey } from './keys.ts'
import { type CentreWrite, changeOf, checkIdentity, companyOf, type DeviceDoc, identityOf, lockDevice, scopesOf } from './records.ts'

/** Successors of one key that were asked for and never used: a lost answer leaves one behind. */
const MOST_UNUSED = 4

/** Now, epoch ms; and how long a centre that was put back waits for what its devices may bring. */
export interface Moment {
  readonly at: number
  readonly mendMs: number
}

/** What a device may know of itself. Undefined: there is no such enrolment. */
export async function standingOf(q: Query, enrolmentId: string, deviceId: string, { at, mendMs }: Moment): Promise<DeviceStanding | undefined> {
  const [row] = await q<{ doc: DeviceDoc; id: string; epoch: number; have: number | null; mended: boolean; until: number; offered: string | null }>(
    `SELECT r.doc, c.id, c.epoch, i.have_seq AS have, c.mended_epoch = c.epoch AS mended, c.mending_until AS until,
      CASE WHEN i.offered_epoch = c.epoch THEN i.offered END AS offered
    FROM sync_row r CROSS JOIN centre c LEFT JOIN device_identity i ON i.device_id = $2 WHERE r.kind = 'sync_device' AND r.id = $1`,
    [enrolmentId, deviceId],
    'device_standing',
  )
  if (!row) return undefined
  const { doc, id, epoch, have, mended, offered } = row
  // It was put back: the time in which devices bring what it lost begins with the first that hears of it.
  if (!mended) await q('UPDATE centre SET mended_epoch = epoch, mending_until = $1 WHERE mended_epoch <> epoch', [at + mendMs], 'device_mending')
  const isMending = (mended ? row.until : at + mendMs) > at
  return {
    deviceId,
    state: doc.state,
    // Who waits reads and writes nothing yet.
    scopes: doc.state === 'active' ? await scopesOf(q, doc.locations) : [],
    centreId: id,
    centreEpoch: epoch,
    have: have ?? 0,
    ...(isMending && offered !== EVERYTHING && { owes: true }),
    serverAt: at,
    companyName: await companyOf(q),
    check: doc.checkText,
  }
}

/**
 * Issues a successor. Several may stand open, as an answer may be lost or a request come twice: the first that is used ends its
 * predecessor and the others. So neither side can lose the other, wherever it stops.
 */
export async function rotate(q: Query, enrolmentId: string, at: number): Promise<{ key: string }> {
  await q('SELECT 1 FROM device_key WHERE enrolment_id = $1 ORDER BY hash FOR UPDATE', [enrolmentId], 'device_lock_keys')
  await q(
    `DELETE FROM device_key WHERE hash IN (SELECT hash FROM device_key WHERE enrolment_id = $1 AND first_used_at IS NULL AND superseded_at IS NULL
    ORDER BY made_at DESC, hash OFFSET $2)`,
    [enrolmentId, MOST_UNUSED - 1],
    'rotate_trim',
  )
  const key = newKey()
  await q('INSERT INTO device_key (hash, enrolment_id, made_at) VALUES ($1, $2, $3)', [hashOfKey(key), enrolmentId, at], 'rotate_insert')
  return { key }
}

/** A new identity takes over an enrolment; the one before it is retired, and whoever still speaks under it is a copy. */
export async function renew(q: Query, write: CentreWrite, enrolmentId: string, asked: RenewRequest, moment: Moment): Promise<DeviceStanding | WireError> {
  const { at } = moment
  const row = await lockDevice(q, enrolmentId)
  if (!row) return wireErrorOf('unauthorized')
  const known = await identityOf(q, asked.deviceId)
  if (known && (known.enrolment_id !== enrolmentId || known.retired_at !== null)) return wireErrorOf('cloned')
  if (!known) {
    const wrong = await checkIdentity(q, asked)
    if (wrong) return wrong
    await q('UPDATE device_identity SET retired_at = $2 WHERE enrolment_id = $1 AND retired_at IS NULL', [enrolmentId, at], 'renew_retire')
    await q(
      'INSERT INTO device_identity (device_id, enrolment_id, tag, clock_tag, epoch, created_at) VALUES ($1, $2, $3, $4, $5, $6)',
      [asked.deviceId, enrolmentId, asked.tag, asked.clockTag, asked.epoch, at],
      'renew_insert',
    )
    await write(q, [changeOf(row, { deviceId: asked.deviceId, tag: asked.tag })])
  }
  const standing = await standingOf(q, enrolmentId, asked.deviceId, moment)
  return standing ?? wireErrorOf('unauthorized')
}
