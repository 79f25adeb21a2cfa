import pg from 'pg'
import { readMigrations } from '#central/db/migrate.ts'
import { type Catalog, readCatalog } from './catalog.ts'
import { createTable, partsOf } from './ddl.ts'
import type { Definition } from './definitions.ts'
import { difference } from './difference.ts'

const LAST = 'reference'
/** What the triggers of turns run, which came later than the first migration. */
const FUNCTION = /^CREATE FUNCTION bayline_turn\(\) [^]*?\$\$;$/gm

/** What the migrations of `folder` build, on a database of the server at `url` that is made and dropped. */
export const builtByMigrations = (url: string, folder: string): Promise<Catalog> =>
  built(
    url,
    readMigrations(folder).map(({ sql }) => sql),
  )

/** Compares definitions with what `have` was built to, on a database of the server at `url` that is made and dropped. */
export async function compareWith(url: string, have: Catalog, definitions: readonly Definition[], folder: string): Promise<string[]> {
  const parts = definitions.flatMap(partsOf).filter(({ kind }) => kind !== 'check')
  const [first, ...later] = readMigrations(folder).map(({ sql }) => sql)
  const wanted = await built(url, [
    first ?? '',
    ...later.flatMap((sql) => sql.match(FUNCTION) ?? []),
    ...definitions.map(createTable),
    ...parts.toSorted((a, b) => Number(a.kind === LAST) - Number(b.kind === LAST)).map(({ create }) => create),
  ])
  return difference(definitions, have, wanted)
}

/** What these statements build on an empty database. */
async function built(url: string, statements: readonly string[]): Promise<Catalog> {
  const name = `compare_${process.pid}_${Math.random().toString(36).slice(2)}`
  const server = new pg.Client({ connectionString: url })
  await server.connect()
  try {
    await server.query(`CREATE DATABASE ${name} TEMPLATE template0`)
    const client = new pg.Client({ connectionString: Object.assign(new URL(url), { pathname: `/${name}` }).href })
    await client.connect()
    try {
      for (const statement of statements) {
        await client.query(statement).catch((error: Error) => {
          throw new Error(`PostgreSQL refuses: ${error.message}\n${statement}`, { cause: error })
        })
      }
      return await readCatalog(async (text) => (await client.query(text)).rows)
    } finally {
      await client.end()
    }
  } finally {
    await server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    await server.end()
  }
}
