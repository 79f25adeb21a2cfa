import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { csvOf } from '#main/platform/tables/write.ts'
import { openShop } from '#tests/support/core.ts'
import { allRows, DATA, journalLength, jsonOf, planOf } from '#tests/support/imports.ts'
import { asCsv, asXlsx, customerList, partList } from '#tests/support/lists.ts'

describe('vehicles', () => {
  const labelled = readFileSync(join(DATA, 'vehicles/vins-labelled.csv'))

  it('IMP-EXCEL IMP-1 IMP-3: takes in the 101 labelled VINs in one deed, and nothing the second time', async () => {
    const shop = await openShop()
    const ready = await planOf(shop, 'vehicles', 'vins-labelled.csv', labelled)
    expect(ready.mapping.map(({ field }) => field)).toEqual(['vin', 'make', 'model', 'year'])
    const before = journalLength(shop)
    expect(await shop.get('imports.run', ready, shop.owner)).toMatchObject({
      rows: 101,
      added: 101,
      unchanged: 0,
      bad: 0,
      warned: 0,
      newVehicles: 101,
      newCustomers: 0,
      problemsTotal: 0,
      userName: 'Ada Owner',
    })
    expect(journalLength(shop)).toBe(before + 1)
    expect(await shop.get('imports.run', ready, shop.owner)).toMatchObject({ rows: 101, added: 0, unchanged: 101, bad: 0, newVehicles: 0 })
    expect(await shop.get('vehicles.list', { limit: 200 }, shop.owner)).toMatchObject({ total: 101 })
    expect(allRows<{ make: string; year: number }>(shop, "SELECT make, year FROM vehicle WHERE vin = '1FTFW5L86RFB45612'")).toEqual([
      { make: 'Ford', year: 2024 },
    ])
  })

  it('IMP-EXCEL: says before the import what it would do, writing nothing', async () => {
    const shop = await openShop()
    const ready = await planOf(
      shop,
      'vehicles',
      'vins.csv',
      `${labelled.toString()}1FTFW5L86RFB45612,Ford,F-150,2024\n,,,\nNOT-A-VIN,Ford,Focus,soon\nNOT-A-VIN,,,\n`,
    )
    const before = journalLength(shop)
    const preview = await shop.get('imports.preview', ready, shop.owner)
    expect(preview.counts).toEqual({ rows: 104, added: 102, unchanged: 1, bad: 1, warned: 1 })
    expect(preview.rows).toHaveLength(100)
    expect(preview.rows[0]).toEqual({ line: 2, verdict: 'added', texts: ['1FTFW5L86RFB45612', 'Ford', 'F-150', '2024'], problems: [] })
    expect(preview.reasons).toEqual([
      { code: 'leftOut', field: 'vin', count: 1 },
      { code: 'leftOut', field: 'year', count: 1 },
      { code: 'vehicles.nothingKnown', field: null, count: 1 },
    ])
    expect([journalLength(shop), allRows(shop, 'SELECT id FROM vehicle')]).toEqual([before, []])
    const done = await shop.get('imports.run', ready, shop.owner)
    expect(done).toMatchObject(preview.counts)
    expect(await shop.get('imports.preview', ready, shop.owner)).toMatchObject({ counts: { rows: 104, added: 0, unchanged: 103, bad: 1 } })
  })

  it('IMP-EXCEL: links each vehicle to its owner, known or new, by name and phone', async () => {
    const shop = await openShop()
    const known = await shop.get('customers.create', { name: 'Grace Hopper', phone: '030 1234567' }, shop.owner)
    const csv =
      'Kennzeichen;Marke;Modell;Halter;Telefon\nB-AB 1;VW;Golf;Grace Hopper;+49 30 1234567\nB-AB 2;VW;Polo;Grace Hopper;030/1234567\nHH-X 9;Audi;A4;Alan Turing;\nHH-X 10;Audi;A6;;\nHH-X 11;Audi;A8;;0171 000\n'
    const ready = await planOf(shop, 'vehicles', 'bestand.csv', csv)
    expect(ready.mapping.map(({ field }) => field)).toEqual(['plate', 'make', 'model', 'ownerName', 'ownerPhone'])
    const done = await shop.get('imports.run', ready, shop.owner)
    expect(done).toMatchObject({ rows: 5, added: 5, newVehicles: 5, newCustomers: 1, warned: 1 })
    expect((await shop.get('imports.get', { importRunId: done.id }, shop.owner)).problems).toEqual([
      { line: 6, code: 'leftOut', field: 'ownerPhone', text: '0171 000' },
    ])
    const rows = (await shop.get('vehicles.list', {}, shop.owner)).rows.map(({ plate, ownerName, customerId }) => [plate, ownerName, customerId === known.id])
    expect(rows).toEqual([
      ['B-AB 1', 'Grace Hopper', true],
      ['B-AB 2', 'Grace Hopper', true],
      ['HH-X 10', null, false],
      ['HH-X 11', null, false],
      ['HH-X 9', 'Alan Turing', false],
    ])
  })
})

