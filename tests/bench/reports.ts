import { systemClock } from '#main/platform/clock.ts'
import { addDays, DAY_MS } from '#shared/kernel/time.ts'
import { type Grouping, type Report, REPORT_NAMES, type ReportName, REPORTS } from '#shared/modules/reports/model.ts'
import { bareQuery, openBare } from './support/bare.ts'
import { latencies, measure, type Outcome, report } from './support/measure.ts'
import { FILE, LINES, mustBeOk, openBigShop } from './support/shop.ts'

/*
 * Reports over a shop's whole life, each under its first rows, from text to text: the worker opens its connection, reads and
 * answers. Beside the sums of documents the bare query over the lines themselves. Boards are answered by the core, on
 * the last day with documents, so that the day, the week and the month that they show are full ones.
 */
const COUNT = 5
const bare = openBare(FILE)
const outcomes: Outcome[] = []
const [first = '', last = ''] = bare.prepare('SELECT min(on_day), max(on_day) FROM report_day').raw().get() as string[] // days
const period = { fromOn: first, toOn: last }
const waiting = bare.prepare('SELECT count(*) FROM report_queue').pluck().get() as number // a count
const daysSince = Math.floor((Date.now() - Date.parse(last)) / DAY_MS)
const shop = await openBigShop({ ...systemClock, now: () => Date.now() - daysSince * DAY_MS })
if (waiting > 0) throw new Error(`${waiting} documents of the seeded shop are not gathered`)

const plain = bareQuery(
  bare,
  `SELECT invoice.location_id, substr(invoice.issued_on, 1, 7), line.kind, sum(line.net_minor), sum(line.tax_minor)
  FROM invoice_line AS line JOIN invoice ON invoice.id = line.invoice_id WHERE invoice.state <> 'void' GROUP BY 1, 2, 3`,
)
const ask = async (name: ReportName, by: Grouping) => {
  const text = shop.text('reports.table', { report: name, by, ...period })
  mustBeOk(await shop.send(text))
  return latencies(COUNT, () => shop.send(shop.text('reports.table', { report: name, by, ...period })))
}
for (const name of REPORT_NAMES) {
  const { by }: Report = REPORTS[name]
  outcomes.push(
    await measure({
      id: `reports.${name}`,
      title: `${name} by ${by[0]}, ${first} to ${last}, ${LINES} lines`,
      rounds: 3,
      bounds: { most: { p50: 150 } },
      subject: () => ask(name, by[0]),
      ...(name === 'sales' && { bare: { name: 'the plain query over the lines', run: () => latencies(1, () => void plain.all()) } }),
    }),
  )
}
for (const [id, title, own] of [
  ['category', 'sales by category of the catalogue', {}],
  [
    'category technician',
    'the same of one technician, out of the parts of documents',
    { technicianId: bare.prepare("SELECT max(technician_id) FROM report_day WHERE kind = 'labor'").pluck().get() as never },
  ], // an id
] as const) {
  const text = () => shop.text('reports.table', { report: 'sales', by: 'category', ...period, ...own })
  mustBeOk(await shop.send(text()))
  outcomes.push(
    await measure({ id: `reports.${id}`, title, rounds: 3, bounds: { most: { p50: 150 } }, subject: () => latencies(COUNT, () => shop.send(text())) }),
  )
}
const busiest = bare.prepare('SELECT user_id FROM report_document GROUP BY 1 ORDER BY count(*) DESC LIMIT 1').pluck().get() as string // an id
const month = { fromOn: addDays(last, -60), toOn: addDays(last, -31) }
for (const [id, title, input] of [
  ['records', 'first page of the records of one month', { report: 'sales', by: 'day', ...month }],
  ['records kind', 'first page of a kind over all days', { report: 'sales', by: 'kind', ...period, key: 'sublet' }],
  ['records user', 'first page of one seller', { report: 'sales', by: 'user', ...period, key: busiest }],
] as const)
  outcomes.push(
    await measure({
      id: `reports.${id}`,
      title,
      rounds: 3,
      bounds: { most: { p50: 150 } },
      subject: () => latencies(COUNT, () => shop.send(shop.text('reports.records', input)).then(mustBeOk)),
    }),
  )

const { locations } = await shop.get('workspace.get', {})
const [location] = locations
if (!location) throw new Error('a seeded shop has four locations')
for (const [id, title, text] of [
  ['owner', 'the owner’s board', () => shop.text('reports.owner', {})],
  ['workshop', 'the workshop’s board', () => shop.text('reports.workshop', { locationId: location.id })],
  ['admin', 'the administration’s board', () => shop.text('reports.admin', {})],
] as const)
  outcomes.push(
    await measure({ id: `reports.${id}`, title, bounds: { most: { p50: 10 } }, subject: () => latencies(COUNT, () => shop.send(text()).then(mustBeOk)) }),
  )
report(outcomes)
bare.close()
await shop.core.shutdown()
