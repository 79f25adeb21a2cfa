import { mkdirSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { pagesOf } from '#tests/support/pdf.ts'
import { monday, openWorkshop } from '#tests/support/workshop.ts'
import type { OrderPaper } from '#shared/modules/papers/model.ts'

/** A clear dot, as a logo. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='
const letters = (text: string) => text.replace(/\s/g, '')

/** An order of a job with two lines and one that the customer did not want. */
async function order() {
  const workshop = await openWorkshop()
  const { shop, owner, open, bay1, tom } = workshop
  await shop.get(
    'workspace.setLetterhead',
    { logoBase64: PNG, footer: 'IBAN DE02 1203', estimateTerms: 'Holds for 14 days', orderTerms: 'Keys are kept safe' },
    owner,
  )
  const workOrderId = (await open({ bayId: bay1, technicianId: tom, concern: 'Squeals when braking', asEstimate: true })).order.id
  await shop.get('workOrders.update', { workOrderId, mileageKm: 80_500 }, owner)
  const { serviceId } = await shop.get('workOrders.addService', { workOrderId, title: 'Front brakes' }, owner)
  await shop.get('workOrders.addLine', { workOrderId, serviceId, kind: 'part', description: 'Brake pads', qtyMilli: 2000, unitPriceMinor: 4999 }, owner)
  await shop.get('workOrders.addLine', { workOrderId, serviceId, kind: 'labor', description: 'Fit pads', technicianId: tom }, owner)
  const { lineId: declined } = await shop.get('workOrders.addLine', { workOrderId, kind: 'part', description: 'Wiper blades', unitPriceMinor: 1900 }, owner)
  const { lines } = await shop.get('workOrders.get', { workOrderId }, owner)
  const decide = () =>
    shop.get(
      'workOrders.decide',
      { workOrderId, channel: 'phone', person: 'Erika Muster', words: lines.map(({ id }) => ({ lineId: id, approved: id !== declined })) },
      owner,
    )
  const print = async (form: OrderPaper, more: object = {}) => {
    const { fileName, base64 } = await shop.get('papers.order', { workOrderId, form, ...more }, owner)
    if (process.env['PAPERS_OUT']) {
      mkdirSync(process.env['PAPERS_OUT'], { recursive: true })
      writeFileSync(`${process.env['PAPERS_OUT']}/${form}${'language' in more ? '-ar' : ''}.pdf`, Buffer.from(base64, 'base64'))
    }
    const pages = pagesOf(Buffer.from(base64, 'base64')).map(letters)
    return { fileName, text: pages.join(''), pages, count: pages.length }
  }
  const { number } = (await shop.get('workOrders.get', { workOrderId }, owner)).order
  return { ...workshop, workOrderId, number, decide, print }
}

describe('sheets of an order', () => {
  it('PRT-FORMS: an estimate says what is offered at which price, by job, with its terms and a line to sign', async () => {
    const { print, number, shop, owner, workOrderId } = await order()
    const { text, fileName } = await print('estimate')
    const { totals } = await shop.get('workOrders.get', { workOrderId }, owner)
    expect(totals.totalMinor).toBe(24_869)
    expect(fileName).toBe(`${number}-estimate.pdf`)
    for (const said of [
      'Estimate',
      number,
      'Waitingforyourapproval',
      'Squealswhenbraking',
      'Frontbrakes',
      'Brakepads',
      '€99.98',
      '€208.98',
      '€39.71',
      '€248.69',
    ])
      expect(text).toContain(said)
    for (const said of ['Holdsfor14days', 'IBANDE021203', 'Signatureofthecustomer', 'Page1of1']) expect(text).toContain(said)
    expect(text).not.toContain('Keysarekeptsafe')
  })

  it('PRT-FORMS EST-APPROVE: a work order says what was agreed, by whom and how, and what was not wanted; the sum is that of the order', async () => {
    const { print, decide, shop, owner, workOrderId } = await order()
    await decide()
    const { text } = await print('order')
    const { totals } = await shop.get('workOrders.get', { workOrderId }, owner)
    expect(totals.totalMinor).toBe(22_608)
    for (const said of ['Workorder', 'ErikaMuster', 'byphone', 'Notwantednow', '·Wiperblades', '€226.08', 'Keysarekeptsafe', '80,500km'])
      expect(text).toContain(said)
    expect(text).not.toContain('Waitingforyourapproval')
  })

  it('PRT-FORMS: nobody signs an empty page: wherever an order ends, the last of its terms stands above the line', async () => {
    const { print, shop, owner, workOrderId } = await order()
    for (let round = 0; round < 5; round++) {
      for (let line = 0; line < 3; line++)
        await shop.get('workOrders.addLine', { workOrderId, kind: 'part', description: `Part ${round}.${line}`, unitPriceMinor: 100 }, owner)
      const signed = (await print('order')).pages.find((page) => page.includes('Signatureofthecustomer'))
      expect(signed).toContain('Keysarekeptsafe')
    }
  })

  it("PRT-FORMS: a technician's sheet has the work without a price, and says what is not approved", async () => {
    const { print, decide, shop, owner, workOrderId } = await order()
    await decide()
    await shop.get('workOrders.addLine', { workOrderId, kind: 'part', description: 'Brake fluid', unitPriceMinor: 777 }, owner)
    const { text } = await print('technician')
    for (const said of ['Jobsheet', 'Frontbrakes', 'Fitpads', 'Tom', 'Brakefluid', 'notapprovedyet']) expect(text).toContain(said)
    for (const hidden of ['€', 'Wiper', '49.99', '7.77']) expect(text).not.toContain(hidden)
  })

  it('PRT-FORMS: the key tag carries plate, customer and number; the sticker the next service, and refuses to say nothing', async () => {
    const { print, number, shop, owner, workOrderId } = await order()
    const tag = await print('keyTag')
    for (const said of ['B-EM123', 'ErikaMuster', number]) expect(tag.text).toContain(said)
    const sticker = await print('reminder', { next: { on: '2027-03-02', km: 95_000, work: 'Oil service' } })
    for (const said of ['TestGarage', 'Nextservice', 'Oilservice', 'March2,2027', '95,000km']) expect(sticker.text).toContain(said)
    for (const next of [undefined, { on: null, km: null, work: 'Oil' }])
      expect(await shop.refused('papers.order', { workOrderId, form: 'reminder', ...(next && { next }) }, owner)).toMatchObject({
        code: 'papers.nothingToRemindOf',
      })
  })

  it('PRT-FORMS: the key tag is one label with the number below its bars, however long the names are, and with a promised time', async () => {
    const { print, number, shop, owner, workOrderId, customer, vehicle } = await order()
    await shop.get('workOrders.update', { workOrderId, promisedAt: monday(17) }, owner)
    const usual = await print('keyTag')
    expect(usual.count).toBe(1)
    for (const said of ['B-EM123', 'ErikaMuster', 'Promised', number]) expect(usual.text).toContain(said)
    await shop.get('customers.update', { customerId: customer.id, name: 'Fleet management of the united harbour and warehouse companies' }, owner)
    await shop.get('vehicles.update', { vehicleId: vehicle.id, make: 'Mercedes-Benz', model: 'Sprinter 316 CDI long wheelbase high roof' }, owner)
    const long = await print('keyTag')
    expect(long.count).toBe(1)
    expect(long.text).toContain(number)
  })

  it('PRT-FORMS UI-RTL EXT-LANG: in Arabic letters are joined and run from the right; the sheet for the bench is in the language of the shop', async () => {
    const { print, shop, owner, customer } = await order()
    await shop.get('customers.update', { customerId: customer.id, language: 'ar' }, owner)
    const turned = (text: string) => Array.from(letters(text)).reverse().join('')
    const { text } = await print('estimate', { language: 'ar' })
    for (const said of ['عرض', 'القطع', 'توقيع']) expect(text).toContain(turned(said))
    expect((await print('order')).text).toContain(turned('توقيع'))
    expect((await print('technician')).text).toContain('Jobsheet')
  })

  it('PRT-FORMS: of an order that is not there nothing is printed', async () => {
    const { shop, owner } = await order()
    expect(await shop.refused('papers.order', { workOrderId: shop.clock.newId() as never, form: 'order' }, owner)).toMatchObject({
      code: 'workOrders.unknownOrder',
    })
  })
})

describe('the day of the bays', () => {
  it('PRT-FORMS BAY-SHEET: every bay with its bookings in order of time; what was cancelled is left out', async () => {
    const { shop, owner, book, locationId, bay2, tom, una } = await openWorkshop()
    await book(monday(34), monday(35), { concern: 'Second' })
    await book(monday(32), monday(33), { concern: 'First', technicianId: una })
    const gone = await book(monday(36), monday(37), { concern: 'Never happens', technicianId: tom })
    await shop.get('appointments.block', { locationId, startAt: monday(38), endAt: monday(39), bayId: bay2, purpose: 'cleaning', note: 'Drain' }, owner)
    await shop.get('appointments.cancel', { appointmentId: gone.id, reason: 'Sold' }, owner)
    const print = async (more: object) =>
      letters(pagesOf(Buffer.from((await shop.get('papers.bays', { locationId, on: '2026-03-03', ...more }, owner)).base64, 'base64')).join(''))
    const text = await print({})
    for (const said of ['Bays', 'March3,2026', 'Bay1', 'Bay2', '08:00AM–09:00AM', 'ErikaMuster', 'B-EM123', '2bookings,2h', 'Cleaning:Drain'])
      expect(text).toContain(said)
    expect(text.indexOf('First')).toBeGreaterThan(-1)
    expect(text.indexOf('First')).toBeLessThan(text.indexOf('Second'))
    expect(text).not.toContain('Neverhappens')
    expect(await print({ bayId: bay2 })).not.toContain('ErikaMuster')
    expect(await print({ on: '2026-03-05' })).toContain('Nothingisbooked.')
    // Over two nights: a day has its share of the hours, as where bays' loads are shown.
    await book(monday(24 * 7 + 20), monday(24 * 9 + 8))
    for (const [on, said, load] of [
      ['2026-03-09', '08:00PM–Wed,Mar11,08:00AM', '4h'],
      ['2026-03-10', 'Mon,Mar9,08:00PM–Wed,Mar11,08:00AM', '24h'],
      ['2026-03-11', 'Mon,Mar9,08:00PM–08:00AM', '8h'],
    ] as const) {
      const page = await print({ on })
      expect([page.includes(said), page.includes(`1bookings,${load}`)], page).toEqual([true, true])
    }
    for (const [asked, code] of [
      [{ locationId, bayId: shop.clock.newId() }, 'bays.unknownBay'],
      [{ locationId: shop.clock.newId() }, 'workspace.unknownLocation'],
    ] as const)
      expect(await shop.refused('papers.bays', { ...asked, on: '2026-03-03' } as never, owner)).toMatchObject({ code })
  })
})

describe('the letterhead', () => {
  it('WS-3 SET-MGMT: is one, keeps what is not given, and takes pictures only', async () => {
    const { shop, owner } = await openWorkshop()
    expect(await shop.get('workspace.letterhead', {}, owner)).toMatchObject({ logoBase64: '', footer: '' })
    await shop.get('workspace.setLetterhead', { footer: 'Open 8 to 5' }, owner)
    expect(await shop.get('workspace.setLetterhead', { logoBase64: PNG }, owner)).toMatchObject({ logoBase64: PNG, footer: 'Open 8 to 5' })
    expect(shop.platform.store.connection.raw.prepare('SELECT id FROM letterhead').all()).toEqual([
      { id: (await shop.get('workspace.get', {}, owner)).company.id },
    ])
    expect(await shop.refused('workspace.setLetterhead', { logoBase64: 'PHN2Zz48L3N2Zz4=' }, owner)).toMatchObject({ code: 'platform.badInput' })
  })
})
