import type { Database, Query } from '#central/db/database.ts'
import type { SyncRules, TableSync, Unique } from '#shared/contract/sync.ts'
import type { WireResult, WireRow } from '#shared/contract/wire.ts'
import { RULES } from './rules.ts'
import { readCentralSchema } from './schema.ts'

export const CENTRAL = readCentralSchema()

/** One identity of a device, as `device_identity` keeps it. */
export interface Identity {
  readonly deviceId: string
  readonly enrolmentId: string
  readonly tag: string
  readonly clockTag: string
  readonly epoch: number
  haveSeq: number
  havePart: number
  ackedThrough: number
  retiredAt: number | null
  offeredEpoch: number
  offered: string
}
/** What the database itself puts in a new one. */
export const NEW_IDENTITY = { haveSeq: 0, havePart: 0, ackedThrough: 0, retiredAt: null, offeredEpoch: 0, offered: '' }
export interface Entry {
  readonly deviceId: string
  readonly seq: number
  readonly part: number
  readonly hash: Buffer
  readonly outcome: WireResult['outcome']
  answer: object | null
  readonly body: unknown
  readonly hlc: string
  readonly command: string
  readonly userName: string
  readonly at: number
  readonly takenAt: number
}
export interface Past {
  readonly kind: string
  readonly recordId: string
  readonly hlc: string
  readonly scope: string
  readonly sentHlc: string | null
  readonly deviceId: string
  readonly seq: number
}
/** One change of the feed, in the order of commits. `from`: the scope that the row left. */
export interface FeedEntry {
  readonly row: WireRow
  readonly from: string | null
}

/** Everything that the centre's database holds. */
export interface Tables {
  readonly rows: Map<string, WireRow>
  readonly series: Map<string, number>
  readonly identities: Map<string, Identity>
  readonly entries: Map<string, Entry>
  readonly history: Past[]
  readonly feed: FeedEntry[]
  readonly centre: { id: string; clockTag: string; hlc: string; epoch: number; mendedEpoch: number; mendingUntil: number }
}

/** What PostgreSQL answers to a statement that it refuses. */
class Refused extends Error {
  readonly code: string
  constructor(code: string, message: string, told: object = {}) {
    super(message)
    this.code = code
    Object.assign(this, told)
  }
}

export const keyOf = (kind: string, id: string): string => `${kind}/${id}`
const copy = <T extends object>(map: ReadonlyMap<string, T>): Map<string, T> => new Map([...map].map(([key, value]) => [key, { ...value }]))
/** The tables as a backup holds them. Rows are never changed in place. */
export const backUp = (tables: Tables): Tables => ({
  rows: new Map(tables.rows),
  series: new Map(tables.series),
  identities: copy(tables.identities),
  entries: copy(tables.entries),
  history: [...tables.history],
  feed: [...tables.feed],
  centre: { ...tables.centre },
})

/** What a statement is given; each knows what that is. */
type Values = readonly [never, never, never, never, never, never, ...never[]]
type Statement = (tables: Tables, values: Values, tx: Tx, text: string) => unknown[]
interface Tx {
  readonly scopes: Set<string>
  /** Undoes, newest last. */
  readonly undo: (() => void)[]
  readonly feed: FeedEntry[]
  /** Keys of rows written since constraints were last looked at. */
  readonly written: Set<string>
}

export interface PostgresModel extends Pick<Database, 'tx' | 'schema'> {
  tables: Tables
  /** Asked at each commit. before: nothing of it is kept; after: it is, and nobody is told. */
  onCommit: (() => 'before' | 'after' | null) | null
}

/** The gateway's process ends. */
export class GatewayCrash extends Error {
  override name = 'GatewayCrash'
}

/**
 * PostgreSQL as far as the gateway's own code uses it, in memory: the real push, devices and writer run over it, statement by
 * statement, by the statements' names. Constraints are those of the sync rules and the references of the centre's migration;
 * savepoints and rollbacks undo; scopes are row security. One transaction at a time, as all of them lock what they touch.
 */
