import { describe, expect, it } from 'vitest'
import type { RowChange } from '#shared/contract/merge.ts'
import type { SyncRules } from '#shared/contract/sync.ts'
import type { WireEntry, WireRow } from '#shared/contract/wire.ts'
import { formatHlc } from '#shared/kernel/hlc.ts'
import { decideEntries } from './decide.ts'
import type { Field, Situation, State } from './state.ts'

const rules: SyncRules = {
  note: { scope: { location: 'locationId' }, merge: 'fields' },
  slot: {
    scope: { location: 'locationId' },
    merge: 'exclusive',
    exclusive: { keys: ['bay'], from: 'from', until: 'until', while: { field: 'state', in: ['held'] }, clash: { state: 'clash' } },
  },
  bill: { scope: { location: 'locationId' }, merge: 'append', official: { field: 'no', series: 'bill' } },
}
const text: Field = { type: 'text', fallback: null }
const whole: Field = { type: 'integer', fallback: null }
const fields = new Map<string, Record<string, Field>>([
  ['note', { locationId: text, text, color: { type: 'text', fallback: 'white' } }],
  ['slot', { locationId: text, bay: text, from: whole, until: whole, state: text }],
  ['bill', { locationId: text, no: whole }],
])
const NOW = 1_000_000
const at = (ms: number, tag = 'device00') => formatHlc({ atMs: ms, counter: 0 }, tag)

function situation(more: Partial<Situation> = {}): Situation {
  let n = 0
  return {
    rules,
    fields,
    permissions: [],
    nowMs: NOW,
    device: { deviceId: 'd', scopes: ['company', 'here'] },
    nextHlc: (above) => formatHlc({ atMs: Math.max(NOW, Number.parseInt(above.slice(0, 12) || '0', 16)), counter: 100 + n++ }, 'centre00'),
    nextId: () => `id-${n++}`,
    ...more,
  }
}
const state = (...rows: WireRow[]): State => ({ rows: new Map(rows.map((row) => [`${row.kind}/${row.id}`, row])), series: new Map([['bill/here', 41]]) })
const row = (kind: string, id: string, doc: WireRow['doc']): WireRow => ({
  kind,
  id,
  scope: doc['locationId'] as string,
  rev: 3,
  deleted: false,
  clk: { '*': at(1) },
  doc: { id, deleted: false, ...doc },
})
let seq = 0
const entry = (changes: RowChange[], hlc = at(NOW)): WireEntry =>
  ({ seq: ++seq, part: 1, parts: 1, txId: 't', hlc, at: NOW, command: 'c', schemaVersion: 1, userId: null, userName: 'Ada', changes }) as WireEntry // changes are readonly here
const born = (table: string, id: string, values: Record<string, string | number>): RowChange => ({
  table,
  id,
  insert: true,
  fields: Object.fromEntries(Object.entries(values).map(([field, value]) => [field, [value] as const])),
})
const changed = (table: string, id: string, field: string, value: string): RowChange => ({ table, id, insert: false, fields: { [field]: ['', value, at(1)] } })

