import { v7 } from 'uuid'
import type { Id } from '#shared/kernel/ids.ts'
import { CONCERNS, ITEMS, withTax } from './demo-data.ts'
import { type DemoShop, pick } from './demo-goods.ts'

/** How many days the demo shop has been at work before today. */
export const PAST_DAYS = 28

/** What the jobs of the past were: the concern, hours in thousandths, and parts as items of the demo. */
const JOBS: readonly [concern: number, service: number, hoursMilli: number, parts: readonly (readonly [item: number, qtyMilli: number])[]][] = [
  [0, 15, 1500, [[0, 1000]]],
  [
    1,
    15,
    800,
    [
      [3, 4500],
      [4, 1000],
      [5, 1000],
    ],
  ],
  [2, 16, 1000, [[9, 4000]]],
  [3, 17, 1000, []],
  [5, 15, 1200, [[6, 1000]]],
  [
    6,
    15,
    2000,
    [
      [1, 1000],
      [2, 2000],
    ],
  ],
  [7, 15, 500, []],
]
/** Minutes of the day; a person who is signed in at night still is in the morning. */
const [OPENS, CLOSES] = [425, 1155]
const FLOAT = [
  { worthMinor: 2000, pieces: 5 },
  { worthMinor: 500, pieces: 8 },
  { worthMinor: 100, pieces: 10 },
]

/** Something that was done, and when. */
interface Deed {
  readonly at: number
  readonly who: 'Nadia' | 'Ben'
  readonly run: () => Promise<unknown>
}

interface Past extends DemoShop {
  /** The instant of so many minutes on a day, 0 being today. */
  readonly at: (day: number, minutes: number) => number
  readonly goTo: (at: number) => void
  /** Who does what follows. */
  readonly as: (name: 'Nadia' | 'Ben') => Promise<void>
}

/**
 * Four weeks of the shop: jobs that were done, invoiced and mostly paid, sales over the counter, tills that were closed, deliveries that
 * made up for what was used. Each deed is done at its own time, one after another.
 */
export async function tellPast({ ask, locationId, roomId, items, cars, bays, technicians, at, goTo, as }: Past): Promise<void> {
  for (let day = -PAST_DAYS; day < 0; day++) {
    const nth = PAST_DAYS + day
    const deeds: Deed[] = []
    const then = (minutes: number, who: Deed['who'], run: () => Promise<unknown>) => deeds.push({ at: at(day, minutes), who, run })
    const used = new Map<number, number>()
    const take = (item: number, qtyMilli: number) => used.set(item, (used.get(item) ?? 0) + qtyMilli)

    let tillId: Id<'till'>
    let cashMinor = FLOAT.reduce((sum, { worthMinor, pieces }) => sum + worthMinor * pieces, 0)
    then(OPENS, 'Ben', async () => {
      tillId = (await ask('pos.openTill', { locationId, counts: FLOAT })).id
    })
    for (let i = 0; i < 2 + (nth % 3 === 0 ? 1 : 0); i++) {
      const [concern, service, hoursMilli, parts] = pick(JOBS, nth * 2 + i)
      const [startsAt, technicianId] = [OPENS + 5 + 25 * i, pick(technicians, nth + i)]
      let workOrderId: Id<'workOrder'>
      for (const [item, qtyMilli] of parts) take(item, qtyMilli)
      then(startsAt, 'Nadia', async () => {
        workOrderId = (
          await ask('workOrders.open', {
            locationId,
            ...pick(cars, nth * 5 + i * 7),
            concern: pick(CONCERNS, concern),
            bayId: pick(bays, nth + i),
            technicianId,
          })
        ).order.id
        await ask('workOrders.addLine', { workOrderId, itemId: pick(items, service), qtyMilli: hoursMilli, technicianId })
        for (const [item, qtyMilli] of parts) await ask('workOrders.addLine', { workOrderId, itemId: pick(items, item), qtyMilli })
        await ask('workOrders.start', { workOrderId })
      })
      // Some jobs take longer than they are sold for.
      const doneAt = startsAt + Math.round((hoursMilli / 1000) * 60 * (0.85 + ((nth + i) % 4) * 0.1))
      then(doneAt, 'Nadia', () => ask('workOrders.finish', { workOrderId }))
      then(doneAt + 30, 'Nadia', async () => {
        const { id: invoiceId, totalMinor: amountMinor } = await ask('invoicing.issue', { workOrderId })
        const method = pick(['card', 'transfer', 'cash', 'card', null] as const, nth + i * 3)
        if (method) await ask('invoicing.pay', { invoiceId, method, amountMinor })
        if (method === 'cash') cashMinor += amountMinor // it lies in the same drawer
      })
    }
    for (let i = 0; i < 2; i++) {
      const [item, qtyMilli] = pick(
        [
          [13, 2000],
          [10, 1000],
          [13, 1000],
        ] as const,
        nth + i,
      )
      take(item, qtyMilli)
      then(650 + i * 190, 'Ben', async () => {
        const unitPriceMinor = Number(ITEMS[item]?.[5] ?? 0)
        const method = pick(['cash', 'card'] as const, nth + i)
        const amountMinor = withTax((unitPriceMinor * qtyMilli) / 1000)
        if (method === 'cash') cashMinor += amountMinor
        const saleId = v7() as Id<'sale'> // made as a window makes it
        await ask('pos.sell', {
          saleId,
          lines: [{ itemId: pick(items, item), qtyMilli, unitPriceMinor }],
          payments: [{ method, amountMinor, ...(method === 'card' && { reference: String(480_000 + nth * 10 + i) }) }],
        })
      })
    }
    // What went came again, so that the shelves are as the first delivery filled them.
    then(CLOSES, 'Nadia', () => {
      const lines = [...used].map(([item, qtyMilli]) => ({ itemId: pick(items, item), qtyMilli, unitCostMinor: Number(ITEMS[item]?.[6] ?? 0) }))
      return ask('inventory.receive', { placeId: roomId, documentNumber: `DN ${20_420 + nth}`, lines })
    })
    // Once in a while a coin is missing.
    then(CLOSES, 'Ben', () => ask('pos.closeTill', { tillId, counts: [{ worthMinor: cashMinor - (nth % 9 === 4 ? 200 : 0), pieces: 1 }] }))
    for (const deed of deeds.toSorted((a, b) => a.at - b.at)) {
      goTo(deed.at)
      await as(deed.who)
      await deed.run()
    }
  }
}
