import { describe, expect, it } from 'vitest'
import { readDb } from '#main/platform/db/read.ts'
import { openShop } from '#tests/support/core.ts'
import * as staff from './service.ts'

const UNKNOWN = '0190a0a0-0000-7000-8000-000000000000'

describe('employees', () => {
  it('HR-EMP: creates, reads, edits, removes and restores an employee', async () => {
    const shop = await openShop()
    const made = await shop.get(
      'staff.create',
      { name: 'Tim', jobTitle: 'Mechanic', isTechnician: true, laborCostMinor: 3500, hiredOn: '2024-01-01' },
      shop.owner,
    )
    expect(await shop.get('staff.get', { employeeId: made.id }, shop.owner)).toEqual(made)
    expect(await shop.get('staff.update', { employeeId: made.id, jobTitle: 'Master' }, shop.owner)).toMatchObject({
      name: 'Tim',
      jobTitle: 'Master',
      laborCostMinor: 3500,
    })
    await shop.get('staff.remove', { employeeId: made.id }, shop.owner)
    expect((await shop.get('staff.list', {}, shop.owner)).rows).toEqual([])
    expect((await shop.get('staff.list', { deleted: true }, shop.owner)).rows).toHaveLength(1)
    expect(await shop.get('staff.restore', { employeeId: made.id }, shop.owner)).toMatchObject({ deleted: false })
    expect(await shop.refused('staff.get', { employeeId: UNKNOWN }, shop.owner)).toMatchObject({ code: 'staff.unknown' })
  })

  it('STAFF-1: a user belongs to one employee at most, also after a restore', async () => {
    const shop = await openShop()
    const { user } = await shop.get('auth.me', {}, shop.owner)
    const ada = await shop.get('staff.create', { name: 'Ada', userId: user.id }, shop.owner)
    expect(await shop.refused('staff.create', { name: 'Bea', userId: user.id }, shop.owner)).toMatchObject({ code: 'staff.userTaken', name: 'Ada' })
    expect(await shop.refused('staff.create', { name: 'Bea', userId: UNKNOWN }, shop.owner)).toMatchObject({ code: 'staff.unknownUser' })
    expect(await shop.get('staff.update', { employeeId: ada.id, userId: user.id, name: 'Ada B' }, shop.owner)).toMatchObject({ name: 'Ada B' })
    await shop.get('staff.remove', { employeeId: ada.id }, shop.owner)
    const bea = await shop.get('staff.create', { name: 'Bea', userId: user.id }, shop.owner)
    expect(await shop.refused('staff.restore', { employeeId: ada.id }, shop.owner)).toMatchObject({ code: 'staff.userTaken' })
    expect(staff.employeeOfUser(readDb(shop.platform.store.connection), user.id)?.id).toBe(bea.id)
    expect((await shop.get('staff.list', {}, shop.owner)).rows).toMatchObject([{ name: 'Bea', userName: user.name }])
  })

  it('STAFF-2: nobody leaves before having started', async () => {
    const shop = await openShop()
    expect(await shop.refused('staff.create', { name: 'Tim', hiredOn: '2024-02-01', endedOn: '2024-01-31' }, shop.owner)).toMatchObject({
      code: 'staff.endsBeforeStart',
    })
    const { id } = await shop.get('staff.create', { name: 'Tim', hiredOn: '2024-02-01', endedOn: '2024-02-01' }, shop.owner)
    expect(await shop.refused('staff.update', { employeeId: id, hiredOn: '2024-02-02' }, shop.owner)).toMatchObject({ code: 'staff.endsBeforeStart' })
  })

  it('HR-EMP LIST-FILTER: lists by name; technicians and people of today can be picked out', async () => {
    const shop = await openShop() // 2 March 2026
    await shop.get('staff.create', { name: 'Zoe', isTechnician: true }, shop.owner)
    await shop.get('staff.create', { name: 'Adam', isTechnician: true, endedOn: '2026-03-02' }, shop.owner)
    await shop.get('staff.create', { name: 'Gone', isTechnician: true, endedOn: '2026-03-01' }, shop.owner)
    await shop.get('staff.create', { name: 'Olga' }, shop.owner)
    const names = async (filter: { technician?: boolean; active?: boolean }) => (await shop.get('staff.list', filter, shop.owner)).rows.map(({ name }) => name)
    expect(await names({})).toEqual(['Adam', 'Gone', 'Olga', 'Zoe'])
    expect(await names({ technician: true, active: true })).toEqual(['Adam', 'Zoe'])
    expect(await names({ active: false })).toEqual(['Gone'])
    expect((await shop.get('staff.technicians', {}, shop.owner)).map(({ name }) => name)).toEqual(['Adam', 'Zoe'])
  })

  it('AUTH-RBAC: a technician may pick colleagues by name and does not see what they cost', async () => {
    const shop = await openShop()
    await shop.get('auth.createUser', { name: 'Tim', email: 'tim@example.org', role: 'technician', language: 'en', password: 'correct horse 8' }, shop.owner)
    const { token } = await shop.get('auth.signIn', { email: 'tim@example.org', password: 'correct horse 8' })
    expect(await shop.get('staff.technicians', {}, token)).toEqual([])
    expect(await shop.refused('staff.list', {}, token)).toMatchObject({ code: 'platform.notAllowed' })
  })
})
