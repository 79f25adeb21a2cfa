import type { Query } from '../db/database.ts'
import type { Epochs, FeedDatabase } from './epochs.ts'
import { findRelation, type Relation } from './relation.ts'
import type { Definition, Shape } from './shape.ts'
import { type Attach, attach, FIND_CURRENT, type Made, makeShape } from './snapshot.ts'

/** How long what another gateway may have changed is taken as known. */
const RELATION_MS = 10_000
const CURRENT_MS = 60_000
const ENDED = 1_000

const FIND = 'SELECT handle, start_epoch AS "startEpoch", chunks FROM feed_shape WHERE handle = $1 AND definition = $2'

export interface ShapesOptions {
  readonly db: Pick<FeedDatabase, 'tx'>
  readonly epochs: () => Pick<Epochs, 'closeAt' | 'fresh' | 'base'>
  readonly attach: Attach
  readonly chunkBytes: number
  /** A snapshot older than this is given to nobody new: the log behind it only grows. */
  readonly snapshotHours: number
}

interface Current {
  readonly shape: Promise<Shape>
  readonly at: number
  /** Once it is there. */
  handle?: string
}

/** Handles by definition, and definitions by handle, as the database has them. */
export function createShapes({ db, epochs, attach: mode, chunkBytes, snapshotHours }: ShapesOptions) {
  const relations = new Map<string, { readonly found: Promise<Relation | undefined>; readonly at: number }>()
  const known = new Map<string, Shape>()
  const currents = new Map<string, Current>()
  const finding = new Map<string, Promise<Made | undefined>>()
  const attached = new Set<number>()
  /** Lately: one of them may just be on its way from the database. */
  const ended = new Set<string>()

  function relation(schema: string, table: string): Promise<Relation | undefined> {
    const key = JSON.stringify([schema, table])
    const there = relations.get(key)
    if (there && performance.now() - there.at < RELATION_MS) return there.found
    const found = db.tx([], (q) => findRelation(q, schema, table))
    relations.set(key, { found, at: performance.now() })
    found.catch(() => relations.delete(key))
    return found
  }

  /** One after the other: each takes two connections. */
  let making: Promise<unknown> = Promise.resolve()
  function make(definition: Definition, scopes: readonly string[], stale: string | undefined): Promise<Shape> {
    const made = making.then(async () => {
      const { oid } = definition.relation
      if (mode === 'onDemand' && !attached.has(oid)) await attach(db, definition.relation)
      attached.add(oid)
      return keep(definition, await makeShape(db, epochs(), definition, { scopes, bytes: chunkBytes, stale }))
    })
    making = made.catch(() => {})
    return made
  }
  function keep(definition: Definition, { handle, startEpoch, chunks }: Made): Shape {
    const shape = known.get(handle) ?? { handle, definition, startEpoch, chunks, isEnded: ended.has(handle) }
    if (!shape.isEnded) known.set(handle, shape)
    return shape
  }

  async function look(definition: Definition, scopes: readonly string[], stale: string | undefined): Promise<Shape> {
    const [current] = await db.tx([], (q) =>
      q<Made & { old: boolean }>(`${FIND_CURRENT.replace(' FROM', ", made_at < now() - $2 * interval '1 hour' AS old FROM")}`, [
        definition.text,
        snapshotHours,
      ]),
    )
    const isGood = current && !current.old && current.startEpoch >= epochs().base() && current.handle !== stale
    const shape = isGood ? keep(definition, current) : await make(definition, scopes, current?.handle)
    // It begins with an epoch that is not read here yet.
    await epochs().fresh()
    return shape.isEnded ? await look(definition, scopes, shape.handle) : shape
  }

  /** The handle to begin with; made where there is none, or none but `stale`. */
  function current(definition: Definition, scopes: readonly string[], stale?: string): Promise<Shape> {
    const there = currents.get(definition.text)
    const isWanted = stale === undefined || (there?.handle !== undefined && there.handle !== stale)
    if (there && isWanted && performance.now() - there.at < CURRENT_MS) return there.shape
    const shape = look(definition, scopes, stale)
    const entry: Current = { shape, at: performance.now() }
    currents.set(definition.text, entry)
    shape.then(
      ({ handle }) => {
        entry.handle = handle
      },
      () => currents.delete(definition.text),
    )
    return shape
  }

  /** undefined: no such handle, or not of this definition. A thousand who come back after a restart ask once. */
  async function find(handle: string, definition: Definition): Promise<Shape | undefined> {
    const there = known.get(handle)
    if (there) return there.definition.text === definition.text ? there : undefined
    const key = `${handle} ${definition.text}`
    const row = finding.get(key) ?? db.tx([], async (q) => (await q<Made>(FIND, [handle, definition.text]))[0]).finally(() => finding.delete(key))
    finding.set(key, row)
    const made = await row
    return made && keep(definition, made)
  }

  return {
    relation,
    current,
    find,
    /** Forgets handles that ended, and what their tables were. */
    end(handles: readonly string[]) {
      if (handles.length === 0) return
      relations.clear()
      currents.clear()
      for (const handle of handles) {
        const shape = known.get(handle)
        known.delete(handle)
        ended.add(handle)
        if (shape) shape.isEnded = true
      }
      for (const oldest of ended) {
        if (ended.size <= ENDED) break
        ended.delete(oldest)
      }
    },
    /** Keeps to what is read. */
    cool(handles: readonly string[]) {
      for (const [text, { at }] of currents) if (performance.now() - at > CURRENT_MS) currents.delete(text)
      const begun = [...currents.values()].map(({ handle }) => handle)
      const kept = new Set([...handles, ...begun])
      // One that is being made is known already, and not yet by its handle.
      if (!kept.has(undefined)) for (const handle of known.keys()) if (!kept.has(handle)) known.delete(handle)
      for (const [key, { at }] of relations) if (performance.now() - at > RELATION_MS) relations.delete(key)
    },
  }
}

/** Marks handles as read, and removes what nobody can come back to. Returns the handles to end. */
export async function tidy(q: Query, handles: readonly string[], retainDays: number): Promise<string[]> {
  await q('UPDATE feed_shape SET used_at = now() WHERE handle = ANY ($1)', [handles])
  await q("DELETE FROM feed_chunk WHERE handle NOT IN (SELECT handle FROM feed_shape WHERE superseded_at IS NULL OR superseded_at > now() - interval '1 day')")
  const gone = await q<{ handle: string }>(
    `DELETE FROM feed_shape s WHERE used_at < now() - $1 * interval '1 day' OR NOT EXISTS (SELECT FROM pg_class WHERE oid = s.relation) RETURNING handle`,
    [retainDays],
  )
  return gone.map(({ handle }) => handle)
}
