import { closeSync, openSync, readFileSync, rmSync, truncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DATABASE_FILE } from '#main/platform/core.ts'
import { sizeOf } from '#main/platform/durable.ts'
import { testClock, type TestCore } from '#tests/support/core.ts'
import { crashCopy, openDiskShop, reopen } from '#tests/support/disk.ts'
import { contentOf, workThrough } from '#tests/support/history.ts'

const PAGE = 4096
/** A generator with a seed: a case that fails can be run again. Source: mulberry32. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

const rawOf = (core: Pick<TestCore, 'platform'>) => core.platform.store.connection.raw

/** A shop as a power cut finds it: an early backup, a checkpointed part, and a log with the newest commands. */
const crashed = (async () => {
  const shop = await openDiskShop()
  await workThrough(shop, shop.owner, 40, 'early ')
  await shop.platform.backups.make('hourly')
  await workThrough(shop, shop.owner, 60, 'middle ')
  rawOf(shop).pragma('wal_checkpoint(TRUNCATE)')
  await workThrough(shop, shop.owner, 20, 'late ')
  const content = contentOf(rawOf(shop))
  const dataDir = crashCopy(shop.platform.config.dataDir)
  await shop.shutdown()
  return { dataDir, content, at: shop.clock.at }
})()

type Damage = (folder: { db: string; wal: string; journal: string }, random: (below: number) => number) => void
const patch = (file: string, at: number, bytes: Buffer) => {
  const fd = openSync(file, 'r+')
  writeSync(fd, bytes, 0, bytes.length, at)
  closeSync(fd)
}
const flip = (file: string, at: number, bit: number) => patch(file, at, Buffer.from([(readFileSync(file)[at] ?? 0) ^ (1 << bit)]))
const noise = (length: number, random: (below: number) => number) => Buffer.from(Array.from({ length }, () => random(256)))

const DAMAGES: Record<string, { cases: number; damage: Damage; maySlipThrough?: boolean }> = {
  'one flipped bit': { cases: 50, damage: ({ db }, random) => flip(db, random(sizeOf(db)), random(8)), maySlipThrough: true },
  'a page of zeros': { cases: 30, damage: ({ db }, random) => patch(db, random(sizeOf(db) / PAGE) * PAGE, Buffer.alloc(PAGE)) },
  'a page of noise': { cases: 20, damage: ({ db }, random) => patch(db, random(sizeOf(db) / PAGE) * PAGE, noise(PAGE, random)) },
  'a sector of noise': { cases: 25, damage: ({ db }, random) => patch(db, random(sizeOf(db) / 512) * 512, noise(512, random)), maySlipThrough: true },
  'the end cut off': { cases: 20, damage: ({ db }, random) => truncateSync(db, random(sizeOf(db))) },
  'the end cut off at a page': { cases: 10, damage: ({ db }, random) => truncateSync(db, random(sizeOf(db) / PAGE) * PAGE) },
  'a lost log file': { cases: 2, damage: ({ wal }) => rmSync(wal) },
  'a log file cut off': { cases: 15, damage: ({ wal }, random) => truncateSync(wal, random(sizeOf(wal))) },
  'a flipped bit in the log file': { cases: 15, damage: ({ wal }, random) => flip(wal, random(sizeOf(wal)), random(8)) },
  'database and log file gone': {
    cases: 2,
    damage: ({ db, wal }) => {
      rmSync(db)
      rmSync(wal)
    },
  },
  'a flipped bit in the second journal': { cases: 6, damage: ({ journal }, random) => flip(journal, random(sizeOf(journal)), random(8)) },
  'database and second journal: a page of noise in each': {
    cases: 15,
    damage: ({ db, journal }, random) => {
      patch(db, random(sizeOf(db) / PAGE) * PAGE, noise(PAGE, random))
      patch(journal, random(sizeOf(journal) - 500), noise(500, random))
    },
  },
}

interface Outcome {
  readonly seed: number
  readonly isRecovered: boolean
  readonly isWhole: boolean
  /** What the notice owns up to. */
  readonly missing: number
  readonly changed: string[]
}

async function start(name: string, seed: number, damage: Damage): Promise<Outcome> {
  const { dataDir, content, at } = await crashed
  const folder = crashCopy(dataDir)
  damage({ db: join(folder, DATABASE_FILE), wal: join(folder, `${DATABASE_FILE}-wal`), journal: join(folder, 'journal.log') }, randomFrom(seed))
  const core = reopen(folder, testClock(at))
  await core.jobs.runDue()
  const now = contentOf(rawOf(core))
  const notice = rawOf(core).prepare("SELECT facts FROM notice WHERE code = 'recovered'").pluck().get() as string | undefined // JSON
  const facts = notice === undefined ? undefined : (JSON.parse(notice) as { lost: number; unapplied: number }) // as the notice says
  expect(rawOf(core).pragma('quick_check', { simple: true }), `${name} ${seed}`).toBe('ok')
  await core.shutdown()
  rmSync(folder, { recursive: true, force: true })
  const changed = Object.keys(content).filter((table) => now[table] !== content[table])
  return { seed, isRecovered: facts !== undefined, isWhole: changed.length === 0, missing: (facts?.lost ?? 0) + (facts?.unapplied ?? 0), changed }
}

describe('damage on the disk', () => {
  const kinds = Object.entries(DAMAGES)
  const seeds = (kind: number, cases: number) => Array.from({ length: cases }, (_, i) => kind * 1000 + i + 1)

  it.each(kinds.filter(([, { maySlipThrough }]) => maySlipThrough !== true).map(([name, kind]) => [name, kind.cases, kind] as const))(
    'DB-BACKUP A-JOURNAL SYS-1: %s (%i cases): every saved command is there, or the notice counts what is not',
    async (name, cases, { damage }) => {
      const outcomes: Outcome[] = []
      for (const seed of seeds(
        kinds.findIndex(([of]) => of === name),
        cases,
      ))
        outcomes.push(await start(name, seed, damage))
      expect(outcomes.filter(({ isWhole, missing }) => !isWhole && missing === 0)).toEqual([])
      // Where the second journal itself was not hurt, nothing at all is missing.
      if (!name.includes('second journal')) expect(outcomes.filter(({ isWhole }) => !isWhole)).toEqual([])
    },
  )

  it('DB-BACKUP A-JOURNAL: one flipped bit (50 cases) or a sector of noise (25): the structure is always whole; as plain SQLite has no checksums, a changed letter inside a row may go unseen (one flip in ten here, and fewer than 20 of 50 and 5 of 25 sectors always)', async () => {
    const unseen: Record<string, Outcome[]> = {}
    for (const [name, { cases, damage, maySlipThrough }] of kinds) {
      if (maySlipThrough !== true) continue
      const outcomes: Outcome[] = []
      for (const seed of seeds(
        kinds.findIndex(([of]) => of === name),
        cases,
      ))
        outcomes.push(await start(name, seed, damage))
      // What was found is made good in full.
      expect(
        outcomes.filter(({ isRecovered, isWhole }) => isRecovered && !isWhole),
        name,
      ).toEqual([])
      unseen[name] = outcomes.filter(({ isWhole }) => !isWhole)
      // And what was not is one row of one table.
      for (const { changed } of unseen[name] ?? []) expect(changed).toHaveLength(1)
    }
    expect(unseen['one flipped bit']?.length).toBeLessThan(20)
    expect(unseen['a sector of noise']?.length).toBeLessThan(5)
  })
})
