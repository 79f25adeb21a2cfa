import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entryReader } from '#main/platform/db/journal.ts'
import { createReplay } from '#main/platform/db/replay.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { HOUR_MS } from '#shared/kernel/time.ts'
import type { OrderView } from '#shared/modules/work-orders/model.ts'
import { workOrdersSync } from '#shared/modules/work-orders/sync.ts'
import { openWorkshop, orderAfter, type Workshop } from '#tests/support/workshop.ts'
import { hashOf } from './service/order.ts'

/** An estimate with front brakes (labour 100.00, pads 80.00) and wipers (25.00), at 19 %. */
async function openEstimate(own: Parameters<typeof openWorkshop>[0] = {}) {
  const workshop = await openWorkshop(own)
  const { shop, owner, locationId, customer, vehicle } = workshop
  await shop.get('workspace.update', { taxRateBp: 1900, laborRateMinor: 10_000 }, owner)
  const { order } = await shop.get('workOrders.open', { locationId, customerId: customer.id, vehicleId: vehicle.id, asEstimate: true }, owner)
  const workOrderId = order.id
  const brakes = (await shop.get('workOrders.addService', { workOrderId, title: 'Front brakes' }, owner)).serviceId
  const wipers = (await shop.get('workOrders.addService', { workOrderId, title: 'Wipers' }, owner)).serviceId
  const line = async (description: string, fields: object) => (await shop.get('workOrders.addLine', { workOrderId, description, ...fields }, owner)).lineId
  const labor = await line('Fit pads', { kind: 'labor', serviceId: brakes })
  const pads = await line('Pads', { kind: 'part', serviceId: brakes, unitPriceMinor: 8000 })
  const blades = await line('Blades', { kind: 'part', serviceId: wipers, unitPriceMinor: 2500 })
  const view = () => shop.get('workOrders.get', { workOrderId }, owner)
  const decide = (words: { lineId: Id<'workOrderLine'>; approved: boolean }[], more: object = {}) =>
    orderAfter(shop, 'workOrders.decide', { workOrderId, words, channel: 'phone', person: 'Erika Muster', contact: '030 1234567', ...more }, owner)
  const sealed = () => shop.get('workOrders.approvals', { workOrderId }, owner)
  return { ...workshop, sealed, workOrderId, brakes, wipers, labor, pads, blades, view, decide }
}
const missing = (): never => {
  throw new Error('not there')
}
const approvalsOf = ({ lines }: OrderView) => Object.fromEntries(lines.map(({ description, approval }) => [description, approval]))

