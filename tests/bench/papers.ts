import { join } from 'node:path'
import { systemClock } from '#main/platform/clock.ts'
import { releaseFiles } from '#main/platform/config.ts'
import { localDate } from '#shared/kernel/time.ts'
import { openBare } from './support/bare.ts'
import { latencies, measure, type Outcome, report } from './support/measure.ts'
import { FILE, mustBeOk, openBigShop } from './support/shop.ts'

/** From the press to the PDF, for every paper of a shop, in both directions: the call's text to the answer's, printed by the built program. */
const COUNT = 8
/** Half a second. */
const bounds = { most: { p99: 500 } }
const { offloadWorker } = releaseFiles(join(import.meta.dirname, '../../out/main'))
const shop = await openBigShop(systemClock, { offloadWorker })
const bare = openBare(FILE)
type Any = never // the operation's own kind of id
const ids = (sql: string, ...bound: string[]) =>
  bare
    .prepare(sql)
    .pluck()
    .all(...bound) as Any[]
const orders = ids(`SELECT work_order_id FROM work_order_line GROUP BY 1 ORDER BY count(*) DESC LIMIT ${COUNT}`)
const invoices = ids(`SELECT invoice_id FROM invoice_line GROUP BY 1 ORDER BY count(*) DESC LIMIT ${COUNT}`)
const inspections = ids(`SELECT id FROM inspection WHERE state <> 'open' ORDER BY id DESC LIMIT ${COUNT}`)
const [locationId] = ids('SELECT id FROM location ORDER BY created_at, id LIMIT 1') as [Any]
const [busiest] = ids('SELECT start_at FROM appointment WHERE location_id = ? GROUP BY start_at / 86400000 ORDER BY count(*) DESC LIMIT 1', locationId) as [Any]
const at = <T>(list: readonly T[], i: number) => list[i % list.length] as T // none is empty
const language = (i: number) => (i % 2 === 0 ? ('en' as const) : ('ar' as const))

const order = (form: 'estimate' | 'order' | 'technician' | 'keyTag' | 'reminder') => (i: number) =>
  shop.text('papers.order', {
    workOrderId: at(orders, i),
    form,
    language: language(i),
    ...(form === 'reminder' && { next: { on: '2027-01-31', km: 120_000, work: 'Oil change' } }),
  })
const PAPERS: Readonly<Record<string, (i: number) => string>> = {
  estimate: order('estimate'),
  'work order': order('order'),
  'technician sheet': order('technician'),
  'key tag': order('keyTag'),
  'windscreen reminder': order('reminder'),
  'bay sheet, twelve bays on the busiest day': (i) => shop.text('papers.bays', { locationId, on: localDate(busiest, 'UTC'), language: language(i) }),
  invoice: (i) => shop.text('invoicing.pdf', { invoiceId: at(invoices, i), language: language(i) }),
  'inspection report': (i) => shop.text('inspections.pdf', { inspectionId: at(inspections, i), language: language(i) }),
}
const print = async (text: string) => mustBeOk(await shop.send(text))
const outcomes: Outcome[] = [
  await measure({
    id: 'papers.first',
    title: 'the first paper after ten minutes without any, with the library and its fonts',
    rounds: 1,
    bounds: { most: { p99: 500 } },
    subject: () => latencies(1, () => print(order('estimate')(0))),
  }),
]
for (const [title, text] of Object.entries(PAPERS)) {
  await print(text(0))
  const [id = ''] = title.split(',')
  outcomes.push(await measure({ id: `papers.${id}`, title, rounds: 3, bounds, subject: () => latencies(COUNT, (i) => print(text(i))) }))
}
report(outcomes)
bare.close()
await shop.core.shutdown()
