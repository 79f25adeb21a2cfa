import { afterEach, describe, expect, it } from 'vitest'
import { openCounter, saleId } from '#tests/support/counter.ts'
import { pagesOf } from '#tests/support/pdf.ts'
import { openPrinter, type TestPrinter } from '#tests/support/printer.ts'
import { posReactions } from './reactions.ts'

const open: TestPrinter[] = []
afterEach(() => Promise.all(open.splice(0).map((printer) => printer.close())))
const PULSE = '\x1bp\x00'

async function openPrinting(own?: Parameters<typeof openPrinter>[0]) {
  const printer = await openPrinter({ says: 'fine', ...own })
  open.push(printer)
  const counter = await openCounter()
  const { shop, owner, sell, line, pads } = counter
  const sale = (method: 'cash' | 'card') => sell({ lines: [line(pads, 1000, 4990)], payments: [{ method, amountMinor: 5938, reference: 'T' }] })
  return {
    ...counter,
    printer,
    sale,
    unprinted: () => shop.get('pos.unprinted', {}, owner),
    due: async () => posReactions.schedules?.['pos.print']?.run(shop.dispatch.context('pos.print', 'test')),
  }
}

describe('POS-SALE: receipts on paper', () => {
  it('POS-SALE POS-12: a sale for cash opens the drawer and prints, one by card prints, and neither waits for the printer', async () => {
    const { shop, owner, printer, sale, unprinted, due } = await openPrinting()
    await shop.get('pos.setPrinter', { ...printer.at, widthMm: 58 }, owner)
    const first = await sale('cash')
    expect(printer.bytes().length).toBe(0)
    await due()
    expect(printer.paper()).toContain(PULSE)
    expect(printer.paper()).toContain(first.number)
    printer.forget()
    const second = await sale('card')
    await due()
    expect(printer.paper()).toContain(second.number)
    expect(printer.paper()).not.toContain(PULSE)
    printer.forget()
    await due()
    expect(printer.bytes().length).toBe(0)
    expect(await unprinted()).toEqual([])
  })

  it('POS-SALE POS-12: nobody without a printer is bothered, and a printer may open the drawer alone', async () => {
    const { shop, owner, printer, sale, unprinted, due } = await openPrinting()
    const before = await sale('cash')
    await due()
    expect(await unprinted()).toEqual([])
    expect(await shop.refused('pos.print', { saleId: before.id }, owner)).toMatchObject({ code: 'pos.noPrinter' })
    expect(await shop.refused('pos.testPrinter', {}, owner)).toMatchObject({ code: 'pos.noPrinter' })
    expect(await shop.refused('pos.removePrinter', {}, owner)).toMatchObject({ code: 'pos.noPrinter' })
    await shop.get('pos.setPrinter', { ...printer.at, printsSales: false }, owner)
    await sale('card')
    await due()
    expect(printer.bytes().length).toBe(0)
    const second = await sale('cash')
    await due()
    expect(printer.paper()).toContain(PULSE)
    expect(printer.paper()).not.toContain(second.number)
    await shop.get('pos.print', { saleId: before.id }, owner)
    await due()
    expect(printer.paper()).toContain(before.number)
  })

  it('POS-SALE POS-12: what is not printed says so and why, is tried again by itself, and comes out once, without the drawer', async () => {
    const { shop, owner, printer, sale, unprinted, due } = await openPrinting()
    await shop.get('pos.setPrinter', printer.at, owner)
    await printer.close()
    const [first, second] = [await sale('cash'), await sale('cash')]
    await due()
    expect(await unprinted()).toMatchObject([
      { printId: first.id, form: 'receipt', number: first.number, problem: 'refused', attempts: 1 },
      { printId: second.id, problem: 'refused' },
    ])
    await due()
    expect((await unprinted()).map(({ attempts }) => attempts)).toEqual([1, 1])
    const printId = second.id as string
    await shop.get('pos.dropPrint', { printId }, owner)
    for (const call of ['pos.dropPrint', 'pos.printAgain'] as const)
      expect(await shop.refused(call, { printId }, owner)).toMatchObject({ code: 'pos.unknownPrint' })
    const again = await openPrinter({ says: 'fine', port: printer.at.port })
    open.push(again)
    shop.clock.at += 61_000
    await due()
    expect(await unprinted()).toEqual([])
    expect(again.paper()).toContain(first.number)
    expect(again.paper()).not.toContain(second.number)
    expect(again.paper()).not.toContain(PULSE)
  })

  it('POS-SALE POS-12: paper that is out is told, and a person prints again when the roll is in', async () => {
    const { shop, owner, printer, sale, unprinted, due } = await openPrinting({ says: 'paperOut' })
    await shop.get('pos.setPrinter', printer.at, owner)
    const done = await sale('card')
    await due()
    expect(await unprinted()).toMatchObject([{ problem: 'paperOut' }])
    await shop.get('pos.print', { saleId: done.id }, owner)
    expect(await unprinted()).toEqual([])
    await due()
    expect(await unprinted()).toMatchObject([{ problem: 'paperOut', attempts: 1 }])
    await shop.get('pos.removePrinter', {}, owner)
    expect(await unprinted()).toEqual([])
  })

  it('POS-SALE POS-12: a test says at once what is wrong, and a printer is at one place that is a printer’s', async () => {
    const { shop, owner, printer } = await openPrinting()
    await shop.get('pos.setPrinter', printer.at, owner)
    expect(await shop.get('pos.testPrinter', {}, owner)).toEqual({ problem: null })
    expect(printer.paper()).toContain('Test print')
    await shop.get('pos.setPrinter', { path: '/dev/usb/lp99', hasDrawer: false }, owner)
    expect(await shop.get('pos.printer', {}, owner)).toMatchObject({ host: '', path: '/dev/usb/lp99', hasDrawer: false, widthMm: 80 })
    expect(await shop.get('pos.testPrinter', {}, owner)).toEqual({ problem: 'noDevice' })
    for (const both of [{}, { host: 'printer', path: '/dev/usb/lp0' }])
      expect(await shop.refused('pos.setPrinter', both, owner)).toMatchObject({ code: 'pos.printerNeeded' })
    for (const path of ['/etc/passwd', '/dev/sda', '/dev/usb/../sda', 'C:\\autoexec.bat'])
      expect(await shop.refused('pos.setPrinter', { path }, owner)).toMatchObject({ code: 'platform.badInput' })
  })
})

