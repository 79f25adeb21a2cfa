import type Database from 'better-sqlite3'
import { user } from '#main/modules/auth/tables.ts'
import { bay } from '#main/modules/bays/tables.ts'
import { catalogItem } from '#main/modules/catalog/tables.ts'
import { customer } from '#main/modules/customers/tables.ts'
import { employee } from '#main/modules/staff/tables.ts'
import { vehicle } from '#main/modules/vehicles/tables.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { keysOf as itemKeys } from '#shared/modules/catalog/rules.ts'
import { keysOf as customerKeys } from '#shared/modules/customers/rules.ts'
import { keysOf as vehicleKeys } from '#shared/modules/vehicles/rules.ts'
import { filler } from './fill.ts'
import { type Chance, chance, idAt } from './random.ts'
import { COLORS, ENDINGS, ENGINES, FIRST_NAMES, LABOR, MODELS, PARTS, PREFIXES, STREETS, SYLLABLES, TOWNS } from './words.ts'

/** Ids carry the kind of their record, so that no two kinds share one. */
const KIND = { customer: 1, vehicle: 2, item: 5, employee: 6, bay: 7, user: 8 } as const

export const SPAN_MS = 730 * 86_400_000
/** The generated shop's last day; its first is two years before. */
export const END_AT = Date.UTC(2026, 10, 1)
export const START_AT = END_AT - SPAN_MS
/** The i-th of `count` moments spread over the shop's life. */
export const spread = (i: number, count: number): number => START_AT + Math.round((i / count) * SPAN_MS)

export interface Person {
  readonly id: Id<'customer'>
  readonly name: string
  readonly phone: string
  readonly street: string
  readonly postcode: string
  readonly city: string
  readonly email: string
}
export interface Car {
  readonly id: Id<'vehicle'>
  /** Place of the owner in the list of customers. */
  readonly owner: number
  readonly label: string
  readonly plate: string
  readonly vin: string
}
export interface Good {
  readonly id: Id<'item'>
  readonly kind: 'part' | 'labor'
  readonly name: string
  readonly priceMinor: number
}
export interface Worker {
  readonly id: Id<'employee'>
  readonly userId: Id<'user'>
}
export interface Stall {
  readonly id: Id<'bay'>
  readonly locationId: Id<'location'>
}

const capital = (word: string) => word[0]?.toUpperCase() + word.slice(1)
const surname = ({ next, pick }: Chance) => capital(pick(SYLLABLES) + (next() < 0.6 ? pick(SYLLABLES) : '') + pick(ENDINGS))

/** Writes the records that are missing up to the i-th: the shop grows year by year, all of its tables together. */
export type Grow = (upTo: number) => void

export function customersInto(people: Person[], raw: Database.Database, count: number): Grow {
  const c = chance(11)
  const put = filler(raw, customer)
  return grow(people, (i) => {
    const createdAt = spread(i, count)
    const isCompany = c.next() < 0.06
    const name = isCompany ? `${surname(c)} ${c.pick(['GmbH', 'KG', 'AG'])}` : `${c.pick(FIRST_NAMES)} ${surname(c)}`
    const phone = `+49${c.pick(PREFIXES)}${c.int(10_000_000, 100_000_000)}`
    const fields = {
      name,
      company: !isCompany && c.next() < 0.05 ? `${surname(c)} GmbH` : '',
      phone,
      phone2: c.next() < 0.1 ? `+4930${c.int(10_000_000, 100_000_000)}` : '',
    }
    const person = {
      id: idAt<'customer'>(KIND.customer, i, createdAt, c),
      name,
      phone,
      street: `${c.pick(STREETS)} ${c.int(1, 180)}`,
      postcode: String(c.int(10_000, 99_999)),
      city: c.pick(TOWNS),
      email: `k${i}@example.org`,
    }
    put({
      ...person,
      ...fields,
      ...customerKeys(fields),
      createdAt,
      kind: isCompany ? 'company' : 'person',
      country: 'DE',
      taxExempt: c.next() < 0.01,
      priceGroup: '',
      note: '',
      language: null,
      wantsNoMessages: false,
    })
    return person
  })
}

const grow =
  <T>(made: T[], make: (i: number) => T): Grow =>
  (upTo) => {
    while (made.length < upTo) made.push(make(made.length))
  }

const LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ'
const letters = (c: Chance, count: number) => Array.from({ length: count }, () => c.pick(Array.from(LETTERS))).join('')

export function vehiclesInto(cars: Car[], raw: Database.Database, count: number, owners: readonly Person[]): Grow {
  const c = chance(12)
  const put = filler(raw, vehicle)
  return grow(cars, (i) => {
    const createdAt = spread(i, count)
    const separator = c.pick(['-', ' ', ''])
    const plate = letters(c, c.int(1, 4)) + separator + letters(c, c.int(1, 3)) + (separator === '' ? '' : ' ') + c.int(1, 10_000)
    const [make, models] = c.pick(MODELS)
    const model = c.pick(models)
    const year = c.int(1996, 2027)
    const owner = c.int(0, owners.length)
    const car = {
      id: idAt<'vehicle'>(KIND.vehicle, i, createdAt, c),
      owner,
      label: `${year} ${make} ${model}`,
      plate,
      vin: `W${letters(c, 10)}${c.int(100_000, 1_000_000)}`,
    }
    put({
      ...car,
      ...vehicleKeys(car),
      createdAt,
      customerId: owners[owner]?.id ?? null,
      make,
      model,
      year,
      engine: c.pick(ENGINES),
      color: c.pick(COLORS),
      mileageKm: c.int(100, 300_000),
      note: '',
    })
    return car
  })
}

export function seedItems(raw: Database.Database, count: number): Good[] {
  const c = chance(15)
  const put = filler(raw, catalogItem)
  return Array.from({ length: count }, (_, i) => {
    const isLabor = i % 8 === 0
    const fields = {
      sku: `${isLabor ? 'L' : 'P'}-${String(i).padStart(6, '0')}`,
      name: `${c.pick(isLabor ? LABOR : PARTS)} ${c.pick(MODELS)[0]} ${c.int(1, 1000)}`,
      barcode: isLabor ? '' : String(4_000_000_000_000 + i * 37),
    }
    const good: Good = { id: idAt<'item'>(KIND.item, i, START_AT, c), kind: isLabor ? 'labor' : 'part', name: fields.name, priceMinor: c.int(2, 600) * 50 }
    put({
      ...fields,
      ...itemKeys(fields),
      id: good.id,
      createdAt: START_AT,
      description: '',
      kind: isLabor ? 'service' : 'part',
      category: c.pick(isLabor ? LABOR : PARTS),
      unit: isLabor ? 'h' : 'pc',
      priceMinor: good.priceMinor,
      costMinor: Math.round(good.priceMinor * 0.6),
      taxRateBp: null,
      active: c.next() < 0.97,
      tracking: 'none',
    })
    return good
  })
}

/** One technician a bay, and a user for each. */
export function seedCrew(raw: Database.Database, locations: readonly Id<'location'>[], perLocation: number): { workers: Worker[]; stalls: Stall[] } {
  const c = chance(16)
  const put = { user: filler(raw, user), employee: filler(raw, employee), bay: filler(raw, bay) }
  const stamp = { createdAt: START_AT }
  const places = locations.flatMap((locationId) => Array.from({ length: perLocation }, (_, position) => ({ locationId, position })))
  const workers = places.map((_, i): Worker => {
    const name = `${c.pick(FIRST_NAMES)} ${surname(c)}`
    const worker = { id: idAt<'employee'>(KIND.employee, i, START_AT, c), userId: idAt<'user'>(KIND.user, i, START_AT, c) }
    const email = `t${i}@example.org`
    put.user({ ...stamp, id: worker.userId, name, email, role: 'technician', active: true, language: 'en', hasPin: false })
    put.employee({
      ...stamp,
      id: worker.id,
      name,
      jobTitle: 'Technician',
      email,
      phone: '',
      userId: worker.userId,
      isTechnician: true,
      laborCostMinor: 3000,
      hiredOn: null,
      endedOn: null,
      note: '',
      skillIds: [],
      weekHours: null,
    })
    return worker
  })
  const stalls = places.map(({ locationId, position }, i): Stall => {
    const stall = { id: idAt<'bay'>(KIND.bay, i, START_AT, c), locationId }
    put.bay({
      ...stamp,
      ...stall,
      name: `Bay ${position + 1}`,
      position,
      state: 'free',
      workOrderId: null,
      equipmentIds: [],
      weekHours: null,
      downUntilAt: null,
    })
    return stall
  })
  return { workers, stalls }
}
