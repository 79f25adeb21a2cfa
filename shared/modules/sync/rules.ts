import { clockOf, type TableSync } from '../../contract/sync.ts'
import { type Failure, type Json, ok, type Result } from '../../kernel/result.ts'
import type { KeptChange } from '../audit/rules.ts'
import { authSync } from '../auth/sync.ts'
import { syncFails } from './contract.ts'
import { deviceMachine, INVITATION_MS, type SyncConflict, type SyncDevice } from './model.ts'
import type { ConflictView } from './model/view.ts'

/** Crockford's base 32: no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
export const CODE_CHARS = 10

/** An invitation's code out of random bytes, in two groups that can be read over the phone: `7K2QD-0XB4M`. 50 bits. */
export function codeOf(bytes: Uint8Array): string {
  const text = Array.from({ length: CODE_CHARS }, (_, i) => ALPHABET[(bytes[i] ?? 0) % 32]).join('')
  return `${text.slice(0, 5)}-${text.slice(5)}`
}
/** A code as it is hashed: whatever a person typed for it, without dashes and blanks, in capitals, with the letters that it never holds read as figures. */
export const plainInvitation = (typed: string): string =>
  typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')

/** The state after a step. Holds SYNC-3 together with the contract's permission. */
export function stepDevice(
  device: Pick<SyncDevice, 'id' | 'state'>,
  event: 'approve' | 'revoke' | 'edit',
): Result<SyncDevice['state'], Failure<'sync.wrongDeviceState'>> {
  const next = deviceMachine[device.state][event]
  return next === 'refused' ? syncFails.wrongDeviceState({ id: device.id, state: device.state, event }) : ok(next)
}

/** A fresh invitation. Holds SYNC-4 as far as a device can. */
export const invitation = (name: string, locations: SyncDevice['locations'], codeHash: string, now: number) => ({
  name,
  locations,
  codeHash,
  codeEndsAt: now + INVITATION_MS,
  state: 'invited' as const,
  deviceId: '',
  tag: '',
  checkText: '',
  appVersion: '',
  lastSeenAt: 0,
  clockOffsetMs: 0,
  alarm: null,
})
export const isOpenInvitation = (device: Pick<SyncDevice, 'state' | 'codeEndsAt'>, now: number): boolean =>
  device.state === 'invited' && device.codeEndsAt > now

/** Rights and secrets: only an owner puts such values on a record by hand. */
const OWNERS_ONLY: ReadonlySet<string> = new Set(Object.keys(authSync))
export const isOwnersOnly = (table: string): boolean => OWNERS_ONLY.has(table)

/**
 * Why fields cannot simply be put on a record: `gone`; `sealed` where its table only grows or its state allows no edit;
 * `stepNeeded` where a lifecycle's step is among them, as a step has consequences that only its own deed brings about;
 * `ownerOnly` where the table holds rights or secrets.
 */
export function whyNotAmend(
  table: string,
  rule: TableSync | undefined,
  row: Readonly<Record<string, Json>> | undefined,
  fields: readonly string[],
  isOwner: boolean,
): Exclude<ConflictView['hindrance'], 'clash'> {
  if (!rule || !row) return 'gone'
  if (rule.merge === 'append' || rule.merge === 'local') return 'sealed'
  if (rule.lifecycle) {
    const { field, machine } = rule.lifecycle
    if (fields.some((name) => clockOf(rule, name) === clockOf(rule, field))) return 'stepNeeded'
    const state = row[field]
    if (typeof state === 'string' && machine[state]?.['edit'] === 'refused') return 'sealed'
  }
  return isOwnersOnly(table) && !isOwner ? 'ownerOnly' : null
}

/** The same for a conflict's losing values; a clash of bookings is decided by moving one. */
export const hindranceOf = (
  conflict: Pick<SyncConflict, 'kind' | 'recordTable' | 'dropped'>,
  rule: TableSync | undefined,
  row: Readonly<Record<string, Json>> | undefined,
  isOwner: boolean,
): ConflictView['hindrance'] => (conflict.kind === 'clash' ? 'clash' : whyNotAmend(conflict.recordTable, rule, row, Object.keys(conflict.dropped), isOwner))

/** The refusal that tells of a hindrance. */
export const refusalOf = (hindrance: Exclude<ConflictView['hindrance'], 'clash' | null>, facts: { table: string; id: string }) =>
  ({ gone: syncFails.recordGone, sealed: syncFails.recordSealed, stepNeeded: syncFails.stepNeeded, ownerOnly: syncFails.ownerOnly })[hindrance](facts)

/** What a deed meant to change and does not stand there. */
export const missingIn = (row: Readonly<Record<string, Json>> | undefined, change: KeptChange): Record<string, Json> =>
  Object.fromEntries(Object.entries(fieldsAfter(change)).filter(([field, value]) => JSON.stringify(row?.[field] ?? null) !== JSON.stringify(value)))

/** What a deed meant to change: its values after, without those that were only carried along with their clock group. */
export function fieldsAfter({ insert, fields }: KeptChange): Record<string, Json> {
  const changed = Object.entries(fields).filter(([, values]) => insert || JSON.stringify(values[0]) !== JSON.stringify(values[1]))
  return Object.fromEntries(changed.map(([field, values]) => [field, (insert ? values[0] : values[1]) ?? null]))
}
