import { describe, expect, it } from 'vitest'
import { openCampaign } from './campaign.ts'
import { PLANTS } from './plants.ts'

/** A plant that is not found within so many histories has not been looked for. */
const MOST_SEEDS = 300

describe('faults that were planted', () => {
  it('A-OFFLINE: there are at least fifteen of them, and none where nothing was planted', async () => {
    expect(Object.keys(PLANTS).length).toBeGreaterThanOrEqual(15)
    const campaign = await openCampaign()
    for (let seed = 1; seed <= 60; seed++) expect((await campaign.run(seed)).failure).toBeNull()
    campaign.close()
  })

  it.each(Object.entries(PLANTS))('A-OFFLINE: the simulator finds that %s', async (_, parts) => {
    const campaign = await openCampaign(parts)
    let found: string | null = null
    for (let seed = 1; seed <= MOST_SEEDS && found === null; seed++) found = (await campaign.run(seed)).failure
    campaign.close()
    expect(found).not.toBeNull()
  })
})
