import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { EnrolRequest } from '#shared/contract/wire.ts'
import { COMPANY_SCOPE } from '#shared/contract/sync.ts'
import { shopRows } from './shop-feed.ts'

/*
 * A centre that costs next to nothing, as a process of its own: it takes any device, and its answers to a first reading are made
 * beforehand, in pieces as large as the real feed's. Argument: work-order lines of the generated shop. Prints its address and the rows.
 */
const CHUNK_BYTES = 1024 * 1024
const SCHEMA = {
  kind: { type: 'text', not_null: true },
  id: { type: 'text', not_null: true },
  scope: { type: 'text', not_null: true },
  rev: { type: 'int8', not_null: true },
  schema_v: { type: 'int4', not_null: true },
  deleted: { type: 'bool', not_null: true },
  clk: { type: 'jsonb', not_null: true },
  doc: { type: 'jsonb', not_null: true },
}
const UP_TO_DATE = { headers: { control: 'up-to-date', global_last_seen_lsn: '1' } }

const rows = await shopRows(Number(process.argv[2]))
const pieces = new Map<string, Buffer[]>()
const scopes = [COMPANY_SCOPE, ...new Set(rows.map(({ scope }) => scope).filter((scope) => scope !== COMPANY_SCOPE))]
for (const of of scopes) {
  const made: Buffer[] = []
  let texts: string[] = []
  let bytes = 0
  const end = (...more: string[]) => {
    made.push(Buffer.from(`[${[...texts, ...more].join()}]`))
    texts = []
    bytes = 0
  }
  for (const { kind, id, scope, clk, doc } of rows) {
    if (scope !== of) continue
    const value = { kind, id, scope, rev: '1', schema_v: '1', deleted: 'false', clk, doc }
    const text = JSON.stringify({ key: `"public"."sync_row"/"${kind}"/"${id}"`, value, headers: { relation: ['public', 'sync_row'], operation: 'insert' } })
    if (bytes + text.length > CHUNK_BYTES) end()
    texts.push(text)
    bytes += text.length
  }
  end(JSON.stringify(UP_TO_DATE))
  pieces.set(of, made)
}

const standing = (deviceId: string) => ({
  deviceId,
  state: 'active',
  scopes,
  centreId: '00000000-0000-4000-8000-000000000001',
  centreEpoch: 1,
  have: 0,
  serverAt: Date.now(),
  companyName: 'Bench',
  check: '',
})
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://centre')
  const json = (body: unknown) => void response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
  if (url.pathname === '/v1/enrol') {
    let text = ''
    for await (const part of request.setEncoding('utf8')) text += String(part)
    return json({ ...standing((JSON.parse(text) as EnrolRequest).deviceId), key: 'bench' })
  }
  if (url.pathname === '/v1/device') return json(standing(String(request.headers['bayline-device'])))
  if (url.searchParams.has('live')) return // held until who asks has gone
  const chunks = pieces.get(url.searchParams.get('scope') ?? '') ?? []
  const offset = url.searchParams.get('offset') ?? '-1'
  const at = offset === '-1' ? 0 : Number(offset.split('_')[1]) + 1
  const isLast = at === chunks.length - 1
  response.writeHead(chunks[at] ? 200 : 400, {
    'content-type': 'application/json',
    'electric-handle': 'bench-1',
    'electric-offset': `0_${at}`,
    'electric-schema': JSON.stringify(SCHEMA),
    ...(isLast && { 'electric-up-to-date': '' }),
  })
  response.end(chunks[at])
}
const server = createServer((request, response) => void answer(request, response))
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo // it listens on TCP
  const bytes = [...pieces.values()].flat().reduce((sum, { length }) => sum + length, 0)
  process.stdout.write(`${JSON.stringify({ address: `http://127.0.0.1:${port}`, rows: rows.length, bytes, scopes })}\n`)
})
process.stdin.on('end', () => process.exit(0)).resume() // it ends with who started it
