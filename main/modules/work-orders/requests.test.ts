import { describe, expect, it } from 'vitest'
import { openWorkshop } from '#tests/support/workshop.ts'

describe('a part that the bench asks for', () => {
  it('PART-SPECIAL KIOSK-MODE: becomes a line that waits for the customer and a request, in words or by item', async () => {
    const { shop, owner, locationId, open, bay1, tom, tomAtTheKiosk } = await openWorkshop()
    await shop.get('inventory.createPlace', { locationId, name: 'Parts room' }, owner)
    const workOrderId = (await open({ bayId: bay1, technicianId: tom })).order.id
    const kiosk = await tomAtTheKiosk()
    const rack = await shop.get('workOrders.askForPart', { workOrderId, description: 'Steering rack', qtyMilli: 2000 }, kiosk)
    expect(rack).toMatchObject({ name: 'Steering rack', qtyMilli: 2000, state: 'wanted', jobId: workOrderId })
    const pads = await shop.get('catalog.create', { name: 'Brake pads', priceMinor: 4900 }, owner)
    expect(await shop.get('workOrders.askForPart', { workOrderId, itemId: pads.id }, kiosk)).toMatchObject({ itemId: pads.id, qtyMilli: 1000 })
    const { lines } = await shop.get('workOrders.get', { workOrderId }, owner)
    expect(lines.map(({ description, kind, approval, unitPriceMinor }) => [description, kind, approval, unitPriceMinor])).toEqual([
      ['Steering rack', 'part', 'pending', 0],
      ['Brake pads', 'part', 'pending', 4900],
    ])
    expect(await shop.get('workOrders.parts', { workOrderId }, owner)).toHaveLength(2)
  })

  it('PART-SPECIAL: what is no part, nothing at all, or for a job that is closed is refused, and nothing stays', async () => {
    const { shop, owner, locationId, open, bay1, tom } = await openWorkshop()
    await shop.get('inventory.createPlace', { locationId, name: 'Parts room' }, owner)
    const workOrderId = (await open({ bayId: bay1, technicianId: tom })).order.id
    const labor = await shop.get('catalog.create', { name: 'Diagnosis', kind: 'service', priceMinor: 4900 }, owner)
    expect(await shop.refused('workOrders.askForPart', { workOrderId }, owner)).toMatchObject({ code: 'platform.badInput' })
    expect((await shop.refused('workOrders.askForPart', { workOrderId, itemId: labor.id }, owner)).code).toMatch(/notAPart$/)
    expect((await shop.get('workOrders.get', { workOrderId }, owner)).lines).toEqual([])
    await shop.get('workOrders.cancel', { workOrderId, reason: 'sold' }, owner)
    expect(await shop.refused('workOrders.askForPart', { workOrderId, description: 'Bolt' }, owner)).toMatchObject({ code: 'workOrders.wrongState' })
  })
})
