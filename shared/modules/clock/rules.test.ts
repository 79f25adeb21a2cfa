import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Id } from '../../kernel/ids.ts'
import { HOUR_MS, MINUTE_MS } from '../../kernel/time.ts'
import { ACTIVITIES, clockMachine, MAX_STRETCH_MS, PRESSED } from './model.ts'
import { current, days, driftMinutes, effective, jobTimes, next, type PunchLike, proposedEnd, stretches, sum } from './rules.ts'

const EIGHT = Date.UTC(2026, 4, 4, 8)
const ZONE = 'Europe/Berlin'
const job = (name: string) => `job-${name}` as Id<'workOrder'>
const punch = (id: string, kind: PunchLike['kind'], at: number, more: Partial<PunchLike> = {}): PunchLike => ({
  id: id as Id<'clockPunch'>,
  kind,
  at,
  workOrderId: kind === 'job' ? job('a') : null,
  jobNumber: kind === 'job' ? 'A-1' : '',
  replacesId: null,
  createdAt: at,
  ...more,
})

/** A day as it is really lived: in, a job, lunch, the job again, out. */
const DAY = [
  punch('1', 'shift', EIGHT),
  punch('2', 'job', EIGHT + 10 * MINUTE_MS),
  punch('3', 'break', EIGHT + 4 * HOUR_MS, { workOrderId: job('a'), jobNumber: 'A-1' }),
  punch('4', 'job', EIGHT + 4.5 * HOUR_MS),
  punch('5', 'shift', EIGHT + 8 * HOUR_MS),
  punch('6', 'off', EIGHT + 8.5 * HOUR_MS),
]
const NOW = EIGHT + 10 * HOUR_MS

const anyPunches = fc
  .array(
    fc.record({
      kind: fc.constantFrom(...ACTIVITIES),
      at: fc.integer({ min: 0, max: 40 * 60 }),
      job: fc.constantFrom('a', 'b', 'c'),
      replaces: fc.option(fc.nat(20), { nil: null }),
      made: fc.nat(500),
      isVoid: fc.boolean(),
    }),
    { maxLength: 20 },
  )
  .map((drawn) =>
    drawn.map(({ kind, at, job: name, replaces, made, isVoid }, index): PunchLike => {
      const original = replaces === null ? -1 : replaces % (index + 1)
      const isCorrection = original < index && original >= 0 && drawn[original]?.replaces === null
      return punch(String(index).padStart(2, '0'), isCorrection && isVoid ? 'void' : kind, EIGHT + at * MINUTE_MS, {
        workOrderId: kind === 'job' ? job(name) : null,
        replacesId: isCorrection ? (String(original).padStart(2, '0') as Id<'clockPunch'>) : null,
        createdAt: made,
      })
    }),
  )

it('CLOCK-SHIFT: a device clock is worth a word from two minutes on, ahead or behind, and none while nothing is known to compare it with', () => {
  expect([null, 0, 119_999, 120_000, -120_000, -299_000].map(driftMinutes)).toEqual([0, 0, 0, 2, 2, 5])
})

