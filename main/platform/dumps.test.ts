import { existsSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '#tests/support/core.ts'
import { pruneDumps } from './dumps.ts'

it('FILE-CLEAN: old dumps go, and the oldest when all are too large', () => {
  const dumps = temporaryFolder()
  const now = Date.now()
  const make = (name: string, ageDays: number, bytes: number) => {
    const path = join(dumps, name)
    writeFileSync(path, '')
    truncateSync(path, bytes)
    utimesSync(path, (now - ageDays * 86_400_000) / 1000, (now - ageDays * 86_400_000) / 1000)
    return path
  }
  const kept = [make('new.dmp', 0, 100 * 1024 * 1024), make('second.dmp', 1, 90 * 1024 * 1024)]
  const gone = [make('large.dmp', 2, 20 * 1024 * 1024), make('old.dmp', 31, 10)]
  pruneDumps(dumps, now)
  expect([...kept, ...gone].map((path) => existsSync(path))).toEqual([true, true, false, false])
  pruneDumps(join(dumps, 'missing'), now)
})
