import { COMPANY_SCOPE, clockOf } from '#shared/contract/sync.ts'
import type { DeviceState, EnrolRequest, WireError } from '#shared/contract/wire.ts'
import type { Hlc } from '#shared/kernel/hlc.ts'
import { clockIn, type RowChange } from '#shared/contract/merge.ts'
import type { Json } from '#shared/kernel/result.ts'
import { syncSync } from '#shared/modules/sync/sync.ts'
import type { SyncDevice } from '#shared/modules/sync/model.ts'
import type { Query } from '../db/database.ts'
import { wireErrorOf } from '../http/endpoint.ts'

/** Writes rows as the centre itself within the transaction: typed table, feed and, unless it is nobody's deed, history. */
export type CentreWrite = (q: Query, changes: readonly RowChange[], keepsHistory?: boolean) => Promise<void>

/** The doc of a sync_device row: what people see of a device, and the hash of its invitation's code. */
export type DeviceDoc = SyncDevice & { readonly codeHash: string }
export interface DeviceRow {
  readonly doc: DeviceDoc
  readonly clk: Readonly<Record<string, Hlc>>
}

/** One identity that devices spoke under. */
export interface Identity {
  readonly device_id: string
  readonly enrolment_id: string
  readonly tag: string
  readonly clock_tag: string
  readonly epoch: number
  readonly have_seq: number
  readonly retired_at: number | null
}

/** The device's row, locked: who changes it must have seen what it was. */
export async function lockDevice(q: Query, enrolmentId: string): Promise<DeviceRow | undefined> {
  const [row] = await q<DeviceRow>("SELECT doc, clk FROM sync_row WHERE kind = 'sync_device' AND id = $1 FOR UPDATE", [enrolmentId], 'device_lock')
  return row
}

/** A change as a command would have written it: all fields of a touched clock group, and the clocks of what was there. */
export function changeOf({ doc, clk }: DeviceRow, patch: Partial<DeviceDoc>): RowChange {
  const rule = syncSync['sync_device']
  if (!rule) throw new Error('sync_device stands in no sync.ts')
  const before = doc as unknown as Readonly<Record<string, Json>> // a row of the feed is plain JSON
  const after = { ...before, ...(patch as Readonly<Record<string, Json>>) } // likewise
  const touched = new Set(Object.keys(patch).map((field) => clockOf(rule, field)))
  const all = new Set([...Object.keys(patch), ...Object.keys(rule.groups ?? {}).filter((field) => touched.has(clockOf(rule, field)))])
  const fields: Record<string, [Json, Json, Hlc]> = {}
  for (const field of all) fields[field] = [before[field] ?? null, after[field] ?? null, clockIn(clk, clockOf(rule, field))]
  return { table: 'sync_device', id: doc.id, insert: false, fields }
}

/** A new row, as a command would have written it: fields without a value are left out. */
export function insertOf(id: string, doc: Omit<DeviceDoc, 'id' | 'deleted'>): RowChange {
  const given = Object.entries(doc as Readonly<Record<string, Json>>).filter(([, value]) => value !== null) // plain JSON, as above
  return { table: 'sync_device', id, insert: true, fields: Object.fromEntries(given.map(([field, value]) => [field, [value] as const])) }
}

/** Scopes that a device reads and writes. `locations` null: all there are, closed ones too. */
export async function scopesOf(q: Query, locations: readonly string[] | null): Promise<string[]> {
  if (locations !== null) return [COMPANY_SCOPE, ...locations]
  const rows = await q<{ id: string }>("SELECT id FROM sync_row WHERE kind = 'location' ORDER BY id", [], 'device_locations')
  return [COMPANY_SCOPE, ...rows.map(({ id }) => id)]
}

/** Name of the company, or null before there is one. */
export async function companyOf(q: Query): Promise<string | null> {
  const [row] = await q<{ name: string }>(
    "SELECT doc->>'name' AS name FROM sync_row WHERE kind = 'company' AND NOT deleted ORDER BY id LIMIT 1",
    [],
    'device_company',
  )
  return row?.name ?? null
}

export async function identityOf(q: Query, deviceId: string): Promise<Identity | undefined> {
  const [row] = await q<Identity>('SELECT * FROM device_identity WHERE device_id = $1', [deviceId], 'device_identity')
  return row
}

/** True while somebody could approve an invitation. */
export async function hasActiveDevice(q: Query): Promise<boolean> {
  const active: DeviceState = 'active'
  const rows = await q("SELECT 1 FROM sync_row WHERE kind = 'sync_device' AND NOT deleted AND doc->>'state' = $1 LIMIT 1", [active], 'device_active')
  return rows.length > 0
}

/** An identity that is as good as new: `tag` and `clockTag` are nobody else's. The device draws another identity where they are, and asks again. */
export async function checkIdentity(q: Query, asked: Pick<EnrolRequest, 'deviceId' | 'tag' | 'clockTag'>): Promise<WireError | undefined> {
  const taken = await q<{ tag: string; clock_tag: string }>(
    'SELECT tag, clock_tag FROM device_identity WHERE device_id <> $1 AND (tag = $2 OR clock_tag = $3)',
    [asked.deviceId, asked.tag, asked.clockTag],
    'device_taken',
  )
  if (taken.length === 0) return undefined
  const path = taken.some(({ tag }) => tag === asked.tag) ? 'tag' : 'clockTag'
  return wireErrorOf('cloned', { issues: [{ path, problem: 'taken' }] })
}
