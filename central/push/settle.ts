import type { WireEntry, WireRow } from '#shared/contract/wire.ts'
import type { Hlc } from '#shared/kernel/hlc.ts'
import type { Query } from '../db/database.ts'
import { conflictRows } from './conflict.ts'
import { decideEntries, refuse } from './decide.ts'
import { findHolders } from './holders.ts'
import { inEveryScope } from './load.ts'
import { mayRestOnLost } from './mending.ts'
import { type Decision, type History, keyOf, type Rows, type Situation, type State, type Taken } from './state.ts'
import { isBug, isHeld, isOfData, refusalOf } from './trouble.ts'
import { loadRows, type Writer } from './write.ts'

interface Work {
  readonly situation: Situation
  readonly writer: Writer
  /** All rows that the entries touch, locked. */
  readonly state: State
  readonly entries: readonly WireEntry[]
}
/** Rounds of looking for who holds the slots of one entry; more than one only where others book at the same moment. */
const ROUNDS = 4

export interface Settled {
  /** Fewer than entries: the next one waits. */
  readonly taken: readonly Taken[]
  readonly history: readonly History[]
  /** As they stand now. */
  readonly rows: Rows
}

/**
 * Decides and writes entries all at once. Rejects with the database's no where they hold something that it refuses; the transaction is
 * void then, and the same is done in another one by `settleApart`. No savepoint here: a row that is locked outside one and written
 * inside it costs twice.
 */
export async function settleTogether(q: Query, { situation, writer, state, entries }: Work): Promise<Settled> {
  const decision = decideEntries(situation, state, entries)
  const conflicts = await conflictRows(q, decision.conflicts, decision)
  await writer.rows(q, [...decision.rows.values(), ...conflicts.rows], state.rows)
  await writer.series(q, decision.series)
  return { taken: decision.taken, history: [...decision.history, ...conflicts.history], rows: new Map([...state.rows, ...decision.rows]) }
}

/**
 * Decides and writes entries in halves, down to the entry that the database refuses, which then is decided with what the database said;
 * each piece under a savepoint of its own. To constraints, what is written at once is one deed: what an entry broke and a later one
 * mended is no trouble.
 */
export async function settleApart(q: Query, { situation, writer, state, entries }: Work): Promise<Settled> {
  const rows = new Map(state.rows)
  const series = new Map(state.series)
  const taken: Taken[] = []
  const history: History[] = []
  let waits = false

  /** The database's no (or a bug of ours), or nothing where it is decided and written. */
  const write = async (decide: () => Decision): Promise<unknown> => {
    await q('SAVEPOINT piece; SET CONSTRAINTS ALL DEFERRED')
    let decision: Decision
    try {
      decision = decide()
      const conflicts = await conflictRows(q, decision.conflicts, { taken: [...taken, ...decision.taken], history: [...history, ...decision.history] })
      await writer.rows(q, [...decision.rows.values(), ...conflicts.rows], rows)
      await writer.series(q, decision.series)
      await q('SET CONSTRAINTS ALL IMMEDIATE; RELEASE piece')
      history.push(...decision.history, ...conflicts.history)
    } catch (error) {
      if (!isOfData(error) && !isBug(error)) throw error
      await q('ROLLBACK TO piece; RELEASE piece')
      return error
    }
    for (const [key, row] of decision.rows) rows.set(key, row)
    for (const [key, last] of decision.series) series.set(key, last)
    taken.push(...decision.taken)
    return undefined
  }

  const refuseFor = (entry: WireEntry, hlc: Hlc, problem: unknown, decided: Pick<Decision, 'rows'>): void => {
    const refused = refuse(situation, { rows, series }, entry, hlc, refusalOf(problem, situation.rules, decided))
    history.push(...refused.history)
    taken.push(refused.taken)
  }
  const alone = async (entry: WireEntry, first: unknown): Promise<void> => {
    if (isBug(first)) return refuseFor(entry, entry.hlc, first, { rows: new Map() })
    waits = mayRestOnLost(situation, entry)
    if (waits) return
    const absent = entry.changes.map(({ table, id }) => ({ kind: table, id })).filter(({ kind, id }) => !rows.has(keyOf(kind, id)))
    // Of another scope, or brought by somebody else since.
    for (const [key, row] of await inEveryScope(q, situation, () => loadRows(q, absent))) rows.set(key, row)
    const holders = new Map<string, WireRow>()
    const decide = () => decideEntries({ ...situation, holders }, { rows, series }, [entry])
    let problem = first
    let decision = decide()
    for (let round = 0; round < ROUNDS; round++) {
      if (isHeld(problem, situation.rules)) {
        for (const [key, holder] of await findHolders(q, situation, decision)) holders.set(key, holder)
        decision = decide()
      }
      problem = await write(() => decision)
      if (problem === undefined) return
      if (!isHeld(problem, situation.rules)) break
    }
    refuseFor(entry, decision.taken[0]?.hlc ?? entry.hlc, problem, decision)
  }

  const piece = async (some: readonly WireEntry[]): Promise<void> => {
    if (waits) return
    const before = taken.length
    const problem = await write(() => decideEntries(situation, { rows, series }, some))
    if (problem === undefined) {
      waits = taken.length - before < some.length
      return
    }
    const [only] = some
    if (some.length === 1 && only) return await alone(only, problem)
    await piece(some.slice(0, Math.ceil(some.length / 2)))
    await piece(some.slice(Math.ceil(some.length / 2)))
  }
  // All at once was refused already.
  const middle = Math.ceil(entries.length / 2)
  for (const half of [entries.slice(0, middle), entries.slice(middle)]) if (half.length > 0) await piece(half)
  return { taken, history, rows }
}