describe('an estimate', () => {
  it('EST-LINES WO-7: is built of services, and no work on it begins before the customer approves', async () => {
    const { shop, owner, view, workOrderId, bay1, tom, decide, labor } = await openEstimate()
    expect(await view()).toMatchObject({
      order: { state: 'estimate', netMinor: 20_500, taxMinor: 3895, totalMinor: 24_395 },
      services: [
        { title: 'Front brakes', amountMinor: 18_000 },
        { title: 'Wipers', amountMinor: 2500 },
      ],
    })
    expect(await shop.refused('workOrders.start', { workOrderId, bayId: bay1, technicianId: tom }, owner)).toMatchObject({
      code: 'workOrders.wrongState',
      state: 'estimate',
    })
    expect((await decide([{ lineId: labor, approved: true }])).order.state).toBe('open')
    expect(await shop.get('workOrders.quote', { workOrderId }, owner)).toMatchObject({ order: { state: 'estimate' } })
    expect(await shop.refused('workOrders.quote', { workOrderId }, owner)).toMatchObject({ code: 'workOrders.wrongState' })
    await decide([{ lineId: labor, approved: true }])
    expect(await shop.get('workOrders.start', { workOrderId, bayId: bay1, technicianId: tom }, owner)).toMatchObject({ order: { state: 'inProgress' } })
    expect((await shop.get('workOrders.list', { state: 'inProgress' }, owner)).rows).toMatchObject([{ id: workOrderId, totalMinor: 24_395 }])
  })

  it('EST-LINES: services are renamed, discounted, given a technician, and removed with their lines', async () => {
    const { shop, owner, brakes, wipers, workOrderId, tom } = await openEstimate()
    const changed = await orderAfter(
      shop,
      'workOrders.updateService',
      { serviceId: brakes, title: 'Brakes', technicianId: tom, discountBp: 1000, discountMinor: 200 },
      owner,
    )
    expect(changed).toMatchObject({ services: [{ title: 'Brakes', technicianName: 'Tom', amountMinor: 18_000 - 1800 - 200 }, {}], order: { netMinor: 18_500 } })
    expect(await shop.get('workOrders.update', { workOrderId, discountBp: 1000 }, owner)).toMatchObject({ order: { netMinor: 16_650 } })
    expect(await shop.refused('workOrders.updateService', { serviceId: brakes, technicianId: shop.clock.newId() }, owner)).toMatchObject({
      field: 'technicianId',
    })
    expect(await shop.refused('workOrders.addLine', { workOrderId, kind: 'fee', description: 'x', serviceId: shop.clock.newId() }, owner)).toMatchObject({
      field: 'serviceId',
    })
    const left = await orderAfter(shop, 'workOrders.removeService', { serviceId: wipers }, owner)
    expect(left).toMatchObject({ services: [{ title: 'Brakes' }], lines: [{ description: 'Fit pads' }, { description: 'Pads' }] })
    expect(await shop.refused('workOrders.removeService', { serviceId: wipers }, owner)).toMatchObject({ code: 'workOrders.unknownService' })
  })

  it('EST-LINES TAX-RULES: rates by type of labour, flat prices and rules for tax; each line says where its rate comes from', async () => {
    const { shop, owner, workOrderId } = await openEstimate()
    await shop.get(
      'workspace.update',
      {
        laborRates: [{ name: 'Body work', rateMinor: 14_000 }],
        taxRules: [
          { name: 'Environmental fee', kinds: ['fee'], rateBp: 0 },
          { name: 'Sublet', kinds: ['sublet', 'fee'], rateBp: 700 },
        ],
      },
      owner,
    )
    const add = (fields: object) => orderAfter(shop, 'workOrders.addLine', { workOrderId, description: 'x', ...fields }, owner)
    expect((await add({ kind: 'labor', laborRate: 'Body work', qtyMilli: 1500 })).lines.at(-1)).toMatchObject({ amountMinor: 21_000, taxReason: 'company' })
    expect((await add({ kind: 'labor', isFlat: true, qtyMilli: 1500, unitPriceMinor: 9900 })).lines.at(-1)).toMatchObject({ amountMinor: 9900 })
    expect((await add({ kind: 'fee', unitPriceMinor: 500 })).lines.at(-1)).toMatchObject({ rateBp: 0, taxReason: 'rule', taxRule: 'Environmental fee' })
    expect((await add({ kind: 'sublet', unitPriceMinor: 500 })).lines.at(-1)).toMatchObject({ rateBp: 700, taxReason: 'rule', taxRule: 'Sublet', taxMinor: 35 })
    expect((await add({ kind: 'fee', unitPriceMinor: 500, taxRateBp: 500 })).lines.at(-1)).toMatchObject({ rateBp: 500, taxReason: 'manual' })
    expect((await add({ kind: 'fee', taxExempt: true })).lines.at(-1)).toMatchObject({ rateBp: 0, taxReason: 'exempt' })
    expect(await shop.refused('workOrders.addLine', { workOrderId, kind: 'labor', description: 'x', laborRate: 'None' }, owner)).toMatchObject({
      field: 'laborRate',
    })
  })

  it('TAX-RULES: an order opened while prices contain tax stays so', async () => {
    const { shop, owner, locationId, customer, vehicle } = await openWorkshop()
    await shop.get('workspace.update', { taxInclusive: true, taxRateBp: 1900 }, owner)
    const { order } = await shop.get('workOrders.open', { locationId, customerId: customer.id, vehicleId: vehicle.id }, owner)
    await shop.get('workspace.update', { taxInclusive: false }, owner)
    const view = await orderAfter(shop, 'workOrders.addLine', { workOrderId: order.id, kind: 'part', description: 'Pads', unitPriceMinor: 11_900 }, owner)
    expect(view.order).toMatchObject({ taxInclusive: true, netMinor: 10_000, taxMinor: 1900, totalMinor: 11_900 })
  })
})

