import { beforeEach, expect, it, vi } from 'vitest'
import type { Item } from '#shared/modules/catalog/model.ts'

const kept = new Map<string, string>()
vi.stubGlobal('sessionStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value) })
const { addCores, addItem, changeLine, clearBasket, removeLine, useBasket } = await import('./basket.ts')

const TERMS = { taxRules: [], taxRateBp: 1900 }
const item = (id: string, priceMinor: number) => ({ id, kind: 'part', name: id, unit: '', priceMinor, taxRateBp: null }) as unknown as Item // what a basket needs of one
const [pads, calipers, core] = [item('pads', 4990), item('calipers', 9900), item('core', 2000)]
const shown = () => useBasket.getState().lines.map(({ name, qtyMilli }) => [name, qtyMilli])
beforeEach(clearBasket)

it('POS-SALE PART-CORE: core charges follow the quantity of what they belong to, also where two parts share one, and leave with it', () => {
  addItem(pads, 1000, TERMS)
  addCores(pads.id, 1000, [{ item: core, qtyMilli: 1000 }], TERMS)
  addItem(calipers, 2000, TERMS)
  addCores(calipers.id, 2000, [{ item: core, qtyMilli: 2000 }], TERMS)
  expect(shown()).toEqual([
    ['pads', 1000],
    ['core', 5000],
    ['calipers', 2000],
  ])
  changeLine(0, { qtyMilli: 3000 })
  changeLine(2, { qtyMilli: 1000 })
  expect(shown()).toEqual([
    ['pads', 3000],
    ['core', 5000],
    ['calipers', 1000],
  ])
  // One old part is on the counter already; a price changes no quantity.
  changeLine(1, { qtyMilli: 4000 })
  changeLine(0, { unitPriceMinor: 4000 })
  removeLine(0)
  expect(shown()).toEqual([
    ['core', 1000],
    ['calipers', 1000],
  ])
  removeLine(1)
  expect(shown()).toEqual([])
})
