import { describe, expect, it } from 'vitest'
import { type OrderFacts, ORDER_STATES, orderMachine } from './model.ts'
import { begin, checkCrew, holdsBay, soldMinutes, step, stop, workedMinutes } from './rules.ts'

const codeOf = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? 'ok' : result.error?.code)
const order = (own: Partial<OrderFacts> = {}): OrderFacts => ({
  id: 'o1' as never,
  number: 'A-1',
  locationId: 'l' as never,
  customerId: 'c' as never,
  vehicleId: 'v' as never,
  appointmentId: null,
  bayId: null,
  technicianId: null,
  advisorId: null,
  state: 'open',
  concern: '',
  note: '',
  mileageKm: null,
  promisedAt: null,
  createdAt: 0,
  startedAt: null,
  finishedAt: null,
  workedMs: 0,
  runningSinceAt: null,
  holdReason: '',
  cancelledReason: '',
  comebackOfId: null,
  discountBp: 0,
  discountMinor: 0,
  taxInclusive: false,
  deleted: false,
  ...own,
})
const bay = 'b1' as never
const technician = 't1' as never

describe('states of an order', () => {
  const R = 'refused'
  it.each([
    ['estimate', ['estimate', 'estimate', 'open', R, R, R, R, R, R, R, 'cancelled', R]],
    ['open', ['open', 'open', 'open', 'estimate', 'inProgress', R, R, R, R, R, 'cancelled', R]],
    ['inProgress', ['inProgress', R, 'inProgress', R, R, 'onHold', R, 'done', R, R, 'cancelled', R]],
    ['onHold', ['onHold', R, 'onHold', R, R, R, 'inProgress', 'done', R, R, 'cancelled', R]],
    ['done', ['done', R, 'done', R, R, R, R, R, 'invoiced', R, R, 'open']],
    ['invoiced', [R, R, R, R, R, R, R, R, 'invoiced', 'done', R, R]],
    ['cancelled', [R, 'cancelled', R, R, R, R, R, R, R, R, R, 'open']],
  ] as const)('WO-CRUD WO-5 WO-7: answers every event when %s', (state, expected) => {
    const events = ['edit', 'remove', 'approve', 'quote', 'start', 'hold', 'resume', 'finish', 'invoice', 'uninvoice', 'cancel', 'reopen'] as const
    const answers = events.map((event) => {
      const next = step(order({ state }), event)
      return next.ok ? next.value : next.error.code === 'workOrders.wrongState' ? R : next.error.code
    })
    expect(answers).toEqual(expected)
  })

  it('WO-CRUD: the machine is total and leads to known states only', () => {
    expect(Object.keys(orderMachine)).toEqual(ORDER_STATES)
    for (const events of Object.values(orderMachine)) for (const next of Object.values(events)) expect([...ORDER_STATES, 'refused']).toContain(next)
  })

  it.each(ORDER_STATES)('WO-2 WO-4: an order stands in its bay only while in progress or on hold (%s)', (state) => {
    expect(holdsBay(order({ state, bayId: bay }))).toBe(state === 'inProgress' || state === 'onHold')
    expect(holdsBay(order({ state }))).toBe(false)
  })

  it.each([
    [{ bayId: null, technicianId: technician }, undefined, 'workOrders.bayNeeded'],
    [{ bayId: bay, technicianId: null }, undefined, 'workOrders.technicianNeeded'],
    [{ bayId: bay, technicianId: technician }, { id: 'o2' as never, number: 'A-2' }, 'workOrders.technicianBusy'],
    [{ bayId: bay, technicianId: technician }, undefined, 'ok'],
  ])('BAY-LOCK WO-1 WO-3: starts with a bay and a technician who has no other job (%#)', (crew, busyWith, expected) => {
    expect(codeOf(begin(order(), 'start', crew, busyWith, 5))).toBe(expected)
  })

  it('BAY-RELEASE: time worked leaves holds out, and a clock set back takes nothing away', () => {
    const begun = begin(order(), 'start', { bayId: bay, technicianId: technician }, undefined, 1_000_000)
    if (!begun.ok) throw new Error(begun.error.code)
    const running = order(begun.value)
    expect(workedMinutes(running, 1_000_000 + 119_999)).toBe(1)
    expect(workedMinutes(running, 0)).toBe(0)
    const held = stop(running, 'hold', 'parts', 1_000_000 + 90_000)
    expect(held).toMatchObject({ value: { state: 'onHold', workedMs: 90_000, runningSinceAt: null, holdReason: 'parts' } })
    const resumed = begin(order({ ...running, ...(held.ok && held.value) }), 'resume', { bayId: bay, technicianId: technician }, undefined, 9_000_000)
    expect(resumed).toMatchObject({ value: { state: 'inProgress', startedAt: 1_000_000, runningSinceAt: 9_000_000, holdReason: '' } })
  })

  it('BAY-LOCK WO-2 WO-3: bay and technician stay while the job is under way', () => {
    const running = order({ state: 'inProgress', bayId: bay, technicianId: technician })
    expect(codeOf(checkCrew(running, { bayId: 'b2' as never }))).toBe('workOrders.bayHeld')
    expect(codeOf(checkCrew(running, { technicianId: null }))).toBe('workOrders.bayHeld')
    expect(codeOf(checkCrew(running, { bayId: bay, technicianId: technician }))).toBe('ok')
    expect(codeOf(checkCrew({ ...running, state: 'onHold' }, { technicianId: 't2' as never }))).toBe('ok')
    expect(codeOf(checkCrew({ ...running, state: 'onHold', bayId: null }, { bayId: bay }))).toBe('workOrders.bayHeld')
    expect(codeOf(checkCrew(order({ bayId: bay }), { bayId: null }))).toBe('ok')
  })
})

it('WO-CRUD: what an order may take is the hours that it charges for: labour alone, flat or hourly, without what was declined', () => {
  expect(
    soldMinutes([
      { kind: 'labor', qtyMilli: 1500, declined: false },
      { kind: 'labor', qtyMilli: 333, declined: false },
      { kind: 'labor', qtyMilli: 9000, declined: true },
      { kind: 'part', qtyMilli: 4000, declined: false },
    ]),
  ).toBe(110)
  expect(soldMinutes([])).toBe(0)
})
