import type { SyncRules } from '#shared/contract/sync.ts'
import type { Permission } from '#shared/kernel/permission.ts'
import { MODULES } from '#shared/modules.ts'
import type { Database } from './db/database.ts'

/** How every table of the program travels. */
export const RULES: SyncRules = Object.assign({}, ...MODULES.map(({ sync }) => sync))

/** Tells the database how tables travel, for whoever writes to them in SQL (migrations/central/0010_direct.sql). */
export async function keepRules(db: Pick<Database, 'tx'>, rules: SyncRules = RULES): Promise<void> {
  const kept = Object.entries(rules)
    .filter(([, { merge }]) => merge !== 'local')
    .map(([kind, { scope, merge, groups = {} }]) => ({ kind, location: scope === 'company' ? null : scope.location, appends: merge === 'append', groups }))
  await db.tx([], (q) => q(KEEP_SQL, [JSON.stringify(kept)]))
}
const KEEP_SQL = `INSERT INTO sync_rule (kind, location, appends, groups)
SELECT kind, location, appends, groups FROM json_to_recordset($1::json) AS r(kind text, location text, appends boolean, groups jsonb) ORDER BY kind
ON CONFLICT (kind) DO UPDATE SET location = excluded.location, appends = excluded.appends, groups = excluded.groups
WHERE (sync_rule.location, sync_rule.appends, sync_rule.groups) IS DISTINCT FROM (excluded.location, excluded.appends, excluded.groups)`

/** Every permission that any operation needs, once. */
export const PERMISSIONS: readonly Permission[] = [
  ...new Map(
    MODULES.flatMap(({ contract }) =>
      Object.values(contract.operations).flatMap(({ needs }) => (typeof needs === 'string' ? [] : [[needs.name, needs] as const])),
    ),
  ).values(),
]
