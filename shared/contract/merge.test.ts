import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatHlc, type Hlc, parseHlc, tick } from '../kernel/hlc.ts'
import type { Machine } from '../kernel/machine.ts'
import type { Json } from '../kernel/result.ts'
import { canonical, clockIn, mergeChange, type Row, type RowChange, valueAfter } from './merge.ts'
import { clockOf, type TableSync } from './sync.ts'

const PLAIN: TableSync = { scope: 'company', merge: 'fields', groups: { street: 'address', city: 'address', zip: 'address' } }
const machine: Machine<string, string> = {
  open: { start: 'busy', hold: 'refused', finish: 'refused', bill: 'refused', edit: 'open', undo: 'refused' },
  busy: { start: 'refused', hold: 'held', finish: 'done', bill: 'refused', edit: 'busy', undo: 'open' },
  held: { start: 'busy', hold: 'refused', finish: 'done', bill: 'refused', edit: 'held', undo: 'open' },
  done: { start: 'refused', hold: 'refused', finish: 'refused', bill: 'billed', edit: 'refused', undo: 'open' },
  billed: { start: 'refused', hold: 'refused', finish: 'refused', bill: 'refused', edit: 'refused', undo: 'refused' },
}
const GUARDED: TableSync = { scope: 'company', merge: 'guarded', groups: { state: 'state', bay: 'state' }, lifecycle: { field: 'state', machine } }
const LEDGER: TableSync = { scope: 'company', merge: 'append' }

interface Deed {
  readonly change: RowChange
  readonly hlc: Hlc
  readonly atMs: number
}
const stamp = (atMs: number, device: number): Hlc => formatHlc({ atMs, counter: 0 }, `device0${device}`)
const apply = (rule: TableSync, row: Row | undefined, deeds: readonly Deed[]): Row | undefined =>
  deeds.reduce<Row | undefined>((standing, { change, hlc, atMs }) => {
    const merged = mergeChange(rule, standing, change, hlc, atMs, false)
    return 'row' in merged ? merged.row : standing
  }, row)
/** A row as it is compared: what was never said is empty, and the stamp of the last change is no part of it. */
const form = (row: Row | undefined) =>
  row && canonical({ clk: row.clk, doc: Object.fromEntries(Object.entries(row.doc).filter(([field, value]) => field !== 'updatedAt' && value !== null)) })

const GROUP = ['street', 'city', 'zip'] as const
const value = fc.constantFrom<Json>('a', 'b', 'c', 1, true, null, ['x'])
/** What devices do: births under one id, and changes of fields or of the whole group; every deed has a clock of its own. */
const deeds = fc
  .array(
    fc.record({
      insert: fc.boolean(),
      name: fc.option(value),
      note: fc.option(value),
      address: fc.option(fc.tuple(value, value, value)),
      deleted: fc.option(fc.boolean()),
      at: fc.nat(40),
      device: fc.nat(3),
    }),
    { minLength: 1, maxLength: 7 },
  )
  .map((sketches) =>
    sketches.map(({ insert, name, note, address, deleted, at, device }, i): Deed => {
      const after: Record<string, Json> = {}
      if (name !== null) after['name'] = name
      if (note !== null) after['note'] = note
      if (deleted !== null && !insert) after['deleted'] = deleted
      if (address !== null) for (const [j, field] of GROUP.entries()) after[field] = address[j] ?? null
      const isBirth = insert || i === 0
      const values = Object.entries(after).filter(([, one]) => !isBirth || one !== null)
      const fields = Object.fromEntries(values.map(([field, one]) => [field, isBirth ? ([one] as const) : ([null, one, ''] as const)]))
      return { change: { table: 't', id: 'r', insert: isBirth, fields }, hlc: stamp(at * 10 + i, device), atMs: at }
    }),
  )
const births = (list: readonly Deed[]) => list.filter(({ change }) => change.insert)
/** Some order of arrival: a birth first, as nobody can change what he has not seen. */
const arrival = deeds.chain((list) =>
  fc.record({
    list: fc.constant(list),
    first: fc.constantFrom(...births(list)),
    rest: fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
    again: fc.subarray(list),
  }),
)