export function createPostgres(tables: Tables, rules: SyncRules = RULES): PostgresModel {
  const model: PostgresModel = {
    tables,
    onCommit: null,
    schema: CENTRAL.schema,
    tx: async (scopes, work) => {
      const tx: Tx = { scopes: new Set(scopes), undo: [], feed: [], written: new Set() }
      const savepoints: { undo: number; feed: number }[] = []
      const back = ({ undo, feed }: { undo: number; feed: number }) => {
        while (tx.undo.length > undo) tx.undo.pop()?.()
        tx.feed.length = feed
        tx.written.clear()
      }
      const control = (text: string) => {
        for (const part of text.split(';').map((one) => one.trim())) {
          if (part.startsWith('SAVEPOINT')) savepoints.push({ undo: tx.undo.length, feed: tx.feed.length })
          else if (part.startsWith('ROLLBACK TO')) back(savepoints.at(-1) ?? { undo: 0, feed: 0 })
          else if (part.startsWith('RELEASE')) savepoints.pop()
          else if (part === 'SET CONSTRAINTS ALL IMMEDIATE') checkDeferred(model.tables, tx, rules)
          else if (part !== 'SET CONSTRAINTS ALL DEFERRED') throw new Error(`the model knows no statement ${part}`)
        }
        return []
      }
      const q = (async (text: string, values: readonly unknown[] = [], name?: string) => {
        if (name === undefined) return control(text)
        const statement =
          STATEMENTS[name] ??
          (name.startsWith('push_rows_') ? writeRows(rules) : name.startsWith('push_holders_') ? findHolders(rules, name.slice(13)) : undefined)
        if (!statement) throw new Error(`the model knows no statement ${name}: ${text}`)
        return statement(model.tables, values as unknown as Values, tx, text) // each statement knows its own values
      }) as Query
      try {
        const value = await work(q)
        checkDeferred(model.tables, tx, rules)
        const when = model.onCommit?.() ?? null
        if (when === 'before') throw new GatewayCrash()
        model.tables.feed.push(...tx.feed)
        tx.undo.length = 0
        if (when === 'after') throw new GatewayCrash()
        return value
      } catch (error) {
        back({ undo: 0, feed: 0 })
        throw error
      }
    },
  }
  return model
}

const isSeen = (tx: Tx, row: WireRow) => tx.scopes.has(row.scope)
/** An array as the protocol of Postgres has it in binary: what the gateway hands to unnest(). JSON is read, as the server would. */
function arrayIn(bytes: Buffer): unknown[] {
  const values: unknown[] = []
  const oid = bytes.readInt32BE(8)
  for (let at = 20; at < bytes.length; ) {
    const length = bytes.readInt32BE(at)
    at += 4
    if (length === -1) {
      values.push(null)
      continue
    }
    const value = bytes.subarray(at, at + length)
    at += length
    if (oid === 16) values.push(value[0] === 1)
    else if (oid === 20) values.push(Number(value.readBigInt64BE()))
    else if (oid === 23) values.push(value.readInt32BE())
    else if (oid === 701) values.push(value.readDoubleBE())
    else if (oid === 3802) values.push(JSON.parse(value.toString('utf8', 1)))
    else if (oid === 114) values.push(JSON.parse(value.toString()))
    else values.push(oid === 17 ? Buffer.from(value) : value.toString())
  }
  return values
}
/** Parallel arrays as rows with these names. */
function zipped<T>(names: readonly string[], arrays: readonly Buffer[]): T[] {
  const columns = names.map((_, i) => arrayIn(arrays[i] ?? Buffer.alloc(20)))
  return (columns[0] ?? []).map((_, row) => Object.fromEntries(names.map((name, i) => [name, columns[i]?.[row]])) as T) // columns of the statement
}
/** Columns that a statement inserts into a table, as the program names them. */
const columnsIn = (text: string, table: string): string[] =>
  (new RegExp(`INSERT INTO ${table} \\(([^)]*)\\)`).exec(text)?.[1] ?? '')
    .split(', ')
    .map((name) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()))

