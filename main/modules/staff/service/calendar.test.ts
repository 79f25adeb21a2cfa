import { describe, expect, it } from 'vitest'
import { monday, openWorkshop } from '#tests/support/workshop.ts'

describe('skills', () => {
  it('HR-EMP APPT-SLOTS: are added, renamed, removed and brought back by name; employees have them', async () => {
    const { shop, owner, tom } = await openWorkshop()
    const made = await shop.get('staff.addSkill', { name: ' Brake test ' }, owner)
    expect(made.name).toBe('Brake test')
    expect(await shop.refused('staff.addSkill', { name: 'brake TEST' }, owner)).toMatchObject({ code: 'staff.skillTaken', name: 'Brake test' })
    const other = await shop.get('staff.addSkill', { name: 'Air con' }, owner)
    expect(await shop.get('staff.skills', {}, owner)).toEqual([other, made])
    expect(await shop.refused('staff.renameSkill', { skillId: other.id, name: 'Brake test' }, owner)).toMatchObject({ code: 'staff.skillTaken' })
    expect(await shop.get('staff.renameSkill', { skillId: other.id, name: 'Air conditioning' }, owner)).toEqual({ id: other.id, name: 'Air conditioning' })
    await shop.get('staff.update', { employeeId: tom, skillIds: [made.id] }, owner)
    expect((await shop.get('staff.technicians', {}, owner)).map(({ skillIds }) => skillIds)).toEqual([[made.id], []])
    await shop.get('staff.removeSkill', { skillId: made.id }, owner)
    expect(await shop.refused('staff.removeSkill', { skillId: made.id }, owner)).toMatchObject({ code: 'staff.unknownSkill' })
    expect(await shop.refused('staff.renameSkill', { skillId: made.id, name: 'x' }, owner)).toMatchObject({ code: 'staff.unknownSkill' })
    expect(await shop.get('staff.skills', {}, owner)).toHaveLength(1)
    expect((await shop.get('staff.addSkill', { name: 'Brake Test' }, owner)).id).toBe(made.id)
    // One that was removed has the name, and so has one that was named so since: it is taken.
    await shop.get('staff.removeSkill', { skillId: made.id }, owner)
    await shop.get('staff.renameSkill', { skillId: other.id, name: 'Brake test' }, owner)
    expect(await shop.refused('staff.addSkill', { name: 'Brake test' }, owner)).toMatchObject({ code: 'staff.skillTaken' })
  })

  it('HR-EMP APPT-SLOTS: weekly hours are kept; none means those of the shop', async () => {
    const { shop, owner, tom } = await openWorkshop()
    const weekHours = [{ weekday: 1, fromMinutes: 480, untilMinutes: 720 }]
    expect(await shop.get('staff.update', { employeeId: tom, weekHours }, owner)).toMatchObject({ weekHours })
    expect(await shop.get('staff.update', { employeeId: tom, weekHours: null }, owner)).toMatchObject({ weekHours: null })
  })
})

describe('absences and holidays', () => {
  it('HR-EMP STAFF-3: an absence is entered, changed, listed by end and removed; it ends after it starts', async () => {
    const { shop, owner, tom, una } = await openWorkshop()
    const add = (employeeId: typeof tom, startAt: number, endAt: number) =>
      shop.get('staff.addAbsence', { employeeId, startAt, endAt, kind: 'vacation', note: '' }, owner)
    const late = await add(tom, monday(48), monday(72))
    const soon = await add(una, monday(10), monday(12))
    expect(late).toMatchObject({ employeeName: 'Tom', kind: 'vacation' })
    expect((await shop.get('staff.absences', {}, owner)).rows.map(({ id }) => id)).toEqual([soon.id, late.id])
    expect((await shop.get('staff.absences', { fromAt: monday(12) }, owner)).rows.map(({ id }) => id)).toEqual([late.id])
    expect((await shop.get('staff.absences', { employeeId: una }, owner)).rows).toEqual([soon])
    expect(await shop.refused('staff.updateAbsence', { absenceId: soon.id, endAt: monday(10) }, owner)).toMatchObject({ code: 'staff.absenceEndsBeforeStart' })
    expect(await shop.get('staff.updateAbsence', { absenceId: soon.id, endAt: monday(11), kind: 'sick' }, owner)).toMatchObject({
      endAt: monday(11),
      kind: 'sick',
    })
    expect(await shop.refused('staff.addAbsence', { employeeId: tom, startAt: 5, endAt: 5, kind: 'other', note: '' }, owner)).toMatchObject({
      code: 'staff.absenceEndsBeforeStart',
    })
    expect(await shop.refused('staff.addAbsence', { employeeId: shop.clock.newId(), startAt: 5, endAt: 6, kind: 'other', note: '' }, owner)).toMatchObject({
      code: 'staff.unknown',
    })
    await shop.get('staff.removeAbsence', { absenceId: soon.id }, owner)
    expect(await shop.refused('staff.removeAbsence', { absenceId: soon.id }, owner)).toMatchObject({ code: 'staff.unknownAbsence' })
    expect(await shop.refused('staff.updateAbsence', { absenceId: soon.id, note: 'x' }, owner)).toMatchObject({ code: 'staff.unknownAbsence' })
    const { raw } = shop.platform.store.connection
    expect(() => raw.prepare('UPDATE absence SET end_at = start_at WHERE id = ?').run(late.id)).toThrow('CHECK')
  })

  it('HR-EMP APPT-SLOTS: holidays of one location or all, from a day on', async () => {
    const { shop, owner, locationId } = await openWorkshop()
    const may = await shop.get('staff.addHoliday', { locationId: null, closedOn: '2026-05-01', name: 'May Day' }, owner)
    const own = await shop.get('staff.addHoliday', { locationId, closedOn: '2026-03-09', name: 'Stocktaking' }, owner)
    expect(await shop.get('staff.holidays', { fromOn: '2026-03-02' }, owner)).toEqual([own, may])
    expect(await shop.get('staff.holidays', { fromOn: '2026-03-10' }, owner)).toEqual([may])
    expect(await shop.refused('staff.addHoliday', { locationId: shop.clock.newId(), closedOn: '2026-03-09', name: 'x' }, owner)).toMatchObject({
      code: 'staff.unknownLocation',
    })
    await shop.get('staff.removeHoliday', { holidayId: may.id }, owner)
    expect(await shop.refused('staff.removeHoliday', { holidayId: may.id }, owner)).toMatchObject({ code: 'staff.unknownHoliday' })
  })
})
