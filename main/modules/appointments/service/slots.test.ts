import { describe, expect, it } from 'vitest'
import { monday, openWorkshop } from '#tests/support/workshop.ts'

describe('kinds of bookings', () => {
  it('APPT-TYPES: are created, changed, removed and restored; names stay apart; a booking names its kind', async () => {
    const { shop, owner, locationId, customer, bay1, tom } = await openWorkshop()
    const skill = await shop.get('staff.addSkill', { name: 'Brake test' }, owner)
    const made = await shop.get('appointments.createType', { name: 'Brakes', minutes: 120, skillIds: [skill.id] }, owner)
    expect(made).toMatchObject({ equipmentIds: [], weekHours: null, note: '', deleted: false })
    expect(await shop.refused('appointments.createType', { name: 'BRAKES', minutes: 60 }, owner)).toMatchObject({ code: 'appointments.typeTaken' })
    expect(await shop.get('appointments.updateType', { bookingTypeId: made.id, minutes: 90 }, owner)).toEqual({ ...made, minutes: 90 })
    const input = { locationId, customerId: customer.id, bayId: bay1, technicianId: tom, startAt: monday(10), endAt: monday(11) }
    const booked = await shop.get('appointments.create', { ...input, bookingTypeId: made.id, partsAt: monday(9) }, owner)
    expect(booked).toMatchObject({ bookingTypeName: 'Brakes', partsAt: monday(9), approvalAt: null })
    await shop.get('appointments.removeType', { bookingTypeId: made.id }, owner)
    expect(await shop.get('appointments.types', {}, owner)).toEqual([])
    expect(await shop.get('appointments.types', { deleted: true }, owner)).toHaveLength(1)
    expect(await shop.get('appointments.update', { appointmentId: booked.id, note: 'x' }, owner)).toMatchObject({ bookingTypeName: 'Brakes' })
    expect(await shop.refused('appointments.create', { ...input, startAt: monday(12), endAt: monday(13), bookingTypeId: made.id }, owner)).toMatchObject({
      code: 'appointments.unknownReference',
      field: 'bookingTypeId',
    })
    expect(await shop.refused('appointments.removeType', { bookingTypeId: made.id }, owner)).toMatchObject({ code: 'appointments.unknownType' })
    const other = await shop.get('appointments.createType', { name: 'Brakes', minutes: 60 }, owner)
    expect(await shop.refused('appointments.restoreType', { bookingTypeId: made.id }, owner)).toMatchObject({ code: 'appointments.typeTaken' })
    await shop.get('appointments.updateType', { bookingTypeId: other.id, name: 'Discs' }, owner)
    expect(await shop.get('appointments.restoreType', { bookingTypeId: made.id }, owner)).toMatchObject({ deleted: false })
    expect(await shop.refused('appointments.updateType', { bookingTypeId: other.id, name: 'brakes' }, owner)).toMatchObject({ code: 'appointments.typeTaken' })
    const bookingTypeId = shop.clock.newId<'bookingType'>()
    expect(await shop.refused('appointments.updateType', { bookingTypeId }, owner)).toMatchObject({ code: 'appointments.unknownType' })
    expect(await shop.refused('appointments.restoreType', { bookingTypeId }, owner)).toMatchObject({ code: 'appointments.unknownType' })
  })
})

