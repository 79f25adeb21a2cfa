import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Span } from '../../../kernel/hours.ts'
import { atLocal, DAY_MS, HOUR_MS, localMinutes, MINUTE_MS, overlaps } from '../../../kernel/time.ts'
import type { Booking } from '../rules.ts'
import { byDay, byWho, rebooked, type SlotSearch, spansOf, type Times, type Who } from './days.ts'
import { loadOf, misfitOf } from './reasons.ts'
import { firstFreeSlot, waysOut } from './slots.ts'

const DAY = Date.UTC(2026, 2, 2)
const at = (hours: number) => DAY + hours * HOUR_MS
const booking = (id: string, bay: string, technician: string, from: number, to: number): Booking => ({
  id: id as never,
  bayId: bay as never,
  technicianId: technician as never,
  startAt: at(from),
  endAt: at(to),
})
const liveOf =
  (all: readonly Booking[]): SlotSearch['live'] =>
  (fromAt, toAt) =>
    all.filter((one) => one.startAt < toAt && one.endAt > fromAt)
/** As a store loads them. */
const timesOf = (all: readonly Span[], fromAt: number, toAt: number, isFirst: boolean): Times => {
  const its = all.filter(({ startAt, endAt }) => startAt < toAt && (isFirst ? endAt > fromAt : startAt >= fromAt)).sort((a, b) => a.startAt - b.startAt)
  return { starts: its.map(({ startAt }) => startAt), ends: its.map(({ endAt }) => endAt) }
}
const bay = (id: string, name: string, own: Partial<SlotSearch['bays'][number]> = {}): SlotSearch['bays'][number] => ({
  id: id as never,
  name,
  state: 'free',
  downUntilAt: null,
  equipmentIds: [],
  weekHours: null,
  ...own,
})
const technician = (id: string, name: string, own: Partial<SlotSearch['technicians'][number]> = {}): SlotSearch['technicians'][number] => ({
  id: id as never,
  name,
  skillIds: [],
  weekHours: null,
  hiredOn: null,
  endedOn: null,
  ...own,
})
const search = ({ booked = [], ...own }: Partial<SlotSearch> & { booked?: readonly Booking[] } = {}): SlotSearch => rebooked(blank(own), [], booked)
const blank = (own: Partial<SlotSearch>): SlotSearch => ({
  hours: { opensAtMinutes: 480, closesAtMinutes: 1080, openWeekdays: '12345' },
  zone: 'Europe/Berlin',
  minutes: 60,
  fromAt: at(0),
  bays: [bay('b1', 'Bay 1'), bay('b2', 'Bay 2', { state: 'occupied' })],
  technicians: [technician('t1', 'Ann'), technician('t2', 'Bob')],
  absences: [],
  holidays: [],
  live: () => [],
  taken: () => ({ starts: [], ends: [], first: 0 }),
  ...own,
})
/** The first start before `before` by trying each, each bay and each technician, in the order in which equals are tried; null when there is none. */
function slowly(asked: SlotSearch, booked: readonly Booking[], before: number) {
  const { zone, minutes, equipment = [], skills = [], type, hours } = asked
  const within = (week: SlotSearch['bays'][number]['weekHours'], startAt: number, endAt: number) => {
    const on = new Date(startAt).getUTCDay() // the same day in Berlin: the shop is open from 8 to 18
    // Spans that touch are one: whoever works from 8 to 10 and from 10 to 12 works from 8 to 12.
    for (let at = startAt; at < endAt; at += 5 * MINUTE_MS) {
      const minute = localMinutes(at, zone)
      if (week !== null && !week.some((one) => one.weekday === on && one.fromMinutes <= minute && minute < one.untilMinutes)) return false
    }
    return true
  }
  const bays = asked.bays
    .filter((one) => equipment.every(({ id }) => one.equipmentIds.includes(id)))
    .sort((a, b) => a.equipmentIds.length - b.equipmentIds.length)
  const technicians = asked.technicians
    .filter((one) => skills.every(({ id }) => one.skillIds.includes(id)))
    .sort((a, b) => a.skillIds.length - b.skillIds.length)
  for (let startAt = Math.ceil(asked.fromAt / (15 * MINUTE_MS)) * 15 * MINUTE_MS; startAt < before; startAt += 15 * MINUTE_MS) {
    const wanted = { startAt, endAt: startAt + minutes * MINUTE_MS }
    const from = localMinutes(startAt, zone)
    const on = new Date(startAt).getUTCDay()
    if (from < hours.opensAtMinutes || from + minutes > hours.closesAtMinutes || on === 0 || on === 6) continue
    if (asked.holidays.some(({ closedOn }) => new Date(startAt).toISOString().startsWith(closedOn))) continue
    if (!within(type?.weekHours ?? null, wanted.startAt, wanted.endAt)) continue
    const free = (who: Who, id: string) => !booked.some((one) => one[who] === id && overlaps(one, wanted))
    const inBay = bays.find((one) => within(one.weekHours, wanted.startAt, wanted.endAt) && free('bayId', one.id))
    const by = technicians.find(
      (one) =>
        within(one.weekHours, wanted.startAt, wanted.endAt) &&
        free('technicianId', one.id) &&
        !asked.absences.some((absence) => absence.employeeId === one.id && overlaps(absence, wanted)),
    )
    if (inBay && by) return [startAt, inBay.id, by.id]
  }
  return null
}
const local = (on: string, minutes: number) => atLocal(on, minutes, 'Europe/Berlin')
const why = (own: Parameters<typeof search>[0]) => firstFreeSlot(search(own)).whyNotEarlier.map(({ code, name }) => (name === '' ? code : `${code} ${name}`))

