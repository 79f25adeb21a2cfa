import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ok } from '#shared/kernel/result.ts'
import { BLANK_CUSTOMER } from '#shared/modules/customers/model.ts'
import type { Hit } from '#shared/modules/search/model.ts'
import { openShop, type TestCore } from '#tests/support/core.ts'
import { signedIn } from '#tests/support/people.ts'
import * as customers from '../customers/service.ts'
import { searchReactions } from './reactions.ts'

const data = (name: string) => JSON.parse(readFileSync(new URL(`../../../tests/data/${name}`, import.meta.url), 'utf8')) as never

const find = async (shop: TestCore & { owner: string }, text: string, token = shop.owner): Promise<Hit[]> => shop.get('search.find', { text }, token)
const titles = async (shop: TestCore & { owner: string }, text: string) => (await find(shop, text)).map(({ title }) => title)

describe('customers', () => {
  it('SEARCH-ALL: finds a name by the beginning of any word, without accents and case, in any order', async () => {
    const shop = await openShop()
    const { id } = await shop.get('customers.create', { name: 'Zoë Müller-Groß', company: 'Škoda Servis', phone: '030 12345678', city: 'Ulm' }, shop.owner)
    for (const text of ['zoe', 'ZOË', 'z', 'mu', 'muller', 'müller-gr', 'gross', 'groß zoe', 'skoda', 'Müller Zoë']) {
      expect(await find(shop, text), text).toEqual([
        { kind: 'customer', id, title: 'Zoë Müller-Groß', subtitle: 'Škoda Servis · 030 12345678 · Ulm', matched: 'name' },
      ])
    }
    for (const text of ['oe', 'ller', 'zoex', '']) expect(await find(shop, text), text).toEqual([])
  })

  it('SEARCH-ALL: finds every name of fifteen scripts by the beginning of each of its words', async () => {
    const shop = await openShop()
    const scripts: Record<string, { first: string[]; last: string[] }> = data('i18n/names.json')
    const names = Object.values(scripts).flatMap(({ first, last }) => first.slice(0, 8).map((name, i) => `${name} ${last[i] ?? ''}`.trim()))
    const ids = new Map<string, string>()
    for (const name of names) ids.set(name, (await shop.get('customers.create', { name }, shop.owner)).id)
    for (const [name, id] of ids) {
      for (const text of [name, ...name.split(/\s+/)])
        expect(
          (await find(shop, text)).map((hit) => hit.id),
          `${name} by ${text}`,
        ).toContain(id)
    }
  })

  it('SEARCH-ALL: finds a phone by digits anywhere in it, however they are typed', async () => {
    const shop = await openShop()
    const { id } = await shop.get('customers.create', { name: 'Ada', phone: '030 12345678', phone2: '+1 201 555 0123' }, shop.owner)
    await shop.get('customers.create', { name: 'Bea', phone: '040 98765432' }, shop.owner)
    for (const text of ['+49 30 12345678', '0049 30 1234', '030 123', '030/12345678', '345', '5678', '٣٤٥٦', '(201) 555', '+49 (0)30 12345678']) {
      expect(await find(shop, text), text).toMatchObject([{ id, matched: 'phone' }])
    }
    expect(await find(shop, '34')).toEqual([])
    expect(await find(shop, '999999')).toEqual([])
  })
})

describe('vehicles', () => {
  it('SEARCH-ALL: finds a plate with any separators by any part, a VIN by any part, and names the owner', async () => {
    const shop = await openShop()
    const owner = await shop.get('customers.create', { name: 'Ada Miller' }, shop.owner)
    const { id } = await shop.get('vehicles.create', { plate: 'ÖHR-FA 123', vin: '1FTFW5L86RFB45612', customerId: owner.id }, shop.owner)
    for (const text of ['öhr fa 123', 'ÖHRFA123', 'ö', 'öh', 'hrfa', 'FA·12']) {
      expect(await find(shop, text), text).toEqual([{ kind: 'vehicle', id, title: 'ÖHR-FA 123', subtitle: 'Ford F-150 · 2024 · Ada Miller', matched: 'plate' }])
    }
    for (const text of ['1FTFW5L86RFB45612', '1ftfw5', 'FB45612', '5L86RF']) expect(await find(shop, text), text).toMatchObject([{ id, matched: 'vin' }])
    expect(await find(shop, '1FTFW5L86RFB45613')).toEqual([])
    expect(await find(shop, 'OHR')).toEqual([])
  })

  it('SEARCH-ALL: finds a vehicle by its owner and part of its plate together', async () => {
    const shop = await openShop()
    const owner = await shop.get('customers.create', { name: 'Ada Miller' }, shop.owner)
    const { id } = await shop.get('vehicles.create', { plate: 'B AB 123', customerId: owner.id }, shop.owner)
    await shop.get('vehicles.create', { plate: 'B AB 124' }, shop.owner)
    for (const text of ['miller BAB', 'BAB miller', 'ada miller 123', 'b ab miller', 'mill ba'])
      expect(
        (await find(shop, text)).map((hit) => hit.id),
        text,
      ).toEqual([id])
    expect(await find(shop, 'jones BAB')).toEqual([])
  })
})

