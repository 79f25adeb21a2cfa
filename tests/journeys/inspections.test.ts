import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DEMO } from '#shared/modules/workspace/model.ts'
import { signIn } from '#tests/support/browser.ts'
import { pagesOf } from '#tests/support/pdf.ts'
import { openDemo } from '#tests/support/shell.ts'

/** Where and when a camera took a picture, as it writes it beside the picture. */
const PLACE = 'GPS 52.5163 N 13.3777 E'

/** A photo as a phone makes it: with a note of the place inside. */
function withPlace(jpeg: Buffer): Buffer {
  const note = Buffer.from(`Exif\0\0${PLACE}`)
  const head = Buffer.from([0xff, 0xe1, (note.length + 2) >> 8, (note.length + 2) & 0xff])
  return Buffer.concat([jpeg.subarray(0, 2), head, note, jpeg.subarray(2)])
}

/** A car is inspected at the bay, its findings become an estimate, its owner gets the report. */
describe('an inspection', async () => {
  const shell = await openDemo({ size: { width: 1280, height: 800 } })
  const { page } = shell
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const text = (words: string | RegExp) => page.getByText(words).first().waitFor()
  const progress = (done: number) => text(`${done} of 28`)

  it('INSP-CRUD DVI-SHEET KIOSK-MODE: the technician begins it from the job, one point after another, with last time beside it', async () => {
    await page.getByLabel('E-mail').waitFor()
    await shell.visit('/kiosk')
    await button(/Tom Alvarez/).click()
    for (const digit of '1111') await page.getByRole('button', { name: digit, exact: true }).click()
    await button(/^Enter|^Sign in/)
      .last()
      .click()
    await button(/Erin Walsh/)
      .first()
      .click()
    await button(/^Inspection/).click()
    await button(/^Vehicle health check/).click()
    await page.getByRole('heading', { name: 'Headlamps' }).waitFor()
    await text(/Last time/)
    await button(/^Still the same/).click()
    await page.getByRole('heading', { name: 'Rear and brake lamps' }).waitFor()
    await button(/^OK/).click()
    await page.getByRole('heading', { name: 'Indicators' }).waitFor()
    await progress(2)
  })

  it('INSP-2 DVI-SHEET: a measurement over its limit sets the level by itself; a usual finding is one touch', async () => {
    await button(/^All points/).click()
    await button(/^Tread, front left/).click()
    for (const key of ['1', '.', '4']) await page.getByRole('button', { name: key, exact: true }).click()
    await button(/^Enter/).click()
    await page.getByRole('button', { name: /^Now/, pressed: true }).waitFor()
    await button(/^OK/).click()
    await text('The measurement says worse')
    await button(/^Nail or screw/).click()
    await expect.poll(() => page.getByLabel('Note').inputValue()).toBe('Nail or screw')
    await progress(3)
  })

  it('A-PHOTOS: a photo is chosen from a file, loses what the camera wrote beside it, and is drawn on', async () => {
    await button(/^All points/).click()
    await button(/^Front brake pads/).click()
    for (const key of ['2', '.', '5']) await page.keyboard.press(key)
    await page.keyboard.press('Enter')
    await text('A photo is needed here.')
    const jpeg = withPlace(await page.screenshot({ type: 'jpeg' }))
    await page.locator('input[type=file]').setInputFiles({ name: 'IMG_2041.JPG', mimeType: 'image/jpeg', buffer: jpeg })
    await button(/^Photo 1 of Front brake pads/).click()
    const paper = await page.getByTestId('paper').boundingBox()
    if (!paper) throw new Error('the photo is open')
    await page.mouse.move(paper.x + 100, paper.y + 100)
    await page.mouse.down()
    await page.mouse.move(paper.x + 300, paper.y + 250, { steps: 4 })
    await page.mouse.up()
    await button('Arrow').click()
    await page.mouse.click(paper.x + 420, paper.y + 300)
    await button('Save').click()
    await expect
      .poll(() =>
        button(/^Photo 1 of Front brake pads/)
          .locator('path')
          .count(),
      )
      .toBe(4)
    const folder = join(shell.dataDir, 'files')
    const kept = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(kept).toHaveLength(1)
    const [photo] = kept.map((entry) => readFileSync(join(entry.parentPath, entry.name)))
    expect([jpeg.includes(PLACE), photo?.includes(PLACE), photo?.subarray(0, 3).toString('hex')]).toEqual([true, false, 'ffd8ff'])
  })

  it('INSP-3 DVI-SHEET: required points guard the end; what is fine is said by sections; the sheet is finished', async () => {
    await button(/^All points/).click()
    await expect.poll(() => button(/^Finish/).isDisabled()).toBe(true)
    for (let sections = await button('All fine here').count(); sections > 0; sections--) {
      await button('All fine here').first().click()
      await expect.poll(() => button('All fine here').count()).toBe(sections - 1)
    }
    for (const [name, keys] of [
      ['Brake fluid', '1'],
      ['Battery at rest', '12.6'],
      ['Tread, front right', '6'],
      ['Tread, rear right', '6'],
      ['Tread, rear left', '6'],
      ['Rear brake pads', '7'],
    ] as const) {
      const row = button(new RegExp(`^${name}`))
      await row.click()
      await page.getByRole('heading', { name: new RegExp(`^${name}`) }).waitFor()
      for (const key of keys) await page.keyboard.press(key)
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: new RegExp(`^${name}`) }).waitFor({ state: 'detached' })
      if (name !== 'Rear brake pads') await button(/^All points/).click()
    }
    await button(/^All points/).click()
    await button(/^Finish/).click()
    await text('Everything is looked at.')
    await page.getByLabel('Note for the customer').fill('Please do not drive far with this tyre.')
    await button(/^Finish/).click()
    await text('Not passed')
    await button(/sign out/).click()
  })

  it('DVI-REPORT INSP-6: the advisor puts the findings on the order in one touch, an old one too', async () => {
    await shell.visit('/')
    await signIn(page, DEMO)
    await shell.visit('/work-orders')
    await page.getByRole('row').filter({ hasText: 'Erin Walsh' }).filter({ hasText: 'In progress' }).first().click()
    await button('Inspect').click()
    await page.getByRole('link', { name: 'Vehicle health check' }).first().click()
    await button(/^Put 2 findings on the order/).click()
    await text(/^2 lines added to/)
    await expect.poll(() => button(/^Put \d+ findings? on the order/).getAttribute('aria-disabled')).toBe('true')
    await page.getByText('On work order').first().waitFor()
    await page
      .getByRole('link', { name: /^\w{4}-\d{6}$/ })
      .first()
      .click()
    await page.getByRole('group', { name: /Tread, front left: Nail or screw/ }).waitFor()
    await page.getByRole('group', { name: /Brake pads, front, ceramic/ }).waitFor()
  })

  it('DVI-REPORT PRT-FORMS: the report is shown to the customer and printed, photos and all', async () => {
    await page.getByRole('link', { name: 'Vehicle health check' }).first().click()
    await page.getByText('Not passed').first().waitFor()
    await page.keyboard.press('F9')
    await page.getByRole('heading', { name: 'Needs attention now' }).waitFor()
    await page.getByRole('img', { name: 'Photo 1 of Front brake pads, thinner side' }).waitFor()
    await text('Please do not drive far with this tyre.')
    const pdf = await shell.savedBy(() => button(/^Save PDF/).click())
    const said = pagesOf(pdf).join('\n').replace(/\s/g, '')
    for (const words of ['HarborStreetGarage', 'KLM4821', 'Tread,frontleft', 'Measured:1.4mm', 'Nailorscrew', 'Pleasedonotdrivefar', 'Needsattentionnow'])
      expect(said).toContain(words)
    expect(pdf.toString('latin1')).toMatch(/\/Subtype \/Image/)
    await page.getByRole('button', { name: 'Handed over' }).waitFor()
  })

  it('INSP-RATE: the rate on the page is that of the rows below it', async () => {
    await shell.visit('/inspections')
    const rate = page.getByRole('status', { name: 'Pass rate' })
    await rate.getByText('passed: 4 of 6').waitFor()
    const rows = page.getByRole('row').filter({ hasText: /Passed|Not passed/ })
    await expect.poll(async () => [await rows.count(), await rows.filter({ hasNotText: 'Not passed' }).count()]).toEqual([6, 4])
    await page.getByText('66.67 %').waitFor()
  })
})