const parsed = <T>(text: unknown): T => JSON.parse(text as string) as T // JSON of the product's own making

function put(tables: Tables, tx: Tx, row: WireRow): void {
  const key = keyOf(row.kind, row.id)
  const before = tables.rows.get(key)
  tables.rows.set(key, row)
  tx.undo.push(() => (before ? tables.rows.set(key, before) : tables.rows.delete(key)))
  tx.feed.push({ row, from: before && before.scope !== row.scope ? before.scope : null })
  tx.written.add(key)
}

const holds = (condition: { readonly field: string; readonly in: readonly unknown[] } | undefined, { doc, deleted }: WireRow) =>
  !deleted && (condition === undefined || condition.in.includes(doc[condition.field]))

const overlaps = ({ keys, from, until }: NonNullable<TableSync['exclusive']>, a: WireRow['doc'], b: WireRow['doc']) =>
  Number(a[from]) < Number(b[until]) && Number(b[from]) < Number(a[until]) && keys.some((key) => a[key] !== null && a[key] === b[key])

const haveInCommon = (span: Unique['span'], a: WireRow['doc'], b: WireRow['doc']) => {
  const of = (doc: WireRow['doc'], field: string) => Number(doc[field])
  return !span || (of(a, span.from) < of(b, span.from) + of(b, span.length) && of(b, span.from) < of(a, span.from) + of(a, span.length))
}

/** Writes rows of one kind, then looks at that kind's constraints, as Postgres does at the end of the statement. */
const writeRows =
  (rules: SyncRules): Statement =>
  (tables, [name, , ...arrays], tx, text) => {
    const names = (/\) AS g\(([^)]*)\)/.exec(text)?.[1] ?? '').split(', ').map((one) => one.replace(/^"(?:of )?|"$/g, ''))
    const ofRow = ['id', 'scope', 'rev', 'deleted', 'clk', 'doc']
    const given = zipped<WireRow>(
      ofRow,
      ofRow.map((one) => arrays[names.indexOf(one)] as never), // columns of the row itself come first
    ).map((row) => ({ ...row, kind: String(name) }))
    let fresh = 0
    for (const row of given) {
      if (!isSeen(tx, row)) throw new Refused('42501', 'new row violates row-level security policy', { table: row.kind })
      if (!tables.rows.has(keyOf(row.kind, row.id))) fresh++
      const missing = [...(CENTRAL.schema.get(row.kind)?.columns ?? [])].find(
        ({ key, notNull }) => notNull && key !== 'clk' && key !== 'x' && (row.doc[key] ?? null) === null,
      )
      if (missing) throw new Refused('23502', 'null value', { table: row.kind, column: missing.name })
      put(tables, tx, row)
    }
    const kind = given[0]?.kind ?? ''
    const rule = rules[kind]
    const all = [...tables.rows.values()].filter((row) => row.kind === kind)
    for (const { id } of given) {
      const row = tables.rows.get(keyOf(kind, id))
      if (!row || !rule) continue
      for (const [constraint, { fields, span, while: when }] of Object.entries(rule.unique ?? {})) {
        if (!holds(when, row) || fields.some((field) => (row.doc[field] ?? null) === null)) continue
        const other = all.find(
          (one) => one.id !== id && holds(when, one) && fields.every((field) => one.doc[field] === row.doc[field]) && haveInCommon(span, one.doc, row.doc),
        )
        if (other)
          throw new Refused(span ? '23P01' : '23505', 'duplicate key', {
            table: kind,
            constraint,
            detail: `Key (${fields.join(', ')})=(${fields.map((field) => JSON.stringify(row.doc[field])).join(', ')}) already exists.`,
          })
      }
      const { exclusive } = rule
      if (exclusive && holds(exclusive.while, row) && all.some((one) => one.id !== id && holds(exclusive.while, one) && overlaps(exclusive, row.doc, one.doc)))
        throw new Refused('23P01', 'conflicting key value', { table: kind, constraint: `${kind}_excl` })
    }
    return [{ fresh }]
  }