describe('customers', () => {
  const list = customerList()

  it.each(['csv', 'xlsx'])('IMP-EXCEL IMP-3: takes in the names of 14 languages with the phones of 245 countries from a .%s', async (format) => {
    expect([list.rows.length, list.phones]).toEqual([280, 245])
    const shop = await openShop()
    const bytes = format === 'csv' ? asCsv(list) : await asXlsx(list)
    const ready = await planOf(shop, 'customers', `kunden.${format}`, bytes)
    expect(ready.mapping.map(({ field }) => field)).toEqual(['firstName', 'lastName', 'phone', 'city', 'country'])
    const done = await shop.get('imports.run', ready, shop.owner)
    expect(done).toMatchObject({ rows: 280, added: 280, bad: 0, newCustomers: 280, newVehicles: 0 })
    expect(done.problemsTotal).toBe(0)
    expect(await shop.get('imports.run', ready, shop.owner)).toMatchObject({ added: 0, unchanged: 280, bad: 0 })
    const stored = allRows<{ name: string; phone: string; city: string }>(shop, 'SELECT name, phone, city FROM customer ORDER BY no')
    expect(stored.map(({ name }) => name)).toEqual(list.rows.map(([first = '', last = '']) => `${first} ${last}`.normalize('NFC').trim()))
    expect(stored.every(({ phone }) => /^\+\d{6,15}$/.test(phone))).toBe(true)
    expect(stored.map(({ city }) => city)).toEqual(list.rows.map(([, , city = '']) => city.normalize('NFC')))
  })

  it('IMP-EXCEL: a person who shares a phone with another is another person', async () => {
    const shop = await openShop()
    const ready = await planOf(shop, 'customers', 'x.csv', 'Name,Phone\nAda,030 1234567\nBob,030 1234567\nAda,030 1234567\n')
    expect(await shop.get('imports.run', ready, shop.owner)).toMatchObject({ rows: 3, added: 2, unchanged: 1 })
  })

  it('IMP-EXCEL: brings the vehicle of a customer with it, and more of them in further rows', async () => {
    const shop = await openShop()
    const ready = await planOf(
      shop,
      'customers',
      'x.csv',
      'Customer,Phone,Plate,VIN,Tax exempt,Type of customer\nAda,030 1234567,B-AA 1,1FTFW5L86RFB45612,yes,business\nAda,030 1234567,B-AA 2,,yes,business\nBob,,,,,\n',
    )
    expect((await shop.get('imports.preview', ready, shop.owner)).counts).toMatchObject({ rows: 3, added: 3, unchanged: 0 })
    expect(await shop.get('imports.run', ready, shop.owner)).toMatchObject({ rows: 3, added: 3, newCustomers: 2, newVehicles: 2 })
    expect(allRows(shop, 'SELECT name, kind, tax_exempt FROM customer ORDER BY no')).toEqual([
      { name: 'Ada', kind: 'company', tax_exempt: 1 },
      { name: 'Bob', kind: 'person', tax_exempt: 0 },
    ])
    expect(allRows(shop, "SELECT plate FROM vehicle WHERE customer_id = (SELECT id FROM customer WHERE name = 'Ada') ORDER BY no")).toEqual([
      { plate: 'B-AA 1' },
      { plate: 'B-AA 2' },
    ])
  })

  it('IMP-2: counts every row once and names the bad ones by line, field and reason, in the report as well', async () => {
    const shop = await openShop()
    const lines = Array.from({ length: 30 }, (_, i) => `${i},Person ${i},030 12345${String(i).padStart(2, '0')},p${i}@example.org`)
    lines[4] = '4,Person 4'
    lines[9] = '9,"Person 9,030 1234509,p9@example.org'
    lines[14] = '14,,030 1234514,p14@example.org'
    lines[19] = '19,Person 19,call me,=1+1'
    const ready = await planOf(shop, 'customers', '../../etc/damaged list.csv', `Our customers\n\nid,name,phone,e-mail\n${lines.join('\n')}\n`)
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
    expect(await shop.refused('imports.report', { importRunId: '0190a0a0-0000-7000-8000-000000000000' }, shop.owner)).toMatchObject({
      code: 'imports.unknownRun',
    })
  })

  it('SEC-INPUT: naughty strings come in unchanged but for blanks around them and control characters', async () => {
    const shop = await openShop()
    const strings = jsonOf<string[]>('blns.json').filter((text) => text.length <= 2000)
    const ready = await planOf(
      shop,
      'customers',
      'blns.csv',
      csvOf(
        ['Name', 'Note'],
        strings.map((text, i) => [`Person ${i}`, text]),
      ),
    )
    expect(await shop.get('imports.run', ready, shop.owner)).toMatchObject({ rows: strings.length, added: strings.length, bad: 0 })
    const notes = allRows<{ note: string }>(shop, 'SELECT note FROM customer ORDER BY no').map(({ note }) => note)
    expect(notes).toEqual(
      strings.map((text) =>
        text
          .normalize('NFC')
          .replace(/\r\n?/g, '\n')
          .replace(/(?![\n\t])\p{Cc}/gu, '')
          .trim(),
      ),
    )
    expect(strings.length).toBeGreaterThan(480)
  })
})