describe('the clock', () => {
  const state = fc.record({ atMs: fc.nat(2 ** 47), counter: fc.nat(0xffff) })

  it('A-OFFLINE: orders as text like (time, counter, device), and reads back what it wrote', () => {
    const known = fc.tuple(state, fc.stringMatching(/^[0-9a-z]{8}$/))
    const compare = (x: number | string, y: number | string) => Number(x > y) - Number(x < y)
    fc.assert(
      fc.property(known, known, ([a, tagA], [b, tagB]) => {
        expect(parseHlc(formatHlc(a, tagA))).toEqual(a)
        const expected = compare(a.atMs, b.atMs) || compare(a.counter, b.counter) || compare(tagA, tagB)
        expect(compare(formatHlc(a, tagA), formatHlc(b, tagB))).toBe(expected)
      }),
    )
  })

  it('A-OFFLINE: rises with every tick, whatever the wall clock does', () => {
    fc.assert(
      fc.property(state, fc.array(fc.nat(2 ** 47), { minLength: 1 }), (start, walls) => {
        let last = start
        for (const wall of walls) {
          const next = tick(last, wall)
          expect(formatHlc(next, 'aaaaaaaa') > formatHlc(last, 'zzzzzzzz')).toBe(true)
          last = next
        }
      }),
    )
  })
})

