import { afterEach, describe, expect, it } from 'vitest'
import { DAY_MS } from '#shared/kernel/time.ts'
import { around } from '#tests/support/around.ts'
import { firstOf } from '#tests/support/counter.ts'
import { closeShops, linked, type LinkedShop } from '#tests/support/linked-shop.ts'
import { messagingReactions } from '../messaging/reactions.ts'
import { remindersReactions } from './reactions.ts'

afterEach(closeShops)

const WORK = ['customer', 'location', 'vehicle', 'bay', 'employee', 'work_order', 'work_order_service', 'clock_punch']
const SHARED = new Set([...WORK, 'service_interval', 'service_reminder', 'outgoing_message'])

/** Two devices that know of one car whose oil is due, with the message to its owner in the outbox. */
async function openTwo() {
  const devices = [await linked(), await linked()] as const
  const [here] = devices
  const { get, owner } = here
  const centre = around(devices, SHARED)
  const { id: locationId } = firstOf((await get('workspace.get', {}, owner)).locations)
  const { id: customerId } = await get('customers.create', { name: 'Erika', phone: '030 1234567' }, owner)
  const { id: vehicleId } = await get('vehicles.create', { customerId, plate: 'B-XY 1', make: 'Opel', model: 'Corsa' }, owner)
  const { id: bayId } = await get('bays.create', { locationId, name: 'Bay 1' }, owner)
  const { id: technicianId } = await get('staff.create', { name: 'Tom', userId: null, isTechnician: true }, owner)
  await get('reminders.createInterval', { name: 'Oil change', words: ['oil'], everyMonths: 12 }, owner)
  const pass = (days: number) => {
    for (const device of devices) {
      device.clock.at += days * DAY_MS
      device.raw.prepare('UPDATE session SET last_seen_at = ?, ends_at = ?').run(device.clock.at, device.clock.at + DAY_MS)
    }
  }
  const serviced = async () => {
    const workOrderId = (await get('workOrders.open', { locationId, customerId, vehicleId, bayId, technicianId }, owner)).order.id
    await get('workOrders.addService', { workOrderId, title: 'Oil' }, owner)
    await get('workOrders.start', { workOrderId }, owner)
    await get('workOrders.finish', { workOrderId }, owner)
  }
  const run = async (reactions: typeof remindersReactions, name: string, device: LinkedShop) =>
    reactions.schedules?.[name]?.run(device.dispatch.context(name, 'test'))
  const scan = (device: LinkedShop) => run(remindersReactions, 'reminders.scan', device)
  const expire = (device: LinkedShop) => run(messagingReactions, 'messaging.expire', device)
  await serviced()
  pass(340)
  await scan(here)
  centre.meet()
  return { devices, centre, pass, serviced, scan, expire, meet: () => [centre.meet(), centre.meet()] }
}
const states = (device: LinkedShop, table: string) =>
  device.all(`SELECT state FROM ${table} ORDER BY created_at, id`).map((row) => (row as { state: string }).state) // the column named

describe('reminders on two devices', () => {
  it.each([1000, -1000])('REM-2 MSG-4 A-OFFLINE: what both close, take back or let run out, the second one %i ms later, is refused to neither', async (ms) => {
    const { devices, centre, pass, serviced, scan, expire, meet } = await openTwo()
    devices[1].clock.at += ms
    for (const device of devices) expect([states(device, 'service_reminder'), states(device, 'outgoing_message')]).toEqual([['open'], ['queued']])
    await serviced()
    centre.meet()
    for (const device of devices) await scan(device)
    meet()
    for (const device of devices) expect([states(device, 'service_reminder'), states(device, 'outgoing_message')]).toEqual([['done'], ['cancelled']])
    pass(340)
    for (const device of devices) await scan(device)
    meet()
    pass(400)
    for (const device of devices) await expire(device)
    meet()
    for (const device of devices) expect(states(device, 'outgoing_message')).toEqual(['cancelled', 'expired'])
    expect(centre.refused).toEqual([])
  })
})
