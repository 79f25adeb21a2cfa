import { hash } from 'node:crypto'
import type Database from 'better-sqlite3'
import type { auditAnswer } from '#shared/contract/wire.ts'
import type { z } from 'zod'

export type AuditAnswer = z.output<typeof auditAnswer>
type Kinds = AuditAnswer['kinds']

const MODULUS = 2 ** 48
/** Rows per step, a few ms. */
const STEP_ROWS = 1000

/** What one row adds: the first 48 bits of SHA-256 of `kind/id/rev`. Sums of two stay below 2^53. */
export const rowHash = (kind: string, id: string, rev: number): number => hash('sha256', `${kind}/${id}/${rev}`, 'buffer').readUIntBE(0, 6)
export const addHash = (sum: number, row: number): number => (sum + row) % MODULUS
export const hashText = (sum: number): string => sum.toString(16).padStart(12, '0')

/** Counts and hashes what the feed has given of a scope. Yields between steps; starts anew where rows changed meanwhile is the caller's affair. */
export function* auditRows(raw: Database.Database, scope: string): Generator<void, Kinds> {
  const step = raw.prepare('SELECT kind, id, scope, rev FROM sync_row_local WHERE (kind, id) > (?, ?) ORDER BY kind, id LIMIT ?')
  const sums: Record<string, { count: number; sum: number }> = {}
  let last = { kind: '', id: '' }
  for (;;) {
    const rows = step.all(last.kind, last.id, STEP_ROWS) as { kind: string; id: string; scope: string; rev: number }[] // the columns named
    for (const row of rows) {
      if (row.scope !== scope) continue
      const known = (sums[row.kind] ??= { count: 0, sum: 0 })
      known.count++
      known.sum = addHash(known.sum, rowHash(row.kind, row.id, row.rev))
    }
    const end = rows.at(-1)
    if (!end || rows.length < STEP_ROWS) break
    last = end
    yield
  }
  return Object.fromEntries(Object.entries(sums).map(([kind, { count, sum }]) => [kind, { count, hash: hashText(sum) }]))
}

export const isSameAudit = (ours: Kinds, theirs: Kinds): boolean =>
  [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].every((kind) => {
    const [a, b] = [ours[kind], theirs[kind]]
    return (a?.count ?? 0) === (b?.count ?? 0) && (a?.count === undefined || a.hash === b?.hash || a.count === 0)
  })
