import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '#tests/support/core.ts'
import { openDiskShop, reopen } from '#tests/support/disk.ts'
import { LOCK_FILE, LockRefused, lockFolder } from './lock.ts'

const HOLDER = join(import.meta.dirname, '../../tests/support/lock-holder.ts')
const started: ChildProcess[] = []
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

async function hold(folder: string): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, [HOLDER, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  started.push(child)
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer] // one line
  return { child, said: chunk.toString().trim() }
}

describe('the owner lock', () => {
  it('A-JOURNAL: a second process is refused in one plain line, and a killed owner leaves no lock behind', async () => {
    const folder = temporaryFolder()
    for (let round = 0; round < 3; round++) {
      const first = await hold(folder)
      expect(first.said).toBe('held')
      const second = await hold(folder)
      expect(second.said).toBe(`LockRefused: Bayline is already running on the data in ${folder}. Use its window, or close it and start again.`)
      expect(() => lockFolder(folder)).toThrow(LockRefused)
      first.child.kill('SIGKILL')
      await once(first.child, 'exit')
    }
    lockFolder(folder).release()
  })

  it('A-JOURNAL: a second core in the same process is refused too, before it touches anything, and may start when the first has closed', async () => {
    const shop = await openDiskShop()
    const { dataDir } = shop.platform.config
    expect(() => reopen(dataDir)).toThrow(LockRefused)
    await shop.get('workspace.update', { phone: 'still works' }, shop.owner)
    await shop.shutdown()
    const next = reopen(dataDir)
    expect((await next.get('workspace.get', {}, shop.owner)).company.phone).toBe('still works')
    await next.shutdown()
  })

  it('A-JOURNAL: a start that is refused for another reason gives the folder back', async () => {
    const dataDir = temporaryFolder()
    const shop = await openDiskShop(dataDir)
    shop.platform.store.connection.raw.exec("INSERT INTO _migration VALUES ('9999_future.sql', '', 0)")
    await shop.shutdown()
    expect(() => reopen(dataDir)).toThrow('newer Bayline')
    lockFolder(dataDir).release()
  })

  it('A-JOURNAL: a lock file that is damaged keeps nobody out', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, LOCK_FILE), 'x'.repeat(5000))
    const lock = lockFolder(folder)
    expect(() => lockFolder(folder)).toThrow(LockRefused)
    lock.release()
  })
})
