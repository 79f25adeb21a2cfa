import { describe, expect, it } from 'vitest'
import { JPEG, openInspection, PNG } from '#tests/support/inspections.ts'
import { pagesOf } from '#tests/support/pdf.ts'

/** Letters alone: the page's own blanks tell nothing. */
const letters = (text: string) => text.replace(/\s/g, '')
const turned = (text: string) => Array.from(letters(text)).reverse().join('')

/** A finished sheet: lamps to fix with two photos, a tyre to watch, a brake in order. */
async function reported() {
  const workshop = await openInspection()
  const { shop, owner, lamp, tyre, brake, inspectionId } = workshop
  await shop.get('workspace.update', { address: 'Hauptstraße 1\n10115 Berlin', taxId: 'DE123456789' }, owner)
  await shop.get('inspections.record', { pointId: lamp, level: 'red', note: 'Left lamp is dark.\nGlass is broken.' }, owner)
  await shop.get('inspections.record', { pointId: tyre, measuredMilli: 2900 }, owner)
  await shop.get('inspections.record', { pointId: brake, level: 'green' }, owner)
  const photo = { pointId: lamp, fileName: 'lamp.png', widthPx: 4, heightPx: 3, thumbBase64: JPEG }
  const { id } = await shop.get('inspections.addPhoto', { ...photo, base64: PNG }, owner)
  await shop.get('inspections.markPhoto', { photoId: id, marks: [{ kind: 'circle', at: [100, 100, 700, 600] }] }, owner)
  await shop.get('inspections.finish', { inspectionId, note: 'Come back before winter.' }, owner)
  return { ...workshop, photo }
}

describe('the customer report', () => {
  it('DVI-REPORT PRT-FORMS: is a PDF with the shop at its head, what must be done first, figures as they were measured, and the photos', async () => {
    const { shop, owner, inspectionId } = await reported()
    const { fileName, base64 } = await shop.get('inspections.pdf', { inspectionId }, owner)
    const { head } = await shop.get('inspections.get', { inspectionId }, owner)
    expect(fileName).toBe(`${head.number}.pdf`)
    const pdf = Buffer.from(base64, 'base64')
    const [page = '', ...others] = pagesOf(pdf).map(letters)
    expect(others).toEqual([])
    const said = [
      'TestGarage',
      'Hauptstraße1',
      'Inspectionreport',
      head.number,
      'Notpassed',
      'ErikaMuster',
      '2019VolkswagenGolf',
      'B-EM123',
      'March2,2026',
      head.workOrderNumber,
      'Tom',
      'Comebackbeforewinter.',
      'Needsattentionnow',
      'Lamps',
      'Fix',
      'Leftlampisdark.',
      'Glassisbroken.',
      'Needsattentionsoon',
      'Tyre',
      'Watch',
      'Measured:2.9mm',
      'Checkedandinorder',
      'Brake',
      'Fine',
      'DE123456789',
      'Page1of1',
    ]
    for (const text of said) expect(page).toContain(text)
    // In the order in which a customer needs to know.
    const order = ['Comeback', 'Leftlampisdark', 'Measured:2.9mm', 'Brake'].map((text) => page.indexOf(text))
    expect(order).toEqual([...order].sort((a, b) => a - b))
    expect(pdf.toString('latin1').match(/\/Subtype \/Image/g)?.length).toBeGreaterThan(0)
    expect(await shop.refused('inspections.pdf', { inspectionId: shop.clock.newId() }, owner)).toMatchObject({ code: 'inspections.unknownInspection' })
  })

  it('DVI-REPORT UI-RTL EXT-LANG: reads from the right for those who do, in the words of the template where it has them', async () => {
    const { shop, owner, customer, inspectionId } = await reported()
    await shop.get('customers.update', { customerId: customer.id, name: 'محمد العربي', language: 'ar' }, owner)
    const [page = ''] = pagesOf(Buffer.from((await shop.get('inspections.pdf', { inspectionId }, owner)).base64, 'base64')).map(letters)
    for (const said of ['محمد', 'المصابيح', 'راقب', 'قريبا']) expect(page).toContain(turned(said))
    expect(page).toContain('Leftlampisdark.')
    expect(page).toContain('Brake') // the template has no Arabic for it
    const [english = ''] = pagesOf(Buffer.from((await shop.get('inspections.pdf', { inspectionId, language: 'en' }, owner)).base64, 'base64')).map(letters)
    expect(english).toContain('Needsattentionnow')
  })

  it('DVI-REPORT: a photo that is damaged or not here yet stops no report, and an unfinished sheet says that it is one', async () => {
    const { shop, owner, inspectionId, photo } = await reported()
    await shop.get('inspections.reopen', { inspectionId }, owner)
    const damaged = `/9j/${Buffer.from('no picture at all, whatever its first letters say').toString('base64')}`
    await shop.get('inspections.addPhoto', { ...photo, base64: damaged }, owner)
    const [page = ''] = pagesOf(Buffer.from((await shop.get('inspections.pdf', { inspectionId }, owner)).base64, 'base64')).map(letters)
    expect(page).toContain('Notfinished')
    expect(page).toContain('Leftlampisdark.')
  })
})
