import { basename } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files of a minute and more, the longest first, as far as a run without a cache of earlier ones can know. */
const LONGEST = [
  'commands.test.ts',
  'kill.test.ts',
  'sim.test.ts',
  'sim-more.test.ts',
  'processes.test.ts',
  'face.test.ts',
  'main-job.test.ts',
  'device.test.ts',
  'ends.test.ts',
  'corruption.test.ts',
]
const placeOf = ({ moduleId }: TestSpecification): number => (LONGEST.indexOf(basename(moduleId)) + LONGEST.length + 1) % (LONGEST.length + 1)

/** Starts long files before short ones, so that no worker is left waiting for the last of them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.sort((a, b) => placeOf(a) - placeOf(b))
  }
}
