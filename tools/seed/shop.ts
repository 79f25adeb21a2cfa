import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { startCore } from '#main/index.ts'
import { gathered } from '#main/modules/reports/store/gather.ts'
import type { Config } from '#main/platform/config.ts'
import type { Client } from '#main/platform/context.ts'
import { type Core, DATABASE_FILE } from '#main/platform/core.ts'
import { createLog } from '#main/platform/log.ts'
import { CONTRACT_VERSION, type AnswerEnvelope } from '#shared/contract/envelope.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { Company, Location } from '#shared/modules/workspace/model.ts'
import { seedCounter } from './counter.ts'
import { takeAll, withoutIndexes } from './fill.ts'
import { type Car, customersInto, type Grow, type Person, seedCrew, seedItems, START_AT, vehiclesInto } from './people.ts'
import { chance, idAt } from './random.ts'
import { seedStock } from './stock.ts'
import { appointmentsOf, ordersOf } from './work.ts'

/** Who signs in to a generated shop. */
export const SEED_OWNER = { name: 'Ada Owner', email: 'ada@example.org', password: 'correct horse 7' }
const LOCATIONS = ['Main street', 'Harbour', 'North gate', 'Airport']
const BAYS_PER_LOCATION = 12
/** The shop grows in steps. The last ones find its indexes in place, so that their pages are as full as those of a shop that has lived. */
const STEPS = 20
const STEPS_WITHOUT_INDEXES = 13

const ROOT = join(import.meta.dirname, '../..')

/** The core's settings from the source tree. */
export const sourceConfig = (dataDir: string): Config => ({
  dataDir,
  logLevel: 'error',
  port: 0,
  host: '127.0.0.1',
  kiosk: false,
  demo: false,
  migrationsDir: join(ROOT, 'migrations/local'),
  assetsDir: join(ROOT, 'main/assets'),
  version: '0.0.0',
})

/** Sizes of a shop with that many work-order lines. */
export const sizesOf = (lines: number) => ({
  lines,
  orders: Math.ceil(lines / 5),
  customers: Math.ceil(lines / 4),
  vehicles: Math.ceil((lines * 3) / 10),
  items: Math.max(20, Math.ceil(lines / 50)),
  sales: Math.ceil(lines / 50),
  appointments: Math.ceil(lines / 20),
})

/**
 * Makes a shop of `lines` work-order lines in a folder without a database: company, locations and owner by the real commands,
 * the rest put into the real schema past the journal. The same rows on every machine; only secrets and the device's identity differ.
 */
export async function seedShop(dataDir: string, lines: number): Promise<void> {
  mkdirSync(dataDir, { recursive: true })
  const founded = await found(dataDir)
  const raw = new Database(join(dataDir, DATABASE_FILE))
  try {
    raw.pragma('journal_mode = DELETE')
    raw.pragma('journal_mode = OFF')
    raw.pragma('synchronous = OFF')
    raw.pragma('foreign_keys = OFF')
    raw.pragma('temp_store = MEMORY')
    raw.pragma('cache_size = -262144')
    const size = sizesOf(lines)
    const [people, cars]: [Person[], Car[]] = [[], []]
    const locations = founded.locations.map(({ id }) => id)
    const crew = seedCrew(raw, locations, BAYS_PER_LOCATION)
    const goods = seedItems(raw, size.items)
    raw.transaction(() => {
      seedStock(raw, locations, goods)
      seedCounter(raw, founded.company, founded.locations, goods, size.sales)
    })()
    const world = { ...founded, ...crew, people, cars, goods }
    const growing: readonly (readonly [number, Grow])[] = [
      [size.customers, customersInto(people, raw, size.customers)],
      [size.vehicles, vehiclesInto(cars, raw, size.vehicles, people)],
      [size.orders, ordersOf(world, raw, lines)],
      [size.appointments, appointmentsOf(world, raw, size.appointments)],
    ]
    const growTo = raw.transaction((step: number) => {
      for (const [count, grow] of growing) grow(Math.round((count * step) / STEPS))
      raw.exec('INSERT INTO search_flush VALUES (1)')
    })
    withoutIndexes(raw, () => {
      for (let step = 1; step <= STEPS_WITHOUT_INDEXES; step++) growTo(step)
    })
    for (let step = STEPS_WITHOUT_INDEXES + 1; step <= STEPS; step++) growTo(step)
    takeAll(raw, gathered)
    for (const index of raw.prepare("SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE% USING fts5%'").pluck().all() as string[]) {
      raw.exec(`INSERT INTO ${index} (${index}) VALUES ('optimize')`) // as the nightly merge leaves it; names are text
    }
    raw.exec('ANALYZE')
    raw.pragma('journal_mode = DELETE')
  } finally {
    raw.close()
  }
}

async function found(dataDir: string): Promise<{ company: Company; locations: Location[]; advisorId: Id<'user'> }> {
  const c = chance(10)
  let made = 0
  const clock = { now: () => START_AT, newId: <Of extends string>() => idAt<Of>(0, made++, START_AT, c) }
  const core = startCore({ config: sourceConfig(dataDir), log: createLog('error', (line) => process.stderr.write(`${line}\n`), clock.now), clock })
  try {
    const { token, me } = await call<{ token: string; me: { user: { id: Id<'user'> } } }>(core, 'auth.setUp', {
      company: { name: 'Big Garage', currency: 'EUR', language: 'en', zone: 'Europe/Berlin', country: 'DE', taxRateBp: 1900, laborRateMinor: 9000 },
      location: { name: LOCATIONS[0] },
      owner: SEED_OWNER,
    })
    for (const name of LOCATIONS.slice(1))
      await call(core, 'workspace.addLocation', { name, address: '', phone: '', opensAtMinutes: 480, closesAtMinutes: 1080, openWeekdays: '12345' }, token)
    return { ...(await call<{ company: Company; locations: Location[] }>(core, 'workspace.get', {}, token)), advisorId: me.user.id }
  } finally {
    await core.shutdown()
  }
}

const CLIENT: Client = { ip: '127.0.0.1', userAgent: 'Bayline seed' }
let calls = 0
async function call<T>(core: Core, name: string, input: unknown, token?: string): Promise<T> {
  const answer = JSON.parse(
    await core.call(JSON.stringify({ v: CONTRACT_VERSION, id: `seeding-${String(calls++).padStart(6, '0')}`, name, input, token }), CLIENT),
  ) as AnswerEnvelope
  if (!answer.ok) throw new Error(`${name} was refused: ${JSON.stringify(answer.error)}`)
  return answer.value as T // the operation's own answer
}
