import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { openPrinter, type TestPrinter } from '#tests/support/printer.ts'
import { sendToPrinter } from './printer.ts'

const open: TestPrinter[] = []
afterEach(() => Promise.all(open.splice(0).map((printer) => printer.close())))
const printing = async (own?: Parameters<typeof openPrinter>[0]) => {
  const printer = await openPrinter(own)
  open.push(printer)
  return printer
}
const BYTES = Buffer.from('A receipt of some letters\n')
const SHORT = { connect: 2000, answer: 60, print: 120 }

describe('sending to a printer', () => {
  it('POS-SALE POS-12: a printer that answers is believed when it says that everything is on paper', async () => {
    const printer = await printing({ says: 'fine' })
    expect(await sendToPrinter(printer.at, BYTES, { ...SHORT, print: 5000 })).toBe(null)
    expect(printer.paper()).toBe(BYTES.toString())
  })

  it('POS-SALE POS-12: one that takes bytes and says nothing is believed, too', async () => {
    const printer = await printing()
    expect(await sendToPrinter(printer.at, BYTES, { ...SHORT, print: 5000 })).toBe(null)
    await printer.ended()
    expect(printer.paper()).toBe(BYTES.toString())
  })

  it.each([
    ['paperOut', 'paperOut'],
    ['coverOpen', 'coverOpen'],
    ['endsOfPaper', 'paperOut'],
    ['hangs', 'silent'],
  ] as const)('POS-SALE POS-12: %s is told as %s', async (says, problem) => {
    const printer = await printing({ says })
    expect(await sendToPrinter(printer.at, BYTES, SHORT)).toBe(problem)
    if (says === 'paperOut' || says === 'coverOpen') expect(printer.paper()).toBe('')
  })

  it('POS-SALE POS-12: nobody at the port is told as refused, a name that nobody has as unknown', async () => {
    const printer = await openPrinter()
    await printer.close()
    expect(await sendToPrinter(printer.at, BYTES, SHORT)).toBe('refused')
    expect(await sendToPrinter({ host: 'no-such-printer.invalid', port: 9100 }, BYTES, SHORT)).toMatch(/^(unknownHost|silent)$/)
  })

  it('POS-SALE POS-12: a port of this PC takes the bytes as they are; one that is not there says so', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bayline-printer-'))
    const path = join(folder, 'lp0')
    writeFileSync(path, '')
    expect(await sendToPrinter({ path }, BYTES, SHORT)).toBe(null)
    expect(readFileSync(path)).toEqual(BYTES)
    expect(await sendToPrinter({ path: join(folder, 'lp1') }, BYTES, SHORT)).toBe('noDevice')
    rmSync(folder, { recursive: true })
  })
})
