import { type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import { decodeCursor } from '#shared/kernel/paging.ts'
import { DAY_MS, localDate } from '#shared/kernel/time.ts'
import { type Grouping, STOCK_AGES } from '#shared/modules/reports/model.ts'
import type { Group, Question, ReportSource, SummedRecord } from './source.ts'

/** What lies in stock now, at the moving average that its movements come to. */

/** How long ago the last movement was, as the first limit that it does not exceed. */
const AGE = `CASE ${STOCK_AGES.map((days) => `WHEN level.moved_at >= @now - ${days * DAY_MS} THEN '${days}'`).join(' ')} ELSE 'over' END`
const KEYS: Partial<Record<Grouping, string>> = { category: "coalesce(item.category, '')", place: 'level.place_id', location: 'level.location_id', age: AGE }
const NAMES: Partial<Record<Grouping, string>> = {
  place: '(SELECT name FROM stock_place WHERE id = key)',
  location: '(SELECT name FROM location WHERE id = key)',
}
const FROM = 'FROM stock_level AS level LEFT JOIN catalog_item AS item ON item.id = level.item_id WHERE (level.qty_milli <> 0 OR level.value_minor <> 0)'

const ask = <T>(db: ReadDb, sql: string, now: number, bound: Record<string, string | number>): T[] =>
  sqlQuery<T, [Record<string, string | number>]>(sql).all(db, { ...(sql.includes('@now') && { now }), ...bound })

function narrow({ narrowed }: Question): { sql: string; bound: Record<string, string | number> } {
  const given = { location: narrowed.locationId, place: narrowed.place, category: narrowed.category, age: narrowed.age }
  const bound: Record<string, string | number> = {}
  let sql = ''
  for (const [by, value] of Object.entries(given))
    if (value !== undefined) {
      bound[by] = value
      sql += ` AND ${KEYS[by as Grouping]} = @${by}` // keys of the object above
    }
  return { sql, bound }
}

export const stock: ReportSource = {
  groups: (question, by, most): Group[] => {
    const { sql, bound } = narrow(question)
    return ask<{ key: string; label: string | null; items: number; worth: number }>(
      question.db,
      `SELECT *, ${NAMES[by] ?? 'NULL'} AS label FROM (SELECT ${KEYS[by]} AS key, count(*) AS items, sum(level.value_minor) AS worth ${FROM}${sql} GROUP BY 1 ORDER BY worth DESC, 1 LIMIT @most)`,
      question.now,
      { ...bound, most },
    ).map(({ key, label, items, worth }) => ({ key, label, sums: { items, worth } }))
  },
  total: (question) => {
    const { sql, bound } = narrow(question)
    return (
      ask<{ items: number; worth: number }>(
        question.db,
        `SELECT count(*) AS items, coalesce(sum(level.value_minor), 0) AS worth ${FROM}${sql}`,
        question.now,
        bound,
      )[0] ?? {}
    )
  },
  records: (question, after, limit): SummedRecord[] => {
    const { sql, bound } = narrow(question)
    const cursor = decodeCursor(after, 2)
    return ask<{ no: number; nameKey: string; id: string; number: string | null; name: string | null; movedAt: number; worth: number }>(
      question.db,
      `SELECT level.no, level.name_key AS nameKey, level.item_id AS id, item.sku AS number, item.name, level.moved_at AS movedAt, level.value_minor AS worth ${FROM}${sql}${cursor ? ' AND (level.name_key, level.no) > (@name, @no)' : ''}
      ORDER BY level.name_key, level.no LIMIT @limit`,
      question.now,
      { ...bound, ...(cursor && { name: cursor[0] ?? '', no: cursor[1] ?? 0 }), limit },
    ).map(({ no, nameKey, id, number, name, movedAt, worth }) => ({
      kind: 'item',
      id: String(no),
      opens: id,
      number: number ?? '',
      name: name ?? '',
      on: localDate(movedAt, question.zone),
      sums: { items: 1, worth },
      cursor: [nameKey, no],
    }))
  },
}
