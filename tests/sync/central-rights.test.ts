import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf } from '#central/db/errors.ts'
import { prepareDatabase } from '#central/db/prepare.ts'
import { ask, silentLog, type TestDatabase, testDatabase } from '#tests/support/postgres.ts'

let test: TestDatabase
let gateway: pg.Client
beforeAll(async () => {
  test = await testDatabase()
  const { gatewayUrl } = await prepareDatabase({ url: test.url, log: silentLog })
  gateway = new pg.Client({ connectionString: gatewayUrl ?? '' })
  await gateway.connect()
  // As a restore does, past the triggers: rows of plain ids, and of no gateway.
  await test.ask(`SET session_replication_role = replica; INSERT INTO location (id, created_at, updated_at, clk, name, address, phone, opens_at_minutes, closes_at_minutes, open_weekdays)
    SELECT id, 1, 1, '{}', id, '', '', 0, 1, '1' FROM unnest(ARRAY['north', 'south']) AS id`)
  await test.ask(`SET session_replication_role = replica; INSERT INTO bay (id, created_at, updated_at, clk, location_id, name, position, state)
    SELECT 'bay-' || id, 1, 1, '{}', id, id, 1, 'free' FROM location`)
  await test.ask(`INSERT INTO sync_row (kind, id, scope, rev, schema_v, deleted, clk, doc) SELECT 'bay', id, location_id, 1, 1, false, '{}', '{}' FROM bay`)
})
afterAll(async () => {
  await gateway.end()
  await test.drop()
})

/** SQLSTATE of a statement as that role, '' when it is allowed. */
const refusal = async (role: string, text: string): Promise<string> => {
  const client = new pg.Client({ connectionString: test.url })
  await client.connect()
  try {
    await client.query(`BEGIN; SET LOCAL ROLE ${role}`)
    await client.query(text)
    return ''
  } catch (error) {
    return codeOf(error)
  } finally {
    await client.end()
  }
}
const DENIED = '42501'
const NEW_BAY = (location: string) =>
  `INSERT INTO bay (id, created_at, updated_at, clk, location_id, name, position, state) VALUES ('new', 1, 1, '{}', '${location}', 'n', 1, 'free')`

