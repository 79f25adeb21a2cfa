import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import * as alerts from '#main/modules/alerts/service.ts'
import { MODULES } from '#shared/modules.ts'
import { openTestCore, temporaryFolder, type TestCore } from '#tests/support/core.ts'
import { SEED_OWNER, seedShop } from '#tools/seed/shop.ts'

/** Tables that grow with the shop's years. */
const BIG = [
  'customer',
  'vehicle',
  'catalog_item',
  'work_order',
  'work_order_line',
  'invoice',
  'invoice_line',
  'payment',
  'payment_allocation',
  'credit_note',
  'credit_note_line',
  'write_off',
  'appointment',
  'journal',
  'journal_change',
  'attachment',
  'import_run',
  'job',
  'stock_move',
  'stock_level',
  'stock_lot',
  'stock_lot_level',
  'stock_count_entry',
  'stock_transfer_line',
  'stock_transfer_arrival',
  'stock_reservation',
  'purchase_order',
  'purchase_line',
  'purchase_cost',
  'part_request',
  'part_core',
  'vendor_return',
  'catalog_relation',
  'catalog_price',
  'supplier_offer',
  'inspection',
  'inspection_point',
  'inspection_photo',
  'inspection_version',
  'till',
  'till_entry',
  'sale',
  'sale_line',
  'sale_payment',
  'parked_sale',
  'pos_seal',
  'alert',
  'note',
  'outgoing_message',
  'agreement_visit',
  'service_reminder',
]
/** Filters that are given together or not at all. */
const TOGETHER = ['recordTable', 'recordId']
/** A filter by one of these leaves few rows, or is rarely asked for in another order: sorting them is better than one more index on every write. */
const NARROW = ['customerId', 'vehicleId', 'recordId', 'workOrderId', 'agreementId', 'documentId']
/** Sums of what is open, which is little beside all that ever was: they have no index to stand in. */
const SUMMED = ['invoicing.receivables']
/** Nearly all rows pass: counted up to the cap like no filter. */
const MOST = ['invoicing.list {"state":"paid"}']
const RARE = ['system.jobs by name', 'workOrders.list by technicianId, number', 'catalog.list by top, sku']

/** Read by a thread of their own, on a connection that this test does not see: their own tests look at the plans. */
const ELSEWHERE = ['reports.records']

interface List {
  readonly name: string
  readonly input: z.ZodObject
}
const lists: List[] = MODULES.flatMap(({ contract }) =>
  Object.entries(contract.operations).flatMap(([key, { kind, input, output }]) =>
    kind === 'query' && 'shape' in output && 'totalIsCapped' in (output.shape as object) && !ELSEWHERE.includes(`${contract.name}.${key}`)
      ? [{ name: `${contract.name}.${key}`, input: input as unknown as z.ZodObject }]
      : [],
  ),
) // every input is an object

/** The schema inside optional and default. */
const inner = (schema: z.ZodType): z.ZodType => {
  const { innerType } = schema.def as { innerType?: z.ZodType } // of the wrapping kinds
  return innerType ? inner(innerType) : schema
}

