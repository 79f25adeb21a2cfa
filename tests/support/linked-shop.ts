import { modules } from '#main/index.ts'
import type { Connection } from '#main/platform/db/connection.ts'
import type { FeedChange, SliceLimits } from '#main/platform/sync/apply.ts'
import type { BuiltPush } from '#main/platform/sync/outbox.ts'
import { createReplica, type Replica } from '#main/platform/sync/replica.ts'
import { mergeChange } from '#shared/contract/merge.ts'
import type { SyncRules } from '#shared/contract/sync.ts'
import type { PushRequest, WireEntry, WireResult, WireRow } from '#shared/contract/wire.ts'
import { formatHlc } from '#shared/kernel/hlc.ts'
import { openShop } from './core.ts'

export const RULES = Object.assign({}, ...modules.map(({ sync }) => sync ?? {})) as SyncRules // as the core puts them together
type Shop = Awaited<ReturnType<typeof openShop>>
const open: Shop[] = []
/** After each test. */
export const closeShops = async () => {
  await Promise.all(open.splice(0).map((core) => core.shutdown()))
}

export const CUSTOMER = {
  kind: 'person',
  name: 'Grace Hopper',
  company: '',
  phone: '',
  phone2: '',
  email: '',
  street: '',
  postcode: '',
  city: '',
  country: '',
  taxExempt: false,
  note: '',
  language: null,
} as const
/** The n-th clock of somebody else, in the year 2040: newer than anything done here. */
export const later = (n: number) => formatHlc({ atMs: Date.UTC(2040, 0, 1) + n, counter: 0 }, 'elsewher')
export const earlier = (n: number) => formatHlc({ atMs: Date.UTC(2020, 0, 1) + n, counter: 0 }, 'elsewher')

export interface LinkedShop extends Shop {
  readonly raw: Connection['raw']
  readonly replica: Replica
  /** Another replica on the same database, as after a restart. */
  make(): Replica
  one<T = Record<string, unknown>>(sql: string, ...values: unknown[]): T
  all(sql: string, ...values: unknown[]): unknown[]
  count(table: string): number
  readonly centre: Map<string, WireRow>
  readonly hands: ReturnType<typeof handsOf>
  /** Everything was answered and shown. */
  isSettled(): boolean
  name(customerId: string): string | undefined
}

/** A shop that is linked, all its deeds sent and shown, and hands to play the centre with. */
export async function linked(limits?: SliceLimits): Promise<LinkedShop> {
  const shop = await openShop()
  open.push(shop)
  const { store } = shop.platform
  const { raw } = store.connection
  const make = () => createReplica({ store, rules: RULES, now: () => shop.clock.at, ...(limits && { limits }) })
  const replica = make()
  linkTo(replica)
  const centre = new Map<string, WireRow>()
  const one = <T = Record<string, unknown>>(sql: string, ...values: unknown[]) => raw.prepare(sql).get(...values) as T
  const all = (sql: string, ...values: unknown[]) => raw.prepare(sql).all(...values)
  const count = (table: string) => one<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).n
  return Object.assign(shop, {
    raw,
    replica,
    make,
    one,
    all,
    count,
    centre,
    hands: handsOf(replica, centre),
    isSettled: () => count('sync_open') === 0 && count('sync_shadow') === 0 && replica.outbox.pending().count === 0,
    name: (id: string) => one<{ name: string } | undefined>('SELECT name FROM customer WHERE id = ?', id)?.name,
  })
}

/** As a centre took the device in, that works in one place. */
export function linkTo({ ground: { store }, link, apply }: Replica): void {
  link.create({
    address: 'https://centre.example',
    state: 'active',
    centreId: 'c',
    centreEpoch: 1,
    companyName: null,
    checkText: '',
    key: 'secret-key',
    keyMadeAt: 0,
    successor: null,
    deviceId: store.device.id,
    scopes: [],
    ackedSeq: 0,
    ackedPart: 0,
    generation: 0,
    epochGen: 0,
    hlc: '',
    clockOffsetMs: null,
    schemaVersion: store.schemaVersion,
    auditedAt: 0,
  })
  apply.setScopes(['company', 'here'])
}

export function handsOf(replica: Replica, centre: Map<string, WireRow>) {
  const feedRow = ({ kind, id, rev, clk, doc }: WireRow): FeedChange => ({ kind, id, rev, clk: JSON.stringify(clk), doc: JSON.stringify(doc) })
  const hands = {
    build: (most?: number): BuiltPush | undefined => {
      const work = replica.outbox.build(most)
      for (;;) {
        const { done, value } = work.next()
        if (done) return value ?? undefined
      }
    },
    entries: (push: BuiltPush): WireEntry[] => (JSON.parse(push.json) as PushRequest).entries,
    /** Answers a push by the merge; the rows that it made are in `centre`, and nobody has shown them yet. */
    results: (push: BuiltPush): WireResult[] =>
      hands.entries(push).map((entry) => {
        for (const change of entry.changes) {
          const rule = RULES[change.table]
          const before = centre.get(`${change.table}/${change.id}`)
          if (!rule) throw new Error(change.table)
          const merged = mergeChange(rule, before, change as never, entry.hlc, entry.at, true)
          if ('row' in merged)
            centre.set(`${change.table}/${change.id}`, {
              kind: change.table,
              id: change.id,
              scope: 'company',
              rev: (before?.rev ?? 0) + 1,
              deleted: false,
              clk: merged.row.clk,
              doc: merged.row.doc as WireRow['doc'],
            })
        }
        return { seq: entry.seq, part: entry.part, outcome: 'applied' }
      }),
    push: () => {
      for (let push = hands.build(); push; push = hands.build()) replica.outbox.record(push, hands.results(push))
    },
    feed: (changes: readonly FeedChange[], scope = 'company', isUpToDate = true) => {
      const batch = { changes, handle: 'h', offset: `${changes.length}_0`, isUpToDate }
      for (let at = replica.apply.slice(scope, batch, 0); at < changes.length; ) at = replica.apply.slice(scope, batch, at)
    },
    feedRow,
    /** Everything that the centre has. */
    show: () => hands.feed([...centre.values()].map(feedRow)),
    edit: (kind: string, id: string, fields: WireRow['doc'], hlc: string) => {
      const before = centre.get(`${kind}/${id}`)
      const row: WireRow = {
        kind,
        id,
        scope: before?.scope ?? 'company',
        rev: (before?.rev ?? 0) + 1,
        deleted: false,
        clk: before ? { ...before.clk, ...Object.fromEntries(Object.keys(fields).map((field) => [RULES[kind]?.groups?.[field] ?? field, hlc])) } : { '*': hlc },
        doc: { id, createdAt: 1, updatedAt: 1, deleted: false, ...before?.doc, ...fields },
      }
      centre.set(`${kind}/${id}`, row)
      return row
    },
  }
  return hands
}

export async function withCustomer(limits?: SliceLimits): Promise<{ shop: LinkedShop; id: string; rename: (name: string) => Promise<unknown> }> {
  const shop = await linked(limits)
  const { id } = (await shop.get('customers.create', CUSTOMER as never, shop.owner)) as { id: string }
  shop.hands.push()
  shop.hands.show()
  return { shop, id, rename: (name: string) => shop.get('customers.update', { customerId: id, ...CUSTOMER, name } as never, shop.owner) }
}
