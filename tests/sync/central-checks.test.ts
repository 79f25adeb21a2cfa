import { describe, expect, it } from 'vitest'
import { sqliteChecks, translateChecks } from '#tools/central/checks.ts'

const columns = [
  { name: 'state', type: 'text', notNull: true, values: ['on', 'off'] },
  { name: 'reason', type: 'text', notNull: true },
  { name: 'is_open', type: 'boolean', notNull: true },
  { name: 'parts', type: 'jsonb', notNull: true },
  { name: 'qty', type: 'bigint', notNull: true },
] as const
const translate = (conditions: string[], merge: 'fields' | 'append' = 'fields', groups: Record<string, string> = {}) =>
  translateChecks('thing', { scope: 'company', merge, groups }, columns, conditions)

describe('conditions of the local database', () => {
  it('DB-MIGRATE: are read whole, past comments, brackets and texts', () => {
    const sql = `CREATE TABLE thing (
      a TEXT CHECK (a <> ')' AND length(a) > (1 + 2)), -- the thing's own, CHECK (never)
      b TEXT CHECK (b IN (
        'it''s (', 'b'
      )),
      CHECK ((a = 'x') = (b IS NOT NULL))
    )`
    expect(sqliteChecks(sql)).toEqual(["a <> ')' AND length(a) > (1 + 2)", "b IN ( 'it''s (', 'b' )", "(a = 'x') = (b IS NOT NULL)"])
  })

  it('DB-MIGRATE: what a type or an enum says already is not said twice', () => {
    expect(translate(["state IN ('on', 'off')", 'is_open IN (0, 1)', 'json_valid(parts)'])).toEqual({ checks: [], skipped: [] })
  })

  it('DB-MIGRATE: booleans become booleans, and names tell what they bind', () => {
    expect(translate(['is_open = 0', 'qty BETWEEN 0 AND 9', 'qty <> 5']).checks).toEqual([
      { name: 'thing_is_open_check', sql: 'NOT is_open' },
      { name: 'thing_qty_check', sql: 'qty BETWEEN 0 AND 9' },
      { name: 'thing_qty_check2', sql: 'qty <> 5' },
    ])
  })

  it('DB-MIGRATE: one over several clocks binds only rows that never merge', () => {
    const both = "state <> 'off' OR reason <> ''"
    expect(translate([both]).skipped.map(({ reason }) => reason)).toEqual(['spans the clocks state, reason, which merge apart'])
    expect(translate([both], 'append').checks).toHaveLength(1)
    expect(translate([both], 'fields', { state: 'state', reason: 'state' }).checks).toEqual([{ name: 'thing_state_reason_check', sql: both }])
    expect(translate(["parts ->> '$.a' = 'x'"]).checks).toEqual([])
  })
})
