import type { EnrolAnswer, EnrolRequest, WireError } from '#shared/contract/wire.ts'
import { INVITATION_MS } from '#shared/modules/sync/model.ts'
import { isOpenInvitation } from '#shared/modules/sync/rules.ts'
import type { Query } from '../db/database.ts'
import { wireErrorOf } from '../http/endpoint.ts'
import { hashOfCode, hashOfKey, newCheck, newKey } from './keys.ts'
import { type CentreWrite, changeOf, checkIdentity, companyOf, type DeviceRow, hasActiveDevice, identityOf, insertOf, lockDevice } from './records.ts'
import { standingOf } from './standing.ts'

export interface Enrolling {
  readonly write: CentreWrite
  readonly now: () => number
  readonly nextId: () => string
  readonly mendMs: number
}
/** What a code opens: the answer that was lost, the centre itself, or an invitation. */
type Opened = { readonly as: 'repeat'; readonly enrolmentId: string } | { readonly as: 'first' } | { readonly as: 'invited'; readonly row: DeviceRow }

/**
 * A device asks to join, by the code of an invitation or by the one that the centre printed. Holds SYNC-4: of two that use a code at
 * once, the second waits for the first's transaction and finds it used. The same device may repeat itself while the key that it was
 * sent was never used, as the answer may have been lost.
 */
export async function enrol(q: Query, { write, now, nextId, mendMs }: Enrolling, request: EnrolRequest): Promise<EnrolAnswer | WireError> {
  const at = now()
  // Enrolments are rare; one after the other they need no thought.
  await q('SELECT 1 FROM centre FOR UPDATE', [], 'enrol_lock')
  const codeHash = hashOfCode(request.code)
  const opened = await openedBy(q, request, codeHash, at)
  if (!opened) return wireErrorOf('badCode')
  const refusal = (await checkIdentity(q, request)) ?? (opened.as === 'repeat' ? undefined : await checkFormer(q, request))
  if (refusal) return refusal
  if (opened.as !== 'repeat' && request.hasData && (await companyOf(q)) !== null) return wireErrorOf('hasData')
  const enrolmentId = opened.as === 'repeat' ? opened.enrolmentId : opened.as === 'first' ? nextId() : opened.row.doc.id
  const asked = askedBy(request, codeHash, at)
  if (opened.as === 'invited') await write(q, [changeOf(opened.row, { ...asked, state: 'waiting' })])
  if (opened.as === 'first') {
    await q('DELETE FROM first_code', [], 'enrol_first_used')
    await write(q, [insertOf(enrolmentId, { ...asked, state: 'active', name: request.name, locations: null, clockOffsetMs: 0, alarm: null })])
  }
  await q(
    `INSERT INTO device_identity (device_id, enrolment_id, tag, clock_tag, epoch, created_at) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (device_id) DO UPDATE SET enrolment_id = excluded.enrolment_id, tag = excluded.tag, clock_tag = excluded.clock_tag, epoch = excluded.epoch`,
    [request.deviceId, enrolmentId, request.tag, request.clockTag, request.epoch, at],
    'enrol_identity',
  )
  const key = newKey()
  await q('INSERT INTO device_key (hash, enrolment_id, made_at) VALUES ($1, $2, $3)', [hashOfKey(key), enrolmentId, at], 'enrol_key')
  const standing = await standingOf(q, enrolmentId, request.deviceId, { at, mendMs })
  if (!standing) throw new Error(`enrolment ${enrolmentId} has no row`)
  return { ...standing, key }
}

async function openedBy(q: Query, { deviceId }: EnrolRequest, codeHash: string, at: number): Promise<Opened | undefined> {
  const [repeat] = await q<{ id: string }>(
    `SELECT r.id FROM sync_row r WHERE r.kind = 'sync_device' AND r.doc->>'codeHash' = $1 AND r.doc->>'deviceId' = $2 AND r.doc->>'state' IN ('waiting', 'active') AND NOT r.deleted
    AND NOT EXISTS (SELECT 1 FROM device_key k WHERE k.enrolment_id = r.id AND (k.first_used_at IS NOT NULL OR k.made_at < $3))`,
    [codeHash, deviceId, at - INVITATION_MS],
    'enrol_repeat',
  )
  if (repeat) return { as: 'repeat', enrolmentId: repeat.id }
  // The printed code is good while nobody could approve anything.
  const printed = await q('SELECT 1 FROM first_code WHERE hash = $1 AND ends_at > $2', [codeHash, at], 'enrol_first')
  if (printed.length > 0) return (await hasActiveDevice(q)) ? undefined : { as: 'first' }
  const [invited] = await q<{ id: string }>(
    "SELECT id FROM sync_row WHERE kind = 'sync_device' AND doc->>'codeHash' = $1 AND doc->>'state' = 'invited' AND NOT deleted",
    [codeHash],
    'enrol_invitation',
  )
  const row = invited && (await lockDevice(q, invited.id))
  return row && isOpenInvitation(row.doc, at) ? { as: 'invited', row } : undefined
}

/**
 * What the centre knows of this identity already. One that was revoked may ask again and goes on where it was; one that is in use is not
 * to be had by a code, as every device knows the identities of all; a copied or retired one is nobody's any more.
 */
async function checkFormer(q: Query, { deviceId }: EnrolRequest): Promise<WireError | undefined> {
  const identity = await identityOf(q, deviceId)
  if (!identity) return undefined
  const former = await lockDevice(q, identity.enrolment_id)
  const isFree = former === undefined || former.doc.deleted || former.doc.state === 'revoked'
  return identity.retired_at === null && isFree && former?.doc.alarm !== 'cloned' ? undefined : wireErrorOf('cloned')
}

const askedBy = (request: EnrolRequest, codeHash: string, at: number) => ({
  codeHash,
  codeEndsAt: 0,
  deviceId: request.deviceId,
  tag: request.tag,
  checkText: newCheck(),
  appVersion: '',
  lastSeenAt: minuteOf(at),
})
export const minuteOf = (at: number): number => at - (at % 60_000)
