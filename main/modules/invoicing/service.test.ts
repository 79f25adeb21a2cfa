import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ASSETS } from '#tests/support/core.ts'
import { pagesOf } from '#tests/support/pdf.ts'
import { monday, openWorkshop } from '#tests/support/workshop.ts'
import { formatMoney } from '#shared/kernel/money.ts'
import type { Invoice } from '#shared/modules/invoicing/model.ts'
import { renderInvoice } from './parts/render.ts'
import { sheetOf } from './parts/sheet.ts'

/** A finished order of two lines: 2 x 49.99 less 10 %, and an hour of labour, at 19 %. */
async function finishedOrder() {
  const workshop = await openWorkshop()
  const { shop, owner, open, bay1, tom } = workshop
  await shop.get('workspace.update', { address: 'Hauptstraße 1\n10115 Berlin', taxId: 'DE123456789', invoiceNote: 'Thank you!', invoiceDueDays: 14 }, owner)
  const workOrderId = (await open({ bayId: bay1, technicianId: tom })).order.id
  await shop.get('workOrders.update', { workOrderId, mileageKm: 80_500 }, owner)
  await shop.get('workOrders.addLine', { workOrderId, kind: 'part', description: 'Brake pads', qtyMilli: 2000, unitPriceMinor: 4999, discountBp: 1000 }, owner)
  await shop.get('workOrders.addLine', { workOrderId, kind: 'labor', description: 'Brakes' }, owner)
  await shop.get('workOrders.start', { workOrderId }, owner)
  await shop.get('workOrders.finish', { workOrderId }, owner)
  return { ...workshop, workOrderId, issue: () => shop.get('invoicing.issue', { workOrderId }, owner) }
}

