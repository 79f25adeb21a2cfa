import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Id } from '../../../kernel/ids.ts'
import { type Along, followed, followersOf } from './along.ts'

const item = (name: string) => name as Id<'item'>
const ALONG: Record<string, Along[]> = {
  kit: [
    { itemId: item('pads'), qtyMilli: 2000, isCovered: true },
    { itemId: item('core'), qtyMilli: 2000, isCovered: false },
  ],
  pads: [{ itemId: item('core'), qtyMilli: 1000, isCovered: false }],
}
/** `pads:1990/front` is pads at 19.90 in the service "front"; its place is its id. */
const found = (...texts: string[]) => {
  const lines = texts.map((text, i) => {
    const [, name = '', price = '0', service] = /^(\w+)(?::(\d+))?(?:\/(\w+))?$/.exec(text) ?? []
    return {
      id: String(i) as Id<'workOrderLine'>,
      itemId: item(name),
      unitPriceMinor: Number(price),
      serviceId: (service ?? null) as Id<'workOrderService'> | null,
    } // ids by name
  })
  return Object.fromEntries(
    [...followersOf(lines, (itemId) => ALONG[itemId] ?? [])].map(([id, of]) => [id, of.map(({ lineId, perMilli }) => `${lineId}*${perMilli}`).join(' ')]),
  )
}

describe('lines that go along with others', () => {
  it('EST-LINES: are a kit’s parts at no price and the core charges of both, the first below it in its service', () => {
    expect(found('kit:9900', 'pads', 'core:2000')).toEqual({ 0: '1*2000 2*2000' })
    expect(found('pads:4990', 'core:2000', 'pads:4990', 'core:2000')).toEqual({ 0: '1*1000', 2: '3*1000' })
    expect(found('pads:4990', 'pads:4990', 'core:2000')).toEqual({ 1: '2*1000' })
    expect(found('kit:9900', 'pads:4990', 'core:2000')).toEqual({ 1: '2*1000' })
    expect(found('core:2000', 'pads:4990/front', 'core:2000/rear')).toEqual({})
    expect(found('wiper:900', 'core:2000')).toEqual({})
  })

  it('EST-LINES: follow every change of its quantity, whatever a person put right between, and are back where they were with it', () => {
    expect([followed(2000, 1000, 2000, 3000), followed(3000, 1000, 2000, 3000), followed(1000, 500, 2000, 1000), followed(0, 1000, 0, 2000)]).toEqual([
      3000, 4000, 500, 2000,
    ])
    const quantity = fc.integer({ min: 1, max: 1_000_000 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), quantity, fc.array(quantity, { minLength: 1, maxLength: 8 }), (perMilli, first, quantities) => {
        const start = followed(0, perMilli, 0, first)
        let [own, before] = [start, first]
        for (const after of quantities) {
          own = followed(own, perMilli, before, after)
          expect(own).toBe(followed(0, perMilli, 0, after))
          before = after
        }
        expect(followed(own, perMilli, before, first)).toBe(start)
      }),
    )
  })
})
