import type { Derived } from '#main/platform/db/derived.ts'
import { type ReadDb, sqlQuery } from '#main/platform/db/read.ts'
import { HOUR_MS } from '#shared/kernel/time.ts'
import { MAX_MOVE_MS, MAX_STRETCH_MS } from '#shared/modules/clock/model.ts'

/*
 * What each document comes to, gathered from its records, and the sums per day. All of it is made here and nowhere else; whoever writes a
 * document only notes it in the queue (triggers of migration 0033). Holds RPT-2.
 *
 * A part of a document is what one technician did of one kind and category at one tax rate. Shares are cut where the sum so far is rounded, so that
 * they add up to the whole whatever was rounded.
 */

/** Documents that one step takes over: some ms. */
const PIECE = 50

const share = (whole: string, upto: string, own: string, of: string) =>
  `CASE ${of} WHEN 0 THEN 0 ELSE CAST(round(${whole} * (1.0 * ${upto} / ${of})) AS INTEGER) - CAST(round(${whole} * (1.0 * (${upto} - ${own}) / ${of})) AS INTEGER) END`
const TURN = 'report_turn AS turn'
const categoryOf = (row: string) => `coalesce((SELECT category FROM catalog_item WHERE id = ${row}.item_id), '')`
const rateOf = (line: string) => `CASE ${line}.tax_exempt WHEN 1 THEN 0 ELSE ${line}.tax_rate_bp END`
const COLUMNS = 'document_no, kind, technician_id, rate_bp, category, net_minor, tax_minor, cost_minor, hours_milli'
const summed = (from: string) =>
  `SELECT document_no, kind, technician_id, rate_bp, category, sum(net), sum(tax), sum(cost), sum(hours) FROM (${from}) GROUP BY document_no, kind, technician_id, rate_bp, category`

/**
 * A line of an invoice, or of a credit note on it, names its line of the order; one of a former version finds it by what both say, the nth
 * among equals. With it come its technician and its part of what the order took from stock. What the order took without a line, and what the
 * hours that were worked on it cost, by whom, stand on its first invoice. A credit note gives back the cost of the goods that came back with it.
 *
 * Hours are those of the clock: of each punch the last correction stands, a stretch lasts until the next punch, and one that nobody ended
 * within MAX_STRETCH_MS counts nothing (shared/modules/clock/rules.ts). Around a job's punches as many others are looked at as may correct or end them.
 */
const MARGIN_MS = 2 * MAX_MOVE_MS
const WORKED = `
  worker AS (
    SELECT job.id AS job_id, punch.employee_id, min(punch.at) - ${MARGIN_MS} AS from_at, max(punch.at) + ${MAX_STRETCH_MS + MARGIN_MS} AS to_at
    FROM job CROSS JOIN clock_punch AS punch ON punch.work_order_id = job.id GROUP BY 1, 2),
  version AS (
    SELECT worker.job_id, punch.*,
      row_number() OVER (PARTITION BY worker.job_id, punch.employee_id, coalesce(punch.replaces_id, punch.id) ORDER BY punch.replaces_id IS NULL, punch.created_at DESC, punch.id DESC) AS nth
    FROM worker CROSS JOIN clock_punch AS punch ON punch.employee_id = worker.employee_id AND punch.at BETWEEN worker.from_at AND worker.to_at),
  stretch AS (
    SELECT job_id, employee_id, kind, work_order_id, labor_cost_minor, lead(at) OVER (PARTITION BY job_id, employee_id ORDER BY at, created_at, id) - at AS ms
    FROM version WHERE nth = 1 AND kind <> 'void'),
  worked AS (
    SELECT stretch.job_id AS work_order_id, stretch.employee_id,
      CAST(round(sum(stretch.ms * coalesce(stretch.labor_cost_minor, employee.labor_cost_minor, 0)) / ${HOUR_MS}.0) AS INTEGER) AS cost
    FROM stretch LEFT JOIN employee ON employee.id = stretch.employee_id
    WHERE stretch.kind = 'job' AND stretch.work_order_id = stretch.job_id AND stretch.ms <= ${MAX_STRETCH_MS} GROUP BY 1, 2),`