describe('CLOCK-SHIFT: the time clock', () => {
  it('A-CLOCK: a day is told and counted as it was lived, the break left out', () => {
    const list = stretches(DAY, NOW)
    expect(list.map(({ activity, startAt, endAt }) => [activity, (startAt - EIGHT) / HOUR_MS, endAt === null ? null : (endAt - EIGHT) / HOUR_MS])).toEqual([
      ['shift', 0, 1 / 6],
      ['job', 1 / 6, 4],
      ['break', 4, 4.5],
      ['job', 4.5, 8],
      ['shift', 8, 8.5],
      ['off', 8.5, null],
    ])
    expect(sum(list, EIGHT, NOW, NOW)).toEqual({ workedMs: 8 * HOUR_MS, jobMs: 440 * MINUTE_MS, breakMs: HOUR_MS / 2 })
    expect([...jobTimes(list, EIGHT, NOW, NOW)]).toEqual([[job('a'), 440 * MINUTE_MS]])
  })

  it('CLOCK-1 A-CLOCK: whatever was punched and corrected, in whatever order it arrives, stretches neither overlap nor leave a gap, and no minute counts twice', () => {
    fc.assert(
      fc.property(anyPunches, fc.integer({ min: 0, max: 60 }), (punches, laterHours) => {
        const now = EIGHT + (40 + laterHours) * HOUR_MS
        const list = stretches(punches, now)
        expect(stretches([...punches].reverse(), now)).toEqual(list)
        list.forEach((one, index) => expect(one.endAt).toBe(list[index + 1]?.startAt ?? null))
        const all = sum(list, 0, now, now)
        expect(all.workedMs + all.breakMs).toBeLessThanOrEqual(now - EIGHT)
        expect(all.jobMs).toBeLessThanOrEqual(all.workedMs)
        expect([...jobTimes(list, 0, now, now).values()].reduce((total, ms) => total + ms, 0)).toBe(all.jobMs)
        const byDay = days(list, '2026-05-03', '2026-05-09', ZONE, now)
        expect(byDay.reduce((total, { workedMs }) => total + workedMs, 0)).toBe(all.workedMs)
        expect(byDay.reduce((total, { jobMs }) => total + jobMs, 0)).toBe(all.jobMs)
      }),
      { numRuns: 500 },
    )
  })

  it('CLOCK-2: a correction stands in for the punch that was made; of two, the later one; taken away, it is as if never made', () => {
    const moved = punch('7', 'off', EIGHT + 9 * HOUR_MS, { replacesId: '6' as Id<'clockPunch'>, createdAt: NOW })
    const again = { ...moved, id: '8' as Id<'clockPunch'>, at: EIGHT + 9.5 * HOUR_MS, createdAt: NOW + 1 }
    const gone = { ...moved, id: '9' as Id<'clockPunch'>, kind: 'void' as const, createdAt: NOW + 2 }
    const end = (punches: PunchLike[]) => effective(punches).at(-1)?.id
    expect([end([...DAY, moved]), end([again, ...DAY, moved]), end([...DAY, moved, again, gone])]).toEqual(['7', '8', '5'])
    expect(sum(stretches([...DAY, moved], NOW), EIGHT, NOW, NOW).workedMs).toBe(8.5 * HOUR_MS)
  })

  it('CLOCK-3: a stretch that nobody ended counts nothing, and the next morning begins clocked out', () => {
    const forgotten = DAY.slice(0, 5)
    const morning = EIGHT + 24.5 * HOUR_MS
    const list = stretches(forgotten, morning)
    expect([list.at(-1)?.isForgotten, current(list)]).toEqual([true, undefined])
    expect(sum(list, EIGHT, morning, morning).workedMs).toBe(7.5 * HOUR_MS)
    expect(stretches(forgotten, EIGHT + 8 * HOUR_MS + MAX_STRETCH_MS).at(-1)?.isForgotten).toBe(false)
  })

  it('A-CLOCK: the missing end is proposed from the last step of a job, else from closing time', () => {
    const [shift, afterJob] = [stretches(DAY.slice(0, 1), NOW), stretches(DAY.slice(0, 5), NOW)].map((list) => list.at(-1))
    if (!shift || !afterJob) throw new Error('both days have stretches')
    expect(proposedEnd(shift, false, 17 * 60, ZONE)).toBe(Date.UTC(2026, 4, 4, 15))
    expect(proposedEnd(afterJob, true, 17 * 60, ZONE)).toBe(EIGHT + 8 * HOUR_MS)
    expect(proposedEnd(shift, false, 7 * 60, ZONE)).toBe(EIGHT)
  })

  it('CLOCK-SHIFT: a press leads where the table says; nobody clocks out of a running job', () => {
    for (const activity of ACTIVITIES)
      for (const event of PRESSED) {
        const to = clockMachine[activity][event]
        const answer = next(activity, event, undefined)
        if (to === 'refused') expect(answer).toMatchObject({ ok: false, error: { code: 'clock.refused', activity, event } })
        else expect(answer).toEqual({ ok: true, value: to })
      }
    expect(next('break', 'clockOut', { workOrderId: job('a'), jobNumber: 'A-1' })).toMatchObject({ error: { code: 'clock.jobRunning', number: 'A-1' } })
  })

  it('CLOCK-SHIFT: a night shift counts on both of its days', () => {
    const night = [punch('1', 'shift', Date.UTC(2026, 4, 4, 20)), punch('2', 'off', Date.UTC(2026, 4, 5, 2))]
    const told = days(stretches(night, NOW + 24 * HOUR_MS), '2026-05-04', '2026-05-05', ZONE, NOW + 24 * HOUR_MS)
    expect(told.map(({ on, workedMs }) => [on, workedMs / HOUR_MS])).toEqual([
      ['2026-05-04', 2],
      ['2026-05-05', 4],
    ])
  })
})
