import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { offload } from './offload.ts'
import type { readTable } from './tables/read.ts'

type Anything = (input: null) => unknown
const hostile = { offloadWorker: pathToFileURL(join(import.meta.dirname, '../../tests/support/hostile-worker.ts')).href }
const CAPS = { ms: 20_000, memoryMb: 64 }

it('IMP-EXCEL: runs a function in its own thread and gives its value back', async () => {
  const read = await offload<typeof readTable>({}, 'readTable', { bytes: Buffer.from('a,b\n1,2\n'), fileName: 'x.csv' }, CAPS)
  expect(read).toMatchObject({
    ok: true,
    value: {
      format: 'text',
      sheets: [
        {
          rows: [
            ['a', 'b'],
            ['1', '2'],
          ],
        },
      ],
    },
  })
})

it.each(['endless', 'backtracks'])('TAB-3 S25: ends work that does not end (%s) at its deadline, the core running on', async (name) => {
  let beats = 0
  const timer = setInterval(() => beats++, 20)
  const stopped = await offload<Anything>(hostile, name, null, { ...CAPS, ms: 600 })
  clearInterval(timer)
  expect(stopped).toMatchObject({ ok: false, error: { code: 'offload.tooSlow', ms: 600 } })
  expect(beats).toBeGreaterThan(5)
})

it('TAB-3 S25: ends work that eats memory at its cap', async () => {
  expect(await offload<Anything>(hostile, 'greedy', null, CAPS)).toMatchObject({ ok: false, error: { code: 'offload.tooBig', memoryMb: 64 } })
})

it('PLAT-ERR: throws for what is a bug: an unknown name, a thread that left', async () => {
  await expect(offload<Anything>({}, 'nothing', null, CAPS)).rejects.toThrow('nothing is named nothing')
  await expect(offload<Anything>(hostile, 'leaves', null, CAPS)).rejects.toThrow('ended without an answer')
})

it('PERF-QUERY: a thread that is kept does the next piece of the same work; one that is not kept is a fresh one', async () => {
  const count = async (keepMs?: number, thread?: string) => {
    const counted = await offload<Anything>(hostile, 'count', null, {
      ...CAPS,
      ...(keepMs !== undefined && { keepMs }),
      ...(thread !== undefined && { thread }),
    })
    return counted.ok ? counted.value : null
  }
  expect([await count(), await count(), await count(60_000), await count(60_000), await count()]).toEqual([1, 1, 1, 2, 3])
  expect(await count()).toBe(1)
  expect([await count(60_000, 'a'), await count(60_000, 'b'), await count(60_000, 'a'), await count(0, 'a'), await count(0, 'b')]).toEqual([1, 1, 2, 3, 2])
})
