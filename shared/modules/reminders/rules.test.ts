import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../../kernel/time.ts'
import type { ServiceInterval } from './model.ts'
import { reminderMachine, REMINDER_STATES } from './model.ts'
import { addMonths, dateStatus, estimatedKm, isService, kmPerDay, nextDue, type Reading, statusOf, type Work } from './rules.ts'
import { reminderWords } from './rules/words.ts'

const oil = { name: 'Oil change', words: ['oil', 'Ölwechsel'], everyMonths: 12, everyKm: 15_000, soonDays: 30, soonKm: 1000 } satisfies Partial<ServiceInterval>
const done = (on: string, km: number | null, title = 'Engine oil and filter', workOrderId = `order ${on}`): Work => ({ on, km, title, workOrderId })

describe('CRM-SVCREMIND: when a service is due again', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2026-03-02', 12, '2027-03-02'],
    ['2026-11-30', 3, '2027-02-28'],
  ])('CRM-SVCREMIND: %s and %d months is %s', (on, months, then) => expect(addMonths(on, months)).toBe(then))

  it('CRM-SVCREMIND: knows a service by its words, whatever the spelling; without words by its name', () => {
    expect(isService(oil, 'OIL CHANGE 5W30')).toBe(true)
    expect(isService(oil, 'Olwechsel mit Filter')).toBe(true)
    expect(isService(oil, 'Brake pads')).toBe(false)
    expect(isService({ name: 'Brake fluid', words: [] }, 'Change brake  fluid')).toBe(true)
  })

  it.each<[string, Reading[], number | null]>([
    ['one reading', [{ on: '2026-01-01', km: 1000 }], null],
    [
      'readings of one week',
      [
        { on: '2026-01-01', km: 1000 },
        { on: '2026-01-07', km: 2000 },
      ],
      null,
    ],
    [
      'a year',
      [
        { on: '2025-01-01', km: 10_000 },
        { on: '2026-01-01', km: 46_500 },
      ],
      100,
    ],
    [
      'a car that stands',
      [
        { on: '2025-01-01', km: 10_000 },
        { on: '2026-01-01', km: 10_000 },
      ],
      null,
    ],
    [
      'a slip of the pen long ago',
      [
        { on: '2024-06-01', km: 99_000 },
        { on: '2025-01-01', km: 10_000 },
        { on: '2026-01-01', km: 46_500 },
      ],
      100,
    ],
    [
      'an earlier life',
      [
        { on: '2019-01-01', km: 0 },
        { on: '2025-01-01', km: 10_000 },
        { on: '2026-01-01', km: 46_500 },
      ],
      100,
    ],
  ])('CRM-SVCREMIND: kilometres a day from %s', (_what, readings, expected) => expect(kmPerDay(readings)).toBe(expected))

  const driven: Reading[] = [
    { on: '2025-01-01', km: 10_000 },
    { on: '2026-01-01', km: 46_500 },
  ]
  it('CRM-SVCREMIND: estimates the odometer from the last reading on', () => {
    expect(estimatedKm(driven, '2026-01-11')).toBe(47_500)
    expect(estimatedKm(driven, '2025-12-01')).toBe(46_500)
    expect(estimatedKm([], '2026-01-11')).toBeNull()
  })

  it('REM-3 CRM-SVCREMIND: date or mileage, what comes first', () => {
    expect(nextDue(oil, [done('2026-01-01', 46_500)], driven)).toMatchObject({ dueOn: '2026-05-31', dueKm: 61_500, by: 'mileage' })
    expect(nextDue({ ...oil, everyKm: null }, [done('2026-01-01', 46_500)], driven)).toMatchObject({ dueOn: '2027-01-01', by: 'date' })
    // Nobody knows how far it is driven: the date counts.
    expect(nextDue(oil, [done('2026-01-01', 46_500)], [{ on: '2026-01-01', km: 46_500 }])).toMatchObject({ dueOn: '2027-01-01', dueKm: 61_500, by: 'date' })
    expect(nextDue({ ...oil, everyMonths: null }, [done('2026-01-01', null)], driven)).toBeUndefined()
    expect(nextDue(oil, [done('2026-01-01', 46_500, 'Tyres')], driven)).toBeUndefined()
    // It has been driven past it.
    expect(nextDue(oil, [done('2025-01-01', 10_000)], driven)).toMatchObject({ dueOn: '2025-05-31', by: 'mileage' })
  })

  it('CRM-SVCREMIND: the last time counts, in whatever order the orders are read', () => {
    const work = [done('2024-01-01', 1), done('2026-01-01', 2), done('2025-01-01', 3), done('2026-01-01', 4, 'oil', 'a later order')]
    fc.assert(
      fc.property(fc.shuffledSubarray(work, { minLength: 4 }), (shuffled) => {
        expect(nextDue(oil, shuffled, [])?.last).toMatchObject({ on: '2026-01-01', workOrderId: 'order 2026-01-01' })
      }),
    )
  })

  it.each<[string, string, number | null, number | null, string]>([
    ['later', '2026-06-01', null, null, '2026-03-02'],
    ['soon', '2026-04-01', null, null, '2026-03-02'],
    ['due', '2026-03-09', null, null, '2026-03-02'],
    ['due', '2026-03-02', null, null, '2026-03-02'],
    ['overdue', '2026-03-01', null, null, '2026-03-02'],
    ['soon', '2026-12-01', 50_000, 49_500, '2026-03-02'],
    ['later', '2026-12-01', 50_000, 48_000, '2026-03-02'],
  ])('CRM-SVCREMIND: is %s when due on %s', (status, dueOn, dueKm, km, today) => expect(statusOf({ dueOn, dueKm }, oil, km, today)).toBe(status))
  it('CRM-SVCREMIND: is not known without a last time, and days make three steps', () => {
    expect(statusOf(undefined, oil, 1, '2026-03-02')).toBe('unknown')
    expect([-1, 0, 7, 8].map((n) => dateStatus(addDays('2026-03-02', n), '2026-03-02'))).toEqual(['overdue', 'due', 'due', 'soon'])
  })

  it('CRM-SVCREMIND: a reminder ends in one way; one that was dismissed may come back, and one that is done only by being raised anew', () => {
    expect(REMINDER_STATES.map((state) => Object.values(reminderMachine[state]).filter((next) => next !== 'refused'))).toEqual([
      ['open', 'done', 'dismissed'],
      ['open', 'done'],
      ['done', 'open'],
    ])
    expect([reminderMachine.done.raise, reminderMachine.done.reopen]).toEqual(['open', 'refused'])
  })

  it('CRM-SVCREMIND EXT-LANG: tells the customer in their language', () => {
    const told = { shop: 'Harbor Street', phone: '+49 30 1', vehicle: 'Golf B-EM 123', services: [{ name: 'Oil change', dueOn: '2026-03-09' }] }
    expect(reminderWords('en', told)).toEqual({
      subject: 'Harbor Street: service due for your Golf B-EM 123',
      body: 'Harbor Street: your Golf B-EM 123 is due for Oil change by 9 Mar 2026. Call us on +49 30 1 and we will find a time.',
    })
    expect(reminderWords('ar', { ...told, phone: '' }).body).toMatch(/^Harbor Street: حان موعد الصيانة .*Oil change حتى .*2026\S*\.$/)
  })
})