describe('merging by clocks', () => {
  it('A-OFFLINE: comes to one row in whatever order deeds arrive, and however often', () => {
    fc.assert(
      fc.property(arrival, ({ list, first, rest, again }) => {
        const inOrder = list.toSorted((a, b) => (a.hlc < b.hlc ? -1 : 1))
        const firstBirth = inOrder.findIndex(({ change }) => change.insert)
        const reference = apply(PLAIN, apply(PLAIN, undefined, births(list)), inOrder.slice(firstBirth))
        const shuffled = apply(PLAIN, undefined, [first, ...rest, ...again])
        expect(form(shuffled)).toBe(form(reference))
        expect(form(apply(PLAIN, shuffled, list))).toBe(form(shuffled))
      }),
      { numRuns: 2000 },
    )
  })

  it('A-OFFLINE: the newest word on each field stands (model: the last writer by clock)', () => {
    fc.assert(
      fc.property(arrival, ({ list, first, rest }) => {
        const row = apply(PLAIN, undefined, [first, ...rest])
        const newestFirst = list.toSorted((a, b) => (a.hlc < b.hlc ? 1 : -1))
        for (const field of ['name', 'note', 'deleted', ...GROUP]) {
          const last = newestFirst.find(({ change }) => change.insert || field in change.fields)
          const said = last?.change.fields[field]
          expect(row?.doc[field] ?? null).toEqual(said ? valueAfter(said) : field === 'deleted' ? false : null)
          expect(clockIn(row?.clk ?? {}, clockOf(PLAIN, field))).toBe(last?.hlc)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('A-OFFLINE: server row under pending changes is what a replay of all in clock order gives', () => {
    fc.assert(
      fc.property(deeds, fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }), (list, isMine) => {
        const all = list.toSorted((a, b) => (a.hlc < b.hlc ? -1 : 1))
        const birth = all.find(({ change }) => change.insert)
        if (!birth) return
        const known = all.filter((deed, i) => deed === birth || !isMine[i])
        const pending = all.filter((deed, i) => deed !== birth && isMine[i])
        const server = apply(PLAIN, undefined, [birth, ...known])
        expect(form(apply(PLAIN, server, pending))).toBe(form(apply(PLAIN, undefined, [birth, ...all])))
      }),
      { numRuns: 1000 },
    )
  })

  it('A-OFFLINE: never puts halves of two addresses together', () => {
    fc.assert(
      fc.property(arrival, ({ list, first, rest }) => {
        const row = apply(PLAIN, undefined, [first, ...rest])
        const shape = (of: (field: string) => Json | undefined) => canonical(GROUP.map((field) => of(field) ?? null))
        const written = list
          .filter(({ change }) => change.insert || 'street' in change.fields)
          .map(({ change }) => shape((field) => change.fields[field] && valueAfter(change.fields[field])))
        expect(written).toContain(shape((field) => row?.doc[field]))
      }),
      { numRuns: 1000 },
    )
  })

  it('A-OFFLINE: the stamp of the last change never goes back', () => {
    fc.assert(
      fc.property(arrival, ({ first, rest }) => {
        let row = apply(PLAIN, undefined, [first])
        for (const deed of rest) {
          const next = apply(PLAIN, row, [deed])
          expect(Number(next?.doc['updatedAt'])).toBeGreaterThanOrEqual(Number(row?.doc['updatedAt']))
          row = next
        }
      }),
    )
  })
})

describe('clashes', () => {
  it('A-LINEMERGE: are told exactly where two authors who did not know of each other wrote different values', () => {
    const clocks = fc.uniqueArray(fc.nat(50), { minLength: 3, maxLength: 3 })
    fc.assert(
      fc.property(clocks, value, value, fc.boolean(), ([born = 0, stands = 0, comes = 0], theirs, ours, hasSeen) => {
        fc.pre(born < stands && born < comes && (!hasSeen || stands < comes))
        const row: Row = { doc: { id: 'r', deleted: false, name: theirs }, clk: { '*': stamp(born, 0), name: stamp(stands, 1) } }
        const base = stamp(hasSeen ? stands : born, hasSeen ? 1 : 0)
        const merged = mergeChange(PLAIN, row, { table: 't', id: 'r', insert: false, fields: { name: ['before', ours, base] } }, stamp(comes, 2), 0, true)
        if (!('clashes' in merged)) throw new Error('it merges')
        const isClash = !hasSeen && canonical(theirs) !== canonical(ours)
        const isNewer = comes > stands
        const [kept, dropped] = isNewer ? [ours, theirs] : [theirs, ours]
        const [won, lost] = isNewer ? [stamp(comes, 2), stamp(stands, 1)] : [stamp(stands, 1), stamp(comes, 2)]
        expect(merged.clashes).toEqual(isClash ? [{ clock: 'name', won, lost, kept: { name: kept }, dropped: { name: dropped } }] : [])
        expect(merged.outcome).toBe(isClash || !isNewer ? 'merged' : 'applied')
        expect(merged.changed).toBe(isNewer)
      }),
      { numRuns: 1000 },
    )
  })

  it('A-LINEMERGE: a row that comes a second time, as it was born, is no clash with what was made of it since', () => {
    fc.assert(
      fc.property(arrival, ({ first, rest }) => {
        const others = rest.filter(({ change }) => !change.insert)
        const row = apply(PLAIN, undefined, [first, ...others])
        expect(mergeChange(PLAIN, row, first.change, first.hlc, 0, true)).toEqual({ outcome: 'applied', row, changed: false, clashes: [] })
      }),
    )
  })

  it('A-LINEMERGE: a field that was never written and one that was emptied are the same', () => {
    const row: Row = { doc: { id: 'r', deleted: false, street: 'Quay', zip: '1' }, clk: { '*': stamp(1, 0), address: stamp(5, 1) } }
    const fields = { street: ['Quay', 'Quay', stamp(1, 0)], city: [null, null, stamp(1, 0)], zip: ['1', '2', stamp(1, 0)] } as const
    const merged = mergeChange(PLAIN, row, { table: 't', id: 'r', insert: false, fields }, stamp(9, 2), 0, false)
    expect('clashes' in merged && merged.clashes).toEqual([
      { clock: 'address', won: stamp(9, 2), lost: stamp(5, 1), kept: { zip: '2' }, dropped: { zip: '1' } },
    ])
  })
})

describe('lifecycles', () => {
  const STATES = Object.keys(machine)
  const step = fc.record({
    from: fc.constantFrom(...STATES),
    to: fc.constantFrom(...STATES),
    bay: fc.constantFrom('b1', 'b2'),
    at: fc.nat(60),
    seen: fc.nat(60),
  })
  const isLegal = (from: unknown, to: unknown) => typeof from === 'string' && Object.values(machine[from] ?? {}).some((next) => next === to)

  it('A-OFFLINE: no illegal step survives at the centre, and a step is taken whole or refused', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let row: Row = { doc: { id: 'r', deleted: false, state: 'open', bay: 'b0' }, clk: { '*': stamp(0, 0) } }
        for (const [i, { from, to, bay, at, seen }] of steps.entries()) {
          const current = clockIn(row.clk, 'state')
          const base = seen % 3 === 0 ? current : stamp(seen, 0)
          const hlc = stamp(at * 20 + i + 1, 1)
          const change: RowChange = { table: 't', id: 'r', insert: false, fields: { state: [from, to, base], bay: [null, bay, base] } }
          const merged = mergeChange(GUARDED, row, change, hlc, 0, true)
          const stands = row.doc['state']
          if (merged.outcome === 'illegal') {
            expect(merged).toMatchObject({ field: 'state', from: stands, to })
            expect(hlc > current && isLegal(stands, to)).toBe(false)
            continue
          }
          if (!('row' in merged)) throw new Error('there is a row')
          if (from !== to) expect([merged.row.doc['state'], merged.row.doc['bay']]).toEqual([to, bay])
          if (merged.row.doc['state'] !== stands) expect(isLegal(stands, merged.row.doc['state'])).toBe(true)
          row = merged.row
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('A-OFFLINE: of two who took one step at once, the second is refused although both end in one state', () => {
    const row: Row = { doc: { id: 'r', deleted: false, state: 'busy', bay: 'b1' }, clk: { '*': stamp(1, 0), state: stamp(5, 1) } }
    const change: RowChange = { table: 't', id: 'r', insert: false, fields: { state: ['open', 'done', stamp(1, 0)], bay: [null, 'b2', stamp(1, 0)] } }
    const start: RowChange = { ...change, fields: { ...change.fields, state: ['done', 'billed', stamp(1, 0)] } }
    const billed: Row = { ...row, doc: { ...row.doc, state: 'billed' } }
    expect(mergeChange(GUARDED, billed, start, stamp(9, 2), 0, true)).toEqual({ outcome: 'illegal', field: 'state', from: 'billed', to: 'billed' })
    expect(mergeChange(GUARDED, billed, start, stamp(3, 2), 0, true)).toEqual({ outcome: 'illegal', field: 'state', from: 'billed', to: 'billed' })
  })

  it('A-OFFLINE: an edit that only carries the state along loses to a newer state without taking its deed down', () => {
    const row: Row = { doc: { id: 'r', deleted: false, state: 'busy', bay: 'b1' }, clk: { '*': stamp(1, 0), state: stamp(5, 1) } }
    const change: RowChange = { table: 't', id: 'r', insert: false, fields: { state: ['open', 'open', stamp(1, 0)], bay: [null, 'b2', stamp(1, 0)] } }
    const merged = mergeChange(GUARDED, row, change, stamp(3, 2), 0, true)
    expect(merged).toMatchObject({ outcome: 'merged', changed: false, clashes: [{ kept: { state: 'busy', bay: 'b1' } }] })
  })

  it('A-OFFLINE: devices show a step as it was taken and leave the judgement to the centre', () => {
    const row: Row = { doc: { id: 'r', deleted: false, state: 'billed', bay: 'b1' }, clk: { '*': stamp(1, 0) } }
    const change: RowChange = { table: 't', id: 'r', insert: false, fields: { state: ['open', 'busy', stamp(1, 0)], bay: [null, 'b2', stamp(1, 0)] } }
    expect(mergeChange(GUARDED, row, change, stamp(3, 2), 0, false)).toMatchObject({ row: { doc: { state: 'busy', bay: 'b2' } } })
  })
})

describe('ledgers', () => {
  it('A-OFFLINE: a row is added once and never overwritten, whatever clock comes with it', () => {
    const born: RowChange = { table: 't', id: 'r', insert: true, fields: { amountMinor: [500] } }
    const row = apply(LEDGER, undefined, [{ change: born, hlc: stamp(5, 0), atMs: 1 }])
    for (const at of [1, 5, 9]) {
      expect(mergeChange(LEDGER, row, born, stamp(at, 0), 1, true)).toEqual({ outcome: 'applied', row, changed: false, clashes: [] })
    }
    const other: RowChange = { ...born, fields: { amountMinor: [900] } }
    const edit: RowChange = { ...born, insert: false, fields: { amountMinor: [500, 900, stamp(5, 0)] } }
    for (const change of [other, edit]) expect(mergeChange(LEDGER, row, change, stamp(9, 0), 1, true)).toEqual({ outcome: 'sealed' })
  })
})