/** References and turns, which are looked at once all is written. */
function checkDeferred(tables: Tables, tx: Tx, rules: SyncRules): void {
  for (const key of tx.written) {
    const row = tables.rows.get(key)
    for (const [constraint, { fields, turn }] of Object.entries(rules[row?.kind ?? '']?.unique ?? {})) {
      const [same = '', count = ''] = fields
      if (!row || !turn || Number(row.doc[count]) === 0 || (row.doc[same] ?? null) === null) continue
      const isLeft = ({ kind, deleted, doc }: WireRow) =>
        kind === row.kind &&
        !deleted &&
        doc[same] === row.doc[same] &&
        Number(doc[count]) === Number(row.doc[count]) - 1 &&
        tables.rows.get(keyOf(turn.of, doc[turn.record] as string))?.doc[turn.once.field] === turn.once.is // an id
      if (![...tables.rows.values()].some(isLeft)) throw new Refused('23505', 'the turn before stands', { table: row.kind, constraint })
    }
    for (const { field, to, constraint } of CENTRAL.references.get(row?.kind ?? '') ?? []) {
      const id = field === 'id' ? row?.id : row?.doc[field]
      if (typeof id === 'string' && !tables.rows.has(keyOf(to, id))) throw new Refused('23503', 'violates foreign key', { table: row?.kind, constraint })
    }
  }
  tx.written.clear()
}

interface Asked {
  readonly id: string
  readonly keys: readonly unknown[]
  readonly from: number
  readonly until: number
}
const findHolders =
  (rules: SyncRules, kind: string): Statement =>
  (tables, values, tx) => {
    const [asked, , own] = [parsed<Asked[]>(values[0]), null, values[2] as readonly string[]] // as findHolders of the gateway gives them
    const exclusive = rules[kind]?.exclusive
    if (!exclusive) return []
    const standing = [...tables.rows.values()]
      .filter((row) => row.kind === kind && holds(exclusive.while, row) && isSeen(tx, row) && !own.includes(row.id))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
    return asked.flatMap(({ id, keys, from, until }) => {
      const doc = { [exclusive.from]: from, [exclusive.until]: until, ...Object.fromEntries(exclusive.keys.map((key, i) => [key, keys[i] as string | null])) }
      const holder = standing.find((row) => overlaps(exclusive, row.doc, doc))
      return holder ? [{ ...holder, wanting: id }] : []
    })
  }

const locations = ({ rows }: Tables) => [...rows.values()].filter(({ kind }) => kind === 'location').map(({ id }) => id)
const seqKey = (deviceId: string, seq: number, part: number) => `${deviceId}/${seq}/${part}`
const identityRow = (one: Identity) => ({
  device_id: one.deviceId,
  enrolment_id: one.enrolmentId,
  tag: one.tag,
  clock_tag: one.clockTag,
  epoch: one.epoch,
  have_seq: one.haveSeq,
  retired_at: one.retiredAt,
})
const changeIdentity = (tx: Tx, one: Identity, patch: Partial<Identity>) => {
  const before = { ...one }
  Object.assign(one, patch)
  tx.undo.push(() => Object.assign(one, before))
}
const scopeList = (tx: Tx, scopes: readonly string[]) => {
  const before = [...tx.scopes]
  tx.scopes.clear()
  for (const scope of scopes) tx.scopes.add(scope)
  tx.undo.push(() => {
    tx.scopes.clear()
    for (const scope of before) tx.scopes.add(scope)
  })
  return []
}
const rowOf = (tables: Tables, tx: Tx, kind: string, id: string): WireRow[] =>
  [tables.rows.get(keyOf(kind, id))].filter((row): row is WireRow => row !== undefined && isSeen(tx, row))

