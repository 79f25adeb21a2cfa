import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { testServer } from '#tests/support/postgres.ts'
import { ROOT } from '#tests/support/sources.ts'
import { builtByMigrations, compareWith } from '#tools/central/compare.ts'
import { type Definition, readDefinitions } from '#tools/central/definitions.ts'

const MIGRATIONS = join(ROOT, 'migrations/central')
const server = await testServer()
const definitions = await readDefinitions()
const have = await builtByMigrations(server, MIGRATIONS)
const compare = (changed: readonly Definition[], of = have) => compareWith(server, of, changed, MIGRATIONS)
const change = (table: string, how: (definition: Definition) => Definition) => definitions.map((each) => (each.table === table ? how(each) : each))
const note = { name: 'note_2', type: 'text', notNull: true } as const

describe('central migrations', () => {
  it('DB-MIGRATE A-SYNCCENTRE: build every table, column, rule and reference that the modules define', async () => {
    expect(definitions.length).toBeGreaterThan(18)
    expect(await compare(definitions)).toEqual([])
  })

  it('DB-MIGRATE: every travelling table of a module is there, and no local one', () => {
    const tables = definitions.map(({ table }) => table)
    expect(tables).toEqual(expect.arrayContaining(['company', 'user', 'appointment', 'invoice', 'payment', 'sync_device', 'sync_conflict']))
    expect(tables).not.toEqual(expect.arrayContaining(['session']))
    expect(tables).not.toContain('login_guard')
    expect(definitions.flatMap(({ columns }) => columns.map(({ name }) => name))).not.toContain('no')
  })

  it('DB-MIGRATE: are numbered without gaps, each number once', () => {
    const names = readdirSync(MIGRATIONS)
      .filter((name) => /^\d/.test(name))
      .sort()
    expect(names.map((name) => Number(name.slice(0, 4)))).toEqual(names.map((_, i) => i + 1))
  })

  it('DB-MIGRATE: a condition of the local database that the centre lacks is one of three, each with its reason', () => {
    expect(definitions.flatMap(({ skipped }) => skipped.map(({ table, reason }) => `${table}: ${reason}`))).toEqual([
      'attachment: spans the clocks record_table, record_id, which merge apart',
      'appointment: spans the clocks slot, who, which merge apart',
      'invoice: spans the clocks net_minor, tax_minor, total_minor, which merge apart',
    ])
  })
})

describe('a module that changes', () => {
  it('DB-MIGRATE: a new table comes whole', async () => {
    const without = mkdtempSync(join(tmpdir(), 'bayline-central-'))
    writeFileSync(join(without, '0001_platform.sql'), readFileSync(join(MIGRATIONS, '0001_platform.sql')))
    const statements = await compare(
      definitions.filter(({ table }) => ['company', 'location', 'bay'].includes(table)),
      await builtByMigrations(server, without),
    )
    expect(statements.filter((text) => text.startsWith('CREATE TABLE')).map((text) => /TABLE (\w+)/.exec(text)?.[1])).toEqual(['company', 'location', 'bay'])
    expect(statements).toContain('CREATE UNIQUE INDEX company_one ON company ((true)) WHERE NOT deleted;')
    expect(statements.at(-1)).toContain('bay_location_id_fkey')
  })

  it('DB-MIGRATE: a new column has a value for the rows that are there, and for devices that do not know it', async () => {
    expect(await compare(change('bay', (bay) => ({ ...bay, columns: [...bay.columns, note] })))).toEqual([
      `ALTER TABLE bay ADD COLUMN note_2 text NOT NULL DEFAULT '';`,
    ])
    const kind = { ...note, values: ['a', 'b'] }
    await expect(compare(change('bay', (bay) => ({ ...bay, columns: [...bay.columns, kind] })))).rejects.toThrow('bay.note_2: rows are there already')
    const first = { ...kind, fallback: "'a'" }
    expect(await compare(change('bay', (bay) => ({ ...bay, columns: [...bay.columns, first] })))).toEqual([
      `ALTER TABLE bay ADD COLUMN note_2 text NOT NULL DEFAULT 'a';`,
      `ALTER TABLE bay ADD CONSTRAINT bay_note_2_enum CHECK (note_2 IN ('a', 'b')) NOT VALID;`,
    ])
  })

  it('DB-MIGRATE: a new state replaces its condition', async () => {
    const states = change('bay', (bay) => ({
      ...bay,
      columns: bay.columns.map((column) => (column.name === 'state' ? { ...column, values: [...(column.values ?? []), 'reserved'] } : column)),
    }))
    expect(await compare(states)).toEqual([
      'ALTER TABLE bay DROP CONSTRAINT bay_state_enum;',
      "ALTER TABLE bay ADD CONSTRAINT bay_state_enum CHECK (state IN ('free', 'occupied', 'down', 'reserved')) NOT VALID;",
    ])
  })

  it('DB-MIGRATE A-SLOTS: rules follow: a new one is made, a changed one replaced, one that is gone dropped', async () => {
    const { unique, exclusive, ...rest } = definitions.find(({ table }) => table === 'appointment')?.rule ?? { scope: 'company', merge: 'fields' }
    const rules = change('appointment', (each) => ({
      ...each,
      rule: {
        ...rest,
        ...(exclusive && { exclusive: { ...exclusive, keys: ['bayId'], while: { field: 'state', in: ['arrived'] } } }),
        unique: { ...unique, one_call: { fields: ['customerId', 'startAt'] } },
      },
    }))
    expect(await compare(rules)).toEqual([
      'ALTER TABLE "appointment" DROP CONSTRAINT appointment_technician_id_excl;',
      'ALTER TABLE appointment DROP CONSTRAINT appointment_bay_id_excl;',
      'CREATE UNIQUE INDEX one_call ON appointment (customer_id, start_at) WHERE NOT deleted;',
      "ALTER TABLE appointment ADD CONSTRAINT appointment_bay_id_excl EXCLUDE USING gist (bay_id WITH =, int8range(start_at, end_at, '[)') WITH &&)\n  WHERE (NOT deleted AND state IN ('arrived'));",
    ])
  })

  it('DB-MIGRATE: what left the definitions stays, and binds nobody', async () => {
    const without = change('bay', (bay) => ({ ...bay, columns: bay.columns.filter(({ name }) => name !== 'position') }))
    expect(await compare(without)).toEqual(['ALTER TABLE "bay" ALTER COLUMN "position" DROP NOT NULL;'])
    expect(await compare(definitions.filter(({ table }) => table !== 'import_run'))).toEqual([])
  })

  it('DB-MIGRATE: a type that changes, or a null that no longer may be, is left to a person', async () => {
    const asText = change('bay', (bay) => ({
      ...bay,
      columns: bay.columns.map((column) => (column.name === 'position' ? { ...column, type: 'text' } : column)),
    }))
    await expect(compare(asText)).rejects.toThrow('bay.position is bigint and should be text: write that migration by hand')
    const filled = change('vehicle', (vehicle) => ({
      ...vehicle,
      columns: vehicle.columns.map((column) => (column.name === 'year' ? { ...column, notNull: true } : column)),
    }))
    await expect(compare(filled)).rejects.toThrow('vehicle.year may be null and should not')
  })
})
