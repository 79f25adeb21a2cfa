import { chmodSync, cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openDatabase, StartRefused, startEmbedded } from '#central/db/database.ts'
import { readMigrations } from '#central/db/migrate.ts'
import { prepareDatabase } from '#central/db/prepare.ts'
import { scramVerifier } from '#central/db/scram.ts'
import { ask, emptyDatabase, silentLog, testDatabase, urlOf } from '#tests/support/postgres.ts'
import { ROOT } from '#tests/support/sources.ts'

const SHIPPED = join(ROOT, 'migrations/central')
const names = readMigrations(SHIPPED).map(({ name }) => name)
const prepare = (url: string, migrationsDir = SHIPPED) => prepareDatabase({ url, log: silentLog, migrationsDir })
/** The release's folder, with one more file. */
const folderWith = (name: string, sql: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'bayline-central-'))
  cpSync(SHIPPED, folder, { recursive: true })
  writeFileSync(join(folder, name), sql)
  return folder
}
const state = async (url: string) => ({
  schema: await ask(url, "SELECT relname, relkind, relacl::text, reltuples >= 0 FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY relname"),
  applied: await ask(url, 'SELECT name, sha, at FROM _migration ORDER BY name'),
})

it('DB-MIGRATE: brings an empty database to the schema of the release, once', async () => {
  const url = await emptyDatabase()
  expect((await prepare(url)).applied).toEqual(names)
  const before = await state(url)
  expect((await prepare(url)).applied).toEqual([])
  expect(await state(url)).toEqual(before)
})

it('DB-MIGRATE: several gateways that start at once migrate once, and none fails', async () => {
  const url = await emptyDatabase()
  const all = await Promise.all(Array.from({ length: 5 }, () => prepare(url)))
  expect(all.flatMap(({ applied }) => applied)).toEqual(names)
  expect((await state(url)).applied).toHaveLength(names.length)
})

it('DB-MIGRATE: a file that was edited after it had been applied stops the start, and nothing is changed', async () => {
  const { url, drop } = await testDatabase()
  const before = await state(url)
  const edited = folderWith(names[0] ?? '', `${readFileSync(join(SHIPPED, names[0] ?? ''), 'utf8')}\nCREATE TABLE more (a int);`)
  await expect(prepare(url, edited)).rejects.toEqual(
    new StartRefused(`Central migration ${names[0]} was edited after it had been applied. Restore the file of this release; nothing was changed.`),
  )
  expect(await state(url)).toEqual(before)
  await drop()
})

it('DB-MIGRATE: other line ends are the same file', async () => {
  const { url, drop } = await testDatabase()
  const windows = folderWith(names[0] ?? '', readFileSync(join(SHIPPED, names[0] ?? ''), 'utf8').replace(/\n/g, '\r\n'))
  expect((await prepare(url, windows)).applied).toEqual([])
  await drop()
})

it('DB-MIGRATE: a database of a newer Bayline is refused in one line, by an administrator and by the gateway', async () => {
  const { url, drop } = await testDatabase()
  const { gatewayUrl } = await prepare(url, folderWith('9999_next.sql', 'CREATE TABLE next (a int)'))
  const before = await state(url)
  const refused = new StartRefused('The central database was written by a newer Bayline (it knows 9999_next.sql). Install that version; nothing was changed.')
  await expect(prepare(url)).rejects.toEqual(refused)
  await expect(openDatabase({ url: gatewayUrl ?? '', log: silentLog })).rejects.toEqual(refused)
  expect(await state(url)).toEqual(before)
  await drop()
})

it('DB-MIGRATE DB-TXN: one that fails leaves nothing of itself, and those before it stand', async () => {
  const { url, drop } = await testDatabase()
  const broken = folderWith('9998_broken.sql', 'CREATE TABLE half (a int); SELECT 1/0')
  writeFileSync(join(broken, '9997_sound.sql'), 'CREATE TABLE sound (a int)')
  await expect(prepare(url, broken)).rejects.toThrow('central migration 9998_broken.sql failed')
  expect(await ask(url, "SELECT to_regclass('half') AS half, to_regclass('sound')::text AS sound")).toEqual([{ half: null, sound: 'sound' }])
  expect((await state(url)).applied.map(({ name }) => name)).toEqual([...names, '9997_sound.sql'])
  writeFileSync(join(broken, '9998_broken.sql'), 'CREATE TABLE half (a int)')
  expect((await prepare(url, broken)).applied).toEqual(['9998_broken.sql'])
  await drop()
})