describe('POS-TILL: the report of a till', () => {
  it('POS-TILL POS-12: the Z comes out of the printer and as a file for the roll, with the figures of the screen; the X only for who may see it', async () => {
    const { shop, owner, printer, unprinted, due, till, sell, line, pads, user, signIn } = await openPrinting()
    await user('Cem', 'cashier')
    const cem = await signIn('Cem')
    const of = { tillId: till.id }
    expect(await shop.refused('pos.printReport', of, owner)).toMatchObject({ code: 'pos.noPrinter' })
    expect(await shop.refused('pos.printReport', of, cem)).toMatchObject({ code: 'pos.tillOpen' })
    expect(await shop.refused('pos.reportFile', of, cem)).toMatchObject({ code: 'pos.tillOpen' })
    expect(await shop.refused('pos.printReport', { tillId: saleId() as never }, owner)).toMatchObject({ code: 'pos.unknownTill' })
    await shop.get('pos.setPrinter', { ...printer.at, printsSales: false }, owner)
    await sell({ lines: [line(pads, 2000, 4990)], payments: [{ method: 'cash', amountMinor: 11_876 }] })
    await due()
    const paper = async () => {
      printer.forget()
      await due()
      return printer.paper()
    }
    await shop.get('pos.printReport', of, owner)
    expect(await paper()).toContain('X report')
    await shop.get('pos.closeTill', { ...of, counts: [{ worthMinor: 21_776, pieces: 1 }], note: 'Gave 1.00 too much' }, cem)
    await shop.get('pos.printReport', of, cem)
    const z = await paper()
    for (const said of ['Z report', till.number, 'Cash: Float', '100.00', 'Total', '118.76', 'Counted', '217.76', '-', '1.00', 'Gave 1.00 too much'])
      expect(z).toContain(said)
    expect(z).not.toContain(PULSE)
    expect(await unprinted()).toEqual([])
    for (const language of ['en', 'ar'] as const)
      for (const widthMm of [80, 58] as const) {
        const { fileName, base64 } = await shop.get('pos.reportFile', { ...of, language, widthMm }, cem)
        expect(fileName).toBe(`${till.number}.pdf`)
        const text = pagesOf(Buffer.from(base64, 'base64')).join('')
        for (const said of [till.number, '118.76', '217.76']) expect(text).toContain(said)
      }
  })
})

