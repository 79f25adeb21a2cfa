import { describe, expect, it } from 'vitest'
import { mergeChange, type RowChange } from '#shared/contract/merge.ts'
import type { Hlc } from '#shared/kernel/hlc.ts'
import { HOUR_MS, MINUTE_MS } from '#shared/kernel/time.ts'
import { alertsSync } from '#shared/modules/alerts/sync.ts'
import type { Sale } from '#shared/modules/pos/model.ts'
import { firstOf, saleId } from '#tests/support/counter.ts'
import { signedIn } from '#tests/support/people.ts'
import { monday, openWorkshop } from '#tests/support/workshop.ts'

async function openAlerts() {
  const workshop = await openWorkshop()
  const { shop, owner, locationId } = workshop
  shop.jobs.start()
  /** What the schedule does within the next minute. */
  const settle = async (minutes = 1) => {
    shop.clock.at += minutes * MINUTE_MS
    await shop.jobs.runDue()
  }
  const list = async (own: { standing?: 'open' | 'resolved' | 'withdrawn'; sort?: 'newest' } = {}, token = owner) =>
    (await shop.get('alerts.list', { locationId, ...own }, token)).rows
  return { ...workshop, settle, list, open: async () => (await list({ standing: 'open' })).map(({ source, priority }) => [source, priority]) }
}

