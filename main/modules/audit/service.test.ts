import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { entryReader } from '#main/platform/db/journal.ts'
import * as customers from '../customers/service.ts'
import { ok } from '#shared/kernel/result.ts'
import { BLANK_CUSTOMER } from '#shared/modules/customers/model.ts'
import { CHANGES_SHOWN, SECRET } from '#shared/modules/audit/model.ts'
import { openShop } from '#tests/support/core.ts'
import { workThrough } from '#tests/support/history.ts'
import { signedIn } from '#tests/support/people.ts'
import { openWorkshop } from '#tests/support/workshop.ts'

const rowsOf = (base64: string) => parse(Buffer.from(base64, 'base64').toString(), { columns: true, bom: true }) as Record<string, string>[] // named by its first line

describe('the audit list', () => {
  it('AUD-LIST AUD-TRAIL AUD-1: shows who did what, when, on which device, newest first', async () => {
    const shop = await openShop()
    const manager = await signedIn(shop, 'manager', 'Mona Manager')
    shop.clock.at += 1000
    await shop.get('customers.create', { name: 'Erika' }, manager.token)
    const { rows } = await shop.get('audit.list', {}, manager.token)
    const { device } = shop.platform.store
    expect(rows[0]).toMatchObject({
      at: shop.clock.at,
      userId: manager.userId,
      userName: 'Mona Manager',
      command: 'customers.create',
      deviceId: device.id,
      deviceName: device.name,
      ip: '127.0.0.1',
      userAgent: 'test',
      changes: 1,
    })
    expect(rows.map(({ command }) => command)).toEqual(['customers.create', 'auth.signIn', 'auth.attempt', 'auth.createUser', 'auth.setUp'])
  })

  it('AUD-TRAIL: a sign-in and the first run stand under the name of the person, an attempt under nobody’s', async () => {
    const shop = await openShop()
    await signedIn(shop, 'manager', 'Mona Manager')
    const { rows } = await shop.get('audit.list', {}, shop.owner)
    expect(rows.map(({ command, userName }) => [command, userName])).toEqual([
      ['auth.signIn', 'Mona Manager'],
      ['auth.attempt', ''],
      ['auth.createUser', 'Ada Owner'],
      ['auth.setUp', 'Ada Owner'],
    ])
  })

  it('A-JOURNAL AUD-LIST: a change carries the rest of its clock group into the journal, and the list shows what changed', async () => {
    const shop = await openShop()
    const customer = await shop.get('customers.create', { name: 'Erika', city: 'Bonn', postcode: '53111', country: 'DE' }, shop.owner)
    await shop.get('customers.update', { customerId: customer.id, city: 'Berlin' }, shop.owner)
    const seq = shop.platform.store.lastSeq()
    const kept = entryReader(shop.platform.store.connection.raw)(seq)?.changes.map(({ kept }) => JSON.parse(kept) as { fields: Record<string, unknown[]> }) // written by the journal
    expect(Object.entries(kept?.[0]?.fields ?? {}).map(([field, [before, after]]) => [field, before, after])).toEqual(
      expect.arrayContaining([
        ['city', 'Bonn', 'Berlin'],
        ['postcode', '53111', '53111'],
        ['country', 'DE', 'DE'],
      ]),
    )
    const entry = await shop.get('audit.entry', { seq }, shop.owner)
    expect(entry.records[0]?.fields.map(({ field, before, after }) => [field, before, after])).toEqual([['city', 'Bonn', 'Berlin']])
  })

  it('LIST-PAGE: pages through everything, each entry once, while more arrive', async () => {
    const shop = await openShop()
    await workThrough(shop, shop.owner, 40)
    const before = shop.platform.store.lastSeq()
    const seen: number[] = []
    let after: string | undefined
    do {
      const page = await shop.get('audit.list', { limit: 7, ...(after !== undefined && { after }) }, shop.owner)
      seen.push(...page.rows.map(({ seq }) => seq))
      expect(page.total).toBeGreaterThanOrEqual(before)
      after = page.next ?? undefined
      await shop.get('customers.create', { name: 'meanwhile' }, shop.owner)
    } while (after !== undefined)
    expect(seen).toEqual(Array.from({ length: before }, (_, i) => before - i))
  })

  it('LIST-FILTER: by user, command, device, record, and time, and by all of them together', async () => {
    const shop = await openShop()
    const manager = await signedIn(shop, 'manager')
    const from = (shop.clock.at += 1000)
    const customer = await shop.get('customers.create', { name: 'Erika' }, manager.token)
    shop.clock.at += 1000
    await shop.get('customers.update', { customerId: customer.id, city: 'Berlin' }, shop.owner)
    const to = (shop.clock.at += 1000)
    await shop.get('customers.create', { name: 'Otto' }, shop.owner)
    const list = async (filters: object) => (await shop.get('audit.list', filters, shop.owner)).rows.map(({ command, userName }) => `${command} ${userName}`)
    expect(await list({ recordId: customer.id })).toEqual(['customers.update Ada Owner', 'customers.create manager person'])
    expect(await list({ from, to })).toEqual(['customers.update Ada Owner', 'customers.create manager person'])
    expect(await list({ userId: manager.userId, from })).toEqual(['customers.create manager person'])
    expect(await list({ command: 'customers.create' })).toEqual(['customers.create Ada Owner', 'customers.create manager person'])
    expect(await list({ deviceId: 'another' })).toEqual([])
    expect(
      await list({
        deviceId: shop.platform.store.device.id,
        recordId: customer.id,
        command: 'customers.update',
        from,
        to,
        userId: (await shop.get('auth.me', {}, shop.owner)).user.id,
      }),
    ).toEqual(['customers.update Ada Owner'])
    expect(await shop.get('audit.commands', {}, shop.owner)).toEqual([
      'auth.attempt',
      'auth.createUser',
      'auth.setUp',
      'auth.signIn',
      'customers.create',
      'customers.update',
    ])
    expect(await shop.get('audit.devices', {}, shop.owner)).toMatchObject([
      { id: shop.platform.store.device.id, tag: shop.platform.store.device.tag, isThis: true },
    ])
  })

  it('DB-INDEX: every filter and every page of a long list comes from an index, none is sorted', async () => {
    const shop = await openShop()
    const { raw } = shop.platform.store.connection
    const insert = raw.prepare(
      "INSERT INTO journal (tx_id, hlc, command, schema_version, at, took_us, user_id, user_name, device_id, device_name, ip, user_agent, call_id, changes) VALUES ('', '', ?, 1, ?, 1, ?, '', ?, '', '', '', ?, 0)",
    )
    raw.transaction(() => {
      for (let i = 0; i < 5000; i++) insert.run(`c${i % 50}`, i, `u${i % 7}`, `d${i % 2}`, `call ${i}`)
    })()
    raw.exec('ANALYZE')
    const plans: string[] = []
    const prepare = raw.prepare.bind(raw)
    const answers = [
      {},
      { userId: 'u1' },
      { command: 'c1' },
      { deviceId: 'd1' },
      { from: 100, to: 4000 },
      { userId: 'u1', from: 100 },
      { command: 'c1', from: 5, to: 4000 },
      { recordId: 'r' },
    ]
    for (const filters of answers) {
      const seen: string[] = []
      Object.assign(raw, { prepare: (text: string) => (seen.push(text), prepare(text)) })
      const page = await shop.get('audit.list', { ...filters, limit: 10 }, shop.owner)
      if (page.next !== null) await shop.get('audit.list', { ...filters, limit: 10, after: page.next }, shop.owner)
      Object.assign(raw, { prepare })
      // Counting an unfiltered list stops at its cap, wherever it begins.
      for (const text of new Set(seen.filter((sql) => sql.includes('"journal"') && !sql.includes('from "journal" limit')))) {
        const bound = (text.match(/\?/g) ?? []).map(() => 1)
        plans.push(...(prepare(`EXPLAIN QUERY PLAN ${text}`).all(...bound) as { detail: string }[]).map(({ detail }) => detail)) // the columns of a plan
      }
    }
    expect(plans.length).toBeGreaterThan(15)
    expect(plans.filter((plan) => /^SCAN "?journal"?$/.test(plan))).toEqual([])
    // Only the entries of one record, which are few, are put in order: on its page and nowhere else.
    expect(plans.filter((plan) => plan.includes('TEMP B-TREE')).length).toBeLessThanOrEqual(2)
  })
})

