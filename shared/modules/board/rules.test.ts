import { describe, expect, it } from 'vitest'
import { MINUTE_MS } from '../../kernel/time.ts'
import { ORDER_STATES, orderMachine, PARTS_STATES } from '../work-orders/model.ts'
import { COLUMNS, type Column } from './model.ts'
import { columnOf, labelIn, moveTo, promiseOf } from './rules.ts'

const NOW = Date.UTC(2026, 2, 2, 9)

describe('JOB-BOARD: columns', () => {
  it('BOARD-1 JOB-BOARD: every state but cancelled has its column; parts only part those that wait for a start', () => {
    const placed = ORDER_STATES.flatMap((state) => PARTS_STATES.map((parts) => [state, parts, columnOf({ state, parts })] as const))
    for (const [state, parts, column] of placed) {
      if (state === 'open') expect([parts, column]).toEqual([parts, parts === 'missing' || parts === 'ordered' ? 'parts' : 'ready'])
      else expect(column).toBe(columnOf({ state, parts: 'none' }))
    }
    expect(new Set(placed.map(([, , column]) => column))).toEqual(new Set([...COLUMNS, null]))
    expect(columnOf({ state: 'cancelled', parts: 'none' })).toBeNull()
  })

  it('BOARD-2 JOB-BOARD: from every place to every other, a move is a legal step that leads there, or says why not', () => {
    for (const state of ORDER_STATES)
      for (const parts of PARTS_STATES) {
        const column = columnOf({ state, parts })
        if (column === null) continue
        for (const target of COLUMNS) {
          const move = moveTo({ state, parts, column }, target)
          if (move.kind === 'stays') expect(target).toBe(column)
          else if (move.kind === 'deed') {
            const next = orderMachine[state][move.deed]
            expect(next === 'refused' ? next : columnOf({ state: next, parts })).toBe(target)
          } else if (move.kind === 'parts') expect(move.column).not.toBe(target)
          else {
            expect(move.states).not.toContain(state)
            expect(move.states.length).toBeGreaterThan(0)
          }
        }
      }
  })

  it('BOARD-2 JOB-BOARD: the deeds by name', () => {
    const move = (state: (typeof ORDER_STATES)[number], target: Column, parts: (typeof PARTS_STATES)[number] = 'here') => {
      const column = columnOf({ state, parts })
      return column && moveTo({ state, parts, column }, target)
    }
    expect(move('estimate', 'ready')).toEqual({ kind: 'deed', deed: 'approve' })
    expect(move('estimate', 'ready', 'missing')).toEqual({ kind: 'parts', column: 'parts' })
    expect(move('estimate', 'parts', 'missing')).toEqual({ kind: 'deed', deed: 'approve' })
    expect(move('estimate', 'work')).toEqual({ kind: 'refused', states: ['open', 'onHold'] })
    expect(move('open', 'estimate')).toEqual({ kind: 'deed', deed: 'quote' })
    expect(move('open', 'ready', 'ordered')).toEqual({ kind: 'parts', column: 'parts' })
    expect(move('open', 'work', 'ordered')).toEqual({ kind: 'deed', deed: 'start' })
    expect(move('onHold', 'work')).toEqual({ kind: 'deed', deed: 'resume' })
    expect(move('inProgress', 'hold')).toEqual({ kind: 'deed', deed: 'hold' })
    expect(move('inProgress', 'done')).toEqual({ kind: 'deed', deed: 'finish' })
    expect(move('done', 'invoiced')).toEqual({ kind: 'deed', deed: 'invoice' })
    expect(move('done', 'ready')).toEqual({ kind: 'deed', deed: 'reopen' })
    expect(move('invoiced', 'done')).toEqual({ kind: 'refused', states: ['inProgress', 'onHold'] })
  })

  it('BOARD-3 JOB-BOARD: a label holds in the column in which it was given, and nowhere else', () => {
    for (const given of COLUMNS) for (const now of COLUMNS) expect(labelIn(now, { labelId: 'x', column: given })).toBe(now === given ? 'x' : null)
    expect(labelIn('work', { labelId: null, column: null })).toBeNull()
  })

  it.each([
    [null, 'inProgress', 'none'],
    [61, 'open', 'onTime'],
    [60, 'open', 'dueSoon'],
    [0, 'inProgress', 'dueSoon'],
    [-1, 'onHold', 'late'],
    [-1, 'done', 'none'],
    [-1, 'estimate', 'none'],
  ] as const)('JOB-BOARD: promised in %s minutes, %s: %s', (minutes, state, expected) => {
    expect(promiseOf({ state, promisedAt: minutes === null ? null : NOW + minutes * MINUTE_MS }, NOW)).toBe(expected)
  })
})
