import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DATABASE_FILE } from '#main/platform/core.ts'
import { databaseFiles } from '#main/platform/durable.ts'
import { temporaryFolder } from '#tests/support/core.ts'
import { reopen } from '#tests/support/disk.ts'
import { contentOf } from '#tests/support/history.ts'
import { planOf } from '#tests/support/imports.ts'
import { monday, openWorkshop } from '#tests/support/workshop.ts'

describe('a whole day of a shop', () => {
  it('A-JOURNAL DB-BACKUP: is built again from the journal alone, every table of it alike to the last clock, and is found by the search', async () => {
    const dataDir = temporaryFolder()
    const { shop, owner, book, bay1, bay2, tom, una, tomAtTheKiosk, customer } = await openWorkshop({ file: join(dataDir, DATABASE_FILE), config: { dataDir } })
    const imported = await planOf(
      shop,
      'customers',
      'people.csv',
      `name;phone;city\n${Array.from({ length: 2500 }, (_, i) => `Person ${i};030 ${1_000_000 + i};Berlin`).join('\n')}\n`,
    )
    await shop.get('imports.run', imported, owner)

    const appointment = await book(monday(9), monday(10))
    await book(monday(10), monday(11), { bayId: bay2, technicianId: una })
    const { order } = await shop.get('workOrders.open', { appointmentId: appointment.id }, owner)
    const workOrderId = order.id
    await shop.get('workOrders.update', { workOrderId, mileageKm: 80_500, bayId: bay1, technicianId: tom }, owner)
    await shop.get(
      'workOrders.addLine',
      { workOrderId, kind: 'part', description: 'Brake pads', qtyMilli: 2000, unitPriceMinor: 4999, discountBp: 1000 },
      owner,
    )
    await shop.get('workOrders.addLine', { workOrderId, kind: 'labor', description: 'Brakes' }, owner)
    const kiosk = await tomAtTheKiosk()
    await shop.get('workOrders.start', { workOrderId }, kiosk)
    await shop.get('workOrders.finish', { workOrderId }, kiosk)
    const invoice = await shop.get('invoicing.issue', { workOrderId }, owner)
    await shop.get('invoicing.pay', { invoiceId: invoice.id, method: 'cash', amountMinor: invoice.totalMinor, tenderedMinor: invoice.totalMinor + 100 }, owner)
    await shop.get(
      'files.upload',
      { fileName: 'note.txt', base64: Buffer.from('a note').toString('base64'), recordTable: 'work_order', recordId: workOrderId },
      owner,
    )
    await shop.jobs.runDue()

    const { raw } = shop.platform.store.connection
    const content = contentOf(raw)
    expect(Object.values(content).filter((rows) => rows !== '').length).toBeGreaterThan(18)
    await shop.shutdown()
    for (const file of databaseFiles(join(dataDir, DATABASE_FILE))) rmSync(file, { force: true })

    const core = reopen(dataDir, shop.clock)
    expect(contentOf(core.platform.store.connection.raw)).toEqual(content)
    const found = await core.get('search.find', { text: 'Person 2499' }, owner)
    expect(found.length).toBeGreaterThan(0)
    expect((await core.get('search.find', { text: 'Erika' }, owner)).map(({ id }) => id as string)).toContain(customer.id)
    expect((await core.get('invoicing.get', { invoiceId: invoice.id }, owner)).dueMinor).toBe(0)
    await core.jobs.runDue()
    expect(await core.get('system.notices', {}, owner)).toMatchObject([{ code: 'recovered', facts: { reason: 'missing', lost: 0, unapplied: 0 } }])
    await core.shutdown()
  })
})
