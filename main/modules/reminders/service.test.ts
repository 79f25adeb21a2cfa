import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Id } from '#shared/kernel/ids.ts'
import { HOUR_MS } from '#shared/kernel/time.ts'
import { monday, openWorkshop } from '#tests/support/workshop.ts'
import { messagingReactions } from '../messaging/reactions.ts'
import { remindersReactions } from './reactions.ts'

async function openReminders() {
  const workshop = await openWorkshop()
  const { shop, owner, open, bay1, tom, vehicle, customer } = workshop
  const oil = await shop.get('reminders.createInterval', { name: 'Oil change', words: ['oil'], everyMonths: 12, everyKm: 15_000 }, owner)
  const brakes = await shop.get('reminders.createInterval', { name: 'Brake fluid', everyMonths: 24 }, owner)
  /** A visit on which these services were done. */
  const serviced = async (mileageKm: number, ...titles: string[]) => {
    const { order } = await open({ bayId: bay1, technicianId: tom })
    for (const title of titles) await shop.get('workOrders.addService', { workOrderId: order.id, title }, owner)
    await shop.get('workOrders.start', { workOrderId: order.id }, owner)
    await shop.get('workOrders.finish', { workOrderId: order.id, mileageKm }, owner)
    await shop.jobs.runDue()
    return order
  }
  const scan = () => remindersReactions.schedules?.['reminders.scan']?.run(shop.dispatch.context('reminders.scan', 'test'))
  const follow = () => remindersReactions.schedules?.['reminders.retell']?.run(shop.dispatch.context('reminders.retell', 'test'))
  const listed = async (filter: object = {}) =>
    (await shop.get('reminders.list', filter, owner)).rows.map(({ serviceName, status, messageState }) => [serviceName, status, messageState])
  const sent = async () => (await shop.get('messaging.list', {}, owner)).rows
  return { ...workshop, oil, brakes, serviced, scan, follow, listed, sent, vehicleId: vehicle.id, customerId: customer.id }
}

