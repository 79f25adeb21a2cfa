import { afterEach, describe, expect, it } from 'vitest'
import { openCounter, saleId } from '#tests/support/counter.ts'
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
