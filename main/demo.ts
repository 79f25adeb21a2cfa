import { randomUUID } from 'node:crypto'
import { v7 } from 'uuid'
import type { CallOf, OutputOf } from '#shared/contract/define.ts'
import { type AnswerEnvelope, CONTRACT_VERSION } from '#shared/contract/envelope.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { addDays, atLocal, localDate, localMinutes, MINUTE_MS } from '#shared/kernel/time.ts'
import { isBooked } from '#shared/modules/appointments/model.ts'
import { SESSION_LIFE_MS } from '#shared/modules/auth/model.ts'
import { DEMO } from '#shared/modules/workspace/model.ts'
import type { OperationName, OperationOf } from '#shared/modules.ts'
import { CARS, CONCERNS, CUSTOMERS, FOUND, ITEMS, MEASURED, MODELS, OFFERS, PARTS_IN_STOCK, PEOPLE, TAX_BP, withTax } from './demo-data.ts'
import { pick, specialOrders, stocktaking } from './demo-goods.ts'
import { PAST_DAYS, tellPast } from './demo-history.ts'
import { estimates } from './demo-work.ts'
import * as alerts from './modules/alerts/service.ts'
import * as workspace from './modules/workspace/service.ts'
import { LOCAL } from './platform/context.ts'
import type { TravelClock } from './platform/clock.ts'
import type { Core } from './platform/core.ts'

/** The demo stands where it is morning, so that its day is in full swing whenever it is opened. */
const ZONES = ['Pacific/Auckland', 'Asia/Tokyo', 'Asia/Kolkata', 'Europe/Berlin', 'America/New_York', 'America/Los_Angeles', 'Pacific/Honolulu']
const MORNING_MINUTES = 630
const fromMorning = (now: number, zone: string) => Math.abs(localMinutes(now, zone) - MORNING_MINUTES)
/** Through a night, so that nobody signs in for every day of the past. */
const IDLE_MINUTES = 720
const QUARTER_MS = 15 * MINUTE_MS

/** Yesterday, and this morning. Sami forgot to clock out. */
const punchesOf = (name: string, at: (day: number, minutes: number) => number): ['shift' | 'break' | 'off', number][] => {
  const late = name.length % 7
  return [
    ['shift', at(-1, 470 + late)],
    ['break', at(-1, 720 + late)],
    ['shift', at(-1, 750 + late)],
    ...(name.startsWith('Sami') ? [] : [['off', at(-1, 1020 - late)] satisfies ['off', number]]),
    ['shift', at(0, 470 + late)],
    ...(name.startsWith('Grace') ? [['break', at(0, 615)] satisfies ['break', number]] : []),
  ]
}

/**
 * Fills an empty database with a shop at work, through the same contract as everybody: what it may do, a person may do.
 * It has been at work for weeks: `goTo` lets it be then, and null brings it back to now. Does nothing on a database that is set up.
 */
