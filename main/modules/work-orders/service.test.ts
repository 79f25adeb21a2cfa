import { describe, expect, it } from 'vitest'
import { monday, openWorkshop, orderAfter, type Workshop } from '#tests/support/workshop.ts'
import { HOUR_MS, MINUTE_MS } from '#shared/kernel/time.ts'
import { finish } from './service.ts'

const stateOfBay = async ({ shop, owner, locationId }: Workshop, name: string) =>
  (await shop.get('bays.board', { locationId }, owner)).find((bay) => bay.name === name)

describe('orders', () => {
  it('WO-CRUD: opens from a booking, which arrives and lends customer, car, bay and technician', async () => {
    const { shop, owner, book, customer, vehicle, bay1, tom } = await openWorkshop()
    const booked = await book(monday(10), monday(12), { concern: 'rattles' })
    const view = await shop.get('workOrders.open', { appointmentId: booked.id, mileageKm: 80_500, promisedAt: monday(16) }, owner)
    expect(view).toMatchObject({
      order: {
        state: 'open',
        concern: 'rattles',
        appointmentId: booked.id,
        bayId: bay1,
        technicianId: tom,
        mileageKm: 80_500,
        promisedAt: monday(16),
        netMinor: 0,
        totalMinor: 0,
      },
      lines: [],
      totals: { netMinor: 0, taxMinor: 0, totalMinor: 0, taxes: [] },
      customer: { id: customer.id, name: 'Erika Muster' },
      vehicle: { id: vehicle.id, label: '2019 Volkswagen Golf', plate: 'B-EM 123', mileageKm: 80_500 },
      bay: { name: 'Bay 1' },
      technician: { name: 'Tom' },
      advisorName: 'Ada Owner',
      appointmentStartAt: monday(10),
    })
    expect(view.order.number).toMatch(/^[0-9A-Z]{4}-000001$/)
    expect((await shop.get('appointments.get', { appointmentId: booked.id }, owner)).state).toBe('arrived')
    expect(await shop.refused('workOrders.open', { appointmentId: booked.id }, owner)).toMatchObject({
      code: 'workOrders.alreadyOpened',
      workOrderId: view.order.id,
      number: view.order.number,
    })
    await shop.get('workOrders.cancel', { workOrderId: view.order.id, reason: 'opened twice' }, owner)
    const second = await shop.get('workOrders.open', { appointmentId: booked.id }, owner)
    expect(second.order.number).toMatch(/-000002$/)
    expect(await shop.refused('workOrders.reopen', { workOrderId: view.order.id }, owner)).toMatchObject({
      code: 'workOrders.alreadyOpened',
      workOrderId: second.order.id,
    })
  })

  it('WO-CRUD: opens plainly; what is missing or leads nowhere is named', async () => {
    const { shop, owner, locationId, customer, vehicle, book } = await openWorkshop()
    const plain = { locationId, customerId: customer.id, vehicleId: vehicle.id }
    expect(await shop.get('workOrders.open', plain, owner)).toMatchObject({
      order: { bayId: null, technicianId: null, appointmentId: null },
      bay: null,
      technician: null,
      appointmentStartAt: null,
    })
    expect(await shop.refused('workOrders.open', { ...plain, vehicleId: undefined }, owner)).toMatchObject({ code: 'workOrders.vehicleNeeded' })
    expect(await shop.refused('workOrders.open', { ...plain, customerId: undefined }, owner)).toMatchObject({
      code: 'workOrders.unknownReference',
      field: 'customerId',
    })
    for (const field of ['locationId', 'customerId', 'vehicleId', 'bayId', 'technicianId'] as const) {
      expect(await shop.refused('workOrders.open', { ...plain, [field]: shop.clock.newId() }, owner)).toEqual({
        code: 'workOrders.unknownReference',
        kind: 'notFound',
        field,
      })
    }
    expect(await shop.refused('workOrders.open', { appointmentId: shop.clock.newId() }, owner)).toMatchObject({ code: 'appointments.unknownAppointment' })
    const { id: appointmentId } = await book(monday(10), monday(11))
    await shop.get('appointments.cancel', { appointmentId, reason: 'x' }, owner)
    expect(await shop.refused('workOrders.open', { appointmentId }, owner)).toMatchObject({ code: 'appointments.wrongState' })
  })

  it('WO-CRUD DB-SOFTDEL: reads, edits, cancels, reopens, hides and restores; an unknown id is not found', async () => {
    const { shop, owner, open, bay1, tom } = await openWorkshop()
    const workOrderId = (await open()).order.id
    expect(
      await shop.get('workOrders.update', { workOrderId, concern: 'brakes', bayId: bay1, technicianId: tom, promisedAt: monday(17) }, owner),
    ).toMatchObject({ order: { concern: 'brakes' }, bay: { name: 'Bay 1' }, technician: { name: 'Tom' } })
    expect(await shop.get('workOrders.get', { workOrderId }, owner)).toMatchObject({ order: { promisedAt: monday(17) } })
    expect(await shop.refused('workOrders.update', { workOrderId, bayId: shop.clock.newId() }, owner)).toMatchObject({
      code: 'workOrders.unknownReference',
      field: 'bayId',
    })
    expect(await shop.get('workOrders.cancel', { workOrderId, reason: 'too dear' }, owner)).toMatchObject({
      order: { state: 'cancelled', cancelledReason: 'too dear' },
    })
    expect(await shop.refused('workOrders.update', { workOrderId, note: 'x' }, owner)).toMatchObject({
      code: 'workOrders.wrongState',
      state: 'cancelled',
      event: 'edit',
    })
    expect(await shop.get('workOrders.reopen', { workOrderId }, owner)).toMatchObject({ order: { state: 'open', cancelledReason: '' } })
    expect(await shop.get('workOrders.remove', { workOrderId }, owner)).toMatchObject({ order: { deleted: true } })
    expect((await shop.get('workOrders.list', {}, owner)).rows).toEqual([])
    expect((await shop.get('workOrders.list', { deleted: true }, owner)).rows.map(({ id }) => id)).toEqual([workOrderId])
    expect(await shop.refused('workOrders.start', { workOrderId }, owner)).toMatchObject({ code: 'workOrders.unknownOrder' })
    expect(await shop.get('workOrders.restore', { workOrderId }, owner)).toMatchObject({ order: { deleted: false } })
    for (const name of ['workOrders.get', 'workOrders.start', 'workOrders.finish', 'workOrders.restore', 'workOrders.remove', 'workOrders.reopen'] as const) {
      expect(await shop.refused(name, { workOrderId: shop.clock.newId() }, owner)).toMatchObject({ code: 'workOrders.unknownOrder', kind: 'notFound' })
    }
  })

  it('WO-FILTER LIST-PAGE LIST-FILTER: filters and sorts; orders without a promise come last', async () => {
    const { shop, owner, open, tom, customer, vehicle } = await openWorkshop()
    const a = (await open({ technicianId: tom })).order
    shop.clock.at += HOUR_MS
    const b = (await open()).order
    shop.clock.at += HOUR_MS
    const c = (await open()).order
    await shop.get('workOrders.update', { workOrderId: c.id, promisedAt: monday(15) }, owner)
    await shop.get('workOrders.update', { workOrderId: b.id, promisedAt: monday(14) }, owner)
    await shop.get('workOrders.cancel', { workOrderId: a.id, reason: 'x' }, owner)
    const ids = async (input: object) => (await shop.get('workOrders.list', input, owner)).rows.map(({ id }) => id)
    expect(await ids({})).toEqual([c.id, b.id, a.id])
    expect(await ids({ sort: 'promised' })).toEqual([b.id, c.id, a.id])
    expect(await ids({ sort: 'number', limit: 1 })).toEqual([c.id])
    expect(await ids({ sort: 'state' })).toEqual([a.id, b.id, c.id])
    expect(await ids({ state: 'open', customerId: customer.id, vehicleId: vehicle.id })).toEqual([c.id, b.id])
    expect(await ids({ technicianId: tom })).toEqual([a.id])
    expect(await ids({ fromAt: monday(10), toAt: monday(11) })).toEqual([b.id])
    expect(await ids({ promisedFromAt: monday(14), promisedToAt: monday(15) })).toEqual([b.id])
    const first = await shop.get('workOrders.list', { sort: 'promised', limit: 2 }, owner)
    expect(first).toMatchObject({ total: 3, rows: [{ customerName: 'Erika Muster', vehicleLabel: '2019 Volkswagen Golf', plate: 'B-EM 123' }, {}] })
    expect(first.rows[0]).not.toHaveProperty('dueAt')
    expect(await ids({ sort: 'promised', limit: 2, after: first.next ?? '' })).toEqual([a.id])
  })

  it('DB-INDEX: every order of the list reads its index', async () => {
    const { shop } = await openWorkshop()
    const plan = (by: string, where = '') =>
      (
        shop.platform.store.connection.raw.prepare(`EXPLAIN QUERY PLAN SELECT * FROM work_order WHERE deleted = 0 ${where} ORDER BY ${by} LIMIT 51`).all() as {
          detail: string
        }[]
      )
        .map(({ detail }) => detail)
        .join() // SQLite's own columns
    expect(plan('created_at DESC, id DESC')).toBe('SEARCH work_order USING INDEX work_order_newest (deleted=?)')
    expect(plan('number DESC')).toBe('SEARCH work_order USING INDEX work_order_number (deleted=?)')
    expect(plan('due_at, id')).toBe('SEARCH work_order USING INDEX work_order_due (deleted=?)')
    expect(plan('state, created_at, id')).toBe('SEARCH work_order USING INDEX work_order_state_newest (deleted=?)')
    expect(plan('created_at DESC, id DESC', "AND state = 'open'")).toBe('SEARCH work_order USING INDEX work_order_state_newest (deleted=? AND state=?)')
    expect(plan('finished_at DESC', "AND technician_id = 'x' AND +state IN ('done', 'invoiced') AND finished_at >= 1 AND finished_at < 2")).toBe(
      'SEARCH work_order USING INDEX work_order_finished (technician_id=? AND finished_at>? AND finished_at<?)',
    )
    expect(plan('created_at DESC, id DESC', "AND vehicle_id = 'x'")).toBe('SEARCH work_order USING INDEX work_order_vehicle (deleted=? AND vehicle_id=?)')
  })
})

