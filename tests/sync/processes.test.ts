import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundle } from '#tests/support/bundle.ts'
import { CENTRE_PLANTS, liar, PLANTS, sceneOf } from './processes/plants.ts'
import { openRig, type Rig } from './processes/rig.ts'
import { FAULTS, runRounds } from './processes/rounds.ts'
import { checkAll } from './sim/oracles.ts'

/*
 * The proof with nothing simulated: three devices, a gateway and PostgreSQL as processes that are killed without a word, and lines
 * between them that fail in every way a network has. PROCESSES_SEED=N runs another seed, or one that failed again; PROCESSES_ROUNDS more of it.
 */
const SEED = Number(process.env['PROCESSES_SEED'] ?? 1)
const ROUNDS = Number(process.env['PROCESSES_ROUNDS'] ?? 100)
let programs = ''
let rig: Rig

beforeAll(async () => {
  programs = await bundle('processes', { device: 'tests/sync/processes/device.ts', gateway: 'tests/sync/processes/gateway.ts' })
  rig = await openRig(programs)
}, 120_000)
afterAll(() => rig.close())

describe('devices, gateway and PostgreSQL as processes', () => {
  it(`A-OFFLINE SYNC-RETRY: ${ROUNDS} rounds with kill -9 and failing lines: nothing acknowledged is lost or done twice, all come to the same, and to rest`, async () => {
    const { failure, lines, faults } = await runRounds(rig, { seed: SEED, rounds: ROUNDS, restEvery: 20 })
    if (failure !== null) throw new Error(`seed ${SEED} (PROCESSES_SEED=${SEED}): ${failure}\n  ${lines.join('\n  ')}`)
    if (ROUNDS >= Object.keys(FAULTS).length) expect(Object.keys(FAULTS).filter((name) => !faults.has(name))).toEqual([])
    const saved = rig.devices.map((device) => device.saved.length)
    expect(Math.min(...saved)).toBeGreaterThan(ROUNDS / 2)
  }, 900_000)

  it('A-OFFLINE SYNC-RETRY: the oracles see what they are there for: deeds that were lost, doubled or hidden, rows that differ, rules that are broken', async () => {
    await rig.look((found, witnesses) => {
      expect(checkAll(found, witnesses)).toBeNull()
      for (const [name, [plant, says]] of [...Object.entries(PLANTS), ...Object.entries(CENTRE_PLANTS)]) {
        const { scene, centre, witnesses: copies, close } = sceneOf(found, witnesses)
        plant(scene)
        expect(String(checkAll(centre, name in PLANTS ? copies : [])), name).toMatch(says)
        close()
      }
    })
  })

  it('A-OFFLINE SYNC-RETRY: they see it of real processes, too, where somebody between them lies or falls silent', async () => {
    const work = (i: number, seed = 77) => rig.devices[i]?.ask<number>({ do: 'work', seed, deeds: 40, dayAt: Date.UTC(2027, 2, 3) })
    const passBy = (i: number, port: number) => {
      const [line] = rig.lines.slice(i, i + 1)
      if (line) line.target = port
      line?.strike('reset')
    }
    const seen = async (says: RegExp) => {
      await expect.poll(() => rig.look((centre, witnesses) => checkAll(centre, witnesses)), { timeout: 30_000 }).toMatch(says)
    }
    const { target } = rig.lines[2] ?? { target: 0 }
    const altering = await liar(target, 'alter')
    passBy(2, altering.port)
    expect(await work(0)).toBeGreaterThan(5)
    await seen(/^O2 C has \S+ \w+ "?.*Z\d+\.\d/)

    const swallowing = await liar(target, 'swallow')
    passBy(1, swallowing.port)
    expect(await work(1)).toBeGreaterThan(5)
    await seen(/^O1 \S+ \(B \d+\) is nowhere$/)

    passBy(0, 1)
    await work(0, 78)
    expect(await rig.rest({ withinMs: 3_000 })).toMatch(/^O5 no rest/)
    await Promise.all([altering.close(), swallowing.close()])
  })
})