describe('one entry', () => {
  it('AUD-TRAIL AUD-1: shows before and after of every field it changed', async () => {
    const shop = await openShop()
    const customer = await shop.get('customers.create', { name: 'Erika', city: 'Bonn' }, shop.owner)
    await shop.get('customers.update', { customerId: customer.id, city: 'Berlin', taxExempt: true }, shop.owner)
    const entry = await shop.get('audit.entry', { seq: shop.platform.store.lastSeq() }, shop.owner)
    expect(entry).toMatchObject({ command: 'customers.update', next: null })
    expect(entry.records).toEqual([
      {
        table: 'customer',
        recordId: customer.id,
        isNew: false,
        fields: expect.arrayContaining([
          { field: 'city', before: 'Bonn', after: 'Berlin', isSecret: false },
          { field: 'taxExempt', before: false, after: true, isSecret: false },
        ]),
      },
    ])
    expect(await shop.refused('audit.entry', { seq: 999 }, shop.owner)).toMatchObject({ code: 'audit.unknownEntry' })
  })

  it('AUD-TRAIL: says what the records are called that it changed, and that their fields name', async () => {
    const shop = await openShop()
    const customer = await shop.get('customers.create', { name: 'Erika' }, shop.owner)
    const vehicle = await shop.get('vehicles.create', { customerId: customer.id, plate: 'B-EM 123' }, shop.owner)
    const { names } = await shop.get('audit.entry', { seq: shop.platform.store.lastSeq() }, shop.owner)
    expect(names).toEqual({ [customer.id]: 'Erika', [vehicle.id]: 'B-EM 123' })
  })

  it('AUD-TRAIL: names a record of a later module too, to which no foreign key leads', async () => {
    const { shop, owner, open, bay1, tom } = await openWorkshop()
    const {
      order: { id, number },
    } = await open({ bayId: bay1, technicianId: tom })
    await shop.get('workOrders.start', { workOrderId: id }, owner)
    const { records, names } = await shop.get('audit.entry', { seq: shop.platform.store.lastSeq() }, owner)
    expect(records.find(({ table }) => table === 'bay')?.fields).toContainEqual({ field: 'workOrderId', before: null, after: id, isSecret: false })
    expect(names).toMatchObject({ [id]: number, [bay1]: 'Bay 1' })
  })

  it('AUD-2 SEC-SECRETS: a secret is shown as dots, in entries, histories and exports', async () => {
    const shop = await openShop()
    const { userId } = await signedIn(shop, 'technician')
    await shop.get('auth.setPin', { userId: userId as never, pin: '471147' }, shop.owner)
    const hashes = shop.platform.store.connection.raw
      .prepare('SELECT password_hash FROM credential UNION SELECT pin_hash FROM credential UNION SELECT token_hash FROM session')
      .pluck()
      .all()
      .filter((hash) => hash !== null) as string[] // texts
    expect(hashes.length).toBeGreaterThan(4)
    const shown: unknown[] = [await shop.get('audit.ofRecord', { recordId: userId }, shop.owner), await shop.get('audit.export', {}, shop.owner)]
    for (let seq = 1; seq <= shop.platform.store.lastSeq(); seq++) shown.push(await shop.get('audit.entry', { seq }, shop.owner))
    const text = JSON.stringify(shown)
    for (const secret of [...hashes, '471147']) expect(text).not.toContain(secret)
    const pin = (await shop.get('audit.ofRecord', { recordId: userId }, shop.owner)).rows
      .flatMap(({ fields }) => fields)
      .find(({ field }) => field === 'pinHash')
    expect(pin).toEqual({ field: 'pinHash', before: null, after: SECRET, isSecret: true })
  })

  it('AUD-LIST: one that changed thousands of records is shown part by part', async () => {
    const shop = await openShop()
    const count = 2 * CHANGES_SHOWN + 5
    const added: string[] = []
    shop.dispatch.run('test.fill', crypto.randomUUID(), (ctx) => {
      for (let i = 0; i < count; i++) added.push(customers.findOrAdd(ctx, { ...BLANK_CUSTOMER, name: `Customer ${i}` }).id)
      return ok(null)
    })
    const seq = shop.platform.store.lastSeq()
    const ids: string[] = []
    let after: number | undefined = 0
    while (after !== undefined) {
      const part: { records: { recordId: string }[]; next: number | null } = await shop.get('audit.entry', { seq, after }, shop.owner)
      ids.push(...part.records.map(({ recordId }) => recordId))
      after = part.next ?? undefined
    }
    expect(ids).toEqual(added)
    const [, middle = ''] = added.slice(CHANGES_SHOWN - 1)
    expect((await shop.get('audit.ofRecord', { recordId: middle }, shop.owner)).rows).toMatchObject([{ seq, i: CHANGES_SHOWN, isNew: true }])
    expect((await shop.get('audit.list', { recordId: middle }, shop.owner)).rows).toMatchObject([{ seq, changes: count }])
  })
})