const ORDER_PARTS = `WITH
  of_invoice AS (
    SELECT document.no AS document_no, document.orders, invoice.id, invoice.work_order_id, 1 AS sign FROM ${TURN} CROSS JOIN report_document AS document ON document.id = turn.id CROSS JOIN invoice ON invoice.id = turn.id
    UNION ALL
    SELECT document.no, 0, invoice.id, invoice.work_order_id, -1 FROM ${TURN} CROSS JOIN report_document AS document ON document.id = turn.id
      CROSS JOIN credit_note ON credit_note.id = turn.id CROSS JOIN invoice ON invoice.id = credit_note.invoice_id),
  job AS (SELECT DISTINCT work_order_id AS id FROM of_invoice WHERE work_order_id IS NOT NULL),
${WORKED}
  moved AS (
    SELECT job.id AS work_order_id, move.item_id, move.value_minor,
      (SELECT note.id FROM invoice CROSS JOIN credit_note AS note ON note.invoice_id = invoice.id WHERE invoice.work_order_id = job.id AND note.number = move.note) AS credit_note_id
    FROM job CROSS JOIN stock_move AS move ON move.document_id = job.id),
  taken AS (SELECT work_order_id, item_id, -sum(value_minor) AS cost FROM moved WHERE credit_note_id IS NULL GROUP BY 1, 2),
  own AS (
    SELECT line.id, line.work_order_id, line.kind, line.description, line.qty_milli, line.unit_price_minor, coalesce(line.technician_id, service.technician_id) AS technician_id, line.item_id, ${categoryOf('line')} AS category,
      coalesce(taken.cost, 0) AS item_cost,
      sum(line.qty_milli) OVER (PARTITION BY line.work_order_id, line.kind, line.item_id) AS item_qty,
      sum(line.qty_milli) OVER (PARTITION BY line.work_order_id, line.kind, line.item_id ORDER BY line.position, line.id) AS item_upto,
      row_number() OVER (PARTITION BY line.work_order_id, line.kind, line.description, line.qty_milli, line.unit_price_minor ORDER BY line.position, line.id) AS nth
    FROM job CROSS JOIN work_order_line AS line ON line.work_order_id = job.id
      LEFT JOIN work_order_service AS service ON service.id = line.service_id
      LEFT JOIN taken ON taken.work_order_id = job.id AND taken.item_id = line.item_id AND line.kind = 'part'
    WHERE line.deleted = 0 AND line.declined = 0),
  billed AS (
    SELECT line.id, line.invoice_id, line.kind, line.qty_milli, ${rateOf('line')} AS rate_bp, line.net_minor, line.tax_minor, line.work_order_line_id AS own_id, invoice.work_order_id, line.description, line.unit_price_minor,
      coalesce((SELECT tax.value ->> 'taxMinor' FROM json_each(invoice.taxes) AS tax WHERE tax.value ->> 'rateBp' = ${rateOf('line')} LIMIT 1), 0) AS rate_tax,
      sum(line.net_minor) OVER (PARTITION BY line.invoice_id, ${rateOf('line')}) AS rate_net,
      sum(line.net_minor) OVER (PARTITION BY line.invoice_id, ${rateOf('line')} ORDER BY line.position, line.id) AS rate_upto,
      row_number() OVER (PARTITION BY line.invoice_id, line.kind, line.description, line.qty_milli, line.unit_price_minor ORDER BY line.position, line.id) AS nth
    FROM (SELECT DISTINCT id FROM of_invoice) AS wanted CROSS JOIN invoice ON invoice.id = wanted.id CROSS JOIN invoice_line AS line ON line.invoice_id = wanted.id),
  told AS (
    SELECT billed.*, own.technician_id, coalesce(own.category, '') AS category, ${share('own.item_cost', 'own.item_upto', 'own.qty_milli', 'own.item_qty')} AS cost
    FROM billed LEFT JOIN own ON own.id = billed.own_id WHERE billed.own_id IS NOT NULL
    UNION ALL
    SELECT billed.*, own.technician_id, coalesce(own.category, '') AS category, ${share('own.item_cost', 'own.item_upto', 'own.qty_milli', 'own.item_qty')} AS cost
    FROM billed LEFT JOIN own USING (work_order_id, kind, description, qty_milli, unit_price_minor, nth) WHERE billed.own_id IS NULL)
  INSERT INTO report_part (${COLUMNS}) ${summed(`
    SELECT of_invoice.document_no, told.kind, coalesce(told.technician_id, work_order.technician_id, '') AS technician_id, told.rate_bp, told.category, told.net_minor AS net,
      coalesce(told.tax_minor, ${share('rate_tax', 'rate_upto', 'told.net_minor', 'rate_net')}) AS tax, coalesce(told.cost, 0) AS cost,
      CASE told.kind WHEN 'labor' THEN told.qty_milli ELSE 0 END AS hours
    FROM of_invoice CROSS JOIN told ON told.invoice_id = of_invoice.id LEFT JOIN work_order ON work_order.id = told.work_order_id WHERE of_invoice.sign = 1
    UNION ALL
    SELECT document.no, told.kind, coalesce(told.technician_id, work_order.technician_id, ''), told.rate_bp, told.category, -line.net_minor, -line.tax_minor, 0, CASE told.kind WHEN 'labor' THEN -line.qty_milli ELSE 0 END
    FROM ${TURN} CROSS JOIN report_document AS document ON document.id = turn.id CROSS JOIN credit_note_line AS line ON line.credit_note_id = turn.id CROSS JOIN told ON told.id = line.invoice_line_id
      LEFT JOIN work_order ON work_order.id = told.work_order_id
    UNION ALL
    SELECT of_invoice.document_no, 'labor', worked.employee_id, 0, '', 0, 0, worked.cost, 0
    FROM of_invoice CROSS JOIN worked ON worked.work_order_id = of_invoice.work_order_id WHERE of_invoice.orders = 1 AND worked.cost <> 0
    UNION ALL
    SELECT document.no, 'part', coalesce(work_order.technician_id, ''), 0, ${categoryOf('moved')}, 0, 0, -moved.value_minor, 0
    FROM ${TURN} CROSS JOIN report_document AS document ON document.id = turn.id CROSS JOIN moved ON moved.credit_note_id = turn.id LEFT JOIN work_order ON work_order.id = moved.work_order_id
    UNION ALL
    SELECT of_invoice.document_no, 'part', coalesce(work_order.technician_id, ''), 0, ${categoryOf('taken')}, 0, 0, taken.cost, 0
    FROM of_invoice CROSS JOIN taken ON taken.work_order_id = of_invoice.work_order_id LEFT JOIN work_order ON work_order.id = taken.work_order_id
    WHERE of_invoice.orders = 1 AND NOT EXISTS (SELECT 1 FROM own WHERE own.work_order_id = taken.work_order_id AND own.item_id = taken.item_id AND own.kind = 'part')`)}`