describe('first free slot of a shop', () => {
  it('APPT-CONFLICT APPT-AUTOSCHED: proposes what can then be booked, and says what is in the way before it', async () => {
    const { shop, owner, locationId, customer, bay1, bay2, tom, una, book } = await openWorkshop()
    const first = await book(monday(9), monday(12))
    await book(monday(9), monday(10, 30), { bayId: bay2, technicianId: una })
    const { slot, whyNotEarlier } = await shop.get('appointments.firstFreeSlot', { locationId, minutes: 90 }, owner)
    expect(slot).toEqual({ startAt: monday(10, 30), endAt: monday(12), bayId: bay2, bayName: 'Bay 2', technicianId: una, technicianName: 'Una', why: [] })
    expect(whyNotEarlier).toContainEqual({ code: 'bayTaken', name: '', count: 2, appointmentId: null, fromAt: monday(9), untilAt: monday(10, 30) })
    const inBay1 = await shop.get('appointments.firstFreeSlot', { locationId, minutes: 90, bayId: bay1 }, owner)
    expect(inBay1.slot?.startAt).toBe(monday(12))
    expect(inBay1.whyNotEarlier).toContainEqual({ code: 'bayTaken', name: 'Bay 1', count: 1, appointmentId: first.id, fromAt: monday(9), untilAt: monday(12) })
    expect(
      (await shop.get('appointments.firstFreeSlot', { locationId, minutes: 90, bayId: bay1, movingId: first.id, technicianId: tom }, owner)).slot?.startAt,
    ).toBe(monday(9))
    if (!slot) throw new Error('there is a slot')
    await shop.get(
      'appointments.create',
      { locationId, customerId: customer.id, bayId: slot.bayId, technicianId: slot.technicianId, startAt: slot.startAt, endAt: slot.endAt },
      owner,
    )
    expect((await shop.get('appointments.firstFreeSlot', { locationId, minutes: 90 }, owner)).slot?.startAt).toBe(monday(12))
    expect(
      (await shop.get('appointments.firstFreeSlot', { locationId, minutes: 60, bayId: bay1, technicianId: tom, fromAt: monday(17, 30) }, owner)).slot?.startAt,
    ).toBe(monday(24 + 8))
  })

  it('APPT-CONFLICT APPT-AUTOSCHED: waits for what began days before the search, and for what ends within a minute', async () => {
    const { shop, owner, locationId, bay1, bay2 } = await openWorkshop()
    const long = { locationId, bayId: bay1, purpose: 'closed', startAt: monday(9), endAt: monday(72 + 12) } as const
    await shop.get('appointments.block', long, owner)
    const ask = (bayId: typeof bay1, fromAt: number) => shop.get('appointments.firstFreeSlot', { locationId, minutes: 60, bayId, fromAt }, owner)
    expect((await ask(bay1, monday(48 + 9))).slot?.startAt).toBe(long.endAt)
    const odd = { locationId, bayId: bay2, purpose: 'closed', startAt: monday(9) + 1_000, endAt: monday(10) + 1_000 } as const
    const { id: appointmentId } = await shop.get('appointments.block', odd, owner)
    const { slot, whyNotEarlier } = await ask(bay2, monday(9))
    expect(slot?.startAt).toBe(monday(10, 15))
    expect(whyNotEarlier).toContainEqual({ code: 'bayTaken', name: 'Bay 2', count: 1, appointmentId, fromAt: odd.startAt, untilAt: odd.endAt })
  })

  it('APPT-CONFLICT APPT-AUTOSCHED APPT-CRUD: proposes and books a technician from the first to the last day of work, and not beyond', async () => {
    const { shop, owner, locationId, customer, bay1, tom, una, book } = await openWorkshop()
    await shop.get('staff.update', { employeeId: tom, hiredOn: '2026-03-03', endedOn: '2026-03-04' }, owner)
    await shop.get('staff.addAbsence', { employeeId: una, startAt: monday(24), endAt: monday(24 * 7), kind: 'vacation', note: '' }, owner)
    const ask = async (fromAt: number) => {
      const { slot, whyNotEarlier } = await shop.get('appointments.firstFreeSlot', { locationId, minutes: 60, technicianId: tom, fromAt }, owner)
      return [slot?.startAt ?? null, whyNotEarlier.some(({ code, name }) => code === 'absent' && name === 'Tom')]
    }
    expect(await ask(monday(9))).toEqual([monday(24 + 8), true])
    expect(await ask(monday(48 + 9))).toEqual([monday(48 + 9), false])
    expect(await ask(monday(48 + 17, 15))).toEqual([null, true])
    // Anybody is wanted: it is Una, once she is back.
    expect((await shop.get('appointments.firstFreeSlot', { locationId, minutes: 60, fromAt: monday(72) }, owner)).slot).toMatchObject({
      technicianId: una,
      startAt: monday(24 * 7 + 8),
    })
    const input = { locationId, customerId: customer.id, bayId: bay1, technicianId: tom }
    for (const hours of [10, 72 + 10])
      expect(await shop.refused('appointments.create', { ...input, startAt: monday(hours), endAt: monday(hours + 1) }, owner)).toMatchObject({
        code: 'appointments.unknownReference',
        field: 'technicianId',
      })
    const { id: appointmentId } = await book(monday(24 + 10), monday(24 + 11))
    await shop.get('appointments.update', { appointmentId, startAt: monday(48 + 10), endAt: monday(48 + 11) }, owner)
    expect(await shop.refused('appointments.update', { appointmentId, startAt: monday(72 + 10), endAt: monday(72 + 11) }, owner)).toMatchObject({
      field: 'technicianId',
    })
  })

  it.each([['technicianId'], ['bayId'], ['bookingTypeId'], ['locationId']])('APPT-AUTOSCHED: refuses a %s that leads nowhere', async (field) => {
    const { shop, owner, locationId } = await openWorkshop()
    const input = { locationId, minutes: 60, [field]: shop.clock.newId() } // one id of any kind
    expect(await shop.refused('appointments.firstFreeSlot', input as never, owner)).toMatchObject({ code: 'appointments.unknownReference', field })
  })

  it('APPT-TYPES APPT-SLOTS APPT-AUTOSCHED: keeps to what the kind needs, to hours, absences and holidays', async () => {
    const { shop, owner, locationId, bay1, bay2, tom, una } = await openWorkshop()
    const skill = await shop.get('staff.addSkill', { name: 'Brake test' }, owner)
    const lift = await shop.get('bays.addEquipment', { name: 'Lift' }, owner)
    await shop.get('staff.update', { employeeId: una, skillIds: [skill.id] }, owner)
    await shop.get('bays.update', { bayId: bay2, equipmentIds: [lift.id] }, owner)
    const type = await shop.get('appointments.createType', { name: 'Brakes', minutes: 60, skillIds: [skill.id], equipmentIds: [lift.id] }, owner)
    const ask = (own: object = {}) => shop.get('appointments.firstFreeSlot', { locationId, minutes: 60, bookingTypeId: type.id, ...own }, owner)
    const { slot } = await ask()
    expect(slot).toMatchObject({ startAt: monday(9), bayId: bay2, technicianId: una })
    expect(slot?.why.map(({ code }) => code)).toEqual(['equipped', 'skilled'])
    expect((await shop.get('appointments.firstFreeSlot', { locationId, minutes: 60 }, owner)).slot).toMatchObject({ bayId: bay1, technicianId: tom })
    expect((await ask({ partsAt: monday(11) })).slot?.startAt).toBe(monday(11))
    await shop.get('staff.addAbsence', { employeeId: una, startAt: monday(0), endAt: monday(24), kind: 'sick', note: '' }, owner)
    await shop.get('staff.addHoliday', { locationId, closedOn: '2026-03-03', name: 'Stocktaking' }, owner)
    const later = await ask()
    expect(later.slot?.startAt).toBe(monday(48 + 8))
    expect(later.whyNotEarlier.map(({ code, name }) => `${code} ${name}`)).toEqual(expect.arrayContaining(['absent Una', 'holiday Stocktaking']))
    await shop.get('staff.removeSkill', { skillId: skill.id }, owner)
    expect((await ask()).slot).toMatchObject({ startAt: monday(9), technicianId: tom })
  })

  it('ALR-BAYUTIL: tells booked against open minutes of each bay and day', async () => {
    const { shop, owner, locationId, bay1, bay2, book } = await openWorkshop()
    await book(monday(10), monday(12))
    await shop.get('bays.setDown', { bayId: bay2, untilAt: monday(13) }, owner)
    const loads = await shop.get('appointments.bayLoads', { locationId, fromOn: '2026-03-02', days: 2 }, owner)
    expect(loads).toEqual([
      { on: '2026-03-02', bayId: bay1, bayName: 'Bay 1', openMinutes: 600, bookedMinutes: 120 },
      { on: '2026-03-02', bayId: bay2, bayName: 'Bay 2', openMinutes: 300, bookedMinutes: 0 },
      { on: '2026-03-03', bayId: bay1, bayName: 'Bay 1', openMinutes: 600, bookedMinutes: 0 },
      { on: '2026-03-03', bayId: bay2, bayName: 'Bay 2', openMinutes: 600, bookedMinutes: 0 },
    ])
    expect(await shop.refused('appointments.bayLoads', { locationId: shop.clock.newId(), fromOn: '2026-03-02', days: 2 }, owner)).toMatchObject({
      code: 'appointments.unknownReference',
    })
  })
})