describe('mileage', () => {
  it('CRM-VEHICLE: what is read off the odometer becomes the mileage of the car, and never takes it back', async () => {
    const { shop, owner, open, vehicle } = await openWorkshop()
    const workOrderId = (await open()).order.id
    const of = async (mileageKm: number) => (await shop.get('workOrders.update', { workOrderId, mileageKm }, owner)).vehicle.mileageKm
    expect(await of(81_000)).toBe(81_000)
    expect(await of(79_000)).toBe(81_000)
    await shop.get('vehicles.remove', { vehicleId: vehicle.id }, owner)
    expect(await of(90_000)).toBe(81_000)
  })
})

describe('lines', () => {
  it('FIN-PRECISION WO-6: labour, parts and fees from catalogue or by hand; the totals are those of the record', async () => {
    const { shop, owner, open, tom } = await openWorkshop()
    const workOrderId = (await open({ technicianId: tom })).order.id
    const pads = await shop.get('catalog.create', { sku: 'BP-1', name: 'Brake pads', kind: 'part', priceMinor: 4999 }, owner)
    const check = await shop.get('catalog.create', { name: 'Inspection', kind: 'service', priceMinor: 12_000, taxRateBp: 700 }, owner)
    await shop.get('workOrders.addLine', { workOrderId, itemId: pads.id, qtyMilli: 2000, discountBp: 1000 }, owner)
    await shop.get('workOrders.addLine', { workOrderId, itemId: check.id, description: 'Inspection, large' }, owner)
    await shop.get('workOrders.addLine', { workOrderId, kind: 'labor', description: 'Brakes', qtyMilli: 1250 }, owner)
    const view = await orderAfter(
      shop,
      'workOrders.addLine',
      { workOrderId, kind: 'fee', description: 'Disposal', unitPriceMinor: 350, taxExempt: true },
      owner,
    )
    expect(view.lines).toMatchObject([
      { position: 1, kind: 'part', description: 'Brake pads', itemCode: 'BP-1', unitPriceMinor: 4999, netMinor: 8998, taxRateBp: 1900, technicianName: null },
      { position: 2, kind: 'labor', description: 'Inspection, large', itemCode: '', netMinor: 12_000, taxRateBp: 700, technicianName: 'Tom' },
      { position: 3, kind: 'labor', itemId: null, itemCode: null, unitPriceMinor: 9000, netMinor: 11_250, technicianName: 'Tom' },
      { position: 4, kind: 'fee', qtyMilli: 1000, netMinor: 350, taxExempt: true },
    ])
    expect(view.totals).toEqual({
      netMinor: 32_598,
      taxMinor: 4687,
      totalMinor: 37_285,
      taxes: [
        { rateBp: 1900, baseMinor: 20_248, taxMinor: 3847 },
        { rateBp: 700, baseMinor: 12_000, taxMinor: 840 },
        { rateBp: 0, baseMinor: 350, taxMinor: 0 },
      ],
    })
    expect(view.order).toMatchObject({ netMinor: 32_598, taxMinor: 4687, totalMinor: 37_285 })

    const [first, second] = view.lines
    if (!first || !second) throw new Error('lines were added')
    expect(await orderAfter(shop, 'workOrders.updateLine', { lineId: first.id, discountBp: 0 }, owner)).toMatchObject({ order: { netMinor: 33_598 } })
    const less = await orderAfter(shop, 'workOrders.removeLine', { lineId: second.id }, owner)
    expect(less.lines.map(({ position }) => position)).toEqual([1, 3, 4])
    expect(less.order).toMatchObject({ netMinor: 21_598, totalMinor: 21_598 + 4037 })
    expect(await shop.refused('workOrders.updateLine', { lineId: second.id, qtyMilli: 1 }, owner)).toMatchObject({
      code: 'workOrders.unknownLine',
      kind: 'notFound',
    })
  })

  it('FIN-PRECISION: an exempt customer pays no tax, on lines added from then on', async () => {
    const { shop, owner, open, customer } = await openWorkshop()
    const workOrderId = (await open()).order.id
    await shop.get('workOrders.addLine', { workOrderId, kind: 'fee', description: 'before', unitPriceMinor: 1000 }, owner)
    await shop.get('customers.update', { customerId: customer.id, taxExempt: true }, owner)
    const view = await orderAfter(shop, 'workOrders.addLine', { workOrderId, kind: 'fee', description: 'after', unitPriceMinor: 1000 }, owner)
    expect(view.totals.taxes).toEqual([
      { rateBp: 1900, baseMinor: 1000, taxMinor: 190 },
      { rateBp: 0, baseMinor: 1000, taxMinor: 0 },
    ])
  })

  it('WO-CRUD SEC-INPUT: refuses lines that name nothing, come from nowhere, or cannot be paid exactly', async () => {
    const { shop, owner, open } = await openWorkshop()
    const workOrderId = (await open()).order.id
    expect(await shop.refused('workOrders.addLine', { workOrderId, kind: 'part' }, owner)).toMatchObject({ code: 'platform.badInput' })
    expect(await shop.refused('workOrders.addLine', { workOrderId, itemId: shop.clock.newId() }, owner)).toMatchObject({
      code: 'workOrders.unknownReference',
      field: 'itemId',
    })
    expect(await shop.refused('workOrders.addLine', { workOrderId, kind: 'labor', description: 'x', technicianId: shop.clock.newId() }, owner)).toMatchObject({
      field: 'technicianId',
    })
    expect(
      await shop.refused('workOrders.addLine', { workOrderId, kind: 'part', description: 'x', qtyMilli: 100_000_000, unitPriceMinor: 100_000_000_000 }, owner),
    ).toMatchObject({ code: 'workOrders.amountTooLarge' })
    expect((await shop.get('workOrders.get', { workOrderId }, owner)).lines).toEqual([])
  })
})

