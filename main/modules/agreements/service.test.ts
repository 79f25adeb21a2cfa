import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openTestCore, temporaryFolder, testClock, type TestCore } from '#tests/support/core.ts'
import { monday, openWorkshop } from '#tests/support/workshop.ts'
import { DAY_MS, HOUR_MS } from '#shared/kernel/time.ts'
import { agreementsReactions } from './reactions.ts'

const runJob = (core: TestCore): unknown => agreementsReactions.schedules?.['agreements.visits']?.run(core.dispatch.context('agreements.visits', 'test'))
const rows = (core: TestCore, sql: string): Record<string, unknown>[] => core.platform.store.connection.raw.prepare(sql).all() as Record<string, unknown>[] // any columns

async function openAgreements(options: Parameters<typeof openWorkshop>[0] = {}) {
  const workshop = await openWorkshop(options)
  const { shop, owner, locationId, customer, vehicle } = workshop
  /** Every Monday at ten from today on. */
  const weekly = {
    locationId,
    customerId: customer.id,
    vehicleIds: [vehicle.id],
    title: 'Fleet service',
    minutes: 60,
    rule: 'FREQ=WEEKLY',
    startOn: '2026-03-02',
    startMinutes: 600,
    leadDays: 21,
  }
  const agree = (own: object = {}) => shop.get('agreements.create', { ...weekly, active: true, ...own }, owner)
  const visits = async (agreementId?: string) => (await shop.get('agreements.visits', agreementId ? { agreementId: agreementId as never } : {}, owner)).rows
  const shown = async (agreementId?: string) => (await visits(agreementId)).map((visit) => [visit.occurrenceOn, visit.state, visit.startAt])
  return { ...workshop, weekly, agree, visits, shown }
}
const week = (n: number) => monday(10 + 24 * 7 * n)

