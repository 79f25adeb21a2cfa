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

  it('WO-GATES KIOSK-MODE: a technician says what became of a part, which the gate counts; not of labour, not of a job that is cancelled', async () => {
    const { shop, owner, open, bay1, tom, tomAtTheKiosk } = await openWorkshop()
    await shop.get('workspace.update', { gates: ['parts'] }, owner)
    const workOrderId = (await open({ bayId: bay1, technicianId: tom })).order.id
    const add = (kind: 'part' | 'labor') => shop.get('workOrders.addLine', { workOrderId, kind, description: kind, unitPriceMinor: 4900 }, owner)
    const [part, labor] = [await add('part'), await add('labor')]
    const kiosk = await tomAtTheKiosk()
    const say = { lineId: part.lineId, disposition: 'fitted' as const }
    await shop.get('workOrders.start', { workOrderId }, kiosk)
    expect(await shop.refused('workOrders.updateLine', say, kiosk)).toMatchObject({ code: 'platform.notAllowed' })
    expect(await shop.refused('workOrders.finish', { workOrderId }, kiosk)).toMatchObject({ code: 'workOrders.gatesOpen', gates: 'parts' })
    expect(await shop.refused('workOrders.setDisposition', { ...say, lineId: labor.lineId }, kiosk)).toMatchObject({ code: 'workOrders.notAPart' })
    expect(await shop.get('workOrders.setDisposition', say, kiosk)).toEqual({ workOrderId, lineId: part.lineId })
    await shop.get('workOrders.finish', { workOrderId }, kiosk)
    expect((await shop.get('workOrders.get', { workOrderId }, owner)).lines.map(({ disposition }) => disposition)).toEqual(['fitted', 'open'])
    const other = (await open({ bayId: bay1, technicianId: tom })).order.id
    const { lineId } = await shop.get('workOrders.addLine', { workOrderId: other, kind: 'part', description: 'Bolt', unitPriceMinor: 0 }, owner)
    await shop.get('workOrders.cancel', { workOrderId: other, reason: 'sold' }, owner)
    expect(await shop.refused('workOrders.setDisposition', { ...say, lineId }, kiosk)).toMatchObject({ code: 'workOrders.wrongState' })
  })
})
