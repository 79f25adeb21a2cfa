import { type Cache, createCache } from './cache.ts'
import type { FeedDatabase } from './epochs.ts'
import { parseColumns, parseTable } from './names.ts'
import { invalid, type Wish } from './protocol.ts'
import type { Relation } from './relation.ts'
import { define, type Definition } from './shape.ts'
import { checkWhere, type Checked, type Filter } from './where.ts'

/** Reads which shape a query asks for: table, columns, condition and its parameters. Throws Refusal; the first fault is told. */
export type Definer = (query: URLSearchParams, wish: Pick<Wish, 'replica' | 'log'>) => Promise<Definition>

/** Conditions that were checked, and what was asked of a table, are known for a while. */
const MOST_KNOWN = 1_000
/** Parameters that say what is read, not from where on. */
const DEFINES = /^(?:columns|where|params.*)$/

export function createDefiner(db: Pick<FeedDatabase, 'tx'>, relationNamed: (schema: string, table: string) => Promise<Relation | undefined>): Definer {
  const filters = createCache<Checked<Filter>>(MOST_KNOWN, () => 1)
  /** A table that was looked up anew may be another one. */
  const definitions = new WeakMap<Relation, Cache<Definition>>()

  async function whereOf(relation: Relation, where: string, params: readonly string[]): Promise<Filter | null> {
    if (where === '') return null
    const key = JSON.stringify([relation, where, params])
    const filter = await filters.get(key, () => checkWhere(db, relation, where, params))
    if (!filter.ok) throw invalid({ where: [filter.message] })
    return filter.value
  }

  async function relationOf(query: URLSearchParams): Promise<Relation> {
    const text = query.getAll('table').at(-1) ?? ''
    if (text === '') throw invalid({ table: ["can't be blank"] })
    const name = parseTable(text)
    if (!name.ok) throw invalid({ table: [name.message] })
    const { schema, table } = name.value
    const relation = await relationNamed(schema, table)
    if (!relation)
      throw invalid({
        table: [`Table "${schema}"."${table}" does not exist. If the table name contains capitals or special characters you must quote it.`],
      })
    return relation
  }

  async function read(relation: Relation, query: URLSearchParams, { replica, log }: Pick<Wish, 'replica' | 'log'>): Promise<Definition> {
    const names = columnsOf(relation, query.getAll('columns').at(-1) ?? '')
    const params = paramsOf(query)
    const where = query.getAll('where').at(-1) ?? ''
    const filter = await whereOf(relation, where, params)
    return define(relation, filter, { where, params, names, replica, log })
  }

  return async (query, wish) => {
    const relation = await relationOf(query)
    const known = definitions.get(relation) ?? createCache<Definition>(MOST_KNOWN, () => 1)
    definitions.set(relation, known)
    // A thousand devices that wait ask for the same few shapes, again and again.
    const key = JSON.stringify([wish.replica, wish.log, ...[...query].filter(([name]) => DEFINES.test(name))])
    return await known.get(key, () => read(relation, query, wish))
  }
}

function columnsOf(relation: Relation, text: string): readonly string[] | null {
  if (text === '') return null
  const names = parseColumns(text)
  if (!names.ok) throw invalid({ columns: [names.message] })
  const missing = relation.primaryKey.filter((name) => !names.value.includes(name))
  if (missing.length > 0) throw invalid({ columns: [`The list of columns must include all primary key columns, missing: ${missing.join(', ')}`] })
  const unknown = names.value.filter((name) => !relation.columns.some((column) => column.name === name))
  if (unknown.length > 0) throw invalid({ columns: [`The following columns are not found on the table: ${unknown.join(', ')}`] })
  return names.value
}

/** `params[1]=a&params[2]=b`. */
function paramsOf(query: URLSearchParams): string[] {
  if (query.has('params')) throw invalid({ params: ['is invalid'] })
  const values = new Map<number, string>()
  for (const [name, value] of query) {
    const key = /^params\[(.*)\]$/.exec(name)?.[1]
    if (key === undefined) continue
    if (!/^\d+$/.test(key)) throw invalid({ params: ['Parameters can only use numbers as keys'] })
    values.set(Number(key), value)
  }
  return Array.from({ length: values.size }, (_, i) => {
    const value = values.get(i + 1)
    if (value === undefined) throw invalid({ params: ['Parameters must be numbered sequentially, starting from 1'] })
    return value
  })
}
