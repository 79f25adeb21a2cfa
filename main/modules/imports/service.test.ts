import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import writeXlsx from 'write-excel-file/node'
import { describe, expect, it } from 'vitest'
import { csvOf } from '#main/platform/tables/write.ts'
import type { InputOf } from '#shared/contract/define.ts'
import { PENDING_MS, type Target } from '#shared/modules/imports/model.ts'
import { chooseHeader, columnNames, suggestMapping } from '#shared/modules/imports/rules.ts'
import type { importsContract } from '#shared/modules/imports/contract.ts'
import { openShop, type TestCore } from '#tests/support/core.ts'
import { signedIn } from '#tests/support/people.ts'

const DATA = join(import.meta.dirname, '../../../tests/data')
const jsonOf = <T>(file: string): T => JSON.parse(readFileSync(join(DATA, file), 'utf8')) as T // our own test data
type Shop = TestCore & { owner: string }
type Plan = InputOf<(typeof importsContract)['operations']['run']>

const send = (shop: Shop, fileName: string, bytes: string | Buffer) => shop.get('imports.read', { fileName, base64: Buffer.from(bytes as string).toString('base64') }, shop.owner) // Buffer.from takes both

/** Reads a file and takes what is suggested for a target. */
async function plan(shop: Shop, target: Target, fileName: string, bytes: string | Buffer): Promise<Plan> {
  const file = await send(shop, fileName, bytes)
  const suggested = file.suggestions.find((found) => found.target === target)
  const sheet = suggested?.sheet ?? 0
  return { importId: file.importId, target, sheet, header: file.sheets[sheet]?.header ?? null, mapping: suggested?.mapping ?? [], country: '' }
}
const journal = (shop: Shop) => shop.platform.store.connection.raw.prepare('SELECT count(*) FROM journal').pluck().get() as number // a count
const all = <T>(shop: Shop, sql: string) => shop.platform.store.connection.raw.prepare(sql).all() as T[] // named by the caller

