import { afterEach, expect, it } from 'vitest'
import { modules } from '#main/index.ts'
import type { SyncRules } from '#shared/contract/sync.ts'
import { openShop, testClock, type TestCore } from '#tests/support/core.ts'
import { scriptedCentre } from '#tests/support/scripted-centre.ts'

const RULES = Object.assign({}, ...modules.map(({ sync }) => sync ?? {})) as SyncRules // as the core puts them together
const open: TestCore[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((core) => core.shutdown()))
})
const until = async (isTrue: () => boolean, what: string) => {
  const end = Date.now() + 5000
  while (!isTrue()) {
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
/** A shop that is linked to a centre. */
async function linked() {
  const centre = scriptedCentre(RULES)
  const shop = await openShop({
    clock: Object.assign(testClock(), { now: () => Date.now() }),
    link: { fetch: ((input, init) => centre.fetch(input, init)) as typeof fetch, random: () => 0.002 },
  })
  open.push(shop)
  const { link } = shop.platform
  expect(await link.enrol('https://centre.example', 'ABCD-EFGH')).toMatchObject({ ok: true })
  const quiet = () => until(() => link.status().state === 'online' && link.status().pendingCount === 0, 'quiet')
  await quiet()
  const add = (name: string) => shop.get('customers.create', { kind: 'person', name } as never, shop.owner)
  const has = (name: string) => [...centre.rows.values()].some(({ doc }) => doc['name'] === name)
  return { centre, link, quiet, add, has }
}

it('SYNC-STATUS SYNC-RETRY F10: an entry that waits for another device stays, is asked about again, and people are told for whom', async () => {
  const { centre, link, quiet, add, has } = await linked()
  const awaits = { until: Date.now() + 60_000, devices: ['0190b6a0-0000-7000-8000-000000000001'] }
  centre.awaits = awaits
  await add('Rests on what is lost')
  await until(() => link.status().awaits !== null, 'told')
  expect(link.status()).toMatchObject({ awaits, pendingCount: 1, state: 'online', problem: null })
  const asked = centre.pushes.length
  await until(() => centre.pushes.length > asked + 1, 'asked again')
  expect(has('Rests on what is lost')).toBe(false)
  centre.awaits = undefined
  await quiet()
  expect(has('Rests on what is lost')).toBe(true)
  expect(link.status().awaits).toBeNull()
})

it('SYNC-RETRY F10: says once that nothing is left to bring, if the centre waits to hear it', async () => {
  const { centre, link } = await linked()
  expect(centre.pushes.some(({ entries }) => entries.length === 0)).toBe(false)
  centre.standing = { ...centre.standing, owes: true }
  link.wake()
  await until(() => centre.pushes.at(-1)?.entries.length === 0, 'says that this was all')
})

it('SYNC-RETRY F10: tells with every push what the centre had of it', async () => {
  const { centre, link, quiet, add } = await linked()
  await add('One')
  await quiet()
  const last = centre.pushes.at(-1)?.entries.at(-1)?.seq ?? 0
  await add('Two')
  await quiet()
  const two = centre.pushes.at(-1)?.entries.at(-1)?.seq
  expect(centre.had.at(-1)).toBe(last)
  // Put back, and nobody said so: it is told even where there is nothing else to send.
  const { centreEpoch } = centre.standing
  centre.putBack(last, () => false)
  centre.standing = { ...centre.standing, centreEpoch }
  const asked = centre.pushes.length
  link.wake()
  await until(() => centre.pushes.length > asked, 'told')
  expect([centre.pushes.at(-1)?.entries, centre.had.at(-1)]).toEqual([[], two])
})
