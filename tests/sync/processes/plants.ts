import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import Database from 'better-sqlite3'
import type { PushRequest, WireRow } from '#shared/contract/wire.ts'
import { temporaryFolder } from '#tests/support/core.ts'
import type { Holdings, Witness } from '../sim/oracles.ts'
import { keyOf } from '../sim/postgres.ts'

/** What was found at rest, as copies that a plant may spoil. */
export interface Scene {
  readonly rows: Map<string, WireRow>
  readonly entries: Map<string, Holdings['tables']['entries'] extends ReadonlyMap<string, infer One> ? One : never>
  readonly history: { deviceId: string; scope: string; kind: string; recordId: string }[]
  readonly first: Witness
  readonly third: Witness
}

/** Copies of everything; each device's file as a file of its own. */
export function sceneOf({ tables }: Holdings, witnesses: readonly Witness[]): { scene: Scene; centre: Holdings; witnesses: Witness[]; close(): void } {
  const copies = witnesses.map((witness) => {
    const file = join(temporaryFolder(), 'copy.db')
    witness.disk.connection.raw.prepare('VACUUM INTO ?').run(file)
    return { ...witness, disk: { connection: { raw: new Database(file) } } }
  })
  const [first, , third] = copies
  if (!first || !third) throw new Error('there are three devices')
  const scene = { rows: new Map(tables.rows), entries: new Map(tables.entries), history: [...tables.history], first, third }
  return { scene, centre: { tables: scene }, witnesses: copies, close: () => copies.forEach(({ disk }) => disk.connection.raw.close()) }
}

const some = <T>(found: T | undefined, what: string): T => {
  if (found === undefined) throw new Error(`the rounds made no ${what}`)
  return found
}
const rowOf = ({ rows }: Scene, kind: string, fits: (row: WireRow) => boolean = () => true): WireRow =>
  some(
    [...rows.values()].find((row) => row.kind === kind && fits(row)),
    kind,
  )
const put = ({ rows }: Scene, row: WireRow): void => void rows.set(keyOf(row.kind, row.id), row)
const taken = ({ entries, first }: Scene) =>
  some(
    [...entries].find(
      ([, { deviceId, seq, outcome }]) => outcome === 'applied' && first.identities.includes(deviceId) && first.saved.some((one) => one.seq === seq),
    ),
    'entry',
  )
const spoil = ({ disk }: Witness, sql: string): void => {
  disk.connection.raw.pragma('foreign_keys = OFF')
  disk.connection.raw.exec(`UPDATE sync_guard SET applying = 1; ${sql}`)
}

