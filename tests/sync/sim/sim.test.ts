import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openCampaign } from './campaign.ts'
import { expectSound, range } from './support.ts'
import { makeTemplates } from './templates.ts'

/*
 * A simulated shop: devices with the program's own store, services and sync, the gateway's own push over a model of PostgreSQL, virtual
 * time, and every fault that a shop's network, machines and people have. What must hold stands in oracles.ts.
 */
/** Seeds of this very generator: a change of plan.ts makes other histories of them. */
const pinned = JSON.parse(readFileSync(join(import.meta.dirname, 'pinned.json'), 'utf8')) as { seed: number; found: string }[] // ours

describe('the shop in the simulator', () => {
  it('A-OFFLINE: seeds that once found a fault find none', async () => {
    await expectSound(pinned.map(({ seed }) => seed))
  })

  it('A-OFFLINE: one seed is one history, whatever ran before it', async () => {
    const [first, second] = [await openCampaign(), await openCampaign({}, makeTemplates())]
    for (const seed of [3, 1, 2]) await second.run(seed)
    for (const seed of [1, 2, 3]) {
      const [a, b] = [await first.run(seed), await second.run(seed)]
      expect(b.lines).toEqual(a.lines)
      expect(b.hash).toBe(a.hash)
    }
    first.close()
    second.close()
  })

  it('A-OFFLINE: no deed is lost, all devices come to the same, no rule of the shop is broken (first thousand)', async () => {
    await expectSound(range(1, 1000))
  }, 900_000)
})
