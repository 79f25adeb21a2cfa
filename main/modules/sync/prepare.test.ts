import { afterEach, describe, expect, it } from 'vitest'
import { modules } from '#main/index.ts'
import type { Hub, HubView } from '#main/platform/hub/hub.ts'
import type { SyncRules } from '#shared/contract/sync.ts'
import { type TestCore, testClock } from '#tests/support/core.ts'
import { scriptedCentre } from '#tests/support/scripted-centre.ts'
import { openWorkshop } from '#tests/support/workshop.ts'

const RULES = Object.assign({}, ...modules.map(({ sync }) => sync ?? {})) as SyncRules // as the core puts them together
const open: TestCore[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((core) => core.shutdown()))
})

describe('the hub', () => {
  function fakeHub(code: string | null = 'HUBCD-12345'): Hub & { calls: string[] } {
    let view: HubView = { state: 'off', name: '', address: '', problem: '' }
    const calls: string[] = []
    return {
      calls,
      view: () => view,
      start: async (name) => {
        calls.push(`start ${name}`)
        if (name === 'broken') return { ok: false, problem: 'Port 7878 is in use.' }
        view = { state: 'running', name, address: 'https://192.168.1.20:7878/#AAAA', problem: '' }
        return { ok: true, address: 'https://127.0.0.1:7878/#AAAA-AAAA-AAAA-AAAA-AAAA', code }
      },
      stop: async () => {
        calls.push('stop')
        view = { ...view, state: 'off', address: '' }
      },
      resume: () => undefined,
      find: async () => [{ name: 'Workshop', address: 'https://192.168.1.20:7878/#AAAA', fingerprint: 'AAAA' }],
      onChange: () => undefined,
      close: async () => undefined,
    }
  }

  it('A-LAN: a program that cannot be a hub says so', async () => {
    const { shop, owner } = await openWorkshop()
    open.push(shop)
    expect(await shop.get('sync.hub', {}, owner)).toMatchObject({ isPossible: false, state: 'off' })
    for (const [name, input] of [
      ['sync.makeHub', { name: 'x' }],
      ['sync.stopHub', {}],
      ['sync.findHubs', {}],
    ] as const)
      expect(await shop.refused(name, input as never, owner)).toMatchObject({ code: 'sync.hubImpossible' })
  })

  it('A-LAN: a shop PC becomes the hub and its own first device, and stops being one', async () => {
    const clock = testClock()
    const centre = scriptedCentre(RULES, () => clock.at)
    const hub = fakeHub()
    const { shop, owner } = await openWorkshop({ clock, hub, link: { fetch: centre.fetch, random: () => 0.002 } })
    open.push(shop)
    expect(await shop.refused('sync.makeHub', { name: 'broken' }, owner)).toMatchObject({ code: 'sync.hubFailed', problem: 'Port 7878 is in use.' })
    expect(await shop.get('sync.makeHub', { name: 'Workshop' }, owner)).toMatchObject({ state: 'running', address: 'https://192.168.1.20:7878/#AAAA' })
    expect(centre.requests.map(({ path }) => path)).toContain('/v1/enrol')
    expect((await shop.get('sync.status', {}, owner)).state).not.toBe('off')
    expect(await shop.refused('sync.makeHub', { name: 'Workshop' }, owner)).toMatchObject({ code: 'sync.hubRunning' })
    expect(await shop.get('sync.findHubs', {})).toMatchObject([{ name: 'Workshop' }])
    expect(await shop.get('sync.stopHub', {}, owner)).toMatchObject({ state: 'off' })
    expect(hub.calls).toEqual(['start broken', 'start Workshop', 'stop'])
  })

  it('A-LAN: a hub that cannot be joined is not left running', async () => {
    const clock = testClock()
    const centre = scriptedCentre(RULES, () => clock.at)
    centre.isOffline = true
    const hub = fakeHub()
    const { shop, owner } = await openWorkshop({ clock, hub, link: { fetch: centre.fetch } })
    open.push(shop)
    expect(await shop.refused('sync.makeHub', { name: 'Workshop' }, owner)).toMatchObject({ code: 'sync.unreachable' })
    expect(hub.calls).toEqual(['start Workshop', 'stop'])
  })
})
