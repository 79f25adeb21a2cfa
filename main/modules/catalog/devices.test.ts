import { afterEach, describe, expect, it } from 'vitest'
import { around } from '#tests/support/around.ts'
import { closeShops, linked } from '#tests/support/linked-shop.ts'

afterEach(closeShops)

describe('a kit on two devices', () => {
  it('CAT-5 A-OFFLINE: a part that both put into it is in it once, and gone when one takes it out', async () => {
    const devices = [await linked(), await linked()] as const
    const [here, there] = devices
    const centre = around(devices, new Set(['catalog_item', 'catalog_relation']))
    const item = async (name: string) => (await here.get('catalog.create', { name }, here.owner)).id
    const [kit, pads] = [await item('kit'), await item('pads')]
    centre.meet()
    for (const [i, device] of devices.entries())
      await device.get('catalog.relate', { itemId: kit, kind: 'part', otherId: pads, qtyMilli: 1000 * (i + 1) }, device.owner)
    centre.meet()
    for (const device of devices) {
      expect((await device.get('catalog.card', { itemId: kit }, device.owner)).to).toMatchObject([{ qtyMilli: 2000 }])
      expect((await device.get('catalog.card', { itemId: pads }, device.owner)).from).toHaveLength(1)
    }
    const [relation] = (await there.get('catalog.card', { itemId: kit }, there.owner)).to
    if (!relation) throw new Error('it is in the kit')
    expect((await there.get('catalog.unrelate', { relationId: relation.relationId }, there.owner)).to).toEqual([])
    centre.meet()
    expect((await here.get('catalog.card', { itemId: kit }, here.owner)).to).toEqual([])
  })
})