describe('issuing', () => {
  it.each([
    ['customer', 'customerId'],
    ['vehicle', 'vehicleId'],
  ])('A-OFFLINE SALE-INVOICE: while the %s is still on its way from the centre nothing is issued that would never name it', async (table, field) => {
    const { shop, owner, workOrderId, asTheCentre } = await finishedOrder()
    asTheCentre(`DELETE FROM ${table}`)
    expect(await shop.refused('invoicing.issue', { workOrderId }, owner)).toMatchObject({ code: 'workOrders.unknownReference', field })
    expect((await shop.get('workOrders.get', { workOrderId }, owner)).order.state).toBe('done')
  })

  it('SALE-INVOICE FIN-PRECISION: an invoice says what the order said, to the cent, with its own number and dates', async () => {
    const { shop, owner, workOrderId, issue, customer } = await finishedOrder()
    const { order, totals } = await shop.get('workOrders.get', { workOrderId }, owner)
    const invoice = await issue()
    expect(invoice).toMatchObject({
      workOrderId,
      workOrderNumber: order.number,
      customerId: customer.id,
      customerName: 'Erika Muster',
      currency: 'EUR',
      state: 'issued',
      issuedAt: monday(9),
      issuedOn: '2026-03-02',
      dueOn: '2026-03-16',
      netMinor: 17_998,
      taxMinor: 3420,
      totalMinor: 21_418,
      paidMinor: 0,
      dueMinor: 21_418,
      note: 'Thank you!',
      seller: { name: 'Test Garage', address: 'Hauptstraße 1\n10115 Berlin', taxId: 'DE123456789', locationName: 'Main street', zone: 'Europe/Berlin' },
      customer: { name: 'Erika Muster', address: 'Hauptstraße 5\n10115 Berlin' },
      vehicle: { label: '2019 Volkswagen Golf', plate: 'B-EM 123', mileageKm: 80_500 },
      lines: [
        { position: 1, description: 'Brake pads', netMinor: 8998 },
        { position: 2, kind: 'labor', netMinor: 9000 },
      ],
      payments: [],
    })
    expect(invoice.number).toMatch(/^[0-9A-Z]{4}-000001$/)
    expect(invoice.taxes).toEqual(totals.taxes)
    expect(await shop.get('invoicing.get', { invoiceId: invoice.id }, owner)).toEqual(invoice)
    expect((await shop.get('invoicing.ofWorkOrder', { workOrderId }, owner)).invoices).toMatchObject([{ id: invoice.id, dueMinor: 21_418 }])
    expect((await shop.get('workOrders.get', { workOrderId }, owner)).order.state).toBe('invoiced')
  })

  it('SALE-INVOICE INV-1 WO-5: of an order that is done, once, and never of nothing; its lines stay as they are', async () => {
    const { shop, owner, workOrderId, issue, open } = await finishedOrder()
    const unfinished = (await open()).order.id
    expect(await shop.refused('invoicing.issue', { workOrderId: unfinished }, owner)).toMatchObject({
      code: 'workOrders.wrongState',
      state: 'open',
      event: 'invoice',
    })
    expect(await shop.refused('invoicing.issue', { workOrderId: shop.clock.newId() }, owner)).toMatchObject({ code: 'workOrders.unknownOrder' })
    const invoice = await issue()
    expect(await shop.refused('invoicing.issue', { workOrderId }, owner)).toMatchObject({
      code: 'invoicing.alreadyInvoiced',
      invoiceId: invoice.id,
      number: invoice.number,
    })
    const [line] = (await shop.get('workOrders.get', { workOrderId }, owner)).lines
    if (!line) throw new Error('the order has lines')
    expect(await shop.refused('workOrders.updateLine', { lineId: line.id, unitPriceMinor: 1 }, owner)).toMatchObject({
      code: 'workOrders.wrongState',
      state: 'invoiced',
    })
    expect(await shop.refused('workOrders.addLine', { workOrderId, kind: 'fee', description: 'x' }, owner)).toMatchObject({ code: 'workOrders.wrongState' })
    expect(await shop.refused('workOrders.reopen', { workOrderId }, owner)).toMatchObject({ code: 'workOrders.wrongState' })
  })

  it('SALE-INVOICE DB-TXN: an order without lines is not invoiced, and stays done', async () => {
    const { shop, owner, open, bay2, una } = await finishedOrder()
    const workOrderId = (await open({ bayId: bay2, technicianId: una })).order.id
    await shop.get('workOrders.start', { workOrderId }, owner)
    await shop.get('workOrders.finish', { workOrderId }, owner)
    expect(await shop.refused('invoicing.issue', { workOrderId }, owner)).toMatchObject({ code: 'invoicing.nothingToInvoice' })
    expect((await shop.get('workOrders.get', { workOrderId }, owner)).order.state).toBe('done')
    expect(await shop.get('invoicing.ofWorkOrder', { workOrderId }, owner)).toMatchObject({ invoices: [], invoicedLineIds: [] })
  })

  it('SALE-INVOICE INV-2: what is changed afterwards changes no invoice, and the database refuses to change one', async () => {
    const { shop, owner, issue, customer, vehicle } = await finishedOrder()
    const invoice = await issue()
    await shop.get('customers.update', { customerId: customer.id, name: 'Erika Neu' }, owner)
    await shop.get('vehicles.update', { vehicleId: vehicle.id, plate: 'M-XX 1' }, owner)
    await shop.get('workspace.update', { name: 'Other Garage', currency: 'EUR', taxRateBp: 700, invoiceNote: '' }, owner)
    // Its amounts are amounts of a currency.
    expect(await shop.refused('workspace.update', { currency: 'KWD' }, owner)).toMatchObject({ code: 'workspace.currencyInUse', currency: 'EUR' })
    expect(await shop.get('invoicing.get', { invoiceId: invoice.id }, owner)).toEqual(invoice)

    const { raw } = shop.platform.store.connection
    await shop.get('invoicing.pay', { invoiceId: invoice.id, method: 'card', amountMinor: 1 }, owner)
    for (const set of ['total_minor = total_minor + 1, net_minor = net_minor + 1', "customer = '{}'", "number = 'X'", "due_on = '2030-01-01'", 'deleted = 1']) {
      expect(() => raw.prepare(`UPDATE invoice SET ${set}`).run()).toThrow('an issued invoice does not change')
    }
    expect(() => raw.prepare('UPDATE invoice_line SET net_minor = 0').run()).toThrow('does not change')
    expect(() => raw.prepare('UPDATE payment SET amount_minor = 2').run()).toThrow('does not change')
    for (const table of ['invoice_line', 'payment', 'invoice']) expect(() => raw.prepare(`DELETE FROM ${table}`).run()).toThrow('does not change')
  })

  it('SALE-INVOICE RPT-SHOP: an invoice of which work was credited that cost nothing is not taken back: its hours would be given back without having been sold', async () => {
    const { shop, owner, workOrderId, issue } = await finishedOrder()
    await shop.get('workOrders.addLine', { workOrderId, kind: 'labor', description: 'Goodwill', qtyMilli: 3000, unitPriceMinor: 0 }, owner)
    const { id: invoiceId, lines } = await issue()
    const lineId = lines.find(({ description }) => description === 'Goodwill')?.id as never // it is there
    await shop.get('invoicing.credit', { invoiceId, lines: [{ lineId, qtyMilli: 3000 }], reason: 'never done' }, owner)
    expect(await shop.refused('invoicing.voidInvoice', { invoiceId, reason: 'wrong name' }, owner)).toMatchObject({ code: 'invoicing.hasPayments' })
    const { totals } = await shop.get('reports.table', { report: 'labor', fromOn: '2026-03-02', toOn: '2026-03-02' }, owner)
    expect(totals[0]).toBe(1000)
  })

  it('SALE-INVOICE INV-1: an invoice is taken back while nothing is paid; the order is invoiced anew under another number', async () => {
    const { shop, owner, workOrderId, issue } = await finishedOrder()
    const first = await issue()
    const { paymentId } = await shop.get('invoicing.pay', { invoiceId: first.id, method: 'cash', amountMinor: 100 }, owner)
    expect(await shop.refused('invoicing.voidInvoice', { invoiceId: first.id, reason: 'wrong customer' }, owner)).toMatchObject({
      code: 'invoicing.hasPayments',
    })
    await shop.get('invoicing.reversePayment', { paymentId, reason: 'given back' }, owner)
    expect(await shop.get('invoicing.voidInvoice', { invoiceId: first.id, reason: 'wrong customer' }, owner)).toMatchObject({
      state: 'void',
      voidReason: 'wrong customer',
      dueMinor: 0,
    })
    expect(await shop.refused('invoicing.voidInvoice', { invoiceId: first.id, reason: 'again' }, owner)).toMatchObject({ code: 'invoicing.wrongState' })
    expect((await shop.get('workOrders.get', { workOrderId }, owner)).order.state).toBe('done')
    const second = await issue()
    expect(second.number).not.toBe(first.number)
    expect((await shop.get('invoicing.ofWorkOrder', { workOrderId }, owner)).invoices.map(({ id, state }) => [id, state])).toEqual([
      [second.id, 'issued'],
      [first.id, 'void'],
    ])
    const again = `INSERT INTO invoice_line SELECT 'other', created_at, updated_at, deleted, clk, invoice_id, location_id, position, service, kind, description, qty_milli,
      unit_price_minor, is_flat, discount_bp, shared_discount_minor, tax_rate_bp, tax_exempt, under_warranty, net_minor, tax_minor, work_order_line_id, turn
      FROM invoice_line WHERE invoice_id = '${second.id}' LIMIT 1`
    expect(() => shop.platform.store.connection.raw.exec(again)).toThrow('UNIQUE')
  })

  it('LIST-PAGE LIST-FILTER: finds invoices by state, person and time, in a stable order', async () => {
    const { shop, owner, issue, open, bay2, una, customer } = await finishedOrder()
    const first = await issue()
    shop.clock.at += 3_600_000
    const workOrderId = (await open({ bayId: bay2, technicianId: una })).order.id
    await shop.get('workOrders.addLine', { workOrderId, kind: 'fee', description: 'Wash', unitPriceMinor: 1500 }, owner)
    await shop.get('workOrders.start', { workOrderId }, owner)
    await shop.get('workOrders.finish', { workOrderId }, owner)
    const second = await shop.get('invoicing.issue', { workOrderId }, owner)
    await shop.get('invoicing.pay', { invoiceId: second.id, method: 'card', amountMinor: second.totalMinor }, owner)
    const ids = async (input: object) => (await shop.get('invoicing.list', input, owner)).rows.map(({ id }) => id)
    expect(await ids({})).toEqual([second.id, first.id])
    expect(await ids({ sort: 'due' })).toEqual([first.id, second.id])
    expect(await ids({ sort: 'number' })).toEqual([second.id, first.id])
    expect(await ids({ state: 'paid', customerId: customer.id })).toEqual([second.id])
    expect(await ids({ fromAt: monday(9), toAt: monday(10) })).toEqual([first.id])
    const page = await shop.get('invoicing.list', { limit: 1 }, owner)
    expect(page).toMatchObject({ total: 2, rows: [{ customerName: 'Erika Muster', paidMinor: 1785, dueMinor: 0, state: 'paid' }] })
    expect(await ids({ limit: 1, after: page.next ?? '' })).toEqual([first.id])
  })
})

