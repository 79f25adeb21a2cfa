import type { Machine } from '../kernel/machine.ts'
import type { Json } from '../kernel/result.ts'

/**
 * How a table's rows travel between devices (data only; the platform and the centre act on it).
 * fields: newest clock per field or clock group wins. guarded: besides, a step of the lifecycle that comes too late refuses its whole
 * entry instead of being lost. Where a lifecycle is named, a newer step must be legal from the centre's state, else the whole entry is
 * refused. append: rows are only added. exclusive: a constraint at the centre decides, and the second row is kept as a clash. local:
 * never leaves the device, journaled for the audit.
 */
export type MergeRule = 'fields' | 'guarded' | 'append' | 'exclusive' | 'local'

/** Holds while the field has one of these values. */
export interface While {
  readonly field: string
  readonly in: readonly Json[]
}

/** At most one row holds the same values; with a `span`, rows of the same values have no part of [from, from + length) in common. */
export interface Unique {
  readonly fields: readonly string[]
  readonly span?: { readonly from: string; readonly length: string }
  readonly while?: While
  readonly turn?: Turn
}
/**
 * The last of the fields counts turns of the first: from 1 on, a new row stands only where one of the turn before does, and the record
 * that `record` of that one names has come to a state that it never leaves.
 */
export interface Turn {
  readonly record: string
  /** Its table. */
  readonly of: string
  readonly once: { readonly field: string; readonly is: string }
}

export interface TableSync {
  /** Rows of one company, or of one location (named by the field that holds its id; null there means the company). */
  readonly scope: 'company' | { readonly location: string }
  readonly merge: MergeRule
  /** Fields that only make sense together share one clock: field -> group. A change of one carries all of them. */
  readonly groups?: Readonly<Record<string, string>>
  /** Fields whose values never appear in an audit list, export or log. */
  readonly secret?: readonly string[]
  /** The field whose steps follow a total table. */
  readonly lifecycle?: { readonly field: string; readonly machine: Machine<string, string> }
  /**
   * exclusive: rows with the same value of a key never share an instant of [from, until) while they hold their slot. The second
   * one that reaches the centre takes the values of `clash`.
   */
  readonly exclusive?: {
    readonly keys: readonly string[]
    readonly from: string
    readonly until: string
    readonly while: While
    readonly clash: Readonly<Record<string, Json>>
  }
  /** By name of the constraint. Nulls and deleted rows do not count. Which of two comes second is refused. */
  readonly unique?: Readonly<Record<string, Unique>>
  /** Field in which the centre puts a document's official number when it accepts the row; one gapless series per location. */
  readonly official?: { readonly field: string; readonly series: string }
  /** Fields of former versions: left out where an entry of theirs is put back. */
  readonly retired?: readonly string[]
  /** Permission that the author of a change must hold at the centre, too: what devices may do to each other. */
  readonly needs?: string
}

/** Every table of a module by its SQL name. */
export type ModuleSync = Readonly<Record<string, TableSync>>
/** Every table of the program by its SQL name. */
export type SyncRules = ModuleSync

/** Clock under which a field's changes stand: its group's, or its own. */
export const clockOf = ({ groups }: TableSync, field: string): string => (groups && Object.hasOwn(groups, field) ? (groups[field] ?? field) : field)

export const COMPANY_SCOPE = 'company'
/** The scope that a row belongs to: the company's, or its location's id. */
export const scopeOf = (rule: TableSync, doc: Readonly<Record<string, unknown>>): string => {
  if (rule.scope === 'company') return COMPANY_SCOPE
  const location = doc[rule.scope.location]
  return typeof location === 'string' ? location : COMPANY_SCOPE
}
