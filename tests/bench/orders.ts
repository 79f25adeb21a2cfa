import type { LineFacts, Service } from '#shared/modules/work-orders/model.ts'
import { sumUp } from '#shared/modules/work-orders/rules.ts'
import { chance } from '#tools/seed/random.ts'
import { bareQuery, openBare } from './support/bare.ts'
import { latencies, measure, report } from './support/measure.ts'
import { FILE, mustBeOk, openBigShop } from './support/shop.ts'

/** Everything that the screen of one order, invoice, customer or vehicle needs, from text to text. Beside it the same rows by prepared statements. */
const COUNT = 400
const shop = await openBigShop()
const bare = openBare(FILE)
const c = chance(33)
const sample = (table: string) => {
  const ids = bare.prepare(`SELECT id FROM ${table} WHERE no % 97 = 5`).pluck().all() as string[] // ids are text
  return Array.from({ length: COUNT }, () => c.pick(ids))
}
const head = bareQuery(
  bare,
  `SELECT w.*, c.name, c.phone, c.email, v.plate, v.vin, v.make, v.model, v.year, b.name, e.name, u.name, a.start_at FROM work_order w JOIN customer c ON c.id = w.customer_id JOIN vehicle v ON v.id = w.vehicle_id
  LEFT JOIN bay b ON b.id = w.bay_id LEFT JOIN employee e ON e.id = w.technician_id LEFT JOIN user u ON u.id = w.advisor_id LEFT JOIN appointment a ON a.id = w.appointment_id WHERE w.id = ?`,
)
const lines = bareQuery(
  bare,
  'SELECT l.*, e.name, i.sku FROM work_order_line l LEFT JOIN employee e ON e.id = l.technician_id LEFT JOIN catalog_item i ON i.id = l.item_id WHERE l.work_order_id = ? AND l.deleted = 0 ORDER BY l.position, l.id',
)
const invoice = bareQuery(bare, 'SELECT * FROM invoice WHERE id = ?')
const invoiceLines = bareQuery(bare, 'SELECT * FROM invoice_line WHERE invoice_id = ? ORDER BY position, id')
const payments = bareQuery(bare, 'SELECT * FROM payment WHERE invoice_id = ? ORDER BY received_at, id')
const customer = bareQuery(bare, 'SELECT * FROM customer WHERE id = ?')

const [orders, invoices, customers] = [sample('work_order'), sample('invoice'), sample('customer')]
const subject = async (texts: string[]) => {
  mustBeOk(await shop.send(texts[0] ?? ''))
  return () => latencies(COUNT, (i) => shop.send(texts[i] ?? ''))
}
const bounds = { most: { p99: 3 } }

/** The longest estimate that anybody writes: ten jobs, discounts everywhere, three rates of tax. */
const jobs = Array.from({ length: 10 }, (_, i) => ({ id: `job-${i}` as Service['id'], discountBp: i % 2 === 0 ? 0 : 500, discountMinor: 0 })) // ids by name
const estimate = Array.from({ length: 200 }, (_, i) => ({
  id: `line-${i}` as LineFacts['id'], // likewise
  serviceId: jobs[i % jobs.length]?.id ?? null,
  qtyMilli: 1000 + i * 7,
  unitPriceMinor: 1999 + i * 13,
  isFlat: false,
  discountBp: i % 3 === 0 ? 250 : 0,
  taxRateBp: [1900, 700, 0][i % 3] ?? 0,
  taxExempt: false,
  warranty: 'none' as const,
  declined: false,
}))
report([
  await measure({
    id: 'orders.estimate200',
    title: 'sums of an estimate of 200 lines',
    bounds: { most: { p99: 2 } },
    subject: () => latencies(COUNT, () => sumUp({ taxInclusive: false, discountBp: 300, discountMinor: 500 }, jobs, estimate)),
  }),
  await measure({
    id: 'orders.workOrders.get',
    title: 'workOrders.get',
    bounds,
    subject: await subject(orders.map((id) => shop.text('workOrders.get', { workOrderId: id as never }))),
    bare: {
      name: 'its rows',
      run: () =>
        latencies(COUNT, (i) => {
          head.get(orders[i])
          lines.all(orders[i])
        }),
    },
  }),
  await measure({
    id: 'orders.invoicing.get',
    title: 'invoicing.get',
    bounds,
    subject: await subject(invoices.map((id) => shop.text('invoicing.get', { invoiceId: id as never }))),
    bare: {
      name: 'its rows',
      run: () =>
        latencies(COUNT, (i) => {
          invoice.get(invoices[i])
          invoiceLines.all(invoices[i])
          payments.all(invoices[i])
        }),
    },
  }),
  await measure({
    id: 'orders.customers.get',
    title: 'customers.get',
    bounds,
    subject: await subject(customers.map((id) => shop.text('customers.get', { customerId: id as never }))),
    bare: {
      name: 'its row',
      run: () =>
        latencies(COUNT, (i) => {
          customer.get(customers[i])
        }),
    },
  }),
])
bare.close()
await shop.core.shutdown()
