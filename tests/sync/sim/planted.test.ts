import { describe, expect, it } from 'vitest'
import { openCampaign } from './campaign.ts'
import { PLANTS } from './plants.ts'
import { range } from './support.ts'

/** A plant that is not found within so many histories has not been looked for. */
const MOST_SEEDS = 300

/** Plants that few histories show, and the first that does: it is run before the others. A change of plan.ts makes other histories of all seeds. */
const SHOWN_BY: Readonly<Partial<Record<string, number>>> = {
  'the centre knows entries by number alone, not by what they say': 124,
  'what may be written is read from the payload': 76,
  'of a changed row only the new location is looked at': 66,
  'a deed is taken row by row': 71,
  'the answer goes out before the commit': 37,
  'a device may send before it knows that the centre was put back': 29,
  'a centre that was put back decides on what a device brings before others brought what it rests on': 201,
  'nobody notices that a centre was put back where nobody says so': 192,
  'a row of its own is unknown to a device until the feed shows it': 66,
}

describe('faults that were planted', () => {
  it('A-OFFLINE: there are at least fifteen of them, and none where nothing was planted', async () => {
    expect(Object.keys(PLANTS).length).toBeGreaterThanOrEqual(15)
    const campaign = await openCampaign()
    for (let seed = 1; seed <= 60; seed++) expect((await campaign.run(seed)).failure).toBeNull()
    campaign.close()
  })

  it.each(Object.entries(PLANTS))('A-OFFLINE: the simulator finds that %s', async (name, parts) => {
    const campaign = await openCampaign(parts)
    let found: string | null = null
    for (const seed of [SHOWN_BY[name] ?? 1, ...range(1, MOST_SEEDS)]) {
      found = (await campaign.run(seed)).failure
      if (found !== null) break
    }
    campaign.close()
    expect(found).not.toBeNull()
  })
})