describe('a decision', () => {
  it('SYNC-1: looks at where a row was as well as at where it would be, before it looks at anything else', () => {
    const far = row('note', 'far', { locationId: 'there', text: '' })
    const near = row('note', 'near', { locationId: 'here', text: '' })
    const entries = [
      [changed('note', 'far', 'text', 'x')],
      [changed('note', 'far', 'locationId', 'here')],
      [changed('note', 'near', 'locationId', 'there')],
      [born('note', 'far', { locationId: 'here' })],
      [born('note', 'new', { locationId: 'there' })],
      [changed('note', 'near', 'text', 'y'), changed('note', 'far', 'text', 'y')],
    ].map((changes) => entry(changes))
    const { taken, rows, history } = decideEntries(situation(), state(far, near), entries)
    expect(taken.map(({ result }) => result.reason)).toEqual(entries.map(() => 'outOfScope'))
    expect(rows.size).toBe(0)
    expect(taken.flatMap(({ result }) => result.rows ?? []).filter(({ scope }) => scope !== 'here')).toEqual([])
    expect(history.filter(({ scope }) => scope !== 'here')).toEqual([])
  })

  it('A-JOURNAL: is the same for the same entries, and leaves what it was given as it was', () => {
    const before = state(row('note', 'n', { locationId: 'here', text: '' }))
    const entries = [
      entry([changed('note', 'n', 'text', 'a'), born('note', 'm', { locationId: 'here' })]),
      entry([born('bill', 'b', { locationId: 'here' })], at(NOW + 61_000)),
    ]
    const copy = structuredClone(before)
    expect(decideEntries(situation(), before, entries)).toEqual(decideEntries(situation(), before, entries))
    expect(before).toEqual(copy)
  })

  it('A-JOURNAL: fills a row with what the centre knows of it, gives the next number of its location, and tells of every value', () => {
    const { rows, series, history } = decideEntries(situation(), state(), [
      entry([born('note', 'n', { locationId: 'here' })]),
      entry([born('bill', 'b', { locationId: 'here' })]),
      entry([born('bill', 'c', { locationId: 'nowhere' })]),
      entry([born('bill', 'd', { locationId: 'here' })]),
    ])
    expect(rows.get('note/n')?.doc).toMatchObject({ color: 'white', text: null })
    expect([rows.get('bill/b')?.doc['no'], rows.get('bill/d')?.doc['no']]).toEqual([42, 43])
    expect([...series]).toEqual([['bill/here', 43]])
    expect(history.map(({ recordId, deviceId }) => `${recordId} ${deviceId}`)).toEqual(['n d', 'b d', 'b centre', 'd d', 'd centre'])
  })

  it('A-SLOTS: gives a row whose slot is held the values of a clash, above its own stamp though that is ahead', () => {
    const holder = row('slot', 'one', { locationId: 'here', bay: 'b', from: 1, until: 3, state: 'held' })
    const two = entry([born('slot', 'two', { locationId: 'here', bay: 'b', from: 2, until: 4, state: 'held' })], at(NOW + 59_000))
    const { rows, conflicts, taken } = decideEntries(situation({ holders: new Map([['slot/two', holder]]) }), state(holder), [two])
    expect(taken[0]?.result.outcome).toBe('conflict')
    expect(rows.get('slot/two')?.doc).toMatchObject({ state: 'clash', from: 2 })
    expect((rows.get('slot/two')?.clk['state'] ?? '') > two.hlc).toBe(true)
    expect(conflicts).toMatchObject([{ kind: 'clash', kept: { id: 'one', bay: 'b', from: 1, until: 3 }, dropped: { id: 'two', from: 2, until: 4 } }])
    const over = decideEntries(situation({ holders: new Map([['slot/two', holder]]) }), state(holder), [
      entry([born('slot', 'two', { locationId: 'here', bay: 'b', from: 2, until: 4, state: 'over' })]),
    ])
    expect(over.conflicts).toEqual([])
  })

  it('SYNC-RETRY: replaces a stamp ahead of its time by one above all that the entry touches', () => {
    const known = { ...row('note', 'n', { locationId: 'here', text: '' }), clk: { '*': at(1), text: at(NOW + 50_000) } }
    const ahead = entry([changed('note', 'n', 'text', 'x')], at(NOW + 60_001))
    const { taken, rows } = decideEntries(situation(), state(known), [ahead])
    expect(taken[0]?.hlc).toBe(taken[0]?.result.hlc)
    expect((taken[0]?.hlc ?? '') > at(NOW + 50_000) && (taken[0]?.hlc ?? '') < ahead.hlc).toBe(true)
    expect(rows.get('note/n')?.doc).toMatchObject({ text: 'x' })
    expect(decideEntries(situation(), state(known), [entry([changed('note', 'n', 'text', 'x')], at(NOW + 60_000))]).taken[0]?.result.hlc).toBeUndefined()
  })
})