describe('ALR-CORE: alerts', () => {
  it('ALR-2 ALR-CORE: a late job is told once, changes its priority with the work, and is withdrawn when it is done', async () => {
    const { shop, owner, locationId, customer, vehicle, bay1, tom, settle, open, list } = await openAlerts()
    const { order } = await shop.get(
      'workOrders.open',
      { locationId, customerId: customer.id, vehicleId: vehicle.id, bayId: bay1, technicianId: tom, promisedAt: monday(10) },
      owner,
    )
    await settle(59)
    expect(await open()).toEqual([])
    await settle(2)
    expect(await open()).toEqual([['jobLate', 4]])
    const [first] = await list()
    expect(first).toMatchObject({
      subjectId: order.id,
      facts: { number: order.number, plate: 'B-EM 123', promisedAt: monday(10) },
      state: 'open',
      isRead: false,
    })
    await shop.get('workOrders.start', { workOrderId: order.id }, owner)
    await settle()
    expect(await open()).toEqual([['jobLate', 3]])
    await shop.get('workOrders.finish', { workOrderId: order.id }, owner)
    await settle()
    expect(await open()).toEqual([])
    expect(await list({ standing: 'withdrawn' })).toMatchObject([{ id: first?.id, state: 'withdrawn' }])
    await shop.jobs.stop()
  })

  it('ALR-3 ALR-CORE: resolved by a person with a word, it stays so while the cause lasts; a second time it is refused', async () => {
    const { shop, owner, locationId, customer, vehicle, settle, list, open } = await openAlerts()
    await shop.get('workOrders.open', { locationId, customerId: customer.id, vehicleId: vehicle.id }, owner)
    await settle(31)
    expect(await open()).toEqual([['jobUnassigned', 2]])
    const [alert] = await list()
    if (!alert) throw new Error('an alert is up')
    expect(await shop.get('alerts.resolve', { alertId: alert.id, resolution: 'Una comes at ten' }, owner)).toMatchObject({
      state: 'resolved',
      resolvedByName: 'Ada Owner',
      resolution: 'Una comes at ten',
    })
    expect(await shop.refused('alerts.resolve', { alertId: alert.id }, owner)).toMatchObject({ code: 'alerts.notOpen', state: 'resolved' })
    expect(await shop.refused('alerts.resolve', { alertId: shop.clock.newId<'alert'>() }, owner)).toMatchObject({ code: 'alerts.unknownAlert' })
    await settle(60)
    expect(await list({ sort: 'newest' })).toMatchObject([{ id: alert.id, state: 'resolved' }])
    await shop.jobs.stop()
  })

  it('ALR-BAYUTIL: one job more than the bay’s daily maximum raises an alert for its day, and moving it away withdraws it', async () => {
    const { shop, owner, locationId, bay1, bay2, tom, una, book, settle, open, list } = await openAlerts()
    await shop.get('bays.update', { bayId: bay1, dailyMaxJobs: 2 }, owner)
    await book(monday(10), monday(11))
    const { id: appointmentId } = await book(monday(11), monday(12))
    // Lunch is no job, and a further time of a booking no other one.
    await shop.get('appointments.block', { locationId, bayId: bay1, startAt: monday(12), endAt: monday(13), purpose: 'lunch' }, owner)
    const time = await shop.get('appointments.addTime', { appointmentId, startAt: monday(15), endAt: monday(16), bayId: bay1, technicianId: tom }, owner)
    await settle()
    expect(await open()).toEqual([])
    const third = await book(monday(13), monday(14), { technicianId: una })
    await settle()
    expect(await open()).toEqual([['bayOverfull', 3]])
    expect(await list()).toMatchObject([{ facts: { bay: 'Bay 1', on: '2026-03-02', jobs: 3, minutes: 300 } }])
    await shop.get('appointments.removeBlock', { appointmentId: time.id }, owner)
    await shop.get('appointments.update', { appointmentId: third.id, bayId: bay2 }, owner)
    await settle()
    expect(await open()).toEqual([])
    await shop.get('bays.update', { bayId: bay1, dailyMaxJobs: null, dailyMaxMinutes: 60 }, owner)
    await settle()
    expect(await open()).toEqual([['bayOverfull', 3]])
    await shop.jobs.stop()
  })

  it('PART-SPECIAL A-PARTSCHAIN ALR-CORE: desk and bench hear when the last part that a job waits for has come; it is that job’s, and the job is not finished before it is fitted', async () => {
    const { shop, owner, locationId, customer, vehicle, bay1, tom, settle, list, open } = await openAlerts()
    await shop.get('workspace.update', { gates: ['parts'] }, owner)
    const placeId = (await shop.get('inventory.createPlace', { locationId, name: 'Parts room' }, owner)).id
    const supplierId = (await shop.get('purchasing.createSupplier', { name: 'Northside' }, owner)).id
    const part = async (name: string) => (await shop.get('catalog.create', { name, costMinor: 500 }, owner)).id
    const itemIds = [await part('Hub'), await part('Bearing')]
    const job = async (own: { bayId?: typeof bay1; technicianId?: typeof tom }) => {
      const { order } = await shop.get('workOrders.open', { locationId, customerId: customer.id, vehicleId: vehicle.id, promisedAt: monday(18), ...own }, owner)
      for (const itemId of itemIds) await shop.get('workOrders.addLine', { workOrderId: order.id, itemId, qtyMilli: 1000 }, owner)
      return order.id
    }
    const linesOf = async (workOrderId: typeof first) => (await shop.get('workOrders.get', { workOrderId }, owner)).lines
    // The first one would take what lies there; the second one has it ordered.
    const [first, second] = [await job({ technicianId: tom }), await job({ bayId: bay1, technicianId: tom })]
    for (const { id: lineId } of await linesOf(second)) await shop.get('workOrders.requestPart', { lineId }, owner)
    const { head, lines } = await shop.get('purchasing.orderWanted', { supplierId, placeId, itemIds }, owner)
    await shop.get('purchasing.send', { orderId: head.id }, owner)
    await shop.get('workOrders.start', { workOrderId: second }, owner)
    await shop.get('workOrders.hold', { workOrderId: second, reason: 'Waits for parts' }, owner)
    const receive = (i: number) =>
      shop.get('purchasing.receive', { orderId: head.id, lines: [{ lineId: lines[i]?.id as never, qtyMilli: 1000, bin: `A-${i}` }] }, owner)
    await receive(0)
    await settle()
    expect(await open()).toEqual([])
    const { requests } = await receive(1)
    expect(requests.map(({ jobId, state }) => [jobId, state])).toEqual([
      [second, 'received'],
      [second, 'received'],
    ])
    await settle()
    expect(await open()).toEqual([['partsHere', 3]])
    expect(await list()).toMatchObject([{ subjectId: second, facts: { plate: 'B-EM 123', technician: 'Tom', parts: 'Bearing · Hub' } }])
    const standing = async (workOrderId: typeof first) => (await linesOf(workOrderId)).map(({ part: state, bin }) => [state, bin])
    expect([await standing(second), await standing(first)]).toEqual([
      [
        ['reserved', 'A-0'],
        ['reserved', 'A-1'],
      ],
      [
        ['short', 'A-0'],
        ['short', 'A-1'],
      ],
    ])
    await shop.get('workOrders.resume', { workOrderId: second }, owner)
    expect(await shop.refused('workOrders.finish', { workOrderId: second }, owner)).toMatchObject({ code: 'workOrders.gatesOpen', gates: 'parts' })
    for (const { id: lineId } of await linesOf(second)) await shop.get('workOrders.updateLine', { lineId, disposition: 'fitted' }, owner)
    await shop.get('workOrders.finish', { workOrderId: second }, owner)
    await settle()
    expect(await open()).toEqual([])
    expect((await shop.get('workOrders.parts', { workOrderId: second }, owner)).map(({ state }) => state)).toEqual(['fitted', 'fitted'])
    await shop.jobs.stop()
  })

  it('INV-CRITICAL ALR-CORE: what falls to its critical level raises an alert, what is merely low does not, and a delivery withdraws it', async () => {
    const { shop, owner, locationId, settle, list, open } = await openAlerts()
    const placeId = (await shop.get('inventory.createPlace', { locationId, name: 'Parts room' }, owner)).id
    const itemId = (await shop.get('catalog.create', { name: 'Battery' }, owner)).id
    const receive = (qtyMilli: number) => shop.get('inventory.receive', { placeId, lines: [{ itemId, qtyMilli, unitCostMinor: 100 }] }, owner)
    await receive(5000)
    await shop.get('inventory.setRule', { itemId, placeId, reorderAtMilli: 5000, fillToMilli: 8000, criticalAtMilli: 1000 }, owner)
    await settle()
    expect(await open()).toEqual([])
    await shop.get('inventory.adjust', { itemId, placeId, deltaMilli: -4000, note: 'broken' }, owner)
    await settle()
    expect(await open()).toEqual([['stockCritical', 2]])
    expect(await list()).toMatchObject([{ subjectId: `${itemId} ${placeId}`, facts: { name: 'Battery', place: 'Parts room', qtyMilli: 1000 } }])
    await shop.get('inventory.adjust', { itemId, placeId, deltaMilli: -2000, note: 'broken' }, owner)
    await settle()
    expect(await open()).toEqual([['stockCritical', 3]])
    await receive(4000)
    await settle()
    expect(await open()).toEqual([])
    await shop.jobs.stop()
  })

  it('POS-11 PAY-TENDER ALR-CORE: money that went back twice and a card without an answer are told until they are settled', async () => {
    const { shop, owner, locationId, settle, open, list } = await openAlerts()
    await shop.get('pos.openTill', { locationId, counts: [{ worthMinor: 10_000, pieces: 1 }] }, owner)
    await shop.get('pos.setPolicy', { cardAlarmHours: 1 }, owner)
    const sell = (own: object) => shop.get('pos.sell', { saleId: saleId(), ...own } as never, owner) as Promise<Sale>
    const line = { itemId: null, description: 'Mat', qtyMilli: 1000, unitPriceMinor: 1000 }
    const { payments, number } = await sell({ lines: [line], payments: [{ method: 'card', amountMinor: 1190 }] })
    await settle(55)
    expect(await open()).toEqual([])
    await settle(6)
    expect(await open()).toEqual([['cardsLate', 3]])
    expect(await list()).toMatchObject([{ subjectId: locationId, locationId, facts: { number, count: 1, amountMinor: 1190 } }])
    await shop.get('pos.settleCard', { paymentId: firstOf(payments).id, standing: 'approved', reference: 'T1' }, owner)
    await settle()
    expect(await open()).toEqual([])

    const sold = await sell({ lines: [line], payments: [{ method: 'cash', amountMinor: 1190 }] })
    const { id: lineId } = firstOf(sold.lines)
    await sell({ returns: [{ lineId, qtyMilli: 1000 }], payments: [{ method: 'cash', amountMinor: -1190 }] })
    // What another device gave back meanwhile comes in.
    const { raw } = shop.platform.store.connection
    raw.prepare('INSERT INTO sale_excess VALUES (?, ?, 1000)').run(lineId, locationId)
    await settle()
    expect(await open()).toEqual([['returnedTwice', 3]])
    expect((await list({ standing: 'open' }))[0]).toMatchObject({ subjectId: lineId, facts: { name: 'Mat', number: sold.number } })
    raw.exec('DELETE FROM sale_excess')
    await settle()
    expect(await open()).toEqual([])
    await shop.jobs.stop()
  })

  it('ALR-CORE: read is each person’s own; the bell counts what they have not read, the most urgent first', async () => {
    const { shop, owner, locationId, customer, vehicle, settle } = await openAlerts()
    const cashier = await signedIn(shop, 'cashier')
    const order = { locationId, customerId: customer.id, vehicleId: vehicle.id }
    await shop.get('workOrders.open', order, owner)
    await shop.get('workOrders.open', { ...order, promisedAt: monday(9, 10) }, owner)
    await settle(40)
    const bell = (token: string) => shop.get('alerts.bell', { locationId }, token)
    const { top, unread } = await bell(owner)
    expect([unread, top.map(({ source, priority }) => [source, priority])]).toEqual([
      3,
      [
        ['jobLate', 4],
        ['jobUnassigned', 3],
        ['jobUnassigned', 2],
      ],
    ])
    const alertIds = top.slice(0, 2).map(({ id }) => id)
    await shop.get('alerts.markRead', { alertIds }, owner)
    await shop.get('alerts.markRead', { alertIds }, owner)
    expect([(await bell(owner)).unread, (await bell(cashier.token)).unread]).toEqual([1, 3])
    expect((await bell(owner)).top.map(({ isRead }) => isRead)).toEqual([true, true, false])
    expect(await shop.get('alerts.bell', {}, owner)).toEqual({ unread: 0, top: [] })
    await shop.jobs.stop()
  })

  it('ALR-1 ALR-CORE A-OFFLINE: two devices that notice the same raise the same row, and the centre sees nothing to decide', async () => {
    const { shop, owner, locationId, customer, vehicle, settle, asTheCentre } = await openAlerts()
    await shop.get('workOrders.open', { locationId, customerId: customer.id, vehicleId: vehicle.id, promisedAt: monday(9, 5) }, owner)
    /** The raised row as it travels. */
    const born = (): RowChange => {
      const row = shop.platform.store.connection.raw.prepare("SELECT * FROM alert WHERE source = 'jobLate'").get() as Record<string, string | number | null> // scalars
      const own = Object.entries(row).filter(([name]) => !['id', 'created_at', 'updated_at', 'clk'].includes(name))
      return { table: 'alert', id: String(row['id']), insert: true, fields: Object.fromEntries(own.map(([name, value]) => [name, [value] as const])) }
    }
    await settle(7)
    const mine = born()
    // The other device has the order and not yet the alert.
    asTheCentre('DELETE FROM alert')
    await settle(5)
    const theirs = born()
    expect(theirs).toEqual(mine)
    const rule = alertsSync['alert']
    if (!rule) throw new Error('alerts travel')
    const first = mergeChange(rule, undefined, mine, '00000000000000a1-aaaaaaaa' as Hlc, 1, true)
    if (!('row' in first)) throw new Error('a first row is taken')
    expect(mergeChange(rule, first.row, theirs, '00000000000000b1-bbbbbbbb' as Hlc, 2, true)).toMatchObject({ outcome: 'applied', clashes: [] })
    await shop.jobs.stop()
  })

  it('ALR-CORE: a device does not judge what it does not have, and not while rows still come', async () => {
    const { shop, owner, locationId, customer, vehicle, settle, list, asTheCentre } = await openAlerts()
    await shop.get('workOrders.open', { locationId, customerId: customer.id, vehicleId: vehicle.id, promisedAt: monday(9, 5) }, owner)
    await settle(7)
    asTheCentre('DELETE FROM work_order')
    await settle(5)
    expect(await list({ standing: 'open' })).toMatchObject([{ source: 'jobLate' }, { source: 'jobUnassigned' }])
    await shop.jobs.stop()
  })

  it('ALR-CORE JOB-STATUS: a look that changes nothing leaves neither an entry nor a run', async () => {
    const { shop, settle } = await openAlerts()
    const count = (sql: string) => shop.platform.store.connection.raw.prepare(sql).pluck().get()
    const entries = count('SELECT count(*) FROM journal')
    await settle(1)
    await settle(HOUR_MS / MINUTE_MS)
    expect(count("SELECT count(*) FROM job WHERE name = 'alerts.evaluate' AND state <> 'queued'")).toBe(0)
    expect(count('SELECT count(*) FROM journal')).toBe(entries)
    await shop.jobs.stop()
  })
})
