import { COMPANY_SCOPE, type While } from '#shared/contract/sync.ts'
import { columnOf } from '#main/platform/db/replay.ts'
import { type ColumnDefinition, columnsOf, type Definition } from './definitions.ts'

/** Part of a typed table beside its columns, by the name under which the catalog has it. */
export interface Part {
  readonly table: string
  readonly kind: 'check' | 'unique' | 'exclusion' | 'reference' | 'security' | 'policy' | 'trigger'
  /** As in the catalog: `<table>.<constraint>`, `<index>`, ... */
  readonly key: string
  readonly create: string
  readonly drop: string
}

const quoted = (name: string): string => (name === 'user' ? '"user"' : name)
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`
const list = (values: readonly unknown[]): string => values.map((value) => (typeof value === 'string' ? literal(value) : String(value))).join(', ')
const holds = ({ field, in: values }: While): string => `${columnOf(field)} IN (${list(values)})`
const SCOPES = '(SELECT bayline_scopes())::text[]'

/** Ids and what refers to them compare byte by byte, as they do on every device. */
const typeOf = ({ name, type }: ColumnDefinition): string => (type === 'text' && (name === 'id' || name.endsWith('_id')) ? 'text COLLATE "C"' : type)

const columnText = (column: ColumnDefinition): string =>
  `${quoted(column.name)} ${typeOf(column)}${column.notNull ? ' NOT NULL' : ''}${column.fallback === undefined ? '' : ` DEFAULT ${column.fallback}`}`

const checksOf = ({ table, columns, checks }: Definition) => [
  ...columns.flatMap(({ name, values }) => (values ? [{ name: `${table}_${name}_enum`, sql: `${name} IN (${list(values)})` }] : [])),
  ...checks,
]

/** The table with its columns and conditions. */
export function createTable(definition: Definition): string {
  const [id, ...own] = definition.columns
  if (!id) throw new Error(`${definition.table} has no column`)
  const lines = [
    `${columnText(id)} PRIMARY KEY`,
    'created_at bigint NOT NULL',
    'updated_at bigint NOT NULL',
    'deleted boolean NOT NULL DEFAULT false',
    'clk jsonb NOT NULL',
    ...own.map(columnText),
    "x jsonb NOT NULL DEFAULT '{}'",
    ...checksOf(definition).map(({ name, sql }) => `CONSTRAINT ${name} CHECK (${sql})`),
  ]
  return `CREATE TABLE ${quoted(definition.table)} (\n  ${lines.join(',\n  ')}\n);`
}

/** What stands in the rows that are there already when a column comes later: the local default, else nothing said. */
export function addColumn(table: string, column: ColumnDefinition): string {
  const nothing: Partial<Record<string, string>> = { text: "''", bigint: '0', boolean: 'false' }
  const fallback = column.fallback ?? (column.notNull && !column.values ? nothing[column.type] : undefined)
  if (column.notNull && fallback === undefined)
    throw new Error(`${table}.${column.name}: rows are there already, so it needs a DEFAULT in migrations/local, or to be nullable`)
  return `ALTER TABLE ${quoted(table)} ADD COLUMN ${columnText({ ...column, ...(fallback !== undefined && { fallback }) })};`
}

/** Everything of the table beside its columns. */
export function partsOf(definition: Definition): Part[] {
  const { table, rule, columns } = definition
  const name = quoted(table)
  const constraint = (kind: Part['kind'], constraintName: string, body: string): Part => ({
    table,
    kind,
    key: `${table}.${constraintName}`,
    create: `ALTER TABLE ${name} ADD CONSTRAINT ${constraintName} ${body};`,
    drop: `ALTER TABLE ${name} DROP CONSTRAINT ${constraintName};`,
  })
  const scope = rule.scope === 'company' ? literal(COMPANY_SCOPE) : scopeColumn(columns, columnOf(rule.scope.location))
  const seen = `${scope} = ANY (${SCOPES})`
  const { exclusive } = rule
  return [
    ...checksOf(definition).map((check) => constraint('check', check.name, `CHECK (${check.sql})`)),
    ...Object.entries(rule.unique ?? {}).map(([index, { fields, span, while: during }]): Part => {
      const counted = `WHERE ${span ? '(' : ''}NOT deleted${during ? ` AND ${holds(during)}` : ''}${span ? ')' : ''}`
      if (span) {
        const [from, length] = [columnOf(span.from), columnOf(span.length)]
        const same = columnsOf(fields).map((column) => `${column} WITH =, `)
        return constraint('exclusion', index, `EXCLUDE USING gist (${same.join('')}int8range(${from}, ${from} + ${length}) WITH &&) ${counted}`)
      }
      const on = fields.length === 0 ? '(true)' : columnsOf(fields).join(', ')
      return { table, kind: 'unique', key: index, create: `CREATE UNIQUE INDEX ${index} ON ${name} (${on}) ${counted};`, drop: `DROP INDEX ${index};` }
    }),
    ...Object.entries(rule.unique ?? {}).flatMap(([index, { fields, turn }]): Part[] => {
      if (!turn) return []
      const [same = '', count = ''] = columnsOf(fields)
      const told = [index, same, count, turn.of, columnOf(turn.record), columnOf(turn.once.field), turn.once.is].map(literal).join(', ')
      return [
        {
          table,
          kind: 'trigger',
          key: `${table}.${index}_turn`,
          create: `CREATE CONSTRAINT TRIGGER ${index}_turn AFTER INSERT ON ${name} DEFERRABLE INITIALLY DEFERRED\n  FOR EACH ROW WHEN (NEW.${count} > 0) EXECUTE FUNCTION bayline_turn(${told});`,
          drop: `DROP TRIGGER ${index}_turn ON ${name};`,
        },
      ]
    }),
    ...(exclusive?.keys ?? []).map((key) =>
      constraint(
        'exclusion',
        `${table}_${columnOf(key)}_excl`,
        `EXCLUDE USING gist (${columnOf(key)} WITH =, int8range(${columnOf(exclusive?.from ?? '')}, ${columnOf(exclusive?.until ?? '')}, '[)') WITH &&)\n  WHERE (NOT deleted${exclusive ? ` AND ${holds(exclusive.while)}` : ''})`,
      ),
    ),
    ...columns.flatMap((column) =>
      column.references === undefined
        ? []
        : [
            constraint(
              'reference',
              `${table}_${column.name}_fkey`,
              `FOREIGN KEY (${column.name}) REFERENCES ${quoted(column.references)} (id) DEFERRABLE INITIALLY DEFERRED`,
            ),
          ],
    ),
    {
      table,
      kind: 'security',
      key: table,
      create: `ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;`,
      drop: '',
    },
    {
      table,
      kind: 'policy',
      key: `${table}.scope`,
      create: `CREATE POLICY scope ON ${name} USING (${seen}) WITH CHECK (${seen});`,
      drop: `DROP POLICY scope ON ${name};`,
    },
    {
      table,
      kind: 'trigger',
      key: `${table}.kept`,
      create: `CREATE TRIGGER kept BEFORE TRUNCATE ON ${name} EXECUTE FUNCTION bayline_kept();`,
      drop: `DROP TRIGGER kept ON ${name};`,
    },
  ]
}

function scopeColumn(columns: readonly ColumnDefinition[], name: string): string {
  const column = columns.find((one) => one.name === name)
  if (!column) throw new Error(`the scope names ${name}, which is no column`)
  return column.notNull ? name : `coalesce(${name}, ${literal(COMPANY_SCOPE)})`
}