describe('items and documents', () => {
  it('SEARCH-ALL: finds an item by words of its name, by SKU and by barcode', async () => {
    const shop = await openShop()
    const { id } = await shop.get('catalog.create', { name: 'Brake Pad, front', sku: 'BP-100/A', barcode: '4 006381 333931', category: 'Brakes' }, shop.owner)
    for (const [text, matched] of [
      ['brake', 'name'],
      ['front br', 'name'],
      ['bp-1', 'sku'],
      ['BP100A', 'sku'],
      ['100a', 'sku'],
      ['4006381333931', 'barcode'],
      ['381333', 'barcode'],
    ] as const) {
      expect(await find(shop, text), text).toEqual([{ kind: 'item', id, title: 'Brake Pad, front', subtitle: 'BP-100/A · Brakes', matched }])
    }
  })

  it('SEARCH-ALL: finds work orders and invoices by any part of their number', async () => {
    const shop = await openShop()
    const { raw } = shop.platform.store.connection
    const customer = await shop.get('customers.create', { name: 'Ada' }, shop.owner)
    const vehicle = await shop.get('vehicles.create', { plate: 'B AB 1', customerId: customer.id }, shop.owner)
    const { locations } = await shop.get('workspace.get', {}, shop.owner)
    const { order } = await shop.get(
      'workOrders.open',
      { customerId: customer.id, vehicleId: vehicle.id, ...(locations[0] && { locationId: locations[0].id }) },
      shop.owner,
    )
    const bare = order.number.replace('-', '')
    for (const text of [order.number, bare, order.number.slice(0, 3), bare.slice(3), bare.slice(-4).toLowerCase()]) {
      expect(await find(shop, text), text).toContainEqual({ kind: 'workOrder', id: order.id, title: order.number, subtitle: 'Ada · B AB 1', matched: 'number' })
    }
    raw
      .prepare(`INSERT INTO invoice (id, created_at, updated_at, clk, number, work_order_id, work_order_number, location_id, customer_id, issued_at, issued_on, due_on, currency, net_minor, tax_minor, total_minor, taxes, note, seller, customer, vehicle, state, void_reason)
      VALUES ('i1', 1, 1, '{}', 'RE-4711', ?, ?, ?, ?, 1, '2026-03-02', '2026-03-16', 'EUR', 0, 0, 0, '[]', '', '{}', '{}', '{}', 'issued', '')`)
      .run(order.id, order.number, locations[0]?.id, customer.id)
    raw.exec('INSERT INTO search_flush VALUES (1)')
    for (const text of ['re-4', 'RE4711', '711'])
      expect(await find(shop, text), text).toEqual([{ kind: 'invoice', id: 'i1', title: 'RE-4711', subtitle: 'Ada', matched: 'number' }])
  })
})

