import { COMPANY_SCOPE, scopeOf, type TableSync } from '#shared/contract/sync.ts'
import type { WireRow } from '#shared/contract/wire.ts'
import { type Hlc, parseHlc } from '#shared/kernel/hlc.ts'
import type { Query } from '../db/database.ts'
import { CENTRE, type Conflict, type Decision, type History } from './state.ts'

/** Who wrote a value, and when (epoch ms). */
export interface Author {
  readonly by: string
  readonly at: number
}
const BAYLINE = 'Bayline'

/** The conflict as every device reads it. `author` tells who wrote under a clock of a record. */
export function conflictRow(conflict: Conflict, author: (recordId: string, hlc: Hlc) => Author | undefined): WireRow {
  const { id, kind, table, recordId, scope, clock, kept, dropped, hlc } = conflict
  const { atMs } = parseHlc(hlc)
  const authorOf = ({ recordId, hlc }: Conflict['keptFrom']): Author => author(recordId, hlc) ?? { by: '', at: parseHlc(hlc).atMs }
  const [keeper, dropper] = [authorOf(conflict.keptFrom), authorOf(conflict.droppedFrom)]
  const locationId = scope === COMPANY_SCOPE ? null : scope
  const said = {
    kind,
    recordTable: table,
    recordId,
    locationId,
    clock,
    kept,
    dropped,
    keptBy: keeper.by,
    keptAt: keeper.at,
    droppedBy: dropper.by,
    droppedAt: dropper.at,
  }
  const doc = { id, createdAt: atMs, updatedAt: atMs, deleted: false, ...said, resolvedAt: null, resolvedBy: '' }
  return { kind: 'sync_conflict', id, scope: scopeOf(CONFLICT_SCOPE, doc), rev: 1, deleted: false, clk: { '*': hlc }, doc }
}
const CONFLICT_SCOPE: TableSync = { scope: { location: 'locationId' }, merge: 'fields' }

const AUTHORS_SQL = `SELECT k.id, k.hlc, h.device_id, e.user_name, e.at
FROM unnest($1::text[], $2::text[], $3::text[]) k(kind, id, hlc)
CROSS JOIN LATERAL (SELECT device_id, seq FROM field_history h WHERE h.kind = k.kind AND h.record_id = k.id AND h.hlc = k.hlc LIMIT 1) h
LEFT JOIN LATERAL (SELECT user_name, at FROM entry e WHERE e.device_id = h.device_id AND e.seq = h.seq LIMIT 1) e ON true`

/**
 * Rows of what a person must look at, and their history, with the authors of both values: from what this request wrote so far, or from
 * the history at the centre.
 */
export async function conflictRows(
  q: Query,
  conflicts: readonly Conflict[],
  { taken, history }: Pick<Decision, 'taken' | 'history'>,
): Promise<{ rows: readonly WireRow[]; history: readonly History[] }> {
  if (conflicts.length === 0) return { rows: [], history: [] }
  const authors = new Map<string, Author>()
  const entries = new Map(taken.map(({ entry }) => [entry.seq, entry]))
  for (const { recordId, hlc, deviceId, seq } of history) {
    const entry = entries.get(seq)
    authors.set(`${recordId}/${hlc}`, deviceId === CENTRE || !entry ? { by: BAYLINE, at: parseHlc(hlc).atMs } : { by: entry.userName, at: entry.at })
  }
  const asked = conflicts.flatMap(({ table, keptFrom, droppedFrom }) => [keptFrom, droppedFrom].map((from) => ({ table, ...from })))
  const unknown = asked.filter(({ recordId, hlc }) => !authors.has(`${recordId}/${hlc}`))
  if (unknown.length > 0) {
    const found = await q<{ id: string; hlc: Hlc; device_id: string; user_name: string | null; at: string | number | null }>(
      AUTHORS_SQL,
      [unknown.map(({ table }) => table), unknown.map(({ recordId }) => recordId), unknown.map(({ hlc }) => hlc)],
      'push_authors',
    )
    for (const { id, hlc, device_id, user_name, at } of found)
      authors.set(`${id}/${hlc}`, { by: device_id === CENTRE ? BAYLINE : (user_name ?? device_id), at: at === null ? parseHlc(hlc).atMs : Number(at) })
  }
  const rows = conflicts.map((conflict) => conflictRow(conflict, (recordId, hlc) => authors.get(`${recordId}/${hlc}`)))
  return { rows, history: rows.map(birthOf) }
}

function birthOf({ kind, id, scope, clk, doc }: WireRow): History {
  const { id: _, createdAt: _at, updatedAt: _updated, deleted: _deleted, ...said } = doc
  const fields = Object.fromEntries(Object.entries(said).map(([field, value]) => [field, [value] as const]))
  return { kind, recordId: id, scope, hlc: clk['*'] ?? '', sentHlc: null, deviceId: CENTRE, seq: 0, fields, lost: [] }
}
