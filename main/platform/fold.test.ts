import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '#tests/support/core.ts'
import { openRaw } from './db/raw.ts'
import { foldWhenQuiet } from './fold.ts'

describe('the log of SQLite', () => {
  it('DB-TXN: is folded into the database in a quiet moment, not by the command that fills it', async () => {
    const folder = temporaryFolder()
    const raw = openRaw(join(folder, 'a.db'))
    const folding = foldWhenQuiet(raw)
    raw.exec('CREATE TABLE note (text TEXT)')
    raw.pragma('wal_checkpoint(TRUNCATE)')
    const insert = raw.prepare('INSERT INTO note VALUES (?)')
    for (let i = 0; i < 2000; i++) insert.run(`note ${i}`)
    /** Rows that stand in the database's own file. */
    const folded = () => {
      copyFileSync(join(folder, 'a.db'), join(folder, 'b.db'))
      const copy = new Database(join(folder, 'b.db'))
      const count = copy.prepare('SELECT count(*) FROM note').pluck().get()
      copy.close()
      return count
    }
    expect(folded()).toBe(0)
    folding.soon()
    await expect.poll(folded).toBe(2000)
    insert.run('later')
    folding.soon()
    await expect.poll(folded).toBe(2001)
    folding.stop()
    raw.close()
  })

  it('DB-TXN: is folded between slices of rows once it is long, before a commit does it', () => {
    const raw = openRaw(join(temporaryFolder(), 'a.db'))
    const folding = foldWhenQuiet(raw)
    raw.exec('CREATE TABLE note (text BLOB)')
    const log = () => raw.prepare('PRAGMA wal_checkpoint(NOOP)').get() as { log: number; checkpointed: number } // the columns of that pragma
    const addPages = (count: number) => raw.prepare('INSERT INTO note VALUES (zeroblob(?))').run(count * 4096)
    addPages(2000)
    folding.ifLong()
    expect(log().checkpointed).toBe(0)
    addPages(1500)
    expect(log()).toMatchObject({ checkpointed: 0 })
    folding.ifLong()
    expect(log().checkpointed).toBe(log().log)
    folding.stop()
    raw.close()
  })
})