describe('the index', () => {
  it('SEARCH-1 DB-SOFTDEL: a removed record is not found, a restored one is, and a change is found at once', async () => {
    const shop = await openShop()
    const customer = await shop.get('customers.create', { name: 'Ada', phone: '030 12345678' }, shop.owner)
    const vehicle = await shop.get('vehicles.create', { plate: 'B AB 123' }, shop.owner)
    const item = await shop.get('catalog.create', { name: 'Pad', sku: 'X-999' }, shop.owner)
    await shop.get('customers.remove', { customerId: customer.id }, shop.owner)
    await shop.get('vehicles.remove', { vehicleId: vehicle.id }, shop.owner)
    await shop.get('catalog.remove', { itemId: item.id }, shop.owner)
    for (const text of ['ada', '345678', 'bab', 'b', 'pad', 'x-9', '999']) expect(await find(shop, text), text).toEqual([])
    await shop.get('customers.restore', { customerId: customer.id }, shop.owner)
    await shop.get('customers.update', { customerId: customer.id, name: 'Bea', phone: '040 12345678' }, shop.owner)
    expect(await titles(shop, 'bea')).toEqual(['Bea'])
    expect(await titles(shop, '4012')).toEqual(['Bea'])
    for (const text of ['ada', '3012']) expect(await titles(shop, text), text).toEqual([])
    await shop.get('vehicles.restore', { vehicleId: vehicle.id }, shop.owner)
    await shop.get('vehicles.update', { vehicleId: vehicle.id, plate: 'M X 7' }, shop.owner)
    expect(await titles(shop, 'mx7')).toEqual(['M X 7'])
    expect(await titles(shop, 'ab123')).toEqual([])
  })

  it('DB-TXN: what a refused deed wrote is not found, and nothing stays noted', async () => {
    const shop = await openShop()
    const { raw } = shop.platform.store.connection
    await shop.get('customers.create', { name: 'Ada' }, shop.owner)
    raw.exec("BEGIN; UPDATE customer SET name_key = 'eve'; ROLLBACK")
    expect(await titles(shop, 'ada')).toEqual(['Ada'])
    expect(raw.prepare('SELECT count(*) FROM search_queue').pluck().get()).toBe(0)
  })

  it('SEARCH-1 SEARCH-ALL: finds the first and the last of many rows of one deed, and what changed before it was ever taken over', async () => {
    const shop = await openShop()
    const ids: string[] = []
    shop.dispatch.run('test.fill', crypto.randomUUID(), (ctx) => {
      for (let i = 0; i < 1300; i++) ids.push(customers.findOrAdd(ctx, { ...BLANK_CUSTOMER, name: `Bulk ${i}x`, phone: `+4930${1_000_000 + i}` }).id)
      return ok(null)
    })
    await shop.get('customers.update', { customerId: ids[1] as never, name: 'Renamed' }, shop.owner)
    await shop.get('customers.remove', { customerId: ids[2] as never }, shop.owner)
    for (const [text, id] of [
      ['0x', ids[0]],
      ['1299x', ids[1299]],
      ['301001299', ids[1299]],
      ['renamed', ids[1]],
    ] as const)
      expect((await find(shop, text)).map((hit) => hit.id)).toEqual([id])
    for (const text of ['1x', '2x', '301000002']) expect(await find(shop, text), text).toEqual([])
    await shop.get('customers.restore', { customerId: ids[2] as never }, shop.owner)
    expect((await find(shop, '2x')).map((hit) => hit.id)).toEqual([ids[2]])
  })

  it('QA-PERF SEARCH-1: the pieces that bursts leave are merged between calls, with everything in them', async () => {
    const shop = await openShop()
    const { raw } = shop.platform.store.connection
    const pieces = () => raw.prepare('SELECT count(DISTINCT segid) FROM search_customer_word_idx').pluck().get() as number // a count
    for (let i = 0; i < 12; i++) {
      await shop.get('customers.create', { name: `Piece${i}` }, shop.owner)
      shop.platform.store.derive()
    }
    expect(pieces()).toBeGreaterThanOrEqual(12)
    await expect.poll(pieces).toBeLessThan(5)
    for (let i = 0; i < 12; i++) expect(await titles(shop, `piece${i}`), String(i)).toContain(`Piece${i}`)
  })

  it('QA-PERF SEARCH-1: the daily merge leaves each index in one piece, with everything in it', async () => {
    const shop = await openShop()
    const { raw } = shop.platform.store.connection
    const pieces = () => raw.prepare('SELECT count(DISTINCT segid) FROM search_customer_word_idx').pluck().get() as number // a count
    for (let i = 0; i < 12; i++) {
      await shop.get('customers.create', { name: `Piece${i}` }, shop.owner)
      shop.platform.store.derive()
    }
    expect(pieces()).toBeGreaterThan(1)
    expect(await searchReactions.schedules?.['search.merge']?.run(shop.dispatch.context('search.merge', 'test'))).toMatch(/^[1-9]\d* steps$/)
    expect(pieces()).toBe(1)
    for (let i = 0; i < 12; i++) expect(await titles(shop, `piece${i}`), String(i)).toContain(`Piece${i}`)
  })

  it('SEARCH-1: a row that takes the number of one that is gone from the table is found, and the gone one is not', async () => {
    const shop = await openShop()
    const { raw } = shop.platform.store.connection
    const before = await shop.get('customers.create', { name: 'Gone' }, shop.owner)
    expect(await titles(shop, 'gone')).toEqual(['Gone'])
    raw.prepare('DELETE FROM customer WHERE id = ?').run(before.id)
    await shop.get('customers.create', { name: 'Newcomer' }, shop.owner)
    expect(await titles(shop, 'newcomer')).toEqual(['Newcomer'])
    expect(await titles(shop, 'gone')).toEqual([])
  })

  it('PERF-QUERY: a change of what is not searched does not touch the index', async () => {
    const shop = await openShop()
    const { raw } = shop.platform.store.connection
    const { id } = await shop.get('customers.create', { name: 'Ada' }, shop.owner)
    shop.platform.store.derive()
    await shop.get('customers.update', { customerId: id, note: 'x', city: 'Ulm' }, shop.owner)
    expect(raw.prepare('SELECT count(*) FROM search_queue').pluck().get()).toBe(0)
    await shop.get('customers.update', { customerId: id, name: 'Bea' }, shop.owner)
    expect(raw.prepare('SELECT count(*) FROM search_queue').pluck().get()).toBe(1)
  })

  it('SEARCH-ALL: an exact name comes before the many newer ones that only begin with it', async () => {
    const shop = await openShop()
    await shop.get('customers.create', { name: 'Anna Berg' }, shop.owner)
    shop.dispatch.run('test.fill', crypto.randomUUID(), (ctx) => {
      const { raw } = ctx.db.connection
      const insert =
        raw.prepare(`INSERT INTO customer (id, created_at, updated_at, clk, kind, name, company, name_key, phone, phone2, phone_digits, email, street, postcode, city, country, tax_exempt, note)
        VALUES (?, 1, 1, '{}', 'person', ?, '', ?, '', '', '', '', '', '', '', '', 0, '')`)
      for (let i = 0; i < 300; i++) insert.run(`x${i}`, `Cleo Bergmann${i}`, `cleo bergmann${i}`)
      raw.exec('INSERT INTO search_flush VALUES (1)')
      return { ok: true, value: null }
    })
    const hits = await find(shop, 'berg')
    expect(hits).toHaveLength(20)
    expect(hits[0]?.title).toBe('Anna Berg')
    expect(hits[1]?.title).toBe('Cleo Bergmann299')
    expect(await shop.get('search.find', { text: 'berg', limit: 3 }, shop.owner)).toHaveLength(3)
  })

  it("SEC-INPUT: nothing typed is read as the index's query language", async () => {
    const shop = await openShop()
    await shop.get('customers.create', { name: 'Ada' }, shop.owner)
    const naughty: string[] = data('blns.json')
    for (const text of [
      ...naughty.map((one) => one.slice(0, 100)),
      '"',
      '""',
      '"ada',
      'ada*',
      'ada OR',
      'words : ada',
      'NEAR(ada)',
      '^ada',
      '- ada',
      '%',
      '_',
      '\u0000ada',
      'a'.repeat(100),
    ]) {
      const answer = await shop.ask('search.find', { text }, shop.owner)
      expect(answer.ok, text).toBe(true)
    }
    expect(await titles(shop, 'NOT ada')).toEqual([])
  })
})

describe('rights', () => {
  it("SEARCH-2 AUTH-RBAC: nobody is shown a kind that he may not read, nor the owner's name through a vehicle", async () => {
    const shop = await openShop()
    const customer = await shop.get('customers.create', { name: 'Bab Miller' }, shop.owner)
    await shop.get('vehicles.create', { plate: 'BAB 1', make: 'Ford', customerId: customer.id }, shop.owner)
    await shop.get('catalog.create', { name: 'Baby seat' }, shop.owner)
    const kinds = async (token: string) => (await find(shop, 'bab', token)).map(({ kind }) => kind)
    expect(await kinds(shop.owner)).toEqual(['customer', 'vehicle', 'item'])
    const warehouse = await signedIn(shop, 'warehouse')
    expect(await kinds(warehouse.token)).toEqual(['item'])
    await shop.get('auth.setPermission', { role: 'warehouse', permission: 'vehicles.read', granted: true }, shop.owner)
    expect(await find(shop, 'bab', warehouse.token)).toMatchObject([{ kind: 'vehicle', subtitle: 'Ford' }, { kind: 'item' }])
    expect(await find(shop, 'miller bab', warehouse.token)).toEqual([])
  })
})
