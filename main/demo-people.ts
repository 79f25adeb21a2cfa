import type { Id } from '#shared/kernel/ids.ts'
import { DEMO } from '#shared/modules/workspace/model.ts'
import { CARS, CUSTOMERS, MODELS, PEOPLE } from './demo-data.ts'
import type { DemoShop, Opening } from './demo-goods.ts'

/** Who works there and what each can do; the bays, what stands in them, and the kinds of booking that need it. */
export async function peopleAndBays({ ask, locationId, day }: Opening) {
  const technicians: Id<'employee'>[] = []
  const staff: { employeeId: Id<'employee'>; name: string }[] = []
  for (const [name, role, jobTitle, pin] of PEOPLE) {
    const email = `${name.split(' ')[0]?.toLowerCase() ?? ''}@harborstreet.example`
    const user = await ask('auth.createUser', { name, email, role, language: 'en', password: DEMO.password })
    if (pin !== undefined) await ask('auth.setPin', { userId: user.id, pin })
    const employee = await ask('staff.create', { name, jobTitle, email, userId: user.id, isTechnician: role === 'technician', laborCostMinor: 3800 })
    if (role === 'technician') technicians.push(employee.id)
    staff.push({ employeeId: employee.id, name })
  }
  const bays: Id<'bay'>[] = []
  for (const name of ['Bay 1', 'Bay 2', 'Bay 3 – lift', 'Bay 4 – alignment', 'Bay 5 – quick']) bays.push((await ask('bays.create', { locationId, name })).id)

  const skill = async (name: string) => (await ask('staff.addSkill', { name })).id
  const [brakes, diagnosis] = [await skill('Brake test'), await skill('Diagnosis')]
  const [master, una, sami] = technicians as [Id<'employee'>, Id<'employee'>, Id<'employee'>] // three of PEOPLE
  await ask('staff.update', { employeeId: master, skillIds: [brakes, diagnosis] })
  await ask('staff.update', { employeeId: una, skillIds: [brakes] })
  await ask('staff.update', { employeeId: sami, skillIds: [diagnosis] })
  const equipment = async (name: string) => (await ask('bays.addEquipment', { name })).id
  const [lift, rack] = [await equipment('Two-post lift'), await equipment('Alignment rack')]
  for (const bayId of bays.slice(0, 4)) await ask('bays.update', { bayId, equipmentIds: bayId === bays[3] ? [lift, rack] : [lift] })
  for (const [name, minutes, skillIds, equipmentIds] of [
    ['Oil service', 45, [], [lift]],
    ['Brakes', 120, [brakes], [lift]],
    ['Wheel alignment', 60, [], [rack]],
    ['Diagnosis', 60, [diagnosis], []],
    ['Tyre change', 30, [], []],
  ] as [string, number, Id<'skill'>[], Id<'bayEquipment'>[]][])
    await ask('appointments.createType', { name, minutes, skillIds, equipmentIds })
  await ask('staff.addHoliday', { locationId: null, name: 'Stocktaking', closedOn: day(24) })
  return { technicians, staff, bays }
}

/** Customers, each with a car. */
export async function customersWithCars({ ask }: Opening): Promise<DemoShop['cars']> {
  const cars: { customerId: Id<'customer'>; vehicleId: Id<'vehicle'> }[] = []
  for (const [i, [name, phone]] of CUSTOMERS.entries()) {
    const customer = await ask('customers.create', { name, phone, city: 'New York', country: 'US' })
    const [plate = '', vin = ''] = CARS[i] ?? []
    const [make = '', ...rest] = (MODELS[i % MODELS.length] ?? '').split(' ')
    const known = vin === '' ? { make, model: rest.slice(0, -1).join(' '), year: Number(rest.at(-1)) } : { vin }
    const vehicle = await ask('vehicles.create', { customerId: customer.id, plate, ...known, mileageKm: 24_000 + i * 7_300 })
    cars.push({ customerId: customer.id, vehicleId: vehicle.id })
  }

  return cars
}
