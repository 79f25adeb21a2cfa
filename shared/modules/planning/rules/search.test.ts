import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chanceOf } from './chance.ts'
import { solve } from './search.ts'
import { faultsOf, lowerBound, readInstance, type ShopProblem, type ShopSchedule } from './shop.ts'

/** 6 jobs on 6 machines; the shortest plan takes 55. Source: Fisher and Thompson, 1963, in Muth and Thompson, Industrial Scheduling. */
const FT06 = `6 6
2 1 0 3 1 6 3 7 5 3 4 6
1 8 2 5 4 10 5 10 0 10 3 4
2 5 3 4 5 8 0 9 1 1 4 7
1 5 0 5 2 5 3 3 4 8 5 9
2 9 1 3 4 5 5 4 0 3 3 1
1 3 3 3 5 9 0 10 4 4 2 1`

/** The random numbers and job shops of Taillard, Benchmarks for basic scheduling problems, 1993: whole numbers in [low, high]. */
function taillard(jobs: number, machines: number, timeSeed: number, machineSeed: number): ShopProblem {
  const random = (seed: number) => (low: number, high: number) => {
    seed = 16_807 * (seed % 127_773) - Math.floor(seed / 127_773) * 2836
    if (seed < 0) seed += 2_147_483_647
    return low + Math.floor((seed / 2_147_483_647) * (high - low + 1))
  }
  const [time, place] = [random(timeSeed), random(machineSeed)]
  const times = Array.from({ length: jobs }, () => Array.from({ length: machines }, () => time(1, 99)))
  return {
    machines,
    jobs: times.map((row) => {
      const order = row.map((_, machine) => machine)
      for (let j = 0; j < machines; j++) {
        const k = place(j, machines - 1)
        const held = order[j] as number // within the row
        order[j] = order[k] as number
        order[k] = held
      }
      return row.map((duration, j) => ({ on: [{ machine: order[j] as number, time: duration }] }))
    }),
  }
}
const TA01 = taillard(15, 15, 840_612_802, 398_197_754)

/** Any shop: some steps have several machines, some take no time, jobs may come back to a machine. */
const anyShop = fc.integer({ min: 1, max: 5 }).chain((machines) =>
  fc
    .array(
      fc.array(
        fc.uniqueArray(fc.record({ machine: fc.integer({ min: 0, max: machines - 1 }), time: fc.integer({ min: 0, max: 30 }) }), {
          minLength: 1,
          maxLength: 3,
          selector: ({ machine }) => machine,
        }),
        { maxLength: 6 },
      ),
      { maxLength: 7 },
    )
    .map((jobs): ShopProblem => ({ machines, jobs: jobs.map((steps) => steps.map((on) => ({ on }))) })),
)

describe('the core of the planner', () => {
  it('A-PLANNER: whatever the shop, no machine does two steps at once, each step waits for the one before, and nothing is missing', () => {
    fc.assert(
      fc.property(anyShop, fc.nat(), (problem, seed) => {
        const schedule = solve(problem, { seed, steps: 20_000 })
        expect(faultsOf(problem, schedule)).toEqual([])
        expect(schedule.makespan).toBeGreaterThanOrEqual(lowerBound(problem))
      }),
      { numRuns: 200 },
    )
  })

  it('A-PLANNER: the same shop, seed and effort give the same schedule', () => {
    fc.assert(
      fc.property(anyShop, fc.nat(), (problem, seed) => {
        expect(solve(problem, { seed, steps: 30_000 })).toEqual(solve(problem, { seed, steps: 30_000 }))
      }),
      { numRuns: 50 },
    )
    expect(solve(TA01, { seed: 7, steps: 500_000 })).toEqual(solve(TA01, { seed: 7, steps: 500_000 }))
  })

  it.each([
    ['ft06', readInstance(FT06, false), 55, 55],
    ['ta01', TA01, 1231, 1292],
  ] as const)('A-PLANNER: %s is planned close to the best that is known', (_name, problem, best, most) => {
    const schedule = solve(problem, { seed: 1, steps: 3_000_000 })
    expect(faultsOf(problem, schedule)).toEqual([])
    expect(schedule.makespan).toBeGreaterThanOrEqual(best)
    expect(schedule.makespan).toBeLessThanOrEqual(most)
  })

  it('A-PLANNER: with a second machine for each step the plan gets shorter, and still holds', () => {
    const fixed = readInstance(FT06, false)
    const problem = {
      ...fixed,
      jobs: fixed.jobs.map((steps) =>
        steps.map(({ on }) => ({
          on: on.flatMap(({ machine, time }) => [
            { machine, time },
            { machine: (machine + 1) % 6, time },
          ]),
        })),
      ),
    }
    const schedule = solve(problem, { seed: 1, steps: 3_000_000 })
    expect(faultsOf(problem, schedule)).toEqual([])
    expect(schedule.makespan).toBeGreaterThanOrEqual(lowerBound(problem))
    expect(schedule.makespan).toBeLessThan(55)
  })

  it('A-PLANNER: an instance is read as it is written, with one machine for a step or with several', () => {
    const { machines, jobs } = readInstance(FT06, false)
    expect([machines, jobs.length, jobs[0]?.[0]]).toEqual([6, 6, { on: [{ machine: 2, time: 1 }] }])
    const flexible = readInstance('1 3 2\n2 2 1 5 3 4 1 2 7', true)
    expect(flexible).toEqual({
      machines: 3,
      jobs: [
        [
          {
            on: [
              { machine: 0, time: 5 },
              { machine: 2, time: 4 },
            ],
          },
          { on: [{ machine: 1, time: 7 }] },
        ],
      ],
    })
  })

  it('A-PLANNER: the check finds what is wrong with a schedule', () => {
    const problem: ShopProblem = {
      machines: 2,
      jobs: [[{ on: [{ machine: 0, time: 3 }] }, { on: [{ machine: 1, time: 2 }] }], [{ on: [{ machine: 0, time: 4 }] }]],
    }
    const right: ShopSchedule = {
      makespan: 7,
      placed: [
        { job: 0, step: 0, machine: 0, startAt: 0, endAt: 3 },
        { job: 0, step: 1, machine: 1, startAt: 3, endAt: 5 },
        { job: 1, step: 0, machine: 0, startAt: 3, endAt: 7 },
      ],
    }
    expect(faultsOf(problem, right)).toEqual([])
    const with_ = (index: number, change: object) => ({ ...right, placed: right.placed.map((one, i) => (i === index ? { ...one, ...change } : one)) })
    expect(faultsOf(problem, with_(2, { startAt: 2, endAt: 6 })).join()).toContain('machine 0 does two steps')
    expect(faultsOf(problem, with_(1, { startAt: 2, endAt: 4 })).join()).toContain('before the one before')
    expect(faultsOf(problem, with_(1, { machine: 0 })).join()).toContain('wrong time')
    expect(faultsOf(problem, with_(1, { endAt: 6 })).join()).toContain('wrong time')
    expect(faultsOf(problem, { ...right, placed: right.placed.slice(1) }).join()).toContain('is missing')
    expect(faultsOf(problem, { ...right, makespan: 6 }).join()).toContain('the makespan is 7')
  })

  it('A-PLANNER: chance is the same for the same seed and stays below its limit', () => {
    const draw = (seed: number) => {
      const chance = chanceOf(seed)
      return Array.from({ length: 200 }, () => chance.below(7))
    }
    expect(draw(3)).toEqual(draw(3))
    expect(draw(3)).not.toEqual(draw(4))
    expect(new Set(draw(3))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6]))
  })
})
