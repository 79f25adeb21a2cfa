import { expect } from 'vitest'
import { openCampaign, told } from './campaign.ts'

/** Runs seeds until one fails; tells its shortest story. */
export async function expectSound(seeds: readonly number[]): Promise<void> {
  const campaign = await openCampaign()
  let deeds = 0
  for (const seed of seeds) {
    const { failure, facts } = await campaign.run(seed)
    deeds += facts['deeds'] ?? 0
    if (failure !== null) throw new Error(told(await campaign.shrink(seed)))
  }
  campaign.close()
  // A run in which nobody did anything would find nothing.
  expect(deeds).toBeGreaterThanOrEqual(seeds.length * 5)
}
export const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i)
