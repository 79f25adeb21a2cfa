import { mergeChange, type Row } from '#shared/contract/merge.ts'
import { COMPANY_SCOPE, scopeOf, type SyncRules } from '#shared/contract/sync.ts'
import {
  pushRequest,
  type DeviceStanding,
  type PushAnswer,
  type PushRequest,
  type WireEntry,
  type WireError,
  type WireResult,
  type WireRow,
} from '#shared/contract/wire.ts'
import { formatHlc } from '#shared/kernel/hlc.ts'
import { addHash, hashText, rowHash } from '#main/platform/sync/audit.ts'
import { brotliDecompressSync } from 'node:zlib'

type Doc = Row['doc']
type FeedMessage = { key: string; value: Record<string, string>; headers: Record<string, unknown> }

/**
 * A centre in memory that speaks the wire as a device hears it, and does whatever a test says: refuse, answer in part, lose an answer,
 * hold back rows, begin a feed anew. What it does by itself is the plain case, by the merge of the real one.
 */
export interface ScriptedCentre {
  readonly fetch: typeof fetch
  /** Changed by tests as they please. */
  standing: Omit<DeviceStanding, 'deviceId' | 'have' | 'serverAt'>
  /** Decides about an entry in place of the merge. */
  decide: ((entry: WireEntry) => Partial<WireResult> | undefined) | undefined
  /** Answers the next requests whose path holds `path`: a refusal, or `lost`: it is carried out and the answer never arrives. */
  script: { path: string; answer: WireError['error'] | 'lost' | 'cut' | 'fewer'; status?: number; retryAfter?: number }[]
  isOffline: boolean
  /** Every entry waits for others. */
  awaits: PushAnswer['awaits']
  /** Rows reach the feed when this is false. */
  isHoldingRows: boolean
  /** Rows per answer of the first reading. */
  chunk: number
  serverAheadMs: number
  readonly pushes: PushRequest[]
  /** What the device said with each that this centre had of it. */
  readonly had: number[]
  readonly requests: { path: string; key: string | null; device: string | null }[]
  readonly validKeys: Set<string>
  row(kind: string, id: string): WireRow | undefined
  /** Writes a row as somebody else's change; given fields over what is there. */
  put(kind: string, id: string, fields: Doc, scope?: string): WireRow
  /** The row leaves the scope. */
  take(kind: string, id: string): void
  /** The centre is put back to an older state: it forgets the entries after `seq`, and the rows that `isLost` names. */
  putBack(seq: number, isLost: (row: WireRow) => boolean): void
  /** Feeds begin anew: every reader is told to fetch again. */
  rotate(): void
  /** Puts a row in the feed exactly as given. */
  feedRaw(scope: string, value: Record<string, string>): void
  readonly rows: Map<string, WireRow>
}

