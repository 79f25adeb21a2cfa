/**
 * How a table's rows travel between devices (data only; the platform and the centre act on it).
 * fields: newest clock per field or clock group wins. guarded: a state change must be legal from the centre's state.
 * append: insert only. exclusive: a constraint at the centre decides. local: never leaves the device, journaled for the audit.
 */
export type MergeRule = 'fields' | 'guarded' | 'append' | 'exclusive' | 'local'

export interface TableSync {
  /** Rows of one company, or of one location (named by the column that holds it). */
  readonly scope: 'company' | { readonly location: string }
  readonly merge: MergeRule
  /** Fields that only make sense together share one clock: field -> group. */
  readonly groups?: Readonly<Record<string, string>>
  /** Fields whose values never appear in an audit list, export or log. */
  readonly secret?: readonly string[]
}

/** Every table of a module by its SQL name. */
export type ModuleSync = Readonly<Record<string, TableSync>>