describe('the job in the bay', () => {
  it('BAY-LOCK WO-1 WO-2 WO-3: starting takes bay and technician; neither can be taken twice', async () => {
    const workshop = await openWorkshop()
    const { shop, owner, open, bay1, bay2, tom, una } = workshop
    const first = (await open()).order.id
    const second = (await open()).order.id
    expect(await shop.refused('workOrders.start', { workOrderId: first }, owner)).toMatchObject({ code: 'workOrders.bayNeeded', kind: 'conflict' })
    expect(await shop.refused('workOrders.start', { workOrderId: first, bayId: bay1 }, owner)).toMatchObject({ code: 'workOrders.technicianNeeded' })
    expect(await shop.get('workOrders.start', { workOrderId: first, bayId: bay1, technicianId: tom }, owner)).toMatchObject({
      order: { state: 'inProgress', startedAt: monday(9), runningSinceAt: monday(9) },
      bay: { name: 'Bay 1' },
    })
    expect(await stateOfBay(workshop, 'Bay 1')).toMatchObject({ state: 'occupied', workOrderId: first })

    expect(await shop.refused('workOrders.start', { workOrderId: second, bayId: bay1, technicianId: una }, owner)).toMatchObject({
      code: 'bays.occupied',
      workOrderId: first,
      name: 'Bay 1',
    })
    expect(await shop.refused('workOrders.start', { workOrderId: second, bayId: bay2, technicianId: tom }, owner)).toMatchObject({
      code: 'workOrders.technicianBusy',
      workOrderId: first,
    })
    expect(await shop.refused('workOrders.start', { workOrderId: first }, owner)).toMatchObject({
      code: 'workOrders.wrongState',
      state: 'inProgress',
      event: 'start',
    })
    expect(await shop.refused('workOrders.update', { workOrderId: first, bayId: bay2 }, owner)).toMatchObject({ code: 'workOrders.bayHeld' })
    await shop.get('bays.setDown', { bayId: bay2, untilAt: shop.clock.at + 1000 }, owner)
    expect(await shop.refused('workOrders.start', { workOrderId: second, bayId: bay2, technicianId: una }, owner)).toMatchObject({ code: 'bays.down' })
    expect((await shop.get('workOrders.get', { workOrderId: second }, owner)).order).toMatchObject({ state: 'open', bayId: null, startedAt: null })
    shop.clock.at += 1000 // it is in service again, as the plan has it
    await shop.get('workOrders.start', { workOrderId: second, bayId: bay2, technicianId: una }, owner)
  })

  it('BAY-LOCK WO-2: a held job that left its bay gets one by going on alone', async () => {
    const { shop, owner, open, bay1, bay2, tom } = await openWorkshop()
    const workOrderId = (await open({ bayId: bay1, technicianId: tom })).order.id
    await shop.get('workOrders.start', { workOrderId }, owner)
    await shop.get('workOrders.hold', { workOrderId, reason: 'parts', leavesBay: true }, owner)
    expect(await shop.refused('workOrders.update', { workOrderId, bayId: bay2 }, owner)).toMatchObject({ code: 'workOrders.bayHeld' })
    await shop.get('workOrders.resume', { workOrderId, bayId: bay2 }, owner)
    expect((await shop.get('workOrders.finish', { workOrderId }, owner)).view.order).toMatchObject({ state: 'done', bayId: bay2 })
  })

  it('BAY-LOCK WO-1 WO-2 WO-3 WO-5 DB-FK: the database itself refuses what the rules refuse', async () => {
    const { shop, owner, open, bay1, bay2, tom } = await openWorkshop()
    const { raw } = shop.platform.store.connection
    const first = (await open()).order.id
    const second = (await open()).order.id
    await shop.get('workOrders.start', { workOrderId: first, bayId: bay1, technicianId: tom }, owner)
    const set = (sql: string) => () => raw.prepare(`UPDATE work_order SET ${sql} WHERE id = '${second}'`).run()
    expect(set(`state = 'onHold', bay_id = '${bay1}'`)).toThrow('UNIQUE')
    expect(set(`state = 'inProgress', running_since_at = 1, bay_id = '${bay2}', technician_id = '${tom}'`)).toThrow('UNIQUE')
    expect(set("state = 'inProgress', running_since_at = 1")).toThrow('CHECK')
    expect(set('running_since_at = 1')).toThrow('CHECK')
    expect(set('discount_bp = 10001')).toThrow('CHECK')
    expect(set("state = 'nonsense'")).toThrow('CHECK')
    expect(set("customer_id = 'nobody'")).toThrow('FOREIGN KEY')

    await shop.get('workOrders.addLine', { workOrderId: second, kind: 'fee', description: 'x', unitPriceMinor: 1 }, owner)
    await shop.get('workOrders.cancel', { workOrderId: second, reason: 'x' }, owner)
    expect(() => raw.prepare('UPDATE work_order_line SET unit_price_minor = 2').run()).toThrow('workOrders.wrongState')
    expect(await shop.refused('workOrders.addLine', { workOrderId: second, kind: 'fee', description: 'y' }, owner)).toMatchObject({
      code: 'workOrders.wrongState',
      event: 'edit',
    })
  })

  it('BAY-RELEASE WO-4: finishing frees the bay, completes the booking, calls the next one, in one entry of the journal', async () => {
    const workshop = await openWorkshop()
    const { shop, owner, book, bay1, tomAtTheKiosk } = workshop
    const now = await book(monday(9), monday(10))
    const next = await book(monday(10), monday(11))
    const {
      order: { id: workOrderId },
    } = await shop.get('workOrders.open', { appointmentId: now.id }, owner)
    const kiosk = await tomAtTheKiosk()
    await shop.get('workOrders.start', { workOrderId }, kiosk)
    shop.clock.at += 45 * MINUTE_MS
    const { view, called } = await shop.get('workOrders.finish', { workOrderId, mileageKm: 80_501 }, kiosk)
    expect(view.order).toMatchObject({
      state: 'done',
      finishedAt: monday(9, 45),
      workedMs: 45 * MINUTE_MS,
      runningSinceAt: null,
      mileageKm: 80_501,
      bayId: bay1,
    })
    expect(called).toMatchObject({ id: next.id, state: 'called' })
    expect(await stateOfBay(workshop, 'Bay 1')).toMatchObject({ state: 'free', workOrderId: null })
    expect((await shop.get('appointments.get', { appointmentId: now.id }, owner)).state).toBe('completed')

    const { raw } = shop.platform.store.connection
    const entry = raw.prepare("SELECT seq, user_name FROM journal WHERE command = 'workOrders.finish'").all() as { seq: number; user_name: string }[] // our own table
    expect(entry).toMatchObject([{ user_name: 'Tom' }])
    expect(raw.prepare('SELECT tbl FROM journal_change WHERE seq = ? ORDER BY i').pluck().all(entry[0]?.seq)).toEqual([
      'bay',
      'work_order',
      'clock_punch',
      'vehicle',
      'appointment',
      'appointment',
    ])
  })

  it('BAY-RELEASE: the fact is announced, with the bay and who was called', async () => {
    const { shop, owner, open, bay1, tom, book } = await openWorkshop()
    const waiting = await book(monday(10), monday(11))
    const workOrderId = (await open({ bayId: bay1, technicianId: tom })).order.id
    await shop.get('workOrders.start', { workOrderId }, owner)
    const said: unknown[] = []
    shop.dispatch.run('test', shop.clock.newId(), (ctx) => finish({ ...ctx, emit: (...event) => said.push(event) }, { workOrderId }))
    expect(said).toEqual([['workOrders.jobFinished', { workOrderId, bayId: bay1, calledAppointmentId: waiting.id }]])
  })

  it('DB-TXN BAY-RELEASE: a release that fails leaves nothing of the finish', async () => {
    const workshop = await openWorkshop()
    const { shop, owner, book, bay1 } = workshop
    const booked = await book(monday(9), monday(10))
    await book(monday(10), monday(11))
    const {
      order: { id: workOrderId },
    } = await shop.get('workOrders.open', { appointmentId: booked.id }, owner)
    const started = await shop.get('workOrders.start', { workOrderId }, owner)
    const { raw } = shop.platform.store.connection
    raw.prepare("UPDATE bay SET state = 'free', work_order_id = NULL WHERE id = ?").run(bay1)
    const count = () => raw.prepare('SELECT count(*) FROM journal').pluck().get()
    const before = count()
    expect(await shop.refused('workOrders.finish', { workOrderId, mileageKm: 1 }, owner)).toMatchObject({ code: 'bays.notHeld' })
    expect(await shop.get('workOrders.get', { workOrderId }, owner)).toEqual(started)
    expect((await shop.get('appointments.list', { state: 'called' }, owner)).rows).toEqual([])
    expect(count()).toBe(before)
  })

  it('DB-TXN: a start that cannot have its bay leaves no trace, though the old bay was given back first', async () => {
    const workshop = await openWorkshop()
    const { shop, owner, open, bay1, bay2, tom, una } = workshop
    const held = (await open({ bayId: bay1, technicianId: tom })).order.id
    const other = (await open({ bayId: bay2, technicianId: una })).order.id
    for (const workOrderId of [held, other]) await shop.get('workOrders.start', { workOrderId }, owner)
    await shop.get('workOrders.hold', { workOrderId: held, reason: 'parts' }, owner)
    expect(await shop.refused('workOrders.resume', { workOrderId: held, bayId: bay2 }, owner)).toMatchObject({ code: 'bays.occupied', workOrderId: other })
    expect(await stateOfBay(workshop, 'Bay 1')).toMatchObject({ state: 'occupied', workOrderId: held })
  })

  it('BAY-RELEASE WO-2: a held job keeps its bay or leaves it; the technician is free either way; holds do not count as work', async () => {
    const workshop = await openWorkshop()
    const { shop, owner, open, book, bay1, bay2, tom, una } = workshop
    const {
      order: { id: held },
    } = await shop.get('workOrders.open', { appointmentId: (await book(monday(9), monday(10))).id }, owner)
    const other = (await open({ bayId: bay2, technicianId: tom })).order.id
    await shop.get('workOrders.start', { workOrderId: held }, owner)
    shop.clock.at += 10 * MINUTE_MS
    expect(await shop.get('workOrders.hold', { workOrderId: held, reason: 'waits for parts' }, owner)).toMatchObject({
      order: { state: 'onHold', holdReason: 'waits for parts', bayId: bay1 },
    })
    expect(await stateOfBay(workshop, 'Bay 1')).toMatchObject({ workOrderId: held })
    await shop.get('workOrders.start', { workOrderId: other }, owner)
    expect(await shop.refused('workOrders.resume', { workOrderId: held }, owner)).toMatchObject({ code: 'workOrders.technicianBusy', workOrderId: other })
    shop.clock.at += HOUR_MS
    expect(await shop.get('workOrders.resume', { workOrderId: held, technicianId: una }, owner)).toMatchObject({
      order: { state: 'inProgress', holdReason: '', workedMs: 10 * MINUTE_MS },
      technician: { name: 'Una' },
    })
    shop.clock.at += 5 * MINUTE_MS
    const later = await book(monday(13), monday(14))
    expect(await shop.get('workOrders.hold', { workOrderId: held, reason: 'parts again', leavesBay: true }, owner)).toMatchObject({
      order: { state: 'onHold', bayId: null, workedMs: 15 * MINUTE_MS },
      bay: null,
    })
    expect(await stateOfBay(workshop, 'Bay 1')).toMatchObject({ state: 'free' })
    // Its own booking came first that day, and is not called again: the car is being worked on.
    expect((await shop.get('appointments.list', { state: 'called' }, owner)).rows.map(({ id }) => id)).toEqual([later.id])
    expect(await shop.refused('workOrders.resume', { workOrderId: held }, owner)).toMatchObject({ code: 'workOrders.bayNeeded' })
    await shop.get('workOrders.finish', { workOrderId: other }, owner)
    await shop.get('workOrders.resume', { workOrderId: held, bayId: bay2 }, owner)
    expect(await stateOfBay(workshop, 'Bay 2')).toMatchObject({ workOrderId: held })
    expect(await shop.get('workOrders.cancel', { workOrderId: held, reason: 'took the car home' }, owner)).toMatchObject({ order: { state: 'cancelled' } })
    expect(await stateOfBay(workshop, 'Bay 2')).toMatchObject({ state: 'free', workOrderId: null })
  })

  it('BAY-RELEASE: a finished order is opened again and holds no bay until it is started anew', async () => {
    const workshop = await openWorkshop()
    const { shop, owner, open, bay1, tom } = workshop
    const workOrderId = (await open({ bayId: bay1, technicianId: tom })).order.id
    await shop.get('workOrders.start', { workOrderId }, owner)
    await shop.get('workOrders.finish', { workOrderId }, owner)
    expect(await shop.get('workOrders.reopen', { workOrderId }, owner)).toMatchObject({ order: { state: 'open', finishedAt: null } })
    expect(await stateOfBay(workshop, 'Bay 1')).toMatchObject({ state: 'free' })
    await shop.get('workOrders.start', { workOrderId }, owner)
    expect(await stateOfBay(workshop, 'Bay 1')).toMatchObject({ workOrderId })
  })
})

