import { afterEach, describe, expect, it } from 'vitest'
import { modules } from '#main/index.ts'
import type { SyncRules } from '#shared/contract/sync.ts'
import { openShop, testClock, type TestCore } from '#tests/support/core.ts'
import { untilQuiet } from '#tests/support/hub.ts'
import { CUSTOMER } from '#tests/support/linked-shop.ts'
import { scriptedCentre, type ScriptedCentre } from '#tests/support/scripted-centre.ts'

const RULES = Object.assign({}, ...modules.map(({ sync }) => sync ?? {})) as SyncRules // as the core puts them together
const open: TestCore[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((core) => core.shutdown()))
})

const QUEUE = 1100
const STRANGER = { id: 'c', createdAt: 1, updatedAt: 1, ...CUSTOMER, name: 'Stranger', nameKey: 'stranger', phoneDigits: '' }
const names = (core: TestCore) => core.platform.store.connection.raw.prepare('SELECT name FROM customer').pluck().all() as string[] // a text column
const namesAt = ({ rows }: ScriptedCentre) => [...rows.values()].filter(({ kind }) => kind === 'customer').map(({ doc }) => doc['name'] as string)

/** A shop that worked without the line. While the centre takes its deeds, each in `msPerEntry`, somebody else writes a row. */
async function backlog(centre: ScriptedCentre, msPerEntry = 0) {
  let skewMs = 0
  let decided = 0
  const { fetch } = centre
  const core = await openShop({
    clock: Object.assign(testClock(), { now: () => Date.now() + skewMs }),
    link: { fetch: (input, init) => centre.fetch(input, init), random: () => 0.002 },
  })
  open.push(core)
  const { link } = core.platform
  expect(await link.enrol('https://centre.example', 'ABCD-EFGH')).toMatchObject({ ok: true })
  await untilQuiet(core)
  centre.isOffline = true
  for (let n = 0; n < QUEUE; n++) await core.get('customers.create', { ...CUSTOMER, name: `Own ${n}` } as never, core.owner)
  centre.decide = () => {
    skewMs += msPerEntry
    if (++decided === 100) centre.put('customer', STRANGER.id, STRANGER)
    return undefined
  }
  return {
    /** How many deeds wait when the stranger's row is here. */
    waiting: new Promise<number>((resolve) => {
      core.onNotice(() => {
        if (names(core).includes(STRANGER.name)) resolve(link.status().pendingCount)
      })
    }),
    /** `onPush`: before a push is heard, counted from 1. */
    goOnline: (onPush: (no: number) => void = () => undefined) => {
      let pushes = 0
      const heard: typeof fetch = (input, init) => {
        if (new Request(input).url.includes('/v1/push')) onPush(++pushes)
        return fetch(input, init)
      }
      Object.assign(centre, { fetch: heard, isOffline: false })
      link.wake()
    },
    wake: () => link.wake(),
    allIsThere: async () => {
      await untilQuiet(core)
      expect(namesAt(centre).sort()).toEqual(names(core).sort())
      expect(names(core)).toHaveLength(QUEUE + 1)
    },
  }
}

describe('a queue of several requests', () => {
  it('SYNC-OFFLINE: own deeds are safe first; rows that come meanwhile are taken after them', async () => {
    const centre = scriptedCentre(RULES)
    const { goOnline, waiting, allIsThere } = await backlog(centre)
    goOnline()
    expect(await waiting).toBe(0)
    await allIsThere()
    expect(centre.pushes.map(({ entries }) => entries.length).slice(-3)).toEqual([500, 500, 100])
  })

  it('SYNC-OFFLINE: rows that come meanwhile wait no longer than 20 s', async () => {
    const { goOnline, waiting, allIsThere } = await backlog(scriptedCentre(RULES), 60)
    goOnline()
    expect(await waiting).toBeGreaterThan(0)
    await allIsThere()
  })

  it.each(['lost', 'cut', 'fewer'] as const)('SYNC-RETRY F7: an answer in the middle that is %s loses nothing and doubles nothing', async (answer) => {
    const centre = scriptedCentre(RULES)
    const { goOnline, wake, allIsThere } = await backlog(centre)
    goOnline((no) => {
      if (no === 2) centre.script.push({ path: '/v1/push', answer })
    })
    await expect.poll(() => centre.pushes.length, { timeout: 10_000 }).toBeGreaterThan(2)
    wake()
    await allIsThere()
  })
})
