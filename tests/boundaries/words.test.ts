import { getTableColumns } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { records } from '#main/records.ts'
import { isTest, sources } from '#tests/support/sources.ts'
import { en } from '../../renderer/texts/en.ts'
import { UNSHOWN } from '../../renderer/texts/en/fields.ts'
import { VALUE_WORDS, wordsFor } from '../../renderer/texts/values.ts'

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

  it('AUD-LIST EXT-LANG: every value of a closed list has its word; only the kinds of files are told as they are', () => {
    const wordAt = (path: string) => path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], en) // down the tree of texts
    const values = [...records].flatMap(([table, columns]) =>
      Object.entries(getTableColumns(columns)).flatMap(([field, { enumValues }]) => (enumValues ?? []).map((value: string) => ({ table, field, value }))),
    )
    expect(values.length).toBeGreaterThan(200)
    const wordless = values.filter(({ table, field, value }) => typeof wordAt(`${wordsFor(table, field)}.${value}`) !== 'string')
    expect(new Set(wordless.map(({ table, field }) => `${table}.${field}`))).toEqual(new Set(['attachment.mediaType']))
  })

  it('EXT-LANG: every line of the texts is shown somewhere', () => {
    const code = sources('renderer', 'main')
      .filter((source) => !isTest(source) && !/^renderer\/texts\/(en|ar)\//.test(source.path))
      .map(({ text }) => text)
      .join('\n')
    // Whole, or with an end that is known only when it runs: `orderState.${state}`.
    const whole = new Set([...code.matchAll(/['`]((?:\w+\.)+\w+)['`]/g)].map(([, key]) => key))
    const begun = [
      ...new Set([...code.matchAll(/`(\w+\.[\w.]*)\$\{/g)].map(([, start = '']) => start)),
      ...Object.values(VALUE_WORDS).map((section) => `${section}.`),
    ]
    const lines = (tree: object, path = ''): string[] =>
      Object.entries(tree).flatMap(([key, line]) => (typeof line === 'string' ? [path + key.replace(/_(one|other)$/, '')] : lines(line, `${path}${key}.`)))
    const keys = lines(en)
    expect(keys.length).toBeGreaterThan(3000)
    expect(keys.filter((key) => !whole.has(key) && !begun.some((start) => key.startsWith(start)))).toEqual([])
  })
})
