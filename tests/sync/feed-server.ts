import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import pg from 'pg'
import { listen } from '#central/db/listen.ts'
import { createShapeEndpoint, type EndpointOptions, type ShapeEndpoint } from '#central/feed/endpoint.ts'
import type { FeedDatabase } from '#central/feed/epochs.ts'
import type { FeedAnswer } from '#central/feed/protocol.ts'
import { emptyDatabase, silentLog, TEMPLATE, testServer, ask } from '#tests/support/postgres.ts'

/** What the feed needs of a database, as its administrator, who owns what tests create. */
export interface AdminDatabase extends FeedDatabase {
  close(): Promise<void>
}

export function adminDatabase(url: string, connections = 8): AdminDatabase {
  const types: pg.CustomTypesConfig = {
    getTypeParser: (oid, format) => (oid === 20 && format !== 'binary' ? Number : (pg.types.getTypeParser(oid, format) as never)),
  } // its own parser
  const pool = new pg.Pool({ connectionString: url, max: connections, types })
  pool.on('error', () => {})
  return {
    async tx(_scopes, work) {
      const client = await pool.connect()
      try {
        await client.query('BEGIN')
        const value = await work(async <Row>(text: string, values: readonly unknown[] = [], name?: string) => {
          const { rows } = await client.query({ text, values: [...values], ...(name !== undefined && { name }) })
          return rows as Row[] // as the caller knows its statement
        })
        await client.query('COMMIT')
        client.release()
        return value
      } catch (error) {
        await client.query('ROLLBACK').catch(() => {})
        client.release()
        throw error
      }
    },
    listen: (channel, onNotify) => listen(url, channel, onNotify, silentLog),
    close: () => pool.end(),
  }
}

export interface Served {
  /** Address of the endpoint, `http://127.0.0.1:1234/v1/shape`. */
  readonly url: string
  readonly endpoint: ShapeEndpoint
  close(): Promise<void>
}
export interface FeedBench {
  /** Of the database's administrator. */
  readonly address: string
  readonly db: AdminDatabase
  /** Statements, one after the other, each in a transaction of its own unless it says otherwise. */
  sql<Row = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>
  /** A session of its own, for transactions that stay open. */
  session(): Promise<pg.Client>
  serve(options?: Partial<EndpointOptions>): Promise<Served>
  close(): Promise<void>
}

/** A migrated database of the test's own, and endpoints on it over HTTP. */
export async function feedBench(): Promise<FeedBench> {
  const address = await emptyDatabase(TEMPLATE)
  const db = adminDatabase(address)
  const sessions: pg.Client[] = []
  const served = new Set<Served>()
  const session = async () => {
    const client = new pg.Client({ connectionString: address })
    client.on('error', () => {})
    await client.connect()
    sessions.push(client)
    return client
  }
  const main = await session()
  return {
    address,
    db,
    session,
    sql: async <Row>(text: string, values?: unknown[]) => {
      const result = await main.query(text, values)
      return ([result].flat().at(-1)?.rows ?? []) as Row[] // as the caller knows its statement
    },
    async serve(options = {}) {
      const endpoint = await createShapeEndpoint({ db, log: silentLog, attach: 'onDemand', ...options })
      const server = await serveShapes((request) => endpoint.answer(request))
      const one: Served = {
        url: server.url,
        endpoint,
        async close() {
          served.delete(one)
          await endpoint.close()
          await server.close()
        },
      }
      served.add(one)
      return one
    },
    async close() {
      for (const one of served) await one.close()
      for (const client of sessions) await client.end()
      await db.close()
      await ask(await testServer(), `DROP DATABASE ${new URL(address).pathname.slice(1)} WITH (FORCE)`)
    },
  }
}

type Answerer = (request: {
  method: string
  query: URLSearchParams
  headers: IncomingMessage['headers']
  body?: string
  signal: AbortSignal
}) => Promise<FeedAnswer>

/** An endpoint behind a plain HTTP server. */
export async function serveShapes(answer: Answerer): Promise<{ readonly url: string; close(): Promise<void> }> {
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const query = new URL(request.url ?? '/', 'http://feed').searchParams
    const { status, headers, body } = await answer({
      method: request.method ?? 'GET',
      query,
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
      signal: gone.signal,
    })
    if (response.destroyed) return
    response.writeHead(status, headers)
    if (body instanceof ReadableStream)
      Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]).pipe(response) // the same stream, by its name in node:stream/web
    else response.end(body)
  }
  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => {
      response.writeHead(500).end(error instanceof Error ? error.stack : String(error))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // listening on a port
  return {
    url: `http://127.0.0.1:${port}/v1/shape`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