describe('the customer’s word', () => {
  it('EST-APPROVE A-SEALED WO-8: by phone, one service declined; who, how, when, lines and total are sealed', async () => {
    const { shop, decide, labor, pads, blades, workOrderId, sealed } = await openEstimate()
    const view = await decide(
      [
        { lineId: labor, approved: true },
        { lineId: pads, approved: true },
        { lineId: blades, approved: false },
      ],
      { note: 'asked twice', signature: 'M1 1 L20 20' },
    )
    expect(approvalsOf(view)).toEqual({ 'Fit pads': 'approved', Pads: 'approved', Blades: 'declined' })
    expect(view.order).toMatchObject({ state: 'open', netMinor: 18_000, totalMinor: 21_420 })
    expect(view.approvals).toMatchObject([{ channel: 'phone', person: 'Erika Muster', totalMinor: 21_420 }])
    expect(JSON.stringify(view)).not.toContain('M1 1') // the answer of every deed on the order is kept: it holds no drawing
    const words = await sealed()
    expect(words).toMatchObject([
      {
        workOrderId,
        channel: 'phone',
        person: 'Erika Muster',
        contact: '030 1234567',
        takenBy: 'Ada Owner',
        at: shop.clock.at,
        isIntact: true,
        content: { totalMinor: 21_420, services: [{ title: 'Front brakes' }, { title: 'Wipers' }] },
      },
    ])
    expect(words[0]?.content.lines.map(({ description, word }) => [description, word])).toEqual([
      ['Fit pads', 'approved'],
      ['Pads', 'approved'],
      ['Blades', 'declined'],
    ])
  })

  it('EST-APPROVE WO-8: any later change of a price opens the approval again; asked anew, it is a second version', async () => {
    const { shop, owner, decide, pads, labor, brakes, workOrderId } = await openEstimate()
    await decide([
      { lineId: labor, approved: true },
      { lineId: pads, approved: true },
    ])
    const update = (fields: object) => orderAfter(shop, 'workOrders.updateLine', { lineId: pads, ...fields }, owner)
    expect(approvalsOf(await update({ technicianId: null }))).toMatchObject({ Pads: 'approved' })
    expect(approvalsOf(await update({ unitPriceMinor: 8001 }))).toMatchObject({ Pads: 'changed', 'Fit pads': 'approved' })
    expect(approvalsOf(await update({ unitPriceMinor: 8000 }))).toMatchObject({ Pads: 'approved' })
    expect(approvalsOf(await orderAfter(shop, 'workOrders.updateService', { serviceId: brakes, discountMinor: 1 }, owner))).toMatchObject({
      Pads: 'changed',
      'Fit pads': 'changed',
    })
    await shop.get('workOrders.updateService', { serviceId: brakes, discountMinor: 0 }, owner)
    expect(approvalsOf(await shop.get('workOrders.update', { workOrderId, discountBp: 1 }, owner))).toMatchObject({ Pads: 'changed' })
    shop.clock.at += HOUR_MS
    const again = await decide([{ lineId: pads, approved: true }])
    expect(approvalsOf(again)).toMatchObject({ Pads: 'approved', 'Fit pads': 'changed' })
    expect(again.approvals).toHaveLength(2)
  })

  it('EST-APPROVE WO-8: other terms of a declined line are a new offer', async () => {
    const { shop, owner, decide, blades } = await openEstimate()
    expect((await decide([{ lineId: blades, approved: false }])).order.state).toBe('estimate')
    expect(approvalsOf(await orderAfter(shop, 'workOrders.updateLine', { lineId: blades, disposition: 'open' }, owner))).toMatchObject({ Blades: 'declined' })
    expect(approvalsOf(await orderAfter(shop, 'workOrders.updateLine', { lineId: blades, unitPriceMinor: 1900 }, owner))).toMatchObject({ Blades: 'pending' })
    expect(
      await shop.refused(
        'workOrders.decide',
        { workOrderId: shop.clock.newId(), words: [{ lineId: blades, approved: true }], channel: 'phone', person: 'E' },
        owner,
      ),
    ).toMatchObject({ code: 'workOrders.unknownOrder' })
    const { workOrderId } = await shop.get('workOrders.updateLine', { lineId: blades, qtyMilli: 2000 }, owner)
    expect(
      await shop.refused('workOrders.decide', { workOrderId, words: [{ lineId: shop.clock.newId(), approved: true }], channel: 'counter', person: 'E' }, owner),
    ).toMatchObject({ code: 'workOrders.unknownLine' })
    expect(
      await shop.refused(
        'workOrders.decide',
        { workOrderId, words: [{ lineId: blades, approved: true }], channel: 'counter', person: 'E', signature: '<svg>' },
        owner,
      ),
    ).toMatchObject({ code: 'platform.badInput' })
  })

  it('A-SEALED WO-8: the seal detects any change of what it holds, and the database refuses one', async () => {
    const { shop, decide, labor, sealed: words } = await openEstimate()
    await decide([{ lineId: labor, approved: true }], { signature: 'M1 1 L2 2' })
    const { isIntact, hash, ...sealed } = (await words())[0] ?? missing()
    expect(isIntact).toBe(true)
    const leaves = (value: unknown, path: (string | number)[] = []): (string | number)[][] =>
      typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key])) : [path]
    const paths = leaves(sealed)
    expect(paths.length).toBeGreaterThan(50)
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)), (path, value) => {
        const copy = structuredClone(sealed) as Record<string | number, unknown>
        let place = copy
        for (const key of path.slice(0, -1)) place = place[key] as Record<string | number, unknown> // leaves() walked it
        const last = path.at(-1) ?? ''
        const isSame = place[last] === value
        place[last] = value
        expect(hashOf(copy as unknown as typeof sealed) === hash).toBe(isSame)
      }),
    )
    const { raw } = shop.platform.store.connection
    expect(() => raw.prepare("UPDATE work_order_approval SET person = 'Somebody'").run()).toThrow('does not change')
    expect(() => raw.prepare('DELETE FROM work_order_approval').run()).toThrow('does not change')
    raw.exec('UPDATE sync_guard SET applying = 1')
    raw.prepare("UPDATE work_order_approval SET content = replace(content, 'Fit pads', 'Fit more')").run()
    raw.exec('UPDATE sync_guard SET applying = 0')
    expect(await words()).toMatchObject([{ isIntact: false }])
  })
})

