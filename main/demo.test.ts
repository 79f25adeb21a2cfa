import { expect, it } from 'vitest'
import { openTestCore, testClock } from '#tests/support/core.ts'
import { DEMO } from '#shared/modules/workspace/model.ts'
import { openDemoShop } from './demo.ts'

it('DB-SEED: the demo shop opens on an empty database, with work in every state, and once only', async () => {
  const core = openTestCore({ clock: testClock(Date.now()) })
  await openDemoShop(core)
  await openDemoShop(core)
  expect(await core.get('workspace.welcome', {})).toMatchObject({ isSetUp: true, isDemo: true })
  const { token } = await core.get('auth.signIn', { email: DEMO.email, password: DEMO.password })
  const states = (await core.get('workOrders.list', {}, token)).rows.map((row) => row.state)
  expect(new Set(states)).toEqual(new Set(['inProgress', 'done', 'invoiced']))
  expect((await core.get('customers.list', {}, token)).total).toBe(18)
  expect((await core.get('invoicing.list', { state: 'paid' }, token)).total).toBe(2)
})
