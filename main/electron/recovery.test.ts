import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Incident, openRecovery } from './recovery.ts'

const MINUTE = 60_000
const folder = () => mkdtempSync(join(tmpdir(), 'bayline-recovery-'))
const fresh = (file = join(folder(), 'incidents.json')) => {
  const clock = { at: 1_000_000_000_000 }
  const open = (version = '1.0.0') => openRecovery(file, version, () => clock.at)
  return { clock, open, file }
}

describe('recovery', () => {
  it('OPS-HEALTH: a page is loaded again three times in ten minutes, then the static page comes, later it is loaded again', () => {
    const { clock, open } = fresh()
    const recovery = open()
    expect([1, 2, 3, 4, 5].map(() => recovery.meet('page'))).toEqual(['reload', 'reload', 'reload', 'recoveryPage', 'recoveryPage'])
    clock.at += 10 * MINUTE
    expect(recovery.meet('page')).toBe('reload')
  })

  it('OPS-HEALTH: a core that stops starts the program again three times in ten minutes, across its restarts, then no more', () => {
    const { clock, open } = fresh()
    const remedies = [1, 2, 3, 4].map(() => {
      clock.at += MINUTE
      return open().meet('core')
    })
    expect(remedies).toEqual(['restart', 'restart', 'restart', 'giveUp'])
    expect(open().isRestart).toBe(true)
    clock.at += 2 * MINUTE
    expect(open().isRestart).toBe(false)
  })

  it('OPS-HEALTH: the third loss of the graphics process in five minutes starts without it, once per release', () => {
    const { clock, open } = fresh()
    expect(open().startsWithoutGpu).toBe(false)
    expect([1, 2, 3].map(() => open().meet('gpu'))).toEqual(['carryOn', 'carryOn', 'restartWithoutGpu'])
    expect(open().startsWithoutGpu).toBe(true)
    expect(open().meet('gpu')).toBe('carryOn')
    expect(open('1.0.1').startsWithoutGpu).toBe(false)
    clock.at += 5 * MINUTE
    expect(fresh().open().meet('gpu')).toBe('carryOn')
  })

  it('OPS-HEALTH: any order of incidents never restarts more often than allowed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom<Incident>('page', 'core', 'gpu'), fc.integer({ min: 0, max: 20 * MINUTE })), { maxLength: 40 }),
        (events) => {
          const { clock, open } = fresh()
          const recovery = open()
          const restarts: number[] = []
          for (const [incident, wait] of events) {
            clock.at += wait
            if (recovery.meet(incident) === 'restart') restarts.push(clock.at)
          }
          for (const at of restarts) expect(restarts.filter((other) => other <= at && at - other < 10 * MINUTE).length).toBeLessThanOrEqual(3)
        },
      ),
      { numRuns: 30 },
    )
  })

  it.each(['', '{', 'null', '[]', '{"incidents":{}}', '{"incidents":{"page":"x","core":[null,"1"],"gpu":{}},"withoutGpuSince":5}'])(
    'OPS-HEALTH: a damaged memory %j counts as none',
    (text) => {
      const { file, open } = fresh()
      writeFileSync(file, text)
      expect(open()).toMatchObject({ startsWithoutGpu: false, isRestart: false })
      expect(open().meet('core')).toBe('restart')
    },
  )

  it('OPS-HEALTH: a memory that cannot be written does not stop the remedy', () => {
    const recovery = openRecovery(join(folder(), 'file', 'incidents.json'), '1', () => 5)
    const blocked = openRecovery('/dev/null/incidents.json', '1', () => 5)
    expect([recovery.meet('page'), blocked.meet('page')]).toEqual(['reload', 'reload'])
  })
})
