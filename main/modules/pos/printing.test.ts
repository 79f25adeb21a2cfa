import { afterEach, describe, expect, it } from 'vitest'
import { openCounter } from '#tests/support/counter.ts'
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
      { saleId: first.id, number: first.number, problem: 'refused', attempts: 1 },
      { saleId: second.id, problem: 'refused' },
    ])
    await due()
    expect((await unprinted()).map(({ attempts }) => attempts)).toEqual([1, 1])
    await shop.get('pos.dropPrint', { saleId: second.id }, owner)
    expect(await shop.refused('pos.dropPrint', { saleId: second.id }, owner)).toMatchObject({ code: 'pos.unknownPrint' })
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
