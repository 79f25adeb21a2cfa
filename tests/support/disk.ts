import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DATABASE_FILE } from '#main/platform/core.ts'
import { openShop, openTestCore, type TestClock, temporaryFolder, type TestCore } from './core.ts'
import { migratedDatabase } from './migrated.ts'

/** A shop on the disk, in an empty folder of its own: its file is there before, as the migrations leave it. */
export function openDiskShop(dataDir = temporaryFolder(), clock?: TestClock) {
  const file = join(dataDir, DATABASE_FILE)
  writeFileSync(file, migratedDatabase().image, { flag: 'wx' })
  return openShop({ file, config: { dataDir }, ...(clock && { clock }) })
}

/** Starts the core on a folder that a core has used before. */
export const reopen = (dataDir: string, clock?: TestClock): TestCore =>
  openTestCore({ file: join(dataDir, DATABASE_FILE), config: { dataDir }, ...(clock && { clock }) })

/** What a kill or a power cut leaves: the folder as it stands now, whatever the core would still have done. */
export function crashCopy(dataDir: string): string {
  const copy = temporaryFolder()
  cpSync(dataDir, copy, { recursive: true })
  return copy
}
