/** The seven roles. An owner may do everything always, so that nobody can lock the shop out of itself. */
export const ROLES = ['owner', 'manager', 'cashier', 'technician', 'warehouse', 'staff', 'viewer'] as const
export type Role = (typeof ROLES)[number]

/** What a call needs: an open session only, or a named right whose default holders stand beside its name. */
export interface Permission {
  readonly name: string
  readonly defaults: readonly Role[]
}

export const permission = (name: string, ...defaults: Role[]): Permission => ({ name, defaults: ['owner', ...defaults.filter((role) => role !== 'owner')] })
