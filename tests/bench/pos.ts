import Database from 'better-sqlite3'
import { OWNER, openBrowser, openPage, signIn } from '#tests/support/browser.ts'
import { v7 } from 'uuid'
import { catalogItem } from '#main/modules/catalog/tables.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { chance, idAt } from '#tools/seed/random.ts'
import { filler } from '#tools/seed/fill.ts'
import { START_AT } from '#tools/seed/people.ts'
import { bareQuery, openBare } from './support/bare.ts'
import { startHeadless } from './support/headless.ts'
import { latencies, measure, median, report } from './support/measure.ts'
import { FILE, mustBeOk, openBigShop } from './support/shop.ts'

/*
 * The counter with 200,000 items: from the scanned code to the item with its price, and a five-line cash sale with its movements of
 * stock and its seal. A scan has 50 ms until it is painted; the core's part of that is the bound here. Beside them the bare work: the
 * barcode's index and row; the sale has none, as bare inserts would leave out what a sale is.
 */
const ITEMS = 200_000
const COUNT = 300
const c = chance(35)

const raw = new Database(FILE)
const known = raw.prepare('SELECT count(*) FROM catalog_item').pluck().get() as number // a count
raw.transaction(() => {
  const put = filler(raw, catalogItem)
  for (let i = known; i < ITEMS; i++) {
    const code = String(5_000_000_000_000 + i * 37)
    put({
      createdAt: START_AT,
      id: idAt<'item'>(40, i, START_AT, c),
      sku: `X-${i}`,
      skuKey: `X-${i}`,
      name: `Part ${i}`,
      nameKey: `part ${i}`,
      description: '',
      kind: 'part',
      category: 'Counter',
      unit: 'pc',
      priceMinor: 100 + (i % 9000),
      costMinor: 50,
      taxRateBp: null,
      barcode: code,
      codes: `X${i} ${code}`,
      active: true,
      tracking: 'none',
    })
  }
})()
raw.close()

const shop = await openBigShop()
const bare = openBare(FILE)
const goods = bare.prepare("SELECT id, barcode, price_minor AS priceMinor FROM catalog_item WHERE barcode <> '' AND no % 61 = 7").all() as {
  id: Id<'item'>
  barcode: string
  priceMinor: number
}[] // the columns named
const byBarcode = bareQuery(bare, "SELECT * FROM catalog_item WHERE deleted = 0 AND barcode <> '' AND barcode = ?")

const codes = Array.from({ length: COUNT }, () => c.pick(goods).barcode)
const scans = codes.map((code) => shop.text('catalog.byCode', { code }))
for (const text of scans.slice(0, 20)) mustBeOk(await shop.send(text))
const scan = await measure({
  id: 'pos.scan',
  title: `a scan among ${ITEMS} items, text to text`,
  bounds: { most: { p50: 1, p99: 5 } },
  subject: () => latencies(COUNT, (i) => shop.send(scans[i] ?? '')),
  bare: { name: 'bare index and row', run: () => latencies(COUNT, (i) => void byBarcode.all(codes[i] ?? '')) },
})

const { locations } = await shop.get('workspace.get', {})
const locationId = locations[0]?.id as Id<'location'> // a seeded shop has four
await shop.get('pos.openTill', { locationId, counts: [] })
const { taxRateBp } = (await shop.get('workspace.get', {})).company
const sale = async (): Promise<string> => {
  const lines = Array.from({ length: 5 }, () => c.pick(goods)).map(({ id, priceMinor }) => ({ itemId: id, qtyMilli: 1000, unitPriceMinor: priceMinor }))
  const text = (amountMinor: number) =>
    shop.text('pos.sell', { saleId: v7() as Id<'sale'>, lines, payments: amountMinor === 0 ? [] : [{ method: 'cash', amountMinor }] }) // made as a window makes it
  const asked = JSON.parse(await shop.send(text(0))) as { error: { dueMinor: number } } // the refusal says what is due
  return text(asked.error.dueMinor)
}
const sales: string[] = []
for (let i = 0; i < 5 * 60; i++) sales.push(await sale())
let at = 0
const sell = await measure({
  id: 'pos.sell',
  title: `a five-line cash sale, durable, with stock and seal (tax ${taxRateBp} bp)`,
  bounds: { most: { p50: 50 } },
  subject: () => latencies(60, () => shop.send(sales[at++] ?? '').then(mustBeOk)),
})
const named = bare.prepare("SELECT barcode, name FROM catalog_item WHERE barcode <> '' AND no % 61 = 7").all() as { barcode: string; name: string }[] // the columns named
bare.close()
await shop.core.shutdown()

/** From the scanner's last key to the first task after the frame that shows the line. */
const toPaintedLine = (name: string): Promise<number> =>
  new Promise((resolve) => {
    const painted = new MessageChannel()
    const onKey = ({ key, timeStamp }: KeyboardEvent) => {
      if (key !== 'Enter') return
      removeEventListener('keydown', onKey, true)
      painted.port1.onmessage = () => resolve(performance.now() - timeStamp)
      const look = new MutationObserver(() => {
        if (![...document.querySelectorAll('fieldset')].some((one) => one.getAttribute('aria-label') === name)) return
        look.disconnect()
        requestAnimationFrame(() => painted.port2.postMessage(null))
      })
      look.observe(document.body, { childList: true, subtree: true })
    }
    addEventListener('keydown', onKey, true)
  })
const browser = await openBrowser()
const shell = await startHeadless()
const { page } = await openPage(browser, shell.address)
await signIn(page, OWNER)
await page.goto(new URL('/counter', shell.address).href)
await page.getByRole('search').getByRole('textbox').waitFor()
const seen = await measure({
  id: 'pos.painted',
  title: `a scan among ${ITEMS} items, from its last key to the painted line`,
  rounds: 3,
  bounds: { most: { p50: 50 } },
  subject: async () => {
    const waits: number[] = []
    for (let i = 0; i < 15; i++) {
      const [item] = named.splice(c.int(0, named.length), 1)
      if (!item) throw new Error('there are more items')
      const painted = page.evaluate(toPaintedLine, item.name)
      await page.keyboard.type(item.barcode)
      await page.keyboard.press('Enter')
      waits.push(await painted)
    }
    waits.sort((a, b) => a - b)
    return { p50: median(waits), p99: waits.at(-1) ?? Number.NaN }
  },
})
report([scan, sell, seen])
await browser.close()
await shell.stop()
process.exit(0)
