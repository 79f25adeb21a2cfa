import { type RowChange, valueAfter } from '#shared/contract/merge.ts'
import type { WireEntry } from '#shared/contract/wire.ts'
import type { Permission, Role } from '#shared/kernel/permission.ts'
import type { Json } from '#shared/kernel/result.ts'
import { rolesWith } from '#shared/modules/auth/rules.ts'
import { type Field, keyOf, type Refusal, type Rows, type Situation, type State } from './state.ts'

/** What of a change can be seen to be wrong without its row: a table or field of a newer program, a value of another type, a right that its author lacks. */
export function checkAdmissible({ rules, fields, permissions }: Situation, { rows }: State, { userId }: WireEntry, change: RowChange): Refusal | undefined {
  const { table, id } = change
  const rule = rules[table]
  const known = fields.get(table)
  if (!rule || rule.merge === 'local' || !known) return { outcome: 'parked', reason: 'unknownTable', facts: { table, id } }
  for (const [field, values] of Object.entries(change.fields)) {
    const column = Object.hasOwn(known, field) ? known[field] : undefined
    if (!column) return { outcome: 'parked', reason: 'unknownField', facts: { table, id, field } }
    // A change of a row says what its author saw; a new row has nothing to have been seen.
    if (change.insert !== (values.length === 1) || !fits(column.type, valueAfter(values)))
      return { outcome: 'rejected', reason: 'invalid', facts: { table, id, field } }
  }
  if (rule.needs && !mayDo(rows, permissions, userId, rule.needs))
    return { outcome: 'rejected', reason: 'notAllowed', facts: { table, id, permission: rule.needs } }
  return undefined
}

function fits(type: Field['type'], value: Json): boolean {
  if (value === null || type === 'json') return true
  if (type === 'text') return typeof value === 'string' && value.isWellFormed() && !value.includes('\0')
  if (type === 'integer') return Number.isSafeInteger(value)
  return typeof value === (type === 'real' ? 'number' : type)
}

/** What a user may do at the centre: the shop's matrix over the defaults, for who is there and active. Holds SYNC-3. */
function mayDo(rows: Rows, permissions: readonly Permission[], userId: string | null, name: string): boolean {
  const user = userId === null ? undefined : rows.get(keyOf('user', userId))
  const permission = permissions.find((one) => one.name === name)
  if (!user || user.deleted || user.doc['active'] !== true || !permission) return false
  const overrides = [...rows.values()]
    .filter((row) => row.kind === 'role_permission' && !row.deleted)
    .map(({ doc }) => doc as { role: string; permission: string; granted: boolean }) // rows of this kind
  return rolesWith(permission, overrides, [user.doc['role'] as Role]).length > 0 // likewise
}
