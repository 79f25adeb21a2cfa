import type { RowChange } from '#shared/contract/merge.ts'
import type { WireRow } from '#shared/contract/wire.ts'
import type { Hlc } from '#shared/kernel/hlc.ts'
import type { Json } from '#shared/kernel/result.ts'
import type { CentralSchema, ColumnType } from '../db/database.ts'
import type { Field, Fields } from './state.ts'

const TYPES: Readonly<Record<ColumnType, Field['type']>> = { text: 'text', bigint: 'integer', 'double precision': 'real', boolean: 'boolean', jsonb: 'json' }

const known = new WeakMap<CentralSchema, Fields>()
/** Fields of the typed tables, as decisions need them. */
export function fieldsOf(schema: CentralSchema): Fields {
  const found = known.get(schema)
  if (found) return found
  const fields = new Map(
    [...schema].map(([kind, table]) => [
      kind,
      Object.fromEntries([...table.fields.values()].map(({ key, type, fallback }) => [key, { type: TYPES[type], fallback }])),
    ]),
  )
  known.set(schema, fields)
  return fields
}

/** A new row whole: every field that the table has. */
export function withFallbacks(doc: WireRow['doc'], fields: Readonly<Record<string, Field>> = {}): Record<string, Json> {
  const whole: Record<string, Json> = { ...doc }
  for (const [field, { fallback }] of Object.entries(fields)) whole[field] ??= fallback
  return whole
}

/** A birth whole, as it is merged with another birth of the row: what an older program does not know of it has its fallback, not nothing. */
export function wholeBirth(change: RowChange, fields: Readonly<Record<string, Field>> = {}): RowChange {
  if (!change.insert) return change
  const whole: Record<string, RowChange['fields'][string]> = { ...change.fields }
  for (const [field, { fallback }] of Object.entries(fields)) if (fallback !== null) whole[field] ??= [fallback]
  return { ...change, fields: whole }
}

/** Newest clock of these rows; '' of none. */
export function newestOf(rows: Iterable<Pick<WireRow, 'clk'> | undefined>): Hlc {
  let newest: Hlc = ''
  for (const row of rows) for (const hlc of Object.values(row?.clk ?? {})) if (hlc > newest) newest = hlc
  return newest
}
