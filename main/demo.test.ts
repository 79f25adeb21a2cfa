import { expect, it } from 'vitest'
import { HOUR_MS, localDate, localMinutes } from '#shared/kernel/time.ts'
import { DEMO } from '#shared/modules/workspace/model.ts'
import { openTestCore, testClock } from '#tests/support/core.ts'
import { PAST_DAYS } from './demo-history.ts'
import { openDemoShop, zoneOfMorning } from './demo.ts'

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

it('DB-SEED: wherever the demo stands it is morning, after everybody has come and before anybody goes', () => {
  for (let week = 0; week < 53; week++)
    for (let quarter = 0; quarter < 24 * 4; quarter++) {
      const now = Date.UTC(2026, 0, 1 + week * 7) + (quarter * HOUR_MS) / 4
      const minutes = localMinutes(now, zoneOfMorning(now))
      expect(minutes, new Date(now).toISOString()).toBeGreaterThanOrEqual(480)
      expect(minutes, new Date(now).toISOString()).toBeLessThanOrEqual(780)
    }
})

it.each(['2026-11-29T13:31:00Z', '2026-12-31T23:59:00Z', '2027-03-27T23:50:00Z', '2026-10-30T11:59:00Z'])(
  'DB-SEED: the demo shop opens on a Sunday, at the end of a month and of a year, and beside a change of the clocks: %s',
  async (instant) => {
    const now = Date.parse(instant)
    const core = openTestCore({ clock: testClock(now) })
    await openDemoShop(core, (at) => {
      core.clock.at = at ?? now
    })
    expect(await core.get('workspace.welcome', {})).toMatchObject({ isDemo: true })
  },
)
