import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { openConnection } from './connection.ts'
import { type Derived, deriveLater } from './derived.ts'

const setUp = () => {
  const connection = openConnection(':memory:')
  connection.raw.exec('CREATE TABLE saved (n INTEGER PRIMARY KEY); CREATE TABLE made (n INTEGER PRIMARY KEY, is_tidy INTEGER NOT NULL DEFAULT 0)')
  const list: Derived = {
    waits: 'SELECT 1 WHERE (SELECT max(n) FROM saved) > coalesce((SELECT max(n) FROM made), 0)',
    take: ['INSERT INTO made (n) SELECT n FROM saved WHERE n > coalesce((SELECT max(n) FROM made), 0) ORDER BY n LIMIT 2'],
    tidy: ['UPDATE made SET is_tidy = 1 WHERE n IN (SELECT n FROM made WHERE is_tidy = 0 ORDER BY n LIMIT 2)'],
  }
  const failures: unknown[] = []
  const derivation = deriveLater(connection, [list], (error) => failures.push(error))
  const save = (...numbers: number[]) => numbers.forEach((n) => connection.raw.prepare('INSERT INTO saved VALUES (?)').run(n))
  const made = () => connection.raw.prepare('SELECT n FROM made').pluck().all()
  const tidy = () => connection.raw.prepare('SELECT n FROM made WHERE is_tidy = 1').pluck().all()
  return { connection, derivation, failures, save, made, tidy }
}

describe('lists made from saved rows', () => {
  it('SEARCH-1: are whole when somebody is about to read them, however much waited', () => {
    const { derivation, save, made } = setUp()
    save(1, 2, 3, 4, 5)
    expect(made()).toEqual([])
    derivation.now()
    expect(made()).toEqual([1, 2, 3, 4, 5])
  })

  it('QA-PERF: take over what waits by themselves soon after a deed, a piece at a time', async () => {
    const { derivation, save, made } = setUp()
    save(1, 2, 3, 4, 5)
    derivation.soon()
    derivation.soon()
    expect(made()).toEqual([])
    for (let i = 0; i < 100 && made().length < 5; i++) await setTimeout(10)
    expect(made()).toEqual([1, 2, 3, 4, 5])
  })

  it('QA-PERF: who reads waits no longer than he said, and the rest comes by itself', async () => {
    const { derivation, save, made } = setUp()
    save(1, 2, 3, 4, 5)
    derivation.now(0)
    expect(made()).toEqual([1, 2])
    derivation.soon()
    for (let i = 0; i < 100 && made().length < 5; i++) await setTimeout(10)
    expect(made()).toEqual([1, 2, 3, 4, 5])
  })

  it('QA-PERF: are brought into order step by step once nothing waits, and never before somebody reads', async () => {
    const { derivation, save, made, tidy } = setUp()
    save(1, 2, 3, 4, 5)
    derivation.now()
    expect(made()).toEqual([1, 2, 3, 4, 5])
    expect(tidy()).toEqual([])
    derivation.soon()
    for (let i = 0; i < 100 && tidy().length < 5; i++) await setTimeout(10)
    expect(tidy()).toEqual([1, 2, 3, 4, 5])
  })

  it('QA-PERF: held, they wait for whoever reads them, and go on by themselves when let go', async () => {
    const { derivation, save, made } = setUp()
    derivation.soon(1)
    derivation.hold(true)
    save(1, 2, 3)
    derivation.soon(1)
    await setTimeout(30)
    expect(made()).toEqual([])
    derivation.now()
    expect(made()).toEqual([1, 2, 3])
    save(4)
    derivation.hold(false)
    for (let i = 0; i < 100 && made().length < 4; i++) await setTimeout(10)
    expect(made()).toEqual([1, 2, 3, 4])
  })

  it('DB-TXN: inside a transaction they become part of it', () => {
    const { connection, derivation, save, made } = setUp()
    connection.raw.exec('BEGIN')
    save(1)
    derivation.now()
    expect(made()).toEqual([1])
    expect(connection.raw.inTransaction).toBe(true)
    connection.raw.exec('ROLLBACK')
    expect(made()).toEqual([])
  })

  it('DB-TXN: what cannot be taken over is told and waits, and nobody is kept from reading', () => {
    const { connection, derivation, failures, save, made } = setUp()
    save(1, 2, 3)
    connection.raw.exec("CREATE TRIGGER full BEFORE INSERT ON made WHEN new.n = 3 BEGIN SELECT RAISE(ABORT, 'no room'); END")
    derivation.now()
    expect(failures).toMatchObject([{ message: 'no room' }])
    expect(made()).toEqual([1, 2])
    expect(connection.raw.inTransaction).toBe(false)
    connection.raw.exec('DROP TRIGGER full')
    derivation.now()
    expect(made()).toEqual([1, 2, 3])
  })
})
