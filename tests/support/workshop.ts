import type { CallOf } from '#shared/contract/define.ts'
import type { Id } from '#shared/kernel/ids.ts'
import type { Role } from '#shared/kernel/permission.ts'
import { atLocal, DAY_MS } from '#shared/kernel/time.ts'
import type { OperationOf } from '#shared/modules.ts'
import { openShop, type TestCore } from './core.ts'

export const ZONE = 'Europe/Berlin'
/** An instant of the test shop's Monday, 2 March 2026, by its wall clock. */
export const monday = (hours: number, minutes = 0): number => atLocal('2026-03-02', hours * 60 + minutes, ZONE)

/** A shop at work: two bays, two technicians (Tom signs in with a PIN), a customer with a car. It is Monday, nine o'clock. */
export async function openWorkshop(options: Parameters<typeof openShop>[0] = {}) {
  const shop = await openShop(options)
  const { owner } = shop
  const {
    locations: [location],
  } = await shop.get('workspace.get', {}, owner)
  if (!location) throw new Error('a shop has a location')
  // Hours pass in these tests; nobody is to be signed out meanwhile.
  await shop.get('workspace.update', { sessionIdleMinutes: 720, kioskIdleMinutes: 60 }, owner)
  const locationId = location.id
  const bay = async (name: string) => (await shop.get('bays.create', { locationId, name }, owner)).id
  const [bay1, bay2] = [await bay('Bay 1'), await bay('Bay 2')]
  const user = async (name: string, role: Role) =>
    (await shop.get('auth.createUser', { name, email: `${name.toLowerCase()}@example.org`, role, language: 'en', password: `${name} and the horse 7` }, owner))
      .id
  const signIn = async (name: string) =>
    (await shop.get('auth.signIn', { email: `${name.toLowerCase()}@example.org`, password: `${name} and the horse 7` })).token
  const tomUser = await user('Tom', 'technician')
  await shop.get('auth.setPin', { userId: tomUser, pin: '4711' }, owner)
  const employee = async (name: string, userId: Id<'user'> | null) => (await shop.get('staff.create', { name, userId, isTechnician: true }, owner)).id
  const [tom, una] = [await employee('Tom', tomUser), await employee('Una', null)]
  const customer = await shop.get(
    'customers.create',
    { name: 'Erika Muster', phone: '030 1234567', street: 'Hauptstraße 5', postcode: '10115', city: 'Berlin', country: 'DE' },
    owner,
  )
  const vehicle = await shop.get(
    'vehicles.create',
    { customerId: customer.id, plate: 'B-EM 123', make: 'Volkswagen', model: 'Golf', year: 2019, mileageKm: 80_000 },
    owner,
  )
  shop.clock.at = monday(9)

  return {
    shop,
    owner,
    location,
    locationId,
    bay1,
    bay2,
    tom,
    una,
    tomUser,
    customer,
    vehicle,
    user,
    signIn,
    /** Days go by, and whoever is signed in stays so. */
    pass: (days: number) => {
      shop.clock.at += days * DAY_MS
      shop.platform.store.connection.raw.prepare('UPDATE session SET last_seen_at = ?, ends_at = ?').run(shop.clock.at, shop.clock.at + DAY_MS)
    },
    tomAtTheKiosk: async () => (await shop.get('auth.signInWithPin', { userId: tomUser, pin: '4711' })).token,
    /** A booking of the customer's car, in bay 1 with Tom unless said otherwise. */
    book: (from: number, to: number, own: { bayId?: Id<'bay'>; technicianId?: Id<'employee'>; concern?: string } = {}) =>
      shop.get(
        'appointments.create',
        { locationId, customerId: customer.id, vehicleId: vehicle.id, bayId: bay1, technicianId: tom, startAt: from, endAt: to, ...own },
        owner,
      ),
    /** Writes as sync does: the shop's rules let it pass, and what a row leads to need not be there. */
    asTheCentre: (sql: string) => {
      const { raw } = shop.platform.store.connection
      raw.pragma('foreign_keys = OFF')
      raw.exec(`UPDATE sync_guard SET applying = 1; ${sql}; UPDATE sync_guard SET applying = 0`)
      raw.pragma('foreign_keys = ON')
    },
    /** An order of the customer's car. */
    open: (own: { bayId?: Id<'bay'>; technicianId?: Id<'employee'>; concern?: string; asEstimate?: boolean } = {}) =>
      shop.get('workOrders.open', { locationId, customerId: customer.id, vehicleId: vehicle.id, ...own }, owner),
  }
}
export type Workshop = Awaited<ReturnType<typeof openWorkshop>>

type OrderChange =
  `workOrders.${'addLine' | 'updateLine' | 'removeLine' | 'setWarranty' | 'addService' | 'updateService' | 'removeService' | 'addCannedJob' | 'takeDeferred' | 'decide'}`
/** An order as it stands after a change of its contents. */
export async function orderAfter<N extends OrderChange>(shop: Pick<TestCore, 'get'>, name: N, input: CallOf<OperationOf<N>>, token: string) {
  const { workOrderId } = (await shop.get(name, input, token)) as { workOrderId: Id<'workOrder'> } // what all of these answer
  return shop.get('workOrders.get', { workOrderId }, token)
}
