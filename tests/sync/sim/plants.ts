import type { Query } from '#central/db/database.ts'
import { createPush, type PushOptions } from '#central/push/push.ts'
import type { Replica } from '#main/platform/sync/replica.ts'
import { createReplica } from '#main/platform/sync/replica.ts'
import { canonical } from '#shared/contract/merge.ts'
import type { TableSync } from '#shared/contract/sync.ts'
import type { PushRequest, WireEntry } from '#shared/contract/wire.ts'
import type { Json } from '#shared/kernel/result.ts'
import { type CentreParts, PARTS } from './centre.ts'
import { GatewayCrash } from './postgres.ts'
import type { RunOptions } from './run.ts'
import { RULES } from './rules.ts'
import { STATION_PARTS, type StationParts } from './station.ts'

type Parts = NonNullable<RunOptions['parts']>
const centre = (parts: Partial<CentreParts>): Parts => ({ centre: { ...PARTS, ...parts } })
const station = (parts: Partial<StationParts>): Parts => ({ station: { ...STATION_PARTS, ...parts } })

/** A push that first does something to the request. */
const pushing = (change: (request: PushRequest, options: PushOptions) => PushRequest): Parts =>
  centre({
    createPush: (options) => {
      const push = createPush(options)
      return (device, request, had) => push(device, change(request, options), had)
    },
  })
const eachEntry = (change: (entry: WireEntry) => WireEntry): Parts => pushing((request) => ({ ...request, entries: request.entries.map(change) }))

/** A push over a database of which some statements answer otherwise. */
const asking = (answer: (name: string | undefined, rows: unknown[]) => unknown[]): Parts =>
  centre({
    createPush: (options) =>
      createPush({
        ...options,
        db: { tx: (scopes, work) => options.db.tx(scopes, (q) => work((async (text, values, name) => answer(name, await q(text, values, name))) as Query)) }, // as q is typed by its caller
      }),
  })

/** A replica with some of its parts swapped. */
const replica = (swap: (own: Replica) => Replica): Parts => station({ createReplica: (options) => swap(createReplica(options)) })
const recording = (record: (own: Replica, ...args: Parameters<Replica['outbox']['record']>) => void): Parts =>
  replica((own) => ({ ...own, outbox: { ...own.outbox, record: (...args) => record(own, ...args) } }))
const rawOf = ({ ground }: Replica) => ground.store.connection.raw
const withoutRule = (strip: (rule: TableSync) => TableSync): Parts =>
  centre({ constraints: (rules) => Object.fromEntries(Object.entries(rules).map(([table, rule]) => [table, strip(rule)])) })

/**
 * Faults that offline-first programs really have had, each put in the place of a right piece. The simulator must find every one, or its
 * green says nothing. Source: reference of reliability, section 2, "Planted bugs".
 */