describe('payments', () => {
  it('SALE-INVOICE INV-4 INV-5: money is taken up to what is due; cash gives change; nothing due means paid', async () => {
    const { shop, owner, issue } = await finishedOrder()
    const { id: invoiceId } = await issue()
    const card = await shop.get('invoicing.pay', { invoiceId, method: 'card', amountMinor: 10_000, reference: 'T-17' }, owner)
    expect(card).toMatchObject({ changeMinor: 0, dueMinor: 11_418 })
    expect(await shop.get('invoicing.get', { invoiceId }, owner)).toMatchObject({ state: 'issued', paidMinor: 10_000, dueMinor: 11_418 })
    expect(await shop.refused('invoicing.pay', { invoiceId, method: 'card', amountMinor: 11_419 }, owner)).toMatchObject({
      code: 'invoicing.overpaid',
      dueMinor: 11_418,
    })
    expect(await shop.refused('invoicing.pay', { invoiceId, method: 'cash', amountMinor: 11_418, tenderedMinor: 11_000 }, owner)).toMatchObject({
      code: 'invoicing.wrongTender',
    })
    expect(await shop.refused('invoicing.pay', { invoiceId, method: 'cash', amountMinor: 0 }, owner)).toMatchObject({ code: 'platform.badInput' })
    const cash = await shop.get('invoicing.pay', { invoiceId, method: 'cash', amountMinor: 11_418, tenderedMinor: 12_000 }, owner)
    expect(cash).toMatchObject({ changeMinor: 582, dueMinor: 0 })
    expect(await shop.get('invoicing.get', { invoiceId }, owner)).toMatchObject({
      state: 'paid',
      dueMinor: 0,
      payments: [
        { method: 'card', reference: 'T-17', receivedBy: 'Ada Owner' },
        { method: 'cash', tenderedMinor: 12_000 },
      ],
    })
    expect(await shop.refused('invoicing.pay', { invoiceId, method: 'card', amountMinor: 1 }, owner)).toMatchObject({
      code: 'invoicing.wrongState',
      state: 'paid',
    })
  })

  it('SALE-INVOICE INV-3 INV-6: a correction is a reversing row with a reason; the ledger keeps both', async () => {
    const { shop, owner, issue } = await finishedOrder()
    const { id: invoiceId, totalMinor } = await issue()
    const { paymentId } = await shop.get('invoicing.pay', { invoiceId, method: 'card', amountMinor: totalMinor }, owner)
    const { invoice: reversed } = await shop.get('invoicing.reversePayment', { paymentId, reason: 'wrong card' }, owner)
    expect(reversed).toMatchObject({
      state: 'issued',
      paidMinor: 0,
      dueMinor: totalMinor,
      payments: [
        { id: paymentId, amountMinor: totalMinor, isReversed: true },
        { amountMinor: -totalMinor, reversesId: paymentId, reason: 'wrong card', isReversed: false },
      ],
    })
    expect(await shop.refused('invoicing.reversePayment', { paymentId, reason: 'again' }, owner)).toMatchObject({ code: 'invoicing.alreadyReversed' })
    expect(await shop.refused('invoicing.reversePayment', { paymentId: reversed?.payments[1]?.id as never, reason: 'back' }, owner)).toMatchObject({
      code: 'invoicing.isReversal',
    })
    expect(await shop.refused('invoicing.reversePayment', { paymentId: shop.clock.newId(), reason: 'x' }, owner)).toMatchObject({
      code: 'invoicing.unknownPayment',
      kind: 'notFound',
    })
    const { raw } = shop.platform.store.connection
    const copy = (columns: string) => () =>
      raw
        .prepare(
          `INSERT INTO payment (id, created_at, updated_at, deleted, clk, invoice_id, customer_id, location_id, method, amount_minor, tendered_minor, received_at, received_by, reference, reverses_id, reason)
            SELECT lower(hex(randomblob(8))), created_at, updated_at, deleted, clk, invoice_id, customer_id, location_id, method, ${columns} FROM payment WHERE reverses_id IS NOT NULL`,
        )
        .run()
    expect(copy('amount_minor, tendered_minor, received_at, received_by, reference, reverses_id, reason')).toThrow('UNIQUE')
    expect(copy("amount_minor, tendered_minor, received_at, received_by, reference, NULL, ''")).toThrow('CHECK')
    expect(copy("-amount_minor, tendered_minor, received_at, received_by, reference, NULL, 'x'")).toThrow('CHECK')
  })

  it('QA-ROLES: a technician neither reads nor issues invoices, a cashier takes money', async () => {
    const { shop, workOrderId, issue, user, signIn, tomAtTheKiosk } = await finishedOrder()
    const kiosk = await tomAtTheKiosk()
    expect(await shop.refused('invoicing.issue', { workOrderId }, kiosk)).toMatchObject({ code: 'platform.notAllowed', needs: 'invoices.issue' })
    const { id: invoiceId } = await issue()
    expect(await shop.refused('invoicing.get', { invoiceId }, kiosk)).toMatchObject({ needs: 'invoices.read' })
    await user('Cem', 'cashier')
    const cashier = await signIn('Cem')
    await shop.get('invoicing.pay', { invoiceId, method: 'cash', amountMinor: 100 }, cashier)
    expect(await shop.get('invoicing.get', { invoiceId }, cashier)).toMatchObject({ payments: [{ receivedBy: 'Cem' }] })
  })
})

