import { describe, expect, it } from 'vitest'
import { monday, openWorkshop } from '#tests/support/workshop.ts'

describe('what stands in a bay', () => {
  it('BAY-STATUS APPT-SLOTS: kinds of equipment are added, renamed, removed and brought back by name; bays have them', async () => {
    const { shop, owner, locationId, bay1 } = await openWorkshop()
    const lift = await shop.get('bays.addEquipment', { name: 'Lift' }, owner)
    expect(await shop.refused('bays.addEquipment', { name: 'LIFT' }, owner)).toMatchObject({ code: 'bays.equipmentTaken', name: 'Lift' })
    const rack = await shop.get('bays.addEquipment', { name: 'Rack' }, owner)
    expect(await shop.refused('bays.renameEquipment', { equipmentId: rack.id, name: 'lift' }, owner)).toMatchObject({ code: 'bays.equipmentTaken' })
    expect(await shop.get('bays.renameEquipment', { equipmentId: rack.id, name: 'Alignment rack' }, owner)).toMatchObject({ name: 'Alignment rack' })
    await shop.get('bays.update', { bayId: bay1, equipmentIds: [lift.id], weekHours: [{ weekday: 1, fromMinutes: 480, untilMinutes: 720 }] }, owner)
    expect((await shop.get('bays.board', { locationId }, owner))[0]).toMatchObject({
      equipmentIds: [lift.id],
      weekHours: [{ weekday: 1, fromMinutes: 480, untilMinutes: 720 }],
    })
    await shop.get('bays.removeEquipment', { equipmentId: lift.id }, owner)
    expect(await shop.refused('bays.removeEquipment', { equipmentId: lift.id }, owner)).toMatchObject({ code: 'bays.unknownEquipment' })
    expect(await shop.refused('bays.renameEquipment', { equipmentId: lift.id, name: 'x' }, owner)).toMatchObject({ code: 'bays.unknownEquipment' })
    expect((await shop.get('bays.equipment', {}, owner)).map(({ name }) => name)).toEqual(['Alignment rack'])
    expect((await shop.get('bays.addEquipment', { name: 'lift' }, owner)).id).toBe(lift.id)
    // One that was removed has the name, and so has one that was named so since: it is taken.
    await shop.get('bays.removeEquipment', { equipmentId: lift.id }, owner)
    await shop.get('bays.renameEquipment', { equipmentId: rack.id, name: 'lift' }, owner)
    expect(await shop.refused('bays.addEquipment', { name: 'lift' }, owner)).toMatchObject({ code: 'bays.equipmentTaken' })
  })

  it('BAY-5: a bay out of service may say when it is back; in service it never does', async () => {
    const { shop, owner, bay1 } = await openWorkshop()
    expect(await shop.get('bays.setDown', { bayId: bay1, untilAt: monday(15) }, owner)).toMatchObject({ state: 'down', downUntilAt: monday(15) })
    expect(await shop.get('bays.setUp', { bayId: bay1 }, owner)).toMatchObject({ state: 'free', downUntilAt: null })
    const { raw } = shop.platform.store.connection
    expect(() => raw.prepare('UPDATE bay SET down_until_at = 1 WHERE id = ?').run(bay1)).toThrow('CHECK')
  })
})