describe('vehicles', () => {
  const labelled = readFileSync(join(DATA, 'vehicles/vins-labelled.csv'))

  it('IMP-EXCEL IMP-1 IMP-3: takes in the 101 labelled VINs in one deed, and nothing the second time', async () => {
    const shop = await openShop()
    const ready = await plan(shop, 'vehicles', 'vins-labelled.csv', labelled)
    expect(ready.mapping.map(({ field }) => field)).toEqual(['vin', 'make', 'model', 'year'])
    const before = journal(shop)
    expect(await shop.get('imports.run', ready, shop.owner)).toMatchObject({ rows: 101, added: 101, unchanged: 0, bad: 0, warned: 0, newVehicles: 101, newCustomers: 0, problemsTotal: 0, userName: 'Ada Owner' })
    expect(journal(shop)).toBe(before + 1)
    expect(await shop.get('imports.run', ready, shop.owner)).toMatchObject({ rows: 101, added: 0, unchanged: 101, bad: 0, newVehicles: 0 })
    expect(await shop.get('vehicles.list', { limit: 200 }, shop.owner)).toMatchObject({ total: 101 })
    expect(all<{ make: string; year: number }>(shop, "SELECT make, year FROM vehicle WHERE vin = '1FTFW5L86RFB45612'")).toEqual([{ make: 'Ford', year: 2024 }])
  })

  it('IMP-EXCEL: says before the import what it would do, writing nothing', async () => {
    const shop = await openShop()
    const ready = await plan(shop, 'vehicles', 'vins.csv', `${labelled.toString()}1FTFW5L86RFB45612,Ford,F-150,2024\n,,,\nNOT-A-VIN,Ford,Focus,soon\nNOT-A-VIN,,,\n`)
    const before = journal(shop)
    const preview = await shop.get('imports.preview', ready, shop.owner)
    expect(preview.counts).toEqual({ rows: 104, added: 102, unchanged: 1, bad: 1, warned: 1 })
    expect(preview.rows).toHaveLength(100)
    expect(preview.rows[0]).toEqual({ line: 2, verdict: 'added', texts: ['1FTFW5L86RFB45612', 'Ford', 'F-150', '2024'], problems: [] })
    expect(preview.reasons).toEqual([{ code: 'leftOut', field: 'vin', count: 1 }, { code: 'leftOut', field: 'year', count: 1 }, { code: 'vehicles.nothingKnown', field: null, count: 1 }])
    expect([journal(shop), all(shop, 'SELECT id FROM vehicle')]).toEqual([before, []])
    const done = await shop.get('imports.run', ready, shop.owner)
    expect(done).toMatchObject(preview.counts)
    expect(await shop.get('imports.preview', ready, shop.owner)).toMatchObject({ counts: { rows: 104, added: 0, unchanged: 103, bad: 1 } })
  })

  it('IMP-EXCEL: links each vehicle to its owner, known or new, by name and phone', async () => {
    const shop = await openShop()
    const known = await shop.get('customers.create', { name: 'Grace Hopper', phone: '030 1234567' }, shop.owner)
    const csv = 'Kennzeichen;Marke;Modell;Halter;Telefon\nB-AB 1;VW;Golf;Grace Hopper;+49 30 1234567\nB-AB 2;VW;Polo;Grace Hopper;030/1234567\nHH-X 9;Audi;A4;Alan Turing;\nHH-X 10;Audi;A6;;\nHH-X 11;Audi;A8;;0171 000\n'
    const ready = await plan(shop, 'vehicles', 'bestand.csv', csv)
    expect(ready.mapping.map(({ field }) => field)).toEqual(['plate', 'make', 'model', 'ownerName', 'ownerPhone'])
    const done = await shop.get('imports.run', ready, shop.owner)
    expect(done).toMatchObject({ rows: 5, added: 5, newVehicles: 5, newCustomers: 1, warned: 1 })
    expect((await shop.get('imports.get', { importRunId: done.id }, shop.owner)).problems).toEqual([{ line: 6, code: 'leftOut', field: 'ownerPhone', text: '0171 000' }])
    const rows = (await shop.get('vehicles.list', {}, shop.owner)).rows.map(({ plate, ownerName, customerId }) => [plate, ownerName, customerId === known.id])
    expect(rows).toEqual([['B-AB 1', 'Grace Hopper', true], ['B-AB 2', 'Grace Hopper', true], ['HH-X 10', null, false], ['HH-X 11', null, false], ['HH-X 9', 'Alan Turing', false]])
  })
})

