import type { z } from 'zod'
import type { auditAnswer } from '#shared/contract/wire.ts'
import type { Query } from '../db/database.ts'

export type AuditAnswer = z.output<typeof auditAnswer>

/**
 * Count and hash of a scope's rows by kind, for devices to compare theirs with: the sum, modulo 2^48, of the first 48 bits of
 * SHA-256 of `kind/id/rev`, as 12 hex digits. The order of rows does not count.
 */
const SUMS = `
  SELECT kind, count(*)::int AS count, lpad(to_hex((sum(part) % 281474976710656)::bigint), 12, '0') AS hash
  FROM (
    SELECT kind, ('x' || encode(substr(sha256(convert_to(kind || '/' || id || '/' || rev, 'UTF8')), 1, 6), 'hex'))::bit(48)::bigint AS part
    FROM sync_row WHERE scope = $1
  ) AS parts
  GROUP BY kind`

export async function auditScope(q: Query, scope: string): Promise<AuditAnswer> {
  const rows = await q<{ kind: string; count: number; hash: string }>(SUMS, [scope], 'feed_audit')
  return { scope, kinds: Object.fromEntries(rows.map(({ kind, count, hash }) => [kind, { count, hash }])) }
}
