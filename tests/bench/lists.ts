import type { OperationName, OperationOf } from '#shared/modules.ts'
import type { CallOf } from '#shared/contract/define.ts'
import { DAY_MS } from '#shared/kernel/time.ts'
import { END_AT } from '#tools/seed/people.ts'
import { chance } from '#tools/seed/random.ts'
import { bareQuery, openBare } from './support/bare.ts'
import { latencies, measure, type Outcome, report } from './support/measure.ts'
import { boardOf } from './support/board.ts'
import { FILE, mustBeOk, openBigShop } from './support/shop.ts'

/*
 * The first page of every list, from the call's text to the answer's, with and without filters. Beside it the page's rows by one
 * prepared statement, without count, cursor, checks and JSON.
 */
const COUNT = 200
const shop = await openBigShop()
const bare = openBare(FILE)
const c = chance(32)
const ids = (sql: string) => bare.prepare(sql).pluck().all() as string[] // ids are text
const [employees, bays, locations] = [ids('SELECT id FROM employee'), ids('SELECT id FROM bay'), ids('SELECT id FROM location')]
const [people, cars] = [ids('SELECT id FROM customer LIMIT 5000'), ids('SELECT id FROM vehicle LIMIT 5000')]
const days = Array.from({ length: 100 }, (_, day) => String(END_AT - (365 - day) * DAY_MS))
const parts = ids('SELECT DISTINCT item_id FROM (SELECT item_id FROM stock_move LIMIT 5000)')
const owner = ids("SELECT id FROM user WHERE role = 'owner'")[0] ?? ''
// The audit list needs something to list: seeding leaves no journal.
for (let i = 0; i < 3000; i++) mustBeOk(await shop.send(shop.text('customers.update', { customerId: c.pick(people) as never, note: `called ${i}` })))
const { id: device } = shop.core.platform.store.device

const CARDS = `SELECT w.*, c.name AS customer_name, trim(coalesce(v.year || ' ', '') || v.make || ' ' || v.model) AS vehicle_label, v.plate, b.name AS bay_name, e.name AS technician_name FROM work_order w
  JOIN customer c ON c.id = w.customer_id JOIN vehicle v ON v.id = w.vehicle_id LEFT JOIN bay b ON b.id = w.bay_id LEFT JOIN employee e ON e.id = w.technician_id WHERE w.deleted = 0`
const VISITS = `SELECT a.*, c.name AS customer_name, c.phone, trim(coalesce(v.year || ' ', '') || v.make || ' ' || v.model) AS vehicle_label, v.plate, b.name AS bay_name, e.name AS technician_name FROM appointment a
  JOIN customer c ON c.id = a.customer_id LEFT JOIN vehicle v ON v.id = a.vehicle_id JOIN bay b ON b.id = a.bay_id JOIN employee e ON e.id = a.technician_id WHERE a.deleted = 0`
const INVOICES =
  "SELECT i.*, i.customer ->> '$.name' AS customer_name, (SELECT coalesce(sum(p.amount_minor), 0) FROM payment p WHERE p.invoice_id = i.id) AS paid_minor FROM invoice i"
const VEHICLES = 'SELECT v.*, c.name AS owner_name FROM vehicle v LEFT JOIN customer c ON c.id = v.customer_id WHERE'
const LEVELS = `SELECT l.*, p.name AS place_name, i.sku, i.name, i.unit, i.tracking,
  (SELECT coalesce(sum(r.qty_milli), 0) FROM stock_reservation r WHERE r.item_id = l.item_id AND r.location_id = l.location_id) AS reserved_milli
  FROM stock_level l JOIN stock_place p ON p.id = l.place_id JOIN catalog_item i ON i.id = l.item_id`
const MOVES = 'SELECT m.*, p.name AS place_name, i.name FROM stock_move m JOIN stock_place p ON p.id = m.place_id JOIN catalog_item i ON i.id = m.item_id'
const ENTRIES = 'SELECT j.* FROM journal_list l JOIN journal j ON j.seq = +l.seq'
const NEWEST = 'ORDER BY created_at DESC, no DESC'