describe('deferred work', () => {
  /** The estimate of before with the blades declined, done and invoiced; and the next visit. */
  async function nextVisit() {
    const visit = await openEstimate()
    const { shop, owner, decide, labor, pads, blades, workOrderId, bay1, tom, locationId, customer, vehicle } = visit
    await decide([
      { lineId: labor, approved: true },
      { lineId: pads, approved: true },
      { lineId: blades, approved: false },
    ])
    await shop.get('workOrders.start', { workOrderId, bayId: bay1, technicianId: tom }, owner)
    await shop.get('workOrders.finish', { workOrderId }, owner)
    const invoice = await shop.get('invoicing.issue', { workOrderId }, owner)
    const next = await shop.get('workOrders.open', { locationId, customerId: customer.id, vehicleId: vehicle.id }, owner)
    return { ...visit, invoice, nextId: next.order.id }
  }

  it('EST-DEFER WO-9: a declined line is neither charged nor invoiced, waits at the next visit, and is taken over once', async () => {
    const { shop, owner, invoice, nextId, vehicle, blades, pads, workOrderId } = await nextVisit()
    expect(invoice).toMatchObject({
      netMinor: 18_000,
      lines: [
        { description: 'Fit pads', service: 'Front brakes' },
        { description: 'Pads', taxMinor: 1520 },
      ],
    })
    expect(invoice.lines).toHaveLength(2)
    const waiting = await shop.get('workOrders.deferred', { vehicleId: vehicle.id, workOrderId: nextId }, owner)
    expect(waiting).toMatchObject([{ id: blades, workOrderId, description: 'Blades', serviceTitle: 'Wipers', unitPriceMinor: 2500 }])
    expect(await shop.refused('workOrders.takeDeferred', { workOrderId: nextId, lineIds: [pads] }, owner)).toMatchObject({ code: 'workOrders.notDeferred' })
    const taken = await orderAfter(shop, 'workOrders.takeDeferred', { workOrderId: nextId, lineIds: [blades] }, owner)
    expect(taken).toMatchObject({
      services: [{ title: 'Wipers', amountMinor: 2500 }],
      lines: [{ description: 'Blades', approval: 'pending', fromLineId: blades }],
    })
    expect(await shop.get('workOrders.deferred', { vehicleId: vehicle.id }, owner)).toEqual([])
    expect(await shop.refused('workOrders.takeDeferred', { workOrderId: nextId, lineIds: [blades] }, owner)).toMatchObject({ code: 'workOrders.notDeferred' })
    await shop.get('workOrders.removeLine', { lineId: taken.lines[0]?.id ?? missing() }, owner)
    expect(await shop.get('workOrders.deferred', { vehicleId: vehicle.id }, owner)).toHaveLength(1)
  })

  it('EST-DEFER WO-9: what the customer never wants is set aside with the reason, shown no more at the next visit, and can be brought back', async () => {
    const { shop, owner, vehicle, decide, pads, blades, open, workOrderId } = await openEstimate()
    await decide([
      { lineId: pads, approved: false },
      { lineId: blades, approved: false },
    ])
    const next = (await open()).order.id
    const waiting = async (dismissed = false) =>
      (await shop.get('workOrders.deferred', { vehicleId: vehicle.id, workOrderId: next, dismissed }, owner)).map(({ description, dismissal }) => [
        description,
        dismissal?.reason ?? null,
      ])
    const setAside = { lineIds: [pads], reason: 'elsewhere' as const, note: 'at the dealer' }
    expect(await shop.get('workOrders.dismissDeferred', setAside, owner)).toEqual({ dismissed: 1 })
    expect(await waiting()).toEqual([['Blades', null]])
    expect(await waiting(true)).toEqual([['Pads', 'elsewhere']])
    expect(await shop.refused('workOrders.dismissDeferred', setAside, owner)).toMatchObject({ code: 'workOrders.notDeferred', lineId: pads })
    expect(await shop.refused('workOrders.takeDeferred', { workOrderId: next, lineIds: [pads] }, owner)).toMatchObject({ code: 'workOrders.notDeferred' })
    const [, first] = (await shop.get('workOrders.history', { vehicleId: vehicle.id }, owner)).rows
    expect(first?.lines.map(({ description, dismissed }) => [description, dismissed])).toEqual([
      ['Fit pads', null],
      ['Pads', 'elsewhere'],
      ['Blades', null],
    ])
    expect(await shop.get('workOrders.restoreDeferred', { lineIds: [pads] }, owner)).toEqual({ restored: 1 })
    expect(await waiting()).toEqual([
      ['Pads', null],
      ['Blades', null],
    ])
    expect(await shop.refused('workOrders.restoreDeferred', { lineIds: [pads] }, owner)).toMatchObject({ code: 'workOrders.notDeferred' })
    await shop.get('workOrders.dismissDeferred', { ...setAside, reason: 'never' }, owner)
    expect(await waiting(true)).toEqual([['Pads', 'never']])
    await shop.get('workOrders.takeDeferred', { workOrderId: next, lineIds: [blades] }, owner)
    expect(await shop.refused('workOrders.dismissDeferred', { lineIds: [blades], reason: 'never' }, owner)).toMatchObject({ code: 'workOrders.notDeferred' })
    expect(workOrderId).not.toBe(next)
  })

  it('HIST-VEHICLE WAR-STATUS: all visits on one screen, with what was done, declined and taken over, and what came back; the original names its comebacks', async () => {
    const { shop, owner, nextId, vehicle, workOrderId, blades } = await nextVisit()
    await shop.get('workOrders.takeDeferred', { workOrderId: nextId, lineIds: [blades] }, owner)
    const view = await shop.get('workOrders.update', { workOrderId: nextId, comebackOfId: workOrderId, mileageKm: 81_000 }, owner)
    expect(view.comebackOf).toMatchObject({ id: workOrderId })
    expect(await shop.refused('workOrders.update', { workOrderId: nextId, comebackOfId: nextId }, owner)).toMatchObject({ field: 'comebackOfId' })
    const [again] = view.lines
    await shop.get('workOrders.setWarranty', { lineId: again?.id as Id<'workOrderLine'>, warranty: 'claimed' }, owner)
    const { number, concern, createdAt } = view.order
    expect((await shop.get('workOrders.get', { workOrderId }, owner)).comebacks).toEqual([
      { id: nextId, number, state: 'open', concern, createdAt, warranties: ['claimed'] },
    ])
    expect((await shop.get('workOrders.get', { workOrderId: nextId }, owner)).comebacks).toEqual([])
    const history = await shop.get('workOrders.history', { vehicleId: vehicle.id }, owner)
    expect(history.rows).toMatchObject([
      { id: nextId, mileageKm: 81_000, comebackOfNumber: view.comebackOf?.number, lines: [{ description: 'Blades', declined: false }] },
      {
        id: workOrderId,
        state: 'invoiced',
        totalMinor: 21_420,
        services: [{ title: 'Front brakes' }, { title: 'Wipers' }],
        lines: [{ description: 'Fit pads' }, { description: 'Pads' }, { description: 'Blades', declined: true, isTakenOver: true, amountMinor: 2500 }],
      },
    ])
  })
})