describe('customers', () => {
  const people = jsonOf<Record<string, { first: string[]; last: string[]; city: string[] }>>('i18n/names.json')
  const phones = Object.entries(jsonOf<Record<string, string>>('i18n/phone-examples.json'))
  const names = Object.values(people).flatMap(({ first, last, city }) => first.map((name, i) => [name, last[i % last.length] ?? '', city[i % Math.max(1, city.length)] ?? ''] as const))
  /** Every name with the phone of another country, in turn. */
  const list = names.map(([first, last, city], i) => {
    const [country = '', phone = ''] = phones[i % phones.length] ?? []
    return [first, last, city, country, phone]
  })
  const HEAD = ['First name', 'Last name', 'City', 'Country', 'Phone']

  it.each(['csv', 'xlsx'])('IMP-EXCEL IMP-3: takes in the names of 14 languages with the phones of 245 countries from a .%s', async (format) => {
    expect([names.length, phones.length]).toEqual([280, 245])
    const shop = await openShop()
    const bytes = format === 'csv' ? csvOf(HEAD, list) : await writeXlsx([HEAD, ...list]).toBuffer()
    const ready = await plan(shop, 'customers', `kunden.${format}`, bytes)
    expect(ready.mapping.map(({ field }) => field)).toEqual(['firstName', 'lastName', 'phone', 'city', 'country'])
    const done = await shop.get('imports.run', ready, shop.owner)
    expect(done).toMatchObject({ rows: 280, added: 280, bad: 0, newCustomers: 280, newVehicles: 0 })
    expect(done.problemsTotal).toBe(0)
    expect(await shop.get('imports.run', ready, shop.owner)).toMatchObject({ added: 0, unchanged: 280, bad: 0 })
    const stored = all<{ name: string; phone: string; city: string }>(shop, 'SELECT name, phone, city FROM customer ORDER BY no')
    expect(stored.map(({ name }) => name)).toEqual(names.map(([first, last]) => `${first} ${last}`.normalize('NFC').trim()))
    expect(stored.every(({ phone }) => /^\+\d{6,15}$/.test(phone))).toBe(true)
    expect(stored.map(({ city }) => city)).toEqual(list.map(([, , city = '']) => city.normalize('NFC')))
  })

  it('IMP-EXCEL: a person who shares a phone with another is another person', async () => {
    const shop = await openShop()
    const ready = await plan(shop, 'customers', 'x.csv', 'Name,Phone\nAda,030 1234567\nBob,030 1234567\nAda,030 1234567\n')
    expect(await shop.get('imports.run', ready, shop.owner)).toMatchObject({ rows: 3, added: 2, unchanged: 1 })
  })

  it('IMP-EXCEL: brings the vehicle of a customer with it, and more of them in further rows', async () => {
    const shop = await openShop()
    const ready = await plan(shop, 'customers', 'x.csv', 'Customer,Phone,Plate,VIN,Tax exempt,Type of customer\nAda,030 1234567,B-AA 1,1FTFW5L86RFB45612,yes,business\nAda,030 1234567,B-AA 2,,yes,business\nBob,,,,,\n')
    expect(await shop.get('imports.run', ready, shop.owner)).toMatchObject({ rows: 3, added: 3, newCustomers: 2, newVehicles: 2 })
    expect(all(shop, 'SELECT name, kind, tax_exempt FROM customer ORDER BY no')).toEqual([{ name: 'Ada', kind: 'company', tax_exempt: 1 }, { name: 'Bob', kind: 'person', tax_exempt: 0 }])
    expect(all(shop, "SELECT plate FROM vehicle WHERE customer_id = (SELECT id FROM customer WHERE name = 'Ada') ORDER BY no")).toEqual([{ plate: 'B-AA 1' }, { plate: 'B-AA 2' }])
  })

  it('IMP-2: counts every row once and names the bad ones by line, field and reason, in the report as well', async () => {
    const shop = await openShop()
    const lines = Array.from({ length: 30 }, (_, i) => `${i},Person ${i},030 12345${String(i).padStart(2, '0')},p${i}@example.org`)
    lines[4] = '4,Person 4'
    lines[9] = '9,"Person 9,030 1234509,p9@example.org'
    lines[14] = '14,,030 1234514,p14@example.org'
    lines[19] = '19,Person 19,call me,=1+1'
    const ready = await plan(shop, 'customers', '../../etc/damaged list.csv', `Our customers\n\nid,name,phone,e-mail\n${lines.join('\n')}\n`)
    expect(ready.header).toEqual({ row: 1, rows: 1 })
    const done = await shop.get('imports.run', ready, shop.owner)
    expect(done).toMatchObject({ rows: 30, added: 28, unchanged: 0, bad: 2, warned: 2, problemsTotal: 5 })
    expect((await shop.get('imports.get', { importRunId: done.id }, shop.owner)).problems).toEqual([
      { line: 8, code: 'fewFields', field: null, text: '4,Person 4' },
      { line: 13, code: 'repaired', field: null, text: '' },
      { line: 18, code: 'customers.noName', field: null, text: '14 | 030 1234514 | p14@example.org' },
      { line: 23, code: 'leftOut', field: 'phone', text: 'call me' },
      { line: 23, code: 'leftOut', field: 'email', text: '=1+1' },
    ])
    const { csv } = await shop.get('imports.report', { importRunId: done.id }, shop.owner)
    expect(csv.split('\r\n').slice(0, 2)).toEqual(['\ufeffline,problem,field,text', '8,fewFields,,"4,Person 4"'])
    expect(csv).toContain("23,leftOut,email,'=1+1")
    expect(await shop.refused('imports.get', { importRunId: '0190a0a0-0000-7000-8000-000000000000' }, shop.owner)).toMatchObject({ code: 'imports.unknownRun' })
    expect(await shop.refused('imports.report', { importRunId: '0190a0a0-0000-7000-8000-000000000000' }, shop.owner)).toMatchObject({ code: 'imports.unknownRun' })
  })

  it('SEC-INPUT: naughty strings come in unchanged but for blanks around them and control characters', async () => {
    const shop = await openShop()
    const strings = jsonOf<string[]>('blns.json').filter((text) => text.length <= 2000)
    const ready = await plan(shop, 'customers', 'blns.csv', csvOf(['Name', 'Note'], strings.map((text, i) => [`Person ${i}`, text])))
    expect(await shop.get('imports.run', ready, shop.owner)).toMatchObject({ rows: strings.length, added: strings.length, bad: 0 })
    const notes = all<{ note: string }>(shop, 'SELECT note FROM customer ORDER BY no').map(({ note }) => note)
    expect(notes).toEqual(strings.map((text) => text.normalize('NFC').replace(/\r\n?/g, '\n').replace(/(?![\n\t])\p{Cc}/gu, '').trim()))
    expect(strings.length).toBeGreaterThan(480)
  })
})

