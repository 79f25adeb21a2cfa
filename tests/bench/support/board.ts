import type Database from 'better-sqlite3'
import { bareQuery, openBare } from './bare.ts'
import { latencies, measure, type Outcome } from './measure.ts'
import { type BigShop, FILE, mustBeOk } from './shop.ts'

/** Jobs that stand on the board of the shop's first location. */
const JOBS = 500
/** What the board shows of an order, by one statement: no parts, no notes. */
const TILES = `SELECT w.id, w.number, w.state, w.bay_id, w.technician_id, w.advisor_id, w.note, w.mileage_km, w.promised_at, w.hold_reason, c.name, v.plate, v.year, v.make, v.model,
  b.name, e.name, u.name FROM work_order w JOIN customer c ON c.id = w.customer_id JOIN vehicle v ON v.id = w.vehicle_id LEFT JOIN bay b ON b.id = w.bay_id
  LEFT JOIN employee e ON e.id = w.technician_id LEFT JOIN user u ON u.id = w.advisor_id
  WHERE w.deleted = 0 AND w.location_id = ? AND w.state IN ('estimate', 'open', 'inProgress', 'onHold', 'done') ORDER BY w.due_at, w.id LIMIT 1001`
const LOCATION = 'SELECT id FROM location ORDER BY created_at, id LIMIT 1'

/** Gives the first location of the big shop as many open jobs as a large shop has: its newest orders. */
export function crowd(): void {
  const raw = openBare(FILE)
  const here = `location_id = (${LOCATION})`
  const underWay = raw.prepare(`SELECT count(*) FROM work_order WHERE ${here} AND state = 'inProgress'`).pluck().get() as number // a count
  raw.prepare(`UPDATE work_order SET deleted = 1 WHERE ${here} AND state IN ('open', 'onHold', 'done')`).run()
  raw
    .prepare(
      `UPDATE work_order SET deleted = 0, state = 'open', bay_id = NULL, started_at = NULL, finished_at = NULL, running_since_at = NULL, hold_reason = ''
       WHERE id IN (SELECT id FROM work_order WHERE ${here} AND state <> 'inProgress' ORDER BY created_at DESC LIMIT ?)`,
    )
    .run(JOBS - underWay)
  raw.close()
}

/** The board's query from the call's text to the answer's, beside its tiles' rows. Last in its suite: other lists are measured on the shop as it was made. */
export function boardOf(shop: BigShop, bare: Database.Database): Promise<Outcome> {
  crowd()
  const locationId = bare.prepare(LOCATION).pluck().get() as never // the operation's own kind of id
  const text = shop.text('board.jobs', { locationId })
  const statement = bareQuery(bare, TILES)
  return measure({
    id: 'lists.board.jobs',
    title: `board.jobs, ${JOBS} open jobs`,
    subject: () => latencies(40, async () => mustBeOk(await shop.send(text))),
    bare: {
      name: 'its rows',
      run: () =>
        latencies(40, () => {
          statement.all(locationId)
        }),
    },
    bounds: { most: { p99: 50 } },
  })
}
