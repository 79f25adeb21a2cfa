import type { SyncRules } from '#shared/contract/sync.ts'
import type { Permission } from '#shared/kernel/permission.ts'
import { MODULES } from '#shared/modules.ts'

/** How every table of the program travels. */
export const RULES: SyncRules = Object.assign({}, ...MODULES.map(({ sync }) => sync))

/** Every permission that any operation needs, once. */
export const PERMISSIONS: readonly Permission[] = [
  ...new Map(
    MODULES.flatMap(({ contract }) =>
      Object.values(contract.operations).flatMap(({ needs }) => (typeof needs === 'string' ? [] : [[needs.name, needs] as const])),
    ),
  ).values(),
]