describe('kiosk and board', () => {
  it('KIOSK-MODE: a technician sees what is theirs, and starts a job in their own name', async () => {
    const { shop, owner, open, book, locationId, bay1, bay2, una, tomAtTheKiosk } = await openWorkshop()
    const booked = await book(monday(10), monday(11))
    await book(monday(24 + 10), monday(24 + 11))
    const job = (await open({ bayId: bay1 })).order.id
    await open({ bayId: bay2, technicianId: una })
    const nobodys = (await open()).order.id
    const kiosk = await tomAtTheKiosk()
    expect((await shop.get('workOrders.myJobs', { locationId }, kiosk)).waiting.map(({ id }) => id).sort()).toEqual([job, nobodys].sort())
    await shop.get('workOrders.start', { workOrderId: job }, kiosk)
    expect((await shop.get('workOrders.myJobs', { locationId }, kiosk)).waiting.map(({ id }) => id)).toEqual([nobodys])
    const mine = await shop.get('workOrders.myJobs', {}, kiosk)
    expect(mine).toMatchObject({
      technician: { name: 'Tom' },
      inProgress: { id: job, technicianName: 'Tom' },
      onHold: [],
      next: [],
      waiting: [],
      today: [{ id: booked.id }],
      finishedToday: [],
    })
    expect(mine.today).toHaveLength(1)
    await shop.get('workOrders.finish', { workOrderId: job }, kiosk)
    const {
      order: { id: next },
    } = await shop.get('workOrders.open', { appointmentId: booked.id }, owner)
    expect(await shop.get('workOrders.myJobs', {}, kiosk)).toMatchObject({
      inProgress: null,
      next: [{ id: next, plate: 'B-EM 123' }],
      finishedToday: [{ id: job }],
    })
    expect(await shop.refused('workOrders.myJobs', {}, owner)).toMatchObject({ code: 'workOrders.notATechnician' })
    expect(await shop.refused('workOrders.cancel', { workOrderId: next, reason: 'x' }, kiosk)).toMatchObject({
      code: 'platform.notAllowed',
      needs: 'workOrders.write',
    })
  })

  it('BAY-STATUS: the board shows each bay with its job, the minutes worked, and the booking that comes next', async () => {
    const { shop, owner, open, book, locationId, bay1, tom } = await openWorkshop()
    const now = await book(monday(9), monday(10))
    const next = await book(monday(11), monday(12))
    const { order } = await shop.get('workOrders.open', { appointmentId: now.id }, owner)
    await shop.get('workOrders.start', { workOrderId: order.id }, owner)
    shop.clock.at += 20 * MINUTE_MS + 59_000
    await open()
    expect(await shop.get('workOrders.bayBoard', { locationId }, owner)).toMatchObject([
      {
        bay: { id: bay1, state: 'occupied' },
        job: { id: order.id, technicianId: tom, technicianName: 'Tom', customerName: 'Erika Muster' },
        minutesRunning: 20,
        nextAppointment: { id: next.id, customerName: 'Erika Muster' },
      },
      { bay: { name: 'Bay 2', state: 'free' }, job: null, minutesRunning: 0, nextAppointment: null },
    ])
  })
})
