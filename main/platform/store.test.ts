import fc from 'fast-check'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '#tests/support/core.ts'
import { openDiskShop } from '#tests/support/disk.ts'
import { openProbe } from '#tests/support/probe.ts'

const hlcs = (core: ReturnType<typeof openProbe>) =>
  core.platform.store.connection.raw.prepare('SELECT hlc FROM journal ORDER BY seq').pluck().all() as string[] // text

describe('clocks', () => {
  it("A-JOURNAL: the journal's clock never goes back, whatever the wall clock does", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: -400 * 86_400_000, max: 86_400_000 }), { minLength: 2, maxLength: 12 }), async (steps) => {
        const core = openProbe()
        for (const step of steps) {
          core.clock.at += step
          await core.ask('probe.save', { name: 'x' })
        }
        const seen = hlcs(core)
        expect(seen).toEqual(seen.toSorted())
        expect(new Set(seen).size).toBe(steps.length)
      }),
      { numRuns: 15 },
    )
  })

  it('A-JOURNAL: the clock goes on from the last entry after a restart with a clock set back', async () => {
    const dataDir = temporaryFolder()
    const file = join(dataDir, 'bayline.db')
    const first = openProbe({ dataDir, file })
    await first.ask('probe.save', { name: 'before' })
    await first.shutdown()
    first.clock.at -= 365 * 86_400_000
    const second = openProbe({ dataDir, file, clock: first.clock })
    await second.ask('probe.save', { name: 'after' })
    const [before = '', after = ''] = hlcs(second)
    expect(after > before).toBe(true)
    await second.shutdown()
  })
})

describe('durability', () => {
  it('A-JOURNAL: saved means durable: WAL and synchronous FULL hold on the open connection, with foreign keys on', async () => {
    const shop = await openDiskShop()
    const { raw } = shop.platform.store.connection
    const settings = Object.fromEntries(
      ['journal_mode', 'synchronous', 'foreign_keys', 'recursive_triggers', 'trusted_schema', 'cell_size_check'].map((name) => [
        name,
        raw.pragma(name, { simple: true }),
      ]),
    )
    expect(settings).toEqual({ journal_mode: 'wal', synchronous: 2, foreign_keys: 1, recursive_triggers: 1, trusted_schema: 0, cell_size_check: 1 })
    await shop.shutdown()
  })
})