/** Movements of a sale carry its number: a return's goods stand in the sale that they come back from. */
const SALE_PARTS = `WITH
  moved AS (
    SELECT sale.id AS sale_id, move.item_id, -move.value_minor AS cost FROM ${TURN} CROSS JOIN sale ON sale.id = turn.id
      CROSS JOIN stock_move AS move ON move.document_id = sale.id AND move.document_number = sale.number
    UNION ALL
    SELECT sale.id, move.item_id, -move.value_minor FROM ${TURN} CROSS JOIN sale ON sale.id = turn.id
      CROSS JOIN stock_move AS move ON move.document_number = sale.number AND move.document_id IN (
        SELECT sold.sale_id FROM sale_line AS back CROSS JOIN sale_line AS sold ON sold.id = coalesce(back.returns_line_id, back.again_line_id) WHERE back.sale_id = turn.id AND sold.sale_id <> turn.id))
  INSERT INTO report_part (${COLUMNS}) ${summed(`
    SELECT document.no AS document_no, line.kind, '' AS technician_id, ${rateOf('line')} AS rate_bp, ${categoryOf('line')} AS category, line.net_minor AS net, line.tax_minor AS tax, 0 AS cost, 0 AS hours
    FROM ${TURN} CROSS JOIN report_document AS document ON document.id = turn.id CROSS JOIN sale_line AS line ON line.sale_id = turn.id WHERE line.kind NOT IN ('deposit', 'account')
    UNION ALL
    SELECT document.no, 'part', '', coalesce((SELECT ${rateOf('line')} FROM sale_line AS line WHERE line.sale_id = moved.sale_id AND line.item_id = moved.item_id ORDER BY line.position LIMIT 1), 0), ${categoryOf('moved')}, 0, 0, moved.cost, 0
    FROM moved CROSS JOIN report_document AS document ON document.id = moved.sale_id`)}`

