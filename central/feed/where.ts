import { randomUUID } from 'node:crypto'
import type { Database, Query } from '../db/database.ts'
import { codeOf } from '../db/errors.ts'
import { literal, quoted } from './names.ts'
import type { Relation } from './relation.ts'

/** A checked condition on a row: SQL in pieces, with the number of a parameter between two of them. */
export interface Filter {
  readonly pieces: readonly (string | number)[]
  readonly params: readonly string[]
  /** Types of the parameters by number, as Postgres inferred them. */
  readonly types: Readonly<Record<number, string>>
}
/** The condition with each parameter as SQL of the caller's. */
export const filterSql = ({ pieces, types }: Filter, parameter: (no: number) => string): string =>
  pieces.map((piece) => (typeof piece === 'number' ? `(${parameter(piece)})::${types[piece] ?? 'text'}` : piece)).join('')
/** The condition with its values in place. */
export const inlined = (filter: Filter): string => filterSql(filter, (no) => literal(filter.params[no - 1] ?? ''))

export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string }
const wrong = (message: string) => ({ ok: false, message }) as const
const at = (location: number, message: string) => wrong(`At location ${location}: ${message}`)

interface Token {
  readonly kind: 'parameter' | 'word' | 'name' | 'other' | 'void'
  readonly text: string
  readonly at: number
}
const TOKEN =
  /(?<void>\s+|--[^\n]*)|(?<comment>\/\*)|\$(?<parameter>\d+)|(?<text>[eE]'(?:[^'\\]|''|\\[\s\S])*'|'(?:[^']|'')*'|\$(?<tag>\w*)\$[\s\S]*?\$\k<tag>\$)|(?<name>"(?:[^"]|"")*")|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|\d[\w.]*|[\s\S]/gu

function tokensOf(clause: string): Token[] {
  return [...clause.matchAll(TOKEN)].map((match) => {
    const { parameter, name, word, void: blank } = match.groups ?? {}
    const kind = parameter !== undefined ? 'parameter' : name !== undefined ? 'name' : word !== undefined ? 'word' : blank !== undefined ? 'void' : 'other'
    return { kind, text: match[0], at: match.index }
  })
}

/** Statements end at `;`, and Postgres nests comments, which we do not. */
function splits(tokens: readonly Token[]): Checked<never> | undefined {
  if (tokens.some(({ text }) => text === ';')) return wrong('unescaped ";" causing statement split')
  const comment = tokens.find(({ text }) => text === '/*')
  return comment && at(comment.at, 'comments are not supported')
}

/** Change from one moment, session or user to the next; a row's place in a shape must not. */
const UNSTEADY = new Set(
  'current_date current_time current_timestamp localtime localtimestamp current_user session_user user current_role current_catalog current_schema'.split(' '),
)
/** Written like functions, though the grammar knows them. */
const SYNTAX = new Set(
  'and or not in any some all between like ilike similar is case when then else end as on over exists array row values coalesce nullif greatest least cast extract position substring trim overlay'.split(
    ' ',
  ),
)

/** Names that are called, where they stand, and with how many arguments. */
function callsOf(tokens: readonly Token[]): { readonly name: string; readonly at: number; readonly arity: number }[] {
  const solid = tokens.filter(({ kind }) => kind !== 'void')
  return solid.flatMap((token, i) => {
    if ((token.kind !== 'word' && token.kind !== 'name') || solid[i + 1]?.text !== '(') return []
    const name = token.kind === 'name' ? token.text.slice(1, -1).replaceAll('""', '"') : token.text.toLowerCase()
    if (token.kind === 'word' && SYNTAX.has(name)) return []
    let [depth, commas, end] = [1, 0, i + 2]
    for (; end < solid.length && depth > 0; end++) {
      const { text } = solid[end] as Token // within the list
      if (text === '(') depth++
      else if (text === ')') depth--
      else if (text === ',' && depth === 1) commas++
    }
    return [{ name, at: token.at, arity: solid[i + 2]?.text === ')' ? 0 : commas + 1 }]
  })
}

const SHORT: Readonly<Record<string, string>> = {
  smallint: 'int2',
  integer: 'int4',
  bigint: 'int8',
  real: 'float4',
  'double precision': 'float8',
  boolean: 'bool',
  'timestamp with time zone': 'timestamptz',
  'timestamp without time zone': 'timestamp',
}

/** What Postgres says of a clause behind `prefix`, in the protocol's words. Rethrows what is not about the clause. */
function complaint(error: unknown, prefix: number, tokens: readonly Token[]): Checked<never> {
  const code = codeOf(error)
  if (!(error instanceof Error) || !/^(?:42|22|0A)/.test(code)) throw error
  const { message } = error
  const { position, where } = error as Error & { position?: string; where?: string } // of the driver's error
  const parameter = /parameter \$(\d+)/.exec(where ?? '')?.[1]
  const bound = tokens.find(({ kind, text }) => kind === 'parameter' && text === `$${parameter}`)
  const location = position === undefined ? (bound?.at ?? 0) : Number(position) - 1 - prefix
  // The real server parses `SELECT 1 WHERE <clause>`, and counts from its beginning then.
  if (code === '42601') return at(location + 'SELECT 1 WHERE '.length, message)
  const missing = /"(.+)"/.exec(message)?.[1] ?? /column (?:\S*\.)?(\S+)/.exec(message)?.[1]
  if (code === '42703' || code === '42P01') return at(location, `unknown reference ${missing ?? ''}`)
  if (code === '42804' && message.startsWith('argument of WHERE')) return wrong('WHERE clause must return a boolean')
  if (code === '42803') return at(location, 'aggregation is not supported in this context')
  if (code === '42883') {
    const call = callsOf(tokens).find((each) => each.at === location)
    return at(location, call ? `unknown or unsupported function ${call.name}/${call.arity}` : 'Could not select an operator overload')
  }
  const value = /^invalid input (?:syntax|value) for (?:type|enum) (.+): "(.*)"$/s.exec(message)
  if (value) return at(location, `invalid syntax for type ${SHORT[value[1] ?? ''] ?? value[1]}: ${value[2]}`)
  return at(location, message)
}