describe('the printed invoice', () => {
  const letters = (text: string) => text.replace(/\s/g, '')
  const print = async (invoice: Invoice, language: 'en' | 'ar') =>
    pagesOf(Buffer.from(await renderInvoice({ sheet: sheetOf(invoice, language), logoBase64: '', fontsDir: join(ASSETS, 'fonts') }), 'base64')).map(letters)

  it('SALE-INVOICE FIN-PRECISION: is rendered off the core; every figure on it is that of the record, to the cent', async () => {
    const { shop, owner, issue } = await finishedOrder()
    const { id: invoiceId, number } = await issue()
    await shop.get('invoicing.pay', { invoiceId, method: 'cash', amountMinor: 1418, tenderedMinor: 2000 }, owner)
    const { fileName, base64 } = await shop.get('invoicing.pdf', { invoiceId }, owner)
    expect(fileName).toBe(`${number}.pdf`)
    const pdf = Buffer.from(base64, 'base64')
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    const [page = '', ...others] = pagesOf(pdf).map(letters)
    expect(others).toEqual([])
    const record = await shop.get('invoicing.get', { invoiceId }, owner)
    const figures = [
      record.netMinor,
      record.taxMinor,
      record.totalMinor,
      record.paidMinor,
      record.dueMinor,
      ...record.lines.map(({ netMinor }) => netMinor),
    ].map((minor) => formatMoney(minor, 'EUR', 'en'))
    for (const figure of figures) expect(page).toContain(figure)
    expect(figures).toEqual(['€179.98', '€34.20', '€214.18', '€14.18', '€200.00', '€89.98', '€90.00'])
    for (const said of [
      number,
      record.workOrderNumber,
      'TestGarage',
      'DE123456789',
      'ErikaMuster',
      'Hauptstraße5',
      '2019VolkswagenGolf',
      'B-EM123',
      '80,500km',
      'March2,2026',
      'March16,2026',
      'Brakepads',
      'Tax19%on€179.98',
      'Thankyou!',
      'Page1of1',
    ])
      expect(page).toContain(said)
    expect(await shop.refused('invoicing.pdf', { invoiceId: shop.clock.newId() }, owner)).toMatchObject({ code: 'invoicing.unknownInvoice' })
  })

  it('SALE-INVOICE UI-RTL EXT-LANG: in Arabic for those who read it; letters are joined and run from the right', async () => {
    const { shop, owner, issue, customer } = await finishedOrder()
    await shop.get('customers.update', { customerId: customer.id, name: 'محمد العربي', language: 'ar' }, owner)
    const invoice = await issue()
    const { base64 } = await shop.get('invoicing.pdf', { invoiceId: invoice.id }, owner)
    const [page = ''] = pagesOf(Buffer.from(base64, 'base64')).map(letters)
    const turned = (text: string) => Array.from(letters(text)).reverse().join('')
    for (const said of ['فاتورة', 'المبلغ', 'محمد']) expect(page).toContain(turned(said))
    expect(page).toContain(invoice.number)
    expect(page).toContain('214.18')
    expect(sheetOf(invoice, 'ar')).toMatchObject({ rightToLeft: true, title: 'فاتورة', stamp: '', total: { label: 'الإجمالي', value: '214.18\u00a0€' } })
    expect(await shop.get('invoicing.pdf', { invoiceId: invoice.id, language: 'en' }, owner)).not.toEqual({ base64 })
  })

  it('SALE-INVOICE: a long one has numbered pages that each say whose it is, and nothing is lost', async () => {
    const { issue } = await finishedOrder()
    const invoice = await issue()
    const [line] = invoice.lines
    if (!line) throw new Error('the invoice has lines')
    const long = { ...invoice, lines: Array.from({ length: 60 }, (_, i) => ({ ...line, description: `Item-${i + 1}-` })) }
    const pages = await print(long, 'en')
    expect(pages.length).toBeGreaterThan(2)
    pages.forEach((page, i) => {
      expect(page).toContain(`Page${i + 1}of${pages.length}`)
      expect(page).toContain(invoice.number)
      if (page.includes('Item-')) expect(page).toContain('Description')
    })
    for (let i = 1; i <= 60; i++) expect(pages.join('')).toContain(`Item-${i}-`)
  })

  it('SEC-INPUT: names in any script, unbroken words, marks of direction and emoji never stop an invoice', async () => {
    const { issue } = await finishedOrder()
    const invoice = await issue()
    const names = [
      '李小龍 🚗 Łukasz Žižek',
      'Ελένη Παπαδοπούλου',
      'Дмитрий Нгуен',
      'Nguyễn Thị Minh',
      'हिन्दी',
      'ישראל',
      'ประเทศไทย',
      '\u202egpj.exe\u2066',
      'W'.repeat(300),
      '<b>&amp;\u0000',
      '\u00ad',
      'a\n\nb',
    ]
    const hostile = { ...invoice, note: names.join('\n'), lines: invoice.lines.flatMap((line) => names.map((description) => ({ ...line, description }))) }
    for (const language of ['en', 'ar'] as const) {
      const text = (await print({ ...hostile, customer: { ...invoice.customer, name: names[0] ?? '' } }, language)).join('')
      for (const known of ['ŁukaszŽižek', 'ΕλένηΠαπαδοπούλου', 'ДмитрийНгуен', 'NguyễnThịMinh', '<b>&amp;']) expect(text).toContain(known)
    }
  })
})