/** A list's call, the same in SQL, and the values that both are asked for. */
interface Case<N extends OperationName> {
  name: N
  words: string
  input: (value: string) => CallOf<OperationOf<N>>
  sql: string
  values: readonly string[]
}
const one = <N extends OperationName>(
  name: N,
  words: string,
  sql: string,
  input: (value: never) => CallOf<OperationOf<N>>,
  values: readonly string[] = [],
): Case<N> => ({ name, words, sql, input: input as never, values }) // a value of the column that the case filters by
const cases = [
  one('customers.list', 'by name', 'SELECT * FROM customer WHERE deleted = 0 ORDER BY name_key, city, no LIMIT 51', () => ({})),
  one('customers.list', 'newest', `SELECT * FROM customer WHERE deleted = 0 ${NEWEST} LIMIT 51`, () => ({ sort: 'newest' })),
  one(
    'customers.list',
    'of the last year, newest',
    `SELECT * FROM customer WHERE deleted = 0 AND created_at >= ? ${NEWEST} LIMIT 51`,
    (at) => ({ createdFrom: Number(at), sort: 'newest' }),
    days,
  ),
  one('customers.list', 'companies, newest', `SELECT * FROM customer WHERE deleted = 0 AND kind = 'company' ${NEWEST} LIMIT 51`, () => ({
    kind: 'company',
    sort: 'newest',
  })),
  one('vehicles.list', 'by plate', `${VEHICLES} v.deleted = 0 ORDER BY v.plate_plain, v.no LIMIT 51`, () => ({})),
  one(
    'vehicles.list',
    'of the last year, newest',
    `${VEHICLES} v.deleted = 0 AND v.created_at >= ? ORDER BY v.created_at DESC, v.no DESC LIMIT 51`,
    (at) => ({ createdFrom: Number(at), sort: 'newest' }),
    days,
  ),
  one(
    'vehicles.list',
    'of a customer',
    `${VEHICLES} v.customer_id = ? AND v.deleted = 0 ORDER BY v.plate_plain, v.no LIMIT 51`,
    (customerId) => ({ customerId }),
    people,
  ),
  one('catalog.list', 'by name', 'SELECT * FROM catalog_item WHERE deleted = 0 ORDER BY name_key, no LIMIT 51', () => ({})),
  one('catalog.list', 'services by SKU', "SELECT * FROM catalog_item WHERE deleted = 0 AND kind = 'service' ORDER BY sku_key, no LIMIT 51", () => ({
    kind: 'service',
    sort: 'sku',
  })),
  one('workOrders.list', 'newest', `${CARDS} ORDER BY w.created_at DESC, w.id DESC LIMIT 51`, () => ({})),
  one('workOrders.list', 'open, promised first', `${CARDS} AND w.state = 'open' ORDER BY w.due_at, w.id LIMIT 51`, () => ({ state: 'open', sort: 'promised' })),
  one('workOrders.list', 'invoiced, newest', `${CARDS} AND w.state = 'invoiced' ORDER BY w.created_at DESC, w.id DESC LIMIT 51`, () => ({ state: 'invoiced' })),
  one('workOrders.list', 'by state', `${CARDS} ORDER BY w.state, w.created_at, w.id LIMIT 51`, () => ({ sort: 'state' })),
  one(
    'workOrders.list',
    'of a technician, invoiced',
    `${CARDS} AND w.technician_id = ? AND w.state = 'invoiced' ORDER BY w.created_at DESC, w.id DESC LIMIT 51`,
    (technicianId) => ({ technicianId, state: 'invoiced' }),
    employees,
  ),
  one(
    'workOrders.list',
    'of a location',
    `${CARDS} AND w.location_id = ? ORDER BY w.created_at DESC, w.id DESC LIMIT 51`,
    (locationId) => ({ locationId }),
    locations,
  ),
  one(
    'workOrders.list',
    'of a customer',
    `${CARDS} AND w.customer_id = ? ORDER BY w.created_at DESC, w.id DESC LIMIT 51`,
    (customerId) => ({ customerId }),
    people,
  ),
  one('workOrders.list', 'of a vehicle', `${CARDS} AND w.vehicle_id = ? ORDER BY w.created_at DESC, w.id DESC LIMIT 51`, (vehicleId) => ({ vehicleId }), cars),
  one('invoicing.list', 'newest', `${INVOICES} ORDER BY i.issued_at DESC, i.id DESC LIMIT 51`, () => ({})),
  one(
    'invoicing.list',
    'unpaid, due first',
    `${INVOICES} JOIN invoice_open o ON o.invoice_id = i.id WHERE o.due_minor > 0 ORDER BY o.due_on, o.invoice_id LIMIT 51`,
    () => ({ state: 'issued', sort: 'due' }),
  ),
  one(
    'invoicing.list',
    'of a customer',
    `${INVOICES} WHERE i.customer_id = ? ORDER BY i.issued_at DESC, i.id DESC LIMIT 51`,
    (customerId) => ({ customerId }),
    people,
  ),
  one('appointments.list', 'latest', `${VISITS} ORDER BY a.start_at DESC, a.id DESC LIMIT 51`, () => ({ sort: 'latest' })),
  one('appointments.list', 'confirmed', `${VISITS} AND a.state = 'confirmed' ORDER BY a.start_at, a.id LIMIT 51`, () => ({ state: 'confirmed' })),
  one('appointments.list', 'of a bay', `${VISITS} AND a.bay_id = ? ORDER BY a.start_at, a.id LIMIT 51`, (bayId) => ({ bayId }), bays),
  one('inventory.levels', 'by name', `${LEVELS} ORDER BY l.name_key, l.no LIMIT 51`, () => ({})),
  one('inventory.levels', 'to order', `${LEVELS} WHERE l.status = 'low' ORDER BY l.name_key, l.no LIMIT 51`, () => ({ status: 'low' })),
  one('inventory.moves', 'of a part', `${MOVES} WHERE m.item_id = ? ORDER BY m.moved_at DESC, m.id DESC LIMIT 51`, (itemId) => ({ itemId }), parts),
  one('audit.list', 'newest', `${ENTRIES} ORDER BY l.at DESC, l.seq DESC LIMIT 51`, () => ({})),
  one('audit.list', 'of a user', `${ENTRIES} WHERE l.user_id = ? ORDER BY l.at DESC, l.seq DESC LIMIT 51`, (userId) => ({ userId }), [owner]),
  one(
    'audit.list',
    'of a command on a device',
    `${ENTRIES} WHERE l.command = 'customers.update' AND l.device_id = ? ORDER BY l.at DESC, l.seq DESC LIMIT 51`,
    (deviceId) => ({ command: 'customers.update', deviceId }),
    [device],
  ),
  one(
    'auth.users',
    'by name',
    'SELECT u.*, g.locked_until FROM user u LEFT JOIN login_guard g ON g.id = u.id WHERE u.deleted = 0 ORDER BY u.name, u.id LIMIT 51',
    () => ({}),
  ),
  one(
    'staff.list',
    'by name',
    'SELECT e.*, u.name AS user_name FROM employee e LEFT JOIN user u ON u.id = e.user_id WHERE e.deleted = 0 ORDER BY e.name, e.id LIMIT 51',
    () => ({}),
  ),
  one('imports.list', 'newest', 'SELECT * FROM import_run ORDER BY created_at DESC, id DESC LIMIT 51', () => ({})),
]
const outcomes: Outcome[] = []
for (const { name, words, input, sql, values } of cases) {
  const statement = bareQuery(bare, sql)
  const picked = Array.from({ length: COUNT }, () => (values.length > 0 ? c.pick(values) : ''))
  const texts = picked.map((value) => shop.text(name, input(value) as never)) // the input of that very operation
  mustBeOk(await shop.send(texts[0] ?? ''))
  outcomes.push(
    await measure({
      id: `lists.${name} ${words}`,
      title: `${name} ${words}`,
      subject: () => latencies(COUNT, (i) => shop.send(texts[i] ?? '')),
      bare: {
        name: 'its rows',
        run: () =>
          latencies(COUNT, (i) => {
            statement.all(...(values.length > 0 ? [picked[i]] : []))
          }),
      },
      bounds: { most: { p99: 2 } },
    }),
  )
}
outcomes.push(await boardOf(shop, bare))
report(outcomes)
bare.close()
await shop.core.shutdown()
