import type { Failure, Result } from '../../kernel/result.ts'
import { ok } from '../../kernel/result.ts'
import { workspaceFails } from './contract.ts'

/** Holds WS-2. */
export const checkHours = <T extends { opensAtMinutes: number; closesAtMinutes: number }>(location: T): Result<T, Failure<'workspace.closesBeforeOpening'>> =>
  location.closesAtMinutes > location.opensAtMinutes ? ok(location) : workspaceFails.closesBeforeOpening()
