import { afterEach, describe, expect, it } from 'vitest'
import { around } from '#tests/support/around.ts'
import { closeShops, linked, type LinkedShop } from '#tests/support/linked-shop.ts'
import { PASSWORD, signedIn } from '#tests/support/people.ts'

afterEach(closeShops)

/** Two devices with an owner each, who know each other's people. */
async function openTwo() {
  const devices = [await linked(), await linked()] as const
  const centre = around(devices, new Set(['user', 'credential', 'role_permission']))
  centre.meet()
  const later = () => devices.forEach((device) => (device.clock.at += 1000))
  return { here: devices[0], there: devices[1], devices, later, meet: () => [centre.meet(), centre.meet()] }
}
const me = async (device: LinkedShop) => (await device.get('auth.me', {}, device.owner)).user.id

describe('people on several devices', () => {
  it('AUTH-RBAC AUTH-2 A-OFFLINE: of two words on one right of a role the later one holds on both devices', async () => {
    const { here, there, devices, later, meet } = await openTwo()
    const right = { role: 'technician', permission: 'customers.write' } as const
    await here.get('auth.setPermission', { ...right, granted: true }, here.owner)
    later()
    await there.get('auth.setPermission', { ...right, granted: false }, there.owner)
    meet()
    for (const device of devices) {
      const matrix = await device.get('auth.permissions', {}, device.owner)
      expect(matrix.find(({ permission }) => permission === right.permission)?.roles).not.toContain('technician')
      expect(device.count('role_permission')).toBe(1)
    }
  })

  it('AUTH-RBAC AUTH-1 A-OFFLINE: where two owners took each other’s place, who manages people names one, and nobody else becomes one afterwards', async () => {
    const { here, there, devices, meet } = await openTwo()
    const [ada, other] = [await me(here), await me(there)]
    await here.get('auth.updateUser', { userId: other, role: 'manager' }, here.owner)
    await there.get('auth.updateUser', { userId: ada, role: 'manager' }, there.owner)
    meet()
    for (const device of devices) expect(device.all("SELECT 1 FROM user WHERE role = 'owner'")).toEqual([])
    await here.get('auth.updateUser', { userId: ada, role: 'owner' }, here.owner)
    meet()
    expect(await there.refused('auth.updateUser', { userId: other, role: 'owner' }, there.owner)).toMatchObject({ code: 'auth.ownerOnly' })
    await here.get('auth.updateUser', { userId: other, role: 'owner' }, here.owner)
  })

  it('AUTH-SESSION AUTH-4 A-OFFLINE: a new PIN or password ends what was opened with the one before on every device, but not the session that set it', async () => {
    const { here, there, later, meet } = await openTwo()
    const { userId } = await signedIn(here, 'technician', 'Tom Tech')
    const tom = { userId: userId as never }
    await here.get('auth.setPin', { ...tom, pin: '4711' }, here.owner)
    meet()
    const { token: kiosk } = await there.get('auth.signInWithPin', { ...tom, pin: '4711' })
    const { token: desk } = await there.get('auth.signIn', { email: 'tom.tech@example.org', password: PASSWORD })
    later()
    await here.get('auth.setPin', { ...tom, pin: '9999' }, here.owner)
    meet()
    expect(await there.refused('auth.me', {}, kiosk)).toMatchObject({ code: 'platform.sessionExpired' })
    await there.get('auth.me', {}, desk)
    const { token: anew } = await there.get('auth.signInWithPin', { ...tom, pin: '9999' })
    later()
    const own = (await here.get('auth.signIn', { email: 'tom.tech@example.org', password: PASSWORD })).token
    await here.get('auth.changeMyPassword', { current: PASSWORD, next: 'another paper 43' }, own)
    meet()
    for (const token of [desk, anew]) expect(await there.refused('auth.me', {}, token)).toMatchObject({ code: 'platform.sessionExpired' })
    await here.get('auth.me', {}, own)
    await there.get('auth.signIn', { email: 'tom.tech@example.org', password: 'another paper 43' })
  })

  it('AUTH-SESSION AUTH-4 A-OFFLINE: an account that another device closed and opened again asks for its password', async () => {
    const { here, there, later, meet } = await openTwo()
    const { userId } = await signedIn(here, 'technician', 'Tom Tech')
    meet()
    const { token } = await there.get('auth.signIn', { email: 'tom.tech@example.org', password: PASSWORD })
    later()
    for (const active of [false, true]) await here.get('auth.setActive', { userId: userId as never, active }, here.owner)
    meet()
    expect(await there.refused('auth.me', {}, token)).toMatchObject({ code: 'platform.sessionExpired' })
    const again = await there.get('auth.signIn', { email: 'tom.tech@example.org', password: PASSWORD })
    await there.get('auth.me', {}, again.token)
  })

  it('AUTH-LOGIN A-OFFLINE: of one address that two devices entered, closing the one account opens the way to the other', async () => {
    const { here, there, devices, meet } = await openTwo()
    const cora = { name: 'Cora', email: 'cora@example.org', role: 'cashier', language: 'en' } as const
    const first = await here.get('auth.createUser', { ...cora, password: 'one fine thing 8' }, here.owner)
    const second = await there.get('auth.createUser', { ...cora, password: 'two fine things 8' }, there.owner)
    meet()
    for (const [closed, password] of [
      [first, 'two fine things 8'],
      [second, 'one fine thing 8'],
    ] as const) {
      for (const one of [first, second]) await here.get('auth.setActive', { userId: one.id, active: one !== closed }, here.owner)
      meet()
      for (const device of devices) await device.get('auth.signIn', { email: cora.email, password })
    }
  })
})