function addHistory(tables: Tables, added: readonly Past[], tx: Tx): [] {
  tables.history.push(...added)
  tx.undo.push(() => (tables.history.length -= added.length))
  return []
}

function addEntries(tables: Tables, added: readonly Entry[], tx: Tx): void {
  for (const entry of added) {
    const key = seqKey(entry.deviceId, entry.seq, entry.part)
    if (tables.entries.has(key)) throw new Refused('23505', 'duplicate key', { table: 'entry', constraint: 'entry_pkey' })
    tables.entries.set(key, entry)
    tx.undo.push(() => tables.entries.delete(key))
  }
}

/** The gateway's statements by name: their meaning, not their text. */
const STATEMENTS: Readonly<Record<string, Statement>> = {
  push_head: (tables, [deviceId]) => {
    const one = tables.identities.get(deviceId)
    const { epoch, mendedEpoch, mendingUntil } = tables.centre
    const head = { locations: locations(tables), epoch, mending_until: mendedEpoch === epoch ? mendingUntil : null }
    return one ? [{ have_seq: one.haveSeq, have_part: one.havePart, acked_through: one.ackedThrough, ...head }] : []
  },
  push_put_back: (tables, [epoch], tx) => {
    const { centre } = tables
    if (centre.epoch !== epoch) return []
    centre.epoch++
    tx.undo.push(() => centre.epoch--)
    return []
  },
  push_known: (tables, [deviceId, seqs, parts]) =>
    (seqs as number[]).flatMap((seq, i) => {
      const entry = tables.entries.get(seqKey(deviceId, seq, (parts as number[])[i] ?? 0)) // two lists of one length
      return entry ? [{ seq, part: entry.part, hash: entry.hash, outcome: entry.outcome, answer: entry.answer }] : []
    }),
  push_scopes: (_, [scopes], tx) => scopeList(tx, scopes),
  push_scopes_all: (tables, _, tx) => scopeList(tx, [...locations(tables), 'company']),
  push_load: (tables, arrays, tx) => zipped<{ kind: string; id: string }>(['kind', 'id'], arrays).flatMap(({ kind, id }) => rowOf(tables, tx, kind, id)),
  push_rights: (tables, _, tx) => [...tables.rows.values()].filter((row) => row.kind === 'role_permission' && isSeen(tx, row)),
  push_series: (tables, [wanted]) =>
    parsed<{ series: string; location: string }[]>(wanted).map(({ series, location }) => ({
      series,
      location_id: location,
      last: tables.series.get(`${series}/${location}`) ?? 0,
    })),
  push_numbers: (tables, [given], tx) => {
    for (const { series, location, last } of parsed<{ series: string; location: string; last: number }[]>(given)) {
      const key = `${series}/${location}`
      const before = tables.series.get(key)
      tables.series.set(key, last)
      tx.undo.push(() => (before === undefined ? tables.series.delete(key) : tables.series.set(key, before)))
    }
    return []
  },
  push_history: (tables, arrays, tx, text) => addHistory(tables, zipped(columnsIn(text, 'field_history'), arrays), tx),
  push_finish: (tables, [deviceId, takenAt, haveSeq, havePart, after, through, ...arrays], tx, text) => {
    const columns = columnsIn(text, 'entry').filter((name) => name !== 'deviceId' && name !== 'takenAt')
    addEntries(
      tables,
      zipped<Entry>(columns, arrays).map((entry) => ({ ...entry, deviceId, takenAt })),
      tx,
    )
    addHistory(tables, zipped(columnsIn(text, 'field_history'), arrays.slice(columns.length)), tx)
    for (const entry of tables.entries.values()) {
      const { answer } = entry
      if (entry.deviceId !== deviceId || entry.seq <= after || entry.seq > through || answer === null) continue
      entry.answer = null
      tx.undo.push(() => (entry.answer = answer))
    }
    const one = tables.identities.get(deviceId)
    if (one) changeIdentity(tx, one, { haveSeq, havePart, ackedThrough: through })
    return []
  },
  push_authors: (tables, [kinds, ids, hlcs]) =>
    (ids as string[]).flatMap((id, i) => {
      const [kind, hlc] = [(kinds as string[])[i], (hlcs as string[])[i]] // three lists of one length
      const past = tables.history.find((one) => one.kind === kind && one.recordId === id && one.hlc === hlc)
      const entry = past && [...tables.entries.values()].find((one) => one.deviceId === past.deviceId && one.seq === past.seq)
      return past ? [{ id, hlc, device_id: past.deviceId, user_name: entry?.userName ?? null, at: entry?.at ?? null }] : []
    }),
  push_others: (tables, [enrolmentId, epoch, state]) =>
    [...tables.rows.values()]
      .filter(({ kind, id, deleted, doc }) => kind === 'sync_device' && !deleted && doc['state'] === state && id !== enrolmentId)
      .map(({ id }) => {
        const own = [...tables.identities.values()].filter((one) => one.enrolmentId === id && one.retiredAt === null && one.offeredEpoch === epoch)
        return { id, offered: own.reduce((most, one) => (one.offered > most ? one.offered : most), '') }
      }),
  push_offered: (tables, [deviceId, epoch, to], tx) => {
    const one = tables.identities.get(deviceId)
    const before = one?.offeredEpoch === epoch ? one.offered : ''
    if (one) changeIdentity(tx, one, { offeredEpoch: epoch, offered: before > String(to) ? before : to })
    return []
  },
  push_alarm: (tables, [id], tx) => rowOf(tables, tx, 'sync_device', id),
  centre_clock: (tables, [hlc], tx) => {
    const { hlc: before } = tables.centre
    if (before < String(hlc)) tables.centre.hlc = hlc
    tx.undo.push(() => (tables.centre.hlc = before))
    return []
  },

  device_standing: (tables, [enrolmentId, deviceId]) => {
    const row = tables.rows.get(keyOf('sync_device', enrolmentId))
    const { id, epoch, mendedEpoch, mendingUntil: until } = tables.centre
    const one = tables.identities.get(deviceId)
    const offered = one?.offeredEpoch === epoch ? one.offered : null
    return row ? [{ doc: row.doc, id, epoch, have: one?.haveSeq ?? null, mended: mendedEpoch === epoch, until, offered }] : []
  },
  device_mending: (tables, [until], tx) => {
    const { centre } = tables
    const before = { ...centre }
    Object.assign(centre, { mendedEpoch: centre.epoch, mendingUntil: until })
    tx.undo.push(() => Object.assign(centre, before))
    return []
  },
  device_locations: (tables) => locations(tables).map((id) => ({ id })),
  device_company: (tables) => [...tables.rows.values()].filter(({ kind }) => kind === 'company').map(({ doc }) => ({ name: doc['name'] })),
  device_lock: (tables, [id], tx) => rowOf(tables, tx, 'sync_device', id),
  device_identity: (tables, [deviceId]) => [tables.identities.get(deviceId)].flatMap((one) => (one ? [identityRow(one)] : [])),
  device_taken: (tables, [deviceId, tag, clockTag]) =>
    [...tables.identities.values()].filter((one) => one.deviceId !== deviceId && (one.tag === tag || one.clockTag === clockTag)).map(identityRow),
  renew_retire: (tables, [enrolmentId, at], tx) => {
    for (const one of tables.identities.values()) if (one.enrolmentId === enrolmentId && one.retiredAt === null) changeIdentity(tx, one, { retiredAt: at })
    return []
  },
  renew_insert: (tables, [deviceId, enrolmentId, tag, clockTag, epoch], tx) => {
    tables.identities.set(deviceId, { deviceId, enrolmentId, tag, clockTag, epoch, ...NEW_IDENTITY })
    tx.undo.push(() => tables.identities.delete(deviceId))
    return []
  },
}