describe('warranty and gates', () => {
  it('WAR-STATUS WO-11: under warranty a line costs the customer nothing; after the invoice only who pays may change', async () => {
    const { shop, owner, decide, labor, pads, blades, workOrderId, bay1, tom, signIn, user } = await openEstimate()
    await decide([labor, pads, blades].map((lineId) => ({ lineId, approved: true })))
    const set = (warranty: 'none' | 'claimed' | 'granted' | 'goodwill' | 'refused') => ({ lineId: pads, warranty })
    expect(await orderAfter(shop, 'workOrders.setWarranty', set('claimed'), owner)).toMatchObject({ order: { netMinor: 12_500 } })
    await user('Sam', 'staff')
    expect(await shop.refused('workOrders.setWarranty', set('granted'), await signIn('Sam'))).toMatchObject({ code: 'platform.notAllowed' })
    await shop.get('workOrders.start', { workOrderId, bayId: bay1, technicianId: tom }, owner)
    await shop.get('workOrders.finish', { workOrderId }, owner)
    const invoice = await shop.get('invoicing.issue', { workOrderId }, owner)
    expect(invoice).toMatchObject({ netMinor: 12_500, lines: [{}, { description: 'Pads', underWarranty: true, netMinor: 0, taxMinor: 0 }, {}] })
    for (const warranty of ['none', 'refused'] as const)
      expect(await shop.refused('workOrders.setWarranty', set(warranty), owner)).toMatchObject({ code: 'workOrders.wrongState' })
    const { raw } = shop.platform.store.connection
    expect(() => raw.prepare("UPDATE work_order_line SET warranty = 'none' WHERE id = ?").run(pads)).toThrow('workOrders.wrongState')
    expect(await orderAfter(shop, 'workOrders.setWarranty', set('granted'), owner)).toMatchObject({ order: { netMinor: 12_500, state: 'invoiced' } })
    const entries = await shop.get('audit.list', {}, owner)
    expect(entries.rows.filter(({ command }) => command === 'workOrders.setWarranty')).toHaveLength(2)
    expect(await shop.refused('workOrders.setWarranty', { lineId: shop.clock.newId(), warranty: 'granted' }, owner)).toMatchObject({
      code: 'workOrders.unknownLine',
    })
  })

  it('WO-GATES WO-10: a job is finished once every gate that is switched on is passed', async () => {
    const { shop, owner, decide, labor, pads, blades, workOrderId, bay1, tom, wipers } = await openEstimate()
    await decide([{ lineId: labor, approved: true }])
    await shop.get('workOrders.start', { workOrderId, bayId: bay1, technicianId: tom }, owner)
    await shop.get('workspace.update', { gates: ['mileage', 'technician', 'parts', 'approval'] }, owner)
    const gates = async (input: object = {}) => {
      const refused = await shop.refused('workOrders.finish', { workOrderId, ...input }, owner)
      expect(refused.code).toBe('workOrders.gatesOpen')
      return (refused as { gates?: unknown }).gates
    }
    expect(await gates()).toBe('mileage,technician,parts,approval')
    expect(await gates({ mileageKm: 81_000 })).toBe('technician,parts,approval')
    await shop.get('workOrders.updateLine', { lineId: labor, technicianId: tom }, owner)
    await shop.get('workOrders.updateLine', { lineId: pads, disposition: 'fitted' }, owner)
    expect(await gates({ mileageKm: 81_000 })).toBe('parts,approval')
    await decide([
      { lineId: pads, approved: true },
      { lineId: blades, approved: false },
    ])
    expect(await shop.get('workOrders.finish', { workOrderId, mileageKm: 81_000 }, owner)).toMatchObject({ view: { order: { state: 'done' } } })
    expect(wipers).toBeTruthy()
  })
})