describe('who may do what', () => {
  it('AUTH-TENANT: the gateway owns nothing, is nobody else and passes no row security', async () => {
    const owned = await test.ask(
      "SELECT relname FROM pg_class WHERE relowner = 'bayline_gateway'::regrole UNION ALL SELECT proname FROM pg_proc WHERE proowner = 'bayline_gateway'::regrole",
    )
    expect(owned).toEqual([])
    const roles = await test.ask<{ rolname: string }>(`SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
      ARRAY(SELECT roleid::regrole::text FROM pg_auth_members WHERE member = r.oid) AS member FROM pg_roles r WHERE rolname LIKE 'bayline\\_%' AND rolname <> 'bayline_admin' ORDER BY rolname`)
    const none = { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, rolreplication: false, member: [] }
    expect(roles).toEqual([
      { ...none, rolname: 'bayline_backup', rolbypassrls: true, member: ['pg_read_all_data'] },
      { ...none, rolname: 'bayline_gateway' },
      { ...none, rolname: 'bayline_migrator' },
      { ...none, rolname: 'bayline_replication', rolreplication: true },
    ])
    expect((await gateway.query('SELECT session_user, current_user')).rows).toEqual([{ session_user: 'bayline_gateway', current_user: 'bayline_gateway' }])
    for (const role of ['bayline_migrator', 'bayline_admin', 'bayline_backup'])
      await expect(gateway.query(`SET ROLE ${role}`)).rejects.toMatchObject({ code: DENIED })
  })

  it('AUTH-TENANT: bayline_migrator owns every table, function and the database', async () => {
    const strangers =
      await test.ask(`SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S', 'v') AND relowner <> 'bayline_migrator'::regrole
      UNION ALL SELECT datname FROM pg_database WHERE datname = current_database() AND datdba <> 'bayline_migrator'::regrole`)
    expect(strangers).toEqual([])
  })

  it('AUTH-TENANT: every table that holds rows of a scope is under forced row security for what is read and what is written', async () => {
    const tables = await test.ask<{ name: string }>(`SELECT DISTINCT c.relname AS name, relrowsecurity AND relforcerowsecurity AS forced,
      EXISTS (SELECT FROM pg_policy p WHERE polrelid = c.oid AND polcmd = '*' AND polqual IS NOT NULL AND polwithcheck IS NOT NULL) AS both
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = 'public'::regnamespace AND relkind = 'r' AND attname IN ('clk', 'scope') AND NOT attisdropped ORDER BY 1`)
    expect(tables.length).toBeGreaterThan(20)
    expect(tables.filter((table) => !('forced' in table && table.forced && 'both' in table && table.both))).toEqual([])
    // A policy for somebody else is Electric's reader alone.
    expect(await test.ask('SELECT DISTINCT polroles::regrole[]::text AS roles FROM pg_policy ORDER BY 1')).toEqual([
      { roles: '{-}' },
      { roles: '{bayline_replication}' },
    ])
  })

  it.each([
    ['bayline_gateway', 'SELECT count(*) FROM device_key', ''],
    ['bayline_gateway', 'UPDATE centre SET epoch = epoch', ''],
    ['bayline_gateway', 'SELECT * FROM _migration', ''],
    ['bayline_gateway', 'DELETE FROM _migration', DENIED],
    ['bayline_gateway', 'DELETE FROM bay', DENIED],
    ['bayline_gateway', 'DELETE FROM sync_row', DENIED],
    ['bayline_gateway', 'DELETE FROM entry', DENIED],
    ['bayline_gateway', 'DELETE FROM field_history', DENIED],
    ['bayline_gateway', 'TRUNCATE bay', DENIED],
    ['bayline_gateway', 'TRUNCATE device_key', DENIED],
    ['bayline_gateway', 'ALTER TABLE bay DISABLE ROW LEVEL SECURITY', DENIED],
    ['bayline_gateway', 'DROP POLICY scope ON bay', DENIED],
    ['bayline_gateway', 'CREATE TABLE mine (a int)', DENIED],
    ['bayline_gateway', 'CREATE SCHEMA mine', DENIED],
    ['bayline_gateway', "COPY (SELECT 1) TO PROGRAM 'true'", DENIED],
    ['bayline_replication', 'SELECT * FROM sync_row', ''],
    ['bayline_replication', 'UPDATE sync_row SET rev = rev', DENIED],
    ['bayline_replication', 'SELECT * FROM bay', DENIED],
    ['bayline_replication', 'SELECT * FROM device_key', DENIED],
    ['bayline_backup', 'SELECT * FROM device_key', ''],
    ['bayline_backup', 'UPDATE bay SET name = name', DENIED],
    ['bayline_backup', 'DELETE FROM bay', DENIED],
  ])('AUTH-TENANT: %s: %s -> %s', async (role, text, code) => {
    expect(await refusal(role, text)).toBe(code)
  })

  it('DB-SOFTDEL: not even the owner empties a synced table at once', async () => {
    for (const table of ['bay', 'sync_row', 'entry', 'field_history', '"user"']) {
      expect(await refusal('bayline_migrator', `TRUNCATE ${table} CASCADE`), table).toBe(DENIED)
      expect(await refusal('bayline_admin', `TRUNCATE ${table} CASCADE`), table).toBe(DENIED)
    }
  })

  it('A-SYNCCENTRE: Electric and the backup see every row, as they serve all scopes', async () => {
    for (const role of ['bayline_replication', 'bayline_backup'])
      expect(
        await ask(
          test.url,
          `SELECT count(*)::int AS rows FROM (SELECT set_config('role', '${role}', true)) AS r, LATERAL (SELECT count(*) FROM sync_row) AS s(rows)`,
        ),
      ).toEqual([{ rows: 1 }])
    expect(await test.ask("SELECT tablename FROM pg_publication_tables WHERE pubname = 'electric_publication_default'")).toEqual([{ tablename: 'sync_row' }])
  })
})

