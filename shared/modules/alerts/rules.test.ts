import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Id } from '../../kernel/ids.ts'
import { atLocal, HOUR_MS, MINUTE_MS } from '../../kernel/time.ts'
import { ALERT_STATES, alertMachine } from './model.ts'
import {
  cardsLate,
  type Cause,
  type CriticalLevel,
  criticalStock,
  driftingClock,
  lateJobs,
  overfullBays,
  partsHere,
  settle,
  type Standing,
  stateOf,
  unassignedJobs,
  type WatchedJob,
} from './rules.ts'

const ZONE = 'Europe/Berlin'
const NOW = atLocal('2026-03-02', 9 * 60, ZONE)
const PLACE = 'place' as Id<'location'>
const cause = (subjectId: string, isDue: boolean, own: Partial<Cause> = {}): Cause => ({
  source: 'jobLate',
  subjectId,
  locationId: PLACE,
  priority: 3,
  at: NOW,
  facts: { number: subjectId },
  isDue,
  ...own,
})

/** Alerts as a device keeps them, settled with what is so now. */
function shop() {
  let standings: (Standing & { resolvedAt: number | null })[] = []
  return {
    all: () => standings,
    up: (subjectId: string) => standings.filter((one) => one.subjectId === subjectId && one.isUp),
    resolve: () => {
      standings = standings.map((one) => (one.isUp ? { ...one, resolvedAt: NOW } : one))
    },
    settle: (causes: readonly Cause[]) => {
      const { raise, change, withdraw } = settle(standings, causes)
      standings = [
        ...standings.map((one) => ({ ...one, ...change.find(({ id }) => id === one.id), ...(withdraw.includes(one.id) && { isUp: false }) })),
        ...raise.map(({ source, subjectId, turn, priority, facts }) => ({
          id: `${source} ${subjectId} ${turn}` as Id<'alert'>,
          source,
          subjectId,
          turn,
          isUp: true,
          priority,
          facts,
          resolvedAt: null,
        })),
      ]
      return raise.length + change.length + withdraw.length
    },
  }
}

describe('ALR-CORE: settling alerts with their causes', () => {
  it('ALR-1 ALR-2 ALR-CORE: whatever causes come and go, one alert at most is up for each; a settled shop needs nothing more; what is due is up, what has gone is not', () => {
    const step = fc.record({ a: fc.constantFrom('due', 'near', 'gone'), b: fc.constantFrom('due', 'near', 'gone'), resolves: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const alerts = shop()
        for (const { a, b, resolves } of steps) {
          const said = { a, b }
          const causes = (['a', 'b'] as const).flatMap((subject) => (said[subject] === 'gone' ? [] : [cause(subject, said[subject] === 'due')]))
          const before = { a: alerts.up('a').length, b: alerts.up('b').length }
          alerts.settle(causes)
          expect(alerts.settle(causes)).toBe(0)
          for (const subject of ['a', 'b'] as const)
            expect(alerts.up(subject)).toHaveLength(said[subject] === 'due' ? 1 : said[subject] === 'gone' ? 0 : before[subject])
          if (resolves) alerts.resolve()
        }
        expect(new Set(alerts.all().map(({ id }) => id)).size).toBe(alerts.all().length)
      }),
    )
  })

  it('ALR-3 ALR-CORE: what was resolved stays so while its cause lasts, and a cause that comes back is another alert', () => {
    const alerts = shop()
    alerts.settle([cause('a', true)])
    alerts.resolve()
    expect(alerts.settle([cause('a', true)])).toBe(0)
    alerts.settle([])
    alerts.settle([cause('a', true)])
    expect(alerts.all().map(({ turn, isUp, resolvedAt }) => [turn, isUp, resolvedAt])).toEqual([
      [1, false, NOW],
      [2, true, null],
    ])
  })

  it('ALR-CORE: an alert that is up follows the priority and the facts of its cause', () => {
    const alerts = shop()
    alerts.settle([cause('a', true)])
    expect(alerts.settle([cause('a', true, { priority: 4, facts: { number: 'new' } })])).toBe(1)
    expect(alerts.all()).toMatchObject([{ turn: 1, priority: 4, facts: { number: 'new' } }])
  })

  it('ALR-CORE: state and next step come from two facts by the table', () => {
    expect([
      stateOf({ isUp: true, resolvedAt: null }),
      stateOf({ isUp: true, resolvedAt: 1 }),
      stateOf({ isUp: false, resolvedAt: null }),
      stateOf({ isUp: false, resolvedAt: 1 }),
    ]).toEqual(ALERT_STATES)
    for (const isUp of [true, false])
      for (const resolvedAt of [null, 1]) {
        const { resolve, withdraw } = alertMachine[stateOf({ isUp, resolvedAt })]
        expect(resolve).toBe(isUp && resolvedAt === null ? stateOf({ isUp, resolvedAt: 1 }) : 'refused')
        expect(withdraw).toBe(isUp ? stateOf({ isUp: false, resolvedAt }) : 'refused')
      }
  })
})

