import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_MINOR } from '../../kernel/money.ts'
import { MAX_LINES, type Order, ORDER_STATES, orderMachine } from './model.ts'
import { begin, checkCrew, checkLines, holdsBay, lineNet, step, stop, type Taxed, totals, workedMinutes } from './rules.ts'

const codeOf = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? 'ok' : result.error?.code)
const order = (own: Partial<Order> = {}): Order => ({
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
  netMinor: 0,
  taxMinor: 0,
  totalMinor: 0,
  deleted: false,
  ...own,
})
const bay = 'b1' as never
const technician = 't1' as never

describe('states of an order', () => {
  const R = 'refused'
  it.each([
    ['open', ['open', 'open', 'inProgress', R, R, R, R, R, 'cancelled', R]],
    ['inProgress', ['inProgress', R, R, 'onHold', R, 'done', R, R, 'cancelled', R]],
    ['onHold', ['onHold', R, R, R, 'inProgress', 'done', R, R, 'cancelled', R]],
    ['done', ['done', R, R, R, R, R, 'invoiced', R, R, 'open']],
    ['invoiced', [R, R, R, R, R, R, R, 'done', R, R]],
    ['cancelled', [R, 'cancelled', R, R, R, R, R, R, R, 'open']],
  ] as const)('WO-CRUD WO-5: answers every event when %s', (state, expected) => {
    const events = ['edit', 'remove', 'start', 'hold', 'resume', 'finish', 'invoice', 'uninvoice', 'cancel', 'reopen'] as const
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
    expect(codeOf(checkCrew(order({ bayId: bay }), { bayId: null }))).toBe('ok')
  })
})

describe('money of an order', () => {
  it.each([
    [{ qtyMilli: 1500, unitPriceMinor: 9000, discountBp: 0 }, 13_500],
    [{ qtyMilli: 333, unitPriceMinor: 1, discountBp: 0 }, 0],
    [{ qtyMilli: 500, unitPriceMinor: 1, discountBp: 0 }, 1],
    [{ qtyMilli: 1000, unitPriceMinor: 999, discountBp: 5000 }, 500],
    // Rounded once: 0.5 of 1.99 is 0.995, less 10 % is 0.8955; rounding twice would say 0.90.
    [{ qtyMilli: 500, unitPriceMinor: 199, discountBp: 1000 }, 90],
    [{ qtyMilli: 1500, unitPriceMinor: 333, discountBp: 3333 }, 333],
    [{ qtyMilli: 1000, unitPriceMinor: 100, discountBp: 10_000 }, 0],
    [{ qtyMilli: 100_000_000, unitPriceMinor: MAX_MINOR, discountBp: 9999 }, 1_000_000_000_000],
  ])('FIN-PRECISION WO-6: the net of %j is %d', (line, net) => {
    expect(lineNet(line)).toBe(net)
  })

  it('FIN-PRECISION WO-6: tax is rounded once per rate, not per line', () => {
    const cents = Array.from({ length: 3 }, (): Taxed => ({ netMinor: 13, taxRateBp: 1900, taxExempt: false }))
    expect(totals(cents)).toEqual({ netMinor: 39, taxMinor: 7, totalMinor: 46, taxes: [{ rateBp: 1900, baseMinor: 39, taxMinor: 7 }] })
  })

  it('FIN-PRECISION: exempt lines stand under no tax, beside the rates in order', () => {
    expect(
      totals([
        { netMinor: 100, taxRateBp: 700, taxExempt: false },
        { netMinor: 200, taxRateBp: 1900, taxExempt: false },
        { netMinor: 300, taxRateBp: 1900, taxExempt: true },
      ]),
    ).toEqual({
      netMinor: 600,
      taxMinor: 45,
      totalMinor: 645,
      taxes: [
        { rateBp: 1900, baseMinor: 200, taxMinor: 38 },
        { rateBp: 700, baseMinor: 100, taxMinor: 7 },
        { rateBp: 0, baseMinor: 300, taxMinor: 0 },
      ],
    })
    expect(totals([])).toEqual({ netMinor: 0, taxMinor: 0, totalMinor: 0, taxes: [] })
  })

  const someLine: fc.Arbitrary<Taxed> = fc.record({
    netMinor: fc.integer({ min: 0, max: 50_000_000 }),
    taxRateBp: fc.constantFrom(0, 700, 1900, 2500, 825),
    taxExempt: fc.boolean(),
  })

  it('FIN-PRECISION: for any lines the order does not matter, parts sum to the whole, and no rate is off by more than half a unit', () => {
    fc.assert(
      fc.property(fc.array(someLine, { maxLength: 60 }), fc.integer(), (lines, seed) => {
        const sums = totals(lines)
        const shuffled = lines
          .map((line, i) => ({ line, at: Math.imul(i + 1, seed | 1) }))
          .sort((a, b) => a.at - b.at)
          .map(({ line }) => line)
        expect(totals(shuffled)).toEqual(sums)
        expect(sums.netMinor).toBe(lines.reduce((sum, { netMinor }) => sum + netMinor, 0))
        expect(sums.taxMinor).toBe(sums.taxes.reduce((sum, tax) => sum + tax.taxMinor, 0))
        expect(sums.netMinor).toBe(sums.taxes.reduce((sum, tax) => sum + tax.baseMinor, 0))
        expect(sums.totalMinor).toBe(sums.netMinor + sums.taxMinor)
        for (const { rateBp, baseMinor, taxMinor } of sums.taxes) expect(Math.abs(taxMinor * 10_000 - baseMinor * rateBp)).toBeLessThanOrEqual(5000)
      }),
    )
  })

  it('FIN-PRECISION: any line is within half a unit of the exact product', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000_000 }),
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.integer({ min: 0, max: 10_000 }),
        (qtyMilli, unitPriceMinor, discountBp) => {
          const exact = BigInt(qtyMilli) * BigInt(unitPriceMinor) * BigInt(10_000 - discountBp)
          const off = BigInt(lineNet({ qtyMilli, unitPriceMinor, discountBp })) * 10_000_000n - exact
          expect(off <= 5_000_000n && off > -5_000_000n).toBe(true)
        },
      ),
    )
  })

  it('FIN-PRECISION: refuses what money cannot say exactly, and more lines than an order holds', () => {
    const line: Taxed = { netMinor: MAX_MINOR, taxRateBp: 0, taxExempt: false }
    expect(codeOf(checkLines([line]))).toBe('ok')
    expect(codeOf(checkLines([line, { ...line, netMinor: 1 }]))).toBe('workOrders.amountTooLarge')
    expect(codeOf(checkLines([{ ...line, taxRateBp: 1 }]))).toBe('workOrders.amountTooLarge')
    expect(codeOf(checkLines(Array.from({ length: MAX_LINES + 1 }, () => ({ ...line, netMinor: 1 }))))).toBe('workOrders.tooManyLines')
  })
})
