import { describe, expect, it } from 'vitest'
import { MIGRATIONS } from '#tests/support/migrated.ts'
import { type Connection, openConnection } from './connection.ts'
import { deriveLater } from './derived.ts'
import { blocksOf, CHANGES_PER_BLOCK, type EntryHead, entryReader, JOURNAL_BLOCKS, JOURNAL_LIST, writeEntry } from './journal.ts'
import { migrate, readMigrations } from './migrate.ts'
import type { Change } from './write.ts'

const migrations = readMigrations(MIGRATIONS)
const open = (version = migrations.length): Connection => {
  const connection = openConnection(':memory:')
  migrate(connection.raw, migrations.slice(0, version), 0)
  return connection
}
const head = (n: number): EntryHead => ({
  txId: `tx ${n}`,
  hlc: `hlc ${n}`,
  command: 'probe.save',
  schemaVersion: 1,
  at: n,
  tookUs: 1,
  userId: null,
  userName: 'Zoë "«ö»',
  device: { id: 'd', name: 'n' },
  ip: '',
  userAgent: '',
  callId: `call ${n}`,
  answer: null,
})
const changes = (count: number, prefix = 'r'): Change[] =>
  Array.from({ length: count }, (_, i) => ({
    table: i % 2 ? 'customer' : 'vehicle',
    id: `${prefix}${i}"`,
    kept: JSON.stringify({ insert: i % 3 === 0, fields: { name: [`a\n"${i}`] } }),
  }))
const touching = ({ raw }: Connection, id: string) => raw.prepare('SELECT seq, block, tbl FROM journal_record WHERE record_id = ? ORDER BY seq').all(id)

describe('the journal', () => {
  it('A-JOURNAL: gives back every entry as it was written, short, empty, and longer than a row holds', () => {
    const connection = open()
    const entries = [0, 1, CHANGES_PER_BLOCK, CHANGES_PER_BLOCK + 1, 3 * CHANGES_PER_BLOCK].map((count, n) => ({ head: head(n), changes: changes(count) }))
    for (const entry of entries) writeEntry(connection, entry.head, entry.changes)
    const read = entryReader(connection.raw)
    expect(entries.map((_, n) => read(n + 1))).toEqual(entries.map((entry, n) => ({ seq: n + 1, ...entry, events: [] })))
    expect(connection.raw.prepare('SELECT seq, count(*) AS blocks FROM journal_block GROUP BY seq').all()).toEqual([
      { seq: 4, blocks: 2 },
      { seq: 5, blocks: 3 },
    ])
    expect(blocksOf([])).toEqual(['[]'])
  })

  it('A-JOURNAL: an entry that lacks a change is no entry', () => {
    const connection = open()
    writeEntry(connection, head(1), changes(2 * CHANGES_PER_BLOCK))
    connection.raw.exec('DELETE FROM journal_block WHERE block = 1')
    expect(entryReader(connection.raw)(1)).toBeUndefined()
  })

  it('AUD-TRAIL: knows the entries of a record, each once, also one that changed it twice or holds two records of one id', () => {
    const connection = open()
    const change = (table: string): Change => ({ table, id: 'same', kept: '{"insert":true,"fields":{}}' })
    writeEntry(connection, head(1), [change('user'), change('credential'), change('user')])
    writeEntry(connection, head(2), [...changes(CHANGES_PER_BLOCK), change('user')])
    deriveLater(connection, [JOURNAL_LIST, JOURNAL_BLOCKS], (error) => {
      throw error
    }).now()
    expect(touching(connection, 'same')).toEqual([
      { seq: 1, block: 0, tbl: 'credential' },
      { seq: 1, block: 0, tbl: 'user' },
      { seq: 2, block: 1, tbl: 'user' },
    ])
  })

  it('A-JOURNAL: shows one row per change to people and tools, and reads an entry of it by its number', () => {
    const connection = open()
    const written = changes(CHANGES_PER_BLOCK + 1)
    writeEntry(connection, head(1), changes(1, 'other'))
    writeEntry(connection, head(2), written)
    const sql = 'SELECT i, tbl, record_id AS id, change FROM journal_change WHERE seq = +?'
    expect(connection.raw.prepare(`${sql} ORDER BY i`).all(2)).toEqual(written.map(({ table, id, kept }, i) => ({ i, tbl: table, id, change: kept })))
    const plan = connection.raw.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(2) as { detail: string }[] // SQLite's own columns
    expect(plan.filter(({ detail }) => /^SCAN (j|b|journal_change)/.test(detail))).toEqual([])
  })

  it('DB-MIGRATE A-JOURNAL: entries from before are carried over whole, with their order and the records that they changed', () => {
    const before = migrations.findIndex(({ name }) => name.startsWith('0014'))
    const connection = open(before)
    const entries = [3, 0, 2 * CHANGES_PER_BLOCK + 7].map((count, n) => ({ head: head(n), changes: changes(count, `${n}-`) }))
    const insertHead = connection.raw.prepare(
      `INSERT INTO journal (tx_id, hlc, command, schema_version, at, took_us, user_id, user_name, device_id, device_name, ip, user_agent, call_id, answer, changes)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    const insertChange = connection.raw.prepare('INSERT INTO journal_change (seq, i, tbl, record_id, change) VALUES (?, ?, ?, ?, ?)')
    for (const [n, { head: h, changes: all }] of entries.entries()) {
      insertHead.run(h.txId, h.hlc, h.command, 1, h.at, 1, null, h.userName, h.device.id, h.device.name, '', '', h.callId, null, all.length)
      for (const [i, { table, id, kept }] of [...all.entries()].reverse()) insertChange.run(n + 1, i, table, id, kept)
    }
    migrate(connection.raw, migrations, 0)
    const read = entryReader(connection.raw)
    expect(entries.map((_, n) => read(n + 1))).toEqual(entries.map((entry, n) => ({ seq: n + 1, ...entry, events: [] })))
    expect(touching(connection, `2-${CHANGES_PER_BLOCK}"`)).toEqual([{ seq: 3, block: 1, tbl: 'vehicle' }])
    expect(connection.raw.prepare('SELECT seq, at, command FROM journal_list').all()).toEqual(
      entries.map((entry, n) => ({ seq: n + 1, at: entry.head.at, command: 'probe.save' })),
    )
  })
})
