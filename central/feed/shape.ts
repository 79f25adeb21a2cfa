import type { Column, Relation } from './relation.ts'
import type { Filter } from './where.ts'

/** What a client asks to read: equal definitions share one shape. */
export interface Definition {
  readonly relation: Relation
  readonly filter: Filter | null
  /** As asked for; null: all columns, also those that are added later. */
  readonly names: readonly string[] | null
  /** Those that are read, by name. */
  readonly columns: readonly Column[]
  /** Columns of the key. */
  readonly key: readonly string[]
  readonly replica: 'default' | 'full'
  readonly log: 'full' | 'changes_only'
  /** Equal for definitions that differ in the parameters of their condition only: one statement evaluates it for all of them. */
  readonly group: string
  /** The whole definition as text. */
  readonly text: string
  /** As the electric-schema header tells it. */
  readonly schema: string
}

export interface Shape {
  readonly handle: string
  readonly definition: Definition
  /** The snapshot is of the end of this epoch; the log begins behind it. */
  readonly startEpoch: number
  /** Of the snapshot; none: nobody begins with this handle any more. */
  readonly chunks: number
  /** Its table was truncated or changed, or it was removed: whoever holds it begins anew. */
  isEnded: boolean
}

export interface Asked {
  readonly where: string
  readonly params: readonly string[]
  readonly names: readonly string[] | null
  readonly replica: 'default' | 'full'
  readonly log: 'full' | 'changes_only'
}

export function define(relation: Relation, filter: Filter | null, { where, params, names, replica, log }: Asked): Definition {
  const columns = names === null ? relation.columns : relation.columns.filter(({ name }) => names.includes(name))
  return {
    relation,
    filter,
    names,
    columns,
    key: relation.primaryKey.length > 0 ? relation.primaryKey : relation.columns.map(({ name }) => name),
    replica,
    log,
    group: JSON.stringify([relation.oid, relation.columns.map(({ name, type }) => [name, type]), filter && [filter.pieces, filter.types]]),
    text: JSON.stringify([relation.oid, relation.schema, relation.table, where, params, names, replica, log]),
    schema: JSON.stringify(Object.fromEntries(columns.map(({ name, schema }) => [name, schema]))),
  }
}
