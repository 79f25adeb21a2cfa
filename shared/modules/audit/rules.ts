import type { TableSync } from '../../contract/sync.ts'
import type { Json } from '../../kernel/result.ts'
import { type FieldChange, type RecordChange, SECRET, type ShownValue } from './model.ts'

/** A journaled change: `[after]` for a new record's field, `[before, after, clock]` for a changed one. */
export interface KeptChange {
  readonly insert: boolean
  readonly fields: Readonly<Record<string, readonly Json[]>>
}

const shown = (value: Json | undefined): ShownValue =>
  value === undefined || value === null ? null : typeof value === 'object' ? JSON.stringify(value) : value

/** A change as people may see it. Holds AUD-2. */
export function showChange(table: string, recordId: string, { insert, fields }: KeptChange, sync: TableSync | undefined): RecordChange {
  const show = (field: string, values: readonly Json[]): FieldChange => {
    const isSecret = sync?.secret?.includes(field) ?? false
    const [before, after] = insert ? [null, values[0]] : values
    const cover = (value: Json | undefined): ShownValue => (isSecret && shown(value) !== null ? SECRET : shown(value))
    return { field, before: cover(before), after: cover(after), isSecret }
  }
  // What was carried along with its clock group did not change.
  const changed = Object.entries(fields).filter(([, values]) => insert || JSON.stringify(values[0]) !== JSON.stringify(values[1]))
  return { table, recordId, isNew: insert, fields: changed.map(([field, values]) => show(field, values)) }
}

/** A record in a few words: its number, name, plate or code; empty where it has none of them. */
export function labelOf(row: Readonly<Record<string, Json>> | undefined): string {
  const words = ['number', 'name', 'plate', 'description', 'concern', 'code']
    .map((key) => row?.[key])
    .find((value) => typeof value === 'string' && value !== '')
  return typeof words === 'string' ? words.slice(0, 80) : ''
}