/** Each is a way in which the whole could have failed, and what the oracles must say of it. */
export const PLANTS: Readonly<Record<string, readonly [plant: (scene: Scene) => void, says: RegExp]>> = {
  'an acknowledged deed never came': [(scene) => void scene.entries.delete(taken(scene)[0]), /^O1 .* is nowhere$/],
  'a deed was taken and its values are gone': [
    (scene) => {
      const [, { seq }] = taken(scene)
      const [change] = scene.first.replica.ground.journal.entry(seq)?.parts.flat() ?? []
      scene.rows.delete(keyOf(change?.table ?? '', change?.id ?? ''))
    },
    /^O1 .* was taken, and at the centre .* is not there$/,
  ],
  'a deed was taken twice': [
    (scene) => {
      const [key, entry] = taken(scene)
      scene.entries.set(`${key} again`, { ...entry, seq: entry.seq + 100_000 })
    },
    /^O1 .* was taken more than once$/,
  ],
  'a deed was refused and nobody is told': [
    (scene) => {
      const [key, entry] = taken(scene)
      scene.entries.set(key, { ...entry, outcome: 'rejected' })
    },
    /^O1 .* was rejected, and nobody sees it$/,
  ],
  'a device shows another value': [({ third }) => spoil(third, "UPDATE customer SET name = 'Nobody wrote this'"), /^O2 C has customer\/\S+ name "Nobody/],
  'a device holds another clock': [({ third }) => spoil(third, "UPDATE customer SET clk = '{}'"), /^O2 C has customer\/\S+ under/],
  'a device lacks a row': [({ third }) => spoil(third, 'DELETE FROM vehicle'), /^O2 C lacks vehicle\//],
  'a device has a row of another location': [
    ({ third, first }) => {
      const { raw } = first.disk.connection
      const [row] = raw.prepare("SELECT * FROM bay WHERE location_id <> (SELECT id FROM location WHERE name = 'Dock')").all() as Record<string, string>[] // whole rows
      spoil(
        third,
        `INSERT INTO bay (${Object.keys(row ?? {}).join()}) SELECT ${Object.values(row ?? {})
          .map((value) => (value === null ? 'NULL' : `'${value}'`))
          .join()}`,
      )
    },
    /^O2 C has bay\/\S+ .* which the centre has not for it$/,
  ],
  'a row waits for ever for its confirmation': [
    ({ third }) => spoil(third, "INSERT INTO sync_open (kind, id, seq, hlc) VALUES ('customer', 'x', 1, 'x')"),
    /^O2 C still keeps .* in sync_open$/,
  ],
  'a stock is not the sum of its movements': [({ first }) => spoil(first, 'UPDATE stock_level SET qty_milli = qty_milli + 1'), /^O3 A shows a stock/],
  'a device wrote to another location': [
    (scene) => {
      const { kind, id, scope } = rowOf(scene, 'bay', ({ scope: of }) => !scene.third.everScopes.has(of))
      scene.history.push({ deviceId: scene.third.identities[0] ?? '', scope, kind, recordId: id })
    },
    /^O4 C wrote bay/,
  ],
}

/** The same for what concerns rows at the centre alone; devices are not asked. */
export const CENTRE_PLANTS: Readonly<Record<string, readonly [plant: (scene: Scene) => void, says: RegExp]>> = {
  'two bookings share a bay at one time': [
    (scene) => {
      // Whatever became of it: at the end none may be waiting any more.
      const row = rowOf(scene, 'appointment', ({ doc }) => doc['bayId'] !== null || doc['technicianId'] !== null)
      const live = { ...row, doc: { ...row.doc, state: 'confirmed' } }
      put(scene, live)
      put(scene, { ...live, id: 'another', doc: { ...live.doc, id: 'another' } })
    },
    /^O3 appointment \S+ and \S+ share (?:bayId|technicianId)/,
  ],
  'two invoices have one number': [
    (scene) => {
      const row = rowOf(scene, 'invoice')
      put(scene, { ...row, id: 'another', doc: { ...row.doc, id: 'another', workOrderId: 'another' } })
    },
    /^O3 \w+ holds .* twice/,
  ],
  'an invoice gave back more than it took': [
    (scene) => {
      // Money on a customer's account belongs to no invoice.
      const row = rowOf(scene, 'payment', ({ doc }) => typeof doc['invoiceId'] === 'string')
      put(scene, { ...row, id: 'another', doc: { ...row.doc, id: 'another', reversesId: null, amountMinor: -10_000_000 } })
    },
    /^O3 invoice \S+ is paid -/,
  ],
}

/**
 * Stands between a device and the gateway and tampers: `swallow` answers pushes as applied and passes nothing on; `alter` changes words of
 * device A in what the feed tells.
 */
export async function liar(gatewayPort: number, lie: 'swallow' | 'alter'): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((question, answer) => {
    const chunks: Buffer[] = []
    question.on('data', (chunk: Buffer) => chunks.push(chunk))
    question.on('end', () => {
      const body = Buffer.concat(chunks)
      if (lie === 'swallow' && question.url?.startsWith('/v1/push')) {
        const push = JSON.parse((question.headers['content-encoding'] === 'br' ? brotliDecompressSync(body) : body).toString()) as PushRequest // a device's
        const results = push.entries.map(({ seq, part }) => ({ seq, part, outcome: 'applied' }))
        const said = { results, serverAt: Date.now(), hlc: push.entries.at(-1)?.hlc }
        answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said))
        return
      }
      const headers = { ...question.headers, 'accept-encoding': 'identity' }
      const passed = request({ host: '127.0.0.1', port: gatewayPort, path: question.url, method: question.method, headers }, (told) => {
        const parts: Buffer[] = []
        told.on('data', (chunk: Buffer) => parts.push(chunk))
        told.on('end', () => {
          const text = Buffer.concat(parts).toString()
          const { 'content-length': _length, 'transfer-encoding': _encoding, ...rest } = told.headers
          answer.writeHead(told.statusCode ?? 500, rest).end(lie === 'alter' ? text.replace(/\bA(\d+\.\d)/g, 'Z$1') : text)
        })
      })
      passed.on('error', () => question.socket.destroy())
      passed.end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port, // it listens on TCP
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
