import { expect, it } from 'vitest'
import { HOUR_MS } from '#shared/kernel/time.ts'
import { DEMO } from '#shared/modules/workspace/model.ts'
import { openTestCore, testClock } from '#tests/support/core.ts'
import { openDemoShop } from './demo.ts'

it('DB-SEED: the demo shop opens on an empty database, with work in every state, and once only', async () => {
  const core = openTestCore()
  await openDemoShop(core)
  await openDemoShop(core)
  expect(await core.get('workspace.welcome', {})).toMatchObject({ isSetUp: true, isDemo: true })
  const { token } = await core.get('auth.signIn', { email: DEMO.email, password: DEMO.password })
  const states = (await core.get('workOrders.list', {}, token)).rows.map((row) => row.state)
  expect(new Set(states)).toEqual(new Set(['estimate', 'open', 'inProgress', 'done', 'invoiced']))
  expect((await core.get('customers.list', {}, token)).total).toBe(18)
  expect((await core.get('invoicing.list', { state: 'paid' }, token)).total).toBe(2)
  expect((await core.get('appointments.list', {}, token)).total).toBe(44)
})

it('DB-SEED: the demo shop opens at any hour of any day of the week', async () => {
  for (let hours = 0; hours < 8 * 24; hours += 29) {
    const core = openTestCore({ clock: testClock(Date.UTC(2026, 9, 30) + hours * HOUR_MS) })
    await openDemoShop(core)
    expect(await core.get('workspace.welcome', {})).toMatchObject({ isDemo: true })
  }
})