describe('plans of the hot statements', () => {
  const folder = temporaryFolder()
  let core: TestCore
  let token = ''
  const prepared = new Set<string>()

  beforeAll(async () => {
    await seedShop(folder, 2000)
    core = openTestCore({ config: { dataDir: folder }, file: `${folder}/bayline.db` })
    token = ((await core.get('auth.signIn', { email: SEED_OWNER.email, password: SEED_OWNER.password })) as { token: string }).token
    const { raw } = core.platform.store.connection
    const prepare = raw.prepare.bind(raw)
    raw.prepare = ((sql: string) => {
      prepared.add(sql)
      return prepare(sql)
    }) as typeof raw.prepare // the same, noted
  }, 120_000)
  afterAll(async () => {
    await core.shutdown()
    rmSync(folder, { recursive: true, force: true })
  })

  const id = (table: string, where = '1') =>
    core.platform.store.connection.raw.prepare(`SELECT id FROM ${table} WHERE ${where} LIMIT 1`).pluck().get() as string // ids are text
  /** What each filter may be asked for. */
  const valuesOf = (key: string, schema: z.ZodType): unknown[] => {
    const plain = inner(schema)
    if ('options' in plain) return [...(plain.options as unknown[])]
    if ('values' in plain) return [...(plain.values as Set<unknown>)]
    if (plain.def.type === 'boolean') return [true, false]
    const known: Record<string, () => unknown> = {
      locationId: () => id('location'),
      customerId: () => id('customer'),
      vehicleId: () => id('vehicle'),
      technicianId: () => id('employee'),
      employeeId: () => id('employee'),
      bayId: () => id('bay'),
      userId: () => id('user'),
      deviceId: () => core.platform.store.device.id,
      recordId: () => id('customer'),
      itemId: () => id('catalog_item', "kind = 'part'"),
      placeId: () => id('stock_place'),
      lotId: () => id('stock_lot'),
      countId: () => id('stock_count'),
      documentId: () => id('work_order'),
      until: () => '2026-06-01',
      at: () => Date.UTC(2026, 5, 1),
      supplierId: () => id('supplier'),
      workOrderId: () => id('work_order'),
      tillId: () => id('till'),
      // Of a table that the seed leaves empty: any id is as good for a plan.
      agreementId: () => id('customer'),
      city: () => 'Altenstadt',
      make: () => 'BMW',
      category: () => 'Coolant',
      top: () => 'Coolant',
      command: () => 'customers.update',
      recordTable: () => 'customer',
      name: () => 'backup',
    }
    const value = /(From|To|At|from|to)$/.test(key) && plain.def.type === 'number' ? Date.UTC(2026, 5, 1) : known[key]?.()
    if (value === undefined) throw new Error(`name a value for the filter ${key} above`)
    return [value]
  }
  const together = (filters: Record<string, z.ZodType>) =>
    Object.fromEntries(
      TOGETHER.flatMap((key) => {
        const schema = filters[key]
        return schema ? [[key, valuesOf(key, schema)[0]]] : []
      }),
    )
  /** Statements that calls prepare, each with its plan. What drizzle prepares for itself, with bare parameters, never runs. */
  const plansOf = async (calls: () => Promise<unknown>): Promise<{ sql: string; steps: string[] }[]> => {
    const { raw } = core.platform.store.connection
    prepared.clear()
    await calls()
    return [...prepared]
      .filter((sql) => /^\s*(select|with|update)/i.test(sql) && !/(?<!\+ ?)\?/.test(sql))
      .map((sql) => ({
        sql,
        steps: (raw.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...(sql.match(/\?/g) ?? []).map(() => 1), namedIn(sql)) as { detail: string }[]).map(
          ({ detail }) => detail,
        ), // SQLite's own columns
      }))
  }
  const namedIn = (sql: string) => Object.fromEntries([...sql.matchAll(/@(\w+)/g)].map(([, name]) => [name, 1]))
  const scanned = (steps: readonly string[]) =>
    steps.filter((step) => BIG.some((table) => new RegExp(`^SCAN ${table}\\b(?! USING (COVERING )?INDEX)`).test(step)))

  it('QA-PERF PERF-QUERY DB-INDEX LIST-FILTER: every order of every list, alone and under each filter, comes out of an index', async () => {
    expect(lists.length).toBeGreaterThan(10)
    const wrong: string[] = []
    for (const { name, input } of lists) {
      const { sort, after: _after, limit: _limit, ...filters } = input.shape as Record<string, z.ZodType>
      const sorts = sort ? valuesOf('sort', sort) : [undefined]
      const needed = Object.fromEntries(
        Object.entries(filters)
          .filter(([, schema]) => !schema.safeParse(undefined).success)
          .map(([key, schema]) => [key, valuesOf(key, schema)[0]]),
      )
      const inputs = [
        needed,
        // What a call needs is bound in every statement, whatever its value.
        ...Object.entries(filters).flatMap(([key, schema]) =>
          (key in needed ? [] : valuesOf(key, schema)).map((value) => ({ ...needed, ...(TOGETHER.includes(key) && together(filters)), [key]: value })),
        ),
      ]
      for (const by of sorts) {
        for (const filter of inputs) {
          const call = { ...filter, ...(by !== undefined && { sort: by }) }
          const plans = await plansOf(() => core.get(name as never, call as never, token)) // a name and an input of the contract
          for (const { sql, steps } of plans) {
            // A total is counted up to a cap: without a filter, any thousand rows will do.
            const isScanned =
              scanned(steps).length > 0 && !(sql.includes('count(*)') && (filter === needed || MOST.includes(`${name} ${JSON.stringify(filter)}`)))
            const isSorted =
              steps.some((step) => step.includes('TEMP B-TREE')) &&
              !SUMMED.includes(name) &&
              !Object.keys(filter).some(
                (key) => NARROW.includes(key) || RARE.includes(`${name} by ${key}`) || RARE.includes(`${name} by ${key}, ${String(by)}`),
              )
            if (isScanned || isSorted) wrong.push(`${name} ${JSON.stringify(call)}: ${steps.join('; ')}`)
          }
        }
      }
    }
    expect([...new Set(wrong)]).toEqual([])
  })

  it('QA-PERF PERF-QUERY: search, screens and everyday commands read no big table from end to end', async () => {
    const [customerId, workOrderId, invoiceId, itemId, vehicleId, inspectionId, pointId, appointmentId, locationId, placeId] = [
      id('customer'),
      id('work_order', "state = 'inProgress'"),
      id('invoice', "state = 'issued'"),
      id('catalog_item', 'active = 1'),
      id('vehicle'),
      id('inspection', "state = 'open'"),
      id('inspection_point', "inspection_id IN (SELECT id FROM inspection WHERE state = 'open')"),
      id('appointment'),
      id('location'),
      id('stock_place'),
    ] as never[] // ids of those very tables
    const plans = await plansOf(async () => {
      for (const text of ['a', 'ann', 'anna berg', '0151', 'B-MW 12', 'WVWZ', 'B7K2-0001']) await core.get('search.find', { text }, token)
      await core.get('workOrders.get', { workOrderId: workOrderId as never }, token)
      await core.get('invoicing.get', { invoiceId: invoiceId as never }, token)
      await core.get('customers.get', { customerId: customerId as never }, token)
      await core.get('invoicing.account', { customerId: customerId as never }, token)
      await core.get('invoicing.receivables', {}, token)
      await core.get('vehicles.get', { vehicleId: vehicleId as never }, token)
      await core.get('appointments.times', { appointmentId: appointmentId as never }, token)
      await core.get('appointments.bayLoads', { locationId: locationId as never, fromOn: '2026-06-01', days: 7 }, token)
      await core.get('appointments.firstFreeSlot', { locationId: locationId as never, minutes: 60 }, token)
      await core.get('planning.proposal', { locationId: locationId as never }, token)
      await core.get('planning.growth', { appointmentId: appointmentId as never }, token)
      await core.get('board.jobs', { locationId: id('location') as never }, token)
      await core.get('board.giveLabel', { workOrderId: workOrderId as never, labelId: null }, token)
      await core.get('alerts.bell', { locationId: id('location') as never }, token)
      core.dispatch.run('alerts.evaluate', randomUUID(), alerts.evaluate)
      await core.get('inspections.get', { inspectionId: inspectionId as never }, token)
      await core.get('inspections.photos', { inspectionId: inspectionId as never }, token)
      await core.get('inspections.openFindings', { vehicleId: vehicleId as never }, token)
      await core.get('inspections.passRate', { fromAt: Date.UTC(2026, 4, 1), toAt: Date.UTC(2026, 5, 1) }, token)
      await core.get('inspections.record', { pointId: pointId as never, level: 'damaged' }, token)
      await core.get('customers.duplicates', { phone: '+493012345678', email: 'k1@example.org' }, token)
      await core.get('customers.update', { customerId: customerId as never, name: 'Anna Neuberg' }, token)
      await core.get('workOrders.addLine', { workOrderId: workOrderId as never, itemId: itemId as never }, token)
      await core.get('workOrders.parts', { workOrderId: workOrderId as never }, token)
      await core.get('catalog.card', { itemId: itemId as never }, token)
      await core.get('catalog.quote', { customerId: customerId as never, lines: [{ itemId: itemId as never, qtyMilli: 1000 }] }, token)
      await core.get('catalog.categoryTree', {}, token)
      await core.get('catalog.priceGroups', {}, token)
      await core.get('purchasing.offers', { itemId: itemId as never }, token)
      await core.get('purchasing.wanted', { placeId: placeId as never }, token)
      await core.get('purchasing.backOrders', {}, token)
      await core.get('invoicing.pay', { invoiceId: invoiceId as never, method: 'card', amountMinor: 1 }, token)
    })
    expect(plans.length).toBeGreaterThan(30)
    expect(plans.flatMap(({ sql, steps }) => (scanned(steps).length > 0 ? [`${steps.join('; ')}\n${sql}`] : []))).toEqual([])
  })
})