describe('CRM-SVCREMIND: service reminders', () => {
  it('REM-1 CRM-SVCREMIND: a due service is listed and its message is queued, once, however often it is looked at', async () => {
    const { shop, owner, serviced, scan, listed, sent, pass, vehicleId } = await openReminders()
    await serviced(80_000, 'Engine oil and filter')
    pass(300)
    expect(await scan()).toBe('1 vehicles, 0 reminders raised, 0 closed')
    expect(await listed()).toEqual([])
    pass(40)
    expect(await scan()).toBe('1 vehicles, 1 reminders raised, 0 closed')
    expect(await listed()).toEqual([['Oil change', 'soon', 'queued']])
    expect(await sent()).toMatchObject([
      { state: 'queued', channel: 'sms', recipient: '+49301234567', customerName: 'Erika Muster', language: 'en', supersedeKey: `service:${vehicleId}` },
    ])
    expect((await sent())[0]?.body).toContain('Volkswagen Golf B-EM 123 is due for Oil change by 2 Mar 2027')
    const entries = () => shop.platform.store.connection.raw.prepare('SELECT count(*) FROM journal').pluck().get()
    const before = entries()
    for (let i = 0; i < 3; i++) await scan()
    expect(entries()).toBe(before)
    pass(20)
    expect(await listed({ status: 'due' })).toEqual([['Oil change', 'due', 'queued']])
    pass(30)
    await scan()
    expect(await listed({ status: 'overdue' })).toEqual([['Oil change', 'overdue', 'queued']])
    expect(await sent()).toHaveLength(1)
    expect((await shop.get('reminders.ofVehicle', { vehicleId }, owner)).services).toMatchObject([
      { serviceName: 'Brake fluid', status: 'unknown', lastOn: null },
      { serviceName: 'Oil change', status: 'overdue', lastOn: '2026-03-02', lastKm: 80_000, dueOn: '2027-03-02', dueKm: 95_000 },
    ])
  })

  it('REM-2 CRM-SVCREMIND: doing the service closes the reminder and takes back its message; the next one comes in its time', async () => {
    const { serviced, scan, listed, sent, pass } = await openReminders()
    await serviced(80_000, 'Oil change')
    pass(350)
    await scan()
    await serviced(95_000, 'Oil change')
    expect(await listed()).toEqual([])
    expect(await listed({ state: 'done' })).toEqual([['Oil change', 'soon', 'cancelled']])
    pass(350)
    await scan()
    expect(await listed()).toHaveLength(1)
    expect((await sent()).map(({ state }) => state)).toEqual(['queued', 'cancelled'])
  })

  it('REM-1 REM-2 MSG-1 CRM-SVCREMIND: a service that is taken off its order again is due again: its reminder is raised anew, and said', async () => {
    const { shop, owner, serviced, scan, listed, sent, pass } = await openReminders()
    await serviced(80_000, 'Oil change')
    pass(370)
    await scan()
    const [reminder] = (await shop.get('reminders.list', {}, owner)).rows
    for (let round = 1; round <= 2; round++) {
      const { id: workOrderId } = await serviced(80_000 + round, 'Oil change')
      expect(await listed({ state: 'done' })).toEqual([['Oil change', 'overdue', 'cancelled']])
      await shop.get('workOrders.reopen', { workOrderId }, owner)
      await scan()
      expect(await listed()).toEqual([]) // the job may be finished as it was
      const { services } = await shop.get('workOrders.get', { workOrderId }, owner)
      await shop.get('workOrders.removeService', { serviceId: services[0]?.id as never }, owner)
      await shop.get('workOrders.start', { workOrderId }, owner)
      await shop.get('workOrders.finish', { workOrderId, mileageKm: 80_000 + round }, owner)
      await shop.jobs.runDue()
      expect((await shop.get('reminders.list', {}, owner)).rows).toMatchObject([{ id: reminder?.id, state: 'open', status: 'overdue', messageState: 'queued' }])
      expect((await sent()).map(({ state }) => state).sort()).toEqual([...Array.from({ length: round }, () => 'cancelled'), 'queued'])
      await scan()
      expect(await sent()).toHaveLength(round + 1)
    }
  })

  it('REM-1 CRM-SVCREMIND: what has gone out is not said again when its reminder is raised anew', async () => {
    const { shop, owner, serviced, scan, listed, sent, pass, asTheCentre } = await openReminders()
    await serviced(80_000, 'Oil change')
    pass(350)
    await scan()
    asTheCentre("UPDATE outgoing_message SET state = 'sent'")
    const { id: workOrderId } = await serviced(81_000, 'Oil change')
    await shop.get('workOrders.reopen', { workOrderId }, owner)
    await shop.get('workOrders.cancel', { workOrderId, reason: 'not ours' }, owner)
    await scan()
    expect(await listed()).toEqual([['Oil change', 'soon', 'sent']])
    expect(await sent()).toHaveLength(1)
  })

  it('MSG-2 CRM-SVCREMIND: a message that waits follows the vehicle to its new owner, and is taken back where that is nobody or the vehicle is removed', async () => {
    const { shop, owner, serviced, scan, sent, pass, vehicleId, customerId } = await openReminders()
    await serviced(80_000, 'Oil change')
    pass(350)
    await scan()
    const ben = await shop.get('customers.create', { name: 'Ben Roth', phone: '030 7654321' }, owner)
    const waiting = async () => (await sent()).filter(({ state }) => state === 'queued').map((message) => message.customerId)
    // Sold, sold back, and sold again.
    for (const next of [ben.id, customerId, ben.id]) {
      await shop.get('vehicles.update', { vehicleId, customerId: next }, owner)
      await scan()
      expect(await waiting()).toEqual([next])
      expect((await shop.get('reminders.list', {}, owner)).rows).toMatchObject([{ customerId: next, messageState: 'queued' }])
    }
    const entries = () => shop.platform.store.connection.raw.prepare('SELECT count(*) FROM journal').pluck().get()
    const before = entries()
    await scan()
    expect(entries()).toBe(before)
    await shop.get('vehicles.remove', { vehicleId }, owner)
    await scan()
    expect(await waiting()).toEqual([])
    expect((await sent()).map(({ state }) => state).sort()).toEqual(['cancelled', 'superseded', 'superseded', 'superseded'])
  })

  it('CRM-SVCREMIND: a message about a vehicle that nobody owns any more does not go out', async () => {
    const { shop, owner, serviced, scan, sent, pass, vehicleId } = await openReminders()
    await serviced(80_000, 'Oil change')
    pass(350)
    await scan()
    await shop.get('vehicles.update', { vehicleId, customerId: null }, owner)
    await scan()
    expect((await sent()).map(({ state }) => state)).toEqual(['cancelled'])
  })

  it('REM-3 CRM-SVCREMIND: by mileage, as far as the readings at visits tell', async () => {
    const { shop, owner, serviced, scan, listed, pass, vehicleId } = await openReminders()
    await serviced(80_000, 'Tyres')
    pass(50)
    await serviced(85_000, 'Oil change')
    expect((await shop.get('reminders.ofVehicle', { vehicleId }, owner)).services).toMatchObject([{}, { by: 'mileage', dueKm: 100_000, dueOn: '2026-09-18' }])
    pass(100)
    expect((await shop.get('reminders.ofVehicle', { vehicleId }, owner)).km).toBe(95_000)
    await scan()
    expect(await listed()).toEqual([])
    pass(31)
    await scan()
    expect(await listed()).toEqual([['Oil change', 'soon', 'queued']])
  })

  it('REM-3 CRM-SVCREMIND: a mileage that was typed into the vehicle counts from that day, whatever else of it is edited later', async () => {
    const { shop, owner, serviced, pass, vehicleId } = await openReminders()
    await serviced(80_000, 'Oil change')
    pass(100)
    await shop.get('vehicles.update', { vehicleId, mileageKm: 90_000 }, owner)
    const standing = async () => (await shop.get('reminders.ofVehicle', { vehicleId }, owner)).services[1]
    expect(await standing()).toMatchObject({ by: 'mileage', dueOn: '2026-07-30', dueKm: 95_000 })
    pass(90)
    await shop.get('vehicles.update', { vehicleId, color: 'red' }, owner)
    expect(await standing()).toMatchObject({ by: 'mileage', dueOn: '2026-07-30', status: 'overdue' })
    await shop.get('vehicles.update', { vehicleId, mileageKm: 90_001 }, owner)
    expect(await standing()).toMatchObject({ dueOn: '2026-12-12' })
  })

  it('MSG-1 MSG-2 CRM-SVCREMIND: a second service that falls due joins the message that waits', async () => {
    const { serviced, scan, listed, sent, pass, shop, owner } = await openReminders()
    await serviced(80_000, 'Change brake fluid')
    pass(365)
    await serviced(81_000, 'Oil change')
    pass(340)
    await scan()
    expect(await listed()).toEqual([
      ['Brake fluid', 'soon', 'queued'],
      ['Oil change', 'soon', 'queued'],
    ])
    expect(await sent()).toHaveLength(1)
    expect((await sent())[0]?.body).toMatch(/Brake fluid by .*, Oil change by/)
    const [first] = (await shop.get('reminders.list', {}, owner)).rows
    await shop.get('reminders.dismiss', { reminderId: first?.id as never, reason: 'done elsewhere' }, owner)
    expect((await sent()).map(({ state, body }) => [state, body.includes('Brake fluid')])).toEqual([
      ['queued', false],
      ['superseded', true],
    ])
    expect(await shop.refused('reminders.dismiss', { reminderId: first?.id as never, reason: 'x' }, owner)).toMatchObject({ code: 'reminders.wrongState' })
    expect(await shop.get('reminders.reopen', { reminderId: first?.id as never }, owner)).toMatchObject({ state: 'open' })
  })

  it('MSG-3 CRM-SVCREMIND: who wants no messages is listed, and not written to; nor is who is booked already', async () => {
    const { shop, owner, serviced, scan, listed, sent, pass, customerId, book } = await openReminders()
    await serviced(80_000, 'Oil change')
    await shop.get('customers.update', { customerId, wantsNoMessages: true }, owner)
    pass(350)
    await scan()
    expect(await listed()).toEqual([['Oil change', 'soon', null]])
    await shop.get('customers.update', { customerId, wantsNoMessages: false }, owner)
    await scan()
    expect(await sent()).toEqual([])
    await serviced(81_000, 'Oil change')
    pass(350)
    await book(monday(24 * 702), monday(24 * 702 + 1))
    await scan()
    expect([await listed(), await sent()]).toEqual([[['Oil change', 'soon', null]], []])
  })

  it('MSG-3 NOTIFY-OPTOUT CRM-SVCREMIND: a message that waits follows its customer to a new number, and is taken back from who wants none any more or is removed', async () => {
    const { shop, owner, serviced, scan, listed, follow, sent, pass, customerId } = await openReminders()
    await serviced(80_000, 'Oil change')
    pass(350)
    await scan()
    expect(await follow()).toBe('')
    const waiting = async () => (await sent()).filter(({ state }) => state === 'queued').map(({ channel, recipient }) => [channel, recipient])
    await shop.get('customers.update', { customerId, phone: '030 7654321' }, owner)
    expect(await follow()).not.toBe('')
    expect(await waiting()).toEqual([['sms', '+49307654321']])
    await shop.get('customers.update', { customerId, phone: '', email: 'erika@example.org' }, owner)
    await follow()
    expect(await waiting()).toEqual([['email', 'erika@example.org']])
    expect((await sent()).find(({ state }) => state === 'queued')?.subject).toContain('Volkswagen Golf')
    await shop.get('customers.update', { customerId, wantsNoMessages: true }, owner)
    await follow()
    expect(await waiting()).toEqual([])
    expect(await listed()).toEqual([['Oil change', 'soon', 'cancelled']])
    expect(await follow()).toBe('')
    await shop.get('customers.update', { customerId, wantsNoMessages: false }, owner)
    await serviced(81_000, 'Oil change')
    pass(350)
    await scan()
    expect(await waiting()).toHaveLength(1)
    await shop.get('customers.remove', { customerId }, owner)
    await scan()
    expect(await waiting()).toEqual([])
  })

  it('CRM-SVCREMIND: a service that the shop has removed, or of a vehicle that is removed, is neither told by a message that waits nor listed as due', async () => {
    const { shop, owner, serviced, scan, follow, listed, sent, pass, oil, brakes, vehicleId } = await openReminders()
    await serviced(80_000, 'Brake fluid')
    pass(365)
    await serviced(81_000, 'Oil change')
    pass(340)
    await scan()
    const waiting = async () =>
      (await sent()).filter(({ state }) => state === 'queued').map(({ body }) => [body.includes('Brake fluid'), body.includes('Oil change')])
    expect(await waiting()).toEqual([[true, true]])
    await shop.get('reminders.removeInterval', { intervalId: brakes.id }, owner)
    await follow()
    expect(await waiting()).toEqual([[false, true]])
    expect(await follow()).toBe('')
    await shop.get('reminders.removeInterval', { intervalId: oil.id }, owner)
    await scan()
    expect(await waiting()).toEqual([])
    expect(await listed()).toEqual([])
    await shop.get('reminders.restoreInterval', { intervalId: oil.id }, owner)
    expect(await listed()).toEqual([['Oil change', 'soon', 'cancelled']])
    await shop.get('vehicles.remove', { vehicleId }, owner)
    expect(await listed()).toEqual([])
    await shop.get('vehicles.restore', { vehicleId }, owner)
    expect(await listed()).toHaveLength(1)
  })

  it('MSG-4 CRM-SVCREMIND: a message that has grown old expires by itself; a person may stop one that waits', async () => {
    const { shop, owner, serviced, scan, sent, pass } = await openReminders()
    await serviced(80_000, 'Oil change')
    pass(350)
    pass(0.5) // nine in the evening
    await scan()
    const [message] = await sent()
    expect(message?.sendAt).toBe(shop.clock.at + 11 * HOUR_MS)
    pass(60)
    expect(messagingReactions.schedules?.['messaging.expire']?.run(shop.dispatch.context('messaging.expire', 'test'))).toBe('1 expired')
    expect(await sent()).toMatchObject([{ state: 'expired', sendAt: null }])
    expect(await shop.refused('messaging.cancel', { messageId: message?.id as Id<'outgoingMessage'> }, owner)).toMatchObject({ code: 'messaging.wrongState' })
    await serviced(81_000, 'Oil change')
    pass(350)
    await scan()
    const [second] = await sent()
    expect(await shop.get('messaging.cancel', { messageId: second?.id as Id<'outgoingMessage'> }, owner)).toMatchObject({ state: 'cancelled' })
    await scan()
    expect((await sent()).map(({ state }) => state)).toEqual(['cancelled', 'expired'])
    expect(await shop.refused('messaging.cancel', { messageId: shop.clock.newId() }, owner)).toMatchObject({ code: 'messaging.unknownMessage' })
  })

  it('REM-1 CRM-SVCREMIND: whenever it runs, every due service has one reminder and at most one message', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.integer({ min: 1, max: 200 }), fc.constant('visit' as const)), { maxLength: 8 }), async (steps) => {
        const { shop, serviced, scan, pass } = await openReminders()
        const { raw } = shop.platform.store.connection
        let km = 80_000
        let visits = 0
        for (const step of ['visit' as const, ...steps]) {
          if (step === 'visit') {
            await serviced((km += 1000), 'Oil change')
            visits++
          } else {
            pass(step)
            await scan()
          }
        }
        await scan()
        const count = (sql: string) => raw.prepare(sql).pluck().get() as number // one count
        expect(count('SELECT count(*) FROM service_reminder')).toBeLessThanOrEqual(visits)
        expect(count("SELECT count(*) FROM service_reminder WHERE state = 'open'")).toBeLessThanOrEqual(1)
        expect(count("SELECT count(*) FROM outgoing_message WHERE state = 'queued'")).toBe(
          count("SELECT count(*) FROM service_reminder r JOIN outgoing_message m ON m.id = r.message_id WHERE r.state = 'open' AND m.state = 'queued'"),
        )
        expect(count('SELECT count(*) FROM (SELECT 1 FROM service_reminder WHERE message_id IS NOT NULL GROUP BY message_id HAVING count(*) > 1)')).toBe(0)
        await shop.shutdown()
      }),
      { numRuns: 10 },
    )
  })

  it('CRM-SVCREMIND: services that come again have one name each and say when', async () => {
    const { shop, owner, oil } = await openReminders()
    expect(await shop.refused('reminders.createInterval', { name: 'Tyres' }, owner)).toMatchObject({ code: 'reminders.noInterval' })
    expect(await shop.refused('reminders.createInterval', { name: 'OIL change', everyKm: 1000 }, owner)).toMatchObject({ code: 'reminders.nameTaken' })
    expect(await shop.get('reminders.updateInterval', { intervalId: oil.id, everyKm: 20_000 }, owner)).toMatchObject({ everyKm: 20_000, everyMonths: 12 })
    expect(await shop.get('reminders.removeInterval', { intervalId: oil.id }, owner)).toMatchObject({ deleted: true })
    expect((await shop.get('reminders.intervals', {}, owner)).map(({ name }) => name)).toEqual(['Brake fluid'])
    expect(await shop.refused('reminders.updateInterval', { intervalId: oil.id, soonDays: 3 }, owner)).toMatchObject({ code: 'reminders.unknownInterval' })
    expect(await shop.get('reminders.restoreInterval', { intervalId: oil.id }, owner)).toMatchObject({ deleted: false })
    expect(await shop.refused('reminders.ofVehicle', { vehicleId: shop.clock.newId() }, owner)).toMatchObject({ code: 'reminders.unknownVehicle' })
    expect(await shop.refused('reminders.dismiss', { reminderId: shop.clock.newId(), reason: 'x' }, owner)).toMatchObject({ code: 'reminders.unknownReminder' })
  })
})