describe('saved services', () => {
  it('EST-CANNED: saved from an order, put onto another in one step; prices that are the shop’s follow it', async () => {
    const { shop, owner, brakes, open } = await openEstimate()
    const saved = await shop.get('workOrders.saveCannedJob', { serviceId: brakes, name: 'Brakes, front', category: 'Brakes' }, owner)
    expect(saved).toMatchObject({
      name: 'Brakes, front',
      lines: [
        { description: 'Fit pads', unitPriceMinor: null },
        { description: 'Pads', unitPriceMinor: 8000 },
      ],
    })
    await shop.get('workspace.update', { laborRateMinor: 12_000 }, owner)
    const other = (await open()).order.id
    const view = await orderAfter(shop, 'workOrders.addCannedJob', { workOrderId: other, cannedJobId: saved.id }, owner)
    expect(view).toMatchObject({
      services: [{ title: 'Brakes, front', amountMinor: 20_000 }],
      lines: [
        { description: 'Fit pads', unitPriceMinor: 12_000 },
        { description: 'Pads', unitPriceMinor: 8000 },
      ],
    })
    expect(await shop.get('workOrders.updateCannedJob', { cannedJobId: saved.id, name: 'Front brakes' }, owner)).toMatchObject({ name: 'Front brakes' })
    const second = view.services[0]?.id ?? missing()
    expect(await shop.get('workOrders.saveCannedJob', { serviceId: second, cannedJobId: saved.id }, owner)).toMatchObject({
      id: saved.id,
      name: 'Front brakes',
    })
    expect((await shop.get('workOrders.cannedJobs', {}, owner)).rows).toMatchObject([{ id: saved.id }])
    await shop.get('workOrders.removeCannedJob', { cannedJobId: saved.id }, owner)
    expect((await shop.get('workOrders.cannedJobs', {}, owner)).rows).toEqual([])
    expect(await shop.refused('workOrders.addCannedJob', { workOrderId: other, cannedJobId: saved.id }, owner)).toMatchObject({
      code: 'workOrders.unknownCannedJob',
    })
    expect(await shop.get('workOrders.restoreCannedJob', { cannedJobId: saved.id }, owner)).toMatchObject({ deleted: false })
    expect(await shop.refused('workOrders.restoreCannedJob', { cannedJobId: shop.clock.newId() }, owner)).toMatchObject({ code: 'workOrders.unknownCannedJob' })
  })
})