/** Adds (1) or takes away (-1) what the documents in hand are in the sums per day. */
const days = (sign: 1 | -1) => `INSERT INTO report_day
  SELECT on_day, location_id, source, kind, user_id, technician_id, rate_bp,
    ${['documents', 'orders', 'net', 'tax', 'cost', 'hours', '1'].map((column) => `${sign} * sum(${column})`).join(', ')}
  FROM (
    SELECT document.*, '' AS kind, '' AS technician_id, 0 AS rate_bp, 1 AS documents, 0 AS net, 0 AS tax, 0 AS cost, 0 AS hours FROM ${TURN} CROSS JOIN report_document AS document ON document.id = turn.id
    UNION ALL
    SELECT document.no, document.id, document.source, document.on_day, document.location_id, document.user_id, 0, document.net_minor, document.cost_minor,
      part.kind, part.technician_id, part.rate_bp, 0, part.net_minor, part.tax_minor, part.cost_minor, part.hours_milli
    FROM ${TURN} CROSS JOIN report_document AS document ON document.id = turn.id CROSS JOIN report_part AS part ON part.document_no = document.no)
  WHERE 1 GROUP BY on_day, location_id, source, kind, user_id, technician_id, rate_bp
  ON CONFLICT DO UPDATE SET documents = documents + excluded.documents, orders = orders + excluded.orders, net_minor = net_minor + excluded.net_minor,
    tax_minor = tax_minor + excluded.tax_minor, cost_minor = cost_minor + excluded.cost_minor, hours_milli = hours_milli + excluded.hours_milli, rows = rows + excluded.rows`

/** The same of their sums by category. */
const categories = (sign: 1 | -1) => `INSERT INTO report_category
  SELECT part.category, document.on_day, document.location_id, ${['part.net_minor', 'part.tax_minor', 'part.cost_minor', '1'].map((column) => `${sign} * sum(${column})`).join(', ')}
  FROM ${TURN} CROSS JOIN report_document AS document ON document.id = turn.id CROSS JOIN report_part AS part ON part.document_no = document.no
  WHERE 1 GROUP BY 1, 2, 3
  ON CONFLICT DO UPDATE SET net_minor = net_minor + excluded.net_minor, tax_minor = tax_minor + excluded.tax_minor, cost_minor = cost_minor + excluded.cost_minor, rows = rows + excluded.rows`

