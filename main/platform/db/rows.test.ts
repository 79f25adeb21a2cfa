import { and, eq, sql } from 'drizzle-orm'
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { describe, expect, it } from 'vitest'
import { openConnection, planOnce } from './connection.ts'
import { query, readDb } from './read.ts'

const owner = sqliteTable('owner', { id: text('id').primaryKey(), name: text('name'), active: integer('active', { mode: 'boolean' }).notNull() })
const thing = sqliteTable('thing', {
  id: text('id').primaryKey(),
  ownerId: text('owner_id'),
  facts: text('facts', { mode: 'json' }).$type<{ a: number }>(),
  size: integer('size').notNull(),
})

const connection = openConnection(':memory:')
connection.raw.exec(`
  CREATE TABLE owner (id TEXT PRIMARY KEY, name TEXT, active INTEGER NOT NULL);
  CREATE TABLE thing (id TEXT PRIMARY KEY, owner_id TEXT, facts TEXT, size INTEGER NOT NULL);
  INSERT INTO owner VALUES ('o1', NULL, 1), ('o2', 'Zoe', 0);
  INSERT INTO thing VALUES ('t1', 'o1', '{"a":1}', 3), ('t2', NULL, NULL, 5), ('t3', 'o2', '{"a":3}', 7);`)
const db = readDb(connection)

describe('rows of a prepared query', () => {
  it('PLAT-RESP: are what drizzle itself makes of them, decoded, joined and nested', () => {
    const builds = [
      () => connection.builder.select().from(owner),
      () =>
        connection.builder
          .select({
            id: thing.id,
            facts: thing.facts,
            label: sql<string>`${thing.id} || '?'`.as('label'),
            isBig: sql<boolean>`${thing.size} > 4`.mapWith(Boolean),
          })
          .from(thing),
      () => connection.builder.select({ thing, owner }).from(thing).leftJoin(owner, eq(owner.id, thing.ownerId)),
      () => connection.builder.select({ thing, owner }).from(thing).innerJoin(owner, eq(owner.id, thing.ownerId)),
      () =>
        connection.builder
          .select({ size: thing.size, owner: { name: owner.name, active: owner.active } })
          .from(thing)
          .leftJoin(owner, eq(owner.id, thing.ownerId))
          .where(eq(owner.active, true)),
    ]
    for (const build of builds) {
      const planned = query(build as (q: unknown) => ReturnType<(typeof builds)[0]>) // each of its own type
      expect(planned.all(db)).toEqual(build().all())
      expect(planned.get(db)).toEqual(build().get())
    }
  })

  it('PLAT-RESP: take their values by name, and miss none', () => {
    const byFlag = query((q) =>
      q
        .select()
        .from(owner)
        .where(and(eq(owner.active, sql.placeholder('active')), sql`${owner.id} <> ${sql.placeholder('id')}`))
        .limit(sql.placeholder('limit')),
    )
    expect(byFlag.all(db, { active: 0, id: 'o1', limit: 5 })).toEqual([{ id: 'o2', name: 'Zoe', active: false }])
    expect(byFlag.all(db, { active: 1, id: 'o1', limit: 5 })).toEqual([])
    expect(byFlag.get(db, { active: 1, id: '', limit: 1 })).toEqual({ id: 'o1', name: null, active: true })
    expect(() => byFlag.all(db, { active: 1, limit: 5 })).toThrow('No value for placeholder "id"')
  })
})

describe('statements planned once', () => {
  it('PERF-QUERY: parameters become expressions, texts and names that hold a question mark stay', () => {
    expect(planOnce(`SELECT "a?", 'it''s ?' FROM t -- why?\nWHERE a = ? AND (b, c) > (?, ?2) AND d LIKE ? LIMIT ?`)).toBe(
      `SELECT "a?", 'it''s ?' FROM t -- why?\nWHERE a = +? AND (b, c) > (+?, +?2) AND d LIKE ? LIMIT 0 + ?`,
    )
  })
})
