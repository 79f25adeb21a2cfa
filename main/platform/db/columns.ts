import { integer, text } from 'drizzle-orm/sqlite-core'
import type { Id } from '#shared/kernel/ids.ts'

const stamps = () => ({
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
  /** Hidden from lists, restorable; nothing is ever removed. */
  deleted: integer('deleted', { mode: 'boolean' }).notNull().default(false),
  /** Clocks of this row: `{"*": creation, field or group: last change}`. */
  clk: text('clk').notNull(),
})

/** Columns that every record has; the handle fills them, services never do. */
export const record = <Of extends string>() => ({ id: text('id').$type<Id<Of>>().primaryKey(), ...stamps() })

/** A record that the search index points at: `no` is its stable local number (never travels, survives a backup). */
export const searchableRecord = <Of extends string>() => ({
  no: integer('no').primaryKey(),
  id: text('id').$type<Id<Of>>().notNull().unique(),
  ...stamps(),
})

/** Column of another record's id. */
export const ref = <Of extends string>(name: string) => text(name).$type<Id<Of>>()
