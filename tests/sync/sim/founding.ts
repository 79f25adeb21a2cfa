import * as auth from '#main/modules/auth/service.ts'
import * as bays from '#main/modules/bays/service.ts'
import * as catalog from '#main/modules/catalog/service.ts'
import * as customers from '#main/modules/customers/service.ts'
import * as inventory from '#main/modules/inventory/service.ts'
import * as staff from '#main/modules/staff/service.ts'
import * as vehicles from '#main/modules/vehicles/service.ts'
import * as workspace from '#main/modules/workspace/service.ts'
import { type Actor, SYSTEM, type WriteCtx } from '#main/platform/context.ts'
import { ok, type Result } from '#shared/kernel/result.ts'
import { migratedDatabase } from '#tests/support/migrated.ts'
import { chanceOf } from './chance.ts'
import { type Core, OWNER, startCore } from './device.ts'
import { type Disk, openDisk } from './disk.ts'

/** The day on which every run begins: a Monday morning in the shop's zone. */
export const START_AT = Date.UTC(2026, 2, 2, 6)
export const DAY_AT = Date.UTC(2026, 2, 2)

export interface Shop {
  readonly actor: Actor
  readonly locations: readonly [string, string]
}

/** A database with the program's schema and nothing in it. */
export function emptyDisk(): { disk: Disk; schemaVersion: number } {
  const { image, schemaVersion } = migratedDatabase()
  return { disk: openDisk(image), schemaVersion }
}

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

/** Founds the shop that every run works in, by the program's own deeds: two locations, two bays each, three technicians. */
export function found(core: Pick<Core, 'dispatch'>): Shop {
  let n = 0
  const deed = <T>(command: string, work: (ctx: WriteCtx) => Result<T>, actor: Actor = SYSTEM): T =>
    must(core.dispatch.run<T>(command, `founding-${n++}`, (ctx) => work(ctx) as Result<T, never>, actor))
  const company = { name: 'Harbor Works', currency: 'EUR', language: 'en', zone: 'Europe/Berlin', country: 'DE' } as const
  const owner = { name: OWNER.name, email: 'ada@example.org', password: '' }
  const prepared = { passwordHash: 'none', token: 'none', tokenHash: 'none' }
  const { me } = deed('auth.setUp', (ctx) => auth.setUp(ctx, { company, location: { name: 'Dock' }, owner } as never, prepared)) // defaults are filled in by the service
  const actor: Actor = { ...OWNER, userId: me.user.id }
  const hours = { address: '', phone: '', opensAtMinutes: 0, closesAtMinutes: 1440, openWeekdays: '1234567' }
  deed('workspace.addLocation', (ctx) => workspace.addLocation(ctx, { name: 'Quay', ...hours } as never), actor)
  const places = workspace.locations
  const [first, second] = deed('founding', (ctx) => ok(places(ctx.db).map(({ id }) => id)), actor)
  if (!first || !second) throw new Error('there are two locations')
  for (const locationId of [first, second]) {
    for (const name of ['Bay 1', 'Bay 2']) deed('bays.create', (ctx) => bays.create(ctx, { locationId, name }), actor)
    deed('inventory.createPlace', (ctx) => inventory.createPlace(ctx, { locationId, name: 'Shelf' }), actor)
  }
  for (const name of ['Tom', 'Una', 'Sami']) deed('staff.create', (ctx) => staff.create(ctx, { name, isTechnician: true, userId: null }), actor)
  for (const name of ['Erin', 'Omar', 'Aiko']) {
    const { id: customerId } = deed('customers.create', (ctx) => customers.create(ctx, { name }), actor)
    deed('vehicles.create', (ctx) => vehicles.create(ctx, { customerId, plate: `HB ${name}`, make: 'Opel' }), actor)
  }
  for (const name of ['Pads', 'Oil']) deed('catalog.create', (ctx) => catalog.create(ctx, { name, kind: 'part', priceMinor: 5000 }), actor)
  return { actor, locations: [first, second] }
}

/** A founded shop on a disk of its own, with a core over it. */
export function foundShop(seed = 1): { core: Core; shop: Shop; schemaVersion: number } {
  const { disk, schemaVersion } = emptyDisk()
  const core = startCore(disk, schemaVersion, () => START_AT - 3_600_000, chanceOf(seed))
  return { core, shop: found(core), schemaVersion }
}
