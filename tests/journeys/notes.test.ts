import { describe, expect, it } from 'vitest'
import { DEMO } from '#shared/modules/workspace/model.ts'
import { signIn } from '#tests/support/browser.ts'
import { openDemo } from '#tests/support/shell.ts'

/** Two people of the demo shop, one after the other at the same counter. */
describe('notes', async () => {
  const shell = await openDemo()
  const { page } = shell

  it('COM-NOTES COM-CHAT: a note on a work order names a colleague, from the keyboard alone', async () => {
    await signIn(page, DEMO)
    await shell.visit('/work-orders')
    await page.getByRole('row').filter({ hasText: 'In progress' }).first().click()
    const composer = page.getByRole('textbox', { name: 'Write a note' })
    await composer.pressSequentially('Call him before noon @nad')
    await page.getByRole('button', { name: 'Nadia Haddad' }).waitFor()
    await page.keyboard.press('Enter')
    await expect.poll(() => composer.inputValue()).toBe('Call him before noon @Nadia Haddad ')
    await page.keyboard.press('Control+Enter')
    await page.locator('mark', { hasText: '@Nadia Haddad' }).waitFor()
    await expect.poll(() => composer.inputValue()).toBe('')
  })

  it('COM-NOTES: the author changes a note, and what it said before is kept', async () => {
    await page.getByRole('button', { name: 'Change', exact: true }).click()
    const editor = page.getByRole('textbox', { name: 'Change' })
    await editor.fill('Call him before one @Nadia Haddad')
    await page.keyboard.press('Control+Enter')
    await page.getByText('Call him before one').waitFor()
    await expect.poll(() => page.getByText('Call him before noon').count()).toBe(0)
    await page.getByRole('switch', { name: 'Show what was changed' }).check({ force: true })
    await page.getByText('Call him before noon').waitFor()
  })

  it('COM-CHAT: the colleague sees that a note waits, finds it, and it counts as read once the record was open', async () => {
    await shell.visit('/')
    await page.getByRole('button', { name: 'Your account' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await signIn(page, { email: 'nadia@harborstreet.example', password: DEMO.password })
    await page.getByRole('button', { name: '1 new note' }).click()
    const inbox = page.locator('section').filter({ has: page.getByRole('heading', { name: 'You are named' }) })
    await inbox.getByText('New', { exact: true }).waitFor()
    await inbox.getByRole('link').click()
    await page.getByText('Call him before one').waitFor()
    await page.getByRole('button', { name: 'Team and notes' }).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('q')
    await page.getByRole('textbox', { name: 'Say something to the team' }).fill('Done.')
    await page.keyboard.press('Control+Enter')
    await page.getByText('Done.').waitFor()
  })
})
