import type Database from 'better-sqlite3'

interface Column {
  name: string
  type: string
  notnull: number
  pk: number
  dflt_value: string | null
}

/** Tables that hold rows of their own: no virtual ones, none that SQLite or a search index keeps for itself. */
export function plainTables(raw: Database.Database): string[] {
  const all = raw.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all() as { name: string; sql: string }[] // the columns named
  const virtual = all.filter(({ sql }) => sql.startsWith('CREATE VIRTUAL')).map(({ name }) => name)
  return all.map(({ name }) => name).filter((name) => !virtual.some((of) => name === of || name.startsWith(`${of}_`)))
}

/** What a CHECK allows a column to be, where it names the values. */
export function allowedIn(raw: Database.Database, table: string, column: string): string[] | undefined {
  const sql = raw.prepare('SELECT sql FROM sqlite_schema WHERE name = ?').pluck().get(table) as string // every table has its text
  const list = new RegExp(`\\b${column} IN \\(([^)]*)\\)`).exec(sql.replace(/\s+/g, ' '))?.[1]
  return list?.split(',').map((part) => part.trim().replace(/^'|'$/g, ''))
}

/** A column that must hold JSON holds an empty list. */
const holdsJson = (raw: Database.Database, table: string, column: string): boolean =>
  (raw.prepare('SELECT sql FROM sqlite_schema WHERE name = ?').pluck().get(table) as string).includes(`json_valid(${column})`) // every table has its text

/** Ways to fill a row that differ in what the constraints between columns may ask. */
const WAYS = [
  { ints: (i: number) => i + 1, nulls: false },
  { ints: () => 0, nulls: false },
  { ints: (i: number) => i + 1, nulls: true },
  { ints: () => 0, nulls: true },
  { ints: (i: number) => 100 - i, nulls: true },
] as const

/** What the constraints of a table ask beyond that: its columns that cannot be made up. */
const OWN: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  appointment: { purpose: null, part_of_id: null },
  clock_punch: { source: 'person', reason: '' },
  calendar_feed: { token_hash: 'a'.repeat(64) },
  payment: { reverses_id: null, refunds_id: null, reason: '', amount_minor: 5, tendered_minor: null },
  credit_note: { net_minor: 100, tax_minor: 19, total_minor: 119 },
  write_off: { reverses_id: null, amount_minor: 5 },
  invoice: { net_minor: 100, tax_minor: 19, total_minor: 119, paid_minor: 0, void_reason: '' },
}

/** Puts one row into every table of a schema, parents first, made up from what the schema allows. */
export function fillEveryTable(raw: Database.Database): string[] {
  const waiting = new Set(plainTables(raw).filter((name) => name !== '_migration'))
  const filled: string[] = []
  while (waiting.size > 0) {
    const ready = [...waiting].find((table) =>
      parentsOf(raw, table).every(({ table: parent, mayBeNull }) => parent === table || mayBeNull || !waiting.has(parent)),
    )
    const table = ready ?? [...waiting][0]
    if (table === undefined) break
    waiting.delete(table)
    const hasRows = raw.prepare(`SELECT 1 FROM ${table}`).get() !== undefined // a migration's own
    if (!hasRows) fill(raw, table, OWN[table] ?? {})
    filled.push(table)
  }
  return filled
}

function parentsOf(raw: Database.Database, table: string): { table: string; from: string; to: string; mayBeNull: boolean }[] {
  const columns = raw.pragma(`table_info(${table})`) as Column[] // the columns of that pragma
  const keys = raw.pragma(`foreign_key_list(${table})`) as { table: string; from: string; to: string | null }[] // likewise
  return keys.map(({ table: parent, from, to }) => ({
    table: parent,
    from,
    to: to ?? 'id',
    mayBeNull: columns.find(({ name }) => name === from)?.notnull === 0,
  }))
}

function fill(raw: Database.Database, table: string, own: Readonly<Record<string, unknown>>): void {
  const columns = (raw.pragma(`table_info(${table})`) as Column[]).filter(
    ({ name, pk, type }) => !(pk === 1 && type === 'INTEGER' && name === 'no') && name !== 'deleted',
  ) // as above
  const parents = parentsOf(raw, table)
  let problem: unknown
  for (const way of WAYS) {
    const values = columns.map(({ name, type, notnull, pk }, i) => {
      if (name in own) return own[name]
      const parent = parents.find(({ from }) => from === name)
      const parentRow = parent && (raw.prepare(`SELECT ${parent.to} FROM ${parent.table} LIMIT 1`).pluck().get() as unknown)
      if (parent) return parentRow ?? null
      if (way.nulls && notnull === 0 && pk === 0) return null
      if (name === 'clk') return '{"*":"0000000000000000-aaaaaaaa"}'
      const [allowed] = allowedIn(raw, table, name) ?? []
      if (allowed !== undefined) return type === 'INTEGER' ? Number(allowed) : allowed
      if (type === 'INTEGER') return way.ints(i)
      if (holdsJson(raw, table, name)) return '[]'
      return name.endsWith('_on') ? '2026-03-02' : name === 'sha256' ? 'a'.repeat(64) : `${name} of ${table}`
    })
    try {
      raw.prepare(`INSERT INTO ${table} (${columns.map(({ name }) => name).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`).run(values)
      return
    } catch (error) {
      problem = error
    }
  }
  throw new Error(`no row fits into ${table}: say how in OWN of tests/support/rows.ts (${String(problem)})`)
}
