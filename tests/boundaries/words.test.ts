import { getTableColumns } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { records } from '#main/records.ts'
import { en } from '../../renderer/texts/en.ts'
import { UNSHOWN } from '../../renderer/texts/en/fields.ts'

/** What the journal keeps of a record beside its fields. */
const NO_FIELDS = new Set(['id', 'clk'])

describe('the words for what is recorded', () => {
  it('AUD-LIST EXT-LANG: every recorded table and every field that is shown has its word', () => {
    const fields = [...records].flatMap(([table, columns]) =>
      Object.keys(getTableColumns(columns))
        .filter((field) => !NO_FIELDS.has(field) && !UNSHOWN.has(field))
        .map((field) => ({ table, field })),
    )
    expect(fields.length).toBeGreaterThan(900)
    expect([...records.keys()].filter((table) => !(table in en.record))).toEqual([])
    expect(fields.filter(({ field }) => !(field in en.field))).toEqual([])
  })
})
