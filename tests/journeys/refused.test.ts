import { afterAll, expect, it } from 'vitest'
import { type AnswerEnvelope, type CallEnvelope, type ChangeNotice, CONTRACT_VERSION } from '#shared/contract/envelope.ts'
import { platformFails } from '#shared/contract/platform.ts'
import { MODULES } from '#shared/modules.ts'
import { DEMO } from '#shared/modules/workspace/model.ts'
import { openBrowser, openPage, signIn, startShell } from '#tests/support/browser.ts'
import { PATIENCE_MS } from '#tests/support/shell.ts'

/** What the window asks around every page, and goes on being answered. */
const AROUND = [
  'auth.me',
  'workspace.welcome',
  'workspace.get',
  'sync.joining',
  'sync.status',
  'system.health',
  'system.notices',
  'alerts.bell',
  'notes.unread',
]
/** They ask nothing of their own: a list of what there is, and a shop without a centre. */
const SILENT = ['/reports', '/sync']
/** What they ask has been known since the pages before them: the window forgets it first. */
const KNOWN = ['/schedule', '/bays']
const queries = new Set(
  MODULES.flatMap(({ contract }) =>
    Object.entries(contract.operations).flatMap(([key, operation]) => (operation.kind === 'query' ? [`${contract.name}.${key}`] : [])),
  ),
)

const shell = await startShell({ env: { BAYLINE_DEMO: 'true' } })
const browser = await openBrowser()
afterAll(async () => {
  await browser.close()
  await shell.kill('SIGTERM')
})

/** A window in which somebody has signed in, and whose questions of pages are refused while `line.isFailing`. */
async function openWindow() {
  const { page, complaints } = await openPage(browser, shell.address)
  page.setDefaultTimeout(PATIENCE_MS)
  const line = { isFailing: false, tell: (_changed: string[]) => {} }
  await page.routeWebSocket(/\/core$/, (socket) => {
    const core = socket.connectToServer()
    line.tell = (changed) => socket.send(JSON.stringify({ v: CONTRACT_VERSION, changed } satisfies ChangeNotice))
    socket.onMessage((text) => {
      const { v, id, name } = JSON.parse(String(text)) as CallEnvelope // our own window's
      const answer: AnswerEnvelope = { v, id, ...platformFails.internal({ callId: id }) }
      if (line.isFailing && queries.has(name) && !AROUND.includes(name)) socket.send(JSON.stringify(answer))
      else core.send(text)
    })
  })
  await page.reload()
  await signIn(page, DEMO)
  return { page, complaints, line }
}

it('UI-LOADING PLAT-ERR: each page of the menu whose questions are refused says what is wrong, and shows what it has once it asks again', async () => {
  const { page, complaints, line } = await openWindow()
  const menu = page.getByRole('navigation').first()
  await menu.getByRole('link').last().waitFor()
  for (const folded of await menu.getByRole('button', { expanded: false }).all()) await folded.click()
  const paths = await menu.getByRole('link').evaluateAll((links) => [...new Set(links.map((link) => link.getAttribute('href') ?? ''))])
  expect(paths.length).toBeGreaterThan(30)

  const forget = () => page.goto(`${shell.origin}/no/such/page`)
  await forget()
  const retry = page.getByRole('main').getByRole('button', { name: 'Try again' })
  for (const path of paths.filter((one) => !SILENT.includes(one))) {
    if (KNOWN.includes(path)) await forget()
    line.isFailing = true
    await page.evaluate((to) => history.pushState(null, '', to), path)
    await retry.first().waitFor()
    await page.getByRole('main').getByText('A fault of ours, not of yours.').first().waitFor()
    line.isFailing = false
    // Pressed for each part of the page that was refused; what one of them shows may ask for more.
    await expect
      .poll(
        async () => {
          await retry
            .first()
            .click({ timeout: 1_000 })
            .catch(() => undefined)
          return retry.count()
        },
        { message: path },
      )
      .toBe(0)
  }
  expect(complaints).toEqual([])
})

it('UI-LOADING PLAT-ERR: what cannot be asked again stays on the screen, and the header says so until it can', async () => {
  const { page, complaints, line } = await openWindow()
  const main = page.getByRole('main')
  for (const [path, shown] of [
    ['/board', main.getByRole('article').first()],
    ['/customers', main.getByRole('row').nth(1)],
  ] as const) {
    await page.goto(shell.origin + path)
    await shown.waitFor()
    const before = await shown.innerText()
    line.isFailing = true
    line.tell(['work_order', 'customer'])
    await page.getByText('May be out of date').waitFor()
    expect(await shown.innerText()).toBe(before)
    expect(await main.getByRole('alert').count()).toBe(0)
    line.isFailing = false
    await page.getByText('Saved on this device').waitFor()
  }
  expect(complaints).toEqual([])
})