describe('items', () => {
  interface Fixture { model: string; pk: number; fields: { name: string; description: string; IPN: string | null; category: number | null; units: string | null; parent: number | null; active: boolean } }
  const fixtures = jsonOf<Fixture[]>('inventory/parts.json')
  const categories = new Map(fixtures.filter(({ model }) => model === 'part.partcategory').map(({ pk, fields }) => [pk, fields]))
  const pathOf = (pk: number | null): string => {
    const own = pk === null ? undefined : categories.get(pk)
    return own ? [pathOf(own.parent), own.name].filter((part) => part !== '').join(' / ') : ''
  }
  const parts = fixtures.filter(({ model }) => model === 'part.part')
  const csv = csvOf(['IPN', 'Name', 'Description', 'Category', 'Units', 'Active'], parts.map(({ pk, fields }) => [fields.IPN || `P${pk}`, fields.name, fields.description, pathOf(fields.category), fields.units ?? '', fields.active]))

  it('IMP-EXCEL IMP-3: takes in the 414 parts of a real inventory with their categories, and nothing the second time', async () => {
    expect(parts).toHaveLength(414)
    const shop = await openShop()
    const ready = await plan(shop, 'items', 'parts.csv', csv)
    expect(ready.mapping.map(({ field }) => field)).toEqual(['sku', 'name', 'description', 'category', 'unit', 'active'])
    const done = await shop.get('imports.run', ready, shop.owner)
    expect(done).toMatchObject({ rows: 414, added: 414, unchanged: 0, bad: 0, newItems: 414, problemsTotal: 0 })
    expect(await shop.get('imports.run', ready, shop.owner)).toMatchObject({ added: 0, unchanged: 414 })
    expect((await shop.get('catalog.categories', {}, shop.owner)).length).toBeGreaterThan(15)
  })

  it('IMP-EXCEL FIN-PRECISION: reads prices, costs, rates and kinds as lists write them and names what it cannot read', async () => {
    const shop = await openShop()
    const ready = await plan(shop, 'items', 'x.csv', 'Art-Nr;Bezeichnung;VK-Preis;EK;MwSt;Art\nA1;Öl;1.234,56;€ 900;19 %;Teil\nA2;Einbau;"95,5";;19;Dienstleistung\nA3;Teil;12,345;-3;0,07;\nA4;;1;1;1;\n')
    expect(ready.mapping.map(({ field }) => field)).toEqual(['sku', 'name', 'kind', 'price', 'cost', 'taxRate'])
    const done = await shop.get('imports.run', ready, shop.owner)
    expect(done).toMatchObject({ rows: 4, added: 3, bad: 1, warned: 1 })
    expect(all(shop, 'SELECT sku, kind, price_minor AS price, cost_minor AS cost, tax_rate_bp AS rate FROM catalog_item ORDER BY no')).toEqual([
      { sku: 'A1', kind: 'part', price: 123456, cost: 90000, rate: 1900 },
      { sku: 'A2', kind: 'service', price: 9550, cost: 0, rate: 1900 },
      { sku: 'A3', kind: 'part', price: 1234500, cost: 0, rate: 700 },
    ])
    expect((await shop.get('imports.get', { importRunId: done.id }, shop.owner)).problems).toEqual([{ line: 4, code: 'leftOut', field: 'cost', text: '-3' }, { line: 5, code: 'catalog.noName', field: null, text: 'A4 | 1 | 1 | 1' }])
  })
})