export function scriptedCentre(rules: SyncRules, now: () => number = Date.now): ScriptedCentre {
  const rows = new Map<string, WireRow>()
  const answered = new Map<string, WireResult>()
  const log: { scope: string; message: FeedMessage }[] = []
  const snapshots = new Map<string, { messages: FeedMessage[]; from: number }>()
  /** Handles are never used again, by no other centre either. */
  const name = Math.random().toString(36).slice(2)
  let rotation = 1
  let counter = 0
  const have = new Map<string, number>()
  let keys = 0
  const waiters = new Set<() => void>()
  const handleOf = (scope: string) => `${name}-${scope}-${rotation}`
  const keyOf = (kind: string, id: string) => `${kind}/${id}`
  const hlcNow = () => formatHlc({ atMs: now() + centre.serverAheadMs, counter: counter++ & 0xffff }, 'centre00')

  const messageOf = (row: WireRow, operation: string): FeedMessage => ({
    key: `"public"."sync_row"/"${row.kind}"/"${row.id}"`,
    value:
      operation === 'delete'
        ? { kind: row.kind, id: row.id }
        : {
            kind: row.kind,
            id: row.id,
            scope: row.scope,
            rev: String(row.rev),
            schema_v: '1',
            deleted: row.deleted ? 't' : 'f',
            clk: JSON.stringify(row.clk),
            doc: JSON.stringify(row.doc),
          },
    headers: { operation, relation: ['public', 'sync_row'] },
  })
  let held: { scope: string; message: FeedMessage }[] = []
  const emit = (scope: string, message: FeedMessage) => {
    if (centre.isHoldingRows) held.push({ scope, message })
    else log.push({ scope, message })
    for (const wake of waiters) wake()
  }
  const save = (kind: string, id: string, row: Row, scope?: string): WireRow => {
    const before = rows.get(keyOf(kind, id))
    const rule = rules[kind]
    const next: WireRow = {
      kind,
      id,
      scope: scope ?? (rule ? scopeOf(rule, row.doc) : COMPANY_SCOPE),
      rev: (before?.rev ?? 0) + 1,
      deleted: row.doc['deleted'] === true,
      clk: row.clk,
      doc: row.doc as WireRow['doc'],
    }
    rows.set(keyOf(kind, id), next)
    if (before && before.scope !== next.scope) emit(before.scope, messageOf(before, 'delete'))
    emit(next.scope, messageOf(next, before && before.scope === next.scope ? 'update' : 'insert'))
    return next
  }

  const takeEntry = (device: string, entry: WireEntry): WireResult => {
    const key = `${device}/${entry.seq}/${entry.part}`
    const known = answered.get(key)
    if (known) return known
    have.set(device, Math.max(have.get(device) ?? 0, entry.seq))
    const decided = centre.decide?.(entry)
    const result: WireResult = { seq: entry.seq, part: entry.part, outcome: 'applied', ...decided }
    if (result.outcome === 'parked' || result.outcome === 'rejected')
      result.rows ??= entry.changes.flatMap(({ table, id }) => {
        const row = rows.get(keyOf(table, id))
        return row ? [row] : []
      })
    else
      for (const change of entry.changes) {
        const rule = rules[change.table]
        if (!rule) continue
        const before = rows.get(keyOf(change.table, change.id))
        const merged = mergeChange(rule, before, change as never, result.hlc ?? entry.hlc, entry.at, true)
        if (merged.outcome !== 'applied' && merged.outcome !== 'merged') throw new Error(`the scripted centre cannot merge: ${merged.outcome}`)
        if (merged.outcome === 'merged' && result.outcome === 'applied') result.outcome = 'merged'
        if (merged.changed) save(change.table, change.id, merged.row)
      }
    answered.set(key, result)
    return result
  }

  const json = (body: unknown, headers: Record<string, string> = {}, status = 200) =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } })
  const refuse = (error: string, status: number, headers: Record<string, string> = {}) => json({ error, message: error }, headers, status)

  const shape = async (query: URLSearchParams, signal: AbortSignal | null | undefined): Promise<Response> => {
    const scope = query.get('scope') ?? ''
    const offset = query.get('offset') ?? '-1'
    const handle = handleOf(scope)
    if (offset !== '-1' && query.get('handle') !== handle) return json([{ headers: { control: 'must-refetch' } }], { 'electric-handle': handle }, 409)
    let snapshot = snapshots.get(handle)
    if (!snapshot) {
      snapshot = { messages: [...rows.values()].filter((row) => row.scope === scope).map((row) => messageOf(row, 'insert')), from: log.length }
      snapshots.set(handle, snapshot)
    }
    const schema = {
      kind: { type: 'text' },
      id: { type: 'text' },
      scope: { type: 'text' },
      rev: { type: 'int8' },
      schema_v: { type: 'int4' },
      deleted: { type: 'bool' },
      clk: { type: 'jsonb' },
      doc: { type: 'jsonb' },
    } // prettier-ignore
    const headers = (next: string) => ({ 'electric-handle': handle, 'electric-offset': next, 'electric-schema': JSON.stringify(schema) })
    const upToDate = { headers: { control: 'up-to-date' } }
    if (offset === '-1' || offset.startsWith('0_')) {
      const at = offset === '-1' ? 0 : offset === '0_inf' ? snapshot.messages.length : Number(offset.slice(2))
      if (at < snapshot.messages.length || offset === '-1') {
        const end = Math.min(snapshot.messages.length, at + centre.chunk)
        return json(snapshot.messages.slice(at, end), headers(end >= snapshot.messages.length ? '0_inf' : `0_${end}`))
      }
    }
    const at = offset.startsWith('0_') ? snapshot.from : Number(offset.split('_')[0]) - 1
    if (query.has('live') && !log.slice(at).some((one) => one.scope === scope)) {
      await new Promise<void>((resolve) => {
        const done = () => {
          waiters.delete(wake)
          clearTimeout(timer)
          resolve()
        }
        const wake = () => {
          if (log.slice(at).some((one) => one.scope === scope) || handle !== handleOf(scope)) done()
        }
        const timer = setTimeout(done, 400)
        waiters.add(wake)
        signal?.addEventListener('abort', done)
      })
      if (handle !== handleOf(scope)) return json([{ headers: { control: 'must-refetch' } }], { 'electric-handle': handleOf(scope) }, 409)
    }
    const messages = log.slice(at).flatMap((one) => (one.scope === scope ? [one.message] : []))
    const next = `${log.length + 1}_0`
    return json([...messages, upToDate], { ...headers(next), 'electric-up-to-date': '', ...(query.has('live') && { 'electric-cursor': String(++counter) }) })
  }

  const answer = async (url: URL, init: RequestInit | undefined, headers: Headers): Promise<Response> => {
    const device = headers.get('bayline-device') ?? ''
    const serverAt = now() + centre.serverAheadMs
    const standing = { ...centre.standing, deviceId: device, have: have.get(device) ?? 0, serverAt }
    const body = init?.body
    const text = typeof body === 'string' ? body : body ? brotliDecompressSync(body as Uint8Array).toString() : ''
    if (url.pathname === '/v1/enrol') {
      const key = `key-${++keys}`
      centre.validKeys.add(key)
      return json({ ...standing, key, deviceId: (JSON.parse(text) as { deviceId: string }).deviceId })
    }
    if (!centre.validKeys.has((headers.get('authorization') ?? '').slice(7))) return refuse('unauthorized', 401)
    if (url.pathname === '/v1/device' || url.pathname === '/v1/device/renew') return json(standing)
    if (url.pathname === '/v1/device/rotate') {
      const key = `key-${++keys}`
      centre.validKeys.add(key)
      return json({ key })
    }
    if (centre.standing.state !== 'active') return refuse(centre.standing.state === 'revoked' ? 'revoked' : 'waiting', 403)
    if (url.pathname === '/v1/push') {
      const request = pushRequest.parse(JSON.parse(text))
      centre.pushes.push(request)
      centre.had.push(Number(url.searchParams.get('had')))
      if (centre.awaits) return json({ serverAt, hlc: hlcNow(), results: [], awaits: centre.awaits })
      const isFewer = centre.script[0]?.answer === 'fewer'
      if (isFewer) centre.script.shift()
      const entries = isFewer ? request.entries.slice(0, Math.ceil(request.entries.length / 2)) : request.entries
      return json({ serverAt, hlc: hlcNow(), results: entries.map((entry) => takeEntry(device, entry)) })
    }
    if (url.pathname === '/v1/shape') return await shape(url.searchParams, init?.signal)
    if (url.pathname === '/v1/audit') {
      const kinds: Record<string, { count: number; sum: number }> = {}
      for (const row of rows.values()) {
        if (row.scope !== url.searchParams.get('scope')) continue
        const sums = (kinds[row.kind] ??= { count: 0, sum: 0 })
        sums.count++
        sums.sum = addHash(sums.sum, rowHash(row.kind, row.id, row.rev))
      }
      return json({
        scope: url.searchParams.get('scope'),
        kinds: Object.fromEntries(Object.entries(kinds).map(([kind, { count, sum }]) => [kind, { count, hash: hashText(sum) }])),
      })
    }
    return refuse('notFound', 404)
  }

  const centre: ScriptedCentre = {
    standing: {
      state: 'active',
      scopes: [COMPANY_SCOPE],
      centreId: '00000000-0000-4000-8000-000000000001',
      centreEpoch: 1,
      companyName: 'Test Garage',
      check: '1234',
    },
    decide: undefined,
    script: [],
    isOffline: false,
    awaits: undefined,
    get isHoldingRows() {
      return isHolding
    },
    set isHoldingRows(value) {
      isHolding = value
      if (value) return
      for (const { scope, message } of held) emit(scope, message)
      held = []
    },
    chunk: 1000,
    serverAheadMs: 0,
    pushes: [],
    had: [],
    requests: [],
    validKeys: new Set(),
    rows,
    row: (kind, id) => rows.get(keyOf(kind, id)),
    put: (kind, id, fields, scope) => {
      const before = rows.get(keyOf(kind, id))
      const hlc = hlcNow()
      const clk = before
        ? { ...before.clk, ...Object.fromEntries(Object.keys(fields).map((field) => [rules[kind]?.groups?.[field] ?? field, hlc])) }
        : { '*': hlc }
      const at = now()
      return save(kind, id, { doc: { id, createdAt: at, updatedAt: at, deleted: false, ...before?.doc, ...fields }, clk }, scope)
    },
    take: (kind, id) => {
      const row = rows.get(keyOf(kind, id))
      if (!row) return
      rows.delete(keyOf(kind, id))
      emit(row.scope, messageOf(row, 'delete'))
    },
    putBack: (seq, isLost) => {
      for (const key of answered.keys()) if (Number(key.split('/')[1]) > seq) answered.delete(key)
      for (const device of have.keys()) have.set(device, Math.min(seq, have.get(device) ?? 0))
      for (const [key, row] of rows) if (isLost(row)) rows.delete(key)
      centre.standing = { ...centre.standing, centreEpoch: centre.standing.centreEpoch + 1 }
      centre.rotate()
    },
    rotate: () => {
      rotation++
      for (const wake of waiters) wake()
    },
    feedRaw: (scope, value) => emit(scope, { key: `"public"."sync_row"/"${value['kind']}"/"${value['id']}"`, value, headers: { operation: 'insert' } }),
    fetch: async (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input)
      const headers = new Headers(init?.headers)
      if (centre.isOffline) throw new TypeError('fetch failed')
      centre.requests.push({ path: url.pathname, key: headers.get('authorization')?.slice(7) ?? null, device: headers.get('bayline-device') })
      const at = centre.script.findIndex(({ path, answer: said }) => url.pathname.includes(path) && said !== 'fewer')
      const [scripted] = at === -1 ? [] : centre.script.splice(at, 1)
      if (!scripted) return await answer(url, init, headers)
      if (scripted.answer === 'lost' || scripted.answer === 'cut') {
        const response = await answer(url, init, headers)
        if (scripted.answer === 'lost') throw new TypeError('fetch failed')
        return new Response((await response.text()).slice(0, -5), { status: response.status, headers: response.headers })
      }
      if (scripted.answer === 'fewer') return await answer(url, init, headers)
      return refuse(scripted.answer, scripted.status ?? 503, scripted.retryAfter === undefined ? {} : { 'retry-after': String(scripted.retryAfter) })
    },
  }
  let isHolding = false
  return centre
}