const HANDLED = 'SELECT id FROM report_turn'
export const gathered: Derived = {
  waits: 'SELECT 1 FROM report_queue LIMIT 1',
  take: [
    `INSERT INTO report_turn SELECT id FROM report_queue ORDER BY id LIMIT ${PIECE}`,
    `DELETE FROM report_queue WHERE id IN (${HANDLED})`,
    days(-1),
    categories(-1),
    `DELETE FROM report_part WHERE document_no IN (SELECT no FROM report_document WHERE id IN (${HANDLED}))`,
    `DELETE FROM report_document WHERE id IN (${HANDLED})`,
    `INSERT INTO report_document (id, source, on_day, location_id, user_id, orders, net_minor, cost_minor)
      SELECT invoice.id, 'invoice', invoice.issued_on, invoice.location_id, coalesce(work_order.advisor_id, ''),
        NOT EXISTS (SELECT 1 FROM invoice AS first WHERE first.work_order_id = invoice.work_order_id AND first.state <> 'void' AND first.id < invoice.id), 0, 0
      FROM ${TURN} CROSS JOIN invoice ON invoice.id = turn.id LEFT JOIN work_order ON work_order.id = invoice.work_order_id WHERE invoice.state <> 'void' AND invoice.sale_id IS NULL`,
    `INSERT INTO report_document (id, source, on_day, location_id, user_id, orders, net_minor, cost_minor)
      SELECT credit_note.id, 'creditNote', credit_note.issued_on, credit_note.location_id, coalesce(work_order.advisor_id, ''), 0, 0, 0
      FROM ${TURN} CROSS JOIN credit_note ON credit_note.id = turn.id LEFT JOIN invoice ON invoice.id = credit_note.invoice_id LEFT JOIN work_order ON work_order.id = invoice.work_order_id`,
    `INSERT INTO report_document (id, source, on_day, location_id, user_id, orders, net_minor, cost_minor)
      SELECT sale.id, 'sale', sale.sold_on, sale.location_id, coalesce(sale.seller_id, ''), 0, 0, 0 FROM ${TURN} CROSS JOIN sale ON sale.id = turn.id
      WHERE EXISTS (SELECT 1 FROM sale_line AS line WHERE line.sale_id = sale.id AND line.kind NOT IN ('deposit', 'account'))`,
    ORDER_PARTS,
    SALE_PARTS,
    `UPDATE report_document SET (net_minor, cost_minor) = (SELECT coalesce(sum(net_minor), 0), coalesce(sum(cost_minor), 0) FROM report_part WHERE document_no = report_document.no)
      WHERE id IN (${HANDLED})`,
    days(1),
    categories(1),
    'DELETE FROM report_day WHERE rows = 0',
    'DELETE FROM report_category WHERE rows = 0',
    'DELETE FROM report_turn',
  ],
}

/** Lines that one step looks through: some ms. */
const LINES = 20_000
/** Of the lines after the one that the pass has come to: the last one of this step, none in the last step. */
const UPTO = `SELECT id FROM work_order_line WHERE id > (SELECT line_id FROM report_pass) ORDER BY id LIMIT 1 OFFSET ${LINES - 1}`
const within = (line: string) => `${line}.id > (SELECT line_id FROM report_pass) AND ${line}.id <= coalesce((${UPTO}), '~')`
const isSought = (line: string) => `EXISTS (SELECT 1 FROM report_item WHERE id = ${line}.item_id AND is_sought = 1)`
/** Queues the documents of items that were given another category, in one pass over all lines for all that wait when it begins. */
export const recategorized: Derived = {
  waits: 'SELECT 1 FROM report_item LIMIT 1',
  take: [
    "UPDATE report_item SET is_sought = 1 WHERE (SELECT line_id FROM report_pass) = ''",
    `INSERT OR IGNORE INTO report_queue SELECT document.id FROM work_order_line AS line CROSS JOIN report_of_order AS document ON document.work_order_id = line.work_order_id WHERE ${within('line')} AND ${isSought('line')}`,
    `INSERT OR IGNORE INTO report_queue SELECT line.sale_id FROM sale_line AS line WHERE ${within('line')} AND ${isSought('line')}`,
    `UPDATE report_pass SET line_id = coalesce((${UPTO}), '')`,
    "DELETE FROM report_item WHERE is_sought = 1 AND (SELECT line_id FROM report_pass) = ''",
  ],
}

const queued = sqlQuery<{ count: number }, [limit: number]>(
  'SELECT count(*) AS count FROM (SELECT 1 FROM report_queue UNION ALL SELECT 1 FROM report_item LIMIT ?)',
)
/** Documents that are not gathered yet, and items whose documents are to be; counting stops at `most`. */
export const countWaiting = (db: ReadDb, most: number): number => queued.get(db, most)?.count ?? 0