describe('POS-TILL: the drawer', () => {
  it('POS-TILL POS-12: opens for each cash that is moved by hand or on an invoice, and without a sale by who may, and is not tried again by itself', async () => {
    const { shop, owner, printer, unprinted, due, customer, locationId, user, signIn } = await openPrinting()
    await shop.get('pos.setPrinter', { ...printer.at, printsSales: false }, owner)
    const opened = async (deed: () => Promise<unknown>) => {
      printer.forget()
      await deed()
      await shop.jobs.runDue()
      await due()
      return printer.paper().split(PULSE).length - 1
    }
    const receive = (method: 'cash' | 'card') =>
      shop.get('invoicing.receive', { customerId: customer.id, locationId, method, amountMinor: 700, reference: '' }, owner)
    expect(await opened(() => shop.get('pos.moveCash', { amountMinor: -300, reason: 'Stamps' }, owner))).toBe(1)
    expect(await opened(() => shop.get('pos.moveCash', { amountMinor: 300, reason: 'Coins' }, owner))).toBe(1)
    expect(await opened(() => receive('card'))).toBe(0)
    const { paymentId } = await receive('cash')
    expect(await opened(() => shop.get('invoicing.reversePayment', { paymentId, reason: 'x' }, owner))).toBe(2)
    expect(await opened(() => shop.get('pos.openDrawer', {}, owner))).toBe(1)
    await user('Stan', 'staff')
    expect(await shop.refused('pos.openDrawer', {}, await signIn('Stan'))).toMatchObject({ code: 'platform.notAllowed' })

    await printer.close()
    await shop.get('pos.openDrawer', {}, owner)
    await due()
    expect(await unprinted()).toMatchObject([{ form: 'drawer', number: '', problem: 'refused', attempts: 1 }])
    const again = await openPrinter({ says: 'fine', port: printer.at.port })
    open.push(again)
    shop.clock.at += 61_000
    await due()
    expect(again.bytes().length).toBe(0)
    await shop.get('pos.printAgain', { printId: (await unprinted())[0]?.printId ?? '' }, owner)
    await due()
    expect([again.paper().split(PULSE).length, await unprinted()]).toEqual([2, []])
    await shop.get('pos.setPrinter', { ...printer.at, hasDrawer: false }, owner)
    expect(await shop.refused('pos.openDrawer', {}, owner)).toMatchObject({ code: 'pos.noPrinter' })
  })
})

describe('INV-LABEL: labels on the printer', () => {
  it('INV-LABEL POS-12: each piece gets one with its name, price, bin and bars, from who puts goods away, and what fails waits', async () => {
    const { shop, owner, printer, pads, oil, placeId, locationId, user, signIn, unprinted, due } = await openPrinting()
    await user('Wim', 'warehouse')
    const wim = await signIn('Wim')
    const order = { items: [{ itemId: pads, copies: 2 }], locationId }
    expect(await shop.refused('pos.printLabels', order, wim)).toMatchObject({ code: 'pos.noPrinter' })
    await shop.get('pos.setPrinter', printer.at, owner)
    await shop.get('inventory.setRule', { itemId: pads, placeId, bin: 'A-12' }, owner)
    await shop.get('pos.printLabels', order, wim)
    expect(printer.bytes().length).toBe(0)
    await due()
    const cut = printer.paper().split('\x1dV').slice(0, -1)
    expect(cut.length).toBe(2)
    for (const label of cut) {
      for (const part of ['pads', '49.90', '\x1dk\x024006381333931', '4006381333931 \xfa A-12']) expect(label).toContain(part)
      expect(label).not.toContain(PULSE)
    }
    expect(await shop.refused('pos.printLabels', { items: [{ itemId: saleId() as never, copies: 1 }] }, wim)).toMatchObject({
      code: 'pos.unknownItem',
    })

    await printer.close()
    await shop.get('pos.printLabels', { items: [{ itemId: oil, copies: 1 }] }, wim)
    await due()
    expect(await unprinted()).toMatchObject([{ form: 'labels', number: '', problem: 'refused' }])
    const again = await openPrinter({ says: 'fine', port: printer.at.port })
    open.push(again)
    shop.clock.at += 61_000
    await due()
    expect(again.paper()).toContain('oil')
    expect(again.paper()).not.toContain('A-12')
    expect(await unprinted()).toEqual([])
  })
})
