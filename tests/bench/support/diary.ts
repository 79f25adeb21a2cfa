import { v7 } from 'uuid'
import { clockOfDay } from '#shared/kernel/hours.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { addDays, localDate, MINUTE_MS } from '#shared/kernel/time.ts'
import { SLOT_HORIZON_DAYS } from '#shared/modules/appointments/model.ts'
import type { Chance } from '#tools/seed/random.ts'
import type { BigShop } from './shop.ts'

interface Diary {
  readonly name: string
  /** Of each bay: who is booked in it, and what it has. */
  readonly bays: readonly { readonly technicianId: Id<'employee'>; readonly equipmentIds: readonly Id<'bayEquipment'>[] }[]
  /** Of a hundred bookings that many are left out. */
  readonly free: number
  readonly zone: string
}

/** A location that is open from 8 to 18, whose next 90 days are booked without a gap. */
export async function bookedLocation(shop: BigShop, c: Chance, { name, bays, free, zone }: Diary): Promise<Id<'location'>> {
  const { raw } = shop.core.platform.store.connection
  const insert = raw.prepare(
    `INSERT INTO appointment (id, created_at, updated_at, deleted, clk, location_id, customer_id, bay_id, technician_id, start_at, end_at, state, concern, note, cancelled_reason)
    VALUES (?, 0, 0, 0, '{}', ?, ?, ?, ?, ?, ?, 'confirmed', '', '', '')`,
  )
  const customerId = raw.prepare('SELECT id FROM customer LIMIT 1').pluck().get()
  const hours = { opensAtMinutes: 480, closesAtMinutes: 1080, openWeekdays: '123456' }
  const { id: locationId } = await shop.get('workspace.addLocation', { name, address: '', phone: '', ...hours })
  const today = localDate(Date.now(), zone)
  const clocks = Array.from({ length: SLOT_HORIZON_DAYS + 1 }, (_, day) => clockOfDay(addDays(today, day), zone))
  for (const [i, { technicianId, equipmentIds }] of bays.entries()) {
    const { id: bayId } = await shop.get('bays.create', { locationId, name: `${name} ${i}`, equipmentIds: [...equipmentIds] })
    raw.transaction(() => {
      for (const clock of clocks)
        for (let at = 480; at < 1080; ) {
          const minutes = Math.min(c.pick([60, 90, 120, 150]), 1080 - at)
          const startAt = clock(at)
          at += minutes
          if (c.int(0, 100) >= free) insert.run(v7(), locationId, customerId, bayId, technicianId, startAt, startAt + minutes * MINUTE_MS)
        }
    })()
  }
  return locationId
}
