import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

const DUMPS_DAYS = 30
const DUMPS_BYTES = 200 * 1024 * 1024

/** Removes old crash dumps, and the oldest ones when all together are too large. Never throws: it is housekeeping. */
export function pruneDumps(folder: string, now: number): void {
  try {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    const dumps = files.map((entry) => {
      const path = join(entry.parentPath, entry.name)
      const { mtimeMs, size } = statSync(path)
      return { path, mtimeMs, size }
    })
    let kept = 0
    for (const { path, mtimeMs, size } of dumps.sort((a, b) => b.mtimeMs - a.mtimeMs)) {
      kept += size
      if (kept > DUMPS_BYTES || now - mtimeMs > DUMPS_DAYS * 86_400_000) rmSync(path, { force: true })
    }
  } catch {
    // no dump was ever written
  }
}
