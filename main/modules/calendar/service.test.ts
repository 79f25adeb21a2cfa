import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { monday, openWorkshop } from '#tests/support/workshop.ts'
import { signedIn } from '#tests/support/people.ts'
import { calendarReactions } from './reactions.ts'
import { readCalendar } from '#shared/modules/calendar/rules/read.ts'

const HOLIDAYS = `BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:labour@example.org
SUMMARY:Labour Day
DTSTART;VALUE=DATE:20200501
RRULE:FREQ=YEARLY
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:easter@example.org
SUMMARY:Easter
DTSTART;VALUE=DATE:20260405
DTEND;VALUE=DATE:20260407
END:VEVENT
BEGIN:VEVENT
UID:party@example.org
SUMMARY:Party
DTSTART:20260410T180000Z
DTEND:20260410T200000Z
END:VEVENT
END:VCALENDAR`

describe('CAL-ICS: calendars', () => {
  it('CAL-ICS: hands out one booking as a file that a calendar reads, and time without a job under what it is for', async () => {
    const { shop, owner, book, locationId, tom } = await openWorkshop()
    const booked = await book(monday(10), monday(12), { concern: 'rattles' })
    const { name, text } = await shop.get('calendar.ofAppointment', { appointmentId: booked.id }, owner)
    expect(name).toBe('2026-03-02-B-EM-123.ics')
    expect(readCalendar(text, 'UTC', monday(9), false).events).toMatchObject([
      { uid: `${booked.id}@bayline`, summary: 'B-EM 123 Volkswagen Golf · Erika Muster', times: [{ startAt: monday(10), endAt: monday(12) }] },
    ])
    const block = { locationId, technicianId: tom, startAt: monday(12), endAt: monday(13), purpose: 'lunch', note: 'upstairs' } as const
    const { id: appointmentId } = await shop.get('appointments.block', block, owner)
    expect(await shop.get('calendar.ofAppointment', { appointmentId }, owner)).toMatchObject({
      name: '2026-03-02-Break.ics',
      text: expect.stringMatching(/SUMMARY:Break\r\n[^]*DESCRIPTION:upstairs/),
    })
    expect(await shop.refused('calendar.ofAppointment', { appointmentId: shop.clock.newId() }, owner)).toMatchObject({ code: 'calendar.unknownAppointment' })
  })

  it('CAL-1 CAL-ICS: a feed tells its token once, keeps a hash, and is a file while there is no centre', async () => {
    const { shop, owner, book, tom, bay2, una } = await openWorkshop()
    await book(monday(10), monday(12))
    await book(monday(13), monday(14), { bayId: bay2, technicianId: una })
    const opened = await shop.get('calendar.openFeed', { kind: 'technician', ofId: tom }, owner)
    expect(opened).toMatchObject({ address: null, feed: { name: 'Tom', kind: 'technician' } })
    const kept = JSON.stringify(shop.platform.store.connection.raw.prepare('SELECT * FROM calendar_feed').all())
    expect([opened.token.length, kept.includes(opened.token)]).toEqual([43, false])
    expect(JSON.stringify(shop.platform.store.connection.raw.prepare('SELECT answer FROM journal').all())).not.toContain(opened.token)

    await shop.jobs.runDue()
    const file = opened.feed.file ?? ''
    const times = () => readCalendar(readFileSync(file, 'utf8'), 'UTC', monday(9), false).events.flatMap((event) => event.times.map(({ startAt }) => startAt))
    expect(times()).toEqual([monday(10)])
    const before = readFileSync(file, 'utf8')

    const second = await book(monday(15), monday(16))
    const run = () => calendarReactions.schedules?.['calendar.writeFiles']?.run(shop.dispatch.context('calendar.writeFiles', 'test'))
    expect(await run()).toBe('1 files, 1 written, 0 removed')
    expect(times()).toEqual([monday(10), monday(15)])
    expect(await run()).toBe('1 files, 0 written, 0 removed')
    await shop.get('appointments.cancel', { appointmentId: second.id, reason: 'sold' }, owner)
    await run()
    expect(readFileSync(file, 'utf8')).toBe(before)
    expect(readdirSync(join(file, '..'))).toHaveLength(1) // nothing half written

    await shop.get('calendar.revokeFeed', { feedId: opened.feed.id }, owner)
    await shop.jobs.runDue()
    expect(existsSync(file)).toBe(false)
    expect(await shop.get('calendar.feeds', {}, owner)).toEqual([])
    expect(await shop.refused('calendar.revokeFeed', { feedId: opened.feed.id }, owner)).toMatchObject({ code: 'calendar.unknownFeed' })
    expect(await shop.refused('calendar.openFeed', { kind: 'bay', ofId: tom }, owner)).toMatchObject({ code: 'calendar.unknownReference', field: 'ofId' })
  })

  it('CAL-2 CAL-ICS: holidays of another calendar close the shop; a second import adds nothing', async () => {
    const { shop, owner } = await openWorkshop()
    const input = { text: HOLIDAYS, target: { kind: 'holiday' as const, locationId: null } }
    const preview = await shop.get('calendar.preview', input, owner)
    expect(preview.events.map(({ summary, times }) => [summary, times.length])).toEqual([
      ['Labour Day', 1],
      ['Easter', 1],
    ])
    expect(preview.leftOut).toEqual([{ name: 'Party', problem: 'notAllDay', line: 16 }])
    expect(await shop.get('calendar.importFile', input, owner)).toEqual({ added: 3, known: 0, leftOut: 1 })
    const holidays = async () => (await shop.get('staff.holidays', { fromOn: '2026-03-02' }, owner)).map(({ closedOn, name }) => `${closedOn} ${name}`)
    expect(await holidays()).toEqual(['2026-04-05 Easter', '2026-04-06 Easter', '2026-05-01 Labour Day'])
    expect(await shop.get('calendar.importFile', input, owner)).toEqual({ added: 0, known: 3, leftOut: 1 })
    expect((await shop.get('calendar.preview', input, owner)).events.every(({ times }) => times.every(({ isKnown }) => isKnown))).toBe(true)
    // Two exports put together name the same event twice.
    const [, easter = ''] = /(BEGIN:VEVENT\nUID:easter[^]*?END:VEVENT)/.exec(HOLIDAYS) ?? []
    const own = easter.replaceAll('easter', 'bridge').replaceAll('202604', '202606')
    const doubled = { ...input, text: HOLIDAYS.replace('END:VCALENDAR', `${own}\n${own}\nEND:VCALENDAR`) }
    expect(await shop.get('calendar.importFile', doubled, owner)).toEqual({ added: 2, known: 5, leftOut: 1 })
    for (const { id, closedOn } of await shop.get('staff.holidays', { fromOn: '2026-06-01' }, owner))
      if (closedOn < '2026-07-01') await shop.get('staff.removeHoliday', { holidayId: id }, owner)
    // What somebody took away stays away.
    const [first] = await shop.get('staff.holidays', { fromOn: '2026-03-02' }, owner)
    await shop.get('staff.removeHoliday', { holidayId: first?.id as never }, owner)
    expect(await shop.get('calendar.importFile', input, owner)).toMatchObject({ added: 0, known: 3 })
    expect(await holidays()).toHaveLength(2)
  })

  it('CAL-2 CAL-ICS: a technician’s calendar becomes time off, in which nobody books them', async () => {
    const { shop, owner, locationId, tom } = await openWorkshop()
    const text = `BEGIN:VEVENT\nUID:a\nSUMMARY:Course\nDTSTART:20260302T090000\nDTEND:20260302T120000\nRRULE:FREQ=DAILY;COUNT=2\nEND:VEVENT`
    const input = { text, target: { kind: 'absence' as const, employeeId: tom } }
    expect(await shop.get('calendar.importFile', input, owner)).toEqual({ added: 2, known: 0, leftOut: 0 })
    expect(await shop.get('calendar.importFile', input, owner)).toEqual({ added: 0, known: 2, leftOut: 0 })
    expect((await shop.get('staff.absences', { employeeId: tom }, owner)).rows).toMatchObject([
      { note: 'Course', kind: 'other', startAt: monday(9), endAt: monday(12) },
      { startAt: monday(33), endAt: monday(36) },
    ])
    const { slot } = await shop.get('appointments.firstFreeSlot', { locationId, minutes: 60, technicianId: tom }, owner)
    expect(slot?.startAt).toBe(monday(12))
    expect(await shop.refused('calendar.importFile', { text, target: { kind: 'absence', employeeId: shop.clock.newId() } }, owner)).toMatchObject({
      field: 'employeeId',
    })
    expect(await shop.get('calendar.preview', { text: 'rubbish', target: input.target }, owner)).toEqual({
      events: [],
      leftOut: [{ name: '', problem: 'notACalendar', line: 1 }],
    })
  })

  it('QA-ROLES: a technician saves a booking, and shares no calendar', async () => {
    const { shop, book } = await openWorkshop()
    const booked = await book(monday(10), monday(12))
    const { token } = await signedIn(shop, 'technician')
    await shop.get('calendar.ofAppointment', { appointmentId: booked.id }, token)
    expect(await shop.refused('calendar.feeds', {}, token)).toMatchObject({ code: 'platform.notAllowed' })
  })
})