it("DB-MIGRATE AUTH-TENANT: a table that a later migration brings is the gateway's to use by itself", async () => {
  const { url, drop } = await testDatabase()
  const { gatewayUrl } = await prepare(url, folderWith('9999_next.sql', 'CREATE TABLE next (a int GENERATED ALWAYS AS IDENTITY, b int)'))
  expect(await ask(gatewayUrl ?? '', 'INSERT INTO next (b) VALUES (1) RETURNING a')).toEqual([{ a: 1 }])
  await expect(ask(gatewayUrl ?? '', 'TRUNCATE next')).rejects.toMatchObject({ code: '42501' })
  await drop()
})

it("AUTH-TENANT: with the gateway's own login a start changes nothing, and waits for a migration that is missing", async () => {
  const url = await emptyDatabase()
  const older = mkdtempSync(join(tmpdir(), 'bayline-central-'))
  for (const file of [names[0] ?? '', 'roles.sql', 'grants.sql']) cpSync(join(SHIPPED, file), join(older, file))
  const gatewayUrl = (await prepare(url, older)).gatewayUrl ?? ''
  await expect(prepare(gatewayUrl)).rejects.toThrow(`The central database lacks ${names.slice(1).join(', ')}. Run the migration as bayline_migrator first`)
  await prepare(url)
  const db = await openDatabase({ url: gatewayUrl, log: silentLog })
  expect(await db.tx([], (q) => q('SELECT current_user AS name'))).toEqual([{ name: 'bayline_gateway' }])
  await db.close()
})

it('AUTH-TENANT: bayline_migrator alone migrates, and is refused as a gateway', async () => {
  const { url, drop } = await testDatabase()
  await ask(url, `ALTER ROLE bayline_migrator PASSWORD '${scramVerifier('secret')}'`)
  const migrator = Object.assign(new URL(url), { username: 'bayline_migrator', password: 'secret' }).href
  expect((await prepare(migrator, folderWith('9999_next.sql', 'CREATE TABLE next (a int)'))).applied).toEqual(['9999_next.sql'])
  await ask(url, "DELETE FROM _migration WHERE name = '9999_next.sql'")
  await expect(openDatabase({ url: migrator, log: silentLog })).rejects.toThrow('This login migrates only.')
  await drop()
})

it.each([
  ['a user without rights', '', 'may not make the roles of the centre. Let an administrator run migrations/central/roles.sql'],
  ['one who may make roles on a database of somebody else', 'CREATEROLE', 'may not make the roles of the centre'],
])('AUTH-TENANT: %s is told in one line what is missing', async (_name, right, told) => {
  const url = await emptyDatabase()
  const user = `plain_${Math.random().toString(36).slice(2)}`
  await ask(url, `CREATE ROLE ${user} LOGIN ${right} PASSWORD 'secret'`)
  const error = await prepare(Object.assign(new URL(url), { username: user, password: 'secret' }).href).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(StartRefused)
  expect(String(error)).toContain(told)
  expect(String(error)).not.toContain('\n')
  await ask(url, `DROP ROLE ${user}`)
})

it('AUTH-TENANT: a wrong password and a missing database are told in one line, without the password', async () => {
  const { url, drop } = await testDatabase()
  const { hostname, port, username } = new URL(url)
  const wrong = Object.assign(new URL(url), { password: 'hunter2' }).href
  await expect(prepare(wrong)).rejects.toEqual(new StartRefused(`PostgreSQL at ${hostname}:${port} refuses the password of ${username}. Check DATABASE_URL.`))
  await expect(prepare(urlOf(url, 'nowhere'))).rejects.toEqual(
    new StartRefused(`There is no database "nowhere" at ${hostname}:${port}. Create it, or correct DATABASE_URL.`),
  )
  await expect(prepare(Object.assign(new URL(url), { port: '1' }).href)).rejects.toMatchObject({ name: 'DatabaseUnavailable' })
  await drop()
})

it('AUTH-TENANT OPS-DEPLOY: an administrator who is no superuser starts a centre on a database of its own, and hears which roles are missing', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'bayline-central-'))
  chmodSync(dir, 0o755)
  const server = await startEmbedded({ dir: join(dir, 'server'), log: silentLog })
  try {
    await ask(server.url, "CREATE ROLE host LOGIN CREATEROLE CREATEDB PASSWORD 'se/cr:et'")
    await ask(server.url, 'CREATE DATABASE shop OWNER host')
    const url = Object.assign(new URL(urlOf(server.url, 'shop')), { username: 'host', password: 'se/cr:et' }).href
    const warned: unknown[] = []
    const log = { ...silentLog, warn: (event: string, facts: unknown) => warned.push([event, facts]) }
    for (let i = 0; i < 2; i++) {
      const db = await openDatabase({ url, log })
      expect(await db.tx([], (q) => q('SELECT session_user AS name'))).toEqual([{ name: 'bayline_gateway' }])
      await db.close()
    }
    expect(warned[0]).toEqual(['central.roles.missing', { roles: ['bayline_replication', 'bayline_backup'], cure: 'migrations/central/roles.sql' }])
  } finally {
    await server.stop()
  }
})