describe('damaged and hostile files', () => {
  it.each([
    ['messy/spreadsheets/encrypted_no_password.xls', 'imports.fileEncrypted'], ['messy/spreadsheets/simple.zip', 'imports.fileNoWorkbook'], ['messy/spreadsheets/simple.unknown', 'imports.fileEmpty'],
    ['messy/xlsx/invalid-xml.xlsx', 'imports.fileDamaged'], ['messy/xlsx/missing-bits.xlsx', 'imports.fileNoWorkbook'], ['messy/xlsx/test-issue-771.xlsx', 'imports.fileEmpty'],
  ])('IMP-EXCEL: refuses %s and says why', async (file, code) => {
    const shop = await openShop()
    expect(await shop.refused('imports.read', { fileName: file.slice(-20), base64: readFileSync(join(DATA, file)).toString('base64') }, shop.owner)).toMatchObject({ code, kind: 'invalid' })
    expect(existsSync(join(shop.platform.config.dataDir, 'pending'))).toBe(false)
  })

  it('IMP-EXCEL: refuses what is no base64 and what is no table', async () => {
    const shop = await openShop()
    expect(await shop.refused('imports.read', { fileName: 'x', base64: 'not base64!' }, shop.owner)).toMatchObject({ code: 'imports.fileDamaged' })
    expect(await shop.refused('imports.read', { fileName: 'x.csv', base64: Buffer.from([0, 1, 2, 3, 4, 5, 6, 7, 8]).toString('base64') }, shop.owner)).toMatchObject({ code: 'imports.fileNotATable' })
    expect(await shop.refused('imports.read', { fileName: 'x.csv', base64: Buffer.from(`a${',b'.repeat(2000)}`).toString('base64') }, shop.owner)).toMatchObject({ code: 'imports.fileTooManyColumns' })
  })

  it('IMP-EXCEL TAB-2: a damaged list brings all its sound rows in and lists the damaged one', async () => {
    const shop = await openShop()
    const ready = await plan(shop, 'items', 'row_less_sep_row32_col1.csv', readFileSync(join(DATA, 'messy/pollock/csv/row_less_sep_row32_col1.csv')))
    const done = await shop.get('imports.run', { ...ready, mapping: [{ field: 'sku', column: 3 }, { field: 'name', column: 5 }, { field: 'price', column: 4 }] }, shop.owner)
    expect(done).toMatchObject({ rows: 83, bad: 1, added: 82, unchanged: 0 })
    expect((await shop.get('imports.get', { importRunId: done.id }, shop.owner)).problems.filter(({ code }) => code === 'fewFields').map(({ line }) => line)).toEqual([33])
  })

  it('IMP-1: when the deed fails at its last row, no row is in', async () => {
    const shop = await openShop()
    const ready = await plan(shop, 'customers', 'x.csv', 'Name,Phone\nAda,030 1234567\nBob,030 1234568\nFull,030 1234569\n')
    shop.platform.store.connection.raw.exec("CREATE TRIGGER full BEFORE INSERT ON customer WHEN new.name = 'Full' BEGIN SELECT RAISE(ABORT, 'disk'); END")
    const before = journal(shop)
    expect(await shop.refused('imports.run', ready, shop.owner)).toMatchObject({ code: 'platform.internal' })
    expect([journal(shop), all(shop, 'SELECT id FROM customer'), all(shop, 'SELECT id FROM import_run')]).toEqual([before, [], []])
  })
})