describe('items', () => {
  const csv = asCsv(partList())

  it('IMP-EXCEL IMP-3: takes in the 414 parts of a real inventory with their categories, and nothing the second time', async () => {
    const shop = await openShop()
    const ready = await planOf(shop, 'items', 'parts.csv', csv)
    expect(ready.mapping.map(({ field }) => field)).toEqual(['sku', 'name', 'description', 'category', 'unit', 'active'])
    const done = await shop.get('imports.run', ready, shop.owner)
    expect(done).toMatchObject({ rows: 414, added: 414, unchanged: 0, bad: 0, newItems: 414, problemsTotal: 0 })
    expect(await shop.get('imports.run', ready, shop.owner)).toMatchObject({ added: 0, unchanged: 414 })
    expect((await shop.get('catalog.categories', {}, shop.owner)).length).toBeGreaterThan(15)
  })

  it('IMP-EXCEL FIN-PRECISION: reads prices, costs, rates and kinds as lists write them and names what it cannot read', async () => {
    const shop = await openShop()
    const ready = await planOf(
      shop,
      'items',
      'x.csv',
      'Art-Nr;Bezeichnung;VK-Preis;EK;MwSt;Art\nA1;Öl;1.234,56;€ 900;19 %;Teil\nA2;Einbau;"95,5";;19;Dienstleistung\nA3;Teil;12,345;-3;0,07;\nA4;;1;1;1;\n' +
        `;${'x'.repeat(161)};1;1;1;\n`,
    )
    expect(ready.mapping.map(({ field }) => field)).toEqual(['sku', 'name', 'kind', 'price', 'cost', 'taxRate'])
    const done = await shop.get('imports.run', ready, shop.owner)
    expect(done).toMatchObject({ rows: 5, added: 3, bad: 2, warned: 1 })
    expect(allRows(shop, 'SELECT sku, kind, price_minor AS price, cost_minor AS cost, tax_rate_bp AS rate FROM catalog_item ORDER BY no')).toEqual([
      { sku: 'A1', kind: 'part', price: 123456, cost: 90000, rate: 1900 },
      { sku: 'A2', kind: 'service', price: 9550, cost: 0, rate: 1900 },
      { sku: 'A3', kind: 'part', price: 1234500, cost: 0, rate: 700 },
    ])
    expect((await shop.get('imports.get', { importRunId: done.id }, shop.owner)).problems).toEqual([
      { line: 4, code: 'leftOut', field: 'cost', text: '-3' },
      { line: 5, code: 'catalog.noName', field: null, text: 'A4 | 1 | 1 | 1' },
      { line: 6, code: 'tooLong', field: 'name', text: `${'x'.repeat(161)} | 1 | 1 | 1` },
    ])
  })
})