describe('the history of a record', () => {
  it('AUD-LIST: every change of it, newest first, with author and fields', async () => {
    const shop = await openShop()
    const customer = await shop.get('customers.create', { name: 'Erika' }, shop.owner)
    for (const city of ['Bonn', 'Berlin', 'Köln']) await shop.get('customers.update', { customerId: customer.id, city }, shop.owner)
    const first = await shop.get('audit.ofRecord', { recordId: customer.id, limit: 3 }, shop.owner)
    const second = await shop.get('audit.ofRecord', { recordId: customer.id, limit: 3, after: first.next ?? '' }, shop.owner)
    expect(
      [...first.rows, ...second.rows].map(({ isNew, userName, fields }) => [isNew, userName, fields.find(({ field }) => field === 'city')?.after]),
    ).toEqual([
      [false, 'Ada Owner', 'Köln'],
      [false, 'Ada Owner', 'Berlin'],
      [false, 'Ada Owner', 'Bonn'],
      [true, 'Ada Owner', ''],
    ])
    expect(first.total).toBe(4)
  })
})

describe('the export', () => {
  it('AUD-LIST: holds the filtered list, and no cell of it is a formula', async () => {
    const shop = await openShop()
    const evil = await signedIn(shop, 'manager')
    await shop.get('auth.updateUser', { userId: evil.userId as never, name: '=HYPERLINK("http://x","y")' }, shop.owner)
    await shop.get('customers.create', { name: 'Erika' }, evil.token)
    const file = await shop.get('audit.export', { filters: { userId: evil.userId } }, shop.owner)
    expect(file).toMatchObject({ fileName: 'audit-2026-03-02.csv', isCut: false })
    const rows = rowsOf(file.base64)
    expect(rows).toHaveLength(file.rows)
    expect(rows.map((row) => row['command'])).toContain('customers.create')
    for (const row of rows) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r]/)
    expect(rows[0]?.['user']).toBe('\'=HYPERLINK("http://x","y")')
  })

  it('AUTH-RBAC: the list is for owners and managers', async () => {
    const shop = await openShop()
    const cashier = (await signedIn(shop, 'cashier')).token
    expect(await shop.refused('audit.list', {}, cashier)).toMatchObject({ code: 'platform.notAllowed', needs: 'audit.read' })
  })
})