describe('first free slot', () => {
  it('APPT-AUTOSCHED APPT-CONFLICT: opens with the shop, in the first bay with the first technician', () => {
    expect(firstFreeSlot(search())).toEqual({
      slot: {
        startAt: local('2026-03-02', 480),
        endAt: local('2026-03-02', 540),
        bayId: 'b1',
        bayName: 'Bay 1',
        technicianId: 't1',
        technicianName: 'Ann',
        why: [],
      },
      whyNotEarlier: [{ code: 'closed', name: '', count: 1, appointmentId: null, fromAt: at(0), untilAt: local('2026-03-02', 480) }],
    })
  })

  it('APPT-AUTOSCHED: starts on a quarter of an hour that is not past, and ends before the shop closes', () => {
    expect(firstFreeSlot(search({ fromAt: local('2026-03-02', 607) })).slot?.startAt).toBe(local('2026-03-02', 615))
    expect(firstFreeSlot(search({ fromAt: local('2026-03-02', 1020) })).slot?.startAt).toBe(local('2026-03-02', 1020))
    const evening = firstFreeSlot(search({ fromAt: local('2026-03-02', 1021) }))
    expect(evening.slot?.startAt).toBe(local('2026-03-03', 480))
    expect(evening.whyNotEarlier).toMatchObject([{ code: 'closed', fromAt: local('2026-03-02', 1080), untilAt: local('2026-03-03', 480) }])
    expect(firstFreeSlot(search({ fromAt: local('2026-03-06', 1079) })).slot?.startAt).toBe(local('2026-03-09', 480))
  })

  it('APPT-CONFLICT A-PLANNER: takes another bay or technician before it waits, and says who is in the way when it must', () => {
    const booked = [booking('x', 'b1', 't1', 7, 9)]
    expect(firstFreeSlot(search({ booked })).slot).toMatchObject({ bayId: 'b2', technicianId: 't2', startAt: at(7) })
    const one = firstFreeSlot(search({ booked, bays: search().bays.slice(0, 1) }))
    expect(one.slot).toMatchObject({ bayId: 'b1', technicianId: 't1', startAt: at(9) })
    expect(one.whyNotEarlier).toContainEqual({ code: 'bayTaken', name: 'Bay 1', count: 1, appointmentId: 'x', fromAt: at(7), untilAt: at(9) })
    const ann = firstFreeSlot(search({ booked, technicians: search().technicians.slice(0, 1) }))
    expect(ann.whyNotEarlier).toContainEqual({ code: 'technicianTaken', name: 'Ann', count: 1, appointmentId: 'x', fromAt: at(7), untilAt: at(9) })
    // Between two quarters of an hour nothing is in the way.
    expect(firstFreeSlot(search({ fromAt: local('2026-03-02', 607) })).whyNotEarlier).toEqual([])
    const both = firstFreeSlot(search({ booked: [booking('x', 'b1', 't1', 7, 9), booking('y', 'b2', 't2', 7, 10)] }))
    expect(both.slot?.startAt).toBe(at(9))
    expect(both.whyNotEarlier).toContainEqual({ code: 'bayTaken', name: '', count: 2, appointmentId: null, fromAt: at(7), untilAt: at(9) })
  })

  it('APPT-AUTOSCHED A-PLANNER: asks for equipment and skills, says so, and keeps the special free for what needs it', () => {
    const lift = { id: 'lift' as never, name: 'lift' }
    const brakes = { id: 'brakes' as never, name: 'brake test' }
    const special = {
      bays: [bay('b1', 'Bay 1', { equipmentIds: [lift.id] }), bay('b2', 'Bay 2')],
      technicians: [technician('t1', 'Ann', { skillIds: [brakes.id] }), technician('t2', 'Bob')],
    }
    expect(firstFreeSlot(search(special)).slot).toMatchObject({ bayId: 'b2', technicianId: 't2', why: [{ code: 'spares', what: 'Bay 1, Ann' }] })
    expect(firstFreeSlot(search({ ...special, equipment: [lift], skills: [brakes] })).slot).toMatchObject({
      bayId: 'b1',
      technicianId: 't1',
      why: [
        { code: 'equipped', name: 'Bay 1', what: 'lift' },
        { code: 'skilled', name: 'Ann', what: 'brake test' },
      ],
    })
    expect(why({ equipment: [lift], skills: [brakes] })).toEqual(['noEquipment lift', 'noSkill brake test'])
  })

  it('APPT-SLOTS APPT-AUTOSCHED: keeps to the hours of technician, bay and kind of booking, to absences and holidays, and names them', () => {
    const afternoons = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, fromMinutes: 780, untilMinutes: 1020 }))
    const from = { fromAt: local('2026-03-02', 480) }
    const ann = [technician('t1', 'Ann', { weekHours: afternoons })]
    expect(firstFreeSlot(search({ ...from, technicians: ann })).slot?.startAt).toBe(local('2026-03-02', 780))
    expect(why({ ...from, technicians: ann })).toEqual(['offHours Ann'])
    expect(firstFreeSlot(search({ ...from, bays: [bay('b1', 'Bay 1', { weekHours: afternoons })] })).slot?.startAt).toBe(local('2026-03-02', 780))
    expect(why({ ...from, bays: [bay('b1', 'Bay 1', { weekHours: afternoons })] })).toEqual(['bayHours Bay 1'])
    const inspections = { name: 'Inspection', weekHours: [{ weekday: 3, fromMinutes: 600, untilMinutes: 720 }] }
    expect(firstFreeSlot(search({ ...from, type: inspections })).slot?.startAt).toBe(local('2026-03-04', 600))
    expect(why({ ...from, type: inspections })[0]).toBe('typeHours Inspection')
    const absences = [{ employeeId: 't1' as never, startAt: local('2026-03-02', 0), endAt: local('2026-03-03', 0) }]
    expect(firstFreeSlot(search({ ...from, absences })).slot).toMatchObject({ startAt: local('2026-03-02', 480), technicianId: 't2' })
    expect(firstFreeSlot(search({ ...from, absences, technicians: [technician('t1', 'Ann')] })).slot?.startAt).toBe(local('2026-03-03', 480))
    expect(why({ ...from, absences, technicians: [technician('t1', 'Ann')] })[0]).toBe('absent Ann')
    const holidays = [{ closedOn: '2026-03-02', name: 'Carnival' }]
    expect(firstFreeSlot(search({ ...from, holidays })).slot?.startAt).toBe(local('2026-03-03', 480))
    expect(why({ ...from, holidays })[0]).toBe('holiday Carnival')
  })

  it('APPT-AUTOSCHED A-PLANNER: waits for parts and for the answer of the customer, and for a bay that is being mended', () => {
    const from = { fromAt: local('2026-03-02', 480) }
    const partsAt = local('2026-03-04', 0)
    expect(firstFreeSlot(search({ ...from, partsAt })).slot?.startAt).toBe(local('2026-03-04', 480))
    expect(why({ ...from, partsAt, approvalAt: local('2026-03-03', 0) }).slice(0, 2)).toEqual(['waitsForApproval', 'waitsForParts'])
    const mended = [bay('b1', 'Bay 1', { state: 'down', downUntilAt: local('2026-03-02', 840) })]
    expect(firstFreeSlot(search({ ...from, bays: mended })).slot?.startAt).toBe(local('2026-03-02', 840))
    expect(why({ ...from, bays: mended })).toEqual(['bayDown Bay 1'])
  })

  it.each([
    [{ bays: [] }, 'noBay'],
    [{ bays: [bay('b1', 'Bay 1', { state: 'down' })] }, 'bayDown'],
    [{ technicians: [] }, 'noTechnician'],
    [{ minutes: 601 }, 'tooLong'],
  ])('APPT-AUTOSCHED: says why there is none at all (%j: %s)', (own, code) => {
    const none = firstFreeSlot(search(own))
    expect(none.slot).toBeNull()
    expect(none.whyNotEarlier.map((reason) => reason.code)).toContain(code)
  })

  it('APPT-AUTOSCHED: is right on the days on which clocks change, and in zones off the hour', () => {
    const sundays = { openWeekdays: '0', opensAtMinutes: 60, closesAtMinutes: 300 }
    // 29 March 2026: 02:00 becomes 03:00, so 01:00 to 05:00 has three hours.
    const spring = search({ hours: sundays, fromAt: local('2026-03-29', 0), minutes: 180 })
    expect(firstFreeSlot(spring).slot).toMatchObject({ startAt: local('2026-03-29', 60), endAt: local('2026-03-29', 300) })
    expect(firstFreeSlot({ ...spring, minutes: 195 }).slot?.startAt).toBe(local('2026-04-05', 60))
    const autumn = search({ hours: sundays, fromAt: local('2026-10-25', 0), minutes: 300 })
    expect(firstFreeSlot(autumn).slot?.startAt).toBe(local('2026-10-25', 60))
    const nepal = firstFreeSlot(search({ zone: 'Asia/Kathmandu', fromAt: at(0) + 1 })).slot
    expect(localMinutes(nepal?.startAt ?? 0, 'Asia/Kathmandu') % 15).toBe(0)
  })

  const someBooking = fc
    .record({
      bay: fc.constantFrom('b1', 'b2'),
      technician: fc.constantFrom('t1', 't2'),
      from: fc.integer({ min: 0, max: 400 }),
      quarters: fc.integer({ min: 1, max: 60 }),
    })
    .map(({ bay: in_, technician: by, from, quarters }): Booking => booking(`${in_}${from}`, in_, by, from / 4, (from + quarters) / 4))
  const someAbsence = fc
    .record({ by: fc.constantFrom('t1', 't2'), from: fc.integer({ min: 0, max: 100 }), hours: fc.integer({ min: 1, max: 30 }) })
    .map(({ by, from, hours }) => ({ employeeId: by as never, startAt: at(from), endAt: at(from + hours) }))

  it('APPT-CONFLICT A-PLANNER: whatever is booked and whoever is away, the slot meets nothing, lies in opening hours, none is earlier, and it comes out the same again', () => {
    fc.assert(
      fc.property(
        fc.array(someBooking, { maxLength: 40 }),
        fc.array(someAbsence, { maxLength: 6 }),
        fc.integer({ min: 15, max: 600 }),
        fc.integer({ min: 0, max: 5 * DAY_MS }),
        (live, absences, minutes, later) => {
          const own = { absences, minutes, fromAt: DAY + later }
          const asked = search({ ...own, booked: live })
          const { slot } = firstFreeSlot(asked)
          expect(firstFreeSlot(search({ ...own, booked: [...live].reverse() })).slot).toEqual(slot)
          if (!slot) throw new Error('there is always a free day within the horizon')
          expect(slot.startAt).toBeGreaterThanOrEqual(asked.fromAt)
          expect(slot.endAt - slot.startAt).toBe(minutes * MINUTE_MS)
          expect(live.filter((b) => (b.bayId === slot.bayId || b.technicianId === slot.technicianId) && overlaps(b, slot))).toEqual([])
          expect(absences.filter((absence) => absence.employeeId === slot.technicianId && overlaps(absence, slot))).toEqual([])
          expect(localMinutes(slot.startAt, asked.zone)).toBeGreaterThanOrEqual(480)
          expect(localMinutes(slot.endAt, asked.zone)).toBeLessThanOrEqual(1080)
          // By trying every quarter of an hour of that day before it.
          const isFree = (startAt: number) => {
            const wanted = { startAt, endAt: startAt + minutes * MINUTE_MS }
            const none = (isIts: (b: Booking) => boolean) => !live.some((b) => isIts(b) && overlaps(b, wanted))
            return (
              ['b1', 'b2'].some((id) => none((b) => b.bayId === (id as never))) &&
              ['t1', 't2'].some(
                (id) => none((b) => b.technicianId === (id as never)) && !absences.some((a) => a.employeeId === (id as never) && overlaps(a, wanted)),
              )
            )
          }
          const opens = local(new Date(slot.startAt).toISOString().slice(0, 10), 480)
          for (let startAt = opens; startAt < slot.startAt; startAt += 15 * MINUTE_MS)
            if (startAt >= asked.fromAt) expect(isFree(startAt), `${startAt}`).toBe(false)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('APPT-AUTOSCHED A-PLANNER: answers as trying every quarter of an hour with every bay and technician does, and for the same reasons however the bookings are fetched', () => {
    const hours = fc.option(
      fc.array(
        fc
          .record({ weekday: fc.integer({ min: 1, max: 5 }), from: fc.integer({ min: 24, max: 60 }), quarters: fc.integer({ min: 1, max: 24 }) })
          .map(({ weekday, from, quarters }) => ({ weekday, fromMinutes: from * 15, untilMinutes: (from + quarters) * 15 })),
        { maxLength: 4 },
      ),
      { nil: null },
    )
    const some = <Of extends string>(all: readonly Of[]) => fc.subarray([...all]) as fc.Arbitrary<never[]> // ids of that kind
    const anyBays = fc.tuple(...['b1', 'b2'].map((id) => fc.record({ equipmentIds: some(['lift', 'pit']), weekHours: hours }).map((own) => bay(id, id, own))))
    const anyTechnicians = fc.tuple(
      ...['t1', 't2'].map((id) => fc.record({ skillIds: some(['tyres', 'brakes']), weekHours: hours }).map((own) => technician(id, id, own))),
    )
    const anySearch = fc.record({
      bays: anyBays,
      technicians: anyTechnicians,
      absences: fc.array(someAbsence, { maxLength: 4 }),
      minutes: fc.integer({ min: 1, max: 30 }).map((n) => n * 10),
      fromAt: fc.integer({ min: 0, max: 5 * DAY_MS }).map((later) => DAY + later),
      equipment: some(['lift', 'pit']).map((ids) => ids.map((id) => ({ id, name: id }))),
      skills: some(['tyres', 'brakes']).map((ids) => ids.map((id) => ({ id, name: id }))),
      type: hours.map((weekHours) => ({ name: 'type', weekHours })),
      holidays: fc.constantFrom([], [{ closedOn: '2026-03-03', name: 'x' }]),
    })
    fc.assert(
      fc.property(anySearch, fc.array(someBooking, { maxLength: 40 }), (own, booked) => {
        const found = firstFreeSlot(search({ ...own, booked }))
        const { slot } = found
        const tried = slowly(search(own), booked, slot ? slot.startAt + 1 : DAY + 12 * DAY_MS)
        expect(slot && [slot.startAt, slot.bayId, slot.technicianId]).toEqual(tried)
        const taken = byWho((who, id, ...span) =>
          timesOf(
            booked.filter((one) => one[who] === id),
            ...span,
          ),
        )
        expect(firstFreeSlot(search({ ...own, live: liveOf(booked), taken }))).toEqual(found)
      }),
      { numRuns: 200 },
    )
  })

  it('APPT-CONFLICT: other slots for a booking are three different ones, the nearest first', () => {
    const ways = waysOut(search({ booked: [booking('x', 'b1', 't1', 7, 9)] }), { bayId: 'b1' as never, technicianId: 't1' as never })
    expect(ways).toHaveLength(3)
    expect(ways.map(({ startAt }) => startAt)).toEqual(ways.map(({ startAt }) => startAt).sort((a, b) => a - b))
    expect(new Set(ways.map(({ startAt, bayId, technicianId }) => `${startAt} ${bayId} ${technicianId}`)).size).toBe(3)
  })
})

describe('bookings by day', () => {
  it('APPT-AUTOSCHED: gives every booking of a span once, however the loading was cut', () => {
    const starts = fc.record({ from: fc.integer({ min: -300, max: 1000 }), hours: fc.integer({ min: 1, max: 300 }) })
    fc.assert(
      fc.property(fc.array(starts, { maxLength: 30 }), fc.integer({ min: 0, max: 900 }), fc.integer({ min: 1, max: 40 }), (all, from, hours) => {
        const bookings = all.map(({ from: start, hours: lasts }, i) => booking(`x${i}`, 'b1', 't1', start, start + lasts))
        const live = byDay(at(0), (fromAt, toAt, isFirst) =>
          bookings.filter((one) => one.startAt < toAt && (isFirst ? one.endAt > fromAt : one.startAt >= fromAt)),
        )
        const ids = (found: readonly Booking[]) => found.map(({ id }) => id).sort()
        for (const span of [
          [at(from), at(from + hours)],
          [at(0), at(24)],
        ] as const)
          expect(ids(live(...span))).toEqual(ids(liveOf(bookings)(...span)))
      }),
      { numRuns: 200 },
    )
  })

  it('APPT-AUTOSCHED: tells when somebody is taken within any span, in whatever order the spans are asked for', () => {
    const starts = fc.record({ from: fc.integer({ min: -300, max: 2000 }), hours: fc.integer({ min: 1, max: 300 }) })
    const spans = fc.array(fc.record({ from: fc.integer({ min: 0, max: 1900 }), hours: fc.integer({ min: 1, max: 24 }) }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(fc.array(starts, { maxLength: 30 }), spans, (all, asked) => {
        const times = all.map(({ from, hours }) => ({ startAt: at(from), endAt: at(from + hours) })).sort((a, b) => a.startAt - b.startAt)
        const taken = byWho((_who, _id, ...span) => timesOf(times, ...span))
        for (const { from, hours } of asked) {
          const [fromAt, toAt] = [at(from), at(from + hours)]
          const touching = times.filter(({ startAt, endAt }) => startAt < toAt && endAt > fromAt)
          expect(spansOf(taken('bayId', 'b1', fromAt, toAt), fromAt, toAt)).toEqual(touching)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('what cannot stay, and how full bays are', () => {
  it('A-PLANNER: a booking must move when its bay is down, its technician away or gone, or the shop closed', () => {
    const one = booking('x', 'b1', 't1', 10, 12)
    expect(misfitOf(search(), one)).toBeNull()
    expect(misfitOf(search({ bays: [bay('b1', 'Bay 1', { state: 'down' })] }), one)).toBe('bayDown')
    expect(misfitOf(search({ bays: [bay('b1', 'Bay 1', { state: 'down', downUntilAt: at(10) })] }), one)).toBeNull()
    expect(misfitOf(search({ bays: [] }), one)).toBe('bayGone')
    expect(misfitOf(search({ technicians: [] }), one)).toBe('technicianGone')
    const annWith = (own: Parameters<typeof technician>[2]) => search({ technicians: [technician('t1', 'Ann', own)] })
    expect(misfitOf(annWith({ endedOn: '2026-03-01' }), one)).toBe('technicianGone')
    expect(misfitOf(annWith({ hiredOn: '2026-03-03' }), one)).toBe('technicianGone')
    expect(misfitOf(annWith({ hiredOn: '2026-03-02', endedOn: '2026-03-02' }), one)).toBeNull()
    expect(misfitOf(search({ absences: [{ employeeId: 't1' as never, startAt: at(11), endAt: at(20) }] }), one)).toBe('absent')
    expect(misfitOf(search({ absences: [{ employeeId: 't1' as never, startAt: at(12), endAt: at(20) }] }), one)).toBeNull()
    expect(misfitOf(search({ holidays: [{ closedOn: '2026-03-02', name: 'x' }] }), one)).toBe('holiday')
  })

  it('ALR-BAYUTIL: open minutes follow hours, holidays and repairs; booked ones are cut at midnight', () => {
    const live = [booking('x', 'b1', 't1', 8, 10), booking('y', 'b1', 't1', 22.5, 30), booking('z', 'b2', 't2', 8, 10)]
    const load = (own: Partial<SlotSearch> = {}, of = bay('b1', 'Bay 1'), on = '2026-03-02') => loadOf(search(own), of, on, live)
    expect(load()).toEqual({ openMinutes: 600, bookedMinutes: 150 })
    expect(load({}, bay('b1', 'Bay 1'), '2026-03-03')).toEqual({ openMinutes: 600, bookedMinutes: 420 })
    expect(load({ holidays: [{ closedOn: '2026-03-02', name: 'x' }] })).toEqual({ openMinutes: 0, bookedMinutes: 150 })
    expect(load({}, bay('b1', 'Bay 1', { weekHours: [{ weekday: 1, fromMinutes: 600, untilMinutes: 720 }] }))).toMatchObject({ openMinutes: 120 })
    expect(load({}, bay('b1', 'Bay 1', { state: 'down', downUntilAt: local('2026-03-02', 960) }))).toMatchObject({ openMinutes: 120 })
    expect(load({}, bay('b1', 'Bay 1', { state: 'down' }))).toMatchObject({ openMinutes: 0 })
  })
})