export async function openDemoShop(core: Core, goTo: TravelClock['goTo']): Promise<void> {
  let token: string | undefined
  const ask = async <N extends OperationName>(name: N, input: CallOf<OperationOf<N>>): Promise<OutputOf<OperationOf<N>>> => {
    const answer = JSON.parse(await core.call(JSON.stringify({ v: CONTRACT_VERSION, id: randomUUID(), name, input, token }), LOCAL)) as AnswerEnvelope // our own answer
    if (!answer.ok) throw new Error(`the demo shop could not call ${name}: ${JSON.stringify(answer.error)}`)
    return answer.value as OutputOf<OperationOf<N>> // dispatch gives what the contract says
  }

  if ((await ask('workspace.welcome', {})).isSetUp) return
  const { now } = core.dispatch.context('demo.open', randomUUID())
  const zone = ZONES.reduce((best, one) => (fromMorning(now, one) < fromMorning(now, best) ? one : best))
  const today = localDate(now, zone)
  const at = (day: number, minutes: number) => atLocal(addDays(today, day), minutes, zone)
  goTo(at(-PAST_DAYS, 420))
  const { token: opened } = await ask('auth.setUp', {
    company: {
      name: 'Harbor Street Garage',
      currency: 'USD',
      language: 'en',
      zone,
      country: 'US',
      taxRateBp: TAX_BP,
      laborRateMinor: 12_500,
      phone: '+1 212 555 0100',
      email: 'desk@harborstreet.example',
      address: '41 Harbor Street\nNew York, NY 10004',
      taxId: '11-2233445',
      invoiceNote: 'Thank you. Parts and labour are guaranteed for 12 months or 12,000 miles.',
      sessionIdleMinutes: IDLE_MINUTES,
    },
    location: {
      name: 'Harbor Street',
      address: '41 Harbor Street\nNew York, NY 10004',
      phone: '+1 212 555 0100',
      opensAtMinutes: 420,
      closesAtMinutes: 1140,
      openWeekdays: '0123456',
    },
    owner: { name: 'Ada Harbor', email: DEMO.email, password: DEMO.password },
  })
  token = opened
  core.dispatch.run('demo.open', randomUUID(), workspace.markDemo)
  const { locations } = await ask('workspace.get', {})
  const locationId = locations[0]?.id as Id<'location'> // set-up has just made it

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
  const holiday = { locationId: null, name: 'Stocktaking', closedOn: addDays(localDate(now, zone), 24) }
  await ask('staff.addHoliday', holiday)

  const items: Id<'item'>[] = []
  for (const [kind, sku, name, category, unit, price, cost] of ITEMS) {
    items.push(
      (
        await ask('catalog.create', {
          kind: kind as 'part',
          sku: sku ?? '',
          name: name ?? '',
          category: category ?? '',
          unit: unit ?? '',
          priceMinor: Number(price),
          costMinor: Number(cost),
        })
      ).id,
    ) // one of the kinds listed above
  }
  const check = await ask('inspections.createReady', { key: 'vehicle-check' })
  const { version } = await ask('inspections.template', { templateId: check.id })
  /** What a finding becomes on the order, as a manager would set it. */
  const offers: Readonly<Record<string, number>> = { padsFront: 0, padsRear: 1, discsFront: 2, battery: 8, airFilter: 5, wipers: 10 }
  await ask('inspections.saveTemplate', {
    templateId: check.id,
    versionId: version.id,
    content: {
      ...version.content,
      sections: version.content.sections.map((section) => ({
        ...section,
        points: section.points.map((point) => ({ ...point, itemId: items[offers[point.key] ?? -1] ?? null })),
      })),
    },
  })
  const room = await ask('inventory.createPlace', { locationId, name: 'Parts room' })
  await ask('inventory.createPlace', { locationId, name: 'Van' })
  // Coolant is told apart by lot, one that has expired among them, and belt kits by serial number.
  const [coolant, beltKit] = [pick(items, 7), pick(items, 11)]
  await ask('catalog.update', { itemId: coolant, tracking: 'lot' })
  await ask('catalog.update', { itemId: beltKit, tracking: 'serial' })
  const shopDay = (days: number) => addDays(localDate(now, zone), days)
  await ask('inventory.receive', {
    placeId: room.id,
    documentNumber: 'DN 20417',
    lines: PARTS_IN_STOCK.map(([i, qtyMilli]) => ({ itemId: pick(items, i), qtyMilli, unitCostMinor: Number(ITEMS[i]?.[6] ?? 0) })),
  })
  await ask('inventory.receive', {
    placeId: room.id,
    documentNumber: 'DN 20431',
    lines: [
      {
        itemId: coolant,
        qtyMilli: 30_000,
        unitCostMinor: 370,
        lots: [
          { code: 'C2407-A', expiresOn: shopDay(-20), qtyMilli: 6000 },
          { code: 'C2503-B', expiresOn: shopDay(18), qtyMilli: 10_000 },
          { code: 'C2511-D', expiresOn: shopDay(400), qtyMilli: 14_000 },
        ],
      },
      {
        itemId: beltKit,
        qtyMilli: 2000,
        unitCostMinor: 14_800,
        lots: [
          { code: 'TBK-41877', qtyMilli: 1000 },
          { code: 'TBK-41902', qtyMilli: 1000 },
        ],
      },
    ],
  })
  for (const [i, , reorderAtMilli, fillToMilli] of PARTS_IN_STOCK)
    await ask('inventory.setRule', { itemId: pick(items, i), placeId: room.id, bin: `A-${i + 1}`, criticalAtMilli: 1000, reorderAtMilli, fillToMilli })
  const supplier = await ask('purchasing.createSupplier', {
    name: 'Northside Auto Parts',
    contact: 'Lena',
    phone: '+1 212 555 0188',
    accountNumber: 'HSG-2207',
  })
  const tyres = await ask('purchasing.createSupplier', { name: 'Hudson Tyre Depot', phone: '+1 212 555 0142' })
  for (const [i, code, packUnit, packMilli, packMinor] of OFFERS)
    await ask('purchasing.setOffer', { supplierId: supplier.id, itemId: pick(items, i), code, packUnit, packMilli, packMinor, preferred: true })
  await ask('purchasing.setOffer', { supplierId: tyres.id, itemId: pick(items, 12), code: 'HT-2055516', packMinor: 7400, preferred: true })
  // What goes together, and what trade customers and buyers of many pay.
  const extra = async (name: string, sku: string, kind: 'part' | 'fee', priceMinor: number, costMinor: number) =>
    (await ask('catalog.create', { name, sku, kind, priceMinor, costMinor, category: kind === 'fee' ? 'Fees' : 'Filters' })).id
  const charge = await extra('Core charge, battery', 'CORE-BAT', 'fee', 2200, 1800)
  await ask('catalog.relate', { itemId: pick(items, 8), kind: 'core', otherId: charge })
  const kit = await extra('Oil service kit', 'KIT-OIL', 'part', 7900, 0)
  await ask('catalog.relate', { itemId: kit, kind: 'part', otherId: pick(items, 3), qtyMilli: 4500 })
  await ask('catalog.relate', { itemId: kit, kind: 'part', otherId: pick(items, 4) })
  const longLife = await extra('Oil filter, long life', 'OIL-F-229', 'part', 1690, 640)
  await ask('catalog.relate', { itemId: pick(items, 4), kind: 'substitute', otherId: longLife })
  const rearBlade = (await ask('catalog.create', { name: 'Rear wiper blade', sku: 'WIP-R', category: 'Body', priceMinor: 1390, costMinor: 520 })).id
  for (const value of ['12"', '14"', '16"'])
    await ask('catalog.addVariant', { itemId: rearBlade, options: [{ name: 'Length', value }], sku: `WIP-R${value.slice(0, 2)}` })
  await ask('catalog.setPrice', { itemId: pick(items, 0), priceGroup: 'Trade', priceMinor: 6200 })
  await ask('catalog.setPrice', { itemId: pick(items, 12), minQtyMilli: 4000, priceMinor: 10_900 })
  await ask('catalog.moveCategory', { from: 'Filters', to: 'Engine > Filters' })
  await ask('catalog.moveCategory', { from: 'Ignition', to: 'Engine > Ignition' })
  // Wiper blades and bulbs go over the counter; their maker's codes are on them, and one is a carton of ten.
  await ask('catalog.addBarcode', { itemId: pick(items, 10), code: '4006381333931' })
  await ask('catalog.addBarcode', { itemId: pick(items, 13), code: '036000291452' })
  await ask('catalog.addBarcode', { itemId: pick(items, 13), code: '10614141000415', qtyMilli: 10_000 })
  const cars: { customerId: Id<'customer'>; vehicleId: Id<'vehicle'> }[] = []
  for (const [i, [name, phone]] of CUSTOMERS.entries()) {
    const customer = await ask('customers.create', { name, phone, city: 'New York', country: 'US' })
    const [plate = '', vin = ''] = CARS[i] ?? []
    const [make = '', ...rest] = (MODELS[i % MODELS.length] ?? '').split(' ')
    const known = vin === '' ? { make, model: rest.slice(0, -1).join(' '), year: Number(rest.at(-1)) } : { vin }
    const vehicle = await ask('vehicles.create', { customerId: customer.id, plate, ...known, mileageKm: 24_000 + i * 7_300 })
    cars.push({ customerId: customer.id, vehicleId: vehicle.id })
  }

  const shop = { ask, locationId, roomId: room.id, supplierId: supplier.id, items, cars, bays, technicians }

  const sessions = new Map<string, { token: string; usedAt: number; endsAt: number }>()
  const as = async (name: string) => {
    const usedAt = core.dispatch.context('demo.open', randomUUID()).now
    const known = sessions.get(name)
    const holds = known && usedAt < Math.min(known.endsAt, known.usedAt + IDLE_MINUTES * MINUTE_MS)
    token = holds ? known.token : undefined
    const endsAt = holds ? known.endsAt : usedAt + SESSION_LIFE_MS
    token ??= (await ask('auth.signIn', { email: `${name.toLowerCase()}@harborstreet.example`, password: DEMO.password })).token
    sessions.set(name, { token, usedAt, endsAt })
  }
  // The past has nothing to lose yet: none of its deeds waits for the disk, and what follows does again.
  const { raw } = core.platform.store.connection
  raw.pragma('synchronous = NORMAL')
  try {
    await tellPast({ ...shop, at, goTo, as })
    goTo(null)
    await as('Ada')
    for (let day = -PAST_DAYS; day < -1; day++)
      for (const employeeId of technicians) {
        await ask('clock.add', { employeeId, activity: 'shift', at: at(day, 425), reason: 'Demo' })
        await ask('clock.add', { employeeId, activity: 'off', at: at(day, 1005), reason: 'Demo' })
      }
  } finally {
    raw.pragma('synchronous = FULL')
  }
  await ask('workspace.update', { sessionIdleMinutes: 120 })
  for (const { employeeId, name } of staff)
    for (const [activity, punchedAt] of punchesOf(name, at))
      if (punchedAt <= now) await ask('clock.add', { employeeId, activity, at: punchedAt, reason: 'Demo' })
  const { head: wanted } = await ask('purchasing.createOrder', {
    supplierId: supplier.id,
    placeId: room.id,
    fillUp: true,
    expectedOn: addDays(localDate(now, zone), 1),
  })
  const { lines: ordered } = await ask('purchasing.send', { orderId: wanted.id })
  const [came] = ordered
  if (came)
    await ask('purchasing.receive', {
      orderId: wanted.id,
      documentNumber: 'DN 20511',
      freightMinor: 1250,
      lines: [{ lineId: came.id, qtyMilli: Math.ceil(came.qtyMilli / 2000) * 1000, unitCostMinor: Math.round(came.unitCostMinor * 1.04) }],
    })

  const book = async (i: number, fromAt: number, minutes: number, confirmed: boolean) => {
    const { slot } = await ask('appointments.firstFreeSlot', { locationId, minutes, technicianId: pick(technicians, i), fromAt })
    if (slot)
      await ask('appointments.create', {
        locationId,
        ...pick(cars, i),
        bayId: slot.bayId,
        technicianId: slot.technicianId,
        startAt: slot.startAt,
        endAt: slot.endAt,
        concern: pick(CONCERNS, i),
        confirmed,
      })
  }
  const fill = async (workOrderId: Id<'workOrder'>, i: number) => {
    await ask('workOrders.addLine', { workOrderId, itemId: pick(items, 15 + (i % 3)), qtyMilli: 500 + 500 * (i % 4) })
    await ask('workOrders.addLine', { workOrderId, itemId: pick(items, i % 15), qtyMilli: 1000 })
    await ask('workOrders.addLine', { workOrderId, itemId: pick(items, 18), qtyMilli: 1000 })
  }

  /** A sheet on which all is fine but for what is named: a level, or a figure. */
  const inspect = async (
    workOrderId: Id<'workOrder'>,
    templateId: Id<'inspectionTemplate'>,
    found: Readonly<Record<string, readonly [string | number, string]>>,
  ) => {
    const { id: inspectionId } = await ask('inspections.start', { workOrderId, templateId })
    const { points } = await ask('inspections.get', { inspectionId })
    for (const { id, pointKey } of points) {
      const [said = MEASURED[pointKey] ?? 'good', note = ''] = found[pointKey] ?? []
      await ask('inspections.record', { pointId: id, note, ...(typeof said === 'number' ? { measuredMilli: said } : { level: said }) })
    }
    await ask('inspections.finish', { inspectionId })
  }

  /** What waits for a start, one of it with nobody to do it; the shop's labels, and what a colleague wrote. */
  const fillBoard = async () => {
    const label = async (name: string, tone: 'info' | 'waiting' | 'good' | 'active') => (await ask('board.createLabel', { name, tone })).id
    const [call, wash, drive] = [await label('Call back', 'waiting'), await label('Wash', 'info'), await label('Test drive', 'active')]
    await label('Waits here', 'good')
    const orders: Id<'workOrder'>[] = []
    for (const [i, technician, parts, promised] of [
      [11, null, [4], 90],
      [12, 0, [0, 3], 300],
      [13, 1, [12], 240],
      [14, 2, [7, 8], null],
      [15, null, [13], 420],
    ] as [number, number | null, number[], number | null][]) {
      const { order } = await ask('workOrders.open', {
        locationId,
        ...pick(cars, i),
        concern: pick(CONCERNS, i),
        technicianId: technician === null ? null : pick(technicians, technician),
        promisedAt: promised === null ? null : now + promised * MINUTE_MS,
      })
      await ask('workOrders.addLine', { workOrderId: order.id, itemId: pick(items, 15), qtyMilli: 1000 })
      for (const item of parts) await ask('workOrders.addLine', { workOrderId: order.id, itemId: pick(items, item), qtyMilli: 1000 })
      orders.push(order.id)
    }
    const give = (i: number, labelId: Id<'boardLabel'>) => ask('board.giveLabel', { workOrderId: pick(orders, i), labelId })
    await give(1, call)
    await give(3, wash)
    await give(4, drive)
    await as('Ben')
    await ask('notes.write', { kind: 'workOrder', recordId: pick(orders, 1), text: 'Customer asked for a call before noon.' })
    await ask('notes.write', { kind: 'workOrder', recordId: pick(orders, 2), text: 'Belt kit is reserved at Northside until tonight.' })
    await as('Ada')
    await ask('bays.update', { bayId: pick(bays, 0), dailyMaxJobs: 2 })
  }
  // What comes again: the brakes are looked at a month after they were worked on, oil and belts by time and mileage.
  await ask('reminders.createInterval', { name: 'Brake re-check', words: ['brake'], everyMonths: 1, everyKm: 2000, soonDays: 31 })
  await ask('reminders.createInterval', { name: 'Oil change', words: ['oil'], everyMonths: 12, everyKm: 15_000 })
  await ask('reminders.createInterval', { name: 'Timing belt', everyMonths: 72, everyKm: 120_000 })
  /** A customer with terms, a deposit, an order that is invoiced in two parts, and a part that comes back. */
  const onAccount = async (workOrderId: Id<'workOrder'>) => {
    const { lines, customer } = await ask('workOrders.get', { workOrderId })
    await ask('invoicing.setTerms', { customerId: customer.id, termsDays: 30, limitMinor: 50_000 })
    await ask('invoicing.receive', { customerId: customer.id, locationId, workOrderId, method: 'transfer', amountMinor: 5000, reference: 'TR-20718' })
    const first = await ask('invoicing.issue', { workOrderId, lineIds: [pick(lines, 0).id] })
    const { lines: charged, id: invoiceId } = await ask('invoicing.issue', { workOrderId })
    await ask('invoicing.credit', { invoiceId, lines: [{ lineId: pick(charged, 0).id, qtyMilli: 250 }], reason: 'Took less time than agreed' })
    await ask('invoicing.pay', { invoiceId: first.id, method: 'card', amountMinor: 1000 })
    await ask('invoicing.receive', { customerId: customer.id, locationId, method: 'transfer', amountMinor: 2500, reference: 'TR-20733' })
  }

  // Work that is done and invoiced, some of it paid; a job in each of three bays; a queue for the rest of the day and the week.
  for (let i = 0; i < 5; i++) {
    const { order } = await ask('workOrders.open', {
      locationId,
      ...pick(cars, i === 2 ? 0 : i + 9), // one of them is here again
      concern: pick(CONCERNS, i),
      mileageKm: 90_000 + i * 1111,
      technicianId: pick(technicians, i),
      bayId: pick(bays, i),
    })
    await fill(order.id, i)
    await ask('workOrders.start', { workOrderId: order.id })
    await inspect(order.id, check.id, FOUND[i] ?? {})
    await ask('workOrders.finish', { workOrderId: order.id })
    if (i === 4) continue
    if (i === 3) await onAccount(order.id)
    else {
      const invoice = await ask('invoicing.issue', { workOrderId: order.id })
      if (i < 2) await ask('invoicing.pay', { invoiceId: invoice.id, method: i === 0 ? 'card' : 'cash', amountMinor: invoice.totalMinor })
    }
  }
  await estimates(shop)
  // What reacts to finished work: services that are due again are told of before the cars are booked.
  await core.jobs.runDue()
  await ask('pos.openTill', {
    locationId,
    counts: [
      { worthMinor: 2000, pieces: 5 },
      { worthMinor: 500, pieces: 8 },
      { worthMinor: 100, pieces: 10 },
    ],
  })
  const goods = (i: number, qtyMilli: number) => ({ itemId: pick(items, i), qtyMilli, unitPriceMinor: Number(ITEMS[i]?.[5] ?? 0) })
  const sell = async (own: Omit<CallOf<OperationOf<'pos.sell'>>, 'saleId'>) => ask('pos.sell', { saleId: v7() as Id<'sale'>, ...own }) // made as a window makes it
  await sell({ lines: [goods(10, 2000)], payments: [{ method: 'cash', amountMinor: withTax(3380), tenderedMinor: 5000 }] })
  await sell({ customerId: pick(cars, 2).customerId, lines: [goods(13, 1000)], payments: [{ method: 'card', amountMinor: withTax(890) }] })
  await sell({ lines: [goods(13, 2000), goods(10, 1000)], payments: [{ method: 'card', amountMinor: withTax(3470), reference: '004711' }] })
  await sell({ customerId: pick(cars, 4).customerId, lines: [goods(10, 1000)], payments: [{ method: 'account', amountMinor: withTax(1690) }] })
  await specialOrders(shop)
  const quarter = Math.floor(now / QUARTER_MS) * QUARTER_MS
  for (let i = 0; i < 3; i++) {
    const startAt = quarter - (i + 2) * 2 * QUARTER_MS
    const booked = await ask('appointments.create', {
      locationId,
      ...pick(cars, i),
      bayId: pick(bays, i),
      technicianId: pick(technicians, i),
      startAt,
      endAt: quarter + (i + 1) * 2 * QUARTER_MS,
      concern: pick(CONCERNS, i),
      confirmed: true,
    })
    const { order } = await ask('workOrders.open', { appointmentId: booked.id, mileageKm: 60_000 + i * 999, promisedAt: now + (i - 1) * 50 * MINUTE_MS })
    await fill(order.id, i + 3)
    await ask('workOrders.start', { workOrderId: order.id })
  }
  await fillBoard()
  for (let i = 3; i < 9; i++) await book(i, quarter + i * QUARTER_MS, 60 + (i % 3) * 30, i !== 4)
  for (let day = 1; day <= 4; day++) for (let i = 0; i < 6; i++) await book(day * 6 + i, at(day, 480 + 120 * Math.floor(i / 3)), 90 + (i % 2) * 30, i % 3 !== 1)
  // Time without a job, and work that goes on on another day.
  const free = async (minutes: number, fromAt: number, own: { bayId?: Id<'bay'>; technicianId?: Id<'employee'> }) =>
    (await ask('appointments.firstFreeSlot', { locationId, minutes, fromAt, ...own })).slot
  const cleaning = await free(45, quarter, { bayId: pick(bays, 3) })
  if (cleaning) await ask('appointments.block', { locationId, bayId: cleaning.bayId, startAt: cleaning.startAt, endAt: cleaning.endAt, purpose: 'cleaning' })
  const meeting = await free(30, at(1, 480), { technicianId: pick(technicians, 1) })
  if (meeting)
    await ask('appointments.block', { locationId, technicianId: meeting.technicianId, startAt: meeting.startAt, endAt: meeting.endAt, purpose: 'meeting' })
  const [long] = (await ask('appointments.list', { locationId, fromAt: at(1, 0), state: 'confirmed', limit: 1 })).rows.filter(isBooked)
  const rest = long && (await free(120, at(2, 480), { bayId: long.bayId, technicianId: long.technicianId }))
  if (long && rest) {
    const { startAt, endAt, bayId, technicianId } = rest
    await ask('appointments.addTime', { appointmentId: long.id, startAt, endAt, bayId, technicianId })
  }
  // Two cars of one owner are looked after every two weeks; another agreement is not agreed on yet.
  const [fleet, other] = [pick(cars, 12), pick(cars, 13)]
  const second = await ask('vehicles.create', { customerId: fleet.customerId, plate: 'FLT 2', make: 'Ford', model: 'Transit', year: 2021 })
  const service = { locationId, startMinutes: 480, leadDays: 60 }
  const saved = (await ask('workOrders.cannedJobs', { limit: 1 })).rows
  await ask('agreements.create', {
    ...service,
    customerId: fleet.customerId,
    vehicleIds: [fleet.vehicleId, second.id],
    title: 'Van care',
    cannedJobIds: saved.map(({ id }) => id),
    minutes: 60,
    rule: 'FREQ=WEEKLY;INTERVAL=2',
    startOn: addDays(today, 7),
    priceMinor: 14_900,
    terms: 'Parts at list price',
    active: true,
  })
  await ask('agreements.create', {
    ...service,
    customerId: other.customerId,
    vehicleIds: [other.vehicleId],
    title: 'Tyre season check',
    minutes: 90,
    rule: 'FREQ=MONTHLY;INTERVAL=6;BYDAY=1MO',
    startOn: addDays(today, 30),
  })
  await stocktaking(shop)
  // Somebody is away on a day that is booked: the plan has something to say.
  await ask('staff.addAbsence', { employeeId: una, startAt: at(3, 0), endAt: at(4, 0), kind: 'training', note: 'High-voltage course' })
  core.dispatch.run('alerts.evaluate', randomUUID(), alerts.evaluate)
}
