import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ok } from '#shared/kernel/result.ts'
import { readCustomerRow } from '#shared/modules/customers/rules.ts'
import { openShop } from '#tests/support/core.ts'
import * as customers from './service.ts'

const UNKNOWN = '0190a0a0-0000-7000-8000-000000000000'

describe('customers', () => {
  it('CRM-CUST CRM-VALID: keeps a new customer with normalised phone and e-mail, and shows it again', async () => {
    const shop = await openShop()
    const made = await shop.get(
      'customers.create',
      { name: 'Zoë  Ångström', phone: '030 12345678', phone2: '+1 201 555 0123', email: ' Zoe@Example.org', city: 'Berlin' },
      shop.owner,
    )
    expect(made).toMatchObject({
      name: 'Zoë  Ångström',
      phone: '+493012345678',
      phone2: '+12015550123',
      email: 'zoe@example.org',
      kind: 'person',
      deleted: false,
    })
    expect(await shop.get('customers.get', { customerId: made.id }, shop.owner)).toEqual(made)
  })

  it('CRM-VALID: refuses a phone that cannot be understood, names the field and saves nothing', async () => {
    const shop = await openShop()
    expect(await shop.refused('customers.create', { name: 'Ada', phone2: 'call me' }, shop.owner)).toMatchObject({
      code: 'customers.badPhone',
      kind: 'invalid',
      field: 'phone2',
    })
    expect(await shop.refused('customers.create', { name: 'Ada', email: 'no address' }, shop.owner)).toMatchObject({
      code: 'platform.badInput',
      issues: [{ path: 'email' }],
    })
    expect((await shop.get('customers.list', {}, shop.owner)).total).toBe(0)
  })

  it('CRM-CUST: changes only what is given and keeps the search keys in step', async () => {
    const shop = await openShop()
    const { id } = await shop.get('customers.create', { name: 'Ada', phone: '030 12345678' }, shop.owner)
    const after = await shop.get('customers.update', { customerId: id, name: 'Bea', phone: '040 12345678' }, shop.owner)
    expect(after).toMatchObject({ name: 'Bea', phone: '+494012345678' })
    expect(shop.platform.store.connection.raw.prepare('SELECT name_key, phone_digits FROM customer').get()).toEqual({
      name_key: 'bea',
      phone_digits: '494012345678',
    })
    expect(await shop.refused('customers.update', { customerId: UNKNOWN, name: 'x' }, shop.owner)).toMatchObject({ code: 'customers.unknown' })
    expect(await shop.refused('customers.update', { customerId: id, phone: 'x' }, shop.owner)).toMatchObject({ code: 'customers.badPhone', field: 'phone' })
  })

  it('DB-SOFTDEL CUST-2: hides a removed customer from lists, refuses to edit it, and brings it back', async () => {
    const shop = await openShop()
    const { id } = await shop.get('customers.create', { name: 'Ada' }, shop.owner)
    await shop.get('customers.remove', { customerId: id }, shop.owner)
    expect((await shop.get('customers.list', {}, shop.owner)).rows).toEqual([])
    expect((await shop.get('customers.list', { deleted: true }, shop.owner)).rows).toHaveLength(1)
    expect(await shop.refused('customers.update', { customerId: id, name: 'x' }, shop.owner)).toMatchObject({ code: 'customers.removed' })
    await shop.get('customers.restore', { customerId: id }, shop.owner)
    expect((await shop.get('customers.list', {}, shop.owner)).rows).toHaveLength(1)
  })

  it('LIST-PAGE LIST-FILTER: pages in name order over all scripts without losing or repeating anyone, and filters', async () => {
    const shop = await openShop()
    const names = ['Zoë', 'Ärmel', 'arm', 'محمد', '美咲', 'Иван', 'zander', 'Ökel', 'Anna']
    for (const [i, name] of names.entries()) {
      shop.clock.at += 1000
      await shop.get('customers.create', { name, city: i % 2 ? 'Köln' : 'Ulm', kind: i % 3 ? 'person' : 'company' }, shop.owner)
    }
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await shop.get('customers.list', { limit: 2, ...(after !== undefined && { after }) }, shop.owner)
      seen.push(...page.rows.map((row) => row.name))
      expect(page.total).toBe(names.length)
      after = page.next ?? undefined
    } while (after !== undefined)
    expect(seen).toEqual(['Anna', 'arm', 'Ärmel', 'Ökel', 'zander', 'Zoë', 'Иван', 'محمد', '美咲'])
    expect((await shop.get('customers.list', { sort: 'newest', limit: 1 }, shop.owner)).rows[0]?.name).toBe('Anna')
    expect((await shop.get('customers.list', { kind: 'company', sort: 'newest', limit: 1 }, shop.owner)).rows.map((row) => row.name)).toEqual(['zander'])
    expect((await shop.get('customers.list', { createdFrom: shop.clock.at }, shop.owner)).rows.map((row) => row.name)).toEqual(['Anna'])
    expect((await shop.get('customers.list', { createdTo: shop.clock.at }, shop.owner)).total).toBe(names.length - 1)
  })

  it('DB-INDEX PERF-QUERY: every filter and sort of the list is served by an index in its order', async () => {
    const shop = await openShop()
    const { raw } = shop.platform.store.connection
    const plan = (where: string, by: string) =>
      raw
        .prepare(`EXPLAIN QUERY PLAN SELECT * FROM customer WHERE deleted = ? ${where} ORDER BY ${by} LIMIT 50`)
        .all(...(`?${where}`.match(/\?/g)?.map(() => 0) ?? []))
        .map((row) => (row as { detail: string }).detail)
        .join('; ')
    for (const [where, by] of [
      ['', 'name_key, city, no'],
      ['AND +created_at >= ?', 'name_key, city, no'],
      ['AND created_at >= ?', 'created_at DESC, no DESC'],
      ['', 'created_at DESC, no DESC'],
      ["AND kind = 'company'", 'name_key, city, no'],
      ["AND kind = 'company'", 'created_at DESC, no DESC'],
      ["AND +kind = 'person'", 'name_key, city, no'],
    ] as const) {
      expect(plan(where, by)).toMatch(/^SEARCH customer USING INDEX customer_(company_)?(name|newest) \(deleted=\?[^;]*\)$/)
    }
  })

  it('CRM-DEDUP: warns of the same phone, typed in any way, and of the same e-mail', async () => {
    const shop = await openShop()
    const ada = await shop.get('customers.create', { name: 'Ada', phone2: '030 12345678', email: 'ada@example.org' }, shop.owner)
    expect(await shop.get('customers.duplicates', { phone: '+49 30/12345678', email: 'ADA@example.org' }, shop.owner)).toEqual([
      expect.objectContaining({ id: ada.id, same: 'phone', phone: '+493012345678' }),
    ])
    expect(await shop.get('customers.duplicates', { email: 'ADA@example.org ' }, shop.owner)).toEqual([expect.objectContaining({ id: ada.id, same: 'email' })])
    expect(await shop.get('customers.duplicates', { phone: '030 12345678', exceptId: ada.id }, shop.owner)).toEqual([])
    expect(await shop.get('customers.duplicates', {}, shop.owner)).toEqual([])
  })

  it('CUST-3 IMP-EXCEL: a second import of the same list adds nothing', async () => {
    const shop = await openShop()
    const rows = [
      { name: 'Ada', phone: '030 12345678' },
      { name: 'Bea', email: 'b@example.org' },
      { name: 'Chloé', city: 'Ulm' },
      { name: 'Chloé', city: 'Köln' },
      { name: 'Dora', phone: 'none' },
    ]
    const run = () =>
      shop.dispatch.run('test.import', crypto.randomUUID(), (ctx) =>
        ok(
          rows.map((row) => {
            const read = readCustomerRow(row, 'DE')
            if (!read.ok) throw new Error(read.error.code)
            const done = customers.importRow(ctx, read.value.fields)
            return done.ok && done.value
          }),
        ),
      )
    expect(run()).toEqual(ok(['added', 'added', 'added', 'added', 'added']))
    expect(run()).toEqual(ok(['unchanged', 'unchanged', 'unchanged', 'unchanged', 'unchanged']))
  })

  it('CRM-CUST: names of all scripts survive saving and reading', async () => {
    const shop = await openShop()
    const scripts = JSON.parse(readFileSync(new URL('../../../tests/data/i18n/names.json', import.meta.url), 'utf8')) as Record<
      string,
      { first: string[]; last: string[] }
    >
    const names = Object.values(scripts).flatMap(({ first, last }) => first.map((name, i) => `${name} ${last[i] ?? ''}`.trim().normalize('NFC')))
    for (const name of names) {
      const { id } = await shop.get('customers.create', { name }, shop.owner)
      expect((await shop.get('customers.get', { customerId: id }, shop.owner)).name).toBe(name)
    }
    expect(names.length).toBeGreaterThan(250)
  })

  it('AUTH-RBAC: a viewer reads and does not write', async () => {
    const shop = await openShop()
    await shop.get('auth.createUser', { name: 'Vi', email: 'vi@example.org', role: 'viewer', language: 'en', password: 'correct horse 8' }, shop.owner)
    const { token } = await shop.get('auth.signIn', { email: 'vi@example.org', password: 'correct horse 8' })
    expect((await shop.get('customers.list', {}, token)).rows).toEqual([])
    expect(await shop.refused('customers.create', { name: 'x' }, token)).toMatchObject({ code: 'platform.notAllowed' })
  })
})
