import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import type { Log } from '../log.ts'
import { codeOf, DatabaseUnavailable, isUnavailable, StartRefused } from './errors.ts'
import { migrate, missing, readMigrations } from './migrate.ts'
import { scramVerifier } from './scram.ts'

const GATEWAY = 'bayline_gateway'
const MIGRATOR = 'bayline_migrator'

export interface PrepareOptions {
  /** Of an administrator, of bayline_migrator, or of bayline_gateway. */
  readonly url: string
  readonly log: Log
  /** Default: those of the repository. */
  readonly migrationsDir?: string
}

export interface Prepared {
  /** Names of the migrations that were applied now. */
  readonly applied: readonly string[]
  /** Where the gateway logs in as itself, or null where nobody told its password to this login. */
  readonly gatewayUrl: string | null
}

/**
 * Brings roles and schema to this program's, as far as the login may. An administrator makes the roles, migrates as bayline_migrator and
 * gives the gateway a password that follows from its own (so that several gateways with one DATABASE_URL agree). bayline_migrator
 * migrates only. bayline_gateway looks whether the schema is its own. Throws StartRefused, or DatabaseUnavailable.
 */
export async function prepareDatabase({ url, log, migrationsDir = join(import.meta.dirname, '../../migrations/central') }: PrepareOptions): Promise<Prepared> {
  const client = await connect(url)
  try {
    const who = await client.query(
      'SELECT session_user AS name, rolsuper, rolcreaterole, pg_has_role(datdba, $$MEMBER$$) AS owner FROM pg_roles, pg_database WHERE rolname = session_user AND datname = current_database()',
    )
    const { name, rolsuper, rolcreaterole, owner } = who.rows[0] as { name: string; rolsuper: boolean; rolcreaterole: boolean; owner: boolean } // everybody has one
    if (name === GATEWAY) {
      const lacks = await missing(client, readMigrations(migrationsDir))
      if (lacks.length > 0)
        throw new StartRefused(
          `The central database lacks ${lacks.map((m) => m.name).join(', ')}. Run the migration as ${MIGRATOR} first (central/deploy/RUNBOOK.md).`,
        )
      return { applied: [], gatewayUrl: url }
    }
    if (name !== MIGRATOR) await makeRoles(client, name, { may: rolsuper || rolcreaterole, rolsuper, owner }, migrationsDir, log)
    const applied = await migrate(client, migrationsDir, log)
    return { applied, gatewayUrl: name === MIGRATOR ? null : await gatewayLogin(client, url) }
  } finally {
    await client.end().catch(() => {}) // lost already
  }
}

interface Rights {
  readonly may: boolean
  readonly rolsuper: boolean
  readonly owner: boolean
}

async function makeRoles(client: pg.Client, name: string, { may, rolsuper, owner }: Rights, migrationsDir: string, log: Log): Promise<void> {
  const refuse = () =>
    new StartRefused(
      `${name} may not make the roles of the centre. Let an administrator run migrations/central/roles.sql, "ALTER DATABASE ${client.database} OWNER TO ${MIGRATOR}" and set passwords; then start with the login of ${GATEWAY}.`,
    )
  if (!may) throw refuse()
  try {
    // Roles belong to the cluster, and another database's start may be making the same ones.
    await repeat(['42710', '23505', 'XX000'], () => client.query(rolsuper ? readFileSync(join(migrationsDir, 'roles.sql'), 'utf8') : basicRoles(name)))
    const lacks = await client.query("SELECT r FROM unnest(ARRAY['bayline_replication', 'bayline_backup']) AS r WHERE to_regrole(r) IS NULL")
    if (lacks.rows.length > 0) log.warn('central.roles.missing', { roles: lacks.rows.map((row: { r: string }) => row.r), cure: 'migrations/central/roles.sql' })
    const mine = await client.query('SELECT datdba::regrole::text AS owner FROM pg_database WHERE datname = current_database()')
    if ((mine.rows[0] as { owner: string }).owner === MIGRATOR) return // the database that we are in
    if (!rolsuper && !owner) throw refuse()
    await repeat(['XX000'], () => client.query(`ALTER DATABASE ${client.escapeIdentifier(client.database ?? '')} OWNER TO ${MIGRATOR}`))
  } catch (error) {
    throw codeOf(error) === '42501' ? refuse() : error
  }
}

/** Roles that a login with CREATEROLE alone can make; Electric's and the backup's need a superuser. */
const basicRoles = (name: string) =>
  `${[MIGRATOR, GATEWAY].map((role) => `DO $$ BEGIN IF to_regrole('${role}') IS NULL THEN CREATE ROLE ${role} LOGIN; END IF; END $$;`).join('\n')}
GRANT ${MIGRATOR} TO ${pg.escapeIdentifier(name)};`

/**
 * The gateway has a login of its own: SET ROLE can be taken back by whoever smuggles a statement in, a login cannot. Its password is set
 * only where the derived one is not in force yet.
 */
async function gatewayLogin(client: pg.Client, url: string): Promise<string> {
  const gateway = new URL(url)
  const { password } = gateway
  gateway.username = GATEWAY
  if (password === '') return gateway.href // a server that trusts its connections
  gateway.password = createHmac('sha256', decodeURIComponent(password)).update(GATEWAY).digest('base64url')
  const right = await connect(gateway.href).then(
    (c) => c.end().then(() => true),
    (error: unknown) => {
      if (codeOf(error) !== '28P01') throw error
      return false
    },
  )
  if (!right) await repeat(['XX000'], () => client.query(`ALTER ROLE ${GATEWAY} PASSWORD '${scramVerifier(decodeURIComponent(gateway.password))}'`))
  return gateway.href
}

/** Again while it meets one of these codes, which tell of somebody doing the same. */
async function repeat<T>(codes: readonly string[], work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === 8 || !codes.includes(codeOf(error))) throw error
      await wait(20 * attempt * Math.random())
    }
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, application_name: 'bayline-migrate' })
  client.on('error', () => {}) // told by the statement that it hits
  try {
    await client.connect()
    return client
  } catch (error) {
    if (isUnavailable(error)) throw new DatabaseUnavailable(`PostgreSQL at ${client.host}:${client.port} cannot be reached`, { cause: error })
    if (codeOf(error) === '28P01' && client.user !== GATEWAY)
      throw new StartRefused(`PostgreSQL at ${client.host}:${client.port} refuses the password of ${client.user}. Check DATABASE_URL.`)
    if (codeOf(error) === '3D000')
      throw new StartRefused(`There is no database "${client.database}" at ${client.host}:${client.port}. Create it, or correct DATABASE_URL.`)
    throw error
  }
}
