import { expect, it } from 'vitest'
import { HOUR_MS, localDate } from '#shared/kernel/time.ts'
import { DEMO } from '#shared/modules/workspace/model.ts'
import { openTestCore, testClock } from '#tests/support/core.ts'
import { PAST_DAYS } from './demo-history.ts'
import { openDemoShop } from './demo.ts'

it('DB-SEED: the demo shop opens on an empty database, with work in every state, and once only', async () => {
  const core = openTestCore()
  const now = core.clock.at
  const goTo = (at: number | null) => {
    core.clock.at = at ?? now
  }
  await openDemoShop(core, goTo)
  await openDemoShop(core, goTo)
  expect(await core.get('workspace.welcome', {})).toMatchObject({ isSetUp: true, isDemo: true })
  const { token } = await core.get('auth.signIn', { email: DEMO.email, password: DEMO.password })
  const states = (await core.get('workOrders.list', {}, token)).rows.map((row) => row.state)
  expect(new Set(states)).toEqual(new Set(['estimate', 'open', 'inProgress', 'done', 'invoiced']))
  expect((await core.get('customers.list', {}, token)).total).toBe(18)
  // Every day of the last four weeks has its work, its sales and a till that was closed.
  const { zone } = (await core.get('workspace.get', {}, token)).company
  const days = async (name: 'invoicing.list' | 'pos.sales') =>
    new Set((await core.get(name, { limit: 200 }, token)).rows.map((row) => localDate('issuedAt' in row ? row.issuedAt : row.soldAt, zone)))
  expect([(await days('invoicing.list')).size, (await days('pos.sales')).size]).toEqual([PAST_DAYS + 1, PAST_DAYS + 1])
  const tills = (await core.get('pos.tills', { limit: 200 }, token)).rows
  expect([
    tills.length,
    tills.filter(({ closedAt }) => closedAt === null).length,
    tills.filter(({ expectedMinor, countedMinor }) => expectedMinor !== countedMinor).length,
  ]).toEqual([PAST_DAYS + 1, 1, 3])
  expect((await core.get('invoicing.receivables', {}, token)).rows.length).toBeGreaterThan(3)
  expect((await core.get('appointments.list', {}, token)).total).toBe(44)
})

it('DB-SEED: the demo shop opens at any hour of any day of the week', async () => {
  for (let hours = 0; hours < 8 * 24; hours += 53) {
    const core = openTestCore({ clock: testClock(Date.UTC(2026, 9, 30) + hours * HOUR_MS) })
    const now = core.clock.at
    await openDemoShop(core, (at) => {
      core.clock.at = at ?? now
    })
    expect(await core.get('workspace.welcome', {})).toMatchObject({ isDemo: true })
  }
})