describe('maintenance agreements', () => {
  it('APPT-RECUR WO-CRUD EST-CANNED: a visit’s order begins with the saved services that were agreed, as they are by then, at the agreed price', async () => {
    const { shop, owner, agree, visits, open, customer } = await openAgreements()
    const saved = async (title: string) => {
      const { order } = await open()
      const { serviceId } = await shop.get('workOrders.addService', { workOrderId: order.id, title }, owner)
      await shop.get('workOrders.addLine', { workOrderId: order.id, serviceId, kind: 'labor', description: `${title} work` }, owner)
      return (await shop.get('workOrders.saveCannedJob', { serviceId, name: title }, owner)).id
    }
    const jobs = [await saved('Oil'), await saved('Brakes'), await saved('Gone')]
    const agreement = await agree({ cannedJobIds: jobs, priceMinor: 15_000 })
    await shop.get('workOrders.removeCannedJob', { cannedJobId: jobs[2] as never }, owner)
    const [visit] = await visits()
    const opened = await shop.get('workOrders.open', { appointmentId: visit?.appointmentId as never }, owner)
    await shop.jobs.runDue()
    const view = await shop.get('workOrders.get', { workOrderId: opened.order.id }, owner)
    expect([view.services.map(({ title }) => title), view.lines.map(({ description }) => description)]).toEqual([
      ['Oil', 'Brakes'],
      ['Oil work', 'Brakes work'],
    ])
    // Two hours at 90.00, agreed for 150.00; without saved services the price is a line.
    expect(view.order).toMatchObject({ discountMinor: 3000, netMinor: 15_000 })
    const flat = await agree({ title: 'Flat', startMinutes: 800, priceMinor: 5000 })
    const [other] = await visits(flat.id)
    const plain = await shop.get('workOrders.open', { appointmentId: other?.appointmentId as never }, owner)
    await shop.jobs.runDue()
    expect(await shop.get('workOrders.get', { workOrderId: plain.order.id }, owner)).toMatchObject({
      order: { netMinor: 5000 },
      lines: [{ description: 'Flat', kind: 'labor', isFlat: true, unitPriceMinor: 5000 }],
    })
    // Found by the words of its title, or by its number.
    for (const text of ['fleet', 'service fl', agreement.number])
      expect(await shop.get('search.find', { text }, owner), text).toContainEqual({
        kind: 'agreement',
        id: agreement.id,
        title: 'Fleet service',
        subtitle: `${agreement.number} · ${customer.name}`,
        matched: text === agreement.number ? 'number' : 'name',
      })
  })

  it('APPT-RECUR: an agreement books its visits as far ahead as it says, and the rest as time goes by', async () => {
    const { shop, owner, agree, shown, visits, pass } = await openAgreements()
    const made = await agree()
    expect(made).toMatchObject({ state: 'active', rule: 'FREQ=WEEKLY', number: expect.stringMatching(/-000001$/) })
    expect(await shown()).toEqual([
      ['2026-03-02', 'booked', week(0)],
      ['2026-03-09', 'booked', week(1)],
      ['2026-03-16', 'booked', week(2)],
      ['2026-03-23', 'booked', week(3)],
    ])
    expect((await visits())[0]).toMatchObject({
      bayName: 'Bay 1',
      technicianName: 'Tom',
      appointmentState: 'pending',
      title: 'Fleet service',
      plate: 'B-EM 123',
    })
    const [first] = await visits()
    expect(await shop.get('appointments.get', { appointmentId: first?.appointmentId as never }, owner)).toMatchObject({
      concern: 'Fleet service',
      note: made.number,
      customerName: 'Erika Muster',
      endAt: week(0) + HOUR_MS,
    })
    pass(7)
    expect(runJob(shop)).toBe('1 active agreements, 1 visits booked, 0 without a slot')
    // The clocks go forward on 29 March: still ten o'clock.
    expect((await shown()).at(-1)).toEqual(['2026-03-30', 'booked', week(4)])
    const entries = rows(shop, 'SELECT count(*) AS count FROM journal')[0]?.['count']
    expect(runJob(shop)).toBe('1 active agreements, 0 visits booked, 0 without a slot')
    expect(rows(shop, 'SELECT count(*) AS count FROM journal')[0]?.['count']).toBe(entries)
  })

  it('APPT-RECUR: takes the nearest slot where its own is taken, and leaves to a person what finds none', async () => {
    const { shop, owner, agree, visits, book, bay2, una, tom, locationId } = await openAgreements()
    await book(monday(9), monday(12))
    await book(monday(9), monday(12), { bayId: bay2, technicianId: una })
    await agree({ leadDays: 5 })
    expect((await visits())[0]).toMatchObject({ state: 'booked', startAt: monday(12) })
    // Nobody is there for a month.
    for (const employeeId of [tom, una])
      await shop.get('staff.addAbsence', { employeeId, startAt: monday(24), endAt: monday(24 * 60), kind: 'vacation', note: '' }, owner)
    const second = await agree({ startOn: '2026-03-04', leadDays: 5 })
    const [waiting] = await visits(second.id)
    expect(waiting).toMatchObject({ state: 'unplaced', startAt: null, appointmentId: null })
    expect(await shop.refused('agreements.placeVisit', { visitId: waiting?.id as never }, owner)).toMatchObject({ code: 'agreements.noSlot' })
    const [away] = (await shop.get('staff.absences', { employeeId: una }, owner)).rows
    await shop.get('staff.removeAbsence', { absenceId: away?.id as never }, owner)
    runJob(shop)
    expect((await visits(second.id))[0]).toMatchObject({ state: 'booked', technicianName: 'Una', startAt: monday(24 * 2 + 10) })
    expect((await shop.get('appointments.firstFreeSlot', { locationId, minutes: 60 }, owner)).slot).not.toBeNull()
  })

  it('APPT-RECUR: one visit is moved, or left out, and the others stay', async () => {
    const { shop, owner, agree, shown, visits } = await openAgreements()
    await agree()
    const [first, second, third] = await visits()
    const moved = await shop.get('agreements.moveVisit', { visitId: second?.id as never, dueAt: week(1) + 5 * HOUR_MS }, owner)
    expect(moved).toMatchObject({ occurrenceOn: '2026-03-09', startAt: week(1) + 5 * HOUR_MS, appointmentId: second?.appointmentId })
    expect(await shop.get('agreements.skipVisit', { visitId: third?.id as never }, owner)).toMatchObject({ state: 'skipped', startAt: null })
    expect(rows(shop, `SELECT state, cancelled_reason FROM appointment WHERE id = '${third?.appointmentId}'`)).toMatchObject([
      { state: 'cancelled', cancelled_reason: expect.stringContaining('Fleet service') },
    ])
    runJob(shop)
    expect(await shown()).toEqual([
      ['2026-03-02', 'booked', week(0)],
      ['2026-03-09', 'booked', week(1) + 5 * HOUR_MS],
      ['2026-03-16', 'skipped', null],
      ['2026-03-23', 'booked', week(3)],
    ])
    expect(await shop.refused('agreements.skipVisit', { visitId: third?.id as never }, owner)).toMatchObject({ code: 'agreements.wrongState' })
    expect(await shop.get('agreements.placeVisit', { visitId: third?.id as never }, owner)).toMatchObject({ state: 'booked', startAt: week(2) })
    // What has begun is the schedule's.
    await shop.get('appointments.arrive', { appointmentId: first?.appointmentId as never }, owner)
    for (const deed of ['skipVisit', 'moveVisit'] as const)
      expect(
        await shop.refused(`agreements.${deed}`, { visitId: first?.id as never, ...(deed === 'moveVisit' && { dueAt: week(1) }) } as never, owner),
      ).toMatchObject({
        code: 'agreements.visitBegun',
      })
  })

  it('AGR-2 APPT-RECUR: a visit whose booking was cancelled on the schedule is booked again when somebody says so, not by itself', async () => {
    const { shop, owner, agree, visits } = await openAgreements()
    await agree({ leadDays: 3 })
    const [visit] = await visits()
    await shop.get('appointments.cancel', { appointmentId: visit?.appointmentId as never, reason: 'ill' }, owner)
    runJob(shop)
    expect((await visits())[0]).toMatchObject({ state: 'booked', appointmentState: 'cancelled' })
    const again = await shop.get('agreements.placeVisit', { visitId: visit?.id as never }, owner)
    expect(again).toMatchObject({ state: 'booked', appointmentState: 'pending', round: 1 })
    expect(again.appointmentId).not.toBe(visit?.appointmentId)
    expect(await shop.refused('agreements.placeVisit', { visitId: visit?.id as never }, owner)).toMatchObject({ code: 'agreements.wrongState' })
  })

  it('AGR-3 APPT-RECUR: a change of this and all that follow goes on as an agreement of its own', async () => {
    const { shop, owner, agree, shown } = await openAgreements()
    const before = await agree()
    const after = await shop.get(
      'agreements.changeFollowing',
      { agreementId: before.id, fromOn: '2026-03-16', startOn: '2026-03-17', rule: 'FREQ=WEEKLY;BYDAY=TU', startMinutes: 840 },
      owner,
    )
    expect(after).toMatchObject({ continuesId: before.id, rule: 'FREQ=WEEKLY;BYDAY=TU', state: 'active' })
    expect(await shown(before.id)).toEqual([
      ['2026-03-02', 'booked', week(0)],
      ['2026-03-09', 'booked', week(1)],
      ['2026-03-16', 'withdrawn', null],
      ['2026-03-23', 'withdrawn', null],
    ])
    expect(await shown(after.id)).toEqual([['2026-03-17', 'booked', monday(24 * 15 + 14)]])
    expect(await shop.get('agreements.get', { agreementId: after.id }, owner)).toMatchObject({ continuesNumber: before.number })
    expect((await shop.get('agreements.get', { agreementId: before.id }, owner)).rule).toBe('FREQ=WEEKLY;UNTIL=20260315')
    // Nothing lies before the first: the series itself changes.
    expect(await shop.get('agreements.changeFollowing', { agreementId: after.id, fromOn: '2026-03-17', minutes: 90 }, owner)).toMatchObject({ id: after.id })
    expect(await shop.refused('agreements.changeFollowing', { agreementId: after.id, fromOn: '2026-03-24', rule: 'FREQ=HOURLY' }, owner)).toMatchObject({
      code: 'agreements.badRule',
    })
  })

  it('AGR-4 APPT-RECUR: a change of the series, a pause and the end take back what has not begun; what goes on is booked anew', async () => {
    const { shop, owner, agree, shown, visits } = await openAgreements()
    const { id: agreementId } = await agree()
    const [first] = await visits()
    await shop.get('appointments.arrive', { appointmentId: first?.appointmentId as never }, owner)
    await shop.get('agreements.update', { agreementId, startMinutes: 660 }, owner)
    expect(await shown()).toEqual([
      ['2026-03-02', 'booked', week(0)],
      ['2026-03-09', 'booked', week(1) + HOUR_MS],
      ['2026-03-16', 'booked', week(2) + HOUR_MS],
      ['2026-03-23', 'booked', week(3) + HOUR_MS],
    ])
    await shop.get('agreements.update', { agreementId, note: 'Key in the box', priceMinor: 9900 }, owner)
    expect(rows(shop, "SELECT count(*) AS count FROM appointment WHERE state = 'cancelled'")).toEqual([{ count: 3 }])
    await shop.get('agreements.pause', { agreementId }, owner)
    runJob(shop)
    expect((await shown()).map(([, state]) => state)).toEqual(['booked', 'withdrawn', 'withdrawn', 'withdrawn'])
    await shop.get('agreements.activate', { agreementId }, owner)
    expect((await shown()).map(([, state]) => state)).toEqual(['booked', 'booked', 'booked', 'booked'])
    await shop.get('agreements.end', { agreementId }, owner)
    expect((await shown()).map(([, state]) => state)).toEqual(['booked', 'withdrawn', 'withdrawn', 'withdrawn'])
    expect(await shop.refused('agreements.update', { agreementId, note: 'x' }, owner)).toMatchObject({ code: 'agreements.wrongState', state: 'ended' })
  })

  it('AGR-4 APPT-RECUR: a pause and the end also take back what stands later than its day of the rule, and leave what is past', async () => {
    const { shop, owner, locationId, bay1, agree, shown, visits, pass } = await openAgreements()
    await shop.get('appointments.block', { locationId, bayId: bay1, startAt: monday(0), endAt: monday(72), purpose: 'closed' }, owner)
    // The slot of the first is found on Thursday; the second is moved by a week.
    const late = await agree({ bayId: bay1, leadDays: 2 })
    const moved = await agree({ startOn: '2026-03-03', leadDays: 2, title: 'Moved' })
    const [, movedVisit] = [...(await visits(late.id)), ...(await visits(moved.id))]
    await shop.get('agreements.moveVisit', { visitId: movedVisit?.id as never, dueAt: monday(24 * 8 + 10) }, owner)
    const past = await agree({ leadDays: 1, title: 'Past' })
    const [missed] = await visits(past.id)
    await shop.get('appointments.noShow', { appointmentId: missed?.appointmentId as never }, owner)
    pass(2)
    await shop.get('agreements.end', { agreementId: late.id }, owner)
    await shop.get('agreements.pause', { agreementId: moved.id }, owner)
    await shop.get('agreements.end', { agreementId: past.id }, owner)
    expect(await shown(late.id)).toEqual([['2026-03-02', 'withdrawn', null]])
    expect(await shown(moved.id)).toEqual([['2026-03-03', 'withdrawn', null]])
    expect((await visits(past.id))[0]).toMatchObject({ state: 'booked', appointmentState: 'noShow', appointmentId: missed?.appointmentId })
    expect(rows(shop, "SELECT count(*) AS count FROM appointment WHERE purpose IS NULL AND state IN ('pending', 'confirmed')")).toEqual([{ count: 0 }])
  })

  it('AGR-4 APPT-RECUR: no visit of an agreement that is paused or ended is booked or moved', async () => {
    const { shop, owner, agree, visits } = await openAgreements()
    const { id: agreementId } = await agree()
    const [begun, skipped, withdrawn] = (await visits()).map(({ id, appointmentId }) => ({ visitId: id, appointmentId }))
    await shop.get('agreements.skipVisit', { visitId: skipped?.visitId as never }, owner)
    await shop.get('appointments.arrive', { appointmentId: begun?.appointmentId as never }, owner)
    for (const deed of ['pause', 'end'] as const) {
      const { state } = await shop.get(`agreements.${deed}`, { agreementId }, owner)
      for (const one of [skipped, withdrawn])
        expect(await shop.refused('agreements.placeVisit', { visitId: one?.visitId as never }, owner)).toMatchObject({ code: 'agreements.wrongState', state })
      expect(await shop.refused('agreements.moveVisit', { visitId: begun?.visitId as never, dueAt: week(1) }, owner)).toMatchObject({
        code: 'agreements.wrongState',
        agreementId,
        state,
      })
    }
  })

  it('AGR-3 APPT-RECUR: a change from today on makes no second visit of a vehicle that has arrived for today’s', async () => {
    const { shop, owner, customer, vehicle, agree, visits, shown, pass } = await openAgreements()
    const van = await shop.get('vehicles.create', { customerId: customer.id, plate: 'B-EM 9' }, owner)
    const before = await agree({ vehicleIds: [vehicle.id, van.id], leadDays: 7 })
    pass(7)
    const arrived = (await visits()).find(({ occurrenceOn, vehicleId }) => occurrenceOn === '2026-03-09' && vehicleId === vehicle.id)
    await shop.get('appointments.arrive', { appointmentId: arrived?.appointmentId as never }, owner)
    const after = await shop.get('agreements.changeFollowing', { agreementId: before.id, fromOn: '2026-03-09', startMinutes: 720 }, owner)
    expect((await visits(after.id)).map(({ occurrenceOn, plate, state }) => `${occurrenceOn} ${plate} ${state}`).sort()).toEqual([
      '2026-03-09 B-EM 9 booked',
      '2026-03-16 B-EM 123 booked',
      '2026-03-16 B-EM 9 booked',
    ])
    expect(await shown(before.id)).toContainEqual(['2026-03-09', 'booked', week(1)])
    runJob(shop)
    expect(await visits(after.id)).toHaveLength(3)
  })

  it('APPT-RECUR: several vehicles have a visit each; a vehicle that is gone has none, nor has a customer', async () => {
    const { shop, owner, agree, visits, customer, vehicle } = await openAgreements()
    const van = await shop.get('vehicles.create', { customerId: customer.id, plate: 'B-EM 9' }, owner)
    const old = await shop.get('vehicles.create', { customerId: customer.id, plate: 'B-EM 0' }, owner)
    const made = await agree({ vehicleIds: [vehicle.id, van.id, old.id], leadDays: 2 })
    expect((await visits()).map(({ plate }) => plate).sort()).toEqual(['B-EM 0', 'B-EM 123', 'B-EM 9'])
    await shop.get('vehicles.remove', { vehicleId: old.id }, owner)
    await shop.get('agreements.update', { agreementId: made.id, leadDays: 8 }, owner)
    expect(
      (await visits())
        .filter(({ occurrenceOn }) => occurrenceOn === '2026-03-09')
        .map(({ plate }) => plate)
        .sort(),
    ).toEqual(['B-EM 123', 'B-EM 9'])
    expect((await shop.get('agreements.get', { agreementId: made.id }, owner)).vehicles).toHaveLength(3)
    await shop.get('customers.remove', { customerId: customer.id }, owner)
    await shop.get('agreements.update', { agreementId: made.id, leadDays: 15 }, owner)
    expect((await visits()).filter(({ occurrenceOn }) => occurrenceOn === '2026-03-16')).toEqual([])
  })

  it('APPT-RECUR: shows the next days of a rule, and which are closed, before anything is saved', async () => {
    const { shop, owner, locationId, weekly } = await openAgreements()
    await shop.get('staff.addHoliday', { locationId: null, closedOn: '2026-03-03', name: 'Holiday' }, owner)
    const preview = (rule: string) => shop.get('agreements.preview', { locationId, rule, startOn: '2026-02-20', startMinutes: 600, count: 7 }, owner)
    expect((await preview('FREQ=DAILY')).map(({ on, isClosed }) => [on, isClosed])).toEqual([
      ['2026-03-02', false],
      ['2026-03-03', true],
      ['2026-03-04', false],
      ['2026-03-05', false],
      ['2026-03-06', false],
      ['2026-03-07', true],
      ['2026-03-08', true],
    ])
    expect(await shop.refused('agreements.preview', { locationId, startOn: weekly.startOn, startMinutes: 600, rule: 'FREQ=NEVER' }, owner)).toMatchObject({
      code: 'agreements.badRule',
    })
    expect(await shop.refused('agreements.create', { ...weekly, rule: 'FREQ=WEEKLY;UNTIL=20200101' }, owner)).toMatchObject({ code: 'agreements.badRule' })
    for (const field of ['locationId', 'customerId', 'bayId', 'technicianId', 'bookingTypeId'] as const)
      expect(await shop.refused('agreements.create', { ...weekly, [field]: shop.clock.newId() }, owner)).toMatchObject({
        code: 'agreements.unknownReference',
        field,
      })
    // Somebody who takes no jobs would never be free for one.
    const { id: technicianId } = await shop.get('staff.create', { name: 'Cashier' }, owner)
    expect(await shop.refused('agreements.create', { ...weekly, technicianId }, owner)).toMatchObject({ field: 'technicianId' })
    expect(await shop.refused('agreements.create', { ...weekly, vehicleIds: [shop.clock.newId()] }, owner)).toMatchObject({ field: 'vehicleIds' })
    expect(await shop.refused('agreements.create', { ...weekly, cannedJobIds: [shop.clock.newId()] }, owner)).toMatchObject({ field: 'cannedJobIds' })
  })

  it('APPT-RECUR LIST-PAGE LIST-FILTER: lists agreements newest first, by state and customer', async () => {
    const { shop, owner, agree, customer } = await openAgreements()
    const first = await agree({ active: false, title: 'First' })
    shop.clock.at += 1000
    await agree({ title: 'Second' })
    const titles = async (filter: object) => (await shop.get('agreements.list', filter, owner)).rows.map(({ title }) => title)
    expect(await titles({})).toEqual(['Second', 'First'])
    expect(await titles({ state: 'draft' })).toEqual(['First'])
    expect(await titles({ customerId: customer.id })).toEqual(['Second', 'First'])
    expect(await shop.get('agreements.visits', { agreementId: first.id }, owner)).toMatchObject({ total: 0 })
  })
})

