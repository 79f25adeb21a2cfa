import { describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '#shared/kernel/time.ts'
import { OWNER } from '#tests/support/core.ts'
import { signedIn } from '#tests/support/people.ts'
import { monday, openWorkshop } from '#tests/support/workshop.ts'

async function openClock() {
  const workshop = await openWorkshop()
  const { shop, owner, tom, tomAtTheKiosk } = workshop
  return {
    ...workshop,
    /** Tom signs in for each press, as hours pass between them. */
    press: async (event: 'clockIn' | 'clockOut' | 'pause' | 'back') => shop.get('clock.punch', { event }, await tomAtTheKiosk()),
    /** The owner, signed in anew on another day. */
    boss: async () => (await shop.get('auth.signIn', { email: OWNER.email, password: OWNER.password })).token,
    at: (hours: number, minutes = 0) => {
      shop.clock.at = monday(hours, minutes)
    },
    sheet: (fromOn = '2026-03-02', toOn = fromOn) => shop.get('clock.sheet', { employeeId: tom, fromOn, toOn }, owner),
    hours: async () => {
      const { total } = await shop.get('clock.sheet', { employeeId: tom, fromOn: '2026-03-02', toOn: '2026-03-02' }, owner)
      return [total.workedMs, total.jobMs, total.breakMs].map((ms) => ms / HOUR_MS)
    },
  }
}

describe('CLOCK-SHIFT: the time clock', () => {
  it('CLOCK-SHIFT: in, break, back and out are kept as pressed and counted; what means nothing now is refused', async () => {
    const { shop, press, at, hours, tomAtTheKiosk } = await openClock()
    at(8)
    expect(await press('clockIn')).toMatchObject({ name: 'Tom', activity: 'shift', sinceAt: monday(8) })
    expect(await shop.refused('clock.punch', { event: 'clockIn' }, await tomAtTheKiosk())).toMatchObject({
      code: 'clock.refused',
      activity: 'shift',
      event: 'clockIn',
    })
    at(12)
    expect(await press('pause')).toMatchObject({ activity: 'break', today: { workedMs: 4 * HOUR_MS } })
    at(12, 30)
    expect(await press('back')).toMatchObject({ activity: 'shift' })
    at(17)
    expect(await press('clockOut')).toMatchObject({ activity: 'off' })
    expect(await hours()).toEqual([8.5, 0, 0.5])
    expect(await shop.get('clock.mine', {}, await tomAtTheKiosk())).toMatchObject({
      activity: 'off',
      today: { workedMs: 8.5 * HOUR_MS, breakMs: 0.5 * HOUR_MS },
    })
  })

  it('A-CLOCK: a started job is on the clock of its technician, clocked in or not; hold, switch, break and finish follow by themselves', async () => {
    const { shop, owner, bay1, bay2, tom, open, press, at, hours, tomAtTheKiosk } = await openClock()
    const first = (await open({ bayId: bay1, technicianId: tom })).order
    const second = (await open({ bayId: bay2, technicianId: tom })).order
    at(8)
    await shop.get('workOrders.start', { workOrderId: first.id }, await tomAtTheKiosk())
    expect(await shop.get('clock.mine', {}, await tomAtTheKiosk())).toMatchObject({ activity: 'job', workOrderId: first.id, jobNumber: first.number })
    expect(await shop.refused('clock.punch', { event: 'clockOut' }, await tomAtTheKiosk())).toMatchObject({ code: 'clock.jobRunning', number: first.number })
    at(9)
    await press('pause')
    at(9, 30)
    expect(await press('back')).toMatchObject({ activity: 'job', jobNumber: first.number })
    at(10)
    await shop.get('workOrders.hold', { workOrderId: first.id, reason: 'Parts' }, await tomAtTheKiosk())
    await shop.get('workOrders.start', { workOrderId: second.id }, await tomAtTheKiosk())
    at(12)
    await press('pause')
    await shop.get('workOrders.finish', { workOrderId: second.id }, owner)
    expect(await shop.get('clock.mine', {}, await tomAtTheKiosk())).toMatchObject({ activity: 'break', workOrderId: null })
    at(13)
    expect(await press('back')).toMatchObject({ activity: 'shift', jobNumber: '' })
    at(14)
    await press('clockOut')
    expect(await hours()).toEqual([4.5, 3.5, 1.5])
  })

  it('CLOCK-2 CLOCK-SHIFT: a correction keeps the punch that was made, who corrected it and why; it may be corrected again', async () => {
    const { shop, owner, tom, press, at, hours, sheet, tomAtTheKiosk } = await openClock()
    at(8)
    await press('clockIn')
    at(17)
    await press('clockOut')
    const out = (await sheet()).punches.at(-1)
    if (!out) throw new Error('there are two punches')
    const moved = await shop.get('clock.correct', { punchId: out.id, at: monday(16), reason: 'Left early' }, owner)
    expect(moved).toMatchObject({ kind: 'off', at: monday(16), source: 'correction', reason: 'Left early', replacesId: out.id })
    expect(await hours()).toEqual([8, 0, 0])
    shop.clock.at += 1000
    await shop.get('clock.correct', { punchId: moved.id, at: monday(16, 30), reason: 'Asked again' }, owner)
    expect(await hours()).toEqual([8.5, 0, 0])
    expect((await sheet()).punches.map(({ at: when, source, userName }) => [when, source, userName])).toEqual([
      [monday(8), 'person', 'Tom'],
      [monday(17), 'person', 'Tom'],
      [monday(16), 'correction', 'Ada Owner'],
      [monday(16, 30), 'correction', 'Ada Owner'],
    ])
    expect(await shop.refused('clock.correct', { punchId: out.id, at: monday(18), reason: 'x' }, owner)).toMatchObject({ code: 'clock.inFuture' })
    expect(await shop.refused('clock.correct', { punchId: out.id, at: monday(-9), reason: 'x' }, owner)).toMatchObject({ code: 'clock.tooFar' })
    expect(await shop.refused('clock.correct', { punchId: tom as never, at: null, reason: 'x' }, owner)).toMatchObject({ code: 'clock.unknownPunch' })
    expect(await shop.refused('clock.correct', { punchId: out.id, at: null, reason: 'x' }, await tomAtTheKiosk())).toMatchObject({
      code: 'platform.notAllowed',
    })
    const { raw } = shop.platform.store.connection
    expect(() => raw.prepare('UPDATE clock_punch SET at = at + 1').run()).toThrow('clock.sealed')
  })

  it('CLOCK-3 A-CLOCK: a forgotten punch is found the next day with the time that its job proposes, counts nothing, and is put right', async () => {
    const { shop, owner, bay1, tom, open, press, at, boss } = await openClock()
    const order = (await open({ bayId: bay1, technicianId: tom })).order
    at(8)
    await press('clockIn')
    at(9)
    await shop.get('workOrders.start', { workOrderId: order.id }, owner)
    at(15, 40)
    await shop.get('workOrders.finish', { workOrderId: order.id }, owner)
    at(24 + 8)
    const next = await boss()
    const hours = async () => {
      const { total } = await shop.get('clock.sheet', { employeeId: tom, fromOn: '2026-03-02', toOn: '2026-03-02' }, next)
      return [total.workedMs, total.jobMs].map((ms) => ms / HOUR_MS)
    }
    const { doubts, people } = await shop.get('clock.board', {}, next)
    expect(people.map(({ name, activity }) => [name, activity])).toEqual([
      ['Tom', 'off'],
      ['Una', 'off'],
    ])
    expect(doubts).toMatchObject([{ name: 'Tom', stretch: { activity: 'shift', startAt: monday(15, 40), isForgotten: true }, proposedAt: monday(15, 40) }])
    expect(await hours()).toEqual([7 + 40 / 60, 6 + 40 / 60])
    await shop.get('clock.add', { employeeId: tom, activity: 'off', at: monday(16), reason: 'Forgot' }, next)
    expect((await shop.get('clock.board', {}, next)).doubts).toEqual([])
    expect(await hours()).toEqual([8, 6 + 40 / 60])
    expect(await shop.refused('clock.add', { employeeId: tom, activity: 'off', at: monday(40), reason: 'x' }, next)).toMatchObject({ code: 'clock.inFuture' })
    expect(await shop.refused('clock.add', { employeeId: order.id as never, activity: 'off', at: monday(9), reason: 'x' }, next)).toMatchObject({
      code: 'clock.unknownEmployee',
    })
  })

  it('CLOCK-1 A-CLOCK: what is pressed after the clock was set back still counts as pressed after, and a punch of a far day is nothing until then', async () => {
    const { shop, bay1, tom, open, press, at, tomAtTheKiosk } = await openClock()
    const order = (await open({ bayId: bay1, technicianId: tom })).order
    at(9)
    await press('clockIn')
    at(8)
    await shop.get('workOrders.start', { workOrderId: order.id }, await tomAtTheKiosk())
    expect(await shop.get('clock.mine', {}, await tomAtTheKiosk())).toMatchObject({ activity: 'job', workOrderId: order.id })
    await shop.get('workOrders.hold', { workOrderId: order.id, reason: 'parts' }, await tomAtTheKiosk())
    at(8, 1)
    expect(await press('clockOut')).toMatchObject({ activity: 'off' })
    at(24 * 365)
    await press('clockIn')
    at(10)
    expect(await shop.get('clock.mine', {}, await tomAtTheKiosk())).toMatchObject({ activity: 'off' })
    await press('clockIn')
    at(13)
    const { activity, today } = await press('clockOut')
    expect([activity, Math.round(today.workedMs / MINUTE_MS)]).toEqual(['off', 180])
  })

  it('CLOCK-SHIFT: a badge clocks in and out with nobody signed in; it belongs to one person', async () => {
    const { shop, owner, tom, una, at } = await openClock()
    await shop.get('clock.setBadge', { employeeId: tom, code: 'B-0007' }, owner)
    expect(await shop.refused('clock.setBadge', { employeeId: una, code: 'B-0007' }, owner)).toMatchObject({ code: 'clock.badgeTaken' })
    at(8)
    expect(await shop.get('clock.scanBadge', { code: 'B-0007' })).toMatchObject({ name: 'Tom', activity: 'shift' })
    at(16)
    expect(await shop.get('clock.scanBadge', { code: 'B-0007' })).toMatchObject({ activity: 'off', today: { workedMs: 8 * HOUR_MS } })
    expect(await shop.refused('clock.scanBadge', { code: 'B-0008' })).toMatchObject({ code: 'clock.unknownBadge' })
    expect((await shop.get('audit.list', { command: 'clock.scanBadge' }, owner)).rows.map(({ userName }) => userName)).toEqual(['Tom', 'Tom'])
    await shop.get('clock.setBadge', { employeeId: tom, code: '' }, owner)
    expect(await shop.refused('clock.scanBadge', { code: 'B-0007' })).toMatchObject({ code: 'clock.unknownBadge' })
    await shop.get('clock.setBadge', { employeeId: una, code: 'B-0007' }, owner)
    expect(await shop.get('clock.scanBadge', { code: 'B-0007' })).toMatchObject({ name: 'Una' })
    // Whoever has left clocks nothing any more, and the badge is somebody else's.
    await shop.get('staff.update', { employeeId: una, endedOn: '2026-03-01' }, owner)
    expect(await shop.refused('clock.scanBadge', { code: 'B-0007' })).toMatchObject({ code: 'clock.unknownBadge' })
    await shop.get('clock.setBadge', { employeeId: tom, code: 'B-0007' }, owner)
    expect(await shop.get('clock.scanBadge', { code: 'B-0007' })).toMatchObject({ name: 'Tom' })
  })

  it('CLOCK-SHIFT: who is no employee has no clock, and a sheet has a bound', async () => {
    const { shop, owner, tom } = await openClock()
    const { token } = await signedIn(shop, 'cashier')
    expect(await shop.refused('clock.mine', {}, token)).toMatchObject({ code: 'clock.notAnEmployee' })
    expect(await shop.refused('clock.punch', { event: 'clockIn' }, token)).toMatchObject({ code: 'clock.notAnEmployee' })
    expect(await shop.refused('clock.board', {}, token)).toMatchObject({ code: 'platform.notAllowed' })
    expect(await shop.refused('clock.sheet', { employeeId: tom, fromOn: '2026-01-01', toOn: '2026-12-31' }, owner)).toMatchObject({ code: 'clock.tooManyDays' })
    expect(await shop.refused('clock.sheet', { employeeId: tom, fromOn: '9999-12-31', toOn: '9999-12-31' }, owner)).toMatchObject({ code: 'platform.badInput' })
    expect((await shop.get('clock.sheet', { employeeId: tom, fromOn: '9998-12-31', toOn: '9998-12-31' }, owner)).days).toHaveLength(1)
    const { days } = await shop.get('clock.sheet', { employeeId: tom, fromOn: '2026-03-02', toOn: '2026-03-08' }, owner)
    expect(days.length).toBe(7)
    shop.clock.at += MINUTE_MS
    expect((await shop.get('clock.board', {}, owner)).driftMs).toBe(null)
  })
})
