import type { SyncRules } from '#shared/contract/sync.ts'
import type { WireRow } from '#shared/contract/wire.ts'
import type { Json } from '#shared/kernel/result.ts'
import { codeOf } from '../db/errors.ts'
import type { Decision, Refusal } from './state.ts'

/** What the server tells of a refused statement. */
interface Told {
  readonly constraint?: string
  readonly table?: string
  readonly column?: string
  readonly message: string
}
const told = (error: unknown): Told => error as Told // whatever has a SQLSTATE comes from the server

/** A row of a scope that is not the transaction's was touched. */
const isScope = (error: unknown): boolean => codeOf(error) === '42501' && told(error).message.includes('row-level security')

/**
 * Whether what was written is at fault, by SQLSTATE: 22 values, 23 constraints, 54 too long for an index, P0001 a trigger's no, and
 * row security. All else (a broken connection, a lost race, a missing grant, a bug) is trouble of the centre, and is thrown.
 */
export const isOfData = (error: unknown): boolean => /^(?:22|23|54)...$|^P0001$/.test(codeOf(error)) || isScope(error)

/**
 * A bug of ours that these entries meet. Sent again they would meet it again, and hold up all that their device did after them: the entry
 * that meets it alone is parked, with all that was said.
 */
export const isBug = (error: unknown): boolean => error instanceof TypeError || error instanceof RangeError

/** An exclusive table said that the slot is held. */
export const isHeld = (error: unknown, rules: SyncRules): boolean => codeOf(error) === '23P01' && rules[told(error).table ?? '']?.exclusive !== undefined

/** What one entry is told that the database refused. A rule that is not known here is for a person to look at, never for a retry. */
export function refusalOf(error: unknown, rules: SyncRules, { rows }: Pick<Decision, 'rows'>): Refusal {
  const { table = '', constraint = '', column } = told(error)
  const code = codeOf(error)
  const own = [...rows.values()].filter(({ kind }) => kind === table)
  const known: Record<string, Json> = { ...(table !== '' && { table }), ...(own.length === 1 && own[0] && { id: own[0].id }) }
  const rejected = (reason: Refusal['reason'], facts: Record<string, Json> = {}): Refusal => ({ outcome: 'rejected', reason, facts: { ...known, ...facts } })
  if (isScope(error)) return rejected('outOfScope')
  const rule = rules[table]?.unique?.[constraint]
  if ((code === '23505' || code === '23P01') && rule) {
    // Row security keeps the server from telling the values: the row is named where only one can be meant.
    const holds = ({ doc }: WireRow) =>
      rule.fields.every((field) => doc[field] !== null) && (!rule.while || rule.while.in.includes(doc[rule.while.field] ?? null))
    const meant = own.filter((row) => !row.deleted && holds(row))
    return rejected('taken', { constraint, ...(meant.length === 1 && meant[0] && { id: meant[0].id }) })
  }
  if (code === '23503') return rejected('unknownRecord', { constraint })
  if (code === '23514') return rejected('invalid', { constraint })
  if (code === '23502') return rejected('invalid', { ...(column !== undefined && { column }) })
  if (/^(?:22|54)/.test(code)) return rejected('invalid')
  return { outcome: 'parked', reason: code.startsWith('23') ? 'taken' : 'invalid', facts: { ...known, constraint, code } }
}