describe('rows of another location', () => {
  const names = (q: (text: string) => Promise<{ id?: unknown }[]>, table = 'bay') =>
    q(`SELECT id FROM ${table} ORDER BY id`).then((rows) => rows.map(({ id }) => id))

  it('SYNC-1 AUTH-TENANT: are not seen and not counted, whatever the statement', async () => {
    expect(await test.db.tx(['company', 'north'], (q) => names(q))).toEqual(['bay-north'])
    expect(await test.db.tx(['company', 'north'], (q) => names(q, 'sync_row'))).toEqual(['bay-north'])
    expect(await test.db.tx(['company'], (q) => names(q))).toEqual([])
    expect(await test.db.tx([], (q) => names(q, 'location'))).toEqual([])
    expect(await test.db.tx(['north'], (q) => q("SELECT count(*) AS n FROM bay WHERE id = 'bay-south' OR true"))).toEqual([{ n: 1 }])
    expect((await gateway.query('SELECT id FROM bay UNION ALL SELECT id FROM sync_row UNION ALL SELECT id FROM location')).rows).toEqual([])
  })

  it('SYNC-1 AUTH-TENANT: are not written, not moved away and not moved here', async () => {
    const north = (text: string) => test.db.tx(['company', 'north'], (q) => q(text))
    expect(await north("UPDATE bay SET name = 'mine' WHERE id = 'bay-south' RETURNING id")).toEqual([])
    for (const text of [
      NEW_BAY('south'),
      "UPDATE bay SET location_id = 'south' WHERE id = 'bay-north'",
      "UPDATE sync_row SET scope = 'south' WHERE id = 'bay-north'",
    ])
      await expect(north(text), text).rejects.toMatchObject({ code: DENIED })
    await expect(north(`${NEW_BAY('north').replace("'new'", "'bay-south'")} ON CONFLICT (id) DO UPDATE SET name = 'mine'`)).rejects.toMatchObject({
      code: DENIED,
    })
    expect(await test.ask("SELECT name FROM bay WHERE id = 'bay-south'")).toEqual([{ name: 'south' }])
  })

  it('SYNC-1 AUTH-TENANT: a connection keeps no scope of the transaction before, ended well or not', async () => {
    // One connection serves all of these.
    const seen = async () => (await gateway.query('SELECT id FROM bay')).rows.length
    await gateway.query("BEGIN; SELECT set_config('bayline.scopes', '{north,south}', true)")
    expect(await seen()).toBe(2)
    await gateway.query('COMMIT')
    expect(await seen()).toBe(0)
    await gateway.query("BEGIN; SELECT set_config('bayline.scopes', '{north,south}', true)")
    await expect(gateway.query('SELECT 1/0')).rejects.toMatchObject({ code: '22012' })
    await gateway.query('ROLLBACK')
    expect(await seen()).toBe(0)
    await expect(test.db.tx(['north', 'south'], (q) => q('SELECT 1/0'))).rejects.toMatchObject({ code: '22012' })
    expect(await test.db.tx(['north'], (q) => names(q))).toEqual(['bay-north'])
  })

  it('SYNC-1 SEC-INPUT: an id of a location that looks like several is one', async () => {
    for (const hostile of ['north,south', 'x","south', '{south}', "x}','south", '\\', 'x"', 'NULL', ''])
      expect(await test.db.tx([hostile], async (q) => [await names(q), (await q('SELECT bayline_scopes() AS s'))[0]]), hostile).toEqual([[], { s: [hostile] }])
  })
})