export const PLANTS: Readonly<Record<string, Parts>> = {
  'numbers are used again once the queue was empty': recording((own, push, results, newest) => {
    own.outbox.record(push, results, newest)
    if (own.outbox.pending().count > 0) return
    const raw = rawOf(own)
    raw.exec('DELETE FROM journal_record; DELETE FROM journal_list; DELETE FROM journal_block; UPDATE journal_upto SET seq = 0, block = 0; DELETE FROM journal')
    raw.exec("DELETE FROM sqlite_sequence WHERE name = 'journal'")
  }),
  'an answer settles everything up to the newest number': recording((own, push, results, newest) => {
    const last = own.ground.journal.lastSeq()
    own.outbox.record(push, results, newest)
    own.link.set({ ackedSeq: last, ackedPart: 0 })
  }),
  'the centre knows entries by number alone, not by what they say': asking((name, rows) =>
    name === 'push_known' ? rows.map((row) => ({ ...(row as object), hash: { equals: () => true } })) : rows,
  ),
  'must-refetch drops what was not sent yet': replica((own) => ({
    ...own,
    apply: {
      ...own.apply,
      refetch: (scope, isNew) => {
        own.apply.refetch(scope, isNew)
        own.link.set({ ackedSeq: own.ground.journal.lastSeq(), ackedPart: 0 })
      },
    },
  })),
  'refetch empties the tables before it reads': replica((own) => ({
    ...own,
    apply: {
      ...own.apply,
      refetch: (scope, isNew) => {
        own.apply.refetch(scope, isNew)
        own.ground.applying(() => {
          for (const { kind, id } of rawOf(own).prepare('SELECT kind, id FROM sync_row_local WHERE scope = ?').all(scope) as { kind: string; id: string }[])
            own.ground.typed(kind)?.remove(id) // columns named
        })
      },
    },
  })),
  'the place in the feed is kept before its rows': replica((own) => ({
    ...own,
    apply: {
      ...own.apply,
      slice: (scope, batch, from) => {
        const raw = rawOf(own)
        if (from === 0 && !own.apply.cursor(scope)?.isLoading) {
          raw.exec('BEGIN')
          raw.prepare('UPDATE sync_cursor SET handle = ?, "offset" = ? WHERE scope = ?').run(batch.handle, batch.offset, scope)
          raw.exec('COMMIT')
        }
        return own.apply.slice(scope, batch, from)
      },
    },
  })),
  'a refused entry holds up the queue for ever': recording((own, push, results, newest) => {
    if (!results.some(({ outcome }) => outcome === 'rejected' || outcome === 'parked')) own.outbox.record(push, results, newest)
  }),
  'what was refused is told to nobody': recording((own, push, results, newest) => {
    own.outbox.record(push, results, newest)
    rawOf(own).exec("DELETE FROM sync_entry WHERE outcome IN ('rejected', 'parked')")
  }),
  'a row and its journal entry are two transactions': station({
    act: (core, ...args) => {
      const done = STATION_PARTS.act(core, ...args)
      if (!done) return done
      const { raw } = core.disk.connection
      const [head, records] = ['journal', 'journal_record'].map(
        (table) => raw.prepare(`SELECT * FROM ${table} WHERE seq = ?`).all(done.seq) as Record<string, unknown>[],
      ) // whole rows
      const put = (table: string, rows: readonly Record<string, unknown>[] = []) => {
        for (const row of rows)
          raw
            .prepare(
              `INSERT INTO ${table} (${Object.keys(row).join()}) VALUES (${Object.keys(row)
                .map(() => '?')
                .join()})`,
            )
            .run(...Object.values(row))
      }
      raw.exec('BEGIN')
      raw.prepare('DELETE FROM journal_record WHERE seq = ?').run(done.seq)
      raw.prepare('DELETE FROM journal WHERE seq = ?').run(done.seq)
      raw.exec('COMMIT')
      raw.exec('BEGIN')
      put('journal', head)
      put('journal_record', records)
      raw.exec('COMMIT')
      return done
    },
  }),

  'removed rows are left out of the feed': centre({ feedRows: (rows) => rows.filter((row) => !('doc' in row && row.doc?.includes('"deleted":true'))) }),
  'a clock that runs ahead is trusted': centre({
    createPush: (options) => createPush({ ...options, clock: { ...options.clock, now: () => options.clock.now() + 86_400_000 } }),
  }),
  'what may be written is read from the payload': centre({
    pushScopes: (scopes, { entries }) => [
      ...new Set([...scopes, ...entries.flatMap(({ changes }) => changes.flatMap(({ fields }) => (fields['locationId']?.[0] as string | undefined) ?? []))]),
    ],
  }),
  'of a changed row only the new location is looked at': centre({
    pushScopes: (scopes, { entries }, { rows }) => [
      ...new Set([
        ...scopes,
        ...entries.flatMap(({ changes }) => changes.flatMap(({ table, id, insert }) => (insert ? [] : (rows.get(`${table}/${id}`)?.scope ?? [])))),
      ]),
    ],
  }),
  'a deed is taken row by row': centre({
    createPush: (options) => {
      const push = createPush(options)
      return async (device, request, had) => {
        const torn = request.entries.flatMap((entry) =>
          entry.changes.map((change, i) => ({ ...entry, part: i + 1, parts: entry.changes.length, changes: [change] })),
        )
        const answer = await push(device, { ...request, entries: torn }, had)
        return { ...answer, results: answer.results.filter(({ part }) => part === 1) }
      }
    },
  }),
  'the answer goes out before the commit': centre({
    createPush: (options) => {
      const tx: PushOptions['db']['tx'] = async (scopes, work) => {
        let value: Awaited<ReturnType<typeof work>> | undefined
        try {
          return await options.db.tx(scopes, async (q) => (value = await work(q)))
        } catch (error) {
          if (!(error instanceof GatewayCrash) || value === undefined) throw error
          return value
        }
      }
      const push = createPush({ ...options, db: { tx } })
      // Nor does it listen to what devices say that it had: it would find out, and ask for all of it again.
      return (device, request) => push(device, request)
    },
  }),
  'a repeated request goes under new numbers': centre({
    createPush: (options) => {
      const push = createPush(options)
      const known = new Set<string>()
      return async (device, request, had) => {
        const first = `${device.deviceId} ${request.entries[0]?.seq}`
        const shift = known.has(first) ? known.size * 1_000_000 : 0
        known.add(first)
        const answer = await push(device, { ...request, entries: request.entries.map((entry) => ({ ...entry, seq: entry.seq + shift })) }, had)
        return { ...answer, results: answer.results.map((result) => ({ ...result, seq: result.seq - shift })) }
      }
    },
  }),
  // The last three figures of the milliseconds, and the counter.
  'of clocks that are four seconds apart the later arrival wins': eachEntry((entry) => ({ ...entry, hlc: `${entry.hlc.slice(0, 9)}0000000-zzzzzzzz` })),
  'entries that were answered are forgotten': pushing((request, { db }) => {
    const { tables } = db as unknown as { tables: { entries: Map<string, { seq: number }> } } // the model
    for (const [key, { seq }] of tables.entries) if (seq <= request.ackedThrough) tables.entries.delete(key)
    return request
  }),
  'of a group only what differs is sent': eachEntry((entry) => ({
    ...entry,
    changes: entry.changes.map((change) => ({
      ...change,
      fields: change.insert
        ? change.fields
        : Object.fromEntries(Object.entries(change.fields).filter(([, values]) => JSON.stringify(values[0]) !== JSON.stringify(values[1]))),
    })),
  })),
  'a quantity is one row that is overwritten': centre({
    createPush: (options) => {
      const stock: TableSync = { ...(RULES['stock_move'] as TableSync), merge: 'fields' } // it is one of them
      const push = createPush({ ...options, rules: { ...options.rules, stock_move: stock } })
      const first = new Map<string, string>()
      return (device, request, had) => {
        const level = (id: string, of: Json) => {
          const known = first.get(canonical(of)) ?? id
          first.set(canonical(of), known)
          return known
        }
        const entries = request.entries.map((entry) => ({
          ...entry,
          changes: entry.changes.map((change) =>
            change.table === 'stock_move' ? { ...change, id: level(change.id, change.fields['itemId']?.[0] ?? null) } : change,
          ),
        }))
        return push(device, { ...request, entries }, had)
      }
    },
  }),
  'a device may send before it knows that the centre was put back': pushing((request) => ({ ...request, centreEpoch: undefined })),
  'a centre that was put back decides on what a device brings before others brought what it rests on': centre({ mendMs: 0 }),
  'nobody notices that a centre was put back where nobody says so': centre({
    createPush: (options) => {
      const push = createPush(options)
      return (device, request) => push(device, request)
    },
  }),
  'a row of its own is unknown to a device until the feed shows it': replica((own) => {
    Object.assign(own.apply, { takeOwn: () => undefined })
    return own
  }),
  'what a device has seen moves no clock of its later deeds, nor does the centre’s time': station({
    createReplica: (options) => {
      Object.assign(options.store, { setClock: () => undefined })
      return createReplica(options)
    },
  }),
  'no constraint keeps two bookings apart': withoutRule(({ exclusive: _exclusive, ...rule }) => rule),
  'no constraint keeps two orders out of one bay': withoutRule(({ unique: _unique, ...rule }) => rule),
}
