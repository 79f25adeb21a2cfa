import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Id } from '#shared/kernel/ids.ts'
import { solve } from '#shared/modules/planning/rules/search.ts'
import { faultsOf, readInstance } from '#shared/modules/planning/rules/shop.ts'
import { chance } from '#tools/seed/random.ts'
import { bookedLocation } from './support/diary.ts'
import { latencies, measure, type Outcome, report } from './support/measure.ts'
import { openBigShop } from './support/shop.ts'

/*
 * The planner. Its core on every published job shop and flexible job shop that lies beside the project (../shared/data/scheduling; its licence keeps it out of here): the gap to the best known
 * makespan, in percent, and the seconds it took, beside the gap of the best dispatching rule alone. Each schedule is checked by
 * itself. Then the search for a free slot, from text to text, over 20 bays, 50 technicians and 90 days.
 */
const DATA = join(import.meta.dirname, '../../../shared/data/scheduling')
const EFFORT = { seed: 1, steps: 80_000_000 }
const outcomes: Outcome[] = []

const gaps: { gap: number; dispatched: number; seconds: number }[] = []
if (!existsSync(DATA)) process.stderr.write(`The published instances are not in ${DATA}: only the search for a slot is measured.\n`)
for (const kind of existsSync(DATA) ? ['jobshop', 'flexible-jobshop'] : [])
  for (const { instance, upper_bound } of JSON.parse(readFileSync(join(DATA, kind, 'best-known.json'), 'utf8')) as {
    instance: string
    upper_bound: number
  }[]) {
    // the file's own columns
    const problem = readInstance(readFileSync(join(DATA, kind, `${instance}.txt`), 'utf8'), kind === 'flexible-jobshop')
    const run = (steps: number) => {
      const began = performance.now()
      const schedule = solve(problem, { ...EFFORT, steps })
      const seconds = (performance.now() - began) / 1000
      const faults = faultsOf(problem, schedule)
      if (faults.length > 0) throw new Error(`${instance}: ${faults.slice(0, 5).join('; ')}`)
      return { makespan: schedule.makespan, gap: (schedule.makespan / upper_bound - 1) * 100, seconds }
    }
    const dispatched = run(0).gap
    let last = run(0)
    outcomes.push(
      await measure({
        id: `planner.${instance}`,
        title: `${instance}, best known ${upper_bound}`,
        rounds: 1,
        bounds: { most: { seconds: 10 } },
        by: 'seconds',
        subject: () => {
          last = run(EFFORT.steps)
          return { makespan: last.makespan, gap: last.gap, dispatched, seconds: last.seconds }
        },
      }),
    )
    gaps.push({ gap: last.gap, dispatched, seconds: last.seconds })
  }
const mean = (key: keyof (typeof gaps)[number]) => gaps.reduce((sum, one) => sum + one[key], 0) / gaps.length
if (gaps.length > 0)
  outcomes.push(
    await measure({
      id: 'planner.mean',
      title: `mean of ${gaps.length} instances`,
      rounds: 1,
      bounds: { most: { gap: 5 } },
      by: 'seconds',
      subject: () => ({ gap: mean('gap'), dispatched: mean('dispatched'), seconds: mean('seconds') }),
    }),
  )

const [BAYS, TECHNICIANS, COUNT] = [20, 50, 300]
const shop = await openBigShop()
const c = chance(35)
const { company } = await shop.get('workspace.get', {})
const skills: Id<'skill'>[] = []
for (let i = 0; i < 5; i++) skills.push((await shop.get('staff.addSkill', { name: `skill ${i}` })).id)
const equipment: Id<'bayEquipment'>[] = []
for (let i = 0; i < 4; i++) equipment.push((await shop.get('bays.addEquipment', { name: `equipment ${i}` })).id)
const technicians: Id<'employee'>[] = []
for (let i = 0; i < TECHNICIANS; i++) {
  const weekHours = [1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, fromMinutes: i % 2 === 0 ? 420 : 600, untilMinutes: i % 2 === 0 ? 960 : 1140 }))
  const skillIds = skills.filter((_, k) => (i + k) % 4 === 0)
  technicians.push((await shop.get('staff.create', { name: `bench ${i}`, isTechnician: true, weekHours, skillIds })).id)
}
const bays = (first: number) =>
  Array.from({ length: BAYS }, (_, bay) => ({
    technicianId: technicians[first + bay] as Id<'employee'>, // there are more of them than bays
    equipmentIds: equipment.filter((_each, k) => (bay + k) % 3 === 0),
  }))
const { zone } = company
const busy = await bookedLocation(shop, c, { name: 'busy', bays: bays(0), free: 8, zone })
const full = await bookedLocation(shop, c, { name: 'full', bays: bays(20), free: 0, zone })
shop.core.platform.store.connection.raw.exec('ANALYZE appointment')
const ask = (locationId: Id<'location'>) =>
  Array.from({ length: COUNT }, () =>
    shop.text('appointments.firstFreeSlot', {
      locationId,
      minutes: c.pick([30, 60, 90, 120, 240]),
      skillIds: c.next() < 0.6 ? [c.pick(skills)] : [],
      equipmentIds: c.next() < 0.6 ? [c.pick(equipment)] : [],
      ...(c.next() < 0.2 && { partsAt: Date.now() + c.int(1, 20) * 86_400_000 }),
    }),
  )
for (const [id, title, locationId] of [
  ['slot', 'first free slot, 20 bays, 50 technicians, nearly booked', busy],
  ['slot none', 'no free slot within 90 days, all booked', full],
] as const) {
  const texts = ask(locationId)
  outcomes.push(
    await measure({ id: `planner.${id}`, title, bounds: { most: { p99: 10 } }, by: 'p99', subject: () => latencies(COUNT, (i) => shop.send(texts[i] ?? '')) }),
  )
}
report(outcomes)
await shop.core.shutdown()