/**
 * Checks a client's condition against a table: an expression of type boolean over its columns and the parameters, that gives the same
 * for the same row for ever. It is Postgres that parses it, under the extended protocol, which takes one statement only.
 */
export async function checkWhere(db: Pick<Database, 'tx'>, relation: Relation, clause: string, params: readonly string[]): Promise<Checked<Filter>> {
  const tokens = tokensOf(clause)
  const splitting = splits(tokens)
  if (splitting) return splitting
  const used = new Map<number, number>()
  for (const { kind, text, at: location } of tokens) {
    if (kind === 'word' && text.toLowerCase() === 'select') return at(location, 'subqueries are not supported')
    if (kind === 'word' && UNSTEADY.has(text.toLowerCase())) return at(location, `unknown or unsupported function ${text.toLowerCase()}/0`)
    if (kind !== 'parameter') continue
    const no = Number(text.slice(1))
    if (no < 1 || no > params.length) return at(location, `parameter ${text} was not provided`)
    used.set(no, used.get(no) ?? used.size + 1)
  }
  // Postgres wants all numbers from 1 on to occur.
  const isGapless = [...used.keys()].every((no) => no <= used.size)
  const numbers = isGapless ? [...used.keys()].sort((a, b) => a - b) : [...used.keys()]
  const pieces = piecesOf(tokens)
  const text = isGapless ? clause : pieces.map((piece) => (typeof piece === 'number' ? `$${used.get(piece)}` : piece)).join('')
  const values = numbers.map((no) => params[no - 1])
  const prefix = `SELECT 1 FROM (SELECT * FROM ${relation.sql} LIMIT 0) AS ${quoted(relation.table)} WHERE `
  const name = `feed_check_${randomUUID()}`
  try {
    return await db.tx([], async (q): Promise<Checked<Filter>> => {
      await q(prefix + text, values, name)
      const [prepared] = await q<{ types: string[] }>('SELECT parameter_types::text[] AS types FROM pg_prepared_statements WHERE name = $1', [name])
      await q(`DEALLOCATE ${quoted(name)}`)
      const unsteady = await unsteadyCall(q, tokens)
      if (unsteady) return at(unsteady.at, `unknown or unsupported function ${unsteady.name}/${unsteady.arity}`)
      await q('SAVEPOINT enclosed')
      try {
        await q(`${prefix}(${text}\n)`, values, `${name}()`)
      } catch (error) {
        if (codeOf(error) !== '42601') throw error
        await q('ROLLBACK TO enclosed')
        return wrong('malformed query ending with SQL clauses')
      }
      await q(`DEALLOCATE ${quoted(`${name}()`)}`)
      const types = Object.fromEntries(numbers.map((no, i) => [no, prepared?.types[i] ?? 'text']))
      return { ok: true, value: { pieces, params, types } }
    })
  } catch (error) {
    return complaint(error, prefix.length, tokens)
  }
}

function piecesOf(tokens: readonly Token[]): (string | number)[] {
  const pieces: (string | number)[] = []
  for (const { kind, text } of tokens) {
    const before = pieces.at(-1)
    if (kind === 'parameter') pieces.push(Number(text.slice(1)))
    else if (typeof before === 'string') pieces[pieces.length - 1] = before + text
    else pieces.push(text)
  }
  return pieces
}

async function unsteadyCall(q: Query, tokens: readonly Token[]) {
  const calls = callsOf(tokens)
  if (calls.length === 0) return undefined
  const steady = await q<{ name: string }>(
    "SELECT proname::text AS name FROM pg_proc WHERE proname = ANY ($1::text[]) GROUP BY 1 HAVING bool_and(provolatile = 'i')",
    [calls.map(({ name }) => name)],
  )
  const names = new Set(steady.map(({ name }) => name))
  // `varchar(5)` of a cast is written like a call.
  const types = await q<{ name: string }>('SELECT typname::text AS name FROM pg_type WHERE typname = ANY ($1::text[])', [calls.map(({ name }) => name)])
  for (const { name } of types) names.add(name)
  return calls.find(({ name }) => !names.has(name))
}

/** Checks an ORDER BY of a subset. */
export async function checkOrder(db: Pick<Database, 'tx'>, relation: Relation, clause: string): Promise<Checked<string>> {
  const tokens = tokensOf(clause)
  const splitting = splits(tokens)
  if (splitting) return splitting
  const from = `FROM (SELECT * FROM ${relation.sql} LIMIT 0) AS ${quoted(relation.table)}`
  const prefix = `SELECT $1::text ${from} ORDER BY `
  try {
    await db.tx([], async (q) => {
      await q(prefix + clause, [''])
      await q(`SELECT $1::text, row_number() OVER (ORDER BY ${clause}\n) ${from}`, [''])
    })
    return { ok: true, value: clause }
  } catch (error) {
    const said = complaint(error, prefix.length - 'SELECT 1 ORDER BY '.length, [])
    return said
  }
}
