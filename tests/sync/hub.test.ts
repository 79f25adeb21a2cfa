import { afterEach, describe, expect, it } from 'vitest'
import type { TestCore } from '#tests/support/core.ts'
import { onlyHost, pairDevices, startHub, untilQuiet } from '#tests/support/hub.ts'
import { CUSTOMER } from '#tests/support/linked-shop.ts'

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const nameOf = (core: TestCore, id: string) => core.platform.store.connection.raw.prepare('SELECT name FROM customer WHERE id = ?').pluck().get(id)
const sees = (core: TestCore, id: string, name: string) =>
  new Promise<void>((resolve) => {
    const look = () => nameOf(core, id) === name && resolve()
    core.platform.store.onCommit(look)
    look()
  })

describe('a shop PC as the hub, with the internet cut', () => {
  it('A-LAN SYNC-OFFLINE: two devices share the shop over its certificate, both ways, and what is told of a change is the change', async () => {
    const centre = await startHub()
    ends.push(centre.end)
    expect(centre.address).toMatch(/^https:\/\/.*#/)
    const tried: string[] = []
    const { first, second, tokens } = await pairDevices(centre, { fetch: onlyHost(centre.address, tried) })
    ends.push(() => Promise.all([first.shutdown(), second.shutdown()]))
    const { id } = await first.get('customers.create', { ...CUSTOMER, name: 'From the first' } as never, tokens[0])
    await sees(second, id, 'From the first')
    await second.get('customers.update', { customerId: id, name: 'From the second' } as never, tokens[1])
    await sees(first, id, 'From the second')
    await Promise.all([untilQuiet(first), untilQuiet(second)])
    expect([nameOf(first, id), nameOf(second, id)]).toEqual(['From the second', 'From the second'])
    expect(tried).toEqual([])
  }, 240_000)
})