describe('on several devices', () => {
  it('AGR-1 AGR-2 APPT-RECUR: whichever device books, in whatever order and however often, each visit and its booking are born under one id', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 9 })), { minLength: 2, maxLength: 8 }), async (runs) => {
        const folder = temporaryFolder()
        const file = join(folder, 'a.db')
        const { shop, agree, vehicle, customer, owner } = await openAgreements({ file, config: { dataDir: folder } })
        const van = await shop.get('vehicles.create', { customerId: customer.id, plate: 'VAN 1' }, owner)
        await agree({ active: true, vehicleIds: [vehicle.id, van.id], leadDays: 1, startOn: '2026-03-09' })
        await shop.shutdown()
        // Three devices that hold the same, as after a sync.
        const devices = ['b', 'c', 'd'].map((name) => {
          const own = temporaryFolder()
          copyFileSync(file, join(own, `${name}.db`))
          return openTestCore({ file: join(own, `${name}.db`), config: { dataDir: own }, clock: testClock(monday(9)) })
        })
        for (const [device, days] of runs) {
          const core = devices[device]
          if (!core) continue
          core.clock.at += days * DAY_MS
          runJob(core)
        }
        const latest = Math.max(...devices.map(({ clock }) => clock.at))
        for (const core of devices) {
          core.clock.at = latest
          runJob(core)
          runJob(core)
        }
        const told = devices.map((core) =>
          rows(core, 'SELECT v.id, v.vehicle_id, v.occurrence_on, v.state, v.appointment_id FROM agreement_visit v ORDER BY v.occurrence_on, v.id'),
        )
        // A device that ran on a later day has no visits of days before; where two have one, it is the same.
        const byKey = new Map<string, unknown>()
        for (const visit of told.flat()) {
          const key = `${String(visit['vehicle_id'])} ${String(visit['occurrence_on'])}`
          expect(byKey.get(key) ?? visit).toEqual(visit)
          byKey.set(key, visit)
        }
        for (const core of devices) {
          expect(rows(core, 'SELECT count(*) AS count FROM (SELECT 1 FROM agreement_visit GROUP BY vehicle_id, occurrence_on HAVING count(*) > 1)')).toEqual([
            { count: 0 },
          ])
          expect(rows(core, 'SELECT count(*) AS n FROM appointment')).toEqual(
            rows(core, 'SELECT count(*) AS n FROM agreement_visit WHERE appointment_id IS NOT NULL'),
          )
        }
        await Promise.all(devices.map((core) => core.shutdown()))
      }),
      { numRuns: 8 },
    )
  })
})
