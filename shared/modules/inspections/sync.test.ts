import { describe, expect, it } from 'vitest'
import { mergeChange, type Row, type RowChange } from '#shared/contract/merge.ts'
import { inspectionsSync } from './sync.ts'

const at = (n: number, tag: string) => `${String(n).padStart(16, '0')}-${tag}0000000` as never // a clock's text
const born = at(1, 'a')
const { inspection_point: pointRule, inspection: sheetRule } = inspectionsSync
if (!pointRule || !sheetRule) throw new Error('both tables travel')

const point: Row = { doc: { id: 'p', level: null, tone: null, measuredMilli: null, recordedBy: '', note: '', lineId: null, updatedAt: 0 }, clk: { '*': born } }
const change = (table: string, fields: RowChange['fields']): RowChange => ({ table, id: 'p', insert: false, fields })
const found = (level: string, tone: string, by: string) =>
  change('inspection_point', { level: [null, level, born], tone: [null, tone, born], measuredMilli: [null, null, born], recordedBy: ['', by, born] })
const merge = (rule: typeof pointRule, row: Row, one: RowChange, clock: never) => {
  const merged = mergeChange(rule, row, one, clock, 1, true)
  if (merged.outcome !== 'applied' && merged.outcome !== 'merged') throw new Error(merged.outcome)
  return merged
}

describe('two technicians on one sheet', () => {
  it('DVI-SHEET SYNC-MERGE: what one says of a point and the other writes beside it both stay, in either order', () => {
    const says = [found('red', 'bad', 'Tom'), at(5, 'b')] as const
    const writes = [change('inspection_point', { note: ['', 'left lamp', born] }), at(4, 'c')] as const
    const results = [
      [says, writes],
      [writes, says],
    ].map((order) => order.reduce((row, [one, clock]) => merge(pointRule, row, one, clock).row, point))
    expect(results[0]?.doc).toMatchObject({ level: 'red', tone: 'bad', recordedBy: 'Tom', note: 'left lamp' })
    expect(results[1]).toEqual(results[0])
  })

  it('DVI-SHEET SYNC-MERGE: two words on the same point never mix: level, meaning, figure and name stay together, the loser is told', () => {
    const first = merge(pointRule, point, found('green', 'good', 'Una'), at(6, 'c'))
    const second = merge(pointRule, first.row, found('red', 'bad', 'Tom'), at(5, 'b'))
    expect(second.row.doc).toMatchObject({ level: 'green', tone: 'good', recordedBy: 'Una' })
    expect(second.clashes).toMatchObject([{ clock: 'found', dropped: { level: 'red', tone: 'bad', recordedBy: 'Tom' } }])
  })

  it('INSP-1 SYNC-MERGE: a report of a sheet that somebody reopened meanwhile is refused', () => {
    const reopened: Row = { doc: { id: 'p', state: 'open', doneAt: null, reportedAt: null, updatedAt: 0 }, clk: { '*': born, state: at(5, 'b') } }
    const report = change('inspection', { state: ['done', 'reported', at(2, 'a')], reportedAt: [null, 9, at(2, 'a')], doneAt: [3, 3, at(2, 'a')] })
    expect(mergeChange(sheetRule, reopened, report, at(6, 'c'), 1, true)).toMatchObject({ outcome: 'illegal', field: 'state', from: 'open', to: 'reported' })
  })
})