describe('mapping and what was read', () => {
  it('IMP-EXCEL: reads again with the encoding and delimiter that a person chose', async () => {
    const shop = await openShop()
    const file = await send(shop, 'x.csv', Buffer.from('Name;Stadt\nM\xfcller;K\xf6ln\n', 'latin1'))
    expect(file.sheets[0]?.first[1]).toEqual(['Müller', 'Köln'])
    const other = await shop.get('imports.reread', { importId: file.importId, encoding: 'cp850', delimiter: ',' }, shop.owner)
    expect([other.importId, other.encoding, other.sheets[0]?.first[0]]).toEqual([file.importId, 'cp850', ['Name;Stadt']])
    expect(await shop.refused('imports.reread', { importId: file.importId, encoding: 'klingon' }, shop.owner)).toMatchObject({ code: 'imports.fileDamaged' })
  })

  it('IMP-EXCEL: refuses a plan that names a field, column, sheet or file that there is not', async () => {
    const shop = await openShop()
    const good = await plan(shop, 'customers', 'x.csv', 'Name,Phone\nAda,030 1234567\n')
    const refused = async (change: Partial<Plan>) => (await shop.refused('imports.run', { ...good, ...change }, shop.owner))
    expect(await refused({ mapping: [{ field: 'shoe size', column: 0 }] })).toMatchObject({ code: 'imports.badMapping', field: 'shoe size', reason: 'unknown' })
    expect(await refused({ mapping: [{ field: 'name', column: 2 }] })).toMatchObject({ code: 'imports.badMapping', reason: 'unknown' })
    expect(await refused({ mapping: [{ field: 'name', column: 0 }, { field: 'name', column: 1 }] })).toMatchObject({ reason: 'twice' })
    expect(await refused({ mapping: [{ field: 'phone', column: 1 }] })).toMatchObject({ reason: 'missing', field: 'name' })
    expect(await refused({ sheet: 7 })).toMatchObject({ code: 'imports.unknownSheet' })
    expect(await refused({ importId: crypto.randomUUID() })).toMatchObject({ code: 'imports.unknownFile' })
    expect(await shop.refused('imports.preview', { ...good, sheet: 7 }, shop.owner)).toMatchObject({ code: 'imports.unknownSheet' })
  })

  it('IMP-4: suggests the first sheet that is shown and holds rows', async () => {
    const shop = await openShop()
    const { unpack, repack } = await import('#main/platform/tables/archive.ts')
    const bytes = await writeXlsx([{ sheet: 'Secret', data: [['Name'], ['Hidden']] }, { sheet: 'Empty', data: [] }, { sheet: 'People', data: [['Name'], ['Shown']] }]).toBuffer()
    const parts = unpack(bytes)
    if (!(parts instanceof Map)) throw new Error(parts.refused)
    parts.set('xl/workbook.xml', Buffer.from((parts.get('xl/workbook.xml')?.toString() ?? '').replace('name="Secret"', 'name="Secret" state="hidden"')))
    const file = await send(shop, 'book.xlsx', repack(parts))
    expect(file.sheets.map(({ name, hidden, rowCount }) => [name, hidden, rowCount])).toEqual([['Secret', true, 2], ['Empty', false, 0], ['People', false, 2]])
    expect(file.suggestions.map(({ sheet }) => sheet)).toEqual([2, 2, 2])
  })

  it('IMP-5 AUTH-RBAC: what one person has read, another cannot import; a technician can import nothing', async () => {
    const shop = await openShop()
    const ready = await plan(shop, 'customers', 'x.csv', 'Name\nAda\n')
    const manager = await signedIn(shop, 'manager')
    expect(await shop.refused('imports.run', ready, manager.token)).toMatchObject({ code: 'imports.unknownFile' })
    expect(await shop.refused('imports.reread', { importId: ready.importId }, manager.token)).toMatchObject({ code: 'imports.unknownFile' })
    const technician = await signedIn(shop, 'technician')
    expect(await shop.refused('imports.read', { fileName: 'x', base64: '' }, technician.token)).toMatchObject({ code: 'platform.notAllowed', needs: 'imports.run' })
  })

  it('IMP-5: forgets after a day what was read and not imported', async () => {
    const shop = await openShop()
    const ready = await plan(shop, 'customers', 'x.csv', 'Name\nAda\n')
    const kept = () => readdirSync(join(shop.platform.config.dataDir, 'pending'))
    expect(kept()).toEqual([ready.importId])
    shop.jobs.start()
    shop.clock.at += PENDING_MS / 2
    await shop.jobs.runDue()
    expect(kept()).toEqual([ready.importId])
    shop.clock.at += PENDING_MS
    await shop.jobs.runDue()
    expect(kept()).toEqual([])
    await shop.jobs.stop()
  })

  it('LIST-PAGE LIST-FILTER: lists the imports, the newest first, by target', async () => {
    const shop = await openShop()
    for (const name of ['Ada', 'Bob', 'Cyd']) {
      shop.clock.at += 1000
      await shop.get('imports.run', await plan(shop, 'customers', `${name}.csv`, `Name\n${name}\n`), shop.owner)
    }
    shop.clock.at += 1000
    await shop.get('imports.run', await plan(shop, 'items', 'items.csv', 'Name\nPad\n'), shop.owner)
    const page = await shop.get('imports.list', { limit: 2 }, shop.owner)
    expect([page.total, page.rows.map(({ fileName }) => fileName)]).toEqual([4, ['items.csv', 'Cyd.csv']])
    expect((await shop.get('imports.list', { limit: 2, after: page.next ?? '' }, shop.owner)).rows.map(({ fileName }) => fileName)).toEqual(['Bob.csv', 'Ada.csv'])
    expect((await shop.get('imports.list', { target: 'items' }, shop.owner)).rows.map(({ fileName }) => fileName)).toEqual(['items.csv'])
    const { raw } = shop.platform.store.connection
    for (const where of ['', "WHERE target = 'items'"]) {
      expect(raw.prepare(`EXPLAIN QUERY PLAN SELECT * FROM import_run ${where} ORDER BY created_at DESC, id DESC LIMIT 50`).all()).toEqual([expect.objectContaining({ detail: expect.stringMatching(/USING (COVERING )?INDEX import_run_(newest|target)/) as string })])
    }
  })

  it('PLAT-RESP IMP-1: other calls are answered while a long list is tried', async () => {
    const shop = await openShop()
    const ready = await plan(shop, 'items', 'long.csv', csvOf(['SKU', 'Name'], Array.from({ length: 12_000 }, (_, i) => [`S${i % 11_000}`, `Part ${i}`])))
    let answered = 0
    let over = false
    const preview = shop.get('imports.preview', ready, shop.owner).finally(() => { over = true })
    while (!over) {
      await shop.get('catalog.list', {}, shop.owner)
      answered++
      await new Promise((resolve) => { setTimeout(resolve, 1) })
    }
    expect((await preview).counts).toEqual({ rows: 12_000, added: 11_000, unchanged: 1000, bad: 0, warned: 0 })
    expect(answered).toBeGreaterThan(5)
    expect(await shop.get('imports.run', ready, shop.owner)).toMatchObject({ added: 11_000, unchanged: 1000 })
  })

  it('IMP-EXCEL: finds the header of a list that begins with titles, and the fields of a list without names', () => {
    const titled = [['Export of 3 March', '', ''], ['Kunde', 'Ort', 'Telefon'], ['Ada', 'Ulm', '030 1234567']]
    expect(chooseHeader(titled, null)).toEqual({ row: 1, rows: 1 })
    expect(chooseHeader([['Ada', 'Ulm'], ['Bob', 'Kiel']], null)).toBeNull()
    expect(columnNames([['Name', 'Amount'], ['Name', 'in EUR']], { row: 0, rows: 2 })).toEqual(['Name', 'Amount in EUR'])
    const bare = Array.from({ length: 4 }, (_, i) => ['Ford', `1FTFW5L86RFB4561${i}`, `a${i}@example.org`, `030 123456${i}`])
    expect(suggestMapping('customers', [], bare)).toEqual([{ field: 'phone', column: 3 }, { field: 'email', column: 2 }, { field: 'vin', column: 1 }])
    expect(suggestMapping('customers', ['Phone', 'Mobile', 'الاسم', 'رقم اللوحة'], [])).toEqual([{ field: 'name', column: 2 }, { field: 'phone', column: 0 }, { field: 'phone2', column: 1 }, { field: 'plate', column: 3 }])
  })
})
