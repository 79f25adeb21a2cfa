import { columnOf } from '#main/platform/db/replay.ts'
import { clockOf, type TableSync } from '#shared/contract/sync.ts'
import type { ColumnDefinition } from './definitions.ts'

export interface Check {
  readonly name: string
  /** Condition, as Postgres reads it. */
  readonly sql: string
}

/** A condition of the local database that the centre does not have, and why. */
export interface Skipped {
  readonly table: string
  readonly sql: string
  readonly reason: string
}

/** Conditions that do not translate by rule, as they stand in migrations/local: `table: condition` -> why the centre does without. */
const LEFT_OUT: Readonly<Record<string, string>> = {}

const COMMENT_OR_TEXT = /'(?:[^']|'')*'|--[^\n]*/g

/** Conditions of all CHECKs in a table's text, spaces made one. */
export function sqliteChecks(sql: string): string[] {
  const plain = sql.replace(COMMENT_OR_TEXT, (part) => (part.startsWith('--') ? '' : part))
  return [...plain.matchAll(/\bCHECK\s*\(/g)].map(({ index, 0: head }) => {
    const from = index + head.length
    let depth = 1
    let at = from
    for (let inText = false; depth > 0 && at < plain.length; at++) {
      const letter = plain[at]
      if (letter === "'") inText = !inText
      else if (!inText) depth += letter === '(' ? 1 : letter === ')' ? -1 : 0
    }
    return plain
      .slice(from, at - 1)
      .replace(/\s+/g, ' ')
      .trim()
  })
}

/** Sorts a table's conditions into those of the centre, those that its columns hold by themselves, and those left out with the reason. */
export function translateChecks(
  table: string,
  rule: TableSync,
  columns: readonly ColumnDefinition[],
  conditions: readonly string[],
): { checks: Check[]; skipped: Skipped[] } {
  const checks: Check[] = []
  const skipped: Skipped[] = []
  for (const sql of conditions) {
    const named = columns.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(sql.replace(/'(?:[^']|'')*'/g, "''")))
    if (named.length === 1 && isHeldByType(sql, named[0])) continue
    const reason = LEFT_OUT[`${table}: ${sql}`] ?? reasonAgainst(rule, named)
    if (reason !== undefined) {
      skipped.push({ table, sql, reason })
      continue
    }
    const base = `${table}_${named.map(({ name }) => name).join('_')}`.slice(0, 55)
    const same = checks.filter(({ name }) => name.startsWith(`${base}_check`)).length
    checks.push({ name: `${base}_check${same === 0 ? '' : same + 1}`, sql: named.reduce(asBoolean, sql) })
  }
  return { checks, skipped }
}

/** What an enum's own condition, a boolean or jsonb says already. */
const isHeldByType = (sql: string, column: ColumnDefinition | undefined): boolean =>
  column !== undefined &&
  ((column.type === 'boolean' && sql === `${column.name} IN (0, 1)`) ||
    (column.type === 'jsonb' && sql === `json_valid(${column.name})`) ||
    (column.values !== undefined && sql.startsWith(`${column.name} IN (`)))

function reasonAgainst(rule: TableSync, named: readonly ColumnDefinition[]): string | undefined {
  if (named.length === 0) return 'names no column of the centre'
  if (named.some(({ type }) => type === 'jsonb')) return 'looks into JSON in the words of SQLite'
  const keys = new Map(Object.keys(rule.groups ?? {}).map((key) => [columnOf(key), key]))
  const clocks = new Set(named.map(({ name }) => clockOf(rule, keys.get(name) ?? name)))
  // Two devices may each change one of them, each rightly; the merged row is nobody's mistake and must be kept.
  if (rule.merge !== 'append' && clocks.size > 1) return `spans the clocks ${[...clocks].join(', ')}, which merge apart`
  return undefined
}

const asBoolean = (sql: string, { name, type }: ColumnDefinition): string =>
  type === 'boolean' ? sql.replace(new RegExp(`\\b${name} = 0\\b`, 'g'), `NOT ${name}`).replace(new RegExp(`\\b${name} = 1\\b`, 'g'), name) : sql