describe('edits in any order', () => {
  it('DB-MIGRATE WO-6: an entry of a former version, when sums still stood in the order, is put back without them', async () => {
    const { shop, workOrderId, view } = await openEstimate()
    const { store } = shop.platform
    const entry = entryReader(store.connection.raw)(store.lastSeq()) ?? missing()
    const fields = { netMinor: [0, 100, entry.head.hlc], note: ['', 'from before', entry.head.hlc] }
    createReplay(store.connection, workOrdersSync, () => []).apply({
      ...entry,
      seq: store.lastSeq() + 1,
      head: { ...entry.head, txId: 'former', callId: 'former' },
      changes: [{ table: 'work_order', id: workOrderId, kept: JSON.stringify({ insert: false, fields }) }],
    })
    expect((await view()).order).toMatchObject({ note: 'from before', netMinor: 20_500 })
  })

  it('A-TAX WO-6: whatever is done to an order, its sums are those of its lines, in its screen and in lists', async () => {
    const { shop, owner, workOrderId, brakes, wipers, view, labor, pads, blades } = await openEstimate()
    type Deed = (w: Pick<Workshop, 'shop' | 'owner'>) => Promise<unknown>
    const deeds: Deed[] = [
      () => shop.get('workOrders.updateLine', { lineId: pads, qtyMilli: 3333, discountBp: 333 }, owner),
      () => shop.get('workOrders.update', { workOrderId, discountBp: 777, discountMinor: 13 }, owner),
      () => shop.get('workOrders.updateService', { serviceId: brakes, discountBp: 1111 }, owner),
      () => shop.get('workOrders.updateService', { serviceId: wipers, discountMinor: 77 }, owner),
      () => shop.get('workOrders.setWarranty', { lineId: blades, warranty: 'claimed' }, owner),
      () => shop.get('workOrders.updateLine', { lineId: labor, taxRateBp: 700 }, owner),
      () => shop.get('workOrders.addLine', { workOrderId, kind: 'fee', description: 'Disposal', unitPriceMinor: 333 }, owner),
    ]
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(deeds), async (some) => {
        for (const deed of some) await deed({ shop, owner })
        const { order, lines, totals, services } = await view()
        const sum = (of: (line: (typeof lines)[number]) => number) => lines.reduce((total, line) => total + of(line), 0)
        expect([sum(({ netMinor }) => netMinor), sum(({ taxMinor }) => taxMinor)]).toEqual([totals.netMinor, totals.taxMinor])
        expect(order.totalMinor).toBe(totals.netMinor + totals.taxMinor)
        for (const { id, amountMinor } of services) expect(sum((line) => (line.serviceId === id ? line.amountMinor : 0))).toBe(amountMinor)
        const [card] = (await shop.get('workOrders.list', {}, owner)).rows
        expect(card).toMatchObject({ totalMinor: totals.totalMinor })
      }),
      { numRuns: 25 },
    )
  })
})
