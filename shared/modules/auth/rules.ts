import type { Permission, Role } from '../../kernel/permission.ts'
import type { Failure, Result } from '../../kernel/result.ts'
import { ok } from '../../kernel/result.ts'
import { authFails } from './contract.ts'
import { LOCK_AFTER_FAILURES, LOCK_MS, type User } from './model.ts'

/** What everybody tries first. Source: the heads of published lists of breached passwords. */
const COMMON = new Set(
  '12345678 123456789 1234567890 password password1 password12 password123 passw0rd qwertyui qwerty123 qwertyuiop 11111111 00000000 iloveyou abc12345 abcd1234 letmein1 welcome1 welcome123 admin123 administrator sunshine princess football baseball superman trustno1 1q2w3e4r 1qaz2wsx asdfghjk zaq12wsx changeme secret123 bayline1 bayline123'.split(
    ' ',
  ),
)

/** NIST 800-63B 5.1.1.2: length and a list of known words; no composition rules. Words of the context count as known. */
export function checkPassword(password: string, context: readonly string[]): Result<null, Failure<'auth.weakPassword'>> {
  const lower = password.toLowerCase()
  const words = context.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length >= 4)
  const known = COMMON.has(lower) || words.some((word) => lower === word || lower.replace(/\d+$/, '') === word) || new Set(lower).size < 4
  return known ? authFails.weakPassword() : ok(null)
}

export interface Guard {
  failures: number
  lockedUntil: number
}

/** State after one more attempt whose outcome is not known yet. Holds AUTH-3. */
export function countAttempt(guard: Guard, now: number): Result<Guard, Failure<'auth.locked'>> {
  if (guard.lockedUntil > now) return authFails.locked({ until: guard.lockedUntil })
  const failures = (guard.lockedUntil > 0 ? 0 : guard.failures) + 1 // a lock that ran out starts the count anew
  return ok({ failures, lockedUntil: failures >= LOCK_AFTER_FAILURES ? now + LOCK_MS : 0 })
}

/** Roles that hold a permission: its defaults, changed by the shop's matrix. Holds AUTH-2. */
export function rolesWith(
  permission: Permission,
  overrides: readonly { role: string; permission: string; granted: boolean }[],
  roles: readonly Role[],
): Role[] {
  return roles.filter((role) => {
    if (role === 'owner') return true
    const override = overrides.find((o) => o.role === role && o.permission === permission.name)
    return override ? override.granted : permission.defaults.includes(role)
  })
}

/**
 * Only an owner makes, changes or removes an owner; one active owner always remains. Where two owners took each other's place on devices
 * without a link none does: then whoever may manage people names one. Holds AUTH-1.
 */
export function checkOwners(
  actorRole: string,
  before: User | null,
  after: { role: Role; active: boolean },
  activeOwners: number,
): Result<null, Failure<'auth.ownerOnly' | 'auth.lastOwner'>> {
  const touchesOwner = before?.role === 'owner' || after.role === 'owner'
  if (touchesOwner && activeOwners > 0 && actorRole !== 'owner' && actorRole !== 'system') return authFails.ownerOnly()
  const leaves = before?.role === 'owner' && before.active && (after.role !== 'owner' || !after.active)
  return leaves && activeOwners <= 1 ? authFails.lastOwner() : ok(null)
}