describe('ALR-CORE: the sources', () => {
  const job = (own: Partial<WatchedJob> = {}): WatchedJob => ({
    id: 'job' as Id<'workOrder'>,
    number: 'B7K2-1',
    plate: 'B-EM 123',
    locationId: PLACE,
    state: 'open',
    technicianId: null,
    promisedAt: null,
    createdAt: NOW,
    ...own,
  })
  const told = (causes: readonly Cause[]) => causes.map(({ isDue, priority }) => [isDue, priority])

  it('ALR-CORE: a promise that has passed is urgent while nobody works on it; devices whose clocks differ do not raise and withdraw in turn', () => {
    const late = (minutes: number, state: WatchedJob['state']) => told(lateJobs([job({ state, promisedAt: NOW + minutes * MINUTE_MS })], NOW))
    expect([late(-1, 'open'), late(-1, 'inProgress'), late(9, 'onHold'), late(11, 'open')]).toEqual([[[true, 4]], [[true, 3]], [[false, 4]], []])
    expect(lateJobs([job()], NOW)).toEqual([])
    const alerts = shop()
    let changes = 0
    for (let minute = 0; minute < 30; minute++)
      for (const skew of [-4, 0, 4]) changes += alerts.settle(lateJobs([job({ promisedAt: NOW + 10 * MINUTE_MS })], NOW + (minute + skew) * MINUTE_MS))
    expect(changes).toBe(1)
  })

  it('ALR-CORE: open work without a technician: after half an hour, or from two hours before its promise', () => {
    const asked = (own: Partial<WatchedJob>) => told(unassignedJobs([job(own)], NOW))
    expect(asked({})).toEqual([[false, 2]])
    expect(asked({ createdAt: NOW - 30 * MINUTE_MS })).toEqual([[true, 2]])
    expect(asked({ promisedAt: NOW + 2 * HOUR_MS })).toEqual([[true, 3]])
    expect(asked({ technicianId: 'tom' as Id<'employee'>, createdAt: 0 })).toEqual([])
    expect(asked({ state: 'inProgress', createdAt: 0 })).toEqual([])
  })

  it('ALR-BAYUTIL: more jobs, or more booked hours, than a bay’s daily maximum raise an alert for that day, cut at midnight', () => {
    const bay = { id: 'bay' as Id<'bay'>, name: 'Bay 1', locationId: PLACE, dailyMaxJobs: 2 as number | null, dailyMaxMinutes: null as number | null }
    const visit = (on: string, from: number, hours: number) => ({
      bayId: bay.id,
      bookingId: `${on} ${from}` as Id<'appointment'>,
      startAt: atLocal(on, from * 60, ZONE),
      endAt: atLocal(on, from * 60, ZONE) + hours * HOUR_MS,
    })
    const day = [visit('2026-03-02', 8, 1), visit('2026-03-02', 10, 1), visit('2026-03-02', 12, 1)]
    expect(overfullBays([bay], day.slice(1), NOW, ZONE)).toEqual([])
    expect(overfullBays([bay], day, NOW, ZONE)).toMatchObject([
      { subjectId: 'bay 2026-03-02', priority: 3, isDue: true, facts: { bay: 'Bay 1', jobs: 3, minutes: 180 } },
    ])
    const hours = { ...bay, dailyMaxJobs: null, dailyMaxMinutes: 240 }
    expect(overfullBays([hours], [visit('2026-03-09', 20, 8)], NOW, ZONE)).toEqual([])
    expect(overfullBays([hours], [visit('2026-03-09', 18, 10)], NOW, ZONE)).toMatchObject([
      { subjectId: 'bay 2026-03-09', priority: 2, facts: { minutes: 360 } },
    ])
    expect(overfullBays([bay], day, NOW + 24 * HOUR_MS, ZONE)).toMatchObject([{ isDue: false }])
    expect(overfullBays([bay], day, NOW + 48 * HOUR_MS, ZONE)).toEqual([])
    expect(overfullBays([{ ...bay, id: 'other' as Id<'bay'> }], day, NOW, ZONE)).toEqual([])
  })

  it('PART-SPECIAL ALR-CORE: parts that came press where the job stands still for them', () => {
    const served = { ...job({}), bay: 'Bay 2', technician: 'Tom', parts: 'Wheel bearing', cameAt: NOW }
    expect(partsHere([served, { ...served, state: 'onHold' }])).toMatchObject([
      { subjectId: 'job', priority: 2, isDue: true, facts: { number: 'B7K2-1', plate: 'B-EM 123', bay: 'Bay 2', technician: 'Tom', parts: 'Wheel bearing' } },
      { priority: 3 },
    ])
  })

  it('INV-CRITICAL ALR-CORE: critical stock is told by part and place, and what is used up presses more', () => {
    const level = { itemId: 'item', placeId: 'place', locationId: PLACE, placeName: 'Parts room', sku: 'BAT', name: 'Battery', unit: 'pc', movedAt: NOW }
    const told = criticalStock([1000, 0, -1000].map((qtyMilli) => ({ ...level, qtyMilli })) as CriticalLevel[]) // ids of the test
    expect(told.map(({ subjectId, priority }) => [subjectId, priority])).toEqual([
      ['item place', 2],
      ['item place', 3],
      ['item place', 3],
    ])
  })

  it('PAY-TENDER ALR-2: cards are late when their hours are over, all of a location in one, and are kept while clocks may differ about that', () => {
    const card = (minutes: number) => ({ saleNumber: `B7K2-${minutes}`, amountMinor: 500, soldAt: NOW - minutes * MINUTE_MS, locationId: PLACE })
    expect([30, 51, 60, 600].map((minutes) => told(cardsLate([card(minutes)], 1, NOW)))).toEqual([[], [[false, 3]], [[true, 3]], [[true, 3]]])
    expect(cardsLate([card(61), card(600), card(30)], 1, NOW)).toMatchObject([{ subjectId: PLACE, facts: { number: 'B7K2-600', count: 2, amountMinor: 1000 } }])
  })

  it('ALR-CORE: a clock that is off by more than two minutes, until it is within one', () => {
    const drift = (seconds: number | null) => told(driftingClock({ id: 'd', name: 'Desk' }, seconds === null ? null : seconds * 1000, NOW))
    expect([drift(null), drift(60), drift(-90), drift(121), drift(-700), drift(4000)]).toEqual([[], [], [[false, 1]], [[true, 1]], [[true, 2]], [[true, 3]]])
  })
})
