import { afterEach, describe, expect, it } from 'vitest'
import { openShop, testClock, type TestCore } from '#tests/support/core.ts'
import { CUSTOMER, RULES } from '#tests/support/linked-shop.ts'
import { scriptedCentre } from '#tests/support/scripted-centre.ts'

const open: TestCore[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((core) => core.shutdown()))
})
async function until(isTrue: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + 20_000; !isTrue(); await new Promise((resolve) => setTimeout(resolve, 5)))
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`)
}

/** A linked shop with two customers, and the number of its last entry before the second one. */
async function joined() {
  const centre = scriptedCentre(RULES)
  const shop = await openShop({
    clock: Object.assign(testClock(), { now: () => Date.now() }),
    link: { fetch: (...of) => centre.fetch(...of), random: () => 0.002 },
  })
  open.push(shop)
  const { link, store } = shop.platform
  const { raw } = store.connection
  const names = () => raw.prepare('SELECT name FROM customer ORDER BY name').pluck().all()
  const quiet = () =>
    until(() => link.status().state === 'online' && link.status().pendingCount === 0 && raw.prepare('SELECT 1 FROM sync_open').get() === undefined, 'quiet')
  await shop.get('customers.create', { ...CUSTOMER, name: 'Kept' } as never, shop.owner)
  await link.enrol('https://centre.example', 'ABCD-EFGH')
  await quiet()
  const kept = store.lastSeq()
  await shop.get('customers.create', { ...CUSTOMER, name: 'Lost' } as never, shop.owner)
  await quiet()
  return { centre, shop, link, store, names, quiet, kept }
}

describe('a feed that begins anew', () => {
  it('SYNC-RETRY F10: what a centre that was put back has lost of this device stays in sight until it is there again', async () => {
    const { centre, link, store, names, quiet, kept } = await joined()
    const seen = new Set<string>()
    store.onCommit(() => void seen.add(names().join()))
    centre.putBack(kept, ({ doc }) => doc['name'] === 'Lost')
    await until(() => [...centre.rows.values()].some(({ doc }) => doc['name'] === 'Lost'), 'offered again')
    await quiet()
    expect([...seen]).toEqual(['Kept,Lost'])
    expect(link.metrics().refetches).toMatchObject({ centre: 1, mustRefetch: 0 })
  })

  it('SYNC-RETRY F10: without an answer about its standing nothing is read anew, and nothing goes', async () => {
    const { centre, names, quiet, kept } = await joined()
    for (let n = 0; n < 3; n++) centre.script.push({ path: '/v1/device', answer: 'unavailable', status: 503 })
    const asked = () => centre.requests.filter(({ path }) => path === '/v1/device').length
    const before = asked()
    centre.putBack(kept, ({ doc }) => doc['name'] === 'Lost')
    await until(() => asked() > before + 1, 'asked for its standing')
    expect(names()).toEqual(['Kept', 'Lost'])
    await until(() => [...centre.rows.values()].some(({ doc }) => doc['name'] === 'Lost'), 'offered again')
    await quiet()
    expect(names()).toEqual(['Kept', 'Lost'])
  })
})

describe('figures of the feed', () => {
  it('SYNC-STATUS: how old the newest change is when it is shown goes by the clock of the centre, and stalls are measured', async () => {
    const { centre, link } = await joined()
    expect(link.metrics().pullLagMs).toBeLessThan(20_000)
    centre.feedRaw('company', {
      kind: 'customer',
      id: 'c1',
      scope: 'company',
      rev: '9',
      schema_v: '1',
      deleted: 'f',
      clk: JSON.stringify({ '*': `${(Date.now() - 3_600_000).toString(16).padStart(12, '0')}0000-elsewher` }),
      doc: JSON.stringify({ id: 'c1', createdAt: 1, updatedAt: 1, deleted: false, ...CUSTOMER, name: 'Old', nameKey: 'old', phoneDigits: '' }),
    })
    await until(() => (link.metrics().pullLagMs ?? 0) > 3_500_000, 'an hour of lag')
    expect(link.metrics().pullLagMs).toBeLessThan(3_700_000)
    expect(link.metrics().longestStallMs).toBeGreaterThanOrEqual(link.metrics().stallP99Ms)
  })
})
