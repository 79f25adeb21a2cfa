import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { DEMO } from '#shared/modules/workspace/model.ts'
import { signIn } from '#tests/support/browser.ts'
import { openDemo } from '#tests/support/shell.ts'

/** The demo shop's figures: from the owner's overview to a report, to the records behind a row, to the invoice; and as a file. */
describe('reports', async () => {
  const shell = await openDemo()
  const { page } = shell
  const amount = (text: string | null) => Math.round(Number((text ?? '').replace(/[^\d.-]/g, '')) * 100)

  it('DASH-OWNER DASH-WORKSHOP DASH-ADMIN: the overview says when it was computed, and each board opens', async () => {
    await signIn(page, DEMO)
    await shell.visit('/overview')
    const boards = page.getByRole('radiogroup', { name: 'Overview' })
    await page.getByRole('heading', { name: 'Today so far' }).waitFor()
    await page.getByText(/^Computed \d\d:\d\d$/).waitFor()
    await boards.getByText('Workshop', { exact: true }).click()
    await page.getByRole('heading', { name: 'Jobs in the shop' }).waitFor()
    await boards.getByText('Administration', { exact: true }).click()
    await page.getByRole('heading', { name: 'State of this device' }).waitFor()
  })

  it('RPT-CORE RPT-SHOP: a row opens by Enter into its records, which sum to its figure, on the screen and in the file', async () => {
    await shell.visit('/reports')
    await page.getByRole('link', { name: 'Sales', exact: true }).click()
    // Today's records are few enough to be on the screen at once.
    await page.getByRole('combobox', { name: 'Period', exact: true }).click()
    await page.getByRole('option', { name: 'Today', exact: true }).click()
    await page.getByRole('combobox', { name: 'By', exact: true }).click()
    await page.getByRole('option', { name: 'By: Category' }).click()
    const row = page.getByRole('row').filter({ hasText: 'Labour' })
    const figure = amount(await row.getByRole('gridcell').nth(1).textContent())
    expect(figure).toBeGreaterThan(0)
    await page.getByRole('grid').focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Records behind “Labour”' }).waitFor()
    const sums = page.getByRole('row').filter({ hasText: 'Together' })
    expect(amount(await sums.getByRole('gridcell').nth(4).textContent())).toBe(figure)
    const invoices = page.getByRole('row').filter({ hasText: 'Invoice' })
    const shown = await Promise.all((await invoices.all()).map((one) => one.getByRole('gridcell').nth(4).textContent()))
    expect(shown.map(amount).reduce((sum, minor) => sum + minor, 0)).toBe(figure)

    const download = page.waitForEvent('download')
    await page.keyboard.press('F9')
    const file = readFileSync(await (await download).path())
    const rows = parse(file, { columns: true, bom: true }) as Record<string, string>[] // named by its first line
    expect(Math.round(rows.reduce((sum, { net }) => sum + Number(net), 0) * 100)).toBe(figure)

    await invoices.first().click()
    await page.waitForURL(/\/invoices\//)
    await page.goBack()
    await page.getByRole('link', { name: 'Back to the rows' }).click()
    await page.getByRole('heading', { name: 'Sales', exact: true }).waitFor()
    expect(new URL(page.url()).searchParams.get('by')).toContain('category')
  })
})
